"""A chance and a day of arrival as records, and the word for a chance: all that is read where they are only shown.

They are worked out by `probability`, which loads what forecasting needs.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Likelihood: TypeAlias = 'Literal["very likely", "likely", "could go either way", "unlikely", "very unlikely"]'

WORDS: tuple[tuple[float, Likelihood], ...] = (
    (0.90, "very likely"),
    (0.60, "likely"),
    (0.33, "could go either way"),
    (0.10, "unlikely"),
    (0.0, "very unlikely"),
)
"""The words of the IPCC, each from its chance on; "likely" begins where a goal is on track."""


class Arrival(Record):
    """The last days of the slots in which eight in ten paths arrive, and the middle one."""

    early: date
    middle: date
    late: date | None
    """None when more than one in ten paths does not arrive while it was looked."""


class Outlook(Record):
    """What paths say about a goal."""

    chance: float
    """Between 0.02 and 0.98, in steps of 0.05."""
    arrival: Arrival | None
    """When a total, or a level to stay, is likely to be there; None when too few paths arrive, or it is there now."""
    values: int
    """On how many values it rests."""

    @property
    def word(self) -> Likelihood:
        """Return the chance as a word."""
        return word_of(self.chance)


def word_of(chance: float) -> Likelihood:
    """Return a chance as a word."""
    return next(word for least, word in WORDS if chance >= least)


def printed_chance(chance: float) -> float:
    """Return a chance as it may be shown."""
    return min(0.98, max(0.02, round(chance * 20) / 20))
