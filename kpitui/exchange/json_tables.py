"""JSON as tables: lists of flat objects, lines of them, what KPITUI itself shows, and the answers of web statistics.

Each shape is turned into columns under the names that a table of the same program has, so that one preset reads both.
The line of a row is its place in its list; figures are written with a point, so that no mark has to be found. Cells are
made while rows are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from kpitui.core.errors import Refused, mark
from kpitui.core.parser_reasons import TOO_DEEP, parser_reason
from kpitui.exchange.content import FileContent
from kpitui.exchange.dates import is_day
from kpitui.exchange.table import Row, Table, excerpt, refuse_wide

LARGEST = 16 << 20
"""Characters of a JSON document, which has to be held as a whole; lines of JSON have no such limit."""
MOST_VALUES = 1_200_000
"""Commas of a JSON document: so many values take some three hundred megabytes."""
MOST_CELLS = 5_000_000
"""Cells, empty ones too, that objects with different names may come to."""
MOST_EMPTY = 10
"""Beyond that, how many cells there may be for each value."""

_SEARCHED_LINES = 200
TOO_MANY_DIGITS = mark("it has a number with too many digits")
"""The one thing that Python refuses although it is JSON."""
_NOT_UNDERSTOOD = mark("The JSON on line {line} can't be read: {reason}")
_TOO_LARGE = mark("This JSON is too large: more than {limit} MB. Use CSV")

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
        raise Refused(_NOT_UNDERSTOOD, field="file", line=1, reason=TOO_DEEP) from error
    except _DuplicateName as error:
        raise _duplicate_name(1, error) from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        why = parser_reason(error, with_line=False) if hasattr(error, "msg") else TOO_MANY_DIGITS
        raise Refused(_NOT_UNDERSTOOD, field="file", line=line, reason=why) from error
    return [_table(*columns) for columns in _shapes_in(document)]


def _with_unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name, value in pairs if len(dict(pairs)) != len(pairs) else ():
        if name in record:
            raise _DuplicateName(name)
        record[name] = value
    return record or dict(pairs)


def _duplicate_name(line: int, error: _DuplicateName) -> Refused:
    reason = mark("The JSON on line {line} has '{value}' twice in one object. Keep only the right one")
    return Refused(reason, field="file", line=line, value=excerpt(str(error)))


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
                "The objects of this JSON have too many different field names. Use one object for each number, or CSV"
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
    """Return the table of the first shape that fits, else the one list with days; raise Refused when there is none."""
    for shape in _SHAPES:
        try:
            columns = shape(document)
        except Refused:
            raise
        except (KeyError, TypeError, AttributeError, IndexError, ValueError):
            continue
        if columns is not None:
            return [columns]
    lists = dict(islice(_lists_in(document, "", 0), MOST_LISTS))
    with_days = {path: flat for path, records in lists.items() if _has_days(flat := _flattened(records))}
    if len(with_days) == 1:
        return [(names, _Records(names, records)) for names, records in with_days.values()]
    if with_days:
        reason = mark(
            "This JSON has several lists with days: {names}. Import them one by one, each in a file of its own"
        )
        raise Refused(reason, field="file", names=excerpt(", ".join(with_days)))
    if lists:
        reason = mark("This JSON has no list with days. It has {names}. Write numbers like {example}")
        names = "; ".join(f"{path}: {', '.join(_flattened(records)[0][:6])}" for path, records in lists.items())
        raise Refused(reason, field="file", names=names[:200], example=_EXAMPLE)
    raise Refused(mark("No numbers recognised in this JSON. Write them like {example}"), field="file", example=_EXAMPLE)


_EXAMPLE = '[{"kpi": "orders", "date": "2026-11-23", "value": 5}]'
MOST_LISTS = 50
"""Lists of objects in a document that are looked at."""
_DEEPEST = 8

Records = Sequence[Mapping[str, Any]]


def _lists_in(value: Any, path: str, depth: int) -> Iterator[tuple[str, Records]]:
    """Yield the lists of objects in *value*, each with where it is, such as ``data.views[]``; none within another."""
    if isinstance(value, list):
        if value and all(isinstance(record, dict) for record in value):
            yield f"{path}[]", value
            if len(value) == 1 and depth < _DEEPEST:
                # An answer for one site or account is a list with one object in it.
                for name, inner in value[0].items():
                    yield from _lists_in(inner, f"{path}[].{name}", depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        for name, inner in value.items():
            yield from _lists_in(inner, f"{path}.{name}" if path else name, depth + 1)


def _flattened(records: Records) -> tuple[list[str], Records]:
    """Return objects with what is in objects within them beside the rest, as ``sum.requests``; their names first."""
    flat = [_flat(record, "", 0) for record in records]
    return _names(flat), flat


def _flat(record: Mapping[str, Any], path: str, depth: int) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            fields |= _flat(value, f"{path}{name}.", depth + 1)
        else:
            fields[f"{path}{name}"] = value
    return fields


def _has_days(flat: tuple[Sequence[str], Records]) -> bool:
    names, records = flat
    begin = records[:20]
    return len(names) > 1 and any(all(is_day(_cell(record.get(name))) for record in begin) for name in names)


def _list(document: Any) -> Columns | None:
    if not isinstance(document, list) or not all(isinstance(record, dict) for record in document):
        return None
    names, records = _flattened(document)
    return (names, _Records(names, records)) if records else None


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


def _github(document: Any) -> Columns | None:
    """An answer of GitHub's API on the traffic of a repository: its views or its clones by day."""
    clones = "clones" in document
    names = ["timestamp", *(("github clones", "github cloners") if clones else ("github views", "github visitors"))]
    counts = document["clones" if clones else "views"]
    return names, [[count["timestamp"], count["count"], count["uniques"]] for count in counts]


def _npm(document: Any) -> Columns | None:
    """An answer of npm's API: the downloads of a package by day."""
    return ["day", "npm downloads"], [[count["day"], count["downloads"]] for count in document["downloads"]]


def _pypi(document: Any) -> Columns | None:
    """An answer of pypistats.org: downloads by day; those of mirrors are in one of the two categories and left out."""
    counts = document["data"]
    with_mirrors = {"with_mirrors"} & {count["category"] for count in counts}
    without_mirrors = [count for count in counts if not with_mirrors or count["category"] == "without_mirrors"]
    return ["date", "pypi downloads"], [[count["date"], count["downloads"]] for count in without_mirrors]


def _cloudflare(document: Any) -> Columns | None:
    """An answer of Cloudflare's GraphQL API: requests, page views and visitors of a zone by day."""
    (zone,) = document["data"]["viewer"]["zones"]
    days = zone["httpRequests1dGroups"]
    names = ["date", "cloudflare requests", "cloudflare pageviews", "cloudflare uniques", "cloudflare bytes"]
    return names, [
        [
            day["dimensions"]["date"],
            day["sum"].get("requests"),
            day["sum"].get("pageViews"),
            day.get("uniq", {}).get("uniques"),
            day["sum"].get("bytes"),
        ]
        for day in days
    ]


PROMETHEUS_COLUMNS = ("prometheus time", "prometheus series", "prometheus value")


def _prometheus(document: Any) -> Columns | None:
    """An answer of the HTTP API of Prometheus to a range query: a series of samples for each set of labels."""
    rows = []
    for series in document["data"]["result"]:
        labels = {name: value for name, value in series["metric"].items() if name != "__name__"}
        name = series["metric"].get("__name__", "")
        called = " ".join(filter(None, [name, *(f"{label}={value}" for label, value in sorted(labels.items()))]))
        rows += [[str(int(float(moment))), called or "value", value] for moment, value in series["values"]]
    return PROMETHEUS_COLUMNS, rows


def _simple_analytics(document: Any) -> Columns | None:
    """An answer of Simple Analytics' API with its histogram of days."""
    names = ["date", "simpleanalytics pageviews", "simpleanalytics visitors"]
    return names, [[day["date"], day["pageviews"], day.get("visitors")] for day in document["histogram"]]


def _lemon_squeezy(document: Any) -> Columns | None:
    """An answer of Lemon Squeezy's API: orders, whose amounts are in cents."""
    if not all(order["type"] == "orders" for order in document["data"]):
        return None
    names = ["created_at", "lemonsqueezy order", "status", "currency", "lemonsqueezy total", "lemonsqueezy refunded"]
    fields = ("created_at", "order_number", "status", "currency", "total", "refunded_amount")
    return names, [[order["attributes"].get(field) for field in fields] for order in document["data"]]


_NO_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
"""Currencies whose smallest unit is the currency itself (ISO 4217)."""


def _paddle(document: Any) -> Columns | None:
    """An answer of Paddle's API: transactions, whose amounts are in the smallest unit of their currency.

    What was refunded since is in the adjusted totals; tax is Paddle's to pay, as it is the seller.
    """
    if not all(str(transaction["id"]).startswith("txn_") for transaction in document["data"]):
        return None
    names = ["date", "paddle id", "status", "currency_code", "paddle revenue", "paddle refunds", "paddle fee"]
    rows = []
    for transaction in document["data"]:
        totals = transaction["details"]["totals"]
        after = transaction["details"].get("adjusted_totals") or totals
        unit = 1 if transaction["currency_code"] in _NO_CENTS.split() else 100
        before, net = (int(amounts["total"]) - int(amounts["tax"]) for amounts in (totals, after))
        day = transaction.get("billed_at") or transaction["created_at"]
        fee = after.get("fee") or totals.get("fee")
        rows.append(
            [
                day,
                transaction["id"],
                transaction["status"],
                transaction["currency_code"],
                net / unit,
                (before - net) / unit,
                None if fee is None else int(fee) / unit,
            ]
        )
    return (names, rows) if rows else None


def _kit(document: Any) -> Columns | None:
    """An answer of Kit's API: subscribers, with what a person entered for each left out."""
    names = ["id", "email_address", "state", "created_at"]
    records = document["subscribers"]
    return (names, [[record[name] for name in names] for record in records]) if records else None


def _timewarrior(document: Any) -> Columns | None:
    """What Timewarrior exports: intervals in UTC, of which one that still runs has no end."""
    if not isinstance(document, list) or not document or "start" not in document[0]:
        return None
    rows = []
    for interval in document:
        if "end" not in interval:
            continue
        start, end = (
            datetime.strptime(interval[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for name in ("start", "end")
        )
        rows.append([f"{start:%Y-%m-%dT%H:%M:%SZ}", repr((end - start).total_seconds() / 3600)])
    return (["timewarrior start", "timewarrior hours"], rows) if rows else None


_SHAPES: tuple[Callable[[Any], Columns | None], ...] = (
    _timewarrior,
    _list,
    _entries,
    _shown,
    _google,
    _plausible,
    _umami,
    _goatcounter,
    _beeminder,
    _github,
    _npm,
    _lemon_squeezy,
    _simple_analytics,
    _pypi,
    _cloudflare,
    _prometheus,
    _paddle,
    _kit,
    _by_day,
)
