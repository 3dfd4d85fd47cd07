"""What was found about a goal, as sentences with their figures and days written for people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpitui.core.figures import NumberStyle, format_number, format_value
from kpitui.i18n import _
from kpitui.i18n.dates import day_text
from kpitui.i18n.harmless import harmless

if TYPE_CHECKING:
    from kpitui.core.smart import Finding


def finding_text(finding: Finding, unit: str, style: NumberStyle) -> tuple[str, str]:
    """Return the sentence of *finding* and that of its repair; figures are in *unit*, that of the KPI."""
    params = {name: _shown(name, value, unit, style) for name, value in finding.params.items()}
    return _(finding.message).format(**params), _(finding.repair).format(**params)


def _shown(name: str, value: object, unit: str, style: NumberStyle) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        plain = name in ("percent", "ratio", "effort")
        return (
            format_number(value, 0 if value == round(value) else 1, style)
            if plain
            else format_value(value, unit, style)
        )
    return harmless(str(value), 80)
