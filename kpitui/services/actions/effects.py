"""What became of actions: whether the level of a KPI moved since one started, and whether as much as was expected.

The comparison is that of `insight.comparisons`. That an action made the change is nowhere said: figures cannot tell.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from statistics import fmean

from kpitui.core.goal import Action, Expectation, Goal
from kpitui.core.insight.effect import (
    FEWEST_NOISE,
    NOISE,
    POWER,
    Noise,
    Outcome,
    growth,
    least_told,
    longest_of,
    noise_of,
    outcome_of,
    size_of,
    usable_before,
    values_needed,
)
from kpitui.core.insight.outliers import without_outliers
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.services.actions import ActionView, actions, view_of
from kpitui.services.insight import SlotValues, denominators_of, slot_from, slot_values
from kpitui.services.insight.comparisons import EffectView, effect_since, looks_by, moves_already
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from kpitui.core.cadence import Span

    Reason: TypeAlias = 'Literal["noise", "history", "trend", "deadline"]'
    """Why there is no day, or why it comes too late: the ups and downs are too large, too little is known of them, the
    KPI was rising or falling already, or the goal is over by then."""


LATELY = timedelta(days=91)
"""How long what was seen since an action is told on the pages of its KPI and goal."""

MOST_ACTIONS = 3


class ActionEffect(Record):
    """How the KPI of an action did since it started."""

    kpi: Kpi
    view: EffectView
    expected: float | None
    """The change that was expected, in the unit of the KPI; None when none was, or when it is not known yet."""
    outcome: Outcome | None
    """How the change compares with that; None while there is no comparison."""
    others: int
    """How many other actions that bear on the KPI started on that day or since."""


class ActionWithEffect(Record):
    """An action and what became of it."""

    action: Action
    effect: ActionEffect | None


def effect_of(workspace: Workspace, action: Action) -> ActionEffect | None:
    """Return how the KPI of *action* did since it started; None when it has no KPI or was never started.

    It is looked at on the day by which the effect is expected, but not before one of that size can be told from the ups
    and downs, else after two weeks; and once more after twice that time: who looks every day sees an effect of every
    fifth action that has none.
    The days before do not reach back across the start of another action on that KPI, or on the whole business.
    """
    effect: ActionEffect | None = workspace.cached(("effect", action), lambda: _effect(workspace, action))
    return effect


def recent_actions(workspace: Workspace, goal: Goal) -> list[ActionWithEffect]:
    """Return the open actions for a goal and those that were ended lately, with what was seen since each started."""
    lately = [
        view.action
        for view in actions(workspace, closed=True, goal=goal)
        if view.action.finished is None or workspace.today - view.action.finished <= LATELY
    ]
    return [ActionWithEffect(action, effect_of(workspace, action)) for action in lately[:MOST_ACTIONS]]


def recent_effects(workspace: Workspace, kpi: Kpi) -> list[ActionWithEffect]:
    """Return the actions on a KPI that started lately, the newest first, with what was seen of the KPI since."""
    started = [
        (view.action.started, view.action)
        for view in actions(workspace, closed=True, kpi=kpi)
        if view.action.started is not None and workspace.today - view.action.started <= LATELY
    ]
    newest = sorted(started, key=lambda pair: (pair[0], pair[1].id), reverse=True)[:MOST_ACTIONS]
    effects = (ActionWithEffect(action, effect_of(workspace, action)) for _day, action in newest)
    return [item for item in effects if item.effect is not None]


def _effect(workspace: Workspace, action: Action) -> ActionEffect | None:
    kpi = view_of(workspace, action).kpi
    if kpi is None or action.started is None:
        return None
    since = action.started
    others = [
        view.action.started
        for view in actions(workspace, closed=True)
        if view.action.id != action.id and view.action.started and (view.kpi is None or view.kpi.id == kpi.id)
    ]
    looks = looks_by(workspace, kpi, since, action.expected.by if action.expected else None)
    seen = day_of_action(workspace, action, kpi)
    if seen is not None and seen.slots is not None:
        # Not before it can be told from the ups and downs, nor before the day that was named for it.
        looks = looks._replace(first=max(looks.first or 0, seen.slots))
    crossing = max((day for day in others if day < since), default=None)
    view = effect_since(workspace, kpi, since, crossing=crossing, looks=looks)
    expected = size_of(action.expected, view.level) if action.expected else None
    outcome = outcome_of(view.effect, expected) if view.effect and expected else None
    return ActionEffect(kpi, view, expected, outcome, sum(day >= since for day in others))


class EffectDay(Record):
    """When an effect can be seen."""

    size: float | None
    """The effect in the unit of the KPI; None where it is in percent of what is not known."""
    day: date | None
    """The earliest day; None where there is none."""
    slots: int | None
    """How many values since the start that are."""
    period: Span
    before: int
    """How many values before are held beside them."""
    reason: Reason | None
    least: float | None
    """Where it cannot be seen in time, the smallest size that can; in percent where the effect is."""
    power: float = POWER


def effect_day(
    workspace: Workspace, kpi: Kpi, expected: Expectation, start: date, *, crossing: date | None, goal: Goal | None
) -> EffectDay:
    """Return the earliest day on which the *expected* effect on *kpi* of an action that starts on *start* can be seen.

    What is logged from *start* on does not count. The days before do not reach back across *crossing*, the start of
    another action. With *goal* it is said when that is over by then.
    """
    series = slot_values(workspace, kpi)
    slots, period = series.slots, series.slots.period
    begin = slot_from(slots, start)
    split = bisect_left(series.numbers, begin)
    places, raw = series.numbers[:split], series.values[:split]
    values = without_outliers(places, raw, slots.season) if len(raw) > 1 else list(raw)
    # Half a year of one weekday are fewer values than are asked for.
    count = max(FEWEST_NOISE[period], NOISE[period] * (slots.season if period == "day" else 1))
    places, values = places[-count:], values[-count:]
    before = len(values)
    if crossing is not None:
        before = sum(slots.first_day(slot) >= crossing for slot in places)
    usable = usable_before(period, before) if len(values) >= FEWEST_NOISE[period] else None
    if usable is None:
        return EffectDay(None, None, None, period, before, "history", None)
    level = fmean(values[-usable:])
    size = size_of(expected, level)
    if not size:
        return EffectDay(None, None, None, period, usable, "history", None)
    if moves_already(series, split):
        return EffectDay(size, None, None, period, usable, "trend", None)
    rhythm = slots.season if period == "day" else 1
    noise = noise_of(values, rhythm, places=[slot % rhythm for slot in places])
    counted = _is_counted(kpi) and all(value == round(value) >= 0 for value in raw)
    least_variance = (
        fmean(values) if counted else _least_of_share(workspace, kpi, series._replace(numbers=places), level)
    )
    noise = Noise(max(noise.variance, least_variance), noise.alike)
    grows_as_counted = counted or KINDS[kpi.kind].rule == "ratio"
    grow = growth(level, size, counted=grows_as_counted)
    needed = values_needed(noise, size, usable, period=period, season=slots.season, grow=grow)
    if needed is None:
        longest = longest_of(period, slots.season)
        least = least_told(noise, level, size, usable, longest, counted=grows_as_counted)
        shown = 100 * least / abs(level) if expected.percent else least
        return EffectDay(size, None, None, period, usable, "noise", shown)
    day = slots.last_day(begin + needed - 1)
    late: Reason | None = "deadline" if goal is not None and goal.state == "open" and day > goal.deadline else None
    return EffectDay(size, day, needed, period, usable, late, None)


def _is_counted(kpi: Kpi) -> bool:
    return KINDS[kpi.kind].rule == "sum" and not kpi.unit


def _least_of_share(workspace: Workspace, kpi: Kpi, series: SlotValues, level: float) -> float:
    """Return by how much the share that some counted heads are of others varies at least; 0 for any other KPI.

    It is the variance of a binomial distribution, R (1 - R) / n, of the slots of *series* around *level*.
    """
    if KINDS[kpi.kind].rule != "ratio":
        return 0.0
    scale = 100.0 if kpi.unit == "%" else 1.0
    share = level / scale
    heads = [part for part in all_kpis(workspace) if part.id in (kpi.numerator, kpi.denominator)]
    below = [count for count in denominators_of(workspace, kpi, series) if count]
    if not below or not 0 < share < 1 or not all(map(_is_counted, heads)) or any(n != round(n) for n in below):
        return 0.0
    return scale * scale * share * (1 - share) / fmean(below)


def day_of_view(workspace: Workspace, view: ActionView) -> EffectDay | None:
    """Return when the effect of an action can be seen; None where none is expected of it, or of no KPI."""
    return None if view.kpi is None else day_of_action(workspace, view.action, view.kpi, view.goal)


def day_of_action(workspace: Workspace, action: Action, kpi: Kpi, goal: Goal | None = None) -> EffectDay | None:
    """Return when the effect of *action* on *kpi* can be seen; None where none is expected of it.

    An action that is planned is taken to begin on the day it is due, at the earliest today.
    """
    expected = action.expected
    if expected is None:
        return None
    start = action.started or max(workspace.today, action.due or workspace.today)
    others = [
        view.action.started
        for view in actions(workspace, closed=True)
        if view.action.id != action.id and view.action.started and (view.kpi is None or view.kpi.id == kpi.id)
    ]
    crossing = max((day for day in others if day < start), default=None)

    def work() -> EffectDay:
        return effect_day(workspace, kpi, expected, start, crossing=crossing, goal=goal)

    return workspace.cached(("effect day", kpi.id, expected.size, expected.percent, start, crossing, goal), work)
