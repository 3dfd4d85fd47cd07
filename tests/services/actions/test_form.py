"""What was typed about an action, read field by field."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpitui.core.errors import KpituiError
from kpitui.core.goal import Expectation
from kpitui.services import actions
from kpitui.services.actions.form import add_typed, edit_typed, effect_typed, fields_of, read_effect, read_plan
from kpitui.services.entries import find_kpi
from kpitui.services.workspace import Workspace
from tests.services.actions.test_actions import goal_on

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kpi", "text", "expected"),
    [
        ("orders", "+10%", Expectation(10, percent=True)),
        ("orders", "10%", Expectation(10, percent=True)),
        ("orders", "-5", Expectation(-5)),
        ("orders", "+5", Expectation(5)),
        ("revenue", "€ 1.250,50", Expectation(1250.5)),
        ("site-speed", "-0.5", Expectation(-0.5)),
        ("conversion", "4pp", Expectation(4)),
        ("conversion", "-4 points", Expectation(-4)),
        ("conversion", "+1.5", Expectation(1.5)),
        ("conversion", "10% relative", Expectation(10, percent=True)),
        ("conversion", "+10 relatief", Expectation(10, percent=True)),
    ],
)
def test_an_effect_reads_like_an_amount(shop: Workspace, kpi: str, text: str, expected: Expectation) -> None:
    """Percent, the unit of the KPI, points of a percentage; and it is written as it can be read again."""
    found = read_effect(shop, find_kpi(shop, kpi), text)
    assert expected == found
    action = actions.add_action(shop, "x", kpi=find_kpi(shop, kpi), expected=found)
    assert expected == read_effect(shop, find_kpi(shop, kpi), fields_of(shop, action)["effect"])


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"kpi": "nothing"}, "kpi", "nothing"),
        ({"goal": "9"}, "goal", "9"),
        ({"due": "someday"}, "due", "someday"),
        ({"effect": "+5"}, "kpi", "Choose the KPI"),
        ({"kpi": "orders", "effect": "a lot"}, "effect", "a lot"),
        ({"kpi": "orders", "effect": "=5"}, "effect", "Not a change"),
        ({"kpi": "orders", "effect": "0"}, "effect", "Not a change"),
        ({"kpi": "conversion", "effect": "+4%"}, "effect", "Write +4pp (percentage points)"),
        ({"kpi": "orders", "by": "2026-12-31"}, "effect", "How big"),
        ({"kpi": "orders", "effect": "5", "by": "2026-02-30"}, "by", "does not exist"),
        ({"start": "soon"}, "start", "soon"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_at_its_field(
    shop: Workspace, typed: dict[str, str], field: str, said: str
) -> None:
    """Each refusal names the field and what was typed or is missing."""
    with pytest.raises(KpituiError) as refused:
        read_plan(shop, {"what": "x", **typed})
    assert field == refused.value.field
    assert said in str(refused.value)


def test_the_fields_of_an_action_mean_the_same_action(shop: Workspace) -> None:
    """What the form shows is read as what the action is."""
    goal = goal_on(shop)
    typed = {"what": "x", "goal": str(goal.id), "due": "fri", "effect": "4pp", "by": "end of Q4", "start": "yesterday"}
    plan = read_plan(shop, typed)
    assert (plan.due, plan.expected) == (date(2026, 11, 27), Expectation(4, by=date(2026, 12, 31)))
    action = actions.add_action(shop, plan.what, goal=plan.goal, due=plan.due, expected=plan.expected)
    assert plan._replace(start=None) == read_plan(shop, fields_of(shop, action))


def test_a_kpi_and_a_goal_may_both_be_named(shop: Workspace) -> None:
    """The KPI that is named is the one that is to move, in its unit."""
    goal = goal_on(shop)
    plan = read_plan(shop, {"what": "x", "goal": "Better", "kpi": "site-speed", "effect": "-1 min"})
    assert (plan.kpi, plan.goal) == (find_kpi(shop, "site-speed"), goal)
    assert plan.expected == Expectation(-60)


def test_a_start_that_is_typed_starts_it(shop: Workspace) -> None:
    """A planned action that is given its first day is under way; taking the day out again is refused."""
    action = add_typed(shop, {"what": "call", "due": "fri"})
    started = edit_typed(shop, action, {"start": "yesterday"})
    assert (started.state, started.started, started.due) == ("started", date(2026, 11, 22), date(2026, 11, 27))
    with pytest.raises(KpituiError) as refused:
        edit_typed(shop, started, {"start": ""})
    assert refused.value.field == "start"


def test_fields_that_are_left_out_stay(shop: Workspace) -> None:
    """One field is changed, one emptied; the others are as they were."""
    typed = {"what": "call", "kpi": "orders", "due": "fri", "effect": "+10%", "by": "31/12"}
    action = add_typed(shop, typed)
    changed = edit_typed(shop, action, {"what": "mail", "due": ""})
    assert changed == action._replace(what="mail", due=None)


@given(size=st.decimals(-10000, 10000, places=3).map(float).filter(bool), percent=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("key", ["orders", "conversion", "revenue", "site-speed"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_any_effect_is_written_as_it_is_read(
    shop: Workspace, key: str, language: str, size: float, percent: bool
) -> None:
    """Whatever the unit and the decimal mark, the form shows an effect as it can be typed again."""
    shop.settings = shop.settings._replace(language=language)
    kpi, expected = find_kpi(shop, key), Expectation(size, percent)
    assert read_effect(shop, kpi, effect_typed(shop, kpi, expected)) == expected
