"""What a list had to cut is told in full below it."""

from __future__ import annotations

from pathlib import Path

from kpitui.services.notes import add_note
from kpitui.tui.app import KpituiApp
from kpitui.tui.widgets.rows import WholeLine
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, workspace_at

SHORT, LONG = "A fair", "The whole week went to the new packaging, which arrived late and had to be cut by hand, twice"


def test_the_line_under_the_cursor_is_told_whole(tmp_path: Path) -> None:
    """A long note is cut between words in the list and told below it; a short one takes no room."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    add_note(workspace, None, workspace.today, LONG)
    add_note(workspace, None, workspace.today.replace(day=2), SHORT)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("M")
        whole = app.screen.query_one(WholeLine)
        assert "packaging, which…" in screen_text(app)
        assert " ".join(line.strip() for line in screen_text(app).splitlines()).count("cut by hand, twice") == 1
        await pilot.press("down")
        assert not whole.display
        await pilot.resize_terminal(300, 24)
        await pilot.press("up")
        assert not whole.display

    play(path, story)
