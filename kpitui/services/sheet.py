"""The sheet of Today: what every KPI had on the days shown, what is still to be logged, and how long the row is.

How it looks is the faces' business; the goals and actions beside it are added by `today`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from kpitui.core.aggregation import Source, aggregate, day_values
from kpitui.core.cadence import Slot, Span, cadence_by, due_slot, pauses_of, slots, streak
from kpitui.core.calendar import Period, period_of
from kpitui.core.groups import KpiGroup
from kpitui.core.kinds import is_computed
from kpitui.core.model import Kpi, Pause
from kpitui.core.record import Record
from kpitui.core.series import Coverage
from kpitui.services.reading import days_before, history_of, shown_kpis, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import entries, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from kpitui.core.goal import Action

    Blank = Literal["", "missing", "paused"]
    """What a day without a value means: nothing is expected on it, a value that never came, or a pause."""

FOUR_WEEKS = 28
RHYTHM_DAYS: dict[Span, int] = {"day": FOUR_WEEKS, "week": FOUR_WEEKS, "month": 92, "quarter": 184}
"""Days back that tell how much there is of a KPI, by how often it is logged."""

NEWEST_DAYS = 3 * 366
"""Days back that are looked at for the newest value of a KPI that has none lately: what is old is not absent."""

REACHES = (28, 91, 400)
"""Days back that are looked at for days in a row, as long as the row goes on."""


class Due(Record):
    """A KPI that is still to be logged, and the day or period it is to be logged for."""

    kpi: Kpi
    slot: Slot
    period: Period
    """The day, week, month or quarter that it is to be logged for."""


class SheetLine(Record):
    """One KPI on Today: its values on the days shown, ascending, None where there is no data."""

    kpi: Kpi
    values: tuple[float | None, ...]
    blanks: tuple[Blank, ...]
    """What it means that there is no value, day by day; a value that was expected for a week, month or quarter is
    missing on its last day."""
    due: bool
    coverage: Coverage
    """How much is there of what was expected in the last 28 days; of a slower KPI in the last three months, or half a
    year."""
    week: tuple[float | None, ...]
    """The values of the seven days that end with the last day shown."""
    last: tuple[date, float] | None
    """The newest day with a value, and the value; None where there is none in the last three years."""
    head_of: KpiGroup | None = None
    """The group that this line is the head of, where it is no KPI's: `kpi` is then the first of the group."""
    folded: bool = False
    """Whether the lines of that group are left out."""


class SheetData(Record):
    """The KPIs of Today, down, over some days, across."""

    days: tuple[date, ...]
    lines: tuple[SheetLine, ...]
    due: tuple[Due, ...]
    logged: int
    """How many KPIs have an entry today."""
    streak: int
    """On how many days in a row something was logged."""


def due_actions(workspace: Workspace) -> list[Action]:
    """Return the open actions whose day has come, the one that is due longest first."""
    return records.due_actions(workspace.store, workspace.today)


def due(workspace: Workspace) -> list[Due]:
    """Return the KPIs that are still to be logged, in the order of Today."""
    shown = shown_kpis(workspace)
    return _due(workspace, shown, records.all_pauses(workspace.store))


def sheet(workspace: Workspace, last: date, days: int) -> SheetData:
    """Return what Today shows: every KPI over the *days* days that end with *last*."""
    store, today = workspace.store, workspace.today
    pauses = records.all_pauses(store)
    kpis = shown_kpis(workspace)
    shown = tuple(days_before(last, step) for step in range(days - 1, -1, -1))
    first = min(shown[0], days_before(last, 6), days_before(today, 27))
    waiting = _due(workspace, kpis, pauses)
    sources = sources_of(workspace, kpis, first, max(last, today))
    due_ids = {item.kpi.id for item in waiting}
    lines = tuple(_line(workspace, kpi, sources, shown, pauses, due=kpi.id in due_ids) for kpi in kpis)
    logged = sum(1 for kpi in kpis if not is_computed(kpi) and today in sources[kpi.key].totals.days)
    return SheetData(shown, lines, tuple(waiting), logged, _streak(workspace, pauses))


def _line(
    workspace: Workspace,
    kpi: Kpi,
    sources: dict[str, Source],
    shown: Sequence[date],
    pauses: list[Pause],
    *,
    due: bool,
) -> SheetLine:
    today, calendar = workspace.today, workspace.settings.calendar
    first, last = min(shown[0], days_before(shown[-1], 6), days_before(today, 27)), max(shown[-1], today)
    values = day_values(kpi, sources, first, last, today=today, calendar=calendar, pauses=pauses)
    by_day = dict(zip(values.days, values.values, strict=True))
    rests_on = _coverage(workspace, kpi, sources, FOUR_WEEKS, pauses)
    back = RHYTHM_DAYS[cadence_by(rests_on.cadence)]
    if back > FOUR_WEEKS:
        slow = sources_of(workspace, [kpi], days_before(today, back - 1), today)
        rests_on = _coverage(workspace, kpi, slow, back, pauses)
    newest = (values.days[-1], values.values[-1]) if values.days else _newest(workspace, kpi)
    week = tuple(by_day.get(days_before(shown[-1], step)) for step in range(6, -1, -1))
    shown_values = tuple(by_day.get(day) for day in shown)
    blanks = _blanks(workspace, kpi, by_day, shown, pauses)
    return SheetLine(kpi, shown_values, blanks, due, rests_on, week, newest)


def _blanks(
    workspace: Workspace, kpi: Kpi, by_day: Mapping[date, float], shown: Sequence[date], pauses: list[Pause]
) -> tuple[Blank, ...]:
    """Return what it means that there is no value on each of the days *shown*."""
    origin, own = min([kpi.created, *list(by_day)[:1]]), pauses_of(kpi, pauses)
    expected = slots(kpi.cadence, max(shown[0], origin), shown[-1], workspace.settings.calendar, own)
    missing = {end for start, end in expected if end < workspace.today and not _has_value(by_day, start, end)}
    return tuple(
        "missing" if day in missing else "paused" if any(rest.start <= day <= rest.end for rest in own) else ""
        for day in shown
    )


def _has_value(by_day: Mapping[date, float], start: date, end: date) -> bool:
    return end in by_day or (start < end and any(start <= day <= end for day in by_day))


def _coverage(workspace: Workspace, kpi: Kpi, sources: dict[str, Source], days: int, pauses: list[Pause]) -> Coverage:
    """Return how much is there of what was expected on the last *days* days."""
    today, calendar = workspace.today, workspace.settings.calendar
    lately = Period("day", days_before(today, days - 1), today, "")
    return aggregate(kpi, sources, [lately], today=today, calendar=calendar, pauses=pauses)[0].coverage


def _newest(workspace: Workspace, kpi: Kpi) -> tuple[date, float] | None:
    """Return the newest value of a KPI that has none lately, with its day."""
    first, today = days_before(workspace.today, NEWEST_DAYS), workspace.today
    if not is_computed(kpi):
        last = entries.last_between(workspace.store, kpi.id, first, today)
        if last is None:
            return None
        first = last.date
    values = history_of(workspace, kpi, first, today)
    return (values.days[-1], values.values[-1]) if values.days else None


def _due(workspace: Workspace, kpis: Sequence[Kpi], pauses: list[Pause]) -> list[Due]:
    calendar = workspace.settings.calendar
    waiting = []
    for kpi in kpis:
        logged = partial(entries.has_entry, workspace.store, kpi.id)
        slot = due_slot(kpi, logged, workspace.today, calendar, pauses)
        if slot is not None:
            waiting.append(Due(kpi, slot, period_of(cadence_by(kpi.cadence), slot[0], calendar)))
    return waiting


def _streak(workspace: Workspace, pauses: list[Pause]) -> int:
    """Return the days in a row, up to some four hundred, reading no further back than the row reaches."""
    today = last = workspace.today
    seen: set[date] = set()
    days = 0
    for reach in REACHES:
        first = days_before(today, reach)
        seen |= entries.logged_days(workspace.store, first, last)
        days, last = streak(seen, today, pauses), days_before(first, 1)
        if streak({*seen, last}, today, pauses) == days:
            break
    return days
