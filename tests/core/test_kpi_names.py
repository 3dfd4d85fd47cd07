"""How much two names are alike, from not at all to the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.kpi_names import alike


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("order", "Orders", True),
        ("conversion rate", "Conversion", True),
        ("websitebezoekers", "Bezoekers", True),
        ("convresion", "Conversion", True),
        ("weather", "Revenue", False),
        ("", "Revenue", False),
    ],
)
def test_plurals_compounds_and_slips_are_near(one: str, other: str, near: bool) -> None:
    assert (alike(one, other) >= 0.5) is near


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_lies_between_none_and_the_same(one: str, other: str) -> None:
    """Whatever is compared, and the same is the same."""
    assert 0.0 <= alike(one, other) <= 1.0
    assert alike(one, one) in (0.0, 1.0)
