"""A report as Markdown: CommonMark with tables, in which each sign of a person's text is shown and none followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpitui.exchange.report import Block, Listing, Paragraph, Report, ReportTable, on_one_line

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&$^@{}]")
"""Signs that Markdown, HTML within it, or a common extension reads as something else than themselves, wherever."""
_LINK = re.compile(r"(?<=:)/(?=/)|(?<=\bwww)\.", re.IGNORECASE)
"""Where an address begins that some readers of Markdown make into a link by themselves."""
_AT_START = re.compile(r"^([-+=:]|\d+(?=[.)]))")
"""What makes a line into a list, a heading or a definition."""


def write(report: Report) -> str:
    """Return *report* as Markdown that ends in a line break; pictures are left out."""
    lines = [f"# {escaped(report.title)}", "", escaped(report.subtitle)]
    for section in report.sections:
        lines += ["", f"## {escaped(section.heading)}"]
        for block in section.blocks:
            lines += ["", *_lines(block)]
    return "\n".join([*lines, "", "---", "", escaped(report.closing)]) + "\n"


def escaped(text: str) -> str:
    """Return *text* on one line so that Markdown shows it letter by letter."""
    shown = _LINK.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\g<0>", on_one_line(text)))
    return _AT_START.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", shown)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield escaped(block.text)
    elif isinstance(block, Listing):
        if not block.items:
            yield escaped(block.empty)
        for item in block.items:
            yield f"- {escaped(item.text)}" + (f"  \n  {escaped(item.below)}" if item.below else "")
    elif isinstance(block, ReportTable):
        yield _row(block.heading)
        yield "|" + "|".join(["---", *["---:"] * (len(block.heading) - 1)]) + "|"
        for row in block.rows:
            yield _row(row)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
