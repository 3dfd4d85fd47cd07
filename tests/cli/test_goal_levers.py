"""`kpitui goal levers` in the shell, on the sample business, and its figures by hand."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest

from tests.cli.conftest import Shell
from tests.databases import sample_business

pytestmark = pytest.mark.thorough


@pytest.fixture
def sample(shell: Shell) -> Shell:
    """The shell on the sample business."""
    sample_business(shell.database)
    return shell


def test_each_lever_of_a_goal_that_is_behind(sample: Shell) -> None:
    """232,057 - 193,313 = 38,744 in 39 days; the week by SQL over the last 28 days; rounded up, days longer too."""
    out = sample.ok("goal", "levers", "2").out
    assert "6,955 a week needed, 5,495 a week now (up to Sun 22 Nov)" in out
    assert "Organic visitors  +8,132 in all  2,501 → 3,961 a week  never kept up" in out
    assert "Or move the deadline by 12 days, to Tue 12 Jan 2027" in out
    document = sample.ok("goal", "levers", "2", "--json").json
    with sqlite3.connect(sample.database) as connection:
        weekly = dict(
            connection.execute(
                "select kpi.key, sum(value) / 4 from daily join kpi on kpi.key = daily.kpi or kpi.id = daily.kpi"
                " where date between '2026-10-26' and '2026-11-22' group by kpi.key"
            )
        )
    needed = 38744 / 39 * 7
    assert document["needed"] == pytest.approx(needed)
    assert document["now"] == pytest.approx(weekly["visitors"])
    organic = next(lever for lever in document["levers"] if lever["key"] == "organic-visitors")
    assert organic["now"] == pytest.approx(weekly["organic-visitors"])
    assert organic["wanted"] == pytest.approx(needed - weekly["visitors"] + weekly["organic-visitors"])
    assert document["longer"] == {"days": 12, "date": "2027-01-12"}
    assert document["together"] == pytest.approx(
        100 * (needed - weekly["visitors"]) / (weekly["organic-visitors"] + weekly["social-visitors"])
    )


def test_what_is_enough_and_what_ups_and_downs_can_break(sample: Shell) -> None:
    """One voice: a goal at risk is not called safe by its mean."""
    assert "Enough if things go on like this: € 3,527 a week now" in sample.ok("goal", "levers", "1").out
    assert "Normal ups and downs can still spoil it" in sample.ok("goal", "levers", "4").out
    assert "+217 a week  159 → 376" in sample.ok("goal", "levers", "3").out


def test_other_figures_are_tried_and_nothing_is_saved(sample: Shell) -> None:
    """10 % more of 5,494.5 visitors at 3.2 %; the chance rises, beyond the best to no more than likely."""
    before = sample.ok("history", "--json").json
    out = sample.ok("goal", "levers", "1", "visitors=+10%", "conversion=3.2").out
    assert "Visitors 5,495 → 6,044 a week, Conversion 2.88% → 3.20%" in out
    assert "Revenue € 4,303 a week instead of € 3,527 a week (+22.0%)" in out
    assert "instead of about 6 to 7 in 10 now" in out and "You have never kept this up for so long" in out
    tried = sample.ok("goal", "levers", "1", "visitors", "+10%", "conversion=3.2", "--json").json["tried"]
    assert tried["value"] == pytest.approx(5494.5 * 1.1 * 0.032 * 3526.58 / 158.5)
    assert tried["chance"] == 0.85 and tried["chance_now"] == 0.65 and tried["beyond_best"] is True
    assert tried["sum"]["low"] < tried["sum"]["median"] < tried["sum"]["high"]
    assert sample.ok("history", "--json").json == before


def test_the_same_figures_have_the_same_chance(sample: Shell) -> None:
    """Tried as they are, for every goal with one."""
    for number, figure in (("1", "visitors=+0.001%"), ("2", "organic-visitors=+0.001%"), ("4", "visitors=+0.001%")):
        tried = sample.ok("goal", "levers", number, figure, "--json").json["tried"]
        assert tried["chance"] == pytest.approx(tried["chance_now"], abs=0.051)


@pytest.mark.slow
def test_the_kpi_of_a_goal_is_tried_itself(sample: Shell) -> None:
    """10 % more of 5,494.5 visitors from tomorrow on, beside the parts that they have; said once."""
    tried = sample.ok("goal", "levers", "2", "visitors=+10%", "--json").json["tried"]
    assert tried["value"] == pytest.approx(5494.5 * 1.1) and tried["sum"]["median"] == pytest.approx(226_420, abs=200)
    out = sample.ok("goal", "levers", "2", "visitors=+10%").out
    assert "Visitors 5,495 → 6,044 a week\nBy Thu 31 Dec about" in out
    assert "One of these is part of the other" in sample("goal", "levers", "2", "visitors=1", "organic-visitors=1").err
    assert [one["goal"] for one in sample.ok("goal", "levers", "visitors=+10%", "--json").json] == [2, 3, 4, 1]
    # Of goal 3, on the conversion, the visitors are a part: so it can't have both, and the others can.
    both = sample.ok("goal", "levers", "visitors=+10%", "conversion=3.2", "--json").json
    assert [one["goal"] for one in both] == [4, 1]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (("nothing=3",), "nothing is not a part of Revenue. Choose: orders, visitors"),
        (("visitors",), "In visitors, a part or its number is missing"),
        (("visitors=",), "In visitors, a part or its number is missing"),
        (("visitors=abc",), "In visitors abc, a part or its number is missing"),
        (("conversion=+10%",), "can mean two things"),
        (("visitors=500", "orders=5"), "One of these is part of the other"),
        (("visitors=-1000000",), "can't be below 0"),
        (("conversion=150",), "Conversion can't be above 100%"),
    ],
)
def test_what_cannot_be_tried_is_refused(sample: Shell, figures: tuple[str, ...], sentence: str) -> None:
    """With what is possible; nothing was changed."""
    done = sample("goal", "levers", "1", *figures)
    assert done.status == 1 and sentence in done.err


def test_in_sentences_and_in_dutch(sample: Shell) -> None:
    """No arrows for a screen reader; the best six weeks may be fewer than the last four, so it says of how many."""
    plain = sample.ok("goal", "levers", "2", "--plain").out
    assert (
        "Organic visitors plus 8,132 in all, from 2,501 to 3,961 a week, never kept up (your best 6 weeks: 2,475)."
        in plain
    )
    assert "→" not in plain
    dutch = sample.ok("--lang", "nl", "goal", "levers", "2").out
    assert "6.955 per week nodig, nu 5.495 per week (t/m zo 22 nov)" in dutch
    assert "Of schuif de einddatum 12 dagen op, naar di 12 jan 2027" in dutch


def test_a_goal_that_is_closed_or_still_measures(sample: Shell) -> None:
    """Is refused in one sentence."""
    sample.ok("goal", "close", "2", "--as", "dropped")
    done = sample("goal", "levers", "2")
    assert done.status == 1 and "is closed" in done.err


def test_a_new_goal_is_told_what_it_takes(sample: Shell) -> None:
    """A of the wizard and of `goal add`: 200 / 158.5 of 5,494.5 visitors; nothing where it goes that way anyhow."""
    out = sample.ok("goal", "add", "200 orders every week until 1 march").out
    visitors = "Visitors 5,495 → 6,934 a week, never kept up (your best 12 weeks: 5,034)"
    assert f"one of these changes would be enough ({visitors}; or Conversion" in out
    assert (
        "one of these changes would be enough" not in sample.ok("goal", "add", "60 orders every week until 1 march").out
    )
    findings = sample("goal", "add", "200 orders every week until 1 march", "--json").json["findings"]
    assert any(
        text["text"].startswith("one of these changes would be enough") and text["letter"] == "A" for text in findings
    )


@pytest.mark.slow
def test_without_a_goal_every_open_one_is_shown(sample: Shell) -> None:
    """In JSON a list; figures are tried for the goals that they are a part of; what is a part of none is refused."""
    assert [levers["goal"] for levers in sample.ok("goal", "levers", "--json").json] == [2, 3, 4, 1]
    assert sample.ok("goal", "levers").out.count("\n\n") >= 3
    every = sample.ok("goal", "levers", "order-value=+10%", "--json").json
    assert [(levers["goal"], levers["tried"]["value"] > levers["now"]) for levers in every] == [(1, True)]
    refused = sample("goal", "levers", "newsletter=+3")
    assert (
        refused.status == 1
        and "newsletter is not a part of any KPI with an open goal. Choose: conversion," in refused.err
    )
    for number in "1234":
        sample.ok("goal", "close", number, "--as", "dropped")
    assert "No open goal has any days left" in sample("goal", "levers").err


def test_a_part_that_moved_the_other_way_is_named(shell: Shell) -> None:
    """Visitors halved in the last week of twenty: 20 orders of 1,000 visitors became 10 of 500."""
    shell.ok("kpi", "add", "Orders")
    shell.ok("kpi", "add", "Visitors")
    shell.ok("kpi", "add", "Conversion", "--kind", "ratio", "--numerator", "orders", "--denominator", "visitors")
    days = [date(2026, 11, 22) - timedelta(days=back) for back in range(140)]
    lines = [
        f"{key} {figure * (1 if day > date(2026, 11, 15) else 2) + day.day % 2} {day}\n"
        for key, figure in (("orders", 10), ("visitors", 500))
        for day in days
    ]
    shell.ok("log", "-", given="".join(lines).encode())
    shell.ok("goal", "add", "20 orders a day until 31 march", "--driver", "visitors")
    out = shell.ok("goal", "levers").out
    assert "Went the wrong way, by more than usual: Visitors" in out
    levers = {lever["key"]: lever["moved_away"] for lever in shell.ok("goal", "levers", "1", "--json").json["levers"]}
    assert levers == {"visitors": True, "conversion": False}


def test_a_kpi_without_a_goal_is_told_what_it_would_take(sample: Shell) -> None:
    """The click-through rate of September again: 2,864 of 113,672 is 2.52 %; of the impressions of four weeks."""
    out = sample.ok("why", "click-through", "month").out
    assert "What it would take to get back to 2.52%" in out
    assert "Ad clicks  +6 a week  742 → 748  done before (12–18 Oct)" in out
    again = sample.ok("why", "click-through", "month", "--json").json["again"]
    assert again["needed"] == pytest.approx(100 * 2864 / 113672, rel=1e-3)
    assert [lever["key"] for lever in again["levers"]] == ["ad-clicks"]
    assert "plus 6 a week, from 742 to 748" in sample.ok("why", "click-through", "month", "--plain").out
    assert sample.ok("why", "revenue", "month", "--json").json["again"] is None, "it has a goal"


def test_what_is_divided_by_the_stock_of_a_day_has_parts_of_a_day(shell: Shell) -> None:
    """75 visits a day of 6,354 members in 28 days are 0.3305; 0.5 of them is 3,177 visits, or 113.5 a day."""
    for name, *kind in (("Visits",), ("Members", "--kind", "level")):
        shell.ok("kpi", "add", name, *kind)
    shell.ok("kpi", "add", "Visits each", "--kind", "ratio", "--numerator", "visits", "--denominator", "members")
    rows = []
    for number in range(206):
        day = date(2026, 5, 1) + timedelta(days=number)
        rows += [f"members {200 + number // 7} {day}", f"visits {60 + 5 * (number % 7)} {day}"]
    shell.ok("log", "-", given="\n".join(rows).encode())
    shell.ok("goal", "add", "Visits each to 0.5 by 31 March", "--acceptable", "x", "--why", "x")
    assert "Visits  +39 a day  75 → 114" in shell.ok("goal", "levers", "1").out
    document = shell.ok("goal", "levers", "1", "--json").json
    (visits,) = document["levers"]  # fewer members are no way to more visits
    assert (document["per"], visits["now"]) == ("day", 75)
    assert document["now"] == pytest.approx(2100 / 6354)
    assert visits["wanted"] == pytest.approx(0.5 * 6354 / 28)
    assert "Visits 75 → 83 a day" in shell.ok("goal", "levers", "1", "visits=+10%").out


_CALLS = [10.0] * 90
_WORDS = [900, 0, 800, 450, 0, 900, 100, 850, 700, 0, 500, 900, 200, 600]  # nine of fourteen at 400


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("add", "values", "left_out", "sentence", "more", "answer"),
    [
        # 11 Nov is missing: 60 of 70 are there, and 10 as usual would make that week, which is unknown.
        pytest.param(
            (), _CALLS, "missing", "at least 70 tally every week until 31 december", (),
            "Enough if things go on like this: 70 a week now", id="a number as usual",
        ),
        # 280 on 28 of 29 days: with today's 10 that are 290, and with those of 11 Nov 300.
        pytest.param(
            (), _CALLS, "missing", "at least 300 tally every month until 31 december", ("--start", "2026-11-01"),
            "Log the missing numbers first: they decide whether you can still reach the goal",
            id="a number decides the month that runs",
        ),
        # 270 on 27 days that count are 70 a week.
        pytest.param(
            (), _CALLS, "paused", "at least 70 tally every week until 31 december", (),
            "Enough if things go on like this: 70 a week now (up to Sun 29 Nov), 70 a week needed",
            id="a paused day is no day of nothing",
        ),
        # From 740 at 20 a day down: on 29 Nov 8,220 - 89 x 20 = 6,440, and 32 days later 5,800.
        pytest.param(
            ("--kind", "level", "--unit", "EUR", "--better", "lower"), [8220 - 20 * n for n in range(90)], "",
            "tally to 6200 by 31 december", ("--start", "2026-11-01"),
            "According to the forecast you get there: € 6,440 now (up to Sun 29 Nov), at most € 6,200",
            id="it falls to it",
        ),
        # From 1,000 at 30 a day down it is at -1,670; 32 days bring -960 at best, and never a rise.
        pytest.param(
            ("--kind", "level", "--unit", "EUR", "--better", "higher"), [1000 - 30 * n for n in range(90)], "",
            "tally to 0 by 31 december", ("--start", "2026-11-01"),
            "Tally  +€ 1,670  -€ 1,670 → € 0  never kept up (your best: -€ 960 in 32 days)", id="it never rose",
        ),
        # It is at 330 and falls: in eleven days it is below 0.
        pytest.param(
            ("--kind", "level", "--unit", "EUR", "--better", "higher"), [3000 - 30 * n for n in range(90)], "",
            "tally above 0 by 31 december", ("--start", "2026-11-01", "--as-meant"),
            "Enough so far, but it will probably not last until the deadline: € 330 now (up to Sun 29 Nov), € 0 needed",
            id="it falls below it",
        ),
        # Nine of fourteen are 36 of 56; 7 of 10 of 88 are 62, so 26 of the 32 that are left.
        pytest.param(
            (), [_WORDS[n % 14] for n in range(90)], "", "at least 400 tally every day until 31 december",
            ("--keep", "7/10", "--start", "2026-10-05"),
            "Not enough if things go on like this: 3,450 a week on average now (up to Sun 29 Nov), but you must still"
            " reach 26 of 32 days", id="a mean keeps no days",
        ),
        pytest.param(
            ("--unit", "EUR", "--better", "lower"), [0.7] * 90, "",
            "at most 4.90 tally every week until 31 december", (),
            "Enough if things go on like this: € 4.90 a week now (up to Sun 29 Nov), at most € 4.90 a week",
            id="no parts of a cent",
        ),
        # Seven days of ten are logged: 63 a week and not 84; 560 in 32 days are 122.5. Of 572 320 are to come,
        # 288 in 32 days as usual; without those of the eight that are missing 224, where 384 come if all are logged.
        *(
            pytest.param(
                (), [12 if n % 10 >= 3 else None for n in range(90)], "",
                f"{target} tally between 2 november and 31 december", ("--without-words", "--as-meant"), answer,
                id=name,
            )
            for target, answer, name in (
                (812, "123 a week needed, 63 a week now (up to Sun 29 Nov)", "what is usually not logged"),
                (572, "Log the missing numbers first: they decide", "the missing ones as usual"),
            )
        ),
        # 200 were paid back on Friday, which no other day is like: the other 27 days have 10 each.
        pytest.param(
            (), [-200 if n == 87 else 10 for n in range(90)], "", "350 tally between 2 november and 31 december",
            ("--as-meant",),
            "Enough if things go on like this: 70 a week now (up to Sun 29 Nov), 62 a week needed\n"
            "Not counted in the current number: Fri 27 Nov (unusual or excluded)",
            id="a refund is no week as any other",
        ),
        # 250 by Thursday, 330 in the 32 days that are left, or in 35 with the three that are missing.
        pytest.param(
            (), [10 if n < 87 else None for n in range(90)], "", "580 tally between 2 november and 31 december",
            ("--as-meant",),
            "Enough if the missing numbers turn out as usual: 70 a week now (up to Thu 26 Nov). Without them: 73 a week"
            " needed",
            id="as if the missing ones were there",
        ),
        pytest.param(
            ("--kind", "count"), [1 if n % 9 == 8 else None for n in range(90)], "",
            "at most 6 tally every month until 31 december", ("--start", "2026-11-01"),
            "Too early to tell: 4 of 28 days with numbers\n", id="no parts",
        ),
    ],
)  # fmt: skip
def test_levers_say_what_the_page_says(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    add: tuple[str, ...],
    values: list[float | None],
    left_out: str,
    sentence: str,
    more: tuple[str, ...],
    answer: str,
) -> None:
    """One voice with the verdict, the next step and the chance; 90 days up to yesterday, Sunday 29 November."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-30")
    shell.ok("kpi", "add", "Tally", *add)
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(90)]
    rows = [f"tally {value} {day}\n" for day, value in zip(days, values, strict=True) if value is not None]
    if left_out:
        rows = [row for row in rows if "2026-11-11" not in row]
    shell.ok("log", "-", given="".join(rows).encode())
    if left_out == "paused":
        shell.ok("pause", "2026-11-11", "2026-11-11", "ill")
    start = more if "--start" in more else (*more, "--start", "2026-11-02")
    shell.ok("goal", "add", sentence, "--acceptable", "x", "--why", "x", *start)
    assert answer in shell.ok("goal", "levers", "1").out
    if left_out == "missing" and "Log the missing" in answer:
        assert "first: they decide whether you can still reach it" in shell("goal", "levers", "1", "tally=80").err


def test_what_a_part_lacks_takes_nothing_from_the_kpi(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """€ 40 every day are € 280 a week, though two of ten days have no visitors: without those days it was € 220."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-11-30")
    for words in (("Sales", "--unit", "EUR"), ("Orders",), ("Visitors",)):
        shell.ok("kpi", "add", *words)
    for name, top, below in (("Order value", "sales", "orders"), ("Conversion", "orders", "visitors")):
        shell.ok("kpi", "add", name, "--kind", "ratio", "--numerator", top, "--denominator", below)
    rows = []
    for number in range(90):
        day = date(2026, 9, 1) + timedelta(days=number)
        rows += [f"sales 40 {day}", f"orders 4 {day}", *([f"visitors 100 {day}"] if number % 10 >= 2 else [])]
    shell.ok("log", "-", given="\n".join(rows).encode())
    shell.ok("goal", "add", "4000 sales by 31 December", "--start", "2026-11-02", "--acceptable", "x", "--why", "x")
    out = shell.ok("goal", "levers", "1").out
    assert "€ 280 a week now (up to Sun 29 Nov)" in out


def test_what_can_be_reached_no_more_has_no_levers(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """An average of 28 days at 4.08 with two of them to come: each would have to be 7.2 for 4.30."""
    monkeypatch.setenv("KPITUI_TODAY", "2026-05-30")
    shell.ok("kpi", "add", "Rating", "--kind", "sample")
    days = [date(2026, 3, 1) + timedelta(days=number) for number in range(90)]
    rows = [f"rating {4.02 + 0.04 * (number % 4)} {day}" for number, day in enumerate(days)]
    shell.ok("log", "-", given="\n".join(rows).encode())
    shell.ok(
        "goal",
        "add",
        "rating to 4.3 by 31 May",
        "--start",
        "2026-04-01",
        "--acceptable",
        "x",
        "--why",
        "x",
        "--as-meant",
    )
    assert "The goal can no longer be reached" in shell.ok("goal", "show", "1").out
    assert "can no longer be reached" in shell.ok("goal", "levers", "1").out
    assert "can't change the outcome" in shell("goal", "levers", "1", "rating=4.3").err
    monkeypatch.setenv("KPITUI_TODAY", "2026-06-01")
    assert "has no days left" in shell("goal", "levers", "1").err
