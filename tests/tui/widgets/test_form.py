"""The fields of every form: no label is cut, whatever the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from kpitui.tui.app import KpituiApp
from kpitui.tui.widgets.form import EMPTY, Field
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop

FORMS = {
    "kpi": ("a",),
    "action": ("A", "n"),
    "import": ("i",),
    "settings": ("S",),
    "wizard S": ("ctrl+n", *"more orders", "enter"),
    **{f"wizard {at}": ("ctrl+n", *"more orders", "enter", *["pagedown"] * at) for at in range(1, 6)},
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "nl"])
@pytest.mark.parametrize("form", FORMS)
def test_no_label_is_cut(tmp_path: Path, form: str, language: str) -> None:
    """The name of a field stands in its column in one piece, with a cell between it and the field."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(*FORMS[form])
        for field in app.screen.query(Field):
            (label,) = field.query(".field-label")
            assert cell_len(field.label) < label.size.width, field.label

    play(shop(tmp_path / "shop.db", days=30), story, language=language)


def test_an_empty_field_is_seen_without_colours(tmp_path: Path) -> None:
    """No ground sets it off in the monochrome theme, so a line does; typing takes its place."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        app.theme = "mono"
        await pilot.press("A", "n")
        assert EMPTY in screen_text(app)
        await pilot.press("C")
        assert f"C{EMPTY[1:]}" not in screen_text(app)

    play(shop(tmp_path / "shop.db"), story)
