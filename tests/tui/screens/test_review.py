"""Stories of the review: the three questions, deciding, one by one, interrupted and gone on, the report."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from kpitui.services.entries import EntryInput, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.reviews import review, review_period
from kpitui.services.workspace import Workspace
from kpitui.store import records
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.goal import GoalPage
from kpitui.tui.screens.review._deciding import NOTHING_YET, ActDialog, PaintNowAndThen, load_review
from kpitui.tui.screens.review._guided import GuidedPage
from kpitui.tui.screens.review.page import ReviewPage
from kpitui.tui.screens.today.page import TodayPage
from kpitui.tui.screens.why import WhyPage
from kpitui.tui.widgets.chart_view import ChartView
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, settle, shop, told, workspace_at

TODAY = date(2026, 11, 23)


def business(path: Path) -> Path:
    """Make a shop with a goal that is behind, and two days without visitors."""
    shop(path, days=0)
    workspace = workspace_at(path)
    for back in range(40, 0, -1):
        day = TODAY - timedelta(days=back)
        log(
            workspace,
            [EntryInput("revenue", str(400 + 7 * (back % 13)), day), EntryInput("orders", str(10 + back % 9), day)],
        )
        if back not in (3, 4):
            log(workspace, [EntryInput("visitors", str(500 + 11 * (back % 17)), day)])
    save_goal(workspace, read_draft(workspace, {"title": "90000 revenue by 31 March", "start": "2026-11-01"}).draft)
    workspace.close()
    return path


async def reviewed(pilot: Pilot, *keys: str) -> None:
    """Open the review, press *keys* one after another, and wait until it is there."""
    for key in ("r", *keys):
        await pilot.press(key)


@pytest.mark.sampled(1)
@pytest.mark.quick
@pytest.mark.parametrize(
    ("language", "questions"),
    [
        ("en", ("Are you reaching your goals?", "Where do you need to act?", "What is going well, and what isn't?")),
        ("nl", ("Haal je je doelen?", "Waar moet je iets doen?", "Wat gaat goed en wat niet?")),
    ],
)
def test_the_three_questions_on_one_screen(tmp_path: Path, language: str, questions: tuple[str, ...]) -> None:
    """In both languages, with what is missing before what is bad, and the whole sentence of the line below."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot)
        text = screen_text(app)
        for question in questions:
            assert question in text
        assert text.index("(") < text.index("90000", text.index(questions[1]))
        assert "2 of 7" in text or "2 van 7" in text

    play(business(tmp_path / "shop.db"), story, language=language)


def test_a_matter_is_decided_on_its_line(tmp_path: Path) -> None:
    """Left as it is, it is settled; a goal opens its page; Esc leads back."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "o")
        assert "accepted" in screen_text(app)
        await pilot.press("u")
        assert "accepted" not in screen_text(app)
        await pilot.press("home", "o")
        assert "Nothing to decide" in told(app)
        await pilot.press("down", "enter")
        assert isinstance(app.screen, GoalPage)
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, TodayPage)

    play(business(tmp_path / "shop.db"), story)


def test_one_by_one_with_all_four_answers(tmp_path: Path) -> None:
    """A note, then an action, then later: each is stored at once, and the review is held when nothing is left."""
    path = business(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "r")
        assert isinstance(app.screen, GuidedPage)
        count = len(app.screen.shown.open)
        assert f"(1 of {count})" in screen_text(app)
        await pilot.press("m")
        await pilot.press(*"the counter was off", "enter")
        assert isinstance(app.screen, GuidedPage)
        assert f"(1 of {count - 1})" in screen_text(app)
        await pilot.press("a", "ctrl+s")
        assert isinstance(app.screen, ActDialog) and not records.all_actions(app.workspace.store), "nothing was typed"
        await pilot.press(*"call ten customers", "down", *"fri", "down", *"lots", "ctrl+s")
        assert isinstance(app.screen, ActDialog) and "lots" in screen_text(app)
        assert not records.all_actions(app.workspace.store), "its effect can't be read"
        await pilot.press("ctrl+u", *"+10%", "ctrl+s")
        assert not isinstance(app.screen, ActDialog) and "Action planned" in told(app)
        while isinstance(app.screen, GuidedPage):
            await pilot.press("s")
            await pilot.press(*"1/12", "enter")
        assert "The review is done" in told(app)
        assert isinstance(app.screen, ReviewPage)

    play(path, story)
    workspace = workspace_at(path)
    choices = [each.choice for each in records.decisions(workspace.store)]
    assert choices[:2] == ["note", "act"]
    assert len(records.reviews(workspace.store)) == 1
    (action,) = records.all_actions(workspace.store)
    assert (action.what, action.due, action.state) == ("call ten customers", date(2026, 11, 27), "planned")
    assert action.expected is not None and (action.expected.size, action.expected.percent) == (10.0, True)
    assert "the counter was off" in [note.text for note in records.all_notes(workspace.store)]
    workspace.close()


def test_help_does_not_finish_a_review(tmp_path: Path) -> None:
    """With nothing left to decide, coming back from the help leaves the page as it was: only the key finishes it."""
    path = shop(tmp_path / "shop.db", days=0)

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "r")
        assert isinstance(app.screen, GuidedPage)
        assert app.screen.shown.rows
        assert "All decided" in screen_text(app)
        await pilot.press("?", "escape")
        assert isinstance(app.screen, GuidedPage)

    play(path, story)
    workspace = workspace_at(path)
    assert records.reviews(workspace.store) == []
    workspace.close()


def test_an_interrupted_review_goes_on(tmp_path: Path) -> None:
    """What was decided before the line dropped is not asked again."""
    path = business(tmp_path / "shop.db")
    left: list[int] = []

    async def begin(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "r", "o")
        assert isinstance(app.screen, GuidedPage)
        left.append(len(app.screen.shown.open))

    async def go_on(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "r")
        assert isinstance(app.screen, GuidedPage)
        assert [len(app.screen.shown.open)] == left

    play(path, begin)
    play(path, go_on)


@pytest.mark.slow
def test_earlier_and_later_and_longer_periods(tmp_path: Path) -> None:
    """The week before, this week so far, and a month; a refused day in a dialog changes nothing."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "left_square_bracket")
        assert "Review of week 46" in screen_text(app)
        for key in ("right_square_bracket", "right_square_bracket"):
            await pilot.press(key)
        assert "Review of week 48" in screen_text(app)
        assert "so far" in screen_text(app)
        await pilot.press("p")
        assert "Review of Oct 2026" in screen_text(app)

    play(business(tmp_path / "shop.db"), story)


def test_a_day_that_is_over_is_refused_at_its_field(tmp_path: Path) -> None:
    """The dialog stays with its sentence, and nothing is stored."""
    path = business(tmp_path / "shop.db")

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "s")
        await pilot.press(*"2026-11-01", "enter")
        assert "is not in the future" in screen_text(app)

    play(path, story)
    workspace = workspace_at(path)
    assert records.decisions(workspace.store) == []
    workspace.close()


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("presses", "ending", "begins"), [(0, "html", "<!DOCTYPE html>"), (1, "txt", "KPITUI")])
def test_the_report_is_written(tmp_path: Path, presses: int, ending: str, begins: str) -> None:
    """As a page or as text; the name of the file gets its ending."""
    place = tmp_path / "report"

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "E")
        await pilot.press(*["right"] * presses, "down", "ctrl+u", *str(place), "enter")
        assert f"report.{ending}" in told(app)

    play(business(tmp_path / "shop.db"), story)
    assert (tmp_path / f"report.{ending}").read_text(encoding="utf-8").startswith(begins)


def test_how_far_it_is_is_said_until_there_is_something_to_see(tmp_path: Path) -> None:
    """The count of KPIs while the first review is worked out; afterwards what is told stays."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot)
        page = app.screen
        assert isinstance(page, ReviewPage)
        page.say_progress(3, 7)
        await pilot.pause()
        assert "Checking KPIs… 3 of 7" not in screen_text(app)
        page.shown = NOTHING_YET
        page.say_progress(3, 7)
        await pilot.pause()
        assert "Checking KPIs… 3 of 7" in screen_text(app)

    play(business(tmp_path / "shop.db"), story)


def test_what_is_told_below_follows_the_cursor(tmp_path: Path) -> None:
    """The whole sentence of the line the cursor comes to, and what to do about it."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot)
        assert "log the missing numbers, or pause the KPI" in screen_text(app)
        await pilot.press("down")
        assert "log the missing numbers, or pause the KPI" not in screen_text(app)

    play(business(tmp_path / "shop.db"), story)


@pytest.mark.slow
def test_y_takes_the_kpi_of_a_line_apart_over_the_days_of_the_review(tmp_path: Path) -> None:
    """In the list and one by one, also that of an action; a line without a KPI says so."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot)
        await settle(pilot)
        page = app.screen
        assert isinstance(page, ReviewPage)
        action = next(row for row in page.shown.rows if row.text.startswith("Show shipping costs"))
        assert action.kpi is not None and action.kpi.key == "abandoned-carts"
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, WhyPage)
        assert "Orders · Oct 2026 compared with Sep 2026" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("home", "y")
        await settle(pilot)
        assert "No KPI on this line" in told(app)
        await pilot.press("r")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, WhyPage) and "Oct 2026 compared with Sep 2026" in screen_text(app)

    play(sample_business(tmp_path / "sample.db"), story)


@pytest.mark.slow
@pytest.mark.sampled(1)
@pytest.mark.parametrize("size", [(80, 20), (120, 40), (80, 24)])
def test_one_by_one_shows_the_parts_of_a_miss(tmp_path: Path, size: tuple[int, int]) -> None:
    """Screens without room for both show them until the chart is asked for; the next matter begins with them again."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot, "r")
        await settle(pilot)
        text = screen_text(app)
        assert "-200 (-3.6%) compared with week 46 (9–15 Nov)" in text
        assert "▒▒▒" in text and "bars start at" in text
        chart = app.screen.query_one(ChartView)
        assert chart.display is (size[1] >= 24)
        if size[1] < 24:
            await pilot.press("c")
            await settle(pilot)
            assert chart.display and "bars start at" not in screen_text(app)
            await pilot.press("enter")
            await settle(pilot)
            assert not chart.display

    play(sample_business(tmp_path / "sample.db"), story, size=size)


def test_the_goals_are_there_before_the_rest(tmp_path: Path) -> None:
    """Each as it will stand there, with how far the rest is below them; a cursor that was moved stays where it is."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await reviewed(pilot)
        page = app.screen
        assert isinstance(page, ReviewPage)
        whole = page.shown
        for moved in (False, True):
            page.clear_figures()
            page.show_goals(whole._replace(rows=whole.rows[:2], open=(), whole=False))
            page.say_progress(3, 7)
            if moved:
                await pilot.press("down")
            await pilot.pause()
            text = screen_text(app)
            assert "90000 revenue by 31 March" in text
            assert "Checking KPIs… 3 of 7" in text
            assert "Where do you need to act?" not in text
            page.show(whole)
            await pilot.pause()
            assert "Checking" not in screen_text(app)
            assert page.row() == (whole.rows[1] if moved else whole.open[0])
        page.show_goals(NOTHING_YET)  # too late
        assert page.shown == whole

    play(business(tmp_path / "shop.db"), story)


def test_what_a_review_has_so_far_is_painted_now_and_then() -> None:
    """The first at once; then of each kind the newest, when 0.3 s are over: a slow line is not kept busy with it."""
    painted: list[str] = []
    moments = iter((0.0, 0.0, 0.0, 0.1, 0.2, 0.31, 0.31, 0.4))
    painting = PaintNowAndThen(lambda paint: paint(), lambda: next(moments))
    for kind, text in (("goals", "1 goal"), ("goals", "2 goals"), ("progress", "0 of 9"), ("progress", "1 of 9")):
        painting.ask(kind, partial(painted.append, text))
    assert ["1 goal", "2 goals", "1 of 9"] == painted
    painting.ask("progress", partial(painted.append, "2 of 9"))
    assert ["1 goal", "2 goals", "1 of 9"] == painted


def test_a_review_stops_when_its_page_was_left(tmp_path: Path) -> None:
    """At the next KPI, without a word, also when another one is asked for; so the next review goes on at once."""
    asked: list[Callable[[Workspace], object]] = []
    worker = SimpleNamespace(is_cancelled=False)

    def run(work: Callable[[Workspace], object], _then: object) -> SimpleNamespace:
        asked.append(work)
        return worker

    async def left() -> object:
        background = SimpleNamespace(leaving=Event())
        page: Any = SimpleNamespace(
            app=SimpleNamespace(ascii=False, background=background),
            is_running=False,
            run_in_background=run,
        )
        load_review(page, review_period(workspace, "week"), pytest.fail, pytest.fail)  # type: ignore[arg-type]
        first = asked[0](workspace)
        page.is_running = True
        worker.is_cancelled = True
        second = asked[0](workspace)
        worker.is_cancelled = False
        background.leaving.set()
        return first, second, asked[0](workspace)

    workspace = workspace_at(shop(tmp_path / "shop.db"))
    assert asyncio.run(left()) == (None, None, None)
    assert review(workspace, review_period(workspace, "week")).figures
    workspace.close()
