"""Lists with what they are about beside them on a wide screen, and rows that take a second line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.tui.app import KpituiApp
from kpitui.tui.kpi_chart import KpiChart
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play


@pytest.mark.sampled(2)
@pytest.mark.parametrize("key", ["g", "r", "A", "M", "C"])
def test_the_chart_of_the_line_stands_beside_the_list(tmp_path: Path, key: str) -> None:
    """From 110 columns on, and it follows the cursor; below that there is none."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press(key)
        chart = app.screen.query_one(KpiChart)
        assert chart.is_on_screen and chart.data is not None
        assert sum("│" in line for line in screen_text(app).splitlines()) > 30
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not chart.is_on_screen

    play(sample_business(tmp_path / "demo.db"), story, size=(120, 40))


def test_a_sentence_of_the_review_goes_on_in_a_second_line(tmp_path: Path) -> None:
    """Where there are lines to spare; the selected row has its sign once, and both lines are selected."""

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        await pilot.press("r")
        lines = [line.split("│")[0].rstrip() for line in screen_text(app).splitlines()]
        first = next(row for row, line in enumerate(lines) if line.startswith(" ▼  20% more visitors"))
        assert not lines[first].endswith("…") and lines[first + 1].startswith("    of 232,057")
        assert sum(line.startswith("›") for line in lines) == 1

    play(sample_business(tmp_path / "demo.db"), story, size=(120, 60))
