"""`kpitui log`: every form, all or none, exactly once, and what is refused changes nothing."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def total(shell: Shell, key: str, day: str = "2026-11-23") -> float | None:
    """Return the figure of a KPI on a day."""
    periods = shell.ok("show", key, "--by", "day", "--last", "30", "--json").json["periods"]
    (found,) = (period["value"] for period in periods if period["start"] == day)
    return None if found is None else float(found)


def test_several_at_once_say_what_was_understood(shop: Shell) -> None:
    """The example of the manual: three KPIs, a decimal comma, today."""
    done = shop.ok("log", "revenue=1249,50", "orders=18", "visitors=620")
    assert done.out == (
        "Revenue   Mon 23 Nov  € 1,249.50\nOrders    Mon 23 Nov          18\nVisitors  Mon 23 Nov         620\n"
    )
    assert [total(shop, key) for key in ("revenue", "orders", "visitors")] == [1249.5, 18.0, 620.0]


@pytest.mark.parametrize(
    ("words", "day", "value"),
    [
        (("orders", "5"), "2026-11-23", 5),
        (("orders", "5", "yesterday"), "2026-11-22", 14),
        (("orders", "5", "gisteren", "--replace"), "2026-11-22", 5),
        (("orders", "=5", "22/11"), "2026-11-22", 5),
        (("orders", "+3", "last saturday"), "2026-11-21", 15),
        (("orders=5", "--on", "sun"), "2026-11-22", 14),
        (("Orders", "3*4", "2026-11-20", "-m", "fair"), "2026-11-20", 22),
        (("orders", "-3,5"), "2026-11-23", -3.5),
    ],
)
def test_the_forms(shop: Shell, words: tuple[str, ...], day: str, value: float) -> None:
    """One KPI with a value and a day, additions, replacements, a note, a negative number."""
    shop.ok("log", *words)
    assert total(shop, "orders", day) == value


@pytest.mark.parametrize("text", ["abc", "1e999", "nan", "2026-02-30", "0x10", "", "1" * 61, "$(id)"])
def test_what_is_no_number_is_refused(shop: Shell, text: str) -> None:
    """Status 1, one sentence that names the KPI, nothing on standard output, nothing written."""
    done = shop("log", "orders", text)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("Orders: ")
    assert total(shop, "orders") is None


def test_one_refused_value_and_none_is_saved(shop: Shell) -> None:
    """Several values are saved as a whole or not at all."""
    done = shop("log", "revenue=12", "orders=many")
    assert (done.status, "not a number: many" in done.err) == (1, True)
    assert total(shop, "revenue") is None


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("ordres", "5"), 1, "Did you mean orders?"),
        (("orders", "5", "tomorrow"), 1, "in the future"),
        (("orders", "5", "someday"), 1, "Not a date: someday"),
        (("conversion", "5"), 1, "Conversion is calculated from other KPIs"),
        (("-m", "note"), 2, "Write kpitui log"),
        (("orders",), 2, "Write kpitui log"),
        (("orders", "1", "--colour", "red"), 2, "--colour"),
        (("orders=1", "--on"), 2, "--on"),
    ],
)
def test_refusals_and_wrong_usage(shop: Shell, words: tuple[str, ...], status: int, said: str) -> None:
    """Each says what is wrong and what would be accepted; wrong usage is status 2."""
    done = shop("log", *words)
    assert (done.status, done.out) == (status, "")
    assert said in done.err


def test_a_key_makes_a_repeat_do_nothing(shop: Shell) -> None:
    """A cron job that runs twice logs once; after an undo the key is free again."""
    for _time in range(3):
        assert shop("log", "orders", "5", "--key", "cron-1").status == 0
    assert total(shop, "orders") == 5
    shop.ok("undo")
    shop.ok("log", "orders", "6", "--key", "cron-1")
    assert total(shop, "orders") == 6


def test_lines_from_standard_input(shop: Shell) -> None:
    """Plain lines and JSON lines, with days and notes; blank lines and comments do not count."""
    given = (
        b"# from the till\n\norders 5\nrevenue 12,50 yesterday market day\n"
        b'{"kpi": "visitors", "value": 7, "date": "2026-11-23", "note": "n"}\n'
    )
    shop.ok("log", "-", given=given)
    assert (total(shop, "orders"), total(shop, "revenue", "2026-11-22"), total(shop, "visitors")) == (5, 402.5, 7)


@pytest.mark.parametrize(
    "line", [b"orders", b"orders x", b'{"kpi": "orders"}', b"{broken", b'["orders", 5]', b"\xff\xfe x"]
)
def test_a_line_that_cannot_be_read_refuses_all(shop: Shell, line: bytes) -> None:
    """The refusal names the line, and the good lines before it are not saved either."""
    done = shop("log", "-", given=b"orders 5\n" + line + b"\n")
    assert done.status in (1, 2)
    assert "2" in done.err
    assert total(shop, "orders") is None


def test_a_json_line_may_say_time_unit_and_whether_it_replaces(shop: Shell) -> None:
    """A time is kept with the entry, a unit is compared with that of the KPI."""
    lines = [
        b'{"kpi": "revenue", "value": 12.5, "unit": "EUR", "time": "9:05"}',
        b'{"key": "orders", "value": 5}',
        b'{"key": "orders", "value": 6, "replace": true, "time": null}',
    ]
    shop.ok("log", "-", given=b"\n".join(lines))
    assert (total(shop, "revenue"), total(shop, "orders")) == (12.5, 6)
    assert "09:05" in shop.ok("show", "revenue", "--entries").out


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (b'{"kpi": "orders", "value": 5, "when": "today"}', "called when"),
        (b'{"kpi": "orders", "value": 5, "time": "25:00"}', "25:00"),
        (b'{"kpi": "orders", "value": 5, "replace": "yes"}', "yes"),
        (b'{"kpi": "revenue", "value": 5, "unit": "USD"}', "Revenue"),
    ],
)
def test_what_a_json_line_says_is_never_dropped(shop: Shell, line: bytes, names: str) -> None:
    """A field that is not known, or says what it cannot, refuses all of them and is named."""
    done = shop("log", "-", given=line + b"\n")
    assert (done.status, names in done.err, total(shop, "orders")) == (1, True, None)


@pytest.mark.parametrize("given", [b"orders " + b"5" * 100_001, b"orders 5\n" * 100_001, b"\n" * 100_001])
def test_input_without_end_is_refused(shop: Shell, given: bytes) -> None:
    """No more is held than somebody logs by hand; a file of figures is imported."""
    done = shop("log", "-", given=given)
    assert (done.status, "Use kpitui import" in done.err, total(shop, "orders")) == (1, True, None)


def test_hostile_text_is_harmless_on_the_terminal(shop: Shell) -> None:
    """A KPI or a value full of escape codes is said back without any."""
    shop.ok("kpi", "add", "[red]x\x1b[31m", "--key", "bad")
    for words in (
        ("log", "bad", "5"),
        ("log", "bad", "\x1b[31m"),
        ("status",),
        ("due",),
        ("show", "bad"),
        ("history",),
        ("kpi", "list"),
    ):
        done = shop(*words)
        assert "\x1b" not in done.out + done.err, words
    assert "[red]x␛[31m" in shop.ok("status").out
    assert json.loads(shop.ok("status", "--json").out)["kpis"][-1]["name"] == "[red]x\x1b[31m"


@pytest.mark.parametrize(
    ("words", "given", "advice"),
    [
        (("revenue", "1h30"), "", "Revenue is in EUR, but 1h30 is a duration. Type 1.5 if you mean € 1.50"),
        (("revenue=4,2%",), "", "Revenue is in EUR, but 4,2% is a percentage. Type 4.2 if you mean € 4.20"),
        (
            ("orders=18", "revenue=$ 12"),
            "",
            "Revenue is in EUR, but $ 12 is an amount in USD. Type 12 if you mean € 12",
        ),
        (("orders", "+12%"), "", "Orders has no unit, but +12% is a percentage. Type +12 if you mean 12"),
        (("-",), "orders 3\nrevenue 90min\n", "Line 2: Revenue is in EUR, but 90min is a duration. Type 90"),
        (
            ("-",),
            '{"kpi": "orders", "value": "€ 3"}',
            "Line 1: Orders has no unit, but € 3 is an amount in EUR. Type 3",
        ),
    ],
)
def test_another_unit_is_refused_with_what_to_type(
    shop: Shell, words: tuple[str, ...], given: str, advice: str
) -> None:
    """A duration, a percentage or another currency is never taken for a number of the KPI's own unit."""
    done = shop("log", *words, given=given.encode())
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(advice)
    assert [total(shop, key) for key in ("revenue", "orders")] == [None, None]


def test_hours_and_minutes_are_converted_both_ways(shell: Shell) -> None:
    """1h30 is 1.5 where hours are kept and 90 where minutes are; 90m is one and a half hour."""
    shell.ok("kpi", "add", "Worked", "--unit", "h")
    shell.ok("kpi", "add", "Support", "--unit", "min")
    shell.ok("log", "worked=1h30", "support=1h30")
    assert [total(shell, key) for key in ("worked", "support")] == [1.5, 90]
    shell.ok("log", "worked==90m", "support==0,5h")
    assert [total(shell, key) for key in ("worked", "support")] == [1.5, 30]


def test_bounds_and_targets_have_the_unit_of_their_kpi(shop: Shell) -> None:
    """A bound, a target, a baseline, a change and an expected effect are compared with the unit like an entry."""
    assert "is a percentage" in shop("kpi", "edit", "revenue", "--floor", "5%").err
    goal = ("goal", "add", "more revenue", "--kpi", "revenue", "--deadline", "2027-06-30")
    for flags, problem in (
        (
            ("--target", "$ 20000"),
            "Revenue is in EUR, but $ 20000 is an amount in USD. Type 20000 if you mean € 20,000",
        ),
        (("--target", "20000", "--baseline", "100h"), "Revenue is in EUR, but 100h is a duration"),
        (
            (
                "--change",
                "4pp",
            ),
            "Revenue is in EUR, but 4 pp is a percentage",
        ),
        (
            (
                "--change",
                "$ 400",
            ),
            "Revenue is in EUR, but $ 400 is an amount in USD",
        ),
    ):
        done = shop(*goal, *flags)
        assert done.status == 1
        assert problem in done.err
    effect = shop("action", "add", "Raise prices", "--kpi", "revenue", "--effect", "2h", "--by", "2026-12-31")
    assert "Revenue is in EUR, but 2h is a duration" in effect.err


def test_a_unit_in_the_sentence_of_a_goal_is_compared(shop: Shell) -> None:
    """A sentence in dollars about a KPI in euros is refused with the figure to give, not taken for euros."""
    done = shop("goal", "add", "revenue of $20000 by 30 June 2027", "--kpi", "revenue")
    assert done.status == 1
    assert "Revenue is in EUR, but 20000 USD is an amount in USD. Type 20000 if you mean € 20,000" in done.err


@pytest.mark.parametrize(
    ("every", "text", "day"),
    [
        ("week", "last week", "2026-11-22"),
        ("week", "vorige week", "2026-11-22"),
        ("week", "2026-W16", "2026-04-19"),
        ("week", "this week", "2026-11-23"),
        ("week", "15", "2026-11-15"),
        ("month", "last month", "2026-10-31"),
        ("month", "oktober", "2026-10-31"),
        ("quarter", "Q3", "2026-09-30"),
    ],
)
def test_a_period_is_a_day_of_a_kpi_that_is_logged_by_it(shell: Shell, every: str, text: str, day: str) -> None:
    """The figure of a week is logged by its week, on its last day, or today while it runs."""
    shell.ok("kpi", "add", "Newsletter", "--every", every)
    shell.ok("log", "newsletter=7", "--on", text)
    shell.ok("log", "-", given=f'newsletter +1 "{text}" late\n'.encode())
    shell.ok("log", "-", given=f'{{"kpi": "newsletter", "value": "+1", "date": "{text}"}}'.encode())
    assert total(shell, "newsletter", day) == 9 if day > "2026-10-26" else True
    with closing(sqlite3.connect(shell.database)) as database:
        rows = database.execute("SELECT date, value, note FROM entry ORDER BY id").fetchall()
    assert rows == [(day, 7.0, ""), (day, 1.0, "late"), (day, 1.0, "")]


@pytest.mark.parametrize("text", ["last week", "2026-W16", "october", "Q3"])
def test_a_period_is_no_day_of_a_daily_kpi(shop: Shell, text: str) -> None:
    """Seven days are not one: refused, with a day to give."""
    done = shop("log", "orders", "5", text)
    assert (done.status, done.out) == (1, "")
    assert f"orders per day, but {text} is a" in done.err
    assert "2026-11-23" in done.err


def test_a_day_in_doubt_is_said(shop: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """12/1 is 1 December under en_US and 12 January elsewhere; what was read is said, unless the region was set."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-12-20")
    assert "Read 12/1 as Mon 12 Jan: day first." in shop.ok("log", "orders", "5", "12/1").err
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    done = shop.ok("log", "orders", "5", "12/1")
    assert "Tue Dec 1 " in done.out
    assert "Read 12/1 as Tue Dec 1: month first, region US. Wrong? Write 2026-01-12" in done.err
    monkeypatch.setenv("LC_TIME", "en_GB.UTF-8")
    assert "12 Jan: day first, region GB" in shop.ok("log", "orders", "5", "12/1").err
    assert shop.ok("log", "orders", "5", "13/12").err == ""
    shop.ok("config", "region", "us")
    done = shop.ok("log", "orders", "5", "12/1")
    assert (done.err, "Tue Dec 1 " in done.out) == ("", True)
    assert "2026-12-31" in shop.ok("goal", "add", "2000 orders by 12/31", "--kpi", "orders", "--json").out


def with_history(shell: Shell) -> None:
    """Log ten weeks of revenue, larger on Mondays, and let the first command of a day work out what is usual."""
    days = [date(2026, 11, 22) - timedelta(days=back) for back in range(70)]
    lines = [f"revenue ={(800 if day.weekday() == 0 else 420) + 7 * (day.day % 5)} {day}" for day in days]
    shell.ok("log", "-", given="\n".join(lines).encode())
    shutil.rmtree(shell.database.parent / "backups")
    shell.ok("log", "orders=12")


def test_what_is_far_from_usual_is_saved_with_a_warning(shop: Shell) -> None:
    """One line on standard error, by the weekday, in both languages; what is usual says nothing."""
    with_history(shop)
    assert shop.ok("log", "revenue", "=810").err == ""
    done = shop.ok("log", "revenue", "=81000")
    assert re.fullmatch(r"Revenue: (9\d|10\d) times a normal Monday\. Is that wrong\? kpitui undo\n", done.err)
    assert total(shop, "revenue") == 81000
    assert re.fullmatch(r"Revenue: 0\.01 times a normal Monday\..*\n", shop.ok("log", "revenue", "=8").err)
    dutch = shop.ok("--lang", "nl", "log", "revenue", "=81000").err
    assert re.fullmatch(
        r"Revenue: (9\d|10\d) keer wat normaal is voor een maandag\. Klopt dat niet\? kpitui undo\n", dutch
    )
    shop.ok("log", "revenue", "=430", "2026-11-22")
    assert "times a normal Sunday" in shop.ok("log", "revenue", "+40000", "2026-11-22").err


def test_a_shifted_decimal_mark_is_noticed_where_the_app_was_never_open(shop: Shell) -> None:
    """By the last eight weeks alone: ten times beyond every value of them, or a tenth of the smallest."""
    lines = [f"orders {10 + number % 5} 2026-11-{number + 1:02}" for number in range(20)]
    shop.ok("log", "-", given="\n".join(lines).encode())
    done = shop.ok("log", "orders", "120")
    assert done.err == "Orders: 10 times the usual size. Is that wrong? kpitui undo\n"
    assert total(shop, "orders") == 120
    shop.ok("undo")
    assert shop.ok("log", "orders", "40").err == ""
    shop.ok("undo")
    assert "0,08 keer zo groot als normaal" in shop.ok("--lang", "nl", "log", "orders", "1").err


def test_one_of_several_that_is_refused_keeps_all_out_and_says_so(shop: Shell) -> None:
    for words, given in ((("revenue=1h30", "orders=3"), b""), (("-",), b"orders 3\nrevenue abc\n")):
        done = shop("log", *words, given=given)
        assert (done.status, done.err.endswith(". Nothing was saved\n")) == (1, True)
        assert total(shop, "orders") is None
    assert "Nothing was saved" not in shop("log", "revenue", "1h30").err
    asked = shop("log", "-", given=b"orders 3\nrevenues 10\n").err
    assert asked.endswith("Did you mean revenue? Nothing was saved\n")


def test_without_a_past_nothing_is_far_from_usual(shop: Shell) -> None:
    """Three days of figures are too few to be surprised."""
    shutil.rmtree(shop.database.parent / "backups")
    shop.ok("log", "orders=12")
    assert shop.ok("log", "revenue", "99999").err == ""


def test_what_is_due_is_asked_for(shop: Shell) -> None:
    """A line each; what is not understood is asked again, an empty answer is later, each number is saved at once."""
    done = shop.ok("log", given=b"1249.50\nmany\n18\n\n")
    assert done.out.split("\n") == [
        "Revenue (€), Mon 23 Nov:", "  € 1,249.50", "Orders, Mon 23 Nov:", "  18", "Visitors, Mon 23 Nov:",
        "2 numbers logged", "",
    ]  # fmt: skip
    assert "not a number: many" in done.err and "3 numbers to log" in done.err
    assert shop.ok("due", "--count").out == "1\n"
    assert shop.ok("log", given=b"q\n").out.endswith("0 numbers logged\n")
    shop.ok("log", given=b"600\n")
    assert shop.ok("log").out == "All done for today\n"


def test_the_missing_days_are_walked(shop: Shell) -> None:
    """The days without a number, the oldest first, of all KPIs or of one; a skipped KPI is not asked for again."""
    shop.ok("log", "revenue", "100", "2026-11-16")
    shop.ok("log", "orders", "3", "2026-11-17")
    done = shop.ok("log", "--gaps", given=b"110\n\ns\n5\n")
    asked = [line for line in done.out.split("\n") if line.endswith(":")]
    assert asked == [
        "Revenue (€), Tue 17 Nov:", "Revenue (€), Wed 18 Nov:", "Orders, Wed 18 Nov:", "Revenue (€), Thu 19 Nov:",
    ]  # fmt: skip
    assert done.out.endswith("2 numbers logged\n")
    one = shop.ok("log", "--gaps", "orders", "--since", "2026-11-19", given=b"")
    assert one.out.startswith("Orders, Thu 19 Nov:") and "1 number to log" in one.err
    assert shop.ok("log", "--gaps", "visitors").out == "Nothing is missing\n"
    for words in (("--gaps", "-m", "x"), ("--since", "yesterday"), ("-m", "x")):
        assert shop("log", *words).status == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("log", "orders", "1", "0001-01-01"), "The year 1 is before 1900. Check the date"),
        (("log", "orders=1", "--on", "31-12-1899"), "The year 1899 is before 1900"),
        (("log", "orders", "1", "9999-12-31"), "The year 9999 is"),
        (("note", "--all", "fair", "1026-11-20"), "The year 1026 is before 1900"),
        (("note", "--all", "fair", "3026-11-20"), "The year 3026 is more than 100 years ahead. Check the date"),
        (("pause", "0206-11-20", "2026-11-20"), "The year 206 is before 1900"),
        (("action", "add", "call", "--kpi", "orders", "--due", "20226-1-1"), "20226-1-1"),
        (
            ("action", "add", "call", "--kpi", "orders", "--due", "2226-12-31"),
            "The year 2226 is more than 100 years ahead",
        ),
        (("goal", "add", "400 orders", "--deadline", "9999-12-31"), "The year 9999 is more than 100 years ahead"),
    ],
)
def test_a_slip_of_the_year_is_refused(shop: Shell, words: tuple[str, ...], reason: str) -> None:
    before = shop.ok("history", "--json").out
    done = shop(*words)
    assert (done.status in (1, 2), reason in done.err) == (True, True), done.err
    assert shop.ok("history", "--json").out == before


def test_a_slip_of_the_year_in_lines_and_in_a_file(shop: Shell, tmp_path: Path) -> None:
    done = shop("log", "-", given=b"orders 5 0026-11-20\n")
    assert (done.status, "The year 26 is before 1900" in done.err) == (1, True)
    (tmp_path / "orders.csv").write_text("date,Orders\n1026-11-19,5\n2026-11-19,6\n")
    done = shop("import", str(tmp_path / "orders.csv"), "--dry-run", "--json")
    (refused,) = done.json["refused"]
    assert (refused["line"], refused["reason"]) == (2, "The year 1026 is before 1900. Check the date")


def test_how_a_comma_was_read_is_said_of_what_was_typed(shop: Shell) -> None:
    """Where one mark could be either, the number that was typed is quoted, and not the KPI."""
    done = shop.ok("log", "revenue", "1,250")
    assert done.err.startswith("Read 1,250 with . as decimal mark."), done.err
    assert "decimal mark" not in shop.ok("log", "orders", "1250", "yesterday").err
