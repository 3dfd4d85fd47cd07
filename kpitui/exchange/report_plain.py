"""A report to be read out: one sentence a line, no columns, no lines under headings, no signs in front."""

from __future__ import annotations

from collections.abc import Iterator

from kpitui.exchange.report import Block, Listing, Paragraph, Report, ReportTable, on_one_line
from kpitui.i18n.plain import sentence_of


def write(report: Report) -> str:
    """Return *report* as text that ends in a line break."""
    lines = [_sentence(report.title), _sentence(report.subtitle)]
    for section in report.sections:
        lines += ["", _sentence(section.heading)]
        lines += [line for block in section.blocks for line in map(_sentence, _lines(block)) if line]
    lines += ["", _sentence(report.closing)]
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Listing):
        if not block.items:
            yield block.empty
        for item in block.items:
            yield item.text
            yield item.below
    elif isinstance(block, ReportTable):
        for first, *cells in block.rows:
            named = (
                f"{name} {cell}" for name, cell in zip(block.heading[1:], cells, strict=True) if cell not in ("", "-")
            )
            yield f"{first}: {', '.join(named)}"


def _sentence(text: str) -> str:
    return sentence_of(on_one_line(text))
