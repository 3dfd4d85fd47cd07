"""`kpitui calendar`: to standard output or a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Shell
from tests.cli.test_reading import GOAL


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
    assert "SUMMARY:Wekelijkse evaluatie" in shop.ok("--lang", "nl", "calendar").out
