"""Text tables: the header and the rows, and the decimal mark and order of dates that their cells agree on."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.exchange.content import FileContent
from kpitui.exchange.dates import DayForm, Moment, moment_of, order_in, time_of
from kpitui.exchange.numerals import Evidence, evidence_in, figure_in, figure_of, is_no_data, mark_for
from kpitui.exchange.table import Table, excerpt, find_table, is_comment, ragged, roles_of, table_parts


def table_of(text: str, mapping: dict[str, str] | None = None) -> Table | None:
    """Return the first table in *text*."""
    return find_table(table_parts(FileContent(text.encode()))[0], mapping or {})


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
    parts = table_parts(
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
        for part in table_parts(FileContent(data)):
            table = find_table(part, {})
            if table is not None:
                list(table.rows())
    except Refused as refused:
        assert refused.field == "file"


def test_a_long_cell_is_shown_in_short() -> None:
    """A cell in a sentence has at most sixty characters."""
    assert len(excerpt("x" * 500)) == 60


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


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1249.50", ".", 1249.5),
        ("1.249,50", ",", 1249.5),
        ("1,249.50", ".", 1249.5),
        ("1 249,50", ",", 1249.5),
        ("€ 12,50", ",", 12.5),
        ("-€12.50", ".", -12.5),
        ("€ -12.50", ".", -12.5),
        ("12,50 EUR", ",", 12.5),
        ("4.2%", ".", 4.2),
        (".5", ".", 0.5),
        ("007", ".", 7.0),
        ("\u22123", ".", -3.0),
    ],
)
def test_what_a_cell_is_worth(cell: str, decimal: str, value: float) -> None:
    """A cell is read with the mark of its column."""
    assert value == figure_of(cell, decimal)


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("$25.00 USD", (25.0, "USD")),
        ("-C$25 CAD", None),
        ("$25 CAD", (25.0, "CAD")),
        ("€ 1,200.50 EUR", (1200.5, "EUR")),
        ("€5 USD", None),
        ("kr 5 SEK", (5.0, "SEK")),
        ("350 euro", (350.0, "EUR")),
        ("12,300円", (12300.0, "JPY")),
        ("¥300", (300.0, "JPY")),
    ],
)
def test_a_sign_and_a_code_beside_a_figure_are_one_currency(cell: str, figure: tuple[float, str] | None) -> None:
    assert figure_in(cell, ".") == figure


@pytest.mark.parametrize("cell", ["abc", "1,5", "1.2.3", "1e5", "0x10", "--1", "1,24,5", "nan", "", "€", "٣"])
def test_a_cell_that_does_not_fit_is_no_figure(cell: str) -> None:
    """What is not written as the column is, is refused and never 0."""
    assert figure_of(cell, ".") is None


@pytest.mark.parametrize("cell", ["", "-", "--", "—", "n/a", "N/A", "(not set)", "< 10", "<5", "#REF!", "#VERW!"])
def test_no_data_is_not_zero(cell: str) -> None:
    """The ways in which files say that there is no figure."""
    assert is_no_data(cell)
    assert not is_no_data("0")


def test_the_mark_is_found_from_the_whole_column() -> None:
    """One cell that can be read in one way only decides for all."""
    assert mark_for("a", evidence_in(["1.234", "1.234,5"]), (), None) == ","
    assert mark_for("a", evidence_in(["1.234", "12.5"]), (), None) == "."
    assert mark_for("a", evidence_in(["12", "13"]), (), None) == "."


def test_another_column_decides_where_one_leaves_doubt() -> None:
    """A file is written by one program: what is certain in one column holds for an unclear one."""
    assert mark_for("a", evidence_in(["1.234"]), [evidence_in(["0,5"])], None) == ","


def test_doubt_is_told_and_never_guessed() -> None:
    """Cells that contradict each other, or decide nothing, are refused with the option that decides."""
    with pytest.raises(Refused, match="--decimal") as both:
        mark_for("a", evidence_in(["0,5", "0.5"]), (), None)
    with pytest.raises(Refused, match=r"1\.234"):
        mark_for("a", evidence_in(["1.234"]), (), None)
    assert both.value.field == "decimal"
    assert mark_for("a", Evidence("0.5", "0,5"), (), ",") == ","


@given(st.decimals(-(10**9), 10**9, places=2), st.booleans(), st.booleans())
def test_what_is_written_is_read_back(number: object, dutch: bool, grouped: bool) -> None:
    """Any amount, in either style, grouped or not, is read as it was written."""
    value = float(str(number))
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    if dutch:
        text = text.translate({ord(","): ".", ord("."): ","})
    assert value == figure_of(text, "," if dutch else ".")


DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2026-11-03", None),
        ("2026/11/03", None),
        ("20261103", None),
        ("03-11-2026", None),
        ("3.11.2026", None),
        ("2026-11-03 9:05", "09:05"),
        ("2026-11-03T09:05:59.123+01:00", "09:05"),
    ],
)
def test_the_forms_of_a_day(cell: str, time: str | None) -> None:
    """Days of files in the usual forms, with the clock they were written by."""
    assert Moment(DAY, time) == moment_of(cell, DayForm())


def test_months_first() -> None:
    """In an American file the month comes first."""
    assert Moment(DAY, None) == moment_of("11/03/2026", DayForm("mdy"))


@pytest.mark.parametrize("cell", ["2026-02-30", "2026-11-03T25:00", "2026-11-03T09:05Z", "yesterday", "", "2026-1103"])
def test_no_day(cell: str) -> None:
    """Days that do not exist, moments without a local day, and words are none."""
    assert moment_of(cell, DayForm()) is None


def test_the_order_is_found_from_the_column() -> None:
    """A number above 12 decides; without one, or with a contradiction, the option is named."""
    assert order_in("date", ["03-04-2026", "23-04-2026"], None) == DayForm("dmy")
    assert order_in("date", ["03/04/2026", "04/23/2026"], None) == DayForm("mdy")
    assert order_in("date", ["2026-04-03"], None) == DayForm("dmy")
    assert order_in("date", ["03/04/2026"], "mdy") == DayForm("mdy")
    for cells in (["03/04/2026"], ["23/04/2026", "04/23/2026"]):
        with pytest.raises(Refused, match="--dates"):
            order_in("date", cells, None)


def test_the_region_decides_what_the_column_leaves_open() -> None:
    """And says of which date; a choice and the column go before it, and it settles no contradiction."""
    assert order_in("date", ["03/04/2026"], None, "mdy") == DayForm("mdy", "03/04/2026")
    assert order_in("date", ["03/04/2026"], None, "dmy") == DayForm("dmy", "03/04/2026")
    assert order_in("date", ["03/04/2026"], "dmy", "mdy") == DayForm("dmy")
    assert order_in("date", ["03/04/2026", "23/04/2026"], None, "mdy") == DayForm("dmy")
    with pytest.raises(Refused, match="--dates"):
        order_in("date", ["23/04/2026", "04/23/2026"], None, "mdy")


@pytest.mark.parametrize(("cell", "time"), [("9:30", "09:30"), ("23:59:59", "23:59"), ("24:00", None), ("9", None)])
def test_times(cell: str, time: str | None) -> None:
    """A time of day, or none."""
    assert time == time_of(cell)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    """Any day, written in each order, is itself."""
    year = f"{day.year:04}"
    assert Moment(day, None) == moment_of(f"{year}-{day.month:02}-{day.day:02}", DayForm())
    assert Moment(day, None) == moment_of(f"{day.day}/{day.month}/{year}", DayForm())
    assert Moment(day, None) == moment_of(f"{day.month}/{day.day}/{year}", DayForm("mdy"))


@pytest.mark.parametrize(
    ("cell", "zone"), [("0001-01-01T00:30Z", "America/New_York"), ("9999-12-31T23:30Z", "Asia/Tokyo")]
)
def test_a_moment_in_no_year_of_the_clock_here_is_none(cell: str, zone: str) -> None:
    """A moment in UTC whose local day would lie before the first or after the last year."""
    assert moment_of(cell, DayForm(zone=ZoneInfo(zone))) is None


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("date,orders\n2026-11-01,5\n\ndate,visits\n2026-11-01,7\n", 2),
        ("date,orders\n2026-11-01,5\n,\nVisits\ndate,visits\n2026-11-01,7\n", 2),
        ("date,orders\n2026-11-01,5\ndate,visits\n2026-11-01,7\n", 2),
        ("what,sum\norders,5\n\ndate,orders\n2026-11-01,5\n", 2),
        ("date,orders\n2026-11-01,5\n\ndate,orders\n2026-11-02,7\n", 1),
        ("date,orders\n2026-11-01,5\n\nNote, in words\n2026-11-02,7\n", 2),
        ("date,orders\n2026-11-01,5\n\n2026-11-02,7\nSome, words\n", 1),
        ('date,note,orders\n2026-11-01,"so\n\nname, sum\n5, 6",5\n2026-11-02,x,7\n', 1),
        ("date,orders\n\n2026-11-01,5\n", 1),
    ],
)
def test_tables_below_each_other_are_parts(text: str, starts: int) -> None:
    """An empty line and another header, or one that begins as the one before, begin a part; quotes and pages don't."""
    assert len(table_parts(FileContent(text.encode()))) == starts
