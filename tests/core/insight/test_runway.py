"""Guards when a balance runs out: by hand, against a slow simulation, and that its range holds in simulated shops."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.runway import AHEAD, SEED, Runway, balances_ahead, past_blocks, runway
from kpitui.core.planned import (
    BalanceChange,
    Matching,
    Occurrence,
    Planned,
    changes_of,
    coming,
    match_planned,
    planned_days,
)

TODAY = date(2026, 11, 23)
AMOUNTS = st.lists(st.tuples(st.integers(1, 200), st.integers(-3000, 3000).filter(bool)), max_size=5)
WEEKS = st.lists(st.lists(st.integers(-300, 250), min_size=7, max_size=7), min_size=8, max_size=20)


def to_come(amounts: list[tuple[int, int]]) -> list[Occurrence]:
    """Return planned amounts so many days from now."""
    return [
        Occurrence(
            Planned(number, "", 1, float(amount), TODAY + timedelta(days=days)), TODAY + timedelta(days=days), "due"
        )
        for number, (days, amount) in enumerate(amounts)
    ]


def lasts(balance: float, weeks: list[list[int]], amounts: list[tuple[int, int]], floor: float = 0.0) -> Runway:
    """Return the runway of a balance that must be there."""
    result = runway(balance, TODAY, TODAY, weeks, to_come(amounts), floor=floor, paths=40)
    assert result is not None
    return result


def test_a_steady_fall_by_hand() -> None:
    """10,000 at 100 a day is 0 after 100 days, and below 0 on the day after; with 1,000 to pay ten days earlier."""
    steady = lasts(10_000, [[-100] * 7] * 10, [])
    assert steady.early == steady.likely == steady.late == TODAY + timedelta(days=101)
    assert lasts(10_000, [[-100] * 7] * 10, [(30, -1000)]).likely == TODAY + timedelta(days=91)
    assert lasts(10_000, [[-100] * 7] * 10, [], floor=5000).likely == TODAY + timedelta(days=51)
    assert steady.share(TODAY + timedelta(days=100)) == 1.0
    assert steady.share(TODAY + timedelta(days=101)) == 0.0


def test_balances_ahead_are_those_that_cross() -> None:
    """The share of paths at or above the floor on every day is what the runway says of that day."""
    weeks = [[(7 * week + 3 * day) % 60 - 40 for day in range(7)] for week in range(12)]
    planned = to_come([(20, -300), (45, 500)])
    result = runway(900, TODAY, TODAY, weeks, planned, paths=40)
    days = [TODAY + timedelta(days=ahead) for ahead in range(1, 121)]
    paths = balances_ahead(900, TODAY, weeks, planned, days, paths=40)
    assert result is not None and len(paths) == 40
    for place, day in enumerate(days):
        lasting = sum(min(path[: place + 1]) >= 0 for path in paths) / len(paths)
        assert result.share(day) == pytest.approx(lasting)
    assert [path[59] for path in paths] == [
        path[0] for path in balances_ahead(900, TODAY, weeks, planned, days[59:60], paths=40)
    ]


def test_the_dip_before_a_payment_comes_first() -> None:
    """The mean would last the year; the VAT of the 40th day is more than there is then."""
    result = lasts(2000, [[10] * 7] * 10, [(40, -3000), (60, 3000)])
    assert (result.early, result.late) == (TODAY + timedelta(days=40), TODAY + timedelta(days=40))


def test_what_lasts_is_below_or_is_too_early() -> None:
    """A balance that rises lasts the year, one below its floor is below now, and seven weeks are too few."""
    rising = lasts(100, [[5] * 7] * 8, [])
    assert (rising.early, rising.likely, rising.late, rising.is_below) == (None, None, None, False)
    assert (rising.last, rising.chance(rising.last)) == (TODAY + timedelta(days=AHEAD), 0.98)
    below = lasts(-1, [[5] * 7] * 8, [])
    assert (below.is_below, below.early, below.chance(TODAY)) == (True, None, 0.0)
    assert runway(100, TODAY, TODAY, [[5.0] * 7] * 7, []) is None


def test_no_day_lies_in_the_past() -> None:
    """A balance of two weeks ago that would have run out since is said to run out today, not last week."""
    old = TODAY - timedelta(days=14)
    result = runway(700, old, TODAY, [[-100.0] * 7] * 8, [])
    assert result is not None
    assert (result.early, result.likely, result.ahead) == (TODAY, TODAY, 14 + AHEAD)


def slow_crossings(balance: float, weeks: list[list[int]], amounts: list[tuple[int, int]], floor: float) -> list[int]:
    """Return the days of crossing by writing every path out day by day and looking at it afterwards."""
    crossings = []
    for path in range(40):
        random = Random(SEED + path)
        weights = [random.expovariate(1) for _week in weeks]
        changes: list[float] = []
        while len(changes) < AHEAD:
            drawn = random.random() * sum(weights)
            changes += next(week for week, upto in zip(weeks, accumulate(weights), strict=True) if drawn <= upto)
        for day, amount in amounts:
            changes[day - 1] += amount
        levels = [balance + total for total in accumulate(changes[:AHEAD])]
        crossings.append(next((day for day, level in enumerate(levels, start=1) if level < floor), AHEAD + 1))
    return sorted(crossings)


@given(st.integers(0, 20_000), WEEKS, AMOUNTS, st.integers(-500, 500))
def test_it_is_what_a_slow_simulation_says(
    balance: int, weeks: list[list[int]], amounts: list[tuple[int, int]], floor: int
) -> None:
    """Every path crosses on the day on which it does when it is written out."""
    result = lasts(balance, weeks, amounts, floor)
    assert list(result.crossings) == (slow_crossings(balance, weeks, amounts, floor) if balance >= floor else [])


@given(st.integers(0, 20_000), WEEKS, AMOUNTS, st.integers(1, 300), st.integers(-3000, -1))
def test_a_further_cost_never_helps(
    balance: int, weeks: list[list[int]], amounts: list[tuple[int, int]], day: int, cost: int
) -> None:
    """No path crosses later, and the chance falls with the day."""
    before, after = lasts(balance, weeks, amounts), lasts(balance, weeks, [*amounts, (day, cost)])
    assert all(late >= early for late, early in zip(before.crossings, after.crossings, strict=True))
    shares = [after.share(TODAY + timedelta(days=days)) for days in range(0, AHEAD, 7)]
    assert shares == sorted(shares, reverse=True)


def test_weeks_are_whole_and_without_what_was_planned() -> None:
    """A gap is spread over its days, a planned amount is taken out, and a day that does not count is usual."""
    days = [TODAY - timedelta(days=back) for back in range(21, -1, -1)]
    values = [1000.0 - 10 * index for index in range(22)]
    values[8:] = [value - 500 for value in values[8:]]
    values[15:] = [value + 9000 for value in values[15:]]
    changes = changes_of(days, values, {days[15]})
    taken = tuple(-500.0 if change.last == days[8] else 0.0 for change in changes)
    blocks, basis = past_blocks(changes, Matching((), taken, -10.0, 0.0))
    assert (blocks, basis) == ([[-10.0] * 7] * 3, "week")
    gap = [BalanceChange(TODAY - timedelta(days=14), TODAY, -140.0)]
    assert past_blocks(gap, Matching((), (0.0,), 0.0, 0.0)) == ([[-10.0] * 14], "stretch")
    assert past_blocks([], Matching((), (), 0.0, 0.0))[0] == []


RENT = Planned(1, "rent", 1, -1500.0, date(2026, 1, 1), "month")
VAT = Planned(2, "vat", 1, -3500.0, date(2026, 1, 31), "quarter")


def business(random: Random, days: int) -> list[float]:
    """Return the changes a day of a shop: sales that resemble those of the day before, costs, rent and VAT."""
    changes, mood = [], 0.0
    for step in range(days):
        mood = 0.5 * mood + random.gauss(0, 0.25)
        day = date(2026, 1, 1) + timedelta(days=step)
        sales = 230 * (1 + mood) * (1.2 if day.weekday() < 5 else 0.6)
        changes.append(
            sales - 205 + sum(plan.amount for plan in (RENT, VAT) if day in set(planned_days(plan, day, day)))
        )
    return changes


def test_a_balance_that_is_exactly_used_up_is_below_on_the_day_after() -> None:
    """3,000 at 150 a week is 0 after 140 days, on 12 April, and below it on the 13th, whatever dust there is."""
    result = runway(3000.0, date(2026, 11, 23), date(2026, 11, 23), [[-150 / 7] * 7] * 20, [], basis="stretch")
    assert result is not None
    assert (result.early, result.likely, result.late) == (date(2027, 4, 13),) * 3
    whole = runway(3000.0, date(2026, 11, 23), date(2026, 11, 23), [[0.0] * 6 + [-150.0]] * 20, [])
    assert whole is not None
    assert whole.likely == date(2027, 4, 19)  # the seventh day of the week after that of 12 April


@pytest.mark.slow
def test_the_range_holds_in_simulated_shops() -> None:
    """Of shops with rent and VAT the true day lies within the range in seven to nine of ten, planned amounts taken out.

    Left in, they would count twice: then it lies in it in less than half.
    """
    shops, within, twice = 80, 0, 0
    for seed in range(shops):
        changes = business(Random(seed), 200 + AHEAD)
        now = date(2026, 1, 1) + timedelta(days=199)
        balance = 6000.0
        days = [date(2026, 1, 1) + timedelta(days=step) for step in range(200)]
        history = changes_of(days, list(accumulate(changes[:200])))
        plans = [RENT, VAT]
        matching = match_planned(plans, {}, history)
        ahead = coming(plans, {}, matching, now, now, now + timedelta(days=AHEAD))
        levels = accumulate(changes[200:], initial=balance)
        truth = next((day for day, level in enumerate(levels) if level < 0), AHEAD + 1)
        for taken in (matching, matching._replace(taken=(0.0,) * len(history))):
            result = runway(balance, now, now, past_blocks(history, taken)[0], ahead)
            assert result is not None
            low, high = (result.crossings[round(share * 399)] for share in (0.1, 0.9))
            if low <= truth <= high:
                within += taken is matching
                twice += taken is not matching
    assert 0.65 <= within / shops <= 0.95
    assert twice / shops < 0.5
