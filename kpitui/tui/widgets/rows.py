"""What sheet, goal board and list have in common: rows of one line each, a cursor on one of them, only some in sight.

A row is a few runs of text, each with the name of a style, made by pure functions that the prepaint uses too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from kpitui.tui.jump import JumpPlace
from kpitui.tui.widgets.sheet_lines import Run, top_row


class RowWidget(Widget, can_focus=True):
    """Rows below each other. Its cursor is in `row`, the first row in sight is `top`."""

    STYLE: ClassVar[str] = ""
    """What the names of its styles begin with: ``lines`` for ``lines--plain``."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.row = self.top = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def heading(self) -> int:
        """How many lines stand above the rows."""
        return 0

    @property
    def takes_text(self) -> bool:
        """Whether letters are text now, and no commands."""
        return False

    @property
    def room(self) -> int:
        """How many rows are in sight at once."""
        return max(1, self.size.height - self.heading)

    def runs(self, y: int) -> Sequence[Run]:
        """Return the line at *y*, the heading's or a row's, over the whole width; nothing where there is no row."""
        raise NotImplementedError

    def row_at(self, y: int) -> int:
        """Return the row that the line at *y* shows, or would show if there were so many."""
        return self.top + y - self.heading

    def line_of(self, row: int) -> int:
        """Return the line that shows *row*."""
        return self.heading + row - self.top

    def render_line(self, y: int) -> Strip:
        """Paint the heading or one row."""
        base = self.visual_style.rich_style
        segments = [Segment(text, base + self._style(style)) for text, style in self.runs(y)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def jump_places(self) -> list[JumpPlace]:
        """Return the rows that are in sight."""
        rows = range(self.top, min(self.count, self.top + self.room))
        return [JumpPlace(0, self.line_of(row), partial(self.jump_to, row)) for row in rows]

    def jump_to(self, row: int) -> None:
        """Take the keys and put the cursor on *row*."""
        self.focus()
        self.place(row)

    def on_click(self, event: events.Click) -> None:
        """Select the row that is clicked; a second click opens it. What is being typed is not left by a click."""
        row = self.row_clicked(event.y)
        event.stop()
        if row is None or self.takes_text:
            return
        self.focus()
        if event.chain > 1 and row == self.row:
            self.open_clicked()
        else:
            self.click(row, event.x)

    def row_clicked(self, y: int) -> int | None:
        """Return the row whose line is at *y*; None on the heading and below the last row."""
        row = self.row_at(y)
        return row if y >= self.heading and 0 <= row < self.count else None

    def click(self, row: int, x: int) -> None:
        """Put the cursor on a row that was clicked at cell *x*."""
        self.place(row)

    def open_clicked(self) -> None:
        """Open the row under the cursor, where there is something behind it."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor down with the wheel."""
        self._scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor up with the wheel."""
        self._scroll(event, -1)

    def _scroll(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        if not self.takes_text:
            self.focus()
            self.scroll_by(step)

    def scroll_by(self, step: int) -> None:
        """Move the cursor by *step* rows, within them."""
        self.place(self.row + step)

    def place(self, row: int) -> None:
        """Put the cursor on *row*, or the nearest there is."""
        self.put_on(row)
        self.refresh()

    def put_on(self, row: int) -> None:
        """Put the cursor on *row*, or the nearest there is, and keep it in sight; who calls it paints."""
        self.row = max(0, min(row, self.count - 1))
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Let the row under the cursor be in sight."""
        self.top = top_row(self.top, self.row, self.count, self.room)

    def on_resize(self) -> None:
        """Keep the cursor in sight; what was painted before the size was known may begin with another row."""
        before = self.top
        self.keep_in_sight()
        if before != self.top:
            self.refresh()

    def _style(self, names: str) -> Style:
        """Return a style by its name, or several put together that have spaces between."""
        return Style.combine(
            self.get_component_rich_style(f"{self.STYLE}--{name}", partial=True) for name in names.split()
        )
