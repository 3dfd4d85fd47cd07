"""Holidays: dates on which a business that is logged by day had nothing in earlier years, whatever the weekday.

Only its own past tells: which public holidays a shop is closed on differs from shop to shop, and days that it will be
closed on for the first time are paused by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

AROUND = 14
"""Days before and after a date by which it is judged whether a day without anything is special there."""

MOST_EMPTY = 0.2
"""The share of these days without anything up to which it is."""

WEEKDAY = 28
"""Days before and after it in which its weekday must have brought something, or it is closed on that weekday."""

YEARS = 3
"""Years that are looked back."""


def closed_years(day: date, values: Mapping[date, float]) -> int:
    """Return in how many earlier years *day* was closed by *values*; 0 where it was open in one of them.

    A year counts with data around the date, on a weekday that was open. A date without a value tells nothing: what is
    missing is not 0.
    """
    closed = 0
    for back in range(1, YEARS + 1):
        try:
            then = day.replace(year=day.year - back)
        except ValueError:
            return 0  # 29 February
        near = [values[other] for step in _steps(AROUND, 1) if (other := then + timedelta(days=step)) in values]
        if then not in values or len(near) < AROUND or not _is_open(then, values):
            continue  # it tells nothing
        if values[then] != 0 or sum(value == 0 for value in near) > MOST_EMPTY * len(near):
            return 0
        closed += 1
    return closed


def with_holidays(
    paths: Sequence[Sequence[float]], days: Sequence[date], values: Mapping[date, float]
) -> tuple[tuple[float, ...], ...]:
    """Return *paths* of a sum over *days* with nothing on holidays: on all of them, on half where it was so once."""
    years = {index: count for index, day in enumerate(days) if (count := closed_years(day, values))}
    if not years:
        return tuple(map(tuple, paths))
    return tuple(
        tuple(
            0.0 if years.get(index, 0) > 1 or (index in years and number % 2) else value
            for index, value in enumerate(path)
        )
        for number, path in enumerate(paths)
    )


def _is_open(day: date, values: Mapping[date, float]) -> bool:
    """Tell whether the weekday of *day* usually brings something around it."""
    same = [values.get(day + timedelta(days=step), 0.0) for step in _steps(WEEKDAY, 7)]
    return sum(value != 0 for value in same) > len(same) / 2


def _steps(most: int, step: int) -> list[int]:
    return [number for number in range(-most, most + 1, step) if number]
