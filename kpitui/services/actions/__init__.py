"""Corrective actions: planning, starting, finishing, dropping, changing and finding them, and reading typed fields.

Whether the level moved since one started is told by `effects`. Those that are due are also read straight from
`kpitui.store.records`, where start-up time decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from kpitui.core.amount import parse_amount, parse_points, parse_value
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import format_number
from kpitui.core.goal import Action, Expectation, Goal
from kpitui.core.model import Kpi
from kpitui.core.text import LONGEST_TITLE, holds, storable
from kpitui.services.entries import find_kpi
from kpitui.services.goals import find_goal
from kpitui.services.goals.form import PERCENTAGE_POINTS, POINTS
from kpitui.services.reading import all_kpis, find, kpi_with
from kpitui.services.workspace import Workspace
from kpitui.store import records
from kpitui.store.goals import all_goals

OPEN = ("planned", "started")


class ActionView(NamedTuple):
    """An action with what it is for."""

    action: Action
    kpi: Kpi | None
    """The KPI it is to move: its own, or else the outcome of its goal; None for an action on the whole business."""
    goal: Goal | None
    due: bool
    """Whether it is open and its day has come."""


def add_action(
    workspace: Workspace,
    what: str,
    *,
    kpi: Kpi | None = None,
    goal: Goal | None = None,
    due: date | None = None,
    expected: Expectation | None = None,
    started: date | None = None,
) -> Action:
    """Plan an action, or with *started* one that is under way, and return it.

    Raises Refused for one without words, days out of order, a closed goal, or an effect on nothing.
    """
    if goal is not None and goal.state != "open":
        raise Refused(mark("The goal '{value}' is closed. Choose an open goal"), field="goal", value=goal.title)
    if due is not None and started is None and due < workspace.today:
        raise Refused(mark("The due day must be today or later"), field="due", value=due.isoformat())
    action = _in_order(
        workspace,
        Action(
            id=0,
            uid="",
            what=_called(what),
            kpi=kpi.id if kpi else None,
            goal=goal.id if goal else None,
            due=due,
            expected=expected,
            state="started" if started else "planned",
            started=started,
            created=workspace.today,
        ),
    )
    with workspace.store.write("action.added", action=action.what) as change:
        number = records.add_action(change, action)
    return find_action(workspace, str(number))


def edit_action(workspace: Workspace, action: Action, **changes: Any) -> Action:
    """Change any field of an action, kpi and goal by their ids, and return it.

    Raises Refused as `add_action` does.
    """
    changed = _checked(workspace, action._replace(**changes))
    if (changed.due, changed.expected, changed.started) != (action.due, action.expected, action.started):
        changed = _in_order(workspace, changed)
    with workspace.store.write("action.edited", action=changed.what) as change:
        records.update_action(change, action, changed)
    return changed


def start_action(workspace: Workspace, action: Action, day: date | None = None) -> Action:
    """Start an action that is planned, or take up one that was dropped, on *day* (today); return it as it is now."""
    if action.state in ("started", "done"):
        raise Refused(mark("Action '{value}' has already started"), field="action", value=action.what)
    changed = action._replace(state="started", started=day or workspace.today, finished=None, reason="")
    return _moved(workspace, action, changed, "action.started")


def finish_action(workspace: Workspace, action: Action, day: date | None = None) -> Action:
    """Call an open action done on *day* (today) and return it; one that was never started was started on that day."""
    _refuse_closed(action)
    done = day or workspace.today
    changed = action._replace(state="done", started=action.started or done, finished=done)
    return _moved(workspace, action, changed, "action.done")


def drop_action(workspace: Workspace, action: Action, reason: str) -> Action:
    """Give up an open action and return it; raises Refused without a reason."""
    _refuse_closed(action)
    reason = storable(reason, what=mark("a reason"), field="reason")
    if not reason:
        raise Refused(mark("Why are you cancelling this action? Add a reason"), field="reason")
    changed = action._replace(state="dropped", finished=workspace.today, reason=reason)
    return _moved(workspace, action, changed, "action.dropped")


def find_action(workspace: Workspace, typed: str) -> Action:
    """Return the action with this number, or the only one whose words hold this text; raise NotFound."""
    return find(
        records.all_actions(workspace.store),
        typed,
        lambda action: action.what,
        field="action",
        several=mark("Several actions match {value}. Which number? {known}"),
        unknown=mark("No action {value}. You have: {known}"),
        most=12,
    )


def actions(
    workspace: Workspace,
    *,
    closed: bool = False,
    only_due: bool = False,
    kpi: Kpi | None = None,
    goal: Goal | None = None,
    text: str = "",
) -> list[ActionView]:
    """Return the open actions, those due soonest first; with *closed* also those done or dropped, the latest first.

    *kpi* keeps those that are to move it, *goal* those for it, *text* those that hold it in their words, KPI or goal.
    """
    context = _context(workspace)
    views = [_view(workspace, action, *context) for action in records.all_actions(workspace.store)]
    matching = [
        view
        for view in views
        if (closed or view.action.state in OPEN)
        and (view.due or not only_due)
        and (kpi is None or (view.kpi is not None and view.kpi.id == kpi.id))
        and (goal is None or view.action.goal == goal.id)
        and holds(_words(view), text)
    ]
    ended = [view for view in matching if view.action.state not in OPEN]
    ended.sort(key=lambda view: (view.action.finished or date.min, view.action.id), reverse=True)
    return [view for view in matching if view.action.state in OPEN] + ended


def actions_on(workspace: Workspace, kpi: Kpi) -> list[Action]:
    """Return every action that bears on *kpi*, whatever its state: on it, on a goal of it, or on the whole business."""
    views = actions(workspace, closed=True)
    return [
        view.action
        for view in views
        if view.kpi is None or kpi.id in (view.kpi.id, view.goal.kpi if view.goal else None)
    ]


def view_of(workspace: Workspace, action: Action) -> ActionView:
    """Return one action with what it is for."""
    return _view(workspace, action, *_context(workspace))


def _context(workspace: Workspace) -> tuple[dict[int, Kpi], dict[int, Goal]]:
    def load() -> tuple[dict[int, Kpi], dict[int, Goal]]:
        every = all_kpis(workspace), all_goals(workspace.store, closed=True)
        return {kpi.id: kpi for kpi in every[0]}, {goal.id: goal for goal in every[1]}

    by_id: tuple[dict[int, Kpi], dict[int, Goal]] = workspace.cached("actions", load)
    return by_id


def _view(workspace: Workspace, action: Action, by_id: dict[int, Kpi], goals: dict[int, Goal]) -> ActionView:
    goal = goals.get(action.goal or 0)
    kpi = by_id.get(action.kpi or (goal.kpi if goal else 0))
    due = action.state in OPEN and action.due is not None and action.due <= workspace.today
    return ActionView(action, kpi, goal, due)


def _words(view: ActionView) -> str:
    parts = [view.action.what]
    parts += [view.kpi.name, view.kpi.key] if view.kpi else []
    parts += [view.goal.title] if view.goal else []
    return "\n".join(parts)


def _moved(workspace: Workspace, action: Action, changed: Action, what: str) -> Action:
    _checked(workspace, changed)
    with workspace.store.write(what, action=changed.what) as change:
        records.update_action(change, action, changed)
    return changed


def _called(what: str) -> str:
    return storable(what, LONGEST_TITLE, what=mark("an action"), field="what")


def _refuse_closed(action: Action) -> None:
    if action.state not in OPEN:
        raise Refused(mark("Action '{value}' is already done or cancelled"), field="action", value=action.what)


def _checked(workspace: Workspace, action: Action) -> Action:
    """Return *action* with clean words when its parts fit together; raise Refused for the first that does not."""
    action = action._replace(
        what=_called(action.what), reason=storable(action.reason, what=mark("a reason"), field="reason")
    )
    if not action.what:
        raise Refused(mark("What will you do? Type a few words"), field="what")
    if action.expected is not None and action.kpi is None and action.goal is None:
        raise Refused(mark("An expected effect needs a KPI. Choose the KPI or the goal of this action"), field="kpi")
    if action.state == "planned" and action.started is not None:
        raise Refused(mark("'{value}' is only planned, so it has no start day yet"), field="start", value=action.what)
    if action.state in ("started", "done") and action.started is None:
        raise Refused(mark("On which day did action '{value}' start?"), field="start", value=action.what)
    for field, day in (("start", action.started), ("finished", action.finished)):
        if day is not None and day > workspace.today:
            raise Refused(
                mark("{value} is in the future. Choose today or an earlier day"), field=field, value=day.isoformat()
            )
    _refuse_before_start(action, "finished", action.finished)
    return action


def _in_order(workspace: Workspace, action: Action) -> Action:
    """Return *action* checked, its days in order too; one that is started late may well be due before it began."""
    action = _checked(workspace, action)
    _refuse_before_start(action, "due", action.due)
    _refuse_before_start(action, "by", action.expected.by if action.expected else None)
    return action


def _refuse_before_start(action: Action, field: str, day: date | None) -> None:
    if action.started is not None and day is not None and day < action.started:
        message = mark("{value} is before the start of the action ({start}). Choose that day or a later one")
        raise Refused(message, field=field, value=day.isoformat(), start=action.started.isoformat())


FIELDS = ("what", "kpi", "goal", "due", "effect", "by", "start")
"""Every field, in the order of the form."""

RELATIVE = re.compile(r"(.+?)%?\s*(?:relative|rel|relatief)", re.IGNORECASE)

Read = TypeVar("Read")


class ActionPlan(NamedTuple):
    """An action as it was typed."""

    what: str
    kpi: Kpi | None
    goal: Goal | None
    due: date | None
    expected: Expectation | None
    start: date | None


def read_plan(workspace: Workspace, typed: Mapping[str, str]) -> ActionPlan:
    """Return what *typed* (field to text, see `FIELDS`) means; an empty field means: none.

    Raises Refused or NotFound for the first field that cannot be read.
    """
    kpi = _read(typed, "kpi", lambda text: find_kpi(workspace, text))
    goal = _read(typed, "goal", lambda text: find_goal(workspace, text))
    moved = kpi or (kpi_with(workspace, goal.kpi) if goal else None)
    size = _read(typed, "effect", lambda text: read_effect(workspace, moved, text))
    by = _read(typed, "by", lambda text: workspace.read_day(text, future=True))
    if by is not None and size is None:
        raise Refused(mark("How big an effect do you expect by that day? Try +10%"), field="effect")
    return ActionPlan(
        what=typed.get("what", ""),
        kpi=kpi,
        goal=goal,
        due=_read(typed, "due", lambda text: workspace.read_day(text, future=True)),
        expected=size._replace(by=by) if size else None,
        start=_read(typed, "start", workspace.read_day),
    )


def add_typed(workspace: Workspace, typed: Mapping[str, str]) -> Action:
    """Add the action that *typed* describes and return it. Raises Refused or NotFound, naming the field.

    An effect without a day is expected by the earliest on which it can be told from the ups and downs of its KPI.
    """
    plan = read_plan(workspace, typed)
    return add_action(
        workspace,
        plan.what,
        kpi=plan.kpi,
        goal=plan.goal,
        due=plan.due,
        expected=_with_day(workspace, plan),
        started=plan.start,
    )


def _with_day(workspace: Workspace, plan: ActionPlan, changed: Action | None = None) -> Expectation | None:
    """Return the effect that is expected; without a day by the earliest on which one of that size can be seen.

    The plan is that of a new action, or of *changed*.
    """
    expected, kpi = plan.expected, plan.kpi or (kpi_with(workspace, plan.goal.kpi) if plan.goal else None)
    if expected is None or expected.by is not None or kpi is None:
        return expected
    from kpitui.services.actions.effects import day_of_action

    action = Action(changed.id if changed else 0, "", plan.what, expected=expected, due=plan.due, started=plan.start)
    seen = day_of_action(workspace, action, kpi, plan.goal)
    return expected._replace(by=seen.day) if seen is not None else expected


def edit_typed(workspace: Workspace, action: Action, typed: Mapping[str, str]) -> Action:
    """Make *action* what *typed* describes and return it; fields that are left out stay. Raises as `add_typed`.

    A planned action that is given the day on which it started is under way from then on. Another effect, or one on
    another KPI, is expected by the earliest day on which it can be seen, as long as no day is typed with it; so is one
    whose day is taken away.
    """
    before = fields_of(workspace, action)
    if not typed.get("effect", before["effect"]):
        before["by"] = ""  # a day is never left without its effect, as most were proposed
    plan = read_plan(workspace, {**before, **typed})
    moved = {name for name in ("effect", "kpi", "goal") if typed.get(name, before[name]) != before[name]}
    expected = plan.expected
    if (moved and "by" not in typed) or typed.get("by") == "":
        undated = plan._replace(expected=expected._replace(by=None) if expected is not None else None)
        proposed = _with_day(workspace, undated, action)
        if proposed is not None and (proposed.by is not None or "by" in typed):
            expected = proposed  # where no day can be proposed the one that was named stays
    begun = action.state == "planned" and plan.start is not None
    return edit_action(
        workspace,
        action,
        what=plan.what,
        kpi=plan.kpi.id if plan.kpi else None,
        goal=plan.goal.id if plan.goal else None,
        due=plan.due,
        expected=expected,
        started=plan.start,
        state="started" if begun else action.state,
    )


def fields_of(workspace: Workspace, action: Action) -> dict[str, str]:
    """Return an action as the fields that describe it, as `read_plan` reads them."""
    view = view_of(workspace, action)
    own = view.kpi if action.kpi else None
    expected = action.expected
    return {
        "what": action.what,
        "kpi": own.key if own else "",
        "goal": str(action.goal or ""),
        "due": _written(action.due),
        "effect": effect_typed(workspace, view.kpi, expected) if expected else "",
        "by": _written(expected.by) if expected else "",
        "start": _written(action.started),
    }


def read_effect(workspace: Workspace, kpi: Kpi | None, text: str) -> Expectation:
    """Return the change that *text* speaks of: ``+10%``, ``-0.5``, ``4pp``; of a percentage also ``10% relative``.

    Raises Refused when it is no change, when there is no KPI that it is of, and for a percentage of a percentage.
    """
    if kpi is None:
        raise Refused(mark("An expected effect needs a KPI. Choose the KPI or the goal of this action"), field="kpi")
    points, relative = POINTS.fullmatch(text.strip()), RELATIVE.fullmatch(text.strip())
    figure = points[1] if points else f"{relative[1]}%" if relative else text
    amount = parse_amount(figure, decimal=workspace.settings.numbers.decimal)
    percent = amount.unit == "%" and not points
    if amount.mode == "replace" or not amount.value:
        raise Refused(mark("Not a change: {value}. Try +10%, -0.5 or 4pp"), field="effect", value=text)
    if percent and kpi.unit == "%" and not relative:
        raise Refused(
            mark(
                "{value} on a percentage can mean two things. Write {n}pp (percentage points) or {n}% "
                "relative (of the number itself)"
            ),
            field="effect",
            value=text.strip(),
            n=figure.strip().rstrip("%").strip(),
        )
    style = workspace.settings.numbers
    if points and PERCENTAGE_POINTS.search(text):
        return Expectation(parse_points(figure, kpi.unit, kpi=kpi.name, style=style), percent=False)
    if percent or points:
        return Expectation(amount.value, percent)
    value = parse_value(figure, kpi.unit, kpi=kpi.name, style=style).value
    return Expectation(value, percent=False)


def effect_typed(workspace: Workspace, kpi: Kpi | None, expected: Expectation) -> str:
    """Return an expected change as `read_effect` reads it."""
    style = workspace.settings.typed_numbers
    decimals = len(f"{expected.size:.6f}".rstrip("0").partition(".")[2])
    number = format_number(expected.size, decimals, style._replace(group=""), signed=True)
    of_percentage = kpi is not None and kpi.unit == "%"
    if expected.percent:
        return f"{number}% relative" if of_percentage else f"{number}%"
    return f"{number}pp" if of_percentage else number


def _read(typed: Mapping[str, str], name: str, reader: Callable[[str], Read]) -> Read | None:
    """Return what *reader* makes of a field, None when nothing was typed; a refusal names the field."""
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        return reader(text)
    except Refused as error:
        if error.field != "kpi" or name == "goal":
            error.field = name
        raise


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
