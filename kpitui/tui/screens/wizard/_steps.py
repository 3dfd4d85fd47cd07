"""The steps of the goal wizard: which letter, what it asks, which fields it has. One row each.

What a field accepts is decided by `kpitui.services.goals.form`, what a goal still lacks by `kpitui.core.smart`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from kpitui.core.errors import mark
from kpitui.core.figures import NumberStyle
from kpitui.core.goal import OVERS, PERS
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.core.pace import GOAL_KINDS
from kpitui.core.smart import GoalDraft
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.goals.form import BaselineOffer, DraftReading, baseline_offers, period_text
from kpitui.services.goals.goal_parsing import suggestion, with_suggestions
from kpitui.services.reading import days_before, shown_kpis, whole_history
from kpitui.services.workspace import Workspace
from kpitui.tui.screens.wizard._marked import SentenceField
from kpitui.tui.widgets.form import ChoiceField, Field, SeveralField, TextField
from kpitui.wording.dates import day_text, full_day_text
from kpitui.wording.findings import DraftWording, typed_baseline_text
from kpitui.wording.words import every_word, over_word, period_word, type_word


class StepContext(NamedTuple):
    """What the fields of a step may be made from."""

    typed: Mapping[str, str]
    kpis: tuple[Kpi, ...]
    offers: tuple[tuple[str, str], ...]
    """The periods to compare with, each as the text of the field ``compared`` and a title."""
    sentence: Mapping[str, str]
    """What the sentence says of the fields, whatever was typed into them."""
    draft: GoalDraft
    kpi: Kpi | None
    """The outcome KPI."""
    has_numbers: bool
    """Whether it has any numbers of the last year."""
    style: NumberStyle
    today: date


class WizardStep(NamedTuple):
    """One step of the wizard."""

    letter: str
    """S, M, A, R or T."""
    question: str
    """What it asks, untranslated."""
    fields: Callable[[StepContext], list[Field]]


def offer_title(offer: BaselineOffer, value: str) -> str:
    """Return how a period to compare with stands in the list: what it is and its worth; its days are told below."""
    return f"{_(offer.period.label)}: {value}"


def _text(context: StepContext, name: str, label: str, hint: str = "") -> TextField:
    return TextField(name, label, context.typed.get(name, ""), hint=hint or hints(context).get(name, ""))


def hints(context: StepContext) -> dict[str, str]:
    """Return the hints, by field, that depend on what is filled in elsewhere and on the numbers that there are."""
    return {
        "change": _change_hint(context.kpi),
        "baseline": _baseline_hint(context),
        "start": _start_hint(context),
        "deadline": _day_hint(context, "deadline") or _("the last day that counts: 31 December, end of Q2, 2027-06-30"),
        "drivers": _drivers_hint(context),
    }


def _change_hint(kpi: Kpi | None) -> str:
    if kpi is not None and kpi.unit == "%":
        return _("15%, or 4pp for 4 percentage points. You can also type the target")
    return _("15%, or an amount such as 500. You can also type the target")


def _baseline_hint(context: StepContext) -> str:
    """Return what an empty baseline means now, and what a number in it is taken for."""
    draft, kpi = context.draft, context.kpi
    if kpi is None:
        return _("the number to compare with. Choose the KPI first")
    if draft.measure:
        return _("leave empty to measure it in the next four weeks")
    meaning = typed_baseline_text(draft, context.today)
    if context.typed.get("baseline", "").strip():
        return meaning or _("the number to compare with")
    if draft.baseline is not None:
        value = DraftWording(draft, kpi, context.style, context.today).value(draft.baseline)
        return _("leave empty to use your own numbers: {value}").format(value=value)
    nothing = _("there are no numbers to compare with yet")
    if draft.gap is not None:
        nothing = _("your own numbers are not enough: choose below what to do, or type the baseline")
    elif context.has_numbers and draft.deadline is None:
        nothing = _("choose the deadline first. Leave this empty to use your own numbers")
    elif meaning:
        nothing = f"{nothing}; {meaning}"
    return nothing


def _start_hint(context: StepContext) -> str:
    draft = context.draft
    if draft.type == "recurring" and draft.start is not None and not context.sentence.get("start"):
        return _("leave empty for the first day of the current period")
    return _day_hint(context, "start") or _("leave empty for today")


def _day_hint(context: StepContext, name: str) -> str:
    """Return which day an empty field means where the sentence names one; nothing where it does not."""
    text = context.sentence.get(name, "")
    return (
        _("leave empty for {day}, as in your sentence").format(day=day_text(date.fromisoformat(text))) if text else ""
    )


def _drivers(context: StepContext) -> frozenset[str]:
    """Return the keys of the KPIs that can be acted upon, which a formula of others is not."""
    outcome = context.draft.kpi
    return frozenset(kpi.key for kpi in context.kpis if KINDS[kpi.kind].rule != "formula" and kpi.key != outcome)


def _drivers_hint(context: StepContext) -> str:
    if not _drivers(context):
        return _("a KPI you can influence yourself. You have only this one so far")
    return _("KPIs you can influence yourself. Press space to add the one you see")


def _specific(context: StepContext) -> list[Field]:
    hint = _("one result, with a number and a date: 15% more revenue by the end of Q2")
    return [SentenceField("title", _("Goal"), context.typed.get("title", ""), hint=hint)]


def _measurable(context: StepContext) -> list[Field]:
    kpis = [("", _("choose with ← →")), *((kpi.key, harmless(kpi.name, 40)) for kpi in context.kpis)]
    types = [("", _("automatic")), *((kind, type_word(kind)) for kind in GOAL_KINDS)]
    fields: list[Field] = [
        ChoiceField("kpi", "KPI", kpis, context.typed.get("kpi", "")),
        ChoiceField("type", _("Type of goal"), types, context.typed.get("type", "")),
    ]
    if context.typed.get("type") == "recurring":
        periods = [("", _("automatic")), *((per, every_word(per)) for per in PERS)]
        keep = _("leave empty for every period. 9/10 means 9 of 10 periods")
        return [
            *fields,
            ChoiceField("per", _("Period"), periods, context.typed.get("per", "")),
            _text(context, "at_least", _("At least")),
            _text(context, "at_most", _("At most")),
            _text(context, "keep", _("How often"), keep),
        ]
    fields.append(_text(context, "change", _("Change")))
    fields.append(_text(context, "target", _("Target")))
    if context.typed.get("type") == "level":
        stretches = [("", _("automatic")), *((over, over_word(over)) for over in OVERS)]
        fields.append(ChoiceField("over", _("Measured over"), stretches, context.typed.get("over", "")))
    if context.offers:
        compared = context.typed.get("compared", "") or _period_compared(context.draft)
        fields.append(ChoiceField("compared", _("Compared with"), context.offers, compared))
    fields.append(_text(context, "baseline", _("Baseline")))
    first = [("", _("no")), ("yes", _("yes: the target is filled in after four weeks"))]
    fields.append(ChoiceField("measure", _("Measure first"), first, context.typed.get("measure", "")))
    return fields


def _period_compared(draft: GoalDraft) -> str:
    """Return the period that a draft is compared with now, as the field holds it."""
    start, end = draft.baseline_start, draft.baseline_end
    if draft.gap is not None:
        start, end = draft.gap.start, draft.gap.end
    return period_text(start, end) if start and end else ""


def _acceptable(context: StepContext) -> list[Field]:
    whole = [_text(context, "acceptable", _("Acceptable"))] if context.typed.get("acceptable") else []
    return [
        *whole,
        _text(context, "effort", _("Time and money"), _("4 hours a week, 200 euros of ads")),
        _text(context, "hands", _("In your control"), _("what you can do yourself, and where you depend on others")),
        _text(context, "agreed", _("Agreed with"), _("who needs to agree: you, a partner, a client")),
    ]


def _results_oriented(context: StepContext) -> list[Field]:
    others = [(kpi.key, harmless(kpi.name, 40)) for kpi in context.kpis if kpi.key != context.draft.kpi]
    drivers = [(key, name) for key, name in others if key in _drivers(context)]
    worse = _("KPIs that must not get worse along the way. Press space to add the one you see")
    return [
        _text(
            context, "why", _("Why"), _("what your business gets out of it, and what you will do if the number moves")
        ),
        SeveralField("drivers", _("Drivers"), drivers, context.typed.get("drivers", ""), hint=_drivers_hint(context)),
        SeveralField("counters", _("Must not get worse"), others, context.typed.get("counters", ""), hint=worse),
    ]


def _day(context: StepContext, name: str, label: str) -> TextField:
    """Return the field of a day, written as days are everywhere else."""
    text = context.typed.get(name, "")
    with suppress(ValueError):  # or as it was typed
        text = full_day_text(date.fromisoformat(text))
    return TextField(name, label, text, hint=hints(context)[name])


def _time_bound(context: StepContext) -> list[Field]:
    rhythms = [(by, period_word(by)) for by in ("week", "month", "quarter")]
    return [
        _day(context, "start", _("Start")),
        _day(context, "deadline", _("Deadline")),
        ChoiceField("review", _("Review every"), rhythms, context.typed.get("review", "") or "week"),
    ]


FIRST_OF = {"acceptable": "effort", "change_percent": "change", "low": "at_least", "high": "at_most", "gap": "baseline"}
"""The field of the form where a field of the draft is filled in, where they differ."""

STEPS: tuple[WizardStep, ...] = (
    WizardStep("S", mark("What result do you want?"), _specific),
    WizardStep("M", mark("Which KPI shows the result, and where should it end up?"), _measurable),
    WizardStep("A", mark("What will it cost you, and is it in your control?"), _acceptable),
    WizardStep("R", mark("What's in it for you, and how will you get there?"), _results_oriented),
    WizardStep("T", mark("When does it start and end?"), _time_bound),
)


def step_context(workspace: Workspace, typed: Mapping[str, str], reading: DraftReading | None) -> StepContext:
    """Return what the fields are made from: what is *typed*, what was read of it, and what the database has."""
    kpis = shown_kpis(workspace)
    draft = reading.draft if reading else GoalDraft()
    kpi = next((kpi for kpi in kpis if kpi.key == draft.kpi), None)
    style, today = workspace.settings.numbers, workspace.today
    offers: tuple[tuple[str, str], ...] = ()
    if kpi is not None:
        wording = DraftWording(draft, kpi, style, today)
        offers = tuple(
            (period_text(offer.period.start, offer.period.end), offer_title(offer, wording.value(offer.baseline.value)))
            for offer in baseline_offers(workspace, kpi, draft)
        )
    return StepContext(
        with_suggestions(typed, reading.suggested if reading else {}),
        kpis,
        offers,
        sentence=suggestion(workspace, typed.get("title", ""), typed.get("kpi", "")).fields,
        draft=draft,
        kpi=kpi,
        has_numbers=kpi is not None
        and bool(whole_history(workspace, kpi).between(days_before(today, 365), today).days),
        style=style,
        today=today,
    )
