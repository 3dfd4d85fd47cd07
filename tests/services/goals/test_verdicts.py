"""Guards the one judgement: status and chance agree wherever they are read, and a chance that is kept is only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import pytest

from kpitui.core.calendar import months_later, shifted
from kpitui.core.insight.outlook import Outlook, word_of
from kpitui.core.pace import on_the_line
from kpitui.core.standing import OFF_TRACK, OPEN, status_by_chance
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import GoalView, goal_views, keep_so_many, view_of
from kpitui.services.goals import verdicts as judged
from kpitui.services.goals.baselines import set_measured_targets
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight.comparisons import summary_of_goal
from kpitui.services.insight.signals import step_of
from kpitui.services.kpis import add_kpi
from kpitui.services.pauses import add_pause
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from kpitui.store.goals import all_goals
from kpitui.store.insight import kept_outlooks
from kpitui.wording.signals import summary_facts
from kpitui.wording.words import status_word

pytestmark = pytest.mark.thorough

TODAY = date(2026, 11, 23)
MEANT = {"why": "w", "acceptable": "a", "settled": "there worse negative estimate percent", "title": "G"}


def logged(workspace: Workspace, key: str, values: Mapping[int, float]) -> None:
    """Log values on days so many days ago."""
    log(workspace, [EntryInput(key, f"{value:.4f}", TODAY - timedelta(days=back)) for back, value in values.items()])


def goal_of(workspace: Workspace, **typed: str) -> GoalView:
    """Set a goal and return how it stands."""
    reading = read_draft(workspace, {**MEANT, **typed})
    assert reading.problems == {}
    return view_of(workspace, save_goal(workspace, reading.draft))


def steady(count: int, level: float = 100.0, noise: float = 10.0, since: int = 1) -> dict[int, float]:
    """Return noisy days up to so many days ago."""
    random = Random(7)
    return {back: max(0.0, level + noise * random.gauss(0, 1)) for back in range(count + since - 1, since - 1, -1)}


TOTAL = {"type": "total", "start": "2026-11-01", "deadline": "2026-12-31"}
LEVEL = {"type": "level", "start": "2026-11-01", "deadline": "2026-12-31", "over": "week"}
EVERY = {"type": "recurring", "per": "week", "start": "2026-11-02", "deadline": "2026-12-27"}
SERIES: dict[str, Callable[[], dict[int, float]]] = {
    "steady": lambda: steady(120),
    "a new level last week": lambda: {back: 100.0 if back > 7 else 150.0 for back in range(90, 0, -1)},
    "five days not logged": lambda: steady(60, since=6),
    "mostly nothing": lambda: {back: 300.0 if back % 10 == 0 else 0.0 for back in range(100, 0, -1)},
    "rising": lambda: {back: 200.0 - back for back in range(120, 0, -1)},
    "a few": lambda: steady(8),
    "stopped in summer": lambda: steady(60, since=120),
}
GOALS: dict[str, dict[str, str]] = {
    "far": {**TOTAL, "target": "60000"},
    "near": {**TOTAL, "target": "5000"},
    "even": {**TOTAL, "target": "6100"},
    "cap": {**TOTAL, "type": "cap", "target": "6100"},
    "level up": {**LEVEL, "target": "720"},
    "level down": {**LEVEL, "target": "650", "settled": MEANT["settled"] + " down"},
    "every week": {**EVERY, "at_least": "600"},
    "nine of ten": {**EVERY, "at_most": "720", "keep": "9/10"},
}


@pytest.mark.sampled(14)
@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("series", SERIES)
def test_no_two_sentences_contradict_each_other(shop: Workspace, series: str, goal: str) -> None:
    """Status, chance, next step, assurance and arrival are one judgement in every scene."""
    logged(shop, "orders", SERIES[series]())
    speaks_with_one_voice(shop, goal_of(shop, kpi="orders", **GOALS[goal]))


def speaks_with_one_voice(shop: Workspace, view: GoalView) -> None:
    """Hold all that is said of a goal against its status."""
    now, outlook = view.standing, view.outlook
    facts = dict(summary_facts(summary_of_goal(shop, view), shop.settings.numbers))
    if outlook is not None:
        assert now.status == status_by_chance(now.status, outlook.chance)
        assert now.status in OPEN
        if outlook.arrival is not None and now.status == "off track":
            assert outlook.arrival.middle > view.goal.deadline
        if outlook.arrival is not None and outlook.chance >= 0.65:
            assert outlook.arrival.middle <= view.goal.deadline
        if "out of reach" in facts.get("target", ""):
            assert now.status == "off track"
        if "normally" in facts.get("target", ""):
            assert now.status == "on track"
    if now.decided or now.status in ("too early", "no data", "not started"):
        assert outlook is None or not now.decided
    step = step_of(shop, view)
    good = step in ("keep going", "hold what helped", "look before it costs", "catching up", "log to see")
    assert good == (now.status == "on track")
    assert (step == "close it") == (now.status == "reached")
    either = now.status == "at risk" and (outlook is None or outlook.chance >= 0.33)
    assert (step in ("plan an action", "repeat what helped", "turn it round")) == either
    bad = step in ("change the process", "build on what helped", "act now")
    slips = step in ("make it last", "act before it slips")
    gone = step in ("so many of ten", "fewer of ten", "raise or close", "extend or lower")
    assert (step == "log to decide") == (now.gaps_decide and now.status in ("at risk", "off track"))
    if step == "log to decide":
        return
    assert (bad or slips or gone) == ((now.status in ("at risk", "off track") and not either) or now.lost)
    assert not (bad and now.at_target)
    assert not (bad and view.goal.type in ("total", "cap", "level") and (now.gap or -1) > 0)
    assert not (slips and not on_the_line(now.gap or 0, now.expected or 0))
    assert gone or not now.lost
    waits = now.status == "too early" and (now.silent or now.missing > 1)
    assert (step == "log first") == (now.status == "no data" or waits)
    (listed,) = goal_views(shop)
    assert (listed.standing, listed.outlook) == (now, outlook)


def draws(seed: int, count: int, of: Callable[[Random], float]) -> dict[int, float]:
    """Return a random figure for each of so many days up to yesterday."""
    random = Random(seed)
    return {back: of(random) for back in range(count, 0, -1)}


def by_month(months: int, of: Callable[[int, date], float]) -> dict[int, float]:
    """Return a figure on the last day of each of so many months, by its number from the oldest and its day."""
    ends = [shifted(months_later(TODAY.replace(day=1), -ago), -1) for ago in range(months - 1, -1, -1)]
    return {(TODAY - end).days: of(number, end) for number, end in enumerate(ends)}


def closed(values: Mapping[int, float], weekday: int) -> dict[int, float]:
    """Leave out one day of the week."""
    return {back: value for back, value in values.items() if (TODAY - timedelta(days=back)).weekday() != weekday}


def at_christmas(back: int, value: float) -> float:
    """Return nothing for both days of Christmas."""
    day = TODAY - timedelta(days=back)
    return 0.0 if (day.month, day.day) in ((12, 25), (12, 26)) else value


class Scene(NamedTuple):
    """A series of real life, its KPI, and the goal that is set on it."""

    values: Callable[[], dict[int, float]]
    kpi: dict[str, str]
    goal: dict[str, str]


SINCE = {"start": "2026-11-01", "deadline": "2026-12-31"}
BAND = {"type": "recurring", "per": "day", "at_least": "36", "at_most": "44", "keep": "6/10"}
SCENES: dict[str, Scene] = {
    "invoices on few days": Scene(
        lambda: draws(3, 126, lambda random: random.uniform(2500, 6000) if random.random() < 0.07 else 0.0),
        {"unit": "EUR"},
        {**SINCE, "type": "total", "target": "18000"},
    ),
    "seven of ten days nothing": Scene(
        lambda: draws(4, 126, lambda random: random.uniform(50, 200) if random.random() < 0.3 else 0.0),
        {"unit": "EUR"},
        {**SINCE, "type": "total", "target": "2200"},
    ),
    "closed on Sunday, and blank": Scene(
        lambda: closed(draws(5, 126, lambda random: random.gauss(400, 40)), 6),
        {"unit": "EUR"},
        {**SINCE, "type": "total", "target": "24000"},
    ),
    "a few a day": Scene(
        lambda: draws(6, 90, lambda random: random.choice((0.0, 1.0, 1.0, 1.0, 2.0, 3.0))),
        {},
        {**SINCE, "type": "total", "target": "80"},
    ),
    "a new level last week": Scene(
        lambda: {back: 150.0 if back <= 7 else 100.0 for back in range(90, 0, -1)},
        {"kind": "sample"},
        {**SINCE, "type": "level", "target": "148", "over": "week"},
    ),
    "the year has a December": Scene(
        lambda: by_month(17, lambda number, end: (1.9 if end.month == 12 else 1.0) * 10000 * 1.01**number),
        {"unit": "EUR", "every": "month"},
        {"start": "2026-12-01", "deadline": "2026-12-31", "type": "total", "target": "20000"},
    ),
    "two years with Christmas": Scene(
        lambda: {back: at_christmas(back, value) for back, value in steady(730).items()},
        {},
        {**SINCE, "type": "total", "target": "5900"},
    ),
    "prices that rise for three years": Scene(
        lambda: by_month(36, lambda number, _end: 100 + 0.5 * number),
        {"unit": "EUR", "kind": "sample", "every": "month"},
        {**SINCE, "start": "2026-01-01", "type": "level", "target": "115"},
    ),
    "a break of seventy days": Scene(
        lambda: {back: value for back, value in steady(180).items() if not 60 < back <= 130},
        {},
        {**SINCE, "type": "total", "target": "6200"},
    ),
    "down for ten weeks and back": Scene(
        lambda: {back: value * (0.4 if 60 < back <= 130 else 1.0) for back, value in steady(180).items()},
        {},
        {**SINCE, "type": "total", "target": "6200"},
    ),
    "a band that is never kept": Scene(
        lambda: {back: 30.0 if back % 2 else 50.0 for back in range(51, 0, -1)},
        {"kind": "sample", "better": "band", "band_low": "36", "band_high": "44"},
        {**BAND, "start": "2026-10-03", "deadline": "2027-01-02"},
    ),
    "a band that mostly is": Scene(
        lambda: draws(7, 90, lambda random: random.gauss(40, 6)),
        {"kind": "sample", "better": "band", "band_low": "36", "band_high": "44"},
        {**BAND, "start": "2026-11-01", "deadline": "2026-12-31"},
    ),
    "the first day of a goal": Scene(
        lambda: steady(120), {}, {"start": "2026-11-23", "deadline": "2026-12-31", "type": "total", "target": "4000"}
    ),
    "the first day of a KPI": Scene(
        dict, {}, {"start": "2026-11-23", "deadline": "2026-12-31", "type": "total", "target": "4000"}
    ),
    "ten of ten months": Scene(
        lambda: by_month(10, lambda number, _end: 1000.0 + 20 * (number % 3)),
        {"every": "month", "unit": "EUR"},
        {"start": "2026-01-01", "deadline": "2026-12-31", "type": "total", "target": "12500"},
    ),
    "complaints down to none": Scene(
        lambda: draws(8, 60, lambda random: float(random.random() < 0.2)),
        {"better": "lower", "kind": "sample"},
        {**SINCE, "type": "level", "target": "0"},
    ),
    "wiggles in plain noise": Scene(
        lambda: steady(91, 125.0, 12.0),
        {"kind": "sample"},
        {**SINCE, "type": "level", "target": "127", "over": "28d"},
    ),
    "nine values": Scene(lambda: steady(9), {}, {**SINCE, "type": "total", "target": "6000"}),
    "the running month has all its invoices": Scene(
        lambda: dict.fromkeys((82, 78, 72, 52, 48, 42, 21, 18, 12), 1000.0),
        {"every": "month", "unit": "EUR"},
        {"start": "2026-11-01", "deadline": "2026-11-30", "type": "total", "target": "3400"},
    ),
    "a cap of none": Scene(
        lambda: draws(9, 90, lambda random: float(random.random() < 0.03)),
        {"better": "lower"},
        {"start": "2026-11-23", "deadline": "2026-12-31", "type": "cap", "target": "0"},
    ),
}
"""What was awkward in real businesses: rare, lumpy, closed, seasonal, broken and shifted series."""


@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", SCENES)
def test_awkward_series_are_told_with_one_voice(shop: Workspace, name: str) -> None:
    """However the chance comes out, nothing that is said of the goal contradicts it."""
    scene = SCENES[name]
    add_kpi(shop, {"name": "Scene", "key": "scene", "every": "day", **scene.kpi})
    if values := scene.values():
        logged(shop, "scene", values)
    speaks_with_one_voice(shop, goal_of(shop, kpi="scene", **scene.goal))


@pytest.mark.parametrize("target", ["10", "18", "20", "22", "35"])
def test_a_ratio_of_few_is_told_with_one_voice(shop: Workspace, target: str) -> None:
    """Five visitors a day, of which one in five orders: the level is that of the sums, whatever single days were."""
    random = Random(10)
    logged(shop, "visitors", dict.fromkeys(range(90, 0, -1), 5.0))
    logged(shop, "orders", {back: float(sum(random.random() < 0.2 for _each in range(5))) for back in range(90, 0, -1)})
    view = goal_of(shop, kpi="conversion", **{**LEVEL, "over": "28d"}, target=target)
    assert view.standing.actual is not None
    assert 10 < view.standing.actual < 30
    speaks_with_one_voice(shop, view)


@pytest.mark.parametrize(("parts", "own"), [("week", "day"), ("day", "week"), ("month", "day"), ("day", "month")])
def test_a_ratio_is_foretold_by_the_rhythm_of_its_parts(shop: Workspace, parts: str, own: str) -> None:
    """Whatever its own: parts that are logged by the week have weeks to come, and a weekly ratio of days has days."""
    random = Random(11)
    for name in ("Guests", "Bookings"):
        add_kpi(shop, {"name": name, "every": parts})
    add_kpi(shop, {"name": "Booked", "kind": "ratio", "numerator": "bookings", "denominator": "guests", "unit": "%",
                   "every": own})  # fmt: skip
    days = {"day": range(200, 0, -1), "week": range(400, 0, -7), "month": range(900, 0, -30)}[parts]
    logged(shop, "guests", dict.fromkeys(days, 200.0))
    logged(shop, "bookings", {back: float(sum(random.random() < 0.1 for _guest in range(200))) for back in days})
    chances = []
    for target in ("7", "10", "13"):
        view = goal_of(shop, kpi="booked", **{**LEVEL, "start": "2026-11-01", "deadline": "2027-03-31"}, target=target)
        assert view.outlook is not None
        chances.append(view.outlook.chance)
    assert chances[0] >= 0.8 > chances[1] > 0.2 >= chances[2]


def test_a_chance_is_kept_and_only_read(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    logged(shop, "orders", steady(60))
    first = goal_of(shop, kpi="orders", **GOALS["even"])
    assert first.outlook is not None
    worked: list[int] = []
    real = judged._worked_out

    def counted(*arguments: object) -> Outlook | None:
        worked.append(1)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(judged, "_worked_out", counted)
    assert goal_views(shop)[0].outlook == first.outlook
    assert worked == []
    log(shop, [EntryInput("orders", "500", TODAY)])
    stale = goal_views(shop, foretell=False)[0]
    assert (stale.fresh, stale.outlook, worked) == (False, first.outlook, [])
    assert goal_views(shop)[0].fresh
    assert worked == [1]
    journal.undo(shop.store)
    goal_views(shop)
    assert worked == [1, 1], "what was undone is another state of the data"
    shop.today += timedelta(days=1)
    goal_views(shop)
    assert worked == [1, 1, 1], "another day is another chance"
    shop.store.connection.execute("DELETE FROM outlook")
    new = goal_views(shop, foretell=False)[0]
    assert (new.shown, status_word(new.shown)) == ("checking", "checking…"), "no word that may be another in a moment"
    shown = [view.shown for view in (*goal_views(shop), *goal_views(shop, foretell=False))]
    assert shown == [goal_views(shop)[0].standing.status] * 2


def test_another_day_neither_reads_nor_keeps(shop: Workspace) -> None:
    logged(shop, "orders", steady(60))
    first = goal_of(shop, kpi="orders", **GOALS["even"])
    before = kept_outlooks(shop.store)
    past = shop.on(TODAY - timedelta(days=5))
    assert goal_views(past)[0].standing.as_of == TODAY - timedelta(days=5)
    assert kept_outlooks(shop.store) == before
    assert goal_views(shop)[0].outlook == first.outlook


def test_the_running_week_is_not_counted_twice(shop: Workspace) -> None:
    """100 a day from Monday to Friday, logged by the week: 700 this week is out of the question on Friday."""
    add_kpi(shop, {"name": "Boxes", "every": "week"})
    friday = TODAY - timedelta(days=3)
    shop.today = friday
    days = [friday - timedelta(days=back) for back in range(7 * 20, -1, -1)]
    log(shop, [EntryInput("boxes", "98", day) for day in days if day.weekday() < 5])
    view = goal_of(shop, kpi="boxes", type="total", target="700", start="2026-11-16", deadline="2026-11-22")
    assert view.outlook is not None
    assert (view.outlook.chance, view.standing.status) == (0.02, "off track")


def by_hour(workspace: Workspace, days: int) -> None:
    """Log 240 a day in four hours of every day, and two of those hours, 120, of today."""
    log(
        workspace,
        [
            EntryInput("visitors", "60", TODAY - timedelta(days=back), time=time)
            for back in range(days, -1, -1)
            for time in (("00:00", "08:00", "12:00", "18:00") if back else ("00:00", "08:00"))
        ],
    )


def test_the_hours_of_this_morning_are_no_day_yet(shop: Workspace) -> None:
    """At half past nine 22 days of 240 and 120 of today: pace is that of yesterday, and eight days are left."""
    by_hour(shop, 60)
    now = goal_of(shop, kpi="visitors", type="total", target="7200", start="2026-11-01", deadline="2026-11-30").standing
    assert (now.as_of, now.summed_until, now.status) == (TODAY - timedelta(days=1), TODAY, "on track")
    assert (now.actual, now.expected, now.days_left, now.needed_per_day) == (5400, 22 * 240, 8, (7200 - 5400) / 8)
    daily = goal_of(
        shop, kpi="visitors", type="recurring", per="day", at_least="240", start="2026-11-16", deadline="2026-12-06"
    ).standing
    assert (daily.status, daily.kept, daily.judged) == ("on track", 7, 7)
    level = goal_of(shop, kpi="visitors", **{**LEVEL, "target": "1680"}).standing
    assert level.measured is not None
    assert (level.measured.value, level.measured.last, level.at_target) == (1680, TODAY - timedelta(days=1), True)


def test_a_goal_is_not_over_on_the_morning_of_its_last_day(shop: Workspace) -> None:
    """What the hours of today can still bring decides; what they brought counts at once."""
    by_hour(shop, 60)
    dates = {"type": "total", "start": "2026-11-01", "deadline": TODAY.isoformat()}
    open_goal = goal_of(shop, kpi="visitors", target="5500", **dates)
    assert (open_goal.standing.decided, open_goal.standing.days_left, open_goal.standing.needed_per_day) == (
        False,
        1,
        100,
    )
    assert open_goal.outlook is not None
    assert open_goal.outlook.chance >= 0.9  # as usual today comes to 240, and 220 are enough
    assert goal_of(shop, kpi="visitors", target="5390", **dates).standing.status == "reached"


def test_every_can_become_so_many_of_ten_with_a_reason(shop: Workspace) -> None:
    logged(shop, "orders", dict.fromkeys(range(21, 0, -1), 100.0) | {10: 0.0})
    view = goal_of(shop, kpi="orders", **{**EVERY, "at_least": "700"})
    assert (view.standing.status, view.standing.kept, view.standing.judged) == ("off track", 2, 3)
    softer = keep_so_many(shop, view.goal, (6, 10), reason="a fair in between")
    assert view_of(shop, softer).standing.status != "off track"
    assert [each.keep for each in all_goals(shop.store)[0].targets] == [None, (6, 10)]


def test_a_goal_that_begins_later_measures_the_weeks_before_it(shop: Workspace) -> None:
    """The coming four weeks are measured, not the first four of the goal, and the target holds from its start on."""
    start = shop.today + timedelta(days=40)
    view = goal_of(
        shop, kpi="orders", type="total", change="10%", start=start.isoformat(), deadline="2027-06-30", measure="yes"
    )
    assert (view.standing.status, view.goal.start) == ("measuring", start)
    assert view.goal.measure_from == shop.today
    assert view.standing.days_elapsed == 28
    shop.today = TODAY + timedelta(days=28)
    log(shop, [EntryInput("orders", "10", TODAY + timedelta(days=day)) for day in range(28)])
    (goal,) = set_measured_targets(shop)
    assert (goal.start, goal.targets[0].since) == (start, start)
    days = (goal.deadline - start).days + 1
    assert goal.baseline is not None and goal.baseline.value == pytest.approx(10 * days)
    assert goal.targets[0].value == pytest.approx(11 * days)


def test_a_baseline_is_measured_first_and_the_target_set_as_one_change(shop: Workspace) -> None:
    typed = {"kpi": "orders", "type": "total", "change": "10%", "deadline": "2027-03-31", "measure": "yes"}
    view = goal_of(shop, **typed)
    assert (view.standing.status, view.goal.targets, view.goal.measure_until) == ("measuring", (), date(2026, 12, 20))
    shop.today = date(2026, 12, 20)
    log(shop, [EntryInput("orders", "10", TODAY + timedelta(days=day)) for day in range(28)])
    assert set_measured_targets(shop) == [], "its last day is not over"
    shop.today = date(2026, 12, 21)
    (goal,) = set_measured_targets(shop)
    days = (date(2027, 3, 31) - date(2026, 12, 21)).days + 1
    assert goal.baseline is not None
    assert (goal.start, goal.baseline.value) == (date(2026, 12, 21), 10.0 * days)
    assert goal.targets[0].value == pytest.approx(11.0 * days)
    assert journal.history(shop.store, 1)[0].what == "goal.measured"
    assert set_measured_targets(shop) == []
    assert all_goals(shop.store) == [goal]
    journal.undo(shop.store)
    assert all_goals(shop.store) == [view.goal]


def test_measuring_goes_on_while_too_little_is_logged(shop: Workspace) -> None:
    typed = {"kpi": "orders", "type": "level", "over": "week", "change": "10%", "deadline": "2027-06-30"}
    goal_of(shop, measure="yes", **typed)
    shop.today = date(2026, 12, 21)
    log(shop, [EntryInput("orders", "10", TODAY + timedelta(days=day)) for day in range(13)])
    assert set_measured_targets(shop) == []
    shop.today = date(2027, 1, 10)
    log(shop, [EntryInput("orders", "10", date(2026, 12, 21) + timedelta(days=day)) for day in range(20)])
    (goal,) = set_measured_targets(shop)
    assert goal.targets[0].value == pytest.approx(77)
    assert goal.baseline is not None
    assert goal.baseline.low is not None, "days are missing, so it is an estimate"


def test_a_database_that_cannot_be_written_to_is_judged_all_the_same(shop: Workspace) -> None:
    logged(shop, "orders", steady(60))
    goal_of(shop, kpi="orders", **GOALS["even"])
    log(shop, [EntryInput("orders", "1", TODAY)])
    shop.store.connection.execute("PRAGMA query_only=ON")
    assert goal_views(shop)[0].outlook is not None


def test_a_pause_is_left_out_and_not_missed(shop: Workspace) -> None:
    logged(shop, "orders", dict.fromkeys(range(21, 14, -1), 100.0) | dict.fromkeys((9, 8), 100.0))
    add_pause(shop, find_kpi(shop, "orders"), TODAY - timedelta(days=14), TODAY - timedelta(days=10), "ill")
    view = goal_of(shop, kpi="orders", **{**EVERY, "at_least": "700", "deadline": "2026-11-29"})
    assert [each.verdict for each in view.standing.periods][:2] == ["kept", "left out"]


def test_what_is_older_than_the_goal_is_old_and_not_absent(shop: Workspace) -> None:
    """A level that was logged last in summer, and a total that begins today, have data."""
    logged(shop, "site-speed", dict.fromkeys(range(160, 120, -1), 2.0))
    level = goal_of(shop, kpi="site-speed", type="level", target="1.5", deadline="2027-06-30").standing
    assert (level.actual, level.as_of, level.stale) == (2.0, TODAY - timedelta(days=121), True)
    assert level.status != "no data"
    logged(shop, "orders", dict.fromkeys(range(160, 120, -1), 9.0))
    assert goal_of(shop, kpi="orders", type="total", target="9000", deadline="2027-06-30").standing.status != "no data"
    new = goal_of(shop, kpi="visitors", type="total", target="9000", deadline="2027-06-30").standing
    assert (new.status, new.first_ends) == ("too early", TODAY), "nothing is missing on its first day"


BORDERS = {
    # 49 days at 100 a day are 4,900, a week of them is 700.
    "total": ({"type": "total", "start": "2026-11-23", "deadline": "2027-01-10"}, "target", 4900.0),
    "cap": ({"type": "cap", "start": "2026-11-23", "deadline": "2027-01-10"}, "target", 4900.0),
    "level": ({"type": "level", "per": "day", "start": "2026-11-01", "deadline": "2027-01-10", "baseline": "90"},
              "target", 100.0),
    "least": ({"type": "recurring", "per": "week", "start": "2026-10-05", "deadline": "2027-01-10"}, "at_least", 700.0),
    "most": ({"type": "recurring", "per": "week", "start": "2026-10-05", "deadline": "2027-01-10"}, "at_most", 700.0),
}  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize("noise", [0.0, 10.0])
@pytest.mark.parametrize("cents", [0, -1, 1])
def test_at_the_border_of_a_target_all_that_is_said_agrees(shop: Workspace, noise: float, cents: int) -> None:
    """Exactly on it, a cent below and a cent above, on a series that never differs and on one with noise.

    Of 100 each day the figures are known: what is to be reached is so up to the border, what is not to be passed from
    it on, and a cent decides. Noise leaves the chance open; word, pace, step and arrival follow it all the same.
    """
    random = Random(3)
    logged(shop, "revenue", {back: 100.0 + noise * random.gauss(0, 1) for back in range(140, 0, -1)})
    for name, (typed, field, border) in BORDERS.items():
        edge = border + cents / 100
        view = goal_of(shop, kpi="revenue", **typed, **{"target": f"{edge:.2f}", field: f"{edge:.2f}"})
        now, outlook = view.standing, view.outlook
        step = step_of(shop, view)
        if not noise:
            within = cents >= 0 if name in ("cap", "most") else cents <= 0
            assert now.status == ("on track" if within else "off track"), name
            assert outlook is None or outlook.chance == (0.98 if within else 0.02), name
            assert outlook is not None or now.lost, name
        if outlook is None:
            assert now.decided or now.lost
            continue
        assert now.status == status_by_chance(now.status, outlook.chance), name
        not_enough = step in ("change the process", "make it last", "extend or lower")
        assert not_enough or outlook.chance >= OFF_TRACK, name
        assert not not_enough or word_of(outlook.chance) in ("unlikely", "very unlikely"), name
        if name == "total" and not OFF_TRACK <= outlook.chance <= 1 - OFF_TRACK:
            there = outlook.arrival is not None and outlook.arrival.middle <= view.goal.deadline
            assert there == (outlook.chance > 0.5), name
        if now.at_target:
            assert now.gap is None or now.gap >= 0, name
