"""Writers: importing what was written gives the same, in every number style, and no cell can be read in two ways."""

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

from kpitui.core.errors import Refused
from kpitui.core.figures import NUMBER_STYLES
from kpitui.exchange import json_export, read
from kpitui.exchange.numerals import evidence_in, figure_of, mark_for
from kpitui.exchange.writing import (
    WRITERS,
    Business,
    ExportFigure,
    csv_lines,
    figure_cell,
    literal,
    text_cell,
    without_guard,
)
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


ANY_FIGURE = st.floats(-1e15, 1e15, allow_nan=False)


@pytest.mark.parametrize("style", NUMBER_STYLES)
@given(value=ANY_FIGURE)
def test_a_figure_is_read_again_to_the_bit_and_in_one_way(style: str, value: float) -> None:
    """Alone in its column, a figure tells its decimal mark by itself and is worth what it was."""
    cell = figure_cell(value, NUMBER_STYLES[style])
    assert figure_of(cell, mark_for("x", evidence_in([cell]), (), None)) == value


@pytest.mark.parametrize(
    ("value", "cell"), [(0.0, "0"), (-0.0, "0"), (-3, "-3"), (1.234, "1.2340"), (1e15, "1000000000000000")]
)
def test_figures_that_are_easily_lost(value: float, cell: str) -> None:
    """Zero is written, negative keeps its sign, what could be thousands gets a digit more."""
    assert cell == figure_cell(value, NUMBER_STYLES["en"])


@pytest.mark.parametrize("text", ["=1+1", "+31 6 12", "-2", "@SUM(A1)", "\t=1", "\r@1", " =1", "＝1", "'quoted"])
def test_what_a_spreadsheet_would_work_out_is_guarded(text: str) -> None:
    """The cell begins with an apostrophe, and taking it off gives the text again."""
    assert text_cell(text).startswith("'")
    assert harmless(text) == without_guard(text_cell(text))


@given(text=st.text(max_size=60))
def test_any_text_comes_back(text: str) -> None:
    """Whatever the text is: no formula, no control character, and the same text on one line afterwards."""
    cell = text_cell(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert harmless(cell) == cell
    assert harmless(text) == without_guard(cell)


def test_lines_quote_what_must_be_quoted() -> None:
    """The delimiter follows the decimal mark."""
    assert ['a,"b,c"\n'] == list(csv_lines([("a", "b,c")], NUMBER_STYLES["en"]))
    assert ['a;"b;c"\n'] == list(csv_lines([("a", "b;c")], NUMBER_STYLES["nl"]))


ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["kpi", "#", "note", "value"]),
        st.none() | st.text(max_size=20) | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9),
        min_size=1,
    ),
    max_size=5,
)


def business_of_tables(rows: list[dict[str, object]]) -> Business:
    """Return a business whose one table has *rows*."""
    return Business(
        lambda: iter(()), lambda: iter(()), [], lambda: iter([("entry", iter(rows))]), lambda: iter(()), schema=3
    )


@given(rows=ROWS)
def test_rows_come_back(rows: list[dict[str, object]]) -> None:
    """Every value, to the bit; the number of a row is its number again."""
    kept = [row for row in rows if "#" not in row or isinstance(row["#"], int)]
    assert {"entry": kept} == json_export.read("".join(json_export.write(business_of_tables(kept))).encode())


def test_unknown_tables_are_kept_for_the_caller() -> None:
    """A document may hold more than this program knows."""
    data = json.dumps({"kpitui": {"document": "export", "version": 1}, "weather": [{"rain": 1}]})
    assert {"weather": [{"rain": 1}]} == json_export.read(data.encode())


@pytest.mark.parametrize("head", ["".join(json_export.write(business_of_tables([]))).encode(), b"SQLite format 3\0..."])
def test_a_whole_is_not_taken_for_figures(head: bytes) -> None:
    """Importing a whole export or database would lose most of it: the refusal says what reads it."""
    with pytest.raises(Refused, match="kpitui merge"):
        read(head)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a KPITUI database"),
        (b"\xff\xfe", "not a KPITUI database"),
        (b"[" * 100_000, "not a KPITUI database"),
        (b"[1]", "not made with kpitui export"),
        (b'{"kpitui": {"document": "export", "version": 2}}', "version 2"),
        (b'{"kpitui": {"document": "export", "version": 1}, "entry": {}}', "'entry'"),
        (b'{"kpitui": {"document": "export", "version": 1}, "entry": [{"value": [1]}]}', "'entry'"),
        (b'{"kpitui": {"document": "export", "version": 1}, "entry": [{"value": NaN}]}', "NaN"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, reason: str) -> None:
    """One sentence says what is wrong with the file."""
    with pytest.raises(Refused, match=reason):
        json_export.read(data)
