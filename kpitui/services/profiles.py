"""Hours and weekdays of a KPI: its figures by the hour, and what an hour or a weekday usually brings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kpitui.core.aggregation import computation
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.profiles import Cells, Compute, ProfileCell, ProfileData, Slot, profile
from kpitui.core.record import Record
from kpitui.services.parts import parts_of_kpi
from kpitui.services.place import exists
from kpitui.services.reading import all_pauses, days_before, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import entries

HOURS = 24
"""How many hours are shown when nobody says how many."""


class HourFigure(Record):
    """A KPI in one hour of the clock."""

    day: date
    """The day that it belongs to, which may begin later than midnight."""
    hour: int
    value: float | None
    """None without data, or with nothing to divide by."""
    entries: int
    """Of a computed KPI those of the part that has the fewest."""


def hour_figures(workspace: Workspace, kpi: Kpi, last: int | None = None) -> list[HourFigure]:
    """Return the latest hours of a KPI, oldest first, up to the newest one with data.

    An hour that the clock skips is left out, one that it has twice is one. Raises Refused where no time was logged.
    """
    count = last or HOURS
    newest = _newest(workspace, kpi)
    data = _hours(workspace, kpi, days_before(newest, count // 23 + 1), newest)
    slots = data.slots
    if not slots:
        raise _without_times(kpi)
    starts, zone = int(workspace.settings.text("day-starts")), workspace.settings.text("timezone")
    hours = sorted(range(24), key=lambda hour: (hour - starts) % 24)
    end = max(slots, key=lambda slot: (slot[0], (slot[1] - starts) % 24))
    shown: list[Slot] = []
    day = newest
    while len(shown) < count and day > date.min:
        of_day = [(day, hour) for hour in hours if exists(clock_of(day, hour, 0, starts), zone)]
        if day == end[0]:
            of_day = of_day[: of_day.index(end) + 1]
        if day <= end[0]:
            shown = of_day + shown
        day -= timedelta(days=1)
    counts = [data.cells[key] for key in data.leaves]
    filled = set(slots)
    return [
        HourFigure(
            *slot,
            data.value([slot]) if slot in filled else None,
            min(cells.get(slot, (0.0, 0))[1] for cells in counts),
        )
        for slot in shown[-count:]
    ]


def by_hour(workspace: Workspace, kpi: Kpi, first: date, last: date) -> dict[int, ProfileCell]:
    """Return what each hour of the clock usually brings on the days from *first* to *last*, both inclusive."""
    return profile(_hours(workspace, kpi, first, last), range(24), lambda slot: slot[1])


def by_weekday_and_hour(workspace: Workspace, kpi: Kpi, first: date, last: date) -> dict[tuple[int, int], ProfileCell]:
    """Return what each hour of each weekday (Monday is 0) usually brings from *first* to *last*, both inclusive."""
    places = [(weekday, hour) for weekday in range(7) for hour in range(24)]
    return profile(_hours(workspace, kpi, first, last), places, lambda slot: (slot[0].weekday(), slot[1]))


def by_weekday(workspace: Workspace, kpi: Kpi, first: date, last: date) -> dict[int, ProfileCell]:
    """Return what each weekday (Monday is 0) usually brings from *first* to *last*, both inclusive.

    A day that runs is left out: it is not over. A blank day that means zero is one.
    """
    from kpitui.core.series import View, ledger_of

    yesterday = min(last, days_before(workspace.today, 1))
    sources = sources_of(workspace, [kpi], first, yesterday)
    view = View(workspace.today, workspace.settings.calendar, all_pauses(workspace))
    leaves, compute = computation(kpi, sources)
    cells: dict[str, Cells] = {}
    for key in leaves:
        source = sources[key]
        rows = ledger_of(source.kpi, source.totals, first, yesterday, view, began=source.began).totals
        rows = rows.between(first, yesterday)
        cells[key] = {(day, 0): (figure, count) for day, figure, count in zip(*rows, strict=True)}
    return profile(ProfileData(leaves, cells, compute), range(7), lambda slot: slot[0].weekday())


def has_times(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether anything that a KPI rests on was logged with a time of day."""
    leaves, _compute = _leaves(workspace, kpi)
    return all(entries.newest_timed(workspace.store, leaf.id) is not None for leaf in leaves.values())


def clock_of(day: date, hour: int, minute: int, starts: int) -> datetime:
    """Return what the clock says at *hour* of *day*, where a day begins at *starts* o'clock; without a zone."""
    later = timedelta(days=1) if hour < starts else timedelta(0)
    return datetime(day.year, day.month, day.day, hour, minute) + later  # noqa: DTZ001  the clock on the wall


def _newest(workspace: Workspace, kpi: Kpi) -> date:
    leaves, _compute = _leaves(workspace, kpi)
    days = [entries.newest_timed(workspace.store, leaf.id) for leaf in leaves.values()]
    first_days = [day for day in days if day is not None]
    if not first_days or len(first_days) < len(days):
        raise _without_times(kpi)
    return min(*first_days, workspace.today)


def _without_times(kpi: Kpi) -> Refused:
    return Refused(
        mark("{kpi} has no numbers with a time yet. Log one with: kpitui log {key} VALUE 14:00"),
        field="by",
        kpi=kpi.name,
        key=kpi.key,
    )


def _leaves(workspace: Workspace, kpi: Kpi) -> tuple[Mapping[str, Kpi], Compute]:
    """Return what a KPI is logged as or computed from, its parts among them, and how it follows from these."""
    if kpi.split == "computed" and (parts := [part for part in parts_of_kpi(workspace, kpi) if not part.archived]):
        leaves = {part.key: part for part in parts}
        return leaves, lambda values: sum(value or 0.0 for value in values.values())
    return computation(kpi, sources_of(workspace, [kpi], workspace.today, workspace.today))


def _hours(workspace: Workspace, kpi: Kpi, first: date, last: date) -> ProfileData:
    """Return a KPI by the hour; a blank hour of a day that has others is zero where a blank day is."""
    leaves, compute = _leaves(workspace, kpi)
    cells: dict[str, Cells] = {}
    for key, leaf in leaves.items():
        rows = {
            (day, hour): (figure, count)
            for day, hour, figure, count in entries.hour_totals(workspace.store, leaf, first, last)
        }
        if leaf.blank == "zero" and KINDS[leaf.kind].rule == "sum":
            for day in {day for day, _hour in rows}:
                for hour in range(24):
                    rows.setdefault((day, hour), (0.0, 0))
        cells[key] = rows
    return ProfileData(leaves, cells, compute)
