"""Wishes in English and Dutch: a table of sentences each, every field of each; and that nothing makes reading fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpitui.core.goal_text import Wish, read_wish

TODAY = date(2026, 11, 23)
FIELDS = {"pct": "change_percent", "pts": "change_points", "to": "target", "low": "low", "from": "baseline"}
WHOLE = {"unit": "unit", "per": "per", "?": "unsure", "s": "start", "d": "deadline"}


def sentences(language: str) -> Iterator[tuple[str, Wish]]:
    """Yield the sentences of the table in a language, each with what it says."""
    path = Path(__file__).parent / f"wishes_{language}.txt"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        sentence, metric, says = (part.strip() for part in f"{line} ".split(" |", 2))
        told = dict(part.partition("=")[::2] for part in says.split())
        figures = {FIELDS[name]: float(text) for name, text in told.items() if name in FIELDS}
        days = {WHOLE[name]: date.fromisoformat(text) for name, text in told.items() if name in ("s", "d")}
        rest = {WHOLE[name]: text for name, text in told.items() if name in ("unit", "per")}
        left_open = (told["?"],) if "?" in told else ()
        limit = "limit" in told
        metric = "" if metric == "-" else metric
        yield sentence, Wish(metric, limit=limit, unsure=left_open, **figures, **days, **rest)  # type: ignore[arg-type]


TABLE = [(language, *each) for language in ("en", "nl") for each in sentences(language)]


@pytest.mark.parametrize(("language", "sentence", "said"), TABLE, ids=[each[1][:60] for each in TABLE])
def test_what_a_sentence_says(language: str, sentence: str, said: Wish) -> None:
    """Every field is read right, and what the sentence leaves open is left open."""
    wish = read_wish(sentence, TODAY)
    assert wish._replace(direction="", period_start=None, every=False, towards=False) == said


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_tables_are_long_and_varied(language: str) -> None:
    """At least 150 different sentences in each language."""
    assert len({sentence for each, sentence, _said in TABLE if each == language}) >= 150


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("15% more revenue", "more"),
        ("Minder klachten", "less"),
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


def test_two_figures_that_nothing_explains_are_left_open() -> None:
    """Neither of them is taken for the target without saying so."""
    assert "target" in read_wish("100 orders 200 visitors by 31 March", TODAY).unsure


def test_days_move_with_today() -> None:
    """The end of a quarter that is over is that of the year to come; next year is next year."""
    assert read_wish("15% more revenue by the end of Q2", date(2026, 4, 1)).deadline == date(2026, 6, 30)
    assert read_wish("20% more visitors next year", date(2024, 2, 29)).deadline == date(2025, 12, 31)
    assert read_wish("10 orders within 12 months", date(2024, 2, 29)).deadline == date(2025, 2, 28)


@given(st.text(max_size=200))
def test_any_text_is_a_wish(text: str) -> None:
    """Nothing that can be typed makes reading fail."""
    assert isinstance(read_wish(text, TODAY), Wish)


PARTS = """
15% 4 procent more meer omzet van 20 naar by the end of Q2 tussen en 31 december 1,5 k per week voor 99 2027
29 februari next year vorig jaar binnen 12 months
"""
WORDS = st.sampled_from(PARTS.split())


@given(st.lists(WORDS, max_size=14), st.dates())
@example(["15%", "meer", "omzet", "van", "29", "februari", "tot", "31", "december", "2027"], TODAY)
@example(["15%", "by", "the", "end", "of", "next", "year"], date.max)
def test_any_order_of_the_words_of_wishes(parts: list[str], today: date) -> None:
    """Whatever is put together, on whatever day, reading does not fail: 29 February of a year without one neither."""
    assert isinstance(read_wish(" ".join(parts), today), Wish)


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
