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
NARROW = 60
"""Columns below which only names, yesterday and today are shown."""
WAITING = "____"
"""What stands in the cell of today that waits for a number."""
LONGEST_TYPING = 24
"""Cells that a text being typed takes at most, beyond which its beginning moves out of sight."""


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
    sign: str = ""
    """The sign of the goal that it is the outcome of."""
    status: str = "quiet"
    """The name of the style of that sign."""


class SheetView(Record):
    """Everything the sheet paints."""

    corner: str = ""
    days: tuple[str, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    spark_title: str = ""
    target_title: str = ""

    @property
    def has_signs(self) -> bool:
        """Whether a goal is about any of the KPIs, so that its sign stands before their names."""
        return any(row.sign for row in self.rows)


def days_that_fit(width: int, longest_name: int) -> int:
    """Return how many day columns, the last one included, fit beside the names in *width* cells."""
    if width < NARROW:
        return max(1, min(2, 1 + (width - NARROWEST_NAME - TODAY) // CELL))
    name = max(NARROWEST_NAME, min(WIDEST_NAME, longest_name + 3))
    return max(1, 1 + (width - name - TODAY - _after(width)) // CELL)


def _after(width: int) -> int:
    """Return the cells behind the last day: the sparkline and the target, which a narrow screen has no room for."""
    return 0 if width < NARROW else SPARK + 1 + TARGET


def top_row(top: int, row: int, rows: int, room: int) -> int:
    """Return the first of *rows* in sight where *room* are: the nearest to *top* that shows *row* and fills it."""
    return max(0, min(top, row, rows - room), row - room + 1)


Run = tuple[str, str]
"""A text and the name of its style."""


def head_runs(view: SheetView, width: int, *, ascii: bool) -> list[Run]:
    """Return the heading over *width* cells."""
    text = fitted((" " if not view.has_signs else "   ") + view.corner, name_width(view, width), ascii=ascii)
    for index, day in enumerate(view.days):
        text += at_right(day, TODAY if index == len(view.days) - 1 else CELL, ascii=ascii)
    if _after(width):
        text += " " + fitted(view.spark_title, SPARK, ascii=ascii) + at_right(view.target_title, TARGET, ascii=ascii)
    return [(text, "head")]


def row_runs(
    view: SheetView, index: int, width: int, column: int | None, typing: CellText | None, *, ascii: bool
) -> list[Run]:
    """Return the line of the KPI in row *at*, over *width* cells; *column* is where the cursor is, None when elsewhere.

    *typing* is the text being typed under the cursor.
    """
    row, last = view.rows[index], len(view.days) - 1
    here = " " if column is None else ">" if ascii else "›"
    if row.head:
        return [(fitted(here + row.name, width, ascii=ascii), "head" if column is None else "cursor")]
    names = name_width(view, width)
    if view.has_signs:
        runs = [(here, "name"), (f"{row.sign or ' '} ", row.status)]
        runs.append((fitted(row.name, names - 3, ascii=ascii), "name"))
    else:
        runs = [(fitted(here + row.name, names, ascii=ascii), "name")]
    over = 0
    for column_index, text in enumerate(row.cells):
        wide = TODAY if column_index == last else CELL
        if column_index != column:
            style = "due" if text == WAITING else "now" if column_index == last else "cell"
            runs.append((at_right(text, wide, ascii=ascii), style))
        elif typing is not None:
            over = max(0, min(len(typing.text) + 3, LONGEST_TYPING) - wide)
            over = min(over, _rest(column_index, last, width))
            runs.append((f"[{typing.shown(wide + over - 2)}]", "typing"))
        else:
            runs.append((f"[{at_right(text, wide - 2, ascii=ascii)}]", "cursor"))
    if _after(width):
        runs.append((" " + fitted(row.spark, SPARK, ascii=ascii), "spark"))
        runs.append((at_right(row.target, TARGET, ascii=ascii), "target"))
    return _without(runs, over)


def _rest(column: int, last: int, width: int) -> int:
    """Return the cells at the right of a column."""
    return CELL * max(0, last - column - 1) + (TODAY if column < last else 0) + _after(width)


def _without(runs: list[Run], over: int) -> list[Run]:
    """Return *runs* with *over* cells less behind the text that is being typed, which takes their place."""
    typed = next((index for index, (_text, style) in enumerate(runs) if style == "typing"), len(runs))
    kept = runs[: typed + 1]
    for text, style in runs[typed + 1 :]:
        cut = min(over, len(text))
        over -= cut
        if text[cut:]:
            kept.append((text[cut:], style))
    return kept


def name_width(view: SheetView, width: int) -> int:
    """Return the cells that are left for the names of the KPIs."""
    return max(NARROWEST_NAME, width - CELL * (len(view.days) - 1) - TODAY - _after(width))


def column_at(view: SheetView, width: int, x: int) -> int | None:
    """Return the day whose column holds the cell *x*; None for the name, the sparkline and the target."""
    first, last = name_width(view, width), len(view.days) - 1
    if not first <= x < last_column(view, width) + TODAY:
        return None
    return min(last, (x - first) // CELL)


def last_column(view: SheetView, width: int) -> int:
    """Return where the column of the last day begins, in cells."""
    return name_width(view, width) + CELL * (len(view.days) - 1)
