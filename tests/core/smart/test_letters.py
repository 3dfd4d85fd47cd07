"""All letters together: one wrong thing gives one finding, in order, and what is found can be shown and mended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.model import Kpi
from kpitui.core.series import DayValues
from kpitui.core.smart import CHECKS, Facts, Finding, GoalDraft, complete, findings
from tests.core.smart.drafts import BOUNCE, GOOD, HISTORY, RATE, REVENUE, TODAY


def found(of: Kpi | None = REVENUE, values: DayValues = HISTORY, **changes: Any) -> list[Finding]:
    """Check the good draft with some fields changed."""
    return findings(GOOD._replace(**changes), Facts(TODAY, of, values))


def seen(of: Kpi | None = REVENUE, values: DayValues = HISTORY, **changes: Any) -> list[tuple[str, str, str]]:
    """Return letter, severity and field of each finding."""
    return [finding[:3] for finding in found(of, values, **changes)]


def test_a_smart_goal_is_complete() -> None:
    """Guard that a good draft is left in peace."""
    assert seen() == []
    assert complete(found())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "  "}, ("S", "required", "title")),
        ({"title": "Be more professional"}, ("S", "warning", "title")),
        ({"title": "De website moet beter"}, ("S", "warning", "title")),
        ({"kpi": "", "kpi_found": None}, ("M", "required", "kpi")),
        ({"kpi": "umsatz", "kpi_found": None}, ("M", "required", "kpi")),
        ({"target": None}, ("M", "required", "target")),
        ({"type": "recurring", "per": "week", "target": 50}, ("M", "required", "target")),
        ({"target": None, "change_percent": 15}, ("M", "required", "baseline")),
        ({"target": None, "change_percent": 15, "baseline": 0.0}, ("M", "required", "change_percent")),
        ({"baseline": 9000}, ("M", "warning", "target")),
        ({"baseline": 9050}, ("M", "required", "target")),
        ({"target": 9200}, ("A", "hint", "target")),
        ({"acceptable": ""}, ("A", "warning", "acceptable")),
        ({"values": HISTORY.between(TODAY - timedelta(days=5), TODAY)}, ("A", "hint", "kpi")),
        ({"why": ""}, ("R", "warning", "why")),
        ({"drivers": ()}, ("R", "hint", "drivers")),
        ({"counters": ()}, ("R", "hint", "counters")),
        ({"deadline": None}, ("T", "required", "deadline")),
        ({"deadline": TODAY}, ("T", "required", "deadline")),
        ({"start": date(2025, 1, 1), "deadline": date(2026, 3, 31)}, ("T", "required", "deadline")),
        ({"target": 3000, "deadline": date(2026, 4, 30)}, ("T", "hint", "deadline")),
    ],
)
def test_each_lack_is_found_alone(changes: dict[str, Any], expected: tuple[str, str, str]) -> None:
    """Guard every check: one thing wrong with a good draft gives exactly that finding."""
    changes = dict(changes)
    kpi, values = changes.pop("kpi_found", REVENUE), changes.pop("values", HISTORY)
    assert [expected] == seen(kpi, values, **changes)
    assert complete(found(kpi, values, **changes)) is (expected[1] != "required")


def test_a_title_with_a_figure_may_use_any_word() -> None:
    """Guard against nagging about a result that is named."""
    assert seen(title="A better conversion rate: 6.8%") == []


def test_lower_is_better() -> None:
    """Guard direction and history for a level to bring down."""
    level = HISTORY._replace(values=(50.0,) * 200)
    assert seen(BOUNCE, level, type="level", down=True, baseline=60, target=50) == []
    assert seen(BOUNCE, level, type="level", down=True, baseline=60, target=65) == [("M", "required", "target")]
    assert seen(BOUNCE, level, type="level", baseline=60, target=40) == [("A", "warning", "target")]


def test_a_cap_below_all_history() -> None:
    """Guard that a cap is held against the lowest sum over the same length."""
    assert seen(type="cap", target=9000) == [("A", "hint", "target")]
    assert seen(type="cap", target=4000) == [("A", "warning", "target")]
    assert seen(type="cap", target=9100) == []


def test_a_history_shorter_than_the_goal_says_nothing() -> None:
    """Guard that a sum is only compared with stretches of the same length."""
    assert seen(values=HISTORY.between(TODAY - timedelta(days=60), TODAY), target=9200) == []


def test_the_best_stretch_is_found_across_gaps() -> None:
    """Guard the figure that is named as the best so far."""
    gappy = DayValues(HISTORY.days[::10], tuple(float(n) for n in range(20)))
    (finding,) = found(REVENUE._replace(blank="zero"), gappy, target=1e6)
    assert sum(range(10, 20)) == finding.params["best"]


def test_an_empty_draft_lists_what_is_missing_in_order() -> None:
    """Guard the order S, M, A, R, T, required first within a letter."""
    empty = [finding[:3] for finding in findings(GoalDraft(), Facts(TODAY))]
    assert [row[:2] for row in empty[:3]] == [("S", "required"), ("M", "required"), ("M", "required")]
    assert "".join(row[0] for row in empty) == "SMMARRRT"


@given(
    st.builds(
        GoalDraft,
        title=st.sampled_from(["", "better", "10 more"]),
        kpi=st.sampled_from(["", "revenue"]),
        type=st.sampled_from(["", "total", "level", "cap", "recurring"]),
        baseline=st.none() | st.floats(-100, 100),
        target=st.none() | st.floats(-100, 100),
        low=st.none() | st.floats(-100, 100),
        change_percent=st.none() | st.floats(-100, 100),
        deadline=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    ),
    st.sampled_from([None, REVENUE, RATE, BOUNCE]),
    st.sampled_from([DayValues(), HISTORY]),
)
def test_every_finding_can_be_shown(draft: GoalDraft, kpi: Kpi | None, values: DayValues) -> None:
    """Guard, for any draft, that each row keeps to its letter, its field and its placeholders."""
    facts = Facts(TODAY, kpi, values)
    for check in CHECKS:
        finding = check.find(draft, facts)
        if finding is None:
            continue
        assert check.letter == finding.letter
        assert finding.field in GoalDraft._fields
        assert finding.message.format(**finding.params)
        assert finding.repair.format(**finding.params)
        for fix in finding.fixes:
            assert set(fix.sets) <= set(GoalDraft._fields)
            assert fix.sets or fix.does
            assert fix.text.format(**finding.params, **fix.params)
            if not fix.does:
                assert check.find(draft._replace(**fix.sets), facts) != finding
