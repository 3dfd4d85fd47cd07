"""The lines of Today as runs of text with the name of a style: its sheet and its goals.

The texts are made by the page, keys and the cursor are the widgets'; the prepaint makes the same lines without Textual.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from kpitui.core.record import Record
from kpitui.tui.widgets.cell_text import CellText
from kpitui.tui.widgets.columns import at_right, fitted
from kpitui.tui.widgets.goal_bar import bar_signs

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
    """The sign of the goal that it is the outcome of; of a folded group that of the goal in it that needs most."""
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
        return any(row.sign for row in self.rows if not row.head)


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
        text += " " + fitted(view.spark_title, SPARK, ascii=ascii) + _target(view.target_title, ascii=ascii).rstrip()
    return [(text, "head"), (" " * (width - cell_len(text)), "name")]


def _target(text: str, *, ascii: bool) -> str:
    """Return the last column: its text a cell away from the edge, but for one that needs that cell too."""
    return at_right(text, TARGET - 1) + " " if cell_len(text) < TARGET else at_right(text, TARGET, ascii=ascii)


def row_runs(
    view: SheetView, index: int, width: int, column: int | None, typing: CellText | None, *, ascii: bool
) -> list[Run]:
    """Return the line of the KPI in row *index*, over *width* cells; *column* is where the cursor is, if here.

    *typing* is the text being typed under the cursor.
    """
    row, last = view.rows[index], len(view.days) - 1
    here = " " if column is None else ">" if ascii else "›"
    if row.head:
        if not row.sign or column is not None:
            name = f"{row.name} {row.sign}" if row.sign else row.name
            return [(fitted(here + name, width, ascii=ascii), "head" if column is None else "cursor")]
        name = fitted(here + row.name, min(width - 2, cell_len(here + row.name)), ascii=ascii)
        rest = max(0, width - cell_len(name) - 1 - cell_len(row.sign))
        return [(f"{name} ", "head"), (row.sign, row.status), (" " * rest, "head")]
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
        runs.append((_target(row.target, ascii=ascii), "target"))
    return _without(runs, over)


def _rest(column: int, last: int, width: int) -> int:
    """Return the cells at the right of a column."""
    return CELL * max(0, last - column - 1) + (TODAY if column < last else 0) + _after(width)


def _without(runs: list[Run], over: int) -> list[Run]:
    """Return *runs* with *over* cells less behind the text that is being typed, which takes their place."""
    typed = next((index for index, (_text, style) in enumerate(runs) if style == "typing"), len(runs))
    shortened = runs[: typed + 1]
    for text, style in runs[typed + 1 :]:
        cut = min(over, len(text))
        over -= cut
        if text[cut:]:
            shortened.append((text[cut:], style))
    return shortened


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


# The lines of the goals on Today as runs of text with the name of a style: sign, title, how far it is, bar, status.
#
# The texts are made by the page; keys and the cursor are the goal board's.

STYLE_OF_STATUS = {
    "reached": "good",
    "on track": "good",
    "at risk": "warn",
    "off track": "bad",
    "missed": "bad",
    "no data": "quiet",
    "too early": "quiet",
    "measuring": "quiet",
    "undecided": "warn",
    "not started": "quiet",
    "checking": "quiet",
}
"""The name of the style of each status."""


NARROWEST_TITLE = 12
"""Cells of a title below which the word of the status gives way to it."""


class GoalLine(Record):
    """One goal as texts; `status` is the untranslated word."""

    sign: str
    title: str
    reached: str
    progress: float | None
    status: str
    word: str
    short: str = ""
    """A shorter title, for where the other one would be cut."""
    short_word: str = ""
    """A shorter word for the status, for where a title would be cut."""
    pace: float | None = None
    """What `progress` should be today; None where that is not defined."""
    short_reached: str = ""
    """How far it is in fewer cells, for where a title would be cut on a narrow screen."""

    def title_in(self, width: int) -> str:
        """Return the title, the shorter one where only that fits into *width* cells."""
        return self.title if cell_len(self.title) <= width else self.short or self.title


def goal_runs(lines: Sequence[GoalLine], row: int, width: int, *, here: bool = False, ascii: bool) -> list[Run]:
    """Return the goal in *row* of *lines* over *width* cells; *here* is whether the cursor is on it."""
    line = lines[row]
    word_width = max(cell_len(goal.word) for goal in lines)
    reached_width = max(cell_len(goal.reached) for goal in lines)
    longest = max(cell_len(goal.title) for goal in lines)
    bar_width = max(0, min(24, width - 9 - longest - reached_width - word_width))
    bar_width = max(bar_width, min(8, width - 38 - reached_width - word_width), 0)

    def is_cut(others: int) -> bool:
        return any(cell_len(goal.short or goal.title) + cell_len(goal.reached) + others > width for goal in lines)

    if is_cut(9 + bar_width + word_width):
        bar_width = 0  # a title says more than a bar, and than a day beside the status
    words = [goal.word for goal in lines]
    if not bar_width and is_cut(8 + word_width):
        words = [goal.short_word or goal.word for goal in lines]
        word_width = max(map(cell_len, words))
    status = STYLE_OF_STATUS.get(line.status, "quiet")
    margin = f"{('>' if ascii else '›') if here else ' '}{line.sign} "
    gaps = 9 if bar_width else 8
    title_width = width - gaps - reached_width - bar_width - word_width
    if title_width < min(longest, NARROWEST_TITLE):
        # The sign says how it stands; what the goal is comes before the word for that, and before what it asks for.
        room = width - 5
        fits = cell_len(line.title_in(room - cell_len(line.reached))) + cell_len(line.reached) <= room
        reached = line.reached if fits else line.short_reached or line.reached
        room = max(0, room - cell_len(reached))
        return [
            (margin, status),
            (fitted(line.title_in(room), room, ascii=ascii), "cursor" if here else "title"),
            (f" {reached}", "reached"),
        ]
    title_width = max(0, title_width + reached_width - cell_len(line.reached))  # the room that its figure leaves
    return [
        (margin, status),
        (fitted(line.title_in(title_width), title_width, ascii=ascii), "cursor" if here else "title"),
        (" ", "title"),
        (" " + line.reached, "reached"),
        (" " + bar_signs(line.progress or 0.0, line.pace, bar_width, ascii=ascii) + " " if bar_width else " ", "bar"),
        (" " + words[row], status),
    ]
