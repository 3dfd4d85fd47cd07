"""Today's sheet: KPIs down, days across, a cursor, and typing into the cell under it as in a spreadsheet.

It paints texts it is given and posts what the person does; what a value means and where it is saved is the page's
and the services' work. Each row is one line of the terminal, so a key repaints one or two lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kpitui.core.errors import mark
from kpitui.tui.widgets.cell_editor import EMPTY, CellText, pasted, starts_value

CELL, TODAY, SPARK, TARGET = 8, 10, 7, 8
"""Widths in cells: a day, the last column, the sparkline, the target."""
NARROWEST_NAME, WIDEST_NAME = 10, 22


class SheetRow(NamedTuple):
    """One KPI as texts."""

    name: str
    cells: tuple[str, ...]
    """One per day shown, ascending."""
    spark: str
    target: str
    due: bool
    computed: bool


class SheetView(NamedTuple):
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


class Sheet(Widget, can_focus=True):
    """The sheet. `view` is set from outside with `show`; `cursor` is (row, column)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", mark("up"), show=False, id="sheet.up"),
        Binding("down,j", "move(1, 0)", mark("down"), show=False, id="sheet.down"),
        Binding("left,h", "move(0, -1)", mark("earlier day"), show=False, id="sheet.left"),
        Binding("right,l", "move(0, 1)", mark("later day"), show=False, id="sheet.right"),
        Binding("enter", "enter", mark("open"), id="sheet.enter"),
        Binding("delete", "clear", mark("clear the cell"), show=False, id="sheet.clear"),
        Binding("s", "skip", mark("skip"), id="sheet.skip"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--head",
        "sheet--name",
        "sheet--due",
        "sheet--cell",
        "sheet--now",
        "sheet--cursor",
        "sheet--typing",
        "sheet--spark",
        "sheet--target",
    }

    @dataclass
    class Typed(Message):
        """The text in the cell under the cursor changed; None when typing ended without saving."""

        text: str | None

    @dataclass
    class Entered(Message):
        """A text is to be saved in a cell, and the cursor moves on: to the next due cell, or by *step* rows."""

        row: int
        column: int
        text: str
        step: int

    @dataclass
    class Moved(Message):
        """The cursor is in another cell; *beyond* counts the days it wants to go past the columns shown."""

        row: int
        column: int
        beyond: int

    @dataclass
    class Opened(Message):
        """The KPI of a row is asked for."""

        row: int

    @dataclass
    class Cleared(Message):
        """A cell is to be emptied."""

        row: int
        column: int

    @dataclass
    class LeftAbove(Message):
        """The cursor wants to go above the first row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view = SheetView()
        self.row = self.column = self.top = 0
        self.typing: CellText | None = None

    def show(self, view: SheetView) -> None:
        """Paint *view* unless it is shown already; what is typed stays, and the cursor, counted from the last day."""
        if view == self.view:
            return
        before_last = len(self.view.days) - self.column
        self.view = view
        self.row = max(0, min(self.row, len(view.rows) - 1))
        self.column = max(0, min(len(view.days) - before_last, len(view.days) - 1))
        self._keep_in_sight()
        self.refresh()

    def place(self, row: int, column: int) -> None:
        """Put the cursor into a cell and end typing."""
        self.typing = None
        self.row = max(0, min(row, len(self.view.rows) - 1))
        self.column = max(0, min(column, len(self.view.days) - 1))
        self._keep_in_sight()
        self.refresh()

    def resume(self, typing: CellText) -> None:
        """Go on typing a text that was refused."""
        self._type(typing)

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor; at an edge, say so."""
        if rows < 0 and self.row == 0:
            self.post_message(self.LeftAbove())
            return
        beyond = 0
        column = self.column + columns
        if not 0 <= column < len(self.view.days):
            beyond, column = columns, self.column
        self.place(self.row + rows, column)
        self.post_message(self.Moved(self.row, self.column, beyond))

    def action_enter(self) -> None:
        """Open the KPI under the cursor."""
        if self.view.rows:
            self.post_message(self.Opened(self.row))

    def action_clear(self) -> None:
        """Ask for the cell under the cursor to be emptied."""
        if self.view.rows:
            self.post_message(self.Cleared(self.row, self.column))

    def action_skip(self) -> None:
        """Go on to the next due row without logging."""
        due = [at for at, row in enumerate(self.view.rows) if row.due and at != self.row]
        following = [at for at in due if at > self.row] or due
        self.place(following[0] if following else self.row + 1, self.column)
        self.post_message(self.Moved(self.row, self.column, 0))

    def on_key(self, event: events.Key) -> None:
        """Take the keys of typing; all others go to the bindings."""
        if self.typing is None:
            if self.view.rows and starts_value(event.character):
                self._type(EMPTY.typed(event.character or ""))
                event.stop()
                event.prevent_default()
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self._type(None)
        elif event.key in ("enter", "tab", "down", "up"):
            text, self.typing = self.typing.text, None
            self._repaint(self.row)
            steps = {"up": -1, "down": 1}
            self.post_message(self.Entered(self.row, self.column, text, steps.get(event.key, 0)))
        elif event.is_printable and event.character:
            self._type(self.typing.typed(event.character))
        else:
            self._type(self.typing.key(event.key))

    def on_paste(self, event: events.Paste) -> None:
        """Take the first line of a paste as typed."""
        text = pasted(event.text)
        if self.view.rows and text and (self.typing is not None or starts_value(text[0])):
            self._type((self.typing or EMPTY).typed(text))
        event.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a value is typed, no key is a command."""
        return None if self.typing is not None else True

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._keep_in_sight()

    def render_line(self, y: int) -> Strip:
        """Paint the heading or one KPI."""
        base = self.visual_style.rich_style
        if y == 0:
            return self._head(base)
        at = self.top + y - 1
        if at >= len(self.view.rows):
            return Strip.blank(self.size.width, base)
        return self._line(at, base)

    def _head(self, base: Style) -> Strip:
        style = base + self.get_component_rich_style("sheet--head", partial=True)
        text = set_cell_size(" " + self.view.corner, self._name_width())
        for at, day in enumerate(self.view.days):
            text += set_right(day, TODAY if at == len(self.view.days) - 1 else CELL)
        text += " " + set_cell_size(self.view.spark_title, SPARK) + set_right(self.view.target_title, TARGET)
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, base)

    def _line(self, at: int, base: Style) -> Strip:
        row = self.view.rows[at]
        last = len(self.view.days) - 1
        sign = "›" if row.due and not self.app.has_class("-ascii") else ">" if row.due else " "
        name = set_cell_size(sign + row.name, self._name_width())
        segments = [Segment(name, self._style(base, "due" if row.due else "name"))]
        for column, text in enumerate(row.cells):
            width = TODAY if column == last else CELL
            if (at, column) == (self.row, self.column) and self.has_focus:
                segments += self._cursor_cell(text, width, base)
            else:
                segments.append(Segment(set_right(text, width), self._style(base, "now" if column == last else "cell")))
        segments.append(Segment(" " + set_cell_size(row.spark, SPARK), self._style(base, "spark")))
        segments.append(Segment(set_right(row.target, TARGET), self._style(base, "target")))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _cursor_cell(self, text: str, width: int, base: Style) -> list[Segment]:
        if self.typing is not None:
            shown, style = self.typing.shown(width - 2), self._style(base, "typing")
        else:
            shown, style = set_right(text, width - 2), self._style(base, "cursor")
        return [Segment("[" + shown + "]", style)]

    def _style(self, base: Style, name: str) -> Style:
        return base + self.get_component_rich_style(f"sheet--{name}", partial=True)

    def _name_width(self) -> int:
        used = CELL * (len(self.view.days) - 1) + TODAY + SPARK + 1 + TARGET
        return max(NARROWEST_NAME, self.size.width - used)

    def _type(self, typing: CellText | None) -> None:
        started_or_ended = (typing is None) != (self.typing is None)
        self.typing = typing
        self._repaint(self.row)
        self.post_message(self.Typed(None if typing is None else typing.text))
        if started_or_ended:
            self.screen.refresh_bindings()

    def _repaint(self, row: int) -> None:
        self.refresh(Region(0, row - self.top + 1, self.size.width, 1))

    def _keep_in_sight(self) -> None:
        visible = max(1, self.size.height - 1)
        self.top = max(0, min(self.top, self.row), self.row - visible + 1)


def set_right(text: str, width: int) -> str:
    """Return *text* in *width* cells, at the right; one that is too long loses its end."""
    length = cell_len(text)
    return " " * (width - length) + text if length <= width else set_cell_size(text, width)
