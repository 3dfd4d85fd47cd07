"""What is to be written while another program writes: tried again and again, with the keyboard alive meanwhile.

What is written, and what is said of it, is the business of the page that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from kpitui.core.errors import Busy

if TYPE_CHECKING:
    from textual.timer import Timer

    from kpitui.services.workspace import Workspace

PATIENCE = 1.0
"""Seconds that the app as a whole stands still for another program that writes, before it says so."""

FIRST, AGAIN, BETWEEN = 0.3, 0.02, 0.5
"""Seconds that writing stands still for at first and when it is tried again, and those between two tries."""


class WritingScreen(Protocol):
    """What writes what a person typed."""

    @property
    def workspace(self) -> Workspace:
        """The open database."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call *callback* in *delay* seconds, where the screen runs."""


class PendingWrites:
    """What *screen* is to write, each under a name, and writes as soon as the other program is done."""

    def __init__(self, screen: WritingScreen) -> None:
        self._screen = screen
        self._waiting: dict[str, Timer] = {}

    def write_when_free(self, what: str, write: Callable[[], None]) -> bool:
        """Do *write* now and return True; or else do it when the other program is done, and return False.

        *what* names it: the same once more takes the place of what waits. It raises what *write* raises the first time
        and reports what it raises later.
        """
        before = self._waiting.pop(what, None)
        if before is not None:
            before.stop()
        try:
            with self._screen.workspace.patient(AGAIN if before is not None else FIRST):
                write()
        except Busy:
            self._waiting[what] = self._screen.set_timer(BETWEEN, lambda: self.write_when_free(what, write))
            return False
        return True

    def is_waiting(self, what: str) -> bool:
        """Tell whether *what* waits to be written."""
        return what in self._waiting

    def cancel(self, what: str) -> None:
        """Let go of what waits to be written, if anything."""
        before = self._waiting.pop(what, None)
        if before is not None:
            before.stop()
