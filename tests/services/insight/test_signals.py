"""Signals on a database: surprise, shift, trend, what is proposed for the limits, and the next step of a goal."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight import signals
from kpitui.services.workspace import Workspace

MONDAY = date(2026, 11, 23)


def fill(workspace: Workspace, values: list[float], key: str = "orders") -> None:
    """Log values on the days up to yesterday."""
    first = MONDAY - timedelta(days=len(values))
    log(workspace, [EntryInput(key, f"{value:.2f}", first + timedelta(days=at)) for at, value in enumerate(values)])


def noisy(count: int, level: float = 50.0, slope: float = 0.0) -> list[float]:
    """Return days around a level that may rise."""
    random = Random(7)
    return [level + slope * at + random.gauss(0, 2) for at in range(count)]


def test_a_newest_value_far_off_is_a_surprise_for_one_day(shop: Workspace) -> None:
    """The first day of an excursion is told, the second is no news."""
    kpi = find_kpi(shop, "orders")
    fill(shop, [*noisy(60), 90.0])
    found = signals.signal_of(shop, kpi)
    assert isinstance(found, signals.Surprise)
    assert (found.above, found.day, found.value) == (True, MONDAY - timedelta(days=1), 90.0)
    log(shop, [EntryInput("orders", "91", MONDAY)])
    assert signals.signal_of(shop, kpi) is None


def test_a_level_that_moved_is_told_and_proposed(shop: Workspace) -> None:
    """Ten higher days: since when, by how much; and that the limits might begin anew there, once."""
    kpi = find_kpi(shop, "orders")
    fill(shop, [*noisy(39), 45.0, *[value + 12 for value in noisy(10)]])
    found = signals.signal_of(shop, kpi)
    assert isinstance(found, signals.Shifted)
    assert found.since == MONDAY - timedelta(days=10)
    assert 8 < found.shift.effect.difference < 16
    proposal = signals.proposal_of(shop, kpi)
    assert proposal is not None
    assert (proposal.day, proposal.trend_until) == (MONDAY - timedelta(days=10), None)
    signals.begin_base(shop, kpi, proposal)
    assert signals.proposal_of(shop, kpi) is None
    assert signals.signal_of(shop, kpi) is None


def test_a_steady_rise_is_a_trend_and_the_limits_may_follow_it(shop: Workspace) -> None:
    """No shift is told within a trend; when the owner agrees the limits rise with it, and no more is proposed."""
    kpi = find_kpi(shop, "orders")
    fill(shop, noisy(98, slope=0.4))
    trend = signals.trend_of_kpi(shop, kpi)
    assert trend.is_trend
    assert trend.trend is not None
    assert 2 < trend.trend.slope < 3.6
    assert trend.period == "week"
    assert signals.signal_of(shop, kpi) is None
    proposal = signals.proposal_of(shop, kpi)
    assert proposal is not None
    assert proposal.trend_until == MONDAY - timedelta(days=1)
    signals.begin_base(shop, kpi, proposal)
    again = signals.proposal_of(shop, kpi)
    assert again is None or again.trend_until is None


def test_few_values_tell_nothing(shop: Workspace) -> None:
    """Below their minimum neither trend nor signal speaks."""
    kpi = find_kpi(shop, "orders")
    assert signals.signal_of(shop, kpi) is None
    assert signals.trend_of_kpi(shop, kpi).values == 0
    fill(shop, noisy(11))
    assert signals.signal_of(shop, kpi) is None
    trend = signals.trend_of_kpi(shop, kpi)
    assert not trend.is_trend
    assert trend.values < trend.needed


def test_the_next_step_joins_pace_and_signal(shop: Workspace) -> None:
    """Far behind without a change: the process; far behind after a drop: act now."""
    fill(shop, noisy(60))
    typed = {"title": "Orders", "kpi": "orders", "target": "5000", "baseline": "50", "start": "2026-11-01",
             "deadline": "2026-12-31", "why": "w", "acceptable": "a", "drivers": "visitors"}  # fmt: skip
    goal = save_goal(shop, read_draft(shop, typed).draft)
    assert signals.step_of(shop, view_of(shop, goal)) == "change the process"
    log(shop, [EntryInput("orders", "3", MONDAY)])
    assert signals.step_of(shop, view_of(shop, goal)) == "act now"
