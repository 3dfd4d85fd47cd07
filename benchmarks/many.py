"""A database with many KPIs and very many entries, made when a benchmark asks for it and never kept."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from kpitui.services.workspace import open_workspace

NOW = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  the clock of the business is the one on the wall
FIRST_OF_NAMES = "KPI 0001"


def fill(path: Path, kpis: int, entries: int) -> Path:
    """Write *kpis* KPIs with together *entries* entries up to yesterday into a new database and return its path."""
    open_workspace({}, NOW, database=str(path), language="en").close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO kpi (id, key, name, kind, created, position) VALUES (?, ?, ?, 'flow', '2016-01-01', ?)",
        ((at, f"kpi-{at:04}", f"KPI {at:04}", at) for at in range(1, kpis + 1)),
    )
    connection.executemany(
        "INSERT INTO entry (kpi, date, id, value) VALUES (?, ?, ?, ?)", _entries(kpis, entries // kpis)
    )
    connection.execute("COMMIT")
    connection.close()
    return path


def _entries(kpis: int, each: int) -> Iterator[tuple[int, str, str, float]]:
    """Yield the entries in the order of their key: up to eight a day, for as many days as it takes."""
    chance, last = random.Random(5), NOW.date() - timedelta(days=1)
    a_day = 1 if each <= 3650 else -(-each // 3650)
    days = -(-each // a_day)
    for kpi in range(1, kpis + 1):
        usual, left = 50.0 + kpi % 400, each
        for back in range(days - 1, -1, -1):
            day = date.fromordinal(last.toordinal() - back).isoformat()
            for number in range(min(a_day, left)):
                yield kpi, day, f"{kpi:06x}{back:08x}{number:012x}", round(usual * chance.uniform(0.7, 1.3), 2)
            left -= a_day
