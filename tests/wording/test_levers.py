"""What is said of levers beside a change: those that moved away from what is needed."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.calendar import Period
from kpitui.core.change_parts import Aim, ChangePart, ChangeTaken
from kpitui.core.decomposition import leaf
from kpitui.core.levers import Lever, Levers
from kpitui.core.metric_tree import Branch, TreeFunction
from kpitui.core.model import Kpi
from kpitui.wording.levers import opposite_sentences

DAY = date(2026, 11, 16)
WEEK = Period("week", DAY, DAY, "2026-W47")
REVENUE = Branch(Kpi(1, "revenue", "Revenue", "flow", direction="higher", created=DAY))
VISITORS = Branch(Kpi(2, "visitors", "Visitors", "flow", direction="higher", created=DAY))
COSTS = Branch(Kpi(3, "costs", "Costs", "flow", direction="lower", created=DAY))


@pytest.mark.parametrize(
    ("before", "after", "costs", "mark", "names"),
    [
        (100.0, 80.0, 5.0, "news", "Visitors"),
        (100.0, 80.0, 9.0, "news", "Visitors, Costs"),
        (100.0, 120.0, 9.0, "news", "Costs"),
        (100.0, 120.0, 5.0, "news", ""),
        (100.0, 80.0, 9.0, "usual", ""),
    ],
)
def test_a_lever_that_moves_the_other_way_is_named(
    before: float, after: float, costs: float, mark: str, names: str
) -> None:
    """Fewer visitors and higher costs are away from what is needed; said only beyond the usual."""
    parts = (
        ChangePart(REVENUE, 0, 10.0, 8.0, -2.0, mark="news"),
        ChangePart(VISITORS, 1, before, after, after - before, mark=mark),  # type: ignore[arg-type]
        ChangePart(COSTS, 1, 6.0, costs, 6.0 - costs, mark=mark),  # type: ignore[arg-type]
    )
    taken = ChangeTaken(REVENUE, WEEK, WEEK, parts)
    made = (
        Lever(VISITORS, (0,), 90.0, 110.0, up=True, past=None),
        Lever(COSTS, (1,), 6.0, 4.0, up=False, past=None),
    )
    levers = Levers(TreeFunction(REVENUE, leaf(8.0, 8.0)), "week", DAY, 8.0, 10.0, True, made, None)
    expected = [f"Went the wrong way, by more than usual: {names}"] if names else []
    assert opposite_sentences(levers, taken) == expected
    assert opposite_sentences(levers, taken._replace(aim=Aim(10.0))) == []
