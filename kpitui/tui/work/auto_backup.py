"""The backup of the day, made by an app that stays open: in a thread of its own, so that no key ever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from threading import Thread

from kpitui.core.errors import KpituiError
from kpitui.services.backups import keep_daily
from kpitui.services.workspace import Workspace
from kpitui.wording.changes import cleared_text

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
