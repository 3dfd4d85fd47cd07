"""What a list had to cut is told in full below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.services.notes import add_note
from kpitui.tui.app import KpituiApp
from kpitui.tui.widgets.rows import FALLEN, Columns, WholeLine, column_widths
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, workspace_at

SHORT = "A fair"
TWO_LINES = "The whole week went to the new packaging, which came late and was cut by hand"
LONG = " ".join(["The whole week went to the new packaging, which came late"] * 5) + " and was cut by hand"


@pytest.mark.parametrize(
    ("width", "expected"),
    [(80, [1, 38, 18, 9, 4]), (58, [1, 16, 18, 9, 4]), (50, [1, 28, FALLEN, 9, 4]), (30, [1, 14, FALLEN, 9, FALLEN])],
)
def test_columns_fall_away_for_the_titles(width: int, expected: list[int]) -> None:
    """First what is told of a goal elsewhere, then its days: a title has room, and no column is cut."""
    assert column_widths(Columns(wide=1, spare=(2, 4)), [1, 50, 18, 9, 4], width) == expected


def test_a_long_row_takes_more_lines_and_what_is_longer_still_is_told_below(tmp_path: Path) -> None:
    """A note goes on in the next lines, one of more than three is told whole below the list; a short one takes one."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    for day, text in ((3, LONG), (2, TWO_LINES), (1, SHORT)):
        add_note(workspace, None, workspace.today.replace(day=day), text)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("M")
        whole = app.screen.query_one(WholeLine)
        assert "…" in screen_text(app)
        assert " ".join(screen_text(app).split()).count("late and was cut by hand") == 2  # of both that end so
        await pilot.press("down")
        assert not whole.display
        lines = screen_text(app).splitlines()
        row = next(index for index, line in enumerate(lines) if line.startswith("›"))
        assert "by hand" in lines[row] + lines[row + 1]
        assert SHORT in lines[row + 2]
        await pilot.press("down")
        assert screen_text(app).splitlines()[row + 2].startswith("›")

    play(path, story)


def test_rows_of_several_lines_scroll_so_that_the_one_under_the_cursor_is_whole(tmp_path: Path) -> None:
    """The last of many long notes is in sight with all its lines, and no line is empty above it."""
    path = shop(tmp_path / "shop.db")
    workspace = workspace_at(path)
    for day in range(1, 22):
        add_note(workspace, None, workspace.today.replace(day=day), f"{day}: {TWO_LINES}")
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("M", "end")
        lines = screen_text(app).splitlines()
        row = next(index for index, line in enumerate(lines) if line.startswith("›"))
        assert " 1: The whole" in lines[row]
        assert lines[row + 1].endswith("by hand")
        assert row + 3 >= len(lines) - 1 and all(line.strip() for line in lines[2 : row + 2])
        await pilot.press(*["up"] * 12)
        lines = screen_text(app).splitlines()
        assert lines[2].startswith("›") and lines[3].endswith("by hand")

    play(path, story)
