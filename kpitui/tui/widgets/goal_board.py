"""The goals on Today, a line each: sign, title, how far it is, a bar and the status in words.

It paints texts it is given; which goals these are and in what order is decided by the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kpitui.core.errors import mark
from kpitui.tui.jump import JumpPlace
from kpitui.tui.widgets.goal_lines import GoalLine, goal_runs


class GoalBoard(Widget, can_focus=True):
    """The goals, with a cursor when it has focus."""

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
        self.cursor = 0

    def show(self, lines: tuple[GoalLine, ...]) -> None:
        """Paint *lines*; nothing happens when they are the same."""
        if lines == self.lines:
            return
        self.lines = lines
        self.cursor = max(0, min(self.cursor, len(lines) - 1))
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for every goal."""
        return len(self.lines)

    def action_move(self, step: int) -> None:
        """Move the cursor; below the last line, say so."""
        if self.cursor + step >= len(self.lines):
            self.post_message(self.LeftBelow())
            return
        self.cursor = max(0, self.cursor + step)
        self.refresh()

    def action_open(self) -> None:
        """Ask for the goal under the cursor."""
        if self.lines:
            self.post_message(self.Opened(self.cursor))

    def jump_places(self) -> list[JumpPlace]:
        """Return the lines."""
        return [JumpPlace(0, row, partial(self._jump, row)) for row in range(len(self.lines))]

    def _jump(self, row: int) -> None:
        self.cursor = row
        self.focus()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one goal."""
        base = self.visual_style.rich_style
        if y >= len(self.lines):
            return Strip.blank(self.size.width, base)
        plain = self.app.has_class("-ascii")
        runs = goal_runs(self.lines, y, self.size.width, here=self.has_focus and y == self.cursor, ascii=plain)
        segments = [
            Segment(text, base + self.get_component_rich_style(f"board--{name}", partial=True)) for text, name in runs
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)
