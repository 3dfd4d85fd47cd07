"""Guards on which days planned amounts fall, which of them a balance shows, and that none counts twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.planned import (
    BalanceChange,
    Every,
    Matching,
    Planned,
    Settlement,
    changes_of,
    coming,
    match_planned,
    planned_days,
    without_planned,
)

FIRST = date(2026, 5, 18)
TODAY = date(2026, 11, 22)
YEAR = TODAY + timedelta(days=365)


def rent(first: date, amount: float = -1200.0, every: Every | None = "month", number: int = 1) -> Planned:
    """Return a planned amount that was entered half a year ago."""
    return Planned(number, f"u{number}", 1, amount, first, every, text="rent", created=FIRST)


def balances(planned: list[Planned], *, every: int = 1, noise: float = 40.0, late: int = 0) -> list[BalanceChange]:
    """Return the changes of a balance that falls by 20 a day and by what was *planned*, logged *every* so many days."""
    random, value, days, values = Random(3), 20_000.0, list[date](), list[float]()
    amounts = [
        (day + timedelta(days=late), plan.amount)
        for plan in planned
        for day in planned_days(plan, FIRST - timedelta(days=20), TODAY, before=plan.every is not None)
    ]
    for step in range((TODAY - FIRST).days + 1):
        day = FIRST + timedelta(days=step)
        value += random.gauss(-20, noise) + sum(amount for on, amount in amounts if on == day)
        if (TODAY - day).days % every == 0:
            days.append(day)
            values.append(value)
    return changes_of(days, values)


def slow_days(planned: Planned, first: date, last: date, *, before: bool) -> Iterator[date]:
    """Yield the days of a planned amount by looking at every day."""
    months = {"month": 1, "quarter": 3, "year": 12}
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if (day < planned.first and not before) or (planned.until and day > planned.until):
            continue
        if planned.every is None or planned.every == "week":
            fits = day == planned.first if planned.every is None else (day - planned.first).days % 7 == 0
        else:
            apart = (day.year - planned.first.year) * 12 + day.month - planned.first.month
            is_last = (day + timedelta(days=1)).day == 1
            same = day.day == planned.first.day or (is_last and day.day < planned.first.day)
            fits = apart % months[planned.every] == 0 and same
        if fits:
            yield day


@given(
    first=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    begin=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 900),
    every=st.sampled_from([None, "week", "month", "quarter", "year"]),
    until=st.one_of(st.none(), st.integers(0, 800)),
    before=st.booleans(),
)
def test_days_are_those_of_the_calendar(
    first: date, begin: date, length: int, every: Every | None, until: int | None, before: bool
) -> None:
    """The 31st of a short month is its last day, a last day is inclusive, and only what repeats was there before."""
    planned = Planned(1, "u", 1, 5.0, first, every, None if until is None else first + timedelta(days=until))
    last = begin + timedelta(days=length)
    before = before and every is not None
    expected = list(slow_days(planned, begin, last, before=before))
    assert list(planned_days(planned, begin, last, before=before)) == expected


def test_the_calendar_ends() -> None:
    """A weekly amount without an end stops at the last day that there is."""
    assert list(planned_days(rent(date(9999, 12, 20), every="week"), date(9999, 1, 1), date.max)) == [
        date(9999, 12, 20),
        date(9999, 12, 27),
    ]


@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("late", [0, 3])
def test_rent_is_seen_where_it_was_paid(every: int, late: int) -> None:
    """Each month of rent is taken out of the past once, whether the balance is logged by the day or by the week."""
    planned = rent(date(2026, 6, 1))
    changes = balances([planned], every=every, late=late)
    matching = match_planned([planned], {}, changes)
    paid = sum(1 for day in planned_days(planned, FIRST, TODAY) if day + timedelta(days=late) > changes[0].after)
    assert sum(matching.taken) == pytest.approx(-1200 * paid)
    assert [seen.state for seen in matching.occurrences] == ["matched"] * paid
    assert matching.usual == pytest.approx(-20, abs=12)


def test_rent_of_before_it_was_entered_is_seen_too() -> None:
    """Entered with its next day, it is taken out of the past all the same; not where it is new, or was never paid."""
    coming_rent = rent(date(2026, 12, 1))
    changes = balances([coming_rent])
    assert sum(match_planned([coming_rent], {}, changes).taken) == -1200 * 6
    assert match_planned([coming_rent], {}, changes).occurrences == ()
    assert sum(match_planned([coming_rent._replace(is_new=True)], {}, changes).taken) == 0
    assert sum(match_planned([coming_rent], {}, balances([])).taken) == 0


def test_what_cannot_be_told_from_the_noise_is_there_if_many_say_so() -> None:
    """Six rents of twice the usual spread are seen together; the same amount that was never paid is not."""
    small = rent(date(2026, 12, 1), amount=-1200.0)
    noisy = balances([small], noise=500.0)
    assert sum(match_planned([small], {}, noisy).taken) == -1200 * 6
    assert sum(match_planned([small], {}, balances([], noise=500.0)).taken) == 0


def test_an_amount_with_every_change_is_the_usual_change() -> None:
    """Wages of every week in a balance of every week: the future has them, so the past is without them."""
    wages = rent(date(2026, 11, 26), amount=-500.0, every="week")
    changes = balances([wages], every=7)
    matching = match_planned([wages], {}, changes)
    assert sum(matching.taken) == -500 * len(changes)
    assert matching.usual == pytest.approx(-20, abs=8)


def test_one_that_did_not_come_is_open_and_falls_tomorrow() -> None:
    """An invoice whose day is over is counted for tomorrow; said to be there or never to come, it is not."""
    invoice = rent(date(2026, 11, 10), amount=5000.0, every=None)
    changes = balances([])
    matching = match_planned([invoice], {}, changes)
    (seen,) = matching.occurrences
    assert (seen.state, seen.is_stated) == ("open", False)
    (ahead,) = coming([invoice], {}, matching, TODAY, TODAY, YEAR)
    assert (ahead.state, ahead.arrived) == ("open", TODAY + timedelta(days=1))
    for state in ("arrived", "skipped"):
        settled = {(1, invoice.first): Settlement(1, invoice.first, state)}
        matching = match_planned([invoice], settled, changes)
        assert coming([invoice], settled, matching, TODAY, TODAY, YEAR) == []
        assert sum(matching.taken) == 0.0


def test_what_a_person_says_is_looked_for_where_it_came() -> None:
    """Rent that came three weeks late is taken out of that day; said to be there and not seen, it is in no change.

    By itself it is seen there too, as the only change of just that much; one of half as much is not.
    """
    planned = rent(date(2026, 10, 1), every=None)
    changes = balances([planned._replace(first=date(2026, 10, 22))])
    late = match_planned([planned], {}, changes).occurrences
    assert [(seen.state, seen.arrived, seen.is_stated) for seen in late] == [("matched", date(2026, 10, 22), False)]
    for others in ([planned._replace(amount=-600.0)], [planned, rent(date(2026, 9, 28), every=None, number=2)]):
        assert [seen.state for seen in match_planned(others, {}, changes).occurrences] == ["open"] * len(others)
    settled = {(1, planned.first): Settlement(1, planned.first, "arrived", date(2026, 10, 22))}
    matching = match_planned([planned], settled, changes)
    assert [change.last for change, taken in zip(changes, matching.taken, strict=True) if taken] == [date(2026, 10, 22)]
    assert [(seen.state, seen.arrived, seen.is_stated) for seen in matching.occurrences] == [
        ("matched", date(2026, 10, 22), True)
    ]
    assert sum(match_planned([planned], settled, balances([])).taken) == 0.0


def test_one_that_came_early_is_not_to_come_again() -> None:
    """Rent of 25 November that was paid on the 21st is there; said to be open, it is still to come on its day."""
    planned = rent(date(2026, 11, 25), every=None)
    changes = balances([planned._replace(first=date(2026, 11, 21))])
    matching = match_planned([planned], {}, changes)
    assert [(seen.state, seen.arrived) for seen in matching.occurrences] == [("matched", date(2026, 11, 21))]
    assert coming([planned], {}, matching, TODAY, TODAY, YEAR) == []
    still = {(1, planned.first): Settlement(1, planned.first, "open")}
    matching = match_planned([planned], still, changes)
    (ahead,) = coming([planned], still, matching, TODAY, TODAY, YEAR)
    assert (ahead.state, ahead.day, ahead.arrived) == ("due", planned.first, planned.first)
    assert sum(matching.taken) == 0


def test_two_amounts_of_one_week_are_both_seen() -> None:
    """Rent and VAT between two weekly balances are each found in the same change; only one of them is not both."""
    plans = [rent(date(2026, 9, 30)), rent(date(2026, 9, 30), amount=-3000.0, every="quarter", number=2)]
    both = match_planned(plans, {}, balances(plans, every=7))
    assert {seen.planned.id for seen in both.occurrences if seen.state == "matched"} == {1, 2}
    only = match_planned(plans, {}, balances(plans[:1], every=7))
    assert {seen.planned.id for seen in only.occurrences if seen.state == "matched"} == {1}
    assert [seen.planned.id for seen in only.occurrences if seen.state == "open"] == [2]
    assert [seen.rivals for seen in only.occurrences if seen.state == "matched"][-1] == (), "3,000 is no rent of 1,200"
    for amount, rivals in ((-1150.0, 1), (-900.0, 0)):
        plans[1] = plans[1]._replace(amount=amount)
        near = match_planned(plans, {}, balances(plans[:1], every=7, noise=1.0)).occurrences
        (seen,) = (seen for seen in near if seen.planned.id == 1 and seen.day == date(2026, 9, 30))
        assert seen.rivals == ((plans[1], date(2026, 9, 30)),) * rivals


def test_without_balances_everything_is_to_come() -> None:
    """A balance that was never logged shows nothing."""
    planned = rent(TODAY)
    assert match_planned([planned], {}, []) == Matching((), (), 0.0, 0.0)
    ahead = coming([planned], {}, match_planned([planned], {}, []), TODAY - timedelta(days=1), TODAY, TODAY)
    assert [occurrence.day for occurrence in ahead] == [TODAY]


@given(
    st.lists(
        st.tuples(
            st.floats(-4000, 4000).filter(lambda amount: abs(amount) > 1),
            st.integers(-150, 100),
            st.sampled_from([None, "week", "month", "quarter", "year"]),
            st.sampled_from([None, "arrived", "open", "skipped"]),
            st.booleans(),
        ),
        max_size=4,
    ),
    st.sampled_from([1, 3, 7, 30]),
)
def test_no_amount_counts_twice(drawn: list[tuple[float, int, Every | None, str | None, bool]], every: int) -> None:
    """Every day of a planned amount is taken out of the past once or is to come once, never both."""
    plans, settlements = [], {}
    for number, (amount, days, often, state, is_new) in enumerate(drawn, start=1):
        first = TODAY + timedelta(days=days)
        plans.append(Planned(number, str(number), 1, amount, first, often, is_new=is_new, created=FIRST))
        if state is not None:
            settlements[number, first] = Settlement(number, first, state)  # type: ignore[arg-type]
    changes = balances(plans, every=every)
    matching = match_planned(plans, settlements, changes)
    ahead = coming(plans, settlements, matching, TODAY, TODAY, YEAR)
    to_come = [(occurrence.planned.id, occurrence.day) for occurrence in ahead]
    past = [(seen.planned.id, seen.day) for seen in matching.occurrences if seen.state != "open"]
    assert len(set(to_come)) == len(to_come)
    assert len(set(past)) == len(past)
    assert not set(to_come) & set(past)
    for plan in plans:
        for day in planned_days(plan, TODAY + timedelta(days=1), YEAR):
            assert ((plan.id, day) in to_come) != ((plan.id, day) in past)
    again = match_planned(plans[::-1], settlements, changes)
    assert sum(again.taken) == pytest.approx(sum(matching.taken))


def test_a_balance_without_planned_amounts_has_no_steps() -> None:
    """10 a day come in and 70 go out every week, which is nothing spread over it; an invoice that came is left out."""
    first = date(2026, 3, 2)
    days = [first + timedelta(days=number) for number in range(28)]
    rent = Planned(1, "r", 1, -70.0, first, "week")
    once = Planned(2, "o", 1, 500.0, days[17], None)
    values = [1000.0 + 10 * number - 70 * (number // 7) + 500 * (number >= 17) for number in range(28)]
    seen = (*((rent, days[number]) for number in (7, 14, 21)), (once, days[17]))
    plain = without_planned(days, values, Matching((), (), 0.0, 0.0, seen))
    # A week before the first rent that is known it had come as well.
    assert plain == pytest.approx([1000.0] * 28)
