"""The facts of a goal in words: figures in the unit of the KPI, needs rounded up, points between percentages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpitui.core.calendar import Period
from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.goal import Baseline, Goal, Target
from kpitui.core.model import Kpi
from kpitui.core.recurring import JudgedPeriod
from kpitui.core.standing import Standing
from kpitui.i18n import use
from kpitui.wording.goals import GoalBar, GoalFacts, lacking

START, DEADLINE = date(2026, 1, 1), date(2026, 12, 31)


def facts(unit: str = "EUR", *, closed: bool = False, **standing: Any) -> GoalFacts:
    """Return the facts of a goal of 1,000 that stands at 250."""
    figures: dict[str, Any] = {
        "as_of": date(2026, 6, 30), "status": "off track", "actual": 250.0, "expected": 500.0, "target": 1000.0,
        "progress": 0.25, "gap": -250.0, "needed_per_day": 4.0761, "left_per_day": None, "effort": 2.95,
        "days_left": 184, "days_ahead": 184, "days_logged": 170, "days_elapsed": 181,
    }  # fmt: skip
    goal = Goal(
        1, "u", "More", 1, "total", START, DEADLINE,
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
    assert told["behind by"] == "€ 250"
    assert told["needed per day"] == "€ 4.08"
    assert told["that is"] == "2.95 × your recent average"
    assert "room left per day" not in told


def test_what_is_needed_and_left_says_what_it_does_to_missing_numbers() -> None:
    """750 of 1,000 are left: 75 a day on ten days, of which seven are missing, are not the 250 of three days left."""
    assert dict(facts(gaps_decide=True).how_it_stands())["needed per day"] == "€ 4.08 (without the missing numbers)"
    assert dict(facts(old=True, missing=1).how_it_stands())["needed per day"] == "€ 4.08", "yesterday's may be late"
    cap = facts(needed_per_day=None, left_per_day=75.0, days_left=3, old=True, missing=7)
    cap.goal = cap.goal._replace(type="cap")
    assert dict(cap.how_it_stands())["room left per day"] == "€ 75 (for the 10 days after the last number)"
    alone = facts(needed_per_day=None, left_per_day=250.0, days_left=3, old=True, missing=7)
    alone.goal = cap.goal
    assert dict(alone.how_it_stands())["room left per day"] == "€ 250 (without the missing numbers)"


def test_the_way_is_from_the_start_of_a_sum_or_the_baseline_of_a_level() -> None:
    """No bar without an end: of a closed goal, a recurring one, a level to hold, and where there is no figure."""
    assert facts().bar() == GoalBar("€ 0", "€ 1,000", 0.25, 0.5)
    level = facts("%", actual=5.0, expected=6.0, target=8.0, progress=0.25)
    level.goal = level.goal._replace(type="level", baseline=Baseline(4.0))
    assert level.bar() == GoalBar("4.0%", "8.0%", 0.25, 0.5)
    assert [facts(closed=True).bar(), recurring().bar(), facts(progress=None).bar()] == [None, None, None]


def test_between_percentages_it_is_points() -> None:
    """3% behind 5% is two points, not two percent."""
    told = dict(facts("%", actual=5.0, expected=3.0, gap=2.0).how_it_stands())
    assert told["ahead by"] == "2.0 percentage points"


@pytest.mark.parametrize(("unit", "gap"), [("%", 0.002), ("EUR", 0.001), ("", 0.3), ("EUR", 0.0)])
def test_nobody_is_ahead_by_nothing(unit: str, gap: float) -> None:
    """A gap that is shown as 0 is none to tell, on either side."""
    for sign in (1, -1):
        names = dict(facts(unit, actual=40.0, expected=40.0 - sign * gap, gap=sign * gap).how_it_stands())
        assert ("ahead by" in names, "behind by" in names) == (False, unit == "" and sign < 0)


def test_no_figure_is_a_dash_and_never_zero() -> None:
    """Without data nothing is said about how far it is."""
    bare = facts(actual=None, expected=None, gap=None, needed_per_day=None, effort=None)
    assert (bare.reached(), bare.in_list()) == ("-", "- of € 1,000")
    assert [name for name, _text in bare.how_it_stands()] == ["based on"]


def test_how_it_was_set_and_how_it_ended() -> None:
    """What was agreed names KPIs by their names, every version of the target and, once closed, the verdict."""
    told = dict(facts(closed=True).how_it_was_set())
    assert told["Drivers"] == "Orders"
    assert "360 days with data" in told["Baseline"]
    assert told["Closed"].endswith("Thu 31 Dec 2026: € 700")
    assert [text for _name, text in facts().targets()] == ["€ 1,000", "€ 900: fewer fairs"]


def recurring(**standing: Any) -> GoalFacts:
    """Return the facts of 60 orders at least, every week."""
    made = facts("")
    target = Target(START, 60, 60)
    goal = made.goal._replace(type="recurring", per="week", targets=(target,), baseline=None)
    period = Period("week", date(2026, 6, 29), date(2026, 7, 5), "2026-W27")
    periods = (JudgedPeriod(period, 25.0, "running", target),)
    now = made.standing._replace(target=60.0, periods=periods, **standing)
    return GoalFacts(goal, made.kpi, now, {}, NUMBER_STYLES["en"])


def test_a_figure_stays_as_it_was_typed() -> None:
    found = recurring(kept=7, judged=8)
    assert found.reached() == "7 of 8 weeks reached"
    assert found.target() == "at least 60 a week"
    assert dict(found.how_it_stands())["this week"] == "25, at least 60"
    assert recurring(kept=0, judged=0, actual=None).reached() == "at least 60 a week"
    band = recurring().goal.targets[0]._replace(value=25, low=15, high=25, keep=(9, 10))
    both = recurring()
    both.goal = both.goal._replace(targets=(band,))
    assert both.target() == "15 to 25 a week"
    assert both.kind() == "every week, in 9 of 10"
    assert both.targets()[0][1] == "15 to 25 a week, in 9 of 10"


def test_old_data_says_as_of_when() -> None:
    assert facts().as_of() == ""
    assert facts(old=True).as_of() == "as of Tue 30 Jun 2026"
    assert dict(facts(old=True).how_it_stands())["as of"] == "Tue 30 Jun 2026"


def test_entries_are_counted_by_what_they_are() -> None:
    """A KPI of weeks has weeks, not days; where nothing was expected yet nothing is said."""
    assert dict(facts(days_logged=4, days_elapsed=4, cadence="week").how_it_stands())["based on"] == "4 of 4 weeks"
    assert "based on" not in dict(facts(days_logged=0, days_elapsed=0, cadence="month").how_it_stands())
    assert facts(status="measuring", days_logged=1, days_elapsed=4, cadence="week").reached() == "measured 1 of 4 weeks"


def test_room_that_rounds_to_nothing_is_not_told_as_none() -> None:
    """Fourteen in 239 days are not 0 a day; with none left it is 0."""
    cap = facts("")
    cap.goal = cap.goal._replace(type="cap")
    cap.standing = cap.standing._replace(left_per_day=14 / 239)
    assert "room left per day" not in dict(cap.how_it_stands())
    cap.standing = cap.standing._replace(left_per_day=0.0)
    assert dict(cap.how_it_stands())["room left per day"] == "0"


def test_what_is_measured_first() -> None:
    found = facts(status="measuring", days_logged=12, days_elapsed=28, target=None)
    found.goal = found.goal._replace(targets=(), change=15.0, change_percent=True, measure_until=date(2026, 1, 28))
    assert found.reached() == "measured 12 of 28 days"
    assert found.target() == "+15% compared with the baseline, measured up to Wed 28 Jan 2026"


def test_in_dutch() -> None:
    """The names of the facts are in the language in force."""
    use("nl")
    assert facts().days_left() == "nog 184 dagen"
    assert facts(status="not started").days_left().startswith("begint ")


def counted(**standing: Any) -> GoalFacts:
    """Return the facts of a goal of 30 orders of which there are 9."""
    return facts("", **{"actual": 9.0, "expected": 10.73, "gap": -1.73, "target": 30.0, **standing})


def test_what_is_counted_is_rounded_to_the_safe_side() -> None:
    """There is no 10.73rd order: where it should be and what it is behind go up, what it is ahead goes down."""
    told = dict(counted().how_it_stands())
    assert (told["should be at"], told["behind by"]) == ("11", "2")
    ahead = dict(counted(actual=12.0, gap=1.27).how_it_stands())
    assert (ahead["should be at"], ahead["ahead by"]) == ("11", "1")
    assert dict(counted(needed_per_day=1.2).how_it_stands())["needed per day"] == "2"


def test_of_a_cap_the_allowance_goes_down() -> None:
    """What may have been used by now is rounded down, and what was used too much up."""
    cap = counted(actual=12.0, gap=-1.27)
    cap.goal = cap.goal._replace(type="cap")
    told = dict(cap.how_it_stands())
    assert (told["should be at"], told["behind by"]) == ("10", "2")


def test_what_is_not_whole_keeps_its_decimals() -> None:
    """A weight of 9.4 has a fraction, and so has where it should be."""
    told = dict(counted(actual=9.4, gap=-1.33).how_it_stands())
    assert (told["should be at"], told["behind by"]) == ("10.73", "1.33")
    assert dict(facts("EUR", expected=10.73).how_it_stands())["should be at"] == "€ 10.73"


def test_a_first_period_that_runs_is_waited_for() -> None:
    """Nothing is missing in the first month of a monthly KPI: the day on which it ends is said."""
    waiting = facts(status="too early", actual=None, cadence="month", first_ends=date(2026, 7, 31))
    assert waiting.as_of() == "the first month ends on Fri 31 Jul 2026"


def test_what_was_not_said_is_named() -> None:
    """A goal that was agreed and has no reason is not called not agreed."""

    def lacking_of(acceptable: str, why: str) -> str:
        return lacking(facts().goal._replace(acceptable=acceptable, why=why))

    assert [lacking_of("", ""), lacking_of("", "a salary")] == ["not yet agreed"] * 2
    assert lacking_of("two evenings a week", " ") == "no reason yet"
    assert lacking_of("two evenings a week", "a salary") == ""
