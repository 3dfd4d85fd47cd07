"""What Today and the charts read, on few and on very many entries, as ratios within one run.

Run it with ``python -m benchmarks.queries [ENTRIES]``: so many entries, spread over a thousand KPIs and put into one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks import many
from kpitui.charts import CHARTS, draw
from kpitui.services.charts import chart_data
from kpitui.services.reading import all_kpis, sources_of
from kpitui.services.today import today_view
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.wording.charts import chart_words

SIZE = (80, 20)
SPAN, TEN_YEARS = 365, 3650


def best(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the milliseconds of processor time of the quickest of some rounds."""
    taken = []
    for _round in range(rounds):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    return min(taken)


def opened(folder: str, kpis: int, entries: int) -> Workspace:
    """Return a workspace on a new database of so many KPIs and entries."""
    path = many.fill(Path(folder) / f"{kpis}-{entries}.db", kpis, entries)
    size = path.stat().st_size / entries
    print(f"{kpis:>5} KPIs, {entries:>10,} entries: {size:.0f} bytes an entry")
    return open_workspace({}, many.NOW, database=str(path), language="en")


def whole_chart(workspace: Workspace, name: str) -> Callable[[], object]:
    """Return what loads and draws one chart over a year, as if for the first time."""
    (kpi,) = all_kpis(workspace)

    def work() -> object:
        fresh = workspace.on(workspace.today - timedelta(days=1))
        fresh._forget()
        data = chart_data(fresh, kpi, name, fresh.today - timedelta(days=SPAN), fresh.today)
        return draw(name, data, chart_words(), *SIZE, ascii=False)

    return work


def main() -> None:
    """Print what each costs, and the ratio of much to little."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        few, thousand = opened(folder, 50, 10_000), opened(folder, 1000, entries)
        print(f"{best(lambda: today_view(few, few.today, 5)):9.1f} ms  Today of 50 KPIs")
        print(f"{best(lambda: today_view(thousand, thousand.today, 5)):9.1f} ms  Today of 1000 KPIs")
        first = thousand.today - timedelta(days=13)
        read = best(lambda: sources_of(thousand, all_kpis(thousand), first, thousand.today))
        print(f"{read:9.1f} ms  14 days of 1000 KPIs read")
        year, daily, large = opened(folder, 1, SPAN), opened(folder, 1, TEN_YEARS), opened(folder, 1, entries)
        print("of one year of days, of ten years of them, of all those entries; against the first, against the second")
        for name in CHARTS:
            short, long, much = (best(whole_chart(each, name)) for each in (year, daily, large))
            ratios = f"{much / short:6.2f}x {much / long:6.2f}x"
            print(f"{short:9.1f} ms {long:9.1f} ms {much:9.1f} ms {ratios}  chart {name} over {SPAN} days")
        for workspace in (few, thousand, year, daily, large):
            workspace.close()


if __name__ == "__main__":
    main()
