"""The guard rails over the whole set of KPIs, held against the database.

The rules are `kpitui.core.guard_rails`'; here is loaded what they ask about. What one goal lacks `goals.saving` tells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from kpitui.core.baseline import MOST_LOGGED
from kpitui.core.cadence import cadence_by, expected_count, pauses_of, slots
from kpitui.core.goal import Goal
from kpitui.core.guard_rails import CLOSED_WEEKS, Caution, CounterHarm, GoalConflict, KpiUse, cautions
from kpitui.core.kinds import is_computed
from kpitui.core.model import Kpi, Pause
from kpitui.core.planned import Planned
from kpitui.services.goals.contradictions import contradictions_among
from kpitui.services.insight.comparisons import Looks, effect_since
from kpitui.services.reading import (
    all_kpis,
    days_with_values,
    first_days,
    newest_day,
    shown_kpis,
    sources_of,
)
from kpitui.services.workspace import Workspace
from kpitui.store import goals, insight, planned, records

SUFFERING = Looks(again=6)
"""When it is looked at whether a counter-KPI suffers: after two weeks, then each time after twice as long."""


def cautions_of(workspace: Workspace) -> list[Caution]:
    """Return what to look at in the whole set, the most pressing first."""
    every_kpi = shown_kpis(workspace)
    every_goal = goals.all_goals(workspace.store, closed=True)
    open_goals = [goal for goal in every_goal if goal.state == "open"]
    serving = keys_behind(workspace, open_goals) | _parts(workspace, every_kpi) | _planned(workspace, every_kpi)
    decided = _decisions(workspace, every_goal)
    pauses = records.all_pauses(workspace.store)
    states = [
        _kept(workspace, kpi, pauses, max(decided.get(kpi.id, kpi.created), kpi.created), kpi.key in serving)
        for kpi in every_kpi
    ]
    conflicts = conflicts_of(workspace, open_goals)
    return cautions(states, _suffering(workspace, open_goals), workspace.today, conflicts)


def conflicts_of(workspace: Workspace, open_goals: Sequence[Goal]) -> list[GoalConflict]:
    """Return which of the *open_goals* do not go together."""
    by_id = {kpi.id: kpi for kpi in shown_kpis(workspace)}
    return [
        GoalConflict(pair.goal.title, pair.other.title, by_id[pair.goal.kpi], pair.why == "part above whole")
        for pair in contradictions_among(workspace, open_goals)
        if pair.goal.kpi in by_id
    ]


def _kept(workspace: Workspace, kpi: Kpi, pauses: Iterable[Pause], decided: date, serves: bool) -> KpiUse:
    last = newest_day(workspace, kpi)
    missed = 0
    if not is_computed(kpi):
        since = max(last + timedelta(days=1) if last else kpi.created, kpi.created)
        yesterday = workspace.today - timedelta(days=1)
        calendar = workspace.settings.calendar
        missed = expected_count(kpi.cadence, since, yesterday, calendar, pauses_of(kpi, pauses))
    closed = _never_logged(workspace, kpi, pauses_of(kpi, pauses))
    return KpiUse(kpi, cadence_by(kpi.cadence), last, missed, decided, closed, serves)


def _never_logged(workspace: Workspace, kpi: Kpi, pauses: Sequence[Pause]) -> tuple[int, ...]:
    """Return the weekdays that *kpi* is expected on and has no number of, over the last twelve weeks that were logged.

    None where other days lack as many, or where a blank day is zero; nor of a sum of parts, which have their own days.
    """
    if is_computed(kpi) or cadence_by(kpi.cadence) != "day" or kpi.blank == "zero":
        return ()
    yesterday = workspace.today - timedelta(days=1)
    first = yesterday - timedelta(weeks=CLOSED_WEEKS) + timedelta(days=1)
    began = first_days(workspace).get(kpi.id)
    if began is None or began > first:
        return ()
    logged = Counter(day.weekday() for day in days_with_values(workspace, kpi, first, yesterday))
    calendar = workspace.settings.calendar
    due = Counter(day.weekday() for day, _last in slots(kpi.cadence, first, yesterday, calendar, pauses))
    blank = tuple(
        sorted(weekday for weekday in due if not logged[weekday] and due[weekday] >= MOST_LOGGED * CLOSED_WEEKS)
    )
    others = sum(due[weekday] for weekday in due if weekday not in blank)
    return blank if logged.total() >= MOST_LOGGED * others > 0 else ()


def keys_behind(workspace: Workspace, open_goals: Iterable[Goal]) -> set[str]:
    """Return the keys of the KPIs that open goals rest on, those that others are computed from among them."""
    numbers = {number for goal in open_goals for number in (goal.kpi, *goal.drivers, *goal.counters)}
    named = [kpi for kpi in all_kpis(workspace) if kpi.id in numbers]
    return set(sources_of(workspace, named, workspace.today, workspace.today)) | {kpi.key for kpi in named}


def _parts(workspace: Workspace, every_kpi: Iterable[Kpi]) -> set[str]:
    """Return the keys of the KPIs that others among *every_kpi* are computed from."""
    computed = [kpi for kpi in every_kpi if is_computed(kpi)]
    every = sources_of(workspace, computed, workspace.today, workspace.today)
    return set(every) - {kpi.key for kpi in computed}


def _planned(workspace: Workspace, every_kpi: Iterable[Kpi]) -> set[str]:
    """Return the keys of balances with planned amounts still to come: they are kept for how long they last."""
    coming = {plan.kpi for plan in planned.all_planned(workspace.store) if _still_comes(plan, workspace.today)}
    return {kpi.key for kpi in every_kpi if kpi.id in coming}


def _still_comes(plan: Planned, today: date) -> bool:
    return plan.first >= today if plan.every is None else plan.until is None or plan.until >= today


def _decisions(workspace: Workspace, every_goal: Iterable[Goal]) -> dict[int, date]:
    """Return the newest day on which something was decided with a KPI, by its id."""
    newest: dict[int, date] = defaultdict(lambda: date.min)
    for number, day in _decided(workspace, every_goal):
        if day is not None and newest[number] < day <= workspace.today:
            newest[number] = day
    return newest


def _decided(workspace: Workspace, every_goal: Iterable[Goal]) -> Iterator[tuple[int, date | None]]:
    """Yield everything that was decided: goals set, changed and closed, actions, notes, and limits begun anew."""
    outcome = {}
    for goal in every_goal:
        outcome[goal.id] = goal.kpi
        for number in (goal.kpi, *goal.drivers, *goal.counters):
            yield number, goal.created
        yield goal.kpi, goal.closed
        for target in goal.targets[1:]:
            yield goal.kpi, target.since
    for action in records.all_actions(workspace.store):
        acted_on = action.kpi or outcome.get(action.goal or 0)
        if acted_on is not None:
            yield acted_on, action.started
            yield acted_on, action.finished
    for kpi in shown_kpis(workspace):
        for note in records.notes_of(workspace.store, kpi.id):
            if note.kpi == kpi.id:
                yield kpi.id, note.date
        for base in insight.bases_of(workspace.store, kpi.id):
            yield kpi.id, base.day


def _suffering(workspace: Workspace, open_goals: Iterable[Goal]) -> list[CounterHarm]:
    """Return the counter-KPIs of goals under way whose level moved the wrong way since the goal began."""
    by_id = {kpi.id: kpi for kpi in all_kpis(workspace)}
    suffering = []
    for goal in open_goals:
        for kpi in (by_id[number] for number in goal.counters if number in by_id):
            begun = goal.start <= workspace.today
            effect = effect_since(workspace, kpi, goal.start, looks=SUFFERING).effect if begun else None
            if effect is not None and effect.clear and kpi.direction in ("higher", "lower"):
                worse = effect.difference < 0 if kpi.direction == "higher" else effect.difference > 0
                if worse:
                    suffering.append(CounterHarm(goal.title, kpi, goal.start, effect.difference))
    return suffering
