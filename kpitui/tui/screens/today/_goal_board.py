"""The goals on Today, a line each: sign, title, how far it is, a bar and the status in words.

It paints texts it is given; which goals these are and in what order is decided by the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from kpitui.core.errors import mark
from kpitui.tui.widgets.rows import RowWidget
from kpitui.tui.widgets.runs import GoalLine, Run, goal_runs


class GoalBoard(RowWidget):
    """The goals, with a cursor when it has focus."""

    STYLE = "board"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", mark("up"), show=False, id="goals.up"),
        Binding("down,j", "move(1)", mark("down"), show=False, id="goals.down"),
        Binding("enter", "open", mark("open"), id="goals.open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--title",
        "board--reached",
        "board--bar",
        "board--good",
        "board--warn",
        "board--bad",
        "board--quiet",
        "board--cursor",
    }

    @dataclass
    class Opened(Message):
        """A goal is asked for, by its place in the lines."""

        row: int

    @dataclass
    class LeftBelow(Message):
        """The cursor wants to go below the last line."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: tuple[GoalLine, ...] = ()

    @property
    def count(self) -> int:
        """How many goals there are."""
        return len(self.lines)

    def show(self, lines: tuple[GoalLine, ...]) -> None:
        """Paint *lines*; nothing happens when they are the same."""
        if lines == self.lines:
            return
        self.lines = lines
        self.put_on(self.row)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for every goal."""
        return len(self.lines)

    def action_move(self, step: int) -> None:
        """Move the cursor; below the last line, say so."""
        if self.row + step >= len(self.lines):
            self.post_message(self.LeftBelow())
            return
        self.place(self.row + step)

    def open_clicked(self) -> None:
        """Open the goal that was clicked twice."""
        self.action_open()

    def action_open(self) -> None:
        """Ask for the goal under the cursor."""
        if self.lines:
            self.post_message(self.Opened(self.row))

    def runs(self, y: int) -> list[Run]:
        """Return one goal."""
        row, plain = self.row_at(y), self.app.has_class("-ascii")
        if row >= len(self.lines):
            return []
        return goal_runs(self.lines, row, self.size.width, here=self.has_focus and row == self.row, ascii=plain)
