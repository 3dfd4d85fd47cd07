"""A query on another program's SQLite file: only read, bounded, by column names."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import Patience, SourceMetric
from kpitui.extras.pull.sources.sql import fetch
from tests.extras.pull.sources.conftest import SPAN, place

QUERY = "SELECT day AS date, sum(total) AS revenue FROM sale WHERE day BETWEEN :since AND :until GROUP BY day"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A database of sales, one of them before the days asked for."""
    path = tmp_path / "books ?#%.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE sale (day, total);"
            "INSERT INTO sale VALUES ('2026-11-19', 99), ('2026-11-20', 10.5), ('2026-11-20', 2), ('2026-11-22', NULL);"
        )
    return path


def test_figures_of_the_query(books: Path, patience: Patience) -> None:
    """The days are given to the query; NULL is no figure."""
    here = place("sql", {"revenue": "revenue"}, file=str(books), query=QUERY, date="date")
    assert fetch(here, SPAN, patience) == [SourceMetric("revenue", date(2026, 11, 20), 12.5)]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM sale",
        "DROP TABLE sale",
        "CREATE TABLE x (y)",
        "PRAGMA user_version=3",
        "ATTACH 'x.db' AS x",
        "SELECT 1; DELETE FROM sale",
        "SELECT load_extension('x')",
        "nonsense",
        "",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 1 AS date, i AS revenue FROM n",
    ],
)
def test_nothing_but_reading(books: Path, tmp_path: Path, patience: Patience, query: str) -> None:
    """A query that writes, opens another file, never ends or is none is refused, and the file stays as it was."""
    before = books.read_bytes()
    with pytest.raises(Refused):
        fetch(place("sql", {"revenue": "revenue"}, file=str(books), query=query, date="date"), SPAN, patience)
    assert (before, [books.name]) == (books.read_bytes(), [each.name for each in tmp_path.iterdir()])


def test_a_slow_query_is_stopped(books: Path) -> None:
    """By the clock, while it runs."""
    ticks = itertools.count()
    query = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS revenue, 1 AS date FROM n"
    )
    with pytest.raises(Refused, match="interrupted"):
        fetch(
            place("sql", {"revenue": "revenue"}, file=str(books), query=query, date="date"),
            SPAN,
            Patience(timeout=3.0, clock=lambda: float(next(ticks))),
        )


def test_columns_are_found_by_name(books: Path, patience: Patience) -> None:
    """A column that is not there is named, with those that are."""
    with pytest.raises(Refused, match=r"no column orders.* Choose: date, revenue"):
        fetch(place("sql", {"orders": "orders"}, file=str(books), query=QUERY, date="date"), SPAN, patience)


def test_files_that_are_none(tmp_path: Path, patience: Patience) -> None:
    """A missing file is not made, and a text is no database."""
    here = place("sql", {"a": "a"}, file=str(tmp_path / "none.db"), query="SELECT 1", date="date")
    with pytest.raises(Refused, match="does not exist"):
        fetch(here, SPAN, patience)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "none.db").write_text("no database " * 100)
    with pytest.raises(Refused, match="The query failed"):
        fetch(here._replace(options={**here.options, "query": "SELECT * FROM a"}), SPAN, patience)
