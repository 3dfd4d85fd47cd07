"""Guard rails: each rule at its border, and the order in which what they find is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.guard_rails import MANY, QUARTER, Caution, CounterHarm, KpiUse, cautions
from kpitui.core.model import Kpi

TODAY = date(2026, 11, 23)
KPI = Kpi(1, "revenue", "Revenue", "flow")


def kept(kpi: Kpi = KPI, **changes: Any) -> KpiUse:
    """Return a KPI that nothing is the matter with, with some facts changed."""
    return KpiUse(kpi, "day", TODAY, 0, TODAY, serves=True)._replace(**changes)


def found(*every: KpiUse) -> list[Caution]:
    """Return what there is to look at."""
    return cautions(every, (), TODAY)


@pytest.mark.parametrize(("period", "missed", "told"), [
    ("day", 6, False), ("day", 7, True), ("week", 1, False), ("week", 2, True), ("quarter", 1, True),
])  # fmt: skip
def test_data_is_stale_after_a_few_expected_figures(period: str, missed: int, told: bool) -> None:
    """A week of days, two weeks or months, one quarter; with the day of the last figure where there is one."""
    rules = [each.rule for each in found(kept(period=period, missed=missed))]
    assert rules == (["stale"] if told else [])
    assert "last" not in found(kept(missed=9, last=None))[0].message


def test_more_than_eight_logged_kpis_are_many() -> None:
    """The one that serves no goal and was decided with longest ago is named; computed ones do not count."""
    every = [kept(Kpi(at, f"k{at}", f"K{at}", "flow", position=at)) for at in range(MANY)]
    assert found(*every) == []
    assert found(*every, kept(Kpi(99, "c", "C", "ratio"))) == []
    old = TODAY - timedelta(days=80)
    (caution,) = found(*every, kept(KPI._replace(position=99), decided=old))
    assert (caution.rule, caution.kpi, caution.params["count"], caution.deed) == ("many", "revenue", 9, "archive")


@pytest.mark.parametrize(("days", "rule"), [(QUARTER, "without goal"), (QUARTER + 1, "undecided")])
def test_what_serves_no_goal_is_asked_about(days: int, rule: str) -> None:
    """To archive it once nothing was decided with it for a quarter, before that to set a goal; one of the two."""
    (caution,) = found(kept(serves=False, decided=TODAY - timedelta(days=days)))
    assert caution.rule == rule
    assert found(kept(decided=TODAY - timedelta(days=days))) == []


def test_a_counter_that_became_worse_is_tunnel_vision() -> None:
    """With its goal, the day and by how much."""
    hurt = CounterHarm("More visitors", KPI, date(2026, 10, 1), -1.5)
    (caution,) = cautions((), (hurt,), TODAY)
    assert caution.params == {"kpi": "Revenue", "since": date(2026, 10, 1), "change": -1.5, "goal": "More visitors"}
    assert (caution.rule, caution.deed) == ("tunnel", "open")


@given(
    st.lists(
        st.builds(
            KpiUse,
            st.builds(lambda at: KPI._replace(id=at, key=f"k{at}"), st.integers(1, 30)),
            st.sampled_from(["day", "week", "month", "quarter"]),
            st.none() | st.dates(date(2020, 1, 1), TODAY),
            st.integers(0, 400),
            st.dates(date(2020, 1, 1), TODAY),
            st.lists(st.integers(0, 6), unique=True).map(tuple),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_everything_found_can_be_said(every: list[KpiUse]) -> None:
    """Whatever the set: the placeholders are filled, missing data comes first, and each is about a KPI of the set."""
    told = cautions(every, (), TODAY)
    for caution in told:
        assert caution.message.format(**caution.params)
        assert caution.kpi in {each.kpi.key for each in every}
    stale = [caution.rule == "stale" for caution in told]
    assert stale == sorted(stale, reverse=True)
