"""A report as plain text of at most 78 columns: no colour, no drawing, every line read from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from unicodedata import east_asian_width

from kpitui.exchange.report_blocks import Block, Listing, Paragraph, Picture, Report, Table
from kpitui.i18n.harmless import harmless

WIDTH = 78
LONGEST = 1000


def write(report: Report) -> str:
    """Return *report* as text that ends in a line break."""
    lines = [_clean(report.title), _clean(report.subtitle)]
    for section in report.sections:
        heading = _clean(section.heading)
        lines += ["", heading, "-" * _cells(heading)]
        for block in section.blocks:
            lines += _lines(block)
    lines += ["", _clean(report.closing)]
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from wrap(_clean(block.text), WIDTH)
    elif isinstance(block, Listing):
        if not block.items:
            yield from wrap(_clean(block.empty), WIDTH)
        for item in block.items:
            yield from wrap(_clean(item.text), WIDTH, initial_indent="* ", subsequent_indent="  ")
            yield from wrap(_clean(item.below), WIDTH, initial_indent="  ", subsequent_indent="  ")
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Picture) and block.notes:
        yield from wrap(f"{_clean(block.title)}:", WIDTH)
        for note in block.notes:
            yield from wrap(_clean(note), WIDTH, initial_indent="  ", subsequent_indent="  ")


def _table(table: Table) -> Iterator[str]:
    rows = [[_clean(cell) for cell in row] for row in (table.heading, *table.rows)]
    widths = [max(map(_cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - _cells(cell)) if at == 0 else " " * (width - _cells(cell)) + cell
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _clean(text: str) -> str:
    return " ".join(harmless(text, LONGEST).split())


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
