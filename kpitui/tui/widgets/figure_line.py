"""The line in which other figures are tried: opened with ``=``, asked with Enter, closed with Esc.

What is typed means something to the page alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from kpitui.core.errors import mark
from kpitui.i18n import _


class FigureLine(Input):
    """A line that is hidden until it is opened; it keeps what was typed until that is understood."""

    DEFAULT_CSS = """
    FigureLine { display: none; height: 1; border: none; padding: 0 1; background: $panel; }
    FigureLine.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", mark("back"), id="figures.close")]

    @dataclass
    class Typed(Message):
        """Enter was pressed: this is to be tried; empty for nothing any more."""

        text: str

    @dataclass
    class Closed(Message):
        """The line was closed; the page takes the focus back."""

    def __init__(self) -> None:
        super().__init__(compact=True, placeholder=_("such as visitors=+10% conversion=3.2"), max_length=200)
        self.cursor_blink = False

    def open(self, text: str) -> None:
        """Show the line with *text* and take the keys."""
        self.value = text
        self.cursor_position = len(text)
        self.add_class("-open")
        self.focus()

    def close(self) -> None:
        """Hide the line."""
        if self.has_class("-open"):
            self.remove_class("-open")
            self.post_message(self.Closed())

    def action_close(self) -> None:
        """Leave the line."""
        self.close()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed to itself."""
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask what was typed."""
        event.stop()
        self.post_message(self.Typed(event.value))
