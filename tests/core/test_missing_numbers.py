"""Guards what missing numbers do to a verdict: each as usual on its weekday, and the same in all that is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.aggregation import KpiData, Source
from kpitui.core.cadence import Slots
from kpitui.core.calendar import STANDARD
from kpitui.core.goal import Goal
from kpitui.core.insight.forecast import Forecast
from kpitui.core.insight.probability import outlook
from kpitui.core.insight.season import NO_SEASON
from kpitui.core.missing import missing_amount
from kpitui.core.model import Kpi
from kpitui.core.pace import standing
from tests.core.business import totals
from tests.core.goals import LONG_AGO, START, data, each, goal, kpi, on, recurring, stand

QUARTER_BEFORE = each(10.0, 91, first=-90)


def _without(days: dict[int, float], *missing: int) -> dict[int, float]:
    return {day: value for day, value in days.items() if day not in missing}


@pytest.mark.parametrize(
    ("what", "status"),
    [
        (goal("total", 1_300, deadline=on(140)), "undecided"),
        (goal("total", 1_450, deadline=on(140)), "missed"),
        (goal("cap", 1_300, deadline=on(140)), "undecided"),
        (recurring(low=65)._replace(deadline=on(140)), "undecided"),
        (recurring(low=75)._replace(deadline=on(140)), "missed"),
    ],
)
def test_a_weekday_that_was_logged_before_the_goal_is_not_closed(what: Goal, status: str) -> None:
    """Ten a day, and no Monday in twenty weeks: 1,200, or 1,400 to 1,420 with them; 60 a week, or 70 to 71."""
    mondays = range(1, 141, 7)
    logged = QUARTER_BEFORE | _without(each(10.0, 140), *mondays)
    assert stand(what, logged, on(141)).status == status
    closed = _without(QUARTER_BEFORE, *range(-90, 1, 7)) | _without(each(10.0, 140), *mondays)
    never = stand(what, closed, on(141)).status
    assert never == ("reached" if what.type == "cap" else "missed"), "a shop that was closed on Mondays before, too"


@pytest.mark.parametrize(("online_that_day", "missing"), [(5.0, 10.0), (45.0, 50.0)])
def test_a_formula_that_lacks_a_part_of_a_day_has_that_part_as_usual(online_that_day: float, missing: float) -> None:
    """Five online and five in the shop each day, and on the fifth only those online: 90, and that day with 5 more.

    With 45 online that day is 50, and not ten.
    """
    online, shop = kpi(id=2, key="online"), kpi(id=3, key="shop")
    made = Kpi(1, "k", "K", "formula", formula="online + shop", created=LONG_AGO)
    of_days = {on(number): 5.0 for number in range(-90, 11)}
    sources = {
        "k": Source(made),
        "online": Source(online, totals(online, list({**of_days, on(5): online_that_day}.items()))),
        "shop": Source(shop, totals(shop, [(day, value) for day, value in of_days.items() if day != on(5)])),
    }
    known = KpiData(made, sources, LONG_AGO, on(10), today=on(11), calendar=STANDARD)
    assert known.logged_value(on(1), on(10)) == 90
    assert missing_amount(known, on(1), on(10)) == pytest.approx(missing)
    assert standing(goal(target=91 + 1.1 * missing), known).status == "missed"
    assert standing(goal(target=89 + 1.1 * missing), known).status == "undecided"


def test_a_part_of_a_whole_that_is_there_is_not_counted_again() -> None:
    """Ten a day in two shops, and on the fifth day only the four of one: 94, and six more as usual, 6.6 at the most."""
    whole = kpi()
    of_days = [(on(number), 10.0) for number in range(-90, 11) if number != 5]
    source = Source(whole, totals(whole, of_days), partial=totals(whole, [(on(5), 4.0)]))
    known = KpiData(whole, {"k": source}, LONG_AGO, on(10), today=on(11), calendar=STANDARD)
    assert known.logged_value(on(1), on(10)) == 94
    assert missing_amount(known, on(1), on(10)) == pytest.approx(6)
    assert standing(goal(target=101), known).status == "missed"
    assert standing(goal(target=100), known).status == "undecided"


def test_weekends_without_numbers_save_no_week_that_was_missed() -> None:
    """Five days of 8 are 40; a week of 39 is not kept by a Saturday that never has a number."""
    hours = {7 * week + day: 8.0 for week in range(3) for day in range(1, 6)} | {12: 7.0}
    now = stand(recurring(low=40), hours, on(22))
    assert (now.kept, now.judged, now.status) == (2, 3, "off track")
    assert (now.lost, now.gaps_decide, now.decided) == (True, False, True)


@pytest.mark.parametrize(("today", "decide"), [(4, True), (5, False)])
def test_the_running_week_is_held_against_what_is_usual(today: int, *, decide: bool) -> None:
    """35 in a week of five times eight, and no Monday: 8 on Tuesday, then 24 more, or 40 with Monday as usual.

    With 15 on Wednesday it comes to 39 without.
    """
    before = {day: 8.0 for day in range(-90, 1) if on(day).weekday() < 5}
    logged = before | ({2: 8.0, 3: 8.0} if today == 4 else {2: 8.0, 3: 8.0, 4: 15.0})
    now = stand(recurring(low=35), logged, on(today), of=kpi(cadence="workday"))
    assert now.gaps_decide == decide


def test_what_is_settled_is_not_lost_where_a_number_is_missing() -> None:
    """70,000 in seven months, and 60,000 without July: 75,000 is not there, but July may have been a good one."""
    begun, deadline = date(2026, 5, 1), date(2026, 11, 30)
    what = goal("total", 75_000, start=begun, deadline=deadline)
    months = {(date(2026, month, 28) - START).days + 1: 10_000.0 for month in range(1, 12)}
    whole = stand(what, months, date(2026, 11, 28), of=kpi(cadence="month"))
    assert (whole.status, whole.decided, whole.lost) == ("off track", True, True)
    july = _without(months, (date(2026, 7, 28) - START).days + 1)
    now = stand(what, july, date(2026, 11, 28), of=kpi(cadence="month"))
    assert (now.status, now.decided, now.lost) == ("off track", True, False)


def test_a_month_with_a_forgotten_week_is_kept_on_a_path_that_keeps_it() -> None:
    """Weeks of 200: November has 400 by the 15th without that of the 2nd, and 400 to come: 1,000 with it as usual.

    December brings nothing, and one of the two months is enough.
    """
    what = recurring(low=950, per="month", keep=(1, 2), start=date(2026, 11, 1), deadline=date(2026, 12, 31))
    mondays = {(date(2026, 8, 3) + timedelta(weeks=week) - START).days + 1: 200.0 for week in range(15)}
    logged = _without(mondays, (date(2026, 11, 2) - START).days + 1)
    of, today, slots = kpi(cadence="week"), date(2026, 11, 15), Slots("week")
    begin = slots.of(date(2026, 11, 16))
    assert begin is not None
    for brought, chance in ((200.0, 0.98), (150.0, 0.02)):
        path = (brought, brought, *[0.0] * 5)
        ahead = Forecast(tuple(range(begin, begin + 7)), (path,) * 100, 60, NO_SEASON, False)
        known = data(of, logged, today, last=what.deadline)
        told = outlook(what, standing(what, known), known, ahead, slots)
        assert told is not None
        assert told.chance == chance
