"""A report with every block, and texts that try to be more than text."""

from __future__ import annotations

from kpitui.exchange.report import Item, Listing, Paragraph, Picture, Report, ReportTable, Section

SVG = '<svg role="img"><title>t</title></svg>'

HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07 and \x9b5m",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</style></title><b>bold</b> &amp; &lt;",
    "**bold** _low_ `code` [link](http://example.com) ![img](x) <http://example.com>",
    "# heading", "- item", "1. one", "2) two", "> quote", "    code", "| a | b |", "---", "===", "~~gone~~", "$x^2$",
    "@someone #12 www.example.com http://example.com/ ftp://example.com",
    "\u202eright to left\u202c", "zero\u200bwidth\ufeff", "שלום עולם", "漢字 wide 👩‍👩‍👧", "x" * 500, "\ud800 half",
    "=1+1", "a\nb\r\n# c\n\n- d", "[x]: http://example.com", ": definition", "+ plus", "", " ",
)  # fmt: skip
"""Strings that mean something to a terminal, a browser, or a reader of Markdown."""


def report(text: str = "Revenue fell", *, svg: str = SVG) -> Report:
    """Return a report in which *text* stands in every place."""
    blocks = (
        Paragraph(text),
        Listing((Item(text, text), Item(text)), "nothing"),
        Listing((), text),
        ReportTable(("KPI", text), ((text, "1"), ("Orders", text))),
        Picture(svg, text, text),
    )
    return Report(text, text, "en", (Section(text, blocks),), text)
