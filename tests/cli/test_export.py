"""`kpitui export`: to standard output or a private file, never over a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_reading import GOAL

LINES = ["2026-11-20,orders,10,,", "2026-11-21,orders,12,,", "2026-11-22,orders,9,,"]


def test_to_standard_output(shop: Shell) -> None:
    """Only data is on standard output."""
    done = shop.ok("export", "--kpi", "orders")
    assert (done.out.splitlines()[1:], done.err) == (LINES, "")


def test_days_as_people_write_them(shop: Shell) -> None:
    """A day may be a word."""
    assert shop.ok("export", "--kpi", "orders", "--since", "yesterday").out.splitlines()[1:] == LINES[2:]
    assert shop.ok("export", "--kpi", "orders", "--until", "2026-11-20").out.splitlines()[1:] == LINES[:1]


def test_to_a_file(shop: Shell, tmp_path: Path) -> None:
    """The file is private; standard output stays empty."""
    done = shop.ok("export", "--format", "json", "-o", str(tmp_path / "all.json"))
    assert (done.out, (tmp_path / "all.json").stat().st_mode & 0o777) == ("", 0o600)


def test_never_over_the_database(shop: Shell) -> None:
    """The database itself is refused as a target and stays as it was."""
    before = shop.database.read_bytes()
    done = shop("export", "-o", str(shop.database))
    assert (done.status, before) == (1, shop.database.read_bytes())
    assert "is a database" in done.err


def test_no_database_is_made(new_shell: Shell) -> None:
    """There is nothing to export where nothing is."""
    assert new_shell("export").status == 3
    assert not new_shell.database.exists()


def test_an_export_of_an_earlier_day(shop: Shell) -> None:
    """Later numbers are left out, in every format; the file is data alone, and the database keeps what it has."""
    earlier = shop.ok("export", "--kpi", "revenue", "--as-of", "2026-11-21")
    assert ("2026-11-21" in earlier.out, "2026-11-22" in earlier.out) == (True, False)
    assert "As it stood" in earlier.err
    assert "As it stood" not in earlier.out
    for name in ("csv-wide", "json"):
        assert "390" not in shop.ok("export", "--format", name, "--as-of", "2026-11-21").out
        assert "390" in shop.ok("export", "--format", name).out
    assert "2026-11-22" in shop.ok("export", "--kpi", "revenue").out
    shop.ok("note", "--all", "later #fair", "2026-11-22")
    assert "fair" not in shop.ok("note", "tags", "--as-of", "2026-11-21").out
    refused = shop("export", "--format", "sql", "--as-of", "2026-11-21")
    assert (refused.status, refused.out) == (2, "")
    assert "--as-of can't be used with --format sql" in refused.err


def test_the_calendar_is_written(shop: Shell, tmp_path: Path) -> None:
    """What is printed and what is in the file are the same, apart from the moment; a folder is refused."""
    shop.ok(*GOAL)
    shop.ok("action", "add", "calls", "--kpi", "orders", "--due", "today")
    printed = shop.ok("calendar").out
    assert printed.count("BEGIN:VEVENT") == 3
    assert "SUMMARY:Due: calls" in printed
    file = tmp_path / "kpi.ics"
    done = shop.ok("calendar", "-o", str(file))
    assert (done.out, str(file) in done.err) == ("", True)
    written = file.read_bytes().decode()

    def timeless(text: str) -> list[str]:
        return [line for line in text.split("\n") if not line.startswith("DTSTAMP")]

    assert timeless(printed) == timeless(written)
    shop.ok("calendar", "-o", str(tmp_path))
    assert (tmp_path / "kpitui-calendar-2026-11-23.ics").exists()
    assert shop("calendar", "-o", str(tmp_path / "missing" / "x.ics")).status == 1
    assert "SUMMARY:Deadline: More revenue" in shop.ok("--lang", "en", "calendar", "-o", "-").out
    assert "SUMMARY:Weekevaluatie" in shop.ok("--lang", "nl", "calendar").out


@pytest.mark.parametrize(("name", "begins"), [("x.json", "{"), ("x.JSON", "{"), ("x.sql", "PRAGMA"), ("x.csv", "date")])
def test_the_name_of_the_file_says_the_format(shop: Shell, tmp_path: Path, name: str, begins: str) -> None:
    shop.ok("export", "-o", str(tmp_path / name))
    assert (tmp_path / name).read_text().lstrip("\ufeff").startswith(begins)


@pytest.mark.parametrize("words", [("export", "-o"), ("export", "--format", "csv", "-o"), ("review", "-o")])
def test_a_file_of_another_program_is_not_written(shop: Shell, tmp_path: Path, words: tuple[str, ...]) -> None:
    """What is in it would be something else than its name says."""
    done = shop(*words, str(tmp_path / "x.xlsx"))
    assert (done.status, (tmp_path / "x.xlsx").exists()) == (1, False)
    assert "doesn't write .xlsx files. Choose: ." in done.err
