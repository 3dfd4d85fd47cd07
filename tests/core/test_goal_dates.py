"""The days in a wish: spans of days and periods, and what is left of the sentence."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core._goal_dates import DAYS, Days, span_of, take_compared, take_days
from kpitui.core._goal_tokens import line_of

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
    days = take_days(line_of(text), TODAY)
    assert days.period_start == (date.fromisoformat(first) if first else None)
    assert first is None or days.start is None


def test_what_is_no_day_has_no_span() -> None:
    """Neither words nor days that do not exist."""
    assert span_of("revenue", TODAY) is None
    assert span_of("31 february", TODAY) is None


def test_the_rest_of_the_sentence_is_left() -> None:
    """Days are taken out, nothing else; a sentence without days stays as it is."""
    line = line_of("15% more revenue by 31 december")
    assert take_days(line, TODAY) == Days(None, date(2026, 12, 31))
    assert [token.text for token in line.tokens] == ["15", "%", "more", "revenue", DAYS]
    plain = line_of("more revenue")
    assert take_days(plain, TODAY) == Days()
    assert plain.text == " more revenue "


@pytest.mark.parametrize(
    ("text", "start", "deadline"),
    [
        ("from 4 January to 2 April 2027", "2027-01-04", "2027-04-02"),
        ("januari t/m maart", "2027-01-01", "2027-03-31"),
        ("through June", None, "2027-06-30"),
        ("tot en met juni 5 nieuwe klanten", None, "2027-06-30"),
        ("as of April", "2027-04-01", None),
        ("by the start of March", None, "2027-03-01"),
        ("by mid-March", None, "2027-03-15"),
        ("12 weken lang", "2026-11-23", "2027-02-14"),
        ("for 12 weeks", "2026-11-23", "2027-02-14"),
        ("in the next 12 weeks", None, "2027-02-14"),
        ("de komende 12 weken", "2026-11-23", "2027-02-14"),
        ("over 12 weeks", None, "2027-02-14"),
        ("over 12 weken", None, "2027-02-15"),
        ("for 30 days", "2026-11-23", "2026-12-22"),
        ("4 weken lang vanaf vandaag", "2026-11-23", "2026-12-20"),
        ("drie maanden lang", "2026-11-23", "2027-02-22"),
        ("for two quarters", "2026-11-23", "2027-05-22"),
        ("anderhalf jaar lang", "2026-11-23", "2028-05-22"),
        ("for a year", "2026-11-23", "2027-11-22"),
        ("starting 1 March for half a year", "2027-03-01", "2027-08-31"),
        ("within 3 months starting 1 January", "2027-01-01", "2027-03-31"),
        ("starting 4 January for ten weeks", "2027-01-04", "2027-03-14"),
        ("vanaf 8 januari twintig weken lang", "2027-01-08", "2027-05-27"),
        ("within ten weeks", None, "2027-02-01"),
        ("binnen anderhalf jaar", None, "2028-05-23"),
        ("in week 10", "2027-03-08", "2027-03-14"),
        ("before Easter", None, "2027-03-27"),
        ("by Black Friday", None, "2026-11-27"),
        ("voor Sinterklaas", None, "2026-12-04"),
        ("by Mother's Day", None, "2027-05-09"),
        ("op Koningsdag", None, "2027-04-27"),
    ],
)
def test_the_days_of_a_piece(text: str, start: str | None, deadline: str | None) -> None:
    days = take_days(line_of(text), TODAY)
    assert (days.start, days.deadline) == tuple(date.fromisoformat(day) if day else None for day in (start, deadline))


@pytest.mark.parametrize(
    "text",
    [
        "by March", "before summer", "this school year", "during Ramadan", "in the first 30 days after launch",
        "voor de beurs", "na de livegang", "in the week before Christmas",
        "until the half marathon in April", "on 30 February", "early April", "as soon as possible",
        "binnen afzienbare tijd",
    ],
)  # fmt: skip
def test_what_has_no_day_is_left_open(text: str) -> None:
    """A season, an event, a month whose end or beginning may be meant, a day that does not exist."""
    days = take_days(line_of(text), TODAY)
    assert days.deadline is None
    assert "deadline" in days.unsure


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("10% more than last year", "last-year"),
        ("than in the same period last year", "last-year"),
        ("t.o.v. vorig jaar", "last-year"),
        ("year on year", "last-year"),
        ("up on the previous quarter", "previous"),
        ("than last month", "2026-10-01..2026-10-31"),
        ("versus 2025", "2025-01-01..2025-12-31"),
        ("than in Q1 2026", "2026-01-01..2026-03-31"),
        ("dan nu", "now"),
        ("8% over the next quarter", ""),
    ],
)
def test_what_a_change_is_compared_with(text: str, compared: str) -> None:
    assert take_compared(line_of(text), TODAY) == compared
