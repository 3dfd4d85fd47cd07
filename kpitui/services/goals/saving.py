"""Setting a goal: the draft tested against the facts, and saved when nothing required is missing.

Reading what somebody typed into a draft is `form`'s work, what the checks look for that of `kpitui.core.smart`;
goals that were set are in the package itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from datetime import date
from typing import Any, cast

from kpitui.core.baseline import is_whole
from kpitui.core.cadence import cadence_by, pauses_of
from kpitui.core.calendar import period_of, shifted
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.goal import MEASURED_DAYS, SUMS, Baseline, Goal, GoalType, Over, Per, Target
from kpitui.core.goal_text import Wish, results_in
from kpitui.core.insight.xmr_limits import Limits
from kpitui.core.kinds import KINDS
from kpitui.core.kpi_meaning import thing_named
from kpitui.core.levers import Levers
from kpitui.core.measure import WHOLE, cadence_of, measure, over_of
from kpitui.core.model import Draft, Kpi
from kpitui.core.smart import (
    Facts,
    Finding,
    Fix,
    GoalDraft,
    KpiRef,
    Letter,
    TemplateFacts,
    complete,
    findings,
    first_day,
    measurable,
    target_of,
)
from kpitui.core.text import LONGEST_TITLE, storable
from kpitui.services.entries import find_kpi
from kpitui.services.goals.contradictions import contradictions_among
from kpitui.services.goals.form import baseline_offers, comes_whole, estimate_of, unseen_days, untitled
from kpitui.services.goals.goal_parsing import suggestion
from kpitui.services.goals.past_periods import kept_lately
from kpitui.services.insight import limits_of
from kpitui.services.reading import (
    LOOK_BACK,
    adds_up,
    all_kpis,
    data_from,
    data_of,
    days_before,
    rhythm_of,
    whole_history,
)
from kpitui.services.templates import (
    Template,
    added_with,
    is_beyond_measure,
    is_vanity,
    kpi_of_template,
    template_of,
    templates,
)
from kpitui.services.workspace import Workspace
from kpitui.store import goals, records

PERCENTAGE = re.compile(r"%|\bpct\b|percent|procent|\bpp\b|point|punt", re.IGNORECASE)
"""What a change by a percentage, or by points of it, is written with."""

MOST_LEVELS = 150
"""Stretches of the past that a target is held against, at the most: they overlap, so that fewer say as much."""

ALIKE = 0.005
"""The share of a target up to which another one is the same."""


def check(workspace: Workspace, draft: GoalDraft) -> list[Finding]:
    """Return what the draft lacks and what speaks against it, tested against the KPI's own history."""
    return findings(draft, _facts(workspace, draft))


def _facts(workspace: Workspace, draft: GoalDraft) -> Facts:
    suggested = suggestion(workspace, draft.title, draft.kpi)
    wish = suggested.wish
    by_key = {kpi.key: kpi for kpi in all_kpis(workspace)}
    kpi = by_key.get(draft.kpi)
    own_target = wish.target is not None and draft.target not in (None, wish.target)
    facts = Facts(
        workspace.today,
        kpi,
        open_goals=len(goals.all_goals(workspace.store)),
        metric=wish.metric,
        thing=thing_named(wish),
        unit="" if own_target else wish.unit,
        meant=tuple(KpiRef(key, by_key[key].name) for key in suggested.kpis) if len(suggested.kpis) > 1 else (),
        near=tuple(KpiRef(key, by_key[key].name) for key in suggested.near),
        period_start=wish.period_start,
        way=wish.direction,
        range_start=wish.start,
        unsure=wish.unsure,
        results=workspace.cached(("results", draft.title), lambda: results_in(draft.title, workspace.today)),
        counted=wish.counted if draft.title.strip() else None,
        choices=wish.choices,
        spans=wish.spans,
        unused=wish.quoted(draft.title, "unused", "condition"),
        assumed=wish.assumed,
        multiple=_is_multiple(wish, draft),
    )
    may_be_by_then = bool(
        wish.per and not wish.every and not wish.towards
        and wish.low is None and (wish.deadline or "deadline" in wish.unsure) and not wish.start
    )  # fmt: skip
    facts = facts._replace(
        deadline_meant=may_be_by_then and not wish.limit,
        by_then=may_be_by_then and wish.is_by_a_day(draft.title),
    )
    if kpi is not None:
        template_facts = _template_facts(workspace, kpi)
        words = {*suggested.words, *kpi.name.casefold().split()}
        plain = untitled(draft)
        return facts._replace(
            template_facts=template_facts,
            proxies=_proxies(workspace, words) if template_facts.beyond_measure else (),
            **_same_goals(workspace, kpi, draft),
            clash=_clash(workspace, draft),
            **workspace.cached(("facts of a draft", kpi.id, plain), lambda: _measured_facts(workspace, kpi, plain)),
        )  # fmt: skip
    if draft.title.strip():
        offered = tuple(_ref_to(workspace, templates()[key]) for key in suggested.templates)
        return facts._replace(templates=offered, proxies=_proxies(workspace, suggested.words))
    return facts


def _measured_facts(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> dict[str, Any]:
    """Return what the numbers of *kpi* tell of a draft, whatever its sentence says beside them: fields of `Facts`."""
    values = whole_history(workspace, kpi)
    facts: dict[str, Any] = {
        "rhythm": rhythm_of(workspace, kpi),
        "values": values,
        "pauses": pauses_of(kpi, records.all_pauses(workspace.store)),
        "levels": _levels(workspace, kpi, draft),
        "periods_kept": _kept_before(workspace, kpi, draft),
        "levers": _levers(workspace, draft),
        "cut": _cut(workspace, kpi, draft),
        "adds_up": adds_up(workspace, kpi),
        "estimate": _estimate_of_whole(workspace, kpi, draft),
    }
    # What a target is held against is slow to work out: each when it may be looked at, so that no letter pays it all.
    if draft.type == "level" and (target_of(draft) is not None or measurable.wants_change(draft)):
        facts["limits"] = _limits_now(workspace, kpi)
    if target_of(draft) is not None:
        facts["now"] = _now(workspace, kpi, draft)
    if draft.gap is not None:
        whole = [offer.baseline for offer in baseline_offers(workspace, kpi, draft) if is_whole(offer.baseline)]
        unseen = tuple(sorted(unseen_days(workspace, kpi, draft, draft.gap)))
        since = values.days[0] if values.days else workspace.today
        gone = {day.weekday() for day in map(date.fromordinal, range(since.toordinal(), workspace.today.toordinal()))}
        facts |= {
            "estimate": estimate_of(workspace, kpi, draft, draft.gap),
            "whole": tuple(span for span in whole if span != draft.gap),
            "unseen": unseen,
            "gone_by": gone.issuperset(unseen),
        }
    return facts


def _cut(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> tuple[date | None, date] | None:
    """Return what the deadline of a sum does to the weeks, months or quarters that its KPI is logged by."""
    if draft.type not in SUMS or draft.deadline is None:
        return None
    data = data_of(workspace, kpi, workspace.today, workspace.today)
    first, last = data.counted_days(first_day(draft, workspace.today), draft.deadline)
    if last == draft.deadline:
        return None
    end = period_of(data.step, draft.deadline, data.calendar).end
    return (last if first <= last else None), end


def _is_multiple(wish: Wish, draft: GoalDraft) -> bool:
    """Tell whether the change of *draft* is one that its sentence gives without a percentage: halve, double."""
    words = wish.quoted(draft.title, "change")
    is_its_own = wish.change_percent is not None and draft.change_percent == wish.change_percent
    return is_its_own and bool(words) and not any(PERCENTAGE.search(text) for text in words)


def doubts_of_target(workspace: Workspace, goal: Goal, kpi: Kpi, target: Target) -> list[Finding]:
    """Return what has to be answered before *target* takes the place of the one *goal* has, as for a new goal."""
    baseline, recurring = goal.baseline, goal.type == "recurring"
    draft = GoalDraft(
        goal.title,
        kpi.key,
        goal.type,
        baseline=baseline.value if baseline else None,
        baseline_end=baseline.end if baseline else None,
        baseline_days=baseline.days if baseline else None,
        target=None if recurring else target.value,
        per=goal.per or "",
        low=target.low,
        high=target.high,
        over=goal.over or "",
        down=goal.down,
        start=goal.start,
        deadline=goal.deadline,
        counted=comes_whole(workspace, kpi),
    )
    facts = Facts(workspace.today, kpi, whole_history(workspace, kpi))
    return measurable.doubts_of_target(draft, facts._replace(now=_now(workspace, kpi, draft)))


def _estimate_of_whole(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> Baseline | None:
    """Return what the sum that *draft* is measured from would be with the few numbers that it lacks; None without."""
    if (
        draft.type not in SUMS
        or draft.baseline is None
        or draft.baseline_low is not None
        or draft.baseline_days is None
    ):
        return None
    days, expected = draft.baseline_days, draft.baseline_expected
    if not expected or days >= expected:
        return None
    baseline = Baseline(draft.baseline, draft.baseline_start, draft.baseline_end, days, expected)
    return estimate_of(workspace, kpi, draft, baseline)


def _same_goals(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> dict[str, Any]:
    """Return the titles of the open goals that want the same of *kpi* over the same days, as fields of `Facts`."""
    start, target = draft.start or workspace.today, target_of(draft)
    if draft.deadline is None:
        return {}
    same, very_same = list[str](), list[str]()
    for goal in goals.all_goals(workspace.store):
        if goal.kpi != kpi.id or goal.type != draft.type or goal.start > draft.deadline or goal.deadline < start:
            continue
        newest = goal.targets[-1] if goal.targets else None
        if draft.type == "recurring" and newest is not None and (newest.low is None) != (draft.low is None):
            continue  # at least so many and at most so many are two things to keep
        alike = newest is not None and target is not None and abs(newest.value - target) <= ALIKE * abs(target)
        ends_alike = abs((goal.deadline - draft.deadline).days) <= 1
        (very_same if alike and ends_alike else same).append(goal.title)
    return {"same": (*very_same, *same), "same_target": bool(very_same)}


def _clash(workspace: Workspace, draft: GoalDraft) -> tuple[str, bool, bool] | None:
    """Return the first open goal that the goal of *draft* does not go with, as `Facts.clash` holds it."""
    if draft.measure or target_of(draft) is None or draft.deadline is None or not draft.title.strip():
        return None
    try:
        goal = _goal_of(workspace, draft)
    except KpituiError:
        return None  # what it lacks is found by itself
    pairs = contradictions_among(workspace, [*goals.all_goals(workspace.store), goal], of=goal)
    if not pairs:
        return None
    pair = pairs[0]
    other = pair.other if pair.goal is goal else pair.goal
    return other.title, pair.why == "part above whole", pair.goal is goal


def _proxies(workspace: Workspace, words: Set[str]) -> tuple[KpiRef, ...]:
    """Return the templates that show something of what no single number shows and *words* speak of."""
    return tuple(_ref_to(workspace, template) for template in templates().values() if template.shows & words)


def _now(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> float | None:
    """Return what a goal would stand at now: its sum since a start in the past, or its level."""
    start = draft.start or workspace.today
    data = data_from(workspace, kpi, days_before(min(start, workspace.today), LOOK_BACK))
    if draft.type in SUMS:
        first, last = data.counted_days(start, draft.deadline or workspace.today)
        last = min(last, workspace.today)
        return data.value(first, last) if start <= workspace.today else None
    if draft.type != "level":
        return None
    over = cast("Over", draft.over) if draft.over else over_of(data.rule, cadence_of(data))
    per, pauses = cast("Per", draft.per) if draft.per else None, records.all_pauses(workspace.store)
    now = measure(data, over, workspace.today, per=per, pauses=pauses)
    return now.value if now is not None and now.enough else None


def _levels(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> tuple[float, ...]:
    """Return what the level of a goal was on days of the last three years, by the measure it is judged by."""
    if draft.type != "level":
        return ()

    def worked_out() -> tuple[float, ...]:
        data = data_from(workspace, kpi, days_before(workspace.today, LOOK_BACK))
        cadence = cadence_of(data)
        over = cast("Over", draft.over) if draft.over else over_of(data.rule, cadence)
        if over == "last":
            return ()
        days = data.days[::-1][:: max(1, len(data.days) // MOST_LEVELS)]
        per = cast("Per", draft.per) if draft.per else None
        measures = (measure(data, over, day, per=per) for day in days)
        return tuple(
            level.value
            for level in measures
            if level is not None and level.value is not None and level.values >= WHOLE * level.expected
        )

    return workspace.cached(("levels of a draft", kpi.id, draft.over, draft.per), worked_out)


def _kept_before(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> tuple[int, int] | None:
    """Return in how many of the last twelve periods with data a recurring goal would have been kept."""
    if draft.type != "recurring" or not draft.per or target_of(draft) is None:
        return None

    target = Target(workspace.today, target_of(draft) or 0.0, draft.low, draft.high)
    cache_key = ("kept before", kpi.id, draft.per, draft.low, draft.high)
    return workspace.cached(cache_key, lambda: kept_lately(workspace, kpi, cast("Per", draft.per), target))


def _levers(workspace: Workspace, draft: GoalDraft) -> Levers | None:
    """Return what the goal of a draft would take; None while it cannot be judged yet."""
    from kpitui.services.levers import levers_of

    if target_of(draft) is None or draft.deadline is None or not draft.type or draft.deadline < workspace.today:
        return None
    try:
        result = levers_of(workspace, _goal_of(workspace, draft)).result
    except Refused:
        return None
    return result if isinstance(result, Levers) else None


def _limits_now(workspace: Workspace, kpi: Kpi) -> Limits | None:
    """Return the natural limits as they are now; None when they are of weeks where the KPI is of days."""
    view = limits_of(workspace, kpi)
    if not view.chart.segments or view.series.slots.period != cadence_by(kpi.cadence):
        return None
    return view.chart.segments[-1].limits_now


def _template_facts(workspace: Workspace, kpi: Kpi) -> TemplateFacts:
    """Return what the template library knows of a KPI, by the names that its KPIs have here."""
    template = template_of(kpi)
    if template is None:
        return TemplateFacts(vain=is_vanity(kpi), beyond_measure=is_beyond_measure(kpi))

    def here(key: str) -> KpiRef:
        return _ref_to(workspace, templates()[key])

    drivers = tuple(here(key) for key in template.drivers if here(key).key != kpi.key)
    return TemplateFacts(template.trap_in(workspace.settings.language), here(template.counter), drivers, template.vain)


def _ref_to(workspace: Workspace, template: Template) -> KpiRef:
    """Return the KPI that was made from a template, else the template with all that taking it would add."""
    mine = kpi_of_template(workspace, template.key)
    if mine is not None:
        return KpiRef(mine.key, mine.name)
    language = workspace.settings.language
    new = tuple(kpi.name_in(language) for kpi in added_with(workspace, template.key))
    derived = KINDS[template.fields.get("kind", "flow")].derived
    every = "" if derived else template.fields.get("every", "day")
    return KpiRef(template.key, template.name_in(language), new, every)


def save_goal(workspace: Workspace, draft: GoalDraft, *, replaces: int | None = None) -> Goal:
    """Save a complete draft as a goal and return it; forget the stored draft numbered *replaces*.

    Raises Refused, naming the first part that is missing, when the draft is not complete.
    """
    findings = check(workspace, draft)
    if not complete(findings):
        missing = next(finding for finding in findings if finding.severity == "required")
        raise Refused(missing.message, field=missing.field, **missing.params)
    goal = _goal_of(workspace, draft)
    with workspace.store.write("goal.added", goal=goal.title) as change:
        goal = goals.add_goal(change, goal)
    if replaces is not None:
        records.drop_draft(workspace.store, replaces)
    return goal


def unreadable(problems: Mapping[str, KpituiError]) -> list[Finding]:
    """Return what a sentence says and no field takes, such as dollars on a KPI in euros, as questions."""
    questions = []
    for field, problem in problems.items():
        letter: Letter = "T" if field in ("start", "deadline") else "M"
        typed = problem.params.get("typed")
        fixes = (
            (Fix(mark("read it as {meant}"), {"meant": problem.params.get("meant")}, {field: typed}),) if typed else ()
        )
        repair = mark("type the number in the unit of the KPI, or choose another KPI")
        questions.append(Finding(letter, "required", field, problem.message, problem.params, repair, fixes))
    return questions


def keep_draft(workspace: Workspace, typed: Mapping[str, str]) -> None:
    """Keep what was typed of a goal that is not complete, in the place of an earlier draft of the same sentence."""
    fields = {name: text for name, text in typed.items() if text.strip()}
    earlier = _draft_of(workspace, fields.get("title", ""))
    typed = {**(earlier.fields if earlier else {}), **fields}
    records.save_draft(workspace.store, "goal", typed, earlier.id if earlier else None)


def drop_draft_of(workspace: Workspace, sentence: str) -> None:
    """Forget the draft of a sentence that became a goal."""
    earlier = _draft_of(workspace, sentence)
    if earlier is not None:
        records.drop_draft(workspace.store, earlier.id)


def _draft_of(workspace: Workspace, sentence: str) -> Draft | None:
    every = records.drafts_of(workspace.store, "goal")
    return next((draft for draft in every if draft.fields.get("title", "").strip() == sentence.strip()), None)


def _goal_of(workspace: Workspace, draft: GoalDraft) -> Goal:
    start = first_day(draft, workspace.today)
    target = target_of(draft)
    if (target is None and not draft.measure) or draft.deadline is None:
        raise Refused(mark("The goal has no target or no deadline"), field="target")
    baseline = None
    if draft.baseline is not None:
        baseline = Baseline(
            draft.baseline,
            draft.baseline_start,
            draft.baseline_end,
            draft.baseline_days,
            draft.baseline_expected,
            draft.baseline_low,
            draft.baseline_high,
        )
    recurring = draft.type == "recurring"
    percent = draft.change_points is None and draft.change_percent is not None
    targets = () if target is None or draft.measure else (Target(start, target, draft.low, draft.high, draft.keep),)
    return Goal(
        id=0,
        uid="",
        title=storable(draft.title, LONGEST_TITLE, what=mark("a title"), field="title"),
        kpi=find_kpi(workspace, draft.kpi).id,
        type=cast("GoalType", draft.type),
        start=start,
        deadline=draft.deadline,
        targets=targets,
        baseline=baseline,
        drivers=tuple(find_kpi(workspace, key).id for key in draft.drivers),
        counters=tuple(find_kpi(workspace, key).id for key in draft.counters),
        acceptable=storable(draft.acceptable, field="acceptable"),
        why=storable(draft.why, field="why"),
        review=draft.review,
        created=workspace.today,
        per=cast("Per", draft.per) if draft.per else None,
        over=cast("Over", draft.over) if draft.over else None,
        down=draft.down,
        change=None
        if recurring or draft.target is not None
        else draft.change_percent
        if percent
        else draft.change_points,
        change_percent=percent and not recurring and draft.target is None,
        measure_until=shifted(workspace.today, MEASURED_DAYS - 1) if draft.measure else None,
    )
