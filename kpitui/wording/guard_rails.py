"""Cautions of the guard rails as sentences, with days and figures in the language in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpitui.core.figures import NumberStyle
from kpitui.core.guard_rails import Caution
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import day_text, weekdays_text
from kpitui.wording.numbers import difference


def caution_text(caution: Caution, kpi: Kpi, style: NumberStyle) -> tuple[str, str]:
    """Return what is the matter with *kpi*, and what to do about it."""
    params = {name: _shown(value, kpi, style) for name, value in caution.params.items()}
    return _(caution.message).format(**params), _(caution.repair).format(**params)


def rule_word(rule: str) -> str:
    """Return what a rule guards against, in a word or two."""
    return {
        "contradiction": _("goals that clash"),
        "stale": _("old numbers"),
        "closed": _("closed days"),
        "tunnel": _("tunnel vision"),
        "many": _("too many KPIs"),
        "undecided": _("not used"),
        "without goal": _("no goal"),
    }[rule]


def together_text(rule: str, names: Sequence[str]) -> str:
    """Return in one sentence that a rule found the same of several KPIs, called *names*."""
    template = {
        "undecided": _("you have made no decision with these for a quarter, and no goal uses them: {kpis}"),
        "without goal": _("no goal uses these: {kpis}"),
    }[rule]
    return template.format(kpis=", ".join(harmless(name, 60) for name in names))


def nothing_text() -> str:
    """Return that no rule found anything."""
    return _("All good: numbers up to date, not too many KPIs, each with a goal")


def _shown(value: object, kpi: Kpi, style: NumberStyle) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, float):
        return difference(kpi, value, style, signed=True)
    return weekdays_text(value) if isinstance(value, tuple) else harmless(str(value), 80)
