"""M: the KPI that is meant, its unit, its gaps and its source; what a percentage, a total and a rate come to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kpitui.core.goal import Baseline
from kpitui.core.model import Kpi
from kpitui.core.series import DayValues
from kpitui.core.smart import Facts, Finding, GoalDraft, KpiRef, findings
from tests.core.smart.drafts import FACTS, GOOD, HISTORY, RATE, REVENUE, TODAY, found, mended, only


def about_the_kpi(facts: Facts, title: str = GOOD.title) -> Finding:
    """Return what is found about the KPI that is missing."""
    return next(each for each in findings(GOOD._replace(kpi="", title=title), facts) if each.field == "kpi")


def test_what_no_single_number_shows_is_named() -> None:
    """A working atmosphere has no KPI of its own; what shows something of it is offered, or a note."""
    proxies = (KpiRef("mood", "Mood", ("Mood",), "day"), KpiRef("days-ill", "Days ill", ("Days ill",), "month"))
    facts = Facts(TODAY, proxies=proxies)
    for title in ("A better working atmosphere by June", "Meer werksfeer"):
        finding = about_the_kpi(facts, title)
        assert "no single number shows this result" in finding.message
        assert "sick days" in finding.repair
        assert [fix.does for fix in finding.fixes] == ["add", "add", "note"]


def test_several_kpis_and_templates_are_offered() -> None:
    """What the sentence may mean, or what the library would measure it with, is one key away."""
    two = about_the_kpi(Facts(TODAY, meant=(KpiRef("a", "A"), KpiRef("b", "B"))))
    assert two.params["kpis"] == "A, B"
    assert [fix.sets for fix in two.fixes] == [{"kpi": "a"}, {"kpi": "b"}]
    revenue = KpiRef("revenue", "Revenue", ("Revenue",), "day")
    one = about_the_kpi(Facts(TODAY, metric="revenue", templates=(revenue,)))
    assert (one.params["template"], one.fixes[0].does, one.fixes[0].subject) == ("revenue", "add", "revenue")


def test_what_a_template_adds_is_named_before_it_is_added() -> None:
    """How often one alone is to be logged; of what is calculated, every KPI that comes with it."""
    alone = about_the_kpi(Facts(TODAY, templates=(KpiRef("revenue", "Revenue", ("Revenue",), "day"),))).fixes[0]
    assert alone.params == {"name": "Revenue", "every": "day"}
    new = ("Orders", "Visitors", "Conversion")
    several = about_the_kpi(Facts(TODAY, templates=(KpiRef("conversion", "Conversion", new),))).fixes[0]
    assert several.params == {"name": "Conversion", "new": "Orders, Visitors, Conversion"}


def test_what_a_change_is_measured_from_waits_for_the_deadline() -> None:
    """With numbers there is something to compare with once there is a last day: the question leads there first."""
    changes: dict[str, Any] = {"target": None, "change_percent": 4.0, "baseline": None, "deadline": None}
    first, *_others = [each for each in findings(GOOD._replace(**changes), FACTS) if each.letter == "M"]
    assert first[:4] == ("M", "required", "baseline", "the period to compare with depends on the deadline")
    assert (first.fixes[0].does, first.fixes[0].subject) == ("ask", "deadline")
    without = findings(GOOD._replace(**changes), FACTS._replace(values=DayValues()))
    assert "more or less than what?" in {each.message for each in without}
    unknown = findings(GOOD._replace(**changes, kpi=""), Facts(TODAY))
    assert [each.field for each in unknown if each.letter == "M"] == ["kpi"]


def test_a_percentage_that_is_measured_first_is_asked_about_as_well() -> None:
    """There is no figure yet to name the results by, and the two still differ."""
    facts = FACTS._replace(kpi=RATE)
    changes: dict[str, Any] = {
        "type": "level", "target": None, "baseline": None, "change_percent": 4.0, "measure": True,
    }  # fmt: skip
    finding = next(each for each in findings(GOOD._replace(**changes), facts) if each.field == "change_percent")
    assert [fix.sets.get("change_points") for fix in finding.fixes] == [None, 4.0]
    for at in (0, 1):
        left = findings(mended(finding, at, **changes), facts)
        assert "change_percent" not in {each.field for each in left}


def test_a_total_typed_for_another_period_is_not_that_of_the_goal() -> None:
    """200,000 in a year is not what a goal of 91 days is compared with; it is offered for as many days."""
    changes: dict[str, Any] = {
        "target": None, "change_percent": 15.0, "baseline": 36500.0, "baseline_days": None,
        "baseline_start": date(2025, 1, 1), "baseline_end": date(2025, 12, 31),
        "start": TODAY, "deadline": TODAY + timedelta(days=72),
    }  # fmt: skip
    finding = next(each for each in findings(GOOD._replace(**changes), FACTS) if each.field == "baseline")
    assert (finding.severity, finding.params["had"], finding.params["days"]) == ("required", 365, 73)
    assert finding.fixes[0].sets["baseline"] == pytest.approx(7300)


def test_an_ambiguous_percentage_names_both_results_and_asks() -> None:
    """Up 4 percent on 2.0 %: 2.08 or 6.0, each settled by one key."""
    facts = FACTS._replace(kpi=RATE, values=HISTORY._replace(values=(7.0,) * 200))
    changes: dict[str, Any] = {"type": "level", "target": None, "baseline": 2.0, "change_percent": 4.0}
    finding = only(facts, **changes)
    assert finding[:3] == ("M", "required", "change_percent")
    assert finding.params["relative"] == pytest.approx(2.08)
    assert finding.params["points"] == 6.0
    for at in (0, 1):
        assert findings(mended(finding, at, **changes), facts) == []


def test_a_percentage_more_of_a_sum_asks_total_or_level() -> None:
    """Judged as a total it is asked once; the answer, either of the two, ends it."""
    changes: dict[str, Any] = {"target": None, "change_percent": 5.0, "baseline": 8600.0}
    finding = only(**changes)
    assert finding[:3] == ("M", "hint", "type")
    assert mended(finding, 0, **changes).settled == ("total",)
    assert found(**changes, settled=("total",)) == []
    named = FACTS._replace(range_start=TODAY)
    assert found(named, **changes) == []  # of a period that is named nobody doubts it
    assert mended(finding, 1, **changes).type == "level"


def test_a_unit_that_is_not_the_kpis_is_told() -> None:
    """500 hours for a KPI in euros; hours for one in minutes are only written otherwise."""
    finding = only(FACTS._replace(unit="h"))
    assert (finding.severity, finding.params["said"], finding.params["unit"]) == ("required", "h", "EUR")
    assert findings(mended(finding, 0), FACTS._replace(unit="h")) == []
    counted = REVENUE._replace(unit="")
    assert only(FACTS._replace(kpi=counted, unit="h")).severity == "warning"
    assert found(FACTS._replace(unit="EUR")) == []
    minutes = Kpi(4, "wait", "Wait", "flow", "min", source="the door")
    assert found(Facts(TODAY, minutes, HISTORY, unit="h")) == []


def test_days_without_a_figure_are_asked_about_where_there_are_many() -> None:
    """Every second day without one; not where such a day means 0, nor before there are four weeks."""
    gappy = DayValues(HISTORY.days[::2], HISTORY.values[::2])
    finding = only(FACTS._replace(values=gappy), target=4000)
    assert (finding.params["gaps"], finding.params["look"]) == (14, 28)
    assert (finding.fixes[0].does, finding.fixes[0].subject) == ("zero", "revenue")
    assert found(FACTS._replace(values=gappy, kpi=REVENUE._replace(blank="zero")), target=4000) == []
    assert found(FACTS._replace(values=gappy.between(TODAY - timedelta(days=20), TODAY)), target=400) == []


def test_a_source_is_asked_for_where_figures_are_logged() -> None:
    """The form of the KPI is one key away; a computed KPI has its parts for a source."""
    finding = only(FACTS._replace(kpi=REVENUE._replace(source=" ")))
    assert (finding.letter, finding.severity, finding.fixes[0].does) == ("M", "hint", "describe")


def test_where_there_is_no_target_a_tenth_for_the_better_is_offered() -> None:
    """Up for what should grow, down for what should not; nothing without something to start from."""
    finding = only(target=None, baseline=8000.0)
    assert finding.fixes[0].sets["change_percent"] == 10.0
    assert finding.fixes[0].params["target"] == pytest.approx(8800)
    less = only(FACTS._replace(kpi=REVENUE._replace(direction="lower")), type="cap", target=None, baseline=8000.0)
    assert less.fixes[0].sets["change_percent"] == -10.0
    assert only(target=None).fixes == ()


def test_a_target_the_wrong_way_offers_to_be_judged_the_other_way() -> None:
    """A level below its baseline, of a KPI of which more is better."""
    changes: dict[str, Any] = {"type": "level", "target": 90, "baseline": 100.0, "deadline": date(2026, 6, 30)}
    finding = only(**changes)
    assert finding.params == {"target": 90, "baseline": 100.0, "kpi": "Revenue"}
    assert finding.severity == "required"
    assert mended(finding, 0, **changes).down is True
    assert found(**changes, settled=("worse",)) == []
    assert isinstance(mended(finding, 0, **changes), GoalDraft)


def test_less_of_what_should_grow_is_asked_about() -> None:
    """A fifth less revenue is a limit: is less of it better? Of costs it is; a limit that is typed is no question."""

    def asked(facts: Facts = FACTS, **changes: Any) -> list[str]:
        changes = {"type": "cap", "target": None, "change_percent": -20.0, "baseline": 10_000.0, **changes}
        return [each.severity for each in found(facts, **changes) if "though higher is better" in each.message]

    assert asked() == asked(change_percent=None, change_points=-500.0) == ["warning"]
    assert asked(settled=("worse",)) == asked(change_percent=None, target=8_000.0) == []
    assert asked(FACTS._replace(kpi=REVENUE._replace(direction="lower"))) == []


def test_a_baseline_with_gaps_must_be_answered() -> None:
    gap = Baseline(1000, date(2026, 1, 1), date(2026, 3, 31), 10, 90)
    whole = Baseline(9100, date(2025, 4, 1), date(2025, 6, 30), 91, 91)
    facts = FACTS._replace(estimate=gap._replace(value=9000, low=8500, high=9500), whole=(whole,))
    changes: dict[str, Any] = {"target": None, "change_percent": 15.0, "baseline": None, "gap": gap}
    finding = next(each for each in found(facts, **changes) if each.field == "baseline")
    assert (finding.severity, finding.params["known"], finding.params["expected"]) == ("required", 10, 90)
    sets = [fix.sets for fix in finding.fixes]
    assert sets == [
        {"settled": ("estimate",)},
        {"baseline_start": whole.start, "baseline_end": whole.end},
        {"measure": True},
    ]
    measured = {**changes, "measure": True}
    assert all(each.field != "baseline" for each in found(facts, **measured))
    assert any(
        each.field == "change_percent" for each in found(facts, **{**measured, "change_percent": None, "target": 9.0})
    )


def test_what_is_there_already_must_be_answered() -> None:
    finding = only(FACTS._replace(now=9500.0))
    assert (finding.severity, finding.field, finding.params["now"]) == ("required", "target", 9500.0)
    assert found(FACTS._replace(now=9500.0), settled=("there",)) == []
    assert found(FACTS._replace(now=8999.0)) == []
    level: dict[str, Any] = {"type": "level", "target": 90, "down": True, "baseline": 100.0}
    for now in (80.0, 90.0):  # a tenth less than 100 is 90, which is there as well and no way out
        asked = next(each for each in found(FACTS._replace(now=now), **level) if each.params.get("now") == now)
        assert [fix.sets.get("settled") for fix in asked.fixes] == [("there",)]
    level = {"type": "level", "target": 105.0, "baseline": 100.0, "down": False}
    up = next(each for each in found(FACTS._replace(now=106.0), **level) if each.params.get("now") == 106.0)
    assert [fix.params.get("target") for fix in up.fixes] == [pytest.approx(110), None]


def test_a_target_below_zero_must_be_answered() -> None:
    negative = next(each for each in found(target=-5) if each.params.get("target") == -5)
    assert (negative.severity, negative.field, len(negative.fixes)) == ("required", "target", 1)
    floored = FACTS._replace(kpi=REVENUE._replace(floor=0.0))
    assert next(each for each in found(floored, target=-5) if each.params.get("target") == -5).fixes == ()


def test_a_recurring_goal_wants_an_edge_and_a_period_that_its_kpi_knows() -> None:
    every: dict[str, Any] = {"type": "recurring", "target": None, "per": "week"}
    assert only(**every).field == "target"
    assert found(**every, low=60.0) == []
    assert only(**every, low=60.0, high=40.0).field == "low"
    monthly = FACTS._replace(kpi=REVENUE._replace(cadence="month"))
    assert "per" in {each.field for each in found(monthly, **every, low=60.0)}


def test_every_period_or_by_then_is_asked_where_the_deadline_leaves_it_open() -> None:
    facts = FACTS._replace(deadline_meant=True)
    every: dict[str, Any] = {"type": "recurring", "target": None, "per": "month", "low": 10_000.0}
    finding = only(facts, **every)
    assert (finding.severity, finding.field) == ("hint", "type")
    assert found(facts, **every, settled=("every",)) == []
    then = mended(finding, 1, **every)
    assert (then.type, then.over, then.target, then.low) == ("level", "month", 10_000.0, None)
    by_then = only(facts._replace(by_then=True), **every)
    assert (by_then.severity, by_then.field) == ("required", "type")
    assert found(facts._replace(by_then=True), **every, settled=("every",)) == []


def test_what_a_change_is_measured_from_waits_for_the_year() -> None:
    """Without a year in the sentence, this year and the next are compared with other periods: that is asked first."""
    first = date(TODAY.year, 1, 1)
    facts = FACTS._replace(unsure=("year",), range_start=first)
    changes: dict[str, Any] = {
        "target": None, "change_percent": 20.0, "baseline": None, "start": first, "deadline": date(TODAY.year, 12, 31),
        "gap": Baseline(6240.0, TODAY, TODAY, 1, 300),
    }  # fmt: skip
    asked = [each for each in findings(GOOD._replace(**changes), facts) if each.severity == "required"]
    assert [(each.letter, each.field) for each in asked] == [("M", "baseline"), ("T", "start")]
    assert (asked[0].fixes[0].does, asked[0].fixes[0].subject) == ("ask", "start")
    settled = findings(GOOD._replace(**changes, settled=("year",)), facts)
    assert "depends on the year" not in " ".join(each.message for each in settled)


def test_what_no_kpi_measures_can_be_added_in_the_unit_of_the_figure() -> None:
    fix = about_the_kpi(Facts(TODAY, metric="sleep", unit="h")).fixes[-1]
    assert (fix.does, fix.subject, fix.params) == ("new", "Sleep", {"name": "Sleep", "unit": "h"})


def test_a_sentence_that_names_nothing_says_so() -> None:
    hours = KpiRef("worked-hours", "Hours worked", ("Hours worked",), "workday")
    assert about_the_kpi(Facts(TODAY, templates=(hours,))).message == "your sentence doesn't mention a KPI"
