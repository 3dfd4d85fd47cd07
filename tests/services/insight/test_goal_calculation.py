"""Where the figures of a goal come from, for every shape of goal."""

from __future__ import annotations

import pytest

from kpitui.services.goals import change_target, view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight.calculation import calculation_of_goal
from kpitui.services.workspace import Workspace
from kpitui.wording.explanations import Explanation, explain_goal
from tests.services.insight.test_signals import fill, noisy

TYPED = {"title": "Orders", "kpi": "orders", "target": "2500", "baseline": "50", "start": "2026-11-01",
         "deadline": "2026-12-31", "why": "w", "acceptable": "a", "drivers": "visitors"}  # fmt: skip


def explained(shop: Workspace, **typed: str) -> dict[str, Explanation]:
    """Return the explanations of a goal by name."""
    goal = save_goal(shop, read_draft(shop, {**TYPED, **typed}).draft)
    return {
        each.name: each for each in explain_goal(calculation_of_goal(shop, view_of(shop, goal)), shop.settings.numbers)
    }


def test_a_sum_to_reach(shop: Workspace) -> None:
    """What is there, what was expected and from which share, what is needed, how long it is safe, the chance."""
    fill(shop, noisy(80))
    found = explained(shop)
    assert "the sum from Sun 1 Nov 2026 to Sun 22 Nov 2026" in found["so far"].how
    assert found["so far"].n == 22
    assert "the target for the days up to" in found["should be at"].how
    assert found["needed per day"].rests == "39 days left"
    assert "400 simulated scenarios" in found["chance"].how
    assert found["on track without new entries for"].number == 4
    assert "next step" in found


def test_a_target_that_was_changed_names_its_version_and_reason(shop: Workspace) -> None:
    """The past is judged by the target of its day, so the version is named."""
    fill(shop, noisy(30))
    goal = save_goal(shop, read_draft(shop, TYPED).draft)
    goal = change_target(shop, goal, 3000, reason="a new client")
    (target,) = [
        each
        for each in explain_goal(calculation_of_goal(shop, view_of(shop, goal)), shop.settings.numbers)
        if each.name == "target"
    ]
    assert target.rests == "version 2 of 2, since Mon 23 Nov 2026: a new client"


@pytest.mark.parametrize(
    "more",
    [
        {"type": "cap"},
        {"type": "level", "target": "600", "over": "week"},
        {"type": "recurring", "target": "", "per": "week", "at_least": "200", "at_most": "500"},
    ],
)
def test_every_kind_can_be_explained(shop: Workspace, more: dict[str, str]) -> None:
    """With data and without."""
    without = explained(shop, **more)
    assert without["status"].value == "no data"
    fill(shop, noisy(60))
    found = explained(shop, **more)
    assert found["status"].value != "no data"
    assert found["so far"].value != "-"
