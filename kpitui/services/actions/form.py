"""From what somebody typed about an action, field by field, to an action and back; used by page and shell.

Apart from the actions themselves: what reads a change knows the words of goals, which nothing that only shows actions
needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from kpitui.core.amount import parse_amount, parse_points, parse_value
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.figures import format_number
from kpitui.core.goal import Action, Expectation, Goal
from kpitui.core.goal_fields import PERCENTAGE_POINTS, POINTS
from kpitui.core.model import Kpi
from kpitui.services.actions import add_action, edit_action, view_of
from kpitui.services.actions.effects import EffectDay, day_of_action
from kpitui.services.entries import find_kpi
from kpitui.services.goals import find_goal
from kpitui.services.reading import kpi_with
from kpitui.services.workspace import Workspace

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
    expected = plan.expected
    if expected is None or expected.by is not None:
        return expected
    seen = _day_seen(workspace, plan, changed)
    return expected._replace(by=seen.day) if seen is not None else expected


def _day_seen(workspace: Workspace, plan: ActionPlan, changed: Action | None) -> EffectDay | None:
    """Return when the effect that is planned can be seen; None where none is planned, or of no KPI."""
    kpi = _moved(workspace, plan)
    if kpi is None:
        return None
    number = changed.id if changed else 0
    action = Action(number, "", plan.what, expected=plan.expected, due=plan.due, started=plan.start)
    return day_of_action(workspace, action, kpi, plan.goal)


def _moved(workspace: Workspace, plan: ActionPlan) -> Kpi | None:
    return plan.kpi or (kpi_with(workspace, plan.goal.kpi) if plan.goal else None)


class PlannedEffect(NamedTuple):
    """What is expected of an action that is being typed, and when that can be seen."""

    kpi: Kpi
    expected: Expectation
    seen: EffectDay


def planned_effect(
    workspace: Workspace, typed: Mapping[str, str], changed: Action | None = None
) -> PlannedEffect | None:
    """Return the effect of the new action that *typed* describes, or of *changed*; None as long as it is not there."""
    try:
        plan = read_plan(workspace, typed)
    except KpituiError:  # half a word; what is saved is refused by its field
        return None
    kpi, seen = _moved(workspace, plan), _day_seen(workspace, plan, changed)
    if kpi is None or plan.expected is None or seen is None:
        return None
    return PlannedEffect(kpi, plan.expected, seen)


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
                "For a KPI in %, {value} can mean two things. Write {n}pp (percentage points) or {n}% relative "
                "(of the number itself)"
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
