"""The change of a KPI between two stretches of days, taken apart along its tree, and which part moved unusually.

Only the days (weeks, months) count on which all KPIs of the tree have a value, on both sides. How a change is taken
apart is `decomposition`'s work, which tree there is `metric_tree`'s. What is usual for a part is told by the same
comparison made earlier: of a KPI's own overlapping pairs of stretches, with 1.5 degrees of freedom for each pair that
lies side by side (simulated: 4 to 8 % false claims in a quarter of weekly looks).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from math import fsum, inf, isclose, sqrt

from kpitui.core.aggregation import Source, computation
from kpitui.core.cadence import Span, pauses_of, slots
from kpitui.core.calendar import LONGEST_DAYS, Period, period_of, periods_between, shifted
from kpitui.core.coverage import View, ledger_of
from kpitui.core.decomposition import Term, contributions, leaf, mix_and_rate, term
from kpitui.core.kinds import KINDS
from kpitui.core.metric_tree import Branch, Fraction, branches, depth_of, pruned
from kpitui.core.model import Kpi
from kpitui.core.pairing import by_cell, pairing_step
from kpitui.core.parts import parts_of, rest_of
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Mark: TypeAlias = 'Literal["news", "usual", "unknown"]'
    """Whether a part moved more than it usually does, as it usually does, or too little is there to tell."""
    Obstacle: TypeAlias = 'Literal["no-data", "early", "division", "fixed"]'
    """Why a change is not taken apart: no value on a side, too few days with all parts, nothing to divide by, or
    numbers of whole periods that can't be added up."""

LEAST_COVERED = 0.6
"""The share of the expected days that must have all parts, on either side."""
FALSE_A_QUARTER = 0.10
"""In how many quarters without any change some part may be called news, all looks of the quarter together."""
FREEDOM_A_PAIR = 1.5
FEWEST_PAIRS, FEWEST_LONG_PAIRS = 3, 2
"""Stretches side by side that must be there to tell what is usual; of a quarter or longer."""
QUARTER_DAYS = 84
SHOWN_DEPTH = 2
"""How deep the parts lie at most that are marked together and shown first; what adds up to one comes below it."""
HISTORY_DAYS, LONG_HISTORY_DAYS = 182, 364
"""How far back it is looked for what is usual: for stretches of a week or less, and for longer ones."""
HISTORY_SLOTS = 104
"""The same for KPIs that are logged by the week, month or quarter, in those."""


class ChangePart(Record):
    """One part of a change; the KPI itself is the first."""

    branch: Branch
    depth: int
    """How deep it lies; 0 for the KPI itself."""
    before: float | None
    after: float | None
    """Its own figures in the two stretches; None where it has none, as a group of a mix."""
    contribution: float
    """What it adds to the change, in the unit of the KPI; the parts of each part add up to it."""
    usual: float | None = None
    """How large such a part usually is, in the unit of the KPI; None where too little is there to tell."""
    times: float | None = None
    """How many times as large as usual it is."""
    mark: Mark = "unknown"
    shown: bool = False
    """Whether it is one of the parts that are shown first: those that add up to the change."""


class ChangeTaken(Record):
    """A change taken apart, or what stands in the way of it."""

    tree: Branch
    """As far as it could be opened."""
    before: Period
    after: Period
    parts: tuple[ChangePart, ...] = ()
    """The KPI itself first, each part before its own parts; empty where there is an obstacle."""
    obstacle: Obstacle | None = None
    covered: tuple[int, int] = (0, 0)
    """On how many days (weeks, months) all KPIs of the tree have a value, before and after."""
    expected: tuple[int, int] = (0, 0)
    step: Span = "day"
    """What is counted: days, weeks, months or quarters."""
    scaled: bool = False
    """Whether what adds up was scaled before to as many days as there are after."""
    history: float = 0.0
    """How many earlier comparisons side by side the marks come from."""

    @property
    def change(self) -> float:
        """Return by how much the KPI changed."""
        return self.parts[0].contribution

    @property
    def shown(self) -> list[ChangePart]:
        """Return the parts that add up to the change, as they are shown first, in the order of the tree."""
        return [part for part in self.parts if part.shown]

    def percent(self, contribution: float) -> float | None:
        """Return a contribution in percent of the KPI before, so that percents add up too; None where that is 0."""
        before = self.parts[0].before
        return 100 * contribution / abs(before) if before else None


class _Sums(Record):
    """What the KPIs that are logged come to in a stretch, and what it rests on."""

    values: Mapping[str, float | None]
    covered: int
    expected: int


def take_apart(
    tree: Branch,
    sources: Mapping[str, Source],
    every: Sequence[Kpi],
    before: Period,
    after: Period,
    view: View,
    one_offs: Collection[date] = (),
) -> ChangeTaken:
    """Return the change of the KPI of *tree* from *before* to *after*, taken apart as deep as the data goes.

    *sources* hold all KPIs of the tree and what they are computed from, with a history of up to `HISTORY_DAYS`. A part
    is not opened where that would leave less than 60 % of the days, or nothing to divide by in between. What is usual
    is told without the days of *one_offs*.
    """
    for opened in _openings(tree):
        data = _Data(opened, sources, every, before, after, view, one_offs)
        if data.obstacle is None:
            return data.taken()
    closed = pruned(tree, 1)
    data = _Data(closed, sources, every, before, after, view, one_offs)
    return ChangeTaken(closed, before, after, (), data.obstacle, *data.counts, data.step)


def history_start(before: Period, after: Period, step: Span) -> date:
    """Return the first day that is read to tell what is usual, of KPIs that are logged by *step*.

    Earlier stretches lie as far apart as *before* and *after* do.
    """
    apart = max(0, (after.start - before.end).days - 1)
    if step == "day":
        return shifted(after.start, -apart - (HISTORY_DAYS if after.days <= 7 else LONG_HISTORY_DAYS))
    return shifted(after.start, -apart - HISTORY_SLOTS * LONGEST_DAYS[step])


def usual_sizes(earlier: Sequence[Sequence[float]]) -> list[float]:
    """Return the usual size of each part by *earlier* comparisons: the root of the mean square, about zero."""
    return [sqrt(fsum(past[i] ** 2 for past in earlier) / len(earlier)) for i in range(len(earlier[0]))]


def news_limit(side_by_side: float, parts: int, looks_a_quarter: float) -> float:
    """Return from how many usual sizes on a part is news, for *parts* looked at together so often a quarter."""
    from kpitui.core.insight.effect import student

    level = FALSE_A_QUARTER / looks_a_quarter / parts
    return student(1 - level / 2, max(2.0, FREEDOM_A_PAIR * side_by_side))


def _openings(tree: Branch) -> Iterator[Branch]:
    """Yield the tree, then with ever more of it closed, the deepest first; a mix at last as a mere ratio."""
    for depth in range(depth_of(tree), 0, -1):
        whole = pruned(tree, depth)
        yield whole
        # One branch may stand in the way alone: each that could be closed at this depth, by itself.
        for place, part in enumerate(whole.parts):
            if part.parts and tree.way != "mix" and depth > 1:
                yield whole._replace(parts=(*whole.parts[:place], pruned(part, 0), *whole.parts[place + 1 :]))
        if tree.way == "mix":
            break
    if tree.way == "mix" and tree.fraction is not None:
        sides = (Branch(tree.fraction.numerator), Branch(tree.fraction.denominator))
        yield Branch(tree.kpi, "ratio", sides, tree.others, fraction=tree.fraction)


class _Evaluator:
    """What a tree and its branches come to by the values of the KPIs that are logged, and what each part adds."""

    def __init__(self, tree: Branch, sources: Mapping[str, Source]) -> None:
        self.tree = tree
        self.leaves: dict[str, Kpi] = {}
        """The KPIs that are logged for it, by their keys."""
        self._computes: dict[str, Callable[[Mapping[str, float | None]], float | None]] = {}
        for _depth, branch in branches(tree):
            for kpi in _kpis_of(branch):
                leaves, self._computes[kpi.key] = computation(kpi, sources)
                self.leaves |= leaves

    def adds_up(self, old: _Sums, new: _Sums) -> bool:
        """Tell whether twice as much of everything that adds up makes the KPI twice as much."""
        for side in (old, new):
            value, double = self.value(self.tree, side.values), self.value(self.tree, self.scaled(side.values, 2.0))
            if value is None or double is None or not isclose(double, 2 * value, rel_tol=1e-9, abs_tol=1e-12):
                return False
        return True

    def scaled(self, values: Mapping[str, float | None], factor: float) -> dict[str, float | None]:
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
            return contributions(self._term(self.tree, old, new))
        rates = self.scaled(old, 1 / calendar[0]), self.scaled(new, 1 / calendar[1])
        inner = self._term(self.tree, *rates)
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
        return self._computes[branch.kpi.key](values) if branch.kpi is not None else None

    def _term(self, branch: Branch, old: Mapping[str, float | None], new: Mapping[str, float | None]) -> Term:
        """Return a branch as a term; raise ArithmeticError where its parts do not come to what it is."""
        before, after = self.value(branch, old), self.value(branch, new)
        if not branch.parts:
            if before is None and after is None:
                return leaf(0.0, 0.0)
            return leaf(_first(before, after), _first(after, before))
        if before is None or after is None:
            raise ArithmeticError("no value")
        listed = [self._term(part, old, new) for part in branch.parts if part.kind != "rest"]
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
            return term("function", parts, _division(branch.fraction))
        return term("function", parts, self._formula(branch, parts))

    def _formula(self, branch: Branch, parts: Sequence[Term]) -> Callable[[Sequence[float]], float | None]:
        """Return the formula of a branch by the values of its parts; a divisor may not change its sign in between."""
        from kpitui.core.formula import Formula

        assert branch.kpi is not None
        formula = Formula.parse(branch.kpi.formula or "")
        keys = [part.kpi.key for part in branch.parts if part.kpi is not None]
        divisors = formula.divisors()

        def signs(values: Sequence[float]) -> list[bool]:
            named = dict(zip(keys, values, strict=True))
            return [(divisor.evaluate(named) or 0.0) > 0 for divisor in divisors]

        usual = signs([part.before for part in parts]) if divisors else []

        results: dict[tuple[float, ...], float | None] = {}

        def evaluate(values: Sequence[float]) -> float | None:
            mixture = tuple(values)
            if mixture not in results:  # each part asks for the same mixtures of the others
                sound = not divisors or signs(values) == usual
                results[mixture] = formula.evaluate(dict(zip(keys, values, strict=True))) if sound else None
            return results[mixture]

        return evaluate

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
        part_values = [self.value(part, values) for part in owner.parts if part.kind != "rest"]
        if whole is None or any(value is None for value in part_values):
            return None
        return rest_of(whole, fsum(value for value in part_values if value is not None))


class _Data:
    """A tree over two stretches and the time before them."""

    def __init__(
        self,
        tree: Branch,
        sources: Mapping[str, Source],
        every: Sequence[Kpi],
        before: Period,
        after: Period,
        view: View,
        one_offs: Collection[date],
    ) -> None:
        self._one_offs = frozenset(one_offs)
        self.tree, self.before, self.after, self.view = tree, before, after, view
        self._sources = sources
        self._evaluator = _Evaluator(tree, sources)
        self.step: Span = pairing_step(self._evaluator.leaves)
        first = min(before.start, history_start(before, after, self.step))
        self._read(first, max(before.end, after.end), every)
        old, new = self._slots(before), self._slots(after)
        by_weekday = before.start.weekday() == after.start.weekday() and (len(new) < 7 or len(new) % 7 == 0)
        self._sums = self._of_pair(old, new, paired=self.step != "day" or by_weekday)
        self.scaled = False
        self._calendar: tuple[float, float] | None = None
        self.obstacle = self._obstacle()

    @property
    def counts(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return covered and expected days, before and after."""
        old, new = self._sums
        return (old.covered, new.covered), (old.expected, new.expected)

    def taken(self) -> ChangeTaken:
        """Return the change with its parts and their marks."""
        old, new = self._sums
        amounts = self._evaluator.amounts(old.values, new.values, self._calendar)
        tree = self.tree
        if self._calendar is not None:
            tree = tree._replace(parts=(Branch(None, kind="calendar"), *tree.parts))
        parts = []
        for (depth, branch, shown), amount in zip(_with_shown(tree), amounts, strict=True):
            own: tuple[float | None, float | None] = (
                self._calendar
                if branch.kind == "calendar" and self._calendar is not None
                else self._evaluator.own(branch, old.values, new.values)
            )
            parts.append(ChangePart(branch, depth, *own, amount, shown=shown))
        marked, side_by_side = self._marked(parts)
        covered, expected = self.counts
        return ChangeTaken(
            tree, self.before, self.after, tuple(marked), None, covered, expected, self.step, self.scaled, side_by_side
        )

    def _read(self, first: date, last: date, every: Sequence[Kpi]) -> None:
        """Read the logged KPIs by cell: their figures, and on which cells all are expected and all are there."""
        rows: dict[str, dict[date, tuple[float, int]]] = {}
        expected: list[set[date]] = []
        view = self.view
        siblings = {kpi.id: parts_of(kpi, every) for kpi in every if kpi.split}
        for key, kpi in self._evaluator.leaves.items():
            source = self._sources[key]
            ledger = ledger_of(kpi, source.totals, first, last, view, began=source.began)
            cells = by_cell(kpi, ledger.totals, self.step, view.today, view.calendar)
            figures = dict(zip(cells.days, zip(cells.figures, cells.counts, strict=True), strict=True))
            # A day before it was logged at all lacks it as well: else a KPI that is new would look like a short period.
            due = slots(kpi.cadence, first, last, view.calendar, pauses_of(kpi, view.pauses))
            ends = {self._cell_of(end) for _start, end in due if end < view.today}
            if self._is_opened(kpi.part_of):
                self._fill(kpi, siblings[kpi.part_of or 0], figures, first, last)
            rows[key] = figures
            expected.append(ends | figures.keys())
        self._rows = rows
        self._expected = set.intersection(*expected) if expected else set()
        self._covered = set.intersection(*(set(figures) for figures in rows.values())) if rows else set()

    def _is_opened(self, whole: int | None) -> bool:
        """Tell whether the parts of a KPI stand in the tree, so that one that is not there yet counts as zero."""
        return whole is not None and any(
            branch.way == "sum" and branch.kpi is not None and branch.kpi.id == whole
            for _depth, branch in branches(self.tree)
        )

    def _fill(
        self, kpi: Kpi, family: Sequence[Kpi], figures: dict[date, tuple[float, int]], first: date, last: date
    ) -> None:
        """Put zeros before a part began and after it was archived, where others of its whole have numbers.

        Parts that were added together begin together.
        """
        days = {part.key: self._sources[part.key].totals.days for part in family if part.key in self._sources}
        began = [days[part.key][0] for part in family if part.created == kpi.created and days.get(part.key)]
        begin = self._cell_of(min(began)) if began else date.max
        end = max(figures, default=date.min) if kpi.archived else date.max
        for cell in {self._cell_of(day) for rows in days.values() for day in rows if first <= day <= last}:
            if cell < begin or cell > end:
                figures.setdefault(cell, (0.0, 1))

    def _cell_of(self, day: date) -> date:
        if self.step == "day":
            return day
        period = period_of(self.step, day, self.view.calendar)
        return period.end if period.end < self.view.today else max(day, self.view.today)

    def _slots(self, stretch: Period) -> list[date]:
        """Return the cells of a stretch: its days, or the ends of the weeks, months or quarters that end in it."""
        if self.step == "day":
            return [shifted(stretch.start, offset) for offset in range(stretch.days)]
        periods = periods_between(self.step, stretch.start, stretch.end, self.view.calendar)
        cells = [min(period.end, max(self.view.today, period.start)) for period in periods]
        return [cell for cell in cells if stretch.start <= cell <= stretch.end]

    def _of_pair(self, old: Sequence[date], new: Sequence[date], *, paired: bool) -> tuple[_Sums, _Sums]:
        """Return what two stretches come to; where they are *paired* a day that lacks on one side lacks on both."""
        counts = [[cell in self._covered for cell in cells] for cells in (old, new)]
        due = [[cell in self._expected for cell in cells] for cells in (old, new)]
        if paired and len(old) == len(new):
            lacks = [(due[0][i] and not counts[0][i]) or (due[1][i] and not counts[1][i]) for i in range(len(old))]
            counts = [[there and not lack for there, lack in zip(side, lacks, strict=True)] for side in counts]
        sums = []
        for cells, there, expected in zip((old, new), counts, due, strict=True):
            days = [cell for cell, counted in zip(cells, there, strict=True) if counted]
            sums.append(_Sums(self._totals(days), len(days), sum(expected)))
        return sums[0], sums[1]

    def _totals(self, cells: Sequence[date]) -> dict[str, float | None]:
        values: dict[str, float | None] = {}
        for key, kpi in self._evaluator.leaves.items():
            rows, rule = self._rows[key], KINDS[kpi.kind].rule
            if not cells or (KINDS[kpi.kind].whole and len(cells) > 1):
                values[key] = None
            elif rule == "last":
                values[key] = rows[cells[-1]][0]
            elif rule in ("min", "max"):
                values[key] = (min if rule == "min" else max)(rows[cell][0] for cell in cells)
            else:
                total = fsum(rows[cell][0] for cell in cells)
                values[key] = total / sum(rows[cell][1] for cell in cells) if rule == "mean" else total
        return values

    def _obstacle(self) -> Obstacle | None:
        """Return what stands in the way; settle whether what was before is scaled or the calendar is a part."""
        old, new = self._sums
        if not old.covered or not new.covered:
            return "no-data"
        if any(KINDS[kpi.kind].whole for kpi in self._evaluator.leaves.values()) and max(old.covered, new.covered) > 1:
            return "fixed"
        if any(side.covered < LEAST_COVERED * side.expected for side in (old, new)):
            return "early"
        if old.covered != new.covered:
            self._settle_lengths(old, new)
        old, new = self._sums
        if self._evaluator.value(self.tree, old.values) is None or self._evaluator.value(self.tree, new.values) is None:
            return "division"
        try:
            self._evaluator.amounts(old.values, new.values, self._calendar)
        except ArithmeticError:
            return "division"
        return None

    def _settle_lengths(self, old: _Sums, new: _Sums) -> None:
        """Make the calendar a part where both sides are whole, else scale what was before to as many days."""
        whole = old.covered == old.expected and new.covered == new.expected
        if whole and self._evaluator.adds_up(old, new):
            self._calendar = float(old.covered), float(new.covered)
            return
        scaled = self._evaluator.scaled(old.values, new.covered / old.covered)
        self.scaled = scaled != old.values
        self._sums = old._replace(values=scaled), new

    def _marked(self, parts: list[ChangePart]) -> tuple[list[ChangePart], float]:
        """Return *parts* with what is usual for them, and how many comparisons side by side that is told by."""
        self._covered -= self._one_offs
        cells = self._history_cells()
        length = len(self._slots(self.after))
        in_days = self.after.days if self.step != "day" else length
        step = 1 if length <= 7 or self.step != "day" else 7
        earlier: list[list[float]] = []
        end, paired = len(cells), self.step != "day" or length % 7 == 0
        tried, lag = 0, self._lag(length)
        while end >= lag + length:
            old, new = cells[end - lag - length : end - lag], cells[end - length : end]
            amounts = self._earlier(old, new, paired=paired)
            if amounts is not None:
                earlier.append(amounts)
            tried += 1
            end -= step
        side_by_side = len(earlier) / tried * ((tried - 1) * step / length + 1) if tried else 0.0
        shown = [part for part in parts if part.shown and part.branch.kind != "calendar"]
        if side_by_side < (FEWEST_LONG_PAIRS if in_days >= QUARTER_DAYS else FEWEST_PAIRS) or not shown:
            return parts, side_by_side
        looks = max(1.0, 91 / max(7, in_days))
        limit = news_limit(side_by_side, len(shown), looks)
        sizes = iter(usual_sizes(earlier))
        sums = self._sums
        scale = self._scale(
            self._evaluator.value(self.tree, sums[0].values), self._evaluator.value(self.tree, sums[1].values)
        )
        marked = []
        for part in parts:
            if part.branch.kind == "calendar":
                marked.append(part)
                continue
            usual = next(sizes) * scale
            times = abs(part.contribution) / usual if usual else (inf if part.contribution else 0.0)
            mark: Mark = "news" if times > limit else "usual"
            marked.append(part._replace(usual=usual, times=times, mark=mark))
        return marked, side_by_side

    def _lag(self, length: int) -> int:
        """Return how many cells lie between the beginnings of the two stretches, each *length* cells long."""
        if self.step == "day":
            return max(length, (self.after.start - self.before.start).days)
        last = shifted(self.after.start, -1)
        return max(length, len(periods_between(self.step, self.before.start, last, self.view.calendar)))

    def _earlier(self, old: Sequence[date], new: Sequence[date], *, paired: bool) -> list[float] | None:
        """Return the contributions of an earlier comparison, as shares of its size; None where it can't be made."""
        sums = self._of_pair(old, new, paired=paired)
        if any(not side.covered or side.covered < LEAST_COVERED * side.expected for side in sums):
            return None
        values = [side.values for side in sums]
        if sums[0].covered != sums[1].covered:
            values[0] = self._evaluator.scaled(values[0], sums[1].covered / sums[0].covered)
        try:
            amounts = self._evaluator.amounts(values[0], values[1], None)
        except ArithmeticError:
            return None
        scale = self._scale(self._evaluator.value(self.tree, values[0]), self._evaluator.value(self.tree, values[1]))
        return [amount / scale for amount in amounts] if scale else None

    def _scale(self, before: float | None, after: float | None) -> float:
        """Return what contributions are measured by: the mean of both totals, or 1 for a KPI that can be below 0."""
        if self.tree.way == "formula" or before is None or after is None:
            return 1.0  # a profit crosses zero, where shares say nothing
        return (abs(before) + abs(after)) / 2

    def _history_cells(self) -> list[date]:
        """Return the cells of the time before the newest stretch, from the first that has all parts on."""
        covered = sorted(cell for cell in self._covered if cell < self.after.start)
        if not covered:
            return []
        if self.step == "day":
            first = max(covered[0], history_start(self.before, self.after, "day"))
            return [shifted(first, offset) for offset in range((self.after.start - first).days)]
        last = shifted(self.after.start, -1)
        periods = periods_between(self.step, covered[0], last, self.view.calendar)
        return [period.end for period in periods if period.end <= last]


def logged_kpis(tree: Branch) -> list[Kpi]:
    """Return the KPIs whose data taking a tree apart needs, each once: those of its branches and of its groups."""
    named = {kpi.key: kpi for _depth, branch in branches(tree) for kpi in _kpis_of(branch)}
    return list(named.values())


def _with_shown(tree: Branch, depth: int = 0, *, above: bool = False) -> Iterator[tuple[int, Branch, bool]]:
    """Yield every branch with its depth and whether it is shown first; below one that is (*above*) none is."""
    opens = depth == 0 or (depth < SHOWN_DEPTH and bool(tree.parts) and tree.way in ("product", "formula"))
    shown = not above and not opens
    yield depth, tree, shown
    for part in tree.parts:
        yield from _with_shown(part, depth + 1, above=above or shown)


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
