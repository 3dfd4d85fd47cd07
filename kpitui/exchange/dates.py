"""Days, times and periods as files write them: which comes first in a column, the day or the month, and what they are.

The order is found from all cells and never guessed. What people type, such as `last friday`, is not for files; the
names of months are those of `kpitui.core.day`, with those of languages in which other programs export.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from kpitui.core.calendar import STANDARD, Calendar, period_of
from kpitui.core.day import MONTHS, parse_period
from kpitui.core.errors import Refused, mark
from kpitui.exchange.table import excerpt, has_no_day

Order = Literal["dmy", "mdy"]
Every = Literal["", "week", "month", "quarter"]
"""The length of the periods that a column names; empty for days."""

_SECONDS = r"(?::(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?"
_CLOCK = (
    rf"(?:(?:T|,? {{1,2}}| at | um | à | klo | kl\.? )(?P<time>[0-9]{{1,2}}:[0-9]{{2}}){_SECONDS}"
    r"(?:[ \u202f]?(?P<half>[ap])\.?m\.?)?(?: ?(?:(?P<utc>Z|UTC|GMT)|(?:GMT|UTC)?[+-][0-9]{1,2}(?::?[0-9]{2})?"
    r"|[A-Z]{3,4})"
    r"(?: \([^()]*\))?)?)?"
)
_YEAR_FIRST = re.compile(r"(?P<y>[0-9]{4})(?P<sep>[-/.]?)(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})\.?" + _CLOCK, re.I)
_YEAR_LAST = re.compile(
    r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?: (?<=\. ))?(?P<b>[0-9]{1,2})(?P=sep)(?: (?<=\. ))?(?P<y>[0-9]{4}|[0-9]{2})"
    + _CLOCK,
    re.I,
)
_NAME = r"(?P<month>[^\W\d_]{3,12})\.?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,? )?"
_NAMED = (
    re.compile(
        rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ /-]?(?:de |d')?{_NAME},?[ /-]?(?:de )?"
        rf"(?P<y>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}",
        re.I,
    ),
    re.compile(rf"{_WEEKDAY}{_NAME}[ -](?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:, ?|[ -])(?P<y>[0-9]{{4}}){_CLOCK}", re.I),
    re.compile(rf"(?P<y>[0-9]{{4}})[ -]{_NAME}[ -](?P<d>[0-9]{{1,2}}){_CLOCK}", re.I),
)
_WEEKDAY_BEFORE = re.compile(
    r"^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|ma|di|wo|woe|do|don|vr|vrij|za|zat|zo|zon|maa|din|mo|mi"
    r"|fr|sa|so|lun|mar"
    r"|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)\.?,? (?=[0-9])",
    re.IGNORECASE,
)
"""The day of the week before a date in figures."""
_EAST = re.compile(
    r"(?P<y>[0-9]{4})(?:年|년 ?|\. )(?P<m>[0-9]{1,2})(?:月|월 ?|\. )(?P<d>[0-9]{1,2})(?:日|일|\.)?" + _CLOCK
)
_EPOCH = re.compile(r"(?P<seconds>1[0-9]{9})(?P<thousandths>[0-9]{3})?(?:\.[0-9]+)?")
"""Seconds or thousandths of a second since 1970, from 2001 to 2033."""
_HOUR = re.compile(r"(?P<day>20[0-9]{6})(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])?")
"""An hour or a minute as Google Analytics writes it: 2026112314, of 14:00."""
_TIME = re.compile(rf"([0-9]{{1,2}}):([0-9]{{2}}){_SECONDS}(?:[ \u202f]?(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)
_MIDNIGHT = re.compile(r".*[T ]00:00(?::00(?:\.0+)?)? ?(?:Z|UTC|GMT)", re.I)

_OTHER_MONTHS = (
    "", "januar jänner janvier janv enero ene gennaio gen janeiro styczeń stycznia sty",
    "februar février févr fév febrero febbraio fevereiro fev luty lutego lut",
    "märz mär mars marts marzo março marzec marca", "avril avr abril abr aprile kwiecień kwietnia kwi",
    "mai mayo maggio mag maio maj maja", "juin junio giugno giu junho czerwiec czerwca cze",
    "juillet juil julio luglio lug julho lipiec lipca lip", "août aoû aout agosto ago augusti sierpień sierpnia sie",
    "septembre septiembre settembre set setembro wrzesień września wrz",
    "octobre octubre ottobre ott outubro out październik października paź", "novembre noviembre novembro listopad lis "
    "listopada", "dezember dez décembre déc diciembre dic dicembre dezembro desember grudzień grudnia gru",
)  # fmt: skip
_MONTHS = MONTHS | {name: number for number, names in enumerate(_OTHER_MONTHS) for name in names.split()}


class Moment(NamedTuple):
    """A local day, with the time of day as ``HH:MM`` when the cell has one."""

    date: date
    time: str | None


class DayForm(NamedTuple):
    """How the dates of a column are to be read."""

    order: Order = "dmy"
    """Which comes first in dates such as 02/11/2026; a date with dots has its day first."""
    assumed_of: str = ""
    """A date of which only the order that is usual tells what it is; empty where the column or a person decides."""
    utc_days: bool = False
    """Whether all moments in UTC are midnights, which programs write for whole days."""
    zone: tzinfo | None = None
    """The zone in which other moments in UTC have their day; None where it is not known."""
    every: Every = ""
    """The period that each cell names, where the column holds no days; a period has its last day."""
    calendar: Calendar = STANDARD
    """How the business counts its weeks and quarters."""
    by_last_day: bool = False
    """Whether each cell is the last day of its period, as the end of a range of days is."""
    since: date | None = None
    """The first of the twelve months in which days without a year lie; None where no year is known."""
    counted: bool = False
    """Whether each cell counts the days since the end of 1899, as spreadsheets do in a column without a form."""


class DayEvidence:
    """What the cells of a column of dates show, kept as one of each kind and not as cells."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.utc = self.moments = False
        self.first = self.last = ""
        """The first and the last cell in which anything stands."""
        self.dayless = 0
        self.repeats = False
        """Whether the last cell is a remark, and so is one that is the same."""

    def note(self, cell: str) -> bool:
        """Take one cell, and tell whether it may be a remark: a text that does not begin with a digit."""
        if cell == self.last and cell:
            return self.repeats
        text = cell[:_LONGEST].strip()
        if not text:
            self.dayless += 1
            return False
        self.last = cell
        self.first = self.first or cell
        if text[-1:] in "zZ" or text[-3:] in ("UTC", "GMT"):
            self.utc = True
            self.moments = self.moments or _MIDNIGHT.fullmatch(text) is None
        if not text[:4].isdigit() or len(text) < 5:
            self.words.add(_WEEKDAY_BEFORE.sub("", text).partition(" ")[0].rstrip(","))
        elif text.isdigit() and _EPOCH.fullmatch(text):
            self.utc = True
            self.moments = self.moments or int(text[:10]) % 86_400 != 0
        doubtful = not text[0].isdigit()
        self.repeats = doubtful and has_no_day(text)
        return doubtful


_LONGEST = 100


def order_in(column: str, cells: Iterable[str], chosen: str | None, usual: str | None = None) -> DayForm:
    """Return whether days or months come first in the dates of *column*; it does not matter to dates year first.

    The chosen order goes before the evidence, which is a number above 12, and the evidence before what is *usual* where
    its reader lives. Dates with dots have their day first everywhere. Raises Refused, naming the option, when the dates
    contradict each other or nothing decides.
    """
    if chosen is not None:
        return DayForm("mdy" if chosen == "mdy" else "dmy")
    proof: dict[str, str] = {}
    cells = set(cells)
    bare = _BARE_DAY if all(map(is_day_without_year, filter(str.isdigit, cells))) else _NO_YEAR
    for cell in cells:
        match = _YEAR_LAST.fullmatch(cell) or _NO_YEAR.fullmatch(cell) or bare.fullmatch(cell)
        if match is not None and match["sep"] != "." and int(match["a"]) != int(match["b"]):
            says = "dmy" if int(match["a"]) > 12 else "mdy" if int(match["b"]) > 12 else "unclear"
            proof[says] = min(proof.get(says, cell), cell)
    if "dmy" in proof and "mdy" in proof:
        raise Refused(
            mark("'{column}' has both {dmy} and {mdy}. Say which is right: --dates dmy or --dates mdy"),
            field="dates",
            column=excerpt(column),
            **{name: proof[name] for name in ("dmy", "mdy")},
        )
    if "unclear" in proof and len(proof) == 1:
        if usual is not None:
            return DayForm("mdy" if usual == "mdy" else "dmy", proof["unclear"])
        raise Refused(
            mark("In '{column}' the day or the month may come first, as in {value}. Add --dates dmy or --dates mdy"),
            field="dates",
            column=excerpt(column),
            value=proof["unclear"],
        )
    return DayForm("mdy" if "mdy" in proof else "dmy")


def is_day(cell: str) -> bool:
    """Tell whether a cell is a day in one of the ways of files; a number of eight digits is one of these years."""
    text = cell.strip()
    if not 6 <= len(text) <= _LONGEST or not any(sign.isdigit() for sign in text):
        return False
    if text.isdigit() and not (len(text) == 8 and "1990" <= text[:4] <= "2099"):
        return False
    return any(moment_of(text, DayForm(order, utc_days=True)) is not None for order in ("dmy", "mdy"))


def moment_of(cell: str, form: DayForm) -> Moment | None:
    """Return the day, and the time if it has one, that a cell stands for, or None when it is no such thing.

    A moment with an offset from UTC keeps the clock it was written by; one in UTC (``Z``) has a local day where *form*
    knows the zone, or says that such midnights are days. A period is its last day.
    """
    if form.every:
        return _of_period(cell, form)
    if form.counted:
        return _of_count(cell)
    if cell[:1].isalpha():
        cell = _WEEKDAY_BEFORE.sub("", cell)
    match, numbers = _numbers(cell, form)
    if match is None and form.since is not None and (short := _without_year(cell)) is not None:
        match, numbers = short[0], _in_year(short, form)
    if match is None:
        return _of_hour(cell) or _of_epoch(cell, form)
    time = time_of(match["time"]) if match["time"] else None
    if match["half"]:
        time = _of_half(time, match["half"].lower())
    if match["time"] and time is None:
        return None
    try:
        day = date(_full_year(numbers[0]), *map(int, numbers[1:]))
    except ValueError:
        return None
    return _local(day, time, form) if match["utc"] else Moment(day, time)


def _numbers(cell: str, form: DayForm) -> tuple[re.Match[str] | None, tuple[str, str, str]]:
    """Return what was read of a cell, and its year, month and day as digits."""
    match = _YEAR_FIRST.fullmatch(cell) or _EAST.fullmatch(cell)
    # Without marks between them all eight digits are there: 2026111 could be two days.
    if match is not None and (match.re is _EAST or match["sep"] or len(match["m"] + match["d"]) == 4):
        return match, (match["y"], match["m"], match["d"])
    match = _YEAR_LAST.fullmatch(cell)
    if match is not None:
        day_first = form.order == "dmy" or match["sep"] == "."
        return match, (match["y"], match["b"], match["a"]) if day_first else (match["y"], match["a"], match["b"])
    for pattern in _NAMED:
        match = pattern.fullmatch(cell)
        if match is not None and (month := _MONTHS.get(match["month"].lower())):
            return match, (match["y"], str(month), match["d"])
    return None, ("", "", "")


_NO_YEAR = re.compile(r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})\.?" + _CLOCK, re.I)
_BARE_DAY = re.compile(r"(?P<a>[0-9]{1,2})(?P<sep>)(?P<b>[0-9]{2})(?P<time>)(?P<half>)(?P<utc>)")
"""A day and its month without anything between, such as 0211; 211 where a spreadsheet took it for a number."""
_NAMED_NO_YEAR = (
    re.compile(rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ /-]?(?:de |d')?{_NAME}{_CLOCK}", re.I),
    re.compile(rf"{_WEEKDAY}{_NAME}[ -](?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?{_CLOCK}", re.I),
)
Short = tuple[re.Match[str], str, str]
"""A day without a year: what was read, and its two numbers; of one that names its month that comes first, with a #."""


@lru_cache(3_000)
def _without_year(cell: str) -> Short | None:
    match = _NO_YEAR.fullmatch(cell) or _BARE_DAY.fullmatch(cell)
    if match is not None:
        return match, match["a"], match["b"]
    for pattern in _NAMED_NO_YEAR:
        match = pattern.fullmatch(cell)
        if match is not None and (month := _MONTHS.get(match["month"].lower())):
            return match, f"#{month}", match["d"]
    return None


def is_day_without_year(cell: str) -> bool:
    """Tell whether a cell is a day and a month and nothing else."""
    text = _WEEKDAY_BEFORE.sub("", cell.strip())
    short = _without_year(text) if 3 <= len(text) <= _LONGEST else None
    return short is not None and any(_is_of_year(short, order) for order in ("dmy", "mdy"))


def may_have_no_year(cells: Sequence[str]) -> bool:
    """Tell whether bare numbers among *cells* may be a day and a month: one has four digits, and not all are years."""
    bare = [text for cell in cells if (text := cell.strip()).isdigit()]
    years = all(len(text) == 4 and text[:2] in ("19", "20") for text in bare)
    return not bare or (any(len(text) == 4 for text in bare) and not years)


_DAY_COUNT = re.compile(r"(?P<days>[3-6][0-9]{4})(?:[.,](?P<part>[0-9]+))?")
"""From 1982 to 2091."""
_COUNT_BEGINS = date(1899, 12, 30)


def are_counted(cells: Iterable[str]) -> bool:
    """Tell whether all *cells* count days as spreadsheets do."""
    texts = [text for cell in cells if (text := cell.strip())]
    return bool(texts) and all(map(_DAY_COUNT.fullmatch, texts))


def _of_count(cell: str) -> Moment | None:
    """Return the day that a spreadsheet shows for a number, and the time for what is behind its decimal mark."""
    match = _DAY_COUNT.fullmatch(cell)
    if match is None:
        return None
    minutes = round(float(f"0.{match['part']}") * 1440) if match["part"] else 0
    day = _COUNT_BEGINS + timedelta(int(match["days"]) + minutes // 1440)
    return Moment(day, f"{minutes % 1440 // 60:02}:{minutes % 60:02}" if match["part"] else None)


def _parts(short: Short, order: str) -> tuple[int, int]:
    """Return the month and the day."""
    match, one, other = short
    if one[0] == "#":
        return int(one[1:]), int(other)
    day_first = order == "dmy" or match["sep"] == "."
    return (int(other), int(one)) if day_first else (int(one), int(other))


def _is_of_year(short: Short, order: str) -> bool:
    month, day = _parts(short, order)
    return 1 <= month <= 12 and 1 <= day <= 31


def _in_year(short: Short, form: DayForm) -> tuple[str, str, str]:
    month, day = _parts(short, form.order)
    since = form.since or date.min
    year = since.year + (month < since.month)
    return str(year), str(month), str(day)


def spans_years(cells: Iterable[str], order: Order) -> bool:
    """Tell whether days without a year, one after the other, go on from December to January: they are of two years."""
    texts = [_WEEKDAY_BEFORE.sub("", cell.strip()) for cell in cells]
    days = [_parts(short, order) for text in texts if (short := _without_year(text)) is not None]
    falls = sum(after < before for before, after in pairwise(days))
    rises = sum(after > before for before, after in pairwise(days))
    if len(days) < 2:
        return False
    forwards = falls == 1 and days[-1] < days[0] and (rises > 0 or days[0][0] - days[-1][0] > MOST_MONTHS)
    return forwards or (rises == 1 < falls and days[-1] > days[0])


MOST_MONTHS = 9
"""Months from the first to the second of two days, above which the second is rather in the next year."""


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _of_half(time: str | None, half: str) -> str | None:
    """Return a time of the first or second half of the day as one of 24 hours, None when it has no such hour."""
    if time is None or not 1 <= int(time[:2]) <= 12:
        return None
    return f"{int(time[:2]) % 12 + (12 if half == 'p' else 0):02}{time[2:]}"


def _local(day: date, time: str | None, form: DayForm) -> Moment | None:
    """Return the local moment of one in UTC, None where neither the zone nor the column tells its day."""
    if form.utc_days:
        return Moment(day, None)
    if form.zone is None:
        return None
    hour, minute = map(int, (time or "00:00").split(":"))
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).astimezone(form.zone)
    except OverflowError:  # in no year of the clock here
        return None
    return Moment(local.date(), f"{local:%H:%M}")


def _of_hour(cell: str) -> Moment | None:
    match = _HOUR.fullmatch(cell)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    return Moment(day, f"{match['hour']}:{match['minute'] or '00'}")


def _of_epoch(cell: str, form: DayForm) -> Moment | None:
    match = _EPOCH.fullmatch(cell)
    if match is None:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(match["seconds"]))
    return _local(moment.date(), f"{moment:%H:%M}", form)


_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_PERIODS: tuple[tuple[Every, re.Pattern[str]], ...] = (
    ("week", re.compile(rf"{_YEAR}[-/ ]?(?:w|wk|kw|week)[ -]?(?P<number>[0-9]{{1,2}})", re.IGNORECASE)),
    ("week", re.compile(rf"(?:w|wk|kw|week)\.?[ -]?(?P<number>[0-9]{{1,2}})(?:[-/ ]|, ?){_YEAR}", re.IGNORECASE)),
    ("quarter", re.compile(rf"(?:FY ?)?{_YEAR}[-/ ]?[qk](?P<number>[1-4])", re.IGNORECASE)),
    ("quarter", re.compile(rf"[qk](?P<number>[1-4])(?:[-/ ]|, ?)?(?:FY ?)?{_YEAR}", re.IGNORECASE)),
    ("month", re.compile(rf"{_YEAR}[-/](?P<number>0?[1-9]|1[0-2])", re.IGNORECASE)),
    ("month", re.compile(rf"(?P<number>0?[1-9]|1[0-2])[-/]{_YEAR}", re.IGNORECASE)),
    ("month", re.compile(rf"(?P<number>0[1-9]|1[0-2])\.{_YEAR}", re.IGNORECASE)),
    ("month", re.compile(rf"{_NAME},?(?:[-/ ]| de ){_YEAR}", re.IGNORECASE)),
    ("month", re.compile(rf"{_YEAR}[-/ ]{_NAME}", re.IGNORECASE)),
    ("month", re.compile(rf"{_YEAR}年 ?(?P<number>0?[1-9]|1[0-2])月", re.IGNORECASE)),
)
_BARE_MONTH = re.compile(rf"{_YEAR}(?P<number>0[1-9]|1[0-2])")
"""202608, which is a figure too: only the name of its column tells."""
_SHORT_YEAR = re.compile(rf"{_NAME}(?: ?'|-)(?P<short>[0-9]{{2}})", re.IGNORECASE)
"""Aug-26, as spreadsheets show a month, which may be a day without a year: only its column tells."""
_NAMES_OF: tuple[tuple[Every, re.Pattern[str]], ...] = (
    (
        "month",
        re.compile(
            r"(?:year ?)?month(?: ?(?:of|start(?:s|ing)?|begin(?:ning)?|end(?:s|ing)?|date))?|(?:start"
            r"|end) of month|maand|monat"
            r"|mois|mes|mese|mês|jaarmaand|periode?",
            re.IGNORECASE,
        ),
    ),
    (
        "week",
        re.compile(
            r"(?:iso ?)?week|wk|woche|semaine|semana|settimana|kw|w/?[ce]|(?:start|end|begin|einde?) (?:of"
            r"|van) (?:the )?week"
            r"|(?:week|wk) ?(?:of|van|vanaf|t/m|start(?:s|ing)?|begin(?:s|ning)?|commencing|end(?:s|ing)?"
            r"|starting date|date)"
            r"|woche (?:ab|vom)|semaine du|semana del?|settimana del",
            re.IGNORECASE,
        ),
    ),
    ("quarter", re.compile(r"quarter(?: ?(?:of|start|end|ending))?|kwartaal|quartal|trimestre", re.IGNORECASE)),
)
ENOUGH = 0.8
"""The part of its cells that are days, or periods, in a column of them; totals and remarks may stand below them."""
MOST_BELOW = 2
"""Cells below the days of a short table that may be totals and remarks."""


def are_most(count: int, cells: int) -> bool:
    """Tell whether *count* of the *cells* of a column make it a column of such."""
    others = cells - count
    return count > others and (count >= ENOUGH * cells or others <= MOST_BELOW)


def periods_in(column: str, cells: Iterable[str], order: Order | None = None) -> Every:
    """Return the length of the periods that the cells of *column* name, empty where they are days or neither.

    Days are a month or a week each where the column is called so and each is the first of its month, or all are one
    weekday; where all are the last of their months they are months, whatever the column is called. Days that can be
    read in two ways are so only in the *order* that was found.
    """
    texts = [text for cell in cells if (text := cell[:_LONGEST].strip())]
    name = column.strip().replace("_", " ").replace("-", " ")
    named: Every = next((by for by, names in _NAMES_OF if names.fullmatch(name)), "")
    lengths = Counter(by for text in texts if (by := _period_named(text, bare=named == "month")[0]))
    if lengths:
        (by, count), *_rest = lengths.most_common(1)
        return by if are_most(count, len(texts)) else ""
    short = [(2000 + int(match["short"]), _month_in(match)) for text in texts if (match := _short_month(text))]
    if short and (named == "month" or _are_months(short)):
        return "month" if are_most(len(short), len(texts)) else ""
    return _days_of(named, texts, (order,) if order else ("dmy", "mdy"))


def _short_month(text: str) -> re.Match[str] | None:
    """Return the match of what may be a month with two digits of its year, such as ``Aug-26``."""
    match = _SHORT_YEAR.fullmatch(text)
    return match if match is not None and _month_in(match) else None


def _are_months(short: Sequence[tuple[int, int]]) -> bool:
    """Tell whether what may be years and months, or months and days, are the former.

    Months have many names and few years, which follow each other; days of months have many numbers.
    """
    years, months = {year for year, _month in short}, {month for _year, month in short}
    follow = max(years) - min(years) < len(years) or list(short) in (sorted(short), sorted(short, reverse=True))
    return len(months) > len(years) and follow


def _days_of(named: Every, texts: Sequence[str], orders: Sequence[Order]) -> Every:
    """Return *named* where all days among *texts* begin such a period, so that each stands for all of it."""
    days: set[date] = set()
    for text in texts:
        moments = {moment_of(text, DayForm(order, utc_days=True)) for order in orders}
        moment = moments.pop()
        if moments or moment is None:
            return ""
        days.add(moment.date)
    if named == "week":
        return named if len(days) > 1 and len({day.weekday() for day in days}) == 1 else ""
    if len(days) > (1 if named else MOST_BELOW) and all(map(_ends_month, days)):
        return named or _between(days)
    return named if len(days) > 1 and all(day.day == 1 for day in days) else ""


def _between(days: Iterable[date]) -> Every:
    """Return whether last days of months are those of months or of quarters; raises Refused where they are of years."""
    months = {day.month for day in days}
    if len(months) == 1:
        raise Refused(NO_YEARS, field="file")
    return "quarter" if all(month % 3 == 0 for month in months) else "month"


NO_YEARS = mark("Each row is for a year. Export by day, week, month or quarter")


def _ends_month(day: date) -> bool:
    return (day + timedelta(1)).day == 1


def _month_in(match: re.Match[str]) -> int:
    """Return the month that a match names, 0 for none."""
    parts = match.groupdict()
    return _MONTHS.get((parts.get("month") or "").lower(), 0) or int(parts.get("number") or 0)


def _period_named(text: str, *, bare: bool) -> tuple[Every, int, int]:
    """Return the length, the year and the number of the period that a cell names; no length for none."""
    for by, pattern in (*_PERIODS, *((("month", _BARE_MONTH),) if bare else ())):
        match = pattern.fullmatch(text)
        if match is not None and (number := _month_in(match)):
            return by, int(match["year"]), number
    return "", 0, 0


@lru_cache(3_000)
def _of_period(cell: str, form: DayForm) -> Moment | None:
    """Return the last day of the period that a cell names, None for one of another length."""
    by, year, number = _period_named(cell, bare=form.every == "month")
    short = _short_month(cell) if not by and form.every == "month" else None
    if short is not None:
        by, year, number = "month", 2000 + int(short["short"]), _month_in(short)
    if by != form.every:
        day = moment_of(cell, form._replace(every="", utc_days=True)) if not by else None
        if day is None:
            return None
        begins = form.every == "week" or day.date.day == 1
        if not (begins or form.by_last_day or _ends_month(day.date)):
            return None
        return Moment(period_of(form.every, day.date, form.calendar).end, None)  # type: ignore[arg-type]
    written = {"week": f"{year}-W{number:02}", "month": f"{year}-{number:02}", "quarter": f"{year}-Q{number}"}[by]
    try:
        period = parse_period(written, date(year, 12, 31), form.calendar)
    except Refused:
        return None
    return None if period is None else Moment(period.end, None)


_WEEKDAYS = (
    "mon monday ma maandag mo montag lun lundi lunes lunedì segunda",
    "tue tues tuesday di dinsdag dienstag mar mardi martes martedì terça",
    "wed wednesday wo woe woensdag mi mittwoch mer mercredi mié miércoles mercoledì quarta",
    "thu thur thurs thursday do don donderdag donnerstag jeu jeudi jue jueves gio giovedì quinta",
    "fri friday vr vrij vrijdag fr freitag ven vendredi vie viernes venerdì sexta",
    "sat saturday za zat zaterdag sa samstag sam samedi sáb sábado sabato",
    "sun sunday zo zon zondag so sonntag dim dimanche dom domingo domenica",
)
_WEEKDAY_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS, start=1) for name in names.split()}


def weekday_number(cell: str) -> int:
    """Return the number of the day of the week that a cell names and nothing else, 1 for Monday; 0 for none."""
    return _WEEKDAY_NUMBERS.get(cell.strip().rstrip(".").casefold(), 0)


def week_in(cell: str) -> date | None:
    """Return the Monday of the week, as ISO counts them, that a cell names by its number and year; None for none."""
    by, year, number = _period_named(cell.strip(), bare=False)
    if by != "week":
        return None
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def is_short_month(cell: str) -> bool:
    """Tell whether a cell is what can be a month with two digits of its year, such as ``Aug-26``."""
    return _short_month(cell.strip()) is not None


def month_number(cell: str) -> int:
    """Return the number of the month that a cell names and nothing else, of which no year is known; 0 for none."""
    return _MONTHS.get(cell.strip().rstrip(".").lower(), 0)


@lru_cache(3_000)
def time_of(cell: str) -> str | None:
    """Return a time of day as ``HH:MM``, or None when the cell is none."""
    match = _TIME.fullmatch(cell)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    time = f"{int(match[1]):02}:{match[2]}"
    return _of_half(time, match["half"].lower()) if match["half"] else time
