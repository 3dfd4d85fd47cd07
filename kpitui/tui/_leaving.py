"""Leaving the app, for good or for a while: what is being typed is kept, and the terminal is the shell's again.

Who asks for it, and what happens when the app does not get to it, is in `terminal.shutdown`; what is kept of a
form or a cell is told by `screen.Unsaved`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import closing, suppress
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.css.query import NoMatches

from kpitui.i18n import _
from kpitui.tui.screen import ALONE_PATIENCE, PATIENCE, KpituiScreen, Unsaved, keep, typed_in
from kpitui.tui.terminal.shutdown import (
    HANG_UP,
    LOOK_SECONDS,
    Watchdog,
    handle_every_exit,
    signal_of,
    terminal_is_gone,
)
from kpitui.wording.entries import ended_text, lost_text

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from kpitui.services.workspace import Workspace
    from kpitui.tui.terminal.early_signals import EarlySignals
    from kpitui.tui.terminal.prepaint import Prepaint

SOON = 0.02
"""Seconds between two looks whether what was typed has acted, before the app ends."""

ENDING_LOOKS, START_LOOKS = 12, 125
"""How many looks that are: of an app that is up, and of one that is only starting."""

OUTPUT_THREAD = "textual-output"
"""Textual's name for the thread that writes to the terminal."""


class GracefulExit(App[None]):
    """An app that loses nothing by its end, and that Ctrl+Z leaves for a while."""

    workspace: Workspace
    clock: Callable[[], datetime]
    loop: AbstractEventLoop | None = None
    """Where it runs; None before."""
    watchdog: Watchdog | None = None
    """What ends the process when the app cannot; None where nobody watches over it."""
    typed_is_kept = False
    """Whether the app ends and what was being typed is kept."""
    is_kept = False
    """Whether anything that was being typed waits as a draft."""
    lost: Sequence[Unsaved] = ()
    """What was being typed and could not be kept, to be told once the terminal is the shell's."""

    prepaint: Prepaint | None = None
    """What stands on the terminal before the app has taken it."""
    is_throwaway = False
    """Whether the database is gone afterwards, and what was being typed with it."""

    @property
    def ending_signal(self) -> str:
        """The name of the signal that ended it; empty where none did."""
        return signal_of(self.return_code or 0)

    @property
    def is_up(self) -> bool:
        """Whether there is a page, with all its parts, for what is typed."""
        try:
            screens = [screen for screen in self.screen_stack if isinstance(screen, KpituiScreen)]
        except LookupError:
            return False
        return bool(screens) and all(screen.is_mounted for screen in screens)

    @property
    def patience(self) -> float:
        """Seconds that keeping what is typed may wait for another program that writes."""
        return ALONE_PATIENCE if terminal_is_gone() else PATIENCE

    @property
    def keys_wait(self) -> bool:
        """Whether a key is acting or waits for its turn, and will get it."""
        raise NotImplementedError

    def run_watched(self, early: EarlySignals, *, mouse: bool) -> int:
        """Run on the terminal until it ends, which is given back whatever it ends by; return the exit status.

        Where a signal came before, there is nothing to run.
        """
        with handle_every_exit(self) as self.watchdog:
            if not early.status:
                try:
                    self.run(mouse=mouse)
                finally:
                    self._give_terminal_back()
        return self.return_code or early.status

    def _give_terminal_back(self) -> None:
        """Give the terminal back where the app did not get to it, for want of memory."""
        if getattr(self._driver, "is_taken", False):
            self._driver.restore_terminal()  # type: ignore[union-attr]

    def on_mount(self) -> None:
        """Be there for whoever asks it to end."""
        self.loop = asyncio.get_running_loop()
        self.loop.set_exception_handler(self._in_a_callback)
        self.set_interval(LOOK_SECONDS, self._watch_terminal)
        for error, thread in self.watchdog.early if self.watchdog else ():
            self.unhandled_error(error, thread)
        if self.watchdog and self.watchdog.status:
            self.end(self.watchdog.status)

    def inform(self, text: str) -> None:
        """Show a short message."""
        raise NotImplementedError

    def end(self, status: int) -> None:
        """End with an exit status, that of whoever asked first, once what was typed before has acted.

        That takes a moment at most; longer only where the app is starting.
        """
        if not self.call_later(self._end, status, ENDING_LOOKS if self.is_up else START_LOOKS):
            self._end(status, 0)

    def _end(self, status: int, looks: int) -> None:
        if self._exit:
            return
        if looks and self.loop is not None and (not self.is_up or self.keys_wait):
            self.loop.call_later(SOON, self._end, status, looks - 1)
        else:
            self.exit(return_code=status)

    def on_exit_app(self) -> None:
        """Keep what is being typed, whatever the app ends for."""
        self.save_unsaved_once()

    async def _shutdown(self) -> None:
        """Keep what is being typed before the pages go: an interruption comes here without an exit."""
        with suppress(Exception):
            self.save_unsaved_once()
        await super()._shutdown()

    @cached_property
    def _is_saved(self) -> Event:
        """Set once what was being typed is kept, or is known to be lost."""
        return Event()

    def save_unsaved_once(self) -> None:
        """Keep what is being typed, once, and as well as can be: another program that writes is waited for."""
        if not self.typed_is_kept:
            self.typed_is_kept = True
            try:
                self._save_unsaved(self.workspace.seen_from or self.workspace)
            finally:
                self._is_saved.set()

    def _save_unsaved(self, workspace: Workspace) -> None:
        self.lost = unsaved = self._unsaved()
        self.lost = keep(workspace, unsaved, self.patience)
        is_drafted = any(isinstance(screen, KpituiScreen) and screen.is_drafted for screen in self.screen_stack)
        self.is_kept = is_drafted or len(unsaved) > len(self.lost)

    def emergency_save(self) -> None:
        """Keep what is being typed by another connection, or wait until the app has, where it has begun to."""
        if self.typed_is_kept:
            self._is_saved.wait(self.patience)
            return
        self.typed_is_kept = True
        with suppress(Exception):  # there may be no screen yet
            self.lost = self._unsaved()
        with (
            suppress(Exception),
            closing((self.workspace.seen_from or self.workspace).opened_again(self.clock())) as workspace,
        ):
            self._save_unsaved(workspace)

    def emergency_exit(self, status: int) -> None:
        """Give the terminal back as well as can be, and tell what ended the app and what could not be kept."""
        if self.prepaint is not None:
            self.prepaint.restore_modes()
        restore_terminal = getattr(self._driver or self.prepaint, "restore_terminal", None)
        if restore_terminal is not None:
            restore_terminal()
        self.tell_signal(write_error, status)
        self.tell_lost(write_error)

    def tell_lost(self, tell: Callable[[str], object]) -> None:
        """Tell, once the terminal is the shell's, what was typed and could not be kept."""
        lost, self.lost = self.lost, ()
        for unsaved in lost:
            tell(lost_text(typed_in(unsaved.fields)))

    def tell_signal(self, tell: Callable[[str], object], status: int) -> None:
        """Tell which signal *status* stands for, if one and somebody is there to read it, and what is kept."""
        signal = signal_of(status)
        if signal and not terminal_is_gone():
            tell(ended_text(signal, is_kept=self.is_kept and not self.lost and not self.is_throwaway))

    def sentence_of(self, error: Exception) -> str:
        """Return what is said of an *error* that nobody foresaw."""
        raise NotImplementedError

    def unhandled_error(self, error: Exception, thread: str) -> None:
        """End when nothing can be written to the terminal any more; tell of any other mistake, and go on."""
        if thread != OUTPUT_THREAD:
            self.notify(self.sentence_of(error), severity="error", markup=False, timeout=20)
        elif isinstance(error, OSError):
            self._end_without_terminal()
        else:
            write_directly = getattr(self._driver, "write_directly", None)
            if write_directly is not None:
                write_directly()
            self.call_later(self._handle_exception, error)

    def action_suspend_process(self) -> None:
        """Go to the shell and come back when it says so; what was typed behind that key was meant for the shell."""
        stop_process = getattr(self._driver, "stop_process", None)
        if stop_process is None:
            return
        self.forget_typed()
        if not stop_process():
            self.inform(_("No shell to go back to"))

    def forget_typed(self) -> None:
        """Forget the keys that wait for their turn."""
        raise NotImplementedError

    def _unsaved(self) -> list[Unsaved]:
        unsaved: list[Unsaved] = []
        for screen in self.screen_stack:
            if isinstance(screen, KpituiScreen):
                with suppress(NoMatches):  # it is only being put up, so nothing is typed into it yet
                    unsaved += screen.unsaved()
        return unsaved

    def _in_a_callback(self, _loop: AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception) and self.is_running:
            self.unhandled_error(error, "")

    def _watch_terminal(self) -> None:
        if not self.is_headless and terminal_is_gone():
            self._end_without_terminal()

    def _end_without_terminal(self) -> None:
        if self.watchdog is not None:
            self.watchdog.begin(HANG_UP)
        self.end(HANG_UP)


def write_error(line: str) -> None:
    """Write a line to standard error, which is not Textual's any more, where nothing else is left to do it."""
    with suppress(OSError, ValueError, AttributeError):
        os.write(sys.__stderr__.fileno(), f"{line}\n".encode(errors="replace"))  # type: ignore[union-attr]
