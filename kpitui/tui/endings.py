"""Every way the app ends that is not a key: a hang-up, a request to stop, a terminal that is gone.

A dropped SSH line must not leave a program that spins on a dead terminal. Nothing is saved here, because everything
that was acknowledged is saved already.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
from collections.abc import Callable

LOOK_SECONDS = 0.25
"""How often it is looked whether the terminal is still there."""

FAREWELL_SECONDS = 0.4
"""How long the app may take to end by itself once its terminal is gone."""


def end_on_signals(end: Callable[[], object]) -> None:
    """Call *end* when the process is asked to stop; by itself Textual would die leaving the terminal in disorder."""
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None:
            try:
                loop.add_signal_handler(number, end)
            except (NotImplementedError, RuntimeError, ValueError):
                return


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


def end_without_terminal(end: Callable[[], object]) -> None:
    """Call *end*, and end the process at once when that cannot finish: there is nobody left to tidy up for."""
    asyncio.get_running_loop().call_later(FAREWELL_SECONDS, os._exit, 0)
    end()
