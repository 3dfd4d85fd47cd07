"""What a file may cost: every size is bounded while it is read, and twice the file is twice the work, never more.

The work is counted, in bytes that are read and cells that are made, and never timed.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import IO

import pytest

from kpitui.core.errors import Refused
from kpitui.exchange import json_tables, read
from kpitui.exchange.content import ALWAYS_UNPACKED, LONGEST_LINE, FileContent
from kpitui.exchange.presets import MOST_REFUSED
from kpitui.exchange.table import MOST_COLUMNS, MOST_PARTS


class Counted(io.BytesIO):
    """Bytes that count how many of them were read."""

    def __init__(self, data: bytes, count: list[int]) -> None:
        super().__init__(data)
        self.count = count

    def read(self, size: int | None = -1) -> bytes:
        """Return bytes, and count them."""
        block = super().read(size)
        self.count[0] += len(block)
        return block


def bytes_read(data: bytes) -> int:
    """Return how many bytes are read to import *data*, or to refuse it."""
    count = [0]

    def opener() -> IO[bytes]:
        return Counted(data, count)

    try:
        for _item in read(FileContent(name="a", opener=opener)).items():
            pass
    except Refused:
        pass
    return count[0]


BLOCK = b"# c\ndate,a\n2026-01-01,1\n"
SHAPES: dict[str, Callable[[int], bytes]] = {
    "blocks below comments": lambda n: BLOCK * n,
    "comments and rows in turn": lambda n: b"date,a\n" + b"# c\n2026-01-01,1\n" * n,
    "comments and words in turn": lambda n: b"# c\nx,y\n2026-01-01,1\n" * n,
    "rows": lambda n: b"date,a\n" + b"2026-01-01,1\n" * n,
    "lines that end with a carriage return": lambda n: b"date,a\r" + b"2026-01-01,1\r" * n,
    "lines of JSON": lambda n: b'{"date":"2026-01-01","a":1}\n' * n,
    "broken UTF-8 at the end": lambda n: b"date,a\n" + b"2026-01-01,1\n" * n + b"\xff",
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_is_gone_through_a_few_times_whatever_is_in_it(shape: str) -> None:
    """So many times as it was for a smaller one, and never once for each of its parts."""
    make = SHAPES[shape]
    few, many = make(100), make(400)
    times = bytes_read(many) / len(many)
    assert times <= 9
    assert times <= 1.2 * bytes_read(few) / len(few)


@pytest.mark.slow
def test_more_tables_than_anybody_has() -> None:
    """They are refused as soon as they are too many, and not after the rest was read."""
    assert read(BLOCK * MOST_PARTS).rows[0].value == 1.0
    with pytest.raises(Refused, match="more than 500 tables"):
        read(BLOCK * (MOST_PARTS + 2))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for at in range(3):
            archive.writestr(f"{at}.csv", BLOCK * (MOST_PARTS // 2))
    with pytest.raises(Refused, match="more than 500 tables"):
        read(packed.getvalue())


@pytest.mark.parametrize("line", [b"1", "é".encode(), b'"', b"{"])
def test_a_line_without_end(line: bytes) -> None:
    """It is refused by its number once it is too long, and no more of it is held."""
    data = b"date,a\n2026-01-01," + line * (2 * LONGEST_LINE)
    with pytest.raises(Refused, match=re.escape("Line 2 is longer than 1048576 characters. Is the file damaged?")):
        read(data)


def test_a_row_over_lines_without_end() -> None:
    """Cells with line breaks that are each short enough make no row of any length."""
    row = b'"a\na",' * 600_000
    with pytest.raises(Refused, match="a quotation mark is missing"):
        list(read(b"date,a\n2026-01-01,1\n2026-01-02," + row).items())


def test_nothing_but_blank_lines() -> None:
    """A table may have some at its end, and no megabytes of them."""
    assert len(read(b"date,a\n2026-01-01,1\n" + b"\n" * 100_000).rows) == 1
    with pytest.raises(Refused, match="Too many blank lines"):
        read(b"date,a\n2026-01-01,1\n" + b" \r\n" * 2_000_000)


@pytest.mark.parametrize("packing", ["gzip", "zip"])
def test_what_unpacks_to_far_more_than_its_size(packing: str) -> None:
    """It is refused after a hundred times its size, however much there would be; a small one may unpack to a lot."""

    def packed(data: bytes) -> bytes:
        if packing == "gzip":
            return gzip.compress(data, mtime=0)
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", data)
        return whole.getvalue()

    rows = b"date,a\n2026-01-01,1\n"
    with pytest.raises(Refused, match="becomes more than 100 times as large when unpacked"):
        read(packed(rows + b"x" * 2 * ALWAYS_UNPACKED))
    assert len(read(packed(rows + b"2026-01-02,1\n" * 5_000)).rows) == 5_001


@pytest.mark.slow
def test_more_columns_than_anybody_has() -> None:
    """A thousand and no more, in a table, in JSON and in lines of it; as many KPIs in a long table."""
    names = [f"c{at}" for at in range(MOST_COLUMNS)]
    wide = f"date,{','.join(names[1:])}\n2026-01-01{',1' * (MOST_COLUMNS - 1)}\n"
    assert len(read(wide.encode()).rows) == MOST_COLUMNS - 1
    objects = [{"date": "2026-01-01", name: 1} for name in names]
    for data in (
        wide.replace("\n", ",x\n"),
        json.dumps(objects),
        "\n".join(map(json.dumps, objects)),
        "date;kpi;value\n" + "".join(f"2026-01-01;{name}x;1\n" for name in [*names, "more"]),
    ):
        with pytest.raises(Refused, match=r"more than 1000 (columns|KPIs)"):
            read(data.encode())


def test_objects_with_few_names_in_common(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty cells are work too: beyond some millions there are ten for each value at most."""
    monkeypatch.setattr(json_tables, "MOST_CELLS", 10_000)
    objects = [{f"k{at}": 1 for at in range(99)} | {"date": "2026-01-01"}]
    few = [*objects, *[{"date": "2026-01-01"}] * 50]
    for make in (json.dumps, lambda rows: "\n".join(map(json.dumps, rows))):
        assert len(read(make(few).encode()).rows) == 99
        with pytest.raises(Refused, match="too many different field names"):
            read(make([*few, *few[1:] * 9]).encode())


def test_cells_of_json_are_made_while_rows_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding the table makes none of them."""
    made = 0
    cell = json_tables._cell

    def counted(value: object) -> str:
        nonlocal made
        made += 1
        return cell(value)

    monkeypatch.setattr(json_tables, "_cell", counted)
    (table,) = json_tables.json_tables(FileContent(json.dumps([{"date": "2026-01-01", "a": 1}] * 500).encode())) or []
    assert made == 0
    for _row in zip(range(10), table.rows(), strict=False):
        pass
    assert made <= 11 * 2


def test_a_document_of_json_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its characters, and by how many values it would become; lines of JSON have no such limit."""
    monkeypatch.setattr(json_tables, "LARGEST", 10_000)
    monkeypatch.setattr(json_tables, "MOST_VALUES", 200)
    for data in (b"[" + b"{}," * 250 + b"{}]", b'[{"date": "' + b"x" * 10_000 + b'"}]'):
        with pytest.raises(Refused, match="too large"):
            read(data)
    assert len(read(b'{"date":"2026-01-01","a":1}\n' * 500).rows) == 500


@pytest.mark.parametrize("data", ['[{"date":"2026-01-01","a":1,"a":2}]', '{"date":"2026-01-01","a":1,"a":2}\n' * 2])
def test_one_name_twice_in_an_object(data: str) -> None:
    """Which of both would count is nobody's to guess."""
    with pytest.raises(Refused, match="has 'a' twice"):
        read(data.encode())


def test_refused_rows_beyond_number_are_only_counted() -> None:
    """A file of nothing else takes no more memory for it."""
    header = b"balance_transaction_id,created,available_on,currency,gross,fee,net,reporting_category\n"
    row = b"txn,2026-01-01 10:00:00,2026-01-01,eur,abc,1,1,charge\n"
    reading = read(header + row * (MOST_REFUSED + 500), format="stripe-balance")
    assert len(reading.refused) == MOST_REFUSED + 500
    assert len({id(item) for item in reading.refused}) <= MOST_REFUSED


@pytest.mark.parametrize("cell", ["1" * 131_000, "2026-01-01" + " " * 130_000, "1." * 60_000, "€" * 40_000])
def test_long_cells_are_no_figures_and_no_work(cell: str) -> None:
    """They are refused by their line."""
    (refused,) = [*read(f"date,a\n2026-01-01,{cell}x\n2026-01-02,5\n".encode()).refused]
    assert refused.line == 2
    assert all(len(str(value)) <= 60 for value in refused.params.values())
