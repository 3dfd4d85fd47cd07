"""The line of keys: made from the bindings, and true also while text is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.tui.app import KpituiApp
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


def test_while_a_value_is_typed_no_letter_is_a_command(tmp_path: Path) -> None:
    """Typing into a cell takes the commands of the sheet off the line."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("4")
        assert "s skip" not in screen_text(app).splitlines()[-1]

    play(shop(tmp_path / "shop.db"), story)
