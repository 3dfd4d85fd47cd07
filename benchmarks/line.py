"""Keys and first screens against a stock table: on this machine, and over an imitated line of 9600 baud far away.

The line is a reader that takes 960 bytes a second off the terminal and hears of them, and is heard, 75 ms later.
Programs take turns within the run; figures are medians. Run it with ``python -m benchmarks.line [ROUNDS]``.
"""

from __future__ import annotations

import os
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import bare
from benchmarks.pty_run import Watched
from benchmarks.screen import Program, programs

SIZE = (80, 24)
BYTES_A_SECOND = 960
ONE_WAY = 0.075
"""Seconds from one end to the other: a round trip of 150 ms."""
SLICE = 0.02
KEYS = 24
GAP, QUIET = 0.06, 0.4
"""Seconds after which what comes is no longer the answer to a key but what follows it, such as the chart of the row the
cursor rests on; and seconds after which nothing more comes."""
DOWN, UP = "\x1b[B", "\x1b[A"


class OverLine(Watched):
    """A run whose bytes come slowly and late; its moments are those at the far end."""

    def until_still(self, seconds: float, most: float = 120.0) -> float:
        """Read until nothing came for so long; return the moment at which the last byte was at the far end."""
        begun = last = time.perf_counter()
        pace = BYTES_A_SECOND * SLICE
        while time.perf_counter() - last < seconds and time.perf_counter() - begun < most:
            turn = time.perf_counter()
            if select.select([self.master], [], [], SLICE)[0]:
                data = os.read(self.master, max(1, int(pace)))
                last = time.perf_counter()
                self.chunks.append((self.now() + ONE_WAY, data))
                time.sleep(max(0.0, len(data) / BYTES_A_SECOND - (time.perf_counter() - turn)))
        return self.chunks[-1][0] if self.chunks else 0.0


def local_keys(program: Program, keys: tuple[str, ...]) -> tuple[list[float], list[int], float]:
    """Return for each of some keys the seconds to its last byte and its bytes, and processor seconds for each key."""
    run = Watched(program.words, program.environ, *SIZE)
    try:
        run.until_shown(program.marker)
        run.until_quiet(1.0)
        if "5" in keys:
            run.press("4")
            run.until_quiet(1.0)
        before, taken, sizes = run.cpu(), [], []
        for at in range(KEYS):
            pressed = run.press(keys[at % len(keys)])
            chunks = run.until_quiet(QUIET)
            answer = _answer(pressed, chunks)
            taken.append(max((moment for moment, _data in answer), default=pressed) - pressed)
            sizes.append(sum(len(data) for _moment, data in answer))
        return taken, sizes, (run.cpu() - before) / KEYS
    finally:
        run.close()


def _answer(pressed: float, chunks: list[tuple[float, bytes]]) -> list[tuple[float, bytes]]:
    """Return the chunks up to the first pause that is longer than `GAP`."""
    for at, (moment, _data) in enumerate(chunks):
        if moment - (chunks[at - 1][0] if at else pressed) > GAP:
            return chunks[:at]
    return chunks


def far_screen(program: Program) -> tuple[float, float]:
    """Return the seconds until the first screen is whole at the far end, and those that a key takes there and back."""
    run = OverLine(program.words, program.environ, *SIZE)
    try:
        whole = run.until_still(2.5)
        taken = []
        for _key in range(3):
            time.sleep(ONE_WAY)
            pressed = run.press(DOWN) - ONE_WAY
            taken.append(run.until_still(1.0) - pressed)
        return whole, statistics.median(taken)
    finally:
        run.close()


def main() -> None:
    """Print both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        running = {each.name: each for each in programs(Path(folder), 10_000) if each.name in ("stock table", "demo")}
        trials = {
            "stock table, down": (running["stock table"], (DOWN, UP)),
            "demo, down": (running["demo"], (DOWN, UP)),
            "demo, a digit": (running["demo"], ("5", "6", "\x7f", "\x7f")),
        }
        print(f"a key here, to its last byte ({KEYS} keys, {rounds} rounds; {bare.MARKER} as most apps begin)")
        found: dict[str, list[tuple[list[float], list[int], float]]] = {name: [] for name in trials}
        for _round in range(rounds):
            for name, (program, keys) in trials.items():
                found[name].append(local_keys(program, keys))
        base = _key_figures(found["stock table, down"])
        for name, all_rounds in found.items():
            wait, size, cpu = _key_figures(all_rounds)
            print(f"{name:<20}{1000 * wait:8.1f} ms {wait / base[0]:6.2f}x {1000 * cpu:8.1f} ms of processor "
                  f"{cpu / base[2]:6.2f}x {size:7.0f} bytes")  # fmt: skip
        print("over the line: first screen whole, and a key there and back")
        far = {
            name: [far_screen(program) for _round in range(max(1, rounds // 2))] for name, program in running.items()
        }
        stock = statistics.median(whole for whole, _key in far["stock table"])
        for name, runs in far.items():
            whole, key = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{name:<20}{whole:8.1f} s {whole / stock:6.2f}x {1000 * key:8.0f} ms a key")


def _key_figures(rounds: list[tuple[list[float], list[int], float]]) -> tuple[float, float, float]:
    """Return the median of seconds and bytes over all keys, and of processor seconds over the rounds."""
    waits = statistics.median(wait for taken, _sizes, _cpu in rounds for wait in taken)
    sizes = statistics.median(size for _taken, all_sizes, _cpu in rounds for size in all_sizes)
    return waits, sizes, statistics.median(cpu for _taken, _sizes, cpu in rounds)


if __name__ == "__main__":
    main()
