"""Before and after a day, and one KPI before another, on a database."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.insight.comparing import effect_since, link_between
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace
from tests.services.insight.test_signals import fill, noisy

MONDAY = date(2026, 11, 23)


def back(days: int) -> date:
    """Return the day so many days ago."""
    return MONDAY - timedelta(days=days)


def test_a_change_after_a_day(shop: Workspace) -> None:
    """Twelve more since two weeks; and nothing to be seen since a day in the middle of nowhere."""
    kpi = find_kpi(shop, "orders")
    fill(shop, [*noisy(40), *[value + 12 for value in noisy(14)]])
    found = effect_since(shop, kpi, back(14))
    assert found.effect is not None
    assert found.effect.clear
    assert found.effect.low < 12 < found.effect.high
    assert (found.before, found.after, found.already) == (40, 14, 0)
    nothing = effect_since(shop, kpi, back(34))
    assert nothing.effect is None or not nothing.effect.clear or nothing.after > 14


def test_too_few_days_and_another_action_in_between(shop: Workspace) -> None:
    """Seven days after and fourteen before are needed, and the days before do not reach across another action."""
    kpi = find_kpi(shop, "orders")
    fill(shop, noisy(40))
    early = effect_since(shop, kpi, back(3))
    assert (early.effect, early.after, early.needed_after) == (None, 3, 7)
    crossed = effect_since(shop, kpi, back(10), crossing=back(20))
    assert (crossed.effect, crossed.before, crossed.needed_before) == (None, 10, 14)


def test_a_trend_before_forbids_the_comparison(shop: Workspace) -> None:
    """What was rising already is not said to have risen since."""
    fill(shop, noisy(90, slope=0.5))
    found = effect_since(shop, find_kpi(shop, "orders"), back(10))
    assert (found.effect, found.already) == (None, 1)


def test_a_bad_week_before_is_named(shop: Workspace) -> None:
    """An action right after an unusually low day meets a return to the usual."""
    values = noisy(54)
    values[38] = 15.0
    fill(shop, values)
    assert effect_since(shop, find_kpi(shop, "orders"), back(14)).unusual == -1


def test_one_kpi_before_another(shop: Workspace) -> None:
    """Visitors lead orders by two days; conversion is computed from both; few days say nothing."""
    random = Random(3)
    visitors = [500 + random.gauss(0, 60) for _day in range(120)]
    orders = [50.0, 50.0, *[0.1 * value + random.gauss(0, 2) for value in visitors[:-2]]]
    fill(shop, visitors, "visitors")
    fill(shop, orders)
    found = link_between(shop, find_kpi(shop, "visitors"), find_kpi(shop, "orders"))
    assert found.link is not None
    assert found.link.clear
    assert (found.link.lag, found.period) == (2, "day")
    assert link_between(shop, find_kpi(shop, "orders"), find_kpi(shop, "conversion")).arithmetic
    assert link_between(shop, find_kpi(shop, "site-speed"), find_kpi(shop, "orders")).link is None


def test_kpis_of_different_rhythm_are_compared_by_the_week(shop: Workspace) -> None:
    """Days and weeks meet as weeks."""
    weekly = add_kpi(shop, {"name": "Leads", "kind": "stamped", "every": "week"})
    fill(shop, noisy(120))
    log(shop, [EntryInput("leads", str(5 + week % 3), back(7 * week + 1)) for week in range(15, 0, -1)])
    found = link_between(shop, find_kpi(shop, "orders"), weekly)
    assert (found.period, found.link) == ("week", None)
    assert 10 <= found.common <= 16
