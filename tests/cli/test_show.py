"""A time with every entry, and figures by the hour, in the shell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.conftest import Shell


def test_a_time_is_logged_in_every_form(shop: Shell) -> None:
    """Behind the day, alone, as one word, in lines and in JSON lines; it is said back and listed."""
    shop.ok("log", "orders", "1", "14:00")
    assert "Sun 22 Nov 09:05" in shop.ok("log", "orders", "2", "yesterday", "9:05").out
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
    assert [line.split()[3:] for line in table[2:5]] == [["09:00", "7", "2"], ["10:00", "-", "0"], ["11:00", "5", "1"]]
    document = shop.ok("show", "orders", "--by", "hour", "--last", "2", "--json").json
    assert document["hours"] == [
        {"hour": "2026-11-23T10:00", "value": None, "entries": 0},
        {"hour": "2026-11-23T11:00", "value": 5.0, "entries": 1},
    ]  # fmt: skip
    last = document["periods"][-1]
    assert (last["period"], last["end"], last["value"]) == ("2026-11-23T11:00", "2026-11-23T11:59", 5.0)
    assert "Mon 23 Nov 10:00: no data" in shop.ok("show", "orders", "--by", "hour", "--last", "2", "--plain").out
    assert "█" in shop.ok("show", "orders", "--chart", "hours", "--size", "80x12").out
    assert "Mon: most at 09:00 (7), least at 11:00 (5)" in shop.ok("show", "orders", "--chart", "heat", "--plain").out
    assert "over 1 day" in shop.ok("show", "orders", "--chart", "weekday", "--plain").out
    refused = shop("show", "visitors", "--by", "hour")
    assert refused.status == 1 and "kpitui log visitors VALUE 14:00" in refused.err


def test_visitors_are_split_by_source(shop: Shell) -> None:
    """They have numbers, so they stay logged; the parts have shares, and the rest is what they leave."""
    done = shop.ok("kpi", "split", "visitors", "organic", "social")
    assert (
        "You log Visitors itself. Its parts: organic, social. Whatever they leave over is shown as the rest" in done.out
    )
    assert "kpitui log organic=... social=..." in done.out
    shop.ok("log", "organic=240", "social=0", "--on", "2026-11-22")
    shown = shop.ok("show", "visitors", "--parts", "--last", "1").out.split("\n")
    assert shown[1].split() == ["Visitors", "organic", "social", "the", "rest", "days"]
    assert shown[2].split()[:8] == ["2026-11", "480", "240", "(50%)", "0", "(0%)", "240", "(50%)"]
    assert "1/3" in shown[2] and "2 incomplete" in shown[2]
    plain = shop.ok("show", "visitors", "--parts", "--last", "1", "--plain").out
    assert "2026-11: organic 240 (50%), social 0 (0%), the rest 240 (50%)" in plain
    chart = shop.ok("show", "visitors", "--chart", "parts", "--size", "60x10").out
    assert "█ organic" in chart and "▞ the rest" in chart
    assert "organic 240 (50%)" in shop.ok("show", "visitors", "--chart", "parts", "--plain").out
    document = shop.ok("show", "visitors", "--parts", "--last", "1", "--json").json
    assert document["split"] == "logged"
    assert [(part["key"], part["value"], part["share"]) for part in document["periods"][0]["parts"]] == [
        ("organic", 240.0, 0.5), ("social", 0.0, 0.0), (None, 240.0, 0.5),
    ]  # fmt: skip


def test_the_way_is_changed_and_parts_are_taken_out(shop: Shell) -> None:
    """The sum instead of a logged whole, one part less, none; each can be undone; without words it is said."""
    shop.ok("kpi", "split", "orders", "web", "fair")
    assert "is the sum of its parts: web, fair" in shop.ok("kpi", "split", "orders", "--computed").out
    assert "Calculated" in shop("log", "orders", "3").err or "calculated" in shop("log", "orders", "3").err
    assert shop.ok("kpi", "show", "orders", "--json").json["split"] == "computed"
    assert shop.ok("kpi", "show", "web", "--json").json["part_of"] == "orders"
    assert "the sum of its parts: fair" in shop.ok("kpi", "split", "orders", "--take-out", "web").out
    assert "no longer has parts" in shop.ok("kpi", "split", "orders", "--take-out").out
    shop.ok("undo")
    assert "the sum of its parts: fair" in shop.ok("kpi", "split", "orders").out


def test_what_has_no_parts_says_how_to_make_them(shop: Shell) -> None:
    """Table and chart name the command; a ratio has no parts that add up."""
    for words in (("--parts",), ("--chart", "parts")):
        refused = shop("show", "orders", *words)
        assert (refused.status, "kpitui kpi split orders PART PART" in refused.err) == (1, True)
    assert "can't be split" in shop("kpi", "split", "conversion", "a1").err


def _two_years(shell: Shell) -> None:
    """Log 10 on every day from 1 January 2025 to 22 November 2026, without 5 March 2025 and 2 November 2026."""
    shell.ok("kpi", "add", "Calls")
    days = [date(2025, 1, 1) + timedelta(days=day) for day in range(691)]
    left_out = (date(2025, 3, 5), date(2026, 11, 2))
    lines = "".join(f"calls 10 {day.isoformat()}\n" for day in days if day not in left_out)
    shell.ok("log", "-", given=lines.encode())


def test_a_chart_is_of_the_periods_and_the_days_that_are_asked_for(shell: Shell) -> None:
    """As many bars as asked for; a profile is the same in any width; totals over gaps say so; all have JSON."""
    _two_years(shell)
    chart = ("show", "calls", "--chart")
    shown = shell.ok(*chart, "periods", "--by", "quarter", "--last", "4", "--json").json
    values = [(period["period"], period["value"]) for period in shown["periods"]]
    assert (shown["by"], values) == (
        "quarter", [("2026-Q1", 900.0), ("2026-Q2", 910.0), ("2026-Q3", 920.0), ("2026-Q4", 520.0)]
    )  # fmt: skip
    for by, count in (("day", "13 values"), ("month", "13 values"), ("year", "2 values")):  # today has none yet
        assert f": {count}." in shell.ok(*chart, "periods", "--by", by, "--plain").out
    refused = shell(*chart, "trend", "--by", "month")
    assert (refused.status, refused.err) == (2, "--by month can't be used with --chart trend\n")
    drawn = {shell.ok(*chart, "weekday", "--size", f"{width}x9").out.count("n 26") for width in (60, 100, 200)}
    assert drawn == {6}
    cells = shell.ok(*chart, "weekday", "--json").json["cells"]
    assert [(cell["weekday"], cell["value"], cell["days"]) for cell in cells][:2] == [(1, 10.0, 25), (2, 10.0, 26)]
    assert shell.ok("log", "calls", "1", "14:00").err == ""  # an hour is less than a day
    assert "usual" in shell.ok("log", "calls", "900", "15:00").err
    shell.ok("undo")
    shell.ok("undo")
    years = shell.ok(*chart, "years", "--plain").out
    assert "Running total on Sun 22 Nov: at least 3,250" in years and "All of last year: at least 3,640" in years
    assert "at least 3,250" in shell.ok(*chart, "years", "--size", "60x12").out
    document = shell.ok(*chart, "years", "--json").json
    assert document["at_least"] and document["points"][31] == {"date": "2026-02-01", "value": 320.0, "last_year": 320.0}


@pytest.mark.parametrize("chart", ["hours", "heat"])
def test_hours_of_numbers_without_a_time_are_refused_with_what_to_do(shell: Shell, chart: str) -> None:
    """A KPI full of numbers has more to be told than that there is nothing to draw."""
    shell.ok("kpi", "add", "Calls")
    shell.ok("log", "calls", "4")
    done = shell("show", "calls", "--chart", chart)
    assert done.status == 1
    assert "Calls has no numbers with a time yet. Log one with: kpitui log calls VALUE 14:00" in done.err
