"""The looks through a table: marks, order and names, without keeping the cells."""

from __future__ import annotations

import pytest

from kpitui.core.errors import Refused
from kpitui.exchange.content import FileContent
from kpitui.exchange.dates import DayForm
from kpitui.exchange.reading import MOST_SHAPES, ColumnSurvey, ReadingChoices, day_reader, survey
from kpitui.exchange.table import Table, find_table, parts_of


def table_of(text: str) -> Table:
    """Return the table in *text*."""
    table = find_table(parts_of(FileContent(text.encode()))[0], {})
    assert table is not None
    return table


def test_marks_order_and_words_are_seen() -> None:
    """Each column has its own mark, the dates their order, and a column of words is told with its first word."""
    table = table_of("date;a;b;c;kpi\n01-11-2026;1,5;1.5;sun;x\n13-11-2026;2;1,000.5;rain; x\n")
    seen = survey(table, ReadingChoices(), 0, [1, 2, 3], kpi_at=4)
    assert (seen.days.order, seen.rows) == ("dmy", 2)
    assert {index: mark for index, mark in seen.marks.items() if index < 3} == {1: ",", 2: "."}
    assert (seen.columns[3], seen.kpis) == (ColumnSurvey("text", first=(2, "sun")), {"x": 2})
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
