"""A goal as it is being drawn up, and the records in which checks tell what it lacks.

The table of checks is `smart`'s, the reading of a KPI's history `smart_checks`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from kpitui.core.baseline import points_target, relative_target
from kpitui.core.model import Kpi
from kpitui.core.series import DayValues

Letter = Literal["S", "M", "A", "R", "T"]
"""Specific, measurable, acceptable, result-oriented, time-bound."""

Severity = Literal["required", "warning", "hint"]
"""Whether a goal cannot be saved without it, should not be, or could be better."""


class GoalDraft(NamedTuple):
    """A goal as far as it has been filled in; empty text and None mean: not yet."""

    title: str = ""
    kpi: str = ""
    """The key of the outcome KPI."""
    shape: str = ""
    """One of the shapes of `model.Shape`."""
    baseline: float | None = None
    baseline_start: date | None = None
    baseline_end: date | None = None
    baseline_days: int | None = None
    target: float | None = None
    low: float | None = None
    """The lower edge of a band, of which `target` is the upper one."""
    change_percent: float | None = None
    """The change that is wanted, in percent of the baseline."""
    change_points: float | None = None
    """The change that is wanted, in the unit of the KPI."""
    start: date | None = None
    """The first day that counts; None is today."""
    deadline: date | None = None
    acceptable: str = ""
    why: str = ""
    drivers: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    review: str = "week"


class Finding(NamedTuple):
    """Something a draft lacks or that speaks against it."""

    letter: Letter
    severity: Severity
    field: str
    """The field of the draft it is about."""
    message: str
    """What is the matter, untranslated, with `{name}` placeholders."""
    params: dict[str, object]
    """What fills the placeholders: text, dates, and figures in the unit of the KPI."""
    repair: str
    """What to do about it, untranslated, with the same placeholders."""


class Facts(NamedTuple):
    """What the checks may know besides the draft."""

    today: date
    kpi: Kpi | None = None
    """The outcome KPI, None when there is none by the key in the draft."""
    values: DayValues = DayValues()
    """All its values up to today."""
    open_goals: int = 0
    metric: str = ""
    """What the sentence calls the thing measured."""
    meant: tuple[str, ...] = ()
    """The keys of several KPIs that the sentence may mean."""
    template: str = ""
    """The key of the template that would measure it, when there is no KPI yet."""
    unsure: tuple[str, ...] = ()
    """What the sentence speaks of and leaves open."""
    trap: str = ""
    """How the outcome KPI misleads, in the language in force, as the library has it."""
    counter: str = ""
    """What is usually watched beside it, by name."""


class Check(NamedTuple):
    """One row of `CHECKS`: the letter it belongs to, and a function that returns what it finds."""

    letter: Letter
    find: Callable[[GoalDraft, Facts], Finding | None]


def target_of(draft: GoalDraft) -> float | None:
    """Return the target, worked out from the baseline when a change is wanted; None while it is not known.

    A target that is given wins from a change, and points from percent; a percentage of 0 is not known either.
    """
    if draft.target is not None or draft.baseline is None:
        return draft.target
    if draft.change_points is not None:
        return points_target(draft.baseline, draft.change_points)
    if draft.change_percent is None or draft.baseline == 0:
        return None
    return relative_target(draft.baseline, draft.change_percent)


def start_of(draft: GoalDraft, facts: Facts) -> date:
    """Return the first day that counts, which is today unless it was given."""
    return draft.start or facts.today


def length_of(draft: GoalDraft, facts: Facts) -> int | None:
    """Return the number of days from start to deadline, both inclusive; None without a deadline after the start."""
    start = start_of(draft, facts)
    if draft.deadline is None or draft.deadline <= start:
        return None
    return draft.deadline.toordinal() - start.toordinal() + 1
