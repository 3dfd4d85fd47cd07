"""The lossless export: the content of a database as one JSON document, and reading it back. See docs/export.md.

The document is an object. Under ``kpitui`` it says what it is; every other name is a table with its rows as objects,
in which KPIs are named by their key, goals and actions by their uid, imports by their number in the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kpitui.core.errors import Refused, mark
from kpitui.core.parser_reasons import parser_reason
from kpitui.exchange.writing import Business
from kpitui.files.target import DATABASE
from kpitui.i18n.harmless import escaped

ABOUT = "kpitui"
"""The name under which a document says what it is."""

VERSION = 1
"""Raised by one when a document of today could no longer be read by the program of today."""

BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"kpitui"\s*:\s*\{\s*"document"')
"""How a document begins, whoever formatted it."""

NUMBER = "#"
"""Where a row of the store keeps its own number; in the document it is called id."""

Tables = dict[str, list[dict[str, Any]]]


def write(business: Business) -> Iterator[str]:
    """Yield the document, a row at a time."""
    about = {"document": "export", "version": VERSION, "schema": business.schema, "written": business.written}
    yield f"{{\n{_text(ABOUT)}: {_text(about)}"
    for name, rows in business.tables():
        yield f",\n{_text(name)}: ["
        for index, row in enumerate(rows):
            shown = {"id" if column == NUMBER else column: value for column, value in row.items()}
            yield f"{',' if index else ''}\n{_text(shown)}"
        yield "]"
    yield "\n}\n"


def read(data: bytes) -> Tables:
    """Return the rows of each table in a document; raise Refused when it is none, or one of a newer program."""
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(
            mark("The file is not a KPITUI database or JSON export: {reason}"),
            field="file",
            reason=parser_reason(error),
        ) from error
    about = document.get(ABOUT) if isinstance(document, dict) else None
    if not isinstance(about, dict) or about.get("document") != "export":
        raise Refused(mark("The file is JSON, but was not made with kpitui export --format json"), field="file")
    if about.get("version") != VERSION:
        raise Refused(
            mark("This export is version {found}, but this KPITUI reads version {known}. Upgrade KPITUI"),
            field="file",
            found=str(about.get("version"))[:20],
            known=VERSION,
        )
    return {name: _rows(name, rows) for name, rows in document.items() if name != ABOUT}


def refuse_database(head: bytes) -> None:
    """Refuse a file that begins as a database or a document, where one with figures is expected."""
    if head.startswith(DATABASE) or BEGINNING.match(head):
        raise Refused(mark("This is a KPITUI database or export. Use kpitui merge"), field="file")


def _rows(name: str, rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise Refused(mark("'{name}' in the export is not a list of rows"), field="file", name=name[:60])
    return [
        {NUMBER if column == "id" and isinstance(value, int) else column: value for column, value in row.items()}
        for row in rows
    ]


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and all(
        value is None or isinstance(value, str | int | float) for value in row.values()
    )


def _no_number(name: str) -> float:
    raise ValueError(name)


def _text(value: object) -> str:
    """Return JSON in which no character can act on a terminal: those that could are escaped."""
    return escaped(json.dumps(value, ensure_ascii=False, allow_nan=False))
