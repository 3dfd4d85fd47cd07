"""The checks of a goal's draft that look into its KPI and its history; the table they stand in is `smart`'s.

Each takes the draft and the facts and returns what it finds, or None; figures are left unformatted.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from itertools import accumulate

from kpitui.core.baseline import MIN_LEVEL_VALUES, points_target, relative_target
from kpitui.core.errors import mark
from kpitui.core.model import Kpi
from kpitui.core.series import DayValues
from kpitui.core.smart_draft import Facts, Finding, GoalDraft, length_of, target_of


def unmeasured(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that no KPI is chosen, and name the ones the sentence may mean, or the template that would measure it."""
    if draft.kpi:
        return None
    message = mark("nothing is measured yet")
    repair = mark("choose the KPI that shows the result")
    if facts.meant:
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
