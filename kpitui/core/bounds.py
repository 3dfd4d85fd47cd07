"""Natural bounds: what a KPI can never be below or above, which keeps slips of the finger and impossible limits out."""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.core.errors import Refused, mark
from kpitui.core.model import Kpi


def refuse_beyond(kpi: Kpi, value: float) -> None:
    """Raise Refused when *value*, in the unit of *kpi*, is one that it cannot have."""
    if kpi.floor is not None and value < kpi.floor:
        raise Refused(mark("{kpi} can't be below {bound}"), field="value", kpi=kpi.name, bound=f"{kpi.floor:g}")
    if kpi.ceiling is not None and value > kpi.ceiling:
        raise Refused(mark("{kpi} can't be above {bound}"), field="value", kpi=kpi.name, bound=f"{kpi.ceiling:g}")


def bounds_of(kpi: Kpi, values: Sequence[float]) -> tuple[float | None, float | None]:
    """Return floor and ceiling of *kpi*; where no floor was set it is 0 as long as none of *values* was negative."""
    floor = kpi.floor
    if floor is None and values and min(values) >= 0:
        floor = 0.0
    return floor, kpi.ceiling
