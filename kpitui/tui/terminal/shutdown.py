"""Every way the app ends that is not a key: a hang-up, a request to stop, a terminal that is gone or that nobody reads.

A dropped SSH line must not leave a program that spins on a dead terminal, or that waits for ever for one to be read.
What was acknowledged is saved already; what was being typed is kept by the app as it ends.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol

from kpitui.tui.terminal import START_SECONDS, STATUS, ending_signals

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

LOOK_SECONDS = 0.25
"""How often it is looked whether the terminal is still there."""

GRACE_SECONDS, EMERGENCY_SECONDS = 0.4, 1.0
"""How long the app may take to end by itself; and for its emergency exit, as for saving on top of its patience."""

HANG_UP = STATUS + 1
"""The exit status of an app whose terminal is gone."""


class EndableApp(Protocol):
    """An app, as far as ending it goes."""

    loop: AbstractEventLoop | None
    """None before the app runs."""

    @property
    def is_up(self) -> bool:
        """Whether what is typed has somewhere to go."""

    @property
    def patience(self) -> float:
        """Seconds that saving may wait for another program."""

    def end(self, status: int) -> None:
        """End with an exit status; called where the app runs."""

    def emergency_save(self) -> None:
        """Keep what must not be lost, or wait until that is done; called in another thread."""

    def emergency_exit(self, status: int) -> None:
        """Do what must be done before the process ends at once with *status*; called in another thread."""

    def unhandled_error(self, error: Exception, thread: str) -> None:
        """Take notice of what went wrong in the thread with that name; called where the app runs."""


class Watchdog:
    """Ends the process when the app, asked to end, does not get to it: nobody may be left to read what it sends."""

    def __init__(self, app: EndableApp) -> None:
        self._app = app
        self.status = 0
        """The exit status that was asked for; 0 as long as nobody asked."""
        self.early: list[tuple[Exception, str]] = []
        """What went wrong before the app ran, and in which thread."""
        self._over = Event()
        self._is_asked = Event()
        self._seconds = GRACE_SECONDS
        # It waits from the beginning: there may be no memory for a thread once it is needed.
        Thread(target=self._wait, name="kpitui-watchdog", daemon=True).start()

    def begin(self, status: int, seconds: float = GRACE_SECONDS) -> None:
        """End the process with *status*, unless cancelled: in *seconds*, and what saving and leaving may take."""
        if not self.status:
            self.status, self._seconds = status, seconds
            self._is_asked.set()

    def cancel(self) -> None:
        """Let the process be: the app has ended."""
        self._over.set()
        self._is_asked.set()

    def _wait(self) -> None:
        self._is_asked.wait()
        try:
            if self._over.wait(self._seconds):
                return
            _limited(self._app.emergency_save, self._app.patience + EMERGENCY_SECONDS)
            if self._over.wait(GRACE_SECONDS):
                return
            _limited(partial(self._app.emergency_exit, self.status), EMERGENCY_SECONDS)
        finally:
            if not self._over.is_set():
                os._exit(self.status)


def _limited(step: Callable[[], object], seconds: float) -> None:
    """Do *step* for so many *seconds* at most; where there is no memory for a thread, for as long as it takes."""
    thread = Thread(target=step, daemon=True)
    try:
        thread.start()
    except (RuntimeError, MemoryError):
        step()
    else:
        thread.join(seconds)


@contextmanager
def handle_every_exit(app: EndableApp) -> Iterator[Watchdog]:
    """Have *app* end as it should while it runs, whoever asks for it, and whichever thread something goes wrong in."""
    watchdog = Watchdog(app)

    def end(number: int, _frame: object) -> None:
        watchdog.begin(STATUS + number, GRACE_SECONDS if app.is_up else START_SECONDS)
        if app.loop is not None:  # else it ends as soon as it can
            with suppress(RuntimeError):  # it has ended
                app.loop.call_soon_threadsafe(app.end, STATUS + number)

    def failed(what: threading.ExceptHookArgs) -> None:
        if not isinstance(what.exc_value, Exception):
            return
        error, thread = what.exc_value, what.thread.name if what.thread else ""
        if app.loop is None:
            watchdog.early.append((error, thread))
            return
        with suppress(RuntimeError):
            app.loop.call_soon_threadsafe(app.unhandled_error, error, thread)

    before = {number: signal.signal(number, end) for number in ending_signals()}
    hook, threading.excepthook = threading.excepthook, failed
    try:
        yield watchdog
    finally:
        watchdog.cancel()
        threading.excepthook = hook
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def signal_of(status: int) -> str:
    """Return the name of the signal that an exit status of a shell stands for; empty for any other status."""
    number = status - STATUS
    if number not in ending_signals():
        return ""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def terminal_is_gone(descriptor: int = 0) -> bool:
    """Tell whether the other side of the terminal at *descriptor* has hung up; never for anything but a terminal."""
    if not hasattr(select, "poll"):
        return False
    watch = select.poll()
    try:
        watch.register(descriptor, 0)
        return any(what & (select.POLLHUP | select.POLLERR) for _descriptor, what in watch.poll(0))
    except OSError:
        return True
