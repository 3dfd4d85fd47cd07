"""The lines of goals on Today: what there is room for, and what gives way where there is less."""

from __future__ import annotations

import pytest

from kpitui.tui.widgets.goal_lines import GoalLine, goal_runs


@pytest.mark.parametrize("reached", ["1", "at least 14 h 33 of 800 h 00", "x" * 40])
@pytest.mark.parametrize("word", ["off track", "too early · until Sat 31 Jan"])
def test_the_bar_gives_way_before_the_word(reached: str, word: str) -> None:
    """A short title, a long figure and a long word fit in 80 cells, whatever is left for the bar."""
    line = GoalLine("▼", "T2", reached, 0.4, "off track", word)
    text = "".join(run for run, _style in goal_runs((line,), 0, 80, ascii=False))
    assert "T2" in text
    assert reached in text
    assert text.endswith(word)
    assert len(text) <= 80
