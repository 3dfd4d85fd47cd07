"""The folder of backups: named by kind and moment, rotated, one folder for each database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kpitui.store import backups
from kpitui.store.backups import KINDS, Backup, listed, rotated
from kpitui.store.connection import open_store
from kpitui.store.location import backup_folder

NOW = datetime(2026, 11, 23, 9, 0, 0)  # noqa: DTZ001  local time on purpose


def test_daily_backups_are_rotated_by_day_week_and_month() -> None:
    """Of two years of days the last seven days, four weeks and twelve months are kept, and nothing else."""
    days = [date(2026, 11, 23) - timedelta(days=back) for back in range(730)]
    found = [Backup(day.isoformat(), "daily", datetime(day.year, day.month, day.day)) for day in days]  # noqa: DTZ001
    kept = [each.at.date() for each in rotated(found)]
    assert days[:7] == kept[:7]
    assert {date(2026, 11, 22), date(2026, 11, 15), date(2026, 11, 8)} <= set(kept)
    months = {date(2026, month, 1) - timedelta(days=1) for month in range(1, 12)}
    assert months <= set(kept)
    assert len(kept) == 7 + 2 + 11
    assert rotated([each for each in found if each.at.date() in kept]) == [
        each for each in found if each.at.date() in kept
    ]


def test_backups_by_hand_do_not_fill_the_disk(tmp_path: Path) -> None:
    """The newest fourteen are kept, and two of one second do not take each other's place."""
    store = open_store(str(tmp_path / "kpitui.db"))
    for minute in range(15):
        backups.make(store, NOW + timedelta(minutes=minute))
    second = backups.make(store, NOW + timedelta(minutes=14))
    found = listed(store.path)
    assert 14 == len(found)
    assert second == found[0].path == str(tmp_path / "backups" / "kpitui-2026-11-23-091400~2.db")
    assert NOW + timedelta(minutes=14) == found[0].at


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "upgrade"])
def test_every_kind_is_known_by_its_name(tmp_path: Path, kind: str) -> None:
    """A backup is listed as the kind it was made as, and only what was made for safety's sake is the latest."""
    store = open_store(str(tmp_path / "kpitui.db"))
    made = backups.make_daily(store, NOW.date()) if kind == "daily" else backups.make(store, NOW, kind)
    backups.before_upgrade(store.connection, store.path, 1)
    assert [(made, kind)] == [(each.path, each.kind) for each in listed(store.path)]
    assert (made if kind in ("manual", "daily") else None) == backups.latest(store.path)


def test_databases_of_one_folder_do_not_share_backups(tmp_path: Path) -> None:
    """The backups of one database are never taken for those of another."""
    store = open_store(str(tmp_path / "kpitui.db"))
    backups.make_daily(store, NOW.date())
    assert [] == listed(str(tmp_path / "shop.db"))
    assert backup_folder(store.path) != backup_folder(str(tmp_path / "shop.db"))
