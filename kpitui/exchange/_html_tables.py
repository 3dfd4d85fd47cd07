"""Web pages that hold a table with days, as banks and shops write them under the name of a spreadsheet, as text tables.

A page without such a table is none that can be read: a page to sign in has tables too, with nothing but its layout.
"""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

from kpitui.exchange.dates import is_day

LARGEST = 16 << 20
"""Characters of a page, which is held as a whole."""
LEAST_COLUMNS, MOST_COLUMNS = 2, 1_000
MOST_SPANNED = 100
"""Columns that one cell stretches over, at most."""

_BESIDE = frozenset({"style", "script", "title"})
"""Elements whose text is none of a cell."""


def tables_in(text: str) -> list[bytes]:
    """Return each table of a page in which a cell is a day, as CSV in UTF-8; none where there is none.

    Of tables within each other each is its own. A cell over several columns leaves the others empty.
    """
    reader = _Reader()
    reader.feed(text[:LARGEST])
    reader.close()
    found = []
    for rows in reader.tables:
        cells = [cell for row in rows for cell in row]
        if max(map(len, rows), default=0) >= LEAST_COLUMNS and any(map(is_day, cells)):
            output = io.StringIO()
            csv.writer(output, lineterminator="\n").writerows(row[:MOST_COLUMNS] for row in rows)
            found.append(output.getvalue().encode())
    return found


class _Reader(HTMLParser):
    """Gathers the rows of each table; an end that is missing is where the next row or cell begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        """The tables that are not ended, the innermost one last."""
        self._cell: list[str] | None = None
        self._spanned = 1
        self._beside = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag in _BESIDE:
            self._beside += 1
        elif tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            if not self._open[-1]:
                self._open[-1].append([])
            self._cell = []
            span = dict(attributes).get("colspan") or "1"
            self._spanned = min(int(span), MOST_SPANNED) if span.isdecimal() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in _BESIDE:
            self._beside = max(0, self._beside - 1)
        elif tag in ("td", "th", "tr", "table"):
            self._end_cell()
            if tag == "table" and self._open:
                self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._cell is not None and not self._beside:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._open and self._open[-1]:
            text = " ".join("".join(self._cell).split())
            self._open[-1][-1] += [text, *[""] * (self._spanned - 1)]
        self._cell = None
