"""Tables with their periods above the columns: a KPI per row and months across, or years down and months across.

They are read as a figure per row. A month without a year is none: its year stands in the first column, in the row
above, in a line above the table or in the name of the file. Days of one month (1, 2, 3) and days of the week stand
above the columns too: the first beside a month, the others beside weeks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange._day_columns import ends_of
from kpitui.exchange.dates import (
    DayForm,
    Order,
    is_day,
    is_short_month,
    moment_of,
    month_number,
    order_in,
    periods_in,
    week_in,
    weekday_number,
)
from kpitui.exchange.numerals import figure_of, unit_called
from kpitui.exchange.table import SUM_NAME, Part, Row, Table, excerpt, is_total, refuse_wide, table_in

COLUMNS = ("date", "kpi", "value")
LEAST_PERIODS = 2
"""Columns that are periods, from which a table is one of them."""
LEAST_DAYS = 5
"""Columns that are days of a week or a month, from which a table is one of them."""
SEARCHED_ROWS = 12
"""Rows that may be the header, below a title."""
MOST_LABELS = 3
"""Columns before the periods that may say what a row is."""
_UNIT = re.compile(
    r"units?(?: of measure| of measurement)?|uom|eenheid|einheit|unité|unidad|currency|valuta|währung", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YEARS = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_QUARTER = re.compile(r"[qk][1-4]", re.IGNORECASE)
_OF_TIME = re.compile(
    r"years?|jaar|jaren|jahr|months?|maand(?:en)?|monat|quarters?|kwartaal|period\w?|date|datum|days?|dag(?:en)?|tag"
    r"|(?:week|wk|woche|kw|semaine|semana)(?: ?(?:of|van|ab|vom|commencing|starting|beginning|ending|start|begin|nr"
    r"|no|number|nummer))?\.?|weeknr\.?|weeknummer|w/?[ce]|",
    re.IGNORECASE,
)
_SPAN = "(?:19|20)[0-9]{2}|week|wk|kw|month|quarter|year|maand|kwartaal|jaar|woche|monat|quartal|jahr"
_BESIDE = re.compile(
    rf"(?:(?:{_SPAN})(?: [0-9]{{1,2}})? )?(?:{SUM_NAME}|ytd)(?: (?:19|20)[0-9]{{2}})?"
    r"|average|avg\.?|mean|gemiddelde?|ytd|year to date|units?"
    r"|eenheid|change|%|notes?|weektotaal|",
    re.IGNORECASE,
)
"""What a column beside the periods may be called."""
_OF_BALANCES = re.compile(r"balance sheets?|\bbalans\b|\bbilanz\b|\bbilan\b|balance general|stato patrimoniale", re.I)
_ACCOUNTS = re.compile(r"(?:assets|liabilities|equity)(?::.*)?", re.IGNORECASE)
"""Accounts of which a date names the balance, as programs for plain text accounting call them."""
NO_YEAR = mark(
    "{value} is a month without a year. Write months with their year, such as {example}, or put the year in the file "
    "name"
)
NO_FIRST_DAY = mark("{value} doesn't say which week it is. Write the first day of each week, such as {example}")


Orders = tuple[str | None, str | None]


class _Shape(NamedTuple):
    """What the columns and rows of such a table are."""

    places: Mapping[int, str]
    """The period of each column: with its year, or the part of a year, a month or a week that it is."""
    labels: int
    """How many columns stand before them."""
    units: frozenset[int] = frozenset()
    """Those of the columns before them that say in what a row is counted, and not what it is."""


def has_weekdays(names: Sequence[str], rows: Sequence[Sequence[str]], date_at: int) -> bool:
    """Tell whether the days of the week stand above the columns of a table, or beside its first *rows*."""
    cells = [row[date_at].strip() for row in rows if date_at < len(row) and row[date_at].strip()]
    numbers = [number for number in map(weekday_number, names) if number]
    return len(set(numbers)) == len(numbers) >= LEAST_DAYS or (bool(cells) and all(map(weekday_number, cells)))


def crosstab_in(part: Part, dates: str | None = None, usual: str | None = None) -> Table | None:
    """Return the table of *part* that has periods above its columns, None where there is none.

    *dates* is the order of days that was chosen, *usual* that of the region. Raises Refused for months of which no year
    is known, and for weeks by days that can be read in two ways.
    """
    for delimiter, head in part.heads.items():
        for index, (line, cells) in enumerate(head[:SEARCHED_ROWS]):
            names = [_month_so_far(cell.strip()) or cell.strip() for cell in cells]
            rows = [[cell.strip() for cell in row] for _line, row in head[index + 1 :]]
            rows = [row for row in rows if row and row[0] and not is_total(row[0]) and not _BESIDE.fullmatch(row[0])]
            above = [[cell.strip() for cell in row] for _line, row in head[:index]]
            shape = _shape(names, rows, above, part)
            if shape is not None:
                units = frozenset(i for i in range(1, shape.labels) if _UNIT.fullmatch(names[i]))
                shape = shape._replace(units=units)
                refuse_wide(len(names))
                return _table(part, table_in(part, delimiter, line, cells), shape, above, (dates, usual))
    return None


def _month_so_far(name: str) -> str:
    """Return the month, as 2026-11, of which *name* is the first and another day; empty for any other name.

    The running month of a report by months is called ``Nov 1 - Nov 27, 2026``.
    """
    ends = ends_of(name) if name[-4:].isdigit() else None
    if ends is None:
        return ""
    moments = [moment_of(end, DayForm("dmy")) for end in ends]
    first, last = (None if moment is None else moment.date for moment in moments)
    if first is None or last is None or first.day != 1 or (first.year, first.month) != (last.year, last.month):
        return ""
    return f"{first.year}-{first.month:02}"


def _shape(
    names: Sequence[str], rows: Sequence[Sequence[str]], above: Sequence[Sequence[str]], part: Part
) -> _Shape | None:
    """Return which columns are periods, and of what; None where they are none. Raises Refused for months alone."""
    first = next((i for i, name in enumerate(names) if i and _may_be_period(name)), 0) if rows else 0
    if not 0 < first <= MOST_LABELS:
        return None
    across = {i: name for i, name in enumerate(names) if i >= first and not _BESIDE.fullmatch(name)}
    texts = list(across.values())
    labels = [row[0] for row in rows]
    if len(across) < LEAST_PERIODS:
        return None
    shape = _Shape(across, first)
    if _are_weekdays(texts):
        return shape if _are_weeks(labels, texts, part, above) else None
    if any(map(is_day, labels)):
        return None
    if not _are_days(texts) and all(map(_is_part_of_year, texts)):
        return _of_year(across, first, labels, above, part)
    return shape if _are_periods(texts, labels, above, part) else None


def _are_periods(texts: Sequence[str], labels: Sequence[str], above: Sequence[Sequence[str]], part: Part) -> bool:
    """Tell whether the *texts* above the columns are periods beside such labels, days of a known month among them."""
    if _are_days(texts):
        return bool(_month_of("", above, part)) or all(_month_of(label, above, part) for label in labels)
    if all(map(weekday_number, labels)) and all(map(week_in, texts)):
        return True
    if all(map(_YEAR.fullmatch, texts)):
        return all(map(_is_part_of_year, labels))
    whole = all(is_day(text) or periods_in("month", [text]) or is_short_month(text) for text in texts)
    if _are_days_down(labels):
        return all(periods_in("month", [text]) for text in texts)
    return whole and not all(map(_is_figure, labels))


def _are_days_down(labels: Sequence[str]) -> bool:
    """Tell whether the rows are called as the days of a month are, from the first ones on, beside months."""
    if len(labels) < LEAST_DAYS or not all(_DAY_OF_MONTH.fullmatch(label) for label in labels):
        return False
    days = [int(label) for label in labels]
    return days[0] == 1 and all(before < after for before, after in pairwise(days))


_DAY_OF_MONTH = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])\.?")


def _may_be_period(name: str) -> bool:
    if _is_part_of_year(name) or _YEAR.fullmatch(name) or weekday_number(name) or name == "1":
        return True
    return is_day(name) or bool(periods_in("month", [name])) or is_short_month(name)


def _of_year(
    across: Mapping[int, str], first: int, labels: Sequence[str], above: Sequence[Sequence[str]], part: Part
) -> _Shape | None:
    """Return the shape of columns that are months or quarters, with the year that is known of them."""
    if all(map(_YEAR.fullmatch, labels)):
        return _Shape(across, first)
    if all(map(_is_figure, labels)) and not _are_days_down(labels):
        return None
    if above and (years := _years_above(above[-1], across)) is not None:
        return _Shape({i: _joined(years[i], text) for i, text in across.items()}, first)
    year = _year_of(above, part)
    numbers = [month_number(text) for text in across.values()]
    if year and (not all(numbers) or numbers == sorted(numbers)):
        return _Shape({i: _joined(year, text) for i, text in across.items()}, first)
    if all(numbers):
        text = next(iter(across.values()))
        raise Refused(NO_YEAR, field="year", value=excerpt(text), example=f"{text} 2026")
    return None


def _years_above(row: Sequence[str], across: Mapping[int, str]) -> dict[int, str] | None:
    """Return the year of each column from the row above, where it stands above the first of its months."""
    years: dict[int, str] = {}
    year = ""
    for index in range(max(across) + 1):
        cell = row[index] if index < len(row) else ""
        if cell and not _YEAR.fullmatch(cell) and index in across:
            return None
        year = cell if _YEAR.fullmatch(cell) else year
        if index in across:
            years[index] = year
    return years if all(years.values()) else None


def _year_of(above: Sequence[Sequence[str]], part: Part) -> str:
    """Return the only year that the name of the file names, else the lines above the table; empty where none does."""
    for text in (PurePath(part.content.name).stem, " ".join(cell for row in above for cell in row)):
        years = set(_YEARS.findall(text))
        if len(years) == 1:
            return str(years.pop())
    return ""


_MONTH_AND_YEAR = re.compile(
    r"(?P<name>[^\W\d_]{3,12})\.?[ ,/_-]{1,2}(?P<year>(?:19|20)[0-9]{2})|(?P<year2>(?:19|20)[0-9]{2})[ /_-]?"
    r"(?P<number>0[1-9]|1[0-2])(?![0-9])|(?<![0-9])(?P<number2>0?[1-9]|1[0-2])[/_-](?P<year3>(?:19|20)[0-9]{2})"
)


def _month_of(label: str, above: Sequence[Sequence[str]], part: Part) -> str:
    """Return the month, as 2026-11, that a label names, or else a line above or the file; empty where none does."""
    if label and (number := month_number(label)) and (year := _year_of(above, part)):
        return f"{year}-{number:02}"
    texts = [label] if label else [*(cell for row in above for cell in row), PurePath(part.content.name).stem]
    months = set()
    for text in texts:
        for match in _MONTH_AND_YEAR.finditer(text):
            number = month_number(match["name"]) if match["name"] else int(match["number"] or match["number2"])
            if number:
                months.add(f"{match['year'] or match['year2'] or match['year3']}-{number:02}")
    return months.pop() if len(months) == 1 else ""


def _joined(year: str, part_of_year: str) -> str:
    number = month_number(part_of_year)
    return f"{year}-{number:02}" if number else f"{year}-Q{part_of_year[-1]}"


def _are_weekdays(texts: Sequence[str]) -> bool:
    numbers = [weekday_number(text) for text in texts]
    return len(numbers) >= LEAST_DAYS and all(numbers) and len(set(numbers)) == len(numbers)


def _are_days(texts: Sequence[str]) -> bool:
    """Tell whether the columns are called 1, 2, 3 and so on, as the days of a month are."""
    return LEAST_DAYS <= len(texts) <= 31 and list(texts) == [str(number) for number in range(1, len(texts) + 1)]


Dates = Mapping[str, date]


def _are_weeks(labels: Sequence[str], texts: Sequence[str], part: Part, above: Sequence[Sequence[str]]) -> bool:
    return bool(_by_days(labels, texts)) or _by_numbers(labels, part, above) is not None


def _weeks(
    labels: Sequence[str], texts: Sequence[str], part: Part, above: Sequence[Sequence[str]], orders: Orders
) -> Dates:
    """Return the day of the first of the weekday columns in the week of each label; none where these are no weeks.

    Raises Refused for weeks that only have a number where they begin on a Sunday, and for days that may be two.
    """
    days = _by_days(labels, texts)
    if days:
        order = next(iter(days)) if len(days) == 1 else order_in("week", labels, *orders).order
        return days[order]
    weeks = _by_numbers(labels, part, above) or {}
    if weeks and weekday_number(texts[0]) != 1:
        raise Refused(NO_FIRST_DAY, field="file", value=excerpt(labels[0]), example="2026-11-01")
    return weeks


def _by_days(labels: Sequence[str], texts: Sequence[str]) -> dict[Order, Dates]:
    """Return, by the order in which they can be read, the first days of weeks whose first or last day is a label."""
    first, last = weekday_number(texts[0]), weekday_number(texts[-1])
    by_order: dict[Order, Dates] = {}
    orders: tuple[Order, ...] = ("dmy", "mdy")
    for order in orders:
        days = [moment_of(label, DayForm(order, utc_days=True)) for label in labels]
        dates = [moment.date for moment in days if moment is not None]
        if len(dates) < len(labels) or not dates:
            continue
        if all(day.isoweekday() == first for day in dates):
            by_order[order] = dict(zip(labels, dates, strict=True))
        elif all(day.isoweekday() == last for day in dates):
            length = (last - first) % 7
            by_order[order] = dict(zip(labels, (day - timedelta(length) for day in dates), strict=True))
    same = len(by_order) > 1 and by_order["dmy"] == by_order["mdy"]
    return {"dmy": by_order["dmy"]} if same else by_order


def _by_numbers(labels: Sequence[str], part: Part, above: Sequence[Sequence[str]]) -> Dates | None:
    """Return the Mondays of weeks that have their number and their year, which a line above or the file may have."""
    year = _year_of(above, part)
    weeks = [week_in(label) or (week_in(f"{year}-W{label}") if year and label.isdigit() else None) for label in labels]
    by_label = {label: week for label, week in zip(labels, weeks, strict=True) if week is not None}
    return by_label if None not in weeks else None


def _is_figure(text: str) -> bool:
    return figure_of(text, ".") is not None


def _is_part_of_year(text: str) -> bool:
    return month_number(text) > 0 or _QUARTER.fullmatch(text) is not None


def _is_title(row: Sequence[str]) -> bool:
    return bool(row and row[0]) and not any(row[1:]) and not _is_figure(row[0])


def _name_of(corner: str, title: str, part: Part) -> str:
    """Return what the one KPI of a table is called: its corner, its title, else its file."""
    if not _OF_TIME.fullmatch(corner):
        return corner
    return title or PurePath(part.content.name).stem or "kpi"


def _table(part: Part, table: Table, shape: _Shape, above: Sequence[Sequence[str]], orders: Orders) -> Table:
    title = next((row[0] for row in above if _is_title(row)), "")
    name = _name_of(table.names[0], title, part)
    texts = list(shape.places.values())
    by_weekday, by_day = _are_weekdays(texts), _are_days(texts)
    whole = not by_weekday and not by_day
    labels = [cells[0].strip() for _line, cells in table.rows() if cells and not _BESIDE.fullmatch(cells[0].strip())]
    by_month_day = whole and _are_days_down([label for label in labels if not is_total(label)])
    name = (_YEARS.sub("", name).strip() if by_month_day else "") or name
    not_beside = by_weekday or by_month_day
    named = _Labels(table, shape) if whole else None
    weeks = _weeks(list(dict.fromkeys(labels)), texts, part, above, orders) if by_weekday else {}
    alone = _month_of("", above, part) if by_day else ""

    def at(line: int, cells: Sequence[str], label: str, period: str) -> tuple[str, str]:
        if by_weekday:
            offset = (weekday_number(period) - weekday_number(texts[0])) % 7
            return ((weeks[label] + timedelta(offset)).isoformat() if label in weeks else label), name
        if by_day:
            month = _month_of(label, above, part)
            return f"{month or alone}-{int(period):02}", name if month else label
        if by_month_day:
            return f"{_month_of('', [[period]], part)}-{label.rstrip('.').zfill(2)}", name
        return _cell(label, period, name, named.called(line, cells) if named is not None else label)

    def rows() -> Iterator[Row]:
        for line, cells in table.rows():
            label = next(filter(None, (cell.strip() for cell in cells[: shape.labels])), "")
            if not label or (not_beside and (_BESIDE.fullmatch(label) or is_total(label))):
                continue
            unit = next((unit_called(cells[i].strip()) for i in shape.units if i < len(cells)), "")
            for index, period in shape.places.items():
                if index < len(cells) and (cell := cells[index].strip()):
                    # What the unit is may stand in the cell already.
                    beside = f" {unit}" if unit and cell[-1].isdigit() and cell[0] in "+-0123456789" else ""
                    yield line, [*at(line, cells, label, period), f"{cell}{beside}"]

    balances = whole and (_OF_BALANCES.search(title) is not None or _are_balances(table, texts))
    return Table(COLUMNS, table.line, rows, part.notes, file=part.content.name, header=table.names, balances=balances)


def _are_balances(table: Table, texts: Sequence[str]) -> bool:
    """Tell whether the rows are accounts and the columns days, of which each has the balance of an account."""
    labels = [cells[0].strip() for _line, cells in table.rows() if cells and any(cell.strip() for cell in cells[1:])]
    return all(map(is_day, texts)) and bool(labels) and all(map(_ACCOUNTS.fullmatch, labels))


class _Labels:
    """What the rows of a table are called: each by its last text, and where that comes twice by what stands before it.

    That is the section it is in, a row without figures above it, or the columns before.
    """

    def __init__(self, table: Table, shape: _Shape) -> None:
        self.names: dict[int, str] = {}
        whole: dict[int, tuple[str, str]] = {}
        section = ""
        own_places = [index for index in range(shape.labels) if index not in shape.units]
        group = [""] * len(own_places)
        for line, cells in table.rows():
            texts = [cells[index].strip() if index < len(cells) else "" for index in own_places]
            if not any(index < len(cells) and cells[index].strip() for index in shape.places):
                section = next(filter(None, texts), section)
                continue
            group = [text or before for text, before in zip(texts, group, strict=True)]
            words = [text for text in (texts if len(texts) == 1 else group) if text and not _is_figure(text)]
            own = (words or texts)[-1].removesuffix(":")
            whole[line] = own, " ".join(words[:-1]) or section.removesuffix(":")
        counts = Counter(own for own, _before in whole.values())
        again: Counter[str] = Counter()
        in_full = len(own_places) > 1 and max(counts.values(), default=1) > 1
        for line, (own, before) in whole.items():
            called = own if counts[own] == 1 and not in_full else f"{before} {own}".strip()
            again[called] += 1
            self.names[line] = called if again[called] == 1 else f"{called} ({again[called]})"

    def called(self, line: int, cells: Sequence[str]) -> str:
        """Return what the row on *line* is called."""
        return self.names.get(line, cells[0].strip())


def _cell(label: str, period: str, name: str, called: str) -> tuple[str, str]:
    """Return the period of a cell, and the KPI it is of."""
    for year, rest in ((label, period), (period, label)):
        if _YEAR.fullmatch(year) and _is_part_of_year(rest):
            return _joined(year, rest), name
    if (number := weekday_number(label)) and (week := week_in(period)) is not None:
        return (week + timedelta(number - 1)).isoformat(), name
    return period, called
