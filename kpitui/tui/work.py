"""What runs beside the keys: reading in the background, writes that wait for another program, the backup of the day.

What is worked out in the background is only read; anything that is written is written where the app runs. The one
exception is an import and taking it back, which are one transaction each and may take long; their page waits for them.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol, TypeVar

from kpitui.core.errors import Busy, KpituiError
from kpitui.services.backups import keep_daily
from kpitui.services.workspace import Workspace
from kpitui.wording.changes import cleared_text

if TYPE_CHECKING:
    from textual.timer import Timer

    from kpitui.services.workspace import Workspace


Found = TypeVar("Found")

SWITCH_SECONDS = 0.0005
"""How long this thread may go on while a key is waiting; by itself Python lets it be ten times as long."""


class Background:
    """One thread that works things out, one after the other; *open_workspace* is called in it, when first needed."""

    def __init__(self, open_workspace: Callable[[], Workspace], clock: Callable[[], datetime]) -> None:
        self._open = open_workspace
        self._clock = clock
        self.hidden = ""
        """What is shown instead of figures in the texts that are made here."""
        self._workspace: Workspace | None = None
        self.leaving = Event()
        """Set when the app ends: what may take long looks at it and stops."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kpitui-background")

    async def run_in_background(self, work: Callable[[Workspace], Found]) -> Found:
        """Return what *work* gives; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work)

    def renew(self) -> None:
        """Let what is asked from now on be worked out on the database that is opened then."""
        self._thread.submit(self._leave)

    def close(self) -> None:
        """Give up what has not begun, wait for what has, and close the connection."""
        self.leaving.set()
        self._thread.submit(self._leave)
        self._thread.shutdown(wait=True)

    def _do(self, work: Callable[[Workspace], Found]) -> Found:
        if self._workspace is None:
            self._workspace = self._open()
            sys.setswitchinterval(SWITCH_SECONDS)
        self._workspace.hide(self.hidden)
        self._workspace.refresh(self._clock())
        return work(self._workspace)

    def _leave(self) -> None:
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None


# What is to be written while another program writes: tried again and again, with the keyboard alive meanwhile.
#
# What is written, and what is said of it, is the business of the page that asks for it.

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

    def cancel(self, what: str) -> None:
        """Let go of what waits to be written, if anything."""
        before = self._waiting.pop(what, None)
        if before is not None:
            before.stop()


# The backup of the day, made by an app that stays open: in a thread of its own, so that no key ever waits for it.

LOOK_SECONDS = 30.0
"""How often it is looked whether a new day has begun; long after the first paint."""


class AutoBackup:
    """Makes one backup a day.

    In the thread of the backup *tell* is called with why it could not be made, and *say* with what was deleted.
    """

    def __init__(
        self,
        open_workspace: Callable[[], Workspace],
        clock: Callable[[], datetime],
        tell: Callable[[KpituiError], object],
        say: Callable[[str], object] = lambda _sentence: None,
    ) -> None:
        self._open = open_workspace
        self._clock = clock
        self._tell = tell
        self._say = say
        self._seen_to: date | None = None
        """The day whose backup was made, or tried."""

    def look(self) -> Thread | None:
        """Begin the backup of this day unless that was done already; return its thread."""
        now = self._clock()
        if now.date() == self._seen_to:
            return None
        self._seen_to = now.date()
        # A thread that does not hold up leaving: what it leaves half-written is swept before the next backup.
        thread = Thread(target=self._keep, args=(now,), name="kpitui-auto-backup", daemon=True)
        thread.start()
        return thread

    def _keep(self, now: datetime) -> None:
        try:
            with closing(self._open()) as workspace:
                backup = keep_daily(workspace, now)
            for path in backup.swept if backup else ():
                self._say(cleared_text(path))
        except KpituiError as error:
            self._tell(error)
