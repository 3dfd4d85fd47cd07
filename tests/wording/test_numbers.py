"""Figures as text: values with their unit, differences between percentages as points."""

from __future__ import annotations

from kpitui.core.figures import NumberStyle
from kpitui.core.model import Kpi
from kpitui.i18n import use
from kpitui.wording.numbers import difference, difference_as_written, written

STYLE = NumberStyle(",", ".")
EURO, SHARE, TIME = Kpi(1, "e", "E", "flow", "EUR"), Kpi(2, "s", "S", "sample", "%"), Kpi(3, "t", "T", "flow", "h")


def test_a_value_and_a_difference() -> None:
    """Euros stay euros; between two percentages lie points."""
    use("nl")
    assert written(EURO, 1250.0, STYLE) == "€ 1.250"
    assert difference(EURO, 12.5, STYLE, signed=True) == "+€ 12,50"
    assert difference(SHARE, 1.26, STYLE) == "1,3 procentpunt"
    assert difference(SHARE, 1.26, STYLE, signed=True) == "+1,3 procentpunt"


def test_a_difference_is_that_of_the_figures_as_they_are_written() -> None:
    """€ 35.192 is € 474 more than € 34.718, and 2,92% 0,07 points more than 2,85%, whatever lies behind them."""
    use("nl")
    for kpi, before, after, apart in (
        (EURO, 34_717.60, 35_192.20, "+€ 474"),  # 474.60 apart
        (EURO, 517.60, 592.25, "+€ 74,65"),
        (SHARE, 2.8549, 2.9151, "+0,07 procentpunt"),  # 2,85 and 2,92; 0.0602 apart
        (SHARE, 2.84, 4.26, "+1,5 procentpunt"),  # 2,8 and 4,3
        (TIME, 1.259, 2.241, "+0 h 58"),
    ):
        assert difference_as_written(kpi, before, after, STYLE, signed=True) == apart
