"""Days, months and periods in words, from our own catalogue: the locale of the C library is not the user's language."""

from __future__ import annotations

from datetime import date

from kpitui.i18n import _, context, month_first, plural
from kpitui.i18n.harmless import harmless


def weekdays() -> tuple[str, ...]:
    """Return the seven short names, Monday first."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


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


def day_text(day: date, *, year: bool = True) -> str:
    """Return *day* as ``Mon 23 Nov 2026`` or ``Mon Nov 23, 2026``; without *year* as ``Mon 23 Nov``."""
    text = f"{day_name(day)} {_short(day)}"
    return text if not year else f"{text}, {day.year}" if month_first() else f"{text} {day.year}"


def _short(day: date) -> str:
    month = short_months()[day.month - 1]
    return f"{month} {day.day}" if month_first() else f"{day.day} {month}"


def span_text(first: date, last: date) -> str:
    """Return the days from *first* to *last* shortly: ``1–22 Oct`` or ``Oct 1–22``, ``28 Sep – 3 Oct``."""
    if first == last:
        return _short(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_short(first)}–{last.day}" if month_first() else f"{first.day}–{_short(last)}"
    return f"{_short(first)} – {_short(last)}"


def periods_text(count: int, period: str) -> str:
    """Return a number of periods: ``8 weeks``."""
    words = {
        "day": plural("{n} day", "{n} days", count),
        "week": plural("{n} week", "{n} weeks", count),
        "month": plural("{n} month", "{n} months", count),
        "quarter": plural("{n} quarter", "{n} quarters", count),
    }
    return words[period].format(n=count)
