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

Slot = tuple[date, int]
"""A day, and an hour of it; 0 where it is the whole day."""

Cells = Mapping[Slot, tuple[float, int]]
"""By slot: the figure there, as in `DayTotals`, and the number of entries."""

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
    """A KPI in slots, as what it is logged as or computed from, on the slots that all of these have."""

    leaves: Mapping[str, Kpi]
    cells: Mapping[str, Cells]
    """By key of the leaves."""
    compute: Compute

    @property
    def slots(self) -> list[Slot]:
        """Return the slots that have a value of every part, ascending."""
        sets = [set(cells) for cells in self.cells.values()]
        return sorted(set.intersection(*sets)) if sets else []

    def value(self, slots: Sequence[Slot]) -> float | None:
        """Return what an average one of *slots* brings; None without any."""
        if not slots:
            return None
        value = self.compute({key: self._average(kpi, slots) for key, kpi in self.leaves.items()})
        return value if value is not None and isfinite(value) else None

    def _average(self, kpi: Kpi, slots: Sequence[Slot]) -> float:
        cells = [self.cells[kpi.key][slot] for slot in slots]
        total = fsum(figure for figure, _count in cells)
        return total / (sum(count for _figure, count in cells) if KINDS[kpi.kind].rule == "mean" else len(cells))


def profile(data: ProfileData, places: Iterable[Place], place_of: Callable[[Slot], Place]) -> dict[Place, ProfileCell]:
    """Return what each of *places* usually brings; *place_of* tells where a slot belongs."""
    by_place: dict[Place, list[Slot]] = {place: [] for place in places}
    for slot in data.slots:
        if (place := place_of(slot)) in by_place:
            by_place[place].append(slot)
    return {place: _cell(data, slots) for place, slots in by_place.items()}


def _cell(data: ProfileData, slots: Sequence[Slot]) -> ProfileCell:
    value = data.value(slots)
    if value is None:
        return NOTHING
    values = sorted(of_slot for slot in slots if (of_slot := data.value([slot])) is not None)
    n = len({day for day, _hour in slots})
    if len(values) < FEWEST:
        return ProfileCell(value, None, None, n)
    return ProfileCell(value, quantile(values, 0.25), quantile(values, 0.75), n)
