"""Writing the whole database, journal included, as statements that the sqlite3 program reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpitui.exchange.writing import Business
from kpitui.i18n.harmless import DANGEROUS


def write(business: Business) -> Iterator[str]:
    """Yield one statement a line."""
    for statement, values in business.statements():
        if values is None:
            yield f"{statement};\n"
        else:
            yield f"{_filled(statement, iter(values))};\n"


def _filled(statement: str, values: Iterator[object]) -> str:
    return re.sub(r"\?", lambda _: literal(next(values)), statement)


def literal(value: object) -> str:
    """Return *value* as SQL that stands for exactly it, and in which no character can act on a terminal."""
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value).replace("'", "''")
    return re.sub(DANGEROUS, lambda match: f"'||char({ord(match[0])})||'", f"'{text}'")
