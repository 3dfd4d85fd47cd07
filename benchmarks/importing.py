"""How long a file of a million rows takes to import, as a ratio of plain ``executemany`` for the same rows in one run.

Plain means: the csv module, and `executemany` of complete rows into the same table with the same keys, one commit. The
import besides finds the layout, checks every cell, compares with what is there and writes the journal that undo needs.
The first ratio is of the time of the processor, the second of the one on the wall, which a busy machine makes a
lottery. Each runs in a process of its own, in turn, on fresh databases.
Run it with ``python -m benchmarks.importing [ROWS]``.
"""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

ROUNDS = 3
KPIS = 10

PLAIN = """
import csv, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
with open(sys.argv[2], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    connection.execute("BEGIN")
    connection.execute("INSERT INTO batch (at, format, file) VALUES ('', '', '')")
    connection.executemany(
        "INSERT INTO entry (kpi, date, id, time, value, source, batch, import_key)"
        " VALUES (?, ?, ?, ?, ?, 'import', 1, ?)",
        (
            (kpi[3:], day, f"{at:026}", clock, value, f"{day}T{clock}#1")
            for at, (day, clock, kpi, value) in enumerate(rows)
        ),
    )
    connection.execute("COMMIT")
"""

OURS = """
import sys
from kpitui.cli.main import main
sys.exit(main(["--db", sys.argv[1], *sys.argv[2:]]))
"""

MEASURED = """
import resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run([sys.executable, "-c", *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1024)
"""


def rows(count: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield the hours of some years, a figure of each KPI in every hour, newest first."""
    start = datetime(2026, 11, 1, tzinfo=UTC)
    for at in range(count):
        moment = start - timedelta(hours=at // KPIS)
        yield (
            moment.date().isoformat(),
            f"{moment.hour:02}:00",
            f"kpi{at % KPIS + 1}",
            f"{(at * 7919) % 100_000 / 100:.2f}",
        )


def write_file(path: Path, count: int) -> None:
    """Write a file of *count* rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("date", "time", "kpi", "value"))
        writer.writerows(rows(count))


def fresh(folder: Path, name: str) -> Path:
    """Make a database with the KPIs of the file and nothing in it."""
    path = folder / name
    for old in folder.glob(f"{name}*"):
        old.unlink()
    for at in range(KPIS):
        run(OURS, path, "kpi", "add", f"kpi{at + 1}")
    return path


class Taken(NamedTuple):
    """What a process took."""

    cpu: float
    wall: float
    megabytes: float


def run(script: str, *words: object) -> Taken:
    """Return the seconds of the processor and on the wall, and the megabytes at most, that a process took."""
    command = [sys.executable, "-c", MEASURED, script, *map(str, words)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Taken(*map(float, done.stdout.split()))


def main() -> None:
    """Time both in turn, and undo, and print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "rows.csv"
        write_file(file, count)
        taken: dict[str, list[Taken]] = {"plain": [], "import": [], "the same file again": [], "undo": []}
        for _round in range(ROUNDS):
            taken["plain"].append(run(PLAIN, fresh(folder, "plain.db"), file))
            path = fresh(folder, "ours.db")
            taken["import"].append(run(OURS, path, "import", file))
            taken["the same file again"].append(run(OURS, path, "import", file))
            taken["undo"].append(run(OURS, path, "undo"))
        cpu, wall = (statistics.median(column) for column in list(zip(*taken.pop("plain"), strict=True))[:2])
        print(f"{count} rows; plain executemany {cpu:.1f} s of processor, {wall:.1f} s on the wall")
        for title, runs in taken.items():
            own, waited, _memory = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{own / cpu:6.2f} {waited / wall:6.2f}  {title}")
        print(f"{max(each.megabytes for runs in taken.values() for each in runs):6.0f}  MB at most")


if __name__ == "__main__":
    main()
