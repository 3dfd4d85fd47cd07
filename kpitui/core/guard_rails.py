"""Guard rails: what can go wrong with a whole set of KPIs although each of them is sound; a row for each rule.

The pitfalls are those of the source article: too many KPIs, figures that are kept and never used, tunnel vision on one
of them. They are said and never enforced. What one goal lacks is `smart`'s work, what moved `insight`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal

from kpitui.core.cadence import without_weekdays
from kpitui.core.errors import mark
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.record import Record

MANY = 8
"""KPIs that are logged beyond which attention is asked about; five to eight are what one person steers by."""

QUARTER = 91
"""Days after which a KPI that nobody decided anything with is asked about."""

MISSED = {"day": 7, "week": 2, "month": 2, "quarter": 1}
"""Expected figures in a row that are missing, by the period one stands for, from which on data is stale."""

CLOSED_WEEKS = 12
"""Weeks in a row without a number on a weekday before it is asked whether it is closed then."""

Deed = Literal["days", "log", "open", "archive", "goal", "goals"]
"""What one key does about it: expect it on its own weekdays only, log the figures, open the KPI, take it off Today, set
a goal on it, look at the goals.
"""


class KpiUse(Record):
    """What the rails know of one KPI that is not archived."""

    kpi: Kpi
    period: str
    """The period that one figure stands for: day, week, month or quarter."""
    last: date | None
    """The day of its newest figure."""
    missed: int
    """Expected figures in a row that are missing up to yesterday; 0 for a computed KPI and during a pause."""
    decided: date
    """The day on which something was last decided with it; at the earliest the day it was added."""
    closed: tuple[int, ...] = ()
    """The weekdays (Monday is 0) that it is expected on and was not logged on once, in at least twelve weeks."""
    serves: bool = False
    """Whether an open goal rests on it, or another KPI is computed from it, which then speaks for both."""


class CounterHarm(Record):
    """A counter-KPI that moved the wrong way since its goal began."""

    goal: str
    """The title of the goal."""
    kpi: Kpi
    since: date
    change: float
    """By how much its level moved, in its unit; a number of points for a percentage."""


class GoalConflict(Record):
    """Two open goals that do not go together; see `contradictions`."""

    goal: str
    """The title of the one that asks for more, or of the one on a part."""
    other: str
    kpi: Kpi
    """What the first one is on."""
    part: bool = False
    """Whether it is on a part, and the other on its whole."""


class Caution(Record):
    """One thing to look at."""

    rule: str
    kpi: str
    """The key of the KPI it is about, of which the deed is done."""
    message: str
    """What is the matter, untranslated, with `{name}` placeholders."""
    params: Mapping[str, object]
    """What fills the placeholders: text, days, weekdays, whole numbers, and figures in the unit of the KPI."""
    repair: str
    """What to do about it, untranslated."""
    deed: Deed


def cautions(
    used: Iterable[KpiUse], suffering: Iterable[CounterHarm], today: date, conflicts: Iterable[GoalConflict] = ()
) -> list[Caution]:
    """Return everything to look at: what cannot be, missing data, tunnel vision, too many, and what nobody uses."""
    every, hurt = list(used), list(suffering)
    return [*contradicting(conflicts), *(caution for rule in RULES for caution in rule(every, hurt, today))]


def contradicting(conflicts: Iterable[GoalConflict]) -> list[Caution]:
    """Find goals of which one must be missed, and goals that ask more of a part than of its whole."""
    apart = mark("you can't reach both of these goals: '{goal}' and '{other}'")
    above = mark("a goal for one part asks for more than the goal for the whole: '{goal}' and '{other}'")
    repair = mark("change or close one of these goals")
    return [
        Caution(
            "contradiction", conflict.kpi.key, above if conflict.part else apart,
            {"goal": conflict.goal, "other": conflict.other}, repair, "goals",
        )
        for conflict in conflicts
    ]  # fmt: skip


def stale(used: list[KpiUse], suffering: list[CounterHarm], today: date) -> list[Caution]:
    """Find KPIs whose figures stay away: what stands on the screen is then an old picture."""
    stale_kpis = []
    for use in used:
        if use.missed < MISSED[use.period]:
            continue
        message = mark("{kpi}: nothing logged since {last}. Numbers missing in a row: {missed}")
        if use.last is None:
            message = mark("{kpi}: nothing logged yet. Numbers missing: {missed}")
        params = {"kpi": use.kpi.name, "last": use.last, "missed": use.missed}
        repair = mark("log the missing numbers, pause those days, or archive the KPI")
        stale_kpis.append(Caution("stale", use.kpi.key, message, params, repair, "log"))
    return stale_kpis


def closed_days(used: list[KpiUse], suffering: list[CounterHarm], today: date) -> list[Caution]:
    """Find KPIs that are never logged on a weekday: until that is said, each of their totals is "at least"."""
    message = mark('in {weeks} weeks you never logged {kpi} on {weekdays}, so its totals still say "at least"')
    repair = mark('if you are closed on those days, set "Log every" to the other days')
    closed = []
    for use in used:
        every = without_weekdays(use.kpi.cadence, use.closed) if use.closed else None
        if every is not None:
            params = {"kpi": use.kpi.name, "weekdays": use.closed, "weeks": CLOSED_WEEKS, "every": every}
            closed.append(Caution("closed", use.kpi.key, message, params, repair, "days"))
    return closed


def tunnel_vision(used: list[KpiUse], suffering: list[CounterHarm], today: date) -> list[Caution]:
    """Find goals whose counter-KPI became worse since they began: they may be won at the cost of something else."""
    message = mark("{kpi} has got worse since {since} ({change}). For this goal it must not get worse: {goal}")
    repair = mark("look at the KPI and the goal together. Plan an action, or choose an easier target")
    return [
        Caution(
            "tunnel", loss.kpi.key, message,
            {"kpi": loss.kpi.name, "since": loss.since, "change": loss.change, "goal": loss.goal}, repair, "open",
        )
        for loss in suffering
    ]  # fmt: skip


def too_many(used: list[KpiUse], suffering: list[CounterHarm], today: date) -> list[Caution]:
    """Find more logged KPIs than one person steers by, and name the one that would be missed least."""
    # Parts are logged as one figure, which their whole stands for.
    logged = [use for use in used if not KINDS[use.kpi.kind].derived and use.kpi.part_of is None]
    if len(logged) <= MANY:
        return []
    least = min(logged, key=lambda use: (use.serves, use.decided, -use.kpi.position))
    message = mark("you log {count} KPIs. Five to eight is enough for one person")
    repair = mark("keep the ones you make decisions with. You use {kpi} least")
    return [
        Caution("many", least.kpi.key, message, {"count": len(logged), "kpi": least.kpi.name}, repair, "archive"),
    ]


def undecided(used: list[KpiUse], suffering: list[CounterHarm], today: date) -> list[Caution]:
    """Find KPIs that no goal rests on and that nobody decided anything with for a quarter."""
    message = mark("you have made no decision with {kpi} since {decided}, and no goal uses it")
    repair = mark("archive the KPI. Its numbers are kept, and you can bring it back")
    return [
        Caution("undecided", use.kpi.key, message, {"kpi": use.kpi.name, "decided": use.decided}, repair, "archive")
        for use in used
        if not use.serves and _at_rest(use, today)
    ]


def without_goal(used: list[KpiUse], suffering: list[CounterHarm], today: date) -> list[Caution]:
    """Find KPIs that no open goal rests on, of those that something was decided with lately."""
    message, repair = mark("no goal uses {kpi}"), mark("set a goal for the KPI, or just keep logging it")
    return [
        Caution("without goal", use.kpi.key, message, {"kpi": use.kpi.name}, repair, "goal")
        for use in used
        if not use.serves and not _at_rest(use, today)
    ]


def _at_rest(use: KpiUse, today: date) -> bool:
    return today.toordinal() - use.decided.toordinal() > QUARTER


RULES: tuple[Callable[[list[KpiUse], list[CounterHarm], date], list[Caution]], ...] = (
    stale,
    closed_days,
    tunnel_vision,
    too_many,
    undecided,
    without_goal,
)
"""All rules, in the order in which what they find is told."""
