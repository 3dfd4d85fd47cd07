"""The family of formats: each recognises and reads its own file, refuses rows one by one, and survives any bytes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.exchange import ImportedRow, formats, read
from kpitui.exchange.preset_engine import preset_formats

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
