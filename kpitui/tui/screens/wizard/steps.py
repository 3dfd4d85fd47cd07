"""The steps of the goal wizard: which letter, what it asks, which fields it has. One row each.

What a field accepts is decided by `kpitui.services.goals.form`, what a goal still lacks by `kpitui.core.smart`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from kpitui.core.errors import mark
from kpitui.core.goal import OVERS, PERS
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.goals.form import TYPES, BaselineOffer
from kpitui.tui.widgets.fields import ChoiceField, Field, TextField
from kpitui.wording.words import every_word, over_word, period_word, type_word


class StepContext(NamedTuple):
    """What the fields of a step may be made from."""

    typed: Mapping[str, str]
    kpis: tuple[Kpi, ...]
    offers: tuple[tuple[str, str], ...]
    """The periods to compare with, each as the text of the field ``compared`` and a title."""


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
    return TextField(name, label, context.typed.get(name, ""), hint=hint)


def _specific(context: StepContext) -> list[Field]:
    return [
        _text(context, "title", _("Goal"), _("one result, with a number and a date: 15% more revenue by the end of Q2"))
    ]


def _measurable(context: StepContext) -> list[Field]:
    kpis = [("", _("choose with ← →")), *((kpi.key, harmless(kpi.name, 40)) for kpi in context.kpis)]
    types = [("", _("automatic")), *((kind, type_word(kind)) for kind in TYPES)]
    fields: list[Field] = [
        ChoiceField("kpi", "KPI", kpis, context.typed.get("kpi", "")),
        ChoiceField("type", _("Type of goal"), types, context.typed.get("type", "")),
    ]
    if context.typed.get("type") == "recurring":
        periods = [("", _("automatic")), *((per, every_word(per)) for per in PERS)]
        keep = _("empty is every one; 9/10 is nine of ten")
        return [
            *fields,
            ChoiceField("per", _("Every"), periods, context.typed.get("per", "")),
            _text(context, "at_least", _("At least")),
            _text(context, "at_most", _("At most")),
            _text(context, "keep", _("In how many"), keep),
        ]
    fields.append(
        _text(context, "change", _("Change"), _("15%, or 4pp for four percentage points; or give the target itself"))
    )
    fields.append(_text(context, "target", _("Target")))
    if context.typed.get("type") == "level":
        stretches = [("", _("automatic")), *((over, over_word(over)) for over in OVERS)]
        fields.append(ChoiceField("over", _("Measured over"), stretches, context.typed.get("over", "")))
    if context.offers:
        fields.append(ChoiceField("compared", _("Compared with"), context.offers, context.typed.get("compared", "")))
    fields.append(
        _text(
            context, "baseline", _("Baseline"),
            _("leave empty to use your own numbers") if context.offers
            else _("leave empty: filled in from your own numbers once there is a deadline"),
        )
    )  # fmt: skip
    first = [("", _("no")), ("yes", _("yes: in the next four weeks; then the target follows"))]
    fields.append(ChoiceField("measure", _("Measure first"), first, context.typed.get("measure", "")))
    return fields


def _acceptable(context: StepContext) -> list[Field]:
    whole = [_text(context, "acceptable", _("Acceptable"))] if context.typed.get("acceptable") else []
    return [
        *whole,
        _text(context, "effort", _("Time and money"), _("4 hours a week, 200 euros of ads")),
        _text(context, "hands", _("In your control"), _("what you can do yourself, and where you depend on others")),
        _text(context, "agreed", _("Agreed with"), _("who needs to agree: you, a partner, a client")),
    ]


def _results_oriented(context: StepContext) -> list[Field]:
    keys = ", ".join(kpi.key for kpi in context.kpis if KINDS[kpi.kind].rule != "formula")[:60]
    return [
        _text(
            context, "why", _("Why"), _("what your business gets out of it, and what you will do if the number moves")
        ),
        _text(context, "drivers", _("Drivers"), _("KPIs you can influence yourself: {keys}").format(keys=keys)),
        _text(context, "counters", _("Must not get worse"), _("KPIs that must not get worse along the way")),
    ]


def _time_bound(context: StepContext) -> list[Field]:
    rhythms = [(by, period_word(by)) for by in ("week", "month", "quarter")]
    return [
        _text(context, "start", _("Start"), _("empty is today")),
        _text(context, "deadline", _("Deadline"), _("the last day that counts: 31 december, end of Q2, 2027-06-30")),
        ChoiceField("review", _("Review every"), rhythms, context.typed.get("review", "") or "week"),
    ]


FIRST_OF = {"acceptable": "effort", "change_percent": "change", "low": "at_least", "high": "at_most", "gap": "baseline"}
"""The field of the form where a field of the draft is filled in, where they differ."""

STEPS: tuple[WizardStep, ...] = (
    WizardStep("S", mark("What result do you want?"), _specific),
    WizardStep("M", mark("Which KPI shows it, and where should it end up?"), _measurable),
    WizardStep("A", mark("What will it cost you, and is it in your hands?"), _acceptable),
    WizardStep("R", mark("What's in it for you, and how will you get there?"), _results_oriented),
    WizardStep("T", mark("When does it start and end?"), _time_bound),
)
