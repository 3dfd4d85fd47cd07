"""Reading a day the way a Dutch or English speaker types it: ``gisteren``, ``last friday``, ``23/11``, ``end of Q2``.

A pure function of the text and today. Where a text alone leaves a choice, a logged day lies near today and a
deadline ahead of it; whether the day or the month comes first is told by the region. Whole periods, by which weekly and
monthly KPIs are logged, are read here too. Numbers are read by `amount`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from kpitui.core.calendar import Calendar, Period, iso_week, period_of, periods_between, previous_period
from kpitui.core.errors import Refused, mark


def _numbered(*groups: str) -> dict[str, int]:
    """Return each word with the number of its group, from 0; a group can be empty."""
    return {word: number for number, words in enumerate(groups) for word in words.split()}


MONTHS = _numbered(
    "", "jan january januari", "feb february februari", "mar march mrt maart", "apr april", "may mei",
    "jun june juni", "jul july juli", "aug august augustus", "sep sept september", "oct okt october oktober",
    "nov november", "dec december",
)  # fmt: skip
"""The months by their names, January is 1."""

WEEKDAYS = _numbered(
    "mon monday ma maandag", "tue tues tuesday di dinsdag", "wed wednesday wo woensdag",
    "thu thurs thursday do donderdag", "fri friday vr vrijdag", "sat saturday za zaterdag", "sun sunday zo zondag",
)  # fmt: skip
"""The days of the week by their names, Monday is 0."""
_OFFSETS = {
    "today": 0, "vandaag": 0, "now": 0, "nu": 0, "yesterday": -1, "gisteren": -1, "eergisteren": -2,
    "tomorrow": 1, "morgen": 1, "overmorgen": 2,
}  # fmt: skip
QUARTERS = _numbered("", "first eerste 1e 1st", "second tweede 2e 2nd", "third derde 3e 3rd", "fourth vierde 4e 4th")
"""The quarters of a year by their names, counted from 1."""

_SPANS = {"day": 1, "days": 1, "dag": 1, "dagen": 1, "week": 7, "weeks": 7, "weken": 7}
_PERIODS = {
    "week": "week", "month": "month", "maand": "month", "quarter": "quarter", "kwartaal": "quarter",
    "year": "year", "jaar": "year",
}  # fmt: skip
_FILLERS = re.compile(r"\b(?:on|op|the|het|de|van|this|dit|deze)\b ?")


def parse_day(text: str, today: date, *, future: bool = False, month_first: bool = False) -> date:
    """Return the day that *text* means on the day *today*; with *future*, for a deadline, one that is still to come.

    With *month_first* ``12/1`` is the first of December, else the twelfth of January; where only one of them is a day
    of the calendar it is that one. Raises Refused for text that is no day, and for days that do not exist, such as
    2026-02-30.
    """
    typed = _FILLERS.sub("", " ".join(text.lower().replace(",", " ").split())).strip()
    if month_first:
        typed = with_day_first(typed)
    if len(typed) <= 40 and typed.isascii():
        try:
            for pattern, read in _FORMS:
                match = pattern.fullmatch(typed)
                if match:
                    day = read(match, today, future)
                    if day is not None:
                        return day
        except (ValueError, OverflowError) as error:
            raise Refused(mark("{value} does not exist. Check the date"), field="date", value=text) from error
    raise Refused(
        mark("Not a date: {value}. Try yesterday, mon, last friday, 23 Nov, 2026-11-23 or end of Q2"),
        field="date",
        value=text[:60],
    )


def with_day_first(text: str) -> str:
    """Return *text* with the numbers of days such as ``12/1`` and ``12-1-2026``, month first, the other way round."""
    return _MONTH_FIRST.sub(r"\3\2\1", text)


def is_in_doubt(text: str) -> bool:
    """Tell whether *text* is a day whose order only the region tells: ``12/1``, and neither ``23/11`` nor ``5/5``."""
    numbers = _DOUBTFUL.fullmatch(text.strip())
    return numbers is not None and numbers[1].lstrip("0") != numbers[2].lstrip("0")


def parse_period(text: str, today: date, calendar: Calendar) -> Period | None:
    """Return the week, month, quarter or year that *text* names: ``last week``, ``2026-W16``, ``april``; else None.

    One without its year is the latest that has begun by *today*. Raises Refused for a week that its year does not have.
    """
    typed = " ".join(text.lower().replace(",", " ").split())
    if len(typed) > 40 or not typed.isascii():
        return None
    if named := _NEAR_PERIOD.fullmatch(typed):
        period = period_of(_PERIODS[named["period"]], today, calendar)  # type: ignore[arg-type]
        return previous_period(period, calendar) if named["last"] else period
    for by, pattern in _NUMBERED_PERIODS:
        if named := pattern.fullmatch(typed):
            return _numbered_period(by, named, text, today, calendar)
    return None


def _numbered_period(by: str, named: re.Match[str], text: str, today: date, calendar: Calendar) -> Period | None:
    number = MONTHS.get(named["number"]) or (int(named["number"]) if named["number"].isdigit() else 0)
    if not number:
        return None
    year = next((int(part) for name, part in named.groupdict().items() if name.startswith("year") and part), 0)
    for candidate in [year] if year else [today.year + 1, today.year, today.year - 1]:
        if not 2 <= candidate <= 9998:
            break
        around = periods_between(by, date(candidate - 1, 1, 1), date(candidate, 12, 31), calendar)  # type: ignore[arg-type]
        ending = {
            "week": f"{candidate}-W{number:02}",
            "month": f"{candidate}-{number:02}",
            "quarter": f"{candidate}-Q{number}",
        }
        names = (iso_week(period.start) if by == "week" else period.label.removeprefix("FY") for period in around)
        numbered = next((period for period, name in zip(around, names, strict=True) if name == ending[by]), None)
        if numbered is not None and (year or numbered.start <= today):
            return numbered
    raise Refused(mark("{value} does not exist. Check the date"), field="date", value=text)


def _offset(match: re.Match[str], today: date, future: bool) -> date | None:
    return _shifted(today, _OFFSETS[match[0]]) if match[0] in _OFFSETS else None


def _signed(match: re.Match[str], today: date, future: bool) -> date:
    return _shifted(today, int(match[0]))


def _of_month(match: re.Match[str], today: date, future: bool) -> date:
    """Return the latest day with this number, or with *future* the next one, of a month that is long enough."""
    number = int(match[0])
    if not 1 <= number <= 31:
        raise ValueError(number)
    step = 1 if future else -1
    for months in range(3):
        year, month = divmod(today.year * 12 + today.month - 1 + step * months, 12)
        try:
            day = date(year, month + 1, number)
        except ValueError:
            continue
        if day >= today if future else day <= today:
            return day
    raise ValueError(number)


def _iso(match: re.Match[str], today: date, future: bool) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _day_first(match: re.Match[str], today: date, future: bool) -> date:
    day, month = int(match[1]), int(match[2])
    if month > 12 >= day:
        day, month = month, day
    return _dated(day, month, match[3], today, future)


def _named(match: re.Match[str], today: date, future: bool) -> date | None:
    month, name = MONTHS.get(match["month"]), match["name"]
    if not month or (name and name not in WEEKDAYS):
        return None
    day = _dated(int(match["day"]), month, match["year"], today, future)
    if name and day.weekday() != WEEKDAYS[name]:
        raise ValueError(name)  # the day has another name in that year
    return day


def _weekday(match: re.Match[str], today: date, future: bool) -> date | None:
    weekday = WEEKDAYS.get(match["name"])
    if weekday is None:
        return None
    back = (today.weekday() - weekday) % 7
    if match["next"] or (future and not match["last"]):
        return _shifted(today, 7 - back)
    return _shifted(today, -(back or (7 if match["last"] else 0)))


def _ago(match: re.Match[str], today: date, future: bool) -> date | None:
    span = _SPANS.get(match["unit"])
    return _shifted(today, -int(match["count"]) * span) if span else None


def _ahead(match: re.Match[str], today: date, future: bool) -> date | None:
    span = _SPANS.get(match["unit"])
    return _shifted(today, int(match["count"]) * span) if span else None


def _week(match: re.Match[str], today: date, future: bool) -> date:
    year = int(match["year"] or today.isocalendar().year)
    return date.fromisocalendar(year, int(match["week"]), 7 if future else 1)


def _day_of_month(match: re.Match[str], today: date, future: bool) -> date:
    """Return the latest day of that number, today included, or the next one for a deadline."""
    number, month = int(match["day"]), today.year * 12 + today.month - 1
    if number > today.day and not future:
        month -= 1
    elif number < today.day and future:
        month += 1
    return date(month // 12, month % 12 + 1, number)


def _end_of_quarter(match: re.Match[str], today: date, future: bool) -> date | None:
    quarter = int(match["q"]) if match["q"] else QUARTERS.get(match["ordinal"])
    return _end(quarter * 3, match["year"], today) if quarter else None


def _end_of_month(match: re.Match[str], today: date, future: bool) -> date | None:
    month = MONTHS.get(match["month"])
    return _end(month, match["year"], today) if month else None


def _end_of_period(match: re.Match[str], today: date, future: bool) -> date:
    period, later = _PERIODS[match["period"]], 1 if match["next"] else 0
    if period == "week":
        return _shifted(today, 6 - today.weekday() + 7 * later)
    length = {"month": 1, "quarter": 3, "year": 12}[period]
    months = today.year * 12 + (today.month - 1) // length * length + length * (1 + later)
    return _before(months)


def _end_of_year(match: re.Match[str], today: date, future: bool) -> date:
    return date(int(match[1]), 12, 31)


_LAST = "last|previous|vorige|afgelopen"
_NEXT = "next|volgende|komende|aanstaande"
_END = "(?:end of|end|eind|einde|ultimo)"
_NAME = r"(?:(?P<name>[a-z]{2,9})\.? )?"
_YEAR = r"(?: (?P<year>[0-9]{4}|[0-9]{2}))?"

_MONTH_FIRST = re.compile(r"(?<![-/.0-9])(0?[1-9]|1[0-2])([-/])([0-9]{1,2})(?=(?:\2(?:[0-9]{4}|[0-9]{2}))?(?![-/0-9]))")
_DOUBTFUL = re.compile(r"(0?[1-9]|1[0-2])[-/](0?[1-9]|1[0-2])(?:[-/](?:[0-9]{4}|[0-9]{2}))?")
_NEAR_PERIOD = re.compile(
    r"(?:(?P<last>last|previous|vorige?|afgelopen)|this|deze|dit) "
    r"(?P<period>week|month|maand|quarter|kwartaal|year|jaar)"
)
_NUMBERED_PERIODS = tuple(
    (by, re.compile(pattern))
    for by, pattern in (
        ("week", r"(?:(?P<year>[0-9]{4})-?)?w(?P<number>[0-9]{1,2})"),
        ("week", r"week (?P<number>[0-9]{1,2})(?: (?P<year>[0-9]{4}))?"),
        ("month", r"(?P<year>[0-9]{4})-(?P<number>[0-9]{2})"),
        ("month", r"(?P<number>[a-z]{3,})(?: (?P<year>[0-9]{4}))?"),
        ("quarter", r"(?:(?:fy)?(?P<year>[0-9]{4})-)?q(?P<number>[1-4])(?: (?P<year_after>[0-9]{4}))?"),
    )
)

_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, bool], date | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"[a-z]+", _offset),
        (r"[-+][0-9]{1,4}", _signed),
        (r"[0-9]{1,2}", _of_month),
        (r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", _iso),
        (r"([0-9]{1,2})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{4}|[0-9]{2}))?", _day_first),
        (rf"{_NAME}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|e)? (?P<month>[a-z]+)\.?{_YEAR}", _named),
        (rf"{_NAME}(?P<month>[a-z]+)\.? (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_YEAR}", _named),
        (rf"(?:(?P<last>{_LAST})|(?P<next>{_NEXT}))? ?(?P<name>[a-z]+)", _weekday),
        (r"(?P<count>[0-9]{1,3}) ?(?P<unit>[a-z]+) (?:ago|geleden)", _ago),
        (r"(?:in|over) (?P<count>[0-9]{1,3}) (?P<unit>[a-z]+)", _ahead),
        (rf"week (?P<week>[0-9]{{1,2}}){_YEAR}", _week),
        (r"(?:(?P<year>[0-9]{4})-?)?w(?P<week>[0-9]{1,2})", _week),
        (r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|e)?", _day_of_month),
        (rf"{_END} (?:q(?P<q>[1-4])|(?P<ordinal>\w+) (?:quarter|kwartaal)){_YEAR}", _end_of_quarter),
        (rf"{_END} (?P<next>{_NEXT})? ?(?P<period>week|month|maand|quarter|kwartaal|year|jaar)", _end_of_period),
        (rf"{_END} (?P<month>[a-z]+){_YEAR}", _end_of_month),
        (rf"{_END} ([0-9]{{4}})", _end_of_year),
    )
)
"""The forms in the order they are tried: a pattern, and what makes a day of what it found or passes it on."""


def _dated(day: int, month: int, year: str | None, today: date, future: bool) -> date:
    """Return a day that may lack its year: a deadline lies ahead, any other day at most half a year ahead."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if (day, month) == (29, 2):
        return _leap_day(today, future)
    this_year = date(today.year, month, day)
    if future and this_year < today:
        return date(today.year + 1, month, day)
    if not future and (this_year - today).days > 183:
        return date(today.year - 1, month, day)
    return this_year


def _leap_day(today: date, future: bool) -> date:
    years = range(today.year, today.year + 9) if future else range(today.year, today.year - 9, -1)
    for year in years:
        if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
            leap_day = date(year, 2, 29)
            if leap_day >= today if future else leap_day <= today:
                return leap_day
    return date(today.year, 2, 29)


def _end(month: int, year: str | None, today: date) -> date:
    """Return the last day of a month, in this year or, when that is over, the next."""
    if year:
        return _before((int(year) + (2000 if len(year) == 2 else 0)) * 12 + month)
    end = _before(today.year * 12 + month)
    return end if end >= today else _before((today.year + 1) * 12 + month)


def _before(months: int) -> date:
    """Return the day before the first day of a month that is counted from year 0."""
    return date.fromordinal(date(months // 12, months % 12 + 1, 1).toordinal() - 1)


def _shifted(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


# A time of day beside a day, as people and programs write it: ``today 14:00``, ``2026-11-23T14:00Z``, ``2:30 pm``.
#
# Which time zone is in force is told by `kpitui.services.time_zones`.

_CLOCK_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
_AT_THE_END = re.compile(rf"(?:^|[ T]|\b(?:at|om) ?){_CLOCK_TIME}(?: ?(?P<half>[ap]m))?$", re.IGNORECASE)
_HALF_DAY = re.compile(r"(?:^| )(?P<hour>[0-9]{1,2}) ?(?P<half>[ap]m)$", re.IGNORECASE)
_HOURS = re.compile(
    r"(?:^| )(?:(?:at|om) )?(?P<hour>[0-9]{1,2})"
    r"(?:[uh](?P<minute>[0-9]{2})|(?:[.:](?P<beside>[0-9]{2}))? ?(?:uur|u|h))$",
    re.IGNORECASE,
)
"""As the Dutch write it, and others: ``14u30``, ``9 uur``, ``14.30 u``. Without its letter ``14.30`` may be a day."""
_AFTER_ITS_WORD = re.compile(r"(?:^| )(?:at|om) (?P<hour>[0-9]{1,2})(?:[.](?P<minute>[0-9]{2}))?$", re.IGNORECASE)
_WITH_ZONE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}[0-9:.,]*(?:Z|[+-][0-9]{2}:?[0-9]{2})", re.IGNORECASE
)

LEAP = 60
"""The second that is put in at the end of some days: an entry of it is one of its minute."""
_LEAP = re.compile(r"(?<=:[0-9]{2}):60(?![0-9:])")

NO_SUCH_MOMENT = mark("{value} does not exist. Check the date")


def moment_with_zone(text: str) -> datetime | None:
    """Return the moment that *text* names with its offset from UTC; None where it is no such moment."""
    typed = text.strip()
    if not _WITH_ZONE.fullmatch(typed):
        return None
    try:
        typed = _LEAP.sub(":59", typed)  # which Python does not know
        return datetime.fromisoformat(typed.upper().replace(",", ".").replace("Z", "+00:00"))
    except ValueError as error:
        raise Refused(NO_SUCH_MOMENT, field="date", value=text) from error


def may_end_in_time(text: str) -> bool:
    """Tell at a glance, without an expression, whether `split_time` may see a time at the end of *text*."""
    words = text.casefold().split()
    last = words[-1] if words else ""
    return any(sign in last for sign in ":muh") or last == "uur" or words[-2:-1] in (["at"], ["om"])


def split_time(text: str) -> tuple[str, str | None]:
    """Return the day in *text*, as typed, and the time of day at its end as ``HH:MM``; None where it has none.

    Raises Refused for a time that is not on the clock.
    """
    typed = text.strip()
    forms = (_AT_THE_END, _HALF_DAY, _HOURS, _AFTER_ITS_WORD)
    match = next((there for form in forms if (there := form.search(typed)) is not None), None)
    if match is None:
        return typed, None
    parts = match.groupdict()
    hour, minute = int(parts["hour"]), int(parts.get("minute") or parts.get("beside") or 0)
    if half := (parts.get("half") or "").lower():
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59 or int(parts.get("second") or 0) > LEAP:
        raise Refused(mark("Not a time: {value}. Try 14:30"), field="time", value=typed[match.start() :].strip(" T"))
    return typed[: match.start()].strip(), f"{hour:02d}:{minute:02d}"
