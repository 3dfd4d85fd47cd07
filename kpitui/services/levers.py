"""What it would take for a goal, and what other figures would bring: read here, worked out by `kpitui.core.levers`.

Nothing is saved by either. What other figures would bring is counted on the paths of the goal's own forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kpitui.core.cadence import Span, cadence_by, pauses_of, slots
from kpitui.core.calendar import MEAN_DAYS, period_of
from kpitui.core.errors import Refused, mark
from kpitui.core.goal import SUMS, Expectation, Goal
from kpitui.core.insight.next_step import BAD, is_lost
from kpitui.core.kinds import KINDS
from kpitui.core.levers import (
    Lever,
    LeverData,
    Levers,
    NoLevers,
    RestOfLevel,
    blocks_left,
    entries_beyond,
    first_lever_day,
    held_for,
    lever_data,
    needed_a_block,
    rest_of_level,
    tried_value,
)
from kpitui.core.metric_tree import Branch, branches, is_told
from kpitui.core.model import Kpi
from kpitui.core.pace import is_judged_as_logged
from kpitui.core.record import Record
from kpitui.core.series import View
from kpitui.core.tree_figures import logged_kpis
from kpitui.services.goals.verdicts import GoalView, Judge, goal_data, weights_of
from kpitui.services.reading import adds_up, all_kpis, all_pauses, data_of, sources_of
from kpitui.services.unusual_days import unusual_days_of
from kpitui.services.why import last_whole_day, lengths_of, tree_of, whole_period, why
from kpitui.services.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.cadence import Slots
    from kpitui.core.change_parts import ChangeTaken
    from kpitui.core.insight.forecast import Forecast
    from kpitui.core.insight.outlook import Outlook
    from kpitui.core.levers import LeverObstacle
    from kpitui.core.metric_tree import Path
    from kpitui.core.standing import Standing
    from kpitui.services.why import WhyView

LONGEST = 3 * 366
"""The days after a deadline that are looked ahead for the day on which a goal is reached."""
SUREST = 0.85
"""The chance that is said at the most of figures beyond the best there were: their range is wider than is known."""


class LeversView(Record):
    """What it would take for a goal."""

    view: GoalView
    result: Levers | NoLevers
    weeks_left: float
    """How many weeks (months, quarters) are left."""
    longer: tuple[int, date] | None
    """How many days longer it takes as things are, and the day it is reached then; of a total that is behind."""
    untold: Sequence[tuple[Kpi, date | None, date | None]] = ()
    """Parts that are no lever, for they began or ended lately: before and after which day they have no numbers."""


class Tried(Record):
    """What other figures of parts would bring."""

    figures: tuple[tuple[Kpi, float, float], ...]
    """Of each the KPI, what it is now and what was tried."""
    now: float
    value: float
    """What the outcome KPI is now and would be: of what adds up a week (month, quarter)."""
    per: Span
    until: date | None
    """The deadline, for a total, a cap and a level."""
    median: float | None
    low: float | None
    high: float | None
    """What it comes to by then: eight in ten of the paths lie from low to high."""
    chance: float | None
    chance_now: float | None
    beyond: bool
    """Whether a figure is better than the best there was for so long."""


def levers_of(workspace: Workspace, goal: Goal) -> LeversView:
    """Return what it would take for an open *goal*; raise Refused for a closed one and one without a target yet."""
    _refuse(goal)
    # A draft is asked about at every letter; of a saved goal the day it is reached is that of its forecast.
    view = Judge(workspace, foretell=bool(goal.id)).view(goal)
    data, blocks = _data(workspace, view)
    obstacle = _obstacle(view, data)
    levers = _levers(workspace, view, data) if obstacle is None else None
    if levers is None:
        nothing = NoLevers(obstacle or "settled", data.covered, data.expected, data.step, not data.has_parts)
        return LeversView(view, nothing, blocks, None)
    rest = _rest_that_is_too_short(workspace, view, levers)
    if rest is not None:
        over = NoLevers("over", *rest.over, cadence_by(rest.cadence), not data.has_parts)
        return LeversView(view, over, blocks, None)
    return LeversView(view, levers, blocks, _longer(workspace, view, levers), data.untold)


def _obstacle(view: GoalView, data: LeverData) -> LeverObstacle | None:
    """Return what stands in the way of saying what a goal takes; what its next step says first comes first.

    Raises Refused where no day of it is left.
    """
    standing = view.standing
    if _waits_for_numbers(standing):
        return "missing"
    _refuse_ended(view)
    if _is_lost(view):
        return "lost"
    if standing.decided:
        return "settled"
    return data.obstacle or ("no-data" if data.function is None else None)


def _rest_that_is_too_short(workspace: Workspace, view: GoalView, levers: Levers) -> RestOfLevel | None:
    """Return what is left of the stretch of a level where no lever can bring in that what its target lacks."""
    if view.goal.type != "level" or levers.enough or levers.asked is None or not levers.levers:
        return None
    if any(lever.target is not None and lever.feasibility != "beyond" for lever in levers.levers):
        return None
    pauses = pauses_of(view.kpi, all_pauses(workspace))
    rest = rest_of_level(view.goal, view.standing, goal_data(workspace, view.goal, view.kpi), pauses)
    return rest if rest is not None and 2 * rest.over[0] > rest.over[1] else None


def _waits_for_numbers(standing: Standing) -> bool:
    """Tell whether numbers that are missing decide, as the next step says (`next_step.advice_of`)."""
    return standing.silent or (standing.gaps_decide and standing.status in BAD)


def _is_lost(view: GoalView) -> bool:
    """Tell whether a goal can be reached no more, for sure or by any rest that is plausible, as its next step says."""
    return is_lost(view.goal, view.standing, view.outlook.chance if view.outlook else None)


def levers_to_recover(workspace: Workspace, view: WhyView) -> Levers | None:
    """Return what it would take of a KPI without a goal to come to what it was before a change for the worse, again.

    What adds up is taken by the week (month, quarter). None where it did not get worse, where it is there again by now,
    and where too little is there to tell.
    """
    kpi, taken = view.kpi, view.taken
    if taken.obstacle is not None or kpi.direction not in ("higher", "lower"):
        return None
    up = kpi.direction == "higher"
    if taken.change >= 0 if up else taken.change <= 0:
        return None
    taken, side = _as_it_was(workspace, view)
    before = (taken.parts[0].before, taken.parts[0].after)[side] if taken.obstacle is None else None
    if before is None:
        return None
    tree = tree_of(workspace, kpi)
    until = last_whole_day(workspace, logged_kpis(tree))
    data = _read(workspace, tree, until, None, _told_of(taken), as_logged=kpi if adds_up(workspace, kpi) else None)
    if data.obstacle is not None or data.function is None:
        return None
    if KINDS[kpi.kind].rule == "sum" or data.adds_up:
        before = data.figure_in((taken.before, taken.after)[side])
    levers = data.levers(before, up=up) if before is not None else None
    return None if levers is None or levers.enough or not levers.levers else levers


def _told_of(taken: ChangeTaken) -> tuple[Span, int] | None:
    """Return what the share of a stock is told for in a change, and of how many days (weeks) that is; None for a day.

    That of a quarter or year is of a month of it.
    """
    if taken.after.by == "day":
        return None
    per: Span = "week" if taken.after.by == "week" else "month"
    cells = MEAN_DAYS["week"] if taken.step == "week" else 1.0
    return per, max(1, round(MEAN_DAYS[per] / cells))


def _as_it_was(workspace: Workspace, view: WhyView) -> tuple[ChangeTaken, int]:
    """Return a change and which side of it is the whole earlier period: 0 for before, 1 for after.

    A running period is held beside a part of the earlier one, and no week was ever seven of its Mondays. A stock was on
    any day what it was.
    """
    taken = view.taken
    before = taken.before
    if before.by == "day" or KINDS[view.kpi.kind].rule == "last":
        return taken, 0
    whole = period_of(before.by, before.start, workspace.settings.calendar)
    if (before.start, before.end) == (whole.start, whole.end):
        return taken, 0
    return why(workspace, view.kpi, whole).taken, 1


def tried(workspace: Workspace, goal: Goal, figures: Mapping[str, str]) -> tuple[LeversView, Tried]:
    """Return what it would take for *goal* and what *figures* of its KPI or parts would bring, typed by their KPIs.

    A figure is what it comes to (of what adds up a week) or a change: ``620``, ``3,2``, ``+10%``, ``+0.2pp``. Raises
    Refused for a KPI that is no part, for what cannot be read, and where there is too little to tell what is now.
    """
    _refuse(goal)
    view = Judge(workspace, foretell=True).view(goal)
    data, blocks = _data(workspace, view)
    if data.function is None:
        raise Refused(
            mark("There is too little data to try other numbers for the goal '{value}'"), field="goal", value=goal.title
        )
    if _waits_for_numbers(view.standing):
        message = mark(
            "Log the missing numbers of the goal '{value}' first: they decide whether you can still reach it"
        )
        raise Refused(message, field="goal", value=goal.title)
    levers = None if view.standing.decided or _is_lost(view) else _levers(workspace, view, data)
    if levers is None:
        message = mark("Other numbers can't change the outcome of the goal '{value}' any more")
        raise Refused(message, field="goal", value=goal.title)
    chosen = {path: _figure(workspace, data, path, branch, text) for path, branch, text in _named(data, figures)}
    for path in chosen:
        if any(other != path and path[: len(other)] == other for other in chosen):
            raise Refused(mark("One of these is part of the other. Try one at a time"), field="figures")
    try:
        value = tried_value(data.function, chosen)
    except ArithmeticError:
        raise Refused(mark("With these numbers you would divide by zero"), field="figures") from None
    result = _foretold(workspace, view, data, levers, chosen, value)
    return LeversView(view, levers, blocks, _longer(workspace, view, levers), data.untold), result


def open_levers(workspace: Workspace, figures: Mapping[str, str]) -> list[tuple[LeversView, Tried | None]]:
    """Return what it would take for each open goal that has days left, in the order of Today.

    With *figures* (as for `tried`) what they would bring for each goal whose KPI they are of, or follows from them all.
    One for which they can't be tried is left out where they can for another. Raises Refused where there is none, and
    for a figure that cannot be read.
    """
    from kpitui.services.goals import goal_views

    views = [view for view in goal_views(workspace) if _has_levers(workspace, view, tried=bool(figures))]
    trees = [(view.goal, _named_in(workspace, view.kpi)) for view in views]
    chosen = [goal for goal, named in trees if all(name.casefold() in named for name in figures)]
    if not chosen and trees and figures:
        keys = ", ".join(sorted({key for _goal, named in trees for key in named.values()}))
        message = mark("{value} is not a part of any KPI with an open goal. Choose: {known}")
        raise Refused(message, field="figures", value=", ".join(figures), known=keys)
    if not chosen:
        raise Refused(mark("No open goal has any days left"), field="goal")
    if not figures:
        return [(levers_of(workspace, goal), None) for goal in chosen]
    results: list[tuple[LeversView, Tried | None]] = []
    refusals = []
    for goal in chosen:
        # Visitors and conversion are tried for the revenue, also where a goal on the conversion can't have both.
        try:
            results.append(tried(workspace, goal, figures))
        except Refused as refusal:
            refusals.append(refusal)
    if not results:
        raise refusals[0]
    return results


def _has_levers(workspace: Workspace, view: GoalView, *, tried: bool) -> bool:
    """Tell whether a goal is open, has a target, and a day of it is to come; where figures are *tried*, that counts."""
    goal, standing = view.goal, view.standing
    if goal.state != "open" or not goal.targets or goal.deadline < workspace.today or standing.days_left <= 0:
        return False
    return not tried or not (standing.decided or _is_lost(view))


def _named_in(workspace: Workspace, kpi: Kpi) -> dict[str, str]:
    """Return *kpi* and what it follows from: their keys by key and name."""
    parts = [branch.kpi for _depth, branch in branches(tree_of(workspace, kpi)) if branch.kpi is not None]
    return {name: part.key for part in parts for name in (part.key, part.name.casefold())}


def moved_lately(workspace: Workspace, kpi: Kpi) -> ChangeTaken | None:
    """Return the change of *kpi* in its last whole period, to tell which parts moved the other way; None without."""
    if not tree_of(workspace, kpi).parts:
        return None
    taken = why(workspace, kpi, whole_period(workspace, lengths_of(workspace, kpi)[0])).taken
    return taken if taken.obstacle is None else None


def figures_typed(text: str) -> dict[str, str]:
    """Return the figures of ``visitors=+10% conversion 3.2`` by their KPIs; raise Refused for anything else."""
    figures: dict[str, str] = {}
    words = text.replace("=", " = ").split()
    words = [word for word in words if word != "="]
    if len(words) % 2:
        message = mark("In {value}, a part or its number is missing. Try visitors=620 or visitors=+10%")
        raise Refused(message, field="figures", value=words[-1])
    for name, value in zip(words[::2], words[1::2], strict=True):
        if name in figures or not any(sign.isdigit() for sign in value):
            message = mark("In {value}, a part or its number is missing. Try visitors=620 or visitors=+10%")
            raise Refused(message, field="figures", value=f"{name} {value}")
        figures[name] = value
    return figures


def as_action(workspace: Workspace, view: LeversView, result: Tried) -> dict[str, str]:
    """Return the fields of an action (see `actions.form.FIELDS`) that expects what was tried.

    A single part is expected to change by as much as was tried, of several the KPI of the goal.
    """
    from kpitui.services.actions.form import effect_typed

    goal, kpi = view.view.goal, view.view.kpi
    now, value = result.now, result.value
    fields = {"goal": str(goal.id)}
    if len(result.figures) == 1:
        kpi, now, value = result.figures[0]
        fields["kpi"] = kpi.key
    percent = kpi.unit != "%" and bool(now)
    size = round(100 * (value - now) / abs(now), 1) if percent else round(value - now, 2)
    return fields | ({"effect": effect_typed(workspace, kpi, Expectation(size, percent))} if size else {})


def _refuse(goal: Goal) -> None:
    if goal.state != "open":
        raise Refused(mark("The goal '{value}' is closed. Choose an open goal"), field="goal", value=goal.title)
    if not goal.targets:
        raise Refused(mark("The baseline is still being measured. You can change the target after that"), field="goal")


def _refuse_ended(view: GoalView) -> None:
    if view.standing.days_left <= 0:
        raise Refused(mark("The goal '{value}' has no days left"), field="goal", value=view.goal.title)


def _data(workspace: Workspace, view: GoalView) -> tuple[LeverData, float]:
    tree = tree_of(workspace, view.kpi)
    until = min(last_whole_day(workspace, logged_kpis(tree)), view.goal.deadline)
    weeks_left = blocks_left(view.standing, "week")
    share = _told_for(view)
    as_logged = is_judged_as_logged(view.goal, data_of(workspace, view.kpi, workspace.today, workspace.today))

    # In the wizard it is asked at every letter.
    data = workspace.cached(
        ("levers", view.kpi.id, until, weeks_left, share, as_logged),
        lambda: _read(workspace, tree, until, weeks_left, share, as_logged=view.kpi if as_logged else None),
    )
    blocks = blocks_left(view.standing, data.per)
    return data, blocks * _blocks_told(data)


def _read(
    workspace: Workspace,
    tree: Branch,
    until: date,
    weeks_left: float | None,
    share: tuple[Span, int] | None,
    *,
    as_logged: Kpi | None,
) -> LeverData:
    """Return the data of a tree up to *until*; *as_logged* is its KPI where the sum of what is logged counts."""
    first = first_lever_day(until)
    sources = sources_of(workspace, logged_kpis(tree), first, until)
    seen = View(workspace.today, workspace.settings.calendar, all_pauses(workspace))
    own = None if as_logged is None else data_of(workspace, as_logged, first, until)
    one_offs = {kpi.key: days for kpi in logged_kpis(tree) if (days := unusual_days_of(workspace, kpi))}
    return lever_data(
        tree, sources, all_kpis(workspace), seen, until, weeks_left=weeks_left, share=share, as_logged=own,
        one_offs=one_offs,
    )  # fmt: skip


def _told_for(view: GoalView) -> tuple[Span, int] | None:
    """Return what the share of a stock is told for by its goal, and of how many days (weeks) that is.

    None where the goal names no week or month.
    """
    goal, now = view.goal, view.standing
    cells = MEAN_DAYS["week"] if cadence_by(now.cadence) == "week" else 1.0
    if goal.type == "recurring" and goal.per in ("week", "month"):
        return goal.per, max(1, round(MEAN_DAYS[goal.per] / cells))
    if goal.type == "level" and goal.per is None and goal.over in ("week", "month") and now.measured is not None:
        return goal.over, max(1, now.measured.expected)
    return None


def _blocks_told(data: LeverData) -> float:
    """Return how many of what figures are told for a week (month, quarter) has."""
    return 1.0 if data.share_per is None else MEAN_DAYS[data.per] / MEAN_DAYS[data.share_per]


def _levers(workspace: Workspace, view: GoalView, data: LeverData) -> Levers | None:
    """Return what a goal takes; None where nothing more is needed. Raises Refused where no day of it is left."""
    assert data.function is not None
    goal, kpi = view.goal, view.kpi
    _refuse_ended(view)
    needed = needed_a_block(
        goal,
        view.standing,
        goal_data(workspace, goal, kpi),
        data.per,
        data.function.value({}),
        weights=weights_of(workspace, kpi),
        pauses=pauses_of(kpi, all_pauses(workspace)),
        adds_up=data.adds_up,
    )
    if needed is None:
        return None
    held = None if needed.blocks is None else held_for(data.per, needed.blocks)
    levers = data.levers(needed.figure, up=needed.up, held=held)
    levers = levers._replace(other=needed.other, asked=needed.asked, likely=_likely(view))
    if levers.is_there and not levers.enough:
        # What is needed is no more than there is: no part has to come to it.
        return levers._replace(levers=(), together=None)
    return levers._replace(
        levers=tuple(lever for lever in levers.levers if not _breaks_a_cap(workspace, view, lever, data))
    )


def _likely(view: GoalView) -> bool | None:
    """Tell whether the chance of a goal says that it is reached or not; None without one, or where it may be either.

    Without one a level that will not stay where it is says that it is not.
    """
    if view.outlook is None:
        return False if view.standing.slips else None
    return {"on track": True, "off track": False}.get(view.standing.status)


def _breaks_a_cap(workspace: Workspace, view: GoalView, lever: Lever, data: LeverData) -> bool:
    """Tell whether a lever would pass the ceiling that another goal on its KPI has."""
    if lever.target is None or not lever.up:
        return False
    judge = Judge(workspace, foretell=False)
    from kpitui.store.goals import all_goals

    for goal in all_goals(workspace.store):
        if goal.kpi != lever.kpi.id or goal.id == view.goal.id or goal.type != "cap" or not goal.targets:
            continue
        standing = judge.view(goal).standing
        blocks = min(blocks_left(standing, data.per), blocks_left(view.standing, data.per))
        blocks *= _blocks_told(data)
        if (standing.actual or 0.0) + lever.target * blocks > goal.targets[-1].value:
            return True
    return False


def _longer(workspace: Workspace, view: GoalView, levers: Levers) -> tuple[int, date] | None:
    """Return how many days after its deadline a total is reached as things are, by its forecast if any, and when."""
    standing, goal = view.standing, view.goal
    if goal.type != "total" or standing.target is None or levers.enough or (standing.old and standing.stale):
        return None  # what is missing is none of what is needed, and would be usual in the days beyond
    day: date | None
    if view.outlook is not None and view.outlook.arrival is not None:
        day = view.outlook.arrival.middle
    else:
        remaining = standing.target - (standing.actual or 0.0)
        more = entries_beyond(remaining, levers.now, standing, levers.per)
        pauses = pauses_of(view.kpi, all_pauses(workspace))
        first, last = goal.deadline + timedelta(days=1), goal.deadline + timedelta(days=LONGEST)
        coming = slots(standing.cadence, first, last, workspace.settings.calendar, pauses)
        day = coming[more - 1][1] if more and more <= len(coming) else None
    if day is None or not goal.deadline < day <= goal.deadline + timedelta(days=LONGEST):
        return None
    return (day - goal.deadline).days, day


def _named(data: LeverData, figures: Mapping[str, str]) -> list[tuple[Path, Branch, str]]:
    assert data.function is not None
    by_key: dict[str, tuple[Path, Branch]] = {}
    listed = [*data.function.branches(), ((), data.function.tree)]
    for path, branch in listed:
        if branch.kpi is not None:
            by_key.setdefault(branch.kpi.key, (path, branch))
            by_key.setdefault(branch.kpi.name.casefold(), (path, branch))
    result = []
    for name, text in figures.items():
        place = by_key.get(name) or by_key.get(name.casefold())
        if place is None:
            keys = ", ".join(dict.fromkeys(branch.kpi.key for _path, branch in listed if branch.kpi is not None))
            message = mark("{value} is not a part of {kpi}. Choose: {known}")
            whole = data.function.tree.kpi
            raise Refused(message, field="figures", value=name, kpi=whole.name if whole else "", known=keys)
        if not is_told(data.function.tree, place[0], {kpi.key for kpi, _since, _until in data.untold}):
            message = mark("{kpi} has no numbers for part of the last weeks, so you can't try other numbers for it")
            raise Refused(message, field="figures", kpi=place[1].kpi.name if place[1].kpi else name)
        result.append((*place, text))
    return result


def _figure(workspace: Workspace, data: LeverData, path: Path, branch: Branch, text: str) -> float:
    """Return what was typed of a part: a change of what it is now where it has a sign, else the figure itself."""
    from kpitui.core.amount import parse_value
    from kpitui.core.insight.effect import size_of
    from kpitui.services.actions.form import read_effect

    assert branch.kpi is not None
    assert data.function is not None
    kpi, now = branch.kpi, data.function.figure(path)
    typed = text.strip()
    try:
        if typed[:1] in "+-\N{MINUS SIGN}":
            change = size_of(read_effect(workspace, kpi, typed), now)
            figure = now + (change or 0.0)
        else:
            figure = parse_value(typed, kpi.unit, kpi=kpi.name, style=workspace.settings.numbers).value
    except Refused as error:
        error.field = "figures"
        raise
    if KINDS[kpi.kind].rule == "sum" and figure < 0 <= now:
        raise Refused(mark("{kpi} can't be below {bound}"), field="figures", kpi=kpi.name, bound="0")
    data.refuse_beyond(path, branch, figure)
    return figure


def _foretold(
    workspace: Workspace,
    view: GoalView,
    data: LeverData,
    levers: Levers,
    chosen: Mapping[Path, float],
    value: float,
) -> Tried:
    from kpitui.core.insight.probability import can_be_foretold, fan_of, outlook
    from kpitui.services.insight.forecasting import goal_forecast

    goal, kpi, function = view.goal, view.kpi, levers.function
    branches = {(): function.tree, **dict(function.branches())}
    figures = tuple(
        (branch.kpi, function.figure(path), chosen[path])
        for path, branch in branches.items()
        if path in chosen and branch.kpi is not None
    )
    pasts = {path: data.past_of(path, branches[path]) for path in chosen}
    beyond = any(past is None or past.feasibility(chosen[path]) in ("above", "beyond") for path, past in pasts.items())
    blank = Tried(
        figures, levers.now, value, levers.figures_per, None, None, None, None, None,
        view.outlook.chance if view.outlook else None, beyond,
    )  # fmt: skip
    of_goal = goal_data(workspace, goal, kpi)
    if not can_be_foretold(view.standing) or goal.start > workspace.today:
        return blank
    paths, slots = goal_forecast(workspace, of_goal, goal, beyond=False)
    if paths is None:
        return blank
    scaled = levers.now > 0 and function.is_scaled_by(tuple(chosen))
    as_of = view.standing.as_of
    begin = workspace.today + timedelta(days=as_of is not None and as_of >= workspace.today)
    changed = _changed(paths, slots, levers.now, value, begin, scaled=scaled, summed=of_goal.rule == "sum")
    chances = [outlook(goal, view.standing, of_goal, way, slots) for way in (paths, changed)]
    chance = _chance(chances[0], chances[1], blank.chance_now)
    if chance is not None and beyond:
        chance = max(min(chance, SUREST), blank.chance_now or 0.0)
    if goal.type not in (*SUMS, "level"):
        return blank._replace(chance=chance)
    fan = fan_of(goal, of_goal, changed, slots)
    if not fan:
        return blank._replace(chance=chance)
    _day, low, middle, high = fan[-1]
    return blank._replace(until=goal.deadline, median=middle, low=low, high=high, chance=chance)


def _chance(now: Outlook | None, then: Outlook | None, stated: float | None) -> float | None:
    """Return the chance on the changed paths; where the goal's own is told by its record too, moved by as much."""
    from kpitui.core.insight.outlook import printed_chance

    if then is None or stated is None:
        return then.chance if then is not None else None
    moved = stated + then.chance - (now.chance if now is not None else stated)
    return printed_chance(moved)


def _changed(
    paths: Forecast, slots: Slots, now: float, value: float, begin: date, *, scaled: bool, summed: bool
) -> Forecast:
    """Return the paths as they go with *value* a block instead of what is *now*, from the day *begin* on.

    *scaled* ones by the same share, the others by the same amount.
    """
    factor = value / now if now else 1.0
    a_slot = value - now
    if summed and slots.period == "day":
        a_slot /= slots.season
    shares = []
    for slot in paths.slots:
        first, last = slots.first_day(slot), slots.last_day(slot)
        length = (last - first).days + 1
        ahead = (last - max(first, begin)).days + 1
        shares.append(max(0.0, min(1.0, ahead / length)))

    def moved(path: Sequence[float]) -> tuple[float, ...]:
        if scaled:
            return tuple(figure * (1 + share * (factor - 1)) for figure, share in zip(path, shares, strict=True))
        return tuple(figure + share * a_slot for figure, share in zip(path, shares, strict=True))

    return paths._replace(paths=tuple(map(moved, paths.paths)))
