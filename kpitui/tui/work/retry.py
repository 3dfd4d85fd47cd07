"""What is to be written while another program writes: tried again and again, with the keyboard alive meanwhile.

What is written, and what is said of it, is the business of the page that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

from kpitui.core.errors import Busy

if TYPE_CHECKING:
    from textual.timer import Timer

    from kpitui.services.workspace import Workspace

PATIENCE = 1.0
"""Seconds that the app as a whole stands still for another program that writes, before it says so."""

FIRST, AGAIN, BETWEEN = 0.3, 0.02, 0.5
"""Seconds that writing stands still for at first and when it is tried again, and those between two tries."""


class RetriesWrites(MessagePump):
    """Mixed into screens that write what a person typed."""

    @property
    def workspace(self) -> Workspace:
        """The open database."""
        raise NotImplementedError

    _waiting: dict[str, Timer] | None = None

    def write_when_free(self, what: str, write: Callable[[], None]) -> bool:
        """Do *write* now and return True; or else do it when the other program is done, and return False.

        *what* names it: the same once more takes the place of what waits. It raises what *write* raises the first time
        and reports what it raises later.
        """
        waiting = self._waiting = self._waiting or {}
        before = waiting.pop(what, None)
        if before is not None:
            before.stop()
        try:
            with self.workspace.patient(AGAIN if before is not None else FIRST):
                write()
        except Busy:
            waiting[what] = self.set_timer(BETWEEN, lambda: self.write_when_free(what, write))
            return False
        return True

    def waits(self, what: str) -> bool:
        """Tell whether *what* waits to be written."""
        return what in (self._waiting or {})

    def cancel_waiting(self, what: str) -> None:
        """Let go of what waits to be written, if anything."""
        before = (self._waiting or {}).pop(what, None)
        if before is not None:
            before.stop()
