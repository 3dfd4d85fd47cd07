"""What it would take: the figure that each part of a KPI alone must come to, and how that compares with its past.

A lever is a KPI in the tree that can be acted upon and has a better direction: it is only ever moved that way, so that
fewer visitors are no way to a higher conversion. All other parts stay as they were over the last four weeks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import ceil, fsum, inf, isclose, isfinite

from kpitui.core import elapsed
from kpitui.core.aggregation import KpiData, Source, computation
from kpitui.core.cadence import Span, cadence_by, expected_count, slots, slots_of
from kpitui.core.calendar import MEAN_DAYS, By, Calendar, Period, period_of, shifted
from kpitui.core.errors import Refused, mark
from kpitui.core.goal import SUMS, Goal, Target
from kpitui.core.kinds import KINDS
from kpitui.core.measure import ENOUGH, as_a_whole, cadence_of, stretch
from kpitui.core.metric_tree import (
    Branch,
    TreeFunction,
    branches,
    is_told,
    is_untold,
    openings,
    with_rests,
    with_untold,
)
from kpitui.core.missing import LUMPY, means_by_weekday, open_days, usual_share
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import comes_down, counted_goal, expected_on, level_over, target_on, usually_logged
from kpitui.core.quantiles import median
from kpitui.core.record import Record
from kpitui.core.recurring import at_least, fits, must_still_keep
from kpitui.core.series import View
from kpitui.core.standing import Standing
from kpitui.core.tree_figures import StretchSums, TreeReading, logged_kpis

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from kpitui.core.metric_tree import Path
    from kpitui.core.recurring import JudgedPeriod

    Feasibility: TypeAlias = 'Literal["usual", "done", "above", "beyond", "unknown"]'
    """How a figure compares with the past: half of all stretches came to it, the best one did, a single good week
    might, nothing did, or too little is known."""
    LeverObstacle: TypeAlias = 'Literal["no-data", "early", "division", "fixed", "lost", "settled", "missing", "over"]'


BLOCKS: dict[Span, Span] = {"day": "week", "week": "week", "month": "month", "quarter": "quarter"}
"""What figures are for, by what is logged the least often."""
RECENT: dict[Span, int] = {"day": 28, "week": 4, "month": 3, "quarter": 2}
"""How many of the latest days (weeks, months, quarters) tell what a figure is now."""
LUMPS = 91
"""How many of the latest days tell it of what comes in lumps: four weeks may have no monthly invoice, or two."""
PAST: dict[Span, int] = {"week": 52, "month": 36, "quarter": 12}
"""How many of the latest weeks (months, quarters) a figure is compared with."""
HELD: dict[Span, int] = {"week": 12, "month": 3, "quarter": 1}
"""For how many of them at the most a figure has to be held: one good week is no evidence for twelve."""
FEWEST_PAST: dict[Span, int] = {"week": 12, "month": 6, "quarter": 4}
LEAST_OF_BLOCK = 0.6
"""How much of a week (month, quarter) a stretch has at the least whose figure is told for one."""
LEAST_COVERED = 0.6
"""The share of the expected days that must have all parts; without parts it is half, as everywhere."""
LEAST_UNPAUSED = 0.25
"""The share of the days that must not be paused: a week of four. Fewer say too little of the other days."""
LIMIT = 2.66
"""Times the mean difference of neighbours the natural limits lie from the mean (Wheeler)."""
WHOLE_SHARE = 100.0
WEIGHED = 56
"""Days before that tell what a day to come weighs in a ratio or an average."""
CLEARLY = 0.05
"""The share of a figure by which another period that is left asks clearly less."""


class LeverPast(Record):
    """What a KPI has come to before, over stretches as long as a figure has to be held.

    Of a stock it is where it would come to from now, by how it changed over such stretches.
    """

    median: float
    best: float
    best_from: date
    best_to: date
    limit: float
    """The natural limit of a single week (month, quarter), on the better side."""
    up: bool
    held: int = 1
    """Over how many weeks (months, quarters) the best and the median are means."""
    ahead: float | None = None
    """Of a stock how many weeks (months, quarters) it moves from now; None for all else."""

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
    whole: Feasibility | None = None
    """Of a part of what does not add up, how what the KPI itself must come to compares with its past: a numerator that
    is as usual beside a usual denominator may make a ratio that never was."""

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
        """Tell how what it must come to compares with its past, and so what the KPI then comes to."""
        own: Feasibility = "unknown" if self.past is None or self.target is None else self.past.feasibility(self.target)
        return own if self.whole is None or own == "unknown" else max(own, self.whole, key=ORDER.index)


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
    other: float | None = None
    """Of a band the edge that is not `needed`."""
    asked: tuple[date, date] | None = None
    """The days that ask what is needed, where another period that is left asks clearly less."""
    share_per: Span | None = None
    """What figures of what adds up are for, where that is not `per`: of what is divided by a stock, as visits per
    member are, a day, or the week or month that its goal names."""
    summed: bool = False
    """Whether figures of the KPI are for a week (month, quarter): it adds up, or is a share of a stock told for one."""
    likely: bool | None = None
    """What the chance of the goal says: on track (True) or off track (False); None without one, or in between."""
    left_out: tuple[date, ...] = ()
    """Days so unusual that what is now is told without them."""

    @property
    def figures_per(self) -> Span:
        """Return what figures of what adds up are told for."""
        return self.share_per or self.per

    @property
    def enough(self) -> bool:
        """Tell whether nothing has to change: by the chance of the goal, else because it is there now."""
        return self.is_there if self.likely is None else self.likely

    @property
    def is_there(self) -> bool:
        """Tell whether what there is now is what is needed."""
        low, high = (self.needed, self.other) if self.up else (self.other, self.needed)
        return (low is None or at_least(self.now, low)) and (high is None or at_least(high, self.now))


class NoLevers(Record):
    """What stands in the way of saying what it would take."""

    obstacle: LeverObstacle
    covered: int
    expected: int
    step: Span
    alone: bool = False
    """Whether the KPI has no parts."""


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
        weeks_left: float | None,
        share: tuple[Span, int] | None = None,
        as_logged: KpiData | None = None,
        one_offs: Mapping[str, Collection[date]] | None = None,
    ) -> None:
        self._sources, self._one_offs = sources, one_offs or {}

        def read_alone(kpi: Kpi) -> LeverData:
            return LeverData(Branch(kpi), sources, every, view, until, weeks_left=weeks_left, one_offs=one_offs)

        self._read_alone = read_alone
        self._usual = 1.0
        """How much of what is expected of the KPI itself is usually logged, where what is not brings nothing.

        What its parts lack says nothing of it.
        """
        self._closed: frozenset[int] = frozenset()
        """The weekdays, then, that never have a number."""
        self._reading = TreeReading(tree, sources, every, first_lever_day(until), until, view)
        named = {kpi.key for kpi in logged_kpis(tree)}
        self._one_off_days = frozenset(day for key, days in self._one_offs.items() if key in named for day in days)
        evaluator = self._reading.evaluator
        stock = any(KINDS[kpi.kind].rule == "last" for kpi in evaluator.leaves.values()) and not evaluator.is_rate
        self._unusual = frozenset() if stock else self._one_off_days
        """The days that what is now is told without; none for a stock, which is what it is on its last day."""
        self._pasts: dict[tuple[Path, bool, int], LeverPast | None] = {}
        self.step = self._reading.step
        self._share = share if self._reading.evaluator.is_share and self.step in ("day", "week") else None
        self.per = BLOCKS[self.step]
        self._left = 1.0 if weeks_left is None else weeks_left * MEAN_DAYS["week"] / MEAN_DAYS[self.per]
        self._held = held_for(self.per, self._left)
        covered = [cell for cell in self._reading.covered if cell <= until]
        self._cells = self._all_cells(max(covered)) if covered else []
        self._first = self._begun(min(covered)) if covered else until
        """The first day (week, month) that it has numbers for, or before which none was expected in that week."""
        recent = self._recent() if covered else []
        self.left_out = tuple(cell for cell in recent if cell in self._unusual and cell in self._reading.covered)
        """Which of the latest days are so unusual that what is now is told without them."""
        there = [cell for cell in recent if cell in self._reading.covered]
        self.covered, self.expected = len(there), len([cell for cell in recent if cell in self._reading.expected])
        untold = self._reading.evaluator.untold = self._reading.untold_on(recent)
        self.untold = tuple(
            (part.kpi, *self._reading.untold_days(part.kpi.key, recent))
            for _depth, whole in branches(tree)
            for part in whole.parts
            if part.kpi is not None and is_untold(whole, part, untold)
        )
        """Parts that began or ended in these days, with the day before which they have no numbers and that after which.

        They are no levers: what they bring is in the rest.
        """
        if as_logged and recent:
            self._usual = usually_logged(as_logged, recent[0], recent[-1])
            if self.step == "day":
                due = [cell for cell in recent if cell in self._reading.expected]
                opened = open_days(due, frozenset(there), "day")
                self._closed = frozenset(range(7)).difference(cell.weekday() for cell in opened)
        self.obstacle: LeverObstacle | None = None
        self.function: TreeFunction | None = None
        if not there:
            self.obstacle = "no-data"
        elif any(KINDS[kpi.kind].whole for kpi in self._reading.evaluator.leaves.values()):
            self.obstacle = "fixed"
        elif 2 * len(recent) < self._number or not self._is_covered(recent, self._unusual):
            self.obstacle = "early"
            self.expected = max(self.expected, self._number // 2)
        else:
            self._settle(recent)

    def figure_in(self, stretch: Period) -> float | None:
        """Return what the KPI came to in a stretch, for one week (month, quarter), in the way that tells what is now.

        None where too little is there, or the stretch is much shorter than that.
        """
        cells = self._reading.cells(stretch)
        size = 7 if self.step == "day" else 1
        if len(cells) < LEAST_OF_BLOCK * size or not self._is_covered(cells, self._unusual):
            return None
        values = self._block_values(cells, len(cells), self._unusual)
        return self._reading.evaluator.value(self._reading.tree, values)

    @property
    def _number(self) -> int:
        """How many days (weeks) tell what is now: of the share of a stock as many as it is told for."""
        return RECENT[self.step] if self._share is None else self._share[1]

    @property
    def share_per(self) -> Span | None:
        """What figures of what adds up are for, as for `Levers`."""
        if self._share is not None:
            return self._share[0]
        return "day" if self.step == "day" and self._reading.evaluator.is_rate else None

    @property
    def _is_summed(self) -> bool:
        tree = self._reading.tree
        return self._share is not None or (tree.kpi is not None and KINDS[tree.kpi.kind].rule == "sum") or self.adds_up

    @property
    def has_parts(self) -> bool:
        """Tell whether the KPI has parts."""
        return bool(self._reading.tree.parts)

    @property
    def last(self) -> date:
        """Return the last of the days that tell what is now."""
        return self._cells[-1]

    @property
    def adds_up(self) -> bool:
        """Tell whether twice as much of everything that adds up makes the KPI twice as much."""
        return self.obstacle is None and self._adds_up(self._recent())

    def levers(self, needed: float, *, up: bool, held: int | None = None) -> Levers:
        """Return what it would take to come to *needed* a block, as a rise (*up*) or as a fall.

        It has to be *held* for so many of them, without that for those that are left.
        """
        function = self.function
        assert function is not None
        listed = list(function.branches()) if function.tree.parts else [((), function.tree)]
        levers = []
        leaves = []
        whole = None
        if function.tree.parts and not self._is_summed:
            past = self._past((), function.tree, up=up, held=held)
            whole = None if past is None else past.feasibility(needed)
        for path, branch in listed:
            if branch.kpi is None or branch.kpi.archived or branch.kpi.direction not in ("higher", "lower"):
                continue
            if not is_told(function.tree, path, self._reading.evaluator.untold):
                continue
            rises = branch.kpi.direction == "higher"
            if not _helps(function, path, rises=rises, up=up):
                continue
            if not branch.parts:
                leaves.append(path)
            past = self._past(path, branch, up=rises, held=held)
            target = self._bounded(branch.kpi, function.alone(path, needed, up=rises), past)
            levers.append(Lever(branch, path, function.figure(path), target, rises, past, whole))
        levers.sort(key=_order)
        now = function.value({})
        together = function.changed_together(leaves, needed, {}) if leaves and now != needed else None
        return Levers(
            function,
            self.per,
            self.last,
            now,
            needed,
            up,
            tuple(levers),
            together,
            share_per=self.share_per,
            summed=self._is_summed,
            left_out=self.left_out,
        )

    def past_of(self, path: Path, branch: Branch) -> LeverPast | None:
        """Return the past of a branch, by its better direction."""
        return self._past(path, branch, up=branch.kpi is None or branch.kpi.direction != "lower")

    def _settle(self, recent: Sequence[date]) -> None:
        tree, values = self._reading.tree, self._block_values(recent, len(recent), self._unusual)
        try:
            self.function = TreeFunction(tree, self._reading.evaluator.term(tree, values, values))
        except ArithmeticError:
            self.obstacle = "division"

    def _begun(self, first: date) -> date:
        """Return the first cell with all parts; of days also those directly before it on which nothing is expected."""
        if self.step == "day":
            for _day in range(6):
                eve = shifted(first, -1)
                if eve in self._reading.expected:
                    break
                first = eve
        return first

    def _recent(self) -> list[date]:
        """Return the latest cells from the first one on; of days whole weeks where the KPI adds up, more for lumps."""
        recent = [cell for cell in self._cells[-self._number :] if cell >= self._first]
        if self.step == "day" and len(recent) >= 7 and self._adds_up(recent):
            longer = [cell for cell in self._cells[-LUMPS:] if cell >= self._first]
            recent = longer if self._has_lumps(longer) else recent
            return recent[len(recent) % 7 :]
        return recent

    def _has_lumps(self, cells: Sequence[date]) -> bool:
        """Tell whether the KPI comes in lumps, as an invoice a month does: on at most a quarter of the days."""
        there = [cell for cell in cells if cell in self._reading.covered]
        evaluator, tree = self._reading.evaluator, self._reading.tree
        return sum(bool(evaluator.value(tree, self._reading.totals([cell]))) for cell in there) <= LUMPY * len(there)

    def _adds_up(self, cells: Sequence[date]) -> bool:
        values = self._reading.totals([cell for cell in cells if cell in self._reading.covered])
        sums = StretchSums(values, 1, 1)
        return self._reading.evaluator.adds_up(sums, sums)

    def _all_cells(self, last: date) -> list[date]:
        """Return the cells up to *last*, the earliest first: of days 52 weeks and a few, else as many as are there."""
        if self.step == "day":
            count = 7 * PAST["week"]
            return [shifted(last, offset - count + 1) for offset in range(count)]
        first = first_lever_day(last)
        cells = self._reading.cells(Period(self.step, first, last, ""))
        return [cell for cell in cells if cell <= last][-max(PAST[self.per], RECENT[self.step]) :]

    def _block_values(
        self, cells: Sequence[date], count: int, left_out: Collection[date] = frozenset()
    ) -> dict[str, float | None]:
        """Return what the logged KPIs come to over *cells* that are covered, what adds up for one block.

        *count* is how many cells there are of days, weeks or longer; days that are missing or paused count as the
        others of their weekday: a week without its Saturday is no low one. Where what is logged is what counts, they
        come to as much of that as is usually logged. Days *left_out* count as those that are paused.
        """
        there = [cell for cell in cells if cell in self._reading.covered and cell not in left_out]
        due = [cell for cell in cells if cell in self._reading.expected and cell not in left_out]
        if self._share is not None:
            asked = sum(cell in self._reading.expected for cell in cells)
            return self._reading.totals(there, self._share[1] * asked / len(cells))
        due = [cell for cell in due if cell.weekday() not in self._closed]
        blocks = count / 7 if self.step == "day" else count
        paused = [cell for cell in cells if self._is_paused(cell) or cell in left_out]
        factor = self._usual * max(1.0, self._times(due, there)) * self._times([*due, *paused], due) / blocks
        return self._reading.evaluator.scaled(self._reading.totals(there), factor)

    def _is_paused(self, cell: date) -> bool:
        """Tell whether nothing is expected on a cell for a pause; a number on a paused day counts."""
        return cell in self._reading.paused and cell not in self._reading.expected

    def _times(self, cells: Sequence[date], others: Sequence[date]) -> float:
        """Return how many times as much as *others* such *cells* bring, days by their weekdays; 1 for none at all."""
        if not others or len(cells) == len(others):
            return 1.0
        weights = self._weekdays if self.step == "day" else None
        whole, part = (fsum(weights[cell.weekday()] for cell in days) if weights else 0.0 for days in (cells, others))
        return whole / part if part > 0 else len(cells) / len(others)

    @cached_property
    def _weekdays(self) -> Sequence[float] | None:
        """What a weekday brings, as a share: of the KPI where it adds up, else of the parts that do, on average.

        None where that can be below 0, or a weekday was never there. One-off days tell nothing of their weekday.
        """
        cells = [cell for cell in self._cells if cell in self._reading.covered and cell not in self._one_off_days]
        values = [self._reading.totals([cell]) for cell in cells]
        evaluator, tree = self._reading.evaluator, self._reading.tree
        if self._adds_up(cells):
            columns = [[evaluator.value(tree, day) or 0.0 for day in values]]
        else:
            sums = [key for key, kpi in evaluator.leaves.items() if KINDS[kpi.kind].rule == "sum"]
            columns = [[day[key] or 0.0 for day in values] for key in sums]
        weights, counts = [0.0] * 7, [0] * 7
        for column in columns:
            whole = fsum(column)
            for cell, value in zip(cells, column, strict=True):
                weights[cell.weekday()] += value / whole if whole > 0 else 0.0
        for cell in cells:
            counts[cell.weekday()] += 1
        due = {cell.weekday() for cell in self._cells if cell in self._reading.expected}
        if min(weights) < 0 or any(not counts[weekday] for weekday in due):
            return None
        return [weight / max(1, count) for weight, count in zip(weights, counts, strict=True)]

    def _unpaused_share(self, cells: Sequence[date]) -> float:
        """Return the share of what would be expected on *cells* that is not paused; a number on a paused day counts."""
        due = sum(cell in self._reading.expected for cell in cells)
        paused = sum(map(self._is_paused, cells))
        return due / (due + paused) if due else 1.0

    def _is_covered(self, cells: Sequence[date], left_out: Collection[date] = frozenset()) -> bool:
        """Tell whether enough of *cells* is there, and enough of them is not paused."""
        due = sum(cell in self._reading.expected and cell not in left_out for cell in cells)
        there = sum(cell in self._reading.covered and cell not in left_out for cell in cells)
        least = LEAST_COVERED if self.has_parts else ENOUGH
        return there > 0 and there >= least * due and self._unpaused_share(cells) >= LEAST_UNPAUSED

    def _left_out(self, branch: Branch) -> frozenset[date]:
        """Return the days that do not count for what is usual of a branch."""
        if branch.kpi is None or not self._one_offs:
            return frozenset()
        keys = {branch.kpi.key, *computation(branch.kpi, self._sources)[0]}
        return frozenset(day for key in keys for day in self._one_offs.get(key, ()))

    def _windows(self, blocks: int, left_out: Collection[date] = frozenset()) -> list[list[date]]:
        """Return the stretches of so many blocks in the past that are covered enough, one block apart."""
        size = 7 if self.step == "day" else 1
        length, windows = blocks * size, []
        end = len(self._cells)
        while end >= length:
            cells = self._cells[end - length : end]
            if cells[0] < self._first:
                break
            if self._is_covered(cells, left_out):
                windows.append(cells)
            end -= size
        return windows[::-1]

    def _past(self, path: Path, branch: Branch, *, up: bool, held: int | None = None) -> LeverPast | None:
        blocks = held or self._held
        if (path, up, blocks) not in self._pasts:
            past = self._past_worked_out(branch, blocks, up=up)
            if past is None and branch.kpi is not None and self._reading.tree.parts:
                # Another part began later, which takes nothing from what this one has done before.
                alone = self._read_alone(branch.kpi)
                past = alone._past_worked_out(Branch(branch.kpi), blocks, up=up) if alone.per == self.per else None
            self._pasts[path, up, blocks] = past
        return self._pasts[path, up, blocks]

    def _past_worked_out(self, branch: Branch, blocks: int, *, up: bool) -> LeverPast | None:
        size = 7 if self.step == "day" else 1
        left_out = self._left_out(branch)
        single = self._figures(branch, self._windows(1, left_out), size, left_out)
        if len(single) < FEWEST_PAST[self.per]:
            return None
        stock = branch.kpi is not None and KINDS[branch.kpi.kind].rule == "last"
        # A stock is moved from where it is: what it was years ago, before a long fall, is no usual thing to come to.
        windows = [] if stock else self._windows(blocks, left_out)
        held = self._moved(single, blocks) if stock else self._figures(branch, windows, size * blocks, left_out)
        if not held:
            return None
        values = [value for value, _cells in (held if stock else single)]
        spread = fsum(abs(b - a) for a, b in pairwise(values)) / max(1, len(values) - 1)
        centre = fsum(values) / len(values)
        best, cells = (max if up else min)(held, key=lambda pair: pair[0])
        return LeverPast(
            median(value for value, _cells in held),
            best,
            cells[0] if self.step == "day" else period_of(self.step, cells[0], self._reading.view.calendar).start,
            cells[-1],
            centre + (LIMIT if up else -LIMIT) * spread,
            up,
            blocks,
            self._left if stock else None,
        )

    def _moved(self, single: Sequence[tuple[float, Sequence[date]]], blocks: int) -> list[tuple[float, Sequence[date]]]:
        """Return where a stock would come to in the time that is left, by each of its changes over *blocks* weeks.

        *single* is what it was at the end of each week (month, quarter). A change counts for as much of the time as
        is left: of 31 days, by five weeks, 31 of the 35 days.
        """
        place = {cell: number for number, cell in enumerate(self._cells)}
        length = blocks * (7 if self.step == "day" else 1)
        share = self._left / blocks
        ends = {place[cells[-1]]: value for value, cells in single}
        now = single[-1][0]
        return [
            (now + (value - ends[end - length]) * share, self._cells[end - length + 1 : end + 1])
            for end, value in ends.items()
            if end - length in ends
        ]

    def _figures(
        self, branch: Branch, windows: Sequence[Sequence[date]], count: int, left_out: Collection[date]
    ) -> list[tuple[float, Sequence[date]]]:
        figures = []
        for cells in windows:
            value = self._reading.evaluator.value(branch, self._block_values(cells, count, left_out))
            if value is not None and not (branch.kpi is not None and branch.kpi.key in self._reading.untold_on(cells)):
                figures.append((value, cells))
        return figures

    def refuse_beyond(self, path: Path, branch: Branch, figure: float) -> None:
        """Raise Refused for a *figure* that a branch can't come to, such as a conversion of 150 %."""
        kpi = branch.kpi
        if kpi is None or self._bounded(kpi, figure, past := self.past_of(path, branch)) is not None:
            return
        ceiling = self._ceiling(kpi, past)
        above = ceiling is not None and figure > ceiling
        raise Refused(
            mark("{kpi} can't be above {bound}") if above else mark("{kpi} can't be below {bound}"),
            field="figures",
            kpi=kpi.name,
            bound=f"{ceiling if above else kpi.floor:g}{'%' if kpi.unit == '%' else ''}",
        )

    @classmethod
    def _bounded(cls, kpi: Kpi, target: float | None, past: LeverPast | None) -> float | None:
        if target is None:
            return None
        ceiling = cls._ceiling(kpi, past)
        beyond = (ceiling is not None and target > ceiling) or (kpi.floor is not None and target < kpi.floor)
        return None if beyond else target

    @staticmethod
    def _ceiling(kpi: Kpi, past: LeverPast | None) -> float | None:
        if kpi.ceiling is None and kpi.unit == "%" and (past is None or past.best <= WHOLE_SHARE):
            return WHOLE_SHARE if KINDS[kpi.kind].rule == "ratio" else None
        return kpi.ceiling


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


def tried_value(function: TreeFunction, figures: Mapping[Path, float]) -> float:
    """Return what a KPI comes to with other *figures*; raise ArithmeticError for no value.

    More visitors buy at the rate of now, in a conversion as in the orders of another goal: what is divided goes along
    with what it is divided by, unless a change of that alone is a way to a better ratio.
    """
    tree, above, below = function.tree, (0,), (1,)
    if tree.way == "ratio" and below in figures and above not in figures and tree.kpi is not None:
        divisor, now = tree.parts[1].kpi, function.figure(below)
        if divisor is not None and {divisor.direction, tree.kpi.direction} <= {"higher", "lower"} and now:
            rises, up = divisor.direction == "higher", tree.kpi.direction == "higher"
            if not _helps(function, below, rises=rises, up=up):
                figures = {**figures, above: function.figure(above) * figures[below] / now}
    return function.value(figures)


def held_for(per: Span, blocks_left: float) -> int:
    """Return for how many weeks (months, quarters) a figure has to be held where so many are left."""
    return max(1, min(ceil(blocks_left), HELD[per]))


def lever_data(
    tree: Branch,
    sources: Mapping[str, Source],
    every: Sequence[Kpi],
    view: View,
    until: date,
    *,
    weeks_left: float | None,
    share: tuple[Span, int] | None = None,
    as_logged: KpiData | None = None,
    one_offs: Mapping[str, Collection[date]] | None = None,
) -> LeverData:
    """Return the data of *tree* up to *until*, opened as deep as the data goes; it may have an obstacle.

    *sources* reach back to `first_lever_day`; a figure has to be held for *weeks_left*, without that for one week
    (month, quarter). Of the *share* of a stock it is what a goal tells it for, and of how many days (weeks) that is.
    *as_logged* is the data of the KPI itself where its goal is judged by the sum of what is logged: see
    `missing.usual_share`. What is now, and what was done before, are told without the *one_offs* of what they are of:
    unusual days by the key of their KPI.
    """

    def read(of: Branch) -> LeverData:
        return LeverData(
            of,
            sources,
            every,
            view,
            until,
            weeks_left=weeks_left,
            share=share,
            as_logged=as_logged,
            one_offs=one_offs,
        )

    if not tree.parts:
        return read(tree)
    tree = with_rests(tree, {key for key, source in sources.items() if source.own})
    for opened in openings(tree, of_target=True):
        data = read(opened)
        if data.untold and (rested := with_untold(opened, {kpi.key for kpi, _since, _until in data.untold})) != opened:
            data = read(rested)
        if data.obstacle is None:
            return data
    if tree.kpi is not None and KINDS[tree.kpi.kind].derived:
        return data
    # Of what is logged itself it can be said, though its parts are not there.
    alone = read(tree._replace(parts=()))
    return data if alone.obstacle is not None else alone


class Needed(Record):
    """What a KPI must come to every week (month, quarter) for a goal."""

    figure: float
    up: bool
    """Whether that is a least; else it is a most."""
    other: float | None = None
    """Of a band the other edge."""
    asked: tuple[date, date] | None = None
    """The days that ask it, where another period that is left asks clearly less."""
    blocks: float | None = None
    """For how many weeks (months, quarters) it is asked, where that is only on those days."""


def needed_a_block(
    goal: Goal,
    standing: Standing,
    data: KpiData,
    per: Span,
    now: float,
    *,
    weights: Sequence[float] | None = None,
    pauses: Sequence[Pause] = (),
    adds_up: bool = False,
) -> Needed | None:
    """Return what a KPI that is at *now* must come to every week (month, quarter, by *per*).

    Of a total what is left spread over the days that are left, of a cap what may still come, of a level what it asks;
    of a recurring goal on what adds up the figure nearest to *now* by which it is kept in as many as are needed of the
    periods that are left. A formula adds up where *adds_up* says so; *weights* and *pauses*, those of its KPI, are as
    for `pace.expected_on`. None where no day is left, or nothing more is needed.
    """
    if standing.target is None or standing.days_left <= 0:
        return None
    summed = data.rule == "sum" or adds_up
    if goal.type in SUMS:
        needed = standing.needed_per_period if goal.type == "total" else standing.left_per_period
        if needed is None or per != cadence_by(standing.cadence):
            needed = (standing.target - (standing.actual or 0.0)) / blocks_left(standing, per)
            if standing.left_per_day is not None and standing.entries_left is None:
                needed = standing.left_per_day * days_a_block(standing.cadence, per)
        return Needed(needed, goal.type == "total")
    if goal.type == "level":
        return _level_needed(goal, standing, data, per, now, summed=summed, weights=weights, pauses=pauses)
    if not summed:
        target = goal.targets[-1]
        edge = _PeriodLeft(*_edges(target, 0.0, 1.0), 1.0, (goal.start, goal.deadline))
        return _nearest([edge], 1, now)
    if goal.per in ("day", "workday"):
        weights = None  # every day is asked the same, however the week goes
    left = [
        _period_left(turn, standing, data, per, weights, pauses)
        for turn in standing.periods
        if turn.verdict in ("running", "ahead")
    ]
    must = max(must_still_keep(standing.periods, goal.keep, len(left)))
    return _nearest(left, min(must, len(left)), now) if left and must > 0 else None


def _level_a_block(goal: Goal, data: KpiData, per: Span, *, summed: bool) -> float:
    """Return what a week (month, quarter) comes to where a level is at its target."""
    target, cadence = goal.targets[-1].value, cadence_of(data)
    if not summed:
        return target
    span = cadence_by(cadence)
    a_slot = MEAN_DAYS[per] / MEAN_DAYS[span] if span != "day" else 1 / days_a_block(cadence, per)
    if goal.per is not None:
        return target * (days_a_block(cadence, per) if span == "day" else a_slot)
    over = level_over(goal, data)
    first, last = stretch(over, cadence, goal.deadline, data.calendar)
    if span in ("month", "quarter"):
        return target / expected_count(cadence, first, last, data.calendar) * a_slot
    return target * MEAN_DAYS[per] / (((last - first).days + 1) * as_a_whole(over, cadence))


def _level_needed(
    goal: Goal,
    standing: Standing,
    data: KpiData,
    per: Span,
    now: float,
    *,
    summed: bool,
    weights: Sequence[float] | None,
    pauses: Sequence[Pause],
) -> Needed | None:
    """Return what a level takes: of the rest of the stretch that its verdict rests on, once a part of that is over.

    What is known of it is fixed, and what is missing since is taken to be as it is *now*. None where nothing more is
    needed. A latest number is wherever it comes to, whatever was before.
    """
    up, over, cadence = not comes_down(goal, data.kpi.direction), level_over(goal, data), cadence_of(data)
    steady = Needed(_level_a_block(goal, data, per, summed=summed), up)
    rest = rest_of_level(goal, standing, data, pauses)
    if rest is None or data.is_share_of_stock:
        return steady
    if data.rule != "sum":
        figure = _mean_of_rest(goal.targets[-1].value, data, rest, now)
        return steady if figure is None else Needed(figure, up, asked=(rest.begin, rest.last), blocks=rest.blocks(per))
    target = goal.targets[-1].value / as_a_whole(over, cadence)
    if goal.per is not None:
        there = data.slots_with_data(rest.first, rest.eve)
        target = goal.targets[-1].value * (there + len(rest.missing) + len(rest.left))
    # Days count by their weekday, as in the sum of a month.
    missing, left = rest.blocks(per, rest.missing, weights), rest.blocks(per, rest.left, weights)
    amount = target - (data.logged_value(rest.first, rest.eve) or 0.0) - now * missing
    if not left or (up and amount <= 0 and not data.negative):
        return None if left else steady
    return Needed(amount / left, up, asked=(rest.begin, rest.last), blocks=rest.blocks(per))


class RestOfLevel(Record):
    """The stretch that the verdict of a level rests on, of which a part is over."""

    first: date
    eve: date
    """The last day that is known."""
    begin: date
    """The first day that lies ahead."""
    last: date
    cadence: str
    missing: tuple[date, ...]
    """The last days of the slots between what is known and what lies ahead."""
    left: tuple[date, ...]
    """Those of the slots that lie ahead."""

    def blocks(self, per: Span, ends: Sequence[date] | None = None, weights: Sequence[float] | None = None) -> float:
        """Return how many weeks (months, quarters) the slots that end on *ends* are, without those the ones ahead."""
        ends, span = self.left if ends is None else ends, cadence_by(self.cadence)
        if span != "day":
            return len(ends) * MEAN_DAYS[span] / MEAN_DAYS[per]
        if weights is not None:
            return fsum(weights[day.weekday()] for day in ends) / MEAN_DAYS[per]
        return len(ends) / days_a_block(self.cadence, per)

    @property
    def over(self) -> tuple[int, int]:
        """Return how many of its days (weeks, months) are over, and how many it has."""
        size = MEAN_DAYS[cadence_by(self.cadence)]
        return round((self.begin - self.first).days / size), round(((self.last - self.first).days + 1) / size)


def rest_of_level(goal: Goal, standing: Standing, data: KpiData, pauses: Sequence[Pause] = ()) -> RestOfLevel | None:
    """Return what is left of the stretch that the verdict of a level rests on; None before any of it is over.

    Nor is there one of a latest number, and where nothing is expected in it any more.
    """
    if data.rule in ("last", "stamped", "min", "max") or goal.over == "last" or standing.as_of is None:
        return None
    cadence = cadence_of(data)
    span = cadence_by(cadence)
    end = goal.deadline if span == "day" else period_of(span, goal.deadline, data.calendar).end
    if end > goal.deadline:
        end = shifted(period_of(span, goal.deadline, data.calendar).start, -1)
    first, last = stretch(level_over(goal, data), cadence, end, data.calendar)
    eve, today = standing.as_of, data.today
    begin = shifted(today, 1) if data.day_is_over or eve >= today else today
    if not first <= eve < last or begin > last:
        return None
    ends = [slot_end for _start, slot_end in slots(cadence, shifted(eve, 1), last, data.calendar, pauses)]
    left = tuple(day for day in ends if day >= begin)
    return RestOfLevel(first, eve, begin, last, cadence, tuple(ends[: len(ends) - len(left)]), left) if left else None


def _mean_of_rest(target: float, data: KpiData, rest: RestOfLevel, now: float) -> float | None:
    """Return what a ratio or an average must be in the rest of its stretch, to come to *target* over all of it.

    (target x whole weight - what is fixed) / weight that is left, where a day to come weighs what its weekday does:
    on a closed one nothing, and where some are usually not logged so much less.
    """
    value, fixed = data.value(rest.first, rest.eve), fsum(data.weights(rest.first, rest.eve).values())
    lately = data.weights(shifted(rest.eve, -WEIGHED), rest.eve)
    if value is None or not lately:
        return None
    usual = fsum(lately.values()) / len(lately)
    by, means = cadence_by(rest.cadence), dict.fromkeys(range(7), usual)
    due, there = data.slots_due(shifted(rest.eve, -WEIGHED), rest.eve)
    if by == "day":
        means = dict.fromkeys((day.weekday() for day in open_days(due, there, by)), usual)
        means |= means_by_weekday(lately.items())
    missing, left = (fsum(means.get(day.weekday(), 0.0) for day in ends) for ends in (rest.missing, rest.left))
    left *= usual_share(due, there, by)
    if left <= 0:
        return None
    return (target * (fixed + missing + left) - value * fixed - now * missing) / left


class _PeriodLeft(Record):
    """A period of a recurring goal that is not over: by which figures a week (month, quarter) it is kept."""

    low: float
    high: float
    blocks: float
    """How many weeks (months, quarters) of it are left."""
    days: tuple[date, date]
    """Those that are left."""

    def is_kept(self, figure: float) -> bool:
        """Tell whether it is kept with *figure* a week (month, quarter)."""
        return at_least(figure, self.low) and at_least(self.high, figure)


def _edges(target: Target, so_far: float, blocks: float) -> tuple[float, float]:
    """Return between which figures a block so many *blocks* fill up a period that is at *so_far*."""
    low, high = target.low, target.high
    if low is None and high is None:
        low = target.value
    if not blocks:
        return (-inf, inf) if fits(target, so_far) else (inf, -inf)
    least = -inf if low is None or (so_far and at_least(so_far, low)) else (low - so_far) / blocks
    return least, inf if high is None else (high - so_far) / blocks


def _period_left(
    turn: JudgedPeriod,
    standing: Standing,
    data: KpiData,
    per: Span,
    weights: Sequence[float] | None,
    pauses: Sequence[Pause],
) -> _PeriodLeft:
    """Return what is left of a period: of its days, or of the weeks or months that end in it and have no number yet."""
    running, span = turn.verdict == "running", cadence_by(standing.cadence)
    first, so_far = turn.period.start, (turn.value or 0.0) if running else 0.0
    if running:
        first = max(first, shifted(data.today, 1) if data.has_ended(data.today) else data.today)
    days = first, turn.period.end
    if span != "day":
        entries = standing.entries_left if running else expected_count(standing.cadence, *days, data.calendar, pauses)
        a_slot = MEAN_DAYS[per] / MEAN_DAYS[span]
        low, high = _edges(turn.target, so_far, (entries or 0) / a_slot)
        if running and standing.needed_per_period is not None:
            low = standing.needed_per_period * a_slot
        if running and standing.left_per_period is not None:
            high = standing.left_per_period * a_slot
        return _PeriodLeft(low, high, (entries or 0) / a_slot, days)
    if weights is None:
        blocks = expected_count(standing.cadence, *days, data.calendar, pauses) / days_a_block(standing.cadence, per)
    else:
        blocks = elapsed.weight_between(*days, weights, pauses) / MEAN_DAYS[per]
    return _PeriodLeft(*_edges(turn.target, so_far, blocks), blocks, days)


def _nearest(left: Sequence[_PeriodLeft], must: int, now: float) -> Needed | None:
    """Return the figure nearest to *now* by which *must* of the periods *left* are kept, and the other end of its band.

    Where no single figure keeps so many, as a band does in months of four and of five weeks, the first of them is
    looked at. None where any figure does.
    """
    bands = _bands(left, must) or _bands(left[:1], 1)
    if not bands:
        return None
    low, high = min(bands, key=lambda band: max(band[0] - now, now - band[1], 0.0))
    if not isfinite(low) and not isfinite(high):
        return None
    inside = at_least(now, low) and at_least(high, now)
    nearer = now - low <= high - now if inside else at_least(high, now)
    up = isfinite(low) and (nearer or not isfinite(high))
    figure, other = (low, high) if up else (high, low)
    asked = _asking(left, figure, up=up)
    return Needed(
        figure, up, other if isfinite(other) else None, asked.days if asked else None, asked.blocks if asked else None
    )


def _bands(left: Sequence[_PeriodLeft], must: int) -> list[tuple[float, float]]:
    """Return the bands of figures by which at least *must* of the periods *left* are kept, ascending."""
    edges = sorted({edge for period in left for edge in (period.low, period.high) if isfinite(edge)})
    ends = [-inf, *edges, inf]
    cells = [(edge, edge) for edge in edges] + list(pairwise(ends))
    bands: list[tuple[float, float]] = []
    for low, high in sorted(cells):
        middle = high - 1 if low == -inf else low + 1 if high == inf else (low + high) / 2
        if sum(period.is_kept(0.0 if low == -high == -inf else middle) for period in left) < must:
            continue
        if bands and bands[-1][1] == low:
            bands[-1] = bands[-1][0], high
        else:
            bands.append((low, high))
    return bands


def _asking(left: Sequence[_PeriodLeft], figure: float, *, up: bool) -> _PeriodLeft | None:
    """Return the period that asks *figure*, where another one asks clearly less; of those to come all ask the same."""
    asks = [(period.low if up else period.high) * (1 if up else -1) for period in left]
    asking = next((n for n, ask in enumerate(asks) if isclose(ask, figure if up else -figure)), None)
    if asking is None:
        return None
    others = asks if asking == 0 else asks[1:]
    return left[asking] if min(others) < asks[asking] - CLEARLY * abs(figure) else None


def first_lever_day(until: date) -> date:
    """Return the first day that is read of a tree to tell what is now and what was before *until*."""
    return shifted(until, -3 * 366)


def blocks_left(standing: Standing, per: Span) -> float:
    """Return how many weeks (months, quarters, by *per*) are left: the days left by as many days as one of them has.

    Of a KPI of working days or chosen weekdays only those are days, as in `Standing.days_left`. Of one that is logged
    by the week or longer it is what the entries still to come stand for, as in `Standing.needed_per_period`.
    """
    if standing.entries_left and not standing.periods:
        return standing.entries_left * MEAN_DAYS[cadence_by(standing.cadence)] / MEAN_DAYS[per]
    return standing.days_left / days_a_block(standing.cadence, per)


def days_a_block(cadence: str, per: Span) -> float:
    """Return the days of a week (month, quarter, by *per*) on which an entry of *cadence* can come."""
    a_week = slots_of(cadence).season if cadence_by(cadence) == "day" else 7
    return a_week / 7 * MEAN_DAYS[per]


def entries_beyond(remaining: float, a_block: float, standing: Standing, per: Span) -> int | None:
    """Return how many entries more than are left *remaining* takes at *a_block* every *per*; None for never.

    They are days of the cadence of *standing*, or weeks, months or quarters, rounded up: of what is logged by those the
    next number comes at the end of one.
    """
    if a_block <= 0:
        return None
    blocks, span = remaining / a_block, cadence_by(standing.cadence)
    if span == "day":
        entries, left = blocks * days_a_block(standing.cadence, per), standing.days_left
    else:
        entries, left = blocks * MEAN_DAYS[per] / MEAN_DAYS[span], standing.entries_left or 0
    return max(0, ceil(entries - left - 1e-9))


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
        counted = counted_goal(goal, data)._replace(targets=(target,))
        first, last = data.counted_days(first, last)
        until, before = (expected_on(counted, day, weights, pauses) for day in (last, first - elapsed.DAY))
        return None if until is None or before is None else until - before
    per = goal.per or "week"
    if per == "week" or goal.type == "level":
        # Of weeks those are held against it that end on these days.
        start, end = data.counted_days(start, end)
    if goal.type == "recurring":
        edge = _edge(target)
        return edge * _periods(per, start, end, data.calendar) if data.rule == "sum" else edge
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
