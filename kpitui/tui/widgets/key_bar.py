"""The line at the bottom that names the keys that act now, made from the bindings of the page and what has focus.

Textual's own footer is made of a widget per key and repaints often; over a slow line one row of text is kinder.
"""

from __future__ import annotations

import re
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from kpitui.i18n import _

SIGNS = {
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "enter": "enter",
    "delete": "del",
    "plus": "+",
    "minus": "-",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}

TYPED = ("question_mark", "slash", "comma", "plus", "minus", "space", "equals_sign")
"""Keys with a name that type a sign into a line of text."""


class Hint(NamedTuple):
    """One key and what it does, translated."""

    key: str
    does: str


def sign_of(key: str, display: str | None = None) -> str:
    """Return how a key is written for people: ``^n`` for ctrl+n, ``?`` for question_mark."""
    if display:
        return display
    first = key.split(",", maxsplit=1)[0]
    if first.startswith("ctrl+"):
        return "^" + first.removeprefix("ctrl+")
    if re.fullmatch(r"f\d+", first):
        return first.upper()
    return SIGNS.get(first, first)


class KeyBar(Widget):
    """One row of keys. What does not fit is left out from the right; ``?`` lists them all."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--does"}
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom; height: 1; background: $panel; color: $foreground;
        & .key-bar--key { text-style: bold; color: $accent; }
        & .key-bar--does { color: $foreground-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._painted: list[Hint] = []

    def on_mount(self) -> None:
        """Follow the keys as the focus moves, repainting only when other ones act."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._follow())

    def _follow(self) -> None:
        if self.hints() != self._painted:
            self.refresh()

    def hints(self) -> list[Hint]:
        """Return the keys that act now and are meant to be shown, in the order of their declaration.

        While a line of text has the keys, those that would only type a sign into it are left out.
        """
        seen: dict[str, Hint] = {}
        typing = isinstance(self.screen.focused, Input)
        for active in sorted(self.screen.active_bindings.values(), key=lambda active: active.binding.priority):
            binding = active.binding
            if typing and (len(binding.key) == 1 or binding.key in TYPED):
                continue
            if binding.show and binding.description and active.enabled and binding.action not in seen:
                display = binding.key_display
                sign = sign_of(binding.key, None if typing and len(display or "") == 1 else display)
                seen[binding.action] = Hint(sign, _(binding.description))
        return list(seen.values())

    def render_line(self, y: int) -> Strip:
        """Paint the row."""
        base = self.visual_style.rich_style
        key_style = base + self.get_component_rich_style("key-bar--key", partial=True)
        does_style = base + self.get_component_rich_style("key-bar--does", partial=True)
        segments: list[Segment] = []
        room = self.size.width - 1
        self._painted = self.hints()
        for hint in self._painted:
            needed = len(hint.key) + len(hint.does) + 3
            if needed > room:
                break
            segments += [Segment(f" {hint.key}", key_style), Segment(f" {hint.does} ", does_style)]
            room -= needed
        return Strip(segments).adjust_cell_length(self.size.width, base)
