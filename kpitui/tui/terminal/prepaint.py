"""What a terminal shows before the app is imported, and the terminal taken for it as the app will take it.

The terminal is taken as Textual takes it: its other screen, no echo, keys kept as they are typed. However the process
ends before the app is there (a mistake, a signal: see `early_signals`), the terminal is given back as it was.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence
    from typing import Any

    StyledText = tuple[str, str]
    """A text and the parameters of the SGR sequence that it is written in."""

TAKE, GIVE_BACK = "\x1b[?1049h", "\x1b[?25h\x1b[?1049l"
"""Going to the other screen of the terminal, as Textual writes it, and coming back."""
HIDE_CURSOR = "\x1b[?25l"


class Prepaint:
    """What stands on the terminal, and how the terminal was before."""

    def __init__(self, lines: Sequence[Sequence[StyledText]], size: tuple[int, int], blank: str) -> None:
        """Prepare *lines*, on a screen of *size* columns and lines whose other lines are blank in the style *blank*."""
        import termios

        from kpitui.tui.terminal.framebuffer import FrameBuffer

        self._input, self._output = descriptors()
        self.frame = FrameBuffer(*size, erases=erases_in_colour(self._output))
        """What is painted, for the app to go on from."""
        for line in range(size[1] if self.frame.erases else len(lines)):
            self.frame.move(line, 0)
            for text, style in lines[line] if line < len(lines) else [(" " * size[0], blank)]:
                self.frame.turn_to(style)
                self.frame.write(text)
        self.frame.move(0, 0)
        self.frame.turn_to("")
        self.stands = True
        """Whether the terminal is still to be given back."""
        self.modes_before: list[Any] = termios.tcgetattr(self._input)

    def paint(self) -> None:
        """Take the terminal and paint the lines."""
        self._keep_keys()
        self._send(f"{TAKE}{HIDE_CURSOR}{self.frame.difference()}")

    def restore_terminal(self) -> None:
        """Leave the terminal as it was, unless the app has done so."""
        if not self.stands:
            return
        self.stands = False
        with suppress(OSError):  # there may be no terminal any more
            self._send(GIVE_BACK)
        self.restore_modes()

    def restore_modes(self) -> None:
        """Let the terminal show again what is typed; that needs nobody who reads it."""
        import termios

        with suppress(OSError, termios.error):
            termios.tcsetattr(self._input, termios.TCSANOW, self.modes_before)

    def _keep_keys(self) -> None:
        """Let keys wait for the app as they are typed, not shown; but for Ctrl+C, which ends."""
        import termios

        modes = termios.tcgetattr(self._input)
        modes[0] &= ~(termios.ICRNL | termios.IXON)
        modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        nothing = bytes([os.fpathconf(self._input, "PC_VDISABLE")])
        modes[6] = list(modes[6])
        modes[6][termios.VSUSP] = modes[6][termios.VQUIT] = nothing
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._input, termios.TCSANOW, modes)

    def _send(self, text: str) -> None:
        data = text.encode(errors="replace")
        while data:
            data = data[os.write(self._output, data) :]


@contextmanager
def painted(prepaint: Prepaint) -> Iterator[None]:
    """Paint *prepaint* and give the terminal back at the end, unless the app did."""
    try:
        prepaint.paint()
        yield
    finally:
        prepaint.restore_terminal()


def forget_stale_size(environ: MutableMapping[str, str]) -> None:
    """Forget the size that a shell or a script left in *environ*, where the terminal itself knows what it has.

    What was left there is of another moment, or of another terminal; no change of the window would ever be noticed.
    """
    try:
        columns, lines = os.get_terminal_size(sys.__stdout__.fileno())  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):
        return
    if columns > 0 and lines > 0:
        environ.pop("COLUMNS", None)
        environ.pop("LINES", None)


def descriptors() -> tuple[int, int]:
    """Return where Textual reads keys and where it writes."""
    assert sys.__stdin__ is not None
    assert sys.__stderr__ is not None
    return sys.__stdin__.fileno(), sys.__stderr__.fileno()


def erases_in_colour(descriptor: int) -> bool:
    """Tell whether the terminal at *descriptor* is known to erase in the background that is in force."""
    try:
        import curses

        curses.setupterm(fd=descriptor)
        return curses.tigetflag("bce") == 1
    except Exception:
        return False
