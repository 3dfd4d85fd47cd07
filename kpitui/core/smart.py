"""What the draft of a goal lacks to be SMART, as findings with a repair: one row per check.

A finding carries untranslated sentences and raw figures; the two faces translate and format them. Storing a
draft is `kpitui.store`'s work, and judging a goal that has been saved `pace`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kpitui.core.baseline import MIN_LEVEL_VALUES
from kpitui.core.errors import mark
from kpitui.core.smart_checks import (
    against_direction,
    ambiguous_percent,
    beyond_history,
    beyond_pace,
    total_or_level,
    unguarded,
    unmeasured,
)
from kpitui.core.smart_draft import (
    Check,
    Facts,
    Finding,
    GoalDraft,
    Letter,
    Severity,
    length_of,
    start_of,
    target_of,
)

__all__ = [
    "CHECKS",
    "Check",
    "Facts",
    "Finding",
    "GoalDraft",
    "Letter",
    "Severity",
    "complete",
    "findings",
    "target_of",
]

_ORDER: dict[Severity, int] = {"required": 0, "warning": 1, "hint": 2}
_REVIEW_DAYS = {"week": 7, "month": 30, "quarter": 91}
_MIN_REVIEWS = 6
_VAGUE = re.compile(
    r"\b(better|nicer|improved?|optimi[sz]e|professional|successful|visible|work on|try|focus on|start|more often"
    r"|beter|mooier|verbeteren|optimaliseren|professione(el|ler|le)|succesvol(ler)?|zichtbaar(der)?|werken aan"
    r"|proberen|focussen|beginnen|starten|vaker)\b",
    re.IGNORECASE,
)


def findings(draft: GoalDraft, facts: Facts) -> list[Finding]:
    """Return all that is found, in the order S, M, A, R, T, within a letter the most severe first."""
    found = [finding for check in CHECKS if (finding := check.find(draft, facts)) is not None]
    return sorted(found, key=lambda finding: ("SMART".index(finding.letter), _ORDER[finding.severity]))


def complete(found: Iterable[Finding]) -> bool:
    """Tell whether nothing required is missing, so that the goal can be saved."""
    return all(finding.severity != "required" for finding in found)


def _lack(
    letter: Letter,
    severity: Severity,
    field: str,
    *,
    when: Callable[[GoalDraft, Facts], bool],
    message: str,
    repair: str,
) -> Check:
    """Make a check that finds the same sentence whenever *when* holds, about the figures of the draft itself."""

    def find(draft: GoalDraft, facts: Facts) -> Finding | None:
        if not when(draft, facts):
            return None
        params = {"kpi": draft.kpi, "start": start_of(draft, facts), "deadline": draft.deadline}
        return Finding(letter, severity, field, message, {**params, "n": len(facts.values.days)}, repair)

    return Check(letter, find)


def _is_vague(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether the title names an activity or a wish rather than a result; with a figure in it it may."""
    return bool(_VAGUE.search(draft.title)) and not re.search(r"\d", draft.title)


def _lacks_target(draft: GoalDraft, facts: Facts) -> bool:
    """Tell whether there is neither a target nor a change; a change without a baseline is another matter."""
    if draft.shape == "band":
        return draft.target is None or draft.low is None
    return draft.target is None and draft.change_percent is None and draft.change_points is None


def _lacks_baseline(draft: GoalDraft, facts: Facts) -> bool:
    wants_change = draft.change_percent is not None or draft.change_points is not None
    return wants_change and draft.target is None and draft.baseline is None


def _percent_of_zero(draft: GoalDraft, facts: Facts) -> bool:
    return draft.change_percent is not None and draft.baseline == 0 and target_of(draft) is None


def _is_too_short(draft: GoalDraft, facts: Facts) -> bool:
    days = length_of(draft, facts)
    return days is not None and days < _MIN_REVIEWS * _REVIEW_DAYS.get(draft.review, 7)


CHECKS: tuple[Check, ...] = (
    _lack(
        "S", "required", "title",
        when=lambda draft, facts: not draft.title.strip(),
        message=mark("the goal has no title"),
        repair=mark("name the one result that is wanted, such as: 15% more revenue by the end of Q2"),
    ),
    _lack(
        "S", "warning", "title",
        when=_is_vague,
        message=mark("the title names an activity or a wish, not a result that can be seen"),
        repair=mark("name the figure that will be different, and by how much"),
    ),
    Check("M", unmeasured),
    _lack(
        "M", "required", "kpi",
        when=lambda draft, facts: bool(draft.kpi) and facts.kpi is None,
        message=mark("there is no KPI {kpi}"),
        repair=mark("choose a KPI that exists, or add {kpi} first"),
    ),
    _lack(
        "M", "required", "target",
        when=_lacks_target,
        message=mark("there is no target"),
        repair=mark("give the figure to reach, or the change that is wanted"),
    ),
    _lack(
        "M", "required", "baseline",
        when=_lacks_baseline,
        message=mark("a change is wanted, but it is not known from what"),
        repair=mark("give the baseline, or choose the period that the change is measured from"),
    ),
    _lack(
        "M", "required", "change_percent",
        when=_percent_of_zero,
        message=mark("a percentage of a baseline of 0 is nothing"),
        repair=mark("give the target itself"),
    ),
    _lack(
        "M", "warning", "target",
        when=lambda draft, facts: draft.baseline is not None and target_of(draft) == draft.baseline,
        message=mark("the target equals the baseline, so nothing has to change"),
        repair=mark("keep it if the aim is to hold this figure, else choose another target"),
    ),
    _lack(
        "M", "warning", "target",
        when=lambda draft, facts: "target" in facts.unsure and target_of(draft) is None,
        message=mark("the sentence names more than one figure"),
        repair=mark("say which of them is the target"),
    ),
    Check("M", ambiguous_percent),
    Check("M", against_direction),
    Check("M", total_or_level),
    Check("A", beyond_history),
    Check("A", beyond_pace),
    _lack(
        "A", "warning", "acceptable",
        when=lambda draft, facts: not draft.acceptable.strip(),
        message=mark("it is not said whether the goal is acceptable"),
        repair=mark("say who agreed, what it takes and what is in your own hands"),
    ),
    _lack(
        "A", "hint", "kpi",
        when=lambda draft, facts: facts.kpi is not None and len(facts.values.days) < MIN_LEVEL_VALUES,
        message=mark("there are too few values ({n}) to tell whether the target is within reach"),
        repair=mark("collect values for a while first, then look at the target again"),
    ),
    _lack(
        "R", "warning", "why",
        when=lambda draft, facts: not draft.why.strip(),
        message=mark("it is not said why this result matters"),
        repair=mark("say what the business gains by it"),
    ),
    _lack(
        "R", "hint", "drivers",
        when=lambda draft, facts: not draft.drivers,
        message=mark("no KPI is named that drives the result"),
        repair=mark("name one that you can act upon from day to day"),
    ),
    Check("R", unguarded),
    _lack(
        "T", "hint", "deadline",
        when=lambda draft, facts: "deadline" in facts.unsure and draft.deadline is None,
        message=mark("the sentence speaks of a time that has no last day"),
        repair=mark("name the day itself, such as 30 June"),
    ),
    _lack(
        "T", "required", "deadline",
        when=lambda draft, facts: draft.deadline is None,
        message=mark("there is no deadline"),
        repair=mark("give the last day that counts"),
    ),
    _lack(
        "T", "required", "deadline",
        when=lambda draft, facts: draft.deadline is not None and draft.deadline <= start_of(draft, facts),
        message=mark("the deadline {deadline} is not after the start {start}"),
        repair=mark("give a later deadline or an earlier start"),
    ),
    _lack(
        "T", "required", "deadline",
        when=lambda draft, facts: draft.deadline is not None and draft.deadline < facts.today,
        message=mark("the deadline {deadline} is in the past"),
        repair=mark("give a day that is still to come"),
    ),
    _lack(
        "T", "hint", "deadline",
        when=_is_too_short,
        message=mark("the time is too short to tell a change from noise"),
        repair=mark("give it at least six reviews, or review it more often"),
    ),
)  # fmt: skip
"""All checks; what they find is ordered by `findings`, so their order matters within one letter and severity only."""
