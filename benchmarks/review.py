"""How long a review over two years of fifty KPIs takes, as a ratio of reading the same rows into lists with sqlite3.

Both take turns within the run. Run it with ``python -m benchmarks.review [ROUNDS]``.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kpitui.services.kpis import add_kpi
from kpitui.services.reviews import review, review_period
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import entries

KPIS, DAYS = 50, 730
NOW = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  the clock of the business is the one on the wall


def filled(path: str) -> Workspace:
    """Return a database with figures that drift, have a rhythm of the week, and vary."""
    workspace = open_workspace({}, NOW, database=path, language="en")
    chance = random.Random(7)
    today, workspace.today = workspace.today, workspace.today - timedelta(days=DAYS)
    kpis = [add_kpi(workspace, {"name": f"KPI {number}"}) for number in range(KPIS)]
    workspace.today = today
    rows: list[entries.NewEntry] = []
    for kpi in kpis:
        level = usual = chance.uniform(50, 500)
        for back in range(DAYS, 0, -1):
            day = today - timedelta(days=back)
            level = 0.9 * level + 0.1 * usual + chance.gauss(0, 0.05 * usual)
            value = max(0.0, level * (1.2 if day.weekday() < 5 else 0.7) + chance.gauss(0, 0.15 * usual))
            rows.append((kpi.id, day.isoformat(), None, value, "", f"{day.isoformat()}T#1"))
    with workspace.store.write("entries.imported", file="", format="", count=len(rows)) as change:
        batch = entries.add_batch(change, NOW.isoformat(), "", "")
        entries.add_imported(change, batch, rows)
    return workspace


def seconds(work: Callable[[], object]) -> float:
    """Return how long *work* took, by the processor's clock."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print the median of the ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "kpitui.db")
        filled(path).close()

        def plain() -> object:
            connection = sqlite3.connect(path)
            found = connection.execute("SELECT kpi, date, value FROM entry ORDER BY kpi, date").fetchall()
            connection.close()
            return found

        def whole() -> object:
            workspace = open_workspace({}, NOW, database=path, language="en")
            found = review(workspace, review_period(workspace, "week"))
            workspace.close()
            return found

        whole()
        taken = [(seconds(plain), seconds(whole)) for _round in range(rounds)]
    ratios = [after / before for before, after in taken]
    print(f"{statistics.median(ratios):6.1f}  review of {KPIS} KPIs over {DAYS} days, against reading their rows")
    print(f"{statistics.median(after for _before, after in taken):6.2f}  seconds of processor time")


if __name__ == "__main__":
    main()
