"""The lines of Today as it opens, as runs of text, made without Textual by what the page makes its own lines with.

The chart and the keys are left out, which come with the page. The styles are those of
`sgr_styles`.
"""

from __future__ import annotations

from textwrap import wrap

from rich.cells import cell_len

from kpitui.i18n.harmless import harmless
from kpitui.tui.screens.today.texts import TodayTexts
from kpitui.tui.screens.today.view import MOST_GOALS, first_in_sight, first_row, sheet_height, view_for
from kpitui.tui.widgets.columns import as_ascii, fitted
from kpitui.tui.widgets.runs import Run, goal_runs, head_runs, row_runs, top_row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.services.today import TodayView
    from kpitui.services.workspace import Workspace

NARROWEST, LOWEST = 60, 12
"""Columns and lines of the smallest screen that is painted ahead; on less, texts are broken and pages scroll."""


def today_lines(workspace: Workspace, columns: int, lines: int) -> list[list[Run]]:
    """Return the lines of Today from the top of a screen of this size, each as wide; none for one that is too small."""
    if columns < NARROWEST or lines < LOWEST:
        return []
    plain = workspace.ascii
    view = view_for(workspace, workspace.today, columns)
    texts = TodayTexts(workspace, ascii=plain, moved=_moved_keys(workspace, view))
    rows: list[list[Run]] = [[(texts.heading(view, columns), "heading")]]
    goals = texts.goal_lines(view)
    rows += [goal_runs(goals, index, columns, ascii=plain) for index in range(min(len(goals), MOST_GOALS))]
    if view.actions:
        rows.append([(texts.due_actions(view, columns), "actions")])
    if view.sheet.lines:
        rows += _sheet(view, texts, columns, lines)
    else:
        rows += [[(line, "plain")] for line in ("", "", *(f"   {line}" for line in texts.empty(columns).split("\n")))]
        rows = rows[: lines - 1]
    return [_shown(line, columns, plain) for line in rows]


def _moved_keys(workspace: Workspace, view: TodayView) -> dict[str, tuple[str, ...]]:
    """Return the keys that were moved, where a text names one: otherwise nothing is read for it."""
    if view.sheet.lines and not view.actions:
        return {}
    from kpitui.services.key_choices import chosen_keys

    return chosen_keys(workspace)


def _sheet(view: TodayView, texts: TodayTexts, columns: int, lines: int) -> list[list[Run]]:
    """Return the lines of the sheet with its cursor, and the one below it that tells of the cell under the cursor."""
    height, _chart = sheet_height(lines, len(view.goals), len(view.sheet.lines), others=texts.other_lines(view))
    sheet, row, column = texts.sheet_view(view, {}), first_row(view), len(view.sheet.days) - 1
    top = top_row(first_in_sight(view, row), row, len(sheet.rows), max(1, height - 1))  # what is due comes first
    rows = [head_runs(sheet, columns, ascii=texts.ascii)]
    for index in range(top, min(len(sheet.rows), top + height - 1)):
        rows.append(row_runs(sheet, index, columns, column if index == row else None, None, ascii=texts.ascii))
    line = view.sheet.lines[row]
    cell = texts.cell(line, view.sheet.days[column], line.values[column], width=columns - 2)
    return [*rows, [(f" {wrap(cell, columns - 2)[0]}", "echo")]]


def _shown(line: Sequence[Run], columns: int, plain: bool) -> list[Run]:
    """Return the runs of a line harmless and, together, exactly as wide as the screen."""
    runs, room = [], columns
    for index, (text, look) in enumerate(line):
        shown = harmless(text, columns)
        shown = as_ascii(shown) if plain else shown
        width = room if index == len(line) - 1 else min(room, cell_len(shown))
        runs.append((fitted(shown, width, ascii=plain), look))
        room -= width
    return runs
