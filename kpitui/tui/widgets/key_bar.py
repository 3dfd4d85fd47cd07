"""The line at the bottom that names the keys that act now, made from the bindings of the page and what has focus.

At the left is what can be done here, then a rule and other pages; the way to all keys, to help and out stands at the
right end at every width. Textual's own footer is made of a widget per key and repaints often; over a slow line one row
of text is kinder.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import ActiveBinding
from textual.dom import DOMNode
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from kpitui.core.keyboard import is_typed, shown_key
from kpitui.i18n import _, context
from kpitui.tui.jump import JumpPlace
from kpitui.tui.pages import PAGES
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.rows import RowWidget

SHORT = 60
"""Columns below which the right end names its keys only."""

SMALL_SIGNS = {"enter": ("↵", "ret")}
"""Keys that the line writes with one sign, and where only ASCII can be shown."""

PALETTE = "command_palette"
HELP = "app.open('help')"
QUIT = "leave_app"

OPENING = {page.key_id for page in PAGES.values() if page.key and page.name not in ("wizard", "kpi_form", "help")}
"""The ids of the keys that open another page; those of a new goal and a new KPI make something here."""


class Hint(NamedTuple):
    """One key and what it does, translated."""

    key: str
    does: str
    action: str = ""
    node: DOMNode | None = None
    """What the action is an action of."""
    opens_page: bool = False
    """Whether it leads to another page, and stands behind the rule."""

    @property
    def width(self) -> int:
        """How many cells it takes at the left."""
        return cell_len(self.key) + cell_len(self.does) + 3


class Keys(NamedTuple):
    """What the line names: what can be done and other pages at the left, the way to all keys, to help and out."""

    left: list[Hint]
    right: list[Hint]


def sign_of(key: str, display: str | None = None) -> str:
    """Return how a key is written for people: ``^n`` for ctrl+n, ``?`` for question_mark."""
    if display:
        return display
    first = key.split(",", maxsplit=1)[0]
    return _("space") if first == "space" else shown_key(first)


class KeyBar(Widget):
    """One row of keys. What does not fit falls away: pages first, then what can be done; never the right end."""

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
        self._painted = Keys([], [])

    def on_mount(self) -> None:
        """Follow the keys as the focus moves, repainting only when other ones act."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._follow())

    def _follow(self) -> None:
        if self._keys_now() != self._painted:
            self.refresh()

    @property
    def is_typing(self) -> bool:
        """Whether letters are text where the keys go."""
        focused = self.screen.focused
        return isinstance(focused, Input) or (isinstance(focused, RowWidget) and focused.takes_text)

    def _keys_now(self) -> Keys:
        """Return the keys that act now: the most important first, those of other pages behind them, and the right end.

        While a line of text has the keys, those that would only type a sign into it are left out.
        """
        active = self._in_order()
        focused = self.screen.focused
        if isinstance(focused, RowWidget) and focused.takes_text:
            palette = self._end(active, PALETTE, _("more"), letters=False)
            cancel = Hint("esc", context("typing", "cancel"))
            return Keys([Hint(self._small("enter"), _("save"))], [palette, cancel] if palette else [cancel])
        right = self._right_end(active)
        return Keys(self._left_end(active, {PALETTE, HELP, QUIT, *(hint.action for hint in right)}), right)

    def _left_end(self, active: list[ActiveBinding], at_right: set[str]) -> list[Hint]:
        """Return what can be done here, then the keys of other pages, without the actions *at_right*."""
        is_typing = self.is_typing
        by_action: dict[str, Hint] = {}
        for binding, node in ((key.binding, key.node) for key in active):
            if is_typing and is_typed(binding.key):
                continue
            if binding.show and binding.description and binding.action not in {*by_action, *at_right}:
                display = None if is_typing and len(binding.key_display or "") == 1 else binding.key_display
                sign = self._small(sign_of(binding.key, display))
                opens_page = binding.id in OPENING
                by_action[binding.action] = Hint(sign, _(binding.description), binding.action, node, opens_page)
        key, looking_back = getattr(self.screen, "as_of_hint", ("", ""))
        first = [Hint(key, looking_back, "as_of", self.screen)] if looking_back else []
        return [*first, *by_action.values()]

    def _right_end(self, active: list[ActiveBinding]) -> list[Hint]:
        """Return the keys to everything by name, to help, and out."""
        letters = not self.is_typing and not self.screen.query(Form)
        escape = next((key.binding.action for key in active if _is_escape(key)), "")
        can_quit = letters and any(key.binding.action == QUIT for key in active)
        ends = ((PALETTE, _("more")), (HELP, _("help")), (QUIT, _("quit")) if can_quit else (escape, ""))
        hints = (self._end(active, action, does, letters=letters) for action, does in ends)
        return [hint for hint in hints if hint]

    def _end(self, active: list[ActiveBinding], action: str, does: str, *, letters: bool) -> Hint | None:
        """Return the hint of *action* where it acts now; *letters* is whether letters are keys."""
        key = next((key for key in active if key.binding.action == action), None)
        if key is None:
            return None
        typed_help = action == HELP and not letters
        sign = "F1" if typed_help else sign_of(key.binding.key, key.binding.key_display)
        return Hint(sign, does or _(key.binding.description), action, key.node)

    def _small(self, sign: str) -> str:
        return SMALL_SIGNS[sign][self.app.has_class("-ascii")] if sign in SMALL_SIGNS else sign

    def _in_order(self) -> list[ActiveBinding]:
        """Return the keys that act: of what has focus, the way back, those of this page, then those of every page."""
        order = self._declared()
        own = [binding.id for binding in type(self.screen).__dict__.get("BINDINGS", ())]
        places = {id: place for place, id in reversed(list(enumerate(own)))}

        def rank(active: ActiveBinding) -> tuple[int, int]:
            binding, declared = active.binding, order.get(active.binding.id, 0)
            if active.node is self.screen.focused and active.node is not self.screen:
                return (0, declared)
            if binding.id in places and not _is_escape(active):
                return (2, places[binding.id])
            return (1 if _is_escape(active) else 3, declared)

        return sorted((active for active in self.screen.active_bindings.values() if active.enabled), key=rank)

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
        self._painted = self._keys_now()
        rule, dot = ("|", " - ") if self.app.has_class("-ascii") else ("│", " · ")
        placed = self._placed(*self._painted)
        for index, (hint, _x) in enumerate(placed.left):
            if hint.opens_page and index and not placed.left[index - 1][0].opens_page:
                segments.append(Segment(rule, does_style))
            segments += [Segment(f" {hint.key}", key_style), Segment(f" {hint.does} ", does_style)]
        used = sum(cell_len(segment.text) for segment in segments)
        if placed.right:
            segments.append(Segment(" " * (placed.right[0][1] - used), base))
        for index, (hint, _x) in enumerate(placed.right):
            if index:
                segments.append(Segment(dot if placed.named else " ", does_style))
            segments.append(Segment(hint.key, key_style))
            if placed.named:
                segments.append(Segment(f" {hint.does}", does_style))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    @property
    def left_width(self) -> int:
        """How many cells are left of the keys of the right end; 0 as long as there is no width."""
        right = self._placed(*self._keys_now()).right
        return right[0][1] - 1 if right and self.size.width else self.size.width

    def jump_places(self) -> list[JumpPlace]:
        """Return the keys that are shown."""
        placed = self._placed(*self._keys_now())
        return [JumpPlace(x, 0, partial(self._jump, hint)) for hint, x in (*placed.left, *placed.right)]

    async def on_click(self, event: events.Click) -> None:
        """Press the key that is clicked."""
        event.stop()
        placed = self._placed(*self._keys_now())
        for hint, x in placed.left:
            if x <= event.x < x + hint.width:
                await self._jump(hint)
                return
        for hint, x in placed.right:
            if x <= event.x < x + cell_len(hint.key) + (1 + cell_len(hint.does) if placed.named else 0):
                await self._jump(hint)
                return

    async def _jump(self, hint: Hint) -> None:
        if hint.action:
            await self.app.run_action(hint.action, hint.node)
        else:
            self.app.simulate_key("escape" if hint.key == "esc" else "enter")

    def _placed(self, hints: list[Hint], ends: list[Hint]) -> Placed:
        """Return the keys there is room for, each with where it begins."""
        width = self.size.width
        named = self.app.size.width >= SHORT
        sizes = [cell_len(hint.key) + (1 + cell_len(hint.does) if named else 0) for hint in ends]
        between = 3 if named else 1
        x = max(0, width - 1 - sum(sizes) - between * (len(ends) - 1)) if ends else width
        room = x - 1
        right = []
        for hint, size in zip(ends, sizes, strict=True):
            right.append((hint, x))
            x += size + between
        fitting: list[Hint] = []
        is_cut = False
        for hint in hints:
            needed = sum(other.width for other in fitting) + hint.width + int(hint.opens_page)
            if needed <= room and not (hint.opens_page and is_cut):
                fitting.append(hint)
            elif not hint.opens_page:
                is_cut = True
        left: list[tuple[Hint, int]] = []
        x = 0
        for hint in sorted(fitting, key=lambda hint: hint.opens_page):
            x += int(hint.opens_page and bool(left) and not left[-1][0].opens_page)
            left.append((hint, x))
            x += hint.width
        return Placed(left, right, named)


def _is_escape(active: ActiveBinding) -> bool:
    """Tell whether it is the way back, and out where letters are typed."""
    return "escape" in active.binding.key.split(",") or active.binding.id in ("page.back", "dialog.leave")


class Placed(NamedTuple):
    """The keys that are shown, each with the cell in which it begins."""

    left: list[tuple[Hint, int]]
    right: list[tuple[Hint, int]]
    named: bool
    """Whether there is room for what the keys of the right end do."""
