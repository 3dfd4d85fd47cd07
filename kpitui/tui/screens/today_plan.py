"""Where the cursor of Today goes and how its height is shared: decisions over a view, without a screen."""

from __future__ import annotations

from datetime import date

from kpitui.core.kinds import KINDS
from kpitui.services.reading import shown_kpis
from kpitui.services.sheet import Line
from kpitui.services.today import TodayView, today_view
from kpitui.services.workspace import Workspace
from kpitui.tui.widgets.sheet_lines import days_that_fit

LEAST_CHART = 6
"""Lines below which a chart is not worth its bytes."""

MOST_GOALS = 6
"""Goals shown at once; more are scrolled to."""


def view_for(workspace: Workspace, last: date, width: int) -> TodayView:
    """Return what Today shows in *width* cells up to the day *last*, read once for each state of the database."""
    longest = max((len(kpi.name) + 2 for kpi in shown_kpis(workspace)), default=0)
    days = days_that_fit(width, longest)
    found: TodayView = workspace.kept(("today", last, days), lambda: today_view(workspace, last, days, foretell=False))
    return found


def sheet_height(height: int, goals: int, lines: int, *, actions: bool = False) -> tuple[int, bool]:
    """Return how many of *height* lines the sheet gets, and whether a chart fits below it.

    *goals* and *lines* are how many there are; heading, echo and keys take three lines,
    *actions* that are due one more.
    """
    free = height - 3 - actions - min(goals, MOST_GOALS)
    wanted = lines + 1
    given = wanted if free - wanted >= LEAST_CHART else max(free - max(LEAST_CHART, free // 2 - 1), 5)
    given = max(2, min(given, wanted, free))
    return given, free - given >= LEAST_CHART


def first_row(view: TodayView) -> int:
    """Return the row the cursor starts in: the first that is due, else the first."""
    return next((at for at, line in enumerate(view.sheet.lines) if line.due), 0)


def next_row(view: TodayView, row: int, column: int, today: date) -> int:
    """Return the row to go to after saving: the next one still to be logged on that day, from the top when at the end.

    On today that is a due one, on other days any without an entry; the row itself when nothing is left.
    """
    lines, day = view.sheet.lines, view.sheet.days[column]
    still = [at for at, line in enumerate(lines) if _is_open(line, column) and (line.due or day != today)]
    below = [at for at in still if at > row]
    return (below or still or [row])[0]


def row_with(view: TodayView, wanted: str) -> int | None:
    """Return the first row whose name or key holds *wanted*, in small letters; None when none does."""
    for at, line in enumerate(view.sheet.lines):
        if wanted and (wanted in line.kpi.name.casefold() or wanted in line.kpi.key):
            return at
    return None


def _is_open(line: Line, column: int) -> bool:
    return not KINDS[line.kpi.kind].derived and line.values[column] is None
