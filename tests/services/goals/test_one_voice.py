"""A goal says the same on its page, in the list, under what it would take, in the review and in the status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from kpitui.core.calendar import period_of
from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.insight.next_step import is_lost
from kpitui.core.levers import Levers, NoLevers
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import GoalView, goal_views, view_of
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.insight import slot_values
from kpitui.services.insight.forecasting import forecast_of
from kpitui.services.insight.signals import set_one_off
from kpitui.services.kpis import add_kpi
from kpitui.services.levers import LeversView, levers_of, tried
from kpitui.services.like_for_like import compared, to_date
from kpitui.services.reading import figures
from kpitui.services.reviews import review, review_period
from kpitui.services.today import status_line
from kpitui.services.workspace import Workspace
from kpitui.wording.levers import needed_sentence

MEANT = {"why": "w", "acceptable": "a", "settled": "there worse negative estimate percent down", "title": "G"}
SUNDAY = date(2026, 11, 22)
"""The day before the Monday of these tests."""


def goal_of(workspace: Workspace, **typed: str) -> GoalView:
    """Set a goal and return how it stands."""
    reading = read_draft(workspace, {**MEANT, **typed})
    assert reading.problems == {}
    return view_of(workspace, save_goal(workspace, reading.draft))


def words_of_a_translator(workspace: Workspace) -> None:
    """Log 7,600 to 8,400 words on forty Sundays, the last of them the day before."""
    add_kpi(workspace, {"name": "Words", "every": "week"})
    log(
        workspace,
        [EntryInput("words", f"{8000 + 400 * (back % 3 - 1)}", SUNDAY - timedelta(weeks=back)) for back in range(40)],
    )


@pytest.mark.parametrize("kind", ["total", "recurring", "level"])
def test_a_week_is_over_on_its_last_day_in_the_sum_and_in_the_chance(workspace: Workspace, kind: str) -> None:
    """As of Sunday, as a review is, the number of that week is one of forty; no other one was logged on Monday."""
    words_of_a_translator(workspace)
    typed = {
        "total": {"target": "152000", "deadline": "2026-12-27", "start": "2026-08-24"},
        "recurring": {
            "per": "month", "at_least": "31000", "start": "2026-07-01", "deadline": "2026-12-31", "keep": "8/10",
        },
        "level": {"target": "8050", "per": "week", "over": "28d", "deadline": "2026-12-27", "start": "2026-08-24"},
    }[kind]  # fmt: skip
    on_monday = goal_of(workspace, kpi="words", type=kind, **typed)
    on_sunday = view_of(workspace.on(SUNDAY), on_monday.goal)
    assert on_sunday.outlook is not None and on_monday.outlook is not None
    assert on_sunday.outlook.values == on_monday.outlook.values == 40
    # One day more is drawn as well: it may be one step of 5 % beside it.
    assert on_sunday.outlook.chance == pytest.approx(on_monday.outlook.chance, abs=0.051)
    assert (on_sunday.standing.status, on_sunday.standing.actual) == (
        on_monday.standing.status, on_monday.standing.actual,
    )  # fmt: skip


def test_what_is_logged_is_not_foretold(workspace: Workspace) -> None:
    """As of Sunday the first week that is foretold is the next one; on a Sunday that is logged too."""
    words_of_a_translator(workspace)
    words = find_kpi(workspace, "words")
    as_of = workspace.on(SUNDAY)
    series = slot_values(as_of, words)
    assert len(series.values) == 40
    assert series.slots.last_day(forecast_of(as_of, words, date(2026, 12, 31)).slots[0]) == SUNDAY + timedelta(weeks=1)
    live = workspace.on(SUNDAY)
    live.is_now = True
    assert series.slots.last_day(forecast_of(live, words, date(2026, 12, 31)).slots[0]) == SUNDAY + timedelta(weeks=1)
    # On Saturday the week of that Sunday is to come.
    earlier = workspace.on(SUNDAY - timedelta(days=1))
    assert series.slots.last_day(forecast_of(earlier, words, date(2026, 12, 31)).slots[0]) == SUNDAY


# Thirty-nine scenes: what stands in one place of a goal stands in all of them.

SUM = {"name": "Sales"}
WORKDAYS = {"name": "Sales", "every": "workday"}
WEEKLY = {"name": "Sales", "every": "week"}
MEAN = {"name": "Sales", "kind": "sample"}
LESS = {"name": "Sales", "kind": "sample", "better": "lower"}
STOCK = {"name": "Sales", "kind": "level"}
TO_DECEMBER = {"start": "2026-10-01", "deadline": "2026-12-31"}
WEEKS = {"type": "recurring", "per": "week", "start": "2026-10-05", "deadline": "2026-12-27"}
MONTHS = {"type": "recurring", "per": "month", **TO_DECEMBER}


class Scene(NamedTuple):
    """A KPI that comes to about 100 every time, and a goal on it that it is so many times as good as needs be."""

    kpi: dict[str, str]
    goal: Callable[[float], dict[str, str]]


SCENES = {
    "total": Scene(SUM, lambda good: {"type": "total", **TO_DECEMBER, "target": f"{9200 / good:.0f}"}),
    "total of weeks": Scene(WEEKLY, lambda good: {"type": "total", **TO_DECEMBER, "target": f"{1300 / good:.0f}"}),
    "cap": Scene(SUM, lambda good: {"type": "cap", **TO_DECEMBER, "target": f"{9200 * good:.0f}"}),
    "level": Scene(MEAN, lambda good: {"type": "level", **TO_DECEMBER, "target": f"{100 / good:.0f}"}),
    "level down": Scene(LESS, lambda good: {"type": "level", **TO_DECEMBER, "target": f"{100 * good:.0f}"}),
    "level of a stock": Scene(STOCK, lambda good: {"type": "level", **TO_DECEMBER, "target": f"{100 / good:.0f}"}),
    "every week": Scene(SUM, lambda good: {**WEEKS, "at_least": f"{700 / good:.0f}"}),
    "most weeks": Scene(SUM, lambda good: {**WEEKS, "at_least": f"{700 / good:.0f}", "keep": "6/10"}),
    "at most a week": Scene(WORKDAYS, lambda good: {**WEEKS, "at_most": f"{500 * good:.0f}"}),
    "band a week": Scene(SUM, lambda good: {**WEEKS, "at_least": f"{700 / good:.0f}", "at_most": f"{1000 / good:.0f}"}),
    "every month": Scene(WORKDAYS, lambda good: {**MONTHS, "at_least": f"{2200 / good:.0f}"}),
    "every month of weeks": Scene(WEEKLY, lambda good: {**MONTHS, "at_least": f"{450 / good:.0f}", "keep": "5/10"}),
    "band a month of weeks": Scene(
        WEEKLY, lambda good: {**MONTHS, "at_least": f"{400 / good:.0f}", "at_most": f"{520 / good:.0f}"}
    ),
}
RATES = {"day": 7, "workday": 5, "week": 1}
"""How many entries a week has."""


@pytest.mark.parametrize("good", [0.7, 1.0, 1.3])
@pytest.mark.parametrize("name", SCENES)
@pytest.mark.sampled(9)
def test_a_scene_is_told_the_same_everywhere(workspace: Workspace, name: str, good: float) -> None:
    """How it stands, what it is at now, what is needed and whether that is enough, and whether it is settled."""
    scene = SCENES[name]
    kpi = add_kpi(workspace, scene.kpi)
    step = 7 if kpi.cadence == "week" else 1
    days = [SUNDAY - timedelta(days=step * back) for back in range(40 if step == 7 else 150)]
    days = [day for day in days if kpi.cadence != "workday" or day.weekday() < 5]
    log(workspace, [EntryInput("sales", f"{97 + 3 * (day.toordinal() // step % 3)}", day) for day in days])
    page = goal_of(workspace, kpi="sales", **scene.goal(good))
    (listed,) = goal_views(workspace)
    assert (listed.standing, listed.outlook) == (page.standing, page.outlook)
    assert status_line(workspace).goals == {page.standing.status: 1}
    (reviewed,) = review(workspace, review_period(workspace, "week")).goals
    as_of = view_of(workspace.on(SUNDAY), page.goal)
    assert (reviewed.view.standing, reviewed.outlook) == (as_of.standing, as_of.outlook)
    assert (as_of.standing.status, as_of.standing.kept) == (page.standing.status, page.standing.kept)
    agrees_with(page, levers_of(workspace, page.goal))


SOON = {"type": "level", "start": "2026-10-01", "deadline": "2026-12-04", "settled": "there worse negative estimate"}
LEFT = {
    "an average": (MEAN, {**SOON, "target": "101.5"}),
    "an average of weeks": ({**MEAN, "every": "week"}, {**SOON, "target": "103", "over": "28d"}),
    "less of it": (LESS, {**SOON, "target": "98.5", "settled": MEANT["settled"]}),
    "a month": (SUM, {**SOON, "target": "3012", "over": "month"}),
    "a month of weeks": (WEEKLY, {**SOON, "target": "445", "over": "month"}),
    "a total": (SUM, {**SOON, "type": "total", "target": "6600"}),
}


@pytest.mark.parametrize("name", LEFT)
@pytest.mark.sampled(4)
def test_what_a_lever_asks_would_do(workspace: Workspace, name: str) -> None:
    """About as many paths reach the goal as do not, with what a lever asks from now on."""
    typed, target = LEFT[name]
    kpi = add_kpi(workspace, typed)
    step = 7 if kpi.cadence == "week" else 1
    days = [SUNDAY - timedelta(days=step * back) for back in range(40 if step == 7 else 200)]
    figures_in_turn = (82, 110, 94, 106, 108)
    log(workspace, [EntryInput("sales", str(figures_in_turn[day.toordinal() // step % 5]), day) for day in days])
    page = goal_of(workspace, kpi="sales", **target)
    result = levers_of(workspace, page.goal).result
    assert isinstance(result, Levers) and not result.enough
    (lever,) = result.levers
    assert lever.target is not None
    _view, what_if = tried(workspace, page.goal, {"sales": f"{lever.target:.3f}"})
    assert what_if.chance is not None and 0.35 <= what_if.chance <= 0.75, (lever.now, lever.target, what_if.chance)
    assert what_if.chance > (what_if.chance_now or 0.0)


@pytest.mark.parametrize("excluded", [False, True])
def test_a_single_odd_day_is_no_part_of_what_is_now(workspace: Workspace, *, excluded: bool) -> None:
    """97, 100 and 103 in turn, and 2,500 on 11 November: now is 100 a day by the average, the levers and the forecast.

    The 39 days that are left need 3,900 by the target: once the average of the other 27 days, where 28 days had 186.
    """
    kpi, odd = add_kpi(workspace, SUM), date(2026, 11, 11)
    days = [SUNDAY - timedelta(days=back) for back in range(150)]
    figures_by_day = {day: 2500 if day == odd else 97 + 3 * (day.toordinal() % 3) for day in days}
    log(workspace, [EntryInput("sales", str(figure), day) for day, figure in figures_by_day.items()])
    if excluded:
        set_one_off(workspace, kpi, odd, left_out=True)
    so_far = sum(figure for day, figure in figures_by_day.items() if day >= date(2026, 10, 1))
    page = goal_of(workspace, kpi="sales", type="total", **TO_DECEMBER, target=str(so_far + 3900))
    usual = sum(figures_by_day[day] for day in days[:28] if day != odd) / 27
    assert usual == pytest.approx(100, abs=0.2)
    assert page.standing.effort == pytest.approx(100 / usual)
    result = levers_of(workspace, page.goal).result
    assert isinstance(result, Levers) and result.now == pytest.approx(7 * usual, rel=0.01) and result.left_out == (odd,)
    paths = forecast_of(workspace, kpi, date(2026, 12, 31))
    assert sorted(paths.sums())[len(paths.paths) // 2] == pytest.approx(3900, rel=0.01)


def agrees_with(page: GoalView, view: LeversView) -> None:
    """Hold what it would take against the page of a goal."""
    standing, result = page.standing, view.result
    sentence = needed_sentence(view, NUMBER_STYLES["en"])
    assert view.view.standing == standing
    chance = page.outlook.chance if page.outlook else None
    lost = is_lost(page.goal, standing, chance)
    if lost or standing.decided:
        assert isinstance(result, NoLevers) and result.obstacle == ("lost" if lost else "settled")
        assert "Enough" not in sentence and "spoil" not in sentence
        return
    if isinstance(result, NoLevers):
        # The month that runs has all that is needed of it, though it is not over.
        assert (result.obstacle, chance) == ("settled", 0.98)
        return
    assert result.enough or chance is None or chance <= 0.8, (sentence, chance)
    assert not result.enough or chance is None or chance >= 0.2, (sentence, chance)
    assert ("spoil" in sentence) == (result.enough and standing.status in ("at risk", "off track"))
    target = page.goal.targets[-1]
    if result.other is None:
        assert ("at most" in sentence.casefold()) == (not result.up)
        if page.goal.type != "level" and (target.low is None) == (target.high is not None):
            assert result.up == (page.goal.type == "total" or target.low is not None)
    else:
        assert "between" in sentence.casefold()
    if page.goal.type == "level":
        assert result.now == pytest.approx(standing.actual)
        assert result.needed == target.value
        return
    a_week = RATES[page.kpi.cadence]
    needed, room = (
        (standing.needed_per_period, standing.left_per_period)
        if a_week == 1
        else (standing.needed_per_day, standing.left_per_day)
    )
    # What the period that runs asks is what the page says; another that is left can only ask more.
    if result.up and needed is not None and page.goal.keep is None:
        assert result.needed >= needed * a_week * (1 - 1e-9)
        if page.goal.type == "total":
            assert result.needed == pytest.approx(needed * a_week)
    if not result.up and room is not None and page.goal.keep is None:
        assert result.needed <= room * a_week * (1 + 1e-9)


def test_a_week_that_is_looked_at_from_its_last_day_is_no_part(workspace: Workspace) -> None:
    """As of Sunday 22 November the week is over, and that Sunday it was not; the month has a week to come in both."""
    words_of_a_translator(workspace)
    words, as_of = find_kpi(workspace, "words"), workspace.on(SUNDAY)
    assert [figures(as_of, words, by)[-1].partial for by in ("week", "month")] == [False, True]
    whole = compared(as_of, words, period_of("week", SUNDAY, workspace.settings.calendar))
    assert (whole.now.partial, whole.before.period.end) == (False, SUNDAY - timedelta(weeks=1))
    # The month up to that day is beside as much of last year's, as before.
    assert to_date(as_of, words)[0].before.period.end < date(2025, 11, 30)
    as_of.is_now = True
    assert [figures(as_of, words, by)[-1].partial for by in ("week", "month")] == [True, True]
