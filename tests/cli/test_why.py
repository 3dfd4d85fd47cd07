"""`kpitui why` in the shell: the waterfall, sentences, JSON, and what can't be taken apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from math import fsum

import pytest

from tests.cli.conftest import Shell
from tests.databases import sample_business


@pytest.fixture
def sample(shell: Shell) -> Shell:
    """The shell on the sample business."""
    sample_business(shell.database)
    return shell


def test_the_parts_add_up_as_they_are_printed(sample: Shell) -> None:
    """Amounts and percents of the parts add up to those of the last line; every line fits 80 columns."""
    for period in ("week", "month", "quarter", "this month"):
        done = sample.ok("why", "revenue", *period.split())
        lines = done.out.splitlines()
        assert max(map(len, lines)) <= 80
        parts = [line for line in lines if re.search(r"[-+]€ [\d,]+ +[-+]\d", line)]
        amounts = [int(re.sub(r"[€ ,]", "", re.findall(r"[-+]€ [\d,]+", line)[-1])) for line in parts]
        percents = [float(re.findall(r"([-+]\d+\.\d)%", line)[-1]) for line in parts]
        assert len(parts) >= 4
        assert sum(amounts[:-1]) == amounts[-1]
        assert fsum(percents[:-1]) == pytest.approx(percents[-1])
        if period == "quarter":  # 35,192.31 - 34,717.66: one change, one figure on every page
            assert amounts[-1] == 474
            table = sample.ok("show", "revenue", "--by", "quarter", "--compare", "previous").out
            assert re.search(r"Q3 2026 +€ 35,192 .* € 34,718 +\+€ 474", table)


def test_the_week_of_the_sample_business(sample: Shell) -> None:
    """€ 3,425.04 instead of € 3,895.20: the figures of the mock-up, its flat parts a few cents apart."""
    out = sample.ok("why", "revenue").out
    assert "Revenue · week 47 (16–22 Nov) compared with week 46 (9–15 Nov)" in out
    assert "€ 3,425 instead of € 3,895: € 470 less (-12.1%)" in out
    assert "No part stands out: each changed as usual" in out
    assert "Show shipping costs before the checkout" in out
    document = sample.ok("why", "revenue", "--json").json
    orders, value = document["parts"]
    assert (orders["function"], [part["key"] for part in orders["parts"]]) == ("product", ["visitors", "conversion"])
    assert orders["contribution"] + value["contribution"] == pytest.approx(document["change"]["value"], abs=1e-9)
    assert round(value["contribution"], 2) == pytest.approx(-199.27, abs=0.1)
    assert document["change"]["value"] == pytest.approx(3425.04 - 3895.20)


def test_without_signs_without_bars_and_in_sentences(sample: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """ASCII has its own bars and news its sign; plain sentences name no sign; a narrow terminal has no bars."""
    ascii_out = sample.ok("why", "revenue", "month", "--ascii").out
    assert "▒" not in ascii_out and "# total   - down   + up" in ascii_out
    assert re.search(r"Order value .* !  +-+\n", ascii_out)
    plain = sample.ok("why", "revenue", "month", "--plain").out
    assert "Order value: minus € 5,324 (minus 30.2%), from € 30.32 to € 21.62, more than usual." in plain
    assert "Changed more than usual: Order value." in plain
    assert not set(plain) & set("▒█→")


def test_long_names_are_cut_for_the_bars(sample: Shell) -> None:
    """At 80 columns there are bars beside any name, also at the cost of its end."""
    sample.ok("kpi", "edit", "organic-visitors", "--name", "Visitors who came from search engines of all kinds")
    lines = sample.ok("why", "revenue", "month").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any("Visitors who" in line and "… " in line for line in lines)
    assert any("█████" in line for line in lines)


def test_a_small_figure_keeps_digits_that_say_something(shop: Shell) -> None:
    """Orders per visitor per visitor is far below a cent, and still changes by a figure that adds up."""
    shop.ok("kpi", "add", "Rate", "--kind", "formula", "--formula", "orders / visitors / visitors")
    for day in range(9, 23):
        shop.ok("log", f"orders={day % 5 + 1}", f"visitors={day + 20}", "--on", f"2026-11-{day:02}", "--replace")
    out = shop.ok("why", "rate").out.partition("What it would take")[0]
    amounts = [
        float(line.split()[-3 if "█" in line or "▒" in line else -2])
        for line in out.splitlines()
        if "%" in line and "→" in line
    ]
    assert len(amounts) >= 2 and all(amounts)
    assert re.search(r"0\.000\d+ instead of 0\.000\d+: 0\.000\d+ (less|more)", out), out


def test_no_sentence_names_a_cause(sample: Shell) -> None:
    """Neither language says because, or any of its kin."""
    for language in ("en", "nl"):
        for words in (("revenue", "month"), ("conversion",), ("visitors", "--plain"), ("revenue", "--tree")):
            out = sample.ok("--lang", language, "why", *words).out.casefold()
            causes = r"\b(because|caused|due to|thanks to|led to|omdat|doordat|dankzij|veroorzaakt)\b"
            assert not re.search(causes, out), out


def test_in_dutch(sample: Shell) -> None:
    """The same in its own words and figures."""
    out = sample.ok("--lang", "nl", "why", "revenue", "--period", "month", "--plain").out
    assert "€ 13.879 in plaats van € 17.648: € 3.769 minder" in out
    assert "Meer veranderd dan normaal: Order value." in out


def test_the_tree(sample: Shell) -> None:
    """Lines with how each KPI follows from others; one that follows from none says so."""
    out = sample.ok("why", "revenue", "--tree").out
    assert out.splitlines()[:3] == [
        "Revenue = Orders × Order value",
        "  Orders = Visitors × Conversion",
        "    Visitors = Organic visitors + Social visitors + the rest",
    ]
    assert sample.ok("why", "revenue", "--tree", "--json").json["tree"]["parts"][0]["key"] == "orders"
    alone = sample.ok("why", "site-speed", "--tree")
    assert (alone.out, "is not calculated from other KPIs" in alone.err) == ("Site speed\n", True)


def test_what_is_refused_and_what_is_too_early(sample: Shell) -> None:
    """A period that is none, two periods, a KPI without parts; a week without numbers is a sentence."""
    for words, text in (
        (("revenue", "soon"), "Not a period: soon"),
        (("revenue", "week", "--period", "month"), "Name the period only once"),
        (("site-speed",), "has no parts to compare"),
    ):
        done = sample("why", *words)
        assert (done.status, done.out, text in done.err) == (1, "", True)
    for more in ((), ("--plain",)):
        out = sample.ok("why", "revenue", "this", "week", *more).out
        assert "No day in week 48 (23–29 Nov) has numbers for all parts yet" in out
    paused = sample.ok("why", "revenue", "2026-W33").out
    assert "Nothing to compare in week 32 (3–9 Aug). Paused: all KPIs (Summer holiday)" in paused
    empty = sample.ok("why", "revenue", "this", "week", "--json").json
    assert (empty["obstacle"], empty["change"], empty["parts"]) == ("no-data", None, [])


def test_what_is_counted_is_whole_and_its_parts_need_not_be(sample: Shell) -> None:
    """168 orders became 156: 5.9 and 6.1 of the 12 by visitors and conversion."""
    out = sample.ok("why", "orders").out
    assert "156 instead of 168: 12 less (-7.1%)" in out
    assert "-5.9" in out and "-6.1" in out and "168.0" not in out and "-12.0" not in out


def test_against_the_target_of_its_goal(sample: Shell) -> None:
    """123,495 in 273 days by its rhythm ask 3,166.54 of a week; the orders by their own target of 150."""
    done = sample.ok("why", "revenue", "--against", "target")
    assert "compared with the target of '15% more revenue by the end of Q2'" in done.out
    assert "€ 3,425: € 258 more than the target of € 3,167 (+8.2%)" in done.out
    assert "Compared with their own target: Orders" in done.out and "The target of each part" not in done.out
    assert "With a target for Orders, the goals for these parts don't count: Visitors, Conversion" in done.out
    assert done.out.splitlines()[4].startswith("target ")
    document = sample.ok("why", "revenue", "--against", "target", "--json").json
    assert (document["against"], document["goal"], document["before"]["whole"]) == ("target", 1, None)
    assert document["before"]["value"] == pytest.approx(123495 * 7 / 273)
    assert document["parts"][0]["before"] == pytest.approx(150)
    assert fsum(part["contribution"] for part in document["parts"]) == pytest.approx(document["change"]["value"])
    refused = sample("why", "revenue", "2025-W40", "--against", "target")
    assert refused.status == 1 and "No goal for Revenue has a target for 2025-W40" in refused.err
    assert (
        "vergeleken met de streefwaarde van" in sample.ok("--lang", "nl", "why", "revenue", "--against", "target").out
    )


def test_a_part_by_the_month_beside_one_by_the_day(shell: Shell) -> None:
    """Whole months are compared, one of a forgotten day by its other days; what it would take is a month's share.

    Revenue is 110 a day until June and 100 from July on without 9 July and 8 October; the rent 1,000 a month, costs 50
    a day, the stock always 100. So the second quarter brought 91 x 110 - 3,000 = 7,010, a month 2,336.67; August to
    October brought (92 x 100 - 3,000) / 3 = 2,066.67 a month.
    """
    shell.ok("kpi", "add", "Revenue", "--unit", "EUR")
    shell.ok("kpi", "add", "Costs", "--unit", "EUR", "--better", "lower")
    shell.ok("kpi", "add", "Rent", "--unit", "EUR", "--every", "month", "--better", "lower")
    shell.ok("kpi", "add", "Profit", "--kind", "formula", "--formula", "revenue - rent", "--unit", "EUR")
    shell.ok("kpi", "add", "Stock", "--kind", "level")
    shell.ok("kpi", "add", "Net", "--kind", "formula", "--formula", "revenue - costs", "--unit", "EUR")
    shell.ok("kpi", "add", "Turn", "--kind", "formula", "--formula", "revenue / stock")
    rows, day = ["date,revenue,rent,costs,stock"], date(2026, 1, 1)
    while day < date(2026, 11, 23):
        logged = "" if day in (date(2026, 7, 9), date(2026, 10, 8)) else 110 if day.month < 7 else 100
        rows.append(f"{day},{logged},{1000 if day.day == 1 else ''},50,100")
        day += timedelta(days=1)
    file = shell.database.parent / "rows.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    shell.ok("import", str(file))

    quarter = shell.ok("why", "profit", "2026-Q3", "--json").json
    assert (quarter["step"], quarter["before"]["value"], quarter["after"]["value"]) == ("month", 7010, 6200)
    assert (quarter["before"]["days"], quarter["after"]["days"]) == (None, {"present": 91, "expected": 92})
    assert quarter["again"]["needed"] == pytest.approx(7010 / 3)
    assert (quarter["again"]["now"], quarter["again"]["as_of"]) == (pytest.approx(6200 / 3), "2026-10-31")
    assert quarter["again"]["levers"][0]["wanted"] == pytest.approx(7010 / 3 + 1000)
    assert "91 of 92 days in Q3 2026" in shell.ok("why", "profit", "2026-Q3").out

    running = shell.ok("why", "profit", "2026-Q4", "--json").json
    ends = [running[side][edge] for side in ("before", "after") for edge in ("start", "end", "value", "whole")]
    assert ends == ["2026-07-01", "2026-07-31", 2100, 2000, "2026-10-01", "2026-10-31", 2100, 2000]
    assert "Q3 2026 up to Mon 31 Aug" in shell.ok("show", "profit", "--by", "quarter", "--compare", "previous").out
    assert "No full month in Nov 2026 has numbers for all parts" in shell.ok("why", "profit", "2026-11").out

    shell.ok("goal", "add", "profit 7000 between 1 october and 31 december 2026")
    target = shell.ok("why", "profit", "2026-10", "--against", "target").out
    assert "91 of 92 days in 1 Jul – 30 Sep, 30 of 31 days in Oct 2026" in target

    month = shell.ok("why", "net", "2026-07", "--json").json
    assert (month["before"]["value"], month["again"]["needed"]) == (pytest.approx(30 * 60), pytest.approx(7 * 60))
    again = shell.ok("why", "turn", "2026-07", "--json").json["again"]
    assert (again["needed"], again["now"], again["per"]) == (pytest.approx(33), pytest.approx(30), "month")

    # A Monday of 110 is no week of 770: the week of it came to 410, and the four up to today to 1,460.
    shell.ok("log", "revenue", "+60", "2026-11-16")
    shell.ok("log", "revenue=100", "costs=50")
    week = shell.ok("why", "net", "this week", "--json").json
    assert (week["before"]["value"], week["after"]["value"]) == (110, 50)
    assert (week["again"]["needed"], week["again"]["now"]) == (pytest.approx(410), pytest.approx(365))
