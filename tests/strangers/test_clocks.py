"""A clock that was wrong for a while: what is newest is what was done last."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from kpitui.services.backups import keep_daily
from kpitui.services.entries import EntryInput, log
from kpitui.services.kpis import add_kpi
from kpitui.store.backups import latest
from tests.cli.conftest import Shell
from tests.tui.stage import workspace_at

CLOCKS = [
    ["2026-11-20", "2036-06-01", "2026-11-21"],
    ["2026-11-20", "2026-11-19", "2026-11-21"],
    ["2036-06-01", "2026-11-20", "2026-11-21"],
    ["2026-11-20", "2026-11-21", "2036-06-01", "2026-11-22"],
    ["2026-11-20", "1999-01-01", "2026-11-21"],
    ["2026-11-20", *(f"2036-06-0{day}" for day in range(1, 9)), "2026-11-21", "2026-11-22"],
    ["9899-12-30", "2026-11-20", "2026-11-21"],
    ["2026-02-28", "2026-03-01", "2027-03-01", "2026-03-02"],
    ["2026-12-31", "2027-01-01", "2026-12-31", "2027-01-02"],
    ["2026-11-20"] * 3 + ["2026-11-22"],
    ["2026-11-20", "1970-01-01", "1970-01-02", "2026-11-21"],
    ["2026-11-20", "1900-01-02", "2026-11-21"],
    ["2026-11-20", "9899-12-31", "2026-11-20", "2026-11-21"],
    ["2028-02-28", "2028-02-29", "2029-02-28", "2028-03-01"],
    ["2026-11-20", "2036-06-01", "2026-11-21", "2036-06-01", "2026-11-22"],
    ["2026-11-20", "2027-11-20", "2028-11-20", "2027-11-21", "2026-11-21"],
    ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-25"],
    ["2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19", "2026-11-23"],
    [f"{year}-01-01" for year in range(2020, 2035)] + ["2026-11-21"],
    ["2038-01-19", "2038-01-20", "1901-12-13", "2038-01-21"],
]


@pytest.mark.sampled(8)
@pytest.mark.parametrize("days", CLOCKS, ids=lambda days: f"{len(days)} from {days[0]}")
def test_the_latest_backup_is_the_one_that_knows_most(tmp_path: Path, days: list[str]) -> None:
    workspace = workspace_at(tmp_path / "kpitui.db")
    add_kpi(workspace, {"name": "Orders"})
    made: dict[str, int] = {}
    for number, day in enumerate(days):
        log(workspace, [EntryInput("orders", str(number + 1), date(2026, 11, 1))])
        kept = keep_daily(workspace, datetime.fromisoformat(f"{day}T12:00"))
        if kept is not None:
            made[kept.path] = number
    today = date.fromisoformat(days[-1])
    there = {path: number for path, number in made.items() if Path(path).exists() and path[-13:-3] <= days[-1]}
    chosen = latest(workspace.store.path, today)
    assert chosen is not None
    assert made[chosen] == max(there.values())
    assert made[chosen] >= len(days) - 1 - days.count(days[-1])
    workspace.close()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("days", CLOCKS, ids=lambda days: f"{len(days)} from {days[0]}")
def test_nothing_is_due_or_lost_by_it(shell: Shell, monkeypatch: pytest.MonkeyPatch, days: list[str]) -> None:
    monkeypatch.setenv("KPITUI_TODAY", days[0])
    shell.ok("kpi", "add", "Orders")
    for number, day in enumerate(days):
        monkeypatch.setenv("KPITUI_TODAY", day)
        shell.ok("log", "orders", str(number + 1))
        assert shell.ok("due", "--json").json == []
        history = shell.ok("history", "--json").json
        assert not history[0]["undone"]
    for _step in days:
        shell.ok("undo")
    assert all(not row["value"] for row in shell.ok("show", "orders", "--by", "day", "--json").json["periods"])
    for _step in days:
        shell.ok("redo")


TODAYS = (
    "0001-01-01", "1899-12-31", "1900-01-01", "1969-12-31", "1970-01-01", "2000-02-29", "2026-02-29", "2026-03-29",
    "2026-10-25", "2026-12-31", "2027-01-03", "2038-01-20", "2100-02-28", "9899-12-31", "9900-12-31", "9999-12-31",
    "10000-01-01", "", " ", "now", "2026-13-01", "\x1b[31m",
)  # fmt: skip
READING = (("status",), ("due",), ("review",), ("check",), ("show", "orders"), ("calendar",), ("history",))


@pytest.mark.sampled(9)
@pytest.mark.parametrize("today", TODAYS)
def test_any_today_is_a_day_or_one_sentence(shop: Shell, monkeypatch: pytest.MonkeyPatch, today: str) -> None:
    before = shop.ok("export").out
    monkeypatch.setenv("KPITUI_TODAY", today)
    for words in READING:
        done = shop(*words)
        assert done.status in (0, 1, 2, 3), (words, done.err)
        assert "hit a bug" not in done.err, (words, done.err)
        assert "\x1b" not in done.out + done.err
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-23")
    assert shop.ok("export").out == before


ZONES = (
    "Nowhere/X",
    "UTC+99",
    "../../etc/passwd",
    "\x1b[31m",
    "",
    ":",
    "/etc/passwd",
    "Pacific/Kiritimati",
    "x" * 5000,
)


@pytest.mark.parametrize("zone", ZONES)
def test_any_zone_is_a_zone_or_one_sentence(shop: Shell, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    for words in (("status",), ("log", "orders", "5"), ("config", "timezone", zone), ("status",)):
        done = shop(*words)
        assert done.status in (0, 1, 2), (words, done.err)
        assert "hit a bug" not in done.err
        assert "\x1b" not in done.out + done.err


MOMENTS = (
    "2026-03-29 02:30", "2026-10-25 02:30", "2026-11-20 24:00", "2026-11-20 23:59:60", "2026-11-20 -1:00", "2026-02-29",
    "2026-11-31", "9999-12-31", "10000-01-01", "2026-11-24", "2026-11-20 25:61", "0000-00-00", "1e3", "2026-W54",
)  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_one_there_is_or_refused(shop: Shell, moment: str) -> None:
    shop.ok("config", "timezone", "Europe/Amsterdam")
    before = shop.ok("export").out
    done = shop("log", "orders", "77", *moment.split())
    assert done.status in (0, 1, 2)
    assert "hit a bug" not in done.err
    after = shop.ok("export").out
    assert (after == before) == (done.status != 0)
    if done.status == 0:
        assert moment.split(maxsplit=1)[0] in after
    else:
        assert done.err.strip()
