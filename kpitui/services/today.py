"""Everything Today shows, loaded at once: sheet, goals, due actions, and what a number being typed would mean."""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.goal import Action
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.quantiles import USUAL_DAYS, Usual, usual_range
from kpitui.core.record import Record
from kpitui.core.series import DayValues
from kpitui.services.goals import DailyNeed, GoalView, daily_need, goal_views
from kpitui.services.reading import history_of
from kpitui.services.sheet import SheetData, sheet
from kpitui.services.workspace import Workspace
from kpitui.store.entries import level_on
from kpitui.store.records import due_actions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.amount import Amount


class TodayView(Record):
    """The sheet, the goals and the actions that are due, as of today."""

    sheet: SheetData
    goals: tuple[GoalView, ...]
    needs: dict[int, DailyNeed]
    """What a day must bring, or may, or the level to get to, by KPI id, for the KPIs that an open goal is set on."""
    actions: tuple[Action, ...]
    """The actions whose day has come, the longest overdue first."""


class Preview(Record):
    """What a value being typed was understood as, and what is usual."""

    amount: Amount
    value: float
    """What the day would be worth, or of a KPI that takes a mean, the entry."""
    before: float | None
    """What the day is worth now."""
    usual: Usual | None


def today_view(workspace: Workspace, last: date, days: int, *, foretell: bool = True) -> TodayView:
    """Return what Today shows over the *days* days that end with *last*; *foretell* is that of `goal_views`."""
    views = tuple(goal_views(workspace, foretell=foretell))
    needs: dict[int, DailyNeed] = {}
    for view in views:
        need = daily_need(view)
        if need is not None:
            needs.setdefault(view.kpi.id, need)
    actions = tuple(due_actions(workspace.store, workspace.today))
    return TodayView(sheet(workspace, last, days), views, needs, actions)


def preview(workspace: Workspace, kpi: Kpi, text: str, day: date, *, unit_agreed: bool = False) -> Preview:
    """Return what *text* would mean as a value of *kpi* on *day*; raise Refused when it means nothing.

    Raises OtherUnit for a number in another unit, unless *unit_agreed*.
    """
    from kpitui.core.amount import parse_value

    amount = parse_value(text, kpi.unit, kpi=kpi.name, style=workspace.settings.numbers, unit_agreed=unit_agreed)
    values = _lately(workspace, kpi, day)
    before = values.on(day)
    value = amount.value
    rule = KINDS[kpi.kind].rule
    if KINDS[kpi.kind].counts:
        value = 1.0 if amount.mode == "replace" else (before or 0.0) + 1
    elif amount.mode == "add" and rule == "last":
        value += level_on(workspace.store, kpi.id, day)
    elif amount.mode == "add" and rule in ("min", "max"):
        value = value if before is None else (min if rule == "min" else max)(before, value)
    elif amount.mode == "add" and rule != "mean":
        value += before or 0.0
    return Preview(amount, value, before, usual_range(values, day))


def usual_of(workspace: Workspace, kpi: Kpi, day: date) -> Usual | None:
    """Return the range that most values of *kpi* lay in before *day*; None with too few."""
    return usual_range(_lately(workspace, kpi, day), day)


def _lately(workspace: Workspace, kpi: Kpi, day: date) -> DayValues:
    return history_of(workspace, kpi, day - timedelta(days=min(USUAL_DAYS, day.toordinal() - 1)), day)
