"""The benchmarks go with the engine that they measure."""

from __future__ import annotations

import importlib

import pytest

from benchmarks.chances import Outcome, by_luck, expected_calibration_error, if_right
from benchmarks.forecast import CHOICES, season_again, tasks


@pytest.mark.parametrize("name", CHOICES)
def test_a_cross_fit_chooses_among_values_of_constants_that_there_are(name: str) -> None:
    module, constant = name.split(".")
    engine = importlib.import_module(f"kpitui.core.insight.{module}")
    assert getattr(engine, constant) in CHOICES[name]


def test_what_luck_allows() -> None:
    """Right chances of a half score a quarter; of few goals they look as if they were wrong, of many they do not."""
    assert if_right([("a", 0.5), ("a", 1.0), ("b", 0.5)]) == pytest.approx((0.125 + 0.25) / 2)
    few, many = (
        [Outcome("a", 0.5, came_true=False, stretch=(number, 0)) for number in range(count)] for count in (10, 1000)
    )
    assert by_luck(few) > 0.2
    assert by_luck(many) < 0.05
    together = [outcome._replace(stretch=(0, 0)) for outcome in many]
    assert by_luck(together) == 0.5
    assert expected_calibration_error([(outcome.chance, outcome.came_true) for outcome in few]) == 0.5


def test_the_last_season_again_is_scored_as_the_engine_is() -> None:
    score = season_again(next(tasks()))
    assert 0 <= score.brier <= 1
    assert score.interval is not None and score.interval > 0
