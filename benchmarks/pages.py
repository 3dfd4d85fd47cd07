"""Every page opened and a text typed into every form, on the sample business and on a thousand KPIs.

    python -m benchmarks.pages [ROUNDS [ENTRIES]]

Processor time of the app in a real terminal of 80x24, in q-ms: milliseconds of a machine on which
``python -c 'import sqlite3'`` takes 23. A page counts from its key until nothing is sent and next to nothing worked out
any more, what runs in the background for it included; the first time in a run, and once more. The first sight is the
moment at which there is something of it to read, what it is about. Of a text it is each of its letters; the mean holds
what comes after the last one, such as the pages below that are loaded again. ENTRIES are those of the thousand KPIs.
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyte

import kpitui
from benchmarks import many
from benchmarks.pty_run import Watched, size_of
from benchmarks.start import BASE, KPITUI, demo, environment, seconds

SIZE = (80, 24)
MACHINE = 23.0
"""Milliseconds that an import of sqlite3 takes on the machine that q-ms are of."""
STILL, LETTER = 1.3, 0.45
"""Seconds without anything after which a page is whole, which is longer than the app takes to look for what others
wrote; and those after which a letter is answered."""
STEP, AT_REST = 0.02, 0.003
"""How often it is looked, in seconds, and the processor seconds of a look that count as nothing."""
LONGEST = 240.0
"""Seconds that a page may take."""
TODAY = " to log"
"""What is on Today and on no other page: how many numbers there are still to log."""
ENTER, ESCAPE, TAB, DOWN = "\r", "\x1b", "\t", "\x1b[B"
GOALS = (
    ("kpi-0001", "At least 40 a day until 30 June 2027"),
    ("kpi-0002", "At most 60 every day until 30 June 2027"),
    ("kpi-0003", "30000 by 31 December 2027"),
)
"""The goals of the thousand KPIs, as they are typed for a KPI."""


class Way(NamedTuple):
    """What leads from Today to a page, or into a form on it."""

    name: str
    keys: tuple[str, ...]
    """One after the other; the last one is what counts."""
    sight: str = ""
    """What is on the screen as soon as there is something of the page to read; empty where that is all of it."""


PAGES = (
    Way("goals", ("g",)),
    Way("a goal", ("g", ENTER)),
    Way("what was agreed", ("g", ENTER, TAB)),
    Way("a KPI", (ENTER,)),
    Way("why", ("y",)),
    Way("its parts", ("y", ENTER)),
    Way("how it's calculated", ("w",)),
    Way("review", ("r",), "Are you reaching your goals?"),
    Way("review, step by step", ("r", "r")),
    Way("actions", ("A",)),
    Way("new action", ("A", "n")),
    Way("notes", ("M",)),
    Way("pauses", ("V",)),
    Way("history", ("H",)),
    Way("checks", ("C",)),
    Way("import", ("I",)),
    Way("export", ("E",)),
    Way("settings", ("S",)),
    Way("help", ("?",)),
    Way("new KPI", ("n",)),
    Way("new goal", ("\x0e",)),
    Way("jump", (";",)),
    Way("palette", ("\x10",)),
)
FORMS = (
    (Way("a cell", ()), "1249,5"),
    (Way("find", ("/",)), "kpi 0"),
    (Way("jump", (";",)), "kpi 0"),
    (Way("note", ("m",)), "Long rain"),
    (Way("new KPI", ("n",)), "Newsletter"),
    (Way("new action", ("A", "n")), "Call them"),
    (Way("new pause", ("V", "n")), "1 December"),
    (Way("import", ("I",)), "/no/such"),
    (Way("export", ("E", TAB)), "x/export"),
    (Way("settings", ("S",)), "Studio"),
    (Way("try numbers", ("y", "=")), "kpi=12"),
    (Way("new entry", (ENTER, "n")), "12,5"),
    (Way("another target", ("g", ENTER, "t")), "125000"),
    (Way("new goal", ("\x0e",)), "20% more visitors by July"),
)
"""Forms and the text that is typed into their first field."""


class Spent(NamedTuple):
    """What something cost."""

    cpu: float
    """Processor seconds until it was whole."""
    first: float
    """Those until there was something to read."""
    sent: int
    """Bytes."""


class Session(Watched):
    """An app that is used, with what is on its screen."""

    def __init__(self, path: str, environ: dict[str, str]) -> None:
        super().__init__([*KPITUI, "--db", path], environ, *SIZE)
        self.terminal = pyte.Screen(*SIZE)
        self._stream = pyte.ByteStream(self.terminal)

    def until_quiet(self, seconds: float, most: float = 60.0) -> list[tuple[float, bytes]]:
        """Read as any run does, and keep what is on the screen."""
        chunks = super().until_quiet(seconds, most)
        for _moment, data in chunks:
            self._stream.feed(data)
        return chunks

    def until_rest(self, still: float, sight: str = "") -> Spent:
        """Read until nothing came and next to nothing was worked out for so many seconds."""
        begun, before = self.now(), self.cpu()
        at_rest, used, sent, first = begun, before, 0, None
        while self.now() - at_rest < still and self.now() - begun < LONGEST:
            chunks = self.until_quiet(STEP, 2 * STEP)
            spent = self.cpu()
            sent += size_of(chunks)
            if sight and first is None and any(sight in line for line in self.terminal.display):
                first = spent
            if chunks or spent - used > AT_REST:
                at_rest = self.now()
            used = spent
        return Spent(used - before, (used if first is None else first) - before, sent)

    def spent_on(self, keys: str, still: float, sight: str = "") -> Spent:
        """Press *keys* and return what they cost."""
        self.press(keys)
        return self.until_rest(still, sight)

    def goes(self, way: Way) -> Spent:
        """Open what *way* leads to."""
        spent = Spent(0.0, 0.0, 0)
        for key in way.keys:
            spent = self.spent_on(key, STILL, way.sight if key is way.keys[-1] else "")
        return spent

    def returns(self, way: Way) -> None:
        """Go back to Today; raise RuntimeError where that is not what comes."""
        for _key in way.keys or ("",):
            self.spent_on(ESCAPE, LETTER)
        if TODAY not in "\n".join(self.terminal.display):
            raise RuntimeError(f"after {way.name} Today did not come back:\n{self.screen()}")


def base_ms(environ: dict[str, str]) -> float:
    """Return the milliseconds of processor time that an import of sqlite3 takes now."""
    return 1000 * statistics.median(seconds(BASE, environ)[1] for _time in range(9))


def thousand(folder: str, entries: int, environ: dict[str, str]) -> str:
    """Make the database of a thousand KPIs with some goals and return its path."""
    path = str(many.fill(Path(folder) / "many.db", 1000, entries))
    for key, sentence in GOALS:
        words = (
            *KPITUI,
            "--db",
            path,
            "goal",
            "add",
            sentence,
            "--kpi",
            key,
            "--why",
            "to live",
            "--acceptable",
            "yes",
        )
        subprocess.run(words, env=environ, check=True, capture_output=True)
    return path


def page_rows(path: str, environ: dict[str, str]) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield of each page q-ms to the first sight, until it is whole, and the second time; and its bytes."""
    app = Session(path, environ)
    try:
        app.until_shown(TODAY)
        app.until_rest(3.0)
        for way in PAGES:
            scale = MACHINE / base_ms(environ)
            first = app.goes(way)
            app.returns(way)
            again = app.goes(way)
            app.returns(way)
            yield way.name, (*(1000 * scale * part for part in (first.first, first.cpu, again.cpu)), first.sent)
    finally:
        app.close()


def form_rows(path: str, environ: dict[str, str]) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield of each form the q-ms of its letters: the median, the mean with what follows the last one, and the most."""
    app = Session(path, environ)
    try:
        app.until_shown(TODAY)
        app.until_rest(3.0)
        for way, text in FORMS:
            scale = 1000 * MACHINE / base_ms(environ)
            app.goes(way)
            letters = [app.spent_on(letter, LETTER).cpu for letter in text]
            rest = app.until_rest(STILL).cpu
            app.returns(way)
            mean = (sum(letters) + rest) / len(letters)
            yield way.name, tuple(scale * part for part in (statistics.median(letters), mean, max(letters)))
    finally:
        app.close()


def main(rounds: int = 3, entries: int = 1_000_000) -> None:
    """Print both tables of both databases, medians over the rounds."""
    compileall.compile_dir(str(Path(kpitui.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        environ = {**environment(folder), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        businesses = (
            ("the sample business", demo(folder)),
            (f"1,000 KPIs, {entries:,} entries", thousand(folder, entries, environ)),
        )
        for title, path in businesses:
            for heads, rows in (
                (("first sight", "whole", "again", "bytes"), page_rows),
                (("a letter", "mean", "most"), form_rows),
            ):
                taken = dict[str, list[tuple[float, ...]]]()
                for _round in range(rounds):
                    for name, figures in rows(path, environ):
                        taken.setdefault(name, []).append(figures)
                print(f"\n{title:<28}" + "".join(f"{head:>12}" for head in heads), flush=True)
                for name, each in taken.items():
                    medians = [statistics.median(column) for column in zip(*each, strict=True)]
                    print(f"{name:<28}" + "".join(f"{figure:12.0f}" for figure in medians), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
