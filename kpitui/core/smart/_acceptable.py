"""A and R: within reach by the figures of this business, agreed to, worth it, steered by something and guarded."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from itertools import accumulate
from math import fsum

from kpitui.core.baseline import MIN_LEVEL_VALUES
from kpitui.core.cadence import cadence_by, expected_count, slots_of
from kpitui.core.calendar import STANDARD
from kpitui.core.errors import Refused, mark
from kpitui.core.figures import decimals_for, rounded
from kpitui.core.goal import SUMS
from kpitui.core.insight.xmr_limits import FULL
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_nature import is_flattering
from kpitui.core.model import Kpi
from kpitui.core.recurring import needed_of
from kpitui.core.smart.draft import (
    Check,
    Facts,
    Finding,
    Fix,
    GoalDraft,
    addition_text,
    instead,
    lack,
    length_of,
    start_of,
    wants_less,
)
from kpitui.core.smart.measurable import beyond_its_ends, wants_change
from kpitui.core.smart.targets import deadline_for, target_for, target_of

CLEARLY, HARD = 1.1, 1.5
"""Times the recent pace from which on that is said, and from which on it is a warning."""

LITTLE = 0.15
"""The part of the best so far by which a record is no more than a little above it."""

HALF_OF_TEN = 5
"""Of ten periods, those from which on keeping so many is a goal."""

LATELY = 14
"""Logged days of the last four weeks that a pace is taken from."""

MANY_DRIVERS = 5
"""More KPIs than this for one goal are looked at and not steered by."""

MANY_GOALS = 5
"""Open goals beside which another one is asked about: attention is what a one-person business has least of."""


def beyond_history(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a target that the KPI has never come to: no value, or no stretch of the goal's length.

    Where the natural limits are known and it lies beyond them too, those are named: no luck leads there.
    """
    target = target_of(draft)
    if facts.kpi is None or target is None or len(facts.values.days) < MIN_LEVEL_VALUES:
        return None
    if beyond_its_ends(draft, facts) is not None:
        return None  # what cannot be is no record
    less = wants_less(draft, facts.kpi)
    if draft.type == "level" and less != (facts.kpi.direction == "lower"):
        return None  # the way that is worse is asked about, and has no records
    best = _best(draft, facts.kpi, facts)
    if best is None or not (target < best if less else target > best) or _alike(facts.kpi, target, best):
        return None
    limits, level = facts.limits, draft.type == "level" and _of_single_values(draft, facts.kpi, facts)
    bound = (limits.lower if less else limits.upper) if limits and level and limits.values >= FULL else None
    params: dict[str, object] = {"target": target, "best": best, "n": len(facts.values.days), "bound": bound}
    message = mark("{target} would be a new record: your best so far is {best}")
    if draft.type == "level" and not facts.levels and KINDS[facts.kpi.kind].rule != "last":
        message = mark("{target} would be a new record: your best single number so far is {best}")
    repair = mark("what will you do differently this time? Or choose a target in between")
    if bound is not None and (target < bound if less else target > bound):
        message = mark(
            "you have never reached {target}: your best so far is {best}, and your normal range ends at {bound}"
        )
        repair = mark(
            "a lucky day won't get you there. Say what you will do differently, or choose a target in between"
        )
    near = bound is None and abs(target - best) <= LITTLE * abs(best)
    if draft.type == "level" and KINDS[facts.kpi.kind].rule == "last" and (growth := _growth(draft, facts)) is not None:
        # What only grows is at a record every day: how fast it is to grow says more.
        return _beyond_growth(draft, facts, growth, target)
    fixes = _nearer(draft, facts.kpi, target, best)
    return Finding("A", "hint" if near else "warning", "target", message, params, repair, fixes)


def _growth(draft: GoalDraft, facts: Facts) -> float | None:
    """Return by how much a stock moved a day towards its target in the last four weeks; None where it did not."""
    days, first = facts.values.days, facts.today - timedelta(days=28)
    before = [index for index, day in enumerate(days) if day <= first]
    if not before or days[-1] <= days[before[-1]] or facts.kpi is None:
        return None
    change = facts.values.values[-1] - facts.values.values[before[-1]]
    rate = change / (days[-1] - days[before[-1]]).days * (-1 if wants_less(draft, facts.kpi) else 1)
    return rate if rate > 0 else None


def _beyond_growth(draft: GoalDraft, facts: Facts, growth: float, target: float) -> Finding | None:
    """Find a stock that would have to move clearly faster than it did lately to be at its target by the deadline."""
    now = facts.now if facts.now is not None else facts.values.values[-1]
    left = 0 if draft.deadline is None else (draft.deadline - facts.today).days
    needed = abs(target - now) / left if left > 0 else 0.0
    if needed < CLEARLY * growth:
        return None
    return Finding(
        "A", "warning" if needed >= HARD * growth else "hint", "target",
        mark("you need {ratio} times as much per day as in the last four weeks"), {"ratio": round(needed / growth, 1)},
        mark("what will you do differently? Or choose a later deadline"),
    )  # fmt: skip


def _of_single_values(draft: GoalDraft, kpi: Kpi, facts: Facts) -> bool:
    """Tell whether what is measured compares with single values, as limits do: not the sum of many of them."""
    return (
        not facts.levels
        or KINDS[kpi.kind].rule != "sum"
        or bool(draft.per)
        or (draft.over or "") == cadence_by(kpi.cadence)
    )


def _nearer(draft: GoalDraft, kpi: Kpi, target: float, best: float) -> tuple[Fix, ...]:
    """Offer the best so far, and half of the way where it is known from where; none twice, as they are written."""
    offered: list[float] = []
    for value in (best, *(() if draft.baseline is None else (draft.baseline + (target - draft.baseline) / 2,))):
        if not any(_alike(kpi, value, other) for other in (target, *offered)):
            offered.append(value)
    return tuple(Fix(mark("the target {value}"), {"value": value}, instead(value)) for value in offered)


def _alike(kpi: Kpi, value: float, other: float) -> bool:
    """Tell whether two figures of a KPI are written the same."""
    figures = [rounded(figure, decimals_for(figure, kpi.unit, kpi.decimals)) for figure in (value, other)]
    return figures[0] == figures[1]


def beyond_pace(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a sum of which what is left needs clearly more a day than the logged days of the last four weeks brought."""
    target, length = target_of(draft), length_of(draft, facts)
    if facts.kpi is None or target is None or length is None or draft.type != "total" or draft.deadline is None:
        return None
    recent = facts.values.between(facts.today - timedelta(days=28), facts.today).values
    rate = fsum(recent) / len(recent) if len(recent) >= LATELY and facts.kpi.cadence == "day" else 0.0
    started = start_of(draft, facts) < facts.today
    done = facts.now or 0.0 if started else 0.0
    today = int(facts.values.days[-1:] != (facts.today,))
    left = (draft.deadline - facts.today).days + today if started else length
    needed = (target - done) / left if left > 0 else 0.0
    if rate <= 0 or needed < CLEARLY * rate:
        return None
    message = mark("you need {ratio} times as much per day as in the last four weeks")
    if started:
        message = mark("{done} so far. For the rest you need {ratio} times as much per day as in the last four weeks")
    return Finding(
        "A", "warning" if needed >= HARD * rate else "hint", "target",
        message, {"ratio": round(needed / rate, 1), "done": done},
        mark("what will you do differently? Or choose a smaller change")
        if wants_change(draft)
        else mark("what will you do differently? Or choose a later deadline"),
        _at_pace(draft, facts, target - done, rate, done),
    )  # fmt: skip


def _at_pace(draft: GoalDraft, facts: Facts, left: float, rate: float, done: float) -> tuple[Fix, ...]:
    """Offer the day on which this pace comes to the target, and what it comes to by the deadline."""
    start, fixes = max(start_of(draft, facts), facts.today), list[Fix]()
    try:
        # More days of what grows by a part of an earlier period are to bring more, at the same pace.
        later = None if wants_change(draft) else deadline_for(left, start, rate)
    except Refused:
        later = None
    if later is not None and (later - facts.today).days < 3 * 366:
        fixes.append(Fix(mark("until {later}"), {"later": later}, {"deadline": later}))
    if draft.deadline is not None:
        nearer = done + target_for(start, draft.deadline, rate)
        fixes.append(Fix(mark("the target {value}"), {"value": nearer}, instead(nearer)))
    return tuple(fixes)


def _best(draft: GoalDraft, kpi: Kpi, facts: Facts) -> float | None:
    """Return the best figure in the history that a target can be held against; None when there is none."""
    pick = min if wants_less(draft, kpi) else max
    if draft.type == "level":
        if not facts.levels:
            return pick(facts.values.values)
        return pick(facts.levels) if facts.now is None else pick(*facts.levels, facts.now)
    length = length_of(draft, facts)
    if length is None or draft.type not in SUMS:
        return None
    if cadence_by(kpi.cadence) != "day" and draft.deadline is not None:
        # A year of weeks has 52 or 53 of them, those that end in it.
        slots = slots_of(kpi.cadence)
        numbers = [slot for day in facts.values.days if (slot := slots.of(day)) is not None]
        length = expected_count(kpi.cadence, start_of(draft, facts), draft.deadline, STANDARD)
        return pick(_sums_over(numbers, facts.values.values, length), default=None)
    return pick(_sums_over([day.toordinal() for day in facts.values.days], facts.values.values, length), default=None)


def _sums_over(places: Sequence[int], values: Sequence[float], length: int) -> list[float]:
    """Return the sum of each stretch of *length* places that ends on one with a value and lies within the history."""
    totals = list(accumulate(values, initial=0.0))
    sums: list[float] = []
    for after, last in enumerate(places, start=1):
        begin = last - length + 1
        if begin >= places[0] and length > 0 and last not in places[after : after + 1]:
            sums.append(totals[after] - totals[bisect_left(places, begin)])
    return sums


def kept_before(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Tell in how many of the last periods a recurring goal would have been kept: never, at times, or always."""
    if facts.periods_kept is None or draft.type != "recurring" or not draft.per:
        return None
    number_kept, periods = facts.periods_kept
    enough = number_kept >= needed_of(draft.keep, periods)
    repair = mark("say what you will do differently, or choose an easier target")
    if enough:
        repair = _harder(draft)
    message = KEPT_BEFORE[draft.per] if periods > 1 else KEPT_LAST[draft.per, bool(number_kept)]
    # So many of ten, the share that was kept, is a goal that the past has met; one below a half asks for nothing.
    share = int(10 * number_kept / periods)
    fixes = (
        (Fix(mark("in {n} of {m}"), {"n": share, "m": 10}, {"keep": (share, 10)}),)
        if not enough and share >= HALF_OF_TEN and draft.keep is None
        else ()
    )
    return Finding(
        "A", "hint" if enough or 2 * number_kept >= periods else "warning",
        "at_least" if draft.low is not None else "at_most",
        message, {"kept": number_kept, "periods": periods}, repair, fixes,
    )  # fmt: skip


def _harder(draft: GoalDraft) -> str:
    """Return what to do about a recurring goal that the past has met: a ceiling is harder when it is lower."""
    if draft.low is None and draft.high is not None:
        return mark("keep this target if you want to stay at this level, or aim lower")
    if draft.high is not None:
        return mark("keep this range if you want to stay at this level, or choose a narrower one")
    return mark("keep this target if you want to stay at this level, or aim higher")


KEPT_BEFORE = {
    "day": mark("you would have reached this goal on {kept} of the last {periods} days"),
    "workday": mark("you would have reached this goal on {kept} of the last {periods} working days"),
    "week": mark("you would have reached this goal in {kept} of the last {periods} weeks"),
    "month": mark("you would have reached this goal in {kept} of the last {periods} months"),
    "quarter": mark("you would have reached this goal in {kept} of the last {periods} quarters"),
}

KEPT_LAST = {
    ("day", True): mark("you would have reached this goal on the only day with a number"),
    ("day", False): mark("you would not have reached this goal on the only day with a number"),
    ("workday", True): mark("you would have reached this goal on the only working day with a number"),
    ("workday", False): mark("you would not have reached this goal on the only working day with a number"),
    ("week", True): mark("you would have reached this goal in the only earlier week with enough numbers"),
    ("week", False): mark("you would not have reached this goal in the only earlier week with enough numbers"),
    ("month", True): mark("you would have reached this goal in the only earlier month with enough numbers"),
    ("month", False): mark("you would not have reached this goal in the only earlier month with enough numbers"),
    ("quarter", True): mark("you would have reached this goal in the only earlier quarter with enough numbers"),
    ("quarter", False): mark("you would not have reached this goal in the only earlier quarter with enough numbers"),
}
"""The same where there is only one."""


def what_it_takes(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Tell what each of the parts of the KPI would have to come to by itself, the most feasible first."""
    if facts.levers is None or facts.levers.enough or not any(lever.target for lever in facts.levers.levers):
        return None
    return Finding(
        "A", "hint", "target", mark("one of these changes would be enough ({levers})"), {"levers": facts.levers},
        mark("choose which of these you will work on, and plan an action for it"),
    )  # fmt: skip


def unreasoned(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that it is not said why the result matters, which of a figure that flatters is the first question."""
    if draft.why.strip():
        return None
    message, repair = mark("no reason yet: why does this matter?"), mark("say what your business gets out of it")
    name = facts.kpi.name if facts.kpi is not None else facts.metric or draft.title.strip()
    if facts.template_facts.vain if facts.kpi is not None else is_flattering(draft.title):
        message = mark(
            "{kpi} can grow without earning you anything. What will you do differently when this number changes?"
        )
        repair = mark("say what you will do differently, or choose the KPI that shows the result")
    return Finding("R", "warning", "why", message, {"kpi": name}, repair)


def undriven(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that nothing is named that can be acted on, and that would move before the result does."""
    if draft.drivers:
        return None
    message = mark("no driver yet: a KPI that you control, and that moves before the result does")
    repair = mark("pick one you can work on every day")
    usual = facts.template_facts.drivers
    there = [driver for driver in usual if not driver.new]
    named = {"drivers": ", ".join(driver.name for driver in there)}
    fixes = list[Fix]()
    if there:
        repair = mark("pick one you can work on every day, such as {drivers}")
        fixes.append(Fix(mark("add {drivers}"), named, {}, "drivers", " ".join(driver.key for driver in there)))
    # A KPI that is not kept yet is work of its own every day: each is taken by itself.
    fixes += [Fix(*addition_text(driver), {}, "drivers", driver.key) for driver in usual if driver.new]
    return Finding("R", "hint", "drivers", message, named, repair, tuple(fixes))


def unguarded(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that no counter-KPI is named, and name the trap of the KPI and its usual counter where they are known."""
    if draft.counters:
        return None
    message = mark("watch out: you could reach this goal at the cost of something else")
    repair, params = mark("pick a KPI that must not get worse"), dict[str, object]()
    fixes: tuple[Fix, ...] = ()
    if facts.template_facts.counter:
        message = mark("watch out: {trap}")
        counter = facts.template_facts.counter
        if not counter.new:
            repair = mark("pick a KPI that must not get worse, such as {counter}")
        params = {"trap": facts.template_facts.trap, "counter": counter.name}
        text, names = addition_text(counter) if counter.new else (mark("keep an eye on {counter}"), {})
        fixes = (Fix(text, names, {}, "counter", counter.key),)
    return Finding("R", "hint", "counters", message, params, repair, fixes)


CHECKS: tuple[Check, ...] = (
    Check("A", kept_before),
    Check("A", beyond_history),
    Check("A", beyond_pace),
    Check("A", what_it_takes),
    lack(
        "A", "warning", "acceptable",
        when=lambda draft, facts: not draft.acceptable.strip(),
        message=mark("you haven't said what this will cost you"),
        repair=mark("say how much time or money it takes, what you control and who agrees"),
    ),
    lack(
        "A", "hint", "kpi",
        when=lambda draft, facts: facts.kpi is not None and len(facts.values.days) < MIN_LEVEL_VALUES,
        message=mark("too early to tell whether you can reach the target (values so far: {n})"),
        repair=mark("log numbers for a while first, then look at the target again"),
    ),
    lack(
        "A", "hint", "title",
        when=lambda draft, facts: facts.open_goals >= MANY_GOALS,
        message=mark("you already have several goals, and only one pair of hands"),
        repair=mark("close one first, or say why this one comes first"),
    ),
    Check("R", unreasoned),
    Check("R", undriven),
    Check("R", unguarded),
    lack(
        "R", "hint", "drivers",
        when=lambda draft, facts: len(draft.drivers) > MANY_DRIVERS,
        message=mark("one person can't work on this many drivers"),
        repair=mark("keep the two or three you work on"),
        fixes=lambda draft, facts: (Fix(mark("keep the first three"), {}, {"drivers": draft.drivers[:3]}),),
    ),
)  # fmt: skip
