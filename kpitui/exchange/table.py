"""A table as rows of cells: where it stands in a text, its delimiter, its header, its rows that are no data.

Which column is what is told by known names in English and Dutch, never by position. What the cells mean is left to
`numerals`, `dates` and the formats; tables in JSON are found by `json_tables`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.exchange.content import FileContent

ROLES: dict[str, tuple[str, ...]] = {
    "date": ("date", "datum", "day", "dag", "_time"),
    "kpi": ("kpi", "key", "_field"),
    "value": ("value", "waarde", "_value"),
    "time": ("time", "tijd"),
    "note": ("note", "notes", "aantekening", "aantekeningen"),
}
"""What a column can be other than a KPI, and the names it is known by."""

Row = tuple[int, list[str]]
"""The number of a line and its cells, white space and all."""

_KNOWN_NAMES = {name: role for role, names in ROLES.items() for name in names}
_DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 1_000
"""Columns of a table, and KPIs that one file may bring; nobody has as many."""
MANY_KPIS = mark("The file has more than {limit} KPIs. Keep only those you use")
MOST_PARTS = 500
"""Stretches of a file, or of all files in an archive, that can hold a table."""

_SEARCHED_LINES = 60
_SEARCHED_SIGNS = 1 << 18
_MOST_PIECES = 8
"""Pieces of a file without a new row; a row has no two megabytes."""
_TOTALS = frozenset({"total", "totals", "grand total", "totaal", "totalen", "eindtotaal"})
_TOTAL_OF = re.compile(r"\s*(?:grand )?totals? of [0-9]", re.IGNORECASE)
_SUM_WORDS = (
    "totals?|totaal|totalen|total général|totale|totalt|i alt|sum|summe|summa|suma|som|gesamt(?:summe)?|insgesamt"
    "|zwischensumme|razem|ogółem|celkem|spolu|összesen|yhteensä|toplam|ukupno|skupaj|viso|kokku|kopā|σύνολο|итого"
    "|всего|合計|小計|总计|合计|小计|總計|합계|소계"
)
"""How languages call what other figures come to."""
SUM_NAME = rf"(?:grand |sub-?|eind)?(?:{_SUM_WORDS})"
_SUM_OF = re.compile(rf"\s*(?:[^\W_]+ ){{0,2}}{SUM_NAME}(?![^\W_])", re.IGNORECASE)


def names_sum(cell: str) -> bool:
    """Tell whether a cell in the place of a day says that its row is what others come to, as ``WEEK TOTAL``."""
    return _SUM_OF.match(cell) is not None


_BALANCE = re.compile(
    r"\s*(?:(?:opening|closing|starting|ending|beginning|final|initial|previous|new|old)[ -]balance"
    r"|balance (?:brought|carried) forward|(?:brought|carried) forward|balance [bc]/[df]"
    r"|(?:begin|eind|start|oud|nieuw)[ -]?saldo|(?:anfangs|end|schluss|start)saldo|saldovortrag|kontostand"
    r"|saldo (?:anterior|inici[a]l|final|iniziale|finale|początkowe|końcowe)"
    r"|solde (?:initial|final|précédent|reporté)|(?:ingående|utgående|inngående) (?:saldo|balans))"
    r"[\W_]*(?:[0-9].*|(?:as (?:of|at)|on|per|am|op|au|al|del|of|at)\b.*)?",
    re.IGNORECASE,
)


def names_balance(cell: str) -> bool:
    """Tell whether a cell says that its row is what an account held before or after the others."""
    return _BALANCE.fullmatch(cell) is not None


def is_sum_without_day(cells: Sequence[str], date_at: int) -> bool:
    """Tell whether a row without a day says that it is what the others come to, or the balance around them."""
    if date_at < len(cells) and cells[date_at].strip():
        return False
    return any(names_sum(cell) or names_balance(cell) for cell in cells if cell)


_PENDING = re.compile(
    r"pending|authori[sz]ed|processing|in behandeling|gereserveerd|vorgemerkt|en attente|pendiente|in sospeso", re.I
)


def has_no_day(cell: str) -> bool:
    """Tell whether a cell in the place of a day says why there is none: a total, a balance, or not booked yet."""
    return is_total(cell) or names_sum(cell) or names_balance(cell) or _PENDING.fullmatch(cell.strip()) is not None


SAYS_NOTHING = re.compile(
    r"primary|values?|totals?|count|number|waarde|wert|totaal|aantal|gesamt|anzahl", re.IGNORECASE
)
"""Names of a column of figures that don't say what it counts."""
_TITLE = re.compile(r"[^\W\d_][^:=/0-9]{0,39}")
_SHOWN = 60
"""Characters of a cell that are shown in a sentence."""
_NOTE = re.compile(r"#\s*([^:#]{1,60}):\s*(.*)")
_FIGURE = re.compile(r"[-+€$£]?\s?[0-9].*")


class Table(NamedTuple):
    """A table whose rows can be read again and again."""

    names: tuple[str, ...]
    """The columns as they are called in the file, without outer white space and empty last ones."""
    line: int
    """The line of the header, 0 for a table that has none."""
    rows: Callable[[], Iterator[Row]]
    """Gives the rows below the header, without blank, comment and total rows and repeated headers.

    Raises Refused when a quote is not closed and when a cell is too long."""
    notes: Mapping[str, str] = {}
    """What the comments above it say, by folded name, such as ``start date``; of other comments the first."""
    decimal: str | None = None
    """The decimal mark, where the kind of file leaves no doubt."""
    file: str = ""
    """The file it is in; in an archive with its folder."""
    header: tuple[str, ...] = ()
    """What the columns of the file are called, where they are not those of the table."""
    balances: bool = False
    """Whether each figure is what an account holds on its day, so that no two of them are added up."""
    years: frozenset[int] = frozenset()
    """The years that the name of its file names, or else the lines above it: those of days without one."""
    title: str = ""
    """The only text of the line above its header, where that is no period."""
    beside: Callable[[], Iterator[Row]] | None = None
    """Gives the rows that were left out of it because they do not count; None where all count."""


class Part(NamedTuple):
    """A stretch of a text that can hold one table."""

    content: FileContent
    start: int
    """The line it begins on."""
    end: int | None
    """The line it ends before; None for the end of the text."""
    heads: Mapping[str, tuple[Row, ...]]
    """Its first rows under each delimiter."""
    folded_names: Mapping[str, tuple[frozenset[str], ...]]
    """The folded names in each of these rows."""
    notes: Mapping[str, str]


def folded_name(name: str) -> str:
    """Return *name* as names are compared: without case and outer white space."""
    return name.strip().casefold()


_STUCK = re.compile(r"[_\-./]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")


def spaced(name: str) -> str:
    """Return a name as it is said: InvoiceNumber is the number of an invoice, VATAmount an amount of VAT."""
    return _STUCK.sub(" ", name)


def excerpt(cell: str) -> str:
    """Return *cell* at a length that fits in a sentence."""
    return cell if len(cell) <= _SHOWN else cell[: _SHOWN - 1] + "…"


def excerpts(names: Sequence[str]) -> str:
    """Return names as a list that fits in a sentence."""
    return ", ".join(excerpt(name) for name in names[:12]) + (", …" if len(names) > 12 else "")


def table_parts(content: FileContent) -> list[Part]:
    """Return the stretches of a text that can hold tables: a block of ``#`` lines with a header below begins one.

    Raises Refused when the content is no text, or has too many.
    """
    starts = [1, *_starts_of_tables(content)]
    ends = [*starts[1:], None]
    first = _first_lines(content, starts)
    return [_part(content, *part) for part in zip(starts, ends, first, strict=True)]


def table_in(part: Part, delimiter: str, line: int, names: Sequence[str]) -> Table:
    """Return the table under the header on *line*, or, when that is 0, one without a header."""
    columns = tuple(without_empty_end([name.strip() for name in names]))

    def rows() -> Iterator[Row]:
        return _rows(part, delimiter, max(line, part.start - 1), columns)

    return Table(columns, line, rows, part.notes, file=part.content.name, years=years_named(part, delimiter, line))


_A_YEAR = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|(?<![0-9])(?:19|20)[0-9]{2}(?=[01][0-9][0-3][0-9](?![0-9]))"
)


def years_named(part: Part, delimiter: str, line: int) -> frozenset[int]:
    """Return the years in the name of the file of *part*, else in the lines above *line*."""
    above = (cell for number, cells in part.heads[delimiter] if number < line for cell in cells)
    for texts in ((PurePath(part.content.name).stem,), above):
        if years := frozenset(int(year) for text in texts for year in _A_YEAR.findall(text)):
            return years
    return frozenset()


def find_table(part: Part, mapping: Mapping[str, str]) -> Table | None:
    """Return the table below the first row that names a date and something else, where most columns are found.

    *mapping* gives roles to columns by their folded names and goes before the known names; None when no such row is
    among the first ones. Raises Refused when it has too many columns.
    """
    headers: list[tuple[int, int, str, Row]] = []
    for delimiter, head in part.heads.items():
        for line, cells in head:
            names = without_empty_end([cell.strip() for cell in cells])
            if "date" in roles_of(names, mapping) and sum(bool(name) for name in names) > 1:
                headers.append((-line, len(names), delimiter, (line, cells)))
                break
    if not headers:
        return None
    _above, _width, delimiter, (line, cells) = max(headers, key=lambda header: header[:2])
    refuse_wide(len(cells))
    table = table_in(part, delimiter, line, cells)
    above = [row for number, row in part.heads[delimiter] if number < line]
    title = [cell.strip() for cell in above[-1] if cell.strip()] if above else []
    table = table._replace(title=title[0] if len(title) == 1 and _is_title(title[0]) else "")
    return _named_by_title(table, above, mapping)


def _named_by_title(table: Table, above: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> Table:
    """Return *table* with its only column of figures called as the line above it is, where its own name says nothing.

    That one program exports every figure as Primary, below a line such as Viewers.
    """
    places = [index for index, name in enumerate(table.names) if SAYS_NOTHING.fullmatch(name)]
    title = [cell.strip() for cell in above[-1] if cell.strip()] if above else []
    if len(table.names) != 2 or len(places) != 1 or len(title) != 1 or _TITLE.fullmatch(title[0]) is None:
        return table
    if folded_name(table.names[places[0]]) in mapping or folded_name(title[0]) in _KNOWN_NAMES:
        return table
    return table._replace(names=tuple(title[0] if index in places else name for index, name in enumerate(table.names)))


_OF_A_PAGE = re.compile(r"page|pagina|página|seite|side|continued|vervolg|fortsetzung|suite", re.IGNORECASE)


def _is_title(text: str) -> bool:
    """Tell whether *text* may say of what a table is, and not of which period or page."""
    from kpitui.exchange.dates import month_number

    words = text.split()
    return _TITLE.fullmatch(text) is not None and not any(
        _OF_A_PAGE.match(word) or month_number(word) for word in words
    )


def roles_of(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return the first column of each role; a role that was given by hand is not looked for by name."""
    roles: dict[str, int] = {}
    for index, name in enumerate(names):
        if mapping.get(folded_name(name)) in ROLES:
            roles.setdefault(mapping[folded_name(name)], index)
    given = set(roles)
    for index, name in enumerate(names):
        role = _KNOWN_NAMES.get(folded_name(name))
        if role is not None and role not in given and folded_name(name) not in mapping:
            roles.setdefault(role, index)
    return roles


def unused_duplicates(names: Sequence[str], mapping: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each column that has the role of an earlier one, which is the one that is used, after that one."""
    used = roles_of(names, mapping)
    for index, name in enumerate(names):
        role = mapping.get(folded_name(name), _KNOWN_NAMES.get(folded_name(name), ""))
        if role in used and used[role] != index:
            yield names[used[role]], name


def is_comment(text: str) -> bool:
    """Tell whether a line or its first cell begins a comment.

    ``#1002`` is the number of an order, and a ``#`` that is a cell of its own names a column of row numbers.
    """
    return text.startswith("#") and not text[1:2].isdigit() and text[1:2] not in (*_DELIMITERS, '"')


def without_empty_end(cells: Sequence[str]) -> list[str]:
    """Return *cells* without the empty ones at the end."""
    trimmed = list(cells)
    while trimmed and not trimmed[-1].strip():
        trimmed.pop()
    return trimmed


def is_total(cell: str) -> bool:
    """Tell whether a cell says that its row is the total of the others."""
    return cell.partition(":")[0].strip().casefold() in _TOTALS or _TOTAL_OF.match(cell) is not None


def ragged(cells: Sequence[str], width: int) -> bool:
    """Tell whether a row has figures beyond the last of *width* columns, or ends before it."""
    return len(cells) < width or (len(cells) > width and any(cell.strip() for cell in cells[width:]))


def refuse_wide(columns: int) -> None:
    """Raise Refused when a table has too many *columns*."""
    if columns > MOST_COLUMNS:
        reason = mark("The table has more than {limit} columns. Keep only those of your KPIs")
        raise Refused(reason, field="file", limit=MOST_COLUMNS)


def duplicate_column(name: str) -> Refused:
    """Return the refusal of two columns that are called *name*."""
    return Refused(
        mark("Two columns are called '{value}': rename one, or leave one out"), field="file", value=excerpt(name)
    )


def _first_lines(content: FileContent, starts: Sequence[int]) -> list[list[str]]:
    """Return the first lines of each of the stretches that begin at *starts*, in one pass."""
    firsts: list[list[str]] = [[] for _start in starts]
    index, signs = -1, 0
    for number, line in enumerate(content.lines(), start=1):
        if index + 1 < len(starts) and number == starts[index + 1]:
            index, signs = index + 1, 0
        if len(firsts[index]) < _SEARCHED_LINES and signs < _SEARCHED_SIGNS:
            firsts[index].append(line)
            signs += len(line)
        elif index + 1 == len(starts):
            break
    return firsts


def _part(content: FileContent, start: int, end: int | None, lines: Sequence[str]) -> Part:
    notes: dict[str, str] = {}
    for line in lines:
        comment = line.strip().strip(",;\t")
        if is_comment(comment):
            note = _NOTE.match(comment)
            notes.setdefault(folded_name(note[1]) if note else "", note[2].strip() if note else comment)
    heads = {delimiter: _head(lines, delimiter, start) for delimiter in _DELIMITERS}
    folded_names = {
        delimiter: tuple(frozenset(map(folded_name, cells)) for _line, cells in head)
        for delimiter, head in heads.items()
    }
    return Part(content, start, end, heads, folded_names, notes)


def _head(lines: Sequence[str], delimiter: str, start: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    comment: Row | None = None
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for cells in reader:
            row = (start - 1 + reader.line_num, cells)
            if any(cells) and (not is_comment(cells[0]) or (cells[0] == "#" and len(cells) > 1)):
                if comment is not None and not rows and _is_header_of(comment[1], cells):
                    names = [name.strip().lstrip("#").strip() for name in comment[1]]
                    rows.append((comment[0], _explained(names, lines)))
                rows.append(row)
            elif any(cell.strip("# \t") for cell in cells):
                comment = row
    except csv.Error:
        pass
    return tuple(rows)


_EXPLAINED = re.compile(r"#\s*(?P<code>[A-Z][A-Z0-9]{0,7})\s*=\s*(?P<words>[^\W\d_][^=(]{2,50})")
_OF_A_DAY = re.compile(r"[YMDHS]+")
"""How the codes of days and times are written, such as YYYYMMDD."""


def _explained(names: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Return *names* with what the comments among *lines* say of those that are codes: ``TG = mean temperature``."""
    words = {match["code"]: match["words"].strip() for line in lines if (match := _EXPLAINED.match(line))}
    return [f"{name} {words[name]}" if name in words and not _OF_A_DAY.fullmatch(name) else name for name in names]


def _is_header_of(comment: Sequence[str], cells: Sequence[str]) -> bool:
    """Tell whether the last comment above the first row names its columns, as in ``# date, orders``."""
    names = without_empty_end([name.strip() for name in comment])
    width = len(without_empty_end(cells))
    return len(names) > 1 and len(names) >= width and all(names) and any(map(_FIGURE.fullmatch, map(str.strip, cells)))


def _starts_of_tables(content: FileContent) -> list[int]:
    """Return the lines on which another table begins: ``#`` lines above one, or a header below an empty line.

    A comment above a row of figures begins none. A header with no row below it is a table too: what follows the next
    comments is none of its rows. Below an empty line, where a title may stand first, a header has a row of figures; the
    header that was there before, as on every page of a report, begins nothing unless its title is another one, and
    neither does what is in quotes.
    """
    starts: list[int] = []
    block = 0
    seen = False
    stack = _Stack()
    marks: tuple[str, ...] = _EMPTY
    quiet = False
    comment = above = line = ""
    for number, text in enumerate(content.lines(), start=1):
        above, line = line, text
        # Nearly every line is a row in the middle of a table.
        if quiet and not line.startswith(marks) and ('"' not in line or line.count('"') % 2 == 0):
            continue
        begin = 0
        if line[0] == "#" and is_comment(line):
            block, comment = block or number, line
            stack.below.clear()
        elif block and line.strip():
            if seen and (not _has_figure(line) or _is_another_header(comment, line, stack.header)):
                begin = block
            block, seen = 0, True
            stack.begin(line)
        elif not seen:
            seen = any(delimiter in line for delimiter in _DELIMITERS)
            if seen:
                stack.begin(line, above)
        else:
            begin = stack.look(number, line, above)
        quiet = seen and not block and stack.is_quiet
        marks = (*_EMPTY, stack.first) if stack.first else _EMPTY
        if begin:
            starts.append(begin)
            refuse_many(len(starts))
    return starts


def _is_another_header(comment: str, row: str, header: str) -> bool:
    """Tell whether a comment names the columns of the *row* below it, which are more or fewer than those above."""
    for delimiter in _DELIMITERS:
        widths = [len(without_empty_end(cells)) for cells in csv.reader([comment, row, header], delimiter=delimiter)]
        if len(widths) == 3 and widths[0] == widths[1] > 2 and widths[0] != widths[2]:
            return comment.count("#") == widths[0]
    return False


_EMPTY = (",", ";", "\t", "|", " ", "\r", "\n", '""', "#")
"""What a line may begin with that is no row of figures."""


class _Stack:
    """Looks for tables that stand below each other, line by line."""

    def __init__(self) -> None:
        self.header = self.first = self.title = ""
        """The header of the table that is gone through, its first cell, and the title above it."""
        self.has_rows = self.in_quotes = self.after_empty = False
        self.below: list[tuple[int, str]] = []
        """Lines that may be a title and a header."""

    @property
    def is_quiet(self) -> bool:
        """Whether a line is a row and nothing else, unless it is empty, opens a quote or begins as the header does."""
        return self.has_rows and not self.in_quotes and not self.after_empty

    def begin(self, header: str, above: str = "") -> None:
        """Begin with the table below *header*, which has the line *above* it."""
        self.header, self.first = header.strip(), _first_name(header)
        self.title = _title_in(above)
        self.has_rows = self.after_empty = False
        self.in_quotes = header.count('"') % 2 == 1

    def look(self, number: int, line: str, above: str) -> int:
        """Take a line and return the one on which another table begins, 0 where none does or that is not known yet."""
        if line.strip() == self.header and not self.in_quotes:
            return self._again(number, line, above)
        if self.in_quotes or '"' in line:
            self.in_quotes ^= line.count('"') % 2 == 1
        if line[0] in _BLANK and not line.strip(_BLANK):
            self.after_empty = not self.in_quotes
            self.below.clear()
            return 0
        if self.after_empty or (self.first and line.startswith(self.first) and line.strip() != self.header):
            return self._beside(number, line)
        self.has_rows = self.has_rows or _has_figure(line)
        return 0

    def _again(self, number: int, line: str, above: str) -> int:
        """Take the header once more: of the same table, or of another one, which has a title of its own."""
        title, had_rows, former = _title_in(above), self.has_rows, self.title
        self.after_empty = False
        self.below.clear()
        if not title or not former or title == former:
            return 0
        self.begin(line, above)
        return number - 1 if had_rows else 0

    def _beside(self, number: int, line: str) -> int:
        self.below.append((number, line.strip()))
        is_row = _has_figure(line)
        if not is_row and len(self.below) <= _MOST_TITLES:
            self.after_empty = True
            return 0
        begin = self.below[0][0]
        header = self.below[-2][1] if len(self.below) > 1 and is_row else ""
        above = self.below[-3][1] if len(self.below) > 2 else ""
        self.after_empty = False
        self.below.clear()
        if len([cell for cell in re.split(r"[,;\t|]", header) if cell.strip(' "')]) < 2:
            self.has_rows = self.has_rows or is_row
            return 0
        had_rows = self.has_rows
        self.begin(header, above)
        self.has_rows = True
        return begin if had_rows else 0


def _title_in(line: str) -> str:
    text = line.strip(_BLANK)
    return text if _is_title(text) and not re.search(r"[,;\t|]", text) else ""


_MOST_TITLES = 3
"""Lines without a figure below an empty one: titles, and a header."""
_BLANK = ',;\t| \r\n"'


def _first_name(header: str) -> str:
    """Return the first cell of a header with the delimiter behind it, with which another header may begin; or empty."""
    match = re.match(r"[^,;\t|]{2,}[,;\t|]", header)
    return match[0] if match is not None else ""


def refuse_many(parts: int) -> None:
    """Raise Refused when a file has too many *parts* that can hold tables."""
    if parts > MOST_PARTS:
        raise Refused(
            mark("The file holds more than {limit} tables. Import them one by one"), field="file", limit=MOST_PARTS
        )


def _has_figure(line: str) -> bool:
    """Tell whether a line has a figure or a day among its cells, as rows have and headers have not."""
    return any(_FIGURE.fullmatch(cell.strip(' "')) for cell in re.split(r"[,;\t|]", line.strip()))


def _rows(part: Part, delimiter: str, after: int, names: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of data below line *after*."""
    line, before, idle = 0, -1, 0

    def look() -> None:
        """Refuse a row that goes on and on, which a quote can make of the rest of a file."""
        nonlocal before, idle
        before, idle = line, idle + 1 if line == before else 0
        if idle > _MOST_PIECES:
            raise _unclosed(line + 1)

    reader = csv.reader(part.content.lines(look), delimiter=delimiter, strict=True)
    first = names[0] if names else ""
    try:
        for cells in reader:
            line = reader.line_num
            if line <= after or not cells:
                continue
            if part.end is not None and line >= part.end:
                return
            begin = cells[0]
            # Only what can be no data is looked at twice: this loop sees every row of a large file.
            suspect = not begin or begin[0] in "#tTgGeE-: \t" or begin == first
            if not (suspect and _is_no_data(cells, names)):
                yield line, cells
    except csv.Error as error:
        raise _broken(error, reader.line_num) from error


def _broken(error: csv.Error, line: int) -> Refused:
    if "larger" in str(error):
        reason = mark("A cell on line {line} has more than {limit} characters. Is the file damaged?")
        return Refused(reason, field="file", line=line, limit=csv.field_size_limit())
    return _unclosed(line)


def _unclosed(line: int) -> Refused:
    reason = mark("On or before line {line} a quotation mark is missing, or there is one too many")
    return Refused(reason, field="file", line=line)


def _is_no_data(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a row is blank, a comment, a total or the header once more."""
    first = cells[0].strip() if cells else ""
    if not first or first[0] in "-:":
        return not any(cell.strip(" \t-:=") for cell in cells)
    if is_comment(first) or is_total(first):
        return True
    return bool(names) and first == names[0] and without_empty_end([cell.strip() for cell in cells]) == list(names)
