"""The line in which something on a page is looked for: opened with ``/``, closed with Enter or Esc.

What is found, and how, is the page's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from kpitui.core.errors import mark


class FindLine(Input):
    """A line that is hidden until it is opened."""

    DEFAULT_CSS = """
    FindLine { display: none; height: 1; border: none; padding: 0 1; background: $panel; }
    FindLine.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", mark("back"), id="find.close")]

    @dataclass
    class Sought(Message):
        """What is looked for changed; it is in small letters, without outer white space."""

        text: str

    @dataclass
    class Closed(Message):
        """The line was closed; the page takes the focus back."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(compact=True, placeholder=placeholder, max_length=100)
        self.cursor_blink = False

    def open(self) -> None:
        """Show the line, empty, and take the keys."""
        self.value = ""
        self.add_class("-open")
        self.focus()

    def action_close(self) -> None:
        """Hide the line."""
        if self.has_class("-open"):
            self.remove_class("-open")
            self.post_message(self.Closed())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what is looked for."""
        event.stop()
        if self.has_class("-open"):
            self.post_message(self.Sought(event.value.strip().casefold()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close the line; what was found stays found."""
        event.stop()
        self.action_close()

    def on_blur(self, _event: events.Blur) -> None:
        """Close the line when the focus goes elsewhere."""
        self.action_close()
