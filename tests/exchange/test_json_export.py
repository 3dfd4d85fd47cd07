"""The JSON export: read as it was written, refused when it is something else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.exchange import json_export, read
from kpitui.exchange.writing import Business

ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["kpi", "#", "note", "value"]),
        st.none() | st.text(max_size=20) | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9),
        min_size=1,
    ),
    max_size=5,
)


def business(rows: list[dict[str, object]]) -> Business:
    """Return a business whose one table has *rows*."""
    return Business(
        lambda: iter(()), lambda: iter(()), [], lambda: iter([("entry", iter(rows))]), lambda: iter(()), schema=3
    )


@given(rows=ROWS)
def test_rows_come_back(rows: list[dict[str, object]]) -> None:
    """Every value, to the bit; the number of a row is its number again."""
    kept = [row for row in rows if "#" not in row or isinstance(row["#"], int)]
    assert {"entry": kept} == json_export.read("".join(json_export.write(business(kept))).encode())


def test_unknown_tables_are_kept_for_the_caller() -> None:
    """A document may hold more than this program knows."""
    data = json.dumps({"kpitui": {"document": "export", "version": 1}, "weather": [{"rain": 1}]})
    assert {"weather": [{"rain": 1}]} == json_export.read(data.encode())


@pytest.mark.parametrize("head", ["".join(json_export.write(business([]))).encode(), b"SQLite format 3\0..."])
def test_a_whole_is_not_taken_for_figures(head: bytes) -> None:
    """Importing a whole export or database would lose most of it: the refusal says what reads it."""
    with pytest.raises(Refused, match="kpitui merge"):
        read(head)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "neither a KPITUI database"),
        (b"\xff\xfe", "neither a KPITUI database"),
        (b"[" * 100_000, "neither a KPITUI database"),
        (b"[1]", "not what kpitui export"),
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
