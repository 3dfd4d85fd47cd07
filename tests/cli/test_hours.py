"""A time with every entry, and figures by the hour, in the shell."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_a_time_is_logged_in_every_form(shop: Shell) -> None:
    """Behind the day, alone, as one word, in lines and in JSON lines; it is said back and listed."""
    shop.ok("log", "orders", "1", "14:00")
    assert "Sun 22 Nov 2026 09:05" in shop.ok("log", "orders", "2", "yesterday", "9:05").out
    shop.ok("log", "orders", "3", "2026-11-22T10:00")
    shop.ok("log", "orders=4", "visitors=5", "--on", "yesterday 11:30")
    lines = b"orders 6 2026-11-22 12:00 a fair\norders 7 2026-11-22T13:00 note\n"
    shop.ok("log", "-", given=lines + b'{"kpi": "orders", "value": 8, "time": "7:00"}\n')
    entries = shop.ok("entry", "list", "orders", "--last", "7", "--json").json
    assert [(entry["date"][-2:], entry["time"], entry["value"], entry["note"]) for entry in entries] == [
        ("23", "14:00", 1.0, ""), ("23", "07:00", 8.0, ""), ("22", None, 9.0, ""), ("22", "13:00", 7.0, "note"),
        ("22", "12:00", 6.0, "a fair"), ("22", "11:30", 4.0, ""), ("22", "10:00", 3.0, ""),
    ]  # fmt: skip
    assert shop("log", "orders", "1", "25:00").err.startswith("Not a time: 25:00")
    assert shop("log", "orders", "1", "yesterday", "9:00", "9:00").status == 2
    shop.ok("entry", "edit", entries[0]["id"], "--on", "yesterday")
    moved = shop.ok("entry", "list", "orders", "--json").json[2]
    assert (moved["date"], moved["time"]) == ("2026-11-22", "14:00")


def test_figures_by_the_hour(shop: Shell) -> None:
    """A table, sentences and JSON, hour by hour up to the newest; the three charts, also in words."""
    shop.ok("log", "-", given=b"orders 3 2026-11-23 9:15\norders 4 2026-11-23 9:45\norders 5 2026-11-23 11:00\n")
    table = shop.ok("show", "orders", "--by", "hour", "--last", "3").out.split("\n")
    assert [line.split()[4:] for line in table[2:5]] == [["09:00", "7", "2"], ["10:00", "-", "0"], ["11:00", "5", "1"]]
    document = shop.ok("show", "orders", "--by", "hour", "--last", "2", "--json").json
    assert document["hours"] == [
        {"hour": "2026-11-23T10:00", "value": None, "entries": 0},
        {"hour": "2026-11-23T11:00", "value": 5.0, "entries": 1},
    ]  # fmt: skip
    assert "Mon 23 Nov 2026 10:00: no data" in shop.ok("show", "orders", "--by", "hour", "--last", "2", "--plain").out
    assert "█" in shop.ok("show", "orders", "--chart", "hours", "--size", "80x12").out
    assert "Mon: most at 09:00 (7), least at 11:00 (5)" in shop.ok("show", "orders", "--chart", "heat", "--plain").out
    assert "Fri: 10 on 1 day" in shop.ok("show", "orders", "--chart", "weekday", "--plain").out
    refused = shop("show", "visitors", "--by", "hour")
    assert refused.status == 1 and "kpitui log visitors VALUE 14:00" in refused.err
