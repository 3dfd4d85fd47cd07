"""Texts in so many terminal cells: padded or cut, in columns beside each other, and in ASCII that is as wide.

A sentence is cut between two words, a name that would lose much by that within one, and a sign says so: a cut figure is
another figure. Nothing here needs Textual.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size

from kpitui.i18n.harmless import harmless
from kpitui.i18n.lookalikes import lookalike
from kpitui.i18n.wrapping import wrap

WORDS_FROM = 0.75
"""What a text must keep of its width to be cut between words."""


def fitted(text: str, width: int, *, ascii: bool = False) -> str:
    """Return *text* at the left of *width* cells; one that is too long ends in an ellipsis, a tilde in plain ASCII."""
    if cell_len(text) <= width:
        return set_cell_size(text, max(0, width))
    return _cut(text, width, "~" if ascii else "…")


def _cut(text: str, width: int, sign: str) -> str:
    if width <= 0:
        return ""
    cut = set_cell_size(text, width - 1)
    words = cut.rpartition(" ")[0]
    if not text[len(cut) :].startswith(" ") and cell_len(words) >= WORDS_FROM * width:
        cut = words
    return set_cell_size(cut.rstrip() + sign, width)


def at_right(text: str, width: int, *, ascii: bool = False) -> str:
    """Return *text* at the right of *width* cells, cut as `fitted` does."""
    length = cell_len(text)
    return " " * (width - length) + text if length <= width else fitted(text, width, ascii=ascii)


# Pairs of a name and a text as lines: names in one column, texts beside them, the rest of a long text below itself.

GAP = 2
FACT = 18
"""Cells for the names of facts about a goal or an action, so that those of several parts stand below each other."""
NARROWEST = 12


def labelled_lines(pairs: Sequence[tuple[str, str]], width: int, *, name_width: int = 0) -> list[str]:
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


Styled = tuple[str, str]
"""A text and the name of its style."""


def beside(left: Sequence[Styled], right: Sequence[Styled], half: int, ascii: bool) -> list[list[Styled]]:
    """Return two columns of lines side by side, the left one *half* cells wide."""
    rule = " | " if ascii else " │ "
    rows = zip_longest(left, right, fillvalue=("", ""))
    return [[left, (" " * max(0, half - cell_len(left[0])) + rule, ""), other] for left, other in rows]


# What people wrote in ASCII and in as many cells, for terminals that show no more; charts are drawn in it anyway.
#
# What stands for a sign is known to `kpitui.i18n.lookalikes`.


@lru_cache(maxsize=4096)
def as_ascii(text: str) -> str:
    """Return *text* in ASCII, in as many cells."""
    plain = "".join(sign if sign.isascii() else _replaced(sign) for sign in text)
    width = cell_len(text)  # of what is joined to one sign the parts are wider than the whole
    return plain if len(plain) == width else plain[:width].ljust(width)


def _replaced(sign: str) -> str:
    width = cell_len(sign)
    return lookalike(sign).strip().ljust(width, "?" if width > 1 else " ")[:width]


def aligned(rows: Sequence[Sequence[str]], right: tuple[int, ...] = ()) -> list[str]:
    """Return rows of cells as lines, those numbered in *right* aligned to the right."""
    clean = [[harmless(cell, 400) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*clean, strict=True)]
    return [
        "  ".join(
            " " * (width - cell_len(cell)) + cell if index in right else cell + " " * (width - cell_len(cell))
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in clean
    ]
