"""The checks of a goal's draft that look into its KPI and its history; the table they stand in is `smart`'s.

Each takes the draft and the facts and returns what it finds, or None; figures are left unformatted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, timedelta
from itertools import accumulate
from math import fsum

from kpitui.core.baseline import MIN_LEVEL_VALUES, points_target, relative_target
from kpitui.core.errors import mark
from kpitui.core.model import Kpi
from kpitui.core.series import DayValues
from kpitui.core.smart_draft import Facts, Finding, GoalDraft, length_of, target_of

CLEARLY, HARD = 1.1, 1.5
"""Times the recent pace from which on that is said, and from which on it is a warning."""

LATELY = 14
"""Logged days of the last four weeks that a pace is taken from."""

_IMMEASURABLE = re.compile(
    r"\b(atmosphere|morale|happiness|motivation|culture|trust|reputation|creativity|balance|well-?being|team spirit"
    r"|werksfeer|sfeer|geluk|motivatie|cultuur|vertrouwen|reputatie|creativiteit|balans|welzijn|teamgeest"
    r"|naamsbekendheid|awareness)\b",
    re.IGNORECASE,
)
"""What many figures show together and none alone."""


def unmeasured(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that no KPI is chosen, and name the ones the sentence may mean, or the template that would measure it."""
    if draft.kpi:
        return None
    message = mark("nothing is measured yet")
    repair = mark("choose the KPI that shows the result")
    if _IMMEASURABLE.search(draft.title) and not facts.template:
        message = mark("this cannot be measured in one number")
        repair = mark("choose what shows it, such as a mark from 1 to 10 or days of illness, or keep it as a note")
    elif facts.meant:
        message = mark("the sentence can mean more than one KPI: {kpis}")
    elif facts.template:
        message = mark("no KPI measures {metric} yet")
        repair = mark("^t adds it from the library; in the shell: kpitui kpi add --template {template}")
    params: dict[str, object] = {"kpis": ", ".join(facts.meant), "metric": facts.metric, "template": facts.template}
    return Finding("M", "required", "kpi", message, params, repair)


def ambiguous_percent(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a relative change of a KPI that is a percentage itself, and name both results."""
    percent, base = draft.change_percent, draft.baseline
    if percent is None or not base or draft.change_points is not None:
        return None
    if facts.kpi is None or facts.kpi.unit != "%":
        return None
    params: dict[str, object] = {
        "percent": percent,
        "relative": relative_target(base, percent),
        "points": points_target(base, percent),
    }
    return Finding(
        "M", "warning", "change_percent",
        mark("{percent} percent more of a percentage can mean {relative} (relative) or {points} (points)"), params,
        mark("say which of the two is meant, or give the target itself"),
    )  # fmt: skip


def against_direction(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a target on the worse side of the baseline; a cap or a band may lie anywhere."""
    target = target_of(draft)
    if facts.kpi is None or target is None or draft.baseline is None or draft.shape in ("cap", "band"):
        return None
    worse = target > draft.baseline if _wants_less(draft, facts.kpi) else target < draft.baseline
    if facts.kpi.direction == "band" or not worse:
        return None
    params: dict[str, object] = {"target": target, "baseline": draft.baseline, "kpi": facts.kpi.name}
    return Finding(
        "M", "warning", "target",
        mark("the target {target} is worse than the baseline {baseline} of {kpi}"), params,
        mark("check the target, or the direction that is better for {kpi}"),
    )  # fmt: skip


def beyond_history(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a target that the KPI has never come to: no value, or no stretch of the goal's length."""
    target = target_of(draft)
    if facts.kpi is None or target is None or len(facts.values.days) < MIN_LEVEL_VALUES:
        return None
    best = _best(draft, facts.kpi, facts)
    if best is None or not (target < best if _wants_less(draft, facts.kpi) else target > best):
        return None
    return Finding(
        "A", "warning", "target",
        mark("the target {target} is beyond the best so far, {best}"), {"target": target, "best": best},
        mark("say what will be different this time, or choose a target in between"),
    )  # fmt: skip


def total_or_level(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a percentage more of a KPI that adds up: it can be meant of the total of these days or of a day by then."""
    percent = draft.change_percent
    if percent is None or target_of(draft) is None or draft.shape != "cumulative":
        return None
    if facts.kpi is None or facts.kpi.kind != "flow":
        return None
    return Finding(
        "M", "hint", "shape",
        mark("{percent} percent more can be meant of the total, or of a day by the end; taken is the total"),
        {"percent": percent},
        mark("keep it, or judge it by a level to rise to"),
    )  # fmt: skip


def beyond_pace(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a sum that needs clearly more a day than the logged days of the last four weeks brought."""
    target, length = target_of(draft), length_of(draft, facts)
    if facts.kpi is None or target is None or length is None or draft.shape != "cumulative":
        return None
    recent = facts.values.between(facts.today - timedelta(days=28), facts.today).values
    rate = fsum(recent) / len(recent) if len(recent) >= LATELY and facts.kpi.cadence == "day" else 0.0
    if rate <= 0 or target / length < CLEARLY * rate:
        return None
    return Finding(
        "A", "warning" if target / length >= HARD * rate else "hint", "target",
        mark("it needs {ratio} times what a day brought in the last four weeks"),
        {"ratio": round(target / length / rate, 1)},
        mark("say what will be different, or choose a later deadline"),
    )  # fmt: skip


def unguarded(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that no counter-KPI is named, and name the trap of the KPI and its usual counter where they are known."""
    if draft.counters:
        return None
    message = mark("no KPI guards against winning this goal at the cost of something else")
    repair = mark("name one that must not suffer")
    if facts.trap:
        message = mark("no KPI guards against its trap: {trap}")
        repair = mark("name one that must not suffer; usual is {counter}")
    return Finding("R", "hint", "counters", message, {"trap": facts.trap, "counter": facts.counter}, repair)


def _wants_less(draft: GoalDraft, kpi: Kpi) -> bool:
    return draft.shape in ("reduce", "cap") or kpi.direction == "lower"


def _best(draft: GoalDraft, kpi: Kpi, facts: Facts) -> float | None:
    """Return the best figure in the history that a target can be held against; None when there is none."""
    pick = min if _wants_less(draft, kpi) else max
    if draft.shape in ("level", "reduce"):
        return pick(facts.values.values)
    length = length_of(draft, facts)
    if length is None or draft.shape not in ("cumulative", "cap"):
        return None
    return pick(_sums_over(facts.values, length), default=None)


def _sums_over(values: DayValues, length: int) -> list[float]:
    """Return the sum of each stretch of *length* days that ends on a logged day and lies within the history."""
    totals = list(accumulate(values.values, initial=0.0))
    sums: list[float] = []
    for after, last in enumerate(values.days, start=1):
        begin = last.toordinal() - length + 1
        if begin >= values.days[0].toordinal():
            sums.append(totals[after] - totals[bisect_left(values.days, date.fromordinal(begin))])
    return sums
