"""Stories of the goals: the list, the page of one, another target, other words, the end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpitui.core.goal import Goal
from kpitui.services.goals import close_goal, find_goal
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.store import goals
from kpitui.store.insight import kept_outlooks, state_chance
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.action_form import ActionFormPage
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.kpi import KpiPage
from kpitui.tui.screens.why import WhyPage
from kpitui.tui.widgets.chart_view import ChartView
from kpitui.tui.widgets.hidden_line import FigureLine
from kpitui.tui.widgets.rows import Lines
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, told, workspace_at

MONDAY = date(2026, 11, 23)
TYPED = {
    "title": "10% more revenue in 2026", "kpi": "revenue", "target": "20000", "baseline": "18000",
    "start": "2026-11-01", "deadline": "2026-12-31", "why": "a salary", "drivers": "orders", "counters": "visitors",
    "acceptable": "my own decision",
}  # fmt: skip


def with_goal(path: Path) -> Path:
    """Make a shop with one goal on revenue."""
    shop(path, days=15)
    workspace = workspace_at(path)
    save_goal(workspace, read_draft(workspace, TYPED).draft)
    workspace.close()
    return path


def the_goal(path: Path) -> Goal:
    """Return the goal as it is stored."""
    workspace = workspace_at(path)
    (goal,) = goals.all_goals(workspace.store, closed=True)
    workspace.close()
    return goal


async def open_goal(pilot: Pilot) -> None:
    """Go up to the goals and open the first."""
    await pilot.press("up", "enter")


@pytest.mark.quick
def test_the_page_shows_how_it_stands(tmp_path: Path) -> None:
    """Status, need per day, pace chart and the KPIs beside the goal are there; Enter opens a KPI."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_goal(pilot)
        text = screen_text(app)
        for expected in ("10% more revenue", "days left", "needed per day", "pace", "driver", "must not get worse"):
            assert expected in text
        assert app.screen.query_one(ChartView).size.height >= 12, "ten rows below its title and its notes"
        assert not app.screen.show_vertical_scrollbar
        await pilot.press("down", "enter")
        assert isinstance(app.screen, KpiPage)
        assert "[orders]" in screen_text(app)

    play(with_goal(tmp_path / "shop.db"), story)


@pytest.mark.parametrize("width", [80, 110])
def test_a_bare_number_of_days_is_called_days(tmp_path: Path, width: int) -> None:
    """The list has the number alone, so its heading says that it counts days.

    The line under the cursor keeps the colour of its status, as on Today.
    """

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g")
        styles = [style for _text, style in app.screen.query_one(Lines).runs(1)]
        assert {"plain cursor", "good"} == set(styles) and styles[0] == "good"
        assert screen_text(app).splitlines()[1].split("│")[0].rstrip().endswith("days left")

    play(with_goal(tmp_path / "shop.db"), story, size=(width, 24))


def test_what_was_agreed(tmp_path: Path) -> None:
    """Tab shows the goal letter by letter and every target it had, and the facts that the chart left no room for."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_goal(pilot)
        left_out = {name for name in ("based on", "so far", "should be at") if name not in screen_text(app)}
        assert left_out
        await pilot.press("tab")
        text = screen_text(app)
        assert all(name in text for name in left_out)
        assert "a salary" in text
        assert "target since Sun 1 Nov" in text

    play(with_goal(tmp_path / "shop.db"), story)


def test_another_target_needs_a_reason(tmp_path: Path) -> None:
    """Without a reason it is refused; a target below the baseline is asked about first, as that of a new goal."""
    path = with_goal(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_goal(pilot)
        await pilot.press("t", "ctrl+u", *"17000", "enter", *"less", "ctrl+s")
        text = " ".join(screen_text(app).replace("│", "").split())
        assert "is worse than the baseline" in text and "Press Enter again if you mean it" in text
        await pilot.press("escape")
        await pilot.press("t", "ctrl+u", *"25000", "ctrl+s")
        text = " ".join(screen_text(app).replace("│", "").split())
        assert "Why does the target change? Add a reason: --reason" in text
        await pilot.press(*"a new shop", "enter")
        assert isinstance(app.screen, GoalPage)

    play(path, story)
    assert [(target.value, target.reason) for target in the_goal(path).targets] == [
        (20000.0, ""),
        (25000.0, "a new shop"),
    ]


def test_its_words_and_deadline_are_changed(tmp_path: Path) -> None:
    """E opens its words; a deadline before the start is refused at its field."""
    path = with_goal(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_goal(pilot)
        await pilot.press("e", "ctrl+u", *"More revenue", "down", "ctrl+u", *"2026-01-01", "ctrl+s")
        assert "deadline must come after the start" in screen_text(app)
        await pilot.press("ctrl+u", *"2027-01-31", "ctrl+s")
        assert "More revenue" in screen_text(app)

    play(path, story)
    goal = the_goal(path)
    assert (goal.title, goal.deadline.isoformat(), goal.drivers) == ("More revenue", "2027-01-31", (2,))


def test_closing_freezes_the_figure_and_undo_opens_it_again(tmp_path: Path) -> None:
    """X closes the goal with what was learned; its page shows the verdict; u opens it again."""
    path = with_goal(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_goal(pilot)
        await pilot.press("x", "down", *"begin earlier", "enter")
        assert "missed" in screen_text(app)
        assert (the_goal(path).state, the_goal(path).learning) == ("missed", "begin earlier")
        await pilot.press("t")
        assert "is closed" in told(app)
        await pilot.press("u")
        assert the_goal(path).state == "open"

    play(path, story)


def test_undo_on_the_page_of_a_goal_that_goes_leads_back(tmp_path: Path) -> None:
    """Taking back the setting of the goal itself closes its page, and redo brings the goal back."""
    path = with_goal(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await open_goal(pilot)
        await pilot.press("u")
        assert not isinstance(app.screen, GoalPage)
        await pilot.press("U")
        assert "10% more revenue" in screen_text(app)

    play(path, story)


def test_the_list_of_goals(tmp_path: Path) -> None:
    """G lists the goals, closed ones at the end; Enter opens one; with none it says how to set one."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g")
        assert "10% more revenue in 2026" in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, GoalPage)

    async def empty(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g")
        assert "No goals yet. Press ^n to set your first" in screen_text(app)

    play(with_goal(tmp_path / "shop.db"), story)
    play(shop(tmp_path / "empty.db"), empty)


@pytest.mark.parametrize(("title", "fits"), [("visitors", True), ("v" * 40, False)])
def test_the_list_says_until_when_it_is_too_early(tmp_path: Path, title: str, fits: bool) -> None:
    """No week of the goal is over before Sunday; the day gives way to a long title."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    typed = {
        "title": title, "kpi": "visitors", "type": "recurring", "per": "week", "at_least": "500",
        "start": "2026-11-23", "deadline": "2026-12-31", "why": "a salary", "acceptable": "mine",
    }  # fmt: skip
    save_goal(workspace, read_draft(workspace, typed).draft)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g")
        text = screen_text(app)
        assert "too early" in text
        assert ("too early (until Sun 29 Nov)" in text) == fits

    play(path, story)


def test_achieved_and_missed_goals(tmp_path: Path) -> None:
    """C lists the goals that are closed, with verdict and learning below; e on the page of one adds a learning."""
    path = with_goal(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g", "f")
        assert "No closed goals yet" in screen_text(app)
        await pilot.press("f", "enter", "x", "enter", "enter")
        await pilot.press("escape", "f")
        text = " ".join(screen_text(app).split())
        for said in (
            "missed",
            "Mon 23 Nov",
            "no lesson yet. Press e on the goal's own page to write one",
            "the chance halfway is known for 1 closed goal, and 10 are needed",
        ):
            assert said in text
        await pilot.press("enter", "e", *"begin earlier", "enter", "escape")
        assert "begin earlier" in screen_text(app)

    play(path, story)
    assert (the_goal(path).state, the_goal(path).learning) == ("missed", "begin earlier")


def test_the_page_of_a_closed_goal_shows_what_was_said_of_it(tmp_path: Path) -> None:
    """At first, by half-time and last, beside what came of it."""
    path = with_goal(tmp_path / "shop.db")
    workspace = workspace_at(path)
    goal = close_goal(workspace, find_goal(workspace, "1"), "missed")
    state_chance(workspace.store, goal.id, date(2026, 11, 10), 0.75)
    state_chance(workspace.store, goal.id, MONDAY, 0.05)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g", "f", "enter")
        text = " ".join(screen_text(app).split())
        assert "chances about 7 to 8 in 10 on Tue 10 Nov; less than 1 in 10 on Mon 23 Nov" in text
        assert "Nov: missed" in text

    play(path, story)


def test_the_list_tells_how_the_goal_under_the_cursor_stands(tmp_path: Path) -> None:
    """The figures of today and why it is wanted stand below the list; of the closed ones what was learned."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g")
        for expected in ("so far", "needed per day", "a salary"):
            assert expected in screen_text(app)
        await pilot.press("f")
        assert "needed per day" not in screen_text(app)

    play(with_goal(tmp_path / "shop.db"), story)


def every_week(path: Path) -> Path:
    """Make a shop with a goal of at least 3,000 of revenue a week, which one of two weeks did not keep."""
    shop(path, days=20)
    workspace = workspace_at(path)
    typed = {
        "title": "3000 revenue a week", "type": "recurring", "kpi": "revenue", "per": "week", "at_least": "3000",
        "start": "2026-11-09", "deadline": "2026-12-27", "why": "a salary", "acceptable": "mine",
    }  # fmt: skip
    save_goal(workspace, read_draft(workspace, typed).draft)
    workspace.close()
    return path


def test_every_week_becomes_so_many_of_ten_with_a_reason(tmp_path: Path) -> None:
    """The list and the page say how often it was kept; one key asks in how many it is to be, and why.

    The page and the field name the same share, one that can still be kept.
    """
    path = every_week(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "of 2 weeks" in screen_text(app)
        await open_goal(pilot)
        text = screen_text(app)
        assert "off track" in text
        assert "of 2 weeks" in text
        assert "target 3,000" in text
        assert "Allow some misses (such as 5/10 reached)" in " ".join(text.split())
        await pilot.press("T")
        assert "How often" in screen_text(app)
        assert "5/10" in screen_text(app)
        await pilot.press("down", *"a fair", "ctrl+s")
        assert "The new target counts from today" in told(app)

    play(path, story)
    goal = the_goal(path)
    assert [(each.keep, each.low, each.reason) for each in goal.targets] == [
        (None, 3000.0, ""),
        ((5, 10), 3000.0, "a fair"),
    ]


def test_the_list_of_goals_speaks_with_the_voice_of_the_page(tmp_path: Path) -> None:
    """What is worked out after the first paint is kept, so that every page says the same word."""
    path = with_goal(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("g")
        word = next(word for word in ("off track", "on track", "at risk") if word in screen_text(app))
        await pilot.press("enter")
        assert word in screen_text(app)

    play(path, story)
    workspace = workspace_at(path)
    kept = kept_outlooks(workspace.store)
    workspace.close()
    assert list(kept) == [the_goal(path).id]


@pytest.mark.slow
def test_y_takes_its_kpi_apart_and_v_holds_it_against_the_target(tmp_path: Path) -> None:
    """By the period that the goal is reviewed by; without parts it is refused in a sentence."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(GoalPage(1))
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, WhyPage)
        assert "week 47 (16–22 Nov) compared with week 46" in screen_text(app)
        await pilot.press("v", "v")
        await settle(pilot)
        assert "more than the target of € 3,167" in screen_text(app)
        await pilot.press("v")
        await settle(pilot)
        assert "compared with week 46" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, GoalPage)

    play(sample_business(tmp_path / "sample.db"), story)


@pytest.mark.slow
def test_from_today_to_what_it_would_take_in_three_keys(tmp_path: Path) -> None:
    """g, Enter, y; with = other figures are tried, and a makes an action of them with that effect; Dutch has it too."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await settle(pilot)
        assert " ▼ 20% more visitors" in screen_text(app) and " ▼ Visitors" in screen_text(app), "one word for a goal"
        await pilot.press("g")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        text = screen_text(app)
        assert "What it would take: 20% more visitors" in text
        assert (
            "+8,132 in all  2,501 → 3,961 a week" in text
            and "Or move the deadline by 12 days, to Tue 12 Jan 2027" in text
        )
        await pilot.press("equals_sign", *"nothing 3", "enter")
        await settle(pilot)
        assert "nothing is not a part of Visitors" in told(app)
        line = app.screen.query_one(FigureLine)
        assert line.value == "nothing 3" and line.has_class("-open")
        line.value = "organic-visitors=+30%"
        await pilot.press("enter")
        await settle(pilot)
        text = screen_text(app)
        assert "Visitors 6,245 a week instead of 5,495 a week (+13.7%)" in text and not line.has_class("-open")
        assert "Chance about 1 in 10: unlikely, instead of less than 1 in 10 now" in text
        assert "a to plan this as an action" in text
        await pilot.press("P")
        await settle(pilot)
        assert not any(figure in screen_text(app) for figure in ("6,955", "8,132", "3,961", "41.0", "227,", "13.7"))
        await pilot.press("P")
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        assert isinstance(app.screen, ActionFormPage)
        assert app.screen.typed == {"goal": "2", "kpi": "organic-visitors", "effect": "+30%"}
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("equals_sign")
        app.screen.query_one(FigureLine).value = ""
        await pilot.press("enter")
        await settle(pilot)
        assert "a week instead of" not in screen_text(app)

    play(sample_business(tmp_path / "sample.db"), story)


def test_what_it_would_take_of_a_kpi_without_parts(tmp_path: Path) -> None:
    """It is its own lever; nothing is taken apart."""
    path = with_goal(tmp_path / "shop.db")
    workspace = workspace_at(path)
    typed = TYPED | {"title": "50% more visitors in 2026", "kpi": "visitors", "target": "90000", "baseline": "60000"}
    goal = save_goal(workspace, read_draft(workspace, typed | {"counters": "orders"}).draft)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.push_screen(GoalPage(goal.id))
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        text = screen_text(app)
        assert "What it would take" in text and "in all" in text and "against" not in text

    play(path, story)
