"""Typing into a cell, key by key."""

from __future__ import annotations

import pytest

from kpitui.tui.widgets.cell_text import EMPTY_CELL, LONGEST_CELL_TEXT, CellText, pasted, starts_value


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
