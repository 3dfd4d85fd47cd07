"""A command changes what somebody types into in the app: what was typed is saved, or seen, or waits as a draft."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kpitui.tui.app import KpituiApp
from tests.cli.conftest import Shell
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, told

ELSEWHERE: dict[str, list[tuple[str, ...]]] = {
    "nothing": [],
    "the same cell is logged": [("log", "revenue", "77")],
    "the same cell is logged and undone": [("log", "revenue", "77"), ("undo",)],
    "another cell is logged": [("log", "orders", "77")],
    "a hundred days are logged": [("log", "visitors", "5", f"2026-{month:02}-15") for month in range(1, 11)],
    "the KPI is archived": [("kpi", "archive", "revenue")],
    "the KPI below is archived": [("kpi", "archive", "orders")],
    "the KPI is archived and comes back": [("kpi", "archive", "revenue"), ("undo",)],
    "the KPI has another name": [("kpi", "edit", "revenue", "--name", "Turnover")],
    "the KPI has another unit": [("kpi", "edit", "revenue", "--unit", "h")],
    "the KPI is of another kind": [("kpi", "edit", "revenue", "--kind", "average")],
    "the KPI is due weekly": [("kpi", "edit", "revenue", "--every", "week")],
    "the last change is undone": [("undo",)],
    "all is undone": [("undo", "99")],
    "all is undone and redone": [("undo", "99"), ("redo",), ("redo",), ("redo",), ("redo",)],
    "a KPI is added": [("kpi", "add", "Zebra")],
    "the day is paused": [("pause", "2026-11-23", "2026-11-24")],
    "the language changes": [("config", "language", "nl")],
    "numbers are written otherwise": [("config", "numbers", "nl")],
    "another day begins later": [("config", "day-starts", "12")],
    "a note is written": [("note", "revenue", "market day")],
}

TYPED = "8642"

TYPING = {
    "a cell": tuple(TYPED),
    "a cell below": ("down", *TYPED),
    "an earlier cell": ("left", "left", *TYPED),
    "a note": ("m", *TYPED),
}


def everywhere(path: Path) -> str:
    """Return all that stands in the database as figure, note or draft."""
    with closing(sqlite3.connect(path)) as connection:
        queries = ("SELECT value, note FROM entry", "SELECT text, '' FROM note", "SELECT fields, '' FROM draft")
        return " ".join(str(row) for query in queries for row in connection.execute(query))


@pytest.mark.sampled(5)
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize(
    "place", [pytest.param(name, marks=[pytest.mark.slow] * (name != "a cell")) for name in TYPING]
)
def test_what_is_typed_while_another_program_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, elsewhere: str
) -> None:
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    path = shop(tmp_path / "kpitui.db", days=3)
    other = Shell(path, monkeypatch)
    ends: list[str] = []

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*TYPING[place])
        for words in ELSEWHERE[elsewhere]:
            other.ok(*words)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        ends.extend((screen_text(app), told(app)))
        assert app.is_running

    play(path, story)
    whole = " ".join((*ends, everywhere(path)))
    assert any(text in whole for text in (TYPED, "8,642", "8.642")), ends
    assert other("doctor").status == 0
