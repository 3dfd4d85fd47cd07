"""Runway: when a balance runs out, as a range over paths, with the chance that it lasts until a day.

Past weeks of the balance are drawn again, planned amounts taken out of them and put on the days on which they are to
come. Each path weighs the past weeks in its own way (Bayesian bootstrap), as twenty weeks do not know their own mean.
A week is drawn whole, so that its days keep their weekday and their neighbours. Where a balance is logged less often,
the stretches between two entries are drawn instead.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate

from kpitui.core.calendar import month_index, months_from
from kpitui.core.insight.outlook import printed_chance
from kpitui.core.quantiles import median
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from random import Random
    from typing import Literal, TypeAlias

    from kpitui.core.planned import BalanceChange, Matching, Occurrence

Basis: TypeAlias = 'Literal["week", "stretch"]'
"""What of the past is drawn again: weeks, or the stretches between two entries."""

AHEAD = 365
"""Days after today that are looked at."""

BLOCKS, FEWEST = 26, 8
"""Weeks of the past that are drawn from: the newest ones, and below how many it is too early to tell."""

PATHS, SEED = 400, 20_261_128
EARLY, LIKELY, LATE = 0.1, 0.5, 0.9
"""The shares of paths that are below the floor by the earliest, the likely and the latest day."""

DUST = 1e-9
"""The share of a balance that is rounding."""

OFTEN = 3
"""Days between two entries up to which a balance is one that is logged by the day."""


class Runway(Record):
    """When a balance runs out."""

    as_of: date
    """The day of the last balance, which every path begins with."""
    today: date
    value: float
    """The balance on that day."""
    floor: float
    """Below it the balance has run out."""
    crossings: tuple[int, ...]
    """Of every path the days from `as_of` to the first on which it is below the floor, ascending; one that never is has
    one more than were looked at. Empty where the balance is below the floor now."""
    ahead: int
    """Days after `as_of` that were looked at."""
    blocks: int
    """How many weeks, or stretches, of the past it rests on."""
    basis: Basis = "week"

    @property
    def is_below(self) -> bool:
        """Tell whether it is below the floor now."""
        return self.value < self.floor

    @property
    def early(self) -> date | None:
        """Return the day by which one in ten paths is below the floor; None where fewer ever are."""
        return self._day(EARLY)

    @property
    def likely(self) -> date | None:
        """Return the day by which half of the paths are below the floor; None where fewer are within a year."""
        return self._day(LIKELY)

    @property
    def late(self) -> date | None:
        """Return the day by which nine in ten paths are below the floor; None where fewer are within a year."""
        return self._day(LATE)

    @property
    def last(self) -> date:
        """Return the last day that was looked at."""
        return self.as_of + timedelta(days=self.ahead)

    def share(self, day: date) -> float:
        """Return the share of paths that are not below the floor on any day up to *day* inclusive."""
        if not self.crossings:
            return 0.0
        return 1 - bisect_left(self.crossings, (day - self.as_of).days + 1) / len(self.crossings)

    def chance(self, day: date) -> float:
        """Return that share as it may be shown: 0.02 to 0.98, in steps of 0.05; 0 where it is below the floor now."""
        return printed_chance(self.share(day)) if self.crossings else 0.0

    def month_ends(self, months: Sequence[int]) -> list[date]:
        """Return the last day of the month so many *months* after that of today, for each that was looked at."""
        index = month_index(self.today)
        days = [months_from(index + count, 1)[1] for count in months]
        return [day for day in days if day <= self.last]

    def _day(self, share: float) -> date | None:
        if not self.crossings:
            return None
        days = self.crossings[round(share * (len(self.crossings) - 1))]
        return max(self.today, self.as_of + timedelta(days=days)) if days <= self.ahead else None


def past_blocks(changes: Sequence[BalanceChange], matching: Matching) -> tuple[list[list[float]], Basis]:
    """Return the newest weeks of *changes* as changes a day, ascending, planned amounts taken out; and what they are.

    A change over several days is spread evenly over them; one on a day that does not count is the usual one.
    """
    rests = [
        [(change.change - taken if change.is_usual else matching.usual * change.days) / change.days] * change.days
        for change, taken in zip(changes, matching.taken, strict=True)
    ]
    if not changes or median(change.days for change in changes) > OFTEN:
        return rests[-BLOCKS:], "stretch"
    days = [change for stretch in rests for change in stretch]
    days = days[len(days) % 7 :]
    return [days[index : index + 7] for index in range(0, len(days), 7)][-BLOCKS:], "week"


def runway(
    balance: float,
    as_of: date,
    today: date,
    blocks: Sequence[Sequence[float]],
    planned: Sequence[Occurrence],
    *,
    floor: float = 0.0,
    basis: Basis = "week",
    paths: int = PATHS,
    seed: int = SEED,
) -> Runway | None:
    """Return when *balance*, that of *as_of*, falls below *floor* within a year after *today*; None with under 8 weeks.

    *blocks* are weeks of the past, as changes a day; *planned* is what is to come, counted on its `arrived`.
    """
    if len(blocks) < FEWEST:
        return None
    ahead = (today - as_of).days + AHEAD
    if balance < floor:
        return Runway(as_of, today, balance, floor, (), ahead, len(blocks), basis)
    amounts = _amounts(as_of, ahead, planned)
    crossings = sorted(_crossing(balance, floor, blocks, amounts, random) for random in _randoms(paths, seed))
    return Runway(as_of, today, balance, floor, tuple(crossings), ahead, len(blocks), basis)


def balances_ahead(
    balance: float,
    as_of: date,
    blocks: Sequence[Sequence[float]],
    planned: Sequence[Occurrence],
    days: Sequence[date],
    *,
    paths: int = PATHS,
    seed: int = SEED,
) -> list[tuple[float, ...]]:
    """Return what *balance*, that of *as_of*, is at the end of each of *days*, ascending and later, on every path.

    They are the paths of `runway` with the same *blocks* and *planned*, so that both tell the same future.
    """
    ahead = (days[-1] - as_of).days
    amounts = _amounts(as_of, ahead, planned)
    places = [(day - as_of).days - 1 for day in days]
    lines = (list(_balances(balance, blocks, amounts, random)) for random in _randoms(paths, seed))
    return [tuple(line[place] for place in places) for line in lines]


def _amounts(as_of: date, ahead: int, planned: Sequence[Occurrence]) -> list[float]:
    """Return what is planned for each of the days after *as_of*, which is the first."""
    amounts = [0.0] * (ahead + 1)
    for occurrence in planned:
        days = ((occurrence.arrived or occurrence.day) - as_of).days
        if 0 < days <= ahead:
            amounts[days] += occurrence.planned.amount
    return amounts


def _randoms(paths: int, seed: int) -> Iterator[Random]:
    """Return random numbers for each path, its own, so that another planned amount leaves all paths what they were."""
    from random import Random

    return (Random(seed + number) for number in range(paths))


def _crossing(
    balance: float, floor: float, blocks: Sequence[Sequence[float]], amounts: Sequence[float], random: Random
) -> int:
    """Return the first day on which one path is below *floor*; the number of *amounts* where it never is.

    A balance that comes to the floor exactly is not below it, whatever the dust of adding up parts of a day.
    """
    floor -= DUST * max(1.0, abs(balance), abs(floor))
    for day, value in enumerate(_balances(balance, blocks, amounts, random), start=1):
        if value < floor:
            return day
    return len(amounts)


def _balances(
    balance: float, blocks: Sequence[Sequence[float]], amounts: Sequence[float], random: Random
) -> Iterator[float]:
    """Yield the balance on each day of one path, the first the day after that of *balance*."""
    edges = list(accumulate(random.expovariate(1) for _block in blocks))
    day, last = 0, len(amounts) - 1
    while day < last:
        block = blocks[min(bisect_left(edges, random.random() * edges[-1]), len(blocks) - 1)]
        for change in block[: last - day]:
            day += 1
            balance += change + amounts[day]
            yield balance
