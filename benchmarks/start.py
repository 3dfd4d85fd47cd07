"""How long the quick commands take as whole processes, as ratios of ``python -c 'import sqlite3'``.

Programs take turns within the run, so that a machine that slows down slows all of them. Byte code is compiled first.
Run it with ``python -m benchmarks.start [ROUNDS]``.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kpitui

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


def environment(folder: str) -> dict[str, str]:
    """Return an environment with a database of its own and byte code allowed."""
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "KPITUI_DB": str(Path(folder) / "kpitui.db"),
        "LANG": "C.UTF-8",
    }


def seconds(command: list[str], environ: dict[str, str]) -> float:
    """Return how long one process of *command* took, by the wall clock."""
    start = time.perf_counter()
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Time every command in turn and print the medians as ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    compileall.compile_dir(str(Path(kpitui.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(folder)
        for name, unit in (("Revenue", "EUR"), ("Orders", ""), ("Visitors", "")):
            subprocess.run([*KPITUI, "kpi", "add", name, "--unit", unit], env=environ, check=True, capture_output=True)
        taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for _round in range(rounds):
            for name, command in COMMANDS.items():
                taken[name].append(seconds(command, environ))
    base = statistics.median(taken["import sqlite3"])
    for name, times in taken.items():
        print(f"{statistics.median(times) / base:6.2f}  {name}")


if __name__ == "__main__":
    main()
