"""Textual's drivers with the one guarded way in for what a terminal sends, asleep while nothing happens.

What the bytes mean is decided by `terminal_input`; what is sent to the terminal is Textual's work, or `driver`'s.
"""

from __future__ import annotations

import os
import selectors
from collections.abc import Sequence
from contextlib import suppress
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from kpitui.tui.terminal_input import TerminalInput

if TYPE_CHECKING:
    from textual.message import Message

CHUNK = 4096
"""Bytes that are read at once; a terminal gives no more."""

LOOK_SECONDS = 0.05
"""How often it is looked whether the driver stops while the app is too busy to take what was typed."""


class WakingEvent(Event):
    """An event that a selector can wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.reader, self._writer = os.pipe()

    def set(self) -> None:
        """Set it and wake whoever waits."""
        if not self.is_set():
            os.write(self._writer, b"!")
        super().set()

    def clear(self) -> None:
        """Make it ready for the next time."""
        if self.is_set():
            os.read(self.reader, 1)
        super().clear()


class GuardedInput(Driver):
    """The half of a driver that reads; which bytes there are is the other half's."""

    exit_event: Event

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._batch: list[Message] = []

    def read_input(self) -> None:
        """Pass on what is typed as long as there is somebody who types."""
        raise NotImplementedError

    def run_input_thread(self) -> None:
        """Read in a thread of its own; a mistake in it ends the app as any other does."""
        try:
            self.read_input()
        except Exception as error:
            with suppress(RuntimeError):  # the app has ended
                self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def send_message(self, message: Message) -> None:
        """Hold a message until all that was read together is there."""
        self._batch.append(message)

    def pass_on(self, messages: Sequence[Message]) -> None:
        """Give the app *messages*, in the thread that reads, and wait until it has taken them.

        A flood waits in the terminal and not here, and whoever reads it reads no faster than the app can look at it.
        """
        for message in messages:
            self.process_message(message)
        batch, self._batch = self._batch, []
        if batch:
            taken = Event()
            self._loop.call_soon_threadsafe(self._post, batch, taken)
            while not taken.wait(LOOK_SECONDS) and not self.exit_event.is_set():
                pass

    def _post(self, batch: Sequence[Message], taken: Event) -> None:
        for message in batch:
            self._app.post_message(message)
        taken.set()


class TerminalDriver(GuardedInput, LinuxDriver):
    """Textual's driver for Unix terminals, with input that never ends the app and never wakes it for nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exit_event = self._exit = WakingEvent()

    def read_input(self) -> None:
        """Pass on what is typed, until the driver stops or the terminal is gone; wait without looking at the clock."""
        terminal = TerminalInput(mouse=self._mouse)
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._exit.reader, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                timeout = None if terminal.deadline is None else max(0.0, terminal.deadline - monotonic())
                ready = selector.select(timeout)
                if any(key.fd == self.fileno for key, _events in ready):
                    data = _read(self.fileno)
                    if not data:
                        return
                    self.pass_on(terminal.feed(data, monotonic()))
                else:
                    self.pass_on(terminal.tick(monotonic()))


def _read(descriptor: int) -> bytes:
    """Return what was typed; nothing when the terminal is gone."""
    try:
        return os.read(descriptor, CHUNK)
    except OSError:
        return b""
