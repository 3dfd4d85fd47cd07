"""The line at the bottom that names the keys that act now, made from the bindings of the page and what has focus.

Textual's own footer is made of a widget per key and repaints often; over a slow line one row of text is kinder.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

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
}


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

    def hints(self) -> list[Hint]:
        """Return the keys that act now and are meant to be shown, in the order of their declaration."""
        seen: dict[str, Hint] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.description and active.enabled and binding.action not in seen:
                seen[binding.action] = Hint(sign_of(binding.key, binding.key_display), _(binding.description))
        return list(seen.values())

    def render_line(self, y: int) -> Strip:
        """Paint the row."""
        base = self.visual_style.rich_style
        key_style = base + self.get_component_rich_style("key-bar--key", partial=True)
        does_style = base + self.get_component_rich_style("key-bar--does", partial=True)
        segments: list[Segment] = []
        room = self.size.width - 1
        for hint in self.hints():
            needed = len(hint.key) + len(hint.does) + 3
            if needed > room:
                break
            segments += [Segment(f" {hint.key}", key_style), Segment(f" {hint.does} ", does_style)]
            room -= needed
        return Strip(segments).adjust_cell_length(self.size.width, base)
