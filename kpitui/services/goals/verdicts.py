"""The one judgement of a goal that every face reads: how it stands, its chance and the word that follows from it.

A chance is slow to work out, so it is kept in the database for the state of the data and the day that it was worked out
of, and only read where it is shown. A view of another day than today neither reads nor keeps one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from kpitui.core.calendar import LONGEST_DAYS
from kpitui.core.errors import KpituiError
from kpitui.core.goal import SUMS, Goal, GoalState
from kpitui.core.kinds import KINDS
from kpitui.core.measure import cadence_of, longest_stretch, over_of
from kpitui.core.missing import USUAL_DAYS
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import standing
from kpitui.core.record import Record
from kpitui.core.recurring import by_of
from kpitui.core.standing import OPEN, URGENCY, Standing, Status, status_by_chance
from kpitui.services.by_hour import comes_by_hour
from kpitui.services.freshness import Freshness
from kpitui.services.reading import all_kpis, data_of, days_before, history_of
from kpitui.services.unusual_days import unusual_days_of
from kpitui.services.workspace import Workspace
from kpitui.store import goals, insight, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.aggregation import KpiData
    from kpitui.core.insight.outlook import Outlook
    from kpitui.core.insight.track_record import TrackRecord

RULES = 27
"""Raised by one when a chance comes out otherwise for the same data, so that none that was kept before is read."""


YEARS = 3 * 366
"""Days that are looked back over for the last data of a goal that has none of its own yet."""

CHECKING = "checking"
"""What is shown in the place of a status that is not known yet."""

CLOSED: dict[GoalState, Status] = {"achieved": "reached", "missed": "missed"}
"""The word for a goal that was closed, whatever is logged afterwards."""


class GoalView(Record):
    """A goal, its outcome KPI, how it stands, and its chance."""

    goal: Goal
    kpi: Kpi
    standing: Standing
    """Its status follows from the chance where there is one."""
    outlook: Outlook | None = None
    """The chance of the very verdict that will be given at the deadline; None where there is none to speak of."""
    fresh: bool = True
    """Whether the chance is of the data as they are now; without, it is to be worked out off the paint."""
    pending: bool = False
    """Whether no chance was ever worked out yet: its status is by pace alone, and another one may follow at once."""

    @property
    def shown(self) -> str:
        """Return the status to show; that it is being checked where the word may be another one in a moment."""
        return CHECKING if self.pending else self.standing.status


class Judge:
    """Judges goals as of the day of a workspace; with *foretell* chances are worked out where none is kept."""

    def __init__(self, workspace: Workspace, *, foretell: bool) -> None:
        self.workspace, self.foretell = workspace, foretell
        self.pauses: Sequence[Pause] = records.all_pauses(workspace.store)
        self.by_id = {kpi.id: kpi for kpi in all_kpis(workspace)}

    @cached_property
    def stored(self) -> dict[int, insight.KeptOutlook]:
        """The chances that are kept, by goal."""
        return insight.kept_outlooks(self.workspace.store) if self.workspace.is_now else {}

    @cached_property
    def freshness(self) -> Freshness:
        """What tells whether a chance that is kept still holds."""
        return Freshness(self.workspace, RULES)

    def view(self, goal: Goal) -> GoalView:
        """Return *goal* as it stands on the day of the workspace, a closed one as it stood when it was closed."""
        kpi = self.by_id[goal.kpi]
        day = min(self.workspace.today, goal.closed or self.workspace.today)
        workspace = self.workspace.on(day)
        data = goal_data(workspace, goal, kpi)
        weights = weights_of(workspace, kpi) if data.rule == "sum" else None
        unusual = unusual_days_of(workspace, kpi) if goal.type in SUMS else ()
        now = standing(goal, data, weights=weights, pauses=self.pauses, unusual=unusual)
        if goal.state != "open":
            if now.actual != goal.verdict:
                # Entries were changed since it was closed; the verdict is not.
                now = now._replace(actual=goal.verdict, progress=None, gap=None)
            # Nothing is needed any more, and nothing is waited for.
            over = now._replace(
                needed_per_day=None,
                needed_per_period=None,
                left_per_day=None,
                left_per_period=None,
                needed_next=None,
                safe_days=None,
                first_ends=None,
            )
            return GoalView(goal, kpi, over._replace(status=CLOSED.get(goal.state, now.status)))
        if now.status not in OPEN or now.decided or now.silent or goal.deadline < day:
            return GoalView(goal, kpi, now)
        outlook, fresh = self._outlook(goal, data, now)
        status = status_by_chance(now.status, outlook.chance if outlook else None)
        safe = now.safe_days if status == "on track" else None
        ends = now.first_ends if status == "too early" else None
        slips = now.slips and (outlook is None or outlook.chance is None)
        now = now._replace(status=status, safe_days=safe, first_ends=ends, slips=slips)
        return GoalView(goal, kpi, now, outlook, fresh, pending=not fresh and goal.id not in self.stored)

    def _outlook(self, goal: Goal, data: KpiData, now: Standing) -> tuple[Outlook | None, bool]:
        stored = self.stored.get(goal.id)
        if stored is not None and self.freshness.holds(stored.day, stored.state, data.kpi):
            return _as_outlook(stored), True
        if not self.foretell:
            # What was said last stays until there is something newer, so that no word changes twice.
            return (_as_outlook(stored) if stored is not None else None), False
        outlook = self.workspace.cached(
            ("outlook", goal, now.as_of), lambda: _worked_out(self.workspace, goal, data, now)
        )
        return outlook, True


def judged(workspace: Workspace, *, closed: bool = False) -> list[GoalView]:
    """Return the goals as they stand, the most pressing first, their chances worked out and not kept yet."""
    judge = Judge(workspace, foretell=True)
    return sorted((judge.view(goal) for goal in goals.all_goals(workspace.store, closed=closed)), key=urgency)


def urgency(view: GoalView) -> tuple[bool, int, date]:
    """Return by what goals are ordered: open ones first, the most pressing word, the nearest deadline."""
    return view.goal.state != "open", URGENCY[view.standing.status], view.goal.deadline


def in_order_of(views: Iterable[GoalView], shown: Sequence[int]) -> list[GoalView]:
    """Return *views* as a list that has *shown* goals in this order keeps them, by their ids, when their words change.

    Open ones stay before closed ones; those that are new come after the others, the most pressing first.
    """
    places = {number: place for place, number in enumerate(shown)}

    def place(view: GoalView) -> tuple[bool, int, tuple[bool, int, date]]:
        return view.goal.state != "open", places.get(view.goal.id, len(places)), urgency(view)

    return sorted(views, key=place)


def goal_data(workspace: Workspace, goal: Goal, kpi: Kpi) -> KpiData:
    """Return the KPI of a goal as far back as the goal is judged by it, up to its deadline or today.

    That is its start, with what tells what is usual before it, for a level two of its stretches; years, where there is
    nothing since then: what is old is not absent.
    """
    first = min(goal.start, workspace.today, goal.measure_from or goal.start)
    last = min(workspace.today, goal.deadline)
    if goal.type == "level":
        over = goal.over or ("quarter" if KINDS[kpi.kind].derived else over_of(KINDS[kpi.kind].rule, kpi.cadence))
        first = days_before(first, 2 * longest_stretch(over, kpi.cadence))
    first = days_before(first, USUAL_DAYS)
    data = data_of(workspace, kpi, first, last)
    if not data.days or data.days[0] > last:
        return data_of(workspace, kpi, days_before(first, YEARS), last)
    if workspace.is_now and data.days[-1] == workspace.today and data.step == "day":
        data.grows_today = any(_comes_by_hour(workspace, logged) for logged in data.logged)
    return data


def _comes_by_hour(workspace: Workspace, kpi: Kpi) -> bool:
    by_hour: bool = workspace.cached(("by hour", kpi.id), lambda: comes_by_hour(workspace, kpi, workspace.today))
    return by_hour


def keep_outlooks(workspace: Workspace, views: Iterable[GoalView]) -> bool:
    """Keep the chances of *views* that were worked out anew, and tell whether any was; nothing where it cannot be."""
    if not workspace.is_now or workspace.store.connection.in_transaction:
        return False
    state, stored = Freshness(workspace, RULES).state, insight.kept_outlooks(workspace.store)
    new = []
    for view in views:
        goal, outlook = view.goal, view.outlook
        if goal.state != "open" or not view.fresh or not goal.id:
            continue
        arrival = outlook.arrival if outlook else None
        row = insight.KeptOutlook(
            goal.id,
            workspace.today,
            state,
            outlook.chance if outlook else None,
            (arrival.early, arrival.middle, arrival.late) if arrival else None,
            outlook.values if outlook else 0,
        )
        if stored.get(goal.id) != row:
            new.append(row)
    if not new:
        return False
    try:
        insight.keep_outlooks(workspace.store, new)
    except KpituiError:
        return False  # a database that cannot be written to is read all the same
    return True


def weights_of(workspace: Workspace, kpi: Kpi) -> list[float] | None:
    """Return how a sum is spread over the week, Monday first with mean 1; None when every day counts the same.

    Learned from the KPI's own last thirteen weeks where they have a rhythm; else a KPI that is logged on some weekdays
    only is not behind on the others.
    """
    weights: list[float] | None = workspace.cached(("weights", kpi.id), lambda: _weights(workspace, kpi))
    return weights


def _weights(workspace: Workspace, kpi: Kpi) -> list[float] | None:
    from kpitui.core.cadence import slots_of
    from kpitui.core.insight.season import LEARNED_DAYS, weekday_weights

    data = data_of(workspace, kpi, workspace.today, workspace.today)
    slots = slots_of(cadence_of(data))
    if slots.period != "day" or data.rule != "sum":
        return None
    today = workspace.today
    learned = weekday_weights(history_of(workspace, kpi, today - timedelta(days=LEARNED_DAYS), today), slots)
    if learned is not None or slots.season == 7:
        return learned
    return [7 / slots.season if weekday in slots.weekdays else 0.0 for weekday in range(7)]


def _worked_out(workspace: Workspace, goal: Goal, data: KpiData, now: Standing) -> Outlook | None:
    from kpitui.core.insight.probability import can_be_foretold, outlook
    from kpitui.core.insight.track_record import comes_in_turn
    from kpitui.services.insight.forecasting import goal_forecast

    if not can_be_foretold(now) or goal.start > workspace.today:
        return None
    if goal.type == "total":
        history = data_of(workspace, data.kpi, days_before(workspace.today, YEARS), workspace.today)
        if data.rule == "sum" and comes_in_turn(history):
            return None
    forecast, slots = goal_forecast(workspace, data, goal, beyond=goal.type in ("total", "level"))
    if forecast is None:
        return None
    return outlook(goal, now, data, forecast, slots, record_of(workspace, goal, data.kpi))


def record_of(workspace: Workspace, goal: Goal, kpi: Kpi) -> TrackRecord | None:
    """Return what the periods of a recurring goal, and as many before it, came to; None with too few or none."""
    from kpitui.core.insight.track_record import PERIODS, track_record

    by = by_of(goal.per or "week")
    if goal.type != "recurring" or by not in PERIODS:
        return None
    first = days_before(workspace.today, (PERIODS[by] + 1) * LONGEST_DAYS[by])
    data = data_of(workspace, kpi, first, min(workspace.today, goal.deadline))
    return track_record(goal, data, records.all_pauses(workspace.store))


def _as_outlook(stored: insight.KeptOutlook) -> Outlook | None:
    if stored.chance is None:
        return None
    from kpitui.core.insight.outlook import Arrival, Outlook

    return Outlook(stored.chance, Arrival(*stored.arrival) if stored.arrival else None, stored.values)
