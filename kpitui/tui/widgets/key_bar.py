"""The line at the bottom that names the keys that act now, made from the bindings of the page and what has focus.

Textual's own footer is made of a widget per key and repaints often; over a slow line one row of text is kinder.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.dom import DOMNode
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from kpitui.core.keyboard import is_typed, shown
from kpitui.i18n import _
from kpitui.tui.jump import JumpPlace


class Hint(NamedTuple):
    """One key and what it does, translated."""

    key: str
    does: str
    action: str = ""
    node: DOMNode | None = None
    """What the action is an action of."""


def sign_of(key: str, display: str | None = None) -> str:
    """Return how a key is written for people: ``^n`` for ctrl+n, ``?`` for question_mark."""
    if display:
        return display
    return shown(key.split(",", maxsplit=1)[0])


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
        order = self._declared()
        active_now = self.screen.active_bindings.values()
        for active in sorted(active_now, key=lambda key: (key.binding.priority, order.get(key.binding.id, 0))):
            binding = active.binding
            if typing and is_typed(binding.key):
                continue
            if binding.show and binding.description and active.enabled and binding.action not in seen:
                display = binding.key_display
                sign = sign_of(binding.key, None if typing and len(display or "") == 1 else display)
                seen[binding.action] = Hint(sign, _(binding.description), binding.action, active.node)
        return list(seen.values())

    def _declared(self) -> dict[str | None, int]:
        """Return the places of the actions in the order of declaration, which a moved key would lose."""
        nodes = self.screen.focused.ancestors_with_self if self.screen.focused else [self.screen, self.app]
        declared = [binding.id for node in nodes for _key, binding in node._bindings]
        return {action: index for index, action in reversed(list(enumerate(declared)))}

    def render_line(self, y: int) -> Strip:
        """Paint the row."""
        base = self.visual_style.rich_style
        key_style = base + self.get_component_rich_style("key-bar--key", partial=True)
        does_style = base + self.get_component_rich_style("key-bar--does", partial=True)
        segments: list[Segment] = []
        self._painted = self.hints()
        for hint, _x in self._that_fit(self._painted):
            segments += [Segment(f" {hint.key}", key_style), Segment(f" {hint.does} ", does_style)]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def jump_places(self) -> list[JumpPlace]:
        """Return the keys that are shown."""
        return [JumpPlace(x, 0, partial(self._jump, hint)) for hint, x in self._that_fit(self.hints())]

    async def _jump(self, hint: Hint) -> None:
        await self.app.run_action(hint.action, hint.node)

    def _that_fit(self, hints: list[Hint]) -> list[tuple[Hint, int]]:
        """Return the keys there is room for, each with where it begins."""
        placed, x = [], 0
        for hint in hints:
            needed = len(hint.key) + len(hint.does) + 3
            if x + needed > self.size.width - 1:
                break
            placed.append((hint, x))
            x += needed
        return placed
