"""Figures and days as sources write them."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import SourceMetric, day_of, figure, figures_of
from tests.extras.pull.sources.conftest import place

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(("value", "expected"), [(5, 5.0), ("2541", 2541.0), (0, 0.0), ("-1.5", -1.5)])
def test_a_figure(value: object, expected: float) -> None:
    """A number, or a text that is one."""
    assert figure(place("json", {"a": "orders"}), "a", DAY, value) == SourceMetric("orders", DAY, expected)


@pytest.mark.parametrize("value", [None, ""])
def test_no_figure(value: object) -> None:
    """Nothing is not zero."""
    assert figure(place("json", {"a": "orders"}), "a", DAY, value) is None


def test_a_row_of_figures() -> None:
    """Each under the key of its KPI, in their order, without those that have no value."""
    cells = [("a", DAY, "5"), ("b", DAY, None), ("b", DAY, 0)]
    assert figures_of(place("json", {"a": "orders", "b": "visits"}), cells) == [
        SourceMetric("orders", DAY, 5.0),
        SourceMetric("visits", DAY, 0.0),
    ]


@pytest.mark.parametrize("value", [True, "many", "nan", "1e400", "1_000", [1], {"a": 1}, 10**400, float("inf")])
def test_what_is_no_number(value: object) -> None:
    """It is refused by its name, never taken for 0."""
    with pytest.raises(Refused, match="not a number"):
        figure(place("json", {"a": "orders"}), "a", DAY, value)


def test_a_fraction_becomes_a_percentage() -> None:
    """A figure is multiplied by its scale."""
    assert figure(place("ga4", {"a": "bounce"}, scale={"a": 100.0}), "a", DAY, "0.25") == SourceMetric(
        "bounce", DAY, 25.0
    )


@pytest.mark.parametrize("text", ["2026-11-20", "2026-11-20 00:00:00", "2026-11-20T00:00:00Z", "20261120", 20261120])
def test_a_day(text: object) -> None:
    """With or without a time, with or without hyphens."""
    assert day_of(text) == DAY


@pytest.mark.parametrize("text", ["", None, "yesterday", "2026-02-30", 5, "20-11-2026"])
def test_no_day(text: object) -> None:
    """What is no day is refused."""
    with pytest.raises(Refused, match="Not a date"):
        day_of(text)
