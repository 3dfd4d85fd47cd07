"""Today on the terminal before Textual is imported, which the app takes over as it stands.

The terminal is taken as the app takes it: its other screen, no echo, keys kept as they are typed. However it ends
before the app is there (a mistake, Ctrl+C, a hang-up), it is given back as it was. Where anything stands in the way,
nothing is painted, and the app starts as it does without.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress

from kpitui.tui.privacy import SIGNS, opens_private

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping
    from typing import Any

    from kpitui.services.workspace import Workspace
    from kpitui.tui.endings import LastResort
    from kpitui.tui.widgets.sheet_lines import Run

TAKE, GIVE_BACK = "\x1b[?1049h", "\x1b[?25h\x1b[?1049l"
"""Going to the other screen of the terminal, as Textual writes it, and coming back."""
HIDE_CURSOR = "\x1b[?25l"
IN_A_BROWSER = "textual.drivers.web_driver:WebDriver"
"""What textual-serve names as Textual's driver when it starts the app for a browser."""
ENDINGS = ("SIGHUP", "SIGTERM")
"""Requests to end that nobody answers before the app does."""


class FirstSight:
    """What stands on the terminal, and how the terminal was before."""

    def __init__(self, lines: list[list[Run]], size: tuple[int, int], ink_of: Callable[[str], str]) -> None:
        import termios

        from kpitui.tui.picture import Picture

        self._input, self._output = _descriptors()
        self.picture = Picture(*size, erases=erases_in_colour(self._output))
        """What is painted, for the app to go on from."""
        for at in range(size[1] if self.picture.erases else len(lines)):
            self.picture.move(at, 0)
            for text, look in lines[at] if at < len(lines) else [(" " * size[0], "plain")]:
                self.picture.turn_to(ink_of(look))
                self.picture.write(text)
        self.picture.move(0, 0)
        self.picture.turn_to("")
        self.stands = True
        """Whether the terminal is still to be given back."""
        self.modes_before: list[Any] = termios.tcgetattr(self._input)

    def paint(self) -> None:
        """Take the terminal and paint the lines."""
        self._keep_keys()
        self._send(f"{TAKE}{HIDE_CURSOR}{self.picture.difference()}")

    def give_back(self) -> None:
        """Leave the terminal as it was, unless the app has done so."""
        if not self.stands:
            return
        self.stands = False
        with suppress(OSError):  # there may be no terminal any more
            self._send(GIVE_BACK)
        self.give_back_modes()

    def give_back_modes(self) -> None:
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
def first_sight(workspace: Workspace) -> Iterator[FirstSight | None]:
    """Paint Today as it opens and yield what stands there, None where nothing does; give the terminal back at the end.

    Not where the app would not find it as it is: with Textual's own driver, in a browser, without a terminal.
    """
    sight = _made(workspace)
    if sight is None:
        yield None
        return
    resorts: list[LastResort] = []

    def end(number: int, _frame: object) -> None:
        from kpitui.tui.endings import STATUS, LastResort

        resorts.append(LastResort(sight.give_back_modes))
        resorts[-1].begin(STATUS + number)
        raise SystemExit(STATUS + number)

    before = {name: signal.signal(getattr(signal, name), end) for name in ENDINGS}
    try:
        sight.paint()
        yield sight
    finally:
        sight.give_back()
        for resort in resorts:
            resort.call_off()
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _made(workspace: Workspace) -> FirstSight | None:
    environ = workspace.environ
    wanted = workspace.switch("paint-ahead") and sends_changes(workspace)
    if not wanted or environ.get("TERM", "dumb") == "dumb":
        return None
    try:
        from shutil import get_terminal_size

        from kpitui.tui.inks import depth_of, ink, theme_in_force
        from kpitui.tui.screens.today_ahead import lines_ahead

        if not all(map(os.isatty, _descriptors())):
            return None
        if opens_private(workspace):
            workspace.hide(SIGNS[workspace.ascii])
        columns, rows = get_terminal_size()
        lines = lines_ahead(workspace, columns, rows)
        theme, depth = theme_in_force(workspace), depth_of(environ)
        return FirstSight(lines, (columns, rows), lambda look: ink(theme, look, depth)) if lines else None
    except Exception:
        return None  # whatever it was, the app will meet it too, and say so where it can be read


def believe_the_terminal(environ: MutableMapping[str, str]) -> None:
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


def sends_changes(workspace: Workspace) -> bool:
    """Tell whether only what changed is to be sent: by ``$KPITUI_CHANGES_ONLY`` (yes or no), else by the setting.

    Never where another driver is named, as for a browser.
    """
    return workspace.switch("changes-only") and not workspace.environ.get("TEXTUAL_DRIVER")


def _descriptors() -> tuple[int, int]:
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
