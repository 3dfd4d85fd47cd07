"""Text tables: delimiters, where the header is, several tables in a file, and the rows that are no data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.exchange.content import FileContent
from kpitui.exchange.table import Table, find_table, is_comment, parts_of, ragged, roles_of, shown


def table_of(text: str, mapping: dict[str, str] | None = None) -> Table | None:
    """Return the first table in *text*."""
    return find_table(parts_of(FileContent(text.encode()))[0], mapping or {})


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_is_found_below_other_lines(delimiter: str) -> None:
    """A title, a comment or a property name above the table does not matter."""
    table = table_of(f"My shop\n# exported\n\ndate{delimiter}orders{delimiter}\n2026-11-01{delimiter}5\n")
    assert table is not None
    assert (table.line, table.names, roles_of(table.names, {})) == (4, ("date", "orders"), {"date": 0})
    assert list(table.rows()) == [(5, ["2026-11-01", "5"])]


def test_a_mapping_names_the_column_of_dates() -> None:
    """A column under an unknown name becomes the date when the person says so."""
    assert table_of("when,orders\n") is None
    table = table_of("when,orders\n", {"when": "date"})
    assert table is not None
    assert roles_of(table.names, {"when": "date"}) == {"date": 0}


def test_rows_that_are_no_data_are_left_out() -> None:
    """Blank rows, comments, totals and a header that is repeated are no figures; the number of an order is none."""
    table = table_of(
        "date,orders\n\n# note\n2026-11-01,5\ndate,orders\nTotal,5\ntotaal:,5\n,,\n2026-11-02,6\n#1002,7\n"
    )
    assert table is not None
    assert [(line, cells[1]) for line, cells in table.rows()] == [(4, "5"), (9, "6"), (10, "7")]


@pytest.mark.parametrize("below", ['x"y\n"open', '"a"b,c\n', f'"{"x" * 200_000}'])
def test_a_table_that_cannot_be_read_is_refused(below: str) -> None:
    """A quote that is not closed, or a cell without end, is one refusal with its line."""
    table = table_of(f"date,orders\n{below}")
    assert table is not None
    with pytest.raises(Refused, match=r"[Ll]ine"):
        list(table.rows())


def test_a_comment_with_a_header_below_begins_another_table() -> None:
    """Each table of a report has its own notes; a comment above a row of figures begins none."""
    parts = parts_of(
        FileContent(b"# Start date: 1\ndate,a\n2026-11-01,5\n# note\n2026-11-02,6\n\n# Start date: 2\nx,b\nc,1\n")
    )
    assert [(part.start, part.end, part.notes) for part in parts] == [
        (1, 7, {"start date": "1", "": "# note"}),
        (7, None, {"start date": "2"}),
    ]
    table = find_table(parts[0], {})
    assert table is not None
    assert [line for line, _cells in table.rows()] == [3, 5]
    assert find_table(parts[1], {}) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    """Nothing in a file raises anything but a refusal."""
    try:
        for part in parts_of(FileContent(data)):
            table = find_table(part, {})
            if table is not None:
                list(table.rows())
    except Refused as refused:
        assert refused.field == "file"


def test_a_long_cell_is_shown_in_short() -> None:
    """A cell in a sentence has at most sixty characters."""
    assert len(shown("x" * 500)) == 60


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(["a", "b"], False), (["a", "b", " "], False), (["a", "b", "1"], True), (["a"], True)],
)
def test_rows_of_another_width(cells: list[str], expected: bool) -> None:
    """Empty cells beyond the last column are nothing; figures there, or a row that ends early, are noticed."""
    assert ragged(cells, 2) is expected


def test_comments() -> None:
    """A comment begins with the sign and no number."""
    assert is_comment("# Start date: 20261101")
    assert not is_comment("#1002")
