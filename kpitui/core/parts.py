"""A KPI that is split into parts that add up to it: visitors by source, revenue by product, a balance by account.

The whole is computed from its parts, or it is logged and what the parts leave of it is the rest; which of the two is
`Kpi.split`. Both are worked out day by day (or by the week or month of the KPI) over the days on which every part that
was expected has a value, so that a forgotten part never looks like a fall.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from kpitui.core.aggregation import by_cell
from kpitui.core.cadence import cadence_by, pauses_of, slots
from kpitui.core.calendar import Period, days_of_weeks, period_of
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.series import Coverage, DayTotals, View, ledger_of, number_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.aggregation import Source
    from kpitui.core.cadence import Span

ADDS_UP = ("flow", "level")
"""The kinds whose figures can be those of parts that add up: a mean, a ratio or a fixed figure is none."""


class PartShare(Record):
    """What one part comes to in a period."""

    kpi: Kpi | None
    """None for the rest: what the parts leave of a whole that is logged, or was before one of them began."""
    value: float | None
    """None where the period has no day with the whole and all its parts, or none on which this part has a number."""
    share: float | None
    """Of the whole on the same days, 0 to 1; None where the whole is 0 or a part is below zero."""


class SplitPeriod(Record):
    """A whole and its parts in one period, all of the same days."""

    period: Period
    whole: float | None
    """What the whole comes to on the days that count; None where there is none."""
    parts: tuple[PartShare, ...]
    """In the order of the parts, the rest last where the whole is logged, or was before one of them began."""
    coverage: Coverage
    """On how many of the expected days the whole and every expected part has a value; the others do not count."""
    partial: bool
    """Whether the period is not over yet."""

    @property
    def excess(self) -> float:
        """Return by how much the parts come to more than the whole that was logged; 0 where they do not."""
        rest = next((part.value for part in self.parts if part.kpi is None), None)
        return -rest if rest is not None and rest < 0 else 0.0


class _Common(Record):
    """A whole and its parts on the days, or the ends of weeks or months, that count."""

    whole: dict[date, float]
    parts: tuple[dict[date, float], ...]
    """The figures of each part by day; one that was not expected on a day of `days` is left out there."""
    days: tuple[date, ...]
    expected: tuple[date, ...]
    """The days on which the whole or any part was expected, and those that count; ascending."""
    one_sided: tuple[date, ...]
    """Expected days on which some of them have a value, and not all."""


def refuse_part(whole: Kpi, part: Kpi) -> None:
    """Raise Refused when *part* cannot be a part of *whole*: their figures would not add up."""
    problems = (
        (
            part.kind not in ADDS_UP,
            mark('{part} can\'t be a part: only KPIs of the kind "sum" or "latest" can be added up'),
        ),
        (part.kind != whole.kind, mark("{part} and {whole} are not of the same kind, so they can't be added up")),
        (
            part.unit.casefold() != whole.unit.casefold() and not (part.unit and whole.unit),
            mark("only one of {part} and {whole} has a unit, so they can't be added up"),
        ),
        (
            part.unit.casefold() != whole.unit.casefold(),
            mark("{part} is in {unit}, {whole} in {other}: they can't be added up"),
        ),
        (
            cadence_by(part.cadence) != cadence_by(whole.cadence),
            mark("you don't log {part} and {whole} equally often, so they can't be added up"),
        ),
    )
    for wrong, message in problems:
        if wrong:
            raise Refused(
                message,
                field="parts",
                part=part.name,
                whole=whole.name,
                unit=part.unit,
                other=whole.unit,
            )


def refuse_whole(whole: Kpi) -> None:
    """Raise Refused when *whole* cannot have parts."""
    if whole.kind not in ADDS_UP:
        raise Refused(
            mark('{whole} can\'t be split: only a KPI of the kind "sum" or "latest" can have parts'),
            field="kpi",
            whole=whole.name,
        )


def parts_of(whole: Kpi, every: Sequence[Kpi]) -> list[Kpi]:
    """Return the parts of *whole* among *every* KPI, in their order there; those that are archived last."""
    parts = [kpi for kpi in every if kpi.part_of == whole.id and kpi.id != whole.id]
    return sorted(parts, key=lambda kpi: kpi.archived)


def is_within(kpi: Kpi, whole: Kpi, every: Sequence[Kpi]) -> bool:
    """Tell whether *kpi* is *whole* itself, or a part of it, or a part of one of its parts."""
    by_id = {other.id: other for other in every}
    seen: set[int] = set()
    current: Kpi | None = kpi
    while current is not None and current.id not in seen:
        if current.id == whole.id:
            return True
        seen.add(current.id)
        current = by_id.get(current.part_of or 0)
    return False


def _summed(whole: Source, parts: Sequence[Source], first: date, last: date, view: View) -> Source:
    """Return a *whole* with the sums of the *parts* it is computed from, and what was logged on it where they lack.

    Days are those from *first* to *last* inclusive. A day on which an expected part has no value, today among them, is
    one without the whole, unless the whole was logged itself on that day, as before it was split. What was logged on
    it counts as well on a day before a part began: a part that is new would else cut what was there. An entry of a day
    is counted as many times as its parts have entries.
    """
    step = cadence_by(whole.kpi.cadence)
    ledger = ledger_of(whole.kpi, whole.totals, first, last, view, began=whole.began)
    own = by_cell(whole.kpi, ledger.totals, step, view.today, view.calendar)
    rows, complete = _cells(whole.kpi, parts, first, last, view)
    begin = min((day for cells in rows for day in cells.days), default=date.max)
    zeros = set(ledger.filled)
    totals = {day: (figure, count) for day, figure, count in zip(*own, strict=True) if day < begin or day not in zeros}
    all_begun = _all_begun(parts)
    by_day = [dict(zip(cells.days, zip(cells.figures, cells.counts, strict=True), strict=True)) for cells in rows]
    sums = {day for day in complete if day >= all_begun or day not in totals}
    logged = tuple(sorted(totals.keys() - sums))
    for day in sums:
        there = [cells[day] for cells in by_day if day in cells]
        totals[day] = sum(figure for figure, _count in there), sum(count for _figure, count in there)
    partial: dict[date, tuple[float, int]] = {}
    for cells in (*rows, *(part.partial for part in parts)):
        for day, figure, count in zip(*cells, strict=True):
            if day not in totals:
                before = partial.get(day, (0.0, 0))
                partial[day] = before[0] + figure, before[1] + count
    return whole._replace(totals=_rows_of(totals), partial=_rows_of(partial), own=logged)


def _all_begun(parts: Sequence[Source]) -> date:
    """Return the first day on which every part has begun, by its first number or by being added."""
    begun = [part for part in parts if not part.kpi.archived or part.totals.days or part.began is not None]
    return max(map(_begin, begun), default=date.min)


def _rows_of(totals: Mapping[date, tuple[float, int]]) -> DayTotals:
    days = sorted(totals)
    return DayTotals(tuple(days), tuple(totals[day][0] for day in days), tuple(totals[day][1] for day in days))


def with_sums(
    sources: Mapping[str, Source], every: Sequence[Kpi], begins: Mapping[str, date], last: date, view: View
) -> dict[str, Source]:
    """Return *sources* with the totals of each whole that is computed, parts of parts first.

    *begins* is by key the first day that data was read of. A KPI that would be a part of itself keeps its own entries.
    """
    done: dict[str, Source] = {}

    def resolve(key: str, path: tuple[str, ...]) -> Source:
        if key not in done:
            source = sources[key]
            if source.kpi.split == "computed":
                below = [part for part in parts_of(source.kpi, every) if part.key in sources and part.key not in path]
                parts = [resolve(part.key, (*path, key)) for part in below]
                if parts:
                    source = _summed(source, parts, begins[key], last, view)
                    source = source._replace(kpi=source.kpi._replace(blank="unknown"))
            done[key] = source
        return done[key]

    return {key: resolve(key, ()) for key in sources}


def split_periods(whole: Source, parts: Sequence[Source], periods: Sequence[Period], view: View) -> list[SplitPeriod]:
    """Return what *whole* and each of *parts* come to in *periods*, over the days that have all of them.

    The totals of a whole that is computed are those of `with_sums`. Of a level the last of these days counts.
    """
    if not periods:
        return []
    first, last = min(period.start for period in periods), max(period.end for period in periods)
    common = _common(whole, parts, first, last, view)
    with_rest = whole.kpi.split == "logged" or not set(common.days).isdisjoint(whole.own)
    return [_split_period(whole.kpi, parts, period, common, view, with_rest=with_rest) for period in periods]


def _split_period(
    whole: Kpi, parts: Sequence[Source], period: Period, common: _Common, view: View, *, with_rest: bool
) -> SplitPeriod:
    first, last = period.start, period.end
    if cadence_by(whole.cadence) == "week":
        first, last = days_of_weeks(period.by, first, last, view.calendar)
    begin, end = bisect_left(common.days, first), bisect_right(common.days, last)
    days = common.days[begin:end]
    if KINDS[whole.kind].rule == "last":
        days = days[-1:]
    there = [[cells[day] for day in days if day in cells] for cells in common.parts]
    values = [sum(figures) if figures else None for figures in there]
    total = sum(common.whole[day] for day in days) if days else None
    named: list[tuple[Kpi | None, float | None]] = [
        (part.kpi, value) for part, value in zip(parts, values, strict=True)
    ]
    if with_rest:
        parts_total = sum(value for value in values if value is not None)
        named.append((None, None if total is None else rest_of(total, parts_total)))
    divisible = bool(total) and all(value is None or value >= 0 for _kpi, value in named)
    shares = tuple(
        PartShare(kpi, value, value / total if divisible and total and value is not None else None)
        for kpi, value in named
    )
    expected = number_within(common.expected, period.start, period.end)
    coverage = Coverage(
        expected, end - begin, 0, number_within(common.one_sided, period.start, period.end), 0, whole.cadence
    )
    return SplitPeriod(period, total, shares, coverage, partial=view.today <= period.end)


def rest_of(whole: float, parts: float) -> float:
    """Return what the sum of the *parts* leaves of a *whole*; 0 where that is only what their digits do not hold."""
    rest = whole - parts
    return 0.0 if abs(rest) <= 1e-9 * max(abs(whole), abs(parts)) else rest


def _common(whole: Source, parts: Sequence[Source], first: date, last: date, view: View) -> _Common:
    rows, complete = _cells(whole.kpi, parts, first, last, view)
    ledger = ledger_of(whole.kpi, whole.totals, first, last, view, began=whole.began)
    step = cadence_by(whole.kpi.cadence)
    own = by_cell(whole.kpi, ledger.totals, step, view.today, view.calendar)
    figures = dict(zip(own.days, own.figures, strict=True))
    parts_there = {day for cells in rows for day in cells.days}
    days = sorted(complete & figures.keys())
    expected = sorted({*(_cell(end, step, view) for end in ledger.expected), *parts_there, *days})
    inside = [day for day in expected if first <= day <= last]
    shown = [day for day in days if first <= day <= last]
    lacking = set(inside).difference(shown)
    one_sided = sorted(day for day in lacking if day in parts_there or day in figures)
    return _Common(
        figures,
        tuple(dict(zip(cells.days, cells.figures, strict=True)) for cells in rows),
        tuple(shown),
        tuple(inside),
        tuple(one_sided),
    )


def _cells(
    whole: Kpi, parts: Sequence[Source], first: date, last: date, view: View
) -> tuple[list[DayTotals], set[date]]:
    """Return the rows of each part, a blank that means zero among them, and the days on which none of them lacks one.

    Each is expected from its first number on, or from the day on which it was added where that was earlier.
    """
    step = cadence_by(whole.cadence)
    rows: list[DayTotals] = []
    lacking: set[date] = set()
    for part in parts:
        ledger = ledger_of(part.kpi, part.totals, first, last, view, began=_begin(part))
        cells = by_cell(part.kpi, ledger.totals, step, view.today, view.calendar)
        rows.append(cells)
        missing = {_cell(end, step, view) for end in ledger.missing} | _running(part, step, view)
        if part.kpi.archived:
            until = cells.days[-1] if cells.days else date.min
            missing = {day for day in missing if day < until}
        lacking |= missing.difference(cells.days)
    return rows, {day for cells in rows for day in cells.days} - lacking


def _begin(part: Source) -> date:
    """Return the first day on which a part is expected."""
    return min((part.kpi.created, *part.totals.days[:1], *([part.began] if part.began else [])))


def _running(part: Source, step: Span, view: View) -> set[date]:
    """Return the running day, week or month where *part* is expected in it: it does not count before all are in."""
    if _begin(part) > view.today:
        return set()
    if step == "day":
        due = slots(part.kpi.cadence, view.today, view.today, view.calendar, pauses_of(part.kpi, view.pauses))
        return {view.today} if due else set()
    return {view.today}


def _cell(end: date, step: Span, view: View) -> date:
    """Return the day on which the cell stands that *end*, the last day of a slot, lies in."""
    if step == "day":
        return end
    return min(period_of(step, end, view.calendar).end, view.today)
