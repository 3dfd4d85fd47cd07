"""Today's sheet: KPIs down, days across, a cursor, and typing into the cell under it as in a spreadsheet.

It posts what the person does and paints the lines of `runs`; what a value means and where it is saved is the
page's and the services' work. Each row is one line of the terminal, so a key repaints one or two lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from kpitui.core.errors import mark
from kpitui.tui.jump import JumpPlace
from kpitui.tui.widgets.cell_text import EMPTY_CELL, CellText, pasted, starts_value
from kpitui.tui.widgets.rows import RowWidget
from kpitui.tui.widgets.runs import Run, SheetView, column_at, head_runs, last_column, row_runs


class Sheet(RowWidget):
    """The sheet. What it shows is set with `show`; its cursor, which messages are about, is in `row` and `column`."""

    STYLE = "sheet"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", mark("up"), show=False, id="sheet.up"),
        Binding("down,j", "move(1, 0)", mark("down"), show=False, id="sheet.down"),
        Binding("left,h", "move(0, -1)", mark("earlier day"), show=False, id="sheet.left"),
        Binding("right,l", "move(0, 1)", mark("later day"), show=False, id="sheet.right"),
        Binding("enter", "enter", mark("open"), id="sheet.enter"),
        Binding("delete", "clear", mark("clear the cell"), show=False, id="sheet.clear"),
        Binding("s", "skip", mark("skip"), id="sheet.skip"),
        Binding("ctrl+up", "carry(-1)", mark("move the KPI up"), show=False, id="sheet.carry_up"),
        Binding("ctrl+down", "carry(1)", mark("move the KPI down"), show=False, id="sheet.carry_down"),
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
        "sheet--good",
        "sheet--warn",
        "sheet--bad",
        "sheet--quiet",
    }

    @dataclass
    class Typed(Message):
        """The text in the cell under the cursor changed; None when typing ended without saving."""

        text: str | None

    @dataclass
    class Entered(Message):
        """A text is to be saved in the cell, and the cursor moves on: to the next due cell, or by *step* rows."""

        text: str
        step: int

    @dataclass
    class Pasted(Message):
        """Cells were pasted, a row a KPI and a column a day, from the cursor on.

        With *into_text* a value was being typed: the first cell is in it, and the others have no place.
        """

        rows: list[list[str]]
        into_text: bool

    @dataclass
    class Moved(Message):
        """The cursor is in another cell; *beyond* counts the days it wants to go past the columns shown."""

        beyond: int

    @dataclass
    class Opened(Message):
        """The KPI of the row is asked for, or the group that it is the head of.

        With a *step* the KPI is to be moved so many places down, up where it is negative.
        """

        step: int = 0

    class Cleared(Message):
        """The cell is to be emptied."""

    class LeftAbove(Message):
        """The cursor wants to go above the first row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view = SheetView()
        self.column = 0
        self.typing: CellText | None = None
        self.detached = False
        """Whether the cell that the text is for is not in the table any more: it is in no cell, and saved in none."""
        self.entering = False
        """Whether `Entered` is under way: what it is about is the cell under the cursor, which is to stay there."""

    @property
    def count(self) -> int:
        """How many KPIs there are."""
        return len(self.view.rows)

    @property
    def takes_values(self) -> bool:
        """Tell whether there is a cell under the cursor: none on an empty sheet and on the head of a group."""
        return bool(self.view.rows) and not self.view.rows[self.row].head

    @property
    def heading(self) -> int:
        """One line with the days."""
        return 1

    @property
    def takes_text(self) -> bool:
        """Whether a value is being typed."""
        return self.typing is not None

    def show(self, view: SheetView) -> None:
        """Paint *view* unless it is shown already; what is typed stays, and the cursor, counted from the last day."""
        if view == self.view:
            return
        before_last = len(self.view.days) - self.column
        self.view = view
        self.column = max(0, min(len(view.days) - before_last, len(view.days) - 1))
        super().place(self.row)

    def place(self, row: int, column: int | None = None, *, paint: bool = True) -> None:
        """Put the cursor into a cell, by itself of the same day, and end typing; without *paint* the caller paints."""
        ended, self.typing, self.detached = self.typing is not None, None, False
        self.column = max(0, min(self.column if column is None else column, len(self.view.days) - 1))
        self.put_on(row)
        if paint:
            self.refresh()
        if ended:
            self.screen.refresh_bindings()

    def resume(self, typing: CellText) -> None:
        """Go on typing a text that was refused; why it was stays to be read until the next key."""
        self.typing = typing
        self.repaint(self.row)
        self.screen.refresh_bindings()

    def hold(self, row: int, column: int) -> None:
        """Put the cursor into the cell that what is typed is for, which is elsewhere now; typing goes on."""
        self.column, self.detached = column, False
        self.put_on(row)
        self.refresh()

    def detach(self) -> None:
        """Let what is typed be in no cell: that which it is for is gone."""
        self.detached = True
        self.refresh()

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor; at an edge, say so. Who answers `Moved` paints, so that both are one frame."""
        if rows < 0 and self.row == 0:
            self.post_message(self.LeftAbove())
            return
        beyond, column = 0, self.column + columns
        if not 0 <= column < len(self.view.days):
            beyond, column = columns, self.column
        self.place(self.row + rows, column, paint=False)
        self.post_message(self.Moved(beyond))

    def action_enter(self) -> None:
        """Open the KPI under the cursor."""
        if self.view.rows:
            self.post_message(self.Opened())

    def action_carry(self, step: int) -> None:
        """Ask for the KPI under the cursor to be moved."""
        if self.takes_values:
            self.post_message(self.Opened(step))

    def action_clear(self) -> None:
        """Ask for the cell under the cursor to be emptied."""
        if self.takes_values:
            self.post_message(self.Cleared())

    def action_skip(self) -> None:
        """Go on to the next due row without logging."""
        due = [index for index, row in enumerate(self.view.rows) if row.due and index != self.row]
        following = [index for index in due if index > self.row] or due
        self.place(following[0] if following else self.row + 1)
        self.post_message(self.Moved(0))

    def jump_places(self) -> list[JumpPlace]:
        """Return the cells of the last column that are in sight."""
        x = last_column(self.view, self.size.width) + 1
        return [place._replace(x=x) for place in super().jump_places()]

    def jump_to(self, row: int) -> None:
        """Take the keys and put the cursor into the last cell of *row*."""
        self.focus()
        self.place(row, len(self.view.days) - 1)
        self.post_message(self.Moved(0))

    def click(self, row: int, x: int) -> None:
        """Put the cursor into the cell that was clicked, or into the one of the same day beside a name."""
        self.place(row, column_at(self.view, self.size.width, x), paint=False)
        self.post_message(self.Moved(0))

    def open_clicked(self) -> None:
        """Open the KPI that was clicked twice."""
        self.action_enter()

    def scroll_by(self, step: int) -> None:
        """Move the cursor by rows, within the sheet."""
        self.place(self.row + step, paint=False)
        self.post_message(self.Moved(0))

    def on_key(self, event: events.Key) -> None:
        """Take the keys of typing; all others go to the bindings."""
        if self.typing is None:
            if self.takes_values and starts_value(event.character):
                self._type(EMPTY_CELL.typed(event.character or ""))
                event.stop()
                event.prevent_default()
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self._type(None)
        elif event.key in ("tab", "down", "up") and self.typing.untouched:
            self._type(None)
            self.action_move({"up": -1, "down": 1}.get(event.key, 0), 0)
        elif event.key in ("enter", "tab", "down", "up"):
            text, self.typing, self.entering = self.typing.text, None, True
            self.repaint(self.row)
            steps = {"up": -1, "down": 1}
            self.post_message(self.Entered(text, steps.get(event.key, 0)))
            self.screen.refresh_bindings()
        elif event.is_printable and event.character:
            self._type(self.typing.typed(event.character))
        else:
            self._type(self.typing.key(event.key))

    def write(self, text: str) -> None:
        """Take several characters that were typed in one go into the cell that is being typed into."""
        self._type((self.typing or EMPTY_CELL).typed(text))

    def on_paste(self, event: events.Paste) -> None:
        """Take one cell as typed, at the caret; several are for the cells from the cursor on."""
        event.stop()
        rows = pasted(event.text)
        cells = [cell for row in rows for cell in row if cell]
        if not cells or not self.takes_values:
            return
        typing = self.typing if self.typing is not None and not self.typing.untouched else None
        is_value = len(cells) == 1 and starts_value(cells[0][0])
        if typing is not None or is_value:
            self._type((typing or EMPTY_CELL).typed(cells[0]))
        elif self.typing is not None:
            self._type(None)
        if len(cells) > 1 or not (typing or is_value):
            self.post_message(self.Pasted(rows, into_text=typing is not None))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a value is typed, no key is a command; on an empty sheet there is nothing to open or to skip."""
        if not self.view.rows and action in ("enter", "skip", "clear", "carry"):
            return False
        return None if self.typing is not None else True

    def runs(self, y: int) -> list[Run]:
        """Return the heading or one KPI."""
        view, width, plain = self.view, self.size.width, self.app.has_class("-ascii")
        row = self.row_at(y)
        if row >= len(view.rows):
            return []
        if y < self.heading:
            return head_runs(view, width, ascii=plain)
        column = self.column if row == self.row and self.has_focus else None
        return row_runs(view, row, width, column, None if self.detached else self.typing, ascii=plain)

    def _type(self, typing: CellText | None) -> None:
        started_or_ended, self.typing = (typing is None) != (self.typing is None), typing
        self.detached = self.detached and typing is not None
        self.post_message(self.Typed(None if typing is None else typing.text))
        if started_or_ended:
            self.repaint(self.row)
            self.screen.refresh_bindings()

    def repaint(self, row: int) -> None:
        """Paint a row; who answers `Typed` asks for it, so that what is typed and what is said of it are one frame."""
        self.refresh(Region(0, self.line_of(row), self.size.width, 1))
