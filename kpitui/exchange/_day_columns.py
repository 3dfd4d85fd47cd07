"""The column of days of a table of which no column is called date: it is known by what stands in its cells.

Where one column holds days it is taken; where several do, the person is asked, with their names. Two columns with the
first and the last day of what a row is for are a period where each row is a whole week, month or quarter, and a
question where it is not. Where no row above the first day can be a header, the table has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.kpi_nature import is_flattering
from kpitui.core.text import in_single_quotes
from kpitui.exchange._serials import is_serial_name
from kpitui.exchange.dates import (
    DayForm,
    Every,
    are_most,
    is_day,
    is_day_without_year,
    is_short_month,
    may_have_no_year,
    moment_of,
    month_number,
    periods_in,
)
from kpitui.exchange.numerals import figure_of
from kpitui.exchange.table import (
    Part,
    Row,
    Table,
    excerpt,
    excerpts,
    folded_name,
    has_no_day,
    refuse_wide,
    roles_of,
    spaced,
    table_in,
    without_empty_end,
)

MOST_ROWS = 60
"""Rows below a header in which days are looked for."""


class TableDays(NamedTuple):
    """A table and the names of the columns that hold days."""

    table: Table
    columns: tuple[str, ...]


def first_rows(table: Table) -> list[list[str]]:
    """Return the cells of the first rows of *table*."""
    return [cells for _line, cells in islice(table.rows(), MOST_ROWS)]


def days_of_table(table: Table, rows: Sequence[Sequence[str]] | None = None) -> TableDays:
    """Return which columns of *table* hold days, by its first *rows* where they were read."""
    rows = first_rows(table) if rows is None else rows
    columns = _day_columns(table.names, rows)
    starts = [index for index in columns if _STARTS.search(spaced(table.names[index]))]
    ends = {
        index
        for index in columns
        if len(starts) == 1
        and _ENDS.search(spaced(table.names[index]))
        and (days := _ranges(rows, starts[0], index))
        and all((last - first).days <= 1 for first, last in days)
    }
    return TableDays(table, tuple(table.names[index] for index in columns if index not in ends))


_STARTS = re.compile(
    r"\b(?:start(?:ed|s|ing)?|begin|van|vanaf|from|von|ab|de|du|desde|check-? ?in|beginn|inicio|début|startdatum"
    r"|begindatum|anreise|aankomst|arrival|since)\b",
    re.I,
)
_ENDS = re.compile(
    r"\b(?:end(?:ed|s|ing)?|stop|finish(?:ed)?|tot|to|until|bis|à|au|hasta|check-? ?out|eind|einde|ende|fin|einddatum"
    r"|enddatum|abreise|vertrek|departure|through)\b",
    re.I,
)
"""Columns with the end of what began, which is counted on the day it began: an hour that was worked or metered."""


def _ranges(rows: Sequence[Sequence[str]], start: int, end: int) -> list[tuple[date, date]]:
    """Return the first and the last day of each row that has both; none where some cannot be read, or run backwards."""
    cells = [(row[start].strip(), row[end].strip()) for row in rows if max(start, end) < len(row)]
    for order in ("dmy", "mdy"):
        form = DayForm(order, utc_days=True)
        pairs = [(moment_of(begin, form), moment_of(stop, form)) for begin, stop in cells if begin and stop]
        days = [(begin.date, stop.date) for begin, stop in pairs if begin and stop]
        if days and len(days) == len(pairs) and all(first <= last for first, last in days):
            return days
    return []


class RowRange(NamedTuple):
    """What the rows of a table are for, where they have a first and a last day that are not the same."""

    start: str
    end: str
    """The names of the two columns."""
    every: Every
    """The period that each row is for; empty where they are for other stretches of days."""
    example: str
    """The first row with several days, as a file writes it."""
    day: str = ""
    """The one of the two that counts."""
    wholes: frozenset[tuple[str, str]] = frozenset()
    """The first and the last day of rows that are the total of others, as they are written."""


def range_of(table: Table, rows: Sequence[Sequence[str]], day: str = "") -> RowRange | None:
    """Return the range of days that each row of *table* is for, with *day* as one of its two columns.

    None where the first *rows* are for a day or a night, or the table has no such pair of columns.
    """
    if not any(map(_STARTS.search, map(spaced, table.names))):
        return None
    columns = _day_columns(table.names, rows)
    starts = [index for index in columns if _STARTS.search(spaced(table.names[index]))]
    ends = [index for index in columns if _ENDS.search(spaced(table.names[index])) and index not in starts]
    if len(starts) != 1 or len(ends) != 1 or (day and day not in (table.names[starts[0]], table.names[ends[0]])):
        return None
    whole = _wholes(rows, starts[0], ends[0])
    rows = [row for row in rows if _stretch(row, starts[0], ends[0]) not in whole]
    days = _ranges(rows, starts[0], ends[0])
    longer = [
        row for row in rows if max(starts[0], ends[0]) < len(row) and row[starts[0]].strip() != row[ends[0]].strip()
    ]
    if all((last - first).days <= 1 for first, last in days) or not longer:
        return None
    example = f"{longer[0][starts[0]].strip()} – {longer[0][ends[0]].strip()}"
    every = "" if is_of_stays(table.names) else _period_of_all(days)
    return RowRange(table.names[starts[0]], table.names[ends[0]], every, example, day, whole)


def _stretch(row: Sequence[str], start: int, end: int) -> tuple[str, str]:
    return tuple(row[index].strip() if index < len(row) else "" for index in (start, end))  # type: ignore[return-value]


def _wholes(rows: Sequence[Sequence[str]], start: int, end: int) -> frozenset[tuple[str, str]]:
    """Return the stretches of days of which each holds several others: of rows that are their total."""
    days = _ranges(rows, start, end)
    cells = [_stretch(row, start, end) for row in rows if all(_stretch(row, start, end))]
    if len(days) != len(cells):
        return frozenset()
    stretches = set(days)
    wholes = {
        (first, last)
        for first, last in stretches
        if sum(first <= one and other <= last for one, other in stretches) > LEAST_PARTS
    }
    return frozenset(cell for cell, stretch in zip(cells, days, strict=True) if stretch in wholes)


LEAST_PARTS = 2
"""Other stretches, and itself, above which one that holds them is their total."""


def without_wholes(table: Table, span: RowRange) -> Table:
    """Return *table* without the rows whose days hold those of several others."""
    start, end = table.names.index(span.start), table.names.index(span.end)

    def rows() -> Iterator[Row]:
        return (row for row in table.rows() if _stretch(row[1], start, end) not in span.wholes)

    return table._replace(rows=rows)


_STAY = re.compile(
    r"\bnights?\b|\bguests?\b|check-? ?(?:in|out)\b|\b(?:arrival|departure|anreise|abreise|aankomst|vertrek|nachten"
    r"|overnachtingen|gasten|nächte|gast|gäste|noites|hóspede|noches|huésped|nuits|voyageurs?|notti|ospiti)\b",
    re.IGNORECASE,
)


def is_of_stays(names: Sequence[str]) -> bool:
    """Tell whether each row of a table with these columns is a stay, which lasts as long as its guest likes."""
    return any(map(_STAY.search, map(spaced, names)))


def _period_of_all(days: Sequence[tuple[date, date]]) -> Every:
    """Return the length of the calendar periods that all of *days* are, empty where they are none."""
    if all((last - first).days == 6 and first.weekday() in (0, 6) for first, last in days):
        return "week"
    if all(first.day == 1 and (last + timedelta(1)).day == 1 for first, last in days):
        months = {12 * (last.year - first.year) + last.month - first.month + 1 for first, last in days}
        if months == {1}:
            return "month"
        if months == {3} and all(first.month % 3 == 1 for first, _last in days):
            return "quarter"
    return ""


def day_named_only(table: Table, rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> bool:
    """Tell whether the column that is called as days are holds none in the first *rows*, while another one does."""
    index = roles_of(table.names, mapping)["date"]
    cells = [row[index].strip() for row in rows if index < len(row)]
    texts = [cell for cell in cells if cell]
    if has_day_numbers(rows, index):
        # The number of a day, whose month and year have columns of their own, or beside the day itself.
        apart = all(any(map(words.fullmatch, table.names)) for words in _DATE_PARTS[:2])
        return apart or bool(days_of_table(table, rows).columns)
    if not texts or any(any(sign.isdigit() for sign in cell) for cell in texts):
        return False
    return bool(days_of_table(table, rows).columns)


def has_day_numbers(rows: Sequence[Sequence[str]], index: int) -> bool:
    """Tell whether the column at *index* has the numbers of days, 1 to 31, in the first *rows*."""
    texts = [cell for row in rows if index < len(row) and (cell := row[index].strip()) and not has_no_day(cell)]
    return bool(texts) and all(cell.isdigit() and len(cell) < 3 for cell in texts)


_YEARS = re.compile(r"year|jaar|jahr|année|annee|año|ano|anno|yr", re.IGNORECASE)
_MONTHS_OF = re.compile(r"month(?: ?(?:number|no\.?|of year|name))?|maand|monat|mois|mes|mese|mês", re.IGNORECASE)
_WEEKS_OF = re.compile(
    r"(?:calendar ?|iso ?)?week(?: ?(?:number|no\.?|nr\.?))?|weeknr|wk|kw|kalenderwoche|semaine|semana|settimana", re.I
)
_DAYS_OF = re.compile(r"day(?: of month)?|dag|tag|jour|día|dia|giorno", re.IGNORECASE)


def table_by_parts(part: Part) -> Table | None:
    """Return the table in *part* whose days stand in columns of their year and month, and perhaps day, or as ranges.

    These columns come first in it, as one column or as the two ends of each range. None where there is no such table.
    """
    for delimiter, head in part.heads.items():
        for index, (line, cells) in enumerate(head):
            below = [row for _line, row in head[index + 1 : index + 1 + MOST_ROWS] if len(row) > 1]
            names = without_empty_end([cell.strip() for cell in cells])
            if len(names) < 2 or not below or not _can_be_header(cells):
                continue
            table = table_in(part, delimiter, line, cells)
            for made in (_by_year_and_month(table, below), _by_range_cells(table, below)):
                if made is not None:
                    return made
    return None


def _by_year_and_month(table: Table, below: Sequence[Sequence[str]]) -> Table | None:
    at = [next((i for i, name in enumerate(table.names) if words.fullmatch(name)), -1) for words in _DATE_PARTS]
    if at[0] < 0 or max(at[1], at[3]) < 0 or not all(_joined(row, at) for row in below[:2]):
        return None
    name = table.names[at[2] if at[1] >= 0 and at[2] >= 0 else max(at[1], at[3]) if at[1] < 0 else at[1]]

    def rows() -> Iterator[Row]:
        return ((line, [_joined(cells, at), *cells]) for line, cells in table.rows())

    return table._replace(names=(f"{name} ({table.names[at[0]]})", *table.names), rows=rows, header=table.names)


def parts_of_date(table: Table) -> list[str]:
    """Return the columns of the year, the month and the day of a table that `table_by_parts` made."""
    return [name for name in table.header if any(words.fullmatch(name) for words in _DATE_PARTS)]


_DATE_PARTS = (_YEARS, _MONTHS_OF, _DAYS_OF, _WEEKS_OF)
"""Names of columns with the parts of a date; weeks count only where there are no months."""


def _joined(cells: Sequence[str], at: Sequence[int]) -> str:
    """Return the day or month that the cells of a row at these places are, empty where they are none."""
    if max(at) >= len(cells):
        return ""
    year, month, day, week = (cells[index].strip() if index >= 0 else "" for index in at)
    if at[1] < 0:
        return f"{year}-W{int(week):02}" if len(year) == 4 and (year + week).isdigit() and 1 <= int(week) <= 53 else ""
    number = int(month) if month.isdigit() else month_number(month)
    if not (len(year) == 4 and year.isdigit() and 1 <= number <= 12 and (day.isdigit() or not day)):
        return ""
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


def _by_range_cells(table: Table, below: Sequence[Sequence[str]]) -> Table | None:
    for index, name in enumerate(table.names):
        cells = [row[index].strip() for row in below if index < len(row) and row[index].strip()]
        if not cells or not are_most(sum(ends_of(cell) is not None for cell in cells), len(cells)):
            continue

        def rows(index: int = index) -> Iterator[Row]:
            for line, row in table.rows():
                ends = ends_of(row[index].strip()) if index < len(row) else None
                yield line, [*(ends or ("", "")), *row]

        return table._replace(names=(f"{name} from", f"{name} to", *table.names), rows=rows, header=table.names)
    return None


_RANGE = re.compile(
    r"(?P<first>.*[0-9].*?) ?(?:\u2013|\u2014| - |\bto\b|\bt/m\b|\btot\b|\bbis\b|\bau\b|\bal\b) ?(?P<last>.*[0-9].*)",
    re.IGNORECASE,
)


def ends_of(cell: str) -> tuple[str, str] | None:
    """Return the first and the last day that a cell names, None where it is no range of days."""
    match = _RANGE.fullmatch(cell)
    if match is None:
        return None
    first, last = match["first"].strip(" ,"), match["last"].strip(" ,")
    year = re.search(r"(?:19|20)[0-9]{2}$", last)
    behind, before = last.partition(" ")[2], first.rpartition(" ")[0]
    # What both days share, a year or a month with it, is often written once.
    firsts = [first, *([f"{first} {year[0]}", f"{first}, {year[0]}"] if year else ()), f"{first} {behind}"]
    days = [day for day in firsts if is_day(day)], [day for day in (last, f"{before} {last}") if is_day(day)]
    return (days[0][0], days[1][0]) if all(days) else None


def range_above(part: Part) -> str:
    """Return the range of days that a line above the table of *part* names, empty where none does."""
    for head in part.heads.values():
        for _line, cells in head[:MOST_ABOVE]:
            texts = without_empty_end(cells)
            if len(texts) == 1 and ends_of(texts[0].strip().rpartition(": ")[2]):
                return texts[0].strip().rpartition(": ")[2]
    return ""


MOST_ABOVE = 10
"""Lines above a table in which it says for which days it is."""


def table_with_days(part: Part) -> Table | None:
    """Return the widest table in *part* that has days below a header, None when there is none."""
    best: tuple[int, int, str, Row] | None = None
    for delimiter, head in part.heads.items():
        for index, (line, cells) in enumerate(head):
            names = sum(bool(cell.strip()) for cell in cells)
            if names < 2 or not _can_be_header(cells) or (best is not None and names <= best[0]):
                continue
            below = [row for _line, row in head[index + 1 : index + 1 + MOST_ROWS] if len(row) > 1]
            if _is_of_file(cells, below):
                continue
            if (columns := _day_columns(cells, below)) and _begins_with_days(below, columns):
                best = (names, -line, delimiter, (line, cells))
    if best is None:
        return None
    line, cells = best[3]
    refuse_wide(len(cells))
    return _in_unit_above(table_in(part, best[2], line, cells), part.heads[best[2]])


def _is_of_file(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether a header and the row below it say of what the file is: all rows after it have another width."""
    return (
        len(below) > LEAST_BELOW
        and len(below[0]) == len(names)
        and all(len(row) == len(below[-1]) != len(names) for row in below[LEAST_BELOW:])
    )


LEAST_BELOW = 2
"""Rows of what may be a block about a file: its only row, and the header of the table itself."""
_UNIT_OF_ALL = re.compile(r"units?|unit[eéà]|unidade?s?|eenheid|einheit|jednostka|enhet|enhed", re.IGNORECASE)


def _in_unit_above(table: Table, head: Sequence[Row]) -> Table:
    """Return *table* with the unit that the row right below a header above it names, behind its only other name.

    Half hours of power are no amounts that add up, and only the block about the meter says that they are power.
    """
    above = [cells for line, cells in head if line < table.line]
    if len(table.names) != 2 or len(above) < 2 or len(above[-2]) != len(above[-1]):
        return table
    units = [unit.strip() for name, unit in zip(*above[-2:], strict=True) if _UNIT_OF_ALL.fullmatch(name.strip())]
    if len(units) != 1 or not units[0]:
        return table
    named = f"{table.names[1]} ({units[0]})"
    return table._replace(names=(table.names[0], named), header=table.names)


_SECOND_DAY = re.compile(
    r"value ?date|date ?val|valuta(?:datum)?|wert(?:datum|stellung(?:sdatum)?)?|rentedatum"
    r"|date de valeur|fecha valor|data valuta|értéknap"
    r"|interest date"
    r"|post(?:ing|ed)?[ _]date|settlement[ _]date|datum verrekening|valutadatum|valutadag|bokföringsdag|bokføringsdato"
    r"|kirjauspäivä|data księgowania|fecha de valor|date valeur",
    re.IGNORECASE,
)
"""Columns of banks and cards with the day on which an amount of another day was booked or bears interest."""


_JUST_DAY = re.compile(
    r"data|fecha|jour|tag|giorno|día|dia|dato|dzień|päivä(?:määrä)?|datum|date|dátum|dag|day", re.IGNORECASE
)
"""A column that is just called day, in languages in which other programs export."""

_WHICH_DAY = mark("Several columns have dates: {names}. Say which one to use, such as --map '{quoted}=date'")
_WHOLE_RANGE = mark(
    "Each row is for several days, such as {value}. Export by day, or say on which day it counts, such as "
    "--map '{quoted}=date'"
)
_STAYS = mark(
    "Each row is a stay of several days, such as {value}. Say on which day it counts: --map '{quoted}=date' or --map "
    "'{other}=date'"
)
_SO_FAR = mark(
    "Each row is the whole total of one video, post or episode, not of a day. Export by day, or count it on the day "
    "in '{value}': --map '{quoted}=date'"
)


_TWIN_DAYS = mark("Two columns called {value} have dates. Rename the one that should not count, and import again")


def refuse_twins(table: Table, rows: Sequence[Sequence[str]], day: int) -> None:
    """Raise Refused where another column with the name of the one at *day* has days in the first *rows* as well."""
    name = folded_name(table.names[day])
    if sum(folded_name(table.names[index]) == name for index in _day_columns(table.names, rows)) > 1:
        raise Refused(_TWIN_DAYS, field="day", value=excerpt(table.names[day]))


def day_column(days: TableDays) -> str:
    """Return the one column that holds days; raises Refused with their names where there are several.

    The day on which a bank booked an amount, beside one of the amount itself, is no reason to ask. Raises Refused too
    where the rows are for several days, or are all that came of something since the day it was published.
    """
    own = [name for name in days.columns if not _SECOND_DAY.fullmatch(spaced(name).strip())]
    plain = [name for name in own if _JUST_DAY.fullmatch(name.strip())]
    own = plain if len(plain) == 1 else own
    if len(own) == 1:
        if is_of_published(days.table.names, own[0]) or are_posts(days.table, first_rows(days.table)):
            raise total_so_far(own[0])
        return own[0]
    if len(days.columns) > 1:
        first = days.columns[0]
        # The one that every row has is the best example.
        rows = first_rows(days.table)
        at = [days.table.names.index(name) for name in days.columns]
        full = [name for name, index in zip(days.columns, at, strict=True) if all(_filled(row, index) for row in rows)]
        first = full[0] if full else first
        params: dict[str, object] = {"quoted": in_single_quotes(excerpt(first)), "choices": days.columns}
        several = range_of(days.table, first_rows(days.table))
        if several is not None and {several.start, several.end} == set(days.columns):
            if is_of_stays(days.table.names):
                params |= {"quoted": in_single_quotes(several.start), "other": in_single_quotes(several.end)}
                raise Refused(_STAYS, field="day", value=excerpt(several.example), **params)
            params["quoted"] = in_single_quotes(excerpt(several.end))
            raise Refused(_WHOLE_RANGE, field="day", value=excerpt(several.example), **params)
        raise Refused(_WHICH_DAY, field="day", names=excerpts(days.columns), value=excerpt(first), **params)
    return days.columns[0]


def _filled(row: Sequence[str], index: int) -> bool:
    return index < len(row) and bool(row[index].strip())


_PUBLISHED = re.compile(
    r"\b(?:video|post|reel|episode|song|tweet|story)s?(?: (?:id|title|name|link|url|permalink|caption|content|text))\b"
    r"|\b(?:title|name|link|url|permalink) of (?:the )?(?:video|post|episode)\b|\bpermalink\b",
    re.IGNORECASE,
)
"""Columns that say which video or the like a row is about."""
_PUBLISHED_ON = re.compile(
    r"publi(?:sh|cation)|\bpost(?:ed)? ?(?:time|date|at|on)\b|release|upload|\bcreated?\b|\baired\b", re.IGNORECASE
)
"""Columns with the day on which it was published."""
_TITLE = re.compile(r"(?:title|titel|caption|headline|kop)", re.IGNORECASE)
_ONE_POST = re.compile(r"\b(?:video|post|reel|episode|tweet|story) (?:id|link|url|permalink)\b|\bpermalink\b", re.I)
"""Columns that tell one post from another; a title may come twice."""
_COUNTED_SO_FAR = re.compile(r"\bengagements?\b|\bplays\b", re.IGNORECASE)


def is_of_published(names: Sequence[str], day: str) -> bool:
    """Tell whether each row of a table is about a video or the like, and its day is that on which it was published."""
    if _PUBLISHED_ON.search(spaced(day)) is None:
        return False
    others = [spaced(name) for name in names if name != day]
    return any(map(_PUBLISHED.search, others)) or (any(map(_TITLE.fullmatch, others)) and _are_views(others))


def are_posts(table: Table, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether each of the first *rows* is another post with the views it has had, whatever its day is called."""
    names = [spaced(name) for name in table.names]
    ids = [index for index, name in enumerate(names) if _ONE_POST.search(name)] if _are_views(names) else []
    cells = [[row[index] for row in rows if index < len(row)] for index in ids]
    return any(len(of_rows) == len(rows) == len(set(of_rows)) for of_rows in cells)


def _are_views(names: Sequence[str]) -> bool:
    return any(is_flattering(name) or _COUNTED_SO_FAR.search(name) for name in names)


def total_so_far(day: str) -> Refused:
    """Return the question whether totals so far are to be counted on the only day they have, that of column *day*."""
    return Refused(_SO_FAR, field="day", value=excerpt(day), quoted=in_single_quotes(excerpt(day)), choices=(day,))


def headerless_table(part: Part) -> Table | None:
    """Return the table of *part* when it begins with a day and something beside it: its columns are only numbered.

    A line about the account may stand above it, with figures in it, so that it names no columns.
    """
    for delimiter, head in part.heads.items():
        for index, (_line, row) in enumerate(head[:MOST_BEFORE]):
            cells = without_empty_end(row)
            if len(cells) > 1 and any(map(is_day, cells)):
                names = [f"column {number}" for number in range(1, len(cells) + 1)]
                before = head[index - 1][0] if index else 0
                return table_in(part, delimiter, before, names)._replace(line=0)
            if len(cells) > 1 and _can_be_header(cells):
                break
    return None


MOST_BEFORE = 3
"""Lines among which the first one with a day is, where a table has no header."""


def _day_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that hold days, or, where none does, those that hold weeks, months or quarters.

    Where there are none of these either, those that are called as days are and hold days without a year.
    """
    days, periods, short = [], [], []
    for index, name in enumerate(names):
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        if is_serial_name(name) and all(cell.strip().isdigit() for cell in cells):
            continue
        booked = [cell for cell in cells if not has_no_day(cell)]
        if are_most(sum(map(is_day, booked)), len(booked)):
            days.append(index)
        elif periods_in(name, cells):
            periods.append(index)
        elif CALLED_DAY.search(spaced(name)) and are_most(sum(map(is_day_without_year, cells)), len(cells)):
            short += [index] if may_have_no_year(cells) else []
    return days or periods or short


CALLED_DAY = re.compile(r"\bdates?\b|datum\b|\bfecha\b|\bdata\b|\bdato\b|\bjour\b|\bdzień\b", re.IGNORECASE)


def _can_be_header(cells: Sequence[str]) -> bool:
    """Tell whether no cell is a day or a figure, as in a row of names; a name may be a year."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    if texts and periods_in("", texts[:1]):
        return False
    return not any(is_day(text) or (figure_of(text, ".") is not None and len(text) != 4) for text in texts)


def _begins_with_days(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    """Tell whether a day is in one of the first two rows: above it stands its header, or a row of totals."""
    booked = [row for row in rows if not any(index < len(row) and has_no_day(row[index]) for index in columns)]
    cells = [row[index] for row in booked[:2] for index in columns if index < len(row)]
    return any(is_day(cell) or _is_period(cell) or is_day_without_year(cell) for cell in cells)


def _is_period(cell: str) -> bool:
    return bool(periods_in("month", [cell])) or is_short_month(cell)
