"""A real terminal for tests: runs the program on a pty, types into it, and knows what is on its screen."""

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
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 20.0
"""Seconds to wait for something that has to happen; a test never waits longer than it must."""


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
        settings = {**os.environ, "TERM": "xterm-256color", "KPITUI_TODAY": "2026-11-23", **environ}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
        self.process = subprocess.Popen(
            program or [sys.executable, "-m", "kpitui", "--db", str(database), *words],
            stdin=slave, stdout=slave, stderr=slave, env=settings, start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def press(self, keys: str) -> None:
        """Type *keys*; escape sequences are keys as a terminal sends them."""
        os.write(self.master, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until *text* is on the screen; fail with the screen when it does not come."""
        until = time.monotonic() + PATIENCE
        while text not in self.text:
            if time.monotonic() > until or not self.read(0.1):
                raise AssertionError(f"{text!r} did not come; the screen is:\n{self.text}")

    def wait_until_quiet(self, seconds: float) -> None:
        """Read until the program has sent nothing for so long."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            before = self.received
            self.read(seconds)
            if self.received == before:
                return

    def read(self, seconds: float) -> bool:
        """Take in what comes within *seconds*; return whether the program still has its terminal."""
        ready, _writable, _broken = select.select([self.master], [], [], seconds)
        if not ready:
            return self.process.poll() is None
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

    def ended_within(self, seconds: float) -> bool:
        """Tell whether the program ends within *seconds*, reading what it still sends."""
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            if self.master >= 0:
                self.read(0.02)
            else:
                time.sleep(0.02)
        return self.process.poll() is not None
