"""When the effect that is expected of an action can be seen, and that it is reported then and not before."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from kpitui.core.goal import Action, Expectation
from kpitui.services.actions import add_action, find_action, start_action, view_of
from kpitui.services.actions.effect_days import EffectDay, day_of_action, day_of_view
from kpitui.services.actions.effects import effect_of
from kpitui.services.actions.form import add_typed, edit_typed
from kpitui.services.entries import find_kpi
from kpitui.services.workspace import Workspace
from kpitui.wording.actions import seen_sentence
from tests.services.actions.test_actions import goal_on
from tests.services.insight.test_signals import fill

MONDAY = date(2026, 11, 23)


def uneven(count: int, level: float = 100.0, spread: float = 25.0, seed: int = 3) -> list[float]:
    """Return days around a level that go up and down a lot."""
    random = Random(seed)
    return [max(1.0, level + random.gauss(0, spread)) for _day in range(count)]


def _seen(shop: Workspace, expected: Expectation, due: date | None = None) -> EffectDay:
    action = Action(0, "", "call", kpi=find_kpi(shop, "revenue").id, due=due, expected=expected)
    seen = day_of_action(shop, action, find_kpi(shop, "revenue"))
    assert seen is not None
    return seen


def test_the_larger_the_effect_the_sooner_it_is_seen(shop: Workspace) -> None:
    """Whole weeks from today on, or from the day it is due; the same for a fall."""
    fill(shop, uneven(182), "revenue")
    days = [_seen(shop, Expectation(size, percent=True)).day for size in (50, 30, 20)]
    assert all(day is not None for day in days) and days == sorted(days)  # type: ignore[type-var]
    first = days[0]
    assert first is not None and (first - MONDAY).days % 7 == 6
    later = _seen(shop, Expectation(50, percent=True), due=MONDAY + timedelta(days=10)).day
    assert later is not None and (later - first).days == 10


def test_what_is_too_small_says_what_can_be_seen(shop: Workspace) -> None:
    """The smallest size within thirteen weeks, in percent as it was asked; that size itself has a day."""
    fill(shop, uneven(182), "revenue")
    kpi, expected = find_kpi(shop, "revenue"), Expectation(3, percent=True)
    seen = _seen(shop, expected)
    assert (seen.day, seen.reason) == (None, "noise") and seen.least is not None
    text = seen_sentence(kpi, expected, seen, shop.settings.numbers)
    assert text.startswith("Normal ups and downs hide a change of +3% within 13 weeks. +")
    assert _seen(shop, Expectation(seen.least * 1.3, percent=True)).day is not None


def test_too_few_values_and_a_trend_have_no_day(shop: Workspace) -> None:
    """Four weeks are needed; of what rises already no mean tells."""
    fill(shop, uneven(20), "revenue")
    assert _seen(shop, Expectation(20, percent=True)).reason == "history"
    fill(shop, [50.0 + n for n in range(120)], "orders")
    action = Action(0, "", "call", expected=Expectation(20, percent=True))
    rising = day_of_action(shop, action, find_kpi(shop, "orders"))
    assert rising is not None and rising.reason == "trend"
    text = seen_sentence(find_kpi(shop, "orders"), Expectation(20, percent=True), rising, shop.settings.numbers)
    assert text == "Orders is already changing, so the +20% you expect won't stand out"


def test_after_the_deadline_is_said(shop: Workspace) -> None:
    """The day is given all the same, and the action is kept."""
    fill(shop, uneven(182), "revenue")
    goal = goal_on(shop, "revenue")._replace(deadline=MONDAY + timedelta(days=8))
    kpi, expected = find_kpi(shop, "revenue"), Expectation(22, percent=True)
    seen = day_of_action(shop, Action(0, "", "call", kpi=kpi.id, expected=expected), kpi, goal)
    assert seen is not None and seen.day is not None and seen.reason == "deadline"
    assert seen_sentence(kpi, expected, seen, shop.settings.numbers).endswith("(about 8 in 10), after the deadline")


def test_the_day_is_proposed_and_nothing_is_told_before_it(shop: Workspace) -> None:
    """An effect without a day is expected by then; until then it says how many days of how many there are."""
    fill(shop, uneven(182), "revenue")
    action = add_typed(shop, {"what": "call", "kpi": "revenue", "effect": "+30%"})
    seen = day_of_view(shop, view_of(shop, action))
    assert seen is not None and seen.slots is not None and action.expected is not None
    assert action.expected.by == seen.day == MONDAY + timedelta(days=seen.slots - 1)
    start_action(shop, action)
    for gone in (0, seen.slots - 1, seen.slots):
        later = shop.on(MONDAY + timedelta(days=gone))
        fill_on(later, gone)
        effect = effect_of(later, find_action(later, str(action.id)))
        assert effect is not None
        assert (effect.view.effect is None) == (gone < seen.slots)
        assert effect.view.needed_after in (seen.slots, 7)


def test_another_effect_has_its_day_proposed_again(shop: Workspace) -> None:
    """A smaller effect takes longer; a day that is typed stays, one that is taken away is proposed."""
    fill(shop, uneven(182), "revenue")
    action = add_typed(shop, {"what": "call", "kpi": "revenue", "effect": "+50%"})
    smaller = edit_typed(shop, action, {"effect": "+30%"})
    new = add_typed(shop, {"what": "mail", "kpi": "revenue", "effect": "+30%"})
    assert action.expected is not None and smaller.expected is not None
    assert action.expected.by is not None and smaller.expected.by is not None
    assert smaller.expected.by > action.expected.by
    assert smaller.expected == new.expected
    own = edit_typed(shop, smaller, {"effect": "+20%", "by": "31/12"})
    assert own.expected == Expectation(20, percent=True, by=date(2026, 12, 31))
    kept = edit_typed(shop, own, {"what": "mail", "effect": "+20%"})
    assert kept.expected == own.expected
    again = edit_typed(shop, kept, {"effect": "+50%", "by": ""})
    assert again.expected == action.expected
    assert edit_typed(shop, again, {"effect": ""}).expected is None


def test_a_day_that_is_named_too_early_waits(shop: Workspace) -> None:
    """Named for a week from now, looked at when such an effect can be seen."""
    fill(shop, uneven(182), "revenue")
    by = MONDAY + timedelta(days=6)
    action = add_action(
        shop, "call", kpi=find_kpi(shop, "revenue"), started=MONDAY, expected=Expectation(22, percent=True, by=by)
    )
    seen = day_of_view(shop, view_of(shop, action))
    effect = effect_of(shop, action)
    assert seen is not None and seen.slots is not None and effect is not None
    assert seen.slots > 7 and effect.view.needed_after == seen.slots


@pytest.mark.parametrize("size", [0.5, 5.0])
def test_months_and_weeks_have_days_of_their_own(shop: Workspace, size: float) -> None:
    """No month or week is cut: the day is the last of one."""
    from kpitui.services.entries import EntryInput, log
    from kpitui.services.kpi_editing import add_kpi

    add_kpi(shop, {"name": "Clients", "every": "week", "kind": "level"})
    random = Random(5)
    for week in range(60, 0, -1):
        log(shop, [EntryInput("clients", f"{10 + random.gauss(0, 1):.2f}", MONDAY - timedelta(days=7 * week))])
    kpi = find_kpi(shop, "clients")
    seen = day_of_action(shop, Action(0, "", "call", kpi=kpi.id, expected=Expectation(size)), kpi)
    assert seen is not None and seen.period == "week"
    assert seen.day is None or seen.day.weekday() == 6


def fill_on(workspace: Workspace, days: int) -> None:
    """Log the days since Monday, thirty more each than before."""
    from kpitui.services.entries import EntryInput, log

    values = uneven(days, 130.0, seed=8)
    log(workspace, [EntryInput("revenue", f"{x:.2f}", MONDAY + timedelta(days=n)) for n, x in enumerate(values)])
