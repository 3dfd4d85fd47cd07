"""Signals that come before the app runs: noted, and nothing is interrupted."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from kpitui.tui.terminal.early_signals import early_signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_interrupts_nothing(number: int) -> None:
    """What it came into goes on, the status names the first one, and the handlers of before are back."""
    before = signal.getsignal(number)
    done = False
    with early_signals(lambda _status: None) as early:
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), signal.SIGUSR1)
        done = True
    assert (done, early.status) == (True, 128 + number)
    assert signal.getsignal(number) == before
