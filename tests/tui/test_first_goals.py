"""The three goals of the article on an empty machine with ten days of numbers, key by key, in both languages."""

from __future__ import annotations

from math import ceil
from pathlib import Path

import pytest

from kpitui.services.entries import EntryInput, log
from kpitui.store import goals
from kpitui.store.records import all_kpis
from kpitui.tui.app import KpituiApp
from kpitui.tui.screens.today.page import TodayPage
from tests.first_goals import NAMES, SENTENCES
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, workspace_at

READ = {
    "en": ("about € 49,049", "Fri 1 Jan to Fri 31 Dec 2027", "to 6.45%"),
    "nl": ("ongeveer € 49.049", "vr 1 jan t/m vr 31 dec 2027", "naar 6,45%"),
}
"""What an answer of each goal says before it is taken: the baseline of ten days as 91, the year, the points."""

REVENUE, ORDERS, VISITORS = 5390.0, 153.0, 6240.0
"""What the ten days below come to."""


def log_ten_days(path: Path, names: tuple[str, ...]) -> None:
    """Log ten days up to yesterday of the KPIs with these *names*."""
    workspace = workspace_at(path)
    for index in range(10):
        day = workspace.today.fromordinal(workspace.today.toordinal() - 10 + index)
        figures = (f"{480.5 + 13 * index}", f"{14 + index % 4}", f"{590 + 17 * (index % 5)}")
        log(workspace, [EntryInput(name, text, day) for name, text in zip(names[:3], figures, strict=True)])
    workspace.close()


def offer_with(app: KpituiApp, text: str) -> str:
    """Return the key of the offer in which *text* stands."""
    before = " ".join(screen_text(app).split()).rpartition(text)[0]
    return max((f"f{number}" for number in range(2, 10)), key=lambda key: before.rfind(f"{key.upper()} "))


@pytest.mark.slow
@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_three_goals_of_the_article(tmp_path: Path, language: str) -> None:
    """Every question has its answer beside it, each of them one key; baseline and target are right by hand."""
    path = tmp_path / "new.db"
    names, sentences, answers = NAMES[language], SENTENCES[language], READ[language]

    async def add_kpis(pilot: Pilot, _app: KpituiApp) -> None:
        for name in names:
            await pilot.press("n", *name, "ctrl+s")

    async def set_goals(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n", *sentences[0], "enter")
        await pilot.press(offer_with(app, answers[0]), "ctrl+s")
        assert isinstance(app.screen, TodayPage)
        # The year is asked for where the sentence stands; then the baseline, which depends on it.
        await pilot.press("ctrl+n", *sentences[1])
        await pilot.press(offer_with(app, answers[1]), "enter")
        await pilot.press("f3", "ctrl+s")
        assert isinstance(app.screen, TodayPage)
        await pilot.press("ctrl+n", *sentences[2], "enter")
        await pilot.press("f2")
        await pilot.press(offer_with(app, answers[2]), "ctrl+s")
        assert isinstance(app.screen, TodayPage)

    play(path, add_kpis, language=language)
    log_ten_days(path, names)
    play(path, set_goals, language=language)
    workspace = workspace_at(path)
    revenue, visitors, conversion = sorted(goals.all_goals(workspace.store), key=lambda goal: goal.id)
    kpis = {kpi.id: kpi.name for kpi in all_kpis(workspace.store)}
    workspace.close()
    assert [kpis[goal.kpi] for goal in (revenue, visitors, conversion)] == [names[0], names[2], names[3]]
    assert (revenue.start.isoformat(), revenue.deadline.isoformat()) == ("2027-04-01", "2027-06-30")
    assert revenue.baseline is not None
    assert revenue.baseline.value == pytest.approx(REVENUE / 10 * 91)
    assert revenue.baseline.low is not None
    assert revenue.targets[0].value == pytest.approx(1.15 * REVENUE / 10 * 91)
    assert (visitors.start.isoformat(), visitors.deadline.isoformat()) == ("2027-01-01", "2027-12-31")
    assert (visitors.targets, visitors.change, visitors.change_percent) == ((), 20.0, True)
    assert visitors.measure_until is not None
    assert visitors.measure_until.isoformat() == "2026-12-20"
    assert conversion.baseline is not None
    assert conversion.baseline.value == pytest.approx(100 * ORDERS / VISITORS)
    assert conversion.targets[0].value == pytest.approx(100 * ORDERS / VISITORS + 4)


@pytest.mark.slow
def test_this_year_is_not_judged_by_ten_days_of_it(tmp_path: Path) -> None:
    """Whoever means this year is asked about the days before the first number, and may begin today."""
    path = tmp_path / "new.db"
    names = NAMES["en"]

    async def add_kpis(pilot: Pilot, _app: KpituiApp) -> None:
        for name in names:
            await pilot.press("n", *name, "ctrl+s")

    async def set_goal(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("ctrl+n", *SENTENCES["en"][1])
        await pilot.press("f2")
        text = " ".join(screen_text(app).split())
        assert "Visitors has no numbers before Fri 13 Nov, so the first 316 days" in text
        await pilot.press("f2", "enter")
        await pilot.press("f2", "ctrl+s")
        assert isinstance(app.screen, TodayPage)

    play(path, add_kpis)
    log_ten_days(path, names)
    play(path, set_goal)
    workspace = workspace_at(path)
    (goal,) = goals.all_goals(workspace.store)
    workspace.close()
    assert (goal.start.isoformat(), goal.deadline.isoformat()) == ("2026-11-23", "2026-12-31")
    # The 39 days before are six Thursdays to Sundays and five Mondays to Wednesdays; Friday to Sunday were seen twice.
    thursday_to_sunday, monday_to_wednesday = 607 + (590 + 624) / 2 + (607 + 641) / 2 + (624 + 658) / 2, 641 + 658 + 590
    assert goal.targets[0].value == ceil(1.2 * (6 * thursday_to_sunday + 5 * monday_to_wednesday))
