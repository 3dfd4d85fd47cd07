"""A: the target against what the KPI has ever come to, its natural limits and its pace, and who agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpitui.core.insight.xmr_limits import Limits
from kpitui.core.smart import findings
from tests.core.smart.drafts import BOUNCE, FACTS, HISTORY, found, mended, only

LEVEL: dict[str, Any] = {"type": "level", "target": 140.0, "baseline": 100.0}


def test_beyond_the_natural_limits_is_said_with_the_limit() -> None:
    """No good day leads there; without limits, or within them, only the best so far is named."""
    limits = Limits(100.0, 80.0, 120.0, 25.0, 30)
    finding = only(FACTS._replace(limits=limits), **LEVEL)
    assert "you have never reached" in finding.message
    assert (finding.params["bound"], finding.params["best"], finding.params["n"]) == (120.0, 100.0, 200)
    assert "you have never reached" not in only(**LEVEL).message
    assert "you have never reached" not in only(FACTS._replace(limits=limits), **{**LEVEL, "target": 110.0}).message
    assert "you have never reached" not in only(FACTS._replace(limits=limits._replace(values=8)), **LEVEL).message
    months = FACTS._replace(limits=limits, levels=(3000.0, 3100.0))
    monthly = {**LEVEL, "target": 4000.0, "baseline": 3000.0, "over": "month"}
    assert "you have never reached" not in only(months, **monthly).message, (
        "a month is not held against the limit of a day"
    )


def test_of_a_level_to_bring_down_the_lower_limit_counts() -> None:
    """The other side of the same rule."""
    facts = FACTS._replace(kpi=BOUNCE, limits=Limits(100.0, 80.0, 120.0, 25.0, 30))
    finding = only(facts, type="level", down=True, target=60.0, baseline=100.0)
    assert finding.params["bound"] == 80.0


def test_a_target_in_between_is_one_key_away() -> None:
    """The best so far ends the finding; half of the way brings it nearer."""
    finding = only(**LEVEL)
    assert [fix.sets["target"] for fix in finding.fixes] == [100.0, 120.0]
    assert "A" not in {each.letter for each in findings(mended(finding, 0, **LEVEL), FACTS)}


def test_a_target_that_is_written_as_the_best_is_not_beyond_it() -> None:
    """100.004 is written 100, as the best so far is; and no target is offered twice."""
    assert not [each for each in found(**{**LEVEL, "target": 100.004}) if "beyond" in each.message]
    finding = only(**{**LEVEL, "baseline": 60.001})
    assert [fix.sets["target"] for fix in finding.fixes] == [100.0]


@pytest.mark.parametrize(("a_day", "severity"), [(105, None), (120, "hint"), (160, "warning")])
def test_more_than_the_recent_pace_is_said_with_the_factor(a_day: int, severity: str | None) -> None:
    """100 a day lately: 120 a day is a hint, 160 a day a warning, 105 a day nothing."""
    told = [each for each in found(target=float(91 * a_day)) if "times as much per day" in each.message]
    assert [each.severity for each in told] == ([severity] if severity else [])
    if told:
        assert told[0].params["ratio"] == a_day / 100


def test_another_day_or_another_sum_at_this_pace_is_one_key_away() -> None:
    """The third of target, date and rate: 9,100 by the end of June, or 14,560 by the end of August."""
    (finding,) = [each for each in found(target=14560.0) if "times as much per day" in each.message]
    later, nearer = finding.fixes
    assert later.sets == {"deadline": date(2026, 8, 24)}
    assert nearer.sets["target"] == 9100.0
    for at in (0, 1):
        again = findings(mended(finding, at, target=14560.0), FACTS)
        assert [each for each in again if "times as much per day" in each.message] == []


def test_many_open_goals_share_one_persons_time() -> None:
    """Asked from five on, and never forbidden."""
    assert only(FACTS._replace(open_goals=5)).severity == "hint"
    assert found(FACTS._replace(open_goals=4)) == []


def test_too_few_values_are_said() -> None:
    """Five of them tell nothing about what is within reach."""
    few = HISTORY._replace(days=HISTORY.days[-5:], values=HISTORY.values[-5:])
    finding = only(FACTS._replace(values=few))
    assert (finding.letter, finding.params["n"]) == ("A", 5)
