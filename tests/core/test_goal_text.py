"""Wishes in English and Dutch: a table of sentences each, every part of each; and that nothing makes reading fail."""

from __future__ import annotations

import re
import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpitui.core.goal_text import Alternative, Wish, added_up, gained, improved, in_unit_of, read_wish, results_in
from tests.core.goal_sentences import FIGURES, TODAY, Row, business_rows, rows

LANGUAGES = ("en", "nl")
TABLE = [row for language in LANGUAGES for row in rows(language)]
TABLE += [row for language in LANGUAGES for row, _kpis in business_rows(language)]


def says(wish: Wish) -> dict[str, object]:
    """Return what a wish says by the names of the table."""
    parts: dict[str, object] = {name: getattr(wish, field) for name, field in FIGURES.items()}
    parts |= {"unit": wish.unit, "per": wish.per, "limit": wish.limit, "cmp": wish.compared}
    parts |= {"keep": "{}/{}".format(*wish.keep) if wish.keep else "", "s": wish.start, "d": wish.deadline}
    return {name: part for name, part in parts.items() if part is not None and part is not False and part != ""}


@pytest.mark.sampled(200)
@pytest.mark.parametrize("row", TABLE, ids=[row.sentence[:60] for row in TABLE])
def test_what_a_sentence_says(row: Row) -> None:
    wish = improved(read_wish(row.sentence, TODAY), lower=False)
    expected: dict[str, object] = {
        name: pytest.approx(float(row.says[name]), abs=0.01) for name in FIGURES if name in row.says
    }
    expected |= {name: date.fromisoformat(row.says[name]) for name in ("s", "d") if name in row.says}
    expected |= {name: row.says[name] for name in ("unit", "per", "cmp", "keep") if name in row.says}
    expected |= {"limit": True} if "limit" in row.says else {}
    assert says(wish) == expected
    missing = {"deadline"} if wish.deadline is None else set()
    if not wish.counted:
        missing |= {"target", "change"}
    assert row.left_open <= {*wish.unsure, *missing}
    assert ("cond" not in row.says) or wish.quoted(row.sentence, "condition", "unused")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_tables_are_long_and_varied(language: str) -> None:
    assert len({row.sentence for row in rows(language)}) >= 300


@pytest.mark.sampled(1)
@pytest.mark.parametrize("part", range(4))
def test_every_figure_of_a_sentence_is_read_or_named_as_unread(part: int) -> None:
    """No figure goes unsaid: each stands in a mark, of a part or of what was not used; marks come in their order."""
    unsaid = []
    for row in TABLE[part::4]:
        marks = read_wish(row.sentence, TODAY).marks
        digits = [index for index, sign in enumerate(row.sentence) if sign.isdigit()]
        if not all(any(mark.start <= index < mark.end for mark in marks) for index in digits):
            unsaid.append(row.sentence)
        assert all(one.start <= other.start for one, other in pairwise(marks))
        assert all(0 <= mark.start < mark.end <= len(row.sentence) for mark in marks)
    assert unsaid == []


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("15% more revenue", "more"),
        ("Minder klachten", "less"),
        ("Reageren op 90% van de mails binnen 2 dagen", ""),
        ("Reply to 90% of emails within 2 days", ""),
        ("Onder de streep 45.000 euro in 2027", ""),
        ("Keep the margin between 30% and 40%", "keep"),
        ("Bounce rate from 46% to 40%", "less"),
        ("Refunds -20%", "less"),
        ("Hoogstens 5 klachten per maand", "less"),
        ("100 orders", ""),
        ("", ""),
    ],
)
def test_which_way_it_goes(sentence: str, direction: str) -> None:
    """By a word, by two figures, by a sign or by a limit; otherwise it is not said."""
    assert read_wish(sentence, TODAY).direction == direction


@pytest.mark.parametrize(
    ("sentence", "target", "change", "baseline"),
    [
        ("Takings of -500 by 31 August 2027", -500, None, None),
        ("Omzet naar -€500 voor 31 augustus 2027", -500, None, None),
        ("Winst van minimaal -500 voor 31 augustus 2027", -500, None, None),
        ("Bank balance from -2000 to -500 by 31 August 2027", -500, None, -2000),
        ("Takings -500 by 31 August 2027", None, -500, None),
        ("A change of -500 in takings by 31 August 2027", None, -500, None),
        ("A drop of -500 in takings by 31 August 2027", None, -500, None),
    ],
)
def test_a_minus_behind_a_word_for_what_it_is_to_be_is_no_change(
    sentence: str, target: float | None, change: float | None, baseline: float | None
) -> None:
    wish = read_wish(sentence, TODAY)
    assert (wish.target, wish.change_points, wish.baseline) == (target, change, baseline)


@pytest.mark.parametrize(
    ("sentence", "part", "words"),
    [
        ("15% more revenue by the end of Q2", "change", "15%"),
        ("15% more revenue by the end of Q2", "metric", "revenue"),
        ("15% more revenue by the end of Q2", "deadline", "by the end of Q2"),
        ("Get churn down to 3% from 5% by June 30", "baseline", "5%"),
        ("Om de week een video op YouTube in 2027", "per", "Om de week"),
        ("At least 8 leads a week in 10 of 12 weeks", "keep", "in 10 of 12 weeks"),
        ("20% meer bestellingen dan vorig jaar in december", "compared", "dan vorig jaar"),
        ("12 orders of at least €1,000 each by 1 June", "condition", "of at least €1,000 each"),
        ("15% more revenue by 30 June, because rent goes up", "reason", "because rent goes up"),
        ("100 orders 200 visitors by 31 March", "unused", "200"),
        ("30% meer omzt, voor 1 maart", "metric", "omzt"),
    ],
)
def test_which_words_gave_a_part(sentence: str, part: str, words: str) -> None:
    """As they were typed, with their places."""
    assert words in read_wish(sentence, TODAY).quoted(sentence, part)


@pytest.mark.parametrize(
    ("sentence", "choices"),
    [
        ("100 orders 200 visitors by 31 March", {Alternative("target", 100.0), Alternative("target", 200.0)}),
        ("5-8% more orders in Q2", {Alternative("change", 5.0, "%"), Alternative("change", 8.0, "%")}),
        ("5 tot 10% minder retouren in Q2", {Alternative("change", -5.0, "%"), Alternative("change", -10.0, "%")}),
        ("10% more orders by March",
         {Alternative("deadline", date(2027, 2, 28)), Alternative("deadline", date(2027, 3, 31))}),
        ("Revenue by 15% in 2027", {Alternative("change", 15.0, "%"), Alternative("change", -15.0, "%")}),
        ("Win 2 new clients per fortnight until 31 March",
         {Alternative("per", (1.0, 1, 1), "week"), Alternative("per", (2.0, 1, 2), "week")}),
        ("Per half jaar 8 nieuwe klanten in 2027",
         {Alternative("per", (16.0, 1, 1), "year"), Alternative("per", (4.0, 1, 1), "quarter")}),
        ("120 orders on Mother's Day 2027",
         {Alternative("deadline", date(2027, 3, 7)), Alternative("deadline", date(2027, 5, 9))}),
        ("Revenue may drop by at most 5% in 2027", {Alternative("change", -5.0, "%")}),
        ("Wachtlijst wegwerken: binnen 3 weken een afspraak", {Alternative("deadline", date(2026, 12, 14))}),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_left_open_with_its_readings(sentence: str, choices: set[Alternative]) -> None:
    wish = read_wish(sentence, TODAY)
    assert {choice.part for choice in choices} <= set(wish.unsure)
    assert set(wish.choices) == choices


@pytest.mark.parametrize(
    ("sentence", "more", "to"),
    [
        ("40 new members by the end of March", 40, None),
        ("Win 25 members in Q1 2027", 25, None),
        ("Sign up fifty new members by 1 June", 50, None),
        ("At least 12 new sponsors this quarter", 12, None),
        ("40 nieuwe leden eind maart", 40, None),
        ("15 leden werven voor 1 april 2027", 15, None),
        ("Voor Pasen nog 200 abonnees op de lijst", 200, None),
        ("Dit kwartaal minstens 12 nieuwe sponsors vinden", 12, None),
        ("500 members by 1 June", None, 500),
        ("500 members by the opening of the new studio on 1 June", None, 500),
        ("Grow to 40 new members by 1 June", None, 40),
        ("500 leden voor de opening van de nieuwe studio", None, 500),
    ],
)
def test_new_ones_of_a_stock_come_to_those_there_are(sentence: str, more: float | None, to: float | None) -> None:
    wish = gained(read_wish(sentence, TODAY))
    assert (wish.change_points, wish.target) == (more, to)
    assert more is None or wish.direction == "more"


def test_what_is_added_to_a_stock_every_week_is_asked_with_what_it_comes_to() -> None:
    """50 subscribers a week of a list is no level of a week."""
    wish = added_up(read_wish("Add 50 subscribers a week until the end of May", TODAY), 27)
    assert (wish.change_points, wish.per) == (None, "")
    assert Alternative("change", 1350.0) in wish.choices
    assert "change" in wish.unsure


@pytest.mark.parametrize("sentence", ["Grow revenue 5% a month in 2027", "8% more orders every week until 30 June"])
def test_a_percentage_for_each_period_is_asked(sentence: str) -> None:
    """So much more each time is no goal there is; so much more in all has to be meant."""
    wish = read_wish(sentence, TODAY)
    assert wish.change_percent is None
    assert "change" in wish.unsure


def test_two_figures_that_nothing_explains_are_left_open() -> None:
    """Neither of them is taken for the target without saying so."""
    wish = read_wish("100 orders 200 visitors by 31 March", TODAY)
    assert "target" in wish.unsure
    assert wish.target is None


def test_days_move_with_today() -> None:
    """The end of a quarter that is over is that of the year to come; next year is next year."""
    assert read_wish("15% more revenue by the end of Q2", date(2026, 4, 1)).deadline == date(2026, 6, 30)
    assert read_wish("20% more visitors next year", date(2024, 2, 29)).deadline == date(2025, 12, 31)
    assert read_wish("10 orders within 12 months", date(2024, 2, 29)).deadline == date(2025, 2, 28)
    assert read_wish("10 orders by Easter", date(2024, 2, 29)).deadline == date(2024, 3, 31)
    assert read_wish("10 orders by Black Friday", date(2026, 11, 28)).deadline == date(2027, 11, 26)


def test_the_month_comes_first_where_the_region_says_so() -> None:
    assert read_wish("1000 subscribers by 3/4", TODAY, month_first=True).deadline == date(2027, 3, 4)
    assert read_wish("1000 subscribers by 3/4", TODAY).deadline == date(2027, 4, 3)


@given(st.text(max_size=200))
def test_any_text_is_a_wish(text: str) -> None:
    """Nothing that can be typed makes reading fail."""
    assert isinstance(read_wish(text, TODAY), Wish)


PARTS = """
15% 4 procent more meer omzet van 20 naar by the end of Q2 tussen en 31 december 1,5 k per week voor 99 2027
29 februari next year vorig jaar binnen 12 months elke om de twee weken half a third of each at least maximaal € ton
9/10 fortnight 3/4 than dan besparen op , - without zonder easter week 53 in
"""
WORDS = st.sampled_from(PARTS.split())


@given(st.lists(WORDS, max_size=14), st.dates())
@example(["15%", "meer", "omzet", "van", "29", "februari", "tot", "31", "december", "2027"], TODAY)
@example(["15%", "by", "the", "end", "of", "next", "year"], date.max)
@example(["15%", "more", "than", "last", "year", "by", "easter"], date.max)
@example(["dan", "vorig", "jaar", "week", "53"], date.min)
def test_any_order_of_the_words_of_wishes(parts: list[str], today: date) -> None:
    """Whatever is put together, on whatever day, reading does not fail: 29 February of a year without one neither."""
    sentence = " ".join(parts)
    assert isinstance(read_wish(sentence, today), Wish)
    assert isinstance(results_in(sentence, today), tuple)


@pytest.mark.parametrize(
    ("sentence", "every", "towards"),
    [
        ("60 orders a week by the end of March", False, False),
        ("10k revenue every month in 2026", True, False),
        ("to 10.000 a month by December", False, True),
        ("omzet naar 10.000 per maand voor december", False, True),
        ("grow from 40 to 60 orders a week", False, True),
        ("at most 40 hours a week", False, False),
        ("elke week 5 nieuwe klanten", True, False),
        ("limit to 40 hours a week", False, False),
    ],
)
def test_every_period_or_by_then(sentence: str, every: bool, towards: bool) -> None:
    wish = read_wish(sentence, TODAY)
    assert (wish.every, wish.towards) == (every, towards)


@pytest.mark.parametrize(
    ("sentence", "several"),
    [
        ("more revenue and fewer returns", True),
        ("10% meer bezoekers en 5% hogere conversie op 30 juni", True),
        ("30 new clients and 50,000 in revenue this year", True),
        ("between 2 and 4 articles a week", False),
        ("revenue and orders up", False),
        ("at least 2 and at most 4 posts a week", False),
    ],
)
def test_two_results_are_told_apart(sentence: str, several: bool) -> None:
    assert bool(results_in(sentence, TODAY)) is several


@pytest.mark.parametrize(
    ("sentence", "direction", "target", "change"),
    [
        ("no-show rate to 7% over last week", "", 7, None),
        ("no-show rate of 7% over last week", "", 7, None),
        ("no-show rate to 7% compared with last week", "", 7, None),
        ("bounce rate to 40% over the last 28 days", "", 40, None),
        ("bounce rate to 40% over 4 weeks by 31 December", "", 40, None),
        ("uitval naar 7% over vorige week", "", 7, None),
        ("uitval naar 7% boven vorige week", "", 7, None),
        ("uitval van 7% over de laatste 28 dagen", "", 7, None),
        ("response time to 5 min", "", 5, None),
        ("reactietijd naar 5 min", "", 5, None),
        ("waiting list to 6 in half a year", "", 6, None),
        ("revenue 20% over last year", "more", None, 20),
        ("revenue 20% above last year", "more", None, 20),
        ("over 50 orders", "more", 50, None),
        ("no-show rate under 7% over last week", "less", 7, None),
        ("lower the no-show rate to 7% over last week", "less", 7, None),
    ],
)
def test_what_it_is_compared_with_is_no_direction(
    sentence: str, direction: str, target: float | None, change: float | None
) -> None:
    """A stretch, an earlier period and a unit say nothing of which way a figure goes; a change over one does."""
    wish = read_wish(sentence, TODAY)
    assert (wish.direction, wish.target, wish.change_percent) == (direction, target, change)


@pytest.mark.parametrize(
    ("sentence", "limit", "per", "figure"),
    [
        ("inkoop niet hoger dan 3000 per maand", True, "month", 3000.0),
        ("12 videos a month tops", True, "month", 12.0),
        ("12 videos a month and no more", True, "month", 12.0),
        ("25 klussen per week, en niet meer", True, "week", 25.0),
        ("no month below 3000 euros of revenue in 2027", False, "month", 3000.0),
        ("geen enkele week onder 20 klussen", False, "week", 20.0),
        ("not a single week above 40 hours", True, "week", 40.0),
    ],
)
def test_a_figure_that_none_may_pass(sentence: str, limit: bool, per: str, figure: float) -> None:
    wish = read_wish(sentence, TODAY)
    assert (wish.limit, wish.least, wish.per, wish.target) == (limit, not limit, per, figure)


@pytest.mark.parametrize(
    "sentence",
    [
        "25 jobs a week (I can't pack in more) until 30 June",
        "25 jobs a week, I can't do more than that, until 30 June",
        "25 jobs a week until 30 June, no excuses",
        "My wife says 25 jobs a week is enough until 30 June",
    ],
)
def test_a_remark_is_no_part_of_what_is_measured(sentence: str) -> None:
    wish = read_wish(sentence, TODAY)
    assert (wish.metric, wish.target, wish.limit) == ("jobs", 25.0, False)


def test_brackets_that_narrow_what_is_measured_are_no_remark() -> None:
    assert "workshops" in read_wish("5000 euros of revenue a month (workshops only)", TODAY).metric


@pytest.mark.parametrize(
    ("sentence", "start", "deadline"),
    [
        ("20 lessen per week, te beginnen 4 januari", "2027-01-04", None),
        ("20 lessons a week starting 4 January", "2027-01-04", None),
        ("From 1 March for 6 months 20 lessons a week", "2027-03-01", "2027-08-31"),
        ("Vanaf 1 maart een jaar lang 20 lessen per week", "2027-03-01", "2028-02-29"),
        ("From 4 January for ten weeks 20 lessons a week", "2027-01-04", "2027-03-14"),
        ("20 lessons a week in jan and feb", "2027-01-01", "2027-02-28"),
        ("20 lessen per week in januari en februari", "2027-01-01", "2027-02-28"),
        ("30 orders a day 1-24 Dec", "2026-12-01", "2026-12-24"),
        ("100 orders by the first of March", None, "2027-03-01"),
        ("100 orders between the first of March and the first of May", "2027-03-01", "2027-05-01"),
    ],
)
def test_starts_and_stretches(sentence: str, start: str | None, deadline: str | None) -> None:
    """A start is never taken for the last day, and a length in months ends with the month."""
    wish = read_wish(sentence, TODAY)
    days = [None if day is None else day.isoformat() for day in (wish.start, wish.deadline)]
    assert (days, wish.target is not None, wish.unsure) == ([start, deadline], True, ())


@pytest.mark.parametrize(
    ("sentence", "keep", "per"),
    [
        ("20 lessons a week, 9 weeks out of 10, until 30 June", (9, 10), "week"),
        ("eens in de veertien dagen een nieuwsbrief", (1, 2), "week"),
    ],
)
def test_in_how_many_of_how_many(sentence: str, keep: tuple[int, int], per: str) -> None:
    wish = read_wish(sentence, TODAY)
    assert (wish.keep, wish.per) == (keep, per)


def test_may_that_is_a_verb_is_no_month() -> None:
    assert read_wish("20 lessons a week, 4 may be missed", TODAY).deadline is None


@pytest.mark.parametrize(
    ("sentence", "condition", "metric"),
    [
        ("10 cakes every Saturday until 30 June", "every Saturday", "cakes"),
        ("10 taarten zaterdags t/m 30 juni", "zaterdags", "taarten"),
        ("30 guests at weekends until 30 June", "at weekends", "guests"),
        ("30 gasten in het weekend t/m 30 juni", "in het weekend", "gasten"),
        ("20 lessons a week, term time only, until 30 June", "term time only", "lessons"),
        ("Answer within 2 hours during office hours by 1 June", "during office hours", "answer"),
    ],
)
def test_at_what_times_it_is_to_hold_is_named_as_a_condition(sentence: str, condition: str, metric: str) -> None:
    wish = read_wish(sentence, TODAY)
    assert (wish.quoted(sentence, "condition"), wish.metric) == ((condition,), metric)


@pytest.mark.parametrize(
    ("sentence", "unit", "target", "foreign"),
    [
        ("Harvest 40 tonnes of potatoes by 15 October", "kg", 40000.0, ""),
        ("1,2 ton bloem per maand", "kg", 1200.0, ""),
        ("3 litres of milk a day", "l", 3.0, ""),
        ("3 litres of milk a day", "kg", 3.0, "litres"),
        ("drive 100 miles a week", "km", 160.9344, ""),
        ("Wachttijd naar 1 week", "dagen", 7.0, "dagen"),
        ("een ton omzet", "EUR", 100_000.0, "EUR"),
        ("words per hour of 420 by 31 December", "1/h", 420.0, ""),
        ("420 words an hour by 31 December", "", 420.0, ""),
        ("price per hour to 95 by 31 December", "EUR", 95.0, ""),
        ("omzet per gewerkt uur naar 95 eind december", "EUR", 95.0, ""),
        ("euro per uur naar 95 eind december", "EUR", 95.0, ""),
        ("40 woorden/uur in december", "", 40.0, ""),
        ("uren per klant naar 3 eind december", "h", 3.0, "h"),
        ("avonduren per week naar 3", "h", 3.0, "h"),
    ],
)
def test_a_figure_is_turned_into_the_unit_of_its_kpi_or_asked_about(
    sentence: str, unit: str, target: float, foreign: str
) -> None:
    wish = in_unit_of(read_wish(sentence, TODAY), unit)
    assert wish.target == pytest.approx(target)
    assert wish.unit == foreign


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("60 orders a week by 1 May, weather permitting", "weather permitting"),
        ("60 orders a week than last winter by 1 May", "than last winter"),
        ("60 orders on Sundays and in summer by 1 May", "in summer"),
        ("60 bestellingen per week als het droog blijft, tot 1 mei", "als het droog blijft"),
        ("60 bestellingen per week tenzij ik ziek ben tot 1 mei", "tenzij ik ziek ben"),
    ],
)
def test_what_no_part_was_read_from_is_named(sentence: str, words: str) -> None:
    assert words in read_wish(sentence, TODAY).quoted(sentence, "condition", "unused")


def test_no_pattern_is_a_dictionary() -> None:
    """Compiling one with ten thousand words took a second of every command and form that reads a goal."""
    sizes = {
        f"{name}.{pattern}": len(value.pattern)
        for name, module in sys.modules.items()
        if name.startswith(("kpitui.core._goal", "kpitui.core.goal"))
        for pattern, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }
    assert len(sizes) > 100
    assert [name for name, size in sizes.items() if size > 25_000] == []


def test_a_number_in_brackets_that_is_no_number() -> None:
    """What Unicode calls a digit and nobody counts with is read without a mistake of ours."""
    assert read_wish("two, (²) clients by 31 December 2026", TODAY).deadline == date(2026, 12, 31)
