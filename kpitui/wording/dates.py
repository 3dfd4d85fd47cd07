"""Days, months and periods in words, from our own catalogue: the locale of the C library is not the user's language."""

from __future__ import annotations

from datetime import date

from kpitui.i18n import _, context, month_first, plural, this_year
from kpitui.i18n.harmless import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.core.calendar import Period


def weekdays() -> tuple[str, ...]:
    """Return the seven short names, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def named(name: str, text: str) -> str:
    """Return *text* behind a name in one line, ``Revenue: about € 77 higher``: a capital stands first in the line only.

    The names of days keep theirs, and so does what is no plain word, such as a unit or an abbreviation.
    """
    first = text.partition(" ")[0].strip(":;,.")
    is_word = first[1:].islower() or len(first) == 1
    keeps = not is_word or first in (*weekdays(), *short_months())
    return f"{name}: {text if keeps else text[:1].lower() + text[1:]}"


def weekdays_text(numbers: Sequence[int]) -> str:
    """Return weekdays by their short names (Monday is 0), with commas between."""
    return ", ".join(weekdays()[number] for number in numbers)


def short_months() -> tuple[str, ...]:
    """Return the twelve short names, January first."""
    return (
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        context("short month", "May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    )


def with_short_dates(text: str) -> str:
    """Return *text*, a sentence of a person in any language, with its dates as short as they can be read.

    A month is that of a date where a figure stands before or behind it: ``1 January``, ``december 2026``. Dutch has a
    short form of "up to and including" too.
    """
    import re

    def short(match: re.Match[str]) -> str:
        word = match.group()
        name = _SHORTENED.get(word.casefold(), word)
        return name.capitalize() if word[0].isupper() else name

    names = "|".join(_SHORTENED)
    text = re.sub(rf"(?<=\d )(?:{names})\b|\b(?:{names})(?= \d)", short, text, flags=re.IGNORECASE)
    return re.sub(r"\btot en met(?= \d)", "t/m", text)


_SHORTENED = {
    "january": "jan", "februari": "feb", "february": "feb", "march": "mar", "april": "apr", "june": "jun",
    "july": "jul", "august": "aug", "september": "sep", "october": "oct", "november": "nov", "december": "dec",
    "januari": "jan", "maart": "mrt", "juni": "jun", "juli": "jul", "augustus": "aug", "oktober": "okt",
}  # fmt: skip


def day_name(day: date) -> str:
    """Return the short name of the weekday of *day*."""
    return weekdays()[day.weekday()]


def doubt_text(text: str, day: date, *, by_month: bool, region: str) -> str:
    """Return how *text*, a day that could have been another one, was read, and by what order; *region* may be empty."""
    order = _("month first") if by_month else _("day first")
    if region:
        order = _("{order}, region {region}").format(order=order, region=region)
    template = _("Read {text} as {day}: {order}. Wrong? Write {iso}, or set your region")
    other = f"{day.year:04}-{day.day:02}-{day.month:02}"
    return template.format(text=harmless(text), day=day_text(day), order=order, iso=other)


def day_text(day: date) -> str:
    """Return *day* as on a screen: ``Mon 23 Nov`` or ``Mon Nov 23``, with its year only when that is not this one."""
    return f"{day_name(day)} {_short(day)}{_year_of(day)}"


def full_day_text(day: date) -> str:
    """Return *day* with its year, ``Mon 23 Nov 2026``.

    That is for a field, for the days that a whole page or report is of, and for how a figure was worked out.
    """
    return f"{day_name(day)} {_short(day)}{_year(day.year)}"


def ends_text(first: date, last: date) -> tuple[str, str]:
    """Return both ends of a stretch of days as on a screen; the year that they share stands once, behind the last."""
    return f"{day_name(first)} {_short(first)}{_year_before(first, last)}", day_text(last)


def _short(day: date) -> str:
    month = short_months()[day.month - 1]
    return f"{month} {day.day}" if month_first() else f"{day.day} {month}"


def _year_of(day: date) -> str:
    return "" if day.year == this_year() else _year(day.year)


def _year_before(first: date, last: date) -> str:
    return "" if first.year == last.year else _year_of(first)


def _year(year: int) -> str:
    return f", {year}" if month_first() else f" {year}"


def span_text(first: date, last: date) -> str:
    """Return the days from *first* to *last* shortly: ``1–22 Oct`` or ``Oct 1–22``, ``28 Sep – 3 Oct``.

    Their year is there as in `ends_text`.
    """
    if first == last:
        days = _short(last)
    elif (first.year, first.month) == (last.year, last.month):
        days = f"{_short(first)}–{last.day}" if month_first() else f"{first.day}–{_short(last)}"
    else:
        days = f"{_short(first)}{_year_before(first, last)} – {_short(last)}"
    return days + _year_of(last)


def period_title(period: Period) -> str:
    """Return the name of *period* without its days: ``week 47``, ``Nov 2026``, ``Q4 2026``; of a day its date."""
    if period.by == "day":
        return day_text(period.start)
    if period.by == "week":
        _year, is_iso, week = period.label.partition("-W")
        if not is_iso:
            return _("week of {day}").format(day=_short(period.start) + _year_of(period.start))
        return _("week {n}").format(n=int(week))
    if period.by == "month":
        return f"{short_months()[period.start.month - 1]} {period.start.year}"
    year, _dash, quarter = period.label.partition("-")
    return f"{quarter} {year}" if quarter else year


def period_name(period: Period) -> str:
    """Return *period* as it stands in a list: ``Thu 19 Nov``, ``week 47 (16–22 Nov)``, ``Nov 2026``, ``Q4 2026``.

    The year of a day or week is left out when it is this one.
    """
    if period.by == "week" and "-W" in period.label:
        return f"{period_title(period)} ({span_text(period.start, period.end)})"
    return period_title(period)


def label_text(label: str) -> str:
    """Return the name of a period that is kept as its label alone: ``2026-W47`` as ``week 47 of 2026``."""
    year, is_week, week = label.partition("-W")
    if is_week and week.isdecimal():
        return _("week {n} of {year}").format(n=int(week), year=year)
    return label


MOST_DAYS = 3
"""How many days are named, before they are only counted."""


def some_days_text(days: Sequence[date]) -> str:
    """Return some *days*, ascending: ``Mon 23 Nov, Wed 25 Nov``; more than a few by their number."""
    return ", ".join(map(day_text, days)) if len(days) <= MOST_DAYS else periods_text(len(days), "day")


def periods_text(count: int, period: str) -> str:
    """Return a number of periods: ``8 weeks``."""
    words = {
        "day": plural("{n} day", "{n} days", count),
        "week": plural("{n} week", "{n} weeks", count),
        "month": plural("{n} month", "{n} months", count),
        "quarter": plural("{n} quarter", "{n} quarters", count),
        "year": plural("{n} year", "{n} years", count),
    }
    return words[period].format(n=count)


def as_of_text(day: date, *, as_known: bool) -> str:
    """Return that everything is shown as of *day*, or with *as_known* by what had been entered by then."""
    text = _("What was known on {day}") if as_known else _("As it stood on {day}")
    return text.format(day=full_day_text(day))
