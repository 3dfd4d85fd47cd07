"""The family of writers: importing what was written gives the same figures, in every number style."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.figures import NUMBER_STYLES
from kpitui.exchange import read
from kpitui.exchange.write_sql import literal
from kpitui.exchange.writing import WRITERS, Business, ExportFigure
from kpitui.i18n.harmless import harmless

KPIS = ("orders", "revenue", "site-speed")
FIGURES = st.lists(
    st.builds(
        ExportFigure,
        st.sampled_from(KPIS),
        st.integers(0, 400).map(lambda after: date(2025, 12, 1) + timedelta(days=after)),
        st.floats(-1e15, 1e15, allow_nan=False),
        st.none() | st.sampled_from(("00:00", "09:30", "23:59")),
        st.text(max_size=20).map(str.strip),
    ),
    min_size=1,
    max_size=30,
)


def business(figures: list[ExportFigure], style: str = "en") -> Business:
    """Return a business with some entries, whose day figures are the last ones."""
    ordered = sorted(figures, key=lambda one: one.date)
    last = {(one.date, one.kpi): one for one in ordered}

    def tables() -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
        yield "entry", (one._asdict() | {"date": one.date.isoformat()} for one in ordered)

    def statements() -> Iterator[tuple[str, tuple[object, ...] | None]]:
        yield "CREATE TABLE entry (kpi, date, value, time, note)", None
        for one in ordered:
            yield "INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (*one._replace(date=one.date.isoformat()),)  # type: ignore[arg-type]

    return Business(
        lambda: iter(ordered),
        lambda: (one._replace(time=None, note="") for one in last.values()),
        [kpi for kpi in KPIS if any(one.kpi == kpi for one in figures)],
        tables,
        statements,
        NUMBER_STYLES[style],
    )


def written(name: str, figures: list[ExportFigure], style: str = "en") -> str:
    """Return what a writer makes of some entries."""
    return "".join(WRITERS[name].write(business(figures, style)))


@pytest.mark.parametrize("style", NUMBER_STYLES)
@given(figures=FIGURES)
def test_long_files_come_back(style: str, figures: list[ExportFigure]) -> None:
    """Every entry, its time and its note, 0 and negative, and no entry more."""
    reading = read(written("csv", figures, style).encode())
    assert (reading.format, reading.refused) == ("csv-long", [])
    back = [ExportFigure(row.kpi, row.date, row.value, row.time, row.note) for row in reading.rows]
    assert back == [one._replace(note=harmless(one.note).strip()) for one in sorted(figures, key=lambda one: one.date)]


@pytest.mark.parametrize("style", NUMBER_STYLES)
@given(figures=FIGURES)
def test_wide_files_come_back(style: str, figures: list[ExportFigure]) -> None:
    """The figure of each day; a day without one stays without one."""
    reading = read(written("csv-wide", figures, style).encode())
    assert (reading.format, reading.refused) == ("csv-wide", [])
    wanted: dict[tuple[date, str], float] = defaultdict(float)
    for one in sorted(figures, key=lambda one: one.date):
        wanted[one.date, one.kpi] = one.value
    assert dict(wanted) == {(row.date, row.kpi): row.value for row in reading.rows}


@given(figures=FIGURES.map(lambda figures: [one._replace(value=round(one.value, 2) % 1e12) for one in figures]))
def test_sql_is_read_by_sqlite(figures: list[ExportFigure]) -> None:
    """SQLite makes of the statements the rows they were written from, as far as it reads decimals exactly."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(written("sql", figures))
    rows = connection.execute("SELECT * FROM entry").fetchall()
    connection.close()
    assert rows == [tuple(one._replace(date=one.date.isoformat())) for one in business(figures).figures()]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", WRITERS)
@given(note=st.text(max_size=60))
def test_no_file_can_act_on_a_terminal(name: str, note: str) -> None:
    """What is written holds no control character but the ends of its own lines."""
    text = written(name, [ExportFigure("orders", date(2026, 11, 23), 1.0, None, note)])
    assert all(harmless(line, limit=10_000) == line for line in text.split("\n"))


def test_the_document_is_json_that_says_what_it_is() -> None:
    """Its version stands in it, and every row is an object."""
    found = json.loads(written("json", [ExportFigure("orders", date(2026, 11, 23), 1.5)]))
    assert (found["kpitui"]["document"], found["kpitui"]["version"]) == ("export", 1)
    assert found["entry"][0]["value"] == 1.5


@pytest.mark.parametrize(("value", "sql"), [(None, "NULL"), (1, "1"), (0.1, "0.1"), ("it's", "'it''s'")])
def test_values_in_sql(value: object, sql: str) -> None:
    """Quotes are doubled, numbers are written to the last digit."""
    assert sql == literal(value)


def test_whole_files_do_not_select() -> None:
    """What is to be read again as a whole cannot be half."""
    assert {name for name, one in WRITERS.items() if one.selects} == {"csv", "csv-wide"}
