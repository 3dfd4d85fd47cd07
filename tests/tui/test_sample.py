"""The sample business: every page says that it is one, a first minute is guided, an empty Today offers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kpitui.tui.app import KpituiApp
from kpitui.tui.pages import PAGES
from tests.databases import sample_business
from tests.tui.pilot import Pilot, run, screen_text
from tests.tui.stage import NOW, on_stage, play, shop, workspace_at
from tests.tui.test_every_screen import visit


def play_demo(path: Path, story: Callable[[Pilot, KpituiApp], Awaitable[None]], size: tuple[int, int]) -> None:
    """Run the app on the sample business as `kpitui demo` does."""

    async def whole() -> None:
        workspace = workspace_at(path)
        workspace.is_demo = True
        try:
            app = KpituiApp(workspace, clock=lambda: NOW)
            async with on_stage(app, size) as pilot:
                await story(pilot, app)
        finally:
            workspace.close()

    run(whole)


@pytest.mark.parametrize(
    ("size", "pages"),
    [
        pytest.param((80, 24), [*PAGES][::8], id="some"),
        pytest.param((80, 24), [*PAGES], id="all", marks=pytest.mark.slow),
        pytest.param((120, 40), [*PAGES], id="all on a wide screen", marks=pytest.mark.slow),
    ],
)
def test_every_page_says_that_it_is_the_sample(tmp_path: Path, size: tuple[int, int], pages: list[str]) -> None:
    path = sample_business(tmp_path / "demo.db")
    silent = []
    for name in pages:

        async def story(pilot: Pilot, app: KpituiApp, name: str = name) -> None:
            await visit(pilot, app, name)
            if "DEMO" not in screen_text(app).splitlines()[0]:
                silent.append((name, screen_text(app).splitlines()[0]))

        play_demo(path, story, size)
    assert not silent


@pytest.mark.slow
def test_the_first_minute_follows_what_is_done(tmp_path: Path) -> None:
    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "1 of 3: type 450 and press Enter" in screen_text(app)
        await pilot.press("4", "5", "0", "enter")
        assert "2 of 3: go up to Revenue, then y" in screen_text(app)
        await pilot.press("up", "y", "escape")
        assert "3 of 3: press r" in screen_text(app)
        await pilot.press("r", "escape")
        assert "your own: kpitui" in screen_text(app)
        await pilot.press("u")
        assert "1 of 3" in screen_text(app)

    play_demo(sample_business(tmp_path / "demo.db"), story, (100, 30))


@pytest.mark.slow
def test_nobody_else_is_guided(tmp_path: Path) -> None:
    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        assert "first minute" not in screen_text(app)
        assert "DEMO" not in screen_text(app)

    play(sample_business(tmp_path / "demo.db"), story)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Try the sample business"), ("nl", "Voorbeeldbedrijf bekijken")]
)
def test_an_empty_today_offers_the_sample(tmp_path: Path, language: str, words: str) -> None:
    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.offers_sample = True
        text = screen_text(app)
        assert words in text
        assert all(way in text for way in ("^n", "kpitui restore", "Stripe"))
        await pilot.press("d")
        assert app.wants_sample

    play(tmp_path / "new.db", story, language=language)


def test_the_key_of_the_sample_does_nothing_beside_numbers_of_ones_own(tmp_path: Path) -> None:
    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.offers_sample = True
        await pilot.press("d")
        assert not app.wants_sample

    play(shop(tmp_path / "shop.db", days=2), story)
