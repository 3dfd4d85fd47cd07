"""What was expected of a value, and whether it is so far off that one asks; light enough for `kpitui log`.

How it is worked out from the past is `anomaly`'s work; a `ReferenceDistribution` is kept in the database and read where
a value is logged.
"""

from __future__ import annotations

from math import exp, log

from kpitui.core.record import Record

TOLD, ASKED = 3.0, 6.0
"""Standard deviations of earlier errors that make a value worth a sentence, or a question while it is typed."""

TIMES = 10.0
"""A factor at which a question is asked whatever the spread: most typing errors shift the decimal mark."""


class Expected(Record):
    """What was expected of one value."""

    usual: float
    """The forecast of one step."""
    far: float
    """How many standard deviations of earlier errors the value lies from it; below 0 when it is lower."""
    times: float | None
    """The value over what is usual, None where that says nothing."""
    values: int
    sparse: bool = False
    """Whether the series is mostly 0, so that `usual` is the size of what comes when something does."""
    silence: int = 0
    """Of a 0 in such a series: for how many slots in a row there was nothing, itself among them; else 0."""
    longest_silence: int = 0
    """The longest such stretch before."""

    @property
    def surprising(self) -> bool:
        """Whether the value is worth a sentence."""
        return abs(self.far) > TOLD

    @property
    def doubtful(self) -> bool:
        """Whether one would ask while it is typed: keep?"""
        if self.silence:
            return False
        factor = self.times is not None and (self.times >= TIMES * 0.95 or self.times <= 1 / (TIMES * 0.95))
        return abs(self.far) > ASKED or (factor and abs(self.far) > TOLD)


class ReferenceDistribution(Record):
    """What a value of one slot is held against, worked out once for all that may be typed."""

    centre: float
    spread: float
    logarithmic: bool
    """Whether the two are logarithms."""
    values: int
    sparse: bool = False
    """Whether it is the size of what comes in a series that is mostly 0."""

    def expected(self, value: float) -> Expected:
        """Return what was expected of *value*, above 0 where logarithms are compared."""
        seen = log(value) if self.logarithmic else value
        usual = _plain(self.centre, self.logarithmic)
        times = value / usual if usual > 0 and value >= 0 else None
        return Expected(usual, (seen - self.centre) / self.spread, times, self.values, self.sparse)


def _plain(value: float, logarithmic: bool) -> float:
    return exp(min(value, 700.0)) if logarithmic else value
