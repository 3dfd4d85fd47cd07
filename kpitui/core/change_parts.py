"""The change of a KPI between two stretches of days, taken apart along its tree, and which part moved unusually.

Only the days (weeks, months) count on which all KPIs of the tree have a value, on both sides. How a change is taken
apart is `decomposition`'s work, which tree there is `metric_tree`'s. What is usual for a part is told by the same
comparison made earlier: of a KPI's own overlapping pairs of stretches, with 1.5 degrees of freedom for each pair that
lies side by side (simulated: 4 to 8 % false claims in a quarter of weekly looks).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from math import fsum, inf, sqrt

from kpitui.core.aggregation import Source, pairing_step
from kpitui.core.cadence import Span
from kpitui.core.calendar import LONGEST_DAYS, Period, periods_between, shifted
from kpitui.core.decomposition import Term, contributions
from kpitui.core.kinds import KINDS
from kpitui.core.metric_tree import (
    Branch,
    TreeFunction,
    branches,
    is_untold,
    openings,
    pruned,
    with_before,
    with_rests,
    with_untold,
)
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.series import View, number_within
from kpitui.core.tree_figures import StretchSums, TreeEvaluator, TreeReading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from kpitui.core.metric_tree import Path

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
SECOND = 1 / 3
"""From what share of the largest part on the second largest is named beside it."""
HISTORY_DAYS, LONG_HISTORY_DAYS = 182, 364
"""How far back it is looked for what is usual: for stretches of a week or less, and for longer ones."""
HISTORY_SLOTS = 104
"""The same for KPIs that are logged by the week, month or quarter, in those."""


class Aim(Record):
    """What a KPI should come to in a stretch, and what its parts should by targets of their own."""

    value: float
    own: Mapping[str, float] = {}
    """By the key of a part; the other parts are all changed by the same share from what they were."""
    summed: Collection[str] = ()
    """Those of `own` that add up over the days."""
    below: Mapping[str, str] = {}
    """Parts with a target of their own that follow from that of a part above them: their keys with that of it."""
    weights: Mapping[str, Sequence[float]] = {}
    """What a weekday counts for in the target of a KPI, by its key, Monday first; without those every day the same."""
    left_out: Collection[str] = ()
    """Other parts whose own target is not used: with all of them the aim can't be had, or it is of a ratio."""


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
    untold: bool = False
    """Whether it has no numbers for some of the days, as it began or ended: what it brings is in the rest."""
    since: date | None = None
    """The day before which it has none, where that is why."""
    until: date | None = None
    """The same, the day after which."""


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
    aim: Aim | None = None
    """What it is held against instead of the stretch before."""
    averaged: bool = False
    """Whether what adds up is told as the mean of one of the `step`, for it is divided by a stock: a churn."""
    days: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    """Where missing days count as the mean of the others: how many are there of how many, before and after; zeros of a
    stretch that lacks none."""
    paired: bool = False
    """Whether a day that has all parts does not count, for the same day of the other stretch lacks one."""
    there: tuple[int, int] = (0, 0)
    """On how many days all KPIs have a value, those included that do not count for the other stretch."""

    @property
    def change(self) -> float:
        """Return by how much the KPI changed."""
        return self.parts[0].contribution

    @property
    def shown(self) -> list[ChangePart]:
        """Return the parts that add up to the change, as they are shown first, in the order of the tree."""
        return [part for part in self.parts if part.shown]

    @property
    def largest(self) -> list[ChangePart]:
        """Return the one or two largest parts: the second only where it is a third of the first or more."""
        ordered = sorted((part for part in self.shown if part.contribution), key=lambda part: -abs(part.contribution))
        return [part for part in ordered[:2] if abs(part.contribution) >= SECOND * abs(ordered[0].contribution)]

    @property
    def empty(self) -> Period | None:
        """Return the stretch that has no numbers, the later one where neither has; None where both have."""
        if self.obstacle != "no-data":
            return None
        return self.before if self.there[1] and not self.there[0] else self.after

    def percent(self, contribution: float) -> float | None:
        """Return a contribution in percent of the KPI before, so that percents add up too; None where that is 0."""
        before = self.parts[0].before
        return 100 * contribution / abs(before) if before else None


def take_apart(
    tree: Branch,
    sources: Mapping[str, Source],
    every: Sequence[Kpi],
    before: Period,
    after: Period,
    view: View,
    one_offs: Collection[date] = (),
    aim: Aim | None = None,
) -> ChangeTaken:
    """Return the change of the KPI of *tree* from *before* to *after*, taken apart as deep as the data goes.

    With an *aim* it is how far *after* lies from it; *before* is then only what its parts are taken from.

    *sources* hold all KPIs of the tree and what they are computed from, with a history of up to `HISTORY_DAYS`. A part
    is not opened where that would leave less than 60 % of the days, or nothing to divide by in between. What is usual
    is told without the days of *one_offs*. What was logged on a sum of parts in one of the two stretches is more or
    less than these: then there is a rest.
    """
    wholes = {key for key, source in sources.items() if _counts_own(source, before) or _counts_own(source, after)}
    tree = with_rests(tree, wholes)
    for opened in openings(tree, of_target=aim is not None):
        data = _Data(opened, sources, every, before, after, view, one_offs, aim)
        if data.untold and (rested := with_untold(opened, data.untold)) != opened:
            data = _Data(rested, sources, every, before, after, view, one_offs, aim)
        if data.obstacle is None:
            return data.taken()
    closed = pruned(tree, 1)
    data = _Data(closed, sources, every, before, after, view, one_offs, aim)
    return ChangeTaken(closed, before, after, (), data.obstacle, *data.counts, data.step, aim=aim, there=data.there)


def _counts_own(source: Source, stretch: Period) -> bool:
    return number_within(source.own, stretch.start, stretch.end) > 0


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
    from kpitui.core.insight.small_samples import student_t

    level = FALSE_A_QUARTER / looks_a_quarter / parts
    return student_t(1 - level / 2, max(2.0, FREEDOM_A_PAIR * side_by_side))


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
        aim: Aim | None,
    ) -> None:
        self._one_offs, self._aim = frozenset(one_offs), aim
        self.tree, self.before, self.after, self.view = tree, before, after, view
        self._sources = sources
        self._evaluator = TreeEvaluator(tree, sources)
        self.step: Span = pairing_step(self._evaluator.leaves)
        self._earlier_stretch = before if aim is None else _directly_before(after)
        first = min(before.start, history_start(self._earlier_stretch, after, self.step))
        last = max(before.end, after.end)
        self._reading = TreeReading(tree, sources, every, first, last, view, self._evaluator)
        old, new = self._reading.cells(before), self._reading.cells(after)
        self._cells = old, new
        self.untold = self._untold()
        self._evaluator.untold = self.untold
        self._days = self._days_there(old), self._days_there(new)
        self._as_mean = self._evaluator.is_rate and self._reading.times(after.by, new) == 1.0
        """Whether what adds up is the mean of a cell."""
        by_weekday = before.start.weekday() == after.start.weekday() and (len(new) < 7 or len(new) % 7 == 0)
        there = [sum(cell in self._reading.covered for cell in cells) for cells in (old, new)]
        self.there = there[0], there[1]
        self._sums = self._of_pair(old, new, paired=aim is None and (self.step != "day" or by_weekday))
        self._is_paired = there != [side.covered for side in self._sums]
        self._term: Term | None = None
        """Where there is an aim, what lies between it and what there is."""
        self.scaled = False
        self._adds_up = self._evaluator.adds_up(*self._sums) if not self._evaluator.is_rate else False
        self._calendar: tuple[float, float] | None = None
        self.obstacle = self._obstacle()

    def _days_there(self, cells: Sequence[date]) -> tuple[int, int]:
        """Return how many days are there of how many, of cells that are filled in; zeros where none is missing."""
        days = [
            self._reading.days[cell] for cell in cells if cell in self._reading.days and cell in self._reading.covered
        ]
        there, due = sum(there for there, _due in days), sum(due for _there, due in days)
        return (there, due) if there < due else (0, 0)

    @property
    def counts(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return covered and expected days, before and after."""
        old, new = self._sums
        if self._aim is not None:
            return (new.covered, new.covered), (new.expected, new.expected)
        return (old.covered, new.covered), (old.expected, new.expected)

    def taken(self) -> ChangeTaken:
        """Return the change with its parts and their marks."""
        old, new = self._sums
        if self._term is not None:
            amounts, owns = contributions(self._term), self._evaluator.owns(self._term)
        else:
            amounts, owns = self._evaluator.amounts(old.values, new.values, self._calendar), []
        tree = self.tree
        if self._calendar is not None:
            tree = tree._replace(parts=(Branch(None, kind="calendar"), *tree.parts))
        untold = [
            part for _depth, whole in branches(tree) for part in whole.parts if is_untold(whole, part, self.untold)
        ]
        parts = []
        for place, ((depth, branch, shown), amount) in enumerate(zip(_with_shown(tree), amounts, strict=True)):
            own: tuple[float | None, float | None]
            if owns:
                own = owns[place]
            elif branch.kind == "calendar" and self._calendar is not None:
                own = self._calendar
            else:
                own = self._evaluator.own(branch, old.values, new.values)
            if branch.kpi is not None and branch.kpi.key in self._evaluator.shares and not self._evaluator.is_rate:
                own = self._by_the_month(own)
            part = ChangePart(branch, depth, *own, amount, shown=shown)
            parts.append(self._as_untold(part, old, new) if any(branch is one for one in untold) else part)
        marked, side_by_side = self._marked(parts)
        covered, expected = self.counts
        return ChangeTaken(
            tree,
            self.before,
            self.after,
            tuple(marked),
            None,
            covered,
            expected,
            self.step,
            self.scaled,
            side_by_side,
            self._aim,
            self._as_mean and max(covered) > 1,
            self._days,
            self._is_paired,
        )

    def _by_the_month(self, own: tuple[float | None, float | None]) -> tuple[float | None, float | None]:
        """Return the figures of a share of a stock as `show` tells them: of a quarter or year of a month."""
        old, new = (self._reading.months(self.after.by, cells) for cells in self._cells)
        before, after = own
        as_long = new if self.scaled or self._aim is not None else old
        return None if before is None else before / as_long, None if after is None else after / new

    def _untold(self) -> frozenset[str]:
        """Return the parts that were not there all of both stretches; what a target of their own asks is known."""
        old, new = (self._reading.untold_on(cells) for cells in self._cells)
        return new | (old - self._aim.own.keys() if self._aim is not None else old)

    def _as_untold(self, part: ChangePart, old: StretchSums, new: StretchSums) -> ChangePart:
        """Return a part with its own figures where it has any, and since or until when that is."""
        assert part.branch.kpi is not None
        key = part.branch.kpi.key
        before, after = (
            None if is_aim or not self._reading.has_numbers(key, cells) else side.values[key]
            for is_aim, cells, side in zip((self._aim is not None, False), self._cells, (old, new), strict=True)
        )
        since, until = self._reading.untold_days(key, [*self._cells[0], *self._cells[1]])
        return part._replace(before=before, after=after, untold=True, since=since, until=until)

    def _of_pair(self, old: Sequence[date], new: Sequence[date], *, paired: bool) -> tuple[StretchSums, StretchSums]:
        """Return what two stretches come to; where they are *paired* a day that lacks on one side lacks on both."""
        counts = [[cell in self._reading.covered for cell in cells] for cells in (old, new)]
        due = [[cell in self._reading.expected for cell in cells] for cells in (old, new)]
        if paired and len(old) == len(new):
            lacks = [(due[0][i] and not counts[0][i]) or (due[1][i] and not counts[1][i]) for i in range(len(old))]
            counts = [[there and not lack for there, lack in zip(side, lacks, strict=True)] for side in counts]
        sums = []
        for cells, there, expected in zip((old, new), counts, due, strict=True):
            days = [cell for cell, counted in zip(cells, there, strict=True) if counted]
            totals = self._reading.totals(days, self._reading.times(self.after.by, cells))
            sums.append(StretchSums(totals, len(days), sum(expected)))
        return sums[0], sums[1]

    def _obstacle(self) -> Obstacle | None:
        """Return what stands in the way; settle whether what was before is scaled or the calendar is a part."""
        old, new = self._sums
        lacking = self._lacking(old, new)
        if lacking is not None or self._aim is not None:
            return lacking or self._settle_aim(old, new)
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

    def _lacking(self, old: StretchSums, new: StretchSums) -> Obstacle | None:
        if not old.covered or not new.covered:
            return "no-data"
        if any(KINDS[kpi.kind].whole for kpi in self._evaluator.leaves.values()) and max(old.covered, new.covered) > 1:
            return "fixed"
        return "early" if any(side.covered < LEAST_COVERED * side.expected for side in (old, new)) else None

    def _settle_aim(self, old: StretchSums, new: StretchSums) -> Obstacle | None:
        """Divide the aim over the parts as they were before; what it asks of days that are missing is left out."""
        aim = self._aim
        assert aim is not None
        old = old._replace(values=self._evaluator.scaled(old.values, new.covered / old.covered))
        value, own = aim.value, dict(aim.own)
        if new.expected > new.covered:
            if self._evaluator.adds_up(new, new) and self.tree.kpi is not None:
                value *= self._share_there(self.tree.kpi.key, new)
            own = {
                key: figure * (self._share_there(key, new) if key in aim.summed else 1.0) for key, figure in own.items()
            }
        try:
            made = self._evaluator.term(self.tree, old.values, new.values)
            function = TreeFunction(self.tree, made)
            fixed = {} if self.tree.way == "ratio" else _highest(function, own)
            if self.tree.way == "ratio":  # fewer visitors are no way to a conversion
                fixed = {(1,): made.parts[1].after}
            figures = function.divided(value, fixed)
            if figures is None:
                fixed, figures = {}, function.divided(value, {})
            if figures is None:
                return "division"
            names = {path: branch.kpi.key for path, branch in function.branches() if branch.kpi is not None}
            used = () if self.tree.way == "ratio" else fixed
            below = {
                key: names[top] for path, key in names.items() for top in used if key in own and path[: len(top)] == top
            }
            mine = {names[path]: own[names[path]] for path in used}
            self._aim = aim._replace(
                own=mine,
                below={key: top for key, top in below.items() if key not in mine},
                left_out=sorted(set(own) & set(names.values()) - set(below)),
            )
            self._term = with_before(made, function, figures)
            contributions(self._term)
        except ArithmeticError:
            return "division"
        self._sums = old, new
        return None

    def _share_there(self, key: str, new: StretchSums) -> float:
        """Return the share of what a target asks of a KPI that falls on the days that are there, by weekday."""
        weights = self._aim.weights.get(key) if self._aim is not None and self.step == "day" else None
        if weights is None:
            return new.covered / new.expected
        there, due = (
            fsum(weights[cell.weekday()] for cell in self._cells[1] if cell in cells)
            for cells in (self._reading.covered & self._reading.expected, self._reading.expected)
        )
        return there / due if due else new.covered / new.expected

    def _settle_lengths(self, old: StretchSums, new: StretchSums) -> None:
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
        self._reading.covered -= self._one_offs
        cells = self._history_cells()
        length = len(self._reading.cells(self.after))
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
        shown = [part for part in parts if part.shown and part.branch.kind != "calendar" and not part.untold]
        if side_by_side < (FEWEST_LONG_PAIRS if in_days >= QUARTER_DAYS else FEWEST_PAIRS) or not shown:
            return parts, side_by_side
        looks = max(1.0, 91 / max(7, in_days))
        limit = news_limit(side_by_side, len(shown), looks)
        sizes = iter(usual_sizes(earlier))
        sums = self._sums
        scale = self._scale(
            self._term.before if self._term is not None else self._evaluator.value(self.tree, sums[0].values),
            self._evaluator.value(self.tree, sums[1].values),
            sums[1].covered,
        )
        marked = []
        for part in parts:
            if part.branch.kind == "calendar":
                marked.append(part)
                continue
            usual = next(sizes) * scale
            if part.untold:
                marked.append(part)
                continue
            times = abs(part.contribution) / usual if usual else (inf if part.contribution else 0.0)
            mark: Mark = "news" if times > limit else "usual"
            marked.append(part._replace(usual=usual, times=times, mark=mark))
        return marked, side_by_side

    def _lag(self, length: int) -> int:
        """Return how many cells lie between the beginnings of the two stretches, each *length* cells long."""
        if self.step == "day":
            return max(length, (self.after.start - self._earlier_stretch.start).days)
        last = shifted(self.after.start, -1)
        return max(length, len(periods_between(self.step, self._earlier_stretch.start, last, self.view.calendar)))

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
        before, after = (self._evaluator.value(self.tree, side) for side in values)
        scale = self._scale(before, after, sums[1].covered)
        return [amount / scale for amount in amounts] if scale else None

    def _scale(self, before: float | None, after: float | None, covered: int) -> float:
        """Return what contributions are measured by: the mean of both totals; of a profit so much for each cell.

        A profit crosses zero, where shares say nothing. What adds up is less where a day is missing, in the stretch
        that is looked at and in earlier ones: so it is told for each of the cells that are *covered*.
        """
        if self.tree.way == "formula" or before is None or after is None:
            return float(covered) if self._adds_up else 1.0
        return (abs(before) + abs(after)) / 2

    def _history_cells(self) -> list[date]:
        """Return the cells of the time before the newest stretch, from the first that has all parts on."""
        covered = sorted(cell for cell in self._reading.covered if cell < self.after.start)
        if not covered:
            return []
        if self.step == "day":
            first = max(covered[0], history_start(self._earlier_stretch, self.after, "day"))
            return [shifted(first, offset) for offset in range((self.after.start - first).days)]
        last = shifted(self.after.start, -1)
        periods = periods_between(self.step, covered[0], last, self.view.calendar)
        return [period.end for period in periods if period.end <= last]


def _highest(function: TreeFunction, own: Mapping[str, float]) -> dict[Path, float]:
    """Return the branches that have an own target, none of them below another, with these."""
    highest: dict[Path, float] = {}
    for path, branch in function.branches():
        if branch.kpi is not None and branch.kpi.key in own and not any(path[: len(top)] == top for top in highest):
            highest[path] = own[branch.kpi.key]
    return highest


def _directly_before(stretch: Period) -> Period:
    return Period(stretch.by, shifted(stretch.start, -stretch.days), shifted(stretch.start, -1), "")


def _with_shown(tree: Branch, depth: int = 0, *, above: bool = False) -> Iterator[tuple[int, Branch, bool]]:
    """Yield every branch with its depth and whether it is shown first; below one that is (*above*) none is."""
    opens = depth == 0 or (depth < SHOWN_DEPTH and bool(tree.parts) and tree.way in ("product", "formula"))
    shown = not above and not opens
    yield depth, tree, shown
    for part in tree.parts:
        yield from _with_shown(part, depth + 1, above=above or shown)
