"""SMART: what the draft of a goal lacks, tested against the facts; a module for each letter, a row for each check.

A finding carries untranslated sentences and raw figures; the two faces translate and format them. Storing a
draft is `kpitui.store`'s work, and judging a goal that has been saved `pace`'s.
"""

from __future__ import annotations

from collections.abc import Iterable

from kpitui.core.smart import _acceptable, _specific, measurable, time_bound
from kpitui.core.smart.draft import (
    Check,
    Facts,
    Finding,
    Fix,
    GoalDraft,
    KpiRef,
    Letter,
    Severity,
    TemplateFacts,
    first_day,
)
from kpitui.core.smart.targets import target_of

__all__ = [
    "CHECKS",
    "Check",
    "Facts",
    "Finding",
    "Fix",
    "GoalDraft",
    "KpiRef",
    "Letter",
    "Severity",
    "TemplateFacts",
    "complete",
    "findings",
    "first_day",
    "target_of",
]

CHECKS: tuple[Check, ...] = (
    *_specific.CHECKS,
    *measurable.CHECKS,
    *_acceptable.CHECKS,
    *time_bound.CHECKS,
)
"""All checks; what they find is ordered by `findings`, so their order matters within one letter and severity only."""

_ORDER: dict[Severity, int] = {"required": 0, "warning": 1, "hint": 2}


def findings(draft: GoalDraft, facts: Facts) -> list[Finding]:
    """Return all that is found, in the order S, M, A, R, T, within a letter the most severe first."""
    unordered = [finding for check in CHECKS if (finding := check.find(draft, facts)) is not None]
    return sorted(unordered, key=lambda finding: ("SMART".index(finding.letter), _ORDER[finding.severity]))


def complete(findings: Iterable[Finding]) -> bool:
    """Tell whether nothing required is missing, so that the goal can be saved."""
    return all(finding.severity != "required" for finding in findings)
