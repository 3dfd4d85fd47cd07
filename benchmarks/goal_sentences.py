"""A goal as it is typed: reading a sentence, and a letter in the wizard with the check that follows it.

Processor time in q-ms, that is scaled to a machine on which ``python -c "import sqlite3"`` takes 23 ms. The budget is
10 for a sentence and 50 for a letter, on the demo and on a business with every KPI of the library.
Run it with ``python -m benchmarks.goal_sentences``.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from kpitui.services.demo import TODAY, fill
from kpitui.services.goals.goal_parsing import prepare_reading, suggestion
from kpitui.services.templates import add_from_library, templates
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.tui.app import KpituiApp

BASE = 0.023
"""Seconds that the scale takes for the import of sqlite3."""
TRIES = 9
SENTENCES = (
    "15% more revenue by the end of Q2",
    "Cut the bounce rate from 46% to 40% before 1 July, provided the new site is live",
    "Between 15 and 25 billable hours a week in 9 of 10 weeks, holidays excluded, from January to June 2027",
    "Om de week een video op YouTube in 2027",
    "Het conversiepercentage met 4 procent verhogen op 31 december ten opzichte van vorig jaar",
    "Minstens anderhalve ton omzet in 2027, waarvan een derde uit de webwinkel, zonder extra advertentiekosten",
    "Get at least 3 out of 10 quotes signed by the last Friday of March",
    "fewer complaints, pls: max 5 a month til june",
)


def base() -> float:
    """Return the processor seconds of ``python -c "import sqlite3"``, the median of some runs."""
    taken = []
    for _try in range(TRIES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", "import sqlite3"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(taken)


def reading(workspace: Workspace) -> list[float]:
    """Return the processor seconds of reading each sentence, with its KPI, what was read before forgotten."""
    taken = []
    suggestion(workspace, "5% more revenue by 1 May")
    for sentence in SENTENCES:
        tries = []
        for number in range(TRIES):
            before = time.process_time()
            suggestion(workspace, f"{sentence}{' ' * (number + 1)}")  # another text, so that none is remembered
            tries.append(time.process_time() - before)
        taken.append(statistics.median(tries))
    return taken


async def typing(path: Path, now: datetime) -> list[float]:
    """Return the processor seconds of each letter of a sentence that is typed into the wizard, with its check."""
    workspace = open_workspace({}, now, database=str(path), language="en")
    app = KpituiApp(workspace)
    taken = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+n")
        await pilot.pause(1.0)
        for letter in SENTENCES[1]:
            before = time.process_time()
            await pilot.press("space" if letter == " " else letter)
            await pilot.pause(0.4)  # the check comes when the typing rests
            taken.append(time.process_time() - before)
    workspace.close()
    return taken


def main() -> None:
    """Print the medians and the most."""
    scale = 1000 * BASE / base()
    with tempfile.TemporaryDirectory() as folder:
        now = datetime.fromisoformat(f"{TODAY}T09:00")
        for name in ("demo", "library"):
            path = Path(folder) / f"{name}.db"
            workspace = open_workspace({}, now, database=str(path), language="en")
            if name == "demo":
                fill(workspace, "en")
            else:
                for key in templates():
                    add_from_library(workspace, key)
            prepare_reading(workspace)
            sentences = [scale * seconds for seconds in reading(workspace)]
            workspace.close()
            letters = [scale * seconds for seconds in asyncio.run(typing(path, now))]
            print(f"{name}: a sentence {statistics.median(sentences):.1f} q-ms, at most {max(sentences):.1f}", end="; ")
            print(f"a letter {statistics.median(letters):.1f} q-ms, at most {max(letters):.1f}")


if __name__ == "__main__":
    main()
