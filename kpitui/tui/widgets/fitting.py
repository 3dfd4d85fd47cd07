"""Texts in so many terminal cells: padded, or cut with a sign that says so, for a cut figure is another figure.

A sentence is cut between two words; a name that would lose much by that is cut within one.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

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
