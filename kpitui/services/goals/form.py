"""From what somebody typed about a goal, field by field, to a draft that can be tested; used by wizard and shell.

What is not yet readable stays out of the draft and comes back as a refusal at its field, so that nothing typed is
ever lost. What a complete goal needs is decided by `kpitui.core.smart`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, cast

from kpitui.core.amount import parse_amount, parse_points, parse_value
from kpitui.core.baseline import Comparable, baseline_of, comparable_periods
from kpitui.core.day import parse_day
from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.goal import SUMS, Baseline, Shape
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.smart import GoalDraft
from kpitui.core.smart.targets import with_third
from kpitui.core.wish_words import PERIOD_OF
from kpitui.i18n import _
from kpitui.services.entering import find_kpi
from kpitui.services.goals.wishing import DAYS_OF, suggestion, with_suggestions
from kpitui.services.reading import history_of
from kpitui.services.workspace import Workspace

FIELDS = (
    "title",
    "kpi",
    "shape",
    "target",
    "low",
    "change",
    "compared",
    "baseline",
    "start",
    "deadline",
    "rate",
    "acceptable",
    "effort",
    "hands",
    "agreed",
    "why",
    "drivers",
    "counters",
    "review",
    "settled",
)
"""Every field, in the order of the wizard."""

SHAPES = ("cumulative", "level", "reduce", "cap", "band")

POINTS = re.compile(r"(.+?)\s*(?:pp|points?|punten|procentpunt(?:en)?|percentage points?)", re.IGNORECASE)

PERCENTAGE_POINTS = re.compile(r"pp|percentage|procent", re.IGNORECASE)
"""Of points, those of a percentage; others may be those of a score."""

RATE = re.compile(
    rf"(?P<figure>.+?)(?:\s*(?:/|\b(?:per|a|an|each|every|elke|ieder|iedere)\b)\s*(?P<per>{'|'.join(PERIOD_OF)}))?",
    re.IGNORECASE,
)
"""``500 a week``, ``500/week``, ``500 per week``; without a period a day is meant."""

ACCEPTABLE = (
    ("acceptable", "{text}"),
    ("effort", mark("it takes: {text}")),
    ("hands", mark("in own hands: {text}")),
    ("agreed", mark("agreed by: {text}")),
)
"""What makes a goal acceptable, field by field, and how each part is written in the goal."""


class Reading(NamedTuple):
    """A draft as far as it could be read, and a refusal for each field that could not."""

    draft: GoalDraft
    problems: dict[str, KpituiError]
    suggested: dict[str, str]
    """What the sentence says of fields that nobody typed into, as if it had been typed there."""


class Offer(NamedTuple):
    """A baseline that could be measured from: the comparable period and what it was worth."""

    period: Comparable
    baseline: Baseline


def read_draft(workspace: Workspace, typed: Mapping[str, str]) -> Reading:
    """Return the draft that *typed* (field to text, see `FIELDS`) describes; empty fields mean: not yet.

    What the sentence in ``title`` says of the other fields is taken for them where nobody typed. Start, shape and
    baseline have defaults once enough is known: today, what suits the KPI, the first comparable period that has data.
    """
    suggested = suggestion(workspace, typed.get("title", "")).fields
    whole = with_suggestions(typed, suggested)
    form = _Form(workspace, whole)
    form.read("title", str)
    form.read("why", str)
    if acceptable := _acceptable(whole):
        form.fields["acceptable"] = acceptable
    form.read("kpi", form.outcome_of)
    form.read("shape", lambda text: _one_of("shape", text, SHAPES))
    for name in ("target", "low", "baseline"):
        form.read(name, form.number)
    form.read_parts("change", form.change)
    form.read_parts("compared", _compared)
    form.read("start", lambda text: parse_day(text, workspace.today))
    form.read("deadline", lambda text: parse_day(text, workspace.today, future=True))
    for name in ("drivers", "counters"):
        form.read(name, lambda text: _keys(workspace, text))
    form.read("rate", form.rate)
    form.read("settled", lambda text: tuple(text.split()))
    form.read("review", lambda text: _one_of("review", text, ("week", "month", "quarter")))
    draft = GoalDraft(**form.fields)
    if form.outcome is not None:
        try:
            draft = _completed(workspace, form.outcome, draft)
        except KpituiError as error:
            form.problems[error.field or "rate"] = error
    return Reading(
        draft, form.problems, {name: text for name, text in whole.items() if not typed.get(name, "").strip()}
    )


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

    def rate(self, text: str) -> float:
        """Read what a day is to bring, from what a day, a week, a month or another period is to bring."""
        found = RATE.fullmatch(text.strip())
        per = PERIOD_OF[found["per"].casefold()] if found and found["per"] else "day"
        return self.number(found["figure"] if found else text) / DAYS_OF[per]


def suggested_shape(kpi: Kpi) -> Shape:
    """Return how a goal on *kpi* is usually judged, by its kind and direction."""
    if kpi.direction == "band":
        return "band"
    if KINDS[kpi.kind].rule == "sum":
        return "cumulative" if kpi.direction == "higher" else "cap"
    return "level" if kpi.direction == "higher" else "reduce"


def baseline_offers(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> list[Offer]:
    """Return the periods a goal may be compared with and what they were worth, the most fitting first.

    Periods without enough data are left out, and for a sum those of another length than the goal; nothing is offered
    before there is a deadline.
    """
    start = draft.start or workspace.today
    if draft.deadline is None or draft.deadline <= start:
        return []
    shape = cast("Shape", draft.shape) or suggested_shape(kpi)
    offers = []
    for period in comparable_periods(start, draft.deadline, workspace.today):
        if shape in SUMS and abs((draft.deadline - start) - (period.end - period.start)).days > 3:
            continue
        baseline = _measured(workspace, kpi, shape, period.start, period.end)
        if baseline is not None:
            offers.append(Offer(period, baseline))
    return offers


def period_text(start: date, end: date) -> str:
    """Return a period as the field ``compared`` holds it: its first and last day with two dots between them."""
    return f"{start.isoformat()}..{end.isoformat()}"


def _acceptable(typed: Mapping[str, str]) -> str:
    """Return the parts of what makes a goal acceptable as one text, in the language in force."""
    parts = ((form, typed.get(field, "").strip()) for field, form in ACCEPTABLE)
    return "; ".join(_(form).format(text=text) for form, text in parts if text)


def _completed(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> GoalDraft:
    """Return *draft* with what follows from the rest: shape, baseline, and the third of target, deadline and rate."""
    if not draft.shape:
        draft = draft._replace(shape=suggested_shape(kpi))
    return with_third(_with_baseline(workspace, kpi, with_third(draft, workspace.today)), workspace.today)


def _with_baseline(workspace: Workspace, kpi: Kpi, draft: GoalDraft) -> GoalDraft:
    if draft.baseline is not None:
        return draft._replace(baseline_start=None, baseline_end=None)
    if draft.shape == "band":
        return draft
    if draft.baseline_start and draft.baseline_end:
        shape = cast("Shape", draft.shape)
        found = _measured(workspace, kpi, shape, draft.baseline_start, draft.baseline_end)
    else:
        offers = baseline_offers(workspace, kpi, draft)
        found = offers[0].baseline if offers else None
    if found is None:
        return draft
    value, start, end, days = found
    return draft._replace(baseline=value, baseline_start=start, baseline_end=end, baseline_days=days)


def _measured(workspace: Workspace, kpi: Kpi, shape: Shape, start: date, end: date) -> Baseline | None:
    return baseline_of(shape, history_of(workspace, kpi, start, min(end, workspace.today)), start, end)


def _compared(text: str) -> dict[str, date]:
    try:
        start, end = (date.fromisoformat(part.strip()) for part in text.split(".."))
    except ValueError as error:
        raise Refused(
            mark("{value} is not a period; accepted is its first and last day, as in 2026-04-01..2026-06-30"),
            field="compared",
            value=text,
        ) from error
    return {"baseline_start": start, "baseline_end": end}


def _keys(workspace: Workspace, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(find_kpi(workspace, part.strip()).key for part in text.split(",") if part.strip()))


def _one_of(field: str, text: str, accepted: tuple[str, ...]) -> str:
    if text not in accepted:
        raise Refused(
            mark("{value} is not accepted here; accepted are: {accepted}"),
            field=field,
            value=text,
            accepted=", ".join(accepted),
        )
    return text
