"""Guards how goals stand: each kind at its borders, what is old, what is decided when, and what is still needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from kpitui.core.goal import Goal, GoalType, Target
from kpitui.core.missing import usual_share
from kpitui.core.model import Pause
from kpitui.core.pace import GOAL_KINDS, expected_on, standing, target_on, usually_logged
from kpitui.core.standing import OFF_TRACK, ON_TRACK, URGENCY, Status, status_by_chance
from tests.core.goals import DEADLINE, START, data, each, goal, kpi, on, recurring, stand
from tests.literals import choices

LEVELS = {**each(100.0, 28, first=-27)}
"""Four weeks of 100 before the goal."""


def test_it_stands_as_of_the_last_day_with_data() -> None:
    assert stand(goal(), each(10, 4), on(5)).as_of == on(4)
    assert stand(goal(), each(10, 5), on(5)).as_of == on(5)
    assert stand(goal(), each(10, 3), on(8)).as_of == on(3)
    assert stand(goal(), each(10, 10), on(40)).as_of == DEADLINE


def test_a_total_on_track() -> None:
    found = stand(goal(), each(10, 5), on(5))
    assert (found.status, found.actual, found.expected, found.progress, found.gap) == ("on track", 50, 50, 0.5, 0)
    assert (found.needed_per_day, found.days_left, found.days_logged, found.days_elapsed) == (10, 5, 5, 5)


@pytest.mark.parametrize(
    ("daily", "status"),
    [
        (10.0, "on track"),
        (9.96, "on track"),
        (9.94, "at risk"),
        (9.0, "at risk"),
        (8.99, "off track"),
        (0.0, "off track"),
    ],
)
def test_the_words_for_a_total(daily: float, status: Status) -> None:
    assert status == stand(goal(), each(daily, 5), on(5)).status


def test_a_total_is_reached_at_once_and_needs_nothing() -> None:
    found = stand(goal(), each(60, 2), on(2))
    assert (found.status, found.needed_per_day, found.effort, found.decided) == ("reached", None, None, True)
    assert stand(goal(), each(60, 2), on(30)).status == "reached", "however little was logged"


def test_a_total_that_is_not_above_zero_is_decided_at_its_deadline() -> None:
    """A loss of at most 100 over ten days is there before the first day, and may still be gone on the last."""
    losing = goal(target=-100)
    early = stand(losing, each(-12, 3), on(3))
    assert (early.status, early.actual, early.expected, early.gap) == ("off track", -36, -30, -6)
    assert (early.decided, early.progress, early.days_behind, early.needed_per_day) == (False, None, None, None)
    assert stand(losing, each(-8, 3), on(3)).status == "on track"
    assert stand(losing, each(-12, 10), on(11)).status == "missed"
    assert stand(losing, each(-8, 10), on(11)).status == "reached"
    assert stand(goal(target=0), each(5, 3), on(3)).status == "on track", "it may go below 0 again"


@pytest.mark.parametrize(
    ("kind", "figure", "expected", "gap"),
    [("total", 60, 100, -40), ("cap", 60, 100, 40), ("level", 10, 20, -10)],
)
def test_at_the_deadline_everything_should_be_there(kind: GoalType, figure: float, expected: float, gap: float) -> None:
    """Six of ten days were logged: what is missing at the end is held against the whole target, not against day 6."""
    if kind == "level":
        found = stand(goal("level", 20, base=0), each(10, 6), on(11), of=kpi("level"))
    else:
        found = stand(goal(kind), each(10, 6), on(11))
    assert (found.actual, found.as_of, found.expected, found.gap) == (figure, on(6), expected, gap)


def test_old_data_is_old_and_not_absent() -> None:
    found = stand(goal(), each(10, 3), on(7))
    assert (found.status, found.expected, found.old, found.missing, found.stale) == ("on track", 30, True, 3, True)
    fresh = stand(goal(), each(10, 3), on(4))
    assert (fresh.old, fresh.missing, fresh.stale) == (False, 0, False)


def test_days_left_and_what_they_must_bring_count_from_today() -> None:
    found = stand(goal(), each(10, 3), on(8))
    assert (found.days_left, found.needed_per_day) == (3, 70 / 3)
    logged = stand(goal(), {**each(10, 3), 8: 10}, on(8))
    assert (logged.days_left, logged.needed_per_day) == (2, 30)
    paused = stand(goal(), each(10, 3), on(8), pauses=[Pause(1, None, on(9), on(9), "ill")])
    begins = stand(goal(start=on(9)), {}, on(8))
    assert [now.days_ahead for now in (found, logged, paused, begins)] == [3, 3, 3, 3], "one number for one deadline"
    seen = data(kpi(), each(10, 3), on(8))
    seen.day_is_over = True
    assert standing(goal(), seen).days_ahead == 2, "as of a day that has passed"


@pytest.mark.parametrize(("daily", "behind"), [(10.0, None), (9.0, 1), (8.0, 1), (5.0, 3), (4.9, 3), (0.0, 5)])
def test_how_many_days_a_total_is_behind(daily: float, behind: int | None) -> None:
    """After five days 40 of 100 is what four days bring: one day behind; 25 is two and a half, told as three."""
    assert stand(goal(), each(daily, 5), on(5)).days_behind == behind


def test_how_many_days_a_level_is_behind() -> None:
    """From 100 to 200 on the tenth day, 111.1 is where the second day should have been: 111.2 is 2.99 days behind."""
    what = goal("level", 200, 100, over="last")
    found = stand(what, {1: 100, 5: 111.2}, on(5), of=kpi("level"))
    assert found.days_behind == 3
    down = goal("level", 100, 200, over="last", down=True)
    assert stand(down, {1: 200, 5: 188.8}, on(5), of=kpi("level")).days_behind == 3


def test_a_level_that_has_only_to_stay_has_a_flat_line() -> None:
    """From a baseline of 13 to stay above 10: at 11 it is 1 ahead on every day, at 9.5 one half behind, at 4 six.

    A line from 13 down to 10 would call 11 behind on the first days, and 9.5 nearly there.
    """
    what = goal("level", 10, 13, over="last")
    for value, status, gap in ((11, "on track", 1), (9.5, "at risk", -0.5), (4, "off track", -6)):
        found = stand(what, {1: 13, 2: 13, 5: value}, on(5), of=kpi("level"))
        assert (found.status, found.expected, found.gap, found.days_behind) == (status, 10, gap, None), value
        assert found.progress is None
    cost = goal("level", 7, 6.71, over="last", down=True)
    assert stand(cost, {1: 6.7, 5: 6.97}, on(5), of=kpi("level")).gap == pytest.approx(0.03)


def test_a_level_below_its_baseline_was_on_no_day_of_its_line() -> None:
    """From 100 to 200 in nine days, 60 on the fifth day is 84.4 behind; the line was at 60 on no day."""
    found = stand(goal("level", 200, 100, over="last"), {1: 100, 5: 60}, on(5), of=kpi("level"))
    assert found.gap == pytest.approx(60 - (100 + 400 / 9))
    assert found.days_behind is None


def test_the_one_number_of_a_month_that_is_in_leaves_nothing_to_that_month() -> None:
    """Six and five lost in September and October, five on 28 November, at most 50 until December: 34 for December.

    Where a month had two numbers before, November may have one more: (34 + 5) / 2 are 19.5 for each.
    """
    lost = kpi(cadence="month", direction="lower")
    cap = goal("cap", 50, start=date(2026, 9, 1), deadline=date(2026, 12, 31))
    months = {(date(2026, month, 28) - START).days + 1: value for month, value in ((9, 6), (10, 5), (11, 5))}
    found = stand(cap, months, date(2026, 11, 29), of=lost)
    assert (found.actual, found.left_per_period, found.entries_left) == (16, 34, 1)
    twice = {**months, (date(2026, 10, 5) - START).days + 1: 0.0}
    assert stand(cap, twice, date(2026, 11, 29), of=lost).left_per_period == 19.5


def test_entries_outside_the_goal_do_not_count() -> None:
    found = stand(goal(), {0: 500, **each(1, 10), 11: 500}, on(11))
    assert (found.status, found.actual) == ("missed", 10)


def test_the_verdict_needs_half_of_what_was_expected() -> None:
    assert stand(goal(), each(9, 5), on(11)).status == "missed"
    assert stand(goal(), each(9, 4), on(11)).status == "undecided"
    assert stand(goal("cap"), each(9, 5), on(11)).status == "reached"
    assert stand(goal("cap"), each(9, 4), on(11)).status == "undecided"
    assert stand(goal("cap"), each(60, 2), on(11)).status == "missed", "what is missing cannot change it"


def test_no_data_means_that_there_is_none() -> None:
    for kind in GOAL_KINDS:
        what = recurring(low=5) if kind == "recurring" else goal(kind, 5, 1)
        assert stand(what, {}, on(5)).status == "no data"
    assert stand(goal(), {0: 5}, on(1)).status == "too early"


def test_before_the_start() -> None:
    found = stand(goal(), {0: 5}, on(0))
    assert (found.status, found.actual, found.expected, found.days_left) == ("not started", None, None, 10)


def test_a_target_of_zero_has_no_share() -> None:
    assert stand(goal(target=0), each(0, 3), on(3)).progress is None
    assert stand(goal("cap", 0), each(0, 3), on(3)).status == "on track"
    assert stand(goal("cap", 0), each(1, 3), on(3)).status == "missed"


def test_a_blank_that_means_zero_is_data() -> None:
    shop = kpi(blank="zero")
    found = stand(goal("cap"), {1: 5}, on(9), of=shop)
    assert (found.status, found.actual, found.days_logged, found.as_of) == ("on track", 5, 8, on(8))
    assert stand(goal("cap"), {1: 5}, on(11), of=shop).status == "reached"


@pytest.mark.parametrize(
    ("daily", "status", "left"),
    [(10.0, "on track", 10), (11.0, "at risk", 9), (12.0, "off track", 8), (20.1, "missed", None)],
)
def test_a_cap(daily: float, status: Status, left: float | None) -> None:
    found = stand(goal("cap"), each(daily, 5), on(5))
    assert status == found.status
    assert left == (found.left_per_day if left is None else pytest.approx(found.left_per_day))
    assert found.needed_per_day is None


def test_a_cap_with_refunds_can_recover() -> None:
    assert stand(goal("cap"), {1: 120, 2: -5}, on(2)).status == "off track"


@pytest.mark.parametrize(
    ("daily", "status"),
    [(115.0, "on track"), (114.9, "at risk"), (112.0, "at risk"), (111.9, "off track"), (90, "off track")],
)
def test_a_level_is_compared_with_the_time_gone(daily: float, status: Status) -> None:
    what = goal("level", 130, 100, deadline=on(11))
    found = stand(what, each(daily, 28, first=-21), on(6))
    assert (status, 115) == (found.status, found.expected)
    assert pytest.approx(found.progress) == (daily - 100) / 30


def test_a_level_is_never_on_track_and_then_too_early() -> None:
    """Two of four months: the first on the line, the second behind it; there is a level all the time."""
    monthly = kpi("sample", cadence="month")
    year = goal("level", 20, base=10, start=date(2026, 1, 1), deadline=date(2026, 12, 31), over="month")
    year = year._replace(targets=(Target(date(2026, 1, 1), 20),))
    words = []
    for month, value in ((1, 11), (2, 11), (3, 11)):
        days = {(date(2026, past, 28) - START).days + 1: float(11) for past in range(1, month + 1)}
        days[(date(2026, month, 28) - START).days + 1] = value
        words.append(stand(year, days, date(2026, month, 28) + timedelta(days=5), of=monthly).status)
    assert words == ["on track", "at risk", "off track"]


def test_dust_of_rounding_is_no_gap() -> None:
    """0.1 a day for three days of ten is where 1 should be: 0.30000000000000004 is no more than 0.3."""
    found = stand(goal(target=1.0), each(0.1, 3), on(3))
    assert (found.gap, found.days_behind) == (0, None)


def test_a_level_is_reached_at_its_deadline_only() -> None:
    there = stand(goal("level", 130, 100), each(130, 28, first=-22), on(5))
    assert (there.status, there.at_target, there.decided) == ("on track", True, False)
    over = stand(goal("level", 130, 100), each(130, 28, first=-17), on(11))
    assert (over.status, over.decided) == ("reached", True)
    assert stand(goal("level", 130, 100), each(129, 28, first=-17), on(11)).status == "missed"


def test_the_verdict_on_the_last_day_is_that_of_the_day_after() -> None:
    invoices = {-40: 400.0, -10: 500.0, 20: 600.0, 30: 300.0}
    what = goal("level", 500, 400, over="month", deadline=date(2026, 3, 31))
    found = [stand(what, invoices, what.deadline + timedelta(days=late), of=kpi(cadence="month")) for late in (0, 1)]
    assert [(each.actual, each.status) for each in found] == [(900, "reached")] * 2


def test_a_level_is_the_mean_of_four_weeks_that_end_with_the_data() -> None:
    values = {number: float(number) for number in range(-60, 6)}
    found = stand(goal("level", 130, 100), values, on(9))
    assert found.actual == sum(range(-22, 6)) / 28
    assert found.measured is not None
    assert (found.measured.first, found.measured.last, found.measured.values) == (on(-22), on(5), 28)


def test_a_level_does_not_move_while_nothing_is_logged() -> None:
    values = {number: float(number % 5) for number in range(-40, 4)}
    seen = {stand(goal("level", 130, 100), values, on(day)).actual for day in range(3, 11)}
    assert len(seen) == 1


def test_below_half_of_the_expected_values_it_is_too_early() -> None:
    assert stand(goal("level", 100, 50), each(200, 13, first=-10), on(3)).status == "too early"
    assert stand(goal("level", 100, 50), each(200, 14, first=-11), on(3)).status == "on track"
    late = stand(goal("level", 100, 50), each(200, 13, first=-2), on(11))
    assert late.status == "undecided" and late.ending is not None
    # The 28 days up to day 10 begin on day -17; of them days -2 to 10 are there.
    assert (late.ending.values, late.ending.expected, late.ending.last) == (13, 28, on(10))
    assert stand(goal("level", 100, 50), each(200, 14, first=-3), on(11)).ending is None


def test_a_stock_is_its_last_value() -> None:
    balance = kpi("level", cadence="week")
    found = stand(goal("level", 500, 400), {-5: 400, 2: 450, 3: 470}, on(6), of=balance)
    assert found.actual == 470


def test_a_level_without_a_number_since_its_start_says_nothing() -> None:
    """Set on 25 May with the number of March, it is judged by that of December."""
    equity = kpi("level", cadence="quarter")
    begun, what = date(2026, 5, 25), goal("level", 15_000, base=12_000, start=date(2026, 5, 25), over="last")
    what = what._replace(deadline=date(2026, 12, 31), targets=(Target(begun, 15_000),))
    figures = {(date(2026, 3, 31) - START).days + 1: 12_000.0}

    days = [begun, date(2026, 8, 1), date(2026, 10, 1), date(2026, 12, 31)]
    words = [stand(what, figures, day, of=equity).status for day in days]
    assert words == ["too early"] * 4
    figures[(date(2026, 6, 30) - START).days + 1] = 12_600
    assert stand(what, figures, days[-1], of=equity).status == "on track", "what is old is not absent"


def test_a_stock_is_held_against_its_pace_on_the_day_of_its_number() -> None:
    """1,450 on 1 March, 2,000 by 31 July: on 1 April 30 of 151 days later at 1,450 + 550 x 30 / 151 = 1,559.3."""
    list_of = kpi("level", cadence="month")
    begun = date(2026, 3, 2)
    what = goal("level", 2000, base=1450, start=begun, deadline=date(2026, 7, 31), over="last")
    what = what._replace(targets=(Target(begun, 2000),))
    counts = {(date(2026, month, 1) - START).days + 1: 1000.0 + 150 * month for month in (1, 2, 3)}
    for day in (begun, date(2026, 3, 20), date(2026, 3, 31), date(2026, 4, 1)):
        assert stand(what, counts, day, of=list_of).status == "too early", day
    counts[(date(2026, 4, 1) - START).days + 1] = 1620.0
    now = stand(what, counts, date(2026, 4, 30), of=list_of)
    assert (now.status, now.paced_until, now.days_behind) == ("on track", date(2026, 4, 1), None)
    assert now.expected == pytest.approx(1559.27, abs=0.01)


def test_a_monthly_level_looks_back_three_months() -> None:
    month = kpi("sample", cadence="month")
    what = goal("level", 130, 100, deadline=date(2026, 12, 31))
    days = [(date(2026, m, 28) - START).days + 1 for m in range(3, 9)]
    found = stand(what, dict(zip(days, (1, 2, 3, 10, 20, 30), strict=True)), date(2026, 9, 1), of=month)
    assert found.actual == 20
    assert found.measured is not None
    assert (found.measured.first, found.measured.values, found.measured.expected) == (date(2026, 6, 1), 3, 3)


def test_a_total_of_a_month_is_a_level_of_a_month() -> None:
    what = goal("level", 1000, 300, over="month", deadline=on(70))
    found = stand(what, each(10, 60, first=-30), on(31), of=kpi())
    assert found.actual == 310, "from 2 March to 1 April are 31 days"


@pytest.mark.parametrize("weekday", range(7))
def test_a_month_of_weeks_is_the_same_on_whichever_weekday_they_are_logged(weekday: int) -> None:
    """200 every week are 200 x 365.25 / 12 / 7 = 869.64 a month, also where it has five Sundays and four Mondays."""
    sales = kpi(cadence="week")
    weeks = {7 * week + weekday + 1: 200.0 for week in range(-15, 18)}
    ends = [(date(2026, month, 28) - START).days + 1 for month in range(3, 7)]
    for target, verdict in ((950, "missed"), (860, "reached")):
        what = goal("level", target, 700, over="month", deadline=on(ends[-1]))
        for end in ends:
            now = stand(what, {number: value for number, value in weeks.items() if number < end}, on(end), of=sales)
            assert now.actual == pytest.approx(869.64, abs=0.01)
            assert now.measured is not None
            assert (now.measured.values, now.measured.expected) == (4, 4)
        assert stand(what, weeks, on(ends[-1] + 9), of=sales).status == verdict
    quarter = goal("level", 2700, 2000, over="quarter", deadline=on(ends[-1]))
    assert stand(quarter, weeks, on(ends[-1]), of=sales).actual == pytest.approx(200 * 365.25 / 4 / 7)


def test_a_month_that_ends_on_the_day_that_is_looked_back_to_is_over() -> None:
    """On 31 March, seen later, the last month is March; while that day runs, it is February."""
    sales = kpi(cadence="month")
    what = goal("level", 6000, 4000, over="month", deadline=date(2026, 12, 31))
    values = {-2: 5000.0, 27: 5100.0}
    running = data(sales, values, date(2026, 3, 31), last=what.deadline)
    passed = data(sales, values, date(2026, 3, 31), last=what.deadline)
    passed.day_is_over = True
    assert [standing(what, seen).actual for seen in (running, passed)] == [5000, 5100]


def test_a_level_falls_by_its_words_else_by_its_kpi_and_never_by_its_baseline() -> None:
    """A conversion of 1 % with a goal of 5 % is not reached because a wrong baseline is 10 %."""
    found = stand(goal("level", 5, 10), each(1, 28, first=-22), on(5))
    assert found.at_target is False
    assert stand(goal("level", 5, 10), each(1, 28, first=-17), on(11)).status == "missed"
    assert stand(goal("level", 5, 10, down=True), each(1, 28, first=-17), on(11)).status == "reached"
    lower = kpi("sample", direction="lower")
    assert stand(goal("level", 5, 10), each(1, 28, first=-17), on(11), of=lower).status == "reached"
    assert stand(goal("level", 5, 10, down=False), each(1, 28, first=-17), on(11), of=lower).status == "missed"


def test_moving_away_is_below_zero() -> None:
    found = stand(goal("level", 50, 100, down=True), each(110, 28, first=-22), on(5))
    assert pytest.approx(found.progress) == -0.2
    assert found.gap is not None
    assert found.gap < 0


def test_a_level_without_a_baseline_has_only_a_target() -> None:
    found = stand(goal("level", 100), each(97, 28, first=-22), on(5))
    assert (found.actual, found.target, found.expected, found.progress, found.gap) == (97, 100, None, None, None)
    assert found.status == "at risk"


def test_a_level_on_a_single_day_has_no_line() -> None:
    assert expected_on(goal("level", 120, 100, deadline=START), START) is None


def test_the_past_is_judged_by_its_own_target() -> None:
    what = goal(targets=(Target(START, 100), Target(on(6), 200)))
    assert 100 == target_on(what, on(5)).value == target_on(what, on(-9)).value
    assert (expected_on(what, on(5)), expected_on(what, on(6))) == (50, 120)
    later = goal(targets=(Target(START, 100), Target(on(11), 500)))
    assert stand(later, each(10, 10), on(20)).status == "reached"


@pytest.mark.parametrize(
    ("changed", "expected", "gap"),
    [(150.0, 150 * 0.5, 60 - 75), (80.0, 80 * 0.5, 60 - 40)],
)
def test_a_changed_target_holds_from_the_day_of_its_change(changed: float, expected: float, gap: float) -> None:
    """12 a day for five days is 60 of 100; the target of today is that of every day of the way, before a new number."""
    what = goal(targets=(Target(START, 100), Target(on(6), changed)))
    now = stand(what, each(12, 5), on(6))
    assert (now.target, now.expected, now.gap) == (changed, expected, gap)
    assert stand(what, each(12, 5), on(5)).expected == 50, "the day before it was the old one"
    level = goal("level", base=0, targets=what.targets)
    assert stand(level, each(12, 5), on(6), of=kpi("level")).expected == pytest.approx(changed * 4 / 9)


def test_days_behind_are_those_of_the_target_of_today() -> None:
    """30 in five days: of 100 the day of 30 was two days ago, of 150 it was three."""
    what = goal(targets=(Target(START, 100), Target(on(6), 150)))
    assert stand(what, each(6, 5), on(5)).days_behind == 2
    assert stand(what, each(6, 5), on(6)).days_behind == 3


def test_weekday_weights_let_a_closed_sunday_pass() -> None:
    week = goal(target=600, deadline=on(7))
    weights = (7 / 6,) * 6 + (0.0,)
    assert pytest.approx(expected_on(week, on(6), weights)) == 600
    assert stand(week, each(91, 6), on(7), weights=weights).status == "at risk"
    assert stand(week, each(91, 6), on(7)).status == "on track", "a straight line would call it ahead"
    assert expected_on(goal(), on(5), (0.0,) * 7) is None


def test_pauses_spread_the_pace_over_the_other_days() -> None:
    pauses = [
        Pause(1, None, on(3), on(4), "ill"),
        Pause(2, None, on(4), on(4), "ill"),
        Pause(3, None, on(9), on(10), "away"),
    ]
    found = stand(goal(target=60), {1: 10, 2: 10, 5: 10}, on(5), pauses=pauses)
    assert (found.status, found.expected, found.needed_per_day) == ("on track", 30, 10)
    assert (found.days_left, found.days_elapsed, found.days_logged) == (3, 3, 3)


def test_effort_compares_with_the_recent_rate() -> None:
    assert stand(goal(target=200), each(10, 6), on(6)).effort is None
    assert pytest.approx(stand(goal(target=200), each(10, 7), on(7)).effort) == (200 - 70) / 3 / 10
    assert stand(goal(target=200), each(0, 7), on(7)).effort is None


def test_a_kpi_of_weeks_is_judged_by_whole_weeks() -> None:
    what, weekly = goal(target=400, deadline=on(28)), kpi(cadence="week")
    found = stand(what, {7: 100}, on(11), of=weekly)
    assert (on(7), "on track", 100, 0) == (found.as_of, found.status, found.expected, found.missing)
    later = stand(what, {7: 100}, on(16), of=weekly)
    assert (later.as_of, later.missing, later.days_left) == (on(7), 1, 13)
    running = stand(what, {7: 100, 9: 30}, on(11), of=weekly)
    assert (running.as_of, running.actual) == (on(10), 130)
    assert pytest.approx(stand(what, {7: 100, 14: 100}, on(15), of=weekly).effort) == 1.0


# -- recurring ---------------------------------------------------------------------------------------------------------


def weeks(*amounts: float) -> dict[int, float]:
    """Return what each week brings, in five equal parts from Monday to Friday."""
    return {7 * week + day: amount / 5 for week, amount in enumerate(amounts) for day in range(1, 6)}


def test_every_week_by_its_total_and_the_running_one_not_before_its_time() -> None:
    found = stand(recurring(high=40), weeks(40, 40, 40, 24), on(7 * 3 + 4), of=kpi(cadence="workday"))
    assert (found.kept, found.judged, found.status, found.progress) == (3, 3, "on track", 1.0)
    assert [each.verdict for each in found.periods[:5]] == ["kept", "kept", "kept", "running", "ahead"]
    enough = stand(recurring(low=40), weeks(40, 40, 40, 50), on(7 * 3 + 6))
    assert (enough.kept, enough.judged) == (3, 3), "enough already, but it is not over"


def test_seventeen_weeks_of_five_times_eight_hours_are_kept() -> None:
    what = recurring(high=40, deadline=START + timedelta(days=7 * 17 + 2))
    found = stand(what, weeks(*[40.0] * 17), what.deadline + timedelta(days=1), of=kpi(cadence="workday"))
    assert (found.kept, found.judged, found.status) == (17, 17, "reached")


def test_once_every_is_broken_it_is_off_track_and_missed_at_the_deadline() -> None:
    what = recurring(low=40)
    found = stand(what, weeks(40, 39, 40), on(22))
    assert (found.kept, found.judged, found.status, found.decided) == (2, 3, "off track", True)
    over = stand(what, weeks(*([40, 39] + [40] * 8)), on(71))
    assert (over.kept, over.judged, over.status) == (9, 10, "missed")
    softer = recurring(low=40, keep=(9, 10))
    assert stand(softer, weeks(*([40, 39] + [40] * 8)), on(71)).status == "reached"
    assert stand(softer, weeks(40, 39, 40), on(22)).status == "at risk"


def test_the_last_period_is_judged_on_its_last_day_when_that_day_ends_the_goal() -> None:
    what = recurring(low=40, keep=(4, 5), deadline=START + timedelta(days=34))
    for last, word in ((50, "reached"), (30, "missed")):
        brought = {7 * week + 7: amount for week, amount in enumerate((30.0, 40.0, 40.0, 40.0, last))}
        found = [stand(what, brought, on(day), of=kpi(cadence="week")) for day in (35, 36)]
        assert [(each.judged, each.status) for each in found] == [(5, word)] * 2


def test_over_an_at_most_already_cannot_change() -> None:
    found = stand(recurring(high=40), weeks(40, 60), on(11))
    assert (found.periods[1].verdict, found.status) == ("missed", "off track")
    refunds = stand(recurring(high=40), {**weeks(40, 60), 3: -1.0}, on(11))
    assert refunds.periods[1].verdict == "running"


def test_a_month_of_a_weekly_kpi_has_the_weeks_that_end_in_it() -> None:
    """200 each Monday from 5 January: three such weeks end in January, five in March, May and August."""
    what = recurring(low=850, per="month", start=date(2026, 1, 1), deadline=date(2026, 12, 31))
    mondays = [(date(2026, 1, 5) - START).days + 1 + 7 * week for week in range(46)]
    found = stand(what, dict.fromkeys(mondays, 200.0), date(2026, 11, 16), of=kpi(cadence="week"))
    assert [period.value for period in found.periods[:11]] == [600, 800, 1000, 800, 1000, 800, 800, 1000, 800, 800, 800]
    assert (found.kept, found.judged, found.days_logged, found.days_elapsed) == (3, 10, 45, 46)


def test_what_a_weekly_kpi_needs_is_told_by_the_week() -> None:
    """25 a week from 9 November; on Wednesday the 18th the running week has 3, and six weeks end by 31 December.

    (150 - 25) / 6 = 20.8 each; with 40 in the running one the other five have (150 - 65) / 5 = 17. A cap of 100 leaves
    (100 - 25) / 6 = 12.5, and November, which has two weeks to come, needs (130 - 75) / 2 = 27.5 for its 130.
    """
    sundays = [(date(2026, 8, 2) - START).days + 1 + 7 * week for week in range(16)]
    weekly, wednesday = kpi(cadence="week"), (date(2026, 11, 18) - START).days + 1
    days: dict[str, Any] = {"start": date(2026, 11, 9), "deadline": date(2026, 12, 31)}
    known = dict.fromkeys(sundays, 25.0)

    def now(what: Goal, running: float | None) -> tuple[float | None, float | None, int | None]:
        values = known if running is None else {**known, wednesday: running}
        found = stand(what, values, date(2026, 11, 18), of=weekly)
        return found.needed_per_period, found.left_per_period, found.entries_left

    total = goal(target=150, **days)
    assert now(total, None) == now(total, 3.0)
    assert now(total, None)[0] == pytest.approx(125 / 6)
    assert now(total, 40.0) == (17.0, None, 6)
    assert now(goal("cap", 100, **days), 3.0) == (None, 12.5, 6)
    month = recurring(low=130, per="month", start=date(2026, 11, 1), deadline=date(2026, 11, 30))
    assert now(month, None) == now(month, 3.0) == (27.5, None, 2)


def test_a_monthly_goal_with_one_invoice_a_month_is_kept() -> None:
    what = goal(
        "recurring", per="month", start=date(2026, 1, 1), deadline=date(2026, 12, 31),
        targets=(Target(date(2026, 1, 1), 10_000, 10_000),),
    )  # fmt: skip
    days = [(date(2026, m, 20) - START).days + 1 for m in range(1, 12)]
    for blank in ("unknown", "zero"):
        found = stand(what, dict.fromkeys(days, 12_000.0), date(2026, 11, 23), of=kpi(blank=blank))
        assert (found.kept, found.judged, found.status) == (10, 10, "on track")
        assert found.periods[10].verdict == "running"


def test_partial_weeks_at_the_ends_are_left_out() -> None:
    what = recurring(low=40, start=on(3), deadline=on(24))
    assert [each.period.start for each in stand(what, weeks(40, 40, 40), on(30)).periods] == [on(8), on(15)]


def test_a_pause_breaks_no_week_that_it_could_have_made_up_for() -> None:
    away = [Pause(1, None, on(8), on(9), "ill"), Pause(2, None, on(15), on(21), "away")]
    found = stand(recurring(low=40), weeks(40, 32, 0, 40), on(29), pauses=away)
    assert [each.verdict for each in found.periods[:3]] == ["kept", "left out", "kept"]
    assert found.periods[2].period.start == on(22), "the week that was paused altogether is not there"
    brought = stand(recurring(low=40), weeks(40, 44), on(15), pauses=away[:1])
    assert brought.periods[1].verdict == "kept"
    short = stand(recurring(low=40), weeks(40, 24), on(15), pauses=away[:1])
    assert short.periods[1].verdict == "missed", "two more days of 3.4 hours would have brought 31"


@pytest.mark.parametrize(
    ("kind", "low", "high", "daily", "paused", "verdict"),
    [
        ("flow", 70, None, 8, 4, "left out"),
        ("flow", 70, None, 25, 4, "kept"),
        ("flow", None, 70, 8, 4, "left out"),
        ("flow", None, 70, 25, 4, "missed"),
        ("flow", None, 70, 8, 3, "kept"),
        ("flow", 70, 90, 18, 3, "kept"),
        ("flow", 70, None, 10, 3, "left out"),
        ("flow", 70, None, 9, 3, "missed"),
        ("sample", 70, None, 69, 3, "missed"),
        ("sample", 70, None, 69, 4, "left out"),
        ("sample", 70, 90, 75, 3, "kept"),
        ("sample", 70, 90, 75, 4, "left out"),
    ],
)
def test_a_week_that_is_partly_paused(
    kind: str, low: float | None, high: float | None, daily: float, paused: int, verdict: str
) -> None:
    """Judged from half of its expected days on, but for a sum that its paused days could have made up for."""
    away = [Pause(1, None, on(1), on(paused), "ill")]
    values = {**LEVELS, **each(daily, 7 - paused, first=1 + paused)}
    found = stand(recurring(low=low, high=high), values, on(8), pauses=away, of=kpi(kind))
    assert found.periods[0].verdict == verdict


def test_a_month_with_its_entry_is_judged_whatever_else_was_paused() -> None:
    """One figure a month: a paused day, or all days but one, take nothing of it away; the whole month does."""
    for first, last, verdicts in ((32, 32, ["missed"]), (32, 60, ["missed"]), (31, 60, [])):
        away = [Pause(1, None, on(first), on(last), "ill")]
        what = recurring(low=6000, per="month", deadline=on(60))
        values = {-1: 5000.0, 55: 4100.0} if verdicts else {-1: 5000.0}
        found = stand(what, values, on(61), pauses=away, of=kpi(cadence="month"))
        assert [turn.verdict for turn in found.periods] == verdicts


def test_a_week_of_which_all_working_days_are_paused_is_not_there() -> None:
    away = [Pause(1, None, on(8), on(12), "away")]
    values = dict.fromkeys((*range(1, 6), *range(15, 20)), 10.0)
    found = stand(recurring(low=40, deadline=on(21)), values, on(22), pauses=away, of=kpi(cadence="workday"))
    assert [turn.verdict for turn in found.periods] == ["kept", "kept"]
    assert (found.paused, found.status) == (1, "reached")


@pytest.mark.parametrize("cadence", ["workday", "mon", "tue,thu", "day"])
def test_a_stock_is_judged_by_its_last_expected_value(cadence: str) -> None:
    """The goal ends on a Sunday; the last value is of the last day on which one was expected, or of the one before."""
    weekdays = {"workday": range(5), "mon": (0,), "tue,thu": (1, 3), "day": range(7)}[cadence]
    expected = [number for number in range(1, 29) if on(number).weekday() in weekdays]
    assert on(28).weekday() == 6
    what = goal("level", 300, 100, deadline=on(28))
    for left_out, status in ((0, "missed"), (1, "missed"), (2, "undecided")):
        values = {number: 100.0 + number for number in expected[: len(expected) - left_out]}
        for today in (29, 35):
            assert stand(what, values, on(today), of=kpi("level", cadence=cadence)).status == status
    away = [Pause(1, None, on(expected[-2]), on(28), "away")]
    values = dict.fromkeys(expected[:-2], 300.0)
    assert stand(what, values, on(29), of=kpi("level", cadence=cadence), pauses=away).status == "reached"


@pytest.mark.parametrize("kind", ["flow", "level", "sample"])
def test_on_the_last_day_it_is_over_when_nothing_is_expected_any_more(kind: str) -> None:
    """A KPI of Mondays and a goal that ends on a Thursday: it is as it ended from the last Monday's entry on."""
    made = kpi(kind, cadence="mon")
    what = goal("total" if kind == "flow" else "level", 300, 10, deadline=on(25))
    values = {1: 10.0, 8: 12.0, 15: 14.0, 22: 16.0}
    assert on(22).weekday() == 0
    for today in (22, 23, 24, 25, 26):
        stands = stand(what, values, on(today), of=made)
        assert (stands.status, stands.days_left, stands.decided) == ("missed", 0, True)
        assert stands.early == (today < 25)
    del values[22]
    assert stand(what, values, on(24), of=made).status == "off track"
    assert stand(what, values, on(25), of=made).status != "missed"


def test_days_left_of_a_kpi_of_working_days_are_working_days() -> None:
    """On Wednesday the 10th, logged, 12 of 20 by Sunday the 14th: 8 to go on Thursday and Friday are 4 a day, not 2."""
    made, what = kpi(cadence="workday"), goal("total", 20, deadline=on(14))
    assert on(8).weekday() == 0
    values = {1: 2.0, 2: 2.0, 3: 2.0, 4: 1.0, 5: 1.0, 8: 1.0, 9: 1.0, 10: 2.0}
    stands = stand(what, values, on(10), of=made)
    assert (stands.actual, stands.days_left, stands.needed_per_day) == (12, 2, 4)
    assert stands.days_ahead == 3, "Wednesday to Friday, logged or not"
    stands = stand(what, {**values, 11: 4.0}, on(12), of=made)
    assert (stands.days_left, stands.needed_per_day, stands.early) == (1, 4, False)
    stands = stand(what, {**values, 11: 4.0}, on(13), of=made)
    assert (stands.status, stands.days_left, stands.needed_per_day) == ("on track", 0, None), "Friday may still come"
    stands = stand(what, {**values, 11: 4.0, 12: 3.0}, on(13), of=made)
    assert (stands.status, stands.days_left, stands.early) == ("missed", 0, True)
    cap = stand(goal("cap", 20, deadline=on(14)), values, on(10), of=made)
    assert (cap.days_left, cap.left_per_day) == (2, 4)


def test_the_room_of_a_cap_is_shared_by_the_days_that_are_missing() -> None:
    """365 of 900 are left after day 56 of 92: of 36 days each 10.14, also on the last; two missing ones may be late."""
    cap, values = goal("cap", 900, start=on(1), deadline=on(92)), each(535 / 56, 56)
    for today in (86, 92):
        assert stand(cap, values, on(today)).left_per_day == pytest.approx(365 / 36)
    assert stand(cap, values, on(59)).left_per_day == pytest.approx(365 / 34)


def test_the_week_of_the_deadline_is_judged_once_its_working_days_are_over() -> None:
    """Two weeks to Sunday the 14th, of 40 hours each: on Friday evening both are kept, and so is the goal."""
    made = kpi(cadence="workday")
    hours, weights = dict.fromkeys((1, 2, 3, 4, 5, 8, 9, 10, 11, 12), 8.0), [1.4] * 5 + [0.0] * 2
    what = recurring(low=None, high=40)._replace(deadline=on(14))
    stands = stand(what, hours, on(11), of=made, weights=weights)
    assert (stands.status, stands.kept) == ("on track", 1)
    for today in (12, 13, 14, 15):
        stands = stand(what, hours, on(today), of=made)
        assert (stands.status, stands.kept, stands.judged) == ("reached", 2, 2)


def test_a_week_without_enough_data_is_unknown() -> None:
    found = stand(recurring(low=40), {**weeks(40), 8: 10, 9: 10, **weeks(0)}, on(15))
    assert found.periods[1].verdict == "unknown"
    assert stand(recurring(low=40), {**weeks(40), 8: 50}, on(15)).periods[1].verdict == "kept", "it cannot change"
    assert stand(recurring(low=40), weeks(40), on(15)).periods[1].verdict == "unknown"


def test_the_running_week_has_a_pace_of_its_own() -> None:
    found = stand(recurring(low=70), each(10, 3), on(3))
    assert (found.expected, found.gap, found.needed_per_day, found.status) == (30, 0, 10, "on track")
    early = stand(recurring(low=70), each(5, 3), on(3))
    assert (early.needed_per_day, early.status) == (55 / 4, "too early"), "three days are too few for a word"
    behind = stand(recurring(low=70), each(5, 6), on(6))
    assert (behind.needed_per_day, behind.status) == (40, "at risk")
    most = stand(recurring(high=40), {1: 8, 2: 8}, on(2), of=kpi(cadence="workday"), weights=[1.4] * 5 + [0.0] * 2)
    assert (most.left_per_day, most.status) == (8, "on track"), "three working days are left"


def test_working_days_and_every_day() -> None:
    what = recurring("workday", low=8, deadline=on(7))
    found = stand(what, each(8, 5), on(8))
    assert (len(found.periods), found.kept, found.status) == (5, 5, "reached")
    daily = stand(recurring("day", low=8, deadline=on(7)), each(8, 7), on(8))
    assert (len(daily.periods), daily.kept) == (7, 7)


def test_between_two_edges_and_a_rate() -> None:
    found = stand(recurring(low=15, high=25), weeks(20, 14, 26), on(22))
    assert [each.verdict for each in found.periods[:3]] == ["kept", "missed", "missed"]
    speed = stand(recurring(high=2.0), {n: 1.0 + n / 7 for n in range(1, 15)}, on(15), of=kpi("sample"))
    assert [each.verdict for each in speed.periods[:2]] == ["kept", "missed"]


# -- words -------------------------------------------------------------------------------------------------------------


def test_every_kind_has_a_row_and_every_word_a_place() -> None:
    assert set(GOAL_KINDS) == set(choices(GoalType))
    assert set(URGENCY) == set(choices(Status))


def test_the_word_follows_from_the_printed_chance() -> None:
    for status in ("on track", "at risk", "off track", "too early"):
        assert status_by_chance(status, ON_TRACK) == "on track"
        assert status_by_chance(status, 0.55) == "at risk"
        assert status_by_chance(status, OFF_TRACK) == "at risk"
        assert status_by_chance(status, 0.15) == "off track"
    assert status_by_chance("reached", 0.02) == "reached"
    assert status_by_chance("at risk", None) == "at risk"


def test_a_baseline_that_is_measured_first_shows_how_far_it_is() -> None:
    what = goal(targets=(), change=15, change_percent=True, measure_until=on(28), deadline=on(90))
    found = stand(what, each(10, 12), on(12))
    assert (found.status, found.days_logged, found.days_elapsed, found.target) == ("measuring", 12, 28, None)
    assert stand(what, each(10, 9, first=-9), on(1)).as_of is None, "what came before is not measured"


@pytest.mark.parametrize("type", ["total", "cap", "level", "recurring"])
@pytest.mark.parametrize("cadence", ["day", "workday", "week", "month", "quarter"])
def test_on_the_first_day_nothing_is_missing(type: GoalType, cadence: str) -> None:
    """A goal without any data is too early until something could have been logged, and says when that is."""
    what = goal(type, deadline=on(140))
    if type == "recurring":
        per = "day" if cadence == "workday" else cadence
        what = recurring(per, low=100.0, start=date(2026, 4, 1), deadline=date(2026, 9, 30))
    elif cadence in ("month", "quarter"):
        what = what._replace(start=date(2026, 4, 1))
    first = what.start
    end = {
        "day": first,
        "workday": first,
        "week": date(2026, 4, 5),
        "month": date(2026, 4, 30),
        "quarter": date(2026, 6, 30),
    }[cadence]
    if type == "recurring" and cadence == "week":
        end = date(2026, 4, 12)  # the week that the goal begins in the middle of does not count
    elif cadence == "week":
        end = on(7)
    of = kpi("sample" if type == "level" else "flow", cadence=cadence)
    now = stand(what, {}, first, of=of)
    assert (now.status, now.first_ends, now.stale, now.missing) == ("too early", end, False, 0)
    late = stand(what, {}, end + timedelta(days=8), of=of)
    assert (late.status, late.first_ends) == ("no data", None)


def test_a_week_that_lacks_a_number_is_not_lost_where_that_number_decides() -> None:
    """30 and five of 17 without a Sunday are 115: 135 with one as usual, 137 with nearly more, 145 with the best day.

    As six of 20 it is neither kept nor missed: 140 with a Sunday as usual.
    """
    week_of_gaps = {**each(20.0, 7), 8: 30.0, **each(17.0, 5, first=9), **each(20.0, 2, first=15)}
    decided = stand(recurring(low=140), week_of_gaps, on(17))
    assert (decided.kept, decided.judged, decided.status) == (1, 2, "off track")
    assert (decided.lost, decided.gaps_decide) == (False, True)
    beyond = stand(recurring(low=140), {**week_of_gaps, 8: 24.0}, on(17))
    assert (beyond.lost, beyond.gaps_decide) == (True, False)
    logged = stand(recurring(low=140), {**week_of_gaps, 14: 19.0}, on(17))
    assert (logged.lost, logged.gaps_decide) == (True, False)
    unknown = stand(recurring(low=140), {**week_of_gaps, **each(20.0, 6, first=8)}, on(17))
    assert [turn.verdict for turn in unknown.periods[:2]] == ["kept", "unknown"]
    assert unknown.periods[1].usual


@pytest.mark.parametrize(
    ("days", "expected", "paced"), [(60, 500.0, 50), (59, 600 * 58 / 59, None)], ids=["one more", "none"]
)
def test_an_invoice_is_not_late_before_its_day_if_that_is_before_the_deadline(
    days: int, expected: float, paced: int | None
) -> None:
    """One of 100 every ten days, 500 by the 58th: of 60 days the last has one more, of 59 none comes any more."""
    what = goal("total", 600, deadline=on(days))
    now = stand(what, dict.fromkeys(range(1, 59), 0.0) | dict.fromkeys(range(10, 51, 10), 100.0), on(58))
    assert now.expected == pytest.approx(expected)
    assert now.paced_until == (on(paced) if paced else None)
    assert (now.status == "on track") == (paced is not None)


@pytest.mark.parametrize(
    ("target", "logged", "day", "status"),
    [
        (900, 30, 36, "on track"),
        (900, 30, 37, "at risk"),
        (900, 30, 50, "at risk"),
        (600, 30, 50, "on track"),
        (900, 30, 62, "too early"),
        (900, 30, 90, "too early"),
        (900, 70, 89, "at risk"),
        (900, 85, 88, "on track"),
    ],
    ids=["five", "six", "30 of 49", "ahead", "30 of 61", "30 of 89", "two days left", "two missing"],
)
def test_a_total_whose_newest_numbers_are_missing_is_not_on_track(
    target: float, logged: int, day: int, status: str
) -> None:
    """Ten a day of 90: from day 37 on 54 days bring 540 of 600, with the six that are missing all of them.

    On day 50 41 days bring 410 of 600, and of 300 enough. Of 61 days half is missing.
    """
    now = stand(goal("total", target, deadline=on(90)), each(10.0, logged), on(day))
    assert (now.status, now.silent) == (status, status != "on track")
    assert now.gaps_decide == (status == "at risk")
    assert (now.days_logged, now.days_elapsed) == (logged, day - 1), "of what is expected by now"
    assert not now.at_least, "as of the last day with data nothing is missing"


@pytest.mark.parametrize(
    ("target", "decide"), [(1000, True), (920, False), (1100, False)], ids=["both", "no need", "never"]
)
def test_single_days_that_are_missing_count_by_what_they_bring(target: float, *, decide: bool) -> None:
    """Ten a day of 100, but every twelfth of 90: seven days are 70, nearly as much as the ten to come bring."""
    of_days = {day: 10.0 for day in range(-90, 91) if day < 1 or day % 12}
    now = stand(goal("total", target, deadline=on(100)), of_days, on(91))
    assert (now.gaps_decide, now.silent, now.status == "at risk") == (decide, decide, decide)


def test_a_week_between_two_edges_is_unknown_where_a_missing_number_takes_it_across() -> None:
    """Six days of 12 are 72, and with the Sunday as usual 122: too little and too much, and 28 to 48 are right."""
    usual = {day: 50.0 if day % 7 == 0 else 10.0 for day in range(-27, 8)}
    now = stand(recurring(low=100, high=120), {**usual, **each(12.0, 6, first=8), 15: 12.0}, on(16))
    assert [turn.verdict for turn in now.periods[:2]] == ["kept", "unknown"]


def test_weeks_that_are_over_have_no_share_of_what_is_needed() -> None:
    """10 a week of 150 in 15: with two not logged 50 in the three that are left, with one 40 in four, it may come."""
    total, of = goal("total", 150, deadline=on(105)), kpi(cadence="week")
    for last, day, needed in ((10, 86, 50 / 3), (11, 86, 40 / 4)):
        now = stand(total, {7 * week: 10.0 for week in range(-12, last + 1)}, on(day), of=of)
        assert now.needed_per_period == pytest.approx(needed)


def test_few_that_are_missing_decide_nothing_where_a_cap_has_room_for_them() -> None:
    """Ten a day of 122, three of 30 missing: 270, 30 with them, and 920 to come are 1,220 of 1,300."""
    of_days = {day: 10.0 for day in range(-90, 31) if day not in (9, 17, 26)}
    now = stand(goal("cap", 1300, deadline=on(122)), of_days, on(31))
    assert (now.gaps_decide, now.status) == (False, "on track")


@pytest.mark.parametrize(("weeks_before", "missing"), [(10, 0), (1, 2)], ids=["closed", "not seen yet"])
def test_nobody_is_late_on_a_monday_with_numbers_of_a_weekend_that_never_has_any(
    weeks_before: int, missing: int
) -> None:
    """Hours of working days, logged by the day: four weekends without any tell that none come."""
    of = kpi(created=on(1 - 7 * weeks_before))
    hours = {day: 8.0 for day in range(1 - 7 * weeks_before, 13) if on(day).weekday() < 5}
    now = stand(recurring(high=40), hours, on(15), of=of)
    assert (now.missing, now.stale, now.lacks_newest) == (missing, missing > 0, missing > 1)


def test_a_weekday_that_is_logged_no_more_is_not_closed() -> None:
    """Mondays were logged for a quarter, and not since the goal began: of 28 days 24 are there."""
    values = {day: 10.0 for day in range(-90, 29) if day < 1 or day % 7 != 1}
    assert usually_logged(data(kpi(), values, on(28), last=on(28)), on(1), on(28)) == pytest.approx(24 / 28)
    closed = {day: 10.0 for day in range(-90, 29) if day % 7 != 1}
    assert usually_logged(data(kpi(), closed, on(28), last=on(28)), on(1), on(28)) == 1


@pytest.mark.parametrize(
    ("target", "decide"),
    [(900, True), (850, True), (780, False), (1200, False)],
    ids=["all", "more", "no need", "never"],
)
def test_a_gap_of_ten_days_decides_wherever_it_lies(target: float, *, decide: bool) -> None:
    """Ten a day of 90 but the 21st to the 30th; of 45 days 35 bring 350, and the 45 that are left 450 of 550 for 900.

    With the gap they would have to bring as much as usual; for 780 they need less than that, for 1,200 far more.
    """
    of_days = {**each(10.0, 20), **each(10.0, 15, first=31)}
    now = stand(goal("total", target, deadline=on(90)), of_days, on(46))
    assert (now.gaps_decide, now.silent) == (decide, decide)
    assert now.status != "on track" or not decide
    # Of invoices more than half the days are without one, and none of them is a gap.
    invoices = stand(goal("total", target, deadline=on(90)), {7: 50.0, 27: 50.0, 45: 50.0}, on(46))
    assert not invoices.gaps_decide


@pytest.mark.parametrize(("cap", "decide"), [(920, True), (400, False), (1100, False)], ids=["both", "passed", "room"])
def test_what_is_missing_decides_whether_a_cap_holds(cap: float, *, decide: bool) -> None:
    """Ten a day of 90 up to the 45th, then twenty days of nothing: 450, or 650 with them, and 250 to come."""
    now = stand(goal("cap", cap, deadline=on(90)), each(10.0, 45), on(66))
    assert now.gaps_decide == decide
    assert now.status == ("missed" if cap == 400 else "at risk" if decide else "on track")


@pytest.mark.parametrize(
    ("what", "cadence", "skipped", "day", "status", "decide"),
    [
        # 56 of 92 days of 535 / 56: 535, and 879 with the 36 that are missing as usual; a tenth more of them are 913.
        (goal("cap", 900, deadline=on(92)), "day", range(57, 93), 87, "at risk", True),
        (goal("cap", 900, deadline=on(92)), "day", range(57, 93), 93, "undecided", False),
        (goal("cap", 920, deadline=on(92)), "day", range(57, 93), 93, "reached", False),
        (goal("cap", 530, deadline=on(92)), "day", range(57, 93), 93, "missed", False),
        # Three of five working days in 13 weeks: 39 x 9.55 are 373, and 26 more are 621; a tenth more of them 646.
        (goal("total", 640, deadline=on(91)), "workday", (2, 4), 92, "undecided", False),
        (goal("total", 650, deadline=on(91)), "workday", (2, 4), 92, "missed", False),
        (goal("total", 640, deadline=on(91)), "workday", (2, 4), 50, "at risk", True),
        # 28.7 of 47.8 a week: of 45 every week is unknown and as usual kept, of 28 kept, of 55 missed.
        (recurring(low=45)._replace(deadline=on(91)), "workday", (2, 4), 92, "undecided", False),
        (recurring(low=28)._replace(deadline=on(91)), "workday", (2, 4), 92, "reached", False),
        (recurring(low=55)._replace(deadline=on(91)), "workday", (2, 4), 92, "missed", False),
        (recurring(high=45)._replace(deadline=on(91)), "workday", (2, 4), 92, "undecided", False),
        (recurring(high=55)._replace(deadline=on(91)), "workday", (2, 4), 92, "reached", False),
        # Two of five: less than half says nothing, on the way and at the end.
        (goal("total", 640, deadline=on(91)), "workday", (2, 3, 4), 50, "too early", False),
        (goal("total", 640, deadline=on(91)), "workday", (2, 3, 4), 92, "undecided", False),
    ],
)
def test_what_is_missing_decides_nothing_by_being_missing(
    what: Goal, cadence: str, skipped: Sequence[int], day: int, status: str, *, decide: bool
) -> None:
    """A verdict by half of the numbers is none where the others, as they usually are, would turn it."""
    usual = {n: 535 / 56 for n in range(-90, 1) if cadence == "day" or on(n).weekday() < 5}
    logged = {
        n: 535 / 56
        for n in range(1, day)
        if (n not in skipped if cadence == "day" else on(n).weekday() < 5 and on(n).isoweekday() not in skipped)
    }
    now = stand(what, usual | logged, on(day), of=kpi(cadence=cadence))
    assert (now.status, now.gaps_decide) == (status, decide)
    assert now.silent == (decide or status == "too early")


def test_weeks_that_are_missing_now_and_then_are_asked_for() -> None:
    """100 a week but two of six: 400, and 350 of the seven to come as they are logged; 1,300 if all are."""
    weeks = {7 * week: 100.0 for week in range(-12, 7) if week not in (3, 5)}
    for target, decide in ((1200, True), (700, False), (1500, False)):
        now = stand(goal("total", target, deadline=on(91)), weeks, on(45), of=kpi(cadence="week"))
        assert (now.gaps_decide, now.silent, now.effort is None) == (decide, decide, decide), target


@pytest.mark.parametrize(("day", "status"), [(72, "on track"), (80, "on track"), (92, "too early"), (119, "too early")])
def test_a_stock_that_nobody_logs_any_more_is_not_on_track_by_its_last_number(day: int, status: str) -> None:
    """Members by the week, 200 to 218 in ten weeks for 210, then none: one week that is missing says nothing yet."""
    what = goal("level", 210, 200, over="last", deadline=on(120))
    of = kpi("level", cadence="week")
    now = stand(what, {7 * week: 198.0 + 2 * week for week in range(1, 11)}, on(day), of=of)
    assert (now.status, now.silent) == (status, status != "on track")


@pytest.mark.parametrize(
    ("target", "missing", "before", "after"),
    [
        (8500, 11, ("at risk", True), "undecided"),
        (11000, 11, ("off track", False), "missed"),
        (8500, 0, ("on track", False), "reached"),
        (6000, 11, ("on track", False), "reached"),
    ],
)
def test_a_forgotten_week_does_not_turn_a_level_into_missed(
    target: float, missing: int, before: tuple[str, bool], after: str
) -> None:
    """2,000 a week are 8,696 a month, and 6,522 without the eleventh of thirteen weeks."""
    what = goal("level", target, 5000, over="month", deadline=on(91))
    weeks = {7 * week: 2000.0 for week in range(-20, 14) if week != missing}
    now = stand(what, weeks, on(89), of=kpi("flow", cadence="week"))
    assert (now.status, now.gaps_decide) == before
    assert stand(what, weeks, on(92), of=kpi("flow", cadence="week")).status == after


def test_a_running_week_mends_no_week_that_was_missed() -> None:
    """Two of every week are lost with all their numbers: what the third lacks decides nothing."""
    weeks = {**each(5.0, 14), **each(10.0, 2, first=15)}
    now = stand(recurring(low=70), weeks, on(20))
    assert (now.kept, now.judged, now.lost, now.gaps_decide) == (0, 2, True, False)


@pytest.mark.parametrize(
    ("missing", "share"),
    [
        ([9], 1.0),
        ([9, 19], 1.0),
        ([4, 9, 17, 19], 24 / 28),
        ([4, 9, 10, 11, 12, 13, 17, 24], 20 / 23),
        ([*range(1, 15)], 1.0),
        ([7, 14, 21, 28], 1.0),
    ],
    ids=["forgotten", "7 in 100", "a habit", "and a week away", "a holiday", "closed on Sundays"],
)
def test_how_much_is_usually_logged_is_neither_a_slip_nor_a_holiday(missing: list[int], share: float) -> None:
    """Of four weeks from a Monday on; 19 and 20 of them are left without the five days in a row."""
    days = [on(number) for number in range(1, 29)]
    there = frozenset(on(number) for number in range(1, 29) if number not in missing)
    assert usual_share(days, there, "day") == pytest.approx(share)


@pytest.mark.parametrize(("day", "status"), [(31, "on track"), (90, "too early")])
def test_no_goal_stays_on_track_without_a_number_of_half_its_time(day: int, status: str) -> None:
    """28 of 30 days are there, or 28 of 89, and none of the last 28, which a level rests on."""
    level = goal("level", 10, 10, deadline=on(90))
    for what in (goal("cap", 2000, deadline=on(90)), recurring(low=50)._replace(deadline=on(90)), level):
        now = stand(what, each(10.0, 28), on(day), of=kpi("sample" if what is level else "flow"))
        assert now.status == status, what.type


@pytest.mark.parametrize(("third", "lost"), [(20.0, False), (10.0, True)])
def test_weeks_that_are_unknown_bring_nothing_back_that_is_lost(third: float, *, lost: bool) -> None:
    """In 9 of 10 weeks, one missed, one unknown: nine are left with it. With two missed it is eight at the best."""
    weeks = {**each(20.0, 7), **each(10.0, 7, first=8), **each(third, 7, first=15), **each(20.0, 1, first=29)}
    now = stand(recurring(low=140, keep=(9, 10)), weeks, on(29))
    assert [period.verdict for period in now.periods[:4]] == ["kept", "missed", "missed" if lost else "kept", "unknown"]
    assert (now.lost, now.gaps_decide, now.decided) == (lost, not lost, lost)


@pytest.mark.parametrize(
    ("what", "kind", "before", "last_day"),
    [
        (goal("total", 75_000), "flow", "off track", "missed"),
        (goal("total", 70_333), "flow", "reached", "reached"),
        (goal("cap", 71_000), "flow", "on track", "reached"),
        (goal("level", 10_184, 9_900, over="last"), "level", "off track", "missed"),
        (goal("level", 10_183, 9_900, over="last"), "level", "on track", "reached"),
        (recurring("month", low=9_800), "flow", "on track", "reached"),
        (recurring("month", low=10_100), "flow", "off track", "missed"),
        (recurring("month", low=10_000, keep=(8, 10)), "flow", "off track", "missed"),
        (recurring("month", low=10_000, keep=(7, 10)), "flow", "on track", "reached"),
    ],
)
def test_nothing_is_left_to_chance_once_the_number_of_the_last_month_is_in(
    what: Goal, kind: str, before: str, last_day: str
) -> None:
    """A number on the 28th, and that of November makes 70,333: five of seven months are 10,000 or more."""
    begun, deadline = date(2026, 5, 1), date(2026, 11, 30)
    what = what._replace(start=begun, deadline=deadline, targets=(what.targets[0]._replace(since=begun),))
    months = [9_000.0, 9_500.0, 10_000.0, 9_800.0, 10_100.0, 9_900.0, 10_050.0, 10_200.0, 10_000.0, 9_900.0, 10_183.0]
    figures = {(date(2026, n, 28) - START).days + 1: value for n, value in enumerate(months, 1)}
    monthly = kpi(kind, cadence="month")
    now = stand(what, figures, date(2026, 11, 28), of=monthly)
    assert (now.status, now.decided, now.lost) == (before, True, before == "off track")
    assert (now.needed_per_day, now.left_per_day) == (None, None)
    assert stand(what, figures, deadline, of=monthly).status == last_day
    without = stand(what, {day: value for day, value in figures.items() if value != 10_183}, deadline, of=monthly)
    assert without.status not in ("reached", "missed"), "that of November may come today"


def test_a_month_of_weeks_is_settled_once_no_week_ends_in_it_any_more() -> None:
    """The last Sunday of March is the 29th: with its number the month is over on the 30th, though not on the 28th."""
    weekly = kpi(cadence="week")
    until_march = recurring("month", low=40, start=START.replace(day=1), deadline=START.replace(day=31))
    weeks = dict.fromkeys((0, 7, 14, 21, 28), 9.0)  # 1, 8, 15, 22 and 29 March
    over = stand(until_march, weeks, START.replace(day=30), of=weekly)
    assert (over.status, over.kept, over.early, over.days_left) == ("reached", 1, True, 0)
    missed = stand(until_march, {**weeks, 28: 1.0}, START.replace(day=30), of=weekly)
    assert missed.status == "missed"
    assert stand(until_march, {**weeks, 28: 1.0}, START.replace(day=28), of=weekly).status != "missed"


def test_the_last_week_of_a_total_or_a_level_is_told_on_the_deadline() -> None:
    """Nothing can come any more on a Wednesday once the Sunday before it is in; a stock has that of its week.

    What was logged for the week that the deadline cuts is of no week that ends in the goal.
    """
    weekly, stock = kpi(cadence="week"), kpi("level", cadence="week")
    for logged, day, status in (
        ({7: 9.0}, DEADLINE, "missed"), ({7: 9.0}, on(9), "missed"), ({7: 9.0, 9: 5.0}, on(9), "missed"),
        ({0: 5.0, 7: 5.0}, on(9), "missed"), ({7: 10.0}, on(9), "reached"), ({6: 9.0}, on(6), "on track"),
    ):  # fmt: skip
        assert stand(goal(target=10), logged, day, of=weekly).status == status, logged
    assert stand(goal("level", 10, 5), {7: 9.0}, DEADLINE, of=stock).status not in ("missed", "reached")
    assert stand(goal("level", 10, 5), {7: 9.0, 9: 11.0}, DEADLINE, of=stock).status == "reached"


@pytest.mark.parametrize("type", ["total", "cap"])
@pytest.mark.parametrize("kind", ["stamped", "level", "sample", "minimum"])
def test_a_total_of_what_is_never_added_up_is_left_to_the_person(type: GoalType, kind: str) -> None:
    found = stand(goal(type), each(10, 5), on(5), of=kpi(kind))
    assert (found.status, found.decided, found.no_total, found.actual) == ("undecided", True, True, None)


def test_a_stock_that_is_not_logged_any_more_lacks_the_days_since() -> None:
    """One value of one, and three days without any: one of four."""
    found = stand(goal("level", 15, 5), each(5, 4), on(8), of=kpi("level"))
    assert (found.days_logged, found.days_elapsed) == (1, 4)


@pytest.mark.parametrize(
    ("months", "target", "down", "status"),
    [
        # August's 5.82 is out by December: 7.73 and two of 7.07, the mean of the last three, are 7.29.
        ([6.82, 6.89, 5.82, 7.67, 7.73], 7.08, True, "at risk"),
        ([6.82, 6.89, 5.82, 7.67, 7.73], 7.30, True, "on track"),
        # 3.6 and, by the line through three, 3.8 and 4.0 are 3.8; by their mean only 3.5.
        ([3.0, 3.0, 3.2, 3.4, 3.6], 3.80, False, "on track"),
        ([3.0, 3.0, 3.2, 3.4, 3.6], 3.81, False, "at risk"),
    ],
)
def test_a_level_that_its_last_stretch_will_not_hold_is_at_risk(
    months: list[float], target: float, status: str, *, down: bool
) -> None:
    """Five months up to October, of which the last three count; by 31 December October counts with two to come."""
    average = kpi("sample", cadence="month", direction="lower" if down else "higher")
    figures = {(date(2026, 6 + n, 28) - START).days + 1: value for n, value in enumerate(months)}
    today = date(2026, 11, 2)
    what = goal("level", target, base=sum(months[2:]) / 3, start=today, deadline=date(2026, 12, 31), down=down)
    now = stand(what._replace(targets=(Target(today, target),)), figures, today, of=average)
    assert (now.status, now.slips) == (status, status == "at risk")
    further = what._replace(deadline=date(2027, 3, 31), targets=(Target(today, target),))
    assert not stand(further, figures, today, of=average).slips, "January to March have no number yet"
