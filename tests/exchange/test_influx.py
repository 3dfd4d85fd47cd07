"""Annotated CSV of InfluxDB, after the example of its reference (Syntax > Annotated CSV), with figures of our own."""

from __future__ import annotations

import pytest

from kpitui.exchange import FileReading, read

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
