"""What a row from another machine must be, beyond what the schema checks, before it may stand beside ours.

The schema checks types, references and days; here is what only the program knows: keys, rhythms, formulas, the years
there are, characters that cannot be stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any

from kpitui.core.cadence import parse_cadence
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.formula import Formula
from kpitui.core.kpi_names import checked_key
from kpitui.core.text import LONGEST_TEXT, TOO_LONG, UNSTORABLE
from kpitui.store.content import MergeTable, Row

FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Goals are set and closed by people of our time; their pace is reckoned with days around them."""


def _a_kpi(row: Row) -> None:
    checked_key(row["key"])
    parse_cadence(row["cadence"])
    if row["kind"] == "formula":
        Formula.parse(row["formula"] or "")
    if row["kind"] == "ratio" and not (row["numerator"] and row["denominator"]):
        raise ValueError(row["key"])
    if row["direction"] == "band" and (row["band_low"] is None or row["band_high"] is None):
        raise ValueError(row["key"])


def _an_entry(row: Row) -> None:
    if row.get("time") is not None:
        time.fromisoformat(row["time"])


def _a_goal(row: Row) -> None:
    for column in ("start", "deadline", "closed"):
        if row.get(column) is not None and not FIRST_YEAR <= date.fromisoformat(row[column]).year <= LAST_YEAR:
            raise ValueError(row["uid"])


def _a_draft(row: Row) -> None:
    fields = json.loads(row["fields"])
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise TypeError(row["form"])


CHECKS: Mapping[str, Callable[[Row], None]] = {"kpi": _a_kpi, "entry": _an_entry, "goal": _a_goal, "draft": _a_draft}
"""By table, what is checked of each of its rows."""


WRITTEN: Mapping[str, tuple[str, ...]] = {
    "kpi": ("source", "description"),
    "entry": ("note", "source"),
    "pause": ("reason",),
    "note": ("text",),
    "goal": ("title", "why", "acceptable", "learning"),
    "target": ("reason",),
    "action": ("what", "reason"),
    "decision": ("said", "remark"),
    "planned": ("text",),
}
"""By table, the columns in which a person writes as much as there is room for at entry."""


def admit(table: MergeTable, rows: Iterable[Row], days: Iterable[str], path: str) -> None:
    """Refuse the file at *path* when one of its *rows* is not what this program writes; *days* are columns of days."""
    check = CHECKS.get(table.name)
    for row in rows:
        try:
            for column in days:
                if row.get(column) is not None:
                    date.fromisoformat(row[column])
            if any(isinstance(value, str) and re.search(UNSTORABLE, value) for value in row.values()):
                raise ValueError(table.name)
            longest = max((len(row.get(column) or "") for column in WRITTEN.get(table.name, ())), default=0)
            if longest > LONGEST_TEXT:
                raise Refused(TOO_LONG, what=mark("a text"), count=longest, most=LONGEST_TEXT)
            if check is not None:
                check(row)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise _refusal(table, row, path, error) from error


def _refusal(table: MergeTable, row: Row, path: str, error: Exception) -> Refused:
    if isinstance(error, KpituiError):
        return Refused(error.message, field="file", **error.params)
    shown: Any = {column: row.get(column) for column in table.identity}
    reason = f"{table.name} {', '.join(str(value) for value in shown.values())}"
    return Refused(
        mark("{path} holds something KPITUI did not write ({reason})"), field="file", path=path, reason=reason[:200]
    )
