"""The lines of the sheet and of the goals, at every width."""

from __future__ import annotations

import pytest

from kpitui.tui.widgets.runs import GoalLine, SheetRow, SheetView, goal_runs, head_runs, row_runs


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


TITLE, SHORT_TITLE = "20% more visitors between 1 January and 31 December", "20% more visitors between 1 Jan and 31 Dec"


@pytest.mark.parametrize(("width", "title", "bar"), [(80, SHORT_TITLE, False), (120, TITLE, True)])
def test_a_title_is_whole_before_there_is_a_bar(width: int, title: str, *, bar: bool) -> None:
    """Where a title would be cut the bar gives way, and long months do; figures stay below each other."""
    lines = (
        GoalLine("▼", TITLE, "193,313 of 232,057", 0.8, "off track", "off track", SHORT_TITLE),
        GoalLine("▲", "15% more revenue", "€ 25,582 of € 123,495", 0.2, "at risk", "at risk"),
    )
    first, second = ("".join(text for text, _style in goal_runs(lines, row, width, ascii=False)) for row in (0, 1))
    assert f" {title} " in first
    assert ("━" in first) is bar
    assert first.index("057") == second.index("495")


def test_on_a_telephone_a_goal_gives_up_its_target_for_its_title() -> None:
    """The figure alone where the title would be cut, as the title tells the target; both where there is room."""
    lines = (
        GoalLine("▼", TITLE, "193,313 of 232,057", 0.8, "off track", "off track", short_reached="193,313"),
        GoalLine("●", "More revenue", "€ 25,132 of € 123,495", 0.2, "on track", "on track", short_reached="€ 25,132"),
    )
    first, second = ("".join(text for text, _style in goal_runs(lines, row, 40, ascii=False)) for row in (0, 1))
    assert first == " ▼ 20% more visitors between 1… 193,313"
    assert second == " ● More revenue   € 25,132 of € 123,495"


def test_a_title_is_whole_before_the_day_of_its_status() -> None:
    """Where a title would be cut the day beside the status gives way too."""
    line = GoalLine("◌", TITLE, "kept 0 of 0 weeks", 0, "too early", "too early · until Sun 6 Dec", TITLE, "too early")
    narrow, wide = ("".join(text for text, _style in goal_runs((line,), 0, width, ascii=False)) for width in (86, 120))
    assert TITLE in narrow and narrow.endswith(" too early")
    assert TITLE in wide and wide.endswith("until Sun 6 Dec")


def test_the_last_column_of_the_sheet_keeps_a_cell_from_the_edge() -> None:
    """The figure that is needed stands below its title, and neither touches the edge."""
    row = SheetRow("Orders", ("1", "2"), "▁▇", "1,023", due=False, computed=False)
    view = SheetView("KPI", ("Sun 22", "today"), (row,), "7 days", "needed")
    for runs in (head_runs(view, 80, ascii=False), row_runs(view, 0, 80, None, None, ascii=False)):
        text = "".join(text for text, _style in runs)
        assert len(text) == 80
        assert text.endswith(("needed ", "1,023 "))
