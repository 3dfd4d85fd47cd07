"""Pairs of a name and a text as lines: names in one column, texts beside them, the rest of a long text below itself."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from rich.cells import cell_len

GAP = 2
FACT = 18
"""Cells for the names of facts about a goal or an action, so that those of several parts stand below each other."""
NARROWEST = 20


def paired(pairs: Sequence[tuple[str, str]], width: int, *, name_width: int = 0) -> list[str]:
    """Return *pairs* as lines of at most *width* cells; names take *name_width*, or else what the longest needs."""
    names = name_width or max((cell_len(name) for name, _text in pairs), default=0) + GAP
    room = max(NARROWEST, width - names)
    lines: list[str] = []
    for name, text in pairs:
        parts = wrap(text, room) or [""]
        lines.append(name + " " * max(1, names - cell_len(name)) + parts[0])
        lines += [" " * names + part for part in parts[1:]]
    return lines


def in_two_columns(lines: Sequence[str], width: int) -> list[str]:
    """Return *lines* side by side where all of them fit into half of *width*, else as they are."""
    half = width // 2
    if len(lines) < 2 or any(cell_len(line) >= half for line in lines):
        return list(lines)
    middle = (len(lines) + 1) // 2
    right = [*lines[middle:], *([""] * (2 * middle - len(lines)))]
    return [
        (left + " " * (half - cell_len(left)) + other).rstrip()
        for left, other in zip(lines[:middle], right, strict=True)
    ]
