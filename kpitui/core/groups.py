"""KPIs in groups, in the order of Today: a group stands where its first KPI does, its KPIs in their own order."""

from __future__ import annotations

from kpitui.core.model import Kpi
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


class KpiGroup(Record):
    """Some KPIs under one name; the name is empty for those that are in no group."""

    name: str
    kpis: tuple[Kpi, ...]


def own_groups(kpis: Sequence[Kpi]) -> list[KpiGroup]:
    """Return *kpis* by their own groups; those in none come last, and a part without one stands with its whole."""
    return _grouped(kpis, [group_of(kpi, kpis) for kpi in kpis])


def in_groups(kpis: Sequence[Kpi]) -> tuple[Kpi, ...]:
    """Return *kpis* in the order in which their own groups show them."""
    if not any(kpi.group for kpi in kpis):
        return tuple(kpis)
    return tuple(kpi for group in own_groups(kpis) for kpi in group.kpis)


def by_goal(kpis: Sequence[Kpi], goals: Sequence[tuple[str, Collection[int]]]) -> list[KpiGroup]:
    """Return *kpis* by the goals, as title and ids of its KPIs, that they belong to: each stands once, with the first.

    Those of no goal come last, without a name; a part stands with its whole.
    """
    numbers: dict[int, int] = {}
    for number, (_title, linked) in enumerate(goals):
        for kpi in linked:
            numbers.setdefault(kpi, number)
    last = len(goals)
    place = [numbers.get(kpi.id, numbers.get(kpi.part_of or 0, last)) for kpi in kpis]
    groups = [
        KpiGroup(title, tuple(kpi for kpi, at_goal in zip(kpis, place, strict=True) if at_goal == number))
        for number, (title, _linked) in enumerate([*goals, ("", ())])
    ]
    return [group for group in groups if group.kpis]


def group_of(kpi: Kpi, kpis: Sequence[Kpi]) -> str:
    """Return the name of the group that *kpi*, one of *kpis*, stands in: its own, or as a part that of its whole."""
    whole = next((other for other in kpis if other.id == kpi.part_of), None) if kpi.part_of else None
    return kpi.group or (whole.group if whole is not None else "")


def _grouped(kpis: Sequence[Kpi], names: Sequence[str]) -> list[KpiGroup]:
    groups: dict[str, list[Kpi]] = {}
    for kpi, name in zip(kpis, names, strict=True):
        groups.setdefault(name, []).append(kpi)
    rest = groups.pop("", None)
    if rest:
        groups[""] = rest
    return [KpiGroup(name, tuple(members)) for name, members in groups.items()]
