"""What became of actions: figures from `comparisons`, held against what was expected, in words."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from kpitui.core.goal import Action, Expectation
from kpitui.services.actions import add_action, find_action, finish_action, start_action, view_of
from kpitui.services.actions.effects import (
    ActionEffect,
    EffectDay,
    day_of_action,
    day_of_view,
    effect_of,
    recent_actions,
    recent_effects,
)
from kpitui.services.actions.form import add_typed, edit_typed
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.insight import slot_values
from kpitui.services.insight.comparisons import effect_since
from kpitui.services.workspace import Workspace
from kpitui.wording.actions import actions_facts, effect_sentences, effect_words, seen_sentence, seen_sentences
from tests.services.actions.test_actions import goal_on
from tests.services.conftest import NOW
from tests.services.insight.scenes import fill, noisy

MONDAY = date(2026, 11, 23)


def back(days: int) -> date:
    """Return the day so many days ago."""
    return MONDAY - timedelta(days=days)


def raised(shop: Workspace, expected: Expectation | None = None, *, since: int = 14) -> tuple[Action, ActionEffect]:
    """Return an action since which there are some 12 orders a day more, and what became of it."""
    fill(shop, [*noisy(40), *[value + 12 for value in noisy(since)]])
    action = add_action(shop, "call", kpi=find_kpi(shop, "orders"), started=back(since), expected=expected)
    found = effect_of(shop, action)
    assert found is not None
    return action, found


def test_a_level_that_moved(shop: Workspace) -> None:
    """The figures are those of the comparison, in a few words and in sentences, and nothing is said of a cause."""
    action, found = raised(shop)
    assert found.view.effect == effect_since(shop, found.kpi, back(14)).effect
    words = effect_words(found, shop.settings.numbers)
    assert words.startswith("since Mon 9 Nov 2026 about 1")
    assert " higher (" in words
    said, looked = effect_sentences(action, found, shop.settings.numbers, MONDAY)
    assert said.startswith("About 1")
    assert " higher since Mon 9 Nov 2026 (between " in said
    assert looked == "Checked with the numbers up to Sun 22 Nov 2026. One more check follows on Sun 6 Dec 2026"


def test_it_is_looked_at_on_two_days_alone(shop: Workspace) -> None:
    """On the named day and after twice that time; on the days between, what was seen stays as it was seen.

    The 15 days from 24 October are over on 7 November, the named day, once its number is in.
    """
    fill(shop, [*noisy(40), *[value + 12 for value in noisy(30)]])
    kpi = find_kpi(shop, "orders")
    action = add_action(shop, "call", kpi=kpi, started=back(30), expected=Expectation(12, by=back(16)))
    seen = {}
    for days_ago in (17, 16, 8, 2, 1):
        found = effect_of(shop.on(back(days_ago)), action)
        assert found is not None
        seen[days_ago] = (found.view.after, found.view.looked_until, found.view.next_look, found.view.effect)
    assert seen[17] == (14, None, back(16), None)
    assert seen[16][:3] == (15, back(16), back(1))
    assert seen[16] == seen[8] == seen[2]
    assert seen[1][:3] == (30, back(1), None)
    early = effect_of(shop.on(back(17)), action)
    assert early is not None
    assert effect_words(early, shop.settings.numbers) == "too early to tell: 14 of 15 days"


def test_more_or_less_than_was_expected(shop: Workspace) -> None:
    """An expected change is compared in the unit of the KPI; one in percent rests on the level before."""
    by = Expectation(12, by=back(1))
    action, found = raised(shop, by)
    assert (found.expected, found.outcome) == (12, "as expected")
    assert effect_sentences(action, found, shop.settings.numbers, MONDAY)[-1] == (
        "you expected +12 by Sun 22 Nov 2026, and the number changed about that much"
    )
    halved = action._replace(expected=Expectation(100, percent=True, by=MONDAY - timedelta(days=1)))
    with shop.store.write("test") as change:
        change.update("action", {"id": action.id}, {"effect": 100, "effect_percent": 1})
    less = effect_of(shop, halved)
    assert less is not None
    assert less.expected is not None
    assert (round(less.expected / 10), less.outcome) == (5, "less")
    assert "so far" not in effect_sentences(halved, less, shop.settings.numbers, MONDAY)[-1]


def test_too_early_to_tell(shop: Workspace) -> None:
    """Until the first day on which it can be seen it says how many days there are, and nothing is compared."""
    action, found = raised(shop, Expectation(12), since=3)
    assert (effect_words(found, shop.settings.numbers), found.outcome) == ("too early to tell: 3 of 7 days", None)
    assert effect_sentences(action, found, shop.settings.numbers, MONDAY) == [
        "Too early to compare: 3 of 7 days since Fri 20 Nov 2026"
    ]


def test_no_clear_change(shop: Workspace) -> None:
    """A change that may be noise is called so, with its range; whether the expected one came is open."""
    fill(shop, noisy(54))
    action = add_action(shop, "call", kpi=find_kpi(shop, "orders"), started=back(14), expected=Expectation(0.5))
    found = effect_of(shop, action)
    assert found is not None
    assert effect_words(found, shop.settings.numbers).startswith("no clear change yet (between -")
    assert found.outcome == "open"


def test_through_a_goal_and_without_a_kpi(shop: Workspace) -> None:
    """The KPI of an action is its own, else that of its goal; without one, or not started, there is nothing to tell."""
    through = add_action(shop, "call", goal=goal_on(shop))
    assert effect_of(shop, through) is None
    found = effect_of(shop, start_action(shop, through))
    assert found is not None
    assert found.kpi.key == "conversion"
    assert effect_words(found, shop.settings.numbers) == "too few values before the action: 0 of 14"
    assert effect_of(shop, add_action(shop, "tidy up", started=back(3))) is None


def test_the_days_before_begin_at_another_action(shop: Workspace) -> None:
    """Another action on the same KPI, or on the whole business, bounds the days before; one on another KPI does not."""
    action, found = raised(shop)
    assert found.view.before == 40
    add_action(shop, "ads", kpi=find_kpi(shop, "visitors"), started=back(30))
    add_action(shop, "later", kpi=find_kpi(shop, "orders"), started=back(2))
    unmoved = effect_of(shop, action)
    add_action(shop, "move house", started=back(34))
    crossed = effect_of(shop, action)
    assert unmoved is not None
    assert crossed is not None
    assert (unmoved.view.before, crossed.view.before) == (40, 20)
    assert (found.others, unmoved.others) == (0, 1)
    assert effect_sentences(action, unmoved, shop.settings.numbers, MONDAY)[-1].startswith(
        "1 other action started since"
    )


def test_a_trend_before_forbids_the_comparison(shop: Workspace) -> None:
    """What was rising already is said to have risen already, and is not held against what was expected."""
    fill(shop, noisy(90, slope=0.5))
    action = add_action(shop, "call", kpi=find_kpi(shop, "orders"), started=back(10), expected=Expectation(5))
    found = effect_of(shop, action)
    assert found is not None
    assert (effect_words(found, shop.settings.numbers), found.outcome) == ("already rising before the action", None)


def test_goal_and_kpi_tell_of_their_actions(shop: Workspace) -> None:
    """Open ones and those of late, with what was seen; those of long ago, and of other KPIs, are left out."""
    raised(shop)
    goal = goal_on(shop, "orders")
    add_action(shop, "mail", goal=goal, due=MONDAY)
    finish_action(shop, add_action(shop, "ads", goal=goal, started=back(10)))
    finish_action(shop, add_action(shop, "flyers", goal=goal, started=back(150)), back(120))
    add_action(shop, "photos", kpi=find_kpi(shop, "revenue"), started=back(5))
    told = actions_facts(recent_actions(shop, goal), shop.settings.numbers, MONDAY)
    assert [text.split(":")[0] for _name, text in told] == ["mail", "ads"]
    assert told[0] == ("action", "mail: due today")
    assert told[1][1].startswith("ads: done Mon 23 Nov 2026; too few values before the action: 4 of 14")
    seen = seen_sentences(recent_effects(shop, find_kpi(shop, "orders")), shop.settings.numbers)
    assert [text.split(":")[0] for text in seen] == ["ads", "call"]
    assert "call: since Mon 9 Nov 2026 about 1" in seen[1]
    assert recent_effects(shop, find_kpi(shop, "visitors")) == []


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
    assert text.startswith(
        "Normal ups and downs hide a change of +3% within 13 weeks. The smallest change that would show: +"
    )
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


def test_a_share_of_heads_varies_by_chance_at_least(shop: Workspace) -> None:
    """3 % of 100 visitors vary by 1.7 points a day, however even the days were: half more is seen in 20 days."""
    fill(shop, [3.0] * 182, "orders")
    fill(shop, [100.0] * 182, "visitors")
    kpi = find_kpi(shop, "conversion")
    days = {
        points: day_of_action(shop, Action(0, "", "call", kpi=kpi.id, expected=Expectation(points)), kpi)
        for points in (1.5, 0.6)
    }
    seen, small = days[1.5], days[0.6]
    assert seen is not None and seen.day == MONDAY + timedelta(days=19)
    assert small is not None and (small.day, small.reason) == (None, "noise")


def test_after_the_deadline_is_said(shop: Workspace) -> None:
    """The day is given all the same, and the action is kept."""
    fill(shop, uneven(182), "revenue")
    goal = goal_on(shop, "revenue")._replace(deadline=MONDAY + timedelta(days=8))
    kpi, expected = find_kpi(shop, "revenue"), Expectation(22, percent=True)
    seen = day_of_action(shop, Action(0, "", "call", kpi=kpi.id, expected=expected), kpi, goal)
    assert seen is not None and seen.day is not None and seen.reason == "deadline"
    assert seen_sentence(kpi, expected, seen, shop.settings.numbers).endswith(
        "the chance of seeing the +22% you expect is about 8 in 10. That is after the deadline"
    )


def test_the_day_is_proposed_and_nothing_is_told_before_it(shop: Workspace) -> None:
    """An effect without a day is expected by then; until then it says how many days of how many there are."""
    fill(shop, uneven(182), "revenue")
    action = add_typed(shop, {"what": "call", "kpi": "revenue", "effect": "+30%"})
    seen = day_of_view(shop, view_of(shop, action))
    assert seen is not None and seen.slots is not None and action.expected is not None
    assert action.expected.by == seen.day == MONDAY + timedelta(days=seen.slots - 1)
    start_action(shop, action)
    # On its day it is told once the number of that day is in, on the next one with or without.
    for gone, logged in ((0, 0), (seen.slots - 1, seen.slots - 1), (seen.slots - 1, seen.slots), (seen.slots, 0)):
        shop.refresh(NOW + timedelta(days=gone))
        fill_on(shop, range(len(slot_values(shop, find_kpi(shop, "revenue")).values) - 182, logged))
        effect = effect_of(shop, find_action(shop, str(action.id)))
        assert effect is not None
        assert (effect.view.effect is None) == (max(gone, logged) < seen.slots)
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
    from kpitui.services.kpis import add_kpi

    add_kpi(shop, {"name": "Clients", "every": "week", "kind": "level"})
    random = Random(5)
    for week in range(60, 0, -1):
        log(shop, [EntryInput("clients", f"{10 + random.gauss(0, 1):.2f}", MONDAY - timedelta(days=7 * week))])
    kpi = find_kpi(shop, "clients")
    seen = day_of_action(shop, Action(0, "", "call", kpi=kpi.id, expected=Expectation(size)), kpi)
    assert seen is not None and seen.period == "week"
    assert seen.day is None or seen.day.weekday() == 6


def fill_on(workspace: Workspace, days: range) -> None:
    """Log these days since Monday, thirty more each than before."""
    values = uneven(28, 130.0, seed=8)
    log(workspace, [EntryInput("revenue", f"{values[n]:.2f}", MONDAY + timedelta(days=n)) for n in days])
