"""What the KPIs of a tree come to over stretches of days: their figures, and the tree as a function of them.

Only the days (weeks, months) count on which all KPIs of the tree have a value. What a change between two stretches is
made of is `change_parts`' work, what another figure would take `levers`'.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from math import fsum, isclose

from kpitui.core.aggregation import (
    Source,
    by_cell,
    cells_of_share,
    computation,
    divides_by_stock,
    is_share_of_stock,
    pairing_step,
)
from kpitui.core.cadence import Span, cadence_by, pauses_of, slots
from kpitui.core.calendar import By, Period, period_of, periods_between, shifted
from kpitui.core.decomposition import Term, contributions, leaf, mix_and_rate, term
from kpitui.core.kinds import KINDS
from kpitui.core.metric_tree import Branch, Fraction, branches, is_untold
from kpitui.core.model import Kpi
from kpitui.core.parts import parts_of, rest_of
from kpitui.core.record import Record
from kpitui.core.series import Ledger, View, ledger_of, number_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.formula import Formula


LEAST_THERE = 0.6
"""How much of the days of a week or month has to be there for the others to count as their mean."""


class StretchSums(Record):
    """What the KPIs that are logged come to in a stretch, and what it rests on."""

    values: Mapping[str, float | None]
    covered: int
    expected: int


class _Divisor(Record):
    """What a formula divides by."""

    formula: Formula
    key: str
    """The KPI that it is; empty for anything else."""


class TreeEvaluator:
    """What a tree and its branches come to by the values of the KPIs that are logged, and what each part adds."""

    def __init__(self, tree: Branch, sources: Mapping[str, Source]) -> None:
        self.tree = tree
        self.leaves: dict[str, Kpi] = {}
        """The KPIs that are logged for it, by their keys."""
        self._formulas: dict[str, tuple[Formula, list[_Divisor]]] = {}
        self._straight_names: dict[str, frozenset[str]] = {}
        self._computes: dict[str, Callable[[Mapping[str, float | None]], float | None]] = {}
        self.is_rate = tree.kpi is not None and divides_by_stock(tree.kpi, sources)
        """Whether it is a figure of a day (week, month), so that all its parts are told by what one of those is."""
        self.is_share = self.is_rate and tree.kpi is not None and is_share_of_stock(tree.kpi, sources)
        """Whether it is what comes of a stock in a length of time, so that of a week or a month it is more."""
        self.untold: frozenset[str] = frozenset()
        """Parts that were not there all the time: what they bring is in the rest of their sum."""
        for _depth, branch in branches(tree):
            for kpi in _kpis_of(branch):
                leaves, self._computes[kpi.key] = computation(kpi, sources)
                self.leaves |= leaves
        self.shares = frozenset(
            branch.kpi.key
            for _depth, branch in branches(tree)
            if branch.kpi is not None and is_share_of_stock(branch.kpi, sources)
        )
        """The KPIs of its branches that are what comes of a stock in a length of time: visits per member."""
        self._averaged = self._stocks_of_shares(sources)

    def _stocks_of_shares(self, sources: Mapping[str, Source]) -> frozenset[str]:
        """Return the stocks that what adds up is divided by in a branch, which are their mean there as everywhere.

        None that the KPI itself is made of: that is what it is on the last day.
        """
        stocks: set[str] = set()
        for _depth, branch in branches(self.tree):
            if branch.kpi is not None and branch.kpi.key in self.shares:
                stocks |= computation(branch.kpi, sources)[0].keys()
        own = computation(self.tree.kpi, sources)[0] if self.tree.kpi is not None else {}
        return frozenset(key for key in stocks - own.keys() if KINDS[self.leaves[key].kind].rule == "last")

    def is_averaged(self, kpi: Kpi) -> bool:
        """Tell whether a logged stock is told by its mean over a stretch: in a rate, or as what a share is of."""
        return KINDS[kpi.kind].rule == "last" and (self.is_rate or kpi.key in self._averaged)

    def adds_up(self, old: StretchSums, new: StretchSums) -> bool:
        """Tell whether twice as much of everything that adds up makes the KPI twice as much."""
        for side in (old, new):
            value, double = self.value(self.tree, side.values), self.value(self.tree, self.scaled(side.values, 2.0))
            if value is None or double is None or not isclose(double, 2 * value, rel_tol=1e-9, abs_tol=1e-12):
                return False
        return True

    def scaled(self, values: Mapping[str, float | None], factor: float) -> dict[str, float | None]:
        """Return the values of logged KPIs, those that add up multiplied by *factor*; of a rate they stay."""
        if self.is_rate:
            return dict(values)
        return {
            key: value * factor if value is not None and KINDS[self.leaves[key].kind].rule == "sum" else value
            for key, value in values.items()
        }

    def amounts(
        self, old: Mapping[str, float | None], new: Mapping[str, float | None], calendar: tuple[float, float] | None
    ) -> list[float]:
        """Return the contribution of every branch, the calendar behind the KPI itself where it is one."""
        if self.tree.way == "mix":
            return self._mixed(old, new)
        if calendar is None:
            return contributions(self.term(self.tree, old, new))
        rates = self.scaled(old, 1 / calendar[0]), self.scaled(new, 1 / calendar[1])
        inner = self.term(self.tree, *rates)
        total, days, _inside, *rest = contributions(term("product", [leaf(*calendar), inner]))
        return [total, days, *rest]

    def _mixed(self, old: Mapping[str, float | None], new: Mapping[str, float | None]) -> list[float]:
        fraction = self.tree.fraction
        assert fraction is not None
        sides = [self._groups(values) for values in (old, new)]
        if any(numerator and not denominator for side in sides for numerator, denominator in side):
            raise ArithmeticError("a group without a denominator")
        effects = mix_and_rate(*sides)
        rates = [fraction.factor * effect.rate for effect in effects]
        mixes = [fraction.factor * effect.mix for effect in effects]
        before, after = self.value(self.tree, old), self.value(self.tree, new)
        if before is None or after is None:
            raise ArithmeticError("nothing to divide by")
        return [after - before, fsum(rates), *rates, fsum(mixes), *mixes]

    def _groups(self, values: Mapping[str, float | None]) -> list[tuple[float, float]]:
        """Return numerator and denominator of each group; those of the rest are what the others leave."""
        fraction = self.tree.fraction
        assert fraction is not None
        named = [
            (self._figure(above, values), self._figure(below, values))
            for above, below in self.tree.pairs
            if above and below
        ]
        if any(above is None for above, _below in self.tree.pairs):
            above, below = self._figure(fraction.numerator, values), self._figure(fraction.denominator, values)
            rest = above - fsum(pair[0] for pair in named), below - fsum(pair[1] for pair in named)
            if abs(rest[1]) <= 1e-9 * abs(below):
                rest = (0.0 if abs(rest[0]) <= 1e-9 * abs(above) else rest[0]), 0.0
            named.append(rest)
        return named

    def _figure(self, kpi: Kpi, values: Mapping[str, float | None]) -> float:
        value = self._computes[kpi.key](values)
        if value is None:
            raise ArithmeticError("no value")
        return value

    def value(self, branch: Branch, values: Mapping[str, float | None]) -> float | None:
        """Return what a branch comes to by the values of the logged KPIs; None for no KPI and for no value."""
        return self._computes[branch.kpi.key](values) if branch.kpi is not None else None

    def term(self, branch: Branch, old: Mapping[str, float | None], new: Mapping[str, float | None]) -> Term:
        """Return a branch as a term; raise ArithmeticError where its parts do not come to what it is."""
        before, after = self.value(branch, old), self.value(branch, new)
        if not branch.parts:
            if before is None and after is None:
                return leaf(0.0, 0.0)
            return leaf(_first(before, after), _first(after, before))
        if before is None or after is None:
            raise ArithmeticError("no value")
        listed = [
            leaf(0.0, 0.0) if is_untold(branch, part, self.untold) else self.term(part, old, new)
            for part in branch.parts
            if part.kind != "rest"
        ]
        made = self._joined(branch, listed, before, after)
        for own, value in ((made.before, before), (made.after, after)):
            size = max(abs(value), *(max(abs(part.before), abs(part.after)) for part in made.parts))
            if abs(own - value) > 1e-9 * (size if branch.way != "product" else abs(value)):
                raise ArithmeticError("the parts do not come to the whole")
        return made

    def _joined(self, branch: Branch, parts: list[Term], before: float, after: float) -> Term:
        if branch.way == "sum":
            if any(part.kind == "rest" for part in branch.parts):
                parts = [*parts, leaf(*_rest(parts, before, after))]
            return term("sum", parts)
        if branch.way == "product":
            assert branch.fraction is not None
            below, ratio = parts
            factor = branch.fraction.factor
            return term("product", [below, leaf(ratio.before / factor, ratio.after / factor)])
        if branch.way == "ratio":
            assert branch.fraction is not None
            return term("function", parts, _division(branch.fraction), frozenset({0}))
        return term("function", parts, self._formula(branch, parts), self._straight(branch))

    def _straight(self, branch: Branch) -> frozenset[int]:
        assert branch.kpi is not None
        text = branch.kpi.formula or ""
        if text not in self._straight_names:
            self._straight_names[text] = self._parsed(text)[0].straight_names()
        names = self._straight_names[text]
        return frozenset(
            place for place, part in enumerate(branch.parts) if part.kpi is not None and part.kpi.key in names
        )

    def _formula(self, branch: Branch, parts: Sequence[Term]) -> Callable[[Sequence[float]], float | None]:
        """Return the formula of a branch by the values of its parts; a divisor may not change its sign in between."""
        assert branch.kpi is not None
        formula, divisors = self._parsed(branch.kpi.formula or "")
        keys = [part.kpi.key for part in branch.parts if part.kpi is not None]
        # Most formulas divide by a KPI, whose sign is seen without working anything out.
        plain = [keys.index(divisor.key) if divisor.key in keys else None for divisor in divisors]

        def signs(values: Sequence[float]) -> list[bool]:
            named = dict(zip(keys, values, strict=True)) if None in plain else {}
            return [
                (values[place] if place is not None else divisor.formula.evaluate(named) or 0.0) > 0
                for place, divisor in zip(plain, divisors, strict=True)
            ]

        usual = signs([part.before for part in parts]) if divisors else []

        results: dict[tuple[float, ...], float | None] = {}

        def evaluate(values: Sequence[float]) -> float | None:
            mixture = tuple(values)
            if mixture not in results:  # each part asks for the same mixtures of the others
                sound = not divisors or signs(values) == usual
                results[mixture] = formula.evaluate(dict(zip(keys, values, strict=True))) if sound else None
            return results[mixture]

        return evaluate

    def _parsed(self, text: str) -> tuple[Formula, list[_Divisor]]:
        """Return a formula and what it divides by, read once."""
        from kpitui.core.formula import Formula

        if text not in self._formulas:
            formula = Formula.parse(text)
            divisors = [
                _Divisor(divisor, divisor.aliases.get(getattr(divisor.body, "id", ""), ""))
                for divisor in formula.divisors()
            ]
            self._formulas[text] = formula, divisors
        return self._formulas[text]

    def own(
        self, branch: Branch, old: Mapping[str, float | None], new: Mapping[str, float | None]
    ) -> tuple[float | None, float | None]:
        """Return what a branch itself was before and after; of a group its ratio or its share."""
        if branch.kind in ("rate", "mix"):
            return self._own_of_group(branch, old), self._own_of_group(branch, new)
        if branch.kind == "rest":
            owner = next(node for _depth, node in branches(self.tree) if branch in node.parts)
            return self._rest_of(owner, old), self._rest_of(owner, new)
        return self.value(branch, old), self.value(branch, new)

    def owns(self, root: Term) -> list[tuple[float, float]]:
        """Return what every branch was before and is after by a term of the tree, each before its parts."""

        def walk(branch: Branch, node: Term, factor: float) -> Iterator[tuple[float, float]]:
            yield node.before * factor, node.after * factor
            own = branch.fraction.factor if branch.way == "product" and branch.fraction is not None else 1.0
            for place, (part, below) in enumerate(zip(branch.parts, node.parts, strict=True)):
                yield from walk(part, below, own if place == 1 else 1.0)

        return list(walk(self.tree, root, 1.0))

    def _own_of_group(self, branch: Branch, values: Mapping[str, float | None]) -> float | None:
        fraction = self.tree.fraction
        if branch.parts or fraction is None:
            return None
        group = [part for _above, part in self.tree.pairs].index(branch.kpi)
        pairs = self._groups(values)
        numerator, denominator = pairs[group]
        if branch.kind == "rate":
            return fraction.factor * numerator / denominator if denominator else None
        return 100 * denominator / fsum(pair[1] for pair in pairs)

    def _rest_of(self, owner: Branch, values: Mapping[str, float | None]) -> float | None:
        whole = self.value(owner, values)
        parts = [part for part in owner.parts if part.kind != "rest" and not is_untold(owner, part, self.untold)]
        part_values = [self.value(part, values) for part in parts]
        if whole is None or any(value is None for value in part_values):
            return None
        return rest_of(whole, fsum(value for value in part_values if value is not None))


class TreeReading:
    """The data of a tree from one day to another, by the cells that its KPIs are logged by: days, weeks or longer.

    Where one is logged by the day and another by the month, a day that is missing counts as the mean of the others of
    its month, where most of them are there. Else that month has no value, nor has the running one: no low one is made.
    """

    def __init__(
        self,
        tree: Branch,
        sources: Mapping[str, Source],
        every: Sequence[Kpi],
        first: date,
        last: date,
        view: View,
        evaluator: TreeEvaluator | None = None,
    ) -> None:
        self.tree, self.view, self._sources = tree, view, sources
        self.days: dict[date, tuple[int, int]] = {}
        """Of each week (month) of what is logged by the day how many of its days are there, and how many were due."""
        self.absent: dict[str, set[date]] = {}
        """Of a part the cells before it began and after it was archived, on which the others of its whole count."""
        self.evaluator = evaluator or TreeEvaluator(tree, sources)
        self.step: Span = pairing_step(self.evaluator.leaves)
        self._read(first, last, every)

    def _read(self, first: date, last: date, every: Sequence[Kpi]) -> None:
        """Read the logged KPIs by cell: their figures, and on which cells all are expected and all are there."""
        rows: dict[str, dict[date, tuple[float, int]]] = {}
        expected: list[set[date]] = []
        paused: set[date] = set()
        by_day: dict[str, tuple[set[date], Ledger]] = {}
        forgotten: set[date] = set()
        running: set[str] = set()
        view = self.view
        siblings = {kpi.id: parts_of(kpi, every) for kpi in every if kpi.split}
        for key, kpi in self.evaluator.leaves.items():
            source = self._sources[key]
            ledger = ledger_of(kpi, source.totals, first, last, view, began=source.began)
            cells = by_cell(kpi, ledger.totals, self.step, view.today, view.calendar)
            figures = dict(zip(cells.days, zip(cells.figures, cells.counts, strict=True), strict=True))
            # A day before it was logged at all lacks it as well: else a KPI that is new would look like a short period.
            due = slots(kpi.cadence, first, last, view.calendar, pauses_of(kpi, view.pauses))
            ends = {self._cell_of(end) for _start, end in due if end < view.today}
            if pauses_of(kpi, view.pauses):
                every_slot = slots(kpi.cadence, first, last, view.calendar)
                paused |= {self._cell_of(end) for _start, end in every_slot if end < view.today} - ends
            opened = self._is_opened(kpi.part_of)
            if KINDS[kpi.kind].rule == "sum" and cadence_by(kpi.cadence) != self.step:
                if self._is_running(kpi, ledger):
                    running.add(key)
                    ends.discard(view.today)
                lacking = self._lacking(kpi, ledger, [end for _start, end in due], opened=opened)
                if cadence_by(kpi.cadence) == "day":
                    by_day[key] = lacking, ledger
                    forgotten |= lacking
                else:
                    for day in lacking:
                        figures.pop(self._cell_of(day), None)
            if opened:
                self._fill(kpi, siblings[kpi.part_of or 0], figures, first, last)
            rows[key] = figures
            expected.append(ends | figures.keys())
        for key, (_lacking, ledger) in by_day.items():
            self._fill_in(rows[key], ledger, forgotten)
        for key in running:
            rows[key].pop(view.today, None)
        self._rows = rows
        self.paused = paused
        """Cells on which one of the KPIs would be expected if it were not paused."""
        self.expected = set.intersection(*expected) if expected else set()
        self.covered = set.intersection(*(set(figures) for figures in rows.values())) if rows else set()

    def _is_running(self, kpi: Kpi, ledger: Ledger) -> bool:
        """Tell whether a KPI has days (weeks) to come in the running cell: it is not all of it yet."""
        today = self.view.today
        end = period_of(self.step, today, self.view.calendar).end
        coming = slots(kpi.cadence, today, end, self.view.calendar, pauses_of(kpi, self.view.pauses))
        return any(not number_within(ledger.totals.days, *slot) for slot in coming)

    def _lacking(self, kpi: Kpi, ledger: Ledger, due: Sequence[date], *, opened: bool) -> set[date]:
        """Return the slots, by their last day, of which a KPI lacks what was *due*.

        Of a part that stands beside the others of its whole, what lies before it began and after it ended is zero.
        """
        began = ledger.expected[0] if ledger.expected else date.max
        lacking = {*ledger.missing, *(end for end in due if end < min(began, self.view.today))}
        days = ledger.totals.days
        if opened and days:
            last = days[-1] if kpi.archived else date.max
            lacking = {end for end in lacking if days[0] <= end <= last}
        return lacking

    def _fill_in(self, figures: dict[date, tuple[float, int]], ledger: Ledger, forgotten: set[date]) -> None:
        """Let days that a KPI of this tree lacks be, for each of them, the mean of the others of their cell.

        So a forgotten day is no fall, and what is divided by each other is of the same days. A cell of which less than
        `LEAST_THERE` is there has no value.
        """
        due: dict[date, list[date]] = {}
        for day in sorted({*ledger.expected, *forgotten}):
            due.setdefault(self._cell_of(day), []).append(day)
        sums: dict[date, tuple[float, int]] = {}
        for day, figure, count in zip(*ledger.totals, strict=True):
            if day not in forgotten:
                total, number = sums.get(cell := self._cell_of(day), (0.0, 0))
                sums[cell] = total + figure, number + count
        for cell, days in due.items():
            there = [day for day in days if day not in forgotten]
            self.days[cell] = len(there), len(days)
            if len(there) < LEAST_THERE * len(days) or cell not in sums:
                figures.pop(cell, None)
            elif len(there) < len(days):
                total, number = sums[cell]
                figures[cell] = total * len(days) / len(there), number

    def _is_opened(self, whole: int | None) -> bool:
        """Tell whether the parts of a KPI stand in the tree, so that one that is not there yet counts as zero."""
        return whole is not None and any(
            branch.way == "sum" and branch.kpi is not None and branch.kpi.id == whole
            for _depth, branch in branches(self.tree)
        )

    def _fill(
        self, kpi: Kpi, family: Sequence[Kpi], figures: dict[date, tuple[float, int]], first: date, last: date
    ) -> None:
        """Put zeros before the first number of a part and after it was archived, where others of its whole have some.

        It may have been added long before: a source that is to come lacks no days.
        """
        days = {part.key: self._sources[part.key].totals.days for part in family if part.key in self._sources}
        began = self._sources[kpi.key].began or min(days.get(kpi.key, ()), default=None)
        begin = self._cell_of(began) if began else date.max
        end = max(figures, default=date.min) if kpi.archived else date.max
        for cell in {self._cell_of(day) for rows in days.values() for day in rows if first <= day <= last}:
            if (cell < begin or cell > end) and cell not in figures:
                figures[cell] = 0.0, 1
                if kpi.blank != "zero":
                    self.absent.setdefault(kpi.key, set()).add(cell)

    def _cell_of(self, day: date) -> date:
        if self.step == "day":
            return day
        period = period_of(self.step, day, self.view.calendar)
        return period.end if period.end < self.view.today else max(day, self.view.today)

    def cells(self, stretch: Period) -> list[date]:
        """Return the cells of a stretch: its days, or the ends of the weeks, months or quarters that end in it."""
        if self.step == "day":
            return [shifted(stretch.start, offset) for offset in range(stretch.days)]
        periods = periods_between(self.step, stretch.start, stretch.end, self.view.calendar)
        if stretch.by != "day":
            # The running week is one of the month that it ends in.
            whole = period_of(stretch.by, stretch.end, self.view.calendar).end
            periods = [period for period in periods if period.end <= whole]
        cells = [min(period.end, max(self.view.today, period.start)) for period in periods]
        return [cell for cell in cells if stretch.start <= cell <= stretch.end]

    def untold_on(self, cells: Collection[date]) -> frozenset[str]:
        """Return the parts that were not there yet, or no more, on some of *cells* that count: no zero is known."""
        return frozenset(key for key, absent in self.absent.items() if not (absent & self.covered).isdisjoint(cells))

    def has_numbers(self, key: str, cells: Collection[date]) -> bool:
        """Tell whether a KPI was there on some of *cells* that count."""
        return not (self.covered - self.absent.get(key, set())).isdisjoint(cells)

    def untold_days(self, key: str, cells: Sequence[date]) -> tuple[date | None, date | None]:
        """Return the day before which a part has no numbers on *cells*, and that after which; None where it has."""
        absent = self.absent[key].intersection(cells)
        days = self._sources[key].totals.days
        first = (self._sources[key].began or days[0]) if days else None
        since = first if first is not None and min(absent) < first else None
        until = days[-1] if days and max(absent) > days[-1] else None
        return since, until

    def times(self, by: By, cells: Sequence[date]) -> float:
        """Return how often a cell counts in the share of a stock of a stretch of *by* that has *cells*; else 1."""
        if not self.evaluator.is_share or by == "day" or self.step == "quarter":
            return 1.0
        due = [cell for cell in cells if cell in self.expected or cell in self.covered]
        if not due:
            return 1.0
        until = due[-1] if cells[-1] >= self.view.today else cells[-1]
        begun = due[0] if self.step == "day" else period_of(self.step, due[0], self.view.calendar).start
        return cells_of_share(len(due), (until - begun).days + 1, by)

    def months(self, by: By, cells: Sequence[date]) -> float:
        """Return by what a share of a stock over *cells*, of a stretch of *by*, is divided: of a quarter its months."""
        due = sum(cell in self.expected or cell in self.covered for cell in cells)
        if by in ("day", "week", "month") or self.step == "quarter" or not due:
            return 1.0
        begun = cells[0] if self.step == "day" else period_of(self.step, cells[0], self.view.calendar).start
        return due / cells_of_share(due, (cells[-1] - begun).days + 1, by)

    def totals(self, cells: Sequence[date], times: float = 1.0) -> dict[str, float | None]:
        """Return what the logged KPIs come to over *cells* that are covered, each by the rule of its kind.

        Of a rate, as customers lost of those there are, what adds up and the stock are both the mean of a cell; what
        adds up is so many *times* as much. So is the stock of such a rate that is a part of something else.
        """
        values: dict[str, float | None] = {}
        for key, kpi in self.evaluator.leaves.items():
            rows, rule = self._rows[key], KINDS[kpi.kind].rule
            if not cells or (KINDS[kpi.kind].whole and len(cells) > 1):
                values[key] = None
            elif self.evaluator.is_averaged(kpi) or (self.evaluator.is_rate and rule == "sum"):
                values[key] = fsum(rows[cell][0] for cell in cells) / len(cells) * (times if rule == "sum" else 1.0)
            elif rule == "last":
                values[key] = rows[cells[-1]][0]
            elif rule in ("min", "max"):
                values[key] = (min if rule == "min" else max)(rows[cell][0] for cell in cells)
            else:
                total = fsum(rows[cell][0] for cell in cells)
                values[key] = total / sum(rows[cell][1] for cell in cells) if rule == "mean" else total
        return values


def logged_kpis(tree: Branch) -> list[Kpi]:
    """Return the KPIs whose data taking a tree apart needs, each once: those of its branches and of its groups."""
    named = {kpi.key: kpi for _depth, branch in branches(tree) for kpi in _kpis_of(branch)}
    return list(named.values())


def _kpis_of(branch: Branch) -> list[Kpi]:
    kpis = [branch.kpi] if branch.kpi is not None else []
    if branch.way == "mix" and branch.fraction is not None:
        kpis += [branch.fraction.numerator, branch.fraction.denominator]
        kpis += [kpi for pair in branch.pairs for kpi in pair if kpi is not None]
    return kpis


def _division(fraction: Fraction) -> Callable[[Sequence[float]], float | None]:
    return lambda values: fraction.factor * values[0] / values[1] if values[1] else None


def _first(value: float | None, other: float | None) -> float:
    return value if value is not None else other if other is not None else 0.0


def _rest(parts: Sequence[Term], before: float, after: float) -> tuple[float, float]:
    """Return what *parts* leave of their whole, without the crumbs of subtracting."""
    rests = before - fsum(part.before for part in parts), after - fsum(part.after for part in parts)
    old, new = (
        0.0 if abs(rest) <= 1e-9 * abs(whole) else rest for rest, whole in zip(rests, (before, after), strict=True)
    )
    return old, new
