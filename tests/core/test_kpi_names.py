"""Which KPI is meant: names, synonyms, plurals, compounds, slips; ties are returned, strangers are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.kpi_names import alike, meant

NAMES = {
    "revenue": ("Revenue", "Omzet", "sales", "turnover"),
    "visitors": ("Visitors", "Bezoekers", "traffic"),
    "organic-visitors": ("Organic visitors", "Bezoekers via zoekmachines"),
    "conversion": ("Conversion", "Conversie", "conversion-rate"),
    "orders": ("Orders", "Bestellingen"),
}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("revenue", ["revenue"]),
        ("omzet", ["revenue"]),
        ("visitors", ["visitors"]),
        ("website visitors", ["visitors"]),
        ("websitebezoekers", ["visitors"]),
        ("organic visitors", ["organic-visitors"]),
        ("conversiepercentage", ["conversion"]),
        ("conversion rate", ["conversion"]),
        ("order", ["orders"]),
        ("bestelling", ["orders"]),
        ("convresion", ["conversion"]),
        ("weather", []),
        ("", []),
    ],
)
def test_which_kpi_is_meant(words: str, keys: list[str]) -> None:
    """One where it is clear, none where nothing fits."""
    assert meant(words, NAMES) == keys


def test_two_that_are_equally_near_are_both_returned() -> None:
    """The person is asked rather than guessed for."""
    assert meant("sales", {"a": ["Sales"], "b": ["Sales"], "c": ["Costs"]}) == ["a", "b"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_lies_between_none_and_the_same(one: str, other: str) -> None:
    """Whatever is compared, and the same is the same."""
    assert 0.0 <= alike(one, other) <= 1.0
    assert alike(one, one) in (0.0, 1.0)
