"""What a row from elsewhere must be, beyond the schema."""

from __future__ import annotations

from typing import Any

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.merge._admission import CHECKS, admit
from kpitui.store.content import CONTENT

TABLES = {one.name: one for one in CONTENT}
KPI = {"key": "calls", "cadence": "day", "kind": "flow", "direction": "higher", "numerator": None, "denominator": None}


@pytest.mark.parametrize(
    ("table", "row", "days"),
    [
        ("kpi", KPI, []),
        ("kpi", {**KPI, "kind": "formula", "formula": "a / b"}, []),
        ("entry", {"kpi": "calls", "time": None, "date": "2026-11-23"}, ["date"]),
        ("entry", {"kpi": "calls", "time": "23:59", "date": None}, ["date"]),
    ],
)
def test_what_we_write_is_admitted(table: str, row: dict[str, Any], days: list[str]) -> None:
    """Rows of this program pass."""
    admit(TABLES[table], [row], days, "x.db")


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("kpi", {**KPI, "key": "\x1b[2J"}),
        ("kpi", {**KPI, "cadence": "sometimes"}),
        ("kpi", {**KPI, "direction": "band", "band_low": None, "band_high": 1}),
        ("kpi", {**KPI, "kind": "formula", "formula": None}),
        ("entry", {"kpi": "calls", "import_key": None, "id": "a", "time": "25:00"}),
        ("note", {"uid": "u", "date": "0000-01-01"}),
        ("note", {"uid": "u", "date": "-001-01-01"}),
        ("note", {"uid": "u", "text": "a\0"}),
        ("goal", {"uid": "g", "start": "2026-01-01", "deadline": "2026-12-31", "closed": "0001-01-01"}),
        ("draft", {"form": "goal", "fields": "{"}),
        ("draft", {"form": "goal", "fields": '{"title": 1}'}),
    ],
)
def test_what_we_never_write_is_refused(table: str, row: dict[str, Any]) -> None:
    """The refusal names the file or what is wrong in it."""
    with pytest.raises(Refused) as refused:
        admit(TABLES[table], [row], ["date"], "x.db")
    assert refused.value.field == "file"


def test_checks_are_about_tables_of_content() -> None:
    """No check is for a table that is not there."""
    assert set(CHECKS) <= set(TABLES)
