"""Looks: on the named day, after twice that time, and on no other day."""

from __future__ import annotations

from kpitui.core.insight.looks import latest_look, next_look


def test_two_looks() -> None:
    """Nothing before the first, the first until the second, the second for ever."""
    assert [latest_look(passed, 14) for passed in (0, 13, 14, 27, 28, 500)] == [None, None, 14, 14, 28, 28]
    assert [next_look(passed, 14) for passed in (0, 13, 14, 27, 28, 500)] == [14, 14, 28, 28, None, None]


def test_looks_that_go_on() -> None:
    """Each after twice as long as the one before."""
    assert [latest_look(passed, 14, again=3) for passed in (28, 56, 112, 900)] == [28, 56, 112, 112]
    assert next_look(60, 14, again=3) == 112
