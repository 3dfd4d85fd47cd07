"""The app through a real terminal: first paint, first key, bytes, idling and leaving, as ratios of a bare Textual app.

Programs take turns within the run; figures are medians. Run it with ``python -m benchmarks.screen [ROUNDS [ENTRIES]]``:
so many rounds, and so many entries in the database of a thousand KPIs.
"""

from __future__ import annotations

import compileall
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import kpitui
from benchmarks import bare, many
from benchmarks.pty_run import Watched, size_of
from kpitui.services.demo import TODAY, fill
from kpitui.services.workspace import open_workspace

SIZES = ((80, 24), (120, 40))
IDLE_SECONDS = 5.0
DOWN = "\x1b[B"


class Program(NamedTuple):
    """One program that takes its turn."""

    name: str
    words: tuple[str, ...]
    environ: dict[str, str]
    marker: str
    """A text that is on its screen once there is something to read."""
    digits: bool
    """Whether a digit is typed into a cell."""


class Figures(NamedTuple):
    """What one run gave; seconds, bytes and MiB."""

    paint: float
    first_key: float
    cpu: float
    peak: float
    start: int
    key: float
    digit: int
    move: int
    idle: int
    idle_cpu: float
    leave: float


def programs(folder: Path, entries: int) -> Iterator[Program]:
    """Make the databases and yield what is run."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "KPITUI_TODAY": TODAY}
    environ.pop("NO_COLOR", None)
    yield Program("bare Textual", (sys.executable, "-m", "benchmarks.bare"), environ, bare.MARKER, digits=True)
    yield Program(
        "stock table", (sys.executable, "-m", "benchmarks.bare", "table"), environ, f"{bare.MARKER} 1", digits=False
    )
    script = Path(sys.executable).with_name("kpitui")
    words = (str(script),) if script.exists() else (sys.executable, "-m", "kpitui")
    now = datetime.fromisoformat(f"{TODAY}T09:30:00")
    for name, marker in (("empty", "Nothing is measured"), ("demo", "Studio Noord"), ("many", many.FIRST_OF_NAMES)):
        path = folder / f"{name}.db"
        if name == "many":
            many.fill(path, 1000, entries)
        else:
            workspace = open_workspace({**environ}, now, database=str(path), language="en")
            if name == "demo":
                fill(workspace, "en")
            workspace.close()
        label = f"1000 KPIs, {entries:,} entries" if name == "many" else name
        yield Program(label, (*words, "--db", str(path)), environ, marker, digits=name != "empty")
        if name == "demo":
            late = {**environ, "KPITUI_PAINT_AHEAD": "no"}
            yield Program("demo, app first", (*words, "--db", str(path)), late, marker, digits=True)


def measured(program: Program, columns: int, lines: int) -> Figures:
    """Run *program* once and return its figures; a second run is made for the key that is typed ahead."""
    run = Watched(program.words, program.environ, columns, lines)
    try:
        paint = run.until_shown(program.marker)
        run.until_quiet(1.5)
        start, cpu, peak = size_of(run.chunks), run.cpu(), run.peak()
        moved = size_of(_after(run, DOWN)[1])
        times, sizes = zip(
            *((key[0], size_of(key[1])) for key in (_after(run, digit) for digit in "4567")), strict=True
        )
        _after(run, "\x1b", 0.6)
        before = run.cpu()
        idle = size_of(run.until_quiet(IDLE_SECONDS, IDLE_SECONDS))
        idle_cpu = run.cpu() - before
        left = run.press("q")
        leave = run.ended() - left
    finally:
        run.close()
    key, digit = statistics.median(times), round(statistics.median(sizes))
    return Figures(
        paint, _first_key(program, columns, lines), cpu, peak, start, key, digit, moved, idle, idle_cpu, leave
    )


def _after(run: Watched, keys: str, quiet: float = 0.5) -> tuple[float, list[tuple[float, bytes]]]:
    """Press *keys* and return the seconds to the last byte that follows within 0.12 s, and all that follows."""
    pressed = run.press(keys)
    chunks = run.until_quiet(quiet)
    soon = [moment for moment, _data in chunks if moment - pressed < 0.12]
    return (soon[-1] - pressed if soon else 0.0), chunks


def _first_key(program: Program, columns: int, lines: int) -> float:
    """Return the moment at which a digit that was typed before anything was painted is on the screen."""
    if not program.digits:
        return 0.0
    run = Watched(program.words, program.environ, columns, lines)
    try:
        run.press("7")
        return run.until_shown("7_]" if "kpitui" in program.words[0] else f"{bare.MARKER} 7")
    finally:
        run.close()


def main() -> None:
    """Print a table for each size."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    entries = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    compileall.compile_dir(str(Path(kpitui.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        running = list(programs(Path(folder), entries))
        for size in SIZES:
            taken: dict[str, list[Figures]] = {program.name: [] for program in running}
            for _round in range(rounds):
                for program in running:
                    taken[program.name].append(measured(program, *size))
            _print(
                size, {name: Figures(*map(statistics.median, zip(*all, strict=True))) for name, all in taken.items()}
            )


def _print(size: tuple[int, int], found: dict[str, Figures]) -> None:
    base = found["bare Textual"]
    print(f"\n{size[0]}x{size[1]}; x is a ratio of the bare app ({1000 * base.paint:.0f} ms to paint, "
          f"{1000 * base.cpu:.0f} ms CPU, {base.peak:.0f} MiB, {1000 * base.key:.1f} ms a key, "
          f"{1000 * base.leave:.0f} ms to leave)")  # fmt: skip
    print(f"{'':<32}{'paint':>8}{'1st key':>8}{'CPU':>8}{'memory':>8}{'key':>8}{'leave':>8}"
          f"{'start B':>9}{'digit B':>9}{'move B':>9}{'idle B':>8}{'idle ms':>8}")  # fmt: skip
    for name, each in found.items():
        ratios = (
            each.paint / base.paint, each.first_key / base.first_key, each.cpu / base.cpu, each.peak / base.peak,
            each.key / base.key, each.leave / base.leave,
        )  # fmt: skip
        figures = f"{each.start:9.0f}{each.digit:9.0f}{each.move:9.0f}{each.idle:8.0f}{1000 * each.idle_cpu:8.0f}"
        print(f"{name:<32}" + "".join(f"{ratio:7.2f}x" for ratio in ratios) + figures)


if __name__ == "__main__":
    main()
