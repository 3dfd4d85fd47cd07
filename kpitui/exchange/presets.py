"""What is known of the exports of programs, as data: `presets.toml`, from their columns to the KPIs they become.

How a file is found to be of a preset, and what its rows are worth, is the work of `preset_engine`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from kpitui.core.errors import mark

Column = tuple[str, ...]
"""The names that one column goes by, folded: the first is its own, the others its translations and older names."""

How = Literal["sum", "count", "distinct", "last", "mean", "only", "each"]

CURRENCY = "currency"
"""The unit of a figure that is in the currency its rows name; where they name none, in that of the business."""


class Where(NamedTuple):
    """Rows by what stands in a column, in any case; a value that ends with ``*`` means what begins so."""

    column: Column
    values: tuple[str, ...]
    accepts: bool = True
    """Whether these rows are wanted, or all others."""


class Metric(NamedTuple):
    """A KPI that comes from the rows of a day."""

    key: str
    title: str
    """Its name for people, untranslated."""
    of: Column = ()
    """The column of its figures; none when rows are counted."""
    how: How = "sum"
    """sum, count, distinct (different texts), last, mean, only (one row a day, or it is refused), each by itself."""
    kind: str = "flow"
    unit: str = ""
    where: tuple[Where, ...] = ()
    sign: Literal["", "in", "out"] = ""
    """Only what came in, or only what went out, then without its minus."""
    times: float = 1.0
    less: Column = ()
    """A column whose figure is taken off in the same row, where the file has it: what went back of a payment."""
    back: tuple[Where, ...] = ()
    """Rows besides those of `where` that are added with their own sign: what went back, below zero. Where only what
    came in is wanted, what is above zero in them is no part of it."""
    parts: tuple[str, str] | tuple[()] = ()
    """For a ratio: the keys above and below the line."""
    better: str = "higher"


class Preset(NamedTuple):
    """The export of one program."""

    name: str
    title: str
    """Its name for people, untranslated."""
    date: Column
    needs: tuple[Column, ...]
    """Columns without which a file is another program's."""
    metrics: tuple[Metric, ...]
    only: tuple[Where, ...] = ()
    """The rows that are money, or visits, at all."""
    minus: Where | None = None
    """Where amounts have no sign: the rows in which they went out."""
    currency: Column = ()
    account: Column = ()
    """The column that says whose figures these are, when one file or several can hold more than one."""
    note: Column = ()
    order: Literal["dmy", "mdy"] | None = None
    """Which comes first in its dates, where the program leaves no doubt."""
    decimal: Literal[".", ","] | None = None
    days: Literal["", "utc", "nth"] = ""
    """utc: the first ten signs of a moment are the day; nth: a column counts the days from the start in a comment."""
    commented: bool = False
    """Whether it stands below lines that begin with ``#``; rows without a day are totals then."""
    lacks: Column = ()
    """Columns that another program's file of nearly the same shape has."""
    compares: Column = ()
    """A column that a file has only when it holds two periods side by side, which cannot be told apart by day."""
    headerless: tuple[str, ...] = ()
    """The columns of a file that has no header."""
    pattern: tuple[str, ...] = ()
    """For a file without a header: what the cells of its first row look like."""


def columns_of(preset: Preset) -> list[Column]:
    """Return every column of *preset* that something is read from."""
    rows = [*preset.only, *([preset.minus] if preset.minus else [])]
    for metric in preset.metrics:
        rows += [*metric.where, *metric.back]
    named = [preset.date, preset.currency, preset.account, preset.note]
    figures = [column for metric in preset.metrics for column in (metric.of, metric.less)]
    return [column for column in (*named, *figures, *(row.column for row in rows)) if column]


def presets() -> Iterator[Preset | str]:
    """Yield what `presets.toml` describes, in its order: a preset, or ``module:name`` of a format that is code."""
    text = (files("kpitui.exchange") / "presets.toml").read_text(encoding="utf-8")
    for name, fields in tomllib.loads(text).items():
        yield fields["reader"] if "reader" in fields else preset_of(name, fields)


_COLUMNS = ("date", "currency", "account", "note", "of", "less")
"""Fields that hold the names of one column."""


def preset_of(name: str, fields: Mapping[str, Any]) -> Preset:
    """Return the preset with the *fields* of its table; raises TypeError or KeyError for what no preset has."""
    rest = {field: value for field, value in fields.items() if field not in ("brand", "rows", "statement")}
    rows = {key: Where(_column(row["column"]), tuple(row["is"])) for key, row in fields.get("rows", {}).items()}
    rest["title"] = fields.get("brand") or fields["title"]
    rest["needs"] = tuple(map(_column, fields["needs"]))
    rest["only"] = _rows(rows, fields.get("only", ()))
    rest["minus"] = rows[fields["minus"]] if "minus" in fields else None
    if "statement" in fields:
        rest["metrics"] = _statement(**fields["statement"])
    else:
        rest["metrics"] = tuple(_metric(key, rows, metric) for key, metric in fields["metrics"].items())
    return Preset(name, **{field: _value(field, value) for field, value in rest.items()})


def _metric(key: str, rows: Mapping[str, Where], fields: Mapping[str, Any]) -> Metric:
    named = {field: _rows(rows, fields.get(field, ())) for field in ("where", "back")}
    return Metric(key, **{field: _value(field, value) for field, value in {**fields, **named}.items()})


def _statement(amount: Any, balance: Any = (), unit: str = CURRENCY) -> tuple[Metric, ...]:
    """Return what every bank statement brings; what of it is revenue, it cannot tell."""
    metrics = (
        Metric("money-in", mark("Money in"), _column(amount), unit=unit, sign="in"),
        Metric("expenses", mark("Expenses"), _column(amount), unit=unit, sign="out", better="lower"),
    )
    if not balance:
        return metrics
    return (*metrics, Metric("bank-balance", mark("Bank balance"), _column(balance), "last", "level", unit))


def _rows(rows: Mapping[str, Where], names: Sequence[str]) -> tuple[Where, ...]:
    """Return the *rows* with these *names*; ``not`` before a name means all others."""
    return tuple(rows[name.removeprefix("not ")]._replace(accepts=not name.startswith("not ")) for name in names)


def _column(names: str | list[str]) -> Column:
    return (names,) if isinstance(names, str) else tuple(names)


def _value(field: str, value: Any) -> Any:
    """Return *value* as the records have it: a column by its names, an array as a tuple."""
    if field in _COLUMNS:
        return _column(value)
    return tuple(value) if isinstance(value, list) else value
