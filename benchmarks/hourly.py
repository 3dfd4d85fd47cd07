"""What a year of hourly figures costs: commands and the app on ten KPIs by the hour, against the same KPIs by the day.

    python -m benchmarks.hourly [ROUNDS]

Both databases are made on the spot and take turns; processor time of whole commands, the median of the ratios. Of the
app it is the time until Today with its news and its chart is still, then what each next page and chart takes: the ratio
of the medians, and of the least, which a busy machine changes less. Last, how long it takes to take the last change of
every KPI of the sample business apart, in milliseconds of a machine on which ``python -c 'import sqlite3'`` takes 23
(q-ms).
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.pty_run import Watched
from benchmarks.start import BASE, KPITUI, demo, environment
from kpitui.services.demo import TODAY
from kpitui.services.entries import EntryInput, log
from kpitui.services.kpis import add_kpi
from kpitui.services.reading import shown_kpis
from kpitui.services.why import lengths_of, tree_of, whole_period, why
from kpitui.services.workspace import Workspace, open_workspace

COMMANDS = (("status",), ("due",), *(("show", "kpi-0", "--chart", chart) for chart in ("trend", "periods", "limits")))
CHARTS = ("periods", "limits", "cumulative", "years", "weekday")
KEYS = (("the page of a KPI, trend", "\r"), *((f"its chart {chart}", "c") for chart in CHARTS))
"""What is pressed in the app, one after the other, and what it opens: all charts that both databases have."""
QUIET = 1.0
"""Seconds without a byte and without work after which a page is taken to be whole: the news of Today come in parts."""
KINDS = ("flow", "sample", "level")
MACHINE = 0.023
"""Seconds that an import of sqlite3 takes on the machine that q-ms are of."""


def opened(path: str) -> Workspace:
    """Open a database on the day of the sample business."""
    return open_workspace({"KPITUI_TODAY": TODAY}, datetime.fromisoformat(f"{TODAY}T09:30:00"), database=path)


def made(path: str, *, hourly: bool) -> str:
    """Make ten KPIs with a year of figures, 24 a day or what they come to by their kind, and return *path*."""
    workspace, random = opened(path), Random(4)
    first = date.fromisoformat(TODAY) - timedelta(days=365)
    for number in range(10):
        kind = KINDS[number % 3]
        add_kpi(workspace, {"name": f"KPI {number}", "kind": kind})
        entries = []
        for day in (first + timedelta(days=after) for after in range(365)):
            values = [random.randint(5, 25) for _hour in range(24)]
            hours = [EntryInput(f"kpi-{number}", str(v), day, time=f"{h:02}:00") for h, v in enumerate(values)]
            whole = {"flow": sum(values), "sample": sum(values) / 24, "level": values[-1]}[kind]
            entries += hours if hourly else [EntryInput(f"kpi-{number}", f"{whole:.9f}", day)]
        log(workspace, entries, source="import")
    workspace.close()
    return path


def seconds(command: list[str], environ: dict[str, str]) -> float:
    """Return the processor time of one process of *command*."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def steps_of_app(path: str, environ: dict[str, str]) -> list[float]:
    """Return the processor time that the start of the app takes, and then each of `KEYS`."""
    app = Watched([*KPITUI, "--db", path], environ, 80, 24)
    try:
        app.until_shown("KPI 0")
        app.until_idle(QUIET)
        spent = [app.cpu()]
        for _name, key in KEYS:
            app.press(key)
            app.until_idle(QUIET)
            spent.append(app.cpu())
        return [after - before for before, after in zip([0.0, *spent], spent, strict=False)]
    finally:
        app.close()


def taken_apart(path: str, rounds: int) -> dict[str, float]:
    """Return the seconds that the last changes of all KPIs with parts take, by length of period."""
    keys, totals = [kpi.key for kpi in shown_kpis(opened(path))], dict[str, float]()
    for by in ("week", "month", "quarter", "year"):
        for key in keys:
            taken = []
            for _round in range(rounds):
                workspace = opened(path)
                kpi = next(kpi for kpi in shown_kpis(workspace) if kpi.key == key)
                if tree_of(workspace, kpi).parts and by in lengths_of(workspace, kpi):
                    start = time.process_time()
                    why(workspace, kpi, whole_period(workspace, by))
                    taken.append(time.process_time() - start)
                workspace.close()
            totals[by] = totals.get(by, 0.0) + min(taken, default=0.0)
    return totals


def main(rounds: int = 11) -> None:
    """Print the ratio of each command, and the q-ms of all changes by length of period."""
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(folder)
        paths = [made(str(Path(folder) / f"{name}.db"), hourly=name == "hourly") for name in ("daily", "hourly")]
        for words in COMMANDS:
            ratios = []
            for number in range(rounds):
                order = paths if number % 2 else paths[::-1]
                cost = {path: seconds([*KPITUI, "--db", path, *words], environ) for path in order}
                ratios.append(cost[paths[1]] / cost[paths[0]])
            print(f"{' '.join(words):32} {statistics.median(ratios):.2f}")
        steps = dict[str, list[list[float]]]()
        for number in range(rounds):
            for path in paths if number % 2 else paths[::-1]:
                steps.setdefault(path, []).append(steps_of_app(path, {**environ, "TERM": "xterm-256color"}))
        names = ("the app until Today is whole", *(name for name, _key in KEYS))
        for name, daily, hourly in zip(names, *(zip(*steps[path], strict=True) for path in paths), strict=True):
            middle = statistics.median(hourly) / statistics.median(daily)
            print(f"{name:32} {middle:.2f}, of the least {min(hourly) / min(daily):.2f} ({1000 * min(daily):.0f} ms)")
        unit = statistics.median(seconds(BASE, environ) for _round in range(rounds))
        for by, total in taken_apart(demo(folder), 3).items():
            print(f"all KPIs of the demo, by {by:9} {1000 * total * MACHINE / unit:.0f} q-ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
