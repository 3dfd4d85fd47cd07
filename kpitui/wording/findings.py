"""What was found about a goal, as sentences with their figures and days written for people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpitui.core.figures import NumberStyle, format_number, format_value
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import day_text
from kpitui.wording.words import period_word

if TYPE_CHECKING:
    from kpitui.core.smart import Finding, Remedy
    from kpitui.services.goals.remedying import FixResult

PLAIN = ("percent", "ratio")
"""Figures that are not in the unit of the KPI."""

PRECISE = ("relative", "points")
"""Percentages that differ in their second decimal."""


def finding_text(finding: Finding, unit: str, style: NumberStyle) -> tuple[str, str]:
    """Return the sentence of *finding* and that of its repair; figures are in *unit*, that of the KPI."""
    params = {name: _shown(name, value, unit, style) for name, value in finding.params.items()}
    return _(finding.message).format(**params), _(finding.repair).format(**params)


def remedy_text(remedy: Remedy, finding: Finding, unit: str, style: NumberStyle) -> str:
    """Return what *remedy* does, in a few words, with its own figures and those of its finding."""
    params = {**finding.params, **remedy.params}
    return _(remedy.text).format(**{name: _shown(name, value, unit, style) for name, value in params.items()})


def fix_text(result: FixResult) -> str:
    """Return what a fix did beyond the form; empty when that is nothing."""
    texts = {
        "added": _("Added: {names}"),
        "zero": _("A day without a figure of {kpi} means 0 from now on"),
        "split": _("The other result is kept as a draft: {title}"),
        "noted": _("Kept as a note of today: {title}"),
    }
    names = ", ".join(result.names)
    return texts[result.did].format(names=names, kpi=names, title=names) if result.did else ""


def _shown(name: str, value: object, unit: str, style: NumberStyle) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        if name in PLAIN:
            return format_number(value, 0 if value == round(value) else 1, style)
        return format_value(value, unit, style, 2 if unit == "%" and name in PRECISE else None)
    if name == "period":
        return period_word(str(value))
    return harmless(_(str(value)) if name == "unit" else str(value), 80)
