"""Signals on a database: surprise, shift, trend, what is proposed for the limits, and the next step of a goal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

import pytest

from kpitui.core.model import Kpi
from kpitui.i18n import use
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight import limits_of, signals
from kpitui.services.insight.comparisons import summary_of_goal
from kpitui.services.insight.signals import Shifted, has_left_limits, signal_of, surprises_in, trend_of_kpi
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace
from kpitui.wording.signals import signal_text, summary_facts
from tests.services.insight.scenes import fill, noisy, sentences_of_kpi

MONDAY = date(2026, 11, 23)


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
    """Far behind without a change, or with one odd day: the process, and too early to tell."""
    fill(shop, noisy(60))
    typed = {"title": "Orders", "kpi": "orders", "target": "5000", "baseline": "50", "start": "2026-11-01",
             "deadline": "2026-12-31", "why": "w", "acceptable": "a", "drivers": "visitors"}  # fmt: skip
    goal = save_goal(shop, read_draft(shop, typed).draft)
    assert signals.step_of(shop, view_of(shop, goal)) == "change the process"
    later = shop.on(MONDAY)
    log(later, [EntryInput("orders", "3", MONDAY)])
    advice = signals.advice_for(later, view_of(later, goal))
    assert advice is not None
    assert (advice.step, advice.early) == ("change the process", True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin and end in English."""
    use("en")
    yield
    use("en")


def business(shop: Workspace, values: Sequence[float], **named: str) -> Kpi:
    """Return a KPI with values on the days, or in the months, up to yesterday."""
    kpi = add_kpi(shop, {"name": "Income", "kind": "flow", "blank": "zero", **named})
    if kpi.cadence == "month":
        first = MONDAY.year * 12 + MONDAY.month - 1 - len(values)
        days = [date((first + at) // 12, (first + at) % 12 + 1, 15) for at in range(len(values))]
    else:
        days = [MONDAY - timedelta(days=len(values) - at) for at in range(len(values))]
    log(shop, [EntryInput(kpi.key, f"{value:.2f}", day) for day, value in zip(days, values, strict=True)])
    return kpi


def rare(share: float, low: float, high: float, seed: int, days: int = 217) -> list[float]:
    """Return days of which a share brings something."""
    random = Random(seed)
    return [round(random.uniform(low, high)) if random.random() < share else 0 for _day in range(days)]


@pytest.mark.parametrize("values", [rare(0.07, 2500, 6000, 1), rare(0.3, 60, 180, 2), rare(0.4, 1, 1, 3)])
def test_an_ordinary_invoice_or_sale_is_no_news(shop: Workspace, values: list[float]) -> None:
    """Of the days of a quarter, the newest one at each look, hardly any is told of."""
    kpi = business(shop, values)
    told = [day for back in range(91) if surprises_in(shop.on(day := MONDAY - timedelta(days=back + 1)), kpi, day, day)]
    assert len(told) <= 0.03 * 91


@pytest.mark.parametrize(
    ("language", "begins", "middle"),
    [("en", "Sun 22 Nov 2026: 45,000", "unusually high. On a day with more than 0, about "),
     ("nl", "zo 22 nov 2026: 45", "opvallend hoog. Op een dag met meer dan 0 is ongeveer ")],
)  # fmt: skip
def test_a_size_that_never_was(shop: Workspace, language: str, begins: str, middle: str) -> None:
    """It is held against the invoices, not against the mean of all days."""
    kpi = business(shop, [*rare(0.1, 2500, 6000, 1), 45_000])
    use(language)
    signal = signal_of(shop, kpi)
    assert signal is not None
    text = signal_text(kpi, signal, shop.settings.numbers)
    assert text.startswith(begins)
    assert middle in text


@pytest.mark.parametrize(
    ("language", "since", "after"),
    [("en", "About ", " higher since Mon 16 Nov 2026 (between "), ("nl", "Sinds ma 16 nov", " hoger (")],
)
def test_the_shift_of_last_week(shop: Workspace, language: str, since: str, after: str) -> None:
    """From 100 to 150 in the last seven of ninety days: told, with the numbers, and the next step knows of it."""
    random = Random(7)
    kpi = business(shop, [random.gauss(100.0 if day < 83 else 150.0, 12) for day in range(90)])
    signal = signal_of(shop, kpi)
    if not isinstance(signal, Shifted):
        log(shop, [EntryInput(kpi.key, "148", MONDAY)])
        signal = signal_of(shop, kpi)
    assert isinstance(signal, Shifted)
    assert signal.since == MONDAY - timedelta(days=7)
    use(language)
    text = signal_text(kpi, signal, shop.settings.numbers)
    assert text.startswith(since)
    assert after in text
    assert not any(
        "No clear trend" in sentence or "Geen duidelijke" in sentence for sentence in sentences_of_kpi(shop, kpi)
    )
    use("en")
    typed = {"title": "Income", "kpi": kpi.key, "type": "level", "target": "170", "baseline": "100",
             "start": "2026-11-01", "deadline": "2026-12-31", "why": "w", "acceptable": "a", "per": "day"}  # fmt: skip
    goal = save_goal(shop, read_draft(shop, typed).draft)
    told = dict(summary_facts(summary_of_goal(shop, view_of(shop, goal)), shop.settings.numbers))
    assert "target" not in told
    assert "nothing changed" not in told.get("next step", "")


@pytest.mark.parametrize(("language", "rising"), [("en", "Rising by about "), ("nl", "Stijgt met ongeveer ")])
def test_prices_that_rise_for_years(shop: Workspace, language: str, rising: str) -> None:
    """They are told to rise, and a target is not "normally met" by limits from the first twenty of 35 months."""
    random = Random(5)
    kpi = business(
        shop, [100 + 0.5 * month + random.gauss(0, 0.4) for month in range(35)],
        kind="sample", every="month", blank="unknown",
    )  # fmt: skip
    assert trend_of_kpi(shop, kpi).is_trend
    assert has_left_limits(shop, kpi)
    use(language)
    assert any(sentence.startswith(rising) for sentence in sentences_of_kpi(shop, kpi))
    use("en")
    typed = {"title": "Price", "kpi": kpi.key, "type": "level", "target": "122", "baseline": "110",
             "start": "2026-10-01", "deadline": "2027-03-31", "why": "w", "acceptable": "a"}  # fmt: skip
    goal = save_goal(shop, read_draft(shop, typed).draft)
    assert "target" not in dict(summary_facts(summary_of_goal(shop, view_of(shop, goal)), shop.settings.numbers))


@pytest.mark.parametrize(("language", "wrong"), [("en", "Falling"), ("nl", "Daalt")])
def test_ten_bad_weeks_and_back(shop: Workspace, language: str, wrong: str) -> None:
    """A KPI that ends where it began does not fall, whatever week it is looked at in."""
    random = Random(6)
    values = [random.gauss(30.0 if 84 <= day < 154 else 100.0, 5) for day in range(182)]
    kpi = business(shop, values)
    use(language)
    for back in range(0, 70, 7):
        then = shop.on(MONDAY - timedelta(days=back + 1))
        assert not trend_of_kpi(then, kpi).is_trend
        assert not any(sentence.startswith(wrong) for sentence in sentences_of_kpi(then, kpi))


def test_no_weekday_is_adjusted_for_in_noise(shop: Workspace) -> None:
    """Of thirty KPIs without a rhythm hardly any chart is headed as adjusted; one with a good Saturday is."""
    adjusted = 0
    for seed in range(30):
        random = Random(seed)
        kpi = business(shop, [random.gauss(125, 12) for _day in range(60)], name=f"Income {seed}")
        adjusted += limits_of(shop, kpi).season.length > 1
    assert adjusted <= 4
    random = Random(99)
    kpi = business(shop, [random.gauss(125, 12) + 40 * (day % 7 == 0) for day in range(60)], name="Saturdays")
    assert limits_of(shop, kpi).season.length == 7
