"""The blocks that a report is made of, and the forms it is written in: text, plain sentences, Markdown and HTML.

Text in blocks is plain and may be anything; each writer makes it harmless in its own way. The HTML page needs nothing
else (no script, no network, charts drawn inline), prints on A4, and is read in the light and in the dark; its text
stands out at 4.5 to 1 at least, which a test works out from the colours below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple
from unicodedata import east_asian_width

from kpitui.core.errors import mark
from kpitui.i18n.harmless import harmless
from kpitui.i18n.plain import sentence_of
from kpitui.i18n.wrapping import wrap

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


WIDTH = 78


def _text(report: Report) -> str:
    """Return *report* as text that ends in a line break."""
    lines = [on_one_line(report.title), on_one_line(report.subtitle)]
    for section in report.sections:
        heading = on_one_line(section.heading)
        lines += ["", heading, "-" * _width(heading)]
        for block in section.blocks:
            lines += _text_lines(block)
    lines += ["", on_one_line(report.closing)]
    return "\n".join(lines) + "\n"


def _text_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from wrap(on_one_line(block.text), WIDTH)
    elif isinstance(block, Listing):
        if not block.items:
            yield from wrap(on_one_line(block.empty), WIDTH)
        for item in block.items:
            yield from wrap(on_one_line(item.text), WIDTH, initial_indent="* ", subsequent_indent="  ")
            yield from wrap(on_one_line(item.below), WIDTH, initial_indent="  ", subsequent_indent="  ")
    elif isinstance(block, ReportTable):
        yield from _text_table(block)


def _text_table(table: ReportTable) -> Iterator[str]:
    rows = [[on_one_line(cell) for cell in row] for row in (table.heading, *table.rows)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - _width(cell)) if index == 0 else " " * (width - _width(cell)) + cell
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _plain(report: Report) -> str:
    """Return *report* as text that ends in a line break."""
    lines = [_sentence(report.title), _sentence(report.subtitle)]
    for section in report.sections:
        lines += ["", _sentence(section.heading)]
        lines += [line for block in section.blocks for line in map(_sentence, _plain_lines(block)) if line]
    lines += ["", _sentence(report.closing)]
    return "\n".join(lines) + "\n"


def _plain_lines(block: Block) -> Iterator[str]:
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


_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&$^@{}]")
"""Signs that Markdown, HTML within it, or a common extension reads as something else than themselves, wherever."""
_LINK = re.compile(r"(?<=:)/(?=/)|(?<=\bwww)\.", re.IGNORECASE)
"""Where an address begins that some readers of Markdown make into a link by themselves."""
_AT_START = re.compile(r"^([-+=:]|\d+(?=[.)]))")
"""What makes a line into a list, a heading or a definition."""


def _markdown(report: Report) -> str:
    """Return *report* as Markdown that ends in a line break; pictures are left out."""
    lines = [f"# {markdown_escaped(report.title)}", "", markdown_escaped(report.subtitle)]
    for section in report.sections:
        lines += ["", f"## {markdown_escaped(section.heading)}"]
        for block in section.blocks:
            lines += ["", *_markdown_lines(block)]
    return "\n".join([*lines, "", "---", "", markdown_escaped(report.closing)]) + "\n"


def markdown_escaped(text: str) -> str:
    """Return *text* on one line so that Markdown shows it letter by letter."""
    shown = _LINK.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\g<0>", on_one_line(text)))
    return _AT_START.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", shown)


def _markdown_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield markdown_escaped(block.text)
    elif isinstance(block, Listing):
        if not block.items:
            yield markdown_escaped(block.empty)
        for item in block.items:
            yield f"- {markdown_escaped(item.text)}" + (f"  \n  {markdown_escaped(item.below)}" if item.below else "")
    elif isinstance(block, ReportTable):
        yield _markdown_row(block.heading)
        yield "|" + "|".join(["---", *["---:"] * (len(block.heading) - 1)]) + "|"
        for row in block.rows:
            yield _markdown_row(row)


def _markdown_row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(markdown_escaped(cell) for cell in cells) + " |"


LIGHT = {
    "paper": "#ffffff",
    "ink": "#1d2127",
    "quiet": "#565d66",
    "rule": "#c6ccd4",
    "line": "#0b5cad",
    "aim": "#1b6e3c",
}
DARK = {
    "paper": "#14171c",
    "ink": "#e4e7eb",
    "quiet": "#a3abb6",
    "rule": "#3a414b",
    "line": "#7db8f5",
    "aim": "#7fcf9b",
}
"""Colours by what they are for; all but the rules carry text or lines that have to be seen."""

STYLE = """
:root { %(light)s color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { %(dark)s } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem; max-width: 46rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.125rem; margin: 1.75rem 0 .5rem; border-bottom: 1px solid var(--rule); padding-bottom: .25rem; }
p, figcaption, footer { margin: .25rem 0 .75rem; }
.subtitle, .below, footer, figcaption { color: var(--quiet); }
ul { margin: 0; padding-left: 1.25rem; } li { margin: .375rem 0; }
table { border-collapse: collapse; width: 100%%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
.scroll { overflow-x: auto; }
figure { margin: 1rem 0; break-inside: avoid; }
svg { width: 100%%; min-width: 30rem; height: auto; display: block; fill: var(--ink);
  font: 12px system-ui, sans-serif; }
.actual { fill: none; stroke: var(--line); stroke-width: 2; stroke-linejoin: round; }
circle.actual { fill: var(--line); }
.target { stroke: var(--aim); stroke-width: 1.5; stroke-dasharray: 8 4; fill: none; }
.pace { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 1.5 3; fill: none; }
.grid { stroke: var(--rule); stroke-width: .5; } .mark { stroke: var(--quiet); stroke-width: .75; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  :root { %(light)s }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, figure, tr, li { break-inside: avoid; } h2 { break-after: avoid; }
}
"""


def _html(report: Report) -> str:
    """Return *report* as a whole HTML document."""
    light, dark = (" ".join(f"--{name}: {value};" for name, value in colours.items()) for colours in (LIGHT, DARK))
    style = STYLE % {"light": light, "dark": dark}
    sections = "\n".join(
        f"<section>\n<h2>{_element(section.heading)}</h2>\n{''.join(map(_html_block, section.blocks))}</section>"
        for section in report.sections
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(on_one_line(report.title))}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{_element(report.title)}</h1>\n<p class="subtitle">{_element(report.subtitle)}</p>\n{sections}\n</main>\n'
        f"<footer>{_element(report.closing)}</footer>\n</body>\n</html>\n"
    )


def _element(words: str) -> str:
    """Return *words* as the content of an element; text of the other direction leaves that of the page alone."""
    return f"<bdi>{escape(on_one_line(words))}</bdi>"


def _html_block(block: Block) -> str:
    return "".join(_html_parts(block))


def _html_parts(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph) or (isinstance(block, Listing) and not block.items):
        yield f"<p>{_element(block.text if isinstance(block, Paragraph) else block.empty)}</p>\n"
    elif isinstance(block, Listing):
        yield "<ul>\n"
        for item in block.items:
            below = f'<br><span class="below">{_element(item.below)}</span>' if item.below else ""
            yield f"<li>{_element(item.text)}{below}</li>\n"
        yield "</ul>\n"
    elif isinstance(block, ReportTable):
        yield '<div class="scroll"><table>\n<thead><tr>'
        yield "".join(f'<th scope="col">{_element(cell)}</th>' for cell in block.heading)
        yield "</tr></thead>\n<tbody>\n"
        for row in block.rows:
            cells = "".join(f"<td>{_element(cell)}</td>" for cell in row[1:])
            yield f'<tr><th scope="row">{_element(row[0])}</th>{cells}</tr>\n'
        yield "</tbody></table></div>\n"
    elif isinstance(block, Picture):
        caption = f"{_element(block.title)}. {_element(block.described)}"
        yield f'<figure><div class="scroll">{block.svg}</div>'
        yield f"<figcaption>{caption}</figcaption></figure>\n"


class ReportWriter(NamedTuple):
    """One way to write a report: a row of `WRITERS`."""

    name: str
    title: str
    """What it is, untranslated."""
    write: Callable[[Report], str]
    """Returns a report in this form, ending in a line break."""
    ending: str = "txt"
    """What the name of such a file ends in."""


WRITERS: dict[str, ReportWriter] = {
    writer.name: writer
    for writer in (
        ReportWriter("text", mark("plain text, for the terminal and for mail"), _text),
        ReportWriter("plain", mark("plain sentences, to be read out"), _plain),
        ReportWriter("md", mark("Markdown"), _markdown, "md"),
        ReportWriter("html", mark("one page for a browser or a printer"), _html, "html"),
    )
}
"""All of them, by the name that the command line knows."""
