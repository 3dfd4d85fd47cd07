"""What is told of a KPI and of a goal: the pressing first, and only what there is."""

from __future__ import annotations

from kpitui.services import telling
from kpitui.services.comparing import effect_since, link_between
from kpitui.services.entering import find_kpi
from kpitui.services.goal_form import read_draft
from kpitui.services.goals import save_goal, view_of
from kpitui.services.workspace import Workspace
from tests.services.test_comparing import back
from tests.services.test_signals import fill, noisy


def test_what_is_told_of_a_kpi(shop: Workspace) -> None:
    """News first, then the direction, then the normal range; and what is proposed."""
    kpi = find_kpi(shop, "orders")
    fill(shop, [*noisy(60), 90.0])
    said = telling.told_of_kpi(shop, kpi)
    assert "unusually high" in said[0]
    assert any("trend" in each for each in said)
    assert said[-1].startswith("Normal range")
    assert telling.news_of(shop) == {kpi.id: said[0]}
    assert telling.proposal_text(shop, kpi) == ""


def test_a_moved_level_is_told_without_a_trend(shop: Workspace) -> None:
    """Of trend and shift, rivals, one is told; the proposal names the day."""
    kpi = find_kpi(shop, "orders")
    fill(shop, [*noisy(39), 45.0, *[value + 12 for value in noisy(10)]])
    said = telling.told_of_kpi(shop, kpi)
    assert said[0].startswith("Since")
    assert not any("trend" in each for each in said)
    assert telling.proposal_text(shop, kpi) == "The limits may begin anew on Fri 13 Nov 2026"


def test_what_is_told_of_a_goal(shop: Workspace) -> None:
    """A level beyond the limits is out of reach as things go; the next step says so too."""
    fill(shop, noisy(60), "site-speed")
    typed = {"title": "Faster", "kpi": "site-speed", "target": "20", "baseline": "50", "shape": "reduce",
             "start": "2026-11-01", "deadline": "2026-12-31", "why": "w", "acceptable": "a",
             "drivers": "visitors"}  # fmt: skip
    view = view_of(shop, save_goal(shop, read_draft(shop, typed).draft))
    facts = dict(telling.told_of_goal(shop, view))
    assert facts["target"] == "out of reach unless something is done differently"
    assert "do something else" in facts["next step"]
    assert "driver" not in facts


def test_effects_and_links_in_words(shop: Workspace) -> None:
    """Too early, a trend before, arithmetic: each has its sentence."""
    kpi = find_kpi(shop, "orders")
    fill(shop, noisy(90, slope=0.5))
    assert telling.effect_text(shop, kpi, effect_since(shop, kpi, back(10)))[0].startswith("It was rising")
    other = find_kpi(shop, "conversion")
    assert "computed from" in telling.link_text(shop, kpi, other, link_between(shop, kpi, other))
