"""Textual's drivers with the one guarded way in for what a terminal sends, asleep while nothing happens.

What the bytes mean is decided by `input`; what is sent to the terminal, by Textual or `diff_driver`. The
process can be stopped and go on, and the terminal can be given back although nobody reads it.
"""

from __future__ import annotations

import os
import selectors
import signal
import termios
from collections.abc import Sequence
from contextlib import suppress
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from kpitui.tui.terminal import bounded_size
from kpitui.tui.terminal.input import TerminalInput

if TYPE_CHECKING:
    from textual.message import Message

CHUNK = 4096
"""Bytes that are read at once; a terminal gives no more."""

GIVE_BACK = b"\x1b[m\x1b[?2004;1000;1003;1015;1006;1004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h"
"""What ends everything that is asked of the terminal: pastes with marks, the mouse, keys, the other screen."""

MOST_TIMES = 20
"""How often the terminal is tried to be taken again: in the background the process is stopped each time."""

LOOK_SECONDS = 0.05
"""How often it is looked whether the driver stops while the app is too busy to take what was typed."""


class WakingEvent(Event):
    """An event that a selector can wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.reader, self._writer = os.pipe()

    def set(self) -> None:
        """Set it and wake whoever waits."""
        if not self.is_set():
            os.write(self._writer, b"!")
        super().set()

    def clear(self) -> None:
        """Make it ready for the next time."""
        if self.is_set():
            os.read(self.reader, 1)
        super().clear()


class DirectWriter(WriterThread):
    """What writes where it is called, in place of a thread."""

    def write(self, text: str) -> None:
        """Write *text*."""
        with suppress(OSError, ValueError):
            self._file.write(text)
            self._file.flush()

    def stop(self) -> None:
        """Do nothing: nothing waits to be written."""


class GuardedInput(Driver):
    """The half of a driver that reads; which bytes there are is the other half's."""

    exit_event: Event

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._batch: list[Message] = []

    def read_input(self) -> None:
        """Pass on what is typed as long as there is somebody who types."""
        raise NotImplementedError

    def run_input_thread(self) -> None:
        """Read in a thread of its own; a mistake in it ends the app as any other does."""
        try:
            self.read_input()
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def send_message(self, message: Message) -> None:
        """Hold a message until all that was read together is there."""
        self._batch.append(message)

    def pass_on(self, messages: Sequence[Message]) -> None:
        """Give the app *messages*, in the thread that reads, and wait until it has taken them.

        A flood waits in the terminal and not here, and whoever reads it reads no faster than the app can look at it.
        """
        for message in messages:
            self.process_message(message)
        batch, self._batch = self._batch, []
        if batch:
            taken = Event()
            self._loop.call_soon_threadsafe(self._post, batch, taken)
            while not taken.wait(LOOK_SECONDS) and not self.exit_event.is_set():
                pass

    def _post(self, batch: Sequence[Message], taken: Event) -> None:
        for message in batch:
            self._app.post_message(message)
        taken.set()


class UnixDriver(GuardedInput, LinuxDriver):
    """Textual's driver for Unix terminals, with input that never ends the app and never wakes it for nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._size = self._size or self._get_terminal_size()
        self.exit_event = self._exit = WakingEvent()
        self._goes_on = Event()
        """Set once a stopped process was told to go on."""
        self._is_away = True
        """Whether the terminal is the shell's."""
        self.is_taken = False
        """Whether the terminal is still to be given back."""
        self._is_given_back = False
        """Whether the terminal was taken and given back for a while."""
        self._is_stopping = False
        self._keeps_input = False
        """Whether what was typed and not read yet is for the app, although it gives the terminal back."""

    # -- stopping and going on ---------------------------------------------------------------------------------------

    def _get_terminal_size(self) -> tuple[int, int]:
        return bounded_size(*super()._get_terminal_size())

    def start_application_mode(self) -> None:
        """Take the terminal; nothing happens while the process is in the background, until it is stopped there."""
        before, self.is_taken = self._writer_thread, True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._is_away = self._writer_thread is before
        self._is_given_back = self._is_given_back and self._is_away

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self._is_away = True
        super().suspend_application_mode()
        self._is_given_back = True

    def stop_application_mode(self) -> None:
        """Give the terminal back, unless it is the shell's already: whoever touches it in the background is stopped."""
        if self._is_given_back:
            return
        if self.is_in_background():
            self.attrs_before = None
        super().stop_application_mode()
        self.is_taken = False

    def is_asked_to_end(self) -> bool:
        """Tell whether the app is to end, so that the terminal is not taken again."""
        watchdog = getattr(self._app, "watchdog", None)
        return bool(watchdog and watchdog.status)

    def disable_input(self) -> None:
        """Read no more; what was typed and not read yet is dropped, unless the app reads on in a moment."""
        if self._is_given_back:
            return
        if not self._keeps_input and not self.is_in_background():
            super().disable_input()
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self._disable_mouse_support()
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()

    def stop_process(self) -> bool:
        """Give the terminal to the shell and stop, together with what the shell started with this process.

        Return, once the shell lets it go on, True; at once, with the screen as it was, False where no shell waits:
        the system stops no process that nobody could let go on.
        """
        self._goes_on.clear()
        self._is_stopping = True
        self.suspend_application_mode()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)
        goes_on = self._goes_on.wait(LOOK_SECONDS)
        signal.signal(signal.SIGTSTP, handler)
        self._come_back()
        self._is_stopping = False
        return goes_on

    def _sigtstp_application(self, *_arguments: object) -> None:
        """Stop where nothing is half done, asked by another process, which can let this one go on."""
        self._loop.call_soon_threadsafe(self._stop)

    def _sigcont_application(self, *_arguments: object) -> None:
        self._goes_on.set()
        if self._auto_restart and not self._is_stopping:
            self._loop.call_soon_threadsafe(self._come_back)

    def _stop(self) -> None:
        if not self._is_away:
            self.suspend_application_mode()
            os.kill(os.getpid(), signal.SIGSTOP)

    def _come_back(self) -> None:
        """Take the terminal again; where the process was stopped without being asked, give it back first.

        Who asked it to end while it stood still asked it to end without coming back.
        """
        if self.is_asked_to_end() and (self._is_away or self.is_in_background()):
            return
        if not self._is_away:
            self._keeps_input = True
            self.suspend_application_mode()
            self._keeps_input = False
        for _time in range(MOST_TIMES):
            self.resume_application_mode()
            if self.is_asked_to_end():
                return
            if not self._is_away:
                self._app.refresh(layout=True)
                return

    def is_in_background(self) -> bool:
        """Tell whether the shell has the terminal, so that whoever changes its modes is stopped."""
        try:
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        except OSError:
            return False

    # -- giving up a terminal that nobody reads ----------------------------------------------------------------------

    def write_directly(self) -> None:
        """Write to the terminal without the thread for it, which has ended by a mistake."""
        self._writer_thread = DirectWriter(self._file)  # type: ignore[arg-type]

    def restore_terminal(self) -> None:
        """Give the terminal back in place of a thread that waits for somebody to read it, and drop what it waits with.

        Called in another thread, when the app does not get to its end. What waits behind that thread goes on waiting.
        """
        if self._is_given_back:
            return
        assert self._file is not None
        writer, descriptor = self._writer_thread, self._file.fileno()
        if not self.is_in_background():
            with suppress(OSError, termios.error, TypeError):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)  # type: ignore[arg-type]
        with suppress(OSError, termios.error):
            os.set_blocking(descriptor, False)
            try:
                if writer is not None and writer.ident is not None and writer.is_alive():
                    signal.pthread_kill(writer.ident, signal.SIGTERM)  # wakes it, and now it cannot wait again
                    writer.join(LOOK_SECONDS)
                termios.tcflush(descriptor, termios.TCOFLUSH)
                os.write(descriptor, GIVE_BACK)
            finally:
                os.set_blocking(descriptor, True)

    # -- reading -----------------------------------------------------------------------------------------------------

    def read_input(self) -> None:
        """Pass on what is typed, until the driver stops or the terminal is gone; wait without looking at the clock."""
        terminal = TerminalInput(mouse=self._mouse)
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._exit.reader, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                timeout = None if terminal.deadline is None else max(0.0, terminal.deadline - monotonic())
                ready = selector.select(timeout)
                if any(key.fd == self.fileno for key, _events in ready):
                    data = _read(self.fileno)
                    if not data:
                        return
                    self.pass_on(terminal.feed(data, monotonic()))
                else:
                    self.pass_on(terminal.tick(monotonic()))


def _read(descriptor: int) -> bytes:
    """Return what was typed; nothing when the terminal is gone."""
    try:
        return os.read(descriptor, CHUNK)
    except OSError:
        return b""
