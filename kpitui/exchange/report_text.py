"""A report as plain text of at most 78 columns: no colour, no drawing, every line read from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from unicodedata import east_asian_width

from kpitui.exchange.report import Block, Listing, Paragraph, Report, ReportTable, on_one_line

WIDTH = 78


def write(report: Report) -> str:
    """Return *report* as text that ends in a line break."""
    lines = [on_one_line(report.title), on_one_line(report.subtitle)]
    for section in report.sections:
        heading = on_one_line(section.heading)
        lines += ["", heading, "-" * _cells(heading)]
        for block in section.blocks:
            lines += _lines(block)
    lines += ["", on_one_line(report.closing)]
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from wrap(on_one_line(block.text), WIDTH)
    elif isinstance(block, Listing):
        if not block.items:
            yield from wrap(on_one_line(block.empty), WIDTH)
        for item in block.items:
            yield from wrap(on_one_line(item.text), WIDTH, initial_indent="* ", subsequent_indent="  ")
            yield from wrap(on_one_line(item.below), WIDTH, initial_indent="  ", subsequent_indent="  ")
    elif isinstance(block, ReportTable):
        yield from _table(block)


def _table(table: ReportTable) -> Iterator[str]:
    rows = [[on_one_line(cell) for cell in row] for row in (table.heading, *table.rows)]
    widths = [max(map(_cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - _cells(cell)) if index == 0 else " " * (width - _cells(cell)) + cell
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
