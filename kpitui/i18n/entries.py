"""What is said of a figure that was just logged, besides itself."""

from __future__ import annotations

from kpitui.core.figures import NumberStyle, format_exact
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.dates import day_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date


def other_text(kpi: Kpi, day: date, value: float, style: NumberStyle, *, stands: bool) -> str:
    """Return which other figure the same week, month or quarter has, and which of the two counts."""
    said = (
        _("{value} of {day} still counts: it is the later day") if stands else _("takes the place of {value} of {day}")
    )
    return said.format(value=format_exact(value, kpi.unit, style, kpi.decimals), day=day_text(day, year=False))
