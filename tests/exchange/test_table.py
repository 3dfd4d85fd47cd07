"""Text tables: encodings, delimiters, where the header is, and the rows that are no data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.exchange.table import decoded, find_header, rows_below, shown

TEXT = "datum;omzet\n2026-11-01;€ 5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    """The encodings in which spreadsheets save are recognised, with and without a mark."""
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02\x03" * 50, b"\xff\xfe\x00"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """An empty file and one that is no text are refused as a file."""
    with pytest.raises(Refused) as refused:
        decoded(data)
    assert refused.value.field == "file"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_is_found_below_other_lines(delimiter: str) -> None:
    """A title, a comment or a property name above the table does not matter."""
    text = f"My shop\n# exported\n\ndate{delimiter}orders{delimiter}\n2026-11-01{delimiter}5\n"
    header = find_header(text, {})
    assert header is not None
    assert (header.line, header.delimiter, header.names, header.roles) == (
        4,
        delimiter,
        ("date", "orders"),
        {"date": 0},
    )


def test_a_mapping_names_the_column_of_dates() -> None:
    """A column under an unknown name becomes the date when the person says so."""
    assert find_header("when,orders\n", {}) is None
    header = find_header("when,orders\n", {"when": "date"})
    assert header is not None
    assert header.roles == {"date": 0}


def test_rows_that_are_no_data_are_left_out() -> None:
    """Blank rows, comments, totals and a header that is repeated are no figures."""
    text = "date,orders\n\n# note\n2026-11-01,5\ndate,orders\nTotal,5\ntotaal:,5\n,,\n2026-11-02,6\n"
    header = find_header(text, {})
    assert header is not None
    assert [(row.line, row.cells[1]) for row in rows_below(header, text)] == [(4, "5"), (9, "6")]


@pytest.mark.parametrize("below", ["", 'x"y\n"open', '"a"b,c\n'])
def test_a_table_that_cannot_be_read_is_refused(below: str) -> None:
    """No rows at all, or a quote that is not closed, is one refusal with its line."""
    text = f"date,orders\n{below}"
    header = find_header(text, {})
    assert header is not None
    with pytest.raises(Refused, match="line"):
        rows_below(header, text)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """Nothing in a file raises anything but a refusal."""
    try:
        text = decoded(data)
        header = find_header(text, {})
        if header is not None:
            rows_below(header, text)
    except Refused as refused:
        assert refused.field == "file"


def test_a_long_cell_is_shown_in_short() -> None:
    """A cell in a sentence has at most sixty characters."""
    assert len(shown("x" * 500)) == 60
