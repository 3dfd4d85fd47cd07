"""How long the quick commands take as whole processes, as ratios of ``python -c 'import sqlite3'``.

Programs take turns within the run, so that a machine that slows down slows all of them; processor time says more than
the clock where others are at work. Byte code is compiled first. Run it with ``python -m benchmarks.start [ROUNDS]``.
How commands grow is told by ``python -m benchmarks.start ROUNDS ENTRIES``: every reading command on the sample business
and on a thousand KPIs with so many entries.
"""

from __future__ import annotations

import compileall
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import kpitui
from kpitui.services.demo import TODAY, fill
from kpitui.services.workspace import open_workspace

BASE = [sys.executable, "-c", "import sqlite3"]
SCRIPT = Path(sys.executable).with_name("kpitui")
KPITUI = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "kpitui"]
"""The program as it is installed; its own script starts sooner than ``python -m``."""

COMMANDS = {
    "import sqlite3": BASE,
    "log of three": [*KPITUI, "log", "revenue=1249,50", "orders=18", "visitors=620"],
    "due": [*KPITUI, "due"],
    "status": [*KPITUI, "status"],
    "history": [*KPITUI, "history"],
    "--help": [*KPITUI, "--help"],
}


OF_DEMO = (("due",), ("status",))
"""The commands that are run on the sample business too."""

READING = (
    *OF_DEMO, ("show", "KPI"), ("show", "KPI", "--chart", "trend"), ("forecast", "KPI", "--until", "2026-12-31"),
    ("kpi", "list"), ("goal", "list"), ("action", "list"), ("check",), ("history",), ("export", "--format", "csv"),
    ("review",),
)  # fmt: skip
"""The commands that only read, with KPI for the first one of a business."""


def environment(folder: str) -> dict[str, str]:
    """Return an environment with a database of its own and byte code allowed."""
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "KPITUI_DB": str(Path(folder) / "kpitui.db"),
        "LANG": "C.UTF-8",
        "KPITUI_TODAY": TODAY,
    }


def demo(folder: str) -> str:
    """Make the database of the sample business and return its path."""
    path = str(Path(folder) / "demo.db")
    workspace = open_workspace({}, datetime.fromisoformat(f"{TODAY}T09:30:00"), database=path, language="en")
    fill(workspace, "en")
    workspace.close()
    return path


def seconds(command: list[str], environ: dict[str, str]) -> tuple[float, float]:
    """Return how long one process of *command* took, by the wall clock and in processor time."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def growing(folder: str, filled: str, entries: int) -> dict[str, list[str]]:
    """Return every reading command on the sample business and on a thousand KPIs."""
    from benchmarks import many

    path = str(many.fill(Path(folder) / "many.db", 1000, entries))
    businesses = (("the demo", filled, "revenue"), ("1,000 KPIs", path, "kpi-0001"))
    return {
        f"{' '.join(words)} of {name}": [
            *KPITUI, "--db", database, *(key if word == "KPI" else word for word in words)
        ]
        for words in READING
        for name, database, key in businesses
    }  # fmt: skip


def main(rounds: int = 21, entries: int | None = None) -> None:
    """Time every command in turn and print the medians as ratios."""
    compileall.compile_dir(str(Path(kpitui.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(folder)
        for name, unit in (("Revenue", "EUR"), ("Orders", ""), ("Visitors", "")):
            subprocess.run([*KPITUI, "kpi", "add", name, "--unit", unit], env=environ, check=True, capture_output=True)
        filled = demo(folder)
        commands = {
            **COMMANDS,
            **{f"{' '.join(each)} of the demo": [*KPITUI, "--db", filled, *each] for each in OF_DEMO},
        }
        if entries is not None:
            commands = {"import sqlite3": BASE, **growing(folder, filled, entries)}
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _round in range(rounds):
            for name, command in commands.items():
                taken[name].append(seconds(command, environ))
    medians = {name: [statistics.median(each) for each in zip(*times, strict=True)] for name, times in taken.items()}
    base = medians["import sqlite3"]
    print(f"{'clock':>6}{'CPU':>6}")
    for name, (wall, cpu) in medians.items():
        print(f"{wall / base[0]:6.2f}{cpu / base[1]:6.2f}  {name}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
