"""Guards that every KPI stands in one group, each group in one piece, in the order of Today."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.groups import by_goal, in_groups, own_groups
from kpitui.core.model import Kpi


def kpi(number: int, group: str = "", part_of: int | None = None) -> Kpi:
    """Return a KPI of a group."""
    return Kpi(number, f"k{number}", f"K {number}", "flow", group=group, part_of=part_of)


@given(names=st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=12))
def test_groups_stay_together_and_in_their_order(names: list[str]) -> None:
    """Nothing is lost or twice; a group stands where its first KPI did; those in none are last."""
    kpis = [kpi(number, name) for number, name in enumerate(names)]
    shown = in_groups(kpis)
    assert sorted(shown) == sorted(kpis)
    expected = [name for name in dict.fromkeys(names) if name] + ([""] if "" in names else [])
    assert list(dict.fromkeys(shown_kpi.group for shown_kpi in shown)) == expected
    for group in own_groups(kpis):
        assert [member.id for member in group.kpis] == sorted(member.id for member in group.kpis)
    assert in_groups(shown) == shown


def test_a_part_stands_with_its_whole_unless_it_has_a_group() -> None:
    kpis = [kpi(1, "web"), kpi(2, part_of=1), kpi(3, "ads", part_of=1), kpi(4)]
    assert [(group.name, [member.id for member in group.kpis]) for group in own_groups(kpis)] == [
        ("web", [1, 2]), ("ads", [3]), ("", [4]),
    ]  # fmt: skip


def test_by_goal_each_kpi_stands_once() -> None:
    kpis = [kpi(1), kpi(2), kpi(3), kpi(4, part_of=2)]
    groups = by_goal(kpis, [("first", {2, 9}), ("second", {2, 1}), ("none of these", {7})])
    assert [(group.name, [member.id for member in group.kpis]) for group in groups] == [
        ("first", [2, 4]), ("second", [1]), ("", [3]),
    ]  # fmt: skip
