"""T: a last day, and time enough to see a change before it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kpitui.core.series import DayValues
from kpitui.core.smart import Facts, Finding, GoalDraft, findings
from tests.core.smart.drafts import FACTS, GOOD, HISTORY, REVENUE, TODAY, found, mended, only


def test_last_days_are_offered_where_there_is_none() -> None:
    """The end of a quarter that leaves time enough, and the end of the year."""
    finding = only(deadline=None)
    assert [fix.sets["deadline"] for fix in finding.fixes] == [date(2026, 6, 30), date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("title", "last"),
    [("1000 euro before summer", date(2026, 6, 20)), ("1000 euro voor de kerst", date(2026, 12, 20)),
     ("1000 euro by spring", date(2027, 3, 20))],
)  # fmt: skip
def test_a_season_in_the_sentence_is_offered_first(title: str, last: date) -> None:
    """A time without a last day is asked about, with the day before it begins."""
    about = found(FACTS._replace(unsure=("deadline",)), title=title, deadline=None)
    (required,) = [each for each in about if each.field == "deadline"]
    assert {each.severity for each in about} == {"required"}, "it is asked once"
    assert required.fixes[0].sets["deadline"] == last


def test_a_deadline_in_the_past_is_mostly_a_slip_of_the_year() -> None:
    """The same day in a year to come."""
    changes: dict[str, Any] = {"start": date(2025, 1, 1), "deadline": date(2026, 3, 31)}
    finding = only(**changes)
    assert finding.fixes[0].sets["deadline"] == date(2027, 3, 31)


def test_a_start_after_the_deadline_can_be_today() -> None:
    """Where the deadline is still to come, the start is what is wrong."""
    changes: dict[str, Any] = {"start": date(2026, 8, 1)}
    assert mended(only(**changes), **changes).start == TODAY


def test_too_short_for_six_reviews() -> None:
    """Four weeks of weekly reviews; six weeks are offered and are enough. Quarterly reviews become weekly ones."""
    changes: dict[str, Any] = {"deadline": date(2026, 4, 30), "target": 2000}
    finding = only(**changes)
    assert finding.fixes[0].sets["deadline"] == date(2026, 5, 12)
    assert findings(mended(finding, 0, **changes), FACTS) == []
    assert only(review="quarter").fixes[0].sets == {"review": "week"}


def test_days_on_which_nothing_is_logged_are_no_goal() -> None:
    """From Wednesday 1 April to Friday 3 April a shop that opens at weekends has no number; eight by 26 April."""
    weekend = FACTS._replace(kpi=REVENUE._replace(cadence="sat,sun"))
    without, few = (each for each in found(weekend, deadline=date(2026, 4, 3)) if each.letter == "T")
    assert (without.severity, [fix.sets["deadline"] for fix in without.fixes]) == ("required", [date(2026, 4, 4)])
    assert (few.params["values"], few.fixes[0].sets["deadline"]) == (0, date(2026, 4, 26))
    assert [each.severity for each in found(weekend, deadline=date(2026, 4, 4)) if each.letter == "T"] == ["hint"]


def test_a_sum_by_the_end_of_a_period_says_from_when_it_counts() -> None:
    """The period that is named is taken and said; either answer ends it, and a level is not counted at all."""
    facts = FACTS._replace(period_start=date(2026, 7, 1))
    changes: dict[str, Any] = {"start": date(2026, 7, 1), "deadline": date(2026, 9, 30)}
    finding = only(facts, **changes)
    assert finding[:3] == ("T", "hint", "start")
    for at in (0, 1):
        assert "start" not in {each.field for each in findings(mended(finding, at, **changes), facts)}
    assert "start" not in {each.field for each in found(facts, **changes, type="level")}


def test_too_few_values_until_then() -> None:
    """Five months of a monthly KPI are no eight values; of a daily one they are plenty."""
    monthly = FACTS._replace(kpi=REVENUE._replace(cadence="month"))
    finding = only(monthly, deadline=TODAY + timedelta(days=150), target=9000)
    assert (finding.params["values"], finding.params["needed"]) == (5, 8)
    assert findings(mended(finding, target=9000), monthly._replace(values=HISTORY)) == []


@pytest.mark.parametrize("deadline", [None, date.max])
def test_a_goal_at_the_end_of_all_dates_is_looked_at_too(deadline: date | None) -> None:
    """A start mistyped as 9999 is told like any other, though six weeks after it there are no dates."""
    fields = {each.field for each in found(start=date.max - timedelta(days=3), deadline=deadline)}
    assert "deadline" in fields


def test_days_without_a_year_that_have_begun_are_asked_about() -> None:
    """Between 1 January and 31 December, said in April, may be this year or the next one."""
    start, deadline = date(2026, 1, 1), date(2026, 12, 31)
    facts = FACTS._replace(unsure=("year",), range_start=start)

    def asked(draft: GoalDraft) -> list[Finding]:
        return [each for each in findings(draft, facts) if each.field == "start"]

    (finding,) = asked(GOOD._replace(start=start, deadline=deadline))
    assert (finding.severity, finding.params["left"]) == ("required", 275)
    assert finding.fixes[1].sets == {"start": date(2027, 1, 1), "deadline": date(2027, 12, 31)}
    for place in range(2):
        assert not asked(mended(finding, place, start=start, deadline=deadline))
    assert not asked(GOOD._replace(start=TODAY, deadline=deadline))


@pytest.mark.parametrize(
    ("days", "severity"), [(20, "required"), (27, "required"), (28, "warning"), (54, "warning"), (55, "")]
)
def test_measuring_leaves_time_for_the_goal(days: int, severity: str) -> None:
    """A goal that ends before its baseline is measured is refused, one that has hardly begun then is warned about."""
    about = found(
        target=None, change_percent=15.0, baseline=None, measure=True, start=TODAY,
        deadline=TODAY + timedelta(days=days),
    )  # fmt: skip
    measuring = [each for each in about if each.params.get("until") == TODAY + timedelta(days=27)]
    assert [each.severity for each in measuring] == ([severity] if severity else [])
    assert [each.params["left"] for each in measuring] == ([max(0, days - 27)] if severity else [])


def test_days_before_the_first_number_are_asked_about() -> None:
    """15 % more in a year of which ten days are known would be judged by those ten: it begins later, or is meant."""
    ten = DayValues(HISTORY.days[-10:], HISTORY.values[-10:])
    changes: dict[str, Any] = {"start": date(2026, 1, 1), "deadline": date(2026, 12, 31), "why": "rent"}
    of_a_change = {**changes, "target": None, "change_percent": 15.0, "baseline": 9000.0, "settled": ("total",)}
    facts = FACTS._replace(values=ten)

    def asked(facts: Facts, **changes: Any) -> list[Finding]:
        return [each for each in findings(GOOD._replace(**changes), facts) if each.field == "start"]

    (finding,) = asked(facts, **of_a_change)
    assert (finding.severity, finding.params["first"]) == ("required", ten.days[0])
    for at in range(3):
        assert asked(facts, **{**of_a_change, **finding.fixes[at].sets}) == []
    assert [each.severity for each in asked(facts, **changes)] == ["warning"]
    assert asked(FACTS, **of_a_change) == []
    assert asked(facts, **{**of_a_change, "measure": True}) == []
