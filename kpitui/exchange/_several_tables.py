"""Several tables with days in one file: below each other, or beside each other with an empty column between.

Each keeps its own days. They are read as one table in which every row has the figures of one of them only, so that
nothing of one is ever counted for another. A block without days beside a table, such as a summary, is none of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kpitui.exchange._day_columns import days_of_table, first_rows
from kpitui.exchange.dates import is_day, periods_in
from kpitui.exchange.numerals import figure_of
from kpitui.exchange.table import Row, Table, folded_name, ragged, roles_of

MOST_TABLES = 12
LEAST_ROWS = 2
"""Rows below which lines about a file may only look like a table."""


def side_by_side(table: Table, mapping: Mapping[str, str]) -> tuple[list[Table], list[str]]:
    """Return the tables that stand beside each other in *table*, and what blocks without days are called.

    The table itself where it is one.
    """
    groups = _groups(table.names)
    rows = first_rows(table) if len(groups) > 1 else []
    if len(groups) < 2 or not rows:
        return [table], []
    tables = [_sliced(table, group) for group in groups]
    places = [_day_at(part, mapping) for part in tables]
    if places[0] is None:
        return [table], []
    own: list[int] = []
    beside: list[Table] = []
    left_out: list[str] = []
    for group, part, place in zip(groups, tables, places, strict=True):
        if place is not None and own:
            beside.append(part)
        elif own and _is_block(rows, own, group):
            left_out.append("/".join(filter(None, part.names[:3])))
        else:
            own += group
    if not beside and not left_out:
        return [table], []
    return _told_apart([_sliced(table, own), *beside]), left_out


def _told_apart(tables: Sequence[Table]) -> list[Table]:
    """Return *tables* so that no two have the same names: what the second of two has is called ``Visits (2)``."""
    apart: list[Table] = []
    for table in tables:
        same = sum(table.names == other.names for other in apart)
        names = tuple(f"{name} ({same + 1})" if same and index else name for index, name in enumerate(table.names))
        apart.append(table._replace(names=names))
    return apart


def with_two_headers(table: Table, above: Sequence[str], below: Row) -> Table:
    """Return *table* with the names of both its header lines, where it has two.

    The second is the row *below*, of words without a day, under names of which some stand above several columns; or
    the names are in the row *above*, and those below them come twice.
    """
    line, cells = below
    second = [cell.strip() for cell in cells]
    if _is_second(table.names, second):

        def rows() -> Iterator[Row]:
            return (row for row in table.rows() if row[0] != line)

        names = _named(_filled_on(table.names, second), second)
        return table._replace(names=names, rows=rows, header=table.names)
    groups = [cell.strip() for cell in above]
    twice = {name for name in table.names if name and table.names.count(name) > 1}
    if any(group and not name for group, name in zip(groups, table.names, strict=False)) and not table.names[0]:
        twice = set(table.names)  # each line names what the other leaves open
    if not twice or len([cell for cell in groups if cell]) < LEAST_GROUPS or any(map(_is_figure, groups)):
        return table
    filled = _filled_on(groups, table.names)
    return table._replace(
        names=tuple(
            f"{group} {name}".strip() if name in twice else name
            for group, name in zip(filled, table.names, strict=False)
        ),
        header=table.names,
    )


LEAST_GROUPS = 2


def _is_second(names: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether the row below a header names what stands under its first names, which leave columns out."""
    nameless = [cell for name, cell in zip(names, below, strict=False) if not name and cell]
    more = below[len(names) :]
    named = len([cell for cell in below if cell]) >= LEAST_GROUPS
    return named and bool(nameless or any(more)) and not any(map(_is_figure, below)) and not any(map(is_day, below))


def _is_figure(text: str) -> bool:
    return figure_of(text, ".") is not None or figure_of(text, ",") is not None


def _filled_on(names: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return *names* with each also above the columns to its right that have none, as wide as *below*."""
    filled: list[str] = []
    for index in range(max(len(names), len(below))):
        own = names[index] if index < len(names) else ""
        filled.append(own or (filled[-1] if filled and index < len(below) and below[index] else ""))
    return filled


def _named(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{name} {below[index]}".strip() if index < len(below) else name for index, name in enumerate(above))


def _groups(names: Sequence[str]) -> list[list[int]]:
    """Return the columns between nameless ones, and from each that is called as the first one is."""
    groups: list[list[int]] = [[]]
    first = folded_name(names[0]) if names else ""
    for index, name in enumerate(names):
        again = bool(first) and index > 0 and folded_name(name) == first
        if not name or again:
            groups.append([])
        if name:
            groups[-1].append(index)
    return [group for group in groups if len(group) > 1]


def _day_at(table: Table, mapping: Mapping[str, str]) -> int | None:
    """Return the only column of days of *table*; None where it has none, or several."""
    named = roles_of(table.names, mapping).get("date")
    cells = [row[named].strip() for row in first_rows(table) if named is not None]
    if named is not None and any(is_day(cell) or periods_in("month", [cell]) for cell in cells[:2]):
        return named
    columns = days_of_table(table).columns
    return table.names.index(columns[0]) if len(columns) == 1 else None


def _is_block(rows: Sequence[Sequence[str]], own: Sequence[int], group: Sequence[int]) -> bool:
    """Tell whether the columns of *group* hold words and figures of their own, in fewer rows than the table has."""
    labels = [_at(row, group[0]) for row in rows]
    filled = [any(_at(row, index) for index in group) for row in rows]
    days = [bool(_at(row, own[0])) for row in rows]
    words = [label for label in labels if label]
    return sum(filled) < sum(days) and bool(words) and not any(figure_of(word, ".") is not None for word in words)


def _at(row: Sequence[str], index: int) -> str:
    return row[index].strip() if index < len(row) else ""


def _sliced(table: Table, columns: Sequence[int]) -> Table:
    """Return a table of these columns, without the rows in which they are empty."""

    def rows() -> Iterator[Row]:
        for line, cells in table.rows():
            own = [cells[index] if index < len(cells) else "" for index in columns]
            if any(cell.strip() for cell in own):
                yield line, own

    return table._replace(names=tuple(table.names[index] for index in columns), rows=rows, header=table.names)


def joined(table: Table, others: Sequence[Table], mapping: Mapping[str, str]) -> tuple[Table, list[Table]]:
    """Return *table* with the rows of *others* that have days of the same length below it, and which of them these are.

    Their columns come behind its own; a day stands in its column of days. What is called alike has the title of its
    table before it.
    """
    date_at = roles_of(table.names, mapping)["date"]
    every = _every(table, date_at)
    places = [(other, place) for other in others[:MOST_TABLES] if (place := _day_at(other, mapping)) is not None]
    fitting = [(other, place) for other, place in places if _every(other, place) == every and _has_days(other, place)]
    if not fitting:
        return table, []
    own = [(one, [name for index, name in enumerate(one.names) if index != place]) for one, place in fitting]
    counts = Counter(
        folded_name(name) for names in (table.names, *(names for _one, names in own)) for name in set(names)
    )
    titled = all(one.title for one in (table, *(one for one, _names in own)))
    alike = {name for name, count in counts.items() if count > 1} if titled else set()
    names = [
        f"{table.title} {name}" if index != date_at and folded_name(name) in alike else name
        for index, name in enumerate(table.names)
    ]
    offsets = []
    for other, of_other in own:
        offsets.append(len(names))
        names += [f"{other.title} {name}" if folded_name(name) in alike else name for name in of_other]
    width = len(names)

    def rows() -> Iterator[Row]:
        for line, cells in table.rows():
            yield line, _padded(cells, len(table.names), width)
        for (other, place), offset in zip(fitting, offsets, strict=True):
            size = len(other.names)
            for line, cells in other.rows():
                if ragged(cells, size):
                    yield line, _padded(cells, size, width)
                    continue
                row = [""] * width
                row[date_at] = cells[place]
                row[offset : offset + size - 1] = [cell for index, cell in enumerate(cells[:size]) if index != place]
                yield line, row

    whole = table._replace(names=tuple(names), rows=rows, header=table.header or table.names)
    return whole, [other for other, _place in fitting]


def _has_days(table: Table, place: int) -> bool:
    """Tell whether nearly every row has a day or a period, and a figure beside it."""
    rows = [row for row in first_rows(table) if place < len(row)]
    days = [row for row in rows if is_day(row[place]) or periods_in("month", [row[place]])]
    measured = [row for row in days if any(_is_figure(cell.strip()) for cell in row)]
    return len(measured) >= LEAST_ROWS and 5 * len(days) >= 4 * len(rows)


def _padded(cells: list[str], own: int, width: int) -> list[str]:
    """Return a row at the width of all tables; one that ends too early, or has more than its own, stays wrong."""
    if len(cells) < own:
        return cells
    more = [cell for cell in cells[own:] if cell.strip()]
    return [*cells[:own], *[""] * (width - own), *more]


def _every(table: Table, place: int) -> str:
    cells = [row[place] for row in first_rows(table) if place < len(row)]
    return periods_in(table.names[place], cells)
