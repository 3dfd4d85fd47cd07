"""A review: its period, its three questions held against the database, and what was decided about what it brings up.

Are goals reached, where to act, what is strong or weak. What is found is the work of `findings`, its order that of
`kpitui.core.review`; how it is laid out is decided by the faces and by the report, which has a picture for every goal.
Each decision is one undoable change, together with the action or the note that comes of it, and is kept with the
sentence that was decided about, so that the next review can show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial

from kpitui.charts.spec import ChartData
from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import BYS, By, Period, period_of, previous_period
from kpitui.core.comparison import Comparison
from kpitui.core.errors import Refused, mark
from kpitui.core.goal import SUMS, Goal
from kpitui.core.insight.next_step import Advice, is_improvement
from kpitui.core.insight.outlook import Outlook
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.recurring import by_of
from kpitui.core.review import (
    Choice,
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
from kpitui.core.text import LONGEST_TEXT, replaced, storable
from kpitui.services.actions import actions
from kpitui.services.actions.effects import LATELY, ActionWithEffect, effect_of
from kpitui.services.charts import chart_data, level_chart
from kpitui.services.goals import GoalView, urgency, view_of
from kpitui.services.guard_rails import keys_behind
from kpitui.services.insight.signals import Surprise, advice_for
from kpitui.services.like_for_like import compared, compared_days, to_date
from kpitui.services.notes import add_note
from kpitui.services.reading import all_kpis, rhythm_of, shown_kpis
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
from kpitui.services.runway import RunwayView, runways
from kpitui.services.summaries import Summaries
from kpitui.services.templates import is_vanity
from kpitui.services.why import WhyView, basis_of, why, with_events
from kpitui.services.workspace import Workspace
from kpitui.store import goals, records
from kpitui.store.transaction import Transaction

RECENT = 7
"""Days after the end of a period within which its review tells of balances as they are now."""

NO_CHANGE = 0.05
"""A change of less percent is written as 0.0%: there is nothing to take apart."""

Progress = Callable[[int, int], None]
"""Told how many of how many KPIs have been looked at."""


TAKEN_APART: tuple[Kind, ...] = ("goal", "surprise", "shift", "trend")
"""The matters of which the change of their KPI is taken apart."""


class ReviewGoal(Record):
    """How a goal stands at the end of the period, and how it stood at the last review."""

    view: GoalView
    outlook: Outlook | None
    before: GoalView | None
    """As it stood on the day of the last review; None when it was not there, or there was no review."""
    ended: bool = False
    """Whether it is open and its deadline lies before the period, so that it only waits to be closed."""


Judged = Callable[[tuple[ReviewGoal, ...]], None]
"""Given the goals that have been judged so far, in their order."""


class ReviewFigure(Record):
    """A KPI over the period and over as much of the one before."""

    kpi: Kpi
    compared: Comparison
    to_date: tuple[Comparison, ...] = ()
    """The month, quarter and year that its last day is in, up to that day, beside last year's."""


class ReviewedKpi(Record):
    """What a review looks at of one KPI."""

    move: Moved | None
    findings: tuple[ReviewFinding, ...]
    figure: ReviewFigure


class Review(Record):
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
    """The same since they moved, of KPIs that are points without a goal or of which a shift or a trend is told."""
    runways: tuple[RunwayView, ...] = ()
    """How long balances last, the one that may run out first first."""

    def why_of(self, about: ReviewItem | Point) -> WhyView | None:
        """Return the change that a matter or a point is about, taken apart; None where it is not.

        Nor is it for a goal that is a strong point though its KPI got worse, or a weak one though that got better, nor
        for a signal that went the other way than the KPI did.
        """
        if isinstance(about, Point):
            if about.goal is None:
                return self._moved_why(about.kpi)
            view = self.why.get(about.kpi)
            return view if view is not None and self._goes_along(about, view) else None
        if about.kind in ("shift", "trend"):
            return self._moved_why(about.kpi or 0)
        view = self.why.get(about.kpi or 0) if about.kind in TAKEN_APART else None
        evidence = self.findings[about.key].evidence if about.key in self.findings else None
        return _along(view, above=evidence.above) if isinstance(evidence, Surprise) else view

    def _moved_why(self, kpi: int) -> WhyView | None:
        move = self.moves.get(kpi)
        return _along(self.why_moved.get(kpi), above=move.above if move is not None else None)

    def _goes_along(self, point: Point, view: WhyView) -> bool:
        judged = next(line.view for line in self.goals if line.view.goal.id == point.goal)
        up, value = (view.taken.change or 0.0) > 0, judged.standing.actual
        better = is_improvement(judged.goal, judged.kpi.direction, above=up, value=value)
        return better is None or better == point.good

    def decided_last(self, matter: ReviewItem) -> Decision | None:
        """Return what was decided about the same thing last time."""
        return last_time(matter, self.decisions)


def _along(view: WhyView | None, *, above: bool | None) -> WhyView | None:
    """Return a change that explains a move upwards (*above*) or downwards: None where it went the other way."""
    if view is None or above is None:
        return view
    return view if ((view.taken.change or 0.0) > 0) == above else None


def review(
    workspace: Workspace,
    period: ReviewPeriod,
    progress: Progress = lambda _done, _all: None,
    judged: Judged = lambda _lines: None,
) -> Review:
    """Return the review of *period* as it is seen today, worked out once for each state of the database.

    *judged* is given the goals so far after each of them, *progress* is told while goals and KPIs are looked at; what
    either raises ends the review.
    """
    return workspace.cached(("review", period), lambda: _review(workspace, period, progress, judged))


def _review(workspace: Workspace, period: ReviewPeriod, progress: Progress, judged: Judged) -> Review:
    then = workspace.on(period.as_of)
    summaries = Summaries(workspace, f"review {period.by} {period.start} {period.end} {period.as_of}")
    by_id = {kpi.id: kpi for kpi in shown_kpis(workspace)}
    serving = keys_behind(workspace, goals.all_goals(workspace.store))
    held = [earlier for earlier in records.reviews(workspace.store) if earlier.end < period.end]
    decisions = tuple(records.decisions(workspace.store))
    lines: tuple[ReviewGoal, ...] = ()
    for lines in _goal_lines(workspace, period, held[-1] if held else None, summaries):
        judged(lines)
        progress(0, len(by_id))
    findings: list[ReviewFinding] = list(actions_due(workspace, period))
    moves, figures = dict[int, Moved](), list[ReviewFigure]()
    for done, kpi in enumerate(by_id.values()):
        progress(done, len(by_id))
        seen = _seen(workspace, then, kpi, period, lines, serves=kpi.key in serving)
        move, new, figure = summaries.of(kpi, "kpi", partial(_reviewed, seen))
        findings += new
        if move is not None:
            moves[kpi.id] = move
        figures.append(figure)

    def advise(view: GoalView) -> Advice | None:
        """What to do next does not contradict how the KPI moved."""
        move = moves.get(view.kpi.id)
        advice = partial(advice_for, then, view, above=move.above if move else None)
        return summaries.of(view.kpi, f"advice {view.goal.id}", advice)

    findings += behind([line.view for line in lines if not line.ended], period, advise)
    progress(len(by_id), len(by_id))
    goal_points = list(_goal_points(lines))
    failing = any(point.good is False for point in goal_points) or any(map(_is_behind, lines))
    strong, weak = strong_and_weak([*goal_points, *_kpi_points(moves, by_id, failing=failing)])
    matters = in_order([finding.matter for finding in findings], decisions, workspace.today)
    points = (*strong, *weak)
    named_matters = [matter for matter in (*matters.open, *matters.decided) if matter.kind in TAKEN_APART]
    named = [matter.kpi for matter in named_matters]
    named += [point.kpi for point in points if point.goal is not None]
    taken = {kpi: _days_of(period) for kpi in dict.fromkeys(named) if kpi in by_id}
    since = [matter.kpi or 0 for matter in named_matters if matter.kind in ("shift", "trend")]
    since += [point.kpi for point in points if point.goal is None]
    moved_since = {
        kpi: _days_since(by_id[kpi], moves[kpi], period)
        for kpi in dict.fromkeys(since)
        if kpi in by_id and kpi in moves
    }
    reviewed = Review(
        period=period,
        goals=lines,
        matters=matters,
        findings={finding.matter.key: finding for finding in findings},
        strong=strong,
        weak=weak,
        moves=moves,
        actions=tuple(_actions(then, period, summaries)),
        figures=tuple(figures),
        kpis={kpi.id: kpi for kpi in all_kpis(workspace)},
        decisions=decisions,
        last=held[-1] if held else None,
        # A week that is just over is told with how things are now; an older one as it was then.
        runways=tuple(runways(workspace if (workspace.today - period.as_of).days <= RECENT else then)),
        why=dict(_changes(workspace, by_id, taken, summaries)),
        why_moved=dict(_changes(workspace, by_id, moved_since, summaries)),
    )
    summaries.keep()
    return reviewed


def _seen(
    workspace: Workspace,
    then: Workspace,
    kpi: Kpi,
    period: ReviewPeriod,
    lines: tuple[ReviewGoal, ...],
    *,
    serves: bool,
) -> ReviewedState:
    # On the last day of a week the figure of that week is not one of a period that is over.
    over = workspace.on(min(period.as_of + timedelta(days=1), workspace.today))
    seen_from = then if cadence_by(kpi.cadence) == "day" else over
    open_goals = tuple(line.view for line in lines if line.view.kpi.id == kpi.id and line.view.goal.state == "open")
    return ReviewedState(workspace, seen_from, kpi, period, serves=serves, goals=open_goals)


def _reviewed(seen: ReviewedState) -> ReviewedKpi:
    workspace, kpi, period = seen.workspace, seen.kpi, seen.period
    move = moved(seen)
    beside = tuple(to_date(workspace.on(period.as_of), kpi))
    figure = ReviewFigure(kpi, compared_in(workspace, kpi, period), beside)
    return ReviewedKpi(move, (*missing(seen), *signals(seen, move)), figure)


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
    workspace: Workspace, by_id: dict[int, Kpi], stretches: dict[int, Period], summaries: Summaries
) -> Iterator[tuple[int, WhyView]]:
    for number, days in stretches.items():
        kpi = by_id[number]
        name = f"why {days.by} {days.start} {days.end} {days.label}"
        view = summaries.of(kpi, name, partial(_change, workspace, kpi, days), rests=partial(basis_of, workspace, kpi))
        if view is None:
            continue
        view = with_events(workspace, view)
        if not view.taken.parts or not view.taken.change:
            continue
        percent = view.taken.percent(view.taken.change)
        if percent is None or abs(percent) >= NO_CHANGE:
            yield kpi.id, view


def _change(workspace: Workspace, kpi: Kpi, days: Period) -> WhyView | None:
    """Return a change taken apart, without what is noted of it; None where there are no parts to tell."""
    try:
        return why(workspace, kpi, days)._replace(notes=(), actions=())
    except Refused:
        return None  # it has no parts, or is logged by a longer period


def _actions(then: Workspace, period: ReviewPeriod, summaries: Summaries) -> Iterator[ActionWithEffect]:
    """Yield what is under way, and what was ended within the last quarter, with what was seen since it started."""
    since, every = period.as_of - LATELY, actions(then, closed=True)
    starts = [(view.action.id, view.action.started, view.kpi.id if view.kpi else None) for view in every]
    for view in every:
        action = view.action
        if action.started is None or action.started > period.as_of or action.state == "dropped":
            continue
        if action.finished is None or action.finished >= since:
            # It rests on the action as it is, and on when others began.
            effect = partial(effect_of, then, action)
            what = f"effect {action.id} {_digest((action, starts))}"
            yield ActionWithEffect(action, summaries.of(view.kpi, what, effect) if view.kpi is not None else effect())


def _digest(value: object) -> str:
    from hashlib import blake2b

    return blake2b(repr(value).encode(), digest_size=16).hexdigest()


def _goal_lines(
    workspace: Workspace, period: ReviewPeriod, last: HeldReview | None, summaries: Summaries
) -> Iterator[tuple[ReviewGoal, ...]]:
    """Yield the goals that were under way in the period, as they stood at its end: those so far, in their order."""
    lines: list[ReviewGoal] = []
    by_id = {kpi.id: kpi for kpi in all_kpis(workspace)}

    def stood(goal: Goal, day: date) -> GoalView:
        view = partial(view_of, workspace.on(day), goal)
        return summaries.of(by_id[goal.kpi], f"goal {goal.id} {goal.state} {day}", view)

    for goal in goals.all_goals(workspace.store, closed=True):
        if goal.start > period.as_of or (goal.closed is not None and goal.closed < period.start):
            continue
        if goal.closed is not None and goal.closed > period.as_of:
            goal = goal._replace(state="open", closed=None, verdict=None)  # noqa: PLW2901  as it was then
        view, before = stood(goal, period.as_of), None
        if last is not None and goal.start <= last.end:
            before = stood(goal._replace(state="open", closed=None, verdict=None), last.end)
        ended = goal.state == "open" and goal.deadline < period.start
        lines.append(ReviewGoal(view, view.outlook, before, ended))
        lines.sort(key=_attention)
        yield tuple(lines)


def _attention(line: ReviewGoal) -> tuple[object, ...]:
    view = line.view
    return (view.goal.state != "open", not view.standing.stale, *urgency(view))


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
        if state == "open" and (line.view.standing.silent or (good and line.view.standing.lacks_newest)):
            good = None  # nobody can praise what is not there yet, nor blame it
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


class ReviewReport(Record):
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


class ReviewPeriod(Record):
    """The days of a review, all inclusive. What a KPI is compared with depends on how far it has been logged."""

    by: By | None
    """The length of period it is; None for any other range."""
    start: date
    end: date
    label: str
    """Its name, sortable: ``2026-W47``, ``2026-11``, or ``2026-11-02..2026-11-13``."""
    as_of: date
    """The day it is seen from: its last one, or today while it is running."""


def review_period(workspace: Workspace, by: By, day: date | None = None) -> ReviewPeriod:
    """Return the period of length *by* that *day* is in; without a day, the newest one that is over."""
    calendar, today = workspace.settings.calendar, workspace.today
    period = period_of(by, day or today, calendar)
    if day is None and period.end >= today:
        period = previous_period(period, calendar)
    return ReviewPeriod(by, period.start, period.end, period.label, min(period.end, today))


def neighbour(workspace: Workspace, period: ReviewPeriod, step: int) -> ReviewPeriod:
    """Return the period before (-1) or after (1) *period*; the one that is running has none after it."""
    days = (period.end - period.start).days + 1
    day = period.end + timedelta(days=1) if step > 0 else period.start - timedelta(days=1)
    if day > workspace.today:
        return period
    if period.by is not None:
        return review_period(workspace, period.by, day)
    other = day + step * timedelta(days=days - 1)
    return range_of(workspace, min(day, other), max(day, other))


def range_of(workspace: Workspace, start: date, end: date) -> ReviewPeriod:
    """Return the days from *start* to *end*, those that are still to come left out.

    Raises Refused when all of them are, or when the end lies before the start.
    """
    if start > workspace.today:
        raise Refused(mark("{value} is in the future. Choose today or an earlier day"), field="since", value=start)
    if end < start:
        message = mark("The last day, {value}, is before the first day, {start}")
        raise Refused(message, field="until", value=end, start=start)
    end = min(end, workspace.today)
    return ReviewPeriod(None, start, end, f"{start.isoformat()}..{end.isoformat()}", end)


def compared_in(workspace: Workspace, kpi: Kpi, period: ReviewPeriod) -> Comparison:
    """Return a KPI over *period* beside the period before it, or as many days directly before any other range.

    Of a KPI that is logged by longer periods, as one of months in a week, it is the last of those that is over.
    """
    if period.by is None:
        return compared_days(workspace, kpi, period.start, period.end)
    own = rhythm_of(workspace, kpi)
    if BYS.index(own) > BYS.index(period.by):
        calendar = workspace.settings.calendar
        last = period_of(own, period.as_of, calendar)
        return compared(workspace, kpi, last if last.end <= period.as_of else previous_period(last, calendar))
    return compared(workspace, kpi, Period(period.by, period.start, period.end, period.label))


def act(workspace: Workspace, matter: ReviewItem, sentence: str, typed: Mapping[str, str]) -> Decision:
    """Plan the action that *typed* describes (see `actions.form.FIELDS`) for the goal, else the KPI, of a matter.

    *sentence* is the sentence of the matter. Raises Refused or NotFound as `actions.form.add_typed` does.
    """
    from kpitui.services.actions.form import add_typed

    keys = {kpi.id: kpi.key for kpi in all_kpis(workspace)}
    whose = {"goal": str(matter.goal)} if matter.goal is not None else {"kpi": keys.get(matter.kpi or 0, "")}
    with workspace.store.write("matter.decided", said=sentence[:200]) as change:
        action = add_typed(workspace, {**typed, **whose})
        return _keep(workspace, change, matter, sentence, "act", remark=action.what, action=action.uid)


def note(workspace: Workspace, matter: ReviewItem, sentence: str, text: str) -> Decision:
    """Put a note on today, on the KPI of a matter or on all of them; raises Refused for an empty one."""
    every = all_kpis(workspace)
    kpi = next((kpi for kpi in every if kpi.id == matter.kpi), None)
    with workspace.store.write("matter.decided", said=sentence[:200]) as change:
        add_note(workspace, kpi, workspace.today, text)
        return _keep(
            workspace, change, matter, sentence, "note", remark=storable(text, what=mark("a note"), field="note")
        )


def accept(workspace: Workspace, matter: ReviewItem, sentence: str) -> Decision:
    """Leave a matter as it is."""
    with workspace.store.write("matter.decided", said=sentence[:200]) as change:
        return _keep(workspace, change, matter, sentence, "accept")


def snooze(workspace: Workspace, matter: ReviewItem, sentence: str, until: date) -> Decision:
    """Look at a matter again on the day *until*; raises Refused when that is not to come."""
    if until <= workspace.today:
        raise Refused(mark("{value} is not in the future. Choose a later day"), field="until", value=until)
    with workspace.store.write("matter.decided", said=sentence[:200]) as change:
        return _keep(workspace, change, matter, sentence, "snooze", until=until)


def hold(workspace: Workspace, period: ReviewPeriod) -> None:
    """Remember that the review of *period* was held today; nothing happens when it is known already."""
    held = HeldReview(period.start, period.end, workspace.today)
    if held in records.reviews(workspace.store):
        return
    with workspace.store.write("review.held", period=period.label) as change:
        records.add_review(change, held)


def _keep(
    workspace: Workspace,
    change: Transaction,
    matter: ReviewItem,
    sentence: str,
    choice: Choice,
    *,
    until: date | None = None,
    remark: str = "",
    action: str | None = None,
) -> Decision:
    decision = Decision(
        0,
        "",
        matter.key,
        workspace.today,
        choice,
        until,
        replaced(sentence[:LONGEST_TEXT]),
        remark,
        matter.kpi,
        matter.goal,
        action,
    )
    return decision._replace(id=records.add_decision(change, decision))
