"""From what somebody typed about a goal, field by field, to a draft that can be tested; used by wizard and shell.

What is not yet readable stays out of the draft and comes back as a refusal at its field, so that nothing typed is
ever lost. What a complete goal needs is decided by `kpitui.core.smart`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from math import log
from typing import Any, NamedTuple, cast

from kpitui.core.aggregation import KpiData
from kpitui.core.amount import parse_amount, parse_points, parse_value
from kpitui.core.baseline import (
    Comparable,
    baseline_of,
    comparable_periods,
    counted_span,
    estimated,
    is_other_size,
    is_whole,
    level_before,
    other_length,
    unseen_weekdays,
)
from kpitui.core.calendar import (
    BYS,
    LONGEST_DAYS,
    Period,
    a_year_earlier,
    period_of,
    periods_between,
    shifted,
    stretch_end,
)
from kpitui.core.day import parse_period
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.figures import is_counted
from kpitui.core.goal import OVERS, PERS, SUMS, Baseline, GoalType, Over, Per
from kpitui.core.goal_fields import PERCENTAGE_POINTS, POINTS, read_keep
from kpitui.core.goal_text import Wish
from kpitui.core.measure import ENOUGH
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import GOAL_KINDS
from kpitui.core.recurring import first_counted
from kpitui.core.smart import GoalDraft
from kpitui.core.smart.measurable import wants_change
from kpitui.services.entries import find_kpi
from kpitui.services.goals.goal_parsing import suggestion, with_suggestions
from kpitui.services.reading import (
    LOOK_BACK,
    adds_up,
    data_from,
    data_of,
    days_before,
    is_share_of_stock,
    rhythm_of,
    whole_history,
)
from kpitui.services.workspace import Workspace
from kpitui.store import records

FIELDS = (
    "title",
    "kpi",
    "type",
    "target",
    "change",
    "per",
    "at_least",
    "at_most",
    "keep",
    "over",
    "compared",
    "baseline",
    "measure",
    "start",
    "deadline",
    "acceptable",
    "why",
    "drivers",
    "counters",
    "review",
    "settled",
)
"""Every field, in the order of the wizard."""

_SETTLED_BY = {"unit": ("target", "at_least", "at_most", "change"), "per": ("per",), "every": ("type",),
               "start": ("start",)}  # fmt: skip
"""The questions about the sentence that typing into one of some fields answers: what was typed is in the KPI's unit."""

RECENT_DAYS = 56
"""Days that an estimate is taken from where there is no earlier period of the length of the goal."""

ESTIMATE = {"estimate", "schatting"}
"""What is typed as the baseline to have it estimated from a period with gaps."""

NUMBERED_DAY = re.compile(r"(?<![\w/.-])[0-9]{1,2}[/-][0-9]{1,2}(?:[/-][0-9]{2,4})?(?![\w/-])")
"""A day in numbers within a sentence."""


class DraftReading(NamedTuple):
    """A draft as far as it could be read, and a refusal for each field that could not."""

    draft: GoalDraft
    problems: dict[str, KpituiError]
    suggested: dict[str, str]
    """What the sentence says of fields that nobody typed into, as if it had been typed there."""


class BaselineOffer(NamedTuple):
    """A baseline that could be measured from: the comparable period and what it was worth."""

    period: Comparable
    baseline: Baseline


def read_draft(workspace: Workspace, typed: Mapping[str, str]) -> DraftReading:
    """Return the draft that *typed* (field to text, see `FIELDS`) describes; empty fields mean: not yet.

    What the sentence in ``title`` says of the other fields is taken for them where nobody typed. Start, kind and
    baseline have defaults once enough is known: today, what suits the KPI, the first comparable period that has data.
    """
    read = suggestion(workspace, typed.get("title", ""), typed.get("kpi", ""))
    suggested = read.fields
    whole = with_suggestions(typed, suggested)
    if whole.get("baseline", "").strip().casefold() in ESTIMATE:
        # The word stands in the place of a figure: it is the answer to what is asked of a period with gaps.
        whole = {**whole, "baseline": "", "settled": f"{whole.get('settled', '')} estimate".strip()}
    form = _Form(workspace, whole)
    form.read("title", str)
    form.read("why", str)
    form.read("acceptable", str)
    form.read("kpi", form.outcome_of)
    form.read("type", lambda text: _one_of("type", text, tuple(GOAL_KINDS)))
    form.read("per", lambda text: _one_of("per", text, PERS))
    form.read("over", lambda text: _one_of("over", text, OVERS))
    form.read("keep", read_keep)
    for name, field in (("target", "target"), ("baseline", "baseline"), ("at_least", "low"), ("at_most", "high")):
        form.read_parts(name, lambda text, field=field: {field: form.number(text)})  # type: ignore[misc]
    form.read_parts("change", form.change)
    form.read_parts("measure", lambda text: {"measure": text not in ("no", "0")})
    form.read("start", workspace.read_day)
    form.read("deadline", lambda text: workspace.read_day(text, future=True))
    form.read_parts("compared", lambda text: _compared(workspace, text, form.fields))
    for name in ("drivers", "counters"):
        form.read(name, lambda text: _keys(workspace, text))
    form.read("settled", lambda text: tuple(text.split()))
    form.read("review", lambda text: _one_of("review", text, ("week", "month", "quarter")))
    _doubt_days(workspace, typed.get("title", ""), suggested)
    draft = GoalDraft(**form.fields)
    settled = [
        answer for answer, fields in _SETTLED_BY.items() if any(typed.get(field, "").strip() for field in fields)
    ]
    draft = draft._replace(settled=(*draft.settled, *settled))
    lasts = _length_said(typed, read.wish)
    if lasts is not None:
        draft = draft._replace(deadline=stretch_end(draft.start or workspace.today, *lasts))
    if form.outcome is not None:
        try:
            draft = _completed(workspace, form.outcome, draft, read.wish, lasts)
        except KpituiError as error:
            form.problems[error.field or "target"] = error
    if lasts is not None and draft.deadline is not None:
        whole["deadline"] = draft.deadline.isoformat()
    return DraftReading(
        draft, form.problems, {name: text for name, text in whole.items() if not typed.get(name, "").strip()}
    )


def _length_said(typed: Mapping[str, str], wish: Wish) -> tuple[int, int] | None:
    """Return how many months, or else days, the sentence says that the goal lasts; None where the last day is typed.

    The last day then follows from the first one, whoever said that.
    """
    if typed.get("deadline", "").strip() or {"deadline", "period"}.intersection(typed.get("released", "").split()):
        return None
    return wish.lasts


def _doubt_days(workspace: Workspace, sentence: str, suggested: Mapping[str, str]) -> None:
    """Put down the days of a sentence, such as 12/1, of which only the region that nobody set told the order."""
    taken = {suggested.get("start"), suggested.get("deadline")}
    for text in NUMBERED_DAY.findall(sentence):
        before = workspace.doubts
        try:
            meant = workspace.read_day(text, future=True).isoformat() in taken
        except KpituiError:
            meant = False
        if not meant:
            workspace.doubts = before  # numbers that the sentence does not mean as a day


class _Form:
    """Reads what was typed field by field, keeping what could be read apart from what was refused."""

    def __init__(self, workspace: Workspace, typed: Mapping[str, str]) -> None:
        self.workspace = workspace
        self.typed = typed
        self.fields: dict[str, Any] = {}
        self.problems: dict[str, KpituiError] = {}
        self.outcome: Kpi | None = None

    def read(self, name: str, reader: Callable[[str], Any]) -> None:
        """Read a field of the form into the field of the draft that has the same name."""
        self.read_parts(name, lambda text: {name: reader(text)})

    def read_parts(self, name: str, reader: Callable[[str], Mapping[str, Any]]) -> None:
        """Read a field of the form into the fields of the draft that *reader* names."""
        text = self.typed.get(name, "").strip()
        if text:
            try:
                self.fields.update(reader(text))
            except KpituiError as error:
                self.problems[name] = error

    def outcome_of(self, text: str) -> str:
        self.outcome = find_kpi(self.workspace, text)
        return self.outcome.key

    def number(self, text: str) -> float:
        style = self.workspace.settings.numbers
        if self.outcome is None:
            return parse_amount(text, decimal=style.decimal).value
        return parse_value(text, self.outcome.unit, kpi=self.outcome.name, style=style).value

    def change(self, text: str) -> dict[str, float]:
        """Read a change: points of a percentage, a percentage of what it was, or an amount in the unit of the KPI."""
        points = POINTS.fullmatch(text)
        style = self.workspace.settings.numbers
        if points and self.outcome and PERCENTAGE_POINTS.search(text):
            value = parse_points(points[1], self.outcome.unit, kpi=self.outcome.name, style=style)
            return {"change_points": value}
        if points:
            return {"change_points": parse_amount(points[1], decimal=style.decimal).value}
        amount = parse_amount(text, decimal=style.decimal)
        return {"change_percent": amount.value} if amount.unit == "%" else {"change_points": self.number(text)}


def suggested_type(workspace: Workspace, kpi: Kpi) -> GoalType:
    """Return how a goal on *kpi* is usually judged, by its kind and direction."""
    if kpi.direction == "band":
        return "recurring"
    if adds_up(workspace, kpi):
        return "total" if kpi.direction == "higher" else "cap"
    return "level"


def baseline_offers(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> list[BaselineOffer]:
    """Return the periods a goal may be compared with and what they were worth, the most fitting first.

    Periods without data are left out, and for a sum those of another length than the goal; nothing is offered before
    there is a deadline. A level is first of all compared with what it is when the goal begins.
    """

    def offers() -> list[BaselineOffer]:
        return _baseline_offers(workspace, kpi, draft)

    judged = (draft.start, draft.deadline, draft.type or suggested_type(workspace, kpi), draft.over, draft.per)
    return workspace.cached(("baseline offers", kpi.id, *judged), offers)


def untitled(draft: GoalDraft) -> GoalDraft:
    """Return *draft* without what a person says of it: what its figures are held against stays the same for it.

    In the wizard it is asked about at every letter, and few letters change a figure.
    """
    return draft._replace(title="", why="", acceptable="", review="")


def _baseline_offers(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> list[BaselineOffer]:
    start = draft.start or workspace.today
    kind = cast("GoalType", draft.type) or suggested_type(workspace, kpi)
    if draft.deadline is None or draft.deadline <= start or kind == "recurring":
        return []
    periods = comparable_periods(start, draft.deadline, workspace.today)
    first = min([period.start for period in periods] + [start])
    data = data_from(workspace, kpi, days_before(first, LOOK_BACK))
    if kind in SUMS:
        counted, pauses = counted_span(data, start, draft.deadline), _pauses(workspace)
        # Those of its own days come first; where one has more or fewer weeks, that of the weeks it counts.
        by_label: dict[str, Comparable] = {}
        for period in (*periods, *comparable_periods(*counted, workspace.today)):
            if not is_other_size(data, (period.start, period.end), counted, pauses):
                by_label.setdefault(period.label, period)
        periods = list(by_label.values())
    offers = []
    if kind == "level":
        now = level_before(data, min(start, workspace.today), _over(draft), _per(draft), _pauses(workspace))
        if now is not None and now.start is not None and now.end is not None:
            offers.append(
                BaselineOffer(Comparable(mark("the number at the start of the goal"), now.start, now.end), now)
            )
        if data.rule in ("last", "stamped"):
            return offers
    for period in periods:
        baseline = _measured(workspace, data, draft._replace(type=kind), period.start, period.end)
        if baseline is not None:
            offers.append(BaselineOffer(period, baseline))
    return offers


def comes_whole(workspace: Workspace, kpi: Kpi) -> bool:
    """Tell whether a KPI is of things that come whole, by its unit and by its numbers of the last year."""

    def whole() -> bool:
        values = whole_history(workspace, kpi).between(days_before(workspace.today, 365), workspace.today).values
        return bool(values) and is_counted(kpi, *values)

    result: bool = workspace.cached(("comes whole", kpi.id), whole)
    return result


def period_text(start: date, end: date) -> str:
    """Return a period as the field ``compared`` holds it: its first and last day with two dots between them."""
    return f"{start.isoformat()}..{end.isoformat()}"


def _completed(
    workspace: Workspace, kpi: Kpi, draft: GoalDraft, wish: Wish, lasts: tuple[int, int] | None
) -> GoalDraft:
    """Return *draft* with what follows from the rest: its kind, the edges of its periods, its baseline.

    *lasts* is how long the goal lasts where its last day follows from its first.
    """
    if not draft.type:
        given = "recurring" if draft.low is not None or draft.high is not None else ""
        falls = adds_up(workspace, kpi) and min(draft.change_percent or 0, draft.change_points or 0) < 0
        # Less of what adds up is a sum not to pass, also where more of it is better.
        usual = "cap" if falls else suggested_type(workspace, kpi)
        draft = draft._replace(type=given or ("level" if draft.over else usual))
    if draft.type == "recurring":
        return _recurring(workspace, kpi, draft, lasts)
    draft = draft._replace(low=None, high=None, keep=None)
    if draft.type == "level":
        if "down" in draft.settled:
            draft = draft._replace(down=True)
        elif draft.down is None and (wish.limit or wish.direction in ("more", "less")):
            draft = draft._replace(down=wish.limit or wish.direction == "less")
        if not draft.over and not draft.per and is_share_of_stock(workspace, kpi):
            draft = draft._replace(over=_over_of_share(workspace, kpi, draft))
    else:
        draft = draft._replace(per="", over="", down=None)
    draft = draft._replace(counted=not draft.per and comes_whole(workspace, kpi))
    plain = untitled(draft)
    measured = workspace.cached(("baseline", kpi.id, plain), lambda: _with_baseline(workspace, kpi, plain))
    return measured._replace(title=draft.title, why=draft.why, acceptable=draft.acceptable, review=draft.review)


def _over_of_share(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> str:
    """Return what the share of a stock is measured over where a sentence doesn't say it: by the nearest of its figures.

    2 % of the members who leave is a month's where 0.07 % leave a day. A month is also taken where there is none yet.
    Empty for a single step.
    """
    start = min(draft.start or workspace.today, workspace.today)
    data = data_from(workspace, kpi, days_before(start, LOOK_BACK))
    longer = {"day": ("", "week", "month"), "week": ("", "month")}.get(data.step)
    if longer is None:
        return ""
    figures = {}
    for over in longer:
        level = level_before(data, start, cast("Over", over) if over else None, None, _pauses(workspace))
        if level is not None and level.value and draft.target and (level.value > 0) == (draft.target > 0):
            figures[over] = abs(log(draft.target / level.value))
    return min(figures, key=lambda over: figures[over]) if figures else "month"


def _recurring(workspace: Workspace, kpi: Kpi, draft: GoalDraft, lasts: tuple[int, int] | None) -> GoalDraft:
    """Return the *draft* of a recurring goal: its period, and what one figure or the band of the KPI is an edge of.

    One that *lasts* twelve weeks has twelve whole ones, from the first that counts on.
    """
    rhythm = rhythm_of(workspace, kpi)
    per = draft.per or ("week" if rhythm == "day" else rhythm)
    low, high = draft.low, draft.high
    if low is None and high is None:
        if draft.target is not None:
            low, high = (None, draft.target) if kpi.direction == "lower" else (draft.target, None)
        elif kpi.direction == "band":
            low, high = kpi.band_low, kpi.band_high
    draft = draft._replace(target=None, change_percent=None, change_points=None, baseline=None, measure=False)
    if draft.start is None:
        data = data_of(workspace, kpi, days_before(workspace.today, LONGEST_DAYS["quarter"]), workspace.today)
        last = draft.deadline if lasts is None else None
        first = first_counted(cast("Per", per), data, last, _pauses(workspace))
        running = period_of(first.by, workspace.today, data.calendar)
        following = period_of(first.by, shifted(running.end, 1), data.calendar)
        other = running if first != running else following
        if last is not None and other.end > last:
            other = first
        if lasts is not None:
            draft = draft._replace(deadline=stretch_end(first.start, *lasts))
        draft = draft._replace(start=first.start, first_period=(first.start, first.end, other.start))
    return draft._replace(per=per, low=low, high=high, over="", down=None)


def _with_baseline(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> GoalDraft:
    """Return *draft* with its baseline: as typed, of the period named, else the first whole one that can be compared.

    What lacks too many days is not taken: it is the `gap`, unless an estimate of the whole was asked for.
    """
    if draft.baseline is not None or draft.measure:
        return draft
    if draft.baseline_start and draft.baseline_end:
        data = data_from(workspace, kpi, days_before(draft.baseline_start, LOOK_BACK))
        baseline = _measured(workspace, data, draft, draft.baseline_start, draft.baseline_end)
    else:
        offers = [offer.baseline for offer in baseline_offers(workspace, kpi, draft)]
        baseline = next((offer for offer in offers if is_whole(offer)), offers[0] if offers else None)
    recent = None if baseline is not None or draft.baseline_start else _recent(workspace, kpi, draft)
    baseline = baseline or recent
    if baseline is None:
        return draft  # a period that was chosen and has no numbers is named when the question is asked
    measured: Baseline | None = baseline
    if not is_whole(baseline) or recent is not None:
        if "estimate" not in draft.settled:
            if wants_change(draft):
                return draft._replace(gap=baseline, baseline_start=None, baseline_end=None)
            if (baseline.days or 0) < ENOUGH * (baseline.expected or 0):
                return draft._replace(baseline_start=None, baseline_end=None)
        measured = estimate_of(workspace, kpi, draft, baseline)
    elif wants_change(draft):
        with_gaps = draft.type in SUMS and (baseline.days or 0) < (baseline.expected or 0)
        estimate = estimate_of if with_gaps and "estimate" in draft.settled else _for_the_goal
        measured = estimate(workspace, kpi, draft, baseline)
    if measured is None:
        gap = baseline if wants_change(draft) else None
        return draft._replace(gap=gap, baseline_start=None, baseline_end=None)
    baseline = measured
    return draft._replace(
        baseline=baseline.value,
        baseline_start=baseline.start,
        baseline_end=baseline.end,
        baseline_days=baseline.days,
        baseline_expected=baseline.expected,
        baseline_low=baseline.low,
        baseline_high=baseline.high,
    )


def _recent(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> Baseline | None:
    """Return what the latest eight weeks with data came to, for a sum that has no earlier period of its own length.

    It is taken no further back than the first entry, and scaled to the length of the goal as an estimate.
    """
    if draft.type not in SUMS or not wants_change(draft) or draft.deadline is None:
        return None
    eve = shifted(workspace.today, -1)
    data = data_of(workspace, kpi, shifted(eve, 1 - RECENT_DAYS), eve)
    if not data.days:
        return None
    return _measured(workspace, data, draft, data.days[0], eve)


def estimate_of(workspace: Workspace, kpi: Kpi, draft: GoalDraft, baseline: Baseline) -> Baseline | None:
    """Return a *baseline* with gaps as an estimate, with its range, of as many days as the goal has.

    None where days of the week would be counted of which nobody can tell yet whether they are closed.
    """
    if baseline.start is None or baseline.end is None:
        return baseline
    if unseen_days(workspace, kpi, draft, baseline):
        return None
    data = data_from(workspace, kpi, days_before(baseline.start, LOOK_BACK))
    kind, pauses = cast("GoalType", draft.type), _pauses(workspace)
    span = _span(workspace, draft)
    if span is not None and kind in SUMS:
        span = counted_span(data, *span)
    return estimated(kind, baseline, data, span, over=_over(draft), per=_per(draft), pauses=pauses)


def unseen_days(workspace: Workspace, kpi: Kpi, draft: GoalDraft, baseline: Baseline) -> frozenset[int]:
    """Return the weekdays (Monday is 0) that a sum would be scaled to and of which nothing is known yet."""
    span = _span(workspace, draft)
    if baseline.start is None or baseline.end is None or draft.type not in SUMS:
        return frozenset()
    data = data_from(workspace, kpi, days_before(baseline.start, LOOK_BACK))
    unseen = unseen_weekdays(data, baseline.start, baseline.end, _pauses(workspace))
    if span is not None and other_length(baseline.start, baseline.end, (span[1] - span[0]).days + 1):
        unseen |= unseen_weekdays(data, *span)
    return unseen


def _span(workspace: Workspace, draft: GoalDraft) -> tuple[date, date] | None:
    start = draft.start or workspace.today
    return (start, draft.deadline) if draft.deadline is not None and draft.deadline >= start else None


def _for_the_goal(workspace: Workspace, kpi: Kpi, draft: GoalDraft, baseline: Baseline) -> Baseline | None:
    """Return a whole *baseline* as it can be compared: the sum of another number of days as that of the goal's."""
    start, end, begin = baseline.start, baseline.end, draft.start or workspace.today
    if draft.type not in SUMS or draft.deadline is None or start is None or end is None:
        return baseline
    data = data_from(workspace, kpi, days_before(start, LOOK_BACK))
    other = is_other_size(data, (start, end), counted_span(data, begin, draft.deadline), _pauses(workspace))
    return estimate_of(workspace, kpi, draft, baseline) if other else baseline


def _measured(workspace: Workspace, data: KpiData, draft: GoalDraft, start: date, end: date) -> Baseline | None:
    kind, pauses = cast("GoalType", draft.type), _pauses(workspace)
    # Today is not missing while it may still be logged.
    end = min(end, workspace.today if data.days and data.days[-1] == workspace.today else shifted(workspace.today, -1))
    if end < start:
        return None
    return baseline_of(kind, data, start, end, over=_over(draft), per=_per(draft), pauses=pauses)


def _over(draft: GoalDraft) -> Over | None:
    return cast("Over", draft.over) if draft.over else None


def _per(draft: GoalDraft) -> Per | None:
    return cast("Per", draft.per) if draft.per else None


def _pauses(workspace: Workspace) -> list[Pause]:
    return records.all_pauses(workspace.store)


def _compared(workspace: Workspace, text: str, fields: Mapping[str, Any]) -> dict[str, date]:
    """Read the period of a baseline: two days with dots between, ``2026-Q1``, or one of the words for it."""
    first, dots, last = text.partition("..")
    if dots:
        try:
            return {
                "baseline_start": workspace.read_day(first),
                "baseline_end": workspace.read_day(last),
            }
        except KpituiError as error:
            raise _no_period(text) from error
    if (named := _period_named(workspace, text)) is not None:
        return {"baseline_start": named.start, "baseline_end": named.end}
    start, deadline = fields.get("start") or workspace.today, fields.get("deadline")
    if text == "last-year" and deadline is not None and (before := a_year_earlier(start)) <= workspace.today:
        # The days of a year that is not over yet count as far as they are there.
        return {"baseline_start": before, "baseline_end": a_year_earlier(deadline)}
    words = {"last-year": mark("the same days last year"), "8-weeks": mark("the last 8 weeks")}
    if deadline is None and text in (*words, "previous"):
        raise Refused(mark("{value} depends on the deadline: choose that first"), field="compared", value=text)
    if deadline is not None and text in (*words, "previous"):
        for period in comparable_periods(start, deadline, workspace.today):
            if period.label == words.get(text, period.label) and (text in words or period.label not in words.values()):
                return {"baseline_start": period.start, "baseline_end": period.end}
    raise _no_period(text)


def _period_named(workspace: Workspace, text: str) -> Period | None:
    """Return the week, month, quarter or year of the last three years that *text* is the name of; None for none."""
    calendar, today = workspace.settings.calendar, workspace.today
    for by in BYS[1:]:
        for period in reversed(periods_between(by, shifted(today, -4 * 366), today, calendar)):
            if text.casefold() in (period.label.casefold(), period.label.removeprefix("FY").casefold()):
                return period
    try:
        named = parse_period(text, today, calendar)
    except KpituiError as error:
        raise _no_period(text) from error
    return named if named is not None and named.start <= today else None


def _no_period(text: str) -> Refused:
    message = mark("Can't compare with {value}. Try 2026-04-01..2026-06-30, 2026-Q1, last-year or previous")
    return Refused(message, field="compared", value=text)


def _keys(workspace: Workspace, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(find_kpi(workspace, part.strip()).key for part in text.split(",") if part.strip()))


def _one_of(field: str, text: str, accepted: tuple[str, ...]) -> str:
    if text not in accepted:
        raise Refused(
            mark("{value} is not possible here. Choose: {accepted}"),
            field=field,
            value=text,
            accepted=", ".join(accepted),
        )
    return text
