"""The driver that sends only the cells that changed.

Textual writes whole lines, in full colour codes, several times while a page is built. Here what it writes is read back
(places, styles, text) into a `FrameBuffer`, and only the difference is sent, as curses programs do. What it writes
that is no picture (modes, questions to the terminal) passes unchanged. Anything that is not understood ends this for
good: everything is painted once more and from then on sent as Textual writes it.

The app hands over what stands on the terminal already as its attribute ``prepaint``, see `prepaint`.
"""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Any

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from kpitui.tui.terminal.framebuffer import BLANK, FrameBuffer
from kpitui.tui.terminal.prepaint import TAKE, erases_in_colour
from kpitui.tui.terminal.unix_driver import UnixDriver

if TYPE_CHECKING:
    from kpitui.tui.terminal.prepaint import Prepaint

TOKEN = re.compile(
    r"\x1b\[(?P<line>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<style>[\d;]*)m"
    r"|(?P<sync>\x1b\[\?2026[hl])"
    r"|(?P<mode>\x1b\[\?[\d;]+(?:[hl]|\$p)|\x1b\[[<>]\d*u|\x1b\](?!8;)\d+;[^\x00-\x1f]*(?:\x07|\x1b\\)|\x07)"
    r"|(?P<newline>\r?\n)"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
LARGE = 512
"""Signs from which a difference is worth the marks that have the terminal show it at once."""

SYNC, SHOW = "\x1b[?2026h", "\x1b[?2026l"


class NotUnderstood(Exception):
    """Textual wrote something that is neither known as a picture nor as a mode."""


class DiffWriter(Driver):
    """The half of a driver that turns what Textual writes into what has to be sent; `send` is the other half's."""

    frame: FrameBuffer | None = None
    """None while the terminal is not ours, and for good once something was not understood."""
    given_up = False
    lost = False
    """Whether the terminal may have changed its cells by itself."""
    turn = 0
    """How often the terminal was taken: being stopped can come in the middle of anything."""
    _sync = False
    """Whether the terminal can hold back until a frame is complete."""

    def send(self, data: str) -> None:
        """Send *data* to the terminal as it is."""
        raise NotImplementedError

    def write(self, data: str) -> None:
        """Take in what belongs to the picture and send the rest."""
        if self.frame is None:
            self.send(data)
            return
        try:
            modes = self._read_back(self.frame, data)
        except Exception:
            self._give_up()
            self.send(data)
        else:
            if modes:
                self.send(modes)

    def flush(self) -> None:
        """Send what changed."""
        if self.frame is not None and (self.lost or self.frame.changed):
            try:
                self._send_changes(self.frame)
            except Exception:
                self._give_up()

    def repaint(self) -> None:
        """Clear the terminal and paint everything again, after noise on the line."""
        self.send("\x1b[m\x1b[2J")
        if self.frame is not None:
            self.frame.forget(BLANK)
            self.flush()
        else:
            self._app.refresh(layout=True)

    def terminal_size(self) -> tuple[int, int]:
        """Return the columns and lines that the terminal has now."""
        raise NotImplementedError

    def _read_back(self, frame: FrameBuffer, data: str) -> str:
        """Put *data* into the picture and return what of it goes to the terminal as it is."""
        modes, position = [], 0
        for token in TOKEN.finditer(data):
            if token.start() != position:
                break
            position, kind = token.end(), token.lastgroup
            if kind == "text":
                frame.write(token["text"])
            elif kind == "style":
                frame.turn_to(token["style"])
            elif kind == "column":
                frame.move(int(token["line"]) - 1, int(token["column"]) - 1)
            elif kind == "newline":
                frame.move(frame.line + 1, 0)
            elif kind == "mode":
                modes.append(token[0])
            else:
                self._sync = True
        if position != len(data):
            raise NotUnderstood(data[position : position + 20])
        return "".join(modes)

    def _send_changes(self, frame: FrameBuffer) -> None:
        turn, lost, self.lost = self.turn, self.lost, False
        if lost or (frame.columns, frame.lines) != self.terminal_size():
            frame.resize(*self.terminal_size())
        difference = frame.difference()
        if turn != self.turn:
            frame.forget()
            difference = frame.difference()
        cursor = frame.line, frame.column
        if cursor != (0, 0):
            # A field that is typed into: input methods and readers for the blind look where the cursor is.
            difference += frame.cursor_to(*cursor)
        self.send(f"{SYNC}{difference}{SHOW}" if self._sync and len(difference) > LARGE else difference)

    def _give_up(self) -> None:
        self.given_up, self.frame = True, None
        self.send("\x1b[m\x1b[2J")
        self._app.call_later(self._app.refresh, layout=True)


class DiffDriver(DiffWriter, UnixDriver):
    """The driver for Unix terminals, thrifty with bytes."""

    _stopped_frame: FrameBuffer | None = None
    """What was on the screen, while the process is stopped."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepaint: Prepaint | None = getattr(self._app, "prepaint", None)

    def start_application_mode(self) -> None:
        """Take the terminal; after a pause everything is painted as it was."""
        again, self.frame, self.turn = self._stopped_frame, None, self.turn + 1
        super().start_application_mode()
        prepaint, self._prepaint = self._prepaint, None
        if prepaint is not None:
            self.attrs_before = prepaint.modes_before
        before = signal.getsignal(signal.SIGWINCH)

        def on_resize(number: int, frame: Any) -> None:
            # What a terminal does to its cells while its size changes is anyone's guess.
            self.lost = True
            self._loop.call_soon_threadsafe(self.flush)
            if callable(before):
                before(number, frame)

        signal.signal(signal.SIGWINCH, on_resize)
        if self.given_up or self._writer_thread is None:
            return
        current = again or (prepaint and prepaint.frame)
        self.frame = current or FrameBuffer(*self.terminal_size(), erases=erases_in_colour(self.fileno))
        if (self.frame.columns, self.frame.lines) != self.terminal_size():
            self.frame.resize(*self.terminal_size())
        if again:
            again.forget(BLANK)
            self.flush()

    def stop_application_mode(self) -> None:
        """Give the terminal back, in its own colours."""
        self._stopped_frame, self.frame = self.frame, None
        if self._writer_thread is not None:
            self.send("\x1b[m")
        super().stop_application_mode()
        prepaint: Prepaint | None = getattr(self._app, "prepaint", None)
        if prepaint is not None:
            prepaint.stands = False

    def write(self, data: str) -> None:
        """Take in what Textual writes; a screen that is taken already is not taken again, for that would clear it."""
        if data != TAKE or self._prepaint is None:
            super().write(data)

    def send(self, data: str) -> None:
        """Send *data* as Textual does."""
        LinuxDriver.write(self, data)

    def terminal_size(self) -> tuple[int, int]:
        """Return the size that Textual lays its pages out for."""
        return self._get_terminal_size()
