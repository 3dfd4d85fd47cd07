"""JSON as tables: lists of flat objects, lines of them, what KPITUI itself shows, and the answers of web statistics.

Each shape is turned into columns under the names that a table of the same program has, so that one preset reads both.
The line of a row is its place in its list; figures are written with a point, so that no mark has to be found. Cells are
made while rows are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from kpitui.core.errors import Refused, mark
from kpitui.exchange.content import FileContent
from kpitui.exchange.table import Row, Table, refuse_wide, shown

LARGEST = 16 << 20
"""Characters of a JSON document, which has to be held as a whole; lines of JSON have no such limit."""
MOST_VALUES = 1_200_000
"""Commas of a JSON document: so many values take some three hundred megabytes."""
MOST_CELLS = 5_000_000
"""Cells, empty ones too, that objects with different names may come to."""
MOST_EMPTY = 10
"""Beyond that, how many cells there may be for each value."""

_SEARCHED_LINES = 200
_NOT_UNDERSTOOD = mark("The JSON on line {line} cannot be read: {reason}")
_TOO_LARGE = mark("This JSON is too large: more than {limit} MB; use CSV")

Columns = tuple[Sequence[str], Iterable[Sequence[Any]]]
"""The names of columns, and the rows, which can be gone through again and again."""


class _DuplicateName(ValueError):
    """An object with one name twice, of which only one value would be kept."""


def json_tables(content: FileContent) -> list[Table] | None:
    """Return the tables in a JSON document or in lines of JSON, None when the content is neither.

    Raises Refused when it begins as JSON and cannot be read.
    """
    begin = content.head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not begin.startswith((b"{", b"[")):
        return None
    lines = _lines(content)
    if lines is not None:
        return [lines]
    whole = content.whole(LARGEST)
    if len(whole) > LARGEST or whole.count(",") > MOST_VALUES:
        raise Refused(_TOO_LARGE, field="file", limit=LARGEST >> 20)
    try:
        document = json.loads(whole, object_pairs_hook=_with_unique_names)
    except RecursionError as error:
        raise Refused(_NOT_UNDERSTOOD, field="file", line=1, reason=mark("it is nested too deeply")) from error
    except _DuplicateName as error:
        raise _duplicate_name(1, error) from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Refused(_NOT_UNDERSTOOD, field="file", line=line, reason=getattr(error, "msg", "JSON")) from error
    return [_table(*columns) for columns in _shapes_in(document)]


def _with_unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name, value in pairs if len(dict(pairs)) != len(pairs) else ():
        if name in record:
            raise _DuplicateName(name)
        record[name] = value
    return record or dict(pairs)


def _duplicate_name(line: int, error: _DuplicateName) -> Refused:
    reason = mark("The JSON on line {line} has '{value}' twice in one object. Keep the one that counts")
    return Refused(reason, field="file", line=line, value=shown(str(error)))


def _lines(content: FileContent) -> Table | None:
    """Return lines of JSON as a table; None when the first line is no object by itself or is alone."""
    try:
        begin = [line for line in islice(content.lines(), _SEARCHED_LINES) if line.strip()]
    except Refused:  # a line that long is a document
        return None
    if len(begin) < 2 or not all(isinstance(_value(line, 1), dict) for line in begin[:2]):
        return None
    names = _Names()
    for number, line in enumerate(content.lines(), start=1):
        if line.strip():
            names.take(_object(line, number))

    def rows() -> Iterator[Row]:
        for number, line in enumerate(content.lines(), start=1):
            if line.strip():
                record = _object(line, number)
                yield number, [_cell(record.get(name)) for name in names.seen]

    return Table(tuple(names.seen), 0, rows, decimal=".")


def _object(line: str, number: int) -> Mapping[str, Any]:
    value = _value(line, number)
    if not isinstance(value, dict):
        raise Refused(mark("Line {line} is not a JSON object"), field="file", line=number)
    return value


def _value(line: str, number: int) -> Any:
    """Return the JSON on a line, None when it is none; raise Refused for an object with one name twice."""
    try:
        return json.loads(line, object_pairs_hook=_with_unique_names)
    except _DuplicateName as error:
        raise _duplicate_name(number, error) from error
    except (ValueError, RecursionError):
        return None


class _Names:
    """The names of many objects, as columns; raises Refused when they are too many for what stands in them."""

    def __init__(self) -> None:
        self.seen: dict[str, None] = {}
        self._records = self._values = 0

    def take(self, record: Mapping[str, Any]) -> None:
        """Take the names of one object."""
        self.seen |= dict.fromkeys(record)
        self._records += 1
        self._values += len(record)
        refuse_wide(len(self.seen))
        if self._records * len(self.seen) > max(MOST_CELLS, MOST_EMPTY * self._values):
            reason = mark(
                "The objects of this JSON have too many different names. Use one object for each number, or CSV"
            )
            raise Refused(reason, field="file")


def _table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    def cells() -> Iterator[Row]:
        return ((number, [_cell(value) for value in row]) for number, row in enumerate(rows, start=1))

    return Table(tuple(names), 0, cells, decimal=".")


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
    names = _Names()
    for record in records:
        names.take(record)
    return list(names.seen)


class _Records:
    """Objects as rows under the same names."""

    def __init__(self, names: Sequence[str], records: Sequence[Mapping[str, Any]]) -> None:
        self._names = names
        self._all = records

    def __iter__(self) -> Iterator[Sequence[Any]]:
        return ([record.get(name) for name in self._names] for record in self._all)


def _records(values: Sequence[Any]) -> Columns | None:
    """Return a list of objects as names and rows."""
    records = [value for value in values if isinstance(value, dict)]
    if not records or len(records) != len(values):
        return None
    names = _names(records)
    return names, _Records(names, records)


def _shapes_in(document: Any) -> list[Columns]:
    """Return the tables of the first shape that fits; raise Refused when none does."""
    for shape in _SHAPES:
        try:
            columns = shape(document)
        except Refused:
            raise
        except (KeyError, TypeError, AttributeError, IndexError, ValueError):
            continue
        if columns is not None:
            return [columns]
    reason = mark("No numbers recognised in this JSON. Write {example}")
    raise Refused(reason, field="file", example='[{"kpi": "orders", "date": "2026-11-23", "value": 5}]')


def _list(document: Any) -> Columns | None:
    return _records(document) if isinstance(document, list) else None


def _entries(document: Any) -> Columns | None:
    """An object with a list of entries, such as an export of KPITUI."""
    return _records(document["entries"] if "entries" in document else document["entry"])


def _shown(document: Any) -> Columns | None:
    """What ``show --json`` prints."""
    kpi, periods = document["kpi"]["key"], document["periods"]
    return ["kpi", "date", "value"], [[kpi, period["start"], period["value"]] for period in periods]


def _google(document: Any) -> Columns | None:
    """An answer of the GA4 Data API: every value is a text, the day is 20261123."""
    names = [f"ga4 {part['name']}" for key in ("dimensionHeaders", "metricHeaders") for part in document[key]]
    values = ("dimensionValues", "metricValues")
    return names, [[part["value"] for key in values for part in row.get(key, ())] for row in document["rows"]]


def _plausible(document: Any) -> Columns | None:
    """An answer of Plausible's API, version 2, by day."""
    names = ["date", *(f"plausible {metric}" for metric in document["query"]["metrics"])]
    return names, [[result["dimensions"][0][:10], *result["metrics"]] for result in document["results"]]


def _umami(document: Any) -> Columns | None:
    """An answer of Umami's API: page views and visitors by day."""
    days: dict[str, list[Any]] = {}
    for index, name in enumerate(("pageviews", "sessions")):
        for count in document[name]:
            days.setdefault(count["x"][:10], [None, None])[index] = count["y"]
    return ["date", "umami pageviews", "umami visitors"], [[day, *values] for day, values in sorted(days.items())]


def _goatcounter(document: Any) -> Columns | None:
    """An answer of GoatCounter's API: totals by day."""
    return ["date", "goatcounter visits"], [[day["day"], day["daily"]] for day in document["stats"]]


def _beeminder(document: Any) -> Columns | None:
    """A goal of Beeminder with its datapoints."""
    return _records(document["datapoints"])


def _by_day(document: Any) -> Columns | None:
    """An object of days, as Matomo gives it; a day without visits is an empty list."""
    days = {day: values for day, values in document.items() if isinstance(values, dict)}
    if not days or not all(day[:4].isdigit() for day in document):
        return None
    names = _names(days.values())
    return ["date", *names], [[day, *(values.get(name) for name in names)] for day, values in days.items()]


_SHAPES: tuple[Callable[[Any], Columns | None], ...] = (
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
