"""The table of the forms that a report is written in, a module for each.

What it is made of stands in `report_blocks`; what it says is `kpitui.services`' work.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kpitui.core.errors import mark
from kpitui.exchange import report_html, report_markdown, report_plain, report_text
from kpitui.exchange.report_blocks import Report


class ReportWriter(NamedTuple):
    """One way to write a report: a row of `WRITERS`."""

    name: str
    title: str
    """What it is, untranslated."""
    write: Callable[[Report], str]
    ending: str = "txt"
    """What the name of such a file ends in."""


WRITERS: dict[str, ReportWriter] = {
    writer.name: writer
    for writer in (
        ReportWriter("text", mark("plain text, for the terminal and for mail"), report_text.write),
        ReportWriter("plain", mark("plain sentences, to be read out"), report_plain.write),
        ReportWriter("md", mark("Markdown"), report_markdown.write, "md"),
        ReportWriter("html", mark("one page for a browser or a printer"), report_html.write, "html"),
    )
}
"""All of them, by the name that the command line knows."""
