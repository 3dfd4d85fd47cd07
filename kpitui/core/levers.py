"""What it would take: the figure that each part of a KPI alone must come to, and how that compares with its past.

A lever is a KPI in the tree that can be acted upon and has a better direction: it is only ever moved that way, so that
fewer visitors are no way to a higher conversion. All other parts stay as they were over the last four weeks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import ceil, fsum

from kpitui.core import elapsed
from kpitui.core.aggregation import KpiData, Source, divides_by_stock, pairing_step
from kpitui.core.cadence import Span, cadence_by, expected_count, slots_of
from kpitui.core.calendar import By, Calendar, Period, period_of, shifted
from kpitui.core.goal import SUMS, Goal, Target
from kpitui.core.kinds import KINDS
from kpitui.core.measure import as_a_whole, stretch
from kpitui.core.metric_tree import Branch, TreeFunction, openings, pruned
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import comes_down, expected_on, level_over, target_on
from kpitui.core.quantiles import median
from kpitui.core.record import Record
from kpitui.core.series import View
from kpitui.core.standing import Standing
from kpitui.core.tree_figures import TreeEvaluator, TreeReading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from kpitui.core.metric_tree import Path

    Feasibility: TypeAlias = 'Literal["usual", "done", "above", "beyond", "unknown"]'
    """How a figure compares with the past: half of all stretches came to it, the best one did, a single good week
    might, nothing did, or too little is known."""
    LeverObstacle: TypeAlias = 'Literal["no-data", "early", "division", "fixed"]'


BLOCKS: dict[Span, Span] = {"day": "week", "week": "week", "month": "month", "quarter": "quarter"}
"""What figures are for, by what is logged the least often."""
BLOCK_DAYS: dict[Span, float] = {"week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4}
"""How many days of the calendar they have on average."""
RECENT: dict[Span, int] = {"day": 28, "week": 4, "month": 3, "quarter": 2}
"""How many of the latest days (weeks, months, quarters) tell what a figure is now."""
PAST: dict[Span, int] = {"week": 52, "month": 36, "quarter": 12}
"""How many of the latest weeks (months, quarters) a figure is compared with."""
HELD: dict[Span, int] = {"week": 12, "month": 3, "quarter": 1}
"""For how many of them at the most a figure has to be held: one good week is no evidence for twelve."""
FEWEST_PAST: dict[Span, int] = {"week": 12, "month": 6, "quarter": 4}
LEAST_COVERED = 0.6
"""The share of the expected days that must have all parts."""
LIMIT = 2.66
"""Times the mean difference of neighbours the natural limits lie from the mean (Wheeler)."""
WHOLE_SHARE = 100.0


class LeverPast(Record):
    """What a KPI has come to before, over stretches as long as a figure has to be held."""

    median: float
    best: float
    best_from: date
    best_to: date
    limit: float
    """The natural limit of a single week (month, quarter), on the better side."""
    up: bool
    held: int = 1
    """Over how many weeks (months, quarters) the best and the median are means."""

    def feasibility(self, figure: float) -> Feasibility:
        """Tell how *figure* compares with it."""
        sign = 1 if self.up else -1
        for edge, word in ((self.median, "usual"), (self.best, "done"), (self.limit, "above")):
            if sign * figure <= sign * edge * (1 + sign * (1e-9 if edge > 0 else -1e-9)):
                return word  # type: ignore[return-value]
        return "beyond"


class Lever(Record):
    """A part that can be acted upon, and what it alone must come to."""

    branch: Branch
    path: Path
    now: float
    """Over the latest four weeks; of what adds up a week (month, quarter)."""
    target: float | None
    """None where it cannot do it alone: within fifty times as much, its bounds, or above zero."""
    up: bool
    past: LeverPast | None
    """None where too little is there to tell."""

    @property
    def kpi(self) -> Kpi:
        """Return the KPI."""
        assert self.branch.kpi is not None
        return self.branch.kpi

    @property
    def change(self) -> float | None:
        """Return by how much it must be higher, below 0 for lower."""
        return None if self.target is None else self.target - self.now

    @property
    def feasibility(self) -> Feasibility:
        """Tell how what it must come to compares with its past."""
        return "unknown" if self.past is None or self.target is None else self.past.feasibility(self.target)


class Levers(Record):
    """What it would take for a KPI to come to a figure."""

    function: TreeFunction
    per: Span
    """What figures of what adds up are for: a week, month or quarter."""
    until: date
    """The last day of those that tell what is now."""
    now: float
    needed: float
    up: bool
    """Whether the KPI must rise; False for one that must stay at or below what is needed."""
    levers: tuple[Lever, ...]
    """The most feasible first."""
    together: float | None
    """The share by which all parts that are not made of others must change at once."""

    @property
    def enough(self) -> bool:
        """Tell whether it is there already, if it goes on as now."""
        return self.now >= self.needed if self.up else self.now <= self.needed


class NoLevers(Record):
    """What stands in the way of saying what it would take."""

    obstacle: LeverObstacle
    covered: int
    expected: int
    step: Span


ORDER: tuple[Feasibility, ...] = ("usual", "done", "above", "unknown", "beyond")


class LeverData:
    """A tree with its latest figures and its past, of which levers are made."""

    def __init__(
        self,
        tree: Branch,
        sources: Mapping[str, Source],
        every: Sequence[Kpi],
        view: View,
        until: date,
        *,
        blocks_left: float,
    ) -> None:
        self._reading = TreeReading(tree, sources, every, first_lever_day(until), until, view)
        self._pasts: dict[tuple[Path, bool], LeverPast | None] = {}
        self.step = self._reading.step
        self.per = BLOCKS[self.step]
        self._held = held_for(self.per, blocks_left)
        covered = [cell for cell in self._reading.covered if cell <= until]
        self._cells = self._all_cells(max(covered)) if covered else []
        recent = self._recent(min(covered)) if covered else []
        there = [cell for cell in recent if cell in self._reading.covered]
        self.covered, self.expected = len(there), len([cell for cell in recent if cell in self._reading.expected])
        self.obstacle: LeverObstacle | None = None
        self.function: TreeFunction | None = None
        if not there:
            self.obstacle = "no-data"
        elif any(KINDS[kpi.kind].whole for kpi in self._reading.evaluator.leaves.values()):
            self.obstacle = "fixed"
        elif 2 * len(recent) < RECENT[self.step] or self.covered < LEAST_COVERED * self.expected:
            self.obstacle = "early"
            self.expected = max(self.expected, RECENT[self.step] // 2)
        else:
            self._settle(recent)

    @property
    def last(self) -> date:
        """Return the last of the days that tell what is now."""
        return self._cells[-1]

    def levers(self, needed: float, *, up: bool) -> Levers:
        """Return what it would take to come to *needed* a block, as a rise (*up*) or as a fall."""
        function = self.function
        assert function is not None
        listed = list(function.branches()) if function.tree.parts else [((), function.tree)]
        levers = []
        leaves = []
        for path, branch in listed:
            if branch.kpi is None or branch.kpi.archived or branch.kpi.direction not in ("higher", "lower"):
                continue
            rises = branch.kpi.direction == "higher"
            if not self._helps(function, path, rises=rises, up=up):
                continue
            if not branch.parts:
                leaves.append(path)
            past = self._past(path, branch, up=rises)
            target = self._bounded(branch.kpi, function.alone(path, needed, up=rises), past)
            levers.append(Lever(branch, path, function.figure(path), target, rises, past))
        levers.sort(key=_order)
        now = function.value({})
        together = function.changed_together(leaves, needed, {}) if leaves and now != needed else None
        return Levers(function, self.per, self.last, now, needed, up, tuple(levers), together)

    def past_of(self, path: Path, branch: Branch) -> LeverPast | None:
        """Return the past of a branch, by its better direction."""
        return self._past(path, branch, up=branch.kpi is None or branch.kpi.direction != "lower")

    def _settle(self, recent: Sequence[date]) -> None:
        tree, values = self._reading.tree, self._block_values(recent, len(recent))
        try:
            self.function = TreeFunction(tree, self._reading.evaluator.term(tree, values, values))
        except ArithmeticError:
            self.obstacle = "division"

    def _recent(self, first: date) -> list[date]:
        """Return the latest cells from *first* on, the first with all parts: of days whole weeks."""
        recent = [cell for cell in self._cells[-RECENT[self.step] :] if cell >= first]
        return recent[len(recent) % 7 :] if self.step == "day" and len(recent) >= 7 else recent

    def _all_cells(self, last: date) -> list[date]:
        """Return the cells up to *last*, the earliest first: of days 52 weeks and a few, else as many as are there."""
        if self.step == "day":
            count = 7 * PAST["week"]
            return [shifted(last, offset - count + 1) for offset in range(count)]
        first = first_lever_day(last)
        cells = self._reading.cells(Period(self.step, first, last, ""))
        return [cell for cell in cells if cell <= last][-max(PAST[self.per], RECENT[self.step]) :]

    def _block_values(self, cells: Sequence[date], count: int) -> dict[str, float | None]:
        """Return what the logged KPIs come to over *cells* that are covered, what adds up for one block.

        *count* is how many cells there are of days, weeks or longer; days that are missing count as the others.
        """
        there = [cell for cell in cells if cell in self._reading.covered]
        due = [cell for cell in cells if cell in self._reading.expected]
        blocks = count / 7 if self.step == "day" else count
        factor = max(1.0, len(due) / len(there)) / blocks
        return self._reading.evaluator.scaled(self._reading.totals(there), factor)

    def _windows(self, blocks: int) -> list[list[date]]:
        """Return the stretches of so many blocks in the past that are covered enough, one block apart."""
        size = 7 if self.step == "day" else 1
        length, windows = blocks * size, []
        end = len(self._cells)
        while end >= length:
            cells = self._cells[end - length : end]
            due = [cell for cell in cells if cell in self._reading.expected]
            there = sum(cell in self._reading.covered for cell in cells)
            if there and there >= LEAST_COVERED * len(due):
                windows.append(cells)
            end -= size
        return windows[::-1]

    def _past(self, path: Path, branch: Branch, *, up: bool) -> LeverPast | None:
        if (path, up) not in self._pasts:
            self._pasts[path, up] = self._past_worked_out(branch, up=up)
        return self._pasts[path, up]

    def _past_worked_out(self, branch: Branch, *, up: bool) -> LeverPast | None:
        size = 7 if self.step == "day" else 1
        single = self._figures(branch, self._windows(1), size)
        if len(single) < FEWEST_PAST[self.per]:
            return None
        held = self._figures(branch, self._windows(self._held), size * self._held)
        if not held:
            return None
        values = [value for value, _cells in single]
        spread = fsum(abs(b - a) for a, b in pairwise(values)) / (len(values) - 1)
        centre = fsum(values) / len(values)
        best, cells = (max if up else min)(held, key=lambda pair: pair[0])
        return LeverPast(
            median(value for value, _cells in held),
            best,
            cells[0] if self.step == "day" else self._begin(cells[0]),
            cells[-1],
            centre + (LIMIT if up else -LIMIT) * spread,
            up,
            self._held,
        )

    def _begin(self, cell: date) -> date:
        return period_of(self.step, cell, self._reading.view.calendar).start

    def _figures(
        self, branch: Branch, windows: Sequence[Sequence[date]], count: int
    ) -> list[tuple[float, Sequence[date]]]:
        figures = []
        for cells in windows:
            value = self._reading.evaluator.value(branch, self._block_values(cells, count))
            if value is not None:
                figures.append((value, cells))
        return figures

    @staticmethod
    def _helps(function: TreeFunction, path: Path, *, rises: bool, up: bool) -> bool:
        """Tell whether a little more of a branch (less, without *rises*) moves the KPI the way that is needed."""
        figure = function.figure(path)
        step = abs(figure) * 0.01 or 1.0
        try:
            change = function.value({path: figure + (step if rises else -step)}) - function.value({})
        except ArithmeticError:
            return False
        # Of a product with a 0 in it nothing helps alone; it stands in the list all the same.
        return change > 0 if up and change else change < 0 if change else function.value({}) == 0

    @staticmethod
    def _bounded(kpi: Kpi, target: float | None, past: LeverPast | None) -> float | None:
        if target is None:
            return None
        ceiling = kpi.ceiling
        if ceiling is None and kpi.unit == "%" and (past is None or past.best <= WHOLE_SHARE):
            ceiling = WHOLE_SHARE if KINDS[kpi.kind].rule == "ratio" else None
        beyond = (ceiling is not None and target > ceiling) or (kpi.floor is not None and target < kpi.floor)
        return None if beyond else target


def held_for(per: Span, blocks_left: float) -> int:
    """Return for how many weeks (months, quarters) a figure has to be held where so many are left."""
    return max(1, min(ceil(blocks_left), HELD[per]))


def lever_data(
    tree: Branch, sources: Mapping[str, Source], every: Sequence[Kpi], view: View, until: date, *, blocks_left: float
) -> LeverData:
    """Return the data of *tree* up to *until*, opened as deep as the data goes; it may have an obstacle.

    *sources* reach back to `first_lever_day`; a figure has to be held for *blocks_left* weeks (months, quarters).
    """
    if tree.parts and tree.kpi is not None and divides_by_stock(tree.kpi, sources):
        leaves = TreeEvaluator(tree, sources).leaves
        if pairing_step(leaves) == "day":
            tree = pruned(tree, 0)  # what it is of a day has parts of a day, and levers are told by the week
    if not tree.parts:
        return LeverData(tree, sources, every, view, until, blocks_left=blocks_left)
    for opened in openings(tree, of_target=True):
        data = LeverData(opened, sources, every, view, until, blocks_left=blocks_left)
        if data.obstacle is None:
            return data
    return data


def needed_a_block(goal: Goal, standing: Standing, data: KpiData, per: Span, now: float) -> tuple[float, bool] | None:
    """Return what a KPI must come to every week (month, quarter, by *per*), and whether that is a least it must reach.

    Of a total what is left spread over the days that are left, of a cap what may still come; of a level and a
    recurring goal what they ask, of one between two edges the edge that *now* is beyond. None where nothing is left.
    """
    if standing.target is None or standing.days_left <= 0:
        return None
    if goal.type in SUMS:
        needed = standing.needed_per_period if goal.type == "total" else standing.left_per_period
        if needed is None or per != cadence_by(standing.cadence):
            needed = (standing.target - (standing.actual or 0.0)) / blocks_left(standing, per)
        return needed, goal.type == "total"
    first = max(data.today, goal.start)
    if per == "week":
        last = shifted(first, 6)
    else:
        period = period_of(per, first, data.calendar)
        first, last = period.start, period.end
    target = goal.targets[-1]
    up = not comes_down(goal, data.kpi.direction) if goal.type == "level" else target.low is not None
    if target.low is not None and target.high is not None and now > target.high:
        goal, up = goal._replace(targets=(target._replace(low=None),)), False
    # Beyond the deadline the target stays what it is.
    asked = asked_in(goal._replace(start=min(goal.start, first), deadline=max(goal.deadline, last)), data, first, last)
    return None if asked is None else (asked, up)


def first_lever_day(until: date) -> date:
    """Return the first day that is read of a tree to tell what is now and what was before *until*."""
    return shifted(until, -3 * 366)


def blocks_left(standing: Standing, per: Span) -> float:
    """Return how many weeks (months, quarters, by *per*) are left: the days left by as many days as one of them has.

    Of a KPI of working days or chosen weekdays only those are days, as in `Standing.days_left`. Of one that is logged
    by the week or longer it is what the entries still to come stand for, as in `Standing.needed_per_period`.
    """
    if standing.entries_left and not standing.periods:
        return standing.entries_left * BLOCK_DAYS[cadence_by(standing.cadence)] / BLOCK_DAYS[per]
    return standing.days_left / days_a_block(standing.cadence, per)


def days_a_block(cadence: str, per: Span) -> float:
    """Return the days of a week (month, quarter, by *per*) on which an entry of *cadence* can come."""
    a_week = slots_of(cadence).season if cadence_by(cadence) == "day" else 7
    return a_week / 7 * BLOCK_DAYS[per]


def extended_days(remaining: float, a_block: float, standing: Standing, per: Span) -> int | None:
    """Return how many days more than are left *remaining* takes at *a_block* every *per*; None for never.

    They are days of the cadence of *standing*, rounded up.
    """
    if a_block <= 0:
        return None
    return max(0, ceil(remaining / a_block * days_a_block(standing.cadence, per) - standing.days_left - 1e-9))


def _order(lever: Lever) -> tuple[bool, int, float]:
    relative = abs(lever.change / lever.now) if lever.change is not None and lever.now else 1e9
    return lever.target is None, ORDER.index(lever.feasibility), relative


# What a goal asks of a stretch of days, so that what came in it can be held against the target.


def asked_in(
    goal: Goal,
    data: KpiData,
    start: date,
    end: date,
    *,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
) -> float | None:
    """Return what *goal* asks from *start* to *end*, both inclusive, by the target of the last of these days.

    Of a total or a cap its share by pace, of a level and of what does not add up the target itself, of a recurring goal
    so many of its periods as the days make. *weights* and *pauses* are as for `pace.expected_on`. None while it has no
    target, and for days outside the goal.
    """
    first, last = max(start, goal.start), min(end, goal.deadline)
    if not goal.targets or last < first:
        return None
    target = target_on(goal, last)
    if goal.type in SUMS:
        until, before = (expected_on(goal, day, weights, pauses) for day in (last, first - elapsed.DAY))
        return None if until is None or before is None else until - before
    if goal.type == "recurring":
        edge = _edge(target)
        return edge * _periods(goal.per or "week", start, end, data.calendar) if data.rule == "sum" else edge
    if data.rule != "sum":
        return target.value
    if goal.per is not None:
        return target.value * expected_count(data.kpi.cadence, start, end, data.calendar)
    over = level_over(goal, data)
    measured_from, measured_to = stretch(over, data.kpi.cadence, last, data.calendar)
    days = ((measured_to - measured_from).days + 1) * as_a_whole(over, data.kpi.cadence)
    return target.value * ((end - start).days + 1) / days


def _edge(target: Target) -> float:
    """Return what a period is to bring: at least, and of a goal with a ceiling alone at most."""
    return target.low if target.low is not None else target.high if target.high is not None else target.value


def _periods(per: str, start: date, end: date, calendar: Calendar) -> float:
    """Return how many periods of a recurring goal so many days make; the days of a month are parts of that month."""
    if per in ("day", "workday"):
        return float(expected_count(per, start, end, calendar))
    by: By = "month" if per == "month" else "quarter" if per == "quarter" else "week"
    count, day = 0.0, start
    while day <= end:
        period = period_of(by, day, calendar)
        last = min(period.end, end)
        count += ((last - day).days + 1) / period.days
        day = shifted(last, 1)
    return count
