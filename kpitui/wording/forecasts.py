"""A forecast in one plain sentence: between what and what, until when, and what is most likely."""

from __future__ import annotations

from datetime import date

from kpitui.core.figures import NumberStyle
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.wording.dates import day_text
from kpitui.wording.numbers import estimates_together


def forecast_text(
    kpi: Kpi, last: date, edges: tuple[float, float, float], style: NumberStyle, coverage: float = 0.8
) -> str:
    """Return where a KPI is likely to go: the sum until the day *last*, or what it is on that day.

    *edges* are low, middle and high of it; *coverage* is the share of outcomes between the first and the last.
    """
    template = (
        _("a total between {low} and {high} up to {day}, most likely about {middle} ({chance})")
        if KINDS[kpi.kind].rule == "sum"
        else _("between {low} and {high} on {day}, most likely about {middle} ({chance})")
    )
    low, middle, high = estimates_together(kpi, edges, style)
    return template.format(low=low, middle=middle, high=high, day=day_text(last), chance=outcomes_text(coverage))


def outcomes_text(coverage: float) -> str:
    """Return how many outcomes lie in a range: ``8 in 10 outcomes``."""
    hundredths = round(100 * coverage)
    if hundredths % 10:
        return _("{n} in 100 outcomes").format(n=hundredths)
    return _("{n} in 10 outcomes").format(n=hundredths // 10)
