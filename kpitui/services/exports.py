"""What leaves the database: the numbers of KPIs as a file, all of it as one, and the days for a calendar.

A file is of one moment. How it looks is told by its writer, what a day of the calendar says by `wording`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.goal import Goal
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.exchange.writing import WRITERS, Business, ExportFigure, ExportWriter
from kpitui.services.actions import ActionView, actions
from kpitui.services.entries import find_kpi
from kpitui.services.goals import GoalView, goal_views
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace
from kpitui.store import entries
from kpitui.store.content import CONTENT, NUMBER, MergeContent, entries_by_day, snapshot, statements
from kpitui.store.goals import all_goals
from kpitui.store.schema import SCHEMA_VERSION


class Selection(NamedTuple):
    """What the person wants of it."""

    kpis: Sequence[str] = ()
    """Keys or names; empty for every KPI with entries."""
    since: date = date.min
    until: date = date.max
    numbers: str | None = None
    """A key of `NUMBER_STYLES`; None for that of the settings."""

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return not self.kpis and (self.since, self.until) == (date.min, date.max)


def selection(
    workspace: Workspace, kpis: Sequence[str], since: str, until: str, numbers: str | None = None
) -> Selection:
    """Return the selection that was typed; empty days are without a limit. Raises Refused for what is no day."""
    days = []
    for field, text, unlimited in (("since", since, date.min), ("until", until, date.max)):
        try:
            days.append(workspace.read_day(text) if text.strip() else unlimited)
        except Refused as error:
            error.field = field
            raise
    return Selection(kpis, days[0], days[1], numbers)


@contextmanager
def exported(workspace: Workspace, format: str, selection: Selection) -> Iterator[Iterator[str]]:
    """Yield the parts of the export file in *format*, all of one moment; they must be used before this is left.

    Raises Refused for a format or KPI that is not there, one that is computed, and a selection from a whole file.
    """
    writer = _writer(format)
    if not (writer.selects or selection.whole):
        raise Refused(
            mark("{format} always exports everything. --kpi, --since and --until only work with csv and csv-wide"),
            field="format",
            format=format,
        )
    if selection.since > selection.until:
        raise Refused(
            mark("{since} is after {until}. Choose an earlier first day"),
            field="since",
            since=selection.since.isoformat(),
            until=selection.until.isoformat(),
        )
    chosen = _chosen(workspace, selection.kpis)
    with snapshot(workspace.store) as content:
        yield writer.write(_business(workspace, content, chosen, selection))


def _writer(format: str) -> ExportWriter:
    if format not in WRITERS:
        reason = mark("The file format can't be '{value}'. Choose: {known}")
        raise Refused(reason, field="format", value=format, known=", ".join(WRITERS))
    return WRITERS[format]


def _chosen(workspace: Workspace, names: Sequence[str]) -> list[Kpi]:
    if not names:
        return [kpi for kpi in all_kpis(workspace) if not KINDS[kpi.kind].derived]
    chosen = {kpi.id: kpi for kpi in (find_kpi(workspace, name) for name in names)}
    for kpi in chosen.values():
        if KINDS[kpi.kind].derived:
            raise Refused(
                mark("{kpi} is calculated from other KPIs and has no numbers of its own. Export those KPIs"),
                field="kpi",
                kpi=kpi.name,
            )
    return list(chosen.values())


def _business(workspace: Workspace, content: MergeContent, chosen: list[Kpi], selection: Selection) -> Business:
    store, first, last = workspace.store, selection.since, selection.until
    style = NUMBER_STYLES[selection.numbers] if selection.numbers else workspace.settings.numbers
    keys = {kpi.id: kpi.key for kpi in chosen}

    def figures() -> Iterator[ExportFigure]:
        for kpi, day, value, time, note in entries_by_day(store, list(keys), first, last):
            yield ExportFigure(keys[kpi], day, value, time, note)

    def days() -> Iterator[ExportFigure]:
        by_day = [figure for kpi in chosen for figure in _day_figures(workspace, kpi, first, last)]
        return iter(sorted(by_day, key=itemgetter(1)))

    def tables() -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
        for table in CONTENT:
            numbered = table.name in content.numbered
            yield table.name, (_shown(row, numbered=numbered) for row in content.rows(table))

    return Business(
        figures,
        days,
        [kpi.key for kpi in chosen if entries.has_entry(store, kpi.id, first, last)],
        tables,
        lambda: statements(store),
        style,
        SCHEMA_VERSION,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _day_figures(workspace: Workspace, kpi: Kpi, first: date, last: date) -> Iterator[ExportFigure]:
    totals = entries.day_totals(workspace.store, kpi, first, last)
    mean = KINDS[kpi.kind].rule == "mean"
    for day, figure, count in zip(*totals, strict=True):
        yield ExportFigure(kpi.key, day, figure / count if mean else figure)


def _shown(row: Mapping[str, Any], *, numbered: bool) -> Mapping[str, Any]:
    """Return a row with its number only where other rows refer to it by that."""
    return row if numbered else {column: value for column, value in row.items() if column != NUMBER}


ICAL_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Rhythm = Literal["week", "month", "quarter"]


class ReviewRhythm(NamedTuple):
    """A review that comes back, and the goals that are looked at in it."""

    rhythm: Rhythm
    goals: tuple[Goal, ...]


class CalendarDay(NamedTuple):
    """A day in the calendar, or the first of days that come back."""

    uid: str
    """Stays the same from file to file, so that a calendar replaces what it has."""
    day: date
    subject: GoalView | ActionView | ReviewRhythm
    """The goal whose deadline it is, the action that is due, or the review."""
    rule: str = ""
    """How it comes back, such as ``FREQ=WEEKLY``; empty for once."""


def calendar_days(workspace: Workspace) -> list[CalendarDay]:
    """Return the deadlines of open goals, the open actions that have a day, and the reviews, by their days."""
    views = goal_views(workspace)
    days = _reviews(workspace, [view.goal for view in views])
    days += [CalendarDay(f"goal-{view.goal.uid}@kpitui", view.goal.deadline, view) for view in views]
    days += [
        CalendarDay(f"action-{view.action.uid}@kpitui", view.action.due, view)
        for view in actions(workspace)
        if view.action.due is not None
    ]
    return sorted(days, key=lambda event: (event.day, event.uid))


def _reviews(workspace: Workspace, goals: Sequence[Goal]) -> list[CalendarDay]:
    """Return the weekly review, and the monthly and quarterly ones that open goals ask for, from their next day on."""
    rhythms: tuple[Rhythm, ...] = ("week", "month", "quarter")
    days = []
    for rhythm in rhythms:
        own = tuple(goal for goal in goals if goal.review == rhythm)
        if own or rhythm == "week":
            day, rule = _next(workspace, rhythm)
            days.append(CalendarDay(f"review-{rhythm}-{_mine(workspace)}@kpitui", day, ReviewRhythm(rhythm, own), rule))
    return days


def _next(workspace: Workspace, rhythm: str) -> tuple[date, str]:
    """Return the next first day of a week, month or quarter, today included, and how it comes back."""
    today, start = workspace.today, workspace.settings.calendar.week_start
    if rhythm == "week":
        return today + timedelta(days=(start - today.weekday()) % 7), f"FREQ=WEEKLY;BYDAY={ICAL_WEEKDAYS[start]}"
    apart = 1 if rhythm == "month" else 3
    months = today.year * 12 + today.month - 1
    while date(months // 12, months % 12 + 1, 1) < today or months % apart:
        months += 1
    return date(months // 12, months % 12 + 1, 1), f"FREQ=MONTHLY;INTERVAL={apart};BYMONTHDAY=1"


def _mine(workspace: Workspace) -> str:
    """Return what tells the reviews of this database from those of another one: the oldest goal there ever was."""
    oldest = min(all_goals(workspace.store, closed=True), key=lambda goal: goal.id, default=None)
    return oldest.uid if oldest else "first"
