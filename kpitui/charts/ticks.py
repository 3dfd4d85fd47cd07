"""Where an axis has its marks and what they say: round values, and days, Mondays, months, quarters or years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil, floor, isfinite, log10

LABEL = 8
"""Cells that a day on the axis takes, with the room beside it."""


def value_ticks(low: float, high: float, count: int) -> list[float]:
    """Return about *count* round values from *low* to *high*, ascending: steps of 1, 2 or 5 times a power of ten."""
    if not (isfinite(low) and isfinite(high)) or high <= low:
        return [low] if isfinite(low) else []
    rough = (high - low) / max(count, 1)
    power = 10.0 ** floor(log10(rough))
    step = power * next(times for times in (1, 2, 5, 10) if times * power >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [step_number * step for step_number in range(first, min(last, first + 100) + 1)]


def day_ticks(first: date, last: date, room: int, months: Sequence[str]) -> list[tuple[date, str]]:
    """Return days with their labels, from the finest of five grids that fits in *room* cells.

    *months* are the twelve short names. Where not even the years fit, only some of them are given.
    """
    fits = max(1, room // LABEL)
    for chosen, with_year in _grids(first, last):
        if chosen and len(chosen) <= fits:
            return [(day, _label(day, months, with_year)) for day in chosen]
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)] or [first]
    return [(day, str(day.year)) for day in years[:: ceil(len(years) / fits)]]


def _grids(first: date, last: date) -> Iterator[tuple[list[date], bool]]:
    """Yield the grids from fine to coarse, and whether their labels name the year instead of the day."""
    low, high = first.toordinal(), last.toordinal()
    if high - low < 32:
        days = [date.fromordinal(day) for day in range(low, high + 1)]
        yield days, False
        yield days[::2], False
    if high - low < 750:
        monday = low + (-first.weekday()) % 7
        yield [date.fromordinal(day) for day in range(monday, high + 1, 7)], False
        yield [date.fromordinal(day) for day in range(monday, high + 1, 14)], False
    if high - low < 12_000:
        starts = _month_starts(first, last)
        yield starts, True
        yield [day for day in starts if day.month % 3 == 1], True


def _month_starts(first: date, last: date) -> list[date]:
    begin = first.year * 12 + first.month - (first.day == 1)
    return [date(month // 12, month % 12 + 1, 1) for month in range(begin, last.year * 12 + last.month)]


def _label(day: date, months: Sequence[str], with_year: bool) -> str:
    if not with_year:
        return f"{day.day} {months[day.month - 1]}"
    return f"{months[day.month - 1]} '{day.year % 100:02}"
