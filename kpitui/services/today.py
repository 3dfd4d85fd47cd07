"""Everything on Today: its sheet, goals, due actions and groups, what is still to log, and what a typed number means.

What a bar or prompt says of the day, and the days that are to be filled in, are counted here too. `due` and `status`
load this module, so that only they and the sheet import at the top. How it looks is the faces' business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from kpitui.core.aggregation import Source, aggregate, day_values
from kpitui.core.cadence import Slot, Span, cadence_by, due_slot, pauses_of, slots, streak
from kpitui.core.calendar import Period, period_of
from kpitui.core.groups import KpiGroup, by_goal, own_groups
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.model import Kpi, Pause
from kpitui.core.record import Record
from kpitui.core.series import Coverage, View, ledger_of
from kpitui.services.reading import all_pauses, days_before, first_days, history_of, shown_kpis, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import entries, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from kpitui.core.goal import Action

    Blank = Literal["", "missing", "paused"]
    """What a day without a value means: nothing is expected on it, a value that never came, or a pause."""
    from collections.abc import Sequence

    from kpitui.core.amount import Amount
    from kpitui.core.quantiles import Usual
    from kpitui.core.series import DayValues
    from kpitui.core.standing import Status
    from kpitui.services.goals import DailyNeed, GoalView
    from kpitui.services.runway import RunwayView


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


LONGEST_GROUP_NAME = 60
"""Signs of the name of a group."""


def groups_of(workspace: Workspace, shown: Sequence[Kpi], goals: Sequence[GoalView]) -> list[KpiGroup]:
    """Return the groups of the KPIs *shown*, in their order, by the setting ``groups``; empty where there is only one.

    The last group may have no name: that of the KPIs that are in none.
    """
    chosen = workspace.settings.text("groups")
    if chosen == "goals":
        linked = [(view.goal.title, {view.goal.kpi, *view.goal.drivers, *view.goal.counters}) for view in goals]
        groups = by_goal(shown, linked)
    else:
        groups = own_groups(shown) if chosen == "own" else []
    return groups if any(group.name for group in groups) else []


def with_groups(workspace: Workspace, view: TodayView) -> TodayView:
    """Return *view* with a line above the KPIs of each group, and without those of the groups that are folded."""
    lines = {line.kpi.id: line for line in view.sheet.lines}
    groups = groups_of(workspace, [line.kpi for line in view.sheet.lines], view.goals)
    if not groups:
        return view
    folded, grouped = folded_groups(workspace), []
    for group in groups:
        members = [lines[kpi.id] for kpi in group.kpis]
        nothing = (None,) * len(view.sheet.days)
        hidden = group.name in folded
        head = members[0]._replace(values=nothing, week=(None,) * 7, due=False, last=None, head_of=group, folded=hidden)
        grouped += [head, *([] if hidden else members)]
    return view._replace(sheet=view.sheet._replace(lines=tuple(grouped)))


def folded_groups(workspace: Workspace) -> set[str]:
    """Return the names of the groups that are folded; the empty name is that of the KPIs without a group."""
    text = workspace.settings.text("folded")
    return {name.strip() for name in text.split("|")} if text else set()


def fold(workspace: Workspace, name: str) -> bool:
    """Fold the group called *name*, or unfold it where it is folded, undoably; return whether it is folded now."""
    from kpitui.services.settings import change_setting

    folded = folded_groups(workspace) ^ {name}
    change_setting(workspace, "folded", "|".join(sorted(folded)) or None if folded != {""} else "|")
    return name in folded


def group_name(text: str) -> str:
    """Return *text* as the name of a group; raise Refused for one that is too long or has the mark between groups."""
    from kpitui.core.errors import Refused, mark
    from kpitui.core.text import replaced

    name = " ".join(replaced(text).split())
    if len(name) > LONGEST_GROUP_NAME or "|" in name:
        raise Refused(
            mark("A group can't be called {value}. Use at most {n} characters and no |"),
            field="group",
            value=name[:LONGEST_GROUP_NAME],
            n=LONGEST_GROUP_NAME,
        )
    return name


def put_in_group(workspace: Workspace, chosen: Sequence[Kpi], name: str) -> list[Kpi]:
    """Put KPIs into the group called *name*, with an empty one into none, as one change; return those that moved."""
    name = group_name(name)
    before = [kpi for kpi in chosen if kpi.group != name]
    moved = [kpi._replace(group=name) for kpi in before]
    if moved:
        what = "kpi.grouped" if name else "kpi.ungrouped"
        with workspace.store.write(what, kpi=", ".join(kpi.name for kpi in moved), group=name) as change:
            for kpi, grouped in zip(before, moved, strict=True):
                records.update_kpi(change, kpi, grouped)
    return moved


def rename_group(workspace: Workspace, old: str, new: str) -> int:
    """Call a group otherwise, or with an empty name take its KPIs out of it; return how many KPIs it has.

    Raises Refused for a group that there is not.
    """
    from kpitui.core.errors import Refused, mark

    members = [
        kpi for kpi in records.all_kpis(workspace.store, archived=True) if kpi.group.casefold() == old.casefold()
    ]
    if not old or not members:
        names = dict.fromkeys(kpi.group for kpi in records.all_kpis(workspace.store) if kpi.group)
        raise Refused(
            mark("No group called {value}. Groups: {names}"), field="group", value=old, names=", ".join(names) or "-"
        )
    return len(put_in_group(workspace, members, new))


GAP_DAYS = 91
"""Days back that are looked at when nobody says since when."""


class Gap(Record):
    """A KPI that lacks a number."""

    kpi: Kpi
    day: date
    """The day, or the last day of the week, month or quarter."""
    period: Period


def gaps(workspace: Workspace, kpis: Sequence[Kpi] = (), *, since: date | None = None) -> list[Gap]:
    """Return what is missing of *kpis* (of all on Today without any), the oldest day first, then in their order.

    Only what is over counts, from *since* (three months ago without it) on. What is calculated, paused, or zero where
    it is blank, lacks nothing.
    """
    today, calendar = workspace.today, workspace.settings.calendar
    first = since or days_before(today, GAP_DAYS)
    chosen = [kpi for kpi in (kpis or shown_kpis(workspace)) if not is_computed(kpi) and not kpi.archived]
    sources = sources_of(workspace, chosen, first, today)
    view = View(today, calendar, all_pauses(workspace))
    missing = []
    for place, kpi in enumerate(chosen):
        source = sources[kpi.key]
        ledger = ledger_of(kpi, source.totals, first, today, view, began=source.began)
        missing += [(day, place) for day in ledger.missing]
    ordered = [(chosen[place], day) for day, place in sorted(missing)]
    return [Gap(kpi, day, period_of(cadence_by(kpi.cadence), day, calendar)) for kpi, day in ordered]


def all_gaps(workspace: Workspace) -> list[Gap]:
    """Return what is missing of all KPIs on Today from their first number on; ordered as `gaps` does."""
    return gaps(workspace, since=min(first_days(workspace).values(), default=workspace.today))


class StatusLine(Record):
    """Counts for a bar or a prompt."""

    due: int
    """KPIs still to be logged."""
    actions: int
    """Open actions whose day has come."""
    goals: dict[Status, int]
    """How many open goals stand how; a word that no goal has is left out."""
    kpis: bool
    """Whether there is any KPI to speak of."""
    runways: tuple[RunwayView, ...] = ()
    """How long balances last, the one that may run out first first."""


def status_line(workspace: Workspace) -> StatusLine:
    """Return the counts as of today, by the same judgement of the goals as every other face."""
    from kpitui.services.goals import goal_views
    from kpitui.services.runway import runways

    goals: dict[Status, int] = {}
    for view in goal_views(workspace):
        goals[view.standing.status] = goals.get(view.standing.status, 0) + 1
    return StatusLine(
        len(due(workspace)), len(due_actions(workspace)), goals, bool(shown_kpis(workspace)), tuple(runways(workspace))
    )


class TodayView(Record):
    """The sheet, the goals and the actions that are due, as of today."""

    sheet: SheetData
    goals: tuple[GoalView, ...]
    needs: dict[int, DailyNeed]
    """What a day must bring, or may, or the level to get to, by KPI id, for the KPIs that an open goal is set on."""
    actions: tuple[Action, ...]
    """The actions whose day has come, the longest overdue first."""


class Preview(Record):
    """What a value being typed was understood as, and what is usual."""

    amount: Amount
    value: float
    """What the day would be worth, or of a KPI that takes a mean, the entry."""
    before: float | None
    """What the day is worth now."""
    usual: Usual | None


def today_view(workspace: Workspace, last: date, days: int, *, foretell: bool = True) -> TodayView:
    """Return what Today shows over the *days* days that end with *last*; *foretell* is that of `goal_views`."""
    from kpitui.services.goals import daily_need, goal_views

    views = tuple(goal_views(workspace, foretell=foretell))
    needs: dict[int, DailyNeed] = {}
    for view in views:
        need = daily_need(workspace, view)
        if need is not None:
            needs.setdefault(view.kpi.id, need)
    actions = tuple(due_actions(workspace))
    return TodayView(sheet(workspace, last, days), views, needs, actions)


def preview(workspace: Workspace, kpi: Kpi, text: str, day: date) -> Preview:
    """Return what *text* would mean as a value of *kpi* on *day*; raise Refused when it means nothing.

    Raises OtherUnit for a number in another unit.
    """
    from kpitui.core.amount import parse_value
    from kpitui.core.quantiles import usual_range
    from kpitui.services.entries import is_part_of_day
    from kpitui.store.entries import last_figure

    amount = parse_value(text, kpi.unit, kpi=kpi.name, style=workspace.settings.numbers)
    values = _lately(workspace, kpi, day)
    before = values.on(day)
    value = amount.value
    rule = KINDS[kpi.kind].rule
    if KINDS[kpi.kind].counts:
        value = 1.0 if amount.mode == "replace" else (before or 0.0) + 1
    elif amount.mode == "add" and rule == "last":
        value += last_figure(workspace.store, kpi.id, day)
    elif amount.mode == "add" and rule in ("min", "max"):
        value = value if before is None else (min if rule == "min" else max)(before, value)
    elif amount.mode == "add" and rule != "mean":
        value += before or 0.0
    usual = usual_range(values, day)
    if usual is not None and not usual.low <= value <= usual.high:
        middle = (usual.low + usual.high) / 2
        if is_part_of_day(workspace, kpi, day, value - middle):
            usual = None
    return Preview(amount, value, before, usual)


def usual_of(workspace: Workspace, kpi: Kpi, day: date) -> Usual | None:
    """Return the range that most values of *kpi* lay in before *day*; None with too few."""
    from kpitui.core.quantiles import usual_range

    return usual_range(_lately(workspace, kpi, day), day)


def _lately(workspace: Workspace, kpi: Kpi, day: date) -> DayValues:
    from datetime import timedelta

    from kpitui.core.quantiles import USUAL_DAYS

    return history_of(workspace, kpi, day - timedelta(days=min(USUAL_DAYS, day.toordinal() - 1)), day)
