"""The three questions of a review, held against the database: are goals reached, where to act, what is strong or weak.

What a review is of is told by `period`, how what is found is ordered by `kpitui.core.review`, what was decided about it
by `decisions`. How it is laid out is decided by the faces and by the report, which has a picture for every goal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kpitui.charts.spec import ChartData
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import Period
from kpitui.core.comparison import Comparison
from kpitui.core.errors import Refused
from kpitui.core.goal import SUMS
from kpitui.core.insight.outlook import Outlook
from kpitui.core.model import Kpi
from kpitui.core.recurring import by_of
from kpitui.core.review import (
    Decision,
    HeldReview,
    Kind,
    Point,
    ReviewItem,
    ReviewItems,
    in_order,
    is_strong,
    last_time,
    strong_and_weak,
)
from kpitui.services.actions import actions
from kpitui.services.actions.effects import LATELY, ActionWithEffect, effect_of
from kpitui.services.charts import chart_data, level_chart
from kpitui.services.goals import GoalView, urgency, view_of
from kpitui.services.guard_rails import keys_behind
from kpitui.services.like_for_like import to_date
from kpitui.services.reading import all_kpis, shown_kpis
from kpitui.services.reviews.findings import (
    BEHIND,
    Moved,
    ReviewedState,
    ReviewFinding,
    actions_due,
    behind,
    missing,
    moved,
    signals,
)
from kpitui.services.reviews.period import ReviewPeriod, compared_in
from kpitui.services.runway import RunwayView, runways
from kpitui.services.templates import is_vanity
from kpitui.services.why import WhyView, why
from kpitui.services.workspace import Workspace
from kpitui.store import goals, records

RECENT = 7
"""Days after the end of a period within which its review tells of balances as they are now."""

Progress = Callable[[int, int], None]
"""Told how many of how many KPIs have been looked at."""


TAKEN_APART: tuple[Kind, ...] = ("goal", "surprise", "shift", "trend")
"""The matters of which the change of their KPI is taken apart."""


class ReviewGoal(NamedTuple):
    """How a goal stands at the end of the period, and how it stood at the last review."""

    view: GoalView
    outlook: Outlook | None
    before: GoalView | None
    """As it stood on the day of the last review; None when it was not there, or there was no review."""
    ended: bool = False
    """Whether it is open and its deadline lies before the period, so that it only waits to be closed."""


class ReviewFigure(NamedTuple):
    """A KPI over the period and over as much of the one before."""

    kpi: Kpi
    compared: Comparison
    to_date: tuple[Comparison, ...] = ()
    """The month, quarter and year that its last day is in, up to that day, beside last year's."""


class Review(NamedTuple):
    """Everything a review tells, in the order in which it is told."""

    period: ReviewPeriod
    goals: tuple[ReviewGoal, ...]
    """The one that asks most for attention first; closed within the period at the end."""
    matters: ReviewItems
    findings: dict[str, ReviewFinding]
    """What was found, by the key of its matter."""
    strong: tuple[Point, ...]
    weak: tuple[Point, ...]
    moves: dict[int, Moved]
    """How the KPIs moved that are points without a goal, by their ids."""
    actions: tuple[ActionWithEffect, ...]
    """Those that are under way and those that were ended lately, with what was seen since they started."""
    figures: tuple[ReviewFigure, ...]
    kpis: dict[int, Kpi]
    decisions: tuple[Decision, ...]
    """Everything that was decided in reviews, in order."""
    last: HeldReview | None
    """The review that was held last before today's."""
    why: dict[int, WhyView]
    """The changes in the period of the KPIs of goals and signals, taken apart, by their ids; without those that did not
    change or cannot be taken apart."""
    why_moved: dict[int, WhyView]
    """The same of KPIs that are points without a goal, since they moved."""
    runways: tuple[RunwayView, ...] = ()
    """How long balances last, the one that may run out first first."""

    def why_of(self, about: ReviewItem | Point) -> WhyView | None:
        """Return the change that a matter or a point is about, taken apart; None where it is not."""
        if isinstance(about, Point):
            return (self.why if about.goal is not None else self.why_moved).get(about.kpi)
        return self.why.get(about.kpi or 0) if about.kind in TAKEN_APART else None

    def decided_last(self, matter: ReviewItem) -> Decision | None:
        """Return what was decided about the same thing last time."""
        return last_time(matter, self.decisions)


def review(workspace: Workspace, period: ReviewPeriod, progress: Progress = lambda _done, _all: None) -> Review:
    """Return the review of *period* as it is seen today; *progress* is told while KPIs are looked at."""
    then = workspace.on(period.as_of)
    by_id = {kpi.id: kpi for kpi in shown_kpis(workspace)}
    serving = keys_behind(workspace, goals.all_goals(workspace.store))
    held = [earlier for earlier in records.reviews(workspace.store) if earlier.end < period.end]
    decisions = tuple(records.decisions(workspace.store))
    lines = tuple(_goal_lines(workspace, then, period, held[-1] if held else None))
    findings: list[ReviewFinding] = list(actions_due(workspace, period))
    moves, figures = dict[int, Moved](), list[ReviewFigure]()
    for done, kpi in enumerate(by_id.values()):
        progress(done, len(by_id))
        # On the last day of a week the figure of that week is not one of a period that is over.
        over = workspace.on(min(period.as_of + timedelta(days=1), workspace.today))
        seen_from = then if cadence_by(kpi.cadence) == "day" else over
        open_goals = tuple(line.view for line in lines if line.view.kpi.id == kpi.id and line.view.goal.state == "open")
        seen = ReviewedState(workspace, seen_from, kpi, period, serves=kpi.key in serving, goals=open_goals)
        move = moved(seen)
        findings += [*missing(seen), *signals(seen, move)]
        if move is not None:
            moves[kpi.id] = move
        figures.append(ReviewFigure(kpi, compared_in(workspace, kpi, period), tuple(to_date(then, kpi))))
    findings += behind(then, [line.view for line in lines if not line.ended], period, moves)
    progress(len(by_id), len(by_id))
    goal_points = list(_goal_points(lines))
    failing = any(point.good is False for point in goal_points) or any(map(_is_behind, lines))
    strong, weak = strong_and_weak([*goal_points, *_kpi_points(moves, by_id, failing=failing)])
    matters = in_order([finding.matter for finding in findings], decisions, workspace.today)
    points = (*strong, *weak)
    named = [matter.kpi for matter in (*matters.open, *matters.decided) if matter.kind in TAKEN_APART]
    named += [point.kpi for point in points if point.goal is not None]
    taken = {kpi: _days_of(period) for kpi in dict.fromkeys(named) if kpi in by_id}
    moved_since = {
        point.kpi: _days_since(by_id[point.kpi], moves[point.kpi], period) for point in points if point.goal is None
    }
    return Review(
        period=period,
        goals=lines,
        matters=matters,
        findings={finding.matter.key: finding for finding in findings},
        strong=strong,
        weak=weak,
        moves=moves,
        actions=tuple(_actions(then, period)),
        figures=tuple(figures),
        kpis={kpi.id: kpi for kpi in all_kpis(workspace)},
        decisions=decisions,
        last=held[-1] if held else None,
        # A week that is just over is told with how things are now; an older one as it was then.
        runways=tuple(runways(workspace if (workspace.today - period.as_of).days <= RECENT else then)),
        why=dict(_changes(workspace, by_id, taken)),
        why_moved=dict(_changes(workspace, by_id, moved_since)),
    )


def _days_of(period: ReviewPeriod) -> Period:
    return Period(period.by or "day", period.start, period.end, period.label)


def _days_since(kpi: Kpi, move: Moved, period: ReviewPeriod) -> Period:
    """Return the days since a KPI moved, at most a quarter; four weeks of one that rises or falls steadily."""
    if cadence_by(kpi.cadence) != "day" or move.how == "effect":
        return _days_of(period)
    longest = period.as_of - timedelta(days=DAYS_BEFORE - 1)
    lately = period.as_of - timedelta(days=TREND_DAYS - 1)
    start = lately if move.since is None else max(move.since, longest)
    return Period("day", min(start, period.as_of - timedelta(days=6)), period.as_of, "")


def _changes(
    workspace: Workspace, by_id: dict[int, Kpi], stretches: dict[int, Period]
) -> Iterator[tuple[int, WhyView]]:
    for number, days in stretches.items():
        kpi = by_id[number]
        try:
            view = why(workspace, kpi, days)
        except Refused:
            continue  # it has no parts, or is logged by a longer period
        if view.taken.parts and view.taken.change:
            yield kpi.id, view


def _actions(then: Workspace, period: ReviewPeriod) -> Iterator[ActionWithEffect]:
    """Yield what is under way, and what was ended within the last quarter, with what was seen since it started."""
    since = period.as_of - LATELY
    for view in actions(then, closed=True):
        action = view.action
        if action.started is None or action.started > period.as_of or action.state == "dropped":
            continue
        if action.finished is None or action.finished >= since:
            yield ActionWithEffect(action, effect_of(then, action))


def _goal_lines(
    workspace: Workspace, then: Workspace, period: ReviewPeriod, last: HeldReview | None
) -> Iterator[ReviewGoal]:
    """Yield the goals that were under way in the period, as they stood at its end."""
    views = []
    for goal in goals.all_goals(workspace.store, closed=True):
        if goal.start > period.as_of or (goal.closed is not None and goal.closed < period.start):
            continue
        if goal.closed is not None and goal.closed > period.as_of:
            goal = goal._replace(state="open", closed=None, verdict=None)  # noqa: PLW2901  as it was then
        views.append(view_of(then, goal))
    views.sort(key=lambda view: (view.goal.state != "open", not view.standing.stale, *urgency(view)))
    for view in views:
        before = None
        if last is not None and view.goal.start <= last.end:
            earlier = workspace.on(last.end)
            before = view_of(earlier, view.goal._replace(state="open", closed=None, verdict=None))
        ended = view.goal.state == "open" and view.goal.deadline < period.start
        yield ReviewGoal(view, view.outlook, before, ended)


def _goal_points(lines: tuple[ReviewGoal, ...]) -> Iterator[Point]:
    for line in lines:
        if line.ended:
            continue
        status, state = line.view.standing.status, line.view.goal.state
        good: bool | None
        if state != "open":
            good = {"achieved": True, "missed": False}.get(state)
        elif line.outlook is not None:
            good = is_strong(line.outlook.chance)
        else:
            good = {"reached": True, "on track": True, "off track": False, "missed": False}.get(status)
        if good is not None:
            chance = line.outlook.chance if line.outlook and state == "open" else None
            yield Point(line.view.kpi.id, line.view.goal.id, good, chance, 0.0)


def _is_behind(line: ReviewGoal) -> bool:
    return line.view.goal.state == "open" and line.view.standing.status in BEHIND


def _kpi_points(moves: dict[int, Moved], by_id: dict[int, Kpi], *, failing: bool) -> Iterator[Point]:
    """Yield the KPIs that moved; while a goal is *failing* a figure that flatters is nothing to be glad of."""
    for number, move in moves.items():
        if move.good and failing and is_vanity(by_id[number]):
            continue
        if move.good is not None and move.size is not None:
            yield Point(number, None, move.good, None, move.size)


TREND_DAYS = 28
"""The days that tell of a steady rise or fall which parts it has, beside as many before."""

DAYS_BEFORE = 91
"""How far before the end of the period a picture reaches back at the least."""


class ReviewReport(NamedTuple):
    """A review with what is told beside it in a report."""

    review: Review
    business: str
    """The name of the business; empty where none was given."""
    made: date
    pictures: tuple[ChartData, ...]
    """What is drawn of each goal, in their order."""


def review_report(workspace: Workspace, review: Review) -> ReviewReport:
    """Return what the report of a review is made of."""
    pictures = tuple(_picture(workspace, review, line) for line in review.goals)
    return ReviewReport(review, workspace.settings.values["business"], workspace.today, pictures)


def _picture(workspace: Workspace, review: Review, line: ReviewGoal) -> ChartData:
    """Return what the picture of a goal shows: a total adds up, a level is a line, a recurring one its periods."""
    goal, period = line.view.goal, review.period
    then = workspace.on(period.as_of)
    if goal.type == "recurring":
        data = chart_data(then, line.view.kpi, "periods", goal.start, goal.deadline, goal=goal)
        points = tuple((bar.start, bar.value) for bar in data.bars if bar.value is not None and not bar.partial)
        bridge = {"day": 7, "week": 7, "month": 31, "quarter": 92}[by_of(goal.per or "week")]
        data = data._replace(points=points, target=data.bar_target, bridge=bridge, last=max(period.as_of, data.first))
    elif goal.type in SUMS:
        data = chart_data(then, line.view.kpi, "cumulative", goal.start, goal.deadline, goal=goal)
        return data._replace(points=data.total, pace=data.total_pace, target=line.view.standing.target, bridge=10_000)
    else:
        first = min(max(goal.start, period.as_of - timedelta(days=DAYS_BEFORE)), period.start)
        data = chart_data(then, line.view.kpi, "trend", first, period.as_of, goal=goal)
        data = level_chart(then, line.view.kpi, goal, data)
    return data
