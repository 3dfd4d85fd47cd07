"""Texts in so many terminal cells: padded, or cut with a sign that says so, for a cut figure is another figure."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fitted(text: str, width: int, *, ascii: bool = False) -> str:
    """Return *text* at the left of *width* cells; one that is too long ends in an ellipsis, a tilde in plain ASCII."""
    if cell_len(text) <= width:
        return set_cell_size(text, max(0, width))
    return _cut(text, width, "~" if ascii else "…")


def _cut(text: str, width: int, sign: str) -> str:
    kept = set_cell_size(text, width - 1).rstrip() + sign if width > 0 else ""
    return set_cell_size(kept, max(0, width))


def at_right(text: str, width: int, *, ascii: bool = False) -> str:
    """Return *text* at the right of *width* cells, cut as `fitted` does."""
    length = cell_len(text)
    return " " * (width - length) + text if length <= width else fitted(text, width, ascii=ascii)
