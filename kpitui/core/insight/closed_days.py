"""Closed days: weekdays on which a business that is logged by day never has anything.

To a shop that is closed on Sunday, Monday follows Saturday: Sundays are neither a weak day of its rhythm nor values
that are missing.
"""

from __future__ import annotations

from collections.abc import Sequence

WEEKS = 4
"""Full weeks before a weekday is taken for closed."""

LOOK = 12
"""Weeks that are looked back over."""

MOST_ZEROS = 0.35
"""The share of zeros on the other days from which on a zero is nothing special."""


def open_places(slots: Sequence[int], values: Sequence[float], length: int) -> list[int] | None:
    """Return the places of a week of *length* slots on which there are values, ascending; None when no day is closed.

    Closed is a weekday whose values were blank or 0 throughout the last twelve weeks, in a series of at least four.
    """
    if length < 2 or not slots or slots[-1] - slots[0] + 1 < WEEKS * length:
        return None
    begin = slots[-1] - LOOK * length
    lately = [(slot % length, value) for slot, value in zip(slots, values, strict=True) if slot > begin]
    places = sorted({place for place, value in lately if value != 0})
    rest = [value for place, value in lately if place in places]
    if not 0 < len(places) < length or sum(value == 0 for value in rest) >= MOST_ZEROS * len(rest):
        return None
    return places


def renumbered(slots: Sequence[int], places: Sequence[int], length: int) -> list[int | None]:
    """Return each of *slots* as counted over the open *places* of a week alone; None for a closed day."""
    ranks = {place: rank for rank, place in enumerate(places)}
    return [slot // length * len(places) + ranks[slot % length] if slot % length in ranks else None for slot in slots]
