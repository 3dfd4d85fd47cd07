"""The first minute of a stranger: an empty machine, and how many keys it takes beside what is typed."""

from __future__ import annotations

from pathlib import Path

from kpitui.tui.app import KpituiApp
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, workspace_at

MOST_PRESSES = 25


def test_a_first_number_takes_few_keys(tmp_path: Path) -> None:
    """From an empty database to a logged number of a KPI from the library: a, its name, ^s, the number, Enter."""
    path = tmp_path / "new.db"
    presses = 0

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        async def press(key: str) -> None:
            nonlocal presses
            presses += 1
            await pilot.press(key)

        await press("n")
        await pilot.press(*"Revenue")
        await press("ctrl+s")
        await pilot.press(*"1249,50")
        await press("enter")
        assert "All done for today" in screen_text(app)
        assert screen_text(app).rstrip().endswith("q quit"), "nothing is typed any more"

    play(path, story)
    workspace = workspace_at(path)
    (value,) = workspace.store.connection.execute("SELECT value FROM entry").fetchone()
    workspace.close()
    assert (value, presses) == (1249.5, 3)
    assert presses <= MOST_PRESSES
