"""Calibration in sentences."""

from __future__ import annotations

import pytest

from kpitui.core.insight.calibration import FEWEST, Calibration, CalibrationRow
from kpitui.i18n import use
from kpitui.i18n.calibration import calibration_texts


def test_few_goals_are_called_few() -> None:
    """Each word has its line, and the last one says how many goals are still missing."""
    found = Calibration((CalibrationRow("likely", 3, 2, 2.1),), 3, 0.2)
    first, last = calibration_texts(found)
    assert "of 3 goals called likely, 2 came true" == first
    assert "3 finished goals" in last and str(FEWEST) in last


@pytest.mark.parametrize("language", ["en", "nl"])
def test_enough_goals_need_no_warning(language: str) -> None:
    """With enough goals the counts stand alone."""
    use(language)
    assert 1 == len(calibration_texts(Calibration((CalibrationRow("likely", FEWEST, 7, 7.1),), FEWEST, 0.2)))
