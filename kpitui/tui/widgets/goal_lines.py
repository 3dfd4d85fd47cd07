"""The lines of the goals on Today as runs of text with the name of a style: sign, title, how far it is, bar, status.

The texts are made by the page; keys and the cursor are the goal board's.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from kpitui.core.record import Record
from kpitui.tui.widgets.fitting import fitted
from kpitui.tui.widgets.sheet_lines import Run

STYLES = {
    "reached": "good",
    "on track": "good",
    "at risk": "warn",
    "off track": "bad",
    "missed": "bad",
    "no data": "quiet",
    "too early": "quiet",
    "measuring": "quiet",
    "undecided": "warn",
    "not started": "quiet",
}
"""The name of the style of each status."""


NARROWEST_TITLE = 12
"""Cells of a title below which the word of the status gives way to it."""


class GoalLine(Record):
    """One goal as texts; `status` is the untranslated word."""

    sign: str
    title: str
    reached: str
    progress: float | None
    status: str
    word: str


def goal_runs(lines: Sequence[GoalLine], row: int, width: int, *, here: bool = False, ascii: bool) -> list[Run]:
    """Return the goal at place *at* of *lines* over *width* cells; *here* is whether the cursor is on it."""
    line = lines[row]
    word_width = max(cell_len(goal.word) for goal in lines)
    reached_width = max(cell_len(goal.reached) for goal in lines)
    longest = max(cell_len(goal.title) for goal in lines)
    bar_width = max(0, min(24, width - 9 - longest - reached_width - word_width))
    bar_width = max(bar_width, min(8, width - 38 - reached_width - word_width), 0)
    status = STYLES.get(line.status, "quiet")
    margin = f"{('>' if ascii else '›') if here else ' '}{line.sign} "
    title_width = width - 9 - reached_width - bar_width - word_width
    if title_width < min(longest, NARROWEST_TITLE):
        # The sign says how it stands; what the goal is comes before the word for that.
        return [
            (margin, status),
            (fitted(line.title, max(0, width - 5 - reached_width), ascii=ascii), "cursor" if here else "title"),
            (" " + " " * (reached_width - cell_len(line.reached)) + line.reached, "reached"),
        ]
    return [
        (margin, status),
        (fitted(line.title, max(0, title_width), ascii=ascii), "cursor" if here else "title"),
        (" ", "title"),
        (" " + " " * (reached_width - cell_len(line.reached)) + line.reached, "reached"),
        (" " + _bar(line.progress, bar_width, ascii=ascii) + " ", "bar"),
        (" " + line.word, status),
    ]


def _bar(progress: float | None, width: int, *, ascii: bool) -> str:
    full, empty = ("=", "-") if ascii else ("━", "─")
    done = round(max(0.0, min(1.0, progress or 0.0)) * width)
    return full * done + empty * (width - done)
