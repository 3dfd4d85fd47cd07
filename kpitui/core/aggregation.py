"""The entries of a period as one value, by the rule of the KPI's kind, with what the value rests on.

Missing is not zero: a period without entries has no value, unless the KPI says that a blank day is a true zero.
The parts of a ratio or a formula count on the days on which all of them have a value. A KPI that is logged by the week
has whole weeks in a month, quarter, year or goal: those that end in it, whenever in their week they were logged; so one
that is logged by the month has whole months. What was expected and is missing is told by `series`, a formula is
computed by `formula`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from math import fsum, isclose, isfinite

from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import (
    BYS,
    MEAN_DAYS,
    STANDARD,
    By,
    Calendar,
    Period,
    days_of_weeks,
    days_of_whole,
    period_of,
    shifted,
)
from kpitui.core.errors import NotFound, Refused, mark
from kpitui.core.kinds import KINDS, Rule
from kpitui.core.model import Kpi, Pause
from kpitui.core.record import Record
from kpitui.core.series import Coverage, DayTotals, DayValues, Ledger, View, ledger_of, number_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.cadence import Span
    from kpitui.core.formula import Formula


STAMPED_REFUSAL = mark(
    "Each of these numbers is for a whole period and can't be added up or split. Choose the period you log them for"
)


_FEWEST_WITH_ONE = 2
"""Earlier weeks (months, quarters) with one number that say that the running one has no more either."""


class Source(Record):
    """A KPI and its raw data; the data of a ratio or a formula is empty."""

    kpi: Kpi
    totals: DayTotals = DayTotals()
    began: date | None = None
    """The day of its first entry ever, where `totals` begins later."""
    partial: DayTotals = DayTotals()
    """Of a sum that is computed from its parts: what was logged on days (weeks, months) that lack a part."""
    own: tuple[date, ...] = ()
    """Of a whole that is computed from its parts: the days (ends of weeks, months) on which what was logged on it
    itself counts, for a part had not begun or is lacking; ascending."""


class PeriodValue(Record):
    """The value of one period, in the unit of the KPI, and its coverage."""

    period: Period
    value: float | None
    """None when there is no data, or nothing to divide by."""
    entries: int
    """The number of raw entries; of a derived KPI, that of the component with the fewest."""
    coverage: Coverage
    """How much of what was expected is there."""
    partial: bool
    """Whether the period is not over yet."""
    incomplete: bool = False
    """Whether it is a sum over gaps."""
    at_least: bool = False
    """Whether it is a sum over gaps that they can only make larger, for nothing in it is below zero."""
    until: date | None = None
    """The last day of the period that has data; None when none has."""
    refused: bool = False
    """Whether there is data that has no value together: stamped figures, which can be neither summed nor split."""
    adds_up: bool = False
    """Whether it is a sum, or a formula that has a total like one: revenue less costs."""


class _Figure(Record):
    """A period's value with what it rests on."""

    value: float | None
    entries: int
    coverage: Coverage
    may_fall: bool
    """Whether what is missing may make a sum smaller: a day is below zero, or its formula takes something off."""
    until: date | None
    """The last day that has data."""
    refused: bool = False


_OF_ROWS: dict[Rule, Callable[[DayTotals], float]] = {
    "sum": lambda rows: fsum(rows.figures),
    "last": lambda rows: rows.figures[-1],
    "mean": lambda rows: fsum(rows.figures) / sum(rows.counts),
    "min": lambda rows: min(rows.figures),
    "max": lambda rows: max(rows.figures),
}
"""How rows of one KPI, at least one, become a single value."""


def refusal(kpi: Kpi, by: By, *, of: Kpi | None = None) -> str | None:
    """Return why *kpi* has no value by *by*, as an untranslated sentence, or None when it can have one.

    Where it is only a part of the KPI *of*, a shorter length is none to refuse: the value stands on one day.
    """
    own = cadence_by(kpi.cadence)
    splits = by != own if of is None or of == kpi else BYS.index(by) > BYS.index(own)
    return STAMPED_REFUSAL if KINDS[kpi.kind].whole and splits else None


def aggregate(
    kpi: Kpi,
    sources: Mapping[str, Source],
    periods: Sequence[Period],
    *,
    today: date,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    day_is_over: bool = False,
) -> list[PeriodValue]:
    """Return the value of *kpi* in each of *periods*, in their order.

    *sources* maps keys to KPIs with all their data: *kpi* itself and whatever it is computed from. Ratios and
    formulas are evaluated on what their parts come to on the days of the period that all of them have a value on (see
    `paired`), never averaged. *pauses* may be those of all KPIs; with *day_is_over* a period that ends on *today* is
    over, as it is when it is looked at later.
    Raises NotFound when a component is not in *sources*, Refused when KPIs are computed from each other in a
    circle, or a ratio from a ratio.
    """
    if not periods:
        return []
    span = min(period.start for period in periods), max(period.end for period in periods)
    data = KpiData(kpi, sources, *span, today=today, calendar=calendar, pauses=pauses, day_is_over=day_is_over)
    figures = [data.figure(period) for period in periods]
    adds_up, begun = data.rule == "sum", shifted(today, 1) if day_is_over else today
    return [
        _period_value(period, figure, begun, adds_up=adds_up) for period, figure in zip(periods, figures, strict=True)
    ]


def _period_value(period: Period, figure: _Figure, begun: date, *, adds_up: bool) -> PeriodValue:
    """Return the value of a period, which is over where it ends before the day *begun*."""
    incomplete = adds_up and figure.value is not None and figure.coverage.missing > 0
    return PeriodValue(
        period,
        figure.value,
        figure.entries,
        figure.coverage,
        partial=begun <= period.end,
        incomplete=incomplete,
        at_least=incomplete and not figure.may_fall,
        until=figure.until,
        refused=figure.refused,
        adds_up=adds_up,
    )


def day_values(
    kpi: Kpi,
    sources: Mapping[str, Source],
    first: date,
    last: date,
    *,
    today: date,
    calendar: Calendar = STANDARD,
    pauses: Sequence[Pause] = (),
) -> DayValues:
    """Return one value per day that has one, from *first* to *last* inclusive, ascending, gaps left out.

    A stamped figure stands on the day it was last entered for its period. *sources*, *pauses* and errors are
    those of `aggregate`.
    """
    return KpiData(kpi, sources, first, last, today=today, calendar=calendar, pauses=pauses).values(first, last)


class KpiData:
    """A KPI over a stretch of days, logged or computed from others, and what any part of the stretch comes to.

    All days are inclusive; *sources*, *pauses* and errors are those of `aggregate`.
    """

    def __init__(
        self,
        kpi: Kpi,
        sources: Mapping[str, Source],
        first: date,
        last: date,
        *,
        today: date,
        calendar: Calendar = STANDARD,
        pauses: Sequence[Pause] = (),
        day_is_over: bool = False,
    ) -> None:
        self.kpi, self.first, self.last, self.today, self.calendar = kpi, first, last, today, calendar
        self.day_is_over = day_is_over
        """Whether the day it is looked at from has passed, as in a review: a period that ends on it does not run."""
        self.grows_today = False
        """Whether the numbers of the day it is looked at from come hour by hour, and more of them are to come."""
        self.rule = KINDS[kpi.kind].rule
        # What is not logged on a day that has passed is missing, or zero where the KPI says so.
        view = View(shifted(today, 1) if day_is_over else today, calendar, pauses)
        self._pairs: _Pairs | None = None
        self._ledger: Ledger | None = None
        self._partial = DayTotals()
        if KINDS[kpi.kind].derived:
            self._pairs = _Pairs(kpi, sources, (first, last), view)
            if self.rule == "formula" and adds_up(kpi, sources):
                self.rule = "sum"  # revenue less costs has a total like either of them
        else:
            source = _source(sources, kpi.key)
            self._ledger = _ledger(source, first, last, view)
            if self.rule == "sum":
                self._partial = source.partial

    @property
    def last_whole_day(self) -> date:
        """Return the last day whose numbers can all be there: today, or yesterday while today grows hour by hour."""
        return shifted(self.today, -1) if self.grows_today else self.today

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days with data, ascending; of a derived KPI those, or the last days of weeks, with all parts."""
        return self._pairs.paired.days if self._pairs else self._raw.totals.days

    def has_ended(self, day: date) -> bool:
        """Tell whether a week, month or quarter that ends on *day* is over: so is one that ends on a day with data.

        As of a day that has passed one that ends on it is over with or without.
        """
        if day != self.today:
            return day < self.today
        return self.day_is_over or self.today in self.days[-1:]

    @property
    def is_number_in(self) -> bool:
        """Tell whether the one number of the running week, month or quarter is in, of something that adds up.

        A second one could still come, which is not to be expected where none ever did: see `has_its_number`.
        """
        return self.rule == "sum" and self.has_its_number

    @property
    def has_its_number(self) -> bool:
        """Tell whether the running week, month or quarter has the one number that each earlier one had.

        One that comes earlier in its period than any before is a part of it, or will be replaced.
        """
        step = self.step
        if self._ledger is None or step == "day":
            return False
        filled = set(self._raw.filled)
        days = [day for day in self.days if day <= self.today and day not in filled]
        starts = [period_of(step, day, self.calendar).start for day in days]
        running = period_of(step, self.today, self.calendar).start
        gone = [(day - start).days for day, start in zip(days, starts, strict=True)]
        return (
            len(starts) > _FEWEST_WITH_ONE
            and len(set(starts)) == len(starts)
            and starts[-1] == running
            and gone[-1] >= min(gone[:-1])
        )

    @property
    def logged(self) -> tuple[Kpi, ...]:
        """Return the KPIs that are logged for it: itself, or its parts."""
        return tuple(self._pairs.leaves.values()) if self._pairs else (self.kpi,)

    @property
    def negative(self) -> bool:
        """Tell whether a value can be below 0: it may be, or one was."""
        if self.kpi.floor is not None and self.kpi.floor >= 0:
            return False
        return any(figure < 0 for figure in self._raw.totals.figures) if self._ledger else True

    def value(self, first: date, last: date, by: By = "day") -> float | None:
        """Return what the days from *first* to *last* come to by the rule of the kind; None without data.

        Of a part of a period of *by* that is the month or longer, what the weeks come to that end in it: see `stretch`.
        """
        first, last = self.stretch(first, last, by)
        if self._pairs:
            return self._pairs.value(first, last, by)
        rows = self._raw.totals.between(first, last)
        return _OF_ROWS[self.rule](rows) if rows.days else None

    def level_value(self, first: date, last: date, per: By) -> float | None:
        """Return what the days from *first* to *last* come to, of a share of a stock what was lost of it *per* so long.

        Of anything else that is `value`.
        """
        return self._pairs.value(first, last, "day", per) if self._pairs else self.value(first, last)

    @property
    def is_share_of_stock(self) -> bool:
        """Tell whether what adds up is divided by a stock that is there at all times: a share lost, visits a member.

        Such a figure is of a length of time: ten times as many leave in ten weeks as in one.
        """
        return self._pairs is not None and self._pairs.is_share

    def times(self, first: date, last: date, per: By) -> float:
        """Return how often what comes in a day (week, month) counts in the share of a stock *per* so long; else 1.

        It is the number of its days (weeks) from *first* to *last* on which an entry is expected, up to the last with
        data while they run; of more than a month those of a month of it.
        """
        return self._pairs.times(first, last, per) if self._pairs else 1.0

    def logged_value(self, first: date, last: date, by: By = "day") -> float | None:
        """Return `value`, and of a sum of parts also what was logged on days that lack a part."""
        value, rows = self.value(first, last, by), self._partial.between(*self.stretch(first, last, by))
        return fsum((value or 0.0, *rows.figures)) if rows.days else value

    def with_parts_of(self, day: date, since: date) -> float | None:
        """Return what a formula comes to on a *day* that lacks a part, with that as usual on its weekday *since* a day.

        None where no part is there or none is lacking, and of what is not computed from days.
        """
        return self._pairs.with_parts_of(day, since) if self._pairs else None

    def stretch(self, first: date, last: date, by: By) -> tuple[date, date]:
        """Return the days whose entries count from *first* to *last* of a period of *by*; of weeks the whole ones."""
        return days_of_weeks(by, first, last, self.calendar) if self.step == "week" else (first, last)

    def counted_days(self, first: date, last: date) -> tuple[date, date]:
        """Return the days whose entries count in any stretch from *first* to *last*, such as that of a goal.

        Of a KPI that is logged by the week or longer they are those of the weeks (months, quarters) that end in it.
        """
        return days_of_whole(self.step, first, last, self.calendar)

    @property
    def step(self) -> Span:
        """Return what its figures are of: days, weeks, months or quarters; of a derived KPI by its longest rhythm."""
        return self._pairs.paired.step if self._pairs else cadence_by(self.kpi.cadence)

    def values(self, first: date, last: date) -> DayValues:
        """Return one value per day that has one; see `day_values`."""
        if self._pairs:
            days = [when for when in self._pairs.paired.days if first <= when <= last]
            values = [(when, value) for when in days if (value := self._pairs.value(when, when, "day")) is not None]
            return DayValues(tuple(when for when, _ in values), tuple(value for _, value in values))
        rows = self._raw.totals.between(first, last)
        return _stamps(self.kpi, rows, self.calendar) if KINDS[self.kpi.kind].whole else _daily(self.rule, rows)

    def slots_with_data(self, first: date, last: date) -> int:
        """Return how many of the entries that are expected from *first* to *last* are there; of a derived KPI pairs.

        What was entered on a day on which nothing was expected, as in a pause, is none of them.
        """
        ledger = self._pairs.common if self._pairs else self._raw
        return number_within(ledger.expected, first, last) - number_within(ledger.missing, first, last)

    def slots_due(self, first: date, last: date) -> tuple[list[date], frozenset[date]]:
        """Return the last days of the slots that are expected from *first* to *last*, and of those that have data."""
        ledger = self._pairs.common if self._pairs else self._raw
        due = [day for day in ledger.expected if first <= day <= last]
        return due, frozenset(due).difference(ledger.missing)

    def zeros(self, first: date, last: date) -> int:
        """Return how many of the entries expected from *first* to *last* are not there and count as zero."""
        return number_within(self._raw.filled, first, last) if self._ledger else 0

    def one_sided(self, first: date, last: date) -> int:
        """Return on how many days (weeks, months) of a derived KPI only some of its parts have a value."""
        return self._pairs.paired.number_one_sided(first, last) if self._pairs else 0

    def weights(self, first: date, last: date) -> dict[date, float]:
        """Return what each day weighs in the figure of many days: its entries, or what its ratio is divided by."""
        if self._pairs:
            return self._pairs.weights(first, last)
        rows = self._raw.totals.between(first, last)
        return {day: float(count) for day, count in zip(rows.days, rows.counts, strict=True)}

    def figure(self, period: Period) -> _Figure:
        """Return the value of a period with its coverage."""
        days = self.stretch(period.start, period.end, period.by)
        if period.by == "day" and period.days > 1 and self.rule not in ("last", "stamped"):
            days = self.counted_days(period.start, period.end)
        if self._pairs:
            return self._pairs.figure(period, days)
        return _figure(self.kpi, self._raw, self._partial, period, days)

    @property
    def _raw(self) -> Ledger:
        assert self._ledger is not None
        return self._ledger


class _Pairs:
    """A derived KPI over a stretch: its parts on the days that they have in common, and how they are put together."""

    def __init__(self, kpi: Kpi, sources: Mapping[str, Source], span: tuple[date, date], view: View) -> None:
        self._view = view
        self._compute = _computation(kpi, sources, ())
        self._is_rate = divides_by_stock(kpi, sources)
        self.is_share = self._is_rate and is_share_of_stock(kpi, sources)
        self._kpi, self._sources, self._below = kpi, sources, _denominator_key(kpi, sources)
        self.leaves = {leaf.kpi.key: leaf.kpi for leaf in _leaves(kpi, sources, ())}
        self._ledgers = {key: _ledger(sources[key], *span, view) for key in self.leaves}
        totals = {key: ledger.totals for key, ledger in self._ledgers.items()}
        self.paired: Paired = paired(self.leaves, totals, view.today, view.calendar)

    def value(self, first: date, last: date, by: By, per: By | None = None) -> float | None:
        """Return the value from *first* to *last*; None where they have nothing in common or may not be added up.

        The share of a stock is that *per* so long, without that of *by*.
        """
        if self._refused(first, last, by):
            return None
        values: dict[str, float | None] = {}
        times = self.times(first, last, per or by)
        for key, leaf in self.leaves.items():
            rows = self.paired.parts[key].between(first, last)
            rule = KINDS[leaf.kind].rule
            if rows.days and self._is_rate and rule in ("sum", "last"):
                values[key] = fsum(rows.figures) / len(rows.days) * (times if rule == "sum" else 1.0)
            else:
                values[key] = _OF_ROWS[rule](rows) if rows.days else None
        value = self._compute(values)
        return value if value is not None and isfinite(value) else None

    def with_parts_of(self, day: date, since: date) -> float | None:
        """Return `KpiData.with_parts_of`."""
        rows = {key: ledger.totals.between(day, day).figures for key, ledger in self._ledgers.items()}
        if self.paired.step != "day" or not any(rows.values()) or all(rows.values()):
            return None
        values: dict[str, float | None] = {}
        for key, figures in rows.items():
            logged = self._ledgers[key].totals.between(since, day)
            alike = [
                figure
                for when, figure in zip(logged.days, logged.figures, strict=True)
                if when.weekday() == day.weekday()
            ]
            usual = alike or logged.figures
            values[key] = figures[0] if figures else fsum(usual) / len(usual) if usual else None
        return self._compute(values)

    def times(self, first: date, last: date, per: By) -> float:
        """Return how often what comes in a cell counts in a share of a stock, as `KpiData.times`."""
        if not self.is_share or per == "day" or self.paired.step == "quarter":
            return 1.0
        there = [day for day in self.paired.days if first <= day <= last]
        if not there:
            return 1.0
        until = last if last < self._view.today else there[-1]
        due = max(len(there), number_within(self.common.expected, first, until))
        begun = min(next((day for day in self.common.expected if day >= first), there[0]), there[0])
        if self.paired.step != "day":  # a week or month stands on its last day
            begun = period_of(self.paired.step, begun, self._view.calendar).start
        return cells_of_share(due, (until - begun).days + 1, per)

    def weights(self, first: date, last: date) -> dict[date, float]:
        """Return the denominator of each common day of one division of logged KPIs; 1 for each day of anything else."""
        if self._below is None:
            return {day: 1.0 for day in self.paired.days if first <= day <= last}
        rows = self.paired.parts[self._below].between(first, last)
        return dict(zip(rows.days, rows.figures, strict=True))

    def figure(self, period: Period, days: tuple[date, date]) -> _Figure:
        """Return the value of a period, of which *days* count, with the coverage that its parts have in common."""
        start, end = days
        ledgers = self._ledgers.values()
        entries = [
            sum(ledger.totals.between(start, end).counts) - number_within(ledger.filled, start, end)
            for ledger in ledgers
        ]
        parts = self.paired.parts.values()
        takes_off = self._kpi.kind == "formula" and not self._rises
        may_fall = takes_off or any(figure < 0 for rows in parts for figure in rows.between(start, end).figures)
        coverage = self.common.coverage(period.start, period.end)
        coverage = coverage._replace(one_sided=self.paired.number_one_sided(start, end))
        until = next((when for when in reversed(self.paired.days) if start <= when <= end), None)
        value, refused = self.value(start, end, period.by), self._refused(start, end, period.by)
        return _Figure(value, min(entries, default=0), coverage, may_fall, until, refused=refused)

    def _refused(self, first: date, last: date, by: By) -> bool:
        """Tell whether a stamped part has more than one figure from *first* to *last*, or may have in *by*."""
        stamped = [leaf for leaf in self.leaves.values() if KINDS[leaf.kind].whole]
        number = self.paired.number(first, last) if stamped else 0
        return any(
            number > 1 or (number == 1 and BYS.index(by) > BYS.index(cadence_by(leaf.cadence))) for leaf in stamped
        )

    @cached_property
    def _rises(self) -> bool:
        return rises_with_parts(self._kpi, self._sources)

    @cached_property
    def common(self) -> Ledger:
        """Return the cells that all parts are expected in, and those of them that all parts have a value in."""
        pairs = [(leaf, self._ledgers[key]) for key, leaf in self.leaves.items()]
        # Whole cells are left blank or paused only by the parts that are logged once a cell.
        by_cell = [ledger for leaf, ledger in pairs if cadence_by(leaf.cadence) == self.paired.step]
        expected = [self._cells(ledger.expected, leaf) for leaf, ledger in pairs]
        common = set.intersection(*expected) if expected else set[date]()
        rest = set[date]().union(*(ledger.paused for ledger in by_cell)) - common
        filled = set[date]().union(*(ledger.filled for ledger in by_cell))
        zeros = common & filled & set(self.paired.days)
        cadences = {leaf.cadence for leaf in self.leaves.values()}
        return Ledger(
            DayTotals(),
            tuple(sorted(zeros)),
            tuple(sorted(common)),
            tuple(sorted(common.difference(self.paired.days))),
            tuple(sorted(rest)),
            cadences.pop() if len(cadences) == 1 else self.paired.step,
        )

    def _cells(self, ends: Sequence[date], leaf: Kpi) -> set[date]:
        """Return the days that the cells stand on in which slots of *leaf* end."""
        step, today, calendar = self.paired.step, self._view.today, self._view.calendar
        if step == "day":
            return set(ends)
        last = ends if cadence_by(leaf.cadence) == step else {period_of(step, end, calendar).end for end in ends}
        return {end if end < today else today for end in last}


def _figure(kpi: Kpi, ledger: Ledger, partial: DayTotals, period: Period, days: tuple[date, date]) -> _Figure:
    """Return the value of a period, of which *days* count, with its coverage."""
    start, end = days
    rows, there = ledger.totals.between(start, end), partial.between(start, end)
    if there.days and period.by != "day" and KINDS[kpi.kind].rule == "sum":
        # The day of a period that is told is that of the last whole one, where there is any.
        days_told = rows.days or there.days[-1:]
        rows = DayTotals(days_told, (*rows.figures, *there.figures), (*rows.counts, *there.counts))
    has_value = bool(rows.days) and refusal(kpi, period.by) is None
    return _Figure(
        _OF_ROWS[KINDS[kpi.kind].rule](rows) if has_value else None,
        sum(rows.counts) - number_within(ledger.filled, start, end),
        ledger.coverage(period.start, period.end),
        any(figure < 0 for figure in rows.figures),
        rows.days[-1] if rows.days else None,
        refused=bool(rows.days) and not has_value,
    )


def _denominator_key(kpi: Kpi, sources: Mapping[str, Source]) -> str | None:
    """Return the key of what a ratio, or a stock's rate, is divided by, where that is logged and is weighed by."""
    if kpi.kind == "formula" and divides_by_stock(kpi, sources):
        division = _formula(kpi).division()
        return division[2] if division is not None and KINDS[sources[division[2]].kpi.kind].rule == "last" else None
    if kpi.kind != "ratio":
        return None
    below = _components(kpi, sources, ())["denominator"].kpi
    if KINDS[below.kind].rule == "last":
        return below.key if divides_by_stock(kpi, sources) else None
    return below.key if KINDS[below.kind].rule == "sum" else None


def divides_by_stock(kpi: Kpi, sources: Mapping[str, Source]) -> bool:
    """Tell whether *kpi* divides what adds up by a stock, or a stock by what adds up: churn, visits a member.

    Such a figure is one of a day (week, month): that of many is the sum of what adds up over the sum of the stock at
    each of them. Three months of leavers are no share of the members of one month.
    """
    if not KINDS[kpi.kind].derived:
        return False
    parts = _components(kpi, sources, ())
    if any(divides_by_stock(part.kpi, sources) for part in parts.values()):
        return True
    pairs = [({"numerator"}, {"denominator"})] if kpi.kind == "ratio" else _formula(kpi).divisions()
    for pair in pairs:
        above, below = (_rules_of([parts[name].kpi for name in names], sources) for names in pair)
        if ("sum" in above) != ("sum" in below) and "last" in (below if "sum" in above else above):
            return True
    return False


def is_share_of_stock(kpi: Kpi, sources: Mapping[str, Source]) -> bool:
    """Tell whether *kpi* divides what adds up by a stock, and nothing the other way round.

    How long a stock lasts (a balance by the costs of a day) is no such share: it is the same by any stretch.
    """
    if not KINDS[kpi.kind].derived:
        return False
    parts = _components(kpi, sources, ())
    within = [is_share_of_stock(part.kpi, sources) for part in parts.values() if divides_by_stock(part.kpi, sources)]
    pairs = [({"numerator"}, {"denominator"})] if kpi.kind == "ratio" else _formula(kpi).divisions()
    ways = []
    for pair in pairs:
        above, below = (_rules_of([parts[name].kpi for name in names], sources) for names in pair)
        if ("sum" in above) != ("sum" in below) and "last" in (below if "sum" in above else above):
            ways.append("sum" in above)
    return bool(within or ways) and all(within) and all(ways)


def cells_of_share(due: float, days: int, per: By) -> float:
    """Return of how many cells what adds up is taken in the share of a stock *per* so long, of *due* in so many *days*.

    Of a week or a month they are all; of a longer stretch those of a mean month of it: what leaves in three months is
    no share of those there are in one.
    """
    if per in ("day", "week", "month"):
        return due
    months = days / MEAN_DAYS["month"]
    whole = round(months)
    return due / max(1.0, whole if abs(months - whole) < _UNEVEN else months)


_UNEVEN = 0.15
"""By how much of a month on average whole months may be longer or shorter: February and March, a leap year."""


def adds_up(kpi: Kpi, sources: Mapping[str, Source]) -> bool:
    """Tell whether figures of *kpi* may be added up: those of what adds up, and of formulas that go along with it.

    Such a formula is twice as much where all that adds up is, and nothing else is: revenue less costs, not revenue an
    order, less 100, or together with a balance. What is divided by a stock is none, for its figure is that of a day.
    """
    if not KINDS[kpi.kind].derived:
        return KINDS[kpi.kind].rule == "sum"
    if kpi.kind == "ratio" or divides_by_stock(kpi, sources):
        return False
    leaves, compute = computation(kpi, sources)
    if any(KINDS[leaf.kind].whole for leaf in leaves.values()):
        return False
    tried = 0
    for size in _SIZES:
        values: dict[str, float | None] = {key: size * (3 + 7 * place) for place, key in enumerate(sorted(leaves))}
        twice = {key: 2 * (value or 0.0) if _adds(leaves[key]) else value for key, value in values.items()}
        value, double = compute(values), compute(twice)
        if value is None or double is None or not (isfinite(value) and isfinite(double)):
            continue
        if not isclose(double, 2 * value, rel_tol=1e-9, abs_tol=1e-12):
            return False
        tried += bool(value)
    return tried > 0


def rises_with_parts(kpi: Kpi, sources: Mapping[str, Source]) -> bool:
    """Tell whether *kpi* is computed from what adds up alone and is never less where more comes in.

    So are sales and tips; revenue less costs is less where more is spent.
    """
    leaves, compute = computation(kpi, sources)
    if not all(map(_adds, leaves.values())):
        return False
    for size in _SIZES:
        values: dict[str, float | None] = {key: size * (3 + 7 * place) for place, key in enumerate(sorted(leaves))}
        value = compute(values)
        for key in leaves:
            higher = compute({**values, key: 2 * (values[key] or 0.0)})
            if value is None or higher is None or higher < value:
                return False
    return True


_SIZES = (0.01, 1.0, 1000.0)
"""What the figures are that a formula is tried with, so that one with a fixed amount or a limit in it shows it."""


def _adds(kpi: Kpi) -> bool:
    return KINDS[kpi.kind].rule == "sum"


def _rules_of(kpis: Sequence[Kpi], sources: Mapping[str, Source]) -> set[Rule]:
    """Return the rules of the logged KPIs that *kpis* rest on; what can't be added up has none."""
    rules: set[Rule] = set()
    for kpi in kpis:
        leaves = [leaf.kpi for leaf in _leaves(kpi, sources, ())] if KINDS[kpi.kind].derived else [kpi]
        rules |= {KINDS[leaf.kind].rule for leaf in leaves if not KINDS[leaf.kind].whole}
    return rules


def computation(
    kpi: Kpi, sources: Mapping[str, Source]
) -> tuple[dict[str, Kpi], Callable[[Mapping[str, float | None]], float | None]]:
    """Return the logged KPIs that *kpi* rests on, by their keys, and how it follows from their values.

    Of a KPI that is logged that is itself. Errors are those of `aggregate`.
    """
    if not KINDS[kpi.kind].derived:
        return {kpi.key: kpi}, lambda values: values[kpi.key]
    leaves = {leaf.kpi.key: leaf.kpi for leaf in _leaves(kpi, sources, ())}
    return leaves, _computation(kpi, sources, ())


def _computation(
    kpi: Kpi, sources: Mapping[str, Source], path: tuple[str, ...]
) -> Callable[[Mapping[str, float | None]], float | None]:
    """Return how *kpi* follows from the values of the logged KPIs it rests on, by their keys."""
    if not KINDS[kpi.kind].derived:
        return lambda values: values[kpi.key]
    components, way = _components(kpi, sources, path), (*path, kpi.key)
    parts = {name: _computation(part.kpi, sources, way) for name, part in components.items()}
    compute = _ratio(kpi) if kpi.kind == "ratio" else _formula(kpi).evaluate
    return lambda values: compute({name: part(values) for name, part in parts.items()})


def _ledger(source: Source, first: date, last: date, view: View) -> Ledger:
    return ledger_of(source.kpi, source.totals, first, last, view, began=source.began)


def _ratio(kpi: Kpi) -> Callable[[Mapping[str, float | None]], float | None]:
    """Return the division that *kpi* stands for, over values named as `_components` names them."""
    factor = 100.0 if kpi.unit == "%" else 1.0

    def divide(values: Mapping[str, float | None]) -> float | None:
        above, below = values["numerator"], values["denominator"]
        # multiplied first, because 100 * 29 / 100 is 29 and 29 / 100 * 100 is not
        return factor * above / below if above is not None and below else None

    return divide


def _formula(kpi: Kpi) -> Formula:
    from kpitui.core.formula import Formula  # most businesses have none, and its reader is slow to load

    return Formula.parse(kpi.formula or "")


def _components(kpi: Kpi, sources: Mapping[str, Source], path: tuple[str, ...]) -> dict[str, Source]:
    """Return what a derived *kpi* is computed from, by the name its computation knows it under."""
    if kpi.key in path:
        from kpitui.core.formula import in_a_circle

        raise in_a_circle(path, kpi.key)
    if kpi.kind == "formula":
        return {name: _source(sources, name) for name in sorted(_formula(kpi).names)}
    parts = {
        "numerator": _source_by_id(kpi, kpi.numerator, "numerator", sources),
        "denominator": _source_by_id(kpi, kpi.denominator, "denominator", sources),
    }
    for field, part in parts.items():
        if part.kpi.kind == "ratio":
            sentence = mark(
                "'{kpi}' can't be calculated from '{value}', which is a ratio itself. Choose a KPI that is not a ratio"
            )
            raise Refused(sentence, field=field, kpi=kpi.name, value=part.kpi.name)
    return parts


def _leaves(kpi: Kpi, sources: Mapping[str, Source], path: tuple[str, ...]) -> Iterator[Source]:
    """Yield the KPIs with entries of their own that *kpi* rests on; one may come more than once."""
    for part in _components(kpi, sources, path).values():
        if KINDS[part.kpi.kind].derived:
            yield from _leaves(part.kpi, sources, (*path, kpi.key))
        else:
            yield part


def _source(sources: Mapping[str, Source], key: str) -> Source:
    if key not in sources:
        raise NotFound(mark("No KPI called '{value}'"), field="kpi", value=key)
    return sources[key]


def _source_by_id(kpi: Kpi, number: int | None, field: str, sources: Mapping[str, Source]) -> Source:
    for source in sources.values():
        if source.kpi.id == number:
            return source
    sentence = mark("The ratio '{value}' needs two KPIs: one divided by the other")
    raise NotFound(sentence, field=field, value=kpi.name)


def _daily(rule: Rule, rows: DayTotals) -> DayValues:
    """Return the value of each day, what `_OF_ROWS` gives for its row alone, a column at a time."""
    if rule == "mean":
        return DayValues(
            rows.days, tuple(total / count for total, count in zip(rows.figures, rows.counts, strict=True))
        )
    return DayValues(rows.days, rows.figures)


def _stamps(kpi: Kpi, rows: DayTotals, calendar: Calendar) -> DayValues:
    by = cadence_by(kpi.cadence)
    latest = {
        period_of(by, day, calendar).start: (day, last) for day, last in zip(rows.days, rows.figures, strict=True)
    }
    return DayValues(tuple(day for day, _ in latest.values()), tuple(value for _, value in latest.values()))


# The days that a ratio or a formula is computed over: those on which all its parts have a value.
#
# A part that is logged by the week or by the month can only be paired by whole weeks or months, so the longest rhythm
# of the parts is the cell in which they meet.

_LENGTHS: tuple[Span, ...] = ("day", "week", "month", "quarter")


class Paired(Record):
    """The data of several KPIs on the cells that they have in common; a cell stands on its last day, or on today."""

    step: Span
    """How long a cell is: the longest rhythm of the parts."""
    parts: dict[str, DayTotals]
    """By key: the data of each part, one row for each day of `days`."""
    days: tuple[date, ...]
    """The cells with a value of every part, ascending."""
    one_sided: tuple[date, ...]
    """The cells with a value of some parts and not of all, ascending."""

    def number(self, first: date, last: date) -> int:
        """Return how many common cells stand on the days from *first* to *last* inclusive: the n of a ratio."""
        return bisect_right(self.days, last) - bisect_left(self.days, first)

    def number_one_sided(self, first: date, last: date) -> int:
        """Return how many cells from *first* to *last* inclusive had a value of some parts only."""
        return bisect_right(self.one_sided, last) - bisect_left(self.one_sided, first)


def pairing_step(kpis: Mapping[str, Kpi]) -> Span:
    """Return the length of the cells in which *kpis* can be paired: the longest of their rhythms."""
    return max((cadence_by(kpi.cadence) for kpi in kpis.values()), key=_LENGTHS.index, default="day")


def paired(kpis: Mapping[str, Kpi], totals: Mapping[str, DayTotals], today: date, calendar: Calendar) -> Paired:
    """Return the data of *kpis*, by key and none of them derived, on the cells that all of them have a value in.

    *totals* holds their data by the same keys, with a zero where a blank means one. A cell that is not over on
    *today* stands on today.
    """
    step = pairing_step(kpis)
    cells = {key: by_cell(kpi, totals[key], step, today, calendar) for key, kpi in kpis.items()}
    sets = [set(rows.days) for rows in cells.values()]
    common = set.intersection(*sets) if sets else set()
    every = set.union(*sets) if sets else set()
    parts = {key: rows if len(rows.days) == len(common) else _only(rows, common) for key, rows in cells.items()}
    return Paired(step, parts, tuple(sorted(common)), tuple(sorted(every - common)))


def _only(rows: DayTotals, days: set[date]) -> DayTotals:
    common = [row for row in zip(*rows, strict=True) if row[0] in days]
    return DayTotals(*zip(*common, strict=True)) if common else DayTotals()


_JOINED: dict[Rule, Callable[[float, float], float]] = {
    "sum": lambda before, figure: before + figure,
    "mean": lambda before, figure: before + figure,
    "min": min,
    "max": max,
}
"""What the figures of two days come to together; of any other rule the later one counts."""


def by_cell(kpi: Kpi, rows: DayTotals, step: Span, today: date, calendar: Calendar) -> DayTotals:
    """Return *rows* of a KPI as one row a cell: the sum where the kind adds up or takes the mean, else what counts.

    A cell of *step* stands on its last day, one that is not over on *today*; days stay as they are.
    """
    if step == "day":
        return rows
    joined = _JOINED.get(KINDS[kpi.kind].rule)
    figures: dict[date, float] = {}
    counts: dict[date, int] = {}
    end = day = date.min
    for row_day, figure, count in zip(*rows, strict=True):
        if row_day > end or not counts:
            end = period_of(step, row_day, calendar).end
            day = end if end < today or row_day > today else today
        figures[day] = joined(figures[day], figure) if joined and day in figures else figure
        counts[day] = counts.get(day, 0) + count
    return DayTotals(tuple(figures), tuple(figures.values()), tuple(counts.values()))
