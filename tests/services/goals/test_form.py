"""From typed fields to a draft: what is read, what is refused at its field, what is filled in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.smart import target_of
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals.form import baseline_offers, period_text, read_draft, suggested_type
from kpitui.services.workspace import Workspace

TODAY = date(2026, 11, 23)


def a_year_of(workspace: Workspace, key: str, value: str, first: date, last: date) -> None:
    """Log the same value on every day from *first* to *last*."""
    for at in range((last - first).days + 1):
        log(workspace, [EntryInput(key, value, first + timedelta(days=at))])


def test_nothing_typed_is_an_empty_draft(shop: Workspace) -> None:
    """Empty fields are no problem and make nothing up."""
    reading = read_draft(shop, {})
    assert ({}, "", None) == (reading.problems, reading.draft.kpi, reading.draft.deadline)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("kpi", "nothing"),
        ("type", "sideways"),
        ("per", "fortnight"),
        ("keep", "11/10"),
        ("at_least", "some"),
        ("target", "many"),
        ("change", "abc"),
        ("baseline", "?"),
        ("compared", "once"),
        ("start", "never"),
        ("deadline", "2026-02-30"),
        ("drivers", "orders, nobody"),
        ("review", "hourly"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_field(shop: Workspace, field: str, text: str) -> None:
    """An unreadable field is refused by itself; the others are read."""
    reading = read_draft(shop, {"title": "More", field: text})
    assert ([field], "More") == (list(reading.problems), reading.draft.title)


def test_a_change_in_percent_or_points(shop: Workspace) -> None:
    """15% is a share of the baseline, 4pp are points, a bare number is in the unit of the KPI."""
    assert 15 == read_draft(shop, {"change": "15%"}).draft.change_percent
    assert 4 == read_draft(shop, {"change": "4pp"}).draft.change_points
    assert 4 == read_draft(shop, {"change": "4 procentpunt"}).draft.change_points
    assert 20 == read_draft(shop, {"change": "20"}).draft.change_points


def test_the_baseline_is_measured(shop: Workspace) -> None:
    """15% more than the same quarter last year is worked out from its own figures, with their day count."""
    a_year_of(shop, "revenue", "100", date(2025, 10, 1), date(2025, 12, 31))
    typed = {"kpi": "revenue", "change": "15%", "start": "2026-10-01", "deadline": "2026-12-31"}
    draft = read_draft(shop, typed).draft
    assert (9200.0, 92, date(2025, 10, 1)) == (draft.baseline, draft.baseline_days, draft.baseline_start)
    assert pytest.approx(10580) == target_of(draft)
    assert "total" == draft.type


def test_a_chosen_period_wins_and_an_own_figure_wins_more(shop: Workspace) -> None:
    """The baseline is that of the period chosen, unless a figure was typed for it."""
    a_year_of(shop, "revenue", "100", date(2026, 1, 1), date(2026, 3, 31))
    typed = {"kpi": "revenue", "change": "10%", "deadline": "2027-02-20"}
    typed["compared"] = period_text(date(2026, 1, 1), date(2026, 3, 31))
    assert 9000 == read_draft(shop, typed).draft.baseline
    own = read_draft(shop, {**typed, "baseline": "5000"}).draft
    assert (5000, date(2026, 1, 1), None) == (own.baseline, own.baseline_start, own.baseline_days)


def test_sums_are_compared_with_periods_of_the_same_length(shop: Workspace) -> None:
    """A sum over a quarter is not offered the last eight weeks as its baseline."""
    a_year_of(shop, "revenue", "10", date(2025, 10, 1), date(2026, 11, 22))
    kpi = find_kpi(shop, "revenue")
    draft = read_draft(shop, {"kpi": "revenue", "start": "2026-10-01", "deadline": "2026-12-31"}).draft
    for offer in baseline_offers(shop, kpi, draft):
        assert abs((offer.period.end - offer.period.start).days - 91) <= 3


def test_kinds_suit_their_kpi(shop: Workspace) -> None:
    """A flow is summed, a figure that should fall is brought down."""
    assert ("total", "level", "level") == (
        suggested_type(shop, find_kpi(shop, "orders")),
        suggested_type(shop, find_kpi(shop, "site-speed")),
        suggested_type(shop, find_kpi(shop, "conversion")),
    )


@pytest.mark.parametrize(
    ("title", "typed", "start", "deadline"),
    [
        # On a Wednesday: twelve whole weeks begin on the Monday after, three whole months on the first.
        ("10 orders a week for 12 weeks", {}, "2026-11-30", "2027-02-21"),
        ("12 weken lang elke week 10 orders", {}, "2026-11-30", "2027-02-21"),
        ("10 orders a month for three months", {}, "2026-12-01", "2027-02-28"),
        ("10 orders a day for 30 days", {}, "2026-11-25", "2026-12-24"),
        ("100 orders in the next 4 weeks", {}, None, "2026-12-22"),
        # The last day follows a first one that is typed; one that is typed itself stays.
        ("10 orders a week for 12 weeks", {"start": "2026-11-23"}, "2026-11-23", "2027-02-14"),
        ("10 orders a week for 12 weeks", {"deadline": "2027-01-31"}, "2026-11-30", "2027-01-31"),
        ("10 orders a week for 12 weeks", {"released": "deadline"}, "2026-11-30", None),
        ("10 orders a week, starting 4 January, for 4 weeks", {}, "2027-01-04", "2027-01-31"),
    ],
)
def test_how_long_a_goal_lasts_is_counted_from_its_first_day(
    shop: Workspace, title: str, typed: dict[str, str], start: str | None, deadline: str | None
) -> None:
    shop.today = date(2026, 11, 25)
    reading = read_draft(shop, {"title": title, **typed})
    days = reading.draft.start, reading.draft.deadline
    assert [day and day.isoformat() for day in days] == [start, deadline]
    if not typed:
        assert reading.suggested["deadline"] == deadline
