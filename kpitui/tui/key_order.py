"""Keys act in the order they were typed, also when a slow line delivers many at once.

Textual hands a key to the widget that has the focus, and looks for a binding only when the key has bubbled up to the
app; by then the widget may have taken later keys. Here a key waits until everything the one before it set off is
done: a marker is sent along the same way, a few rounds, because a key's message may lead to another message. And it
waits until the page that is to have it can take it: a page that opens, or a form whose fields change, loses no key.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.message import Message

from kpitui.tui.desk import AtDesk

if TYPE_CHECKING:
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


class OrderedKeys(App[None]):
    """An app in which keys and pastes act one after the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._acting = 0
        self._is_acting = False
        self._lost: Timer | None = None
        self._looks = 0

    @property
    def keys_wait(self) -> bool:
        """Whether a key is acting or waits for its turn."""
        return self._is_acting

    async def on_event(self, event: events.Event) -> None:
        """Let a key act when the one before it has, and everything else at once."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
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
            if len(self._typed) > 1:
                self._lost = self.set_timer(PATIENCE, self._go_on)
            await super().on_event(self._typed.popleft())
            self._send_round(ROUNDS - 1)

    def _can_take(self) -> bool:
        """Tell whether the screen on top is there with all its parts, and has no fields being put up."""
        screen = self.screen
        return screen.is_mounted and (not isinstance(screen, AtDesk) or screen.takes_keys)

    def _send_round(self, rounds: int) -> None:
        (self.focused or self.screen).post_message(Settled(self._acting, rounds))

    async def _go_on(self) -> None:
        self._lost = None
        await self._act()
