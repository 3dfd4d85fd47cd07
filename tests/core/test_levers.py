"""What it would take, by hand, and how feasible a figure is by the past of its KPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.aggregation import KpiData, Source
from kpitui.core.cadence import Span
from kpitui.core.calendar import STANDARD
from kpitui.core.goal import Goal, Target
from kpitui.core.levers import (
    Lever,
    LeverData,
    LeverPast,
    Levers,
    Needed,
    _order,
    asked_in,
    blocks_left,
    entries_beyond,
    lever_data,
    needed_a_block,
    rest_of_level,
    tried_value,
)
from kpitui.core.metric_tree import Branch, metric_tree
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import standing
from kpitui.core.series import View
from kpitui.core.standing import Standing
from tests.core.business import MONDAY, totals
from tests.core.goals import START, data, goal, kpi, on, recurring, stand
from tests.core.goals import data as goal_data

FIRST = MONDAY - timedelta(days=1000)
REVENUE = Kpi(1, "revenue", "Revenue", "flow", unit="EUR", direction="higher", created=FIRST)
ORDERS = Kpi(2, "orders", "Orders", "flow", direction="higher", created=FIRST)
VISITORS = Kpi(3, "visitors", "Visitors", "flow", direction="higher", created=FIRST)
CONVERSION = Kpi(
    4, "conversion", "Conversion", "ratio", unit="%", direction="higher", numerator=2, denominator=3, created=FIRST
)
VALUE = Kpi(5, "value", "Value", "formula", unit="EUR", direction="higher", formula="revenue / orders", created=FIRST)
SHOP = (REVENUE, ORDERS, VISITORS, CONVERSION, VALUE)
YEAR = 364


def _data(
    of: Kpi,
    days: Mapping[str, Sequence[float]],
    every: Sequence[Kpi] = SHOP,
    *,
    left: float = 12.0,
    share: tuple[Span, int] | None = None,
) -> LeverData:
    """Return the lever data of *of*; *days* are the values by key, ending the day before the Monday of the tests."""
    sources = {
        part.key: Source(
            part,
            totals(
                part,
                [(MONDAY - timedelta(days=len(days[part.key]) - n), x) for n, x in enumerate(days.get(part.key, ()))],
            ),
        )
        for part in every
        if part.key in days or part.kind in ("ratio", "formula")
    }
    view = View(MONDAY, STANDARD, ())
    return lever_data(metric_tree(of, every), sources, every, view, MONDAY, weeks_left=left, share=share)


def _shop(visitors: float = 1200.0, conversion: float = 0.021, value: float = 49.0) -> dict[str, list[float]]:
    """Return 52 weeks of a shop that is the same every day, by what a week comes to."""
    a_day = visitors / 7
    return {
        "visitors": [a_day] * YEAR,
        "orders": [a_day * conversion] * YEAR,
        "revenue": [a_day * conversion * value] * YEAR,
    }


def _wanted(levers: Levers) -> dict[str, float | None]:
    return {lever.kpi.key: lever.target for lever in levers.levers}


def test_each_lever_alone_by_hand() -> None:
    """16,250 in 12 weeks are 1,354.17 a week; 1,200 visitors x 2.1 % x 49 are 1,234.80, a factor of 1.0967."""
    levers = _data(REVENUE, _shop()).levers(16250 / 12, up=True)
    factor = 16250 / 12 / 1234.8
    assert levers.now == pytest.approx(1234.8) and levers.per == "week"
    assert _wanted(levers) == pytest.approx(
        {"visitors": 1200 * factor, "conversion": 2.1 * factor, "orders": 25.2 * factor, "value": 49 * factor}
    )
    assert levers.together == pytest.approx(factor ** (1 / 3) - 1)
    assert ceil(1200 * factor) == 1317 and ceil(1e4 * (factor ** (1 / 3) - 1)) == 313  # rounded up: 3.13 %
    twelve_weeks = stand(goal(), {1: 10.0, 2: 10.0, 3: 10.0}, on(4))._replace(days_left=84)
    assert entries_beyond(16250, 1234.8, twelve_weeks, "week") == 9


def test_a_part_is_only_moved_the_way_that_is_better() -> None:
    """Fewer visitors are no way to a higher conversion; less cost is one to more profit."""
    levers = _data(CONVERSION, _shop()).levers(3.0, up=True)
    assert _wanted(levers) == pytest.approx({"orders": 36.0})
    cost = Kpi(6, "cost", "Cost", "flow", unit="EUR", direction="lower", created=FIRST)
    profit = Kpi(7, "profit", "Profit", "formula", direction="higher", formula="revenue - cost", created=FIRST)
    days = {"revenue": [100.0] * YEAR, "cost": [60.0] * YEAR}
    levers = _data(profit, days, (REVENUE, cost, profit)).levers(420.0, up=True)
    assert _wanted(levers) == pytest.approx({"revenue": 840.0, "cost": 280.0})
    # Both at once: 700 (1 + s) - 420 (1 - s) = 420.
    assert levers.together == pytest.approx(140 / 1120)
    assert _wanted(_data(profit, days, (REVENUE, cost, profit)).levers(900.0, up=True))["cost"] is None


def test_what_is_tried_of_a_divisor_keeps_the_rate() -> None:
    """1,320 visitors instead of 1,200 buy at 2.1 %, as they do in the goal on orders; 30 orders of 1,320 are 2.27 %.

    Of a cost per order more orders are a lever, so there the cost stays: 600 / 30 instead of 600 / 25.2.
    """
    function = _data(CONVERSION, _shop()).function
    orders, visitors = (0,), (1,)
    assert function is not None
    assert tried_value(function, {visitors: 1320.0}) == pytest.approx(2.1)
    assert tried_value(function, {visitors: 1320.0, orders: 30.0}) == pytest.approx(100 * 30 / 1320)
    ads = Kpi(6, "ads", "Ads", "flow", unit="EUR", direction="lower", created=FIRST)
    each = Kpi(7, "each", "Each", "ratio", unit="EUR", direction="lower", numerator=6, denominator=2, created=FIRST)
    days = {"orders": [25.2 / 7] * YEAR, "ads": [600 / 7] * YEAR}
    function = _data(each, days, (ORDERS, ads, each)).function
    assert function is not None and tried_value(function, {visitors: 30.0}) == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("formula", "scaled"),
    [
        ("revenue * cost / 100", True),
        ("cost * 3 / revenue", True),
        ("revenue - cost", False),
        ("max(revenue, cost * 1.6)", False),
    ],
)
def test_a_share_of_a_part_is_a_share_of_a_product_and_not_of_a_difference(formula: str, scaled: bool) -> None:
    """A tenth more revenue is a tenth more of what is multiplied with it, in a busy week too; the same profit more."""
    cost = Kpi(6, "cost", "Cost", "flow", unit="EUR", direction="lower", created=FIRST)
    outcome = Kpi(7, "outcome", "Outcome", "formula", formula=formula, created=FIRST)
    days = {"revenue": [100.0] * YEAR, "cost": [60.0] * YEAR}
    function = _data(outcome, days, (REVENUE, cost, outcome)).function
    assert function is not None and function.is_scaled_by([(0,)]) is scaled and function.is_scaled_by([()])


def test_what_cannot_do_it_alone() -> None:
    """Without an order no visitors make revenue; more than 100 % of visitors do not order."""
    nothing = {key: [0.0 if key != "visitors" else x for x in days] for key, days in _shop().items()}
    levers = _data(REVENUE, nothing).levers(100.0, up=True)
    assert set(_wanted(levers).values()) <= {None} and levers.levers
    assert _wanted(_data(REVENUE, _shop(conversion=0.9)).levers(70000.0, up=True))["conversion"] is None


def test_a_kpi_without_parts_is_its_own_lever() -> None:
    """And keeps its bounds."""
    levers = _data(VISITORS, _shop(), (VISITORS,)).levers(1500.0, up=True)
    assert _wanted(levers) == {"visitors": pytest.approx(1500.0)}
    bounded = VISITORS._replace(ceiling=1400.0)
    assert _wanted(_data(bounded, _shop(), (bounded,)).levers(1500.0, up=True)) == {"visitors": None}


def test_missing_days_count_as_the_others_and_too_few_are_an_obstacle() -> None:
    """What is not logged lately is no fall; a single day of 28 is too little."""
    days = _shop()
    gaps = {**days, "orders": days["orders"][:-8], "revenue": days["revenue"][:-8], "visitors": days["visitors"][:-8]}
    assert _data(REVENUE, gaps).levers(1500.0, up=True).now == pytest.approx(1234.8)
    lone = Kpi(3, "visitors", "Visitors", "flow", direction="higher", created=FIRST)
    sources = {"visitors": Source(lone, totals(lone, [(MONDAY - timedelta(days=1), 5.0)]), FIRST)}
    data = lever_data(metric_tree(lone, [lone]), sources, [lone], View(MONDAY, STANDARD, ()), MONDAY, weeks_left=3)
    assert (data.obstacle, data.covered, data.expected) == ("early", 1, 14)


def test_a_one_off_is_no_evidence() -> None:
    """Ten a day and once 300: its week came to 360, without that day to 70 as all others; that of another KPI is none.

    Within the last four weeks what is now is told without it as well: 70 a week, not (27 x 10 + 300) / 4 = 142.50.
    """
    tree, view = metric_tree(VISITORS, [VISITORS]), View(MONDAY, STANDARD, ())
    for back, with_it in ((100, 70.0), (5, 142.5)):
        day = MONDAY - timedelta(days=back)
        values = [(on := MONDAY - timedelta(days=YEAR - n), 300.0 if on == day else 10.0) for n in range(YEAR)]
        sources = {"visitors": Source(VISITORS, totals(VISITORS, values))}
        for one_offs, best, now in (({"visitors": {day}}, 70.0, 70.0), ({"orders": {day}}, 360.0, with_it)):
            data = lever_data(tree, sources, [VISITORS], view, MONDAY, weeks_left=1, one_offs=one_offs)
            levers = data.levers(1000.0, up=True)
            assert levers.levers[0].past is not None and levers.levers[0].past.best == pytest.approx(best)
            assert levers.now == pytest.approx(now)
            assert levers.left_out == ((day,) if "visitors" in one_offs and back == 5 else ())


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize(("of", "now"), [(VISITORS, 100.0), (CONVERSION, 10.0)])
def test_a_week_without_its_busy_saturday_is_no_low_one(of: Kpi, now: float, *, paused: bool) -> None:
    """Six days of 10 and a Saturday of 40 are 100; every third week lacks it, and is not 60 x 7 / 6 = 70."""
    sources, pauses = {}, []
    days = [MONDAY - timedelta(days=YEAR - n) for n in range(YEAR)]
    lacking = [day for n, day in enumerate(days) if day.weekday() == 5 and n // 7 % 3 == 1]
    for part, times in ((VISITORS, 1.0), (ORDERS, 0.1)):
        rows = [(day, times * (40.0 if day.weekday() == 5 else 10.0)) for day in days if day not in lacking]
        sources[part.key] = Source(part, totals(part, rows))
    every = (CONVERSION, VISITORS, ORDERS) if of == CONVERSION else (VISITORS,)
    sources[CONVERSION.key] = Source(CONVERSION)
    if paused:
        pauses = [Pause(number, None, day, day, "ill") for number, day in enumerate(lacking)]
    view = View(MONDAY, STANDARD, pauses)
    levers = lever_data(metric_tree(of, every), sources, every, view, MONDAY, weeks_left=4).levers(2 * now, up=True)
    assert levers.now == pytest.approx(now)
    (lever,) = levers.levers
    assert lever.now == pytest.approx({"visitors": 100.0, "orders": 10.0}[lever.kpi.key])
    assert lever.past is not None
    assert (lever.past.median, lever.past.best) == pytest.approx((lever.now, lever.now))


def test_feasibility_by_the_past() -> None:
    """A figure is held against stretches as long as it has to be held, and at last against a single good week."""
    past = LeverPast(100.0, 120.0, MONDAY, MONDAY, 140.0, up=True)
    assert [past.feasibility(x) for x in (90, 100, 110, 120, 130, 140, 141)] == [
        "usual", "usual", "done", "done", "above", "above", "beyond",
    ]  # fmt: skip
    low = LeverPast(10.0, 8.0, MONDAY, MONDAY, 6.0, up=False)
    assert [low.feasibility(x) for x in (11, 9, 7, 5)] == ["usual", "done", "above", "beyond"]


def test_the_most_feasible_lever_comes_first() -> None:
    """By its class, whatever it takes; within a class what changes the least; what cannot do it alone comes last."""
    classes = {"usual": 100.0, "done": 115.0, "above": 135.0, "beyond": 200.0}
    past = LeverPast(100.0, 120.0, MONDAY, MONDAY, 140.0, up=True)
    made = {
        # What it is now makes the changes larger the more feasible a lever is.
        word: Lever(Branch(VISITORS), (), figure - 50 * place, figure, up=True, past=past)
        for place, (word, figure) in enumerate(reversed(classes.items()))
    }
    unknown = Lever(Branch(VISITORS), (), 99.0, 100.0, up=True, past=None)
    alone = Lever(Branch(VISITORS), (), 99.0, None, up=True, past=past)
    smaller = made["done"]._replace(now=made["done"].now + 10)
    levers = [alone, made["beyond"], unknown, made["above"], made["done"], smaller, made["usual"]]
    ordered = sorted(levers, key=_order)
    assert ordered == [made["usual"], smaller, made["done"], made["above"], unknown, made["beyond"], alone]
    assert [lever.feasibility for lever in ordered[:-1]] == ["usual", "done", "done", "above", "unknown", "beyond"]


def test_one_good_week_is_no_evidence_for_twelve() -> None:
    """The best twelve weeks of a year with one good month, by hand, and the limit of a single week."""
    weeks = [700.0] * 40 + [1400.0] * 4 + [700.0] * 8
    days = {"visitors": [week / 7 for week in weeks for _day in range(7)]}
    lever = _data(VISITORS, days, (VISITORS,), left=20).levers(1000.0, up=True).levers[0]
    assert lever.past is not None
    assert lever.past.median == pytest.approx(700.0)
    assert lever.past.best == pytest.approx((4 * 1400 + 8 * 700) / 12)
    assert (lever.past.best_to - lever.past.best_from).days == 83
    centre = (48 * 700 + 4 * 1400) / 52
    assert lever.past.limit == pytest.approx(centre + 2.66 * 1400 / 51)
    assert lever.feasibility == "beyond"
    short = _data(VISITORS, days, (VISITORS,), left=3.5).levers(1000.0, up=True).levers[0]
    assert short.past is not None and short.past.best == pytest.approx(1400.0)
    assert short.feasibility == "done"


def test_too_few_weeks_have_no_mark() -> None:
    """Eleven weeks."""
    days = {"visitors": [100.0] * 77}
    assert _data(VISITORS, days, (VISITORS,)).levers(1000.0, up=True).levers[0].feasibility == "unknown"


@given(
    st.floats(10, 1e4), st.floats(0.005, 0.5), st.floats(1, 500), st.floats(0.6, 3.0),
)  # fmt: skip
def test_the_wanted_figure_brings_what_is_needed(
    visitors: float, conversion: float, value: float, factor: float
) -> None:
    """f(now with the wanted figure) is what is needed, to 1e-9; needed as now changes nothing."""
    data = _data(REVENUE, {key: days[-28:] for key, days in _shop(visitors, conversion, value).items()})
    now = data.levers(1.0, up=True).now
    levers = data.levers(now * factor, up=factor > 1)
    for lever in levers.levers:
        if lever.target is not None:
            assert levers.function.value({lever.path: lever.target}) == pytest.approx(now * factor, rel=1e-9)
    same = data.levers(data.levers(1.0, up=True).now, up=True)
    assert all(lever.change == pytest.approx(0.0, abs=1e-9 * abs(lever.now)) for lever in same.levers)


def _needed(wanted: Goal, standing: Standing, kind: str = "flow", now: float = 0.0) -> tuple[float, bool] | None:
    day = date(2026, 3, 5)
    needed = needed_a_block(wanted, standing, goal_data(kpi(kind), {1: 5.0}, day), "week", now)
    return needed and needed[:2]


def test_what_is_needed_a_week() -> None:
    """Of a total what is left over the days that are left, of a level its target."""
    total = stand(goal(), {1: 10.0, 2: 10.0, 3: 10.0}, on(4))
    assert total.days_left == 7
    assert _needed(goal(), total) == pytest.approx((70.0, True))
    assert _needed(goal("cap"), stand(goal("cap"), {1: 10.0, 2: 10.0, 3: 10.0}, on(4))) == pytest.approx((70.0, False))
    level = goal("level", 3.2, 3.0)
    ahead = goal("level", 3.2, 3.0, deadline=on(40))
    assert _needed(ahead, stand(ahead, {1: 3.0}, on(4)), "sample") == pytest.approx((3.2, True))
    # Of ten days one is 5, two are missing and as it is now, and seven are left: (32 - 5 - 2 x 3) / 7.
    assert _needed(level, stand(level, {1: 5.0}, on(4)), "sample", 3.0) == pytest.approx((3.0, True))
    down = goal("level", 2.0, 3.0, down=True)
    assert _needed(down, stand(down, {1: 5.0}, on(4)), "sample", 3.0) == pytest.approx((9 / 7, False))


@pytest.mark.parametrize(
    ("kind", "target", "last", "figure", "over"),
    [
        # Of four weeks 22 days at 4 are over: (28 x 4.5 - 88) / 6. An average of 50 days is asked as it is before them.
        ("sample", 4.5, 28, 38 / 6, (22, 28)),
        ("sample", 4.5, 50, 4.5, None),
        # Of a month of 31 days 22 days of 4: (150 - 88) / 9 a day; what is there already needs nothing.
        ("flow", 150, 31, 62 / 9 * 7, (22, 31)),
        ("flow", 80, 31, None, (22, 31)),
    ],
)
def test_a_level_near_its_deadline_asks_the_rest_of_its_stretch(
    kind: str, target: float, last: int, figure: float | None, over: tuple[int, int] | None
) -> None:
    """What is over is fixed: the rest must make up for it, and not the whole stretch come to the target again."""
    # A month begins on the day before the first one, which is a Monday the 2nd.
    first = 1 if kind == "sample" else 0
    values = dict.fromkeys(range(first, first + 22), 4.0)
    level = goal("level", target, 4.0, over="28d" if kind == "sample" else "month", deadline=on(last + first - 1))
    today = on(first + 22)
    stands = stand(level, values, today, of=kpi(kind))
    facts = goal_data(kpi(kind), values, today)
    needed = needed_a_block(level, stands, facts, "week", 4.0)
    assert (needed and needed.figure) == (figure and pytest.approx(figure))
    rest = rest_of_level(level, stands, facts)
    assert (rest and rest.over) == over


def test_a_ratio_near_its_deadline_asks_the_rest_of_its_denominator() -> None:
    """30 of 100 in 20 days and so many a day to come: of 140 in four weeks 35 % are 49, and 19 of 40 are 47.5 %."""
    clients, leads = kpi(key="clients", id=2), kpi(key="leads", id=3)
    rate = kpi("ratio", unit="%", numerator=2, denominator=3)
    sources = {
        part.key: Source(part, totals(part, [(on(day), value) for day in range(1, 21)]))
        for part, value in ((clients, 1.5), (leads, 5.0))
    } | {"k": Source(rate, totals(rate, []))}  # fmt: skip
    facts = KpiData(rate, sources, on(-100), on(21), today=on(21), calendar=STANDARD)
    level = goal("level", 35, 30, deadline=on(28))
    needed = needed_a_block(level, standing(level, facts), facts, "week", 30.0)
    assert needed is not None
    assert (needed.figure, needed.blocks) == pytest.approx((47.5, 8 / 7))
    assert needed.asked == (on(21), on(28))


@pytest.mark.parametrize(
    ("logged", "target", "figure"),
    [
        # Closed on Sundays: 18 days of four weeks are there, and 6 are left: 24 at 35 are 840, less 18 x 30, by 6.
        ([day for day in range(-27, 21) if day % 7], 35.0, 50.0),
        # Every fifth day is not logged, 38 of 47 are: 16 days are there, the 20th as now, and of 8 to come so many.
        ([day for day in range(-27, 21) if day % 5], 35.0, 35 + 5 * 17 / (8 * 38 / 47)),
    ],
    ids=["closed on Sundays", "some days are not logged"],
)
def test_the_days_to_come_of_an_average_weigh_as_they_are_logged(
    logged: list[int], target: float, figure: float
) -> None:
    level = goal("level", target, 30, over="28d", deadline=on(28))
    values = dict.fromkeys(logged, 30.0)
    stands = stand(level, values, on(21), of=kpi("sample"))
    facts = goal_data(kpi("sample"), values, on(21), last=level.deadline)
    needed = needed_a_block(level, stands, facts, "week", 30.0)
    assert needed is not None and needed.figure == pytest.approx(figure)


def test_a_level_of_a_month_is_asked_of_the_month_that_it_is_judged_by() -> None:
    """3,000 a month by 31 March: without 400 in the first days 26 are left for 2,600, 700 a week."""
    level = goal("level", 3000, 100, over="month", deadline=date(2026, 3, 31))
    values = dict.fromkeys(range(1, 5), 100.0)
    needed = needed_a_block(level, stand(level, values, on(5)), goal_data(kpi(), values, on(5)), "week", 700.0)
    assert needed is not None and needed.figure == pytest.approx(2600 / 26 * 7)


def test_what_a_recurring_goal_needs_is_what_its_page_says_of_the_week_that_runs() -> None:
    """10 of 140 on Thursday are 130 in four days, 32.5 a day and 227.5 a week; at 100 the weeks to come ask 140."""
    weekly = recurring(low=140)
    behind = stand(weekly, {1: 10.0}, on(4))
    assert behind.needed_per_day == pytest.approx(32.5)
    needed = needed_a_block(weekly, behind, goal_data(kpi(), {1: 10.0}, on(4)), "week", 140.0)
    assert needed is not None
    assert needed.figure == pytest.approx(227.5) and needed.blocks == pytest.approx(4 / 7)
    assert (needed.up, needed.other, needed.asked) == (True, None, (on(4), on(7)))
    assert _needed(weekly, stand(weekly, {1: 100.0}, on(4))) == pytest.approx((140.0, True))
    between = recurring(low=140, high=200)
    assert _needed(between, stand(between, {1: 80.0}, on(4)), now=150.0) == pytest.approx((140.0, True))
    assert _needed(between, stand(between, {1: 80.0}, on(4)), now=250.0) == pytest.approx((200.0, False))
    # No figure keeps this week and the next ones: this week is asked about.
    assert _needed(between, stand(between, {1: 10.0}, on(4)), now=150.0) == pytest.approx((227.5, True))
    # Of three in ten of ten weeks the week that runs need not be one, and when three are kept nothing is needed.
    some = recurring(low=140, keep=(3, 10))
    assert _needed(some, stand(some, {1: 10.0}, on(4))) == pytest.approx((140.0, True))
    enough = stand(some, dict.fromkeys(range(1, 22), 20.0), on(22))
    assert enough.kept == 3 and _needed(some, enough) is None


def _months(
    cadence: str, today: date, so_far: Mapping[date, float], low: float, high: float | None = None, *, now: float
) -> Needed | None:
    """Return what a goal for every month of a year needs a week of a KPI with that cadence."""
    wanted = recurring("month", low=low, high=high, start=date(2026, 1, 1), deadline=date(2026, 12, 31))
    what = kpi(cadence=cadence)
    values = {(day - START).days + 1: value for day, value in so_far.items()}
    seen = goal_data(what, values, today, last=wanted.deadline)
    return needed_a_block(wanted, stand(wanted, values, today, of=what), seen, "week", now)


def test_a_month_has_the_weeks_that_end_in_it() -> None:
    """40,000 a month are 10,000 in each of the four weeks of July 2026, which has four Sundays, not 40,000 x 7 / 31."""
    sundays = {date(2026, 1, 4) + timedelta(weeks=week): 10_500.0 for week in range(26)}
    needed = _months("week", date(2026, 7, 1), sundays, 40_000, now=9_100)
    assert needed is not None
    assert (needed.figure, needed.up, needed.asked) == (10_000, True, (date(2026, 7, 1), date(2026, 7, 31)))
    # 26,500 of 40,000 before the last Sunday: 13,500 on it.
    july = {date(2026, 7, 5): 8_500.0, date(2026, 7, 12): 9_000.0, date(2026, 7, 19): 9_000.0}
    needed = _months("week", date(2026, 7, 21), sundays | july, 40_000, now=9_100)
    assert needed is not None
    assert (needed.figure, needed.asked, needed.blocks) == (13_500, (date(2026, 7, 21), date(2026, 7, 31)), 1.0)


def test_a_month_has_its_working_days() -> None:
    """44 sessions in the 21 working days of August 2026 are 10.48 a week of five; two a day are 10, and 42."""
    july = [date(2026, 7, 1) + timedelta(days=n) for n in range(31)]
    days = {day: 2.0 for day in july if day.weekday() < 5}
    needed = _months("workday", date(2026, 8, 1), days, 44, now=10.0)
    assert needed is not None and needed.figure > 10 * 1.04
    only_august = recurring("month", low=44, start=date(2026, 7, 1), deadline=date(2026, 8, 31))
    what = kpi(cadence="workday")
    values = {(day - START).days + 1: value for day, value in days.items()}
    seen = goal_data(what, values, date(2026, 8, 1), last=only_august.deadline)
    standing = stand(only_august, values, date(2026, 8, 1), of=what)
    needed = needed_a_block(only_august, standing, seen, "week", 10.0)
    assert needed is not None
    assert needed.figure == pytest.approx(44 / 21 * 5)
    assert (needed.up, needed.asked) == (True, None)


def test_a_band_a_month_has_two_edges() -> None:
    """80 to 120 hours: 16 to 24 in the five weeks of May 2026, 20 to 30 in the four of June: 26.5 is too much."""
    sundays = {date(2026, 1, 4) + timedelta(weeks=week): 24.0 for week in range(17)}
    needed = _months("week", date(2026, 5, 1), sundays, 80, 120, now=26.5)
    assert needed is not None
    assert (needed.figure, needed.up, needed.other) == (24.0, False, 20.0)
    assert needed.asked == (date(2026, 5, 1), date(2026, 5, 31))
    needed = _months("week", date(2026, 5, 1), sundays, 80, 120, now=18.0)
    assert needed is not None and (needed.figure, needed.up, needed.other) == (20.0, True, 24.0)
    levers = _data(VISITORS, _shop(), (VISITORS,)).levers(24.0, up=False)
    for now, enough in ((26.5, False), (24.0, True), (21.0, True), (19.9, False)):
        assert levers._replace(now=now, other=20.0).enough is enough


def test_a_week_of_working_days_has_five_and_a_week_without_sundays_six() -> None:
    """140 in 34 working days are 20.6 a week, 900 in 7 open days 771.4: what a week has are the days left of it."""
    total = stand(goal(), {1: 10.0, 2: 10.0, 3: 10.0}, on(4))._replace(actual=0.0, target=140.0, days_left=34)
    working = total._replace(cadence="workday")
    assert _needed(goal(), working) == pytest.approx((140 / 34 * 5, True))
    assert blocks_left(working, "week") == pytest.approx(6.8)
    assert blocks_left(working, "month") == pytest.approx(34 / (365.25 / 12 * 5 / 7))
    # 140 at 4 a working day take 35 of them.
    assert entries_beyond(140, 20, working, "week") == 1
    # 14,850 at 10,033 a month take two of them, of which one is left.
    assert entries_beyond(14_850, 10_033, total._replace(cadence="month", entries_left=1), "month") == 1
    closed_sundays = total._replace(cadence="mon,tue,wed,thu,fri,sat", target=900.0, days_left=7)
    assert _needed(goal(), closed_sundays) == pytest.approx((900 / 7 * 6, True))
    weekly = total._replace(cadence="week", target=900.0, days_left=14)
    assert _needed(goal(), weekly) == pytest.approx((450.0, True))


# What a goal asks of a stretch of days, by hand for each kind of goal.

TODAY = on(8)


def _asked(wanted: Goal, first: int, last: int, kind: str = "flow", **changes: object) -> float | None:
    return asked_in(wanted, data(kpi(kind, **changes), {1: 5.0}, TODAY), on(first), on(last))


def test_a_total_asks_its_share_by_pace() -> None:
    """100 over ten days are 30 in three of them, and no more than the days that are within the goal."""
    assert _asked(goal(), 2, 4) == pytest.approx(30)
    assert _asked(goal("cap"), 9, 14) == pytest.approx(20)
    assert _asked(goal(), 12, 14) is None


def test_what_does_not_add_up_is_asked_as_it_is() -> None:
    """A level of a mean, and every week's."""
    assert _asked(goal("level", 3.2), 2, 4, "sample") == 3.2
    assert _asked(recurring(high=2.5), 1, 3, "sample") == 2.5


def test_a_level_of_a_sum_asks_by_its_days() -> None:
    """280 over four weeks are 70 a week; 10 a day are 70 as well."""
    assert _asked(goal("level", 280, over="28d"), 1, 7) == pytest.approx(70)
    assert _asked(goal("level", 10, per="day"), 1, 7) == pytest.approx(70)


def test_a_recurring_goal_asks_so_many_of_its_periods() -> None:
    """140 a week are 280 in two weeks; 310 a month are 10 a day of March; 9 a working day are 45 a week."""
    assert _asked(recurring(low=140), 1, 14) == pytest.approx(280)
    assert _asked(recurring("month", low=310), 1, 3) == pytest.approx(30)
    assert _asked(recurring("workday", low=9), 1, 7) == pytest.approx(45)
    assert _asked(recurring("quarter", low=900), 1, 9) == pytest.approx(90)


def test_the_target_of_that_day_counts_and_none_asks_nothing() -> None:
    """A target that was raised since then does not judge the days before it."""
    raised = (Target(START, 100), Target(on(6), 200))
    assert _asked(goal(targets=raised), 2, 4) == pytest.approx(30)
    assert _asked(goal(targets=raised), 7, 8) == pytest.approx(40)
    assert _asked(goal(targets=()), 2, 4) is None
    assert _asked(goal(start=date(2026, 3, 5)), 1, 2) is None


# What is now, and what was before, by the days that there are.


def _accountant(first: date, last: date) -> LeverData:
    """Return an hourly rate that is logged on working days: 80 in the first week, 90 after it."""
    fees = Kpi(8, "fees", "Fees", "flow", unit="EUR", cadence="workday", created=first)
    hours = Kpi(9, "hours", "Hours", "flow", unit="h", cadence="workday", direction="higher", created=first)
    rate = Kpi(10, "rate", "Rate", "formula", unit="EUR", direction="higher", formula="fees / hours", created=first)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = [day for day in days if day.weekday() < 5]
    paid = [(day, 400.0 if day < first + timedelta(days=7) else 450.0) for day in worked]
    sources = {
        "fees": Source(fees, totals(fees, paid)),
        "hours": Source(hours, totals(hours, [(day, 5.0) for day in worked])),
        "rate": Source(rate),
    }
    every = (fees, hours, rate)
    view = View(last + timedelta(days=3), STANDARD, ())
    return lever_data(metric_tree(rate, every), sources, every, view, last, weeks_left=6)


def test_four_weeks_that_begin_after_a_weekend_are_four() -> None:
    """From Monday 5 to Friday 30 January: (5 x 400 + 15 x 450) / 100 hours are 87.50, and 25 hours a week; not 90."""
    levers = _accountant(date(2026, 1, 5), date(2026, 1, 30)).levers(95.0, up=True)
    assert levers.now == pytest.approx(87.5)
    assert levers.until == date(2026, 1, 30)
    worked = _accountant(date(2026, 1, 5), date(2026, 1, 30)).function
    assert worked is not None
    (hours,) = (path for path, branch in worked.branches() if branch.kpi is not None and branch.kpi.key == "hours")
    assert worked.figure(hours) == pytest.approx(25.0)


def test_days_before_the_first_number_are_no_part_of_the_best() -> None:
    """Of 90 days with the best at their beginning, the best twelve weeks begin within them."""
    days = {"visitors": [200.0] * 20 + [100.0] * 70}
    lever = _data(VISITORS, days, (VISITORS,)).levers(1000.0, up=True).levers[0]
    assert lever.past is not None
    first = MONDAY - timedelta(days=90)
    assert first <= lever.past.best_from <= first + timedelta(days=6)
    # Twelve whole weeks up to Sunday begin with fourteen of the twenty days of 200.
    assert lever.past.best == pytest.approx((14 * 1400 / 7 + 70 * 100) / 12)


@pytest.mark.parametrize(
    ("a_day", "weeks", "target", "best", "feasibility"),
    [
        (20, 12, 16940, 15260 + 84 * 20, "usual"),
        (20, 12, 16941, 15260 + 84 * 20, "beyond"),
        (20, 31 / 7, 15880, 15260 + 31 * 20, "usual"),
        (20, 31 / 7, 15884, 15260 + 31 * 20, "beyond"),
        # Beyond twelve weeks by the same pace.
        (20, 17, 17640, 15260 + 119 * 20, "usual"),
        # It was 15,000 most of the year, and never rose: not even by one is usual.
        (-20, 31 / 7, 8000, 740 - 31 * 20, "beyond"),
        (-20, 31 / 7, 741, 740 - 31 * 20, "beyond"),
        (0, 4, 8001, 8000, "beyond"),
    ],
)
def test_a_stock_moves_from_where_it_is(
    a_day: float, weeks: float, target: float, best: float, feasibility: str
) -> None:
    """By how it changed over as long as is left: what it once was says nothing after a year of falling."""
    subscribers = VISITORS._replace(kind="level", key="subscribers")
    days = {"subscribers": [8000.0 + a_day * n for n in range(YEAR)]}
    lever = _data(subscribers, days, (subscribers,), left=weeks).levers(target, up=True).levers[0]
    assert lever.past is not None and lever.past.ahead == weeks
    assert lever.past.best == pytest.approx(best)
    assert lever.feasibility == feasibility


@pytest.mark.parametrize(("share", "now", "lost"), [(("week", 7), 3.5, 7.0), (("month", 30), 9.25, 7.0)])
def test_a_churn_is_told_by_the_week_or_month_of_its_goal(share: tuple[Span, int], now: float, lost: float) -> None:
    """Of 400 subscribers 1 a day is lost, in the last week 2: 14 are 3.5 % of a week, 37 are 9.25 % of 30 days."""
    stock = VISITORS._replace(kind="level", key="subscribers")
    gone = ORDERS._replace(key="lost", direction="lower")
    churn = CONVERSION._replace(key="churn", direction="lower")
    days = {"subscribers": [400.0] * YEAR, "lost": [1.0] * (YEAR - 7) + [2.0] * 7}
    data = _data(churn, days, (stock, gone, churn), share=share)
    assert data.obstacle is None and data.function is not None
    assert data.function.value({}) == pytest.approx(now)
    lever = next(lever for lever in data.levers(100 * lost / 400, up=False).levers if lever.kpi == gone)
    assert (lever.now, lever.target) == pytest.approx((4 * now, lost))
    too_few = _data(churn, {key: figures[-3:] for key, figures in days.items()}, (stock, gone, churn), share=share)
    assert (too_few.obstacle, too_few.covered, too_few.expected) == ("early", 3, share[1] // 2)


def test_an_invoice_a_month_is_not_nothing_before_the_next_one() -> None:
    """1,300 every 30 days, the last one 29 days ago: three in thirteen weeks are 300 a week; four weeks have none."""
    days = {"revenue": [1300.0 if (YEAR - n) % 30 == 29 else 0.0 for n in range(YEAR)]}
    alone = REVENUE._replace(direction="higher")
    levers = _data(alone, days, (alone,)).levers(500.0, up=True)
    assert sum(days["revenue"][-28:]) == 0
    assert levers.now == pytest.approx(3 * 1300 / 13)
    daily = {"revenue": [1300.0 / 30] * YEAR}
    assert _data(alone, daily, (alone,)).levers(500.0, up=True).now == pytest.approx(7 * 1300 / 30)


def test_a_part_that_began_lately_takes_no_past_from_the_others() -> None:
    """26.5 orders a week are fewer than the 30.24 of thirteen weeks in spring; of mail too few are there."""
    visitors = VISITORS._replace(split="logged")
    mail = Kpi(20, "mail", "Mail", "flow", direction="higher", part_of=3, created=FIRST)
    better = [1.2 if 100 <= n < 191 else 1.0 for n in range(YEAR)]
    days = {key: [x * more for x, more in zip(values, better, strict=True)] for key, values in _shop().items()}
    days["mail"] = [20.0] * 56
    levers = _data(REVENUE, days, (REVENUE, ORDERS, visitors, CONVERSION, VALUE, mail)).levers(1300.0, up=True)
    words = {lever.kpi.key: lever.feasibility for lever in levers.levers}
    assert words == {"orders": "done", "visitors": "done", "conversion": "beyond", "value": "beyond", "mail": "unknown"}
