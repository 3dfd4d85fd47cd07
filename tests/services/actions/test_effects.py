"""What became of actions: figures from `comparing`, held against what was expected, in words."""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.goal import Action, Expectation
from kpitui.services.actions import add_action, finish_action, start_action
from kpitui.services.actions.effects import (
    ActionEffect,
    effect_of,
    recent_actions,
    recent_effects,
)
from kpitui.services.entries import find_kpi
from kpitui.services.insight.comparing import effect_since
from kpitui.services.workspace import Workspace
from kpitui.wording.actions import actions_facts, effect_sentences, effect_words, seen_sentences
from tests.services.actions.test_actions import goal_on
from tests.services.insight.test_signals import fill, noisy

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
    assert words.startswith("since Mon 9 Nov about 1")
    assert " higher (" in words
    said, looked = effect_sentences(action, found, shop.settings.numbers, MONDAY)
    assert said.startswith("About 1")
    assert " higher since Mon 9 Nov 2026 (between " in said
    assert looked == "Checked with the numbers up to Sun 22 Nov 2026. One more check follows after Sun 6 Dec 2026"


def test_it_is_looked_at_on_two_days_alone(shop: Workspace) -> None:
    """On the named day and after twice that time; on the days between, what was seen stays as it was seen."""
    fill(shop, [*noisy(40), *[value + 12 for value in noisy(30)]])
    kpi = find_kpi(shop, "orders")
    action = add_action(shop, "call", kpi=kpi, started=back(30), expected=Expectation(12, by=back(16)))
    seen = {}
    for days_ago in (17, 15, 8, 1, 0):
        found = effect_of(shop.on(back(days_ago)), action)
        assert found is not None
        seen[days_ago] = (found.view.after, found.view.looked_until, found.view.next_look, found.view.effect)
    assert seen[17] == (14, None, back(16), None)
    assert seen[15][:3] == (15, back(16), back(1))
    assert seen[15] == seen[8] == seen[1]
    assert seen[0][:3] == (30, back(1), None)
    early = effect_of(shop.on(back(17)), action)
    assert early is not None
    assert effect_words(early, shop.settings.numbers) == "too early to tell: 14 of 15 days"


def test_more_or_less_than_was_expected(shop: Workspace) -> None:
    """An expected change is compared in the unit of the KPI; one in percent rests on the level before."""
    by = Expectation(12, by=back(1))
    action, found = raised(shop, by)
    assert (found.expected, found.outcome) == (12, "as expected")
    assert effect_sentences(action, found, shop.settings.numbers, MONDAY)[-1] == (
        "about the +12 you expected (by Sun 22 Nov 2026)"
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
    assert effect_words(found, shop.settings.numbers) == "too few earlier values: 0 of 14"
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
    assert (effect_words(found, shop.settings.numbers), found.outcome) == ("was already rising", None)


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
    assert told[1][1].startswith("ads: done Mon 23 Nov; too few earlier values: 4 of 14")
    seen = seen_sentences(recent_effects(shop, find_kpi(shop, "orders")), shop.settings.numbers)
    assert [text.split(":")[0] for text in seen] == ["ads", "call"]
    assert "call: since Mon 9 Nov about 1" in seen[1]
    assert recent_effects(shop, find_kpi(shop, "visitors")) == []
