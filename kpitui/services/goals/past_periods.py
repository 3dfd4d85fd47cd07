"""How often the last periods, weeks or months, were as a recurring goal asks, whether it was set by then or not."""

from __future__ import annotations

from kpitui.core.calendar import By, period_of, shifted
from kpitui.core.goal import Goal, Per, Target
from kpitui.core.model import Kpi
from kpitui.core.recurring import by_of, judged_periods
from kpitui.services.reading import data_of, days_before
from kpitui.services.workspace import Workspace
from kpitui.store import records

MOST_PERIODS = 12
"""Past periods that a recurring goal is held against."""

LOOKED_AT: dict[By, int] = {"day": 28, "week": 7 * 20, "month": 31 * 15, "quarter": 92 * 13}
"""Days that are looked back over for those periods: longer than they are, for some have no data."""


def periods_before(workspace: Workspace, goal: Goal, kpi: Kpi) -> tuple[int, int] | None:
    """Return how many of the last twelve periods, in a recurring *goal* or before it, were as it asks, and of how many.

    None without any.
    """
    if goal.type != "recurring" or not goal.per or not goal.targets:
        return None
    return kept_lately(workspace, kpi, goal.per, goal.targets[-1])


def kept_lately(workspace: Workspace, kpi: Kpi, per: Per, target: Target) -> tuple[int, int] | None:
    """Return in how many of the last twelve periods *target* was kept, and of how many; None without any."""
    by = by_of(per)
    end = shifted(period_of(by, workspace.today, workspace.settings.calendar).start, -1)
    start = days_before(end, LOOKED_AT[by])
    goal = Goal(0, "", "", kpi.id, "recurring", start, end, (target._replace(since=start),), per=per)
    data = data_of(workspace, kpi, start, end)
    verdicts = [period.verdict for period in judged_periods(goal, data, records.all_pauses(workspace.store))]
    judged = [verdict for verdict in verdicts if verdict in ("kept", "missed")][-MOST_PERIODS:]
    return (judged.count("kept"), len(judged)) if judged else None
