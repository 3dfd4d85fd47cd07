"""Why a KPI changed, in words: what is shortened where a table is narrow."""

from __future__ import annotations

import pytest

from kpitui.core.calendar import STANDARD, period_of
from kpitui.core.change_parts import ChangePart, ChangeTaken
from kpitui.core.metric_tree import Branch
from kpitui.core.model import Kpi
from kpitui.wording.why import _unusual, shortened
from tests.core.business import MONDAY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.change_parts import Mark


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


@pytest.mark.parametrize(
    ("marks", "named"),
    [
        (("usual", "news", "usual", "usual"), ["visitors"]),
        (("news", "news", "usual", "usual"), ["orders"]),
        (("usual", "news", "usual", "news"), ["visitors", "value"]),
        (("usual", "usual", "usual", "usual"), []),
    ],
)
def test_a_part_of_a_part_that_is_news_is_named_where_the_part_is_none(
    marks: tuple[Mark, ...], named: list[str]
) -> None:
    """The sign beside the visitors and a headline by which nothing stands out contradict each other."""
    rows = [
        ("net", 0, False),
        ("orders", 1, True),
        ("visitors", 2, False),
        ("conversion", 2, False),
        ("value", 1, True),
    ]
    parts = tuple(
        ChangePart(Branch(Kpi(place, key, key, "flow")), depth, 1.0, 2.0, 1.0, mark=mark, shown=shown)
        for place, ((key, depth, shown), mark) in enumerate(zip(rows, ("news", *marks), strict=True))
    )
    week = period_of("week", MONDAY, STANDARD)
    taken = ChangeTaken(Branch(None), week, week, parts)
    assert [part.branch.kpi.key for part in _unusual(taken) if part.branch.kpi] == named
