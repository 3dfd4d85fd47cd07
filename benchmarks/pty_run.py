"""A program on a terminal of its own, of which every chunk it sends is kept with its moment."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

IDLE = 0.005
"""The share of a processor up to which a program is idle."""


class Watched:
    """One run of a program; moments are seconds since it was started."""

    def __init__(self, words: Sequence[str], environ: Mapping[str, str], columns: int, lines: int) -> None:
        self.size = columns, lines
        self.chunks: list[tuple[float, bytes]] = []
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.start = time.perf_counter()
        self.process = subprocess.Popen(
            words, stdin=slave, stdout=slave, stderr=slave, env=dict(environ), start_new_session=True
        )
        os.close(slave)

    def now(self) -> float:
        """Return the moment it is."""
        return time.perf_counter() - self.start

    def press(self, keys: str) -> float:
        """Type *keys* and return the moment."""
        os.write(self.master, keys.encode())
        return self.now()

    def until_quiet(self, seconds: float, most: float = 60.0) -> list[tuple[float, bytes]]:
        """Read until nothing came for so long, and return the chunks that did come."""
        before, last, begun = len(self.chunks), self.now(), self.now()
        while self.now() - last < seconds and self.now() - begun < most:
            if select.select([self.master], [], [], seconds / 10)[0]:
                try:
                    data = os.read(self.master, 65536)
                except OSError:
                    break
                last = self.now()
                self.chunks.append((last, data))
        return self.chunks[before:]

    def until_idle(self, seconds: float, most: float = 60.0) -> None:
        """Read until nothing came for so long and next to no processor time was spent in it: no work is under way."""
        begun = self.now()
        while self.now() - begun < most:
            spent = self.cpu()
            if not self.until_quiet(seconds) and self.cpu() - spent < IDLE * seconds:
                return

    def until_shown(self, text: str, most: float = 60.0) -> float:
        """Read until *text* is on the screen and return the moment; the screen is worked out after each pause."""
        begun = self.now()
        while self.now() - begun < most:
            self.until_quiet(0.3, 2.0)
            moment = self.shown_at(text)
            if moment is not None:
                return moment
        raise TimeoutError(f"{text!r} did not come; the screen is:\n{self.screen()}")

    def shown_at(self, text: str) -> float | None:
        """Return the moment at which *text* was on the screen for the first time, None when it never was."""
        screen = pyte.Screen(*self.size)
        stream = pyte.ByteStream(screen)
        for moment, data in self.chunks:
            stream.feed(data)
            if text in "\n".join(screen.display):
                return moment
        return None

    def screen(self) -> str:
        """Return what is on the screen."""
        screen = pyte.Screen(*self.size)
        stream = pyte.ByteStream(screen)
        for _moment, data in self.chunks:
            stream.feed(data)
        return "\n".join(line.rstrip() for line in screen.display)

    def cpu(self) -> float:
        """Return the seconds of processor time that it took so far, all its threads together, to the nanosecond.

        The times in its stat file come in steps of 10 ms. This is the number of its clock by clock_getcpuclockid(3).
        """
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def peak(self) -> float:
        """Return the most memory that it had so far, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def ended(self) -> float:
        """Read until it has ended and return the moment."""
        while self.process.poll() is None:
            self.until_quiet(0.01, 0.02)
        return self.now()

    def close(self) -> None:
        """End it when it has not ended, and let its terminal go."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


def size_of(chunks: Sequence[tuple[float, bytes]]) -> int:
    """Return how many bytes *chunks* hold."""
    return sum(len(data) for _moment, data in chunks)
