"""Where figures of a KPI come from: formula, rows used and left out, n."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.services.entries import EntryInput, clear, edit_entry, find_kpi, log, newest_of
from kpitui.services.goals import change_target, view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.history import undo
from kpitui.services.insight.calculation import calculation_of_goal, calculation_of_kpi
from kpitui.services.insight.signals import set_one_off
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace
from kpitui.wording.explanations import Explanation, explain_goal, explain_kpi
from tests.services.insight.scenes import fill, noisy

MONDAY = date(2026, 11, 23)


def explained(shop: Workspace, key: str, day: date = MONDAY) -> dict[str, Explanation]:
    """Return the explanations of a KPI by name; that of the day as ``day``."""
    found = explain_kpi(calculation_of_kpi(shop, find_kpi(shop, key), day), shop.settings.numbers)
    return {"day": found[0], **{each.name: each for each in found[1:]}}


def test_a_sum_names_its_entries(shop: Workspace) -> None:
    """Two entries and their notes; of a mean likewise; of nothing what that counts as."""
    log(shop, [EntryInput("revenue", "400", MONDAY, note="fair"), EntryInput("revenue", "50.5", MONDAY)])
    day = explained(shop, "revenue")["day"]
    assert (day.number, day.n) == (450.5, 2)
    assert "€ 400 (fair)" in day.rests
    log(shop, [EntryInput("site-speed", "2", MONDAY), EntryInput("site-speed", "4", MONDAY)])
    assert explained(shop, "site-speed")["day"].number == 3.0
    assert "counts as: no data" in explained(shop, "orders")["day"].rests


def test_an_entry_that_was_changed_is_told_as_it_was(shop: Workspace) -> None:
    """What it was, until when, the latest first; a change that was undone, or of another day or KPI, is none."""
    for text in ("400", "410", "=420"):
        log(shop, [EntryInput("revenue", text, MONDAY, replace=text.startswith("="))])
    log(shop, [EntryInput("orders", "3", MONDAY)])
    kpi = find_kpi(shop, "revenue")
    assert explained(shop, "revenue", date(2026, 11, 22)).keys() & {"Mon 23 Nov 2026, before a change"} == set()
    (entry,) = newest_of(shop, kpi, 1)
    edit_entry(shop, kpi, entry, text="430", note="fair", day=MONDAY)
    before = explained(shop, "revenue")["Mon 23 Nov 2026, before a change"]
    assert before.n == 3 and before.value.startswith("€ 420, until ")
    assert {"€ 400", "€ 410"} == {text.partition(",")[0] for text in before.value.split("; ")[1:]}
    undo(shop)
    assert explained(shop, "revenue")["Mon 23 Nov 2026, before a change"].n == 2
    clear(shop, kpi, MONDAY)
    assert explained(shop, "revenue")["Mon 23 Nov 2026, before a change"].value.startswith("€ 420, until ")


def test_a_ratio_names_both_parts_and_its_n(shop: Workspace) -> None:
    """Orders over visitors, n is the visitors; the week is the ratio of the sums."""
    log(shop, [EntryInput("orders", "12", MONDAY), EntryInput("visitors", "400", MONDAY)])
    found = explained(shop, "conversion")
    assert found["day"].how == "Orders 12 / Visitors 400 × 100"
    assert found["day"].number == pytest.approx(3.0)
    assert found["day"].n == 400
    assert "not the average of the days" in found["week 48 (23–29 Nov 2026)"].how
    log(shop, [EntryInput("revenue", "480", MONDAY)])
    assert "Orders 12" in explained(shop, "order-value")["day"].how


def test_limits_trend_and_surprise_say_what_they_rest_on(shop: Workspace) -> None:
    """The centre with its n, the values left out, the pairs of the trend, the errors of what was expected."""
    fill(shop, [*noisy(70), 90.0])
    yesterday = MONDAY - timedelta(days=1)
    set_one_off(shop, find_kpi(shop, "orders"), MONDAY - timedelta(days=5), left_out=True)
    found = explained(shop, "orders", yesterday)
    assert "the average of 20 values (50), give or take 2.66 × the average difference" in found["normal range"].how
    assert found["normal range"].value.endswith("when nothing special happens (based on 20 values)")
    assert "1 excluded day" in found["normal range"].rests
    assert "fixed after the first 20 values" in found["normal range"].rests
    assert found["normal range"].n == 20
    assert found["expected"].value.endswith(", so 90 is unusually high")
    assert "More than 3 times is unusual" in found["expected"].how
    assert found["trend"].n == 10
    assert found["trend"].how
    assert found["forecast"].value.endswith("most likely about 1,435")
    assert found["forecast"].how == "of 400 simulated scenarios, 8 in 10 end in this range"
    assert "unusually high" in found["signal"].value
    assert found["usually"].n == 56


@pytest.mark.parametrize("every", ["day", "workday", "mon,thu", "week", "month", "quarter"])
@pytest.mark.parametrize("kind", ["flow", "level", "sample", "stamped"])
def test_every_kind_and_rhythm_can_be_explained(shop: Workspace, kind: str, every: str) -> None:
    """With nothing logged, and with one entry on the day."""
    kpi = add_kpi(shop, {"name": "Odd", "kind": kind, "every": every})
    assert explain_kpi(calculation_of_kpi(shop, kpi, MONDAY), shop.settings.numbers)[0].n == 0
    log(shop, [EntryInput("odd", "5", MONDAY)])
    assert explain_kpi(calculation_of_kpi(shop, kpi, MONDAY), shop.settings.numbers)[0].number == 5.0


TYPED = {"title": "Orders", "kpi": "orders", "target": "2500", "baseline": "50", "start": "2026-11-01",
         "deadline": "2026-12-31", "why": "w", "acceptable": "a", "drivers": "visitors"}  # fmt: skip


def explained_goal(shop: Workspace, **typed: str) -> dict[str, Explanation]:
    """Return the explanations of a goal by name."""
    goal = save_goal(shop, read_draft(shop, {**TYPED, **typed}).draft)
    return {
        each.name: each for each in explain_goal(calculation_of_goal(shop, view_of(shop, goal)), shop.settings.numbers)
    }


def test_a_sum_to_reach(shop: Workspace) -> None:
    """What is there, what was expected and from which share, what is needed, how long it is safe, the chance."""
    fill(shop, noisy(80))
    found = explained_goal(shop)
    assert "the sum from Sun 1 Nov 2026 to Sun 22 Nov 2026" in found["so far"].how
    assert found["so far"].n == 22
    assert "the part of the target for the days up to" in found["should be at"].how
    assert found["needed per day"].rests == "39 days"
    assert "400 simulated scenarios" in found["chance"].how
    assert found["stays on track"].number == 4
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
    without = explained_goal(shop, **more)
    assert without["status"].value == "no data"
    fill(shop, noisy(60))
    found = explained_goal(shop, **more)
    assert found["status"].value != "no data"
    assert found["so far"].value != "-"
