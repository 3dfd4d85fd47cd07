"""Where the cursor of Today goes and how its height is shared: decisions over a view, without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kpitui.core.groups import KpiGroup
from kpitui.core.kinds import is_computed
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.services.entries import EntryInput
from kpitui.services.reading import shown_kpis
from kpitui.services.today import SheetLine, TodayView, today_view, with_groups
from kpitui.services.workspace import Workspace
from kpitui.tui.widgets.runs import days_that_fit

LEAST_CHART = 6
"""Lines below which a chart is not worth its bytes."""

MOST_GOALS = 6
"""Goals shown at once; more are scrolled to."""


def view_for(workspace: Workspace, last: date, width: int) -> TodayView:
    """Return what Today shows in *width* cells up to the day *last*, read once for each state of the database."""
    longest = max((len(kpi.name) + 2 for kpi in shown_kpis(workspace)), default=0)
    days = days_that_fit(width, longest)
    return workspace.cached(
        ("today", last, days), lambda: with_groups(workspace, today_view(workspace, last, days, foretell=False))
    )


def sheet_height(height: int, goals: int, lines: int, *, others: int = 0) -> tuple[int, bool]:
    """Return how many of *height* lines the sheet gets, and whether a chart fits below it.

    *goals* and *lines* are how many there are; heading, echo and keys take three lines, actions that are due and the
    first minute of the sample business *others*.
    """
    free = height - 3 - others - min(goals, MOST_GOALS)
    needed = lines + 1
    given = needed if free - needed >= LEAST_CHART else max(free - max(LEAST_CHART, free // 2 - 1), 5)
    given = max(2, min(given, needed, free))
    return given, free - given >= LEAST_CHART


def first_row(view: TodayView) -> int:
    """Return the row the cursor starts in: the first that is due, else the first."""
    first = next((row for row, line in enumerate(view.sheet.lines) if line.head_of is None), 0)
    return next((row for row, line in enumerate(view.sheet.lines) if line.due), first)


def head_at(view: TodayView | None, row: int) -> KpiGroup | None:
    """Return the group that *row* is the head of; None where it is a KPI's."""
    lines = view.sheet.lines if view else ()
    return lines[row].head_of if row < len(lines) else None


def first_in_sight(view: TodayView, row: int) -> int:
    """Return the row that Today begins with where the cursor is in *row*: the head of its group where that is above."""
    return row - 1 if row and view.sheet.lines[row - 1].head_of is not None else row


def next_row(view: TodayView, row: int, column: int, today: date) -> int:
    """Return the row to go to after saving: the next one still to be logged on that day, from the top when at the end.

    On today that is a due one, on other days any without an entry; the row itself when nothing is left.
    """
    lines, day = view.sheet.lines, view.sheet.days[column]
    still = [index for index, line in enumerate(lines) if _is_open(line, column) and (line.due or day != today)]
    below = [index for index in still if index > row]
    return (below or still or [row])[0]


class PastePlan(Record):
    """Where the cells of a paste go."""

    figures: tuple[EntryInput, ...]
    below: int
    """How many came below the last KPI of the sheet."""
    to_come: int
    """How many are for days that are still to come."""
    unknown: tuple[str, ...]
    """The names in front of rows that no KPI of the sheet has."""


def paste_plan(view: TodayView, rows: Sequence[Sequence[str]], row: int, column: int, today: date) -> PastePlan:
    """Return which cell of *rows* is for which KPI, one a row from *row* on, and day, from that of *column* on.

    Where each row begins with a letter, as no number does, and goes on, it is for the KPI with that name or key and for
    no other. An empty cell leaves what is there; any other takes its place. A sign in front is that of the number.
    """
    named = all(len(cells) > 1 and cells[0][:1].isalpha() for cells in rows if cells)
    kpi_lines = [line for line in view.sheet.lines if line.head_of is None]
    by_name = {name.casefold(): line for line in kpi_lines for name in (line.kpi.key, line.kpi.name)}
    first = view.sheet.days[column]
    figures: list[EntryInput] = []
    unknown: list[str] = []
    below = to_come = 0
    for offset, cells in enumerate(rows):
        if named and cells and cells[0].casefold() not in by_name:
            unknown.append(cells[0])
            continue
        line = by_name[cells[0].casefold()] if named and cells else _line_at(view, row, offset)
        for days, text in enumerate(cells[1:] if named else cells):
            if text and line is None:
                below += 1
            elif text and days > (today - first).days:
                to_come += 1
            elif text and line is not None:
                day = first + timedelta(days=days)
                figures.append(EntryInput(line.kpi.key, text.lstrip("+") or text, day, replace=True))
    return PastePlan(tuple(figures), below, to_come, tuple(unknown))


def _line_at(view: TodayView, row: int, offset: int) -> SheetLine | None:
    """Return the line so many KPIs below the one in *row*; None below the last."""
    below = [line for line in view.sheet.lines[row:] if line.head_of is None]
    return below[offset] if offset < len(below) else None


def row_of(view: TodayView, kpi: Kpi) -> int | None:
    """Return the row of *kpi*, also when its key was changed; None when it is not in *view*.

    Its id alone does not tell: after a restore it may be that of another.
    """
    lines = [(row, line.kpi) for row, line in enumerate(view.sheet.lines) if line.head_of is None]
    by_key = [row for row, other in lines if other.key == kpi.key]
    renamed = [row for row, other in lines if (other.id, other.name) == (kpi.id, kpi.name)]
    return next(iter(by_key or renamed), None)


def row_with(view: TodayView, text: str) -> int | None:
    """Return the first row whose name or key holds *text*, in small letters; None when none does.

    Of a KPI in a folded group that is the head of the group.
    """
    for row, line in enumerate(view.sheet.lines):
        if line.head_of is None:
            kpis: tuple[Kpi, ...] = (line.kpi,)
        else:
            kpis = line.head_of.kpis if line.folded else ()
        if text and any(text in kpi.name.casefold() or text in kpi.key for kpi in kpis):
            return row
    return None


def _is_open(line: SheetLine, column: int) -> bool:
    return line.head_of is None and not is_computed(line.kpi) and line.values[column] is None
