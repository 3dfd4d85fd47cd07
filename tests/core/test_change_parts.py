"""Guards that a change is taken apart over the days that count, as deep as the data goes, and what is called news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.funnels import FOUR_WEEKS, WEEK, changed, false_quarters
from kpitui.core.aggregation import Source
from kpitui.core.calendar import STANDARD, Period, period_of
from kpitui.core.change_parts import Aim, ChangeTaken, news_limit, take_apart, usual_sizes
from kpitui.core.metric_tree import metric_tree
from kpitui.core.model import Kpi, Pause
from kpitui.core.parts import with_sums
from kpitui.core.series import View
from tests.core.business import MONDAY, totals

TODAY = MONDAY + timedelta(days=400)
FIRST = MONDAY - timedelta(days=500)
REVENUE = Kpi(1, "revenue", "Revenue", "flow", unit="EUR", created=FIRST)
ORDERS = Kpi(2, "orders", "Orders", "flow", created=FIRST)
VISITORS = Kpi(3, "visitors", "Visitors", "flow", created=FIRST)
CONVERSION = Kpi(4, "conversion", "Conversion", "ratio", unit="%", numerator=2, denominator=3, created=FIRST)
VALUE = Kpi(5, "value", "Order value", "formula", unit="EUR", formula="revenue / orders", created=FIRST)
SHOP = (REVENUE, ORDERS, VISITORS, CONVERSION, VALUE)
Days = Mapping[int, float]


def _stretch(start: int, end: int) -> Period:
    """Return the days from the Monday of the tests on, both inclusive, as a period."""
    return Period("week", MONDAY + timedelta(days=start), MONDAY + timedelta(days=end), f"{start}")


BEFORE, AFTER = _stretch(0, 6), _stretch(7, 13)


def _taken(
    kpi: Kpi,
    figures: Mapping[str, Days],
    every: Sequence[Kpi] = SHOP,
    before: Period = BEFORE,
    after: Period = AFTER,
    *,
    today: date = TODAY,
    pauses: Sequence[Pause] = (),
    one_offs: Sequence[date] = (),
    aim: Aim | None = None,
) -> ChangeTaken:
    """Take the change of *kpi* apart; *figures* are by key, and by days from the Monday of the tests."""
    sources = {
        part.key: Source(
            part, totals(part, [(MONDAY + timedelta(days=n), x) for n, x in figures.get(part.key, {}).items()])
        )
        for part in every
    }
    view = View(today, STANDARD, pauses)
    sources = with_sums(sources, every, dict.fromkeys(sources, FIRST), after.end, view)
    return take_apart(metric_tree(kpi, every), sources, every, before, after, view, one_offs, aim)


def _weeks(before: float, after: float) -> dict[int, float]:
    """Return fourteen days that come to *before* in the first week and to *after* in the second."""
    return {n: (before if n < 7 else after) / 7 for n in range(14)}


def _amounts(taken: ChangeTaken) -> dict[str, float]:
    return {(part.branch.kpi.key if part.branch.kpi else part.branch.kind): part.contribution for part in taken.parts}


def test_revenue_by_hand() -> None:
    """Visitors 4,000 to 3,400, conversion 2.0 to 2.1 %, order value 50 to 49.50."""
    figures = {"visitors": _weeks(4000, 3400), "orders": _weeks(80, 71.4), "revenue": _weeks(4000, 3534.3)}
    taken = _taken(REVENUE, figures)
    assert _amounts(taken) == pytest.approx(
        {"revenue": -465.7, "orders": -427.85, "visitors": -611.925, "conversion": 184.075, "value": -37.85}
    )
    assert [part.branch.kpi.key for part in taken.shown if part.branch.kpi] == ["visitors", "conversion", "value"]
    assert taken.percent(taken.parts[0].contribution) == pytest.approx(-11.6425)
    assert {part.mark for part in taken.parts} == {"unknown"}
    assert (taken.covered, taken.expected, taken.step, taken.scaled) == ((7, 7), (7, 7), "day", False)


def test_a_ratio_by_its_sides_and_a_profit_that_becomes_a_loss() -> None:
    """The denominator has a part of its own; a profit of 100 that becomes a loss of 50."""
    taken = _taken(CONVERSION, {"visitors": _weeks(1000, 2000), "orders": _weeks(30, 30)})
    assert _amounts(taken) == pytest.approx({"conversion": -1.5, "orders": 0.0, "visitors": -1.5})
    costs = Kpi(8, "costs", "Costs", "flow", created=FIRST)
    profit = Kpi(9, "profit", "Profit", "formula", formula="revenue - costs", created=FIRST)
    taken = _taken(profit, {"revenue": _weeks(1000, 1100), "costs": _weeks(900, 1150)}, (REVENUE, costs, profit))
    assert _amounts(taken) == pytest.approx({"profit": -150.0, "revenue": 100.0, "costs": -250.0})


def test_an_order_value_that_is_nothing_by_nothing_adds_nothing() -> None:
    """No orders in the second week: visitors +75, conversion -225, order value 0."""
    figures = {"visitors": _weeks(100, 200), "orders": _weeks(3, 0), "revenue": _weeks(150, 0)}
    assert _amounts(_taken(REVENUE, figures)) == pytest.approx(
        {"revenue": -150.0, "orders": -150.0, "visitors": 75.0, "conversion": -225.0, "value": 0.0}
    )


def test_nothing_to_divide_by_is_said() -> None:
    """No visitors at all in a week: a conversion cannot be taken apart, and orders are not opened into it."""
    figures = {"visitors": _weeks(100, 0), "orders": _weeks(3, 0)}
    assert _taken(CONVERSION, figures).obstacle == "division"
    odd = {"visitors": _weeks(100, 0), "orders": _weeks(3, 4)}
    assert _taken(ORDERS, odd).obstacle == "division"


def test_mix_and_rate_of_two_sources() -> None:
    """Search 600 at 2 %, mail 400 at 5 %, then 900 at 2.2 % and 300 at 5.5 %: rates +0.2975, mix -0.4725 points."""
    orders, visitors = ORDERS._replace(split="computed"), VISITORS._replace(split="computed")
    names = (
        ("os", "Orders search", 2),
        ("om", "Orders mail", 2),
        ("vs", "Visitors search", 3),
        ("vm", "Visitors mail", 3),
    )
    parts = [Kpi(30 + n, key, name, "flow", part_of=of, created=FIRST) for n, (key, name, of) in enumerate(names)]
    figures = {"os": _weeks(12, 19.8), "om": _weeks(20, 16.5), "vs": _weeks(600, 900), "vm": _weeks(400, 300)}
    every = (orders, visitors, CONVERSION, *parts)
    taken = _taken(CONVERSION, figures, every)
    amounts = [round(part.contribution, 6) for part in taken.parts]
    assert amounts == [-0.175, 0.2975, 0.135, 0.1625, -0.4725, -0.151875, -0.320625]
    shares = [(round(part.before or 0.0, 6), round(part.after or 0.0, 6)) for part in taken.parts[5:]]
    assert shares == [(60.0, 75.0), (40.0, 25.0)]
    assert [part.branch.kind for part in taken.shown] == ["rate", "mix"]
    nobody = figures | {"vm": _weeks(0, 300)}
    assert _taken(CONVERSION, nobody, every).tree.way == "ratio"


def test_parts_and_their_rest() -> None:
    """What the parts leave of a logged whole is a part; it is below zero where they overlap."""
    whole = VISITORS._replace(split="logged")
    parts = [Kpi(20 + n, f"p{n}", f"P{n}", "flow", part_of=3, created=FIRST) for n in range(2)]
    figures = {"visitors": _weeks(1000, 900), "p0": _weeks(600, 650), "p1": _weeks(300, 350)}
    taken = _taken(whole, figures, (whole, *parts))
    assert _amounts(taken) == pytest.approx({"visitors": -100.0, "p0": 50.0, "p1": 50.0, "rest": -200.0})
    assert (taken.parts[-1].before, taken.parts[-1].after) == pytest.approx((100.0, -100.0))


def test_what_a_new_source_and_one_that_was_archived_bring_is_in_the_rest() -> None:
    """Of 84 and 91 visitors the parts that began or ended have 14 and 21: not told apart, and no zero is made."""
    whole = VISITORS._replace(split="computed")
    old = Kpi(20, "old", "Old", "flow", part_of=3, created=FIRST)
    new = Kpi(21, "new", "New", "flow", part_of=3, created=MONDAY + timedelta(days=7))
    gone = Kpi(22, "gone", "Gone", "flow", part_of=3, created=FIRST, archived=True)
    figures = {"old": _weeks(70, 70), "new": dict.fromkeys(range(7, 14), 3.0), "gone": dict.fromkeys(range(7), 2.0)}
    taken = _taken(whole, figures, (whole, old, new, gone))
    assert _amounts(taken) == pytest.approx({"visitors": 7.0, "old": 0.0, "new": 0.0, "gone": 0.0, "rest": 7.0})
    own = {part.branch.kpi.key: part[2:4] for part in taken.parts if part.untold and part.branch.kpi}
    assert own == {"new": (None, 21.0), "gone": (14.0, None)}
    assert [(part.since, part.until) for part in taken.parts if part.untold] == [
        (MONDAY + timedelta(days=7), None), (None, MONDAY + timedelta(days=6)),
    ]  # fmt: skip
    assert (taken.parts[-1].before, taken.parts[-1].after) == pytest.approx((14.0, 21.0))
    assert taken.covered == (7, 7)


def test_a_source_that_was_added_long_before_its_first_number_hides_no_days() -> None:
    """Added 500 days ago, first number on a Thursday: its 4 x 5 are in the rest, and no day lacks."""
    new = Kpi(20, "new", "New", "flow", part_of=3, created=FIRST)
    steady = Kpi(21, "steady", "Steady", "flow", part_of=3, created=FIRST)
    figures = {"steady": _weeks(70, 77), "new": dict.fromkeys(range(10, 14), 5.0)}
    figures["visitors"] = {n: figures["steady"][n] + figures["new"].get(n, 0.0) for n in range(14)}
    whole = VISITORS._replace(split="logged")
    taken = _taken(whole, figures, (whole, new, steady))
    assert (taken.covered, taken.expected) == ((7, 7), (7, 7))
    assert _amounts(taken) == pytest.approx({"visitors": 27.0, "new": 0.0, "steady": 7.0, "rest": 20.0})
    assert [part.since for part in taken.parts if part.untold] == [MONDAY + timedelta(days=10)]


def test_a_day_that_lacks_on_one_side_lacks_on_both() -> None:
    """A Wednesday without visitors before takes the Wednesday after out as well: no fall, and 6 of 7 days."""
    days = dict.fromkeys(range(14), 100.0)
    figures = {"visitors": {n: x for n, x in days.items() if n != 2}, "orders": dict.fromkeys(range(14), 3.0)}
    taken = _taken(ORDERS, figures)
    assert (taken.covered, taken.expected, taken.paired) == ((6, 6), (7, 7), True)
    assert all(part.contribution == 0.0 for part in taken.parts)
    assert taken.parts[0].before == taken.parts[0].after == 18.0


@given(
    st.lists(st.tuples(st.integers(50, 150), st.integers(1, 20), st.integers(100, 900)), min_size=14, max_size=14),
    st.sampled_from(("visitors", "orders", "revenue")),
    st.integers(0, 13),
)
def test_one_forgotten_number_is_no_more_than_its_day(
    days: Sequence[tuple[int, int, int]], forgotten: str, day: int
) -> None:
    """Whichever number it is and in whichever week: as if nothing had been logged on that weekday, in both weeks."""
    keys = ("visitors", "orders", "revenue")
    figures = {key: {n: float(row[place]) for n, row in enumerate(days)} for place, key in enumerate(keys)}
    lacking = {key: {n: x for n, x in own.items() if (key, n) != (forgotten, day)} for key, own in figures.items()}
    none = {key: {n: x for n, x in own.items() if n % 7 != day % 7} for key, own in figures.items()}
    for kpi in (REVENUE, CONVERSION):
        if kpi is CONVERSION and forgotten == "revenue":
            continue
        taken, other = _taken(kpi, lacking), _taken(kpi, none)
        assert (taken.covered, taken.expected) == ((6, 6), (7, 7))
        assert _amounts(taken) == pytest.approx(_amounts(other))


def test_too_few_days_are_too_early() -> None:
    """Below 60 % of the days nothing is taken apart; no day at all is no data."""
    figures = {"visitors": dict.fromkeys(range(14), 9.0), "orders": dict.fromkeys((*range(4), *range(7, 14)), 1.0)}
    assert _taken(ORDERS, figures).obstacle == "early"
    assert _taken(ORDERS, {"visitors": figures["visitors"]}).obstacle == "no-data"
    assert _taken(ORDERS, {"visitors": {}, "orders": {}}).parts == ()


@pytest.mark.parametrize(
    ("days", "empty"), [(range(14), None), (range(7, 14), BEFORE), (range(7), AFTER), (range(0), AFTER)]
)
def test_the_stretch_without_numbers_is_named(days: range, empty: Period | None) -> None:
    """A year ago there was nothing yet, which does not empty the days of now."""
    figures = {key: dict.fromkeys(days, 9.0) for key in ("visitors", "orders")}
    assert _taken(ORDERS, figures).empty == empty


def test_a_part_that_lacks_too_many_days_is_not_opened() -> None:
    """Visitors whose sources were logged on two days only stay a whole, and the rest is taken apart."""
    visitors = VISITORS._replace(split="logged")
    source = Kpi(20, "search", "Search", "flow", part_of=3, created=FIRST)
    figures = {"visitors": _weeks(700, 770), "orders": _weeks(7, 7), "search": {3: 5.0, 10: 5.0}}
    taken = _taken(ORDERS, figures, (ORDERS, visitors, CONVERSION, source))
    assert set(_amounts(taken)) == {"orders", "visitors", "conversion"}
    assert taken.covered == (7, 7)
    # One level up as well: the revenue still shows them, and not its orders as a whole.
    taken = _taken(REVENUE, {**figures, "revenue": _weeks(350, 350)}, (*SHOP[:2], visitors, CONVERSION, VALUE, source))
    assert set(_amounts(taken)) == {"revenue", "orders", "visitors", "conversion", "value"}
    assert taken.parts[2].contribution == pytest.approx(33.409, abs=0.001)  # 70 x 0.9545 % x 50


def test_a_longer_month_is_a_part_of_its_own() -> None:
    """The same every day in 28 and in 31 days is the calendar alone; in a ratio it is nothing."""
    days = dict.fromkeys(range(59), 10.0)
    figures = {"visitors": days, "orders": dict.fromkeys(days, 1.0)}
    before, after = _stretch(0, 27), _stretch(28, 58)
    taken = _taken(ORDERS, figures, before=before, after=after)
    assert _amounts(taken) == pytest.approx({"orders": 3.0, "calendar": 3.0, "visitors": 0.0, "conversion": 0.0})
    assert [part.contribution for part in taken.parts[2:]] == [0.0, 0.0]
    ratio = _taken(CONVERSION, figures, before=before, after=after)
    assert ratio.scaled
    assert [part.contribution for part in ratio.parts] == pytest.approx([0.0, 0.0, 0.0])


def test_a_month_with_gaps_is_scaled_and_never_a_fall() -> None:
    """Two days are missing in the later month: what adds up is compared on as many days."""
    days = dict.fromkeys(range(56), 10.0)
    figures = {"visitors": {n: x for n, x in days.items() if n not in (40, 41)}, "orders": dict.fromkeys(days, 1.0)}
    taken = _taken(ORDERS, figures, before=_stretch(0, 26), after=_stretch(27, 54))
    assert taken.scaled and taken.covered == (27, 26)
    assert [part.contribution for part in taken.parts] == pytest.approx([0.0, 0.0, 0.0])


@pytest.mark.parametrize(("lacking", "value_after"), [((), 50.0), ((10,), 50.0), ((8, 9, 10, 11), None)])
def test_a_forgotten_day_of_a_part_is_no_fall_where_another_is_logged_by_the_week(
    lacking: Sequence[int], value_after: float | None
) -> None:
    """Orders of 50 each, visitors once a week: a day without revenue counts as the other six, and so for the orders."""
    weekly = VISITORS._replace(cadence="week")
    every = (REVENUE, ORDERS, weekly, CONVERSION, VALUE)
    figures = {
        "visitors": {6: 700.0, 13: 700.0},
        "orders": dict.fromkeys(range(14), 10.0),
        "revenue": {n: 500.0 for n in range(14) if n not in lacking},
    }
    taken = _taken(REVENUE, figures, every)
    if value_after is None:
        assert taken.obstacle == "early" and not taken.parts
        return
    assert (taken.step, taken.days[1]) == ("week", (6, 7) if lacking else (0, 0))
    assert next(part.after for part in taken.parts if part.branch.kpi == VALUE) == pytest.approx(value_after)
    assert list(_amounts(taken).values()) == pytest.approx([0.0] * len(taken.parts))


@pytest.mark.parametrize(("lacking", "told"), [((), True), ((45,), True), ((45, 46, 47), True), (range(40, 56), False)])
def test_a_forgotten_day_beside_a_monthly_part_counts_as_the_others_of_its_month(
    lacking: Sequence[int], told: bool
) -> None:
    """100 a day less 1,000 of rent, over two months; where more than 40 % is missing it is too early."""
    rent = Kpi(50, "rent", "Rent", "flow", cadence="month", created=FIRST)
    profit = Kpi(51, "profit", "Profit", "formula", formula="revenue - rent", created=FIRST)
    first = (period_of("month", MONDAY + timedelta(days=31), STANDARD).start - MONDAY).days
    months = [period_of("month", MONDAY + timedelta(days=first + 15), STANDARD)]
    months.append(period_of("month", months[0].end + timedelta(days=1), STANDARD))
    days = [(month.start + timedelta(days=n) - MONDAY).days for month in months for n in range(month.days)]
    gone = {days[0] + months[0].days + n - 40 for n in lacking}
    figures = {
        "revenue": {n: 100.0 for n in days if n not in gone},
        "rent": {(month.start - MONDAY).days: 1000.0 for month in months},
    }
    taken = _taken(profit, figures, (REVENUE, rent, profit), *months)
    if not told:
        assert taken.obstacle in ("no-data", "early")
        return
    before = 100.0 * months[0].days - 1000.0
    assert [part.before for part in taken.parts] == pytest.approx([before, before + 1000.0, 1000.0])
    assert taken.parts[0].after == pytest.approx(100.0 * months[1].days - 1000.0)
    there = (months[1].days - len(gone), months[1].days) if gone else (0, 0)
    assert taken.days == ((0, 0), there)


def test_a_pause_is_a_shorter_week() -> None:
    """Two days of holiday are two days fewer, and not a fall of visitors."""
    holiday = Pause(1, None, MONDAY + timedelta(days=8), MONDAY + timedelta(days=9), "away")
    days = [n for n in range(14) if n not in (8, 9)]
    figures = {"visitors": dict.fromkeys(days, 100.0), "orders": dict.fromkeys(days, 3.0)}
    taken = _taken(ORDERS, figures, pauses=(holiday,))
    assert _amounts(taken) == pytest.approx({"orders": -6.0, "calendar": -6.0, "visitors": 0.0, "conversion": 0.0})


def test_numbers_of_whole_weeks_are_compared_by_the_week_alone() -> None:
    """A ratio of a stamped KPI stands for one week, and is refused over four."""
    unique = Kpi(40, "unique", "Unique", "stamped", cadence="week", created=FIRST)
    per = Kpi(41, "per", "Orders per visitor", "ratio", numerator=2, denominator=40, created=FIRST)
    figures = {"orders": dict.fromkeys(range(56), 1.0), "unique": dict.fromkeys(range(6, 56, 7), 50.0)}
    every = (ORDERS, unique, per)
    assert _taken(per, figures, every).obstacle is None
    assert _taken(per, figures, every, _stretch(0, 27), _stretch(28, 55)).obstacle == "fixed"


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 20), st.integers(0, 900)), min_size=14, max_size=14),
    st.sets(st.integers(0, 13), max_size=5),
    st.sets(st.integers(0, 13), max_size=5),
)
def test_parts_always_add_up(
    days: list[tuple[int, int, int]], without_visitors: set[int], without_orders: set[int]
) -> None:
    """Whatever is missing: parts add up to their whole, and the change is that of the days that count."""
    figures: dict[str, dict[int, float]] = {
        "visitors": {n: float(day[0]) for n, day in enumerate(days) if n not in without_visitors},
        "orders": {n: float(min(day[0], day[1])) for n, day in enumerate(days) if n not in without_orders},
        "revenue": {n: float(day[2]) if min(day[:2]) else 0.0 for n, day in enumerate(days)},
    }
    taken = _taken(REVENUE, figures)
    if taken.obstacle is not None:
        return
    root = taken.parts[0]
    assert root.before is not None and root.after is not None
    size = max(1.0, abs(root.before), abs(root.after))
    assert abs(taken.change - (root.after - root.before)) <= 1e-9 * size
    assert abs(fsum(part.contribution for part in taken.shown) - taken.change) <= 1e-9 * size
    assert taken.covered[0] == taken.covered[1]


def test_without_a_change_hardly_any_part_is_news() -> None:
    """Twelve quarters of monthly looks at a shop of 30 visitors a day; `benchmarks.funnels` has the rest."""
    assert false_quarters(30.0, FOUR_WEEKS, runs=12, seed=4) <= 0.25


@pytest.mark.parametrize("part", ["visitors", "conversion", "value"])
def test_a_part_that_falls_by_half_is_the_headline(part: str) -> None:
    """It is the largest part, and news: each time, for that is far."""
    result = changed(part, 0.5, 200.0, runs=6)
    assert (result.largest, result.headline, result.news) == (1.0, 1.0, 1.0)


@pytest.mark.slow
def test_how_often_a_part_is_called_news() -> None:
    """What is promised: at most one quarter in ten without a change, and the headline is the part that did change."""
    assert false_quarters(200.0, WEEK, runs=80) <= 0.10 + 2 * (0.09 / 80) ** 0.5
    fallen = changed("visitors", 0.8, 200.0, runs=80)
    assert fallen.news == pytest.approx(0.63, abs=0.16)
    assert fallen.headline >= 0.9
    assert changed("visitors", 0.7, 200.0, runs=80).largest >= 0.95 - 2 * (0.05 / 80) ** 0.5


def test_what_is_news_is_told_by_its_own_past() -> None:
    """Visitors that always vary by 30 % are usual again; a conversion that never moved is news when it does."""
    visitors = {n: (130.0 if (n // 7) % 2 else 100.0) for n in range(-182, 14)}
    orders = {n: x * (0.05 if n < 7 else 0.06) for n, x in visitors.items()}
    marks = {
        part.branch.kpi.key: part
        for part in _taken(ORDERS, {"visitors": visitors, "orders": orders}).parts
        if part.branch.kpi
    }
    assert (marks["visitors"].mark, marks["conversion"].mark) == ("usual", "news")
    assert marks["conversion"].times is not None and marks["conversion"].times > 1e6
    assert marks["visitors"].usual is not None and marks["visitors"].usual > 0


@pytest.mark.parametrize("forgotten", ["revenue", "costs"])
def test_a_forgotten_day_of_a_profit_makes_no_part_less_unusual(forgotten: str) -> None:
    """Weeks of seven days alike: six of them are as many times the usual as seven are, also of a profit."""
    costs = Kpi(8, "costs", "Costs", "flow", created=FIRST)
    profit = Kpi(9, "profit", "Profit", "formula", formula="revenue - costs", created=FIRST)
    figures = {
        "revenue": {n: 100.0 + 10 * (n // 7 % 3) for n in range(-84, 14)},
        "costs": {n: 50.0 + 5 * (n // 7 % 2) for n in range(-84, 14)},
    }
    business = (REVENUE, costs, profit)
    whole = _taken(profit, figures, business)
    del figures[forgotten][9]
    lacking = _taken(profit, figures, business)
    assert lacking.covered == (6, 6)
    assert lacking.change == pytest.approx(whole.change * 6 / 7)
    assert [part.times for part in lacking.parts] == pytest.approx([part.times for part in whole.parts])
    assert [part.mark for part in lacking.parts] == [part.mark for part in whole.parts]


def test_too_little_history_tells_nothing() -> None:
    """Three weeks before are too few; what a day that was left out did does not make others usual."""
    days = range(-21, 14)
    figures = {"visitors": dict.fromkeys(days, 100.0), "orders": dict.fromkeys(days, 5.0)}
    assert {part.mark for part in _taken(ORDERS, figures).parts} == {"usual"}
    short = {key: {n: x for n, x in rows.items() if n >= -7} for key, rows in figures.items()}
    assert {part.mark for part in _taken(ORDERS, short).parts} == {"unknown"}
    days = range(-182, 14)
    busy = {
        "visitors": {n: 100.0 + n % 7 + (5000.0 if n == -50 else 0.0) for n in days},
        "orders": dict.fromkeys(days, 5.0),
    }
    busy["visitors"] |= dict.fromkeys(range(7, 14), 160.0)
    day = MONDAY + timedelta(days=-50)
    with_it, without = (_taken(ORDERS, busy, one_offs=days) for days in ((), (day,)))
    assert [taken.parts[1].mark for taken in (with_it, without)] == ["usual", "news"]


def test_limits_and_sizes() -> None:
    """More parts, more looks and less history each ask for more; the usual size is about zero."""
    assert usual_sizes([[3.0, 0.0], [-4.0, 0.0]]) == [pytest.approx(12.5**0.5), 0.0]
    plain = news_limit(10, 3, 13)
    assert plain < news_limit(10, 6, 13) < news_limit(3, 6, 13)
    assert news_limit(10, 3, 1) < plain


BASE = {"visitors": _weeks(4000, 3400), "orders": _weeks(80, 71.4), "revenue": _weeks(4000, 3534.3)}


def test_a_target_is_divided_by_the_same_share() -> None:
    """4,000 x 1.331 asks 10 % more of each of three factors: 4,400 visitors, 2.2 %, 55 an order."""
    taken = _taken(REVENUE, BASE, aim=Aim(4000 * 1.1**3))
    parts = {part.branch.kpi.key: part for part in taken.parts if part.branch.kpi}
    assert {key: part.before for key, part in parts.items()} == pytest.approx(
        {"revenue": 5324.0, "orders": 96.8, "visitors": 4400.0, "conversion": 2.2, "value": 55.0}
    )
    assert parts["revenue"].after == pytest.approx(3534.3)
    assert fsum(part.contribution for part in taken.shown) == pytest.approx(3534.3 - 5324.0, rel=1e-12)
    # The midpoint formula, by hand: orders -25.4 x 52.25, value -5.5 x 84.1.
    assert parts["orders"].contribution == pytest.approx(-25.4 * 52.25)
    assert parts["value"].contribution == pytest.approx(-5.5 * 84.1)


def test_parts_with_a_target_of_their_own_come_to_that() -> None:
    """Orders are to be 100, so that 5,000 asks 50 of an order; the visitors below orders do not decide beside them."""
    taken = _taken(REVENUE, BASE, aim=Aim(5000.0, {"orders": 100.0, "visitors": 4321.0}, {"orders", "visitors"}))
    before = {part.branch.kpi.key: part.before for part in taken.parts if part.branch.kpi}
    assert before["orders"] == pytest.approx(100.0) and before["value"] == pytest.approx(50.0)
    assert before["visitors"] == pytest.approx(4000 * (100 / 80) ** 0.5)
    assert taken.aim is not None and taken.aim.own == {"orders": 100.0}
    assert (taken.aim.below, list(taken.aim.left_out)) == ({"visitors": "orders"}, [])


def test_the_target_of_a_ratio_asks_nothing_of_what_it_is_divided_by() -> None:
    """3 % of the 3,400 visitors that came are 102 orders; fewer visitors are no way to get there."""
    taken = _taken(CONVERSION, BASE, aim=Aim(3.0))
    amounts = _amounts(taken)
    assert amounts["visitors"] == 0 and amounts["orders"] == pytest.approx(2.1 - 3.0)
    assert [part.before for part in taken.shown] == pytest.approx([102.0, 3400.0])


def test_a_target_is_not_missed_by_days_without_numbers() -> None:
    """With five of seven days it asks five sevenths; where a Saturday counts for two, five eighths."""
    figures = {key: {n: x for n, x in days.items() if n < 12} for key, days in BASE.items()}
    taken = _taken(REVENUE, figures, aim=Aim(3534.3))
    assert (taken.covered, taken.expected) == ((5, 5), (7, 7))
    assert taken.change == pytest.approx(0.0, abs=1e-9)
    busy = {"revenue": (1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 1.0)}
    assert _taken(REVENUE, figures, aim=Aim(3534.3, weights=busy)).parts[0].before == pytest.approx(3534.3 * 5 / 8)


def test_a_target_that_cannot_be_had_is_an_obstacle() -> None:
    """Without orders before, no share of them makes one."""
    figures = {**BASE, "orders": _weeks(0, 71.4), "revenue": _weeks(0, 3534.3)}
    assert _taken(REVENUE, figures, aim=Aim(5000.0)).obstacle == "division"


def test_a_second_part_is_named_where_it_is_a_third_of_the_first() -> None:
    """-612, +184 and -38: the second is 30 % of the first, so the first stands alone; with -400 beside it two."""
    taken = _taken(REVENUE, BASE)
    assert [part.branch.kpi.key for part in taken.largest if part.branch.kpi] == ["visitors"]
    two = _taken(REVENUE, {**BASE, "revenue": _weeks(4000, 71.4 * 44)})
    assert [part.branch.kpi.key for part in two.largest if part.branch.kpi] == ["visitors", "value"]
