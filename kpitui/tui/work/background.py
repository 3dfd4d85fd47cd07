"""Work that would hold up a key: done in one thread with a database connection of its own, after the page is painted.

What is worked out there is only read; anything that is written is written where the app runs. The one exception is an
import and taking it back, which are one transaction each and may take long; their page waits for them.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import TypeVar

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
