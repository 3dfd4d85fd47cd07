"""The blocks that a report is made of, and the table of the forms it is written in, a module for each.

Text in blocks is plain and may be anything; each writer makes it harmless in its own way.
"""

from __future__ import annotations

from pkgutil import resolve_name
from typing import NamedTuple

from kpitui.core.errors import mark
from kpitui.i18n.harmless import harmless

LONGEST = 1000
"""Characters of one text that are written."""


class Item(NamedTuple):
    """One point of a list: a sentence, and one below it."""

    text: str
    below: str = ""


class Listing(NamedTuple):
    """A list of points, or what is said when there are none."""

    items: tuple[Item, ...]
    empty: str


class ReportTable(NamedTuple):
    """Rows of cells under a heading; all columns but the first stand to the right."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(NamedTuple):
    """A chart: an ``<svg>`` element of our own making, its title, and what its lines are."""

    svg: str
    title: str
    described: str


class Paragraph(NamedTuple):
    """A sentence or two."""

    text: str


Block = Listing | ReportTable | Picture | Paragraph


class Section(NamedTuple):
    """A heading and what stands below it."""

    heading: str
    blocks: tuple[Block, ...]


class Report(NamedTuple):
    """A whole report."""

    title: str
    subtitle: str
    language: str
    """The code of the language it is in."""
    sections: tuple[Section, ...]
    closing: str
    """One line at the end: when and by what it was made."""


def on_one_line(text: str) -> str:
    """Return *text* of a block on one line, with single spaces and nothing dangerous in it."""
    return " ".join(harmless(text, LONGEST).split())


class ReportWriter(NamedTuple):
    """One way to write a report: a row of `WRITERS`."""

    name: str
    title: str
    """What it is, untranslated."""
    module: str
    """The module whose `write` returns the text, imported when it first writes."""
    ending: str = "txt"
    """What the name of such a file ends in."""

    def write(self, report: Report) -> str:
        """Return *report* in this form, ending in a line break."""
        text: str = resolve_name(self.module).write(report)
        return text


WRITERS: dict[str, ReportWriter] = {
    writer.name: writer
    for writer in (
        ReportWriter("text", mark("plain text, for the terminal and for mail"), "kpitui.exchange.report_text"),
        ReportWriter("plain", mark("plain sentences, to be read out"), "kpitui.exchange.report_plain"),
        ReportWriter("md", mark("Markdown"), "kpitui.exchange.report_markdown", "md"),
        ReportWriter("html", mark("one page for a browser or a printer"), "kpitui.exchange.report_html", "html"),
    )
}
"""All of them, by the name that the command line knows."""
