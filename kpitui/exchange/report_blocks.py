"""The blocks that a report is made of: plain records, in which all text is plain."""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """One point of a list: a sentence, and one below it."""

    text: str
    below: str = ""


class Listing(NamedTuple):
    """A list of points, or what is said when there are none."""

    items: tuple[Item, ...]
    empty: str


class Table(NamedTuple):
    """Rows of cells under a heading; all columns but the first stand to the right."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(NamedTuple):
    """A chart: an ``<svg>`` element of our own making, its title, what its lines are, and its numbered notes."""

    svg: str
    title: str
    described: str
    notes: tuple[str, ...] = ()


class Paragraph(NamedTuple):
    """A sentence or two."""

    text: str


Block = Listing | Table | Picture | Paragraph


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
