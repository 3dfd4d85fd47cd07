"""JSON as tables: lists of flat objects, lines of them, what KPITUI itself shows, and the answers of web statistics.

Each shape is turned into columns under the names that a table of the same program has, so that one preset reads both.
The line of a row is its place in its list; figures are written with a point, so that no mark has to be found.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from kpitui.core.errors import Refused, mark
from kpitui.exchange.content import Content
from kpitui.exchange.table import Row, Table

LARGEST = 64 << 20
"""Bytes of a JSON document, which has to be held as a whole; lines of JSON have no such limit."""

_SEARCHED_LINES = 200
_NOT_UNDERSTOOD = mark("The JSON on line {line} cannot be read: {reason}")

Found = tuple[Sequence[str], Iterable[Sequence[Any]]]
"""The names of columns, and the rows."""


def json_tables(content: Content) -> list[Table] | None:
    """Return the tables in a JSON document or in lines of JSON, None when the content is neither.

    Raises Refused when it begins as JSON and cannot be read.
    """
    begin = content.head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not begin.startswith((b"{", b"[")):
        return None
    lines = _lines(content)
    if lines is not None:
        return [lines]
    with content.text() as text:
        whole = text.read(LARGEST + 1)
    if len(whole) > LARGEST:
        raise Refused(mark("This JSON is too large: more than {limit} MB; use CSV"), field="file", limit=LARGEST >> 20)
    try:
        document = json.loads(whole)
    except RecursionError as error:
        raise Refused(_NOT_UNDERSTOOD, field="file", line=1, reason=mark("it is nested too deep")) from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Refused(_NOT_UNDERSTOOD, field="file", line=line, reason=getattr(error, "msg", "JSON")) from error
    return [_table(*found) for found in _shapes_in(document)]


def _lines(content: Content) -> Table | None:
    """Return lines of JSON as a table; None when the first line is no object by itself or is alone."""
    with content.text() as text:
        begin = [line for _at, line in zip(range(_SEARCHED_LINES), text, strict=False) if line.strip()]
    first = [_object(line) for line in begin]
    if len(first) < 2 or first[0] is None or first[1] is None:
        return None
    names = _names(one for one in first if one is not None)

    def rows() -> Iterator[Row]:
        with content.text() as text:
            for number, line in enumerate(text, start=1):
                if not line.strip():
                    continue
                record = _object(line)
                if record is None:
                    raise Refused(mark("Line {line} is no object of JSON"), field="file", line=number)
                yield number, [_cell(record.get(name)) for name in names]

    return Table(tuple(names), 0, rows, decimal=".")


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    cells = [(at, [_cell(value) for value in row]) for at, row in enumerate(rows, start=1)]
    return Table(tuple(names), 0, lambda: iter(cells), decimal=".")


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float):
        # 1e-05 is a figure in JSON and not in a table; an infinity stays what it is, and is refused.
        return f"{value:.12f}".rstrip("0").rstrip(".") if "e-" in repr(value) else repr(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _names(records: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record))


def _records(found: Sequence[Any], *, also: Mapping[str, Any] | None = None) -> Found | None:
    """Return a list of objects as names and rows, the same values *also* in front of each."""
    records = [one for one in found if isinstance(one, dict)]
    if not records or len(records) != len(found):
        return None
    front = dict(also or {})
    names = _names(records)
    return [*front, *names], ([*front.values(), *(one.get(name) for name in names)] for one in records)


def _shapes_in(document: Any) -> list[Found]:
    """Return the tables of the first shape that fits; raise Refused when none does."""
    for shape in _SHAPES:
        try:
            found = shape(document)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError):
            continue
        if found is not None:
            return [found]
    reason = mark("This JSON has no figures that are known: write {example}")
    raise Refused(reason, field="file", example='[{"kpi": "orders", "date": "2026-11-23", "value": 5}]')


def _list(document: Any) -> Found | None:
    return _records(document) if isinstance(document, list) else None


def _entries(document: Any) -> Found | None:
    """An object with a list of entries, such as an export of KPITUI."""
    return _records(document["entries"] if "entries" in document else document["entry"])


def _shown(document: Any) -> Found | None:
    """What ``show --json`` prints."""
    kpi, periods = document["kpi"]["key"], document["periods"]
    return ["kpi", "date", "value"], [[kpi, one["start"], one["value"]] for one in periods]


def _google(document: Any) -> Found | None:
    """An answer of the GA4 Data API: every value is a text, the day is 20261123."""
    names = [f"ga4 {one['name']}" for key in ("dimensionHeaders", "metricHeaders") for one in document[key]]
    values = ("dimensionValues", "metricValues")
    return names, [[one["value"] for key in values for one in row.get(key, ())] for row in document["rows"]]


def _plausible(document: Any) -> Found | None:
    """An answer of Plausible's API, version 2, by day."""
    names = ["date", *(f"plausible {metric}" for metric in document["query"]["metrics"])]
    return names, [[one["dimensions"][0][:10], *one["metrics"]] for one in document["results"]]


def _umami(document: Any) -> Found | None:
    """An answer of Umami's API: page views and visitors by day."""
    days: dict[str, list[Any]] = {}
    for at, name in enumerate(("pageviews", "sessions")):
        for one in document[name]:
            days.setdefault(one["x"][:10], [None, None])[at] = one["y"]
    return ["date", "umami pageviews", "umami visitors"], [[day, *values] for day, values in sorted(days.items())]


def _goatcounter(document: Any) -> Found | None:
    """An answer of GoatCounter's API: totals by day."""
    return ["date", "goatcounter visits"], [[one["day"], one["daily"]] for one in document["stats"]]


def _beeminder(document: Any) -> Found | None:
    """A goal of Beeminder with its datapoints."""
    return _records(document["datapoints"])


def _by_day(document: Any) -> Found | None:
    """An object of days, as Matomo gives it; a day without visits is an empty list."""
    days = {day: values for day, values in document.items() if isinstance(values, dict)}
    if not days or not all(day[:4].isdigit() for day in document):
        return None
    names = _names(days.values())
    return ["date", *names], [[day, *(values.get(name) for name in names)] for day, values in days.items()]


_SHAPES: tuple[Callable[[Any], Found | None], ...] = (
    _list,
    _entries,
    _shown,
    _google,
    _plausible,
    _umami,
    _goatcounter,
    _beeminder,
    _by_day,
)
