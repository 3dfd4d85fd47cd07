"""The goals on Today, a line each: sign, title, how far it is, a bar and the status in words.

It paints texts it is given; which goals these are and in what order is decided by the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kpitui.core.errors import mark
from kpitui.tui.jump import JumpPlace
from kpitui.tui.widgets.fitting import fitted


class GoalLine(NamedTuple):
    """One goal as texts; `status` is the untranslated word, which is also the name of its style."""

    sign: str
    title: str
    reached: str
    progress: float | None
    status: str
    word: str


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
    STYLES: ClassVar[dict[str, str]] = {
        "reached": "good",
        "on pace": "good",
        "at risk": "warn",
        "off pace": "bad",
        "missed": "bad",
        "no data": "quiet",
        "not started": "quiet",
    }

    @dataclass
    class Opened(Message):
        """A goal is asked for, by its place in the lines."""

        at: int

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
        return [JumpPlace(0, at, partial(self._jump, at)) for at in range(len(self.lines))]

    def _jump(self, at: int) -> None:
        self.cursor = at
        self.focus()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one goal."""
        base = self.visual_style.rich_style
        if y >= len(self.lines):
            return Strip.blank(self.size.width, base)
        line = self.lines[y]
        here = self.has_focus and y == self.cursor

        def style(name: str) -> Style:
            return base + self.get_component_rich_style(f"board--{name}", partial=True)

        status = style(self.STYLES.get(line.status, "quiet"))
        word_width = max(cell_len(each.word) for each in self.lines)
        reached_width = max(cell_len(each.reached) for each in self.lines)
        longest = max(cell_len(each.title) for each in self.lines)
        bar_width = max(0, min(24, self.size.width - 8 - longest - reached_width - word_width))
        bar_width = max(bar_width, min(8, self.size.width - 38 - reached_width - word_width), 0)
        title_width = self.size.width - 9 - reached_width - bar_width - word_width
        title = fitted(line.title, max(0, title_width), ascii=self.app.has_class("-ascii"))
        segments = [
            Segment(f" {line.sign} ", status),
            Segment(title, style("cursor" if here else "title")),
            Segment(" ", base),
            Segment(" " + " " * (reached_width - cell_len(line.reached)) + line.reached, style("reached")),
            Segment(" " + self._bar(line.progress, bar_width) + " ", style("bar")),
            Segment(" " + line.word, status),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _bar(self, progress: float | None, width: int) -> str:
        full, empty = ("=", "-") if self.app.has_class("-ascii") else ("━", "─")
        done = round(max(0.0, min(1.0, progress or 0.0)) * width)
        return full * done + empty * (width - done)
