"""A real terminal for tests: runs the program on a pty, types into it, and knows what is on its screen.

A test waits for what has to come, on the screen or from the program, and never for seconds.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

import pyte

from tests.safety import SAFETY_SECONDS


class Terminal:
    """The program on a terminal of its own. Use it with ``with``, so that nothing is left running."""

    def __init__(
        self,
        database: Path,
        *words: str,
        columns: int = 80,
        lines: int = 24,
        program: Sequence[str] = (),
        **environ: str,
    ) -> None:
        """Start KPITUI with *words* on *database*, or another *program*."""
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.received = 0
        """How many bytes the program has sent so far."""
        self.raw = bytearray()
        """Everything it sent."""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.modes_before = self.modes()
        """The modes of the line before the program could change them."""
        settings = {**os.environ, "TERM": "xterm-256color", "KPITUI_TODAY": "2026-11-23", **environ}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
        self.process = subprocess.Popen(
            program or [sys.executable, "-m", "kpitui", "--db", str(database), *words],
            stdin=slave, stdout=slave, stderr=slave, env=settings, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self._ended, self._running = os.pipe()
        """The second is open as long as the program runs, so that the end of the first is an event."""
        self._watch = Thread(target=self._tell_the_end, daemon=True)
        self._watch.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self._watch.join()
        os.close(self._ended)
        self.hang_up()

    def _tell_the_end(self) -> None:
        self.process.wait()
        os.close(self._running)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def line(self) -> str:
        """The line that the cursor is on."""
        return self.screen.display[self.screen.cursor.y].rstrip()

    def press(self, keys: str) -> None:
        """Type *keys*; escape sequences are keys as a terminal sends them."""
        os.write(self.master, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until *text* is on the screen; fail with the screen when the program ends without it."""
        self.wait_until(lambda: text in self.text, repr(text))

    def wait_for_screen(self, text: str) -> None:
        """Read until the whole screen is *text*."""
        self.wait_until(lambda: text == self.text, f"this screen:\n{text}\n")

    def wait_until(self, comes: Callable[[], bool], what: str) -> None:
        """Read until *comes* returns True; fail with the screen when the program ends before, or never goes on."""
        until = time.monotonic() + SAFETY_SECONDS
        while not comes():
            if not self.read(until - time.monotonic()):
                raise AssertionError(f"waited in vain for {what}; the screen is:\n{self.text}")

    def read(self, seconds: float = SAFETY_SECONDS) -> bool:
        """Take in what the program sends next; return False when it ended, or sent nothing for so long."""
        ready, _writable, _broken = select.select([self.master, self._ended], [], [], max(0.0, seconds))
        return self.master in ready and self._take_in()

    def wait_for_end(self) -> int:
        """Wait until the program has ended and everything that it sent is here, and return its status."""
        if self.master >= 0:
            while self.read():
                pass
        ready, _writable, _broken = select.select([self._ended], [], [], SAFETY_SECONDS)
        assert ready, f"it does not end; the screen is:\n{self.text}"
        return self.process.wait()

    def stop(self) -> None:
        """Stop the program as Ctrl+Z does, and take in what it sends before it stands still."""
        self.process.send_signal(signal.SIGTSTP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        while self.sends(0):
            self.read()

    def sends(self, seconds: float) -> bool:
        """Tell whether the program sends anything within so long."""
        return bool(select.select([self.master], [], [], seconds)[0])

    def _take_in(self) -> bool:
        """Read what there is; return False when there is nothing more to come."""
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.received += len(data)
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped line does."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def modes(self) -> list[object]:
        """Return the modes of the line: echo, whole lines, flow control."""
        return list(termios.tcgetattr(self.master))

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size and tell the program."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)
        self.process.send_signal(signal.SIGWINCH)
