"""The fields of every form: no label is cut, whatever the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from kpitui.tui.app import KpituiApp
from kpitui.tui.widgets.fields import Field
from tests.tui.stage import play, settle, shop

FORMS = {
    "kpi": ("a",),
    "action": ("A", "n"),
    "import": ("i",),
    "settings": ("S",),
    "wizard S": ("ctrl+n", *"more orders", "enter"),
    **{f"wizard {at}": ("ctrl+n", *"more orders", "enter", *["pagedown"] * at) for at in range(1, 6)},
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("form", FORMS)
def test_no_label_is_cut(tmp_path: Path, form: str, language: str) -> None:
    """The name of a field stands in its column in one piece, with a cell between it and the field."""

    async def story(pilot: Pilot[None], app: KpituiApp) -> None:
        await pilot.press(*FORMS[form])
        await settle(pilot)
        for field in app.screen.query(Field):
            (label,) = field.query(".field-label")
            assert cell_len(field.label) < label.size.width, field.label

    play(shop(tmp_path / "shop.db", days=30), story, language=language)
