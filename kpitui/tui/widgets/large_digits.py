"""Figures three rows high, drawn in half blocks; signs that have no such form stand on the middle row as they are."""

from __future__ import annotations

from textwrap import wrap
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

ROWS = 3

_FORMS = {
    "0": ("█▀█", "█ █", "▀▀▀"),
    "1": ("▀█ ", " █ ", "▀▀▀"),
    "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"),
    "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"),
    "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"),
    ".": (" ", " ", "▀"),
    ",": (" ", " ", "▞"),
    ":": ("▄", "▄", " "),
    "-": ("  ", "▀▀", "  "),
    "−": ("  ", "▀▀", "  "),
}


class Tile(NamedTuple):
    """One figure with what it is of above it and what it is compared with below it."""

    name: str
    figure: str
    remarks: tuple[str, ...] = ()


def large(text: str) -> tuple[str, str, str]:
    """Return the three rows of a figure, all equally wide."""
    rows = ["", "", ""]
    for index, sign in enumerate(text):
        form = _FORMS.get(sign, (" " * cell_len(sign), sign, " " * cell_len(sign)))
        between = " " if index and (sign in _FORMS or text[index - 1] in _FORMS) and sign != " " else ""
        rows = [row + between + part for row, part in zip(rows, form, strict=True)]
    return rows[0], rows[1], rows[2]


def fits(tiles: list[Tile], width: int) -> bool:
    """Tell whether the large figures of *tiles* fit beside each other in *width* cells."""
    return bool(tiles) and all(cell_len(large(tile.figure)[0]) < width // len(tiles) for tile in tiles)


def tile_lines(tiles: list[Tile], width: int) -> Content:
    """Return *tiles* beside each other in *width* cells: names, large figures in bold, and the remarks below them."""
    each = max(1, width // max(1, len(tiles)))
    below = [[line for text in tile.remarks for line in wrap(text, max(1, each - 2))] for tile in tiles]
    most = max(map(len, below), default=0)

    def row(texts: list[str]) -> str:
        return "".join(text + " " * (each - cell_len(text)) for text in texts).rstrip()

    head = row([tile.name for tile in tiles])
    figures = [row([large(tile.figure)[index] for tile in tiles]) for index in range(ROWS)]
    lines = [row([remarks[index] if index < len(remarks) else "" for remarks in below]) for index in range(most)]
    return Content("\n").join(
        [Content(head), *(Content.styled(figure, "bold") for figure in figures), *map(Content, lines)]
    )
