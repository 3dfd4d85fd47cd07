"""The family of report writers: each writes every block, in its own form, and no text is ever more than text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.exchange.report import (
    DARK,
    LIGHT,
    WIDTH,
    WRITERS,
    Item,
    Listing,
    Paragraph,
    Picture,
    Report,
    ReportTable,
    Section,
    markdown_escaped,
)

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


CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "section", "ul", "li", "br", "span",
    "div", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "footer", "bdi", "svg",
}  # fmt: skip


class Elements(HTMLParser):
    """What a browser makes of a page: its elements, with their attributes, and the text in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element down."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Take text down."""
        self.text += data


@pytest.mark.parametrize("name", WRITERS)
def test_every_block_is_written(name: str) -> None:
    """Title, sections, lists, table and notes are all there."""
    text = WRITERS[name].write(report("Sales & more"))
    assert text.count("Sales") >= 9
    assert text.endswith("\n")


@pytest.mark.sampled(20)
@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:30])
def test_no_control_character_leaves(name: str, text: str) -> None:
    """Neither an escape sequence nor what turns the direction of a line."""
    assert CONTROL.search(WRITERS[name].write(report(text))) is None


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:30])
def test_a_page_has_only_our_elements(text: str) -> None:
    """No element, attribute or address comes from a text; what stands there is read letter by letter."""
    page = Elements()
    page.feed(WRITERS["html"].write(report(text)))
    assert {tag for tag, _attributes in page.found} <= ALLOWED
    assert not {name for _tag, attributes in page.found for name in attributes if name.startswith("on")}
    assert not {name for _tag, attributes in page.found for name in attributes} & {"src", "href", "action", "style"}


def test_a_page_needs_nothing_else() -> None:
    """No script, no address, and a policy that forbids both; the language is said."""
    page = WRITERS["html"].write(report())
    assert "<script" not in page
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "default-src 'none'" in page
    assert '<html lang="en">' in page
    assert "@page { size: A4;" in page


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "quiet", "line", "aim"])
def test_text_and_lines_stand_out(colours: dict[str, str], name: str) -> None:
    """At least 4.5 to 1 against the paper."""
    high, low = sorted((luminance(colours[name]), luminance(colours["paper"])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_plain_text_fits_in_a_window() -> None:
    """Sentences are wrapped, and lists hang under their signs."""
    lines = WRITERS["text"].write(report("a sentence that goes on " * 12)).splitlines()
    wrapped = [line for line in lines if line.startswith(("* ", "  "))]
    assert max(map(len, wrapped)) <= WIDTH
    assert any(line.startswith("* a sentence") for line in lines)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Revenue: € 12 (5 to 6), -3%", "Revenue: € 12 (5 to 6), -3%"),
        ("2026-W47, Mon 16 Nov", "2026-W47, Mon 16 Nov"),
        ("*b* <i> [a](b) #3 @x", r"\*b\* \<i\> \[a\](b) \#3 \@x"),
        ("- item", r"\- item"),
        ("1. one", r"1\. one"),
        ("see www.x.com or http://x.com", r"see www\.x.com or http:\//x.com"),
        ("a\n\n# b", r"a \# b"),
    ],
)
def test_markdown_is_escaped_where_it_has_to_be(text: str, markdown: str) -> None:
    """And stays readable as it is where a sign means only itself."""
    assert markdown_escaped(text) == markdown


@given(st.text(max_size=60))
def test_any_text_is_one_line_of_markdown(text: str) -> None:
    """Every sign that could mean something has a backslash before it."""
    line = markdown_escaped(text)
    assert "\n" not in line
    assert not re.search(r"(?<!\\)[`*_\[\]<>|~$@#]", line.replace("\\\\", ""))
