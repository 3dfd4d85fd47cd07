"""Jumping: every place on a page that can be gone to gets a label of a letter or two; typing it goes there.

Which places a widget has is its own business, told by its `jump_places`; what happens at one is what the same key or
movement would do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.screen import ModalScreen
from textual.widgets import Static

from kpitui.core.errors import mark

if TYPE_CHECKING:
    from textual.screen import Screen

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""What labels are made of: the keys under the fingers first."""


class JumpPlace(NamedTuple):
    """One place of a widget."""

    x: int
    """Where its label goes, in cells from the left edge of the widget."""
    y: int
    go: Callable[[], object]
    """Goes there; called once the labels are gone."""


@runtime_checkable
class Jumpable(Protocol):
    """A widget with places to jump to."""

    def jump_places(self) -> list[JumpPlace]:
        """Return the places, those out of sight too."""


class JumpTarget(NamedTuple):
    """A place with its label, in cells of the screen."""

    label: str
    offset: Offset
    go: Callable[[], object]


def labels(count: int) -> list[str]:
    """Return *count* labels of which none begins another: single letters as far as they reach, else pairs."""
    leading = 0
    while len(LETTERS) - leading + leading * len(LETTERS) < count and leading < len(LETTERS):
        leading += 1
    singles = list(LETTERS[: len(LETTERS) - leading])
    pairs = [first + second for first in LETTERS[len(LETTERS) - leading :] for second in LETTERS]
    return (singles + pairs)[:count]


def targets_on(screen: Screen[None]) -> list[JumpTarget]:
    """Return what can be jumped to and is in sight on *screen*, from top to bottom."""
    places: list[tuple[Offset, Callable[[], object]]] = []
    for widget in screen.query("*"):
        if not isinstance(widget, Jumpable) or not widget.is_on_screen or not widget.display:
            continue
        region, visible = widget.region, screen.find_widget(widget).visible_region
        for place in widget.jump_places():
            offset = Offset(region.x + place.x, region.y + place.y)
            if visible.contains_point(offset):
                places.append((offset, place.go))
    places.sort(key=lambda place: (place[0].y, place[0].x))
    return [JumpTarget(label, offset, go) for label, (offset, go) in zip(labels(len(places)), places, strict=False)]


class JumpOverlay(ModalScreen[None]):
    """The labels over a page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", mark("back"), id="jump.leave")]
    DEFAULT_CSS = """
    JumpOverlay {
        & Static { position: absolute; width: auto; height: 1; color: $accent; text-style: reverse bold; }
        & Static.-other { display: none; }
    }
    """

    def __init__(self, targets: Sequence[JumpTarget]) -> None:
        super().__init__()
        self.targets = tuple(targets)
        self.typed = ""
        self._laid_out_for: Size | None = None

    def compose(self) -> ComposeResult:
        """Put a label on every place."""
        for target in self.targets:
            label = Static(target.label, markup=False)
            label.styles.offset = target.offset
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go to the place whose label is complete; a key that belongs to no label changes nothing."""
        typed = self.typed + (event.character or "").lower()
        if event.key == "backspace":
            typed = ""
        elif not event.character or not any(target.label.startswith(typed) for target in self.targets):
            return
        event.stop()
        self.typed = typed
        for label, target in zip(self.query(Static), self.targets, strict=True):
            label.set_class(not target.label.startswith(typed), "-other")
        chosen = next((target for target in self.targets if target.label == typed), None)
        if chosen is not None:
            self.app.pop_screen()
            self.app.call_later(chosen.go)

    def on_resize(self, event: events.Resize) -> None:
        """Leave when the page below is laid out anew."""
        if self.is_current and self._laid_out_for not in (None, event.size):
            self.action_leave()
        self._laid_out_for = event.size

    def action_leave(self) -> None:
        """Take the labels away."""
        self.app.pop_screen()
