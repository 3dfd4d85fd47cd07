"""A preset: what is known of the export of one program, as data, from its columns to the KPIs they become.

How a file is found to be of a preset is told here as well; turning its rows into figures per day is the work of
`preset_days`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import Literal, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.reading import FileSource
from kpitui.exchange.table import Part, Row, Table, folded, refuse_wide, table_in, twins

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


class TableMatch(NamedTuple):
    """A table of a file that is of a preset, with the place of each column by its own name."""

    table: Table
    places: dict[str, int]
    has: tuple[Metric, ...]
    """What the table has columns for."""

    def place(self, column: Column) -> int | None:
        """Return where *column* stands, or None when the table has none."""
        return self.places.get(column[0]) if column else None


def matches(preset: Preset, source: FileSource) -> Iterator[TableMatch]:
    """Yield the tables in *source* that are of *preset*."""
    for table in () if preset.commented else source.json:
        if (match := _match(preset, table)) is not None:
            yield match
    for part in source.parts:
        if preset.commented and not _begins_with_a_report(source, part):
            continue
        for delimiter, head in part.heads.items():
            if (match := _match_below(preset, part, delimiter, head, part.folded_names[delimiter])) is not None:
                yield match
                break


def _match_below(
    preset: Preset, part: Part, delimiter: str, head: Sequence[Row], folded_names: Sequence[frozenset[str]]
) -> TableMatch | None:
    """Return the table whose header, or whose first row where the preset has none, is in *head*."""
    if preset.headerless:
        if not head or not _looks_like(preset, head[0][1]):
            return None
        return _match(preset, table_in(part, delimiter, 0, preset.headerless))
    for (line, cells), names in zip(head, folded_names, strict=True):
        if len(cells) > 1 and _may_be(preset, names):
            match = _match(preset, table_in(part, delimiter, line, cells))
            if match is not None:
                return match
    return None


def _may_be(preset: Preset, names: Set[str]) -> bool:
    """Tell whether columns with these folded *names* are all that the preset needs."""
    return not any(names.isdisjoint(column) for column in (preset.date, *preset.needs))


def _begins_with_a_report(source: FileSource, part: Part) -> bool:
    """Tell whether a report of that kind begins here: below a line of dashes, or comments with its period."""
    return "start date" in part.notes or source.parts[0].notes.get("", "").startswith("# --")


def columns_of(preset: Preset) -> list[Column]:
    """Return every column of *preset* that something is read from."""
    rows = [*preset.only, *([preset.minus] if preset.minus else [])]
    for metric in preset.metrics:
        rows += [*metric.where, *metric.back]
    named = [preset.date, preset.currency, preset.account, preset.note]
    figures = [column for metric in preset.metrics for column in (metric.of, metric.less)]
    return [column for column in (*named, *figures, *(row.column for row in rows)) if column]


def _match(preset: Preset, table: Table) -> TableMatch | None:
    names = [folded(name) for name in table.names]
    folded_names = set(names)
    if not _may_be(preset, folded_names) or not folded_names.isdisjoint(preset.lacks):
        return None
    refuse_wide(len(names))
    if not folded_names.isdisjoint(preset.compares):
        raise Refused(mark("The file compares two periods: export it without the comparison"), field="file")
    places: dict[str, int] = {}
    for column in columns_of(preset):
        index = next((names.index(name) for name in column if name in folded_names), None)
        if index is not None:
            places[column[0]] = index
            if names.count(names[index]) > 1:
                raise twins(table.names[index])
    has = tuple(metric for metric in preset.metrics if _has(metric, places))
    match = TableMatch(table, places, tuple(metric for metric in has if not metric.parts or _parts_in(metric, has)))
    return match if any(not metric.parts for metric in match.has) else None


def _has(metric: Metric, places: dict[str, int]) -> bool:
    needed = [metric.of, *(row.column for row in metric.where if row.accepts)]
    return all(column[0] in places for column in needed if column)


def _parts_in(metric: Metric, has: Sequence[Metric]) -> bool:
    return set(metric.parts) <= {other.key for other in has}


def _looks_like(preset: Preset, cells: Sequence[str]) -> bool:
    if len(cells) < len(preset.pattern):
        return False
    return all(re.fullmatch(form, cell.strip()) for form, cell in zip(preset.pattern, cells, strict=False))
