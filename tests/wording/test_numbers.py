"""Figures as text: values with their unit, differences between percentages as points."""

from __future__ import annotations

from kpitui.core.figures import NumberStyle
from kpitui.core.model import Kpi
from kpitui.i18n import use
from kpitui.wording.numbers import difference, written

STYLE = NumberStyle(",", ".")
EURO, SHARE = Kpi(1, "e", "E", "flow", "EUR"), Kpi(2, "s", "S", "sample", "%")


def test_a_value_and_a_difference() -> None:
    """Euros stay euros; between two percentages lie points."""
    use("nl")
    assert written(EURO, 1250.0, STYLE) == "€ 1.250"
    assert difference(EURO, 12.5, STYLE, signed=True) == "+€ 12,50"
    assert difference(SHARE, 1.26, STYLE) == "1,3 procentpunt"
    assert difference(SHARE, 1.26, STYLE, signed=True) == "+1,3 procentpunt"
