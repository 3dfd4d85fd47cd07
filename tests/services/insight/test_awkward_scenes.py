"""Awkward series of real businesses: their chances are worked out by hand, and all is read in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import fsum, sqrt
from random import Random
from statistics import NormalDist, fmean, stdev

import pytest

from kpitui.core.calendar import months_later
from kpitui.i18n import _, use
from kpitui.services.entries import find_kpi
from kpitui.services.goals import GoalView
from kpitui.services.insight import limits_of
from kpitui.services.insight.calculation import calculation_of_goal, calculation_of_kpi
from kpitui.services.insight.comparisons import summary_of_goal
from kpitui.services.insight.forecasting import forecast_of
from kpitui.services.kpis import add_kpi
from kpitui.services.reading import newest_day
from kpitui.services.workspace import Workspace
from kpitui.wording.dates import day_text
from kpitui.wording.explanations import explain_goal, explain_kpi
from kpitui.wording.forecasts import outlook_facts
from kpitui.wording.goals import GoalFacts
from kpitui.wording.signals import summary_facts
from tests.services.goals.test_verdicts import (
    SCENES,
    SINCE,
    TODAY,
    at_christmas,
    by_month,
    closed,
    draws,
    goal_of,
    logged,
    steady,
)

pytestmark = pytest.mark.thorough

TOTAL = {**SINCE, "type": "total"}
ENGLISH = re.compile(r"\b(about|likely|chance|arrives|next step|so far|needed|values|target|kept|behind|ahead|from)\b")
NEVER = re.compile(r"None|nan|\binf\b|[{}]|because|significan|omdat|doordat")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin and end in English."""
    use("en")
    yield
    use("en")


def chance(shop: Workspace, key: str, **goal: str) -> float:
    """Return the chance of a goal that must have one."""
    view = goal_of(shop, kpi=key, **goal)
    assert view.outlook is not None
    return view.outlook.chance


def business(shop: Workspace, values: Mapping[int, float], **kpi: str) -> str:
    """Return the key of a new KPI with values so many days ago."""
    add_kpi(shop, {"name": "Scene", "key": "scene", "every": "day", **kpi})
    logged(shop, "scene", values)
    return "scene"


def texts(shop: Workspace, view: GoalView) -> list[str]:
    """Return all that is told of a goal."""
    style = shop.settings.numbers
    facts = GoalFacts(view.goal, view.kpi, view.standing, {}, style)
    now = [*facts.how_it_stands(), *outlook_facts(view.outlook, view.standing.days_left)]
    return [": ".join(fact) for fact in (*now, *summary_facts(summary_of_goal(shop, view), style))]


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_told_in_both_languages(shop: Workspace, name: str) -> None:
    """The same sentences, none of them half English, without a hole and without a cause."""
    scene = SCENES[name]
    add_kpi(shop, {"name": "Scene", "key": "scene", "every": "day", **scene.kpi})
    if values := scene.values():
        logged(shop, "scene", values)
    view = goal_of(shop, kpi="scene", **scene.goal)
    english = texts(shop, view)
    use("nl")
    dutch = texts(shop, view)
    assert len(english) == len(dutch) > 1
    assert [text for text in dutch if ENGLISH.search(text)] == []
    assert [text for text in (*english, *dutch) if NEVER.search(text)] == []


@pytest.mark.parametrize(
    ("back", "target", "kind", "expected"),
    [
        # 98 a day from Monday to Friday, 490 a week: on Wednesday 294 are there, on Friday all.
        (2, "480", "total", 0.98), (2, "500", "total", 0.02), (2, "500", "cap", 0.98), (2, "480", "cap", 0.02),
        (0, "500", "total", 0.02), (0, "700", "total", 0.02), (0, "491", "cap", 0.98),
    ],
)  # fmt: skip
def test_the_running_week_by_hand(shop: Workspace, back: int, target: str, kind: str, expected: float) -> None:
    """What is there of the week counts once, with what is still to come of it."""
    friday = TODAY - timedelta(days=3)
    shop.today = friday - timedelta(days=back)
    days = [number for number in range(145) if (friday - timedelta(days=number)).weekday() < 5 and number >= back]
    key = business(shop, {number + 3: 98.0 for number in days}, every="week")
    goal = {"type": kind, "target": target, "start": "2026-11-16", "deadline": "2026-11-22"}
    assert chance(shop, key, **goal) == expected


@pytest.mark.parametrize(
    ("target", "kind", "expected"),
    [("3400", "total", 0.02), ("3100", "total", 0.02), ("3100", "cap", 0.98), ("3001", "cap", 0.98)],
)
def test_the_running_month_by_hand(shop: Workspace, target: str, kind: str, expected: float) -> None:
    """Three invoices of 1,000 a month, all of them in: nothing more comes this month."""
    days = {(TODAY - months_later(date(2026, 11, day), -ago)).days: 1000.0 for ago in range(14) for day in (4, 11, 18)}
    key = business(shop, days, every="month")
    goal = {"type": kind, "target": target, "start": "2026-11-01", "deadline": "2026-11-30"}
    assert chance(shop, key, **goal) == expected


@pytest.mark.parametrize("target", [5900, 6000, 6100, 6200, 6300])
def test_days_that_were_not_logged_by_hand(shop: Workspace, target: int) -> None:
    """Sixty days of about 100, the last five not logged: they come in as the others did, not as nothing."""
    values = steady(60, since=6)
    mean, spread = fmean(values.values()), stdev(values.values())
    there = fsum(value for back, value in values.items() if back <= 22)
    left = 61 - 17
    doubt = spread * sqrt(left + left * left / 60)
    expected = 1 - NormalDist(there + left * mean, doubt).cdf(target)
    result = chance(shop, business(shop, values), **TOTAL, target=str(target))
    assert result == pytest.approx(expected, abs=0.17)


def test_weekends_that_are_logged_no_more_miss_no_week(shop: Workspace) -> None:
    """Three orders a day, and none logged from Friday to Sunday for three weeks: 21 are 20 a week, as usual.

    Those weeks are unknown, and so will be what is not logged: the verdict counts none of them as missed.
    """
    values = {back: 3.0 for back in range(120, 0, -1) if back > 21 or (TODAY - timedelta(days=back)).weekday() < 4}
    start = TODAY - timedelta(days=TODAY.weekday() + 70)
    goal = {"per": "week", "at_least": "20", "start": f"{start}", "deadline": f"{TODAY + timedelta(days=34)}"}
    view = goal_of(shop, kpi=business(shop, values), type="recurring", **goal)
    assert "missed" not in {turn.verdict for turn in view.standing.periods}
    assert view.outlook is None or view.outlook.chance >= 0.6
    assert view.shown in ("on track", "at risk")


def test_invoices_may_bring_as_much_as_before(shop: Workspace) -> None:
    """On 7 % of days something comes: what came in so many days before comes again about as often as not."""
    chances = []
    for seed in range(8):
        values = draws(seed, 126, lambda random: random.uniform(2500, 6000) if random.random() < 0.07 else 0.0)
        add_kpi(shop, {"name": f"Invoices {seed}", "key": f"i{seed}", "every": "day"})
        logged(shop, f"i{seed}", values)
        target = fsum(values.values()) / 3
        goal = {"type": "total", "target": f"{target:.0f}", "start": "2026-11-23", "deadline": "2027-01-03"}
        chances.append(chance(shop, f"i{seed}", **goal))
    assert 0.3 <= fmean(chances) <= 0.6
    assert min(chances) > 0.15


def test_a_shop_that_is_closed_on_sunday(shop: Workspace) -> None:
    """Saturday 700, other days 300, Sunday blank: six weeks bring 13,200, and 14,500 are out of reach."""
    random = Random(5)
    open_days = closed(dict.fromkeys(range(126, 0, -1), 300.0), 6)
    values = {
        back: (700 if (TODAY - timedelta(days=back)).weekday() == 5 else level) * (1 + random.gauss(0, 0.1))
        for back, level in open_days.items()
    }
    key = business(shop, values)
    six_weeks = {"type": "total", "start": "2026-11-23", "deadline": "2027-01-03"}
    assert chance(shop, key, **six_weeks, target="14500") == 0.02
    assert chance(shop, key, **six_weeks, target="12000") == 0.98
    paths = forecast_of(shop, find_kpi(shop, key), date(2026, 11, 29))
    assert [paths.range_at(place)[1] for place in range(7)] == pytest.approx([300] * 5 + [700, 0], rel=0.12)
    limits = limits_of(shop, find_kpi(shop, key)).chart.segments[-1].limits
    assert limits is not None
    assert limits.lower is not None and limits.upper is not None
    assert 200 < limits.lower < limits.upper < 550, "without the rhythm, in which Saturday would be out of them"


def test_a_few_a_day(shop: Workspace) -> None:
    """1.14 a day: 41 days bring 47, some 38 to 56, and 70 are out of reach."""
    values = draws(6, 126, lambda random: random.choice((0.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0)))
    key = business(shop, values)
    mean = fmean(values.values())
    goal = {"type": "total", "start": "2026-11-23", "deadline": "2027-01-02"}
    assert chance(shop, key, **goal, target=f"{41 * mean + 16:.0f}") == 0.02
    assert chance(shop, key, **goal, target=f"{41 * mean:.0f}") == pytest.approx(0.5, abs=0.15)
    assert chance(shop, key, **goal, target=f"{41 * mean - 14:.0f}") == 0.98


def test_a_december_that_was_seen_once(shop: Workspace) -> None:
    """Nearly twice as high last year: half of that is expected again, on what months are now."""
    months = by_month(17, lambda number, end: (1.9 if end.month == 12 else 1.0) * 10000 * 1.01**number)
    key = business(shop, months, every="month")
    december = forecast_of(shop, find_kpi(shop, key), date(2026, 12, 31)).range_at(1)
    assert 13_000 < december[1] < 24_000
    assert december[2] > 16_000


def test_christmas_of_two_years_by_hand(shop: Workspace) -> None:
    """Closed on both days of it: of the 39 days that are left 37 bring something."""
    values = {back: at_christmas(back, value) for back, value in steady(730).items()}
    key = business(shop, values)
    usual = [value for back, value in values.items() if value and back <= 182]
    mean, spread = fmean(usual), stdev(usual)
    there = fsum(value for back, value in values.items() if back <= 22)
    for extra in (-200, -100, 0, 100, 200):
        target = there + 37 * mean + extra
        expected = 1 - NormalDist(there + 37 * mean, spread * sqrt(37 + 37 * 37 / 182)).cdf(target)
        assert chance(shop, key, **TOTAL, target=f"{target:.0f}") == pytest.approx(expected, abs=0.15)
    days = forecast_of(shop, find_kpi(shop, key), date(2026, 12, 27))
    assert [days.range_at(place)[1] > 0 for place in (-4, -3, -2, -1)] == [True, False, False, True]


def test_a_band_that_can_no_longer_be_kept_has_no_chance(shop: Workspace) -> None:
    """Of 51 days none was inside, 41 are left, and six of ten are asked."""
    key = business(shop, {back: 30.0 if back % 2 else 50.0 for back in range(51, 0, -1)}, kind="sample")
    view = goal_of(shop, kpi=key, type="recurring", per="day", at_least="36", at_most="44", keep="6/10",
                   start="2026-10-03", deadline="2027-01-02")  # fmt: skip
    assert (view.outlook, view.standing.status, view.standing.decided) == (None, "off track", True)


def test_a_goal_that_begins_today_has_data(shop: Workspace) -> None:
    """Its KPI has 120 days: nothing is missing, and the chance speaks of them."""
    key = business(shop, steady(120))
    view = goal_of(shop, kpi=key, type="total", target="3900", start="2026-11-23", deadline="2026-12-31")
    assert view.standing.status in ("on track", "at risk")
    assert not any("log what is missing" in text for text in texts(shop, view))


METHODS = re.compile(
    r"Mann|Kendall|Theil|XmR|CUSUM|Wheeler|correlat|smoothing|rangcorr|median|deviation|variance|ruis", re.I
)
BARE = re.compile(r"\([^()]*\)")


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", SCENES)
def test_every_statement_is_plain_and_has_its_method_below(shop: Workspace, name: str) -> None:
    """First what is so, in plain words with its numbers; below it how that is known, methods in brackets alone."""
    scene = SCENES[name]
    add_kpi(shop, {"name": "Scene", "key": "scene", "every": "day", **scene.kpi})
    if values := scene.values():
        logged(shop, "scene", values)
    view = goal_of(shop, kpi="scene", **scene.goal)
    style, kpi = shop.settings.numbers, find_kpi(shop, "scene")
    day = newest_day(shop, kpi) or TODAY
    explained = {}
    for language in ("en", "nl"):
        use(language)
        explained[language] = [
            *explain_kpi(calculation_of_kpi(shop, kpi, day), style),
            *explain_goal(calculation_of_goal(shop, view), style),
        ]
        for each in explained[language]:
            below = f"{each.how} {each.rests}"
            assert not METHODS.search(each.value), each
            assert not METHODS.search(BARE.sub("", below)), each
            assert not NEVER.search(f"{each.value} {below}"), each
        names = {each.name for each in explained[language] if each.how}
        numbered = {each.name for each in explained[language] if any(sign.isdigit() for sign in each.value)}
        assert numbered - names <= {_("normal range"), _("trend"), day_text(day)}, "too few values, or no entry"
    assert len(explained["en"]) == len(explained["nl"]) > 4
    for english, dutch in zip(explained["en"], explained["nl"], strict=True):
        assert not ENGLISH.search(f"{dutch.name} {dutch.value} {dutch.how}"), dutch
        assert bool(english.how) == bool(dutch.how)


@pytest.mark.parametrize(("target", "needed"), [("12500", "€ 1,205"), ("12200", "€ 1,055")])
def test_what_is_needed_of_a_kpi_that_is_logged_by_the_month(shop: Workspace, target: str, needed: str) -> None:
    """Ten of ten months are there: each of the two that follow must bring half of the rest, whatever day it is."""
    months = by_month(10, lambda number, _end: 1000.0 + 2 * number)
    key = business(shop, months, every="month", unit="EUR")
    view = goal_of(shop, kpi=key, type="total", target=target, start="2026-01-01", deadline="2026-12-31")
    now = view.standing
    assert (now.days_elapsed, now.days_left, now.as_of) == (10, 39, date(2026, 10, 31))
    rest = float(target) - fsum(months.values())
    assert now.needed_per_period == pytest.approx(rest / 2)
    recent = fmean(list(months.values())[-3:])
    assert now.effort == pytest.approx(rest / 2 / recent, rel=0.02)
    facts = dict(GoalFacts(view.goal, view.kpi, now, {}, shop.settings.numbers).how_it_stands())
    assert "needed per day" not in facts
    assert facts["needed per month"] == needed
