"""A figure of a period and its difference with an earlier one, in words: what is "at least" says so on both."""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.core.aggregation import PeriodValue
from kpitui.core.comparison import Comparison
from kpitui.core.figures import NumberStyle, decimals_together, is_hours
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.figures import difference, written


def alike(kpi: Kpi, found: Sequence[PeriodValue]) -> Kpi:
    """Return *kpi* with as many decimals as all of *found* have, to write what stands in one table or sentence."""
    if is_hours(kpi.unit):
        return kpi
    values = [each.value for each in found if each.value is not None]
    return kpi._replace(decimals=decimals_together(values, kpi.unit, kpi.decimals))


def period_text(kpi: Kpi, found: PeriodValue, style: NumberStyle) -> str:
    """Return the value of a period: ``at least € 519``; where there is none, why."""
    if found.value is None:
        return _("can't be added up") if found.refused else _("no data")
    value = written(kpi, found.value, style)
    if found.at_least:
        return _("at least {value}").format(value=value)
    return _("{value}, incomplete").format(value=value) if found.incomplete else value


def difference_text(kpi: Kpi, compared: Comparison, style: NumberStyle) -> str:
    """Return by how much a period differs from the earlier one, with a sign; a dash where that is not known."""
    if compared.difference is None:
        return "-"
    value = difference(kpi, compared.difference, style, signed=True)
    words = {
        "exact": "{value}",
        "at least": _("at least {value}"),
        "at most": _("at most {value}"),
        "incomplete": _("{value}, incomplete"),
    }
    return words[compared.bound].format(value=value)
