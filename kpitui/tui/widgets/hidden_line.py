"""Lines of text that are hidden until they are opened with a key: one to look something up, one to try other figures.

What is looked up, and what a figure means, is the page's business; it takes the focus back when a line closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from kpitui.core.errors import mark
from kpitui.i18n import _


class HiddenLine(Input):
    """A line that is hidden until it is opened."""

    DEFAULT_CSS = """
    HiddenLine { display: none; height: 1; border: none; padding: 0 1; background: $panel; }
    HiddenLine.-open { display: block; }
    """

    @dataclass
    class Closed(Message):
        """The line was closed."""

    def __init__(self, placeholder: str, max_length: int) -> None:
        super().__init__(compact=True, placeholder=placeholder, max_length=max_length)
        self.cursor_blink = False

    def open(self, text: str = "") -> None:
        """Show the line with *text* and take the keys."""
        self.value = text
        self.cursor_position = len(text)
        self.add_class("-open")
        self.focus()

    def action_close(self) -> None:
        """Hide the line."""
        if self.has_class("-open"):
            self.remove_class("-open")
            self.post_message(self.Closed())


class FindLine(HiddenLine):
    """The line in which something on a page is looked for: opened with ``/``, closed with Enter or Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", mark("back"), id="find.close")]

    @dataclass
    class Sought(Message):
        """What is looked for changed; it is in small letters, without outer white space."""

        text: str

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder, 100)

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


class FigureLine(HiddenLine):
    """The line in which other figures are tried: opened with ``=``, asked with Enter, closed with Esc.

    It keeps what was typed until that is understood.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", mark("back"), id="figures.close")]

    @dataclass
    class Typed(Message):
        """Enter was pressed: this is to be tried; empty for nothing any more."""

        text: str

    def __init__(self) -> None:
        super().__init__(_("such as visitors=+10% conversion=3.2"), 200)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed to itself."""
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask what was typed."""
        event.stop()
        self.post_message(self.Typed(event.value))
