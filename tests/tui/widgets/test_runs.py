"""Typing into a cell, key by key."""

from __future__ import annotations

import pytest

from kpitui.tui.widgets.runs import (
    EMPTY_CELL,
    LONGEST_CELL_TEXT,
    CellText,
    GoalLine,
    SheetRow,
    SheetView,
    goal_runs,
    head_runs,
    pasted,
    row_runs,
    starts_value,
)


def test_typing_and_correcting() -> None:
    """Characters go in at the caret; editing keys do what they do everywhere."""
    text = EMPTY_CELL.typed("124,5").key("left").key("left").typed("9").key("end").typed("0")
    assert CellText("1249,50", 7) == text
    assert CellText("249,50", 0) == text.key("home").key("delete")
    assert CellText("1249,5", 6) == text.key("backspace")
    assert EMPTY_CELL == EMPTY_CELL.key("backspace").key("delete").key("left").key("right")


def test_the_caret_is_always_in_sight() -> None:
    """A text longer than its cell shows the part around the caret."""
    long = EMPTY_CELL.typed("1234567890")
    assert "67890_" == long.shown(6)
    assert "_12345" == long.key("home").shown(6)
    assert "   12_" == EMPTY_CELL.typed("12").shown(6)


def test_a_paste_of_three_hundred_columns_is_cut() -> None:
    """Nothing gets longer than a value can be, and control characters never get in."""
    assert LONGEST_CELL_TEXT == len(EMPTY_CELL.typed("9" * 300).text)
    assert "12[31m" == EMPTY_CELL.typed("1\x1b2[31m").text


def test_a_paste_is_rows_of_cells() -> None:
    """A line a row, with tabs between its cells; empty at the end is nothing, empty before it counts."""
    assert [[], ["12,50"], ["second line"]] == pasted("\n 12,50 \nsecond line")
    assert [["1", "", "3"], [], ["4"]] == pasted("1\t\t3\t\t\n \t \n4\n\n")
    assert [] == pasted(" \n\t\n")


@pytest.mark.parametrize(
    ("character", "starts"), [("1", True), ("-", True), ("=", True), ("€", True), ("a", False), (None, False)]
)
def test_what_begins_a_value(character: str | None, starts: bool) -> None:
    """Digits and signs type, letters are commands."""
    assert starts == starts_value(character)


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
