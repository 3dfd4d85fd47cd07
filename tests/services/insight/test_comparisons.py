"""Before and after a day, and one KPI before another, on a database."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from kpitui.core.errors import Refused
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight.calculation import calculation_of_kpi
from kpitui.services.insight.comparisons import effect_since, link_between, signals_of, summary_of_goal
from kpitui.services.insight.forecasting import forecast_of
from kpitui.services.insight.signals import proposal_of
from kpitui.services.kpis import add_kpi
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.wording.explanations import explain_kpi
from kpitui.wording.signals import comparison_sentences, link_text, proposal_text, summary_facts
from tests.services.conftest import NOW
from tests.services.insight.scenes import fill, noisy, sentences_of_kpi

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


def test_what_is_told_of_a_kpi(shop: Workspace) -> None:
    """News first, then the direction, then the normal range; and what is proposed."""
    kpi = find_kpi(shop, "orders")
    fill(shop, [*noisy(60), 90.0])
    said = sentences_of_kpi(shop, kpi)
    assert "unusually high" in said[0]
    assert any("trend" in each for each in said)
    assert said[-1].startswith("Normal range")
    assert [kpi.key for kpi, _signal in signals_of(shop, all_kpis(shop))[0]] == ["orders"]
    assert proposal_of(shop, kpi) is None


def test_a_moved_level_is_told_without_a_trend(shop: Workspace) -> None:
    """Of trend and shift, rivals, one is told; the proposal names the day."""
    kpi = find_kpi(shop, "orders")
    fill(shop, [*noisy(39), 45.0, *[value + 12 for value in noisy(10)]])
    said = sentences_of_kpi(shop, kpi)
    assert said[0].startswith("About 12 higher since")
    assert not any("trend" in each for each in said)
    proposal = proposal_of(shop, kpi)
    assert proposal is not None
    assert (
        proposal_text(proposal.day, follows_trend=proposal.trend_until is not None)
        == "Shifted on Fri 13 Nov 2026. Recalculate the normal range from there?"
    )


def test_what_is_told_of_a_goal(shop: Workspace) -> None:
    """A level beyond the limits is out of reach as things go; the next step says so too."""
    fill(shop, noisy(60), "site-speed")
    typed = {"title": "Faster", "kpi": "site-speed", "target": "20", "baseline": "50", "type": "level",
             "start": "2026-11-01", "deadline": "2026-12-31", "why": "w", "acceptable": "a",
             "drivers": "visitors"}  # fmt: skip
    view = view_of(shop, save_goal(shop, read_draft(shop, typed).draft))
    facts = dict(summary_facts(summary_of_goal(shop, view), shop.settings.numbers))
    assert facts["target"].startswith("out of reach as things are now. Something has to change (normal range: ")
    assert "Plan an action, or choose another target" in facts["next step"]
    assert "driver" not in facts


def test_effects_and_links_in_words(shop: Workspace) -> None:
    """Too early, a trend before, arithmetic: each has its sentence."""
    kpi = find_kpi(shop, "orders")
    fill(shop, noisy(90, slope=0.5))
    assert comparison_sentences(kpi, effect_since(shop, kpi, back(10)), shop.settings.numbers)[0].startswith(
        "The number was already rising before"
    )
    other = find_kpi(shop, "conversion")
    assert "calculated from" in link_text(kpi, other, link_between(shop, kpi, other), shop.settings.numbers)


ODD: dict[str, list[float]] = {
    "empty": [],
    "one value": [5.0],
    "constant": [5.0] * 60,
    "all zero": [0.0] * 60,
    "negative": [-50.0 - at % 7 for at in range(60)],
    "around zero": [(-1.0) ** at * (at % 5) for at in range(60)],
    "ten years": [100.0 + at % 7 for at in range(3650)],
}


@pytest.mark.parametrize("name", ODD)
def test_odd_series_give_a_sentence_or_a_figure(shop: Workspace, name: str) -> None:
    """Nothing, one value, a constant, losses, a mean of zero, ten years: never a failure, and never nothing to say."""
    kpi = find_kpi(shop, "orders")
    if ODD[name]:
        fill(shop, ODD[name])
    assert sentences_of_kpi(shop, kpi)
    assert all(each.value for each in explain_kpi(calculation_of_kpi(shop, kpi, back(1)), shop.settings.numbers))
    assert comparison_sentences(kpi, effect_since(shop, kpi, back(10)), shop.settings.numbers)
    try:
        found = forecast_of(shop, kpi, shop.today + timedelta(days=7))
        assert all(low <= middle <= high for low, middle, high in map(found.range_at, range(len(found.slots))))
    except Refused as refused:
        assert len(ODD[name]) < 10, refused


def test_the_order_of_logging_does_not_matter(shop: Workspace, tmp_path: Path) -> None:
    """The same figures, logged backwards, say the same."""
    values = [*noisy(60), 90.0]
    fill(shop, values)
    forwards = sentences_of_kpi(shop, find_kpi(shop, "orders"))
    other = open_workspace({}, NOW, database=str(tmp_path / "backwards.db"), language="en")
    add_kpi(other, {"name": "Orders"})
    days = [(back(len(values) - at), value) for at, value in enumerate(values)]
    log(other, [EntryInput("orders", f"{value:.2f}", day) for day, value in reversed(days)])
    assert sentences_of_kpi(other, find_kpi(other, "orders")) == forwards
    other.close()
