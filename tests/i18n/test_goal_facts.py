"""The facts of a goal in words: figures in the unit of the KPI, needs rounded up, points between percentages."""

from __future__ import annotations

from datetime import date
from typing import Any

from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.goal import Baseline, Goal, Target
from kpitui.core.model import Kpi
from kpitui.core.standing import Standing
from kpitui.i18n import use
from kpitui.i18n.goal_facts import GoalFacts

START, DEADLINE = date(2026, 1, 1), date(2026, 12, 31)


def facts(unit: str = "EUR", *, closed: bool = False, **standing: Any) -> GoalFacts:
    """Return the facts of a goal of 1,000 that stands at 250."""
    figures: dict[str, Any] = {
        "as_of": date(2026, 6, 30), "status": "off pace", "actual": 250.0, "expected": 500.0, "target": 1000.0,
        "progress": 0.25, "gap": -250.0, "needed_per_day": 4.0761, "left_per_day": None, "effort": 2.95,
        "days_left": 184, "days_logged": 170, "days_elapsed": 181,
    }  # fmt: skip
    goal = Goal(
        1, "u", "More", 1, "cumulative", START, DEADLINE,
        (Target(START, 1000), Target(date(2026, 7, 1), 900, reason="fewer fairs")),
        baseline=Baseline(800, date(2025, 1, 1), date(2025, 12, 31), 360), drivers=(2,), why="a salary",
    )  # fmt: skip
    if closed:
        goal = goal._replace(state="missed", closed=DEADLINE, verdict=700.0, learning="begin in January")
    kpi = Kpi(1, "revenue", "Revenue", "flow", unit)
    return GoalFacts(goal, kpi, Standing(**{**figures, **standing}), {2: "Orders"}, NUMBER_STYLES["en"])


def test_how_it_stands() -> None:
    """What is still needed a day is rounded up to the cent, and what does not apply is left out."""
    told = dict(facts().how_it_stands())
    assert told["so far"] == "€ 250 of € 1,000"
    assert told["behind"] == "€ 250"
    assert told["needed per day"] == "€ 4.08"
    assert told["effort"] == "2.95 × the recent pace"
    assert "left per day" not in told


def test_between_percentages_it_is_points() -> None:
    """3% behind 5% is two points, not two percent."""
    assert dict(facts("%", gap=2.0).how_it_stands())["ahead"] == "2.0 points"


def test_no_figure_is_a_dash_and_never_zero() -> None:
    """Without data nothing is said about how far it is."""
    bare = facts(actual=None, expected=None, gap=None, needed_per_day=None, effort=None)
    assert bare.reached() == "-"
    assert [name for name, _text in bare.how_it_stands()] == ["rests on"]


def test_how_it_was_set_and_how_it_ended() -> None:
    """What was agreed names KPIs by their names, every version of the target and, once closed, the verdict."""
    told = dict(facts(closed=True).how_it_was_set())
    assert told["Driven by"] == "Orders"
    assert "360 days with data" in told["Baseline"]
    assert told["Closed"].endswith("Thu 31 Dec 2026: € 700")
    assert [text for _name, text in facts().targets()] == ["€ 1,000", "€ 900 fewer fairs"]


def test_in_dutch() -> None:
    """The names of the facts are in the language in force."""
    use("nl")
    assert facts().days_left() == "nog 184 dagen"
