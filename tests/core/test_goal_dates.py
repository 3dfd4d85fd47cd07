"""The days in a wish: spans of days and periods, and what is left of the sentence."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core._goal_dates import Days, span_of, take_days

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("q2", "2027-04-01", "2027-06-30"),
        ("q4", "2026-10-01", "2026-12-31"),
        ("the second half of 2027", "2027-07-01", "2027-12-31"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("volgend jaar", "2027-01-01", "2027-12-31"),
        ("next week", "2026-11-30", "2026-12-06"),
        ("maart", "2027-03-01", "2027-03-31"),
        ("end of the month", "2026-11-30", "2026-11-30"),
        ("eind volgend kwartaal", "2027-03-31", "2027-03-31"),
        ("year-end", "2026-12-31", "2026-12-31"),
        ("kerst", "2026-12-25", "2026-12-25"),
    ],
)
def test_the_span_of_a_piece(text: str, first: str, last: str) -> None:
    """First and last day, the nearest that is not over."""
    assert span_of(text, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (" by the end of q2 ", "2027-04-01"),
        (" aan het einde van het tweede kwartaal ", "2027-04-01"),
        (" by the end of the year ", "2026-01-01"),
        (" eind volgende maand ", "2026-12-01"),
        (" year-end ", "2026-01-01"),
        (" by 30 june ", None),
        (" in q2 ", None),
    ],
)
def test_the_period_whose_end_is_named(text: str, first: str | None) -> None:
    """Its first day, which is not said to be the start; a day or a whole period names no end of one."""
    days = take_days(text, TODAY)[1]
    assert days.period_start == (date.fromisoformat(first) if first else None)
    assert first is None or days.start is None


def test_what_is_no_day_has_no_span() -> None:
    """Neither words nor days that do not exist."""
    assert span_of("revenue", TODAY) is None
    assert span_of("31 february", TODAY) is None


def test_the_rest_of_the_sentence_is_left() -> None:
    """Days are taken out, nothing else; a sentence without days stays as it is."""
    rest, days = take_days(" 15% more revenue by 31 december ", TODAY)
    assert rest.split() == ["15%", "more", "revenue", ","]
    assert days == Days(None, date(2026, 12, 31))
    assert take_days(" more revenue ", TODAY) == (" more revenue ", Days())
