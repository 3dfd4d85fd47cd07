"""Guards that a chance is that of the very verdict: what is known counts once, and each kind by its own rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from kpitui.core.cadence import Slots, slots_of
from kpitui.core.goal import Goal, GoalType
from kpitui.core.insight.forecast import Forecast
from kpitui.core.insight.outlook import Outlook, printed_chance
from kpitui.core.insight.probability import fan_of, outlook
from kpitui.core.insight.season import NO_SEASON
from kpitui.core.model import Kpi
from kpitui.core.pace import standing
from tests.core.goals import data, each, goal, kpi, on, recurring

DAYS = Slots("day")
BEFORE = each(10.0, 40, first=-39)


def paths(first: date, count: int, *levels: float | Sequence[float], slots: Slots = DAYS) -> Forecast:
    """Return paths over so many slots from a day on, each at a level or with its own values."""
    begin = slots.of(first)
    assert begin is not None
    rows = tuple((level,) * count if isinstance(level, int | float) else tuple(level) for level in levels)
    return Forecast(tuple(range(begin, begin + count)), rows, 60, NO_SEASON, False)


def seen(
    what: Goal, values: Mapping[int, float], today: date, forecast: Forecast, of: Kpi | None = None, slots: Slots = DAYS
) -> Outlook | None:
    """Return the outlook of a goal whose KPI has these values on numbered days."""
    known = data(of or kpi("sample" if what.type == "level" else "flow"), values, today, last=what.deadline)
    return outlook(what, standing(what, known), known, forecast, slots)


def chance(*arguments: Any, **named: Any) -> float:
    """Return the chance of an outlook that must be there."""
    found = seen(*arguments, **named)
    assert found is not None
    return found.chance


def test_a_total_that_is_not_above_zero_counts_at_the_deadline() -> None:
    """It is there on the first day of every path: the half that loses 9 a day ends at -95, the other half at -105."""
    losing, known = goal(target=-100), each(-10, 5)
    found = seen(losing, known, on(5), paths(on(6), 5, *[-9.0] * 50, *[-11.0] * 50))
    assert found is not None
    assert (found.chance, found.arrival) == (0.5, None)
    assert chance(losing, known, on(5), paths(on(6), 5, *[-11.0] * 100)) == 0.02


def test_a_total_is_counted_on_paths() -> None:
    known = each(10, 5)
    assert chance(goal(target=100), known, on(5), paths(on(6), 5, *[9.0] * 50, *[11.0] * 50)) == 0.5
    assert chance(goal(target=100), known, on(5), paths(on(6), 5, *[15.0] * 100)) == 0.98
    assert chance(goal("cap", 100), known, on(5), paths(on(6), 5, *[9.0] * 50, *[11.0] * 50)) == 0.5


def test_days_that_were_not_logged_are_on_the_paths_and_not_zero() -> None:
    """Ten a day, the last two not logged: they may still come in."""
    assert chance(goal(target=95), each(10, 3), on(6), paths(on(4), 7, *[10.0] * 100)) == 0.98
    assert chance(goal(target=95), each(10, 3), on(6), paths(on(6), 5, *[10.0] * 100)) == 0.02


def test_the_running_week_counts_once() -> None:
    """700 asked for this week, 488 logged by Friday, a week brings 500: no chance at all."""
    weekly, weeks = kpi(cadence="week"), slots_of("week")
    what, logged = goal(target=700, deadline=on(7)), {**each(98, 4), 5: 96.0}

    def chance_of(target: float, level: float, kind: GoalType = "total") -> float:
        forecast = paths(on(1), 1, *[level] * 100, slots=weeks)
        return chance(goal(kind, target, deadline=what.deadline), logged, on(5), forecast, weekly, weeks)

    assert chance_of(700, 500.0) == 0.02
    assert chance_of(490, 480.0) == 0.02, "what is there stays"
    assert chance_of(488, 480.0, "cap") == 0.98


def test_a_month_that_the_deadline_cuts_comes_too_late() -> None:
    """Its number comes when it is over, so the verdict has nothing of it: 300 of March are not 350 by 15 April."""
    monthly, months = kpi(cadence="month"), slots_of("month")
    ahead = paths(date(2026, 4, 1), 1, *[300.0] * 50, *[80.0] * 50, slots=months)
    what = goal(target=350, start=date(2026, 3, 1), deadline=date(2026, 4, 30))
    assert chance(what, {27: 300.0}, date(2026, 4, 2), ahead, monthly, months) == 0.98
    assert (
        seen(what._replace(deadline=date(2026, 4, 15)), {27: 300.0}, date(2026, 4, 2), ahead, monthly, months) is None
    )


def test_when_a_total_arrives() -> None:
    found = seen(goal(target=100), each(10, 5), on(5),
                 paths(on(6), 20, *[10.0] * 60, *[20.0] * 20, *[1.0] * 20))  # fmt: skip
    assert found is not None
    assert found.arrival is not None
    assert (found.arrival.early, found.arrival.middle, found.arrival.late) == (on(8), on(10), None)
    none = seen(goal(target=100), each(10, 5), on(5), paths(on(6), 5, *[1.0] * 100))
    assert none is not None
    assert none.arrival is None


def test_a_latest_number_is_told_with_more_certainty_than_its_paths() -> None:
    """71 of 102 are odds of 2.29; 2.29^1.4 = 3.19, and 3.19 / 4.19 = 0.76. A balance has the paths of its parts."""
    known, what = each(10.0, 40, first=-31), goal("level", 11, 15)
    for reaching, surer, plain in ((70, 0.75, 0.7), (30, 0.25, 0.3), (50, 0.5, 0.5), (0, 0.02, 0.02)):
        ahead = paths(on(9), 7, *[12.0] * reaching, *[10.0] * (100 - reaching))
        assert chance(what, known, on(8), ahead, kpi("level")) == surer
        assert chance(what, known, on(8), ahead._replace(from_parts=True), kpi("level")) == plain


def test_a_level_counts_the_known_days_of_its_stretch() -> None:
    """With two days left, 26 of the 28 days of the verdict are known."""
    known = each(10.0, 40, first=-31)
    what = goal("level", 10.5, 5)
    assert chance(what, known, on(8), paths(on(9), 2, *[16.9] * 100)) == 0.02
    assert chance(what, known, on(8), paths(on(9), 2, *[17.1] * 100)) == 0.98


def test_a_ratio_is_weighed_by_what_it_is_divided_by() -> None:
    from kpitui.core.aggregation import KpiData, Source
    from kpitui.core.calendar import STANDARD
    from tests.core.business import CONVERSION, LATER, ORDERS, VISITORS, totals

    days = [on(n) for n in range(-26, 2)]
    rows = {"orders": [(day, 10.0) for day in days], "visitors": [(day, 100.0) for day in days]}
    rows["visitors"][-1] = (days[-1], 900.0)
    sources = {each.key: Source(each, totals(each, rows[each.key])) for each in (ORDERS, VISITORS)}
    assert LATER > on(1)
    known = KpiData(CONVERSION, sources, on(-60), on(1), today=on(1), calendar=STANDARD)
    weight = sum([100.0] * 27) + 900
    assert known.value(on(-26), on(1)) == 280 / weight
    what = goal("level", 0.08, 0.01, deadline=on(2))
    # On the 2nd a Tuesday comes in: its weight is that of a Tuesday, 100; the 27 days that stay weigh 3,500.
    level = (270 + 0.2 * 100) / (weight - 100 + 100)
    assert level > 0.08
    found = outlook(what, standing(what, known), known, paths(on(2), 1, *[0.2] * 100), DAYS)
    assert found is not None
    assert found.chance == 0.98
    fan = fan_of(what, known, paths(on(2), 1, *[0.2] * 100), DAYS)
    assert fan[0][2] == pytest.approx(level)


def test_a_level_arrives_when_it_is_there_to_stay() -> None:
    """A first noisy day beyond the target is no arrival."""
    stock = kpi("level")
    noisy = [20.0, 0.0, 0.0, 0.0, 20.0, 20.0]
    found = seen(goal("level", 15, 5, deadline=on(11)), each(5, 5), on(5), paths(on(6), 6, *[noisy] * 100), stock)
    assert found is not None
    assert (found.chance, found.arrival and found.arrival.middle) == (0.98, on(10))
    never = seen(goal("level", 15, 5, deadline=on(11)), each(5, 5), on(5),
                 paths(on(6), 6, *[[20.0] * 5 + [0.0]] * 100), stock)  # fmt: skip
    assert never is not None
    assert (never.chance, never.arrival) == (0.02, None)
    there = seen(goal("level", 15, 5, deadline=on(11)), each(16, 5), on(5), paths(on(6), 6, *[16.0] * 100), stock)
    assert there is not None
    assert there.arrival is None


def test_no_day_of_arrival_lies_in_the_past() -> None:
    """Not logged since day 5, it should be there on day 7, which has gone by; on day 9 it is still to come."""
    stock, rising = kpi("level"), [6.0, 15.0, 16.0, 17.0, 18.0, 19.0]
    for today, arrival in ((on(6), on(7)), (on(9), None)):
        view = seen(goal("level", 15, 5, deadline=on(11)), each(5, 5), today, paths(on(6), 6, *[rising] * 100), stock)
        assert view is not None
        assert (view.arrival and view.arrival.middle) == arrival


def test_every_week_must_be_kept_on_a_path() -> None:
    what = recurring(low=70, deadline=on(21))
    known = {**each(10, 7), **each(10, 3, first=8)}
    good, bad = [10.0] * 11, [10.0] * 10 + [9.0]
    assert chance(what, known, on(10), paths(on(11), 11, *[good] * 50, *[bad] * 50)) == 0.5
    softer = recurring(low=70, deadline=on(21), keep=(2, 3))
    assert chance(softer, known, on(10), paths(on(11), 11, *[bad] * 100)) == 0.98


def test_the_running_week_of_a_recurring_goal_has_what_is_logged() -> None:
    what = recurring(high=40, deadline=on(7))
    hours = kpi(cadence="workday")
    slots = slots_of("workday")
    known = {1: 12.0, 2: 12.0, 3: 12.0}
    assert chance(what, known, on(3), paths(on(4), 2, *[2.0] * 50, *[2.1] * 50, slots=slots), hours, slots) == 0.5


def test_weeks_that_are_over_without_numbers_are_drawn_like_those_to_come() -> None:
    """Of four weeks three must be kept, one was: two of the other three, of which one is over and not logged.

    The paths keep one of the three, or two: an even chance, on the day that the first of them begins and a week later.
    """
    what = recurring(low=70, deadline=on(28), keep=(3, 4))
    one, two = [10.0] * 7 + [9.0] * 14, [10.0] * 14 + [9.0] * 7
    for today in (on(8), on(15), on(18)):
        assert chance(what, {**BEFORE, **each(10, 7)}, today, paths(on(8), 21, *[one] * 50, *[two] * 50)) == 0.5


def test_what_is_decided_or_too_thin_has_no_chance() -> None:
    assert seen(goal(target=50), each(60, 1), on(1), paths(on(2), 9, 1.0)) is None
    assert seen(goal("cap", 50), each(60, 1), on(1), paths(on(2), 9, 1.0)) is None
    assert seen(recurring(low=70), each(9, 8), on(8), paths(on(9), 60, 10.0)) is None
    assert seen(goal("level", 5), each(9, 5), on(5), paths(on(6), 5, 1.0)) is None
    assert seen(goal(target=100), each(1, 5), on(5), paths(on(11), 5, 1.0)) is None
    assert seen(goal(target=100, start=on(8)), each(1, 5), on(5), paths(on(6), 5, 1.0)) is None


def test_the_fan_counts_what_is_known_once() -> None:
    fan = fan_of(goal(target=100), data(kpi(), each(10, 5), on(5)), paths(on(6), 5, *[10.0] * 10), DAYS)
    assert [(day, middle) for day, _low, middle, _high in fan] == [(on(5 + n), 50 + 10 * n) for n in range(1, 6)]


@pytest.mark.parametrize(("share", "told"), [(0.0, 0.02), (1.0, 0.98), (0.51, 0.5), (0.98, 0.98), (0.03, 0.05)])
def test_how_a_chance_may_be_shown(share: float, told: float) -> None:
    """In steps of five, never none and never certain."""
    assert printed_chance(share) == pytest.approx(told)


@pytest.mark.parametrize(
    ("kind", "known", "beyond", "within"), [("maximum", 10.0, 12.0, 9.0), ("minimum", 10.0, 8.0, 11.0)]
)
def test_of_an_extreme_one_day_of_the_stretch_decides(kind: str, known: float, beyond: float, within: float) -> None:
    """The highest of 28 days is met by one day beyond the target, and by no number of days short of it."""
    logged = each(known, 40, first=-31)
    what = goal("level", (known + beyond) / 2, 5, down=kind == "minimum")
    once = [within, beyond]
    assert chance(what, logged, on(8), paths(on(9), 2, *[once] * 100), kpi(kind)) == 0.98
    assert chance(what, logged, on(8), paths(on(9), 2, *[within] * 100), kpi(kind)) == 0.02
    low, high = (beyond, None) if kind == "maximum" else (None, beyond)
    weekly = recurring("week", low, high, deadline=on(7))
    assert chance(weekly, each(within, 4), on(4), paths(on(5), 3, *[[within, beyond, within]] * 100), kpi(kind)) == 0.98
    assert chance(weekly, each(within, 4), on(4), paths(on(5), 3, *[within] * 100), kpi(kind)) == 0.02


def test_a_month_of_weeks_is_counted_on_paths_as_its_verdict_counts_it() -> None:
    """200 every week are 869.64 a month: 865 is as good as there, 875 is not."""
    weeks = {7 * week + 7: 200.0 for week in range(-8, 4)}
    sales, slots = kpi(cadence="week"), Slots("week")
    for target, expected in ((865, 0.98), (875, 0.02)):
        what = goal("level", target, 500, over="month", deadline=on(56))
        future = paths(on(29), 4, *[200.0] * 100, slots=slots)
        assert chance(what, weeks, on(29), future, sales, slots) == expected


def test_a_month_counts_the_weeks_that_end_in_it_on_every_path() -> None:
    """November has the weeks of 26 October, 2 and 9 November, 600 together, and two of a path; not that of the 30th."""
    what = recurring(low=850, per="month", start=date(2026, 11, 1), deadline=date(2026, 11, 30))
    mondays = [(date(2026, 8, 3) - date(2026, 3, 2)).days + 1 + 7 * week for week in range(15)]
    known, weekly, today = dict.fromkeys(mondays, 200.0), kpi(cadence="week"), date(2026, 11, 15)
    for path, expected in (((100.0, 100.0, 500.0), 0.02), ((100.0, 150.0, 0.0), 0.98)):
        ahead = paths(date(2026, 11, 16), 3, *[path] * 100, slots=slots_of("week"))
        assert chance(what, known, today, ahead, of=weekly, slots=slots_of("week")) == expected
