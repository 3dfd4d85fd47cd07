"""Setting a goal: the facts that a draft is tested against, and saving it when nothing required is missing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kpitui.core.errors import Refused
from kpitui.core.series import DayTotals
from kpitui.core.smart import Finding, complete
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals.fixes import mend
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import check, save_goal
from kpitui.services.kpis import add_kpi
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import entries

SENTENCE = "15% more revenue by the end of Q2"


def found(workspace: Workspace, **typed: str) -> list[Finding]:
    """Check what was typed."""
    return check(workspace, read_draft(workspace, typed).draft)


def about(workspace: Workspace, field: str, **typed: str) -> Finding:
    """Return the first finding about a field."""
    return next(finding for finding in found(workspace, **typed) if finding.field == field)


def test_on_an_empty_database_the_library_measures_it(workspace: Workspace) -> None:
    """The template that the words mean is named and offered."""
    finding = about(workspace, "kpi", title=SENTENCE)
    assert finding.params == {"metric": "revenue", "template": "revenue"}
    assert [(fix.does, fix.subject) for fix in finding.fixes] == [("add", "revenue")]


def test_what_no_number_shows_is_offered_by_what_does(workspace: Workspace) -> None:
    """The working atmosphere, in both languages: a mark, days of illness, or a note."""
    for title in ("a better working atmosphere", "een betere werksfeer"):
        finding = about(workspace, "kpi", title=title)
        assert [fix.subject for fix in finding.fixes] == ["mood", "days-ill", title]


def test_the_library_names_trap_counter_and_drivers_as_they_are_called_here(shop: Workspace) -> None:
    """A KPI that was made from a template is named by the name it has here, one that is missing by the library's."""
    add_kpi(shop, {"name": "Left over", "unit": "EUR", "template": "profit"})
    counter = about(shop, "counters", title=SENTENCE)
    assert (counter.params["counter"], counter.fixes[0].subject) == ("Left over", "left-over")
    drivers = about(shop, "drivers", title=SENTENCE)
    assert drivers.params["drivers"] == "Orders, Conversion, Site speed"


def test_a_letter_that_changes_no_figure_reads_no_entries(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the numbers tell of a draft is worked out once for its figures; one more number logged, and it is anew."""
    typed = {"kpi": "revenue", "target": "90000", "deadline": "2027-06-30", "compared": "2026-10-01..2026-10-31"}
    log(shop, [EntryInput("revenue", "300", date(2026, 10, day)) for day in range(1, 32)])
    reads: list[object] = []
    read = entries.day_totals

    def counted(*about: Any) -> DayTotals:
        reads.append(about)
        return read(*about)

    monkeypatch.setattr(entries, "day_totals", counted)
    found(shop, **typed, title="More revenue")
    first = len(reads)
    found(shop, **typed, title="More revenue e")
    assert first and len(reads) == first
    draft = read_draft(shop, {**typed, "title": "More revenue ev"}).draft
    assert (draft.title, draft.baseline, len(reads)) == ("More revenue ev", 9300.0, first)
    log(shop, [EntryInput("revenue", "200", date(2026, 10, 31))])
    assert read_draft(shop, {**typed, "title": "More revenue ev"}).draft.baseline == 9500.0


def test_the_target_is_tested_against_the_natural_limits(shop: Workspace) -> None:
    """Four weeks of a conversion around 2 percent: 9 percent is beyond what any good day brings."""
    for back in range(1, 29):
        day = date(2026, 11, 23) - timedelta(days=back)
        log(shop, [EntryInput("orders", "2" if back % 2 else "3", day), EntryInput("visitors", "100", day)])
    finding = about(shop, "target", title="conversion to 9% by 30 June 2027")
    assert "you have never reached" in finding.message
    assert finding.params["n"] == 28


def test_the_first_thing_that_is_missing_refuses(shop: Workspace) -> None:
    """Nothing is saved, and the field is named; with all that is required the goal is."""
    with pytest.raises(Refused) as refused:
        save_goal(shop, read_draft(shop, {"title": SENTENCE}).draft)
    assert refused.value.field == "baseline"
    typed = {"title": SENTENCE, "baseline": "49870"}
    assert complete(found(shop, **typed))
    goal = save_goal(shop, read_draft(shop, typed).draft)
    assert (goal.start, goal.deadline) == (date(2027, 4, 1), date(2027, 6, 30))
    assert goal.targets[0].value == pytest.approx(57350.5)


def entered(workspace: Workspace, kpi: str, values: dict[int, float]) -> None:
    """Log values by how many days before today they are of."""
    for back, value in values.items():
        log(workspace, [EntryInput(kpi, str(value).replace(".", ","), workspace.today - timedelta(days=back))])


YEAR = {"title": "15% more revenue this year", "start": "2026-01-01", "deadline": "2026-12-31"}


def test_without_an_earlier_year_the_latest_weeks_are_offered_as_an_estimate(shop: Workspace) -> None:
    """Four weeks of figures for a goal of a year: they are scaled to it, with a range, and not taken unasked."""
    entered(shop, "revenue", {back: 100.0 + back % 5 for back in range(1, 29)})
    finding = about(shop, "baseline", **YEAR)
    assert "as long as this goal" in finding.message
    assert (finding.params["start"], finding.params["end"]) == (
        shop.today - timedelta(days=28), shop.today - timedelta(days=1),
    )  # fmt: skip
    estimate, measure = finding.fixes
    assert estimate.params["estimate"] == pytest.approx(365 * (102 - 1 / 14), rel=0.01)
    assert measure.sets == {"measure": True}
    for word in ("estimate", "Estimate"):
        draft = read_draft(shop, {**YEAR, "baseline": word}).draft
        assert draft.baseline == pytest.approx(estimate.params["estimate"])
        assert draft.baseline_low is not None
        assert draft.baseline_start == shop.today - timedelta(days=28)


def test_a_weekday_of_which_nothing_is_known_is_asked_about_and_never_scaled(shop: Workspace) -> None:
    """Ten days with one blank Sunday: closed or forgotten? Closed, 90 days of a quarter are 77 of 100."""
    days = [shop.today - timedelta(days=back) for back in range(1, 11)]
    log(shop, [EntryInput("revenue", "100", day) for day in days if day.weekday() < 6])
    quarter = {"title": "15% more revenue by 2027-03-31", "start": "2027-01-01", "deadline": "2027-03-31"}
    for settled in ("", "estimate"):
        finding = about(shop, "baseline", **quarter, settled=settled)
        assert (finding.params["weekdays"], [fix.does for fix in finding.fixes]) == ((6,), ["days", ""])
        assert finding.fixes[1].sets == {"measure": True}
    mended = mend(shop, quarter, finding.fixes[0], find_kpi(shop, "revenue"))
    assert (mended.did, find_kpi(shop, "revenue").cadence) == ("days", "mon,tue,wed,thu,fri,sat")
    draft = read_draft(shop, {**quarter, "settled": "estimate"}).draft
    assert draft.baseline == pytest.approx(77 * 100)
    assert draft.baseline_low is not None


def test_three_days_are_too_few_for_an_estimate_and_say_nothing_of_closed_days(shop: Workspace) -> None:
    """Friday to Sunday, and today is Monday: four weekdays have not gone by, so nobody is asked to close them."""
    log(shop, [EntryInput("revenue", "100", shop.today - timedelta(days=back)) for back in (1, 2, 3)])
    quarter = {"title": "15% more revenue by 2027-03-31", "start": "2027-01-01", "deadline": "2027-03-31"}
    finding = about(shop, "baseline", **quarter)
    assert "too few numbers were logged for an estimate" in finding.repair
    assert [fix.sets for fix in finding.fixes] == [{"measure": True}]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "revenue of 9000 by 2026-12-31"}, "does not need a baseline"),
        ({"title": "15% more revenue by 2026-12-31"}, "has no numbers in the period you compare with"),
    ],
)
def test_an_estimate_that_is_not_made_is_not_passed_over(shop: Workspace, typed: dict[str, str], said: str) -> None:
    """Who asks for an estimate hears why there is none."""
    findings = [each.message for each in found(shop, **typed, baseline="estimate")]
    assert any(said in message for message in findings)


def test_a_whole_period_needs_no_estimate_and_says_which_it_is(shop: Workspace) -> None:
    """The same days of last year have a figure on every day: those were taken."""
    entered(shop, "revenue", dict.fromkeys(range(1, 400), 100.0))
    findings = found(shop, title="15% more revenue by 2026-12-31", baseline="estimate")
    told = next(each for each in findings if "no estimate is needed" in each.message)
    assert (told.params["start"], told.params["known"]) == (date(2025, 11, 23), told.params["expected"])


def test_a_recurring_goal_is_held_against_its_past(shop: Workspace) -> None:
    """Twelve weeks, three of which had the sixty that every week is to have."""
    per_day = {7 * week + day: 9.0 if week in (2, 5, 9) else 4.0 for week in range(14) for day in range(7)}
    monday = shop.today - timedelta(days=shop.today.weekday())
    entered(shop, "orders", {(shop.today - monday).days + 1 + back: value for back, value in per_day.items()})
    told = about(shop, "at_least", title="60 orders a week until 2027-06-30")
    assert "weeks" in told.message
    assert (told.params, told.severity) == ({"kept": 3, "periods": 12}, "warning")
    held = about(shop, "at_least", title="20 orders a week until 2027-06-30")
    assert (held.params, held.severity) == ({"kept": 12, "periods": 12}, "hint")
    bands = [("at most 30 orders a week until 2027-06-30", 9), ("between 20 and 30 orders a week until 2027-06-30", 9)]
    for title, kept in bands:
        told = next(each for each in found(shop, title=title) if "kept" in each.params)
        assert told.params == {"kept": kept, "periods": 12}
    assert not any("kept" in each.params for each in found(shop, title="60 visitors a week until 2027-06-30"))


def test_the_best_so_far_of_a_level_is_a_stretch_of_its_measure(shop: Workspace) -> None:
    """One day of 20 percent is no level: 28 days together were never above 3."""
    for back in range(1, 57):
        day = shop.today - timedelta(days=back)
        log(shop, [EntryInput("orders", "20" if back == 30 else "2", day), EntryInput("visitors", "100", day)])
    told = about(shop, "target", title="conversion to 9% by 30 June 2027")
    assert told.params["best"] == pytest.approx(100 * (27 * 2 + 20) / 2800, abs=0.1)


def test_what_it_is_now_is_the_best_so_far_where_nothing_was_better(shop: Workspace) -> None:
    """20 of the last 28 days at 2.4 s after two months of 3 s: too few for a whole stretch, but it is 2.4 now."""
    entered(shop, "site-speed", dict.fromkeys(range(29, 90), 3.0) | dict.fromkeys(range(1, 21), 2.4))
    told = about(shop, "target", title="site speed to 1.5 s by 30 June 2027")
    assert told.params["best"] == pytest.approx(2.4)


@pytest.mark.parametrize(
    ("title", "change"),
    [("Halve the conversion by 30 June 2027", -50.0), ("Conversion verdubbelen voor 1 juli 2027", 100.0)],
)
def test_a_multiple_is_never_percentage_points(shop: Workspace, title: str, change: float) -> None:
    """Half of 40 percent is 20: nobody means 50 points, which there are not; "50% lower" of it neither."""
    for back in range(1, 29):
        day = shop.today - timedelta(days=back)
        log(shop, [EntryInput("orders", "40", day), EntryInput("visitors", "100", day)])
    draft = read_draft(shop, {"title": title}).draft
    assert (draft.change_percent, draft.baseline) == (change, 40)
    assert not any(each.field == "change_percent" for each in found(shop, title=title))
    assert not any(each.field == "change_percent" for each in found(shop, title="Conversion 50% lower by 30 June 2027"))
    asked = about(shop, "change_percent", title="Conversion 10% lower by 30 June 2027")
    assert (asked.params["relative"], asked.params["points"]) == (36, 30)


@pytest.mark.parametrize("title", ["20% more orders by the end of June", "20% meer bestellingen voor eind juni"])
def test_by_the_end_of_a_month_is_until_then_and_not_that_month_alone(shop: Workspace, title: str) -> None:
    """Said in November, all days until June count, against the same days of last year; June alone is one key away."""
    draft = read_draft(shop, {"title": title, "kpi": "orders"}).draft
    assert (draft.start, draft.deadline) == (None, date(2027, 6, 30))
    finding = about(shop, "start", title=title, kpi="orders")
    assert "from today" in finding.message
    assert [fix.sets.get("start") for fix in finding.fixes] == [None, date(2027, 6, 1)]
    quarter = read_draft(shop, {"title": "20% more orders by the end of Q2", "kpi": "orders"}).draft
    assert quarter.start == date(2027, 4, 1)


@pytest.mark.parametrize("title", ["60 orders a week by the end of March", "60 orders a week by June"])
def test_a_figure_of_a_period_may_be_meant_by_the_end_also_where_that_day_is_asked(shop: Workspace, title: str) -> None:
    """The day was asked and given, and whether it is every week from the start on is said all the same."""
    findings = found(shop, title=title, kpi="orders", deadline="2027-06-30")
    assert [finding.severity for finding in findings if "or work up to" in finding.message] == ["required"]
    chosen = found(shop, title=title, kpi="orders", deadline="2027-06-30", type="recurring")
    assert not any("or work up to" in finding.message for finding in chosen)
    until = found(shop, title="60 orders a week until 31 March", kpi="orders")
    assert [finding.severity for finding in until if "or work up to" in finding.message] == ["hint"]


def test_a_day_of_a_sentence_whose_order_is_in_doubt_is_told(shop: Workspace) -> None:
    """5/6 is the fifth of June here and the sixth of May elsewhere; where the region was set there is no doubt."""
    read_draft(shop, {"title": "2000 orders by 5/6", "kpi": "orders"})
    assert shop.doubts == {"5/6": date(2027, 6, 5)}
    shop.doubts = {}
    change_setting(shop, "region", "en_US")
    shop.refresh(datetime(2026, 11, 23, 9))  # noqa: DTZ001
    assert read_draft(shop, {"title": "2000 orders by 5/6", "kpi": "orders"}).draft.deadline == date(2027, 5, 6)
    assert shop.doubts == {}


EVERY_WEEK = {"title": "G", "kpi": "orders", "per": "week", "at_least": "84", "type": "recurring"}
UNTIL_MAY = {**EVERY_WEEK, "deadline": "2027-05-31"}


@pytest.mark.parametrize(
    ("today", "logged", "per", "first"),
    [
        # Thursday: Monday to Wednesday are logged, and count; on Friday most of the week has gone by.
        pytest.param("2026-11-26", "2026-11-01", "week", ("2026-11-23", "2026-11-29"), id="covered"),
        pytest.param("2026-11-27", "2026-11-01", "week", ("2026-11-30", "2026-12-06"), id="late"),
        pytest.param("2026-11-25", "2026-11-24", "week", ("2026-11-30", "2026-12-06"), id="begun on Tuesday"),
        pytest.param("2026-11-25", "", "week", ("2026-11-30", "2026-12-06"), id="new"),
        pytest.param("2026-11-23", "", "week", ("2026-11-23", "2026-11-29"), id="on a Monday"),
        pytest.param("2027-04-30", "2026-11-01", "month", ("2027-05-01", "2027-05-31"), id="the last day of a month"),
        pytest.param("2027-05-12", "", "month", ("2027-05-01", "2027-05-31"), id="no later month is over in time"),
    ],
)
def test_a_recurring_goal_begins_with_the_first_whole_period(
    shop: Workspace, today: str, logged: str, per: str, first: tuple[str, str]
) -> None:
    """A week that was half over, or not logged from its first day, is not lost before the goal began."""
    set_on = shop.on(date.fromisoformat(today))
    if logged:
        days = (set_on.today - date.fromisoformat(logged)).days
        first_day = date.fromisoformat(logged)
        log(set_on, [EntryInput("orders", "12", first_day + timedelta(days=number)) for number in range(days)])
    draft = read_draft(set_on, {**UNTIL_MAY, "per": per}).draft
    assert draft.first_period is not None
    assert tuple(day.isoformat() for day in draft.first_period[:2]) == first
    assert draft.start == date.fromisoformat(first[0])
    counts = [finding.params for finding in check(set_on, draft) if finding.message.startswith("the first period")]
    expected = [] if draft.first_period[2] in (draft.start, set_on.today) else [draft.first_period[:2]]
    assert [(params["start"], params["end"]) for params in counts] == (expected if first[0] != today else [])


def test_the_start_of_a_recurring_goal_that_was_given_stays(shop: Workspace) -> None:
    """Who says from when it counts is right, and is told nothing."""
    wednesday = shop.on(date(2026, 11, 25))
    draft = read_draft(wednesday, {**UNTIL_MAY, "start": "2026-11-23"}).draft
    assert (draft.start, draft.first_period) == (date(2026, 11, 23), None)


@pytest.mark.parametrize("type", ["total", "cap"])
def test_what_is_never_added_up_has_no_total(shop: Workspace, type: str) -> None:
    """Unique listeners of a week, and a stock: refused, with the level offered; a sum and a formula are not."""
    add_kpi(shop, {"name": "Listeners", "kind": "stamped", "every": "week"})
    typed = {"type": type, "target": "20000", "deadline": "2027-09-30"}
    for kpi in ("listeners", "subscribers", "site-speed", "conversion"):
        finding = about(shop, "type", kpi=kpi, **typed)
        assert (finding.severity, finding.fixes[0].sets["type"]) == ("required", "level")
    assert not [finding for finding in found(shop, kpi="revenue", **typed) if finding.field == "type"]


@pytest.mark.parametrize(
    ("title", "kpi", "asked"),
    [
        # So much a day and until when it is; with no period, so much cannot be all days together.
        ("Orders from 5 to 9 by the end of 2027", "orders", "type"),
        ("From 5 to 9 orders a week by the end of 2027", "orders", ""),
        ("Eight unpaid orders at most by 1 June", "revenue", "kpi"),
        ("300 euros of revenue by 1 June", "revenue", ""),
        ("5000 revenue by 1 June", "revenue", ""),
        ("15 visitors by 1 June", "conversion", "kpi"),
        ("20% more orders by the end of 2027", "orders", "start"),
        ("20% more orders by the end of Q2", "orders", ""),
        ("Per 1 januari 20 bestellingen per week", "orders", "deadline"),
        ("3 bestellingen per week voor 2027", "orders", "deadline"),
    ],
)
def test_what_can_be_meant_in_two_ways_is_asked(shop: Workspace, title: str, kpi: str, asked: str) -> None:
    """A rate without its period, things counted on money, a year that has not begun, a Dutch *per* and *voor*."""
    doubts = {"type", "kpi", "start", "deadline"}
    required = {finding.field for finding in found(shop, title=title, kpi=kpi) if finding.severity == "required"}
    assert required & doubts == ({asked} if asked else set())
