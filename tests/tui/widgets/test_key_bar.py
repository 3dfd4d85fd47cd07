"""The line of keys: made from the bindings, and true also while text is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from kpitui.tui.app import KpituiApp
from kpitui.tui.pages import PAGES
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.key_bar import sign_of
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop


@pytest.mark.parametrize(
    ("key", "display", "sign"),
    [("ctrl+n", None, "^n"), ("question_mark,f1", "?", "?"), ("escape", None, "esc"), ("u", None, "u")],
)
def test_how_a_key_is_written(key: str, display: str | None, sign: str) -> None:
    """Keys are written as people know them."""
    assert sign_of(key, display) == sign


def test_it_names_the_keys_that_act_now(tmp_path: Path) -> None:
    """On Today letters are commands; in a form they are typed, and help is on F1."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert "u undo" in screen_text(app).splitlines()[-1]
        assert "? help" in screen_text(app).splitlines()[-1]
        await pilot.press("ctrl+n")
        last = screen_text(app).splitlines()[-1]
        assert "F1 help" in last
        assert "? help" not in last
        assert "PgDn next" in last

    play(shop(tmp_path / "shop.db"), story)


ENDS = {
    "en": ("^p more · ? help · q quit", "^p more · F1 help · esc"),
    "nl": ("^p meer · ? hulp · q stoppen", "^p meer · F1 hulp · esc"),
}
"""The right end of the line in each language: on pages, and where letters are typed."""


@pytest.mark.slow
@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
def test_the_way_to_all_keys_to_help_and_out_is_on_every_page(
    tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    """The right end never falls away; what falls away is what stands left of it. Every page is opened by its key."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        for page in PAGES.values():
            if not page.key or page.name == "help":
                continue
            await pilot.press(page.key.split(",")[0])
            last = screen_text(app).splitlines()[-1]
            end = ENDS[language][bool(app.screen.query(Form))]
            assert end in last, f"{page.name}: {last}"
            assert cell_len(last) < size[0]
            await pilot.press("escape")

    play(shop(tmp_path / "shop.db"), story, size=size, language=language)


def test_below_sixty_columns_the_right_end_names_its_keys_only(tmp_path: Path) -> None:
    """On a telephone there is room for the three keys."""

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        assert screen_text(app).splitlines()[-1].endswith("^p ? q")

    play(shop(tmp_path / "shop.db"), story, size=(40, 20))


def test_while_a_value_is_typed_no_letter_is_a_command(tmp_path: Path) -> None:
    """Typing into a cell takes the commands of the sheet off the line."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4")
        last = screen_text(app).splitlines()[-1]
        assert "s skip" not in last and "m note" not in last
        assert last.startswith(" ↵ save") and last.endswith("esc cancel")
        await pilot.press("enter")
        last = screen_text(app).splitlines()[-1]
        assert "m note" in last and last.endswith("? help · q quit")

    play(shop(tmp_path / "shop.db"), story)
