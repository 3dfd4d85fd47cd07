"""What a weekday, an hour of the day, or an hour of a weekday usually brings: averages over the days that have it.

A sum is averaged per day, a mean over its entries, a ratio is the sum above over the sum below; a formula is evaluated
on the averages of its parts. What was not measured does not count: an hour rests on the days on which it was.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from math import fsum, isfinite

from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.quantiles import quantile
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Place = TypeVar("Place", bound=Hashable)

FEWEST = 4
"""Values from which a middle half is told."""

DayHour = tuple[date, int]
"""A day, and an hour of it; 0 where it is the whole day."""

Cells = Mapping[DayHour, tuple[float, int]]
"""By hour: the figure there, as in `DayTotals`, and the number of entries."""

Compute = Callable[[Mapping[str, float | None]], float | None]


class ProfileCell(Record):
    """What one place of a profile usually brings, in the unit of the KPI."""

    value: float | None
    """None where nothing was measured there."""
    low: float | None
    """The middle half of its values lies from here; None below four values."""
    high: float | None
    n: int
    """On how many days it was measured."""


NOTHING = ProfileCell(None, None, None, 0)


class ProfileData(Record):
    """A KPI by the hour or by the day, as what it is logged as or computed from, on those that all of these have."""

    leaves: Mapping[str, Kpi]
    cells: Mapping[str, Cells]
    """By key of the leaves."""
    compute: Compute

    @property
    def hours(self) -> list[DayHour]:
        """Return the hours that have a value of every part, ascending."""
        sets = [set(cells) for cells in self.cells.values()]
        return sorted(set.intersection(*sets)) if sets else []

    def value(self, hours: Sequence[DayHour]) -> float | None:
        """Return what an average one of *hours* brings; None without any."""
        if not hours:
            return None
        value = self.compute({key: self._average(kpi, hours) for key, kpi in self.leaves.items()})
        return value if value is not None and isfinite(value) else None

    def _average(self, kpi: Kpi, hours: Sequence[DayHour]) -> float:
        cells = [self.cells[kpi.key][hour] for hour in hours]
        total = fsum(figure for figure, _count in cells)
        return total / (sum(count for _figure, count in cells) if KINDS[kpi.kind].rule == "mean" else len(cells))


def profile(
    data: ProfileData, places: Iterable[Place], place_of: Callable[[DayHour], Place]
) -> dict[Place, ProfileCell]:
    """Return what each of *places* usually brings; *place_of* tells where an hour belongs."""
    by_place: dict[Place, list[DayHour]] = {place: [] for place in places}
    for hour in data.hours:
        if (place := place_of(hour)) in by_place:
            by_place[place].append(hour)
    return {place: _cell(data, hours) for place, hours in by_place.items()}


def _cell(data: ProfileData, hours: Sequence[DayHour]) -> ProfileCell:
    value = data.value(hours)
    if value is None:
        return NOTHING
    values = sorted(single for hour in hours if (single := data.value([hour])) is not None)
    n = len({day for day, _hour in hours})
    if len(values) < FEWEST:
        return ProfileCell(value, None, None, n)
    return ProfileCell(value, quantile(values, 0.25), quantile(values, 0.75), n)
