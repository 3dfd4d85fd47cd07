"""Files of DATEV: a first line about the file, the header below it, and days as DDMM in the financial year it names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpitui.exchange.table import Part, Row, Table, folded_name, table_in

KINDS = frozenset({"EXTF", "DTVF"})
"""What the first line begins with."""
DAY = "belegdatum"
YEAR_BEGINS = 12
"""The cell of the first line with the first day of the financial year, as YYYYMMDD."""


def datev_table(part: Part) -> Table | None:
    """Return the bookings in *part*, with their days written in full; None where it is no file of DATEV."""
    head = part.heads[";"]
    if len(head) < 2 or head[0][1][0].strip() not in KINDS or len(head[0][1]) <= YEAR_BEGINS:
        return None
    names = [folded_name(name) for name in head[1][1]]
    begins = _day(head[0][1][YEAR_BEGINS])
    if DAY not in names or begins is None:
        return None
    at = names.index(DAY)
    table = table_in(part, ";", *head[1])

    def rows() -> Iterator[Row]:
        for line, cells in table.rows():
            yield line, [*cells[:at], _in_full(cells[at], begins), *cells[at + 1 :]] if at < len(cells) else cells

    return table._replace(rows=rows)


def _in_full(cell: str, begins: date) -> str:
    """Return a day such as 0211, or 211, in the twelve months from *begins*; what is none as it is."""
    text = cell.strip()
    if not (text.isascii() and text.isdigit() and len(text) in (3, 4)):
        return cell
    month = int(text[-2:])
    return f"{begins.year + (month < begins.month)}-{month:02}-{int(text[:-2]):02}"


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell.strip())
    except ValueError:
        return None
