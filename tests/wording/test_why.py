"""Why a KPI changed, in words: what is shortened where a table is narrow."""

from __future__ import annotations

import pytest

from kpitui.wording.why import shortened


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("week 47 (17–23 Nov 2025)", "week 47, 2025"),
        ("week 47 (16–22 Nov)", "week 47"),
        ("Visitors (organic ones)", "Visitors (organi…"),
        ("Order value", "Order value"),
    ],
)
def test_a_long_name_is_shortened_where_it_says_least(name: str, expected: str) -> None:
    assert shortened(name, 17, len) == expected
