"""Spreadsheets (XLSX, XLS, ODS) as text tables, one for each sheet, by an extra package.

A cell is written as a file of text would have it: a day as 2026-11-23, a figure with a point and never three digits
behind it, for those could be thousands. What is hidden, coloured or worked out is not told apart; of a formula the
result counts that was saved with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from kpitui.core.errors import Refused, mark

MOST_CELLS = 20_000_000
"""Cells of all sheets of a file, empty ones too."""

_WITHOUT = mark(
    "{value} is a spreadsheet. To read it, add the extra package: pip install 'kpitui[xlsx]'. Or "
    "save the sheet as CSV (UTF-8) and import that"
)
_BROKEN = mark("{value} is a spreadsheet that cannot be read: {reason}")


def sheets_of(stream: IO[bytes], name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each sheet with something in it, and what is in it as CSV in UTF-8.

    Raises Refused when the package is not there, and when the file is locked, damaged or too large.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ImportError as error:
        raise Refused(_WITHOUT, field="file", value=name) from error
    try:
        book = CalamineWorkbook.from_filelike(stream)
        cells = 0
        for sheet_name in book.sheet_names:
            rows = book.get_sheet_by_name(sheet_name).to_python(skip_empty_area=False)
            cells += sum(map(len, rows))
            if cells > MOST_CELLS:
                reason = mark("it has more than {limit} million cells")
                raise Refused(reason, field="file", limit=MOST_CELLS // 1_000_000)
            if any(any(cell != "" for cell in row) for row in rows):
                yield sheet_name, _csv(rows)
    except PasswordError as error:
        raise Refused(mark("{value} has a password: save it without one"), field="file", value=name) from error
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(_BROKEN, field="file", value=name, reason=str(error)[:200]) from error


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:  # noqa: PLR0911  a form for each type
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _figure(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value).replace("\0", "")


def _figure(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.10f}".rstrip("0") if abs(value) < 1e15 else repr(value)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
