"""Spreadsheets (XLSX, ODS) as text tables, one for each sheet, by an extra package.

A cell is written as a file of text would have it: a day as 2026-11-23, a figure with a point and never three digits
behind it, for those could be thousands. What is hidden, coloured or worked out is not told apart; of a formula the
result counts that was saved with it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import IO, Any
from xml.parsers import expat
from zipfile import ZipFile

from kpitui.core.errors import Refused, mark

MOST_CELLS = 5_000_000
"""Cells of all sheets of a file, empty ones too: the package holds each of them in some thirty bytes."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""The size of a sheet in a spreadsheet program, whose last cell is XFD1048576."""

_BLOCK = 1 << 16
_WITHOUT = mark(
    "{value} is a spreadsheet. To read it, add the extra package: pip install 'kpitui[xlsx]'. Or "
    "save the sheet as CSV (UTF-8) and import that"
)
_BROKEN = mark("{value} is a spreadsheet that can't be read: {reason}")
_TOO_MANY = mark(
    "{value} has more than {limit} million cells, empty ones included. Delete the cells far to the right or far down, "
    "or save the sheet as CSV (UTF-8) and import that"
)
_OUTSIDE = mark("{value} has a cell outside the sheet. Save the sheet as CSV (UTF-8) and import that")
_OTHER_FORMAT = mark(
    "{value} is an XLS or XLSB file, or has a password. Save it as XLSX without a password, or as CSV (UTF-8), and "
    "import that"
)


def sheets_of(stream: IO[bytes], name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each sheet with something in it, and what is in it as CSV in UTF-8.

    Raises Refused when the package is not there, and when the file is locked, damaged, too large or an XLS file.
    """
    try:
        from python_calamine import CalamineWorkbook, PasswordError
    except ImportError as error:
        raise Refused(_WITHOUT, field="file", value=name) from error
    try:
        _check_size(stream, name)
        stream.seek(0)
        book = CalamineWorkbook.from_filelike(stream)
        cells = 0
        for sheet_name in book.sheet_names:
            sheet = book.get_sheet_by_name(sheet_name)
            cells += sheet.total_height * sheet.total_width
            if cells > MOST_CELLS:
                raise _too_many(name)
            content = _csv(sheet.iter_rows())
            if content:
                yield sheet_name, content
    except (Refused, MemoryError):
        raise
    except PasswordError as error:
        raise Refused(mark("{value} has a password: save it without one"), field="file", value=name) from error
    except Exception as error:
        raise Refused(_BROKEN, field="file", value=name, reason=str(error)[:200]) from error
    except BaseException as error:
        # What goes wrong inside the package arrives as an exception that no module exports.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused(_BROKEN, field="file", value=name, reason=str(error)[:200]) from error


def _too_many(name: str) -> Refused:
    return Refused(_TOO_MANY, field="file", value=name, limit=MOST_CELLS // 1_000_000)


def _check_size(stream: IO[bytes], name: str) -> None:
    """Raise Refused when the sheets of an XLSX or ODS file reach too far, and for a file of another format."""
    stream.seek(0)
    if stream.read(2) != b"PK":
        raise Refused(_OTHER_FORMAT, field="file", value=name)
    with ZipFile(stream) as archive:
        members = archive.infolist()
        if any(member.filename.lower().endswith("workbook.bin") for member in members):
            raise Refused(_OTHER_FORMAT, field="file", value=name)
        cells = 0
        for member in members:
            if member.flag_bits & 1:
                raise Refused(mark("{value} has a password: save it without one"), field="file", value=name)
            # Drawings of old versions look like XML and are not; pictures and fonts do not even begin like it.
            if member.filename.lower().endswith(".vml"):
                continue
            with archive.open(member) as part:
                block = part.read(_BLOCK)
                if not (member.filename.lower().endswith(".xml") or block.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"):
                    continue
                extent = _Extent(name)
                while block:
                    extent.feed(block)
                    block = part.read(_BLOCK)
                cells += extent.cells()
                if cells > MOST_CELLS:
                    raise _too_many(name)


class _Extent:
    """How many cells the sheets in an XML part of a spreadsheet take up, with the empty ones before the last."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sheets = 0
        """Cells of the sheets before this one; a part of an ODS file holds all of them."""
        self._last_row = self._last_column = 0
        self._row = self._column = 0
        self._path: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, block: bytes) -> None:
        """Read on; raises Refused for a cell outside a sheet and for entities, ExpatError for what is no XML."""
        self._parser.Parse(block)

    def cells(self) -> int:
        """Return the number of cells so far."""
        return self._sheets + self._last_row * self._last_column

    def _doctype(self, *_declaration: object) -> None:
        raise Refused(
            _BROKEN,
            field="file",
            value=self._name,
            reason=mark("it has XML definitions of its own (DOCTYPE or ENTITY)"),
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if self._path and self._path[-1] in ("c", "table-cell"):
            # A cell with nothing in it, which only has a format, takes no room.
            self._use_cell()
        self._path.append(tag)
        if tag == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = self._place(attributes["r"])
        elif tag == "row":
            self._row = self._number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif tag == "dimension":
            for corner in attributes.get("ref", "A1").split(":"):
                self._check(*self._place(corner))
        else:
            self._start_ods(tag, attributes)

    def _start_ods(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self._sheets = self.cells()
            self._last_row = self._last_column = self._row = self._column = 0
        elif tag == "table-row":
            self._row += self._repeated(attributes, "rows")
            self._column = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self._column += self._repeated(attributes, "columns")
            if any(key.endswith((":value-type", ":formula")) for key in attributes):
                self._use_cell()

    def _end(self, _tag: str) -> None:
        self._path.pop()

    def _use_cell(self) -> None:
        self._check(self._row, self._column)
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self.cells() > MOST_CELLS:
            raise _too_many(self._name)

    def _check(self, row: int, column: int) -> None:
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise self._outside()

    def _place(self, reference: str) -> tuple[int, int]:
        """Return the row and the column of a reference such as B12, from 1."""
        match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", reference.strip())
        if match is None:
            raise self._outside()
        column = 0
        for letter in match[1].upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        row = int(match[2])
        self._check(row, column)
        return row, column

    def _repeated(self, attributes: dict[str, str], what: str) -> int:
        key = f"number-{what}-repeated"
        return max([self._number(text) for name, text in attributes.items() if name.endswith(key)], default=1)

    def _number(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,7}", text.strip()) or int(text) > MOST_ROWS:
            raise self._outside()
        return int(text)

    def _outside(self) -> Refused:
        return Refused(_OUTSIDE, field="file", value=self._name)


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return *rows* as CSV, row by row, for a sheet may have millions of cells; nothing where all are empty."""
    text, is_empty = io.StringIO(), True
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        is_empty = is_empty and all(cell == "" for cell in row)
        writer.writerow([_cell(value) for value in row])
    return b"" if is_empty else text.getvalue().encode()


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
    if not isfinite(value):
        return repr(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.10f}".rstrip("0") if abs(value) < 1e15 else repr(value)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
