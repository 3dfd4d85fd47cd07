"""The last look: no control character reaches a terminal, nor a sign it cannot show, and no column moves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from kpitui.services.settings import change_setting
from kpitui.tui._line_filters import ControlCharFilter
from kpitui.tui.app import KpituiApp
from kpitui.tui.widgets.columns import as_ascii
from tests.hostile import FORBIDDEN
from tests.hostile import STRINGS as HOSTILE
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, workspace_at


@pytest.mark.parametrize("text", ["Café €", "日本", "e\u0301", "👩‍💻", "plain", "", "“odd” – ×2…", "\u200b"])
def test_as_wide_as_it_was(text: str) -> None:
    """What comes out is ASCII and takes the same cells."""
    assert as_ascii(text).isascii()
    assert cell_len(text) == len(as_ascii(text))
    assert as_ascii("Café €") == "Cafe E"


@pytest.mark.parametrize("ascii", ["yes", "no"])
def test_it_is_for_terminals_without_utf8(tmp_path: Path, ascii: str) -> None:
    """The line filter is on when only ASCII may be drawn, and else not."""
    path = shop(tmp_path / "kpitui.db")
    workspace = workspace_at(path)
    change_setting(workspace, "ascii", ascii)
    workspace.close()

    async def story(_pilot: Pilot, app: KpituiApp) -> None:
        assert screen_text(app).isascii() == (ascii == "yes")

    play(path, story)


@pytest.mark.sampled(20)
@pytest.mark.parametrize("text", HOSTILE[:120])
def test_no_control_character_is_sent(text: str) -> None:
    """Whatever a widget hands over, the line is as wide as before and holds only what can be printed."""
    (segment,) = ControlCharFilter().apply([Segment(text)], Color(0, 0, 0))
    assert not re.search(FORBIDDEN, segment.text.replace("\u200d", ""))
    assert cell_len(text) == cell_len(segment.text)
