"""Signals that come before the app can take them: the first is noted, and whatever it came into is done to its end.

A signal that raised where it came would leave a module half imported, which then looks like a mistake of the program.
"""

from __future__ import annotations

import _thread
import os
import signal
import time
from contextlib import contextmanager, suppress

from kpitui.tui.terminal import START_SECONDS, STATUS, ending_signals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EMERGENCY_SECONDS = 1.0
"""How long the emergency exit may take."""


class EarlySignals:
    """What was asked for before the app ran."""

    def __init__(self, emergency_exit: Callable[[int], object]) -> None:
        self.status = 0
        """The exit status of the first signal that came; 0 for none."""
        self.is_over = False
        """Whether nobody waits any more for the app to end."""
        self._emergency_exit = emergency_exit

    def take(self, number: int, _frame: object) -> None:
        """Take note of a signal; whoever starts the app ends instead, or the process ends in `START_SECONDS`."""
        if self.status:
            return
        self.status = STATUS + number
        # Not the package threading: the signal may have come while that was imported.
        with suppress(RuntimeError, MemoryError):
            _thread.start_new_thread(self._wait, ())

    def _wait(self) -> None:
        time.sleep(START_SECONDS)
        if self.is_over:
            return
        _thread.start_new_thread(self._emergency_exit, (self.status,))
        time.sleep(EMERGENCY_SECONDS)
        if not self.is_over:
            os._exit(self.status)


@contextmanager
def early_signals(emergency_exit: Callable[[int], object]) -> Iterator[EarlySignals]:
    """Note the signals that come, until the app takes them itself and once it has ended.

    *emergency_exit*, called with the exit status in another thread, does what must be done before the process ends at
    once; it should end the process itself when it has.
    """
    early = EarlySignals(emergency_exit)
    before = {number: signal.signal(number, early.take) for number in ending_signals()}
    try:
        yield early
    finally:
        early.is_over = True
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
