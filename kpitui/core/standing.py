"""How a goal stands on a day, as a record: the word for it and every figure behind it.

Working it out is `pace`'s work, saying it in words that of `kpitui.i18n`.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Status: TypeAlias = 'Literal["reached", "on pace", "at risk", "off pace", "no data", "not started", "missed"]'
"""How a goal stands, in one word."""

URGENCY: dict[Status, int] = {
    "no data": 0, "off pace": 1, "at risk": 2, "missed": 3, "on pace": 4, "not started": 5, "reached": 6,
}  # fmt: skip
"""The order in which goals ask for attention, lowest first: missing data comes before bad data."""


class Standing(Record):
    """How a goal stands; a figure that is not defined is None, which is never the same as 0."""

    as_of: date
    """The last day that counts: today once it has an entry, else yesterday, and never after the deadline."""
    status: Status
    actual: float | None
    """The sum so far, or the level: the median of the last 7 days, 4 weeks or 3 months, by cadence."""
    expected: float | None
    """Where it should be as of that day; for a cap, what may have been used. None for a band."""
    target: float | None
    """What must be reached, in the version that holds today; for a band its upper edge."""
    progress: float | None
    """The share of the way from baseline to target, below 0 when moving away; of a sum its share of the target."""
    gap: float | None
    """How far ahead (above 0) or behind (below 0); for a band the distance to its nearest edge, above 0 inside."""
    needed_per_day: float | None
    """What each remaining day must bring to a sum; None when it is reached or no day is left."""
    left_per_day: float | None
    """What a cap still leaves for each remaining day; None when it is broken or no day is left."""
    effort: float | None
    """The needed rate over the recent rate: 1.3 is 1.3 times the recent pace; None when it is too early to say."""
    days_left: int
    """The days after `as_of` up to the deadline, without paused ones."""
    days_logged: int
    """The days with data among `days_elapsed`."""
    days_elapsed: int
    """The days from the start up to `as_of`, without paused ones."""
    needed_next: tuple[date, float] | None = None
    """The next day that counts, and what it must bring by its weekday; None where all weekdays weigh the same."""
    safe_days: int | None = None
    """For how many days a sum to reach stays on pace when nothing more comes in; None when it is not on pace."""
