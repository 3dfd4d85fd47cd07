"""Backups, restore and the doctor as commands."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kpitui.wording.dates import weekdays
from tests.cli.conftest import Shell

pytestmark = pytest.mark.thorough


def test_the_first_write_of_a_day_makes_a_backup(shell: Shell) -> None:
    """Silently, once, and not for reading; the setting turns it off."""
    shell.ok("config", "daily-backup", "no")
    assert [] == shell.ok("backup", "--list", "--json").json
    shell.ok("config", "daily-backup", "yes")
    assert "backup" not in shell.ok("kpi", "add", "Orders").err
    assert ["daily"] == [each["kind"] for each in shell.ok("backup", "--list", "--json").json]
    shell.ok("log", "orders", "5")
    assert 1 == len(shell.ok("backup", "--list", "--json").json)
    assert "daily" in shell.ok("backup", "--list").out


def test_a_backup_that_fails_does_not_fail_the_command(shell: Shell) -> None:
    """What was logged is logged; that there is no backup is told in one sentence."""
    (shell.database.parent / "backups").write_text("in the way")
    done = shell.ok("kpi", "add", "Orders")
    assert "No backup" in done.err
    assert "Orders" in shell.ok("log", "orders", "5").out


def test_restore_of_the_newest_and_of_a_damaged_one(shop: Shell) -> None:
    """--latest is the newest one made for safety, twice the same; it also mends a destroyed database."""
    shop.ok("backup")
    before = shop.ok("show", "orders", "--json").out
    shop.ok("log", "orders", "99")
    for _time in range(2):
        assert "kpitui-" in shop.ok("restore", "--latest").out
        assert before == shop.ok("show", "orders", "--json").out
    shop.database.write_bytes(b"\0" * 5000)
    assert "restore" in shop("status").err
    assert "damaged-" in shop.ok("restore", "--latest").err
    assert before == shop.ok("show", "orders", "--json").out


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_doctor_says_what_to_do(shop: Shell, language: str) -> None:
    """Well is status 0, wrong is 1 with the command that helps, mended is 0 again, unusable is 3."""
    assert "!" not in shop.ok("--lang", language, "doctor").out
    shop.database.chmod(0o644)
    done = shop("--lang", language, "doctor")
    assert (1, "") == (done.status, done.err)
    assert "chmod 0600" in done.out and "doctor --fix" in done.out
    mended = shop.ok("--lang", language, "doctor", "--fix").out
    assert "before-repair-" in mended and "chmod" not in mended
    shop.database.write_bytes(b"\0" * 5000)
    done = shop("--lang", language, "doctor")
    assert 3 == done.status
    assert "restore --latest" in done.out


def test_the_doctor_in_json(shop: Shell) -> None:
    """Every check with its findings, each with level, sentence, advice and repair."""
    shop.database.chmod(0o644)
    found = shop("doctor", "--json").json
    assert str(shop.database) == found["database"]
    (modes,) = [check for check in found["checks"] if check["name"] == "modes"]
    assert ("wrong", "modes") == (modes["findings"][0]["level"], modes["findings"][0]["repair"])
    assert 2 == len(shop.ok("doctor", "--fix", "--json").json["mended"])


def test_the_doctor_and_the_history_keep_the_owners_clock(shop: Shell) -> None:
    """Zone and region in force are told; moments of the history are those of the zone that was set."""
    shop.ok("config", "timezone", "pacific/kiritimati")
    there = _minute_of_the_week(shop.ok("history").out.splitlines()[-1])
    shop.ok("config", "timezone", "Pacific/Pago_Pago")
    here = _minute_of_the_week(shop.ok("history").out.splitlines()[-1])
    assert (there - here) % (7 * 24 * 60) == 25 * 60
    shop.ok("config", "region", "us")
    assert "Time zone Pacific/Pago_Pago, where it is " in shop("doctor").out
    assert shop("doctor").out.rstrip().endswith("Region US")
    document = shop("doctor", "--json").json
    assert (document["timezone"], document["region"]) == ("Pacific/Pago_Pago", "US")
    refused = shop("config", "timezone", "Amsterdam")
    assert (refused.status, refused.out) == (1, "")
    assert "Did you mean Europe/Amsterdam?" in refused.err


def _minute_of_the_week(line: str) -> int:
    """Return the moment at the start of a line of the history: ``Mon 30 Nov 19:11``."""
    day, _number, _month, clock = line.split()[:4]
    hours, minutes = clock.split(":")
    return (weekdays().index(day) * 24 + int(hours)) * 60 + int(minutes)


def test_a_backup_is_a_file_with_a_name(shop: Shell) -> None:
    """Neither standard output nor nothing is one, and no file called - is made."""
    for name, words in (("-", "standard output"), ("", "The file name is empty"), (" ", "The file name is empty")):
        done = shop("backup", name)
        assert (done.status, words in done.err) == (1, True)
    assert not Path("-").exists()


def test_a_backup_of_another_business_is_said(shop: Shell, tmp_path: Path) -> None:
    """It is put back, for the database as it was is kept; but nobody takes it for an older state of their own."""
    other = ("--db", str(tmp_path / "other.db"))
    shop.ok(*other, "kpi", "add", "Loaves")
    shop.ok(*other, "backup", str(tmp_path / "loaves.db"))
    done = shop.ok("restore", str(tmp_path / "loaves.db"))
    assert "from another business. Its KPIs: Loaves. Yours were: " in done.err
    shop.ok(*other, "kpi", "add", "Rolls")
    assert "another business" not in shop.ok(*other, "restore", str(tmp_path / "loaves.db")).err


def test_a_database_in_use_is_not_mended_and_that_is_said(shop: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a write-ahead log, and with another program that reads it: one sentence, and the next time it works."""
    monkeypatch.setattr("kpitui.store.connection.PATIENCE", 0)  # what others hold is refused at once
    with closing(sqlite3.connect(shop.database, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN")
        other.execute("SELECT * FROM kpi").fetchall()
        done = shop("doctor", "--fix")
        assert (done.status, "Another program is using" in done.err, "bug" in done.err) == (3, True, False)
        other.execute("COMMIT")
    shop.ok("doctor", "--fix")
    with closing(sqlite3.connect(shop.database)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_circle_of_parts_is_found(shop: Shell) -> None:
    """Nothing of ours makes one; a damaged or foreign file may have it."""
    with closing(sqlite3.connect(shop.database)) as other:
        other.execute("UPDATE kpi SET part_of = (SELECT id FROM kpi WHERE key = 'visitors') WHERE key = 'orders'")
        other.execute("UPDATE kpi SET part_of = (SELECT id FROM kpi WHERE key = 'orders') WHERE key = 'visitors'")
        other.commit()
    done = shop("doctor")
    assert (done.status, "parts of each other: orders, visitors" in done.out + done.err) == (1, True)
