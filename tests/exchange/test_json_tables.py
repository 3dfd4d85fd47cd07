"""JSON as tables: lists, lines, documents of programs; what is no figure is told in one sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.exchange import read
from kpitui.exchange.content import FileContent
from kpitui.exchange.json_tables import json_tables

PUSHED = [{"kpi": "orders", "date": "2026-11-23", "value": 5}, {"key": "x", "date": "2026-11-24", "value": -0.00001}]


def test_a_list_of_objects_is_a_table() -> None:
    """Every key is a column, in the order of first use; a small fraction is written out."""
    (table,) = json_tables(FileContent(json.dumps(PUSHED).encode())) or []
    assert table.names == ("kpi", "date", "value", "key")
    assert list(table.rows()) == [
        (1, ["orders", "2026-11-23", "5", ""]),
        (2, ["", "2026-11-24", "-0.00001", "x"]),
    ]


def test_lines_are_read_one_by_one() -> None:
    """Lines of JSON keep their line numbers; the line that is none is named."""
    data = b'{"kpi":"a","date":"2026-11-01","value":1}\n\n{"kpi":"a","date":"2026-11-02","value":2}\n'
    assert [row.line for row in read(data).rows] == [1, 3]
    with pytest.raises(Refused, match="Line 4"):
        read(data + b"oops\n")


def test_a_moment_in_utc_is_told_apart() -> None:
    """A moment of another place has no day here, and the refusal says so."""
    (refused,) = read(b'[{"kpi":"a","date":"2026-11-01T23:30:00Z","value":1}]').refused
    assert "UTC" in refused.reason


def test_what_is_not_json_is_left_to_tables() -> None:
    """A text table is none of it."""
    assert json_tables(FileContent(b"date,orders\n")) is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"kpi": "orders", ', "line 1"),
        (b"[" * 100_000, "can't be read"),
        (b"[1, 2, 3]", "No numbers recognised"),
        (b"{}", "No numbers recognised"),
        (b'[{"name": "x"}]', "no dates in the file"),
    ],
)
def test_json_without_figures_is_one_sentence(data: bytes, said: str) -> None:
    """Cut short, too deep, or about something else."""
    with pytest.raises(Refused, match=said):
        read(data)


@pytest.mark.parametrize("value", ["1e400", "NaN", "-Infinity", '"many"', "true", "1e30"])
def test_no_figure_in_json_is_refused_by_its_place(value: str) -> None:
    """Infinite, not a number, a word: refused, and never 0."""
    reading = read(
        f'[{{"kpi":"a","date":"2026-11-01","value":1}},{{"kpi":"a","date":"2026-11-02","value":{value}}}]'.encode()
    )
    assert ([row.value for row in reading.rows], [row.line for row in reading.refused]) == ([1.0], [2])


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_is_read_or_refused(document: object) -> None:
    """Whatever a document holds, reading it ends in tables or in one refusal."""
    try:
        json_tables(FileContent(json.dumps(document).encode()))
    except Refused as refused:
        assert refused.field == "file"
