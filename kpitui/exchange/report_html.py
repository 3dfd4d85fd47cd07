"""A report as one HTML page that needs nothing else: no script, no network, charts drawn inline; prints on A4.

It is read without colour, in the light and in the dark, on a phone and on paper; text stands out at 4.5 to 1 at least,
which a test works out from the colours below.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kpitui.exchange.report import Block, Listing, Paragraph, Picture, Report, ReportTable, on_one_line

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


def write(report: Report) -> str:
    """Return *report* as a whole HTML document."""
    light, dark = (" ".join(f"--{name}: {value};" for name, value in colours.items()) for colours in (LIGHT, DARK))
    style = STYLE % {"light": light, "dark": dark}
    sections = "\n".join(
        f"<section>\n<h2>{text(section.heading)}</h2>\n{''.join(map(_block, section.blocks))}</section>"
        for section in report.sections
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(on_one_line(report.title))}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{text(report.title)}</h1>\n<p class="subtitle">{text(report.subtitle)}</p>\n{sections}\n</main>\n'
        f"<footer>{text(report.closing)}</footer>\n</body>\n</html>\n"
    )


def text(words: str) -> str:
    """Return *words* as the content of an element; text of the other direction leaves that of the page alone."""
    return f"<bdi>{escape(on_one_line(words))}</bdi>"


def _block(block: Block) -> str:
    return "".join(_parts(block))


def _parts(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph) or (isinstance(block, Listing) and not block.items):
        yield f"<p>{text(block.text if isinstance(block, Paragraph) else block.empty)}</p>\n"
    elif isinstance(block, Listing):
        yield "<ul>\n"
        for item in block.items:
            below = f'<br><span class="below">{text(item.below)}</span>' if item.below else ""
            yield f"<li>{text(item.text)}{below}</li>\n"
        yield "</ul>\n"
    elif isinstance(block, ReportTable):
        yield '<div class="scroll"><table>\n<thead><tr>'
        yield "".join(f'<th scope="col">{text(cell)}</th>' for cell in block.heading)
        yield "</tr></thead>\n<tbody>\n"
        for row in block.rows:
            cells = "".join(f"<td>{text(cell)}</td>" for cell in row[1:])
            yield f'<tr><th scope="row">{text(row[0])}</th>{cells}</tr>\n'
        yield "</tbody></table></div>\n"
    elif isinstance(block, Picture):
        caption = f"{text(block.title)}. {text(block.described)}"
        yield f'<figure><div class="scroll">{block.svg}</div>'
        yield f"<figcaption>{caption}</figcaption></figure>\n"
