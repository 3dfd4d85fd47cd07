"""The family of formats: each recognises and reads its own file, refuses rows one by one, survives any bytes.

InfluxDB's annotated CSV follows the example of its reference (Syntax > Annotated CSV), with figures of our own.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.kpi_nature import nature_of
from kpitui.exchange import FileReading, ImportedRow, formats, read
from kpitui.exchange.content import FileContent
from kpitui.exchange.dates import DayForm
from kpitui.exchange.numerals import figure_of
from kpitui.exchange.presets import preset_formats
from kpitui.exchange.reading import MOST_SHAPES, ColumnSurvey, ReadingChoices, day_reader, running_totals, survey
from kpitui.exchange.table import Table, find_table, table_parts

SAMPLES = {
    "csv-long": "date,kpi,value,time,note\n2026-11-01,Orders,5,09:30,fair\n2026-11-01,Revenue,12.50,,\n",
    "csv-wide": "date,Orders,Revenue,time,note\n2026-11-01,5,12.50,09:30,fair\n",
}
"""A file of each format with the same two figures."""

DAY = date(2026, 11, 1)


def test_every_format_has_a_sample() -> None:
    """A format that is added to the family is covered by the tests here; presets and JSON have their own."""
    assert formats().keys() - {preset.name for preset in preset_formats()} - {"json"} == SAMPLES.keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_format_recognises_and_reads_its_file(name: str) -> None:
    """The format is found out, and the figures, days, times and notes arrive."""
    reading = read(SAMPLES[name].encode())
    assert (reading.format, reading.columns, reading.refused) == (name, ("Orders", "Revenue"), [])
    assert reading.rows[0] == ImportedRow(2, "Orders", DAY, 5.0, "09:30", "fair")
    assert reading.rows[1][1:4] == ("Revenue", DAY, 12.5)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_row_that_cannot_be_read_leaves_the_others(name: str) -> None:
    """A wrong day, figure or time is refused with its line; every other figure is read."""
    bad = SAMPLES[name] + SAMPLES[name].splitlines()[1].replace("2026-11-01", "2026-02-30") + "\n"
    bad += SAMPLES[name].splitlines()[1].replace("5", "five", 1).replace("0fiv", "05") + "\n"
    reading = read(bad.encode())
    assert len(reading.rows) >= 2
    assert reading.refused
    for refused in reading.refused:
        assert refused.line > 2
        assert "{" not in refused.reason.format(**refused.params)


@pytest.mark.parametrize("name", SAMPLES)
def test_names_are_mapped_and_left_out(name: str) -> None:
    """A KPI is called what the person says, whatever its case, or left out; a name that is not there is refused."""
    reading = read(SAMPLES[name].encode(), mapping={"ORDERS": "sold", "revenue": "-"})
    assert reading.columns == ("sold",)
    with pytest.raises(Refused, match="nobody"):
        read(SAMPLES[name].encode(), mapping={"nobody": "x"})


@pytest.mark.parametrize("name", SAMPLES)
def test_dutch_files(name: str) -> None:
    """Semicolons, decimal commas, days first and Dutch names of columns."""
    dutch = SAMPLES[name].replace(",", ";").replace("12.50", "1.012,50").replace("2026-11-01", "01-11-2026")
    dutch = dutch.replace("date", "datum").replace("value", "waarde").replace("note", "notitie")
    reading = read(dutch.encode("cp1252"), dates="dmy")
    assert [row.value for row in reading.rows] == [5.0, 1012.5]
    assert reading.rows[0].date == DAY


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    """Whatever follows the header of a format, reading it ends in rows, refusals of rows, or one refusal."""
    try:
        reading = read(SAMPLES[name].encode() + data, format=name)
    except Refused as refused:
        assert "{" not in str(refused).replace(data.decode("cp1252", "ignore"), "")
        return
    assert all(abs(row.value) < 1e300 for row in reading.rows)


@pytest.mark.parametrize(
    ("options", "field"),
    [({"format": "xls"}, "format"), ({"decimal": "dot"}, "decimal"), ({"dates": "ymd"}, "dates")],
)
def test_an_option_that_does_not_exist_is_refused(options: dict[str, str], field: str) -> None:
    """The refusal names the option."""
    with pytest.raises(Refused) as refused:
        read(SAMPLES["csv-wide"].encode(), **options)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_decimal_comma_without_quotes_is_noticed() -> None:
    """12,50 in a file with commas makes a cell too many, and is never read as 12."""
    reading = read(b"date,Orders\n2026-11-01,12,50\n2026-11-02,7\n")
    assert [row.value for row in reading.rows] == [7.0]
    assert [refused.line for refused in reading.refused] == [2]


def test_a_column_of_words_is_told_of_and_not_refused() -> None:
    """It is no KPI and stops no other; asked for by name it is one refusal, not one for every row."""
    data = b"date,Orders,Weather\n2026-11-01,1,sun\n2026-11-02,2,rain\n"
    reading = read(data)
    assert (reading.columns, reading.refused) == (("Orders",), [])
    assert [params for _message, params in reading.cautions] == [{"names": "Weather"}]
    assert len(read(data, mapping={"weather": "sunshine"}).refused) == 1


def table_of(text: str) -> Table:
    """Return the table in *text*."""
    table = find_table(table_parts(FileContent(text.encode()))[0], {})
    assert table is not None
    return table


def test_marks_order_and_words_are_seen() -> None:
    """Each column has its own mark, the dates their order, and a column of words is told with its first word."""
    table = table_of("date;a;b;c;kpi\n01-11-2026;1,5;1.5;sun;x\n13-11-2026;2;1,000.5;rain; x\n")
    seen = survey(table, ReadingChoices(), 0, [1, 2, 3], kpi_at=4)
    assert (seen.days.order, seen.rows) == ("dmy", 2)
    assert {index: mark for index, mark in seen.marks.items() if index < 3} == {1: ",", 2: "."}
    assert (seen.columns[3], seen.kpis) == (ColumnSurvey("text", first=(2, "sun"), words=("sun", "rain")), {"x": 2})
    assert (seen.first, seen.last) == ("01-11-2026", "13-11-2026")


def test_a_million_shapes_are_not_kept() -> None:
    """A column of texts of every shape does not fill the memory, and is still no column of figures."""
    rows = "".join(f"2026-11-01;{'x' * (at % 90)}{at:b}y\n" for at in range(MOST_SHAPES + 2000))
    seen = survey(table_of("date;a\n" + rows), ReadingChoices(), 0, [1])
    assert (seen.columns[1].holds, seen.columns[1].first[0]) == ("text", 2)


@pytest.mark.parametrize(
    ("text", "option"), [("date,a\n01/02/2026,5\n", "--dates"), ("date;a\n2026-11-01;1.234\n", "--decimal")]
)
def test_doubt_names_the_option(text: str, option: str) -> None:
    """What the file does not tell is asked for."""
    with pytest.raises(Refused, match=option):
        survey(table_of(text), ReadingChoices(), 0, [1])


def test_a_day_is_read_once() -> None:
    """The same cell gives the very same moment."""
    read = day_reader(DayForm())
    assert read(" 01-11-2026 ") is read(" 01-11-2026 ")
    assert read("tomorrow") is None


TWO_BLOCKS = """#group,false,false,true,true,false,false,true,true,true
#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string
#default,_result,,,,,,,,
,result,table,_start,_stop,_time,_value,_field,_measurement,host
,,0,2026-11-01T00:00:00Z,2026-11-05T00:00:00Z,2026-11-02T00:00:00Z,10,usage,cpu,A
,,0,2026-11-01T00:00:00Z,2026-11-05T00:00:00Z,2026-11-03T00:00:00Z,20,usage,cpu,A
,,1,2026-11-01T00:00:00Z,2026-11-05T00:00:00Z,2026-11-02T00:00:00Z,30,usage,cpu,B

#group,false,false,true,true,false,false,true,true
#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,long,string,string
#default,_result,,,,,,,
,result,table,_start,_stop,_time,_value,_field,_measurement
,,2,2026-11-01T00:00:00Z,2026-11-05T00:00:00Z,2026-11-02T00:00:00Z,7,orders,shop
"""


def figures(reading: FileReading) -> dict[str, dict[str, float]]:
    """Return the figures by KPI and day."""
    days: dict[str, dict[str, float]] = {}
    for row in reading.rows:
        days.setdefault(row.kpi, {})[row.date.isoformat()[5:]] = row.value
    return days


def test_every_table_is_read_and_every_series_is_its_own() -> None:
    """Two hosts are two KPIs, and a later block is no less read than the first."""
    reading = read(TWO_BLOCKS.encode())
    assert reading.format == "influxdb"
    assert figures(reading) == {
        "cpu usage host=A": {"11-02": 10, "11-03": 20},
        "cpu usage host=B": {"11-02": 30},
        "shop orders": {"11-02": 7},
    }
    assert {figure.kind for figure in reading.figures} == {"level"}
    assert not reading.refused


def test_what_is_the_same_in_all_series_is_no_part_of_their_names() -> None:
    text = TWO_BLOCKS.partition("\n\n")[0].replace(",B", ",A")
    assert list(figures(read(text.encode()))) == ["usage"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_same_without_annotations(ends: str) -> None:
    """As the data explorer and old clients write it: the header alone."""
    text = ends.join(line for line in TWO_BLOCKS.splitlines() if not line.startswith("#")) + ends
    assert set(figures(read(text.encode()))) == {"cpu usage host=A", "cpu usage host=B", "shop orders"}


def test_a_table_turned_by_field() -> None:
    """After pivot() each field is a column of figures, and tags are columns of text."""
    text = (
        "#datatype,string,long,dateTime:RFC3339,string,double,long\n#group,false,false,false,true,false,false\n"
        "#default,_result,,,,,\n,result,table,_time,room,temperature,people\n"
        ",,0,2026-11-02T00:00:00Z,east,20.5,3\n,,1,2026-11-02T00:00:00Z,west,18,\n"
    )
    assert figures(read(text.encode())) == {
        "temperature room=east": {"11-02": 20.5},
        "people room=east": {"11-02": 3},
        "temperature room=west": {"11-02": 18},
    }


def test_an_empty_cell_is_its_default() -> None:
    text = (
        "#datatype,string,long,dateTime:RFC3339,double,string\n#default,_result,,,,visits\n"
        ",result,table,_time,_value,_field\n,,0,2026-11-02T00:00:00Z,4,\n,,0,2026-11-02T00:00:00Z,5,orders\n"
    )
    assert figures(read(text.encode())) == {"visits": {"11-02": 4}, "orders": {"11-02": 5}}


def test_a_table_without_times_or_figures_is_named() -> None:
    """A text is no figure, and a sum over all has no day: what is left out of the file is said."""
    text = TWO_BLOCKS + (
        "\n#datatype,string,long,dateTime:RFC3339,string,string,string\n#default,_result,,,,,\n"
        ",result,table,_time,_value,_field,_measurement\n,,3,2026-11-02T00:00:00Z,fine,state,shop\n"
        "\n#datatype,string,long,double,string,string\n#default,_result,,,,\n"
        ",result,table,_value,_field,_measurement\n,,4,99,total,shop\n"
    )
    reading = read(text.encode())
    assert set(figures(reading)) == {"cpu usage host=A", "cpu usage host=B", "shop orders"}
    assert [params["names"] for _message, params in reading.cautions if "names" in params] == ["state, total"]


def test_what_is_not_read_of_several_tables_is_named() -> None:
    """A file of two tables below comments: the first is read, and the other is no secret."""
    text = "# Sales\ndate,orders\n2026-11-02,3\n\n# Visits\ndate,visits\n2026-11-02,40\n"
    reading = read(text.encode())
    assert figures(reading) == {"orders": {"11-02": 3}}
    assert [params["names"] for _message, params in reading.cautions if "names" in params] == ["date/visits"]
    alone = read(text.partition("\n\n")[0].encode())
    assert not alone.cautions


@pytest.mark.parametrize(
    ("moved", "columns"),
    [
        ({"Amount": "-5 7 3 -1", "Saldo": "95 102 105 104"}, {"Saldo"}),
        ({"Total": "-5 -12 -15 -16", "Amount": "-5 -7 -3 -1"}, {"Total"}),
        ({"In": "0 7 3 0", "Out": "5 0 0 1", "Left": "95 102 105 104"}, {"Left"}),
        ({"Orders": "5 3 4 6 2 9 1", "Sum": "105 108 112 6 8 17 18"}, {"Sum"}),
        ({"Orders": "3 4 5 6", "Shops": "1 1 1 1"}, set()),
        ({"Orders": "3 9 4 8", "Revenue": "30 90 40 80"}, set()),
    ],
)
def test_what_another_column_comes_to_so_far_is_a_balance(moved: dict[str, str], columns: set[str]) -> None:
    """By its figures, whatever it is called; newest first it runs the other way. Ones that come again prove nothing."""
    names = list(moved)
    for backwards in (False, True):
        figures = {
            names.index(name): [float(value) for value in cells.split()][:: -1 if backwards else 1]
            for name, cells in moved.items()
        }
        assert {names[index] for index in running_totals(figures, newest_first=backwards)} == columns


def test_a_header_behind_a_number_sign_is_a_header() -> None:
    """Also where each of its names has one; a comment above it, or above a header, stays a comment."""
    for header in ("# date;orders;revenue;", "#date;#orders;#revenue;", "# of 2026\n# date;orders;revenue;"):
        reading = read(f"{header}\n2026-11-13;3;12,50;\n2026-11-14;4;8,00;\n".encode())
        assert (reading.columns, len(reading.rows), reading.refused) == (("orders", "revenue"), 4, [])
    about = "# YYYYMMDD = datum (YYYY=jaar)\n# TG       = Etmaalgemiddelde temperatuur (in 0.1 graden)\n#\n"
    knmi = read(f"{about}# STN,YYYYMMDD,   TG\n# \n  240,20261101,   12\n  240,20261102,   55\n".encode())
    assert [row.value for row in knmi.rows if row.kpi == "TG Etmaalgemiddelde temperatuur"] == [12, 55]
    assert [figure.column for figure in knmi.figures if not figure.aside] == ["TG Etmaalgemiddelde temperatuur"]
    assert read(b"# date, shop\ndate,orders\n2026-11-13,3\n").columns == ("orders",)


@pytest.mark.parametrize(
    ("name", "is_clock"),
    [
        ("TIMESTAMP_LOCAL_TIME", True),
        ("Van (tijdstip)", True),
        ("Abschlusszeit", True),
        ("Moving time", False),
        ("Arbeitszeit", False),
        ("Laadtijd", False),
        ("Time (h)", False),
        ("Duration", False),
    ],
)
def test_a_time_of_day_is_no_duration(name: str, is_clock: bool) -> None:
    """13:02:11 is a moment or a length, which only the name of its column tells; 26:02:11 is no moment."""
    text = f"date,{name},orders\n2026-11-13,13:02:11,3\n2026-11-14,09:00:00,4\n"
    assert read(text.encode()).columns == (("orders",) if is_clock else (name, "orders"))
    assert read(text.replace("13:02", "26:02").encode()).columns == (name, "orders")


def test_what_ends_soon_counts_where_it_began() -> None:
    """An hour at work ends on its day or the next; a report of a month is asked about."""
    text = "Start time,End time,kWh\n2026-11-13 23:00,2026-11-14 00:00,3\n2026-11-14 09:00,2026-11-14 10:00,4\n"
    assert [row.date.day for row in read(text.encode()).rows] == [13, 14]
    with pytest.raises(Refused, match="Each row is for several days"):
        read(text.replace("2026-11-14 00:00", "2026-11-30 00:00").encode())


@pytest.mark.parametrize(
    ("start", "end", "every", "day"),
    [
        ("2026-11-02", "2026-11-08", "week", "2026-11-08"),
        ("2026-11-01", "2026-11-07", "week", "2026-11-08"),
        ("2026-10-01", "2026-10-31", "month", "2026-10-31"),
        ("2026-07-01", "2026-09-30", "quarter", "2026-09-30"),
    ],
)
def test_a_range_of_days_is_a_period_or_a_question(start: str, end: str, every: str, day: str) -> None:
    """A whole week, month or quarter is logged on its last day; another stretch is asked about, by either column."""
    text = f"period_start,period_end,orders\n{start},{end},3\n{start},{end},4\n"
    for mapping in ({}, {"period_start": "date"}, {"period_end": "date"}):
        reading = read(text.encode(), mapping=mapping)
        assert ({row.date.isoformat() for row in reading.rows}, reading.figures[0].every) == ({day}, every)
    part = text.replace(end, "2026-11-11")
    with pytest.raises(Refused, match="Each row is for several days"):
        read(part.encode())
    reading = read(part.encode(), mapping={"period_end": "date"})
    assert (reading.rows[0].date, reading.figures[0].every) == (date(2026, 11, 11), "")
    assert any("Each row is for several days" in message for message, _params in reading.cautions)


@pytest.mark.parametrize(
    ("column", "days", "last", "every"),
    [
        ("Week commencing", ("02/11/2026", "09/11/2026", "16/11/2026"), "2026-11-08", "week"),
        ("w/e", ("08-11-2026", "15-11-2026"), "2026-11-08", "week"),
        ("Month starting", ("2026-09-01", "2026-10-01"), "2026-09-30", "month"),
        ("Month", ("2026-09-30", "2026-10-31"), "2026-09-30", "month"),
        ("date", ("2026-08-31", "2026-09-30", "2026-10-31"), "2026-08-31", "month"),
        ("date", ("2026-11-02", "2026-11-09", "2026-11-16"), "2026-11-02", ""),
    ],
)
def test_days_that_stand_for_periods(column: str, days: tuple[str, ...], last: str, every: str) -> None:
    """By what their column is called; the last days of months are months wherever they stand."""
    reading = read("\n".join([f"{column},orders", *(f"{day},5" for day in days)]).encode(), usual_dates="dmy")
    assert (reading.rows[0].date.isoformat(), reading.figures[0].every) == (last, every)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2026-11-02 - 2026-11-08", 2, 8),
        ("2 - 8 nov 2026", 2, 8),
        ("Nov 2 - 8, 2026", 2, 8),
        ("2 t/m 8 november 2026", 2, 8),
        ("02/11/2026 to 08/11/2026", 2, 8),
    ],
)
def test_a_range_in_one_cell_is_both_its_days(cell: str, first: int, last: int) -> None:
    """A whole week is one; a shorter stretch is asked about, and counts on the day that is named then."""
    assert read(f'Period,visits\n"{cell}",5\n'.encode(), dates="dmy").figures[0].every == "week"
    shorter = f'Period,visits\n"{cell.replace("8", "7")}",5\n'.encode()
    with pytest.raises(Refused, match="Each row is for several days"):
        read(shorter, dates="dmy")
    for column, day in (("Period from", first), ("Period to", last - 1)):
        assert read(shorter, dates="dmy", mapping={column: "date"}).rows[0].date.day == day


@pytest.mark.parametrize("row", ["Lifetime,2026-11-13,5", "all time,13-11-2026,5"])
def test_a_column_called_date_without_days_is_none(row: str) -> None:
    """The days are taken from the column that has them."""
    reading = read(f"Date,Sent on,clicks\n{row}\n{row.replace('13', '14')}\n".encode())
    assert [row.date.day for row in reading.rows] == [13, 14]


def test_a_remark_below_a_table_is_no_row() -> None:
    """Text without anything beside it is left out and told of; a day cut off and a row with a figure are not."""
    text = "date,orders\n2026-11-13,5\n© Some Company\nDisclaimer:\n"
    reading = read(text.encode())
    assert (len(reading.rows), reading.refused) == (1, [])
    assert any(params.get("count") == 2 for _message, params in reading.cautions)
    for cut in ("2026-1", "Reserved,7"):
        assert len(read((text + cut).encode()).refused) == 1


@pytest.mark.parametrize(
    ("order", "shipping", "counted"),
    [
        ("Order ID", "Order Shipping", [5.0, 4.0]),
        ("Bestelnummer", "Verzendkosten", [5.0, 4.0]),
        ("Order ID", "Line amount", [5.0, 5.0, 4.0]),
        ("Product ID", "Order Shipping", [5.0, 5.0, 4.0]),
        ("InvoiceNumber", "InvoiceAmountDue", [5.0, 4.0]),
        ("OrderNumber", "VATAmountDC", [5.0, 4.0]),
    ],
)
def test_what_an_order_has_once_counts_once(order: str, shipping: str, counted: list[float]) -> None:
    """An amount that is called so and stands on each line of an order, and no amount of a line."""
    text = f"date,{order},{shipping},LineAmount\n2026-11-13,A,5.00,1\n2026-11-13,A,5.00,2\n2026-11-14,B,4.00,1\n"
    reading = read(text.encode())
    assert [row.value for row in reading.rows if row.kpi == shipping] == counted
    assert any("counted once" in message for message, _params in reading.cautions) == (len(counted) == 2)
    every = read(text.encode(), mapping={order: "-"})
    assert [row.value for row in every.rows if row.kpi == shipping] == [5.0, 5.0, 4.0]


def test_codes_that_go_with_a_word_are_left_out() -> None:
    """Each insurer has its number; prices of things and numbers of no word are measures."""
    text = "date,insurer,uzovi,hours,{}\n2026-11-13,VGZ,7095,1,{}\n2026-11-14,CZ,9664,2,{}\n2026-11-15,VGZ,7095,1,{}\n"
    for name, cells, aside in (
        ("vak", (700, 966, 700), "numbers"),
        ("bedrag", (700, 966, 700), ""),
        ("x", (1, 2, 1), ""),
    ):
        figures = {figure.name: figure.aside for figure in read(text.format(name, *cells).encode()).figures}
        assert figures[name] == aside
        assert figures["uzovi"] == "numbers"


def test_a_day_with_several_balances_is_a_question() -> None:
    """One for each account, on more than one day; a running balance with a kind of entry beside it is none."""
    text = "date,account,followers\n2026-11-13,a,3\n2026-11-13,b,4\n2026-11-14,a,4\n2026-11-14,b,5\n"
    question = read(text.encode()).question
    assert question is not None
    assert question[1]["names"] == "a, b"
    assert read(text.encode(), only={"account": "a"}).question is None
    assert read(text.encode(), mapping={"account": "-"}).question is None
    assert read(text.replace("14,b", "15,b").encode()).question is None


def test_what_does_not_count_still_says_how_days_and_figures_are_written() -> None:
    """After the answer which rows count, what the others show is not asked once more."""
    text = 'date,status,amount\n10/11/2026,paid,1.250\n13/11/2026,void,"9,50"\n'
    row = read(text.encode(), only={"status": "paid"}).rows[0]
    assert (row.date, row.value) == (date(2026, 11, 10), 1250.0)


def test_views_have_no_fraction() -> None:
    """1,520 views are one thousand and more, whichever mark is used; 1,520 of what can be parted stays a question."""
    assert [row.value for row in read(b'date,views\n2026-11-13,"1,520"\n2026-11-14,"12,400"\n').rows] == [1520, 12400]
    assert read(b"date,weergaven\n2026-11-13,1.520\n").rows[0].value == 1520
    with pytest.raises(Refused, match="can be read in two ways"):
        read(b'date,views per post\n2026-11-13,"1,520"\n')


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("date;Quantity;Net sales\n2026-11-13;1.000;15.00\n2026-11-14;6.000;119.88\n", 1),
        ("date;Views;CTR\n2026-11-13;1.000;1.5\n2026-11-14;6.000;2.25\n", 1),
        ("datum;Aantal;Omzet\n2026-11-13;1,000;15,00\n2026-11-14;6,000;119,88\n", 1),
        ("datum;Aantal;Omzet\n2026-11-13;1.000;15,00\n", 1000),
        ("date;Views\n2026-11-13;1.000\n2026-11-14;980\n", 1000),
        ("date;Views;CTR\n2026-11-13;1.520;1.5\n", 1520),
        ("date;Spent（円）\n2026-11-13;2,600\n", 2600),
        ("date;Spent\n2026-11-13;2.600 円\n", 2600),
        ("date;Quantity\n2026-11-13;1.000\n2026-11-14;6.000\n", None),
        ("date;Quantity\n2026-11-13;1.520\n2026-11-14;6\n", None),
    ],
)
def test_three_decimals_of_a_count_are_no_thousands(text: str, first: float | None) -> None:
    """What the other columns prove goes before what a name says; where nothing proves it, it is a question."""
    if first is None:
        with pytest.raises(Refused, match="can be read in two ways"):
            read(text.encode())
    else:
        assert read(text.encode()).rows[0].value == first


@pytest.mark.parametrize(
    "name",
    [
        "CompteNum",
        "Konto-Nr.",
        "EcritureNum",
        "BU-Schluessel",
        "Steuersatz",
        "SalesTaxPercentage",
        "Tax code",
        "AccountCode",
        "POPostalCode",
        "HSN/SAC",
        "VS",
        "Kundenreferenz",
        "Mandatsreferenz",
        "Betalingskenmerk",
        "Variabilní symbol",
        "Belegnr.",
        "Número do documento",
        "Número de factura",
        "Číslo dokladu",
        "取引番号",
    ],
)
def test_accounts_and_rates_of_tax_are_set_aside(name: str) -> None:
    """They tell rows apart, whichever rows count."""
    reading = read(f"date,{name},text,amount\n2026-11-13,706000,a,5.5\n2026-11-14,401000,b,7\n".encode())
    assert [figure.name for figure in reading.figures if not figure.aside] == ["amount"]


@pytest.mark.parametrize(
    ("title", "column", "named"),
    [("Viewers", "Primary", "Viewers"), ("Viewers", "Orders", "Orders"), ("Made: 2026", "Primary", "Primary")],
)
def test_a_title_names_a_column_that_says_nothing(title: str, column: str, named: str) -> None:
    """Every export of one program has the same two columns, and says above them what they count."""
    text = f"{title}\nDate,{column}\n2026-11-13,5\n2026-11-14,6\n"
    reading = read(text.encode())
    assert (reading.columns, [row.value for row in reading.rows]) == ((named,), [5, 6])
    assert named in reading.names


@pytest.mark.parametrize("between", ["\n", ""])
@pytest.mark.parametrize("columns", [("Primary",), ("Followers", "Sales")])
def test_tables_with_the_same_header_keep_their_own_figures(columns: tuple[str, ...], between: str) -> None:
    """Reach, visits and followers of one export are called Primary all three; the titles above them tell them apart."""
    tables = {
        title: [
            f"Date,{','.join(columns)}",
            *(f"2026-11-{day},{','.join([str(figure + day)] * len(columns))}" for day in (13, 14)),
        ]
        for title, figure in (("Reach", 100), ("Profile visits", 200), ("New followers", 300))
    }
    text = between.join("\n".join([title, *lines, ""]) for title, lines in tables.items())
    reading = read(text.encode())
    names = [title if columns == ("Primary",) else f"{title} {name}" for title in tables for name in columns]
    assert (list(reading.columns), reading.question, reading.refused) == (names, None, [])
    rows = figures(reading)
    for name in names:
        base = {"Reach": 100, "Profile": 200, "New": 300}[name.split()[0]]
        assert list(rows[name].values()) == [base + 13, base + 14]


@pytest.mark.parametrize(
    "titles", [("January", "February"), ("Januar", "Februar"), ("Shop", "Shop"), ("Page one", "Page two")]
)
def test_pages_of_one_table_are_added_up(titles: tuple[str, str]) -> None:
    """A period or a page above the header makes no other table of it."""
    first, second = (
        f"{title}\nDate,Sales\n2026-11-13,{figure}\n2026-11-14,6\n"
        for title, figure in zip(titles, (5, 7), strict=True)
    )
    assert [row.value for row in read(f"{first}\n{second}".encode()).rows] == [5, 6, 7, 6]


@pytest.mark.parametrize(
    ("group", "total", "counted"),
    [
        ("Settlement ID", "Settlement sum", [35.0, 4.0]),
        ("Oppgjør", "Sum", [35.0, 4.0]),
        ("Buyer", "Paid", [35.0, 35.0, 35.0, 4.0]),
    ],
)
def test_a_total_on_each_row_counts_once(group: str, total: str, counted: list[float]) -> None:
    """What the rows of a settlement come to is no amount of each of them; what only looks so is."""
    other = 35.0 if len(counted) == 2 else 35.5
    cells = [("13", "20", "s1", 35), ("13", "25", "s1", 35), ("13", f"{other - 45}", "s1", 35), ("14", "4", "s2", 4)]
    text = "\n".join([f"date,Net,{group},{total}", *(f"2026-11-{d},{n},{g},{t}" for d, n, g, t in cells)])
    reading = read(text.encode())
    assert [row.value for row in reading.rows if row.kpi == total] == counted
    every = read(text.encode(), mapping={group: "-"})
    assert [row.value for row in every.rows if row.kpi == total] == [35.0, 35.0, 35.0, 4.0]


def test_what_the_hours_of_a_row_came_to_adds_up() -> None:
    """In a timesheet Rate is an amount, where what an hour costs has a column of its own."""
    header = "date,Duration,Currency,Rate,Internal rate,Hourly rate"
    text = f"{header}\n2026-11-13,1:30,EUR,112.5,90,75\n2026-11-13,1:00,EUR,75,60,75\n"
    reading = read(text.encode())
    of_money = [(figure.name, figure.unit, figure.is_sale) for figure in reading.figures if figure.unit != "h"]
    assert of_money == [("Rate", "EUR", True), ("Internal rate", "EUR", True), ("Hourly rate", "EUR", False)]
    alone = read(text.replace("Hourly rate", "Units").encode())
    assert not any(figure.is_sale for figure in alone.figures)


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("Tweet id,time,impressions", True),
        ("Post id,Date,Impressions", True),
        ("Title,Published,Views", True),
        ("Post id,Date,minutes", False),
    ],
)
def test_posts_with_their_totals_are_a_question(header: str, asked: bool) -> None:
    """What a post has come to so far is no figure of the day it was posted on, whatever that column is called."""
    rows = ["9a1,2026-11-13,50", "9b2,2026-11-14,60"]
    text = "\n".join([header, *rows]) + "\n"
    if asked:
        with pytest.raises(Refused, match="whole total"):
            read(text.encode())
        assert len(read(text.encode(), mapping={header.split(",")[1]: "date"}).rows) == 2
    # A post on each of its days is what those days brought.
    assert read(text.replace("9b2", "9a1").encode()) if "Published" not in header else asked


def test_a_balance_that_never_moves_is_that_of_the_export() -> None:
    """Amounts go in and out, and the balance in every row stays the same."""
    text = "date,amount,balance\n2026-11-13,-5,100\n2026-11-14,7,100\n2026-11-14,3,100\n"
    question = read(text.encode()).question
    assert question is not None
    assert question[1]["skipped"] == "balance=-"
    for choice in ("-", "cash"):
        assert read(text.encode(), mapping={"balance": choice}).question is None
    assert read(text.replace("3,100", "3,103").encode()).question is None
    assert read(text.replace("amount", "visits").replace("-5", "5").encode()).question is None


def test_what_went_out_in_a_column_of_its_own_is_no_question() -> None:
    """A cash book has both kinds of row and a column for each."""
    text = "date,type,Einnahme,Ausgaben\n2026-11-13,Einnahme,3,0\n2026-11-14,Ausgabe,0,4\n"
    assert read(text.encode()).question is None
    assert read(text.replace("Ausgaben", "note").encode()).question is not None


@pytest.mark.parametrize(
    ("cell", "decimal", "worth"),
    [
        ("1,25,000.50", ".", 125000.5),
        ("-12,00,000", ".", -1200000),
        ("1,25,00.50", ".", None),
        ("1,000.50 Dr", ".", -1000.5),
        ("1.000,50Cr", ",", 1000.5),
        ("-5 Dr", ".", None),
        ("€ 1.250,-", ",", 1250),
        ("€ 1.250,-", ".", None),
        ("CHF 12.-", ".", 12),
        ("1\u2019234.50", ".", 1234.5),
        ("Rs. 500", ".", 500),
        ("1.2K", ".", 1200),
        ("€ 1,25M", ",", 1250000),
        ("5m", ".", None),
        ("0E-20", ".", 0),
        ("1.5e-02", ".", 0.015),
        ("1,5E+03", ",", 1500),
        ("6.17761250170673E+25", ".", None),
        ("12e3", ".", None),
    ],
)
def test_figures_of_other_countries(cell: str, decimal: str, worth: float | None) -> None:
    """Groups of two digits, a side behind an amount, a dash for the cents, an apostrophe, powers of ten."""
    assert figure_of(cell, decimal) == worth
    if worth is not None:
        assert read(f'date,amount\n2026-11-13,"{cell}"\n'.encode(), decimal=decimal).rows[0].value == worth


def test_cents_are_divided() -> None:
    """By the name of their column, and only where it is of money."""
    reading = read(b"date,amount_cents,percents\n2026-11-13,4900,7\n")
    assert [row.value for row in reading.rows] == [49.0, 7.0]
    assert any("cents" in message for message, _params in reading.cautions)


@pytest.mark.parametrize("hours", ["0 13", "00 13", "00:00 13:00"])
def test_the_hour_beside_a_day_is_the_time(hours: str) -> None:
    """Of 0 to 23, in any form; without several rows a day it is none."""
    first, second = hours.split()
    rows = read(f"date,hour,orders\n2026-11-21,{first},5\n2026-11-21,{second},7\n".encode()).rows
    assert [(row.kpi, row.time, row.value) for row in rows] == [("orders", "00:00", 5.0), ("orders", "13:00", 7.0)]


def test_hours_and_minutes_are_read_where_their_column_is_of_time() -> None:
    """2:30 is two and a half hours of work; elsewhere it may be anything, and stays text."""
    text = "date,{},orders\n2026-11-13,2:30,3\n2026-11-14,0:45,4\n"
    reading = read(text.format("Duration").encode())
    assert [row.value for row in reading.rows if row.kpi == "Duration"] == [2.5, 0.75]
    assert [params["names"] for _message, params in reading.cautions] == ["Duration"]
    for name in ("Score", "Average view duration", "Call duration"):
        assert read(text.format(name).encode()).columns == ("orders",)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("date,unit,amount\n2026-11-13,kWh,3\n2026-11-14,m3,4\n", "unit"),
        ("date,device,visits\n2026-11-13,All,5\n2026-11-13,phone,3\n2026-11-13,desk,2\n", "device"),
        ("date,Canceled,price\n2026-11-13,false,3\n2026-11-14,true,4\n", "Canceled"),
        ("date,Status,price\n2026-11-13,ok,3\n2026-11-14,cancelled_by_guest,4\n", "Status"),
        ("date,Status,price\n2026-11-13,Gebucht,3\n2026-11-14,Vorgemerkt,4\n", "Status"),
        ("date,Status,price\n2026-11-13,Udført,3\n2026-11-14,Venter,4\n", "Status"),
        ("datum;betaald;bedrag\n13-11-2026;Ja;3\n14-11-2026;Nee;4\n", "betaald"),
        ("date,Deal Stage,amount\n2026-11-13,Closed Won,3\n2026-11-14,Closed Lost,4\n", "Deal Stage"),
        ("datum;S/H;betrag\n13.11.2026;S;3\n14.11.2026;H;4\n", "S/H"),
        ("date,Tipo,valor\n2026-11-13,ENTRADA,3\n2026-11-14,SAIDA,4\n", "Tipo"),
        ("date,tipo,valor\n2026-11-13,Crédito,3\n2026-11-14,Débito,4\n", "tipo"),
        ("date,typ,kwota\n2026-11-13,Uznanie,3\n2026-11-14,Obciążenie,4\n", "typ"),
        ("date,Entrata/Uscita,importo\n2026-11-13,Entrata,3\n2026-11-14,Uscita,4\n", "Entrata/Uscita"),
        ("date,typ,belopp\n2026-11-13,Insättning,3\n2026-11-14,Uttag,4\n", "typ"),
        ("date,tür,tutar\n2026-11-13,Gelir,3\n2026-11-14,Gider,4\n", "tür"),
        ("date,区分,金額\n2026-11-13,入金,1200\n2026-11-14,出金,800\n", "区分"),
        ("date,收/支,金额\n2026-11-13,收入,1200\n2026-11-14,支出,800\n", "收/支"),
        ("date,тип,сумма\n2026-11-13,Поступление,3\n2026-11-14,Списание,4\n", "тип"),
        ("date,Sens,montant,solde\n2026-11-13,Crédit,3,-4\n2026-11-14,Débit,4,-8\n", "Sens"),
        ("date,line type,amount\n2026-11-13,Sale,3\n2026-11-13,Sale Line,3\n", "line type"),
        ("date,type,amount\n2026-11-13,Invoice,3\n2026-11-14,Payment,3\n", "type"),
        ("category,date,downloads\nwith_mirrors,2026-11-13,9\nwithout_mirrors,2026-11-13,6\n", "category"),
        ("date,account,debit,credit\n2026-11-13,a,3,\n2026-11-13,b,,3\n2026-11-14,a,4,\n2026-11-14,b,,4\n", "account"),
        ("date,account,amount\n2026-11-13,bank,3\n2026-11-13,sales,-3\n2026-11-14,a,4\n2026-11-14,b,-4\n", "account"),
        ("date,Kind,amount\n2026-11-13,stay,3\n2026-11-13,bank,-3\n2026-11-14,stay,4\n2026-11-14,bank,-4\n", "Kind"),
        ("date,Type,amount\n2026-11-13,Sale,9\n2026-11-13,Fee,-1\n2026-11-14,Refund,4\n", "Type"),
        ("date,Gelöscht,amount\n2026-11-13,Nein,9\n2026-11-14,Ja,4\n", "Gelöscht"),
        ("date,Test mode,amount\n2026-11-13,false,9\n2026-11-14,true,4\n", "Test mode"),
        ("date,Satzart,amount\n2026-11-13,Umsatz,9\n2026-11-14,Saldo,4\n", "Satzart"),
        ("date,text,amount\n2026-11-13,Opening balance,9\n2026-11-14,Shop,-4\n", "text!"),
    ],
)
def test_what_never_adds_up_is_a_question(text: str, asked: str) -> None:
    """Kilowatt-hours and cubic metres in one column, a whole beside its parts, both sides of the books."""
    question = read(text.encode()).question
    assert question is not None
    assert f"{asked}=" in str(question[1]["quoted"])
    assert read(text.encode(), mapping={asked.removesuffix("!"): "-"}).question is None
    if not asked.endswith("!"):
        assert read(text.replace(asked, "Client name").replace("Opening", "Pilates").encode()).question is None


@pytest.mark.parametrize(
    ("header", "cell", "unit"),
    [("金额(元)", "¥288.50", "CNY"), ("Amount (CAD)", "$5.00", "CAD"), ("Amount (CAD)", "USD 5.00", "USD")],
)
def test_a_sign_of_several_currencies_is_that_of_the_name(header: str, cell: str, unit: str) -> None:
    reading = read(f"date,{header}\n2026-11-13,{cell}\n".encode())
    assert ([figure.unit for figure in reading.figures], [row.unit for row in reading.rows]) == ([unit], [unit])


def test_conversions_are_no_amounts() -> None:
    """Those of an advertisement are counted in parts, beside its costs in a currency."""
    for name in ("Conversies", "Conversions", "Alle conversies"):
        reading = read(f"date,Valutacode,Kosten,{name}\n2026-11-13,EUR,12.40,2.00\n2026-11-13,EUR,3.10,1.50\n".encode())
        assert {figure.name: figure.unit for figure in reading.figures} == {"Kosten": "EUR", name: ""}


@pytest.mark.parametrize("total", ["All shops", ""])
def test_rows_that_the_others_come_to_are_a_question(total: str) -> None:
    """By their figures, whatever they are called; those of many things are told by the ones that don't count."""
    shops = [f"shop {number}" for number in range(1, 25)]
    lines = [f"2026-11-{day},{shop},{day}.5" for day in (13, 14) for shop in shops]
    lines += [f"2026-11-{day},{total},{24 * (day + 0.5)}" for day in (13, 14)]
    text = "\n".join(["date,shop,revenue", *lines])
    question = read(text.encode()).question
    assert question is not None
    assert question[1]["quoted"] == f"shop!={total}"
    answered = read(text.encode(), only={"shop!": total})
    assert (answered.question, sum(row.value for row in answered.rows)) == (None, 24 * 13.5 + 24 * 14.5)
    assert read(text.replace(f"{24 * 13.5}", "324.5").encode()).question is None


@pytest.mark.parametrize(
    ("header", "cells", "aside"),
    [
        ("Hour", "9 10 11 9 10", True),
        ("Uur", "9 10 11 9 10", True),
        ("Hour", "2 2 1 8 1", False),
        ("Weekday", "5 5 5 6 6", True),
        ("KW", "46 46 46 46 46", True),
        ("kW", "46.5 46 12 46 46", False),
        ("Orders so far this month", "46 48 49 50 53", True),
    ],
)
def test_what_says_when_a_row_was_is_no_measure(header: str, cells: str, aside: bool) -> None:
    """The hour of a till is none that anybody worked: it is the time of what stands beside it."""
    days = ["13", "13", "13", "14", "14"]
    rows = [f"2026-11-{day},{cell},5" for day, cell in zip(days, cells.split(), strict=True)]
    figures = {figure.name: figure.aside for figure in read("\n".join([f"date,{header},x", *rows]).encode()).figures}
    assert bool(figures.get(header, "the time")) is aside


def test_the_prices_of_a_market_are_never_added_up() -> None:
    reading = read(b"date,Open,High,Low,Close,Volume\n2026-11-13,2,3,1,2,50\n2026-11-14,2,4,1,3,60\n")
    assert [figure.name for figure in reading.figures if not figure.rising] == ["Volume"]


@pytest.mark.parametrize(
    ("days", "every"),
    [("2025-12-31 2026-03-31 2026-06-30", "quarter"), ("2026-01-31 2026-03-31 2026-06-30", "month")],
)
def test_last_days_of_quarters_are_quarters(days: str, every: str) -> None:
    """A row for a year is refused: its sum is that of no day."""
    text = "\n".join(["date,revenue", *(f"{day},5" for day in days.split())])
    assert read(text.encode()).figures[0].every == every
    with pytest.raises(Refused, match="for a year"):
        read(b"date,revenue\n2023-12-31,5\n2024-12-31,6\n2025-12-31,7\n")


def test_stays_are_no_periods() -> None:
    """Two of a whole week are asked about as others are."""
    text = "Guest,Start date,End date,Nights,Price\nA,2026-11-02,2026-11-08,6,90\nB,2026-11-09,2026-11-15,6,80\n"
    with pytest.raises(Refused, match="Each row is a stay"):
        read(text.encode())
    assert [row.date.day for row in read(text.encode(), mapping={"Start date": "date"}).rows] == [2, 2, 9, 9]


def test_minutes_and_seconds_of_a_run() -> None:
    """Beside a distance 45:12 is no two days; elsewhere more than a day is no figure, unless hours are named."""
    text = "date,Duration,{}\n2026-11-13,45:12,8\n2026-11-14,1:02:30,7\n"
    assert [row.value for row in read(text.format("Distance").encode()).rows if row.kpi == "Duration"] == [
        pytest.approx(45.2 / 60),
        pytest.approx(62.5 / 60),
    ]
    assert read(text.replace("1:02:30", "50:10").format("calls").encode()).columns == ("calls",)


ORDERS_AND_VISITS = {"orders": {"11-01": 5, "11-02": 12}, "visits": {"10-03": 70, "11-02": 40}}


@pytest.mark.parametrize(
    "text",
    [
        "date,orders\n2026-11-01,5\n2026-11-02,12\n\nday,visits\n2026-10-03,70\n2026-11-02,40\n",
        "made,orders\n2026-11-01,5\n2026-11-02,12\nmade,visits\n2026-10-03,70\n2026-11-02,40\n",
        "what,total\norders,17\n\ndate,orders\n2026-11-01,5\n2026-11-02,12\n\n\ndate,visits\n"
        "2026-10-03,70\n2026-11-02,40\n",
        "date,orders,,date,visits\n2026-11-01,5,,2026-10-03,70\n2026-11-02,12,,2026-11-02,40\n",
        "made,orders,made,visits\n2026-11-01,5,2026-10-03,70\n2026-11-02,12,2026-11-02,40\n",
    ],
)
def test_each_of_two_tables_keeps_its_days(text: str) -> None:
    """Below each other and beside each other; a summary above is none of them."""
    reading = read(text.encode())
    assert (figures(reading), reading.refused) == (ORDERS_AND_VISITS, [])


def test_lines_about_an_account_are_not_its_table() -> None:
    """A balance and its day above the table, which an empty line parts from it."""
    text = (
        "Saldo;5,00 EUR\nDag van het saldo;14-11-2026\n;\nNaam;Geboekt;Bedrag\nA;13-11-2026;5,50\nB;14-11-2026;7,00\n"
    )
    assert read(text.encode()).columns == ("Bedrag",)


def test_tables_of_other_periods_and_blocks_beside_a_table_are_named() -> None:
    """A figure of a week is none of a day, and a summary beside the days none of these."""
    weeks = "date,orders\n2026-11-01,5\n2026-11-02,12\n\nweek,visits\n2026-W44,70\n2026-W45,40\n"
    block = "date,orders,,what,sum\n2026-11-01,5,,all,17\n2026-11-02,12,,,\n"
    for text, name in ((weeks, "week/visits"), (block, "what/sum")):
        reading = read(text.encode())
        assert figures(reading) == {"orders": {"11-01": 5, "11-02": 12}}
        assert name in [params.get("names") for _message, params in reading.cautions]


def test_a_column_that_only_one_of_two_tables_has_leaves_the_other_whole() -> None:
    text = "date,status,orders\n2026-11-01,ok,5\n2026-11-02,void,12\n\ndate,visits\n2026-11-01,70\n2026-11-02,80\n"
    assert read(text.encode()).question is not None
    rows = read(text.encode(), only={"status": "ok"}).rows
    assert [(row.kpi, row.value) for row in rows] == [("orders", 5), ("visits", 70), ("visits", 80)]


@pytest.mark.parametrize(
    ("text", "name", "sums"),
    [
        ("Week of,Mon,Tue,Wed,Thu,Fri\n2026-11-02,1,2,3,4,5\n2026-11-09,6,,8,9,10\n", "shop.csv", "shop 2:1 6:5 9:6"),
        ("Omzet\nWeek;ma;di;wo;do;vr;za;zo;Totaal\n2026-W45;1;2;3;4;5;6;7;28\n", "x.csv", "Omzet 2:1 8:7"),
        (
            "Date,Sun,Mon,Tue,Wed,Thu,Fri,Sat\n11/01/2026,1,2,3,4,5,6,7\n11/08/2026,8,2,3,4,5,6,7\n",
            "t.csv",
            "t 1:1 8:8",
        ),
        ("Week ending,Mon,Tue,Wed,Thu,Fri\n06/11/2026,1,2,3,4,5\n13/11/2026,6,7,8,9,10\n", "t.csv", "t 2:1 13:10"),
        ("Dag;2026-W45;2026-W46\nma;1;2\ndi;3;4\n", "t.csv", "t 2:1 10:4"),
        ("November 2026\nKPI,1,2,3,4,5\nOrders,5,6,7,8,9\nVisits,1,,3,,5\n", "t.csv", "Orders 1:5 5:9"),
        ("Month,1,2,3,4,5\nNov 2026,5,6,7,8,9\n", "orders.csv", "orders 1:5 5:9"),
    ],
)
def test_days_of_the_week_or_the_month_above_the_columns(text: str, name: str, sums: str) -> None:
    """Each figure is of its day, and the table has one name."""
    kpi, *days = sums.split()
    of_days = {row.date.day: row.value for row in read(FileContent(text.encode(), name)).rows if row.kpi == kpi}
    assert {day: of_days[int(day.partition(":")[0])] for day in days} == {
        day: float(day.partition(":")[2]) for day in days
    }


def test_days_of_the_week_beside_no_week_are_refused() -> None:
    with pytest.raises(Refused, match="doesn't say which week"):
        read(b"Date,Mon,Tue,Wed,Thu,Fri\n2026-11-03,1,2,3,4,5\n2026-11-04,1,2,3,4,5\n")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Item,2026-09,2026-10\nRevenue,,\nShop,1,2\nOnline,3,4\nOrders,,\nShop,5,6\n",
            "Revenue Shop|Online|Orders Shop",
        ),
        ("What,Item,2026-09,2026-10\nRevenue,Shop,1,2\n,Online,3,4\n", "Shop|Online"),
        ("What,Item,2026-09,2026-10\nRevenue,Shop,1,2\nOrders,Shop,3,4\n", "Revenue Shop|Orders Shop"),
        ("2026\n,jan,feb\nOmzet,1,2\n", "Omzet"),
        (",2025,,2026,\n,Nov,Dec,Jan,Feb\nSales,1,2,3,4\n", "Sales"),
        ("Item,2026-09,2026-10\nShop,1,2\nShop,3,4\n", "Shop|Shop (2)"),
    ],
)
def test_rows_with_one_name_are_told_apart(text: str, names: str) -> None:
    """By the section or the columns they stand in; two of them are never one KPI."""
    assert "|".join(read(text.encode()).columns) == names


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("date,orders\n46328,5\n46329.75,7\n", "2026-11-02  2026-11-03 18:00"),
        ("OrderNumber,OrderDate,x\n20260101,2026-11-02,5\n20260102,2026-11-03,5\n", "2026-11-02  2026-11-03 "),
        ("Dag,x\n20261102,5\n20261103,5\n", "2026-11-02  2026-11-03 "),
    ],
)
def test_numbers_that_are_days(text: str, days: str) -> None:
    """A spreadsheet counts them, or their digits are written without marks; the number of an order is none."""
    reading = read(text.encode())
    rows = [row for row in reading.rows if row.kpi == reading.figures[-1].name]
    assert " ".join(f"{row.date} {row.time or ''}" for row in rows) == days


@pytest.mark.parametrize(
    "total", ["Summa", "Razem", "合計", "WEEK TOTAL", "Week 45 total", "Gesamtsumme:", "Totaal 2026"]
)
def test_totals_below_days_are_left_out_and_told_of(total: str) -> None:
    reading = read(f"x,sales\n2026-11-02,5\n2026-11-03,6\n{total},11\n2026-11-04,7\n".encode())
    assert ([row.value for row in reading.rows], reading.refused) == ([5, 6, 7], [])
    across = read(f"KPI,2026-09,2026-10,{total.rstrip(':')}\nsales,5,6,11\n".encode())
    assert [row.value for row in across.rows] == [5, 6]


@pytest.mark.parametrize("name", ["Order status", "Row type"])
def test_a_state_in_figures_is_a_question_and_no_sum(name: str) -> None:
    text = f"date,{name},amount,text\n2026-11-02,12,5,a\n2026-11-03,45,6,Closing balance\n2026-11-04,12,7,b\n".encode()
    reading = read(text)
    assert reading.question is not None
    assert reading.question[1]["quoted"] == f"{name}=12"
    assert {figure.name: figure.aside for figure in reading.figures} == {name: "classes", "amount": ""}
    assert read(text, only={name: "12"}).question is None


def test_a_row_of_a_balance_that_has_no_amount_is_no_question() -> None:
    """The balance before the first row and after the last one, as a ledger writes them, are left out and told of."""
    text = "date,text,debit,saldo\n{0},Beginsaldo,,100\n2026-11-02,Shop,5,95\n2026-11-03,Bar,6,89\n{1},Totaal,11,89\n"
    for first, last, count in (("", "", 2), ("2026-11-02", "", 1)):
        reading = read(text.format(first, last).encode())
        assert (reading.question, reading.refused) == (None, [])
        assert [row.value for row in reading.rows if row.kpi == "debit"] == [5, 6]
        assert [params["count"] for _message, params in reading.cautions if "count" in params] == [count]


def test_refunds_with_a_minus_are_no_question_and_neither_is_a_fee_that_came_back() -> None:
    text = "date,Type,amount\n2026-11-02,Charge,5\n2026-11-02,Fee,-1\n2026-11-03,Refund,-5\n2026-11-03,Fee refund,1\n"
    assert read(text.encode()).question is None
    assert read(text.replace("-5", "5").encode()).question is not None


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_rows_that_are_pending_and_lines_that_go_on_are_no_rows(delimiter: str) -> None:
    """Their day is yet to come, or is that of the row above."""
    lines = ["Posted on,Text,Amount", "Pending,Cafe,3.50", "Pending,Bar,4.50", "Pending,Pub,5.50"]
    lines += ["12-Nov-2026,Shop,6.25", ",26 Long Lane,", "11-Nov-2026,Inn,7.25"]
    reading = read("\n".join(lines).replace(",", delimiter).encode())
    assert ([row.value for row in reading.rows], reading.refused) == ([6.25, 7.25], [])
    assert [params["count"] for _message, params in reading.cautions if "count" in params] == [4]


_ADS = ("30,2.40%,0.40,12.00,1250", "40,1.33%,0.75,30.00,3000", "0,0.00%,,0.00,900")


@pytest.mark.parametrize(
    ("header", "rows", "quotients"),
    [
        ("Klikken,CTR,Gem. CPC,Kosten,Vertoningen", _ADS, {"CTR": "Klikken Vertoningen", "Gem. CPC": "Kosten Klikken"}),
        ("Clicks,CTR,Avg. CPC,Cost,Impressions", _ADS[:1], {}),
        ("Clicks,CTR,Avg. CPC,Cost,Reach", _ADS, {"Avg. CPC": "Cost Clicks"}),
        ("Clicks,CTR,Avg. CPC,Cost,Impressions", (*_ADS, "5,9.00%,0.10,0.50,100"), {"Avg. CPC": "Cost Clicks"}),
        ("orders,conversion rate,sessions", ("3,0.03,100", "10,0.05,200"), {"conversion rate": "orders sessions"}),
    ],
)
def test_a_rate_is_one_column_divided_by_another(header: str, rows: tuple[str, ...], quotients: dict[str, str]) -> None:
    """Its cells show of which two; different people do not add up, and what fits in one row fits by chance."""
    text = "\n".join([f"date,{header}", *(f"2026-11-13,{row}" for row in rows)])
    figures = read(text.encode()).figures
    assert {figure.name: " ".join(figure.quotient) for figure in figures if figure.quotient} == quotients


@pytest.mark.parametrize(
    ("name", "cells", "aside"),
    [
        ("Exported", "1 0", "classes"),
        ("Exported", "1 2", ""),
        ("Coupon Details", "10% 15%", "classes"),
        ("Symbool", "2026117 2026118", "numbers"),
        ("Symbool", "2026117 20261", ""),
        ("Views", "2026117 2026118", ""),
    ],
)
def test_what_tells_rows_apart_is_no_sum(name: str, cells: str, aside: str) -> None:
    """Yes or no as 1 and 0, a percentage that names a coupon, and long numbers beside amounts with cents."""
    first, second = cells.split()
    text = f"date,text,amount,{name}\n2026-11-02,Shop,5.50,{first}\n2026-11-02,Bar,6.25,{second}\n2026-11-03,Inn,7,\n"
    assert {figure.name: figure.aside for figure in read(text.encode()).figures}[name] == aside


def test_an_amount_is_in_the_currency_of_the_column_that_is_called_like_it() -> None:
    """In any language: of the two currencies the one that shares a word with the amount."""
    header = "date,Tranzakció összege,Tranzakció devizaneme,Könyvelt összeg,Könyvelt devizanem"
    rows = ["2026-11-02,129000,HUF,129000,HUF", "2026-11-03,-24.59,EUR,-9840,HUF"]
    figures = {figure.name: figure for figure in read("\n".join([header, *rows]).encode()).figures}
    assert (figures["Könyvelt összeg"].unit, figures["Tranzakció összege"].aside) == ("HUF", "foreign")


def test_a_line_about_the_account_is_no_header() -> None:
    with pytest.raises(Refused) as refused:
        read(b"K|32000|244081|EUR\n|POS|20260311|Shop|-89.30\n|POS|20260312|Bar|-9.53\n")
    assert (refused.value.field, refused.value.params["number"]) == ("columns", 3)
    named = {"column 3": "date", "column 5": "spent"}
    rows = read(b"K|32000|244081|EUR\n|POS|20260311|Shop|-89.30\n|POS|20260312|Bar|-9.53\n", mapping=named).rows
    assert [(row.date.day, row.value) for row in rows] == [(11, -89.3), (12, -9.53)]


_PAGE = (
    "<html><head><style>td {x: 1}</style></head><body><table border=1><tr><th colspan=2>Datum<th>Umsatz</tr>"
    "<tr><td>23.11.2026<td>a &amp; b<td>480,50<tr><td>24.11.2026</td><td>c</td><td>1.310,00</td></tr></table></html>"
)


def test_a_table_in_a_web_page_is_read_and_another_page_is_named() -> None:
    """Banks and shops write their tables so and call them XLS; a page to sign in has no days."""
    content = FileContent(f"\n{_PAGE}".encode(), "umsatz.xls")
    assert [(row.kpi, row.date.day, row.value) for row in read(content).rows] == [
        ("Umsatz", 23, 480.5),
        ("Umsatz", 24, 1310),
    ]
    with pytest.raises(Refused, match="web page without a table of dates"):
        read(b"<!DOCTYPE html><html><table><tr><td>User<td>Password</table></html>")


def test_a_column_of_units_before_months_is_no_name() -> None:
    """What is counted in is beside each figure, and not what its row is called."""
    reading = read(b"KPI,Unit,2026-09,2026-10\nRevenue,EUR,5,7\nHours,h,2,3 h\n")
    assert [(row.kpi, row.unit) for row in reading.rows] == [("Revenue", "EUR")] * 2 + [("Hours", "h")] * 2


def test_balances_by_months_are_never_added_up() -> None:
    """Of a balance sheet, or of accounts by the day on which they hold it; what moved in a month adds up."""
    sheet = "Monthly Balance Sheet\nAccount,2026-09-30,2026-10-31\nAssets,,\nassets:bank,5,7\nNet:,5,7\n"
    moved = "account,2026-09,2026-10\nassets:bank,5,7\n"
    for text, rising in ((sheet, True), (moved.replace("09", "09-30").replace("10", "10-31"), True), (moved, False)):
        assert {figure.rising for figure in read(text.encode()).figures} == {rising}


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("date,orders\n2 nov,5\n28 nov,7\n", "shop-2026.csv", "2026-11-02"),
        ("date,orders\n02/11,5\n28/11,7\n", "2026.csv", "2026-11-02"),
        ("date,orders\n11/02,5\n11/28,7\n", "2026.csv", "2026-11-02"),
        ("Verkopen november 2026\ndatum,stuks\n02.11.,5\n28.11.,7\n", "x.csv", "2026-11-02"),
        ("vom 01.11.2026\nDatum;Zahl\nMo 02.11.;5\nDi 03.11.;7\n", "x.csv", "2026-11-02"),
        ("date,orders\nJan-31,5\nFeb-28,7\nMar-31,3\n", "2026.csv", "2026-01-31"),
        ("Belegdatum;Zahl\n0211;5\n311;7\n2711;7\n", "2026.csv", "2026-11-02"),
        ("Belegdatum;Zahl\n0211;5\n0311;7\n2711;7\n", "x.csv", ""),
        ("date,orders\nJan-25,5\nFeb-25,7\nMar-25,3\n", "x.csv", "2025-01-31"),
        ("Month,orders\nAug-26,5\n", "x.csv", "2026-08-31"),
        ("date,orders\n30 Dec,5\n1 Jan,7\n", "2026.csv", ""),
        ("date,orders\n2 nov,5\n28 nov,7\n", "shop.csv", ""),
        ("2025 and 2026\ndate,orders\n2 nov,5\n28 nov,7\n", "shop.csv", ""),
    ],
)
def test_days_without_a_year(text: str, name: str, day: str) -> None:
    """The year stands in the name of the file, or above the table; what may be of two years is refused.

    A column of months with two digits of their year has no days: many months, and years that follow each other.
    """
    content = FileContent(text.encode(), name)
    if day:
        assert read(content).rows[0].date.isoformat() == day
    else:
        with pytest.raises(Refused, match="have no year"):
            read(content)


def test_a_day_that_stands_once_is_that_of_the_rows_below_it() -> None:
    """In a journal and in groups; rows of figures alone, and those that only have no day, are none of it."""
    journal = (
        "date,type,account,in,out\n2026-11-13,sale,bank,5,\n,,sales,,5\n,,,5,5\n2026-11-14,sale,bank,7,\n,,sales,,7\n"
    )
    rows = read(journal.encode()).rows
    assert [(row.date.day, row.kpi, row.value) for row in rows] == [
        (13, "in", 5), (13, "out", 5), (14, "in", 7), (14, "out", 7),
    ]  # fmt: skip
    groups = "date,product,sales\n2026-11-13,A,5\n,B,6\n2026-11-14,A,3\n,B,4\n"
    assert [row.date.day for row in read(groups.encode()).rows] == [13, 13, 14, 14]
    unpaid = "paid on,invoice,amount\n2026-11-13,a1,5\n,b2,6\n2026-11-14,c3,3\n,d4,4\n"
    assert len(read(unpaid.encode()).refused) == 2


def test_sections_of_a_table_are_a_question() -> None:
    """Sales and costs below each other have one column of amounts; months between the rows are no sections."""
    text = ",date,amount\n{},,\n,2026-11-13,5\nTotal for it,,5\n{},,\n,2026-11-14,7\n"
    question = read(text.format("Sales", "Costs").encode()).question
    assert question is not None
    assert question[1]["quoted"] == "(section)=Sales"
    assert [row.value for row in read(text.format("Sales", "Costs").encode(), only={"(section)": "Costs"}).rows] == [7]
    assert read(text.format("October", "November").encode()).question is None


def test_a_row_whose_days_hold_those_of_others_is_their_total() -> None:
    """It stands in the report of weeks once more, for all of them."""
    weeks = [("2026-11-02", "2026-11-08", 5), ("2026-11-09", "2026-11-15", 7), ("2026-11-02", "2026-11-15", 12)]
    lines = [f"{first},{last},{figure}" for first, last, figure in weeks]
    reading = read("\n".join(["Reporting starts,Reporting ends,orders", *lines]).encode())
    assert ([row.value for row in reading.rows], reading.figures[0].every) == ([5, 7], "week")
    assert any(params.get("count") == 1 for _message, params in reading.cautions)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (
            "Month,Revenue,,Hours,\n,Shop,Lessons,Paid,Unpaid\n2026-09,1,2,3,4\n",
            "Revenue Shop|Revenue Lessons|Hours Paid|Hours Unpaid",
        ),
        (
            ",Shop,,Online,\ndate,orders,sum,orders,sum\n2026-11-13,1,2,3,4\n",
            "Shop orders|Shop sum|Online orders|Online sum",
        ),
        ("Made by,me\ndate,orders,sum\n2026-11-13,1,2\n", "orders|sum"),
    ],
)
def test_two_header_lines_name_the_columns_together(text: str, columns: str) -> None:
    assert "|".join(read(text.encode()).columns) == columns


def test_columns_of_figures_without_a_name_are_told() -> None:
    """Row numbers are none of them."""
    text = ",date,,orders\n1,2026-11-13,70,5\n2,2026-11-14,80,6\n3,2026-11-15,90,7\n4,2026-11-16,5,8\n"
    assert [params for _message, params in read(text.encode()).cautions] == [{"names": "column 3"}]


def test_a_transaction_that_is_in_a_file_twice_is_told() -> None:
    """Two rows that are the same and name the same payment; two sales that only look the same are none."""
    text = "date,{},amount\n2026-11-13,t1,5\n2026-11-14,t2,6\n2026-11-14,t2,6\n"
    told = [params for _message, params in read(text.format("Transaction ID").encode()).cautions]
    assert {"column": "Transaction ID", "count": 1} in told
    assert all("count" not in params for _message, params in read(text.format("product").encode()).cautions)


@pytest.mark.parametrize("name", ["Visits (previous period)", "Last year", "Umsatz Vorjahr", "Change"])
def test_columns_of_the_period_before_are_set_aside(name: str) -> None:
    """Their days are others than those of their rows; a change beside them is no figure of its own."""
    text = f"date,Visits,{name},Prior year\n2026-11-13,5,4,3\n2026-11-14,7,6,5\n"
    figures = {figure.name: figure.aside for figure in read(text.encode()).figures}
    assert figures == {"Visits": "", name: "before", "Prior year": "before"}
    assert read(b"date,Change,Visits\n2026-11-13,5,4\n2026-11-14,7,5\n").figures[0].aside == ""


def test_bookings_of_datev() -> None:
    """The header is the second line, days are DDMM of the financial year in the first, and the sides are a question."""
    meta = '"EXTF";700;21;"Buchungsstapel";9;20270105;;"RE";"";"";1001;456;20260701;4;20261101;20270131'
    head = "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;Konto;Belegdatum;Buchungstext"
    rows = ["119,00;S;10000;0211;Müller", "59,50;H;10001;1311;GS", "1.190,00;S;10000;401;Bö"]
    data = "\r\n".join([meta, head, *rows]).encode("latin-1")
    assert read(data).question is not None
    reading = read(data, only={"Soll/Haben-Kennzeichen": "S"})
    amounts = [(row.date.isoformat(), row.value) for row in reading.rows if row.kpi.startswith("Umsatz")]
    assert amounts == [("2026-11-02", 119), ("2027-01-04", 1190)]


def test_a_sign_in_a_column_of_its_own_is_a_question() -> None:
    """A dash says that there is no figure; beside a plus it is a minus."""
    question = read(b"datum;teken;bedrag\n13-11-2026;+;3\n14-11-2026;-;4\n").question
    assert question is not None
    assert question[1]["quoted"] == "teken=+"


def test_newest_first_is_seen_where_the_first_row_has_no_day() -> None:
    """A reserved amount stands above the days of a bank."""
    text = "date,Saldo\nReserved,5\n2026-11-14,4\n2026-11-13,3\n2026-11-13,2\n"
    assert read(text.encode()).newest_first


@pytest.mark.parametrize("text", ["Total,31-12-2026", "total;2026-11-01;5\n", "Totaal,1,2026-11-01\n\n"])
def test_nothing_but_a_row_of_totals_is_no_table(text: str) -> None:
    """A first row with a day in it that is no row of the table leaves none to name its columns by."""
    with pytest.raises(Refused):
        read(FileContent(text.encode(), "file"))


def test_the_length_of_what_is_published_is_no_time_spent() -> None:
    """Two videos of ten minutes on a day are no twenty minutes of anything; ten minutes of work are."""
    text = "date,{} title,duration,orders\n2026-11-13,A,600,1\n2026-11-13,B,600,2\n2026-11-14,C,30,1\n"
    asides = {name: read(text.format(name).encode()).figures[0].aside for name in ("Task", "Video")}
    assert asides == {"Task": "", "Video": "apart"}


def test_a_postcode_with_letters_stops_no_import() -> None:
    """Its column becomes no KPI; where somebody asks for it all the same, the cell is refused."""
    data = b"date,Ship Zipcode,orders\n2026-11-13,94610,1\n2026-11-14,V2C 1A1,2\n2026-11-14,94611,2\n"
    assert read(data).refused == []
    assert len(read(data, mapping={"Ship Zipcode": "zips"}).refused) == 1


def test_two_lines_about_a_meter_are_not_its_table() -> None:
    """Its days are those of the rows below them, and its unit is theirs: power is never added up."""
    about = "Identifiant PRM;Date de debut;Date de fin;Unite\n12345678901234;05/01/2026;07/01/2026;W\n"
    rows = "Horodate;Valeur\n2026-01-05T00:30:00+01:00;1200\n2026-01-05T01:00:00+01:00;800\n"
    reading = read((about + rows).encode())
    assert [(row.date.day, row.value) for row in reading.rows] == [(5, 1200), (5, 800)]
    assert nature_of(reading.columns[0]).kind == "sample"


def test_a_balance_without_a_name_is_never_added_up() -> None:
    """Also where rows between are missing, so that no two of them differ by an amount."""
    text = "".join(
        f"{day}-11-2026;note;{amount};{balance}\n"
        for day, amount, balance in (
            (16, "-48,00", "26550,33"),
            (15, "-79,00", "26054,54"),
            (14, "497,90", "25433,54"),
            (13, "-995,00", "27939,54"),
        )
    )
    reading = read(text.encode(), mapping={"column 1": "date"})
    assert [figure.rising for figure in reading.figures] == [False, True]
    unsigned = read(text.replace(";-", ";").encode(), mapping={"column 1": "date"})
    assert not any(figure.rising for figure in unsigned.figures)


@pytest.mark.parametrize("name", ["Número de pedidos", "Documents"])
def test_a_number_of_things_is_a_count(name: str) -> None:
    """Of several things in Spanish too, unless no count has as many digits as one of its cells."""
    text = f"date,text,amount,{name}\n2026-11-13,a,5.5,70\n2026-11-14,b,7,"
    for cell, aside in (("40", ""), ("224885000256620", "numbers")):
        assert {figure.name: figure.aside for figure in read((text + cell).encode()).figures}[name] == aside


@pytest.mark.parametrize("name", ["valuedate", "dateVal", "Value date", "Wert"])
def test_the_day_of_interest_is_no_second_day(name: str) -> None:
    assert read(f"booked,{name},amount\n2026-11-13,2026-11-16,3\n".encode()).rows[0].date.day == 13
