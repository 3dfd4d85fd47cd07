"""Days and times as files write them: which comes first in a column, the day or the month, and what its cells are.

The order is found from all cells and never guessed. What people type, such as `last friday`, is not for files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.table import shown

Order = Literal["dmy", "mdy"]

_CLOCK = r"(?:(?:T| {1,2})(?P<time>[0-9]{1,2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[+-][0-9]{2}:?[0-9]{2})?)?"
_YEAR_FIRST = re.compile(r"(?P<y>[0-9]{4})(?P<sep>[-/.]?)(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4})" + _CLOCK)
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")


class Moment(NamedTuple):
    """A local day, with the time of day as ``HH:MM`` when the cell has one."""

    date: date
    time: str | None


class FileOrder(NamedTuple):
    """Whether days or months come first in a column of dates."""

    order: Order
    assumed_of: str = ""
    """A date of which only the order that is usual tells what it is; empty where the column or a person decides."""


def order_in(column: str, cells: Iterable[str], chosen: str | None, usual: str | None = None) -> FileOrder:
    """Return whether days or months come first in the dates of *column*; it does not matter to dates year first.

    The chosen order goes before the evidence, which is a number above 12, and the evidence before what is *usual* where
    its reader lives. Raises Refused, naming the option, when the dates contradict each other or nothing decides.
    """
    if chosen is not None:
        return FileOrder("mdy" if chosen == "mdy" else "dmy")
    proof: dict[str, str] = {}
    for cell in set(cells):
        match = _YEAR_LAST.fullmatch(cell)
        if match is not None and int(match["a"]) != int(match["b"]):
            says = "dmy" if int(match["a"]) > 12 else "mdy" if int(match["b"]) > 12 else "unclear"
            proof[says] = min(proof.get(says, cell), cell)
    if "dmy" in proof and "mdy" in proof:
        raise Refused(
            mark("'{column}' has both {dmy} and {mdy}. Say which is right: --dates dmy or --dates mdy"),
            field="dates",
            column=shown(column),
            **{name: proof[name] for name in ("dmy", "mdy")},
        )
    if "unclear" in proof and len(proof) == 1:
        if usual is not None:
            return FileOrder("mdy" if usual == "mdy" else "dmy", proof["unclear"])
        raise Refused(
            mark("In '{column}' the day or the month may come first, as in {value}. Add --dates dmy or --dates mdy"),
            field="dates",
            column=shown(column),
            value=proof["unclear"],
        )
    return FileOrder("mdy" if "mdy" in proof else "dmy")


def moment_of(cell: str, order: Order) -> Moment | None:
    """Return the day, and the time if it has one, that a cell stands for, or None when it is no such thing.

    A moment with an offset from UTC keeps the clock it was written by; one in UTC (``Z``) has no local day.
    """
    match = _YEAR_FIRST.fullmatch(cell)
    # Without marks between them all eight digits are there: 2026111 could be two days.
    if match is not None and (match["sep"] or len(match["m"] + match["d"]) == 4):
        numbers = match["y"], match["m"], match["d"]
    else:
        match = _YEAR_LAST.fullmatch(cell)
        if match is None:
            return None
        numbers = (match["y"], match["b"], match["a"]) if order == "dmy" else (match["y"], match["a"], match["b"])
    time = time_of(match["time"]) if match["time"] else None
    if match["time"] and time is None:
        return None
    try:
        return Moment(date(*map(int, numbers)), time)
    except ValueError:
        return None


@lru_cache(3_000)
def time_of(cell: str) -> str | None:
    """Return a time of day as ``HH:MM``, or None when the cell is none."""
    match = _TIME.fullmatch(cell)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return f"{int(match[1]):02}:{match[2]}"
