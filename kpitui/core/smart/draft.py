"""A goal as it is being drawn up, and the records in which checks tell what it lacks and what one key would mend.

The checks are in the module of their letter, their table is `CHECKS` of the package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from kpitui.core.calendar import shifted
from kpitui.core.errors import mark
from kpitui.core.goal import MEASURED_DAYS, Baseline, Keep
from kpitui.core.goal_text import Alternative
from kpitui.core.insight.xmr_limits import Limits
from kpitui.core.levers import Levers
from kpitui.core.model import Kpi, Pause
from kpitui.core.series import DayValues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.cadence import Span

Letter = Literal["S", "M", "A", "R", "T"]
"""Specific, measurable, acceptable, result-oriented, time-bound."""

Severity = Literal["required", "warning", "hint"]
"""Whether a goal cannot be saved without it, should not be, or could be better."""

Deed = Literal["", "add", "drivers", "counter", "describe", "better", "zero", "days", "split", "note", "ask", "new"]
"""What a fix does beyond the draft: add a template, add what drives it or guards it, open the form of the KPI for its
source or its direction, let a day without a figure mean 0, expect it on some weekdays only, make two goals of one
sentence, keep the sentence as a note, lead to the field that must be filled in first, begin a KPI of that name.
"""


class GoalDraft(NamedTuple):
    """A goal as far as it has been filled in; empty text and None mean: not yet."""

    title: str = ""
    kpi: str = ""
    """The key of the outcome KPI."""
    type: str = ""
    """One of the kinds of `goal.GoalType`."""
    baseline: float | None = None
    baseline_start: date | None = None
    baseline_end: date | None = None
    baseline_days: int | None = None
    baseline_expected: int | None = None
    baseline_low: float | None = None
    baseline_high: float | None = None
    """The range of a baseline that is an estimate."""
    gap: Baseline | None = None
    """What a period came to that lacks too many days to be taken as it stands."""
    measure: bool = False
    """Whether the baseline is measured first, in the four weeks to come."""
    target: float | None = None
    per: str = ""
    """The period of a recurring goal, one of `goal.PERS`; of a level, what its figure is for."""
    low: float | None = None
    """What each period is to bring at least."""
    high: float | None = None
    """What each period is to bring at most."""
    keep: Keep | None = None
    """In how many of how many periods; None is in every one."""
    over: str = ""
    """What a level is measured over, one of `goal.OVERS`; empty for what suits the KPI."""
    down: bool | None = None
    """Whether a level is to fall, where the sentence tells."""
    change_percent: float | None = None
    """The change that is wanted, in percent of the baseline."""
    change_points: float | None = None
    """The change that is wanted, in the unit of the KPI."""
    start: date | None = None
    """The first day that counts; None is today."""
    first_period: tuple[date, date, date] | None = None
    """First and last day of the first period of a recurring goal where nobody gave the start, and where the one that
    could be the first instead begins."""
    deadline: date | None = None
    acceptable: str = ""
    why: str = ""
    drivers: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    review: str = "week"
    counted: bool = False
    """Whether the KPI is of things that come whole: a target that follows from a change is a whole number too."""
    settled: tuple[str, ...] = ()
    """The questions that were answered with what was taken already: ``percent`` for relative, ``total``, ``start``,
    ``every`` period, ``days`` for those that were read, ``unread`` for words that are left out, and ``there``,
    ``negative``, ``worse``, ``unit`` or ``before`` for a target or a start that is meant."""


class Fix(NamedTuple):
    """What one key would mend, offered beside a finding."""

    text: str
    """What it does, untranslated, with `{name}` placeholders."""
    params: Mapping[str, object] = {}
    """What fills the placeholders, besides the figures of its finding."""
    sets: Mapping[str, Any] = {}
    """Field of the draft to what it becomes; None empties it."""
    does: Deed = ""
    subject: str = ""
    """What it is done to: the keys of templates or of a KPI, with spaces between, a name, or a sentence."""


class Finding(NamedTuple):
    """Something a draft lacks or that speaks against it."""

    letter: Letter
    severity: Severity
    field: str
    """The field of the draft it is about."""
    message: str
    """What is the matter, untranslated, with `{name}` placeholders."""
    params: Mapping[str, object]
    """What fills the placeholders: text, dates, and figures in the unit of the KPI."""
    repair: str
    """What to do about it, untranslated, with the same placeholders."""
    fixes: tuple[Fix, ...] = ()
    """What one key would do about it, the most likely first; none where only a person can tell."""


class KpiRef(NamedTuple):
    """A KPI or a template, by its key and by its name in the language in force."""

    key: str
    name: str
    new: tuple[str, ...] = ()
    """The names of the KPIs that taking it adds: itself while it is a template, and what it is calculated from."""
    every: str = ""
    """Of a template that is logged, how often: ``day``, ``week``, ``month`` or ``quarter``."""


class TemplateFacts(NamedTuple):
    """What the template library knows of the outcome KPI; its texts are in the language in force."""

    trap: str = ""
    """How it misleads."""
    counter: KpiRef | None = None
    """What is usually watched beside it."""
    drivers: tuple[KpiRef, ...] = ()
    """What usually drives it."""
    vain: bool = False
    """Whether it can grow without anything coming of it."""
    beyond_measure: bool = False
    """Whether it stands for what no single number shows."""


class Facts(NamedTuple):
    """What the checks may know besides the draft."""

    today: date
    kpi: Kpi | None = None
    """The outcome KPI, None when there is none by the key in the draft."""
    values: DayValues = DayValues()
    """All its values up to today."""
    pauses: Sequence[Pause] = ()
    """Those of the outcome KPI."""
    limits: Limits | None = None
    """Its natural limits as they are now; None with too few values, or when they are not those of its own periods."""
    open_goals: int = 0
    metric: str = ""
    """What the sentence calls the thing measured."""
    thing: str | None = None
    """What a new KPI for it would be called; empty where its words name nothing by themselves, None as `metric`."""
    unit: str = ""
    """The unit that the sentence names."""
    meant: tuple[KpiRef, ...] = ()
    """Several KPIs that the sentence may mean."""
    near: tuple[KpiRef, ...] = ()
    """The KPIs that the sentence may mean, where its words leave something that none of their names covers."""
    templates: tuple[KpiRef, ...] = ()
    """The templates that would measure it, when there is no KPI yet."""
    proxies: tuple[KpiRef, ...] = ()
    """Templates that show something of what no single number shows."""
    period_start: date | None = None
    """The first day of the period by whose end the sentence wants it."""
    way: str = ""
    """Which way the sentence goes, ``more`` or ``less``; empty where it does not tell."""
    range_start: date | None = None
    """The first of the days that the sentence names."""
    unsure: tuple[str, ...] = ()
    """What the sentence speaks of and leaves open."""
    results: tuple[str, ...] = ()
    """The results in the sentence, when there is more than one."""
    template_facts: TemplateFacts = TemplateFacts()
    levels: tuple[float, ...] = ()
    """What the level of the goal was in the past, by its measure; empty where that is each value by itself."""
    periods_kept: tuple[int, int] | None = None
    """In how many of how many of the last periods a recurring goal would have been kept; None without any."""
    now: float | None = None
    """What the goal would stand at now: its sum since the start, or its level."""
    estimate: Baseline | None = None
    """The estimate of the whole that `GoalDraft.gap`, or a baseline that lacks a few numbers, is a part of."""
    unseen: tuple[int, ...] = ()
    """The weekdays (Monday is 0) without a number, too few of which have gone by to tell whether they are closed."""
    gone_by: bool = False
    """Whether each of those has gone by at least once since the first number."""
    whole: tuple[Baseline, ...] = ()
    """Other periods that a change can be measured from, without gaps."""
    rhythm: Span | None = None
    """By what the KPI is logged, of a derived one its scarcest part; None where its own cadence tells."""
    counted: bool | None = None
    """Whether the sentence names a figure of a result; None while there is no sentence."""
    choices: tuple[Alternative, ...] = ()
    """The readings of what the sentence leaves open."""
    spans: tuple[tuple[date, date], ...] = ()
    """The first and last days that a stretch of the sentence may mean."""
    unused: tuple[str, ...] = ()
    """The words of the sentence that no part of the goal was read from."""
    assumed: tuple[str, ...] = ()
    """What was taken for granted when the sentence was read; see `goal_text.Wish`."""
    same: tuple[str, ...] = ()
    """The titles of open goals on the same KPI over the same days, the one that wants the very same first."""
    same_target: bool = False
    """Whether the first of them has the same target, too."""
    adds_up: bool | None = None
    """Whether a total of the KPI means something; None where its kind tells."""
    cut: tuple[date | None, date] | None = None
    """Of a sum of weeks, months or quarters of which the deadline cuts one: when the last one ends that ends before it,
    None where none does since the start, and when that one ends."""
    levers: Levers | None = None
    """What it would take, where that is more than there is now."""
    clash: tuple[str, bool, bool] | None = None
    """The title of an open goal that this one does not go with, whether one of them is on a part of the other's KPI,
    and whether that is this one."""
    multiple: bool = False
    """Whether the sentence gives the change as a multiple, such as halve or double, which no percentage points are."""
    deadline_meant: bool = False
    """Whether the sentence leaves open if its figure is for every period or is to be there by the deadline."""
    by_then: bool = False
    """Whether it does so with a day *by* which it is to be, so that nobody can tell which of the two is meant."""


class Check(NamedTuple):
    """One row of `CHECKS`: the letter it belongs to, and a function that returns what it finds."""

    letter: Letter
    find: Callable[[GoalDraft, Facts], Finding | None]


def lack(
    letter: Letter,
    severity: Severity,
    field: str,
    *,
    when: Callable[[GoalDraft, Facts], bool],
    message: str,
    repair: str,
    fixes: Callable[[GoalDraft, Facts], tuple[Fix, ...]] = lambda _draft, _facts: (),
) -> Check:
    """Make a check that finds the same sentence whenever *when* holds, about the figures of the draft itself."""

    def find(draft: GoalDraft, facts: Facts) -> Finding | None:
        if not when(draft, facts):
            return None
        name = facts.kpi.name if facts.kpi else draft.kpi
        days = {"start": start_of(draft, facts), "deadline": draft.deadline}
        params = {"kpi": name, **days, "n": len(facts.values.days)}
        return Finding(letter, severity, field, message, params, repair, fixes(draft, facts))

    return Check(letter, find)


def addition_text(ref: KpiRef) -> tuple[str, dict[str, object]]:
    """Return what taking a template adds, as the text of a fix and what fills it: every KPI by its name."""
    if len(ref.new) > 1:
        return mark("add {name} (new KPIs: {new})"), {"name": ref.name, "new": ", ".join(ref.new)}
    if ref.every:
        return mark("add {name} (new KPI, logged {every})"), {"name": ref.name, "every": ref.every}
    return mark("add {name} (new KPI)"), {"name": ref.name}


def instead(target: float) -> dict[str, Any]:
    """Return what a fix sets to have *target*, whatever it was to follow from before."""
    return {"target": target, "change_percent": None, "change_points": None}


def start_of(draft: GoalDraft, facts: Facts) -> date:
    """Return the first day that counts, which is today unless it was given."""
    return draft.start or facts.today


def first_day(draft: GoalDraft, today: date) -> date:
    """Return the first day of the goal that *draft* becomes: of one that measures first, after the measuring."""
    start = draft.start or today
    return max(start, shifted(today, MEASURED_DAYS)) if draft.measure else start


def length_of(draft: GoalDraft, facts: Facts) -> int | None:
    """Return the number of days from start to deadline, both inclusive; None without a deadline after the start."""
    start = start_of(draft, facts)
    if draft.deadline is None or draft.deadline <= start:
        return None
    return draft.deadline.toordinal() - start.toordinal() + 1


def wants_less(draft: GoalDraft, kpi: Kpi) -> bool:
    """Tell whether the goal is won by a lower figure."""
    if draft.type == "recurring":
        return draft.high is not None and draft.low is None
    if draft.type == "level" and draft.down is not None:
        return draft.down
    return draft.type == "cap" or kpi.direction == "lower"
