"""Sizes of windows: what cannot be one is taken for another, whoever says it."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from kpitui.tui.terminal import LARGEST, bounded_size
from kpitui.tui.terminal.browser_driver import BrowserDriver


class Listener:
    """An app that only takes messages."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []

    def post_message(self, message: events.Resize) -> None:
        """Note the size that is told."""
        self.sizes.append((message.size.width, message.size.height))


@pytest.mark.parametrize(
    ("columns", "lines", "size"),
    [
        (80, 24, (80, 24)),
        (0, 0, (1, 1)),
        (-5, 24, (1, 24)),
        (65535, 65535, LARGEST),
        (10**20, 24, (LARGEST[0], 24)),
    ],
)
def test_a_size_is_bounded(columns: int, lines: int, size: tuple[int, int]) -> None:
    """At least a cell, at most what a page can be laid out for; from a browser as from anywhere."""
    assert bounded_size(columns, lines) == size
    driver: Any = object.__new__(BrowserDriver)
    driver._app = Listener()
    driver.on_meta("resize", {"type": "resize", "width": columns, "height": lines})
    assert driver._app.sizes == [size]


@pytest.mark.parametrize(
    "payload", [{}, {"width": 80}, {"width": "80", "height": "24"}, {"width": None, "height": [5]}]
)
def test_what_is_no_size_is_nothing(payload: dict[str, object]) -> None:
    """The window stays what it was."""
    driver: Any = object.__new__(BrowserDriver)
    driver._app = Listener()
    driver.on_meta("resize", payload)
    assert driver._app.sizes == []
