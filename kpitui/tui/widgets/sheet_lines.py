"""The lines of Today's sheet as runs of text with the name of a style: the heading, and one line for each KPI.

The texts in the cells are made by the page; keys and the cursor are the sheet's.
"""

from __future__ import annotations

from kpitui.core.record import Record
from kpitui.tui.widgets.cell_editor import CellText
from kpitui.tui.widgets.fitting import at_right, fitted

CELL, TODAY, SPARK, TARGET = 8, 10, 7, 8
"""Widths in cells: a day, the last column, the sparkline, the target."""
NARROWEST_NAME, WIDEST_NAME = 10, 30


class SheetRow(Record):
    """One KPI as texts."""

    name: str
    cells: tuple[str, ...]
    """One per day shown, ascending."""
    spark: str
    target: str
    due: bool
    computed: bool
    head: bool = False
    """Whether it is the head of a group, which nothing is typed into."""


class SheetView(Record):
    """Everything the sheet paints."""

    corner: str = ""
    days: tuple[str, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    spark_title: str = ""
    target_title: str = ""


def days_that_fit(width: int, longest_name: int) -> int:
    """Return how many day columns, the last one included, fit beside the names in *width* cells."""
    name = max(NARROWEST_NAME, min(WIDEST_NAME, longest_name + 2))
    return max(1, 1 + (width - name - TODAY - SPARK - 1 - TARGET) // CELL)


def top_row(top: int, row: int, rows: int, room: int) -> int:
    """Return the first of *rows* in sight where *room* are: the nearest to *top* that shows *row* and fills it."""
    return max(0, min(top, row, rows - room), row - room + 1)


Run = tuple[str, str]
"""A text and the name of its style."""


def head_runs(view: SheetView, width: int, *, ascii: bool) -> list[Run]:
    """Return the heading over *width* cells."""
    text = fitted(" " + view.corner, name_width(view, width), ascii=ascii)
    for index, day in enumerate(view.days):
        text += at_right(day, TODAY if index == len(view.days) - 1 else CELL, ascii=ascii)
    text += " " + fitted(view.spark_title, SPARK, ascii=ascii) + at_right(view.target_title, TARGET, ascii=ascii)
    return [(text, "head")]


def row_runs(
    view: SheetView, index: int, width: int, column: int | None, typing: CellText | None, *, ascii: bool
) -> list[Run]:
    """Return the line of the KPI in row *at*, over *width* cells; *column* is where the cursor is, None when elsewhere.

    *typing* is the text being typed under the cursor.
    """
    row, last = view.rows[index], len(view.days) - 1
    if row.head:
        return [(fitted(" " + row.name, width, ascii=ascii), "head" if column is None else "cursor")]
    sign = (">" if ascii else "›") if row.due else " "
    runs = [(fitted(sign + row.name, name_width(view, width), ascii=ascii), "due" if row.due else "name")]
    for column_index, text in enumerate(row.cells):
        wide = TODAY if column_index == last else CELL
        if column_index != column:
            runs.append((at_right(text, wide, ascii=ascii), "now" if column_index == last else "cell"))
        elif typing is not None:
            runs.append((f"[{typing.shown(wide - 2)}]", "typing"))
        else:
            runs.append((f"[{at_right(text, wide - 2, ascii=ascii)}]", "cursor"))
    runs.append((" " + fitted(row.spark, SPARK, ascii=ascii), "spark"))
    runs.append((at_right(row.target, TARGET, ascii=ascii), "target"))
    return runs


def name_width(view: SheetView, width: int) -> int:
    """Return the cells that are left for the names of the KPIs."""
    return max(NARROWEST_NAME, width - CELL * (len(view.days) - 1) - TODAY - SPARK - 1 - TARGET)


def last_column(view: SheetView, width: int) -> int:
    """Return where the column of the last day begins, in cells."""
    return name_width(view, width) + CELL * (len(view.days) - 1)
