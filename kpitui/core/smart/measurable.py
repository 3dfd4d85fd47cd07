"""M: one figure with a unit and a source, a target, and what a change is measured from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from kpitui.core.amount import Amount, in_unit
from kpitui.core.baseline import is_whole, other_length
from kpitui.core.cadence import cadence_by, without_weekdays
from kpitui.core.errors import mark
from kpitui.core.goal import SUMS, Baseline
from kpitui.core.kinds import KINDS, is_computed
from kpitui.core.kpi_nature import is_unmeasurable
from kpitui.core.model import Kpi
from kpitui.core.smart.draft import (
    Check,
    Facts,
    Finding,
    Fix,
    GoalDraft,
    KpiRef,
    addition_text,
    instead,
    lack,
    length_of,
    start_of,
    wants_less,
)
from kpitui.core.smart.targets import points_target, relative_target, target_of, whole_target
from kpitui.core.smart.time_bound import DAYS_OF, last_days, which_year

GAPS_LOOK, GAPS = 28, 6
"""Days that are looked at for days without a figure, and how many of those are worth asking about."""

MOST_CHOICES = 3
"""Readings of a sentence that are offered."""

ONE_MORE = 10
"""Percent: the change that is offered where no target was given."""


def unmeasured(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that no KPI is chosen, and name the ones the sentence may mean, or the template that would measure it."""
    if draft.kpi:
        return None
    message, params, fixes = mark("no KPI chosen yet"), dict[str, object](), list[Fix]()
    repair = mark("choose the KPI that shows the result")
    if facts.meant:
        message = mark("your sentence fits several KPIs ({kpis})")
        params["kpis"] = ", ".join(kpi.name for kpi in facts.meant)
        fixes += [Fix(mark("use {name}"), {"name": kpi.name}, {"kpi": kpi.key}) for kpi in facts.meant[:4]]
    elif is_unmeasurable(draft.title):
        message = mark("no single number shows this result")
        repair = mark(
            "choose a number that comes close, such as a score from 1 to 10 or sick days, or save your "
            "sentence as a note"
        )
        fixes += [_addition(proxy) for proxy in facts.proxies[:3]]
        fixes.append(Fix(mark("save your sentence as a note"), does="note", subject=draft.title))
    elif facts.templates:
        message = (
            mark('you have no KPI for "{metric}" yet') if facts.metric else mark("your sentence doesn't mention a KPI")
        )
        repair = mark("add this KPI from a template. On the command line: kpitui kpi add --template {template}")
        params |= {"metric": facts.metric, "template": facts.templates[0].key}
        fixes += [_addition(template) for template in facts.templates[:3]]
        fixes += [Fix(mark("use {name}"), {"name": kpi.name}, {"kpi": kpi.key}) for kpi in facts.near[:2]]
    elif facts.near:
        message = (
            mark('no KPI measures exactly "{metric}"') if facts.metric else mark("your sentence doesn't mention a KPI")
        )
        params["metric"] = facts.metric
        repair = mark("choose the KPI that shows the result, or add one")
        fixes += [Fix(mark("use {name}"), {"name": kpi.name}, {"kpi": kpi.key}) for kpi in facts.near]
        fixes += _new_kpi(facts)
    elif facts.metric:
        message, params["metric"] = mark('you have no KPI for "{metric}" yet'), facts.metric
        repair = mark("choose the KPI that shows the result, or add one")
        fixes += _new_kpi(facts)
    return Finding("M", "required", "kpi", message, params, repair, _once(fixes))


def _once(fixes: list[Fix]) -> tuple[Fix, ...]:
    """Return *fixes* without those that do what one before them does: a KPI can be near and made from a template."""
    return tuple({(fix.does, fix.subject, fix.sets.get("kpi", "")): fix for fix in reversed(fixes)}.values())[::-1]


def beyond_measure(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a KPI that stands for what no single number shows: a mark of it is a sign, and no more."""
    if facts.kpi is None or not facts.template_facts.beyond_measure:
        return None
    adds_up = KINDS[facts.kpi.kind].rule == "sum"
    return Finding(
        "M", "warning" if adds_up else "hint", "kpi",
        mark("no single number shows {kpi}"), {"kpi": facts.kpi.name},
        mark("choose a number that comes close, such as a score from 1 to 10 or sick days, or save your "
             "sentence as a note"),
        tuple(_addition(proxy) for proxy in facts.proxies[:3]),
    )  # fmt: skip


def _new_kpi(facts: Facts) -> list[Fix]:
    """Offer to begin a KPI that is called what the sentence measures, in the unit of its figure."""
    thing = facts.metric if facts.thing is None else facts.thing
    if not thing:
        return []
    name = thing[:1].upper() + thing[1:]
    return [Fix(mark("add the KPI {name}"), {"name": name, "unit": facts.unit}, {}, "new", name)]


def _addition(ref: KpiRef) -> Fix:
    """Offer to measure by a template, or by the KPI that was made from it already."""
    if not ref.new:
        return Fix(mark("use {name}"), {"name": ref.name}, {"kpi": ref.key})
    text, params = addition_text(ref)
    return Fix(text, params, {"kpi": ref.key}, "add", ref.key)


def other_unit(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a target that the sentence gives in euros where its KPI counts hours, or the other way round."""
    unit, kpi = facts.unit, facts.kpi
    if kpi is None or not unit or "unit" in draft.settled:
        return None
    lasts = unit in _LENGTHS and draft.change_points is not None and draft.target is None
    if not lasts and (wants_change(draft) or target_of(draft) is None):
        return None
    if unit == kpi.unit or (kpi.unit and in_unit(Amount(1.0, unit), kpi.unit) is not None):
        return None
    return Finding(
        # A KPI that has no unit may count hours all the same.
        "M", "required" if kpi.unit or unit in _LENGTHS else "warning", "kpi" if unit == "pieces" else "target",
        mark("your sentence says {said}, but {kpi} is in {unit}"),
        {"said": _LENGTHS.get(unit, unit), "kpi": kpi.name, "unit": kpi.unit or mark("pieces")},
        mark("choose a KPI that is in {said}, or type a target for {kpi}"), _in_its_unit(draft),
    )  # fmt: skip


_LENGTHS = {"days": mark("days"), "weeks": mark("weeks"), "months": mark("months"), "pieces": mark("pieces")}
"""Lengths of time, and numbers of things, that a figure is never taken in for those of another unit."""


def _in_its_unit(draft: GoalDraft) -> tuple[Fix, ...]:
    """Offer the figure of a sentence as one in the unit of the KPI, which answers nothing else."""
    names = ("target", "change_points", "low", "high")
    figures = {name: value for name in names if (value := getattr(draft, name)) is not None}
    if not figures or draft.change_percent is not None:
        return (_as_meant(draft, "unit"),)
    return (Fix(mark("that's what I meant"), {}, {**figures, "settled": _settled(draft, "unit")}),)


def never_added_up(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a total or a cap of what has no sum, such as a number for a whole period, a stock or an average."""
    if facts.kpi is None or draft.type not in SUMS:
        return None
    if KINDS[facts.kpi.kind].rule == "sum" if facts.adds_up is None else facts.adds_up:
        return None
    level = {"type": "level", "down": True if draft.type == "cap" else draft.down}
    return Finding(
        "M", "required", "type",
        mark("the numbers of {kpi} are never added up, so it has no total"), {"kpi": facts.kpi.name},
        mark("choose the level you want by the deadline. On the command line: --type level"),
        (Fix(mark("the level at the deadline"), {}, level),),
    )  # fmt: skip


def gaps(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a sum over a KPI of many days without a figure, which count as unknown and not as nothing."""
    kpi = facts.kpi
    if kpi is None or KINDS[kpi.kind].rule != "sum" or kpi.blank != "unknown" or kpi.cadence != "day":
        return None
    first = facts.today - timedelta(days=GAPS_LOOK)
    if not facts.values.days or facts.values.days[0] > first:
        return None
    without = GAPS_LOOK - len(facts.values.between(first, facts.today - timedelta(days=1)).days)
    if without < GAPS:
        return None
    return Finding(
        "M", "hint", "kpi",
        mark("you logged nothing for {kpi} on {gaps} of the last {look} days. That counts as unknown, not as 0"),
        {"gaps": without, "look": GAPS_LOOK, "kpi": kpi.name},
        mark("log a 0 on an empty day, or let an empty day mean 0"),
        (Fix(mark("an empty day means 0"), {}, {}, "zero", kpi.key),),
    )  # fmt: skip


def ambiguous_percent(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a relative change of a KPI that is a percentage itself, and name both results."""
    percent, base = draft.change_percent, draft.baseline
    if percent is None or draft.change_points is not None or "percent" in draft.settled or draft.target is not None:
        return None
    if facts.kpi is None or facts.kpi.unit != "%" or facts.multiple:
        return None
    if draft.measure or (not base and draft.gap is None):
        return _percent_to_measure(draft, percent)
    if not base:
        return None  # where its numbers are not enough, the baseline is asked for first, and then with both results
    relative, points = relative_target(base, percent), points_target(base, percent)
    if points < 0 <= base and not any(value < 0 for value in facts.values.values):
        return None  # fewer points than there are: nobody means that
    return Finding(
        "M", "required", "change_percent",
        mark(
            "{percent}% brings the number to {relative}, {percent} percentage points bring it to {points}. Which one?"
        ),
        {"percent": percent, "relative": relative, "points": points},
        mark("choose one, or type the target itself"),
        (
            Fix(
                mark("to {relative}"), {}, {"change_percent": percent, "settled": _settled(draft, "percent")}
            ),
            Fix(mark("to {points}"), {}, {"change_percent": None, "change_points": percent}),
        ),
    )  # fmt: skip


def _percent_to_measure(draft: GoalDraft, percent: float) -> Finding:
    """Ask the same where there is no baseline yet, so that there is no result to name."""
    return Finding(
        "M", "required", "change_percent",
        mark(
            "{percent}% can mean two things here: {percent}% of the number itself, or {percent} percentage points"
        ),
        {"percent": percent},
        mark("choose one"),
        (
            Fix(
                mark("{percent}% of the number itself"), {},
                {"change_percent": percent, "settled": _settled(draft, "percent")},
            ),
            Fix(mark("{percent} percentage points"), {}, {"change_percent": None, "change_points": percent}),
        ),
    )  # fmt: skip


def _settled(draft: GoalDraft, word: str) -> tuple[str, ...]:
    return (*draft.settled, word)


def _as_meant(draft: GoalDraft, word: str) -> Fix:
    return Fix(mark("that's what I meant"), {}, {"settled": _settled(draft, word)})


def against_direction(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a target on the worse side of the baseline; a cap or a recurring goal may lie anywhere."""
    target = target_of(draft)
    if facts.kpi is None or target is None or draft.baseline is None or draft.type in ("cap", "recurring"):
        return None
    less = wants_less(draft, facts.kpi)
    worse = target > draft.baseline if less else target < draft.baseline
    if "worse" in draft.settled or not worse or _is_passed(draft, facts):
        return None
    fixes = [
        _as_meant(draft, "worse"),
        Fix(mark("check whether higher or lower is better for {kpi}"), {}, {}, "better", facts.kpi.key),
    ]
    if not less and draft.type == "level":
        fixes.insert(0, Fix(mark("the goal is to go down to this level"), {}, {"down": True}))
    return Finding(
        "M", "required", "target",
        mark("the target {target} is worse than the baseline {baseline} of {kpi}")
        if draft.baseline_low is None
        else mark("the target {target} is worse than the estimated baseline {baseline} of {kpi}"),
        {"target": target, "baseline": draft.baseline, "kpi": facts.kpi.name},
        mark("check the target, or whether higher or lower is better for {kpi}"),
        tuple(fixes),
    )  # fmt: skip


def _is_passed(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether a level is past its target by its own numbers, and nobody said that it should go back to it."""
    measured = draft.baseline_days is not None or draft.baseline_end is not None
    return draft.type == "level" and draft.down is not True and measured and facts.now is not None


def other_way(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a level whose sentence goes the other way than is better for its KPI: its words decide, but not unsaid.

    So is a sum that is to be less than it was, which its limit then is.
    """
    kpi, down = facts.kpi, draft.down
    if draft.type == "cap" and min(draft.change_percent or 0.0, draft.change_points or 0.0) < 0:
        down = True
    elif draft.type != "level":
        return None
    if kpi is None or down is None or kpi.direction == "band":
        return None
    if down == (kpi.direction == "lower") or "worse" in draft.settled or against_direction(draft, facts):
        return None
    message = mark("your sentence makes {kpi} rise, though lower is better")
    if down:
        message = mark("your sentence makes {kpi} fall, though higher is better")
    return Finding(
        "M", "warning", "target", message, {"kpi": kpi.name},
        mark("check the sentence, or whether higher or lower is better for {kpi}"),
        (Fix(mark("check whether higher or lower is better for {kpi}"), {}, {}, "better", kpi.key),),
    )  # fmt: skip


def below_zero(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a target below 0, which most KPIs can never have."""
    target = target_of(draft)
    if draft.type == "recurring" and draft.low is not None and target is not None:
        target = min(draft.low, target)
    if facts.kpi is None or target is None or target >= 0 or "negative" in draft.settled:
        return None
    if any(value < 0 for value in facts.values.values):
        return None
    possible = facts.kpi.floor is None or facts.kpi.floor < 0
    return Finding(
        "M", "required", "target",
        mark(
            "the target {target} is below 0, and {kpi} has never been that low"
        ), {"target": target, "kpi": facts.kpi.name},
        mark("choose another target, or a smaller change"),
        (_as_meant(draft, "negative"),) if possible else (),
    )  # fmt: skip


def beyond_its_ends(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a target above the highest value that a KPI can have, or below its lowest: nothing can lead there."""
    kpi = facts.kpi
    if kpi is None or draft.type in SUMS or KINDS[kpi.kind].rule == "sum":
        return None
    figures = [value for value in (target_of(draft), draft.low, draft.high) if value is not None]
    above = [value for value in figures if kpi.ceiling is not None and value > kpi.ceiling]
    under = [value for value in figures if kpi.floor is not None and kpi.floor > 0 and value < kpi.floor]
    if not above and not under:
        return None
    end = kpi.ceiling if above else kpi.floor
    message = mark("{target} can't be reached: the highest possible value of {kpi} is {end}")
    if not above:
        message = mark("{target} can't be reached: the lowest possible value of {kpi} is {end}")
    field = "target" if draft.type != "recurring" else "at_least" if draft.low is not None else "at_most"
    return Finding(
        "M", "required", field, message, {"target": (above or under)[0], "kpi": kpi.name, "end": end},
        mark("choose a target that {kpi} can reach, or change its limits"),
    )  # fmt: skip


def there_already(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a target that is reached when the goal begins: nothing would have to change."""
    target, now = target_of(draft), facts.now
    if facts.kpi is None or target is None or now is None or draft.type not in ("total", "level"):
        return None
    if "there" in draft.settled or target == draft.baseline:
        return None
    down = draft.type == "level" and wants_less(draft, facts.kpi)
    if not (now <= target if down else now >= target) or against_direction(draft, facts) is not None:
        return None
    return Finding(
        "M", "required", "target",
        mark("{kpi} is at {now}, so the target {target} is already reached"),
        {"target": target, "now": now, "kpi": facts.kpi.name},
        mark("choose a target that takes some effort, or keep this one if you mean it"),
        (*_first_targets(draft._replace(baseline=draft.baseline or now), facts, now), _as_meant(draft, "there")),
    )  # fmt: skip


def passed_already(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a total not to pass that was passed before the goal was set: it would be missed at once."""
    target, now = target_of(draft), facts.now
    if facts.kpi is None or target is None or now is None or draft.type != "cap" or "there" in draft.settled:
        return None
    if now <= target:
        return None
    return Finding(
        "M", "required", "target",
        mark("{kpi} is at {now}, so you are already over the maximum of {target}"),
        {"target": target, "now": now, "kpi": facts.kpi.name},
        mark("choose a higher maximum, or keep this one if you mean it"), (_as_meant(draft, "there"),),
    )  # fmt: skip


def doubts_of_target(draft: GoalDraft, facts: Facts) -> list[Finding]:
    """Return what is asked about the target of *draft* before it holds: below 0, worse, there or passed already."""
    checks = (below_zero, against_direction, there_already, passed_already)
    return [finding for check in checks if (finding := check(draft, facts)) is not None]


def incomplete_baseline(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the period a change is measured from lacks too many days to be taken as it stands."""
    gap, estimate = draft.gap, facts.estimate
    if gap is None or draft.baseline is not None or draft.measure or gap.start is None or gap.end is None:
        return None
    if which_year(draft, facts) is not None or not _lies_ahead(draft, facts):
        return None
    params: dict[str, object] = {
        "start": gap.start, "end": gap.end, "known": gap.days, "expected": gap.expected, "value": gap.value,
    }  # fmt: skip
    fixes = []
    if estimate is not None and estimate.low is not None and estimate.high is not None:
        figures = _figures_of(estimate, draft)
        text = mark("use an estimate from these days: about {estimate}, between {low} and {high}")
        fixes.append(Fix(text, figures, {"settled": _settled(draft, "estimate")}))
    for other in facts.whole[:2]:
        days = {"start": other.start, "end": other.end, "value": other.value}
        text = mark("compare with {start} to {end}: {value}")
        fixes.append(Fix(text, days, {"baseline_start": other.start, "baseline_end": other.end}))
    repair = mark("choose what to compare with")
    if facts.unseen and facts.kpi is not None:
        params["weekdays"] = facts.unseen
        repair = mark("too few numbers were logged for an estimate: measure the baseline first, or type it")
        if facts.gone_by:
            repair = mark("nothing was logged on {weekdays} yet. Are you closed then? Say so, or log a 0")
            fixes += _closed_then(facts.kpi, facts.unseen)
    fixes.append(Fix(mark("measure the baseline in the next four weeks"), {}, {"measure": True}))
    message = mark(
        "you logged only {known} of {expected} numbers from {start} to {end}, so {value} is not the whole total"
    )
    if draft.type == "level":
        message = mark(
            "you logged only {known} of {expected} numbers from {start} to {end}. Together they give {value}"
        )
    if is_whole(gap):  # a whole stretch, but a shorter one than the goal, for want of anything as long
        message = mark(
            "you have no numbers yet for a period as long as this goal. From {start} to {end} the number was {value}"
        )
    return Finding(
        "M", "required", "baseline", message, params, repair, tuple(fixes),
    )  # fmt: skip


def _figures_of(estimate: Baseline, draft: GoalDraft) -> dict[str, object]:
    """Return an estimate with its range, for a sentence; of what comes whole no parts of one."""
    figures = {"estimate": estimate.value, "low": estimate.low, "high": estimate.high}
    return {
        name: float(round(value)) if draft.counted and value is not None else value for name, value in figures.items()
    }


def _closed_then(kpi: Kpi, weekdays: Collection[int]) -> list[Fix]:
    """Offer to expect *kpi* on the other weekdays only; nothing where no other is left, or where it is computed."""
    every = without_weekdays(kpi.cadence, weekdays)
    if every is None or is_computed(kpi):
        return []
    text = mark("closed on {weekdays}: expect numbers on the other days only")
    return [Fix(text, {"weekdays": tuple(weekdays)}, {}, "days", f"{kpi.key} --every {every}")]


def almost_whole(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the sum a change is measured from lacks a few numbers, so that it was at least so much."""
    estimate = facts.estimate
    if draft.gap is not None or draft.baseline is None or estimate is None or estimate.low is None:
        return None
    if not wants_change(draft) or estimate.high is None:
        return None
    params: dict[str, object] = {
        "value": draft.baseline, "start": estimate.start, "end": estimate.end,
        "known": draft.baseline_days, "expected": draft.baseline_expected,
    }  # fmt: skip
    figures = _figures_of(estimate, draft)
    text = mark("use an estimate from these days: about {estimate}, between {low} and {high}")
    return Finding(
        "M", "hint", "baseline",
        mark("you logged {known} of {expected} numbers from {start} to {end}, so the total was at least " "{value}"),
        params, mark("keep this total, or use an estimate for the missing numbers"),
        (Fix(text, figures, {"settled": _settled(draft, "estimate")}),),
    )  # fmt: skip


def other_period(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a total that was typed for a period of another length than the goal, and offer it for as many days."""
    start, end, days = draft.baseline_start, draft.baseline_end, length_of(draft, facts)
    if draft.baseline is None or draft.baseline_days is not None or start is None or end is None or days is None:
        return None
    if draft.type not in SUMS or not wants_change(draft) or not other_length(start, end, days):
        return None
    had = (end - start).days + 1
    scaled = draft.baseline * days / had
    sets = {"baseline": scaled, "baseline_start": None, "baseline_end": None}
    return Finding(
        "M", "required", "baseline",
        mark("{value} covers {had} days, {start} to {end}. The goal lasts {days} days"),
        {"value": draft.baseline, "had": had, "start": start, "end": end, "days": days},
        mark("type the number of a period that is as long as the goal"),
        (Fix(mark("{scaled} in {days} days, at the same pace"), {"scaled": scaled}, sets),),
    )  # fmt: skip


def estimate_unused(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that an estimate was asked for and none was made: there was no need, or nothing to make it from."""
    if "estimate" not in draft.settled or draft.baseline_low is not None or draft.measure or facts.unseen:
        return None
    if facts.kpi is None or draft.deadline is None:
        return None
    params: dict[str, object] = {"kpi": facts.kpi.name}
    if draft.baseline is not None and draft.baseline_start is not None and draft.baseline_end is not None:
        params |= {"start": draft.baseline_start, "end": draft.baseline_end, "value": draft.baseline}
        params |= {"known": draft.baseline_days or 0, "expected": draft.baseline_expected or 0}
        return Finding(
            "M", "hint", "baseline",
            mark("no estimate is needed. You logged {known} of {expected} numbers from {start} to {end}, and "
                 "together they give {value}"),
            params,
            mark("choose another period to compare with"),
        )  # fmt: skip
    if not wants_change(draft):
        return Finding(
            "M", "hint", "baseline", mark("the target does not need a baseline, so none was estimated"), params,
            mark("leave the baseline out, or type a change such as 15%"),
        )  # fmt: skip
    return Finding(
        "M", "hint", "baseline",
        mark("{kpi} has no numbers in the period you compare with, so the baseline can't be estimated"), params,
        mark("type the baseline yourself, or measure it first"),
    )  # fmt: skip


def every_or_by_then(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a figure for a period with a deadline: it can be meant of every period, or of the last one.

    It is asked where the sentence names the day as one by which it is so, and told where it lasts until then. "In so
    many of ten" is said of every period.
    """
    if (
        not (facts.deadline_meant or facts.by_then)
        or draft.type != "recurring"
        or draft.keep
        or "every" in draft.settled
        or target_of(draft) is None
    ):
        return None
    over = draft.per if draft.per in ("week", "month", "quarter") else ""
    level = {"type": "level", "per": None if over else draft.per, "over": over, "target": target_of(draft)}
    level |= {"low": None, "high": None, "down": draft.low is None}
    return Finding(
        "M", "required" if facts.by_then else "hint", "type",
        mark("{target} every {period} from the start, or work up to {target} a {period} by the deadline?")
        if facts.by_then
        else mark(
            "{target} every {period} from the start, or work up to {target} a {period} by the deadline? "
            "Now set to every {period}"
        ),
        {"target": target_of(draft), "period": draft.per},
        mark("choose one")
        if facts.by_then
        else mark("keep this target for every period, or choose to work up to it by the deadline"),
        (
            Fix(mark("every {period}"), {}, {"type": "recurring", "settled": _settled(draft, "every")}),
            Fix(mark("work up to it by the deadline"), {}, level),
        ),
    )  # fmt: skip


def period_of_sum(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a figure of what adds up that cannot be that of all days together: 32 hours, from 65 to 80 orders."""
    target = target_of(draft)
    if "rate" not in facts.unsure or "every" in draft.settled or draft.type not in SUMS or target is None:
        return None
    fixes = [
        Fix(
            mark("{value} a {period} by the deadline"), {"value": target, "period": per},
            {"type": "level", "over": per, "target": target},
        )
        for per in ("week", "month")
        if DAYS_OF[per] >= DAYS_OF[facts.rhythm or "day"]
    ]  # fmt: skip
    fixes.append(Fix(mark("{value} in all"), {"value": target}, {"type": draft.type}))
    return Finding(
        "M", "required", "type",
        mark("your sentence doesn't say what {target} is for: a week, a month, or all days together"),
        {"target": target}, mark("choose one"), tuple(fixes),
    )  # fmt: skip


def average_of_periods(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find so much a period *on average* of what adds up: that much in every one, or what that is in all of them."""
    if "average" not in facts.assumed or draft.type != "recurring" or "every" in draft.settled or draft.keep:
        return None
    edge = draft.low if draft.high is None else draft.high if draft.low is None else None
    days = length_of(draft, facts)
    if edge is None or not draft.per or not days:
        return None
    total = round(edge * max(1, round(days / DAYS_OF["day" if draft.per == "workday" else draft.per])), 2)
    if draft.per == "workday":
        total = round(edge * round(days * WORKDAYS_A_WEEK / DAYS_OF["week"]), 2)
    kind = "cap" if draft.low is None else "total"
    return Finding(
        "M", "required", "type",
        mark("on average {value} a {period}: that much every {period}, or {total} in all?"),
        {"value": edge, "period": draft.per, "total": total},
        mark("choose one"),
        (
            Fix(mark("every {period}"), {}, {"type": "recurring", "settled": _settled(draft, "every")}),
            Fix(
                mark("{value} in all"), {"value": total},
                {"type": kind, "per": None, "low": None, "high": None, "target": total},
            ),
        ),
    )  # fmt: skip


WORKDAYS_A_WEEK = 5
"""Days of a week that a figure for each working day is for."""


def total_or_level(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find a percentage more of a KPI that adds up: it can be meant of the total, or of a level by the deadline.

    Nobody doubts it of a period that is named, by its days or by its end: 15% more in 2027, by the end of Q2.
    """
    if facts.range_start is not None or facts.period_start is not None or draft.start not in (None, facts.today):
        return None
    percent = draft.change_percent
    if percent is None or target_of(draft) is None or draft.type != "total" or "total" in draft.settled:
        return None
    if facts.kpi is None or not (KINDS[facts.kpi.kind].rule == "sum" or facts.adds_up):
        return None
    return Finding(
        "M", "hint", "type",
        mark(
            "{percent}% more in total, or {percent}% more over the last four weeks before the deadline? "
            "Now set to the total"
        ),
        {"percent": percent},
        mark("stay with the total, or choose a level instead"),
        (
            Fix(mark("the total"), {}, {"settled": _settled(draft, "total")}),
            Fix(mark("the level at the deadline"), {}, {"type": "level"}),
        ),
    )  # fmt: skip


def which_figure(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the sentence has figures of which only a person knows which one is the target."""
    if "target" not in facts.unsure or "change" in facts.unsure or not _lacks_target(draft, facts):
        return None
    fixes = [
        Fix(
            mark("the target {value}"),
            {"value": choice.value},
            {**instead(choice.value), **_its_edge(draft, facts, choice.value)},
        )
        for choice in facts.choices
        if choice.part == "target" and isinstance(choice.value, float)
    ]
    return Finding(
        "M", "required", "target", mark("your sentence has more than one number"), {},
        mark("which number is the target?"), tuple(fixes[:MOST_CHOICES]),
    )  # fmt: skip


def _its_edge(draft: GoalDraft, facts: Facts, value: float) -> dict[str, float | None]:
    """Return what makes a figure the edge of the periods of a recurring goal."""
    if draft.type != "recurring":
        return {}
    less = facts.kpi is not None and facts.kpi.direction == "lower"
    return {"target": None, "high" if less else "low": value}


def which_change(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the sentence names a change of which it leaves open how much, or which way it goes."""
    if "change" not in facts.unsure or not _lacks_target(draft, facts):
        return None
    fixes = []
    waits = facts.kpi is None and bool(draft.over or draft.per)  # what so much a month comes to is told by the KPI
    for choice in facts.choices if not waits else ():
        if choice.part != "change" or not isinstance(choice.value, float):
            continue
        if choice.unit == "%":
            text = mark("{percent}% less") if choice.value < 0 else mark("{percent}% more")
            sets: dict[str, object] = {"change_percent": choice.value}
            fixes.append(Fix(text, {"percent": abs(choice.value)}, sets))
        else:
            text = mark("{value} less") if choice.value < 0 else mark("{value} more")
            fixes.append(Fix(text, {"value": abs(choice.value)}, {"change_points": choice.value}))
    return Finding(
        "M", "required", "change_percent", mark("your sentence doesn't say how much more or less"), {},
        mark("choose one, or type the change yourself"), tuple(fixes[:MOST_CHOICES]),
    )  # fmt: skip


def which_period(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the sentence is about a period that a goal cannot have, such as two weeks, or one of two meanings."""
    if "per" not in facts.unsure or not _lacks_target(draft, facts):
        return None
    fixes = []
    for choice in facts.choices:
        if choice.part != "per" or not isinstance(choice.value, tuple):
            continue
        value, n, m = choice.value
        sets = {"type": "recurring", "per": choice.unit or "week", "low": value, "keep": (n, m) if m > n else None}
        text = mark("{value} every {period}, in {n} of {m} periods") if m > n else mark("{value} every {period}")
        params = {"value": value, "n": n, "m": m, "period": choice.unit or "week"}
        fixes.append(Fix(text, params, sets))
    return Finding(
        "M", "required", "per", mark("your sentence doesn't say how often"), {},
        mark("choose one, or type the period and the number yourself"), tuple(fixes[:MOST_CHOICES]),
    )  # fmt: skip


def period_of_band(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the sentence says between what and what, and not over what: every week, or every month.

    It is asked of what adds up; what is no more in a month than in a week is taken to be meant of its usual period.
    """
    if "per" in draft.settled or draft.type != "recurring" or "band" not in (*facts.unsure, *facts.assumed):
        return None
    if draft.low is None or draft.high is None or facts.kpi is None:
        return None
    shortest = DAYS_OF[facts.rhythm or cadence_by(facts.kpi.cadence)]
    days = length_of(draft, facts) or 0
    fixes = tuple(
        Fix(mark("{low} to {high} every {period}"), {"low": draft.low, "high": draft.high, "period": per}, {"per": per})
        for per in ("week", "month", "quarter") if DAYS_OF[per] >= shortest and (not days or DAYS_OF[per] <= days)
    )  # fmt: skip
    if "band" in facts.assumed:
        return Finding(
            "M", "hint", "per", mark(
                "your sentence doesn't say how often, so it was read as {every}"
            ), {"every": draft.per},
            mark("keep that period, or choose another one"),
            tuple(fix for fix in fixes if fix.sets["per"] != draft.per),
        )  # fmt: skip
    return Finding(
        "M", "required", "per", mark("your sentence doesn't say how often"), {},
        mark("choose one, or type the period and the number yourself"), fixes,
    )  # fmt: skip


def taken_for_granted(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Tell how a word was read that can mean something else elsewhere."""
    if "ton" not in facts.assumed or target_of(draft) is None:
        return None
    return Finding(
        "M", "hint", "target",
        mark('"ton" was read as 100,000, so the target is {target}'), {"target": target_of(draft)},
        mark("type the target yourself if you mean something else"),
    )  # fmt: skip


def _lacks_target(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether there is neither a target nor a change; a change without a baseline is another matter."""
    if draft.type == "recurring":
        return draft.low is None and draft.high is None
    return draft.target is None and draft.change_percent is None and draft.change_points is None


def _first_targets(draft: GoalDraft, facts: Facts, now: float | None = None) -> tuple[Fix, ...]:
    """Offer a change of a tenth the way the sentence goes, else for the better, where there is something to change.

    What is there already, as it is *now*, is not offered.
    """
    if facts.kpi is None or draft.type == "recurring" or not draft.baseline:
        return ()
    less = facts.way == "less" if facts.way in ("more", "less") else wants_less(draft, facts.kpi)
    percent = -ONE_MORE if less else ONE_MORE
    target = whole_target(relative_target(draft.baseline, percent), percent, draft.counted)
    if now is not None and (now <= target if less else now >= target):
        return ()
    text = mark("{percent}% less: {target}") if percent < 0 else mark("{percent}% more: {target}")
    params = {"percent": float(ONE_MORE), "target": target}
    return (Fix(text, params, {"change_percent": float(percent), "settled": (*draft.settled, "percent")}),)


def no_numbers_then(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that the period somebody chose to compare with has no numbers."""
    start, end = draft.baseline_start, draft.baseline_end
    if not _lacks_any_baseline(draft) or facts.kpi is None or start is None or end is None:
        return None
    return Finding(
        "M", "required", "baseline",
        mark("{kpi} has no numbers from {start} to {end} to compare with"),
        {"kpi": facts.kpi.name, "start": start, "end": end},
        mark("choose another period, type the baseline, or measure it first"), _measure_first(draft, facts),
    )  # fmt: skip


def _lacks_any_baseline(draft: GoalDraft) -> bool:
    return wants_change(draft) and draft.baseline is None and draft.gap is None and not draft.measure


def _lacks_baseline(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether a change has nothing to be measured from; without a KPI, or a last day, that is not known yet."""
    waits = _waits_for_the_deadline(draft, facts) or which_year(draft, facts) is not None
    return _lacks_any_baseline(draft) and bool(draft.kpi) and draft.baseline_start is None and not waits


def _waits_for_the_deadline(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether the numbers that are there give a baseline as soon as the goal has a last day."""
    unknown = wants_change(draft) and draft.baseline is None and not draft.measure and draft.baseline_start is None
    return unknown and facts.kpi is not None and bool(facts.values.days) and not _lies_ahead(draft, facts)


def _lies_ahead(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether there is a last day, and one that a goal can have."""
    return draft.deadline is not None and draft.deadline > start_of(draft, facts) and draft.deadline >= facts.today


def _waits_for_the_year(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether it is another period that a change is measured from in this year than in the next."""
    lacks = wants_change(draft) and draft.baseline is None and not draft.measure
    return lacks and facts.kpi is not None and which_year(draft, facts) is not None


def _year_first(draft: GoalDraft, facts: Facts) -> tuple[Fix, ...]:
    asked = which_year(draft, facts)
    sets = dict(asked.fixes[0].sets) if asked is not None else {}
    return (Fix(mark("choose the year first"), {}, sets, "ask", "start"),)


def _deadline_first(draft: GoalDraft, facts: Facts) -> tuple[Fix, ...]:
    """Lead to the last day; where a command has to name one, the first that is offered."""
    offered = last_days(draft, facts)
    return (Fix(mark("choose the deadline first"), {}, dict(offered[0].sets) if offered else {}, "ask", "deadline"),)


def wants_change(draft: GoalDraft) -> bool:
    """Tell whether the target is to follow from a change of the baseline."""
    changed = draft.change_percent is not None or draft.change_points is not None
    return changed and draft.target is None and draft.type != "recurring"


def _measures_a_target(draft: GoalDraft, facts: Facts) -> bool:
    return draft.measure and not wants_change(draft)


def _lacks_edges(draft: GoalDraft, facts: Facts) -> bool:
    return draft.low is not None and draft.high is not None and draft.low > draft.high


def _too_short_a_period(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether the periods of a recurring goal are shorter than those its KPI is logged by."""
    lengths = ("day", "week", "month", "quarter")
    if facts.kpi is None or draft.type != "recurring" or not draft.per:
        return False
    per = "day" if draft.per == "workday" else draft.per
    return lengths.index(per) < lengths.index(facts.rhythm or cadence_by(facts.kpi.cadence))


def _measure_first(draft: GoalDraft, facts: Facts) -> tuple[Fix, ...]:
    return (Fix(mark("measure the baseline in the next four weeks"), {}, {"measure": True}),) if facts.kpi else ()


def _lacks_source(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether nobody said where the figures come from, of a KPI that is logged and not computed."""
    kpi = facts.kpi
    return kpi is not None and not is_computed(kpi) and not kpi.source.strip()


CHECKS: tuple[Check, ...] = (
    Check("M", unmeasured),
    Check("M", beyond_measure),
    Check("M", never_added_up),
    lack(
        "M", "required", "kpi",
        when=lambda draft, facts: bool(draft.kpi) and facts.kpi is None,
        message=mark("no KPI called {kpi}"),
        repair=mark("choose a KPI that exists, or add {kpi} first"),
    ),
    lack(
        "M", "required", "target",
        when=lambda draft, facts: _lacks_target(draft, facts) and not {"target", "change", "per"} & set(facts.unsure),
        message=mark("no target yet"),
        repair=mark("type the number you want to reach, or the change you want"),
        fixes=_first_targets,
    ),
    lack(
        "M", "required", "baseline",
        when=_lacks_baseline,
        message=mark("more or less than what?"),
        repair=mark("type the baseline, or measure it first"),
        fixes=_measure_first,
    ),
    lack(
        "M", "required", "baseline",
        when=_waits_for_the_year,
        message=mark("the period to compare with depends on the year"),
        repair=mark("choose the year first"),
        fixes=_year_first,
    ),
    lack(
        "M", "required", "baseline",
        when=_waits_for_the_deadline,
        message=mark("the period to compare with depends on the deadline"),
        repair=mark("choose the deadline first"),
        fixes=_deadline_first,
    ),
    lack(
        "M", "required", "change_percent",
        when=lambda draft, facts: (
            draft.change_percent is not None and draft.baseline == 0 and target_of(draft) is None
        ),
        message=mark("the baseline is 0, so any percentage of it is 0"),
        repair=mark("type the target itself"),
    ),
    lack(
        "M", "warning", "target",
        when=lambda draft, facts: draft.baseline is not None and target_of(draft) == draft.baseline,
        message=mark("the target is the same as the baseline, so nothing has to change"),
        repair=mark("keep this target if you want to stay at this number, or choose another one"),
    ),
    Check("M", which_figure),
    Check("M", which_change),
    Check("M", which_period),
    Check("M", period_of_band),
    Check("M", taken_for_granted),
    Check("M", other_unit),
    Check("M", ambiguous_percent),
    Check("M", against_direction),
    Check("M", other_way),
    lack(
        "M", "required", "change_percent",
        when=_measures_a_target,
        message=mark("the baseline is not measured yet, so the target can only be a change, such as 15%"),
        repair=mark("type the change instead of the target"),
    ),
    lack(
        "M", "required", "low",
        when=_lacks_edges,
        message=mark("the minimum for each period is higher than the maximum"),
        repair=mark("type the lower number as the minimum"),
    ),
    lack(
        "M", "required", "per",
        when=_too_short_a_period,
        message=mark("you don't log {kpi} often enough for the periods of this goal"),
        repair=mark("choose a longer period, or log {kpi} more often"),
    ),
    Check("M", incomplete_baseline),
    Check("M", almost_whole),
    Check("M", no_numbers_then),
    Check("M", other_period),
    Check("M", estimate_unused),
    Check("M", below_zero),
    Check("M", beyond_its_ends),
    Check("M", there_already),
    Check("M", passed_already),
    Check("M", every_or_by_then),
    Check("M", period_of_sum),
    Check("M", average_of_periods),
    Check("M", total_or_level),
    Check("M", gaps),
    lack(
        "M", "hint", "kpi",
        when=_lacks_source,
        message=mark("where do the numbers for {kpi} come from?"),
        repair=mark("name the source, so the same thing is counted each time"),
        fixes=lambda draft, facts: (Fix(mark("type the source of {kpi}"), {}, {}, "describe", draft.kpi),),
    ),
)  # fmt: skip
