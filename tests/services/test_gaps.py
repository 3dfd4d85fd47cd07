"""What was expected and is missing, by day, week and month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kpitui.services import kpi_editing, pauses
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.gaps import gaps
from kpitui.services.workspace import Workspace

TODAY = date(2026, 11, 23)
KPIS: tuple[dict[str, Any], ...] = (
    {"name": "Orders"}, {"name": "Hours", "every": "week"}, {"name": "Zero", "blank": "zero"}, {"name": "New"},
    {"name": "Twice", "kind": "formula", "formula": "orders * 2"},
)  # fmt: skip


def test_what_is_missing_is_listed_by_day(workspace: Workspace) -> None:
    """Days between the first number and yesterday, a week by its last day; not what is paused, calculated or zero."""
    for fields in KPIS:
        kpi_editing.add_kpi(workspace, fields)
    for key, back in (("orders", 5), ("orders", 3), ("zero", 9), ("hours", 24)):
        log(workspace, [EntryInput(key, "1", TODAY - timedelta(days=back))])
    pauses.add_pause(workspace, None, TODAY - timedelta(days=1), TODAY - timedelta(days=1), "trip")
    missing = [(gap.kpi.key, gap.day.day, gap.period.label) for gap in gaps(workspace)]
    assert missing == [
        ("hours", 8, "2026-W45"), ("hours", 15, "2026-W46"), ("orders", 19, "2026-11-19"),
        ("orders", 21, "2026-11-21"), ("hours", 22, "2026-W47"),
    ]  # fmt: skip
    only = gaps(workspace, [find_kpi(workspace, "orders")], since=date(2026, 11, 20))
    assert [gap.day.day for gap in only] == [21]
