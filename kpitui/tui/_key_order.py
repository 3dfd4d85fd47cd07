"""Keys act in the order they were typed, also when a slow line delivers many at once.

Textual hands a key to the widget that has the focus, and looks for a binding only when the key has bubbled up to the
app; by then the widget may have taken later keys. Here a key waits until everything the one before it set off is
done: a marker is sent along the same way, a few rounds, because a key's message may lead to another message. And it
waits until the page that is to have it can take it: a page that opens, or a form whose fields change, loses no key.

What was typed faster than it could be shown is one change where a text is written: characters in a row go into the
field, or the cell that is being typed into, together. Everywhere else each is a key.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.widgets import Input

from kpitui.tui.screen import KpituiScreen
from kpitui.tui.terminal.input import TypedText
from kpitui.tui.terminal.keys import ESCAPE, EscapedKey, key_of
from kpitui.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.timer import Timer

ROUNDS = 4
"""How often the marker goes round: key, a line that is submitted, a field that is left, a form that is finished."""

PATIENCE = 0.3
"""Seconds after which waiting keys go on although the marker was lost, with the widget that has the focus."""

SOON, LOOKS = 0.02, 500
"""Seconds between two looks whether the page can take a key, and how often that is: then it goes on all the same."""


class Settled(Message, bubble=True):
    """The marker: what was set off before it has been handled wherever it has passed."""

    def __init__(self, key: int, rounds: int) -> None:
        super().__init__()
        self.key = key
        self.rounds = rounds


FLOOD = 100
"""Keys that wait from which quitting does not wait for them: nobody typed them."""

MOST = 2000
"""Keys and pastes that wait at most; what comes beyond is dropped, typed text only where twice as much waits."""
MOST_MOVES = 200
"""Keys that only move, of those: one that is held down, or a wheel that sends arrows, runs on no longer than that."""
MOVES = frozenset(
    f"{modifier}{key}"
    for modifier in ("", "shift+", "ctrl+")
    for key in ("up", "down", "left", "right", "pageup", "pagedown", "home", "end")
)

Typed = events.Key | events.Paste | TypedText


class TypeAhead:
    """What was typed and has not acted yet, the oldest first; what comes once `MOST` wait is dropped."""

    def __init__(self) -> None:
        self._events: deque[Typed] = deque()
        self._moves = 0
        """How many of them only move."""
        self.keys = 0
        """How many keys they are; a character is one, and so is a paste."""

    def __bool__(self) -> bool:
        return bool(self._events)

    def add(self, event: Typed) -> None:
        """Take what was typed last."""
        if _moves(event):
            if self._moves >= MOST_MOVES:
                return
            self._moves += 1
        elif len(self._events) - self._moves >= (2 * MOST if _is_text(event) else MOST):
            return
        self._events.append(event)
        self.keys += _keys_of(event)

    def clear(self) -> None:
        """Forget everything."""
        self._events.clear()
        self.keys = self._moves = 0

    def name_of_next(self) -> str:
        """Return the name of the key that was typed first; empty for a paste."""
        event = self._events[0]
        if isinstance(event, TypedText):
            return key_of(event.text[0]).key
        return event.key if isinstance(event, events.Key) else ""

    def next_key(self) -> events.Key | events.Paste:
        """Take what was typed first: of several characters one."""
        event = self._events.popleft()
        self.keys -= 1
        self._moves -= _moves(event)
        if not isinstance(event, TypedText):
            return event
        self._events.appendleft(TypedText(event.text[1:]) if len(event.text) > 2 else key_of(event.text[1]))
        return key_of(event.text[0])

    def put_back(self, key: events.Key) -> None:
        """Let *key* be what was typed first."""
        self._events.appendleft(key)
        self.keys += 1

    def text(self) -> str:
        """Take the characters in a row that were typed first, when there are several; return them together."""
        texts: list[str] = []
        for event in self._events:
            if isinstance(event, TypedText):
                texts.append(event.text)
            elif isinstance(event, events.Key) and event.is_printable and event.character:
                texts.append(event.character)
            else:
                break
        text = "".join(texts)
        if len(text) <= 1:
            return ""
        for _event in texts:
            self.keys -= _keys_of(self._events.popleft())
        return text


def _moves(event: Typed) -> bool:
    return isinstance(event, events.Key) and event.key in MOVES


def _is_text(event: Typed) -> bool:
    return isinstance(event, TypedText | events.Paste) or (isinstance(event, events.Key) and event.is_printable)


def _keys_of(event: Typed) -> int:
    return len(event.text) if isinstance(event, TypedText) else 1


class OrderedKeys(App[None]):
    """An app in which keys and pastes act one after the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._typed = TypeAhead()
        self._quit_keys: set[str] | None = None
        """The keys that quit wherever they are pressed, while there is a flood."""
        self._acting = 0
        self._is_acting = False
        self._forgotten_until = 0.0
        """What was read up to then has no effect any more."""
        self._lost: Timer | None = None
        self._watch: Timer | None = None
        """Looks whether the marker went down with the widget that had it."""
        self._marked: MessagePump | None = None
        """The widget that the marker was sent to."""
        self._looks = 0

    @property
    def keys_wait(self) -> bool:
        """Whether a key is acting or waits for its turn, and will get it."""
        return self._is_acting and not self._exit

    def forget_typed(self) -> None:
        """Forget the keys that wait for their turn, also those that were only just read."""
        self._typed.clear()
        self._forgotten_until = events.Event().time

    async def on_event(self, event: events.Event) -> None:
        """Let a key act when the one before it has, and everything else at once."""
        if not isinstance(event, Typed) or event.is_forwarded:
            await super().on_event(event)
            return
        if event.time <= self._forgotten_until:
            return
        if self._typed.keys < FLOOD:
            self._quit_keys = None
        elif isinstance(event, events.Key) and event.key in self._keys_that_quit():
            self._drop_flood()
        self._typed.add(event)
        if not self._is_acting:
            await self._act()
        elif self._lost is None:
            self._lost = self.set_timer(PATIENCE, self._go_on)

    async def on_settled(self, message: Settled) -> None:
        """Send the marker round again, or let the next key act."""
        message.stop()
        if message.key != self._acting:
            return
        if message.rounds:
            self._send_round(message.rounds - 1)
        else:
            await self._act()

    async def _act(self) -> None:
        """Let the next key act, and send the marker after it."""
        if self._lost is not None:
            self._lost.stop()
            self._lost = None
        self._is_acting = bool(self._typed)
        if self._typed and not self._can_take() and self._looks < LOOKS:
            self._looks += 1
            self._lost = self.set_timer(SOON, self._go_on)
        elif self._typed:
            self._looks = 0
            self._acting += 1
            if self._typed.keys > 1:
                self._lost = self.set_timer(PATIENCE, self._go_on)
            await self._deliver()
            self._send_round(ROUNDS - 1)
            self._look_later()

    async def _deliver(self) -> None:
        """Let what waits first act: the characters in a row as one text, where a text is written, or else one key."""
        self.app_focus = True
        write = self._writer()
        text = self._typed.text() if write else ""
        if write and text:
            write(text)
            return
        event = self._typed.next_key()
        if isinstance(event, EscapedKey):
            if event.key in self.screen.active_bindings:
                event = events.Key(event.key, None)
            else:
                self._typed.put_back(event.alone)
                event = key_of(ESCAPE)
        await super().on_event(event)

    def _drop_flood(self) -> None:
        """Forget what waits, but for a text that is written in one go."""
        text = self._typed.text() if self._writer() else ""
        self._typed.clear()
        if text:
            self._typed.add(TypedText(text))

    def _keys_that_quit(self) -> set[str]:
        if self._quit_keys is None:
            bindings = [active.binding for active in self.screen.active_bindings.values()]
            self._quit_keys = {
                binding.key for binding in bindings if binding.priority and binding.action in ("quit", "app.quit")
            }
        return self._quit_keys

    def _writer(self) -> Callable[[str], None] | None:
        """Return what writes a text where the keys go, as typing it would; None where keys are commands."""
        focused = self.focused
        if isinstance(focused, Sheet) and focused.typing is not None:
            return focused.write
        return partial(_write, focused) if isinstance(focused, Input) else None

    def _can_take(self) -> bool:
        """Tell whether the screen on top is there with all its parts, puts up no fields, and looks nothing up."""
        screen = self.screen
        if isinstance(screen, KpituiScreen):
            return screen.is_mounted and screen.takes_keys and not self._is_awaited(screen)
        return screen.is_mounted and all(worker.is_finished for worker in self.workers if worker.node is screen)

    def _is_awaited(self, screen: KpituiScreen) -> bool:
        """Tell whether the next key needs what *screen* is still working out."""
        active = screen.active_bindings.get(self._typed.name_of_next())
        return active is not None and screen.awaits(active.binding.action)

    def _send_round(self, rounds: int) -> None:
        self._marked = self.focused or self.screen
        if not self._marked.post_message(Settled(self._acting, rounds)):
            self._marked = self.screen  # what has the focus is being removed, and takes nothing any more
            self._marked.post_message(Settled(self._acting, rounds))

    def _look_later(self) -> None:
        """Look in a moment where the marker is, unless that is to be done already: once for many keys, not for each."""
        if self._watch is None:
            self._watch = self.set_timer(PATIENCE, partial(self._look_for_marker, self._acting))

    async def _look_for_marker(self, key: int) -> None:
        """Let the next key act when the widget that had the marker of *key* was removed; look again while one acts."""
        self._watch = None
        if key == self._acting and self._is_acting and not (self._marked and self._marked.is_attached):
            await self._act()
        if self._is_acting:
            self._look_later()

    async def _go_on(self) -> None:
        self._lost = None
        await self._act()


def _write(field: Input, text: str) -> None:
    """Put *text* into a field where its caret is, as far as there is room, and in place of what is selected."""
    text = "".join(character for character in text if character.isprintable())
    start, end = sorted(field.selection)
    room = field.max_length - len(field.value) + end - start if field.max_length else len(text)
    field.replace(text[: max(0, room)], start, end)
