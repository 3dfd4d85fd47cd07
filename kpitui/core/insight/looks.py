"""Looks: the days, named beforehand, on which it is judged whether a level moved since a day.

Whoever looks daily sees an effect in every fifth flat series within four weeks. Two looks, on a named day and once
more after twice that time, keep it at one in ten (`benchmarks/claims.py`).
"""

from __future__ import annotations

from kpitui.core.cadence import Span

FIRST: dict[Span, int] = {"day": 14, "week": 4, "month": 3, "quarter": 3}
"""Slots until the first look where no day was named."""


def latest_look(passed: int, first: int, *, again: int = 1) -> int | None:
    """Return how many slots the latest look covers when *passed* are over; None before the *first*.

    It is looked *again* so many times, each after twice the time of the one before.
    """
    if passed < first:
        return None
    look = first
    for _time in range(again):
        if 2 * look > passed:
            break
        look *= 2
    return look


def next_look(passed: int, first: int, *, again: int = 1) -> int | None:
    """Return how many slots the next look will cover; None when there is none left."""
    latest = latest_look(passed, first, again=again)
    if latest is None:
        return first
    return 2 * latest if latest < first * 2**again else None
