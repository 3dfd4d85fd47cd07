"""Where figures of a KPI come from: formula, rows used and left out, n."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.insight.calculation import calculation_of_kpi
from kpitui.services.insight.signals import set_one_off
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace
from kpitui.wording.explanations import Explanation, explain_kpi
from tests.services.insight.test_signals import fill, noisy

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


def test_a_ratio_names_both_parts_and_its_n(shop: Workspace) -> None:
    """Orders over visitors, n is the visitors; the week is the ratio of the sums."""
    log(shop, [EntryInput("orders", "12", MONDAY), EntryInput("visitors", "400", MONDAY)])
    found = explained(shop, "conversion")
    assert found["day"].how == "Orders 12 / Visitors 400 × 100"
    assert found["day"].number == pytest.approx(3.0)
    assert found["day"].n == 400
    assert "not the average of the daily percentages" in found["week 48 (23–29 Nov)"].how
    log(shop, [EntryInput("revenue", "480", MONDAY)])
    assert "Orders 12" in explained(shop, "order-value")["day"].how


def test_limits_trend_and_surprise_say_what_they_rest_on(shop: Workspace) -> None:
    """The centre with its n, the values left out, the pairs of the trend, the errors of what was expected."""
    fill(shop, [*noisy(70), 90.0])
    yesterday = MONDAY - timedelta(days=1)
    set_one_off(shop, find_kpi(shop, "orders"), MONDAY - timedelta(days=5), left_out=True)
    found = explained(shop, "orders", yesterday)
    assert "the average of 20 values (50), give or take 2.66 × the average step" in found["normal range"].how
    assert found["normal range"].value.endswith("when nothing special happens (based on 20 values)")
    assert "1 excluded day" in found["normal range"].rests
    assert "fixed after the first 20 values" in found["normal range"].rests
    assert found["normal range"].n == 20
    assert found["expected"].value.endswith("; 90 is unusually high")
    assert "more than 3 × is unusual" in found["expected"].how
    assert found["trend"].n == 10
    assert found["trend"].how
    assert found["forecast"].value.endswith("(8 in 10 outcomes)")
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
