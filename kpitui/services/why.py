"""Why a KPI changed: its change between two comparable periods taken apart into the KPIs that it follows from.

The tree is found by `kpitui.core.metric_tree`, the change is taken apart by `kpitui.core.change_parts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kpitui.core.aggregation import PeriodValue, pairing_step
from kpitui.core.cadence import Span, cadence_by, pauses_of
from kpitui.core.calendar import (
    BYS,
    MEAN_DAYS,
    PERIOD_NAMES,
    By,
    Period,
    days_of_whole,
    period_of,
    periods_between,
    previous_period,
)
from kpitui.core.change_parts import Aim, ChangeTaken, history_start, take_apart
from kpitui.core.comparison import Against, Comparison, as_far_as, stands_for_slots
from kpitui.core.day import parse_period
from kpitui.core.elapsed import days_between
from kpitui.core.errors import Refused, mark
from kpitui.core.goal import Action, Goal
from kpitui.core.kinds import KINDS
from kpitui.core.levers import asked_in
from kpitui.core.metric_tree import Branch, metric_tree
from kpitui.core.model import Kpi, Note, Pause
from kpitui.core.record import Record
from kpitui.core.series import View
from kpitui.core.tree_figures import logged_kpis
from kpitui.services.actions import actions_on
from kpitui.services.by_hour import comes_by_hour
from kpitui.services.goals.verdicts import weights_of
from kpitui.services.insight.signals import one_offs_of
from kpitui.services.like_for_like import compared, compared_as_given, compared_days
from kpitui.services.notes import notes
from kpitui.services.reading import all_kpis, all_pauses, data_of, days_before, rests_on, rhythm_of, sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import goals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    WhyAgainst: TypeAlias = 'Literal["previous", "last-year", "target"]'
    """What a period is held against: an earlier one, or what a goal asks of it."""

BASE_DAYS = 28
"""The days before a goal that its target is divided by, where its baseline has no period with all parts."""

PERIOD_WORDS: dict[str, By] = {
    "week": "week", "month": "month", "quarter": "quarter", "year": "year",
    "maand": "month", "kwartaal": "quarter", "jaar": "year",
}  # fmt: skip
"""Lengths of period as they are typed in either language: the last whole one of that length."""


class WhyView(Record):
    """A change of a KPI taken apart, with what happened in its periods."""

    kpi: Kpi
    against: WhyAgainst
    taken: ChangeTaken
    now: PeriodValue
    before: PeriodValue
    """What the two periods come to on all of their days, also those that not all parts have."""
    notes: tuple[Note, ...]
    actions: tuple[tuple[date, Action], ...]
    """Actions on the KPI or a part of it, each with the day in the two periods on which it was started or ended."""
    goal: Goal | None = None
    """The goal whose target it is held against."""
    paused: tuple[Pause, Kpi | None] | None = None
    """The pause for which a stretch has no numbers at all, and the KPI it is of; None for that where it is of all."""


def tree_of(workspace: Workspace, kpi: Kpi) -> Branch:
    """Return the tree of a KPI; the drivers of its open goals decide where there are several ways."""
    drivers = {driver for goal in goals.all_goals(workspace.store) if goal.kpi == kpi.id for driver in goal.drivers}
    return metric_tree(kpi, all_kpis(workspace), drivers)


def refuse_without_parts(workspace: Workspace, kpi: Kpi) -> Branch:
    """Return the tree of a KPI; raise Refused where it follows from no others."""
    tree = tree_of(workspace, kpi)
    if not tree.parts:
        raise Refused(
            mark(
                "{kpi} has no parts to compare. Split it (kpitui kpi split {key} PART PART) or add a ratio that uses it"
            ),
            field="kpi",
            kpi=kpi.name,
            key=kpi.key,
        )
    return tree


def lengths_of(workspace: Workspace, kpi: Kpi) -> tuple[By, ...]:
    """Return the lengths of period that a KPI can be compared by, the shortest first."""
    return BYS[max(1, BYS.index(rhythm_of(workspace, kpi))) :]


def whole_period(workspace: Workspace, by: By) -> Period:
    """Return the last period of length *by* that is over."""
    calendar = workspace.settings.calendar
    return previous_period(period_of(by, workspace.today, calendar), calendar)


def why(
    workspace: Workspace,
    kpi: Kpi,
    period: Period | None = None,
    against: WhyAgainst = "previous",
    goal: Goal | None = None,
) -> WhyView:
    """Return the change of a KPI in *period*, the last whole one without, taken apart into its parts.

    A running period is held beside as much of the earlier one; days that make no period (by the day) beside as many
    before them. Against its target it is held against what *goal* asks of the period, without one the goal of the KPI
    that ends first. Raises Refused for a KPI that follows from no others, for a period that is shorter than what it is
    logged by, and where no goal has a target in it.
    """
    tree = refuse_without_parts(workspace, kpi)
    lengths = lengths_of(workspace, kpi)
    if period is None:
        period = whole_period(workspace, lengths[0])
    if period.by != "day" and period.by not in lengths:
        raise Refused(
            mark("{kpi} has no numbers per {value} to compare. Choose: {known}"),
            field="period",
            kpi=kpi.name,
            value=PERIOD_NAMES[period.by],
            known=tuple(PERIOD_NAMES[length] for length in lengths),
        )
    if against == "target":
        goal = goal or goal_in(workspace, kpi, period)
        if goal is None:
            message = mark("No goal for {kpi} has a target for {value}")
            raise Refused(message, field="against", kpi=kpi.name, value=period.label or period.start.isoformat())
    else:
        goal = None
    named = logged_kpis(tree)
    last = last_whole_day(workspace, named)
    pair, after = _pair_of(workspace, kpi, period, "last-year" if against == "last-year" else "previous", last)
    before = pair.before.period
    step = pairing_step({part.key: part for part in named if not KINDS[part.kind].derived})
    if any(KINDS[part.kind].rule == "sum" and cadence_by(part.cadence) != step for part in named):
        cells = _whole_cells(workspace, before, after, step)
        if cells is not None:
            before, after = cells
            pair = compared_as_given(workspace, kpi, after, before)
    aim = None
    if goal is not None:
        after = after._replace(start=max(after.start, goal.start), end=min(after.end, goal.deadline))
        before, aim = _base_of(workspace, goal, after), _aim(workspace, goal, kpi, named, after)
    first = min(before.start, *(history_start(stretch, after, step) for stretch in (before, pair.before.period)))
    sources = sources_of(workspace, named, first, min(after.end, last))
    view = View(workspace.today, workspace.settings.calendar, all_pauses(workspace))
    one_offs = {day for days in one_offs_in(workspace, tree).values() for day in days}
    taken = take_apart(tree, sources, all_kpis(workspace), before, after, view, one_offs, aim)
    if aim is not None and taken.obstacle is not None:
        # What the goal is measured from may lie before the first number of a part: then by what was just before.
        taken = take_apart(tree, sources, all_kpis(workspace), pair.before.period, after, view, one_offs, aim)
    return WhyView(
        kpi,
        against,
        taken,
        pair.now,
        pair.before,
        _notes(workspace, named, taken),
        _actions(workspace, named, taken),
        goal,
        _pause_of(workspace, named, taken),
    )


def basis_of(workspace: Workspace, kpi: Kpi) -> frozenset[int]:
    """Return the ids of the KPIs whose entries the parts of a change of *kpi* rest on."""
    named = logged_kpis(tree_of(workspace, kpi))
    return frozenset().union(rests_on(workspace, kpi), *(rests_on(workspace, part) for part in named))


def with_events(workspace: Workspace, view: WhyView) -> WhyView:
    """Return a change with the notes and actions of its periods as they are now."""
    named = logged_kpis(tree_of(workspace, view.kpi))
    return view._replace(notes=_notes(workspace, named, view.taken), actions=_actions(workspace, named, view.taken))


def _pause_of(workspace: Workspace, named: list[Kpi], taken: ChangeTaken) -> tuple[Pause, Kpi | None] | None:
    """Return a pause of all days of the stretch without numbers, and the KPI it is of."""
    empty = taken.empty
    if empty is None:
        return None
    for kpi in named:
        for pause in pauses_of(kpi, all_pauses(workspace)):
            if pause.start <= empty.start and empty.end <= pause.end:
                return pause, kpi if pause.kpi is not None else None
    return None


def one_offs_in(workspace: Workspace, tree: Branch) -> dict[str, set[date]]:
    """Return the days that do not count for what is usual, by the keys of the KPIs that a tree is made of."""
    return {part.key: days for part in logged_kpis(tree) if (days := one_offs_of(workspace, part))}


def goal_in(workspace: Workspace, kpi: Kpi, period: Period) -> Goal | None:
    """Return the open goal of *kpi* with a target in *period* that ends first; None without any."""
    running = [goal for goal in goals.all_goals(workspace.store) if goal.kpi == kpi.id and _asks(goal, period)]
    return min(running, key=lambda goal: (goal.deadline, goal.id), default=None)


def open_goal_of(workspace: Workspace, kpi: Kpi, period: Period) -> Goal | None:
    """Return the open goal of *kpi* that asks something in *period*, else the first to end of those with days left.

    A goal that was set today asks nothing of last week, and what it takes is told all the same.
    """
    return goal_in(workspace, kpi, period) or goal_in(workspace, kpi, Period("day", workspace.today, date.max, ""))


def has_target_in(goal: Goal, period: Period) -> bool:
    """Tell whether a goal has a target for days of *period*."""
    return bool(goal.targets) and goal.start <= period.end and goal.deadline >= period.start


def period_of_goal(workspace: Workspace, goal: Goal, kpi: Kpi) -> Period:
    """Return the last whole period that a goal is looked at by: its own, or how often it is reviewed."""
    lengths = lengths_of(workspace, kpi)
    own = goal.per if goal.type == "recurring" else goal.review
    by: By = {"month": "month", "quarter": "quarter"}.get(own or "week", "week")  # type: ignore[assignment]
    return whole_period(workspace, by if by in lengths else lengths[0])


def _asks(goal: Goal, period: Period) -> bool:
    return goal.state == "open" and has_target_in(goal, period)


def figures_beside(
    workspace: Workspace, kpi: Kpi, period: Period, against: Against = "previous", until: date | None = None
) -> Comparison:
    """Return *period* of a KPI beside the one before or a year earlier; days that make no period beside as many.

    With *until* a period is cut off there, and the other one as far.
    """
    if period.by == "day":
        return compared_days(workspace, kpi, period.start, period.end)
    return compared(workspace, kpi, period, against, until=until)


def _pair_of(workspace: Workspace, kpi: Kpi, period: Period, against: Against, last: date) -> tuple[Comparison, Period]:
    """Return *period* beside the other one, and as much of it as counts: a running one up to its *last* whole day."""
    if period.by != "day" and period.start <= last < min(period.end, workspace.today):
        return figures_beside(workspace, kpi, period, against, last), period._replace(end=last)
    pair = figures_beside(workspace, kpi, period, against)
    if not pair.now.partial or KINDS[kpi.kind].whole:
        return pair, period
    whole = stands_for_slots(pair.now, pair.before)
    until = as_far_as(pair.now, workspace.today, workspace.settings.calendar, whole=whole)
    return pair, period._replace(end=min(period.end, until))


def last_whole_day(workspace: Workspace, named: Iterable[Kpi]) -> date:
    """Return the last day whose numbers count: the one before today where those of today come hour by hour."""
    today = workspace.today
    if workspace.is_now and any(comes_by_hour(workspace, kpi, today) for kpi in named):
        return days_before(today, 1)
    return today


def _whole_cells(workspace: Workspace, before: Period, after: Period, step: Span) -> tuple[Period, Period] | None:
    """Return as much of *before* and *after* as there are weeks (months, quarters, by *step*) of *after* that are over.

    Where a part is logged by the day and another by the month, a running month has all of the one and a piece of the
    other. None where none is over, and where all of them are.
    """
    calendar = workspace.settings.calendar
    over = workspace.today if not workspace.is_now else days_before(workspace.today, 1)
    if after.end < period_of(step, workspace.today, calendar).start or after.end < after.start:
        return None
    _begin, last = days_of_whole(step, after.start, min(after.end, over), calendar)
    ends = [cell.end for cell in periods_between(step, after.start, after.end, calendar) if cell.end <= last]
    earlier = [
        cell.end for cell in periods_between(step, before.start, before.end, calendar) if cell.end >= before.start
    ]
    if not ends or len(earlier) < len(ends):
        return None
    return before._replace(end=earlier[len(ends) - 1]), after._replace(end=last)


def _base_of(workspace: Workspace, goal: Goal, after: Period) -> Period:
    """Return the days whose parts a target is divided by: of the baseline, else four weeks before the goal."""
    if goal.baseline is not None and goal.baseline.start is not None and goal.baseline.end is not None:
        return Period(after.by, goal.baseline.start, goal.baseline.end, "")
    last = days_before(min(goal.start, after.start), 1)
    return Period(after.by, days_before(last, BASE_DAYS - 1), last, "")


def _aim(workspace: Workspace, goal: Goal, kpi: Kpi, named: list[Kpi], after: Period) -> Aim | None:
    value = _asked(workspace, goal, kpi, after)
    if value is None:
        return None
    own, weights = {}, {}
    for part in named:
        other = goal_in(workspace, part, after) if part.id != kpi.id else goal
        asked = _asked(workspace, other, part, after) if other is not None and other is not goal else None
        if asked is not None:
            own[part.key] = asked
        by_weekday = weights_of(workspace, part) if other is not None and other.per not in ("day", "workday") else None
        if by_weekday is not None:
            weights[part.key] = by_weekday
    summed = frozenset(part.key for part in named if KINDS[part.kind].rule == "sum")
    return Aim(value, own, summed, weights=weights)


def asked_of(workspace: Workspace, view: WhyView, kpi: Kpi) -> tuple[float, float] | None:
    """Return what a target asks of *kpi* or one of its parts in the days it is held against, and how many those are.

    None where there is no target, and for a KPI that is no part.
    """
    taken = view.taken
    part = next((part for part in taken.parts if part.branch.kpi is not None and part.branch.kpi.id == kpi.id), None)
    if taken.aim is None or part is None or part.before is None:
        return None
    covered, expected = taken.covered[1], taken.expected[1]
    if taken.step != "day" or taken.averaged:
        return part.before, MEAN_DAYS[taken.step] * (1 if taken.averaged else covered)
    days = days_between(taken.after.start, taken.after.end, pauses_of(kpi, all_pauses(workspace)))
    return part.before, max(1, days) * covered / expected


def _asked(workspace: Workspace, goal: Goal, kpi: Kpi, stretch: Period) -> float | None:
    weights = weights_of(workspace, kpi) if KINDS[kpi.kind].rule == "sum" else None
    data = data_of(workspace, kpi, stretch.start, stretch.end)
    return asked_in(goal, data, stretch.start, stretch.end, weights=weights, pauses=all_pauses(workspace))


def period_typed(workspace: Workspace, text: str) -> Period | None:
    """Return the period that *text* names: ``last week``, ``2026-W46``, ``april``, ``Q3``; None for an empty text.

    ``week``, ``month``, ``quarter`` and ``year`` are the last whole ones. Raises Refused for anything else.
    """
    if not text:
        return None
    typed = " ".join(text.casefold().split())
    if typed in PERIOD_WORDS:
        return whole_period(workspace, PERIOD_WORDS[typed])
    calendar, today = workspace.settings.calendar, workspace.today
    period = parse_period(text, today, calendar)
    if period is None and typed.isascii() and typed.isdecimal() and len(typed) == 4 and 1 < int(typed) <= today.year:
        period = period_of("year", date(int(typed), calendar.fiscal_month, 1), calendar)
    if period is not None and period.start > today:
        raise Refused(mark("{value} has not begun yet. Choose an earlier period"), field="period", value=text)
    if period is None:
        message = mark("Not a period: {value}. Try week, month, last month, 2026-W46, april or Q3")
        raise Refused(message, field="period", value=text)
    return period


def _notes(workspace: Workspace, named: list[Kpi], taken: ChangeTaken) -> tuple[Note, ...]:
    ids = {kpi.id for kpi in named}
    shown = [
        note for note in notes(workspace) if (note.kpi is None or note.kpi in ids) and _is_within(note.date, taken)
    ]
    return tuple(sorted(shown, key=lambda note: (note.date, note.id)))


def _actions(workspace: Workspace, named: list[Kpi], taken: ChangeTaken) -> tuple[tuple[date, Action], ...]:
    every = {action.id: action for kpi in named for action in actions_on(workspace, kpi)}
    dated = [
        (day, action)
        for action in every.values()
        for day in (action.started, action.finished)
        if day is not None and _is_within(day, taken)
    ]
    return tuple(sorted(dated, key=lambda pair: (pair[0], pair[1].id)))


def _is_within(day: date, taken: ChangeTaken) -> bool:
    stretches = (taken.after,) if taken.aim is not None else (taken.before, taken.after)
    return any(stretch.start <= day <= stretch.end for stretch in stretches)
