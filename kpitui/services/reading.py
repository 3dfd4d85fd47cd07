"""What there is to see of KPIs: their figures by period, what is due, and everything Today shows.

Each function reads just the days it is asked for and returns a frozen view; how it looks is the faces' business.
How goals stand is `goals`' work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial

from kpitui.core.aggregation import PeriodValue, Source, aggregate, day_values, refusal
from kpitui.core.cadence import Slot, due_slot, slot_label, streak
from kpitui.core.calendar import By, Period, periods_between
from kpitui.core.errors import Refused
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi, Pause
from kpitui.core.record import Record
from kpitui.core.series import DayValues
from kpitui.services.workspace import Workspace
from kpitui.store import diary, entries, kpis

LAST: dict[By, int] = {"day": 14, "week": 13, "month": 13, "quarter": 9, "year": 5}
"""How many periods are shown when nobody says how many."""

REACHES = (28, 91, 400)
"""Days back that are looked at for days in a row, as long as the row goes on."""

DAYS_OF: dict[By, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


class Due(Record):
    """A KPI that is still to be logged, and the day or period it is to be logged for."""

    kpi: Kpi
    slot: Slot
    label: str
    """The ISO date or the label of the period."""


class Line(Record):
    """One KPI on Today: its values on the days shown, ascending, None where there is no data."""

    kpi: Kpi
    values: tuple[float | None, ...]
    due: bool
    coverage: tuple[int, int]
    """On how many of how many expected days of the last 28 there is data."""
    week: tuple[float | None, ...]
    """The values of the seven days that end with the last day shown."""
    last: tuple[date, float] | None
    """The newest day with a value within the days read, and the value."""


class Sheet(Record):
    """The KPIs of Today, down, over some days, across."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]
    due: tuple[Due, ...]
    logged: int
    """How many KPIs have an entry today."""
    streak: int
    """On how many days in a row something was logged."""


def all_kpis(workspace: Workspace) -> tuple[Kpi, ...]:
    """Return every KPI, the archived ones last, read once for each state of the database."""
    found: tuple[Kpi, ...] = workspace.kept("every KPI", lambda: tuple(kpis.all_kpis(workspace.store, archived=True)))
    return found


def shown_kpis(workspace: Workspace) -> tuple[Kpi, ...]:
    """Return the KPIs that are not archived, in the order of Today."""
    return tuple(kpi for kpi in all_kpis(workspace) if not kpi.archived)


def sources_of(workspace: Workspace, wanted: Iterable[Kpi], first: date, last: date) -> dict[str, Source]:
    """Return *wanted* KPIs and all they are computed from, each with its data from *first* to *last* inclusive."""
    every = all_kpis(workspace)
    by_id, by_key = {kpi.id: kpi for kpi in every}, {kpi.key: kpi for kpi in every}
    found: dict[str, Source] = {}
    waiting = list(wanted)
    while waiting:
        kpi = waiting.pop()
        if kpi.key in found:
            continue
        if KINDS[kpi.kind].derived:
            found[kpi.key] = Source(kpi)
            waiting += [by_id[part] for part in (kpi.numerator, kpi.denominator) if part in by_id]
            waiting += [by_key[name] for name in _named_by(kpi) if name in by_key]
        else:
            found[kpi.key] = Source(kpi, entries.day_totals(workspace.store, kpi, first, last))
    return found


def _named_by(kpi: Kpi) -> Iterable[str]:
    """Return the keys that the formula of *kpi* speaks of."""
    if kpi.kind != "formula" or not kpi.formula:
        return ()
    from kpitui.core.formula import Formula

    return Formula.parse(kpi.formula).names


def figures(workspace: Workspace, kpi: Kpi, by: By, last: int | None = None) -> list[PeriodValue]:
    """Return the value of the latest periods of a KPI, the running one included, oldest first.

    Raises Refused for a stamped KPI by another period than its own.
    """
    refused = refusal(kpi, by)
    if refused:
        raise Refused(refused, field="by")
    calendar, today = workspace.settings.calendar, workspace.today
    count = max(1, last or LAST[by])
    first = _back(today, count * DAYS_OF[by])
    periods = periods_between(by, first, today, calendar)[-count:]
    sources = sources_of(workspace, [kpi], periods[0].start, today)
    return aggregate(kpi, sources, periods, today=today, calendar=calendar, pauses=diary.all_pauses(workspace.store))


def history_of(workspace: Workspace, kpi: Kpi, first: date, last: date) -> DayValues:
    """Return the value of a KPI on every day that has one, from *first* to *last* inclusive, ascending."""
    sources = sources_of(workspace, [kpi], first, last)
    return day_values(
        kpi,
        sources,
        first,
        last,
        today=workspace.today,
        calendar=workspace.settings.calendar,
        pauses=diary.all_pauses(workspace.store),
    )


def newest_day(workspace: Workspace, kpi: Kpi) -> date | None:
    """Return the last day of the last year on which a KPI has a value; None when there is none."""
    days = history_of(workspace, kpi, _back(workspace.today, 365), workspace.today).days
    return days[-1] if days else None


def due(workspace: Workspace) -> list[Due]:
    """Return the KPIs that are still to be logged, in the order of Today."""
    known = shown_kpis(workspace)
    return _due(workspace, known, diary.all_pauses(workspace.store))


def sheet(workspace: Workspace, last: date, days: int) -> Sheet:
    """Return what Today shows: every KPI over the *days* days that end with *last*."""
    store, today = workspace.store, workspace.today
    pauses = diary.all_pauses(store)
    known = shown_kpis(workspace)
    shown = tuple(_back(last, step) for step in range(days - 1, -1, -1))
    first = min(shown[0], _back(last, 6), _back(today, 27))
    waiting = _due(workspace, known, pauses)
    sources = sources_of(workspace, known, first, max(last, today))
    due_ids = {item.kpi.id for item in waiting}
    lines = tuple(_line(workspace, kpi, sources, shown, pauses, due=kpi.id in due_ids) for kpi in known)
    logged = sum(1 for kpi in known if today in sources[kpi.key].totals.days)
    return Sheet(shown, lines, tuple(waiting), logged, _streak(workspace, pauses))


def _line(
    workspace: Workspace,
    kpi: Kpi,
    sources: dict[str, Source],
    shown: Sequence[date],
    pauses: list[Pause],
    *,
    due: bool,
) -> Line:
    today, calendar = workspace.today, workspace.settings.calendar
    first, last = min(shown[0], _back(shown[-1], 6), _back(today, 27)), max(shown[-1], today)
    values = day_values(kpi, sources, first, last, today=today, calendar=calendar, pauses=pauses)
    by_day = dict(zip(values.days, values.values, strict=True))
    four_weeks = Period("day", _back(today, 27), today, "")
    (rests_on,) = aggregate(kpi, sources, [four_weeks], today=today, calendar=calendar, pauses=pauses)
    newest = (values.days[-1], values.values[-1]) if values.days else None
    coverage = rests_on.days_with_data, rests_on.days_expected
    week = tuple(by_day.get(_back(shown[-1], step)) for step in range(6, -1, -1))
    return Line(kpi, tuple(by_day.get(day) for day in shown), due, coverage, week, newest)


def _due(workspace: Workspace, known: Sequence[Kpi], pauses: list[Pause]) -> list[Due]:
    calendar = workspace.settings.calendar
    found = []
    for kpi in known:
        logged = partial(entries.has_entry, workspace.store, kpi.id)
        slot = due_slot(kpi, logged, workspace.today, calendar, pauses)
        if slot is not None:
            found.append(Due(kpi, slot, slot_label(kpi.cadence, slot, calendar)))
    return found


def _streak(workspace: Workspace, pauses: list[Pause]) -> int:
    """Return the days in a row, up to some four hundred, reading no further back than the row reaches."""
    today = last = workspace.today
    seen: set[date] = set()
    found = 0
    for reach in REACHES:
        first = _back(today, reach)
        seen |= entries.logged_days(workspace.store, first, last)
        found, last = streak(seen, today, pauses), _back(first, 1)
        if streak({*seen, last}, today, pauses) == found:
            break
    return found


def _back(day: date, days: int) -> date:
    return day - timedelta(days=min(days, day.toordinal() - 1))
