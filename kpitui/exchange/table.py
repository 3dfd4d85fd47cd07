"""A text table as rows of cells: its encoding, its delimiter, its header, its rows that are no data.

Which column is what is told by known names in English and Dutch, never by position. What the cells mean is left to
`numerals`, `calendar_days` and the formats.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from kpitui.core.errors import Refused, mark

ROLES: dict[str, tuple[str, ...]] = {
    "date": ("date", "datum", "day", "dag"),
    "kpi": ("kpi", "key"),
    "value": ("value", "waarde"),
    "time": ("time", "tijd"),
    "note": ("note", "notes", "aantekening", "aantekeningen"),
}
"""What a column can be other than a KPI, and the names it is known by."""

_KNOWN_NAMES = {name: role for role, names in ROLES.items() for name in names}
_DELIMITERS = (",", ";", "\t", "|")
_SEARCHED_LINES = 60
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_TOTALS = ("total", "totals", "grand total", "totaal", "totalen", "eindtotaal")
_SHOWN = 60
_UNREADABLE = mark("The file is no text table: save it as CSV (UTF-8) and try again")


class Row(NamedTuple):
    """A row of the table with the number of its line."""

    line: int
    cells: list[str]
    """Its cells without outer white space."""


class Header(NamedTuple):
    """The row that names the columns, and where each role stands."""

    line: int
    delimiter: str
    names: tuple[str, ...]
    """The columns as they are called in the file, without outer white space and empty last ones."""
    roles: dict[str, int]
    """The index of the column that has a role; never without ``date``."""


def folded(name: str) -> str:
    """Return *name* as names are compared: without case and outer white space."""
    return name.strip().casefold()


def shown(cell: str) -> str:
    """Return *cell* at a length that fits in a sentence."""
    return cell if len(cell) <= _SHOWN else cell[: _SHOWN - 1] + "…"


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or CP1252, with or without a byte order mark.

    Raises Refused when it is empty or cannot be text.
    """
    if not data.strip():
        raise Refused(mark("The file is empty"), field="file")
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        raise Refused(_UNREADABLE, field="file") from error
    if "\0" in text:
        raise Refused(_UNREADABLE, field="file")
    return text


def find_header(text: str, mapping: Mapping[str, str]) -> Header | None:
    """Return the first row that names a date and something else, under the delimiter that finds most columns.

    *mapping* gives roles to columns by their folded names and goes before the known names. Only the beginning of
    the text is searched; None when no such row is there.
    """
    found = (_header_under(delimiter, text, mapping) for delimiter in _DELIMITERS)
    headers = [header for header in found if header is not None]
    return max(headers, key=lambda header: (-header.line, len(header.names)), default=None)


def rows_below(header: Header, text: str) -> list[Row]:
    """Return the rows of data below *header*, without blank rows, ``#`` comments, totals and repeated headers.

    Raises Refused when there are none, when a quote is not closed and when a cell is too long.
    """
    rows = [row for row in _rows(text, header) if not _is_no_data(row.cells, header)]
    if not rows:
        raise Refused(mark("The file has a header on line {line} and no rows below it"), field="file", line=header.line)
    return rows


def cell_of(row: Row, at: int | None) -> str:
    """Return the cell in column *at*; empty when the row or the table has none."""
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def has_too_many_cells(row: Row, header: Header) -> bool:
    """Tell whether *row* has figures beyond the last column, as an unquoted decimal comma leaves them."""
    width = len(header.names)
    return len(row.cells) > width and any(row.cells[width:])


def _encoding(data: bytes) -> str:
    for start, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(start):
            return encoding
    begin = data[:200]
    if begin[1::2].count(0) > len(begin) // 3:
        return "utf-16-le"
    if begin[::2].count(0) > len(begin) // 3:
        return "utf-16-be"
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _header_under(delimiter: str, text: str, mapping: Mapping[str, str]) -> Header | None:
    begin = csv.reader(islice(io.StringIO(text, newline=""), _SEARCHED_LINES), delimiter=delimiter)
    try:
        for cells in begin:
            names = _without_empty_end([cell.strip() for cell in cells])
            roles = _roles(names, mapping)
            if "date" in roles and sum(bool(name) for name in names) > 1:
                return Header(begin.line_num, delimiter, tuple(names), roles)
    except csv.Error:
        return None
    return None


def _roles(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return the first column of each role; a role that was given by hand is not looked for by name."""
    roles: dict[str, int] = {}
    for at, name in enumerate(names):
        if mapping.get(folded(name)) in ROLES:
            roles.setdefault(mapping[folded(name)], at)
    given = set(roles)
    for at, name in enumerate(names):
        role = _KNOWN_NAMES.get(folded(name))
        if role is not None and role not in given and folded(name) not in mapping:
            roles.setdefault(role, at)
    return roles


def _rows(text: str, header: Header) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=header.delimiter, strict=True)
    try:
        for cells in reader:
            if reader.line_num > header.line:
                yield Row(reader.line_num, [cell.strip() for cell in cells])
    except csv.Error as error:
        if "larger" in str(error):
            reason = mark("Line {line} has a cell of more than {limit} characters: no KPI needs one that long")
            raise Refused(reason, field="file", line=reader.line_num, limit=csv.field_size_limit()) from error
        reason = mark("A quote is opened and not closed, or closed too early, on or before line {line}")
        raise Refused(reason, field="file", line=reader.line_num) from error


def _is_no_data(cells: Sequence[str], header: Header) -> bool:
    """Tell whether a row is blank, a comment, a total or the header once more."""
    first = cells[0] if cells else ""
    if not first:
        return not any(cells)
    if first.startswith("#") or first.partition(":")[0].strip().casefold() in _TOTALS:
        return True
    return first == header.names[0] and _without_empty_end(cells) == list(header.names)


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept
