"""Cautions as sentences."""

from __future__ import annotations

from datetime import date

from kpitui.core.figures import NumberStyle
from kpitui.core.guard_rails import CounterHarm, cautions
from kpitui.core.model import Kpi
from kpitui.wording.guard_rails import caution_text, rule_word

CONVERSION = Kpi(1, "conversion", "Conv\x1b[31mersion", "ratio", "%")


def test_days_and_differences_are_written_and_names_are_harmless() -> None:
    """A difference of percentages is points, with its sign; an escape sequence in a name is shown, not sent."""
    (caution,) = cautions((), [CounterHarm("More", CONVERSION, date(2026, 10, 1), -1.5)], date(2026, 11, 23))
    text, repair = caution_text(caution, CONVERSION, NumberStyle(",", "."))
    assert "1 Oct 2026" in text
    assert "-1,5 percentage points" in text or "−1,5 percentage points" in text
    assert "\x1b" not in text
    assert repair
    assert rule_word(caution.rule) == "tunnel vision"
