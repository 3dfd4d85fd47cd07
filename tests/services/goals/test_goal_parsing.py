"""What a sentence suggests for the fields of a goal on a database, and which KPI or template it means."""

from __future__ import annotations

import pytest

from kpitui.services.entries import EntryInput, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.goal_parsing import still_settled, suggestion, with_suggestions
from kpitui.services.goals.saving import check
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("15% more revenue by the end of Q2",
         {"kpi": "revenue", "change": "15%", "start": "2027-04-01", "deadline": "2027-06-30"}),
        ("15% more revenue by 30 June", {"kpi": "revenue", "change": "15%", "deadline": "2027-06-30"}),
        ("15 procent meer omzet aan het einde van het tweede kwartaal",
         {"kpi": "revenue", "change": "15%", "start": "2027-04-01", "deadline": "2027-06-30"}),
        ("Conversion up 1 point by the end of Q2",
         {"kpi": "conversion", "change": "1pp", "deadline": "2027-06-30"}),
        ("Het conversiepercentage met 4 procent verhogen op 31 december",
         {"kpi": "conversion", "change": "4%", "deadline": "2026-12-31"}),
        ("Conversion up 1.5 points by 31 December",
         {"kpi": "conversion", "change": "1.5pp", "deadline": "2026-12-31"}),
        ("70 orders a week in January 2027",
         {"kpi": "orders", "type": "recurring", "per": "week", "at_least": "70", "start": "2027-01-01",
          "deadline": "2027-01-31"}),
        ("70 orders a week by 31 January",
         {"kpi": "orders", "type": "recurring", "per": "week", "at_least": "70", "deadline": "2027-01-31"}),
        ("Site speed from 3 to 2 seconds by 1 March",
         {"kpi": "site-speed", "baseline": "3", "target": "2", "deadline": "2027-03-01"}),
        ("Keep conversion between 2% and 4% in 2027",
         {"kpi": "conversion", "type": "recurring", "per": "week", "at_least": "2", "at_most": "4",
          "start": "2027-01-01", "deadline": "2027-12-31"}),
        ("Orders between 300 and 350 in January",
         {"kpi": "orders", "type": "recurring", "per": "month", "at_least": "300", "at_most": "350",
          "start": "2027-01-01", "deadline": "2027-01-31"}),
        ("40 new subscribers by 31 March", {"kpi": "subscribers", "change": "40", "deadline": "2027-03-31"}),
        ("at most 40 orders a week until 31 December",
         {"kpi": "orders", "type": "recurring", "per": "week", "at_most": "40", "deadline": "2026-12-31"}),
        ("10k revenue every month in 2026",
         {"kpi": "revenue", "type": "recurring", "per": "month", "at_least": "10000", "start": "2026-01-01",
          "deadline": "2026-12-31"}),
        ("hoogstens 8 bestellingen per dag tot 31 december",
         {"kpi": "orders", "type": "recurring", "per": "day", "at_most": "8", "deadline": "2026-12-31"}),
        ("revenue to 10.000 a month by 31 December",
         {"kpi": "revenue", "type": "level", "over": "month", "per": "", "target": "10000", "deadline": "2026-12-31"}),
        ("revenue up by 80 euros a month by 31 December",
         {"kpi": "revenue", "change": "80", "type": "level", "over": "month", "per": "", "deadline": "2026-12-31"}),
        ("10% fewer orders by 30 June",
         {"kpi": "orders", "change": "-10%", "deadline": "2027-06-30"}),
        ("12 bestellingen erbij voor 31 december",
         {"kpi": "orders", "target": "12", "start": "2026-11-23", "deadline": "2026-12-30"}),
        ("40 orders on Black Friday", {"kpi": "orders", "target": "40"}),
        ("40 orders at Christmas", {"kpi": "orders", "target": "40"}),
        ("Met oud en nieuw 40 bestellingen", {"kpi": "orders", "target": "40"}),
        ("Met Black Friday volgend jaar 40 bestellingen", {"kpi": "orders", "target": "40"}),
        # Fewer than four of what is counted are three; of what is not, the figure itself is the edge.
        ("fewer than 4 orders a day until 31 December",
         {"kpi": "orders", "type": "recurring", "per": "day", "at_most": "3", "deadline": "2026-12-31"}),
        ("conversion under 4% by 31 December",
         {"kpi": "conversion", "type": "level", "target": "4", "deadline": "2026-12-31"}),
        # New ones of what adds up are so many, and no more than there were.
        ("12 nieuwe bestellingen erbij voor 1 juni", {"kpi": "orders", "target": "12", "deadline": "2027-05-31"}),
        ("Add three new orders per week until 30 June",
         {"kpi": "orders", "type": "recurring", "per": "week", "at_least": "3", "deadline": "2027-06-30"}),
        ("only 300 subscribers by 31 March",
         {"kpi": "subscribers", "type": "level", "target": "300", "deadline": "2027-03-31"}),
        ("Reach 300 orders a month by 30 June",
         {"kpi": "orders", "type": "level", "over": "month", "per": "", "target": "300", "deadline": "2027-06-30"}),
        ("Keep between 15 and 25 orders a week this quarter",
         {"kpi": "orders", "type": "recurring", "per": "week", "at_least": "15", "at_most": "25", "start": "2026-10-01",
          "deadline": "2026-12-31"}),
    ],
)  # fmt: skip
def test_what_a_sentence_suggests(shop: Workspace, sentence: str, fields: dict[str, str]) -> None:
    """KPI, change or target, kind where the sentence tells, and days."""
    assert suggestion(shop, sentence).fields == fields


@pytest.mark.parametrize(
    ("title", "severity", "offered"),
    [
        # What a month brings is no band for a week; what is averaged lies between the same edges in either.
        ("Orders between 40 and 45 in 2027", "required", ["week", "month", "quarter"]),
        ("Order value between 40 and 45 in 2027", "hint", ["month", "quarter"]),
        ("Site speed between 1 and 2 seconds in 2027", "hint", ["month", "quarter"]),
    ],
)
def test_over_what_a_band_holds_is_asked_of_what_adds_up_and_else_told(
    shop: Workspace, title: str, severity: str, offered: list[str]
) -> None:
    """Days that are a whole month or quarter tell, and so does the person."""
    typed = {"title": title}
    draft = read_draft(shop, typed).draft
    (told,) = [finding for finding in check(shop, draft) if finding.field == "per"]
    assert (told.severity, draft.per) == (severity, "week")
    assert [fix.sets["per"] for fix in told.fixes] == offered
    for answered in ({**typed, "per": "month"}, {"title": title.replace("2027", "Q2 2027")},
                     {"title": title.replace("in 2027", "every month of 2027")},
                     {"title": "Subscribers between 400 and 450 in 2027"}):  # fmt: skip
        assert "per" not in {finding.field for finding in check(shop, read_draft(shop, answered).draft)}


def test_what_was_typed_goes_before_what_is_suggested() -> None:
    """Empty is not typed; and a typed target makes the change of the sentence a thing of the past."""
    suggested = {"change": "15%", "deadline": "2027-06-30", "kpi": "revenue"}
    typed = {"title": "x", "target": "900", "deadline": " ", "kpi": "orders"}
    assert with_suggestions(typed, suggested) == {
        "title": "x", "target": "900", "deadline": "2027-06-30", "kpi": "orders",
    }  # fmt: skip


def test_a_level_of_so_much_a_month_is_measured_over_a_month(shop: Workspace) -> None:
    """What a day brings is no baseline for what a month is to bring."""
    draft = read_draft(shop, {"title": "300 orders a month by 30 June", "type": "level", "target": "300"}).draft
    assert (draft.type, draft.target, draft.over, draft.per) == ("level", 300.0, "month", "")


def test_a_template_is_offered_when_nothing_is_measured_yet(workspace: Workspace) -> None:
    """On an empty database the library is looked in; words it does not know offer nothing."""
    assert suggestion(workspace, "20% meer websitebezoekers volgend jaar").templates == ("visitors",)
    assert suggestion(workspace, "a better working atmosphere").templates == ()


def test_two_kpis_that_fit_are_both_named(shop: Workspace) -> None:
    """Nothing is filled in for a KPI that the sentence does not decide on."""
    add_kpi(shop, {"name": "Sales", "key": "sales-a"})
    add_kpi(shop, {"name": "Sales", "key": "sales-b"})
    found = suggestion(shop, "10% more sales")
    assert {"sales-a", "sales-b"} <= set(found.kpis)
    assert "kpi" not in found.fields


@pytest.mark.parametrize(
    ("released", "gone"),
    [
        ("metric", {"kpi"}),
        ("target", {"at_least"}),
        ("per", {"type", "per", "at_least"}),
        ("deadline", {"deadline"}),
        ("metric deadline", {"kpi", "deadline"}),
        ("reason", set()),
    ],
)
def test_a_reading_that_was_released_is_not_suggested(shop: Workspace, released: str, gone: set[str]) -> None:
    """Whatever part of the sentence gave it; what was typed in its place stands."""
    suggested = suggestion(shop, "60 orders a week by the end of March").fields
    left = with_suggestions({"title": "x", "released": released}, suggested)
    assert suggested.keys() - left.keys() == gone
    assert with_suggestions({"released": released, "deadline": "2027-05-01"}, suggested)["deadline"] == "2027-05-01"


def test_an_answer_about_words_of_the_sentence_ends_when_they_change(shop: Workspace) -> None:
    """What was left out is asked again once other words are; what was taken for granted of its figure stays."""
    typed = {"title": "60 orders a week, weather permitting", "settled": "there unread"}
    longer = still_settled(shop, typed, f"{typed['title']}, until 30 June")
    other = still_settled(shop, typed, "60 orders a week unless it rains")
    assert (longer, other) == ("there unread", "there")


def test_a_name_that_holds_words_of_time_is_the_name_of_its_kpi(shop: Workspace) -> None:
    """A weekly score is no satisfaction of every week, where it is a KPI; beside other words it is nobody's name."""
    for name in ("Score", "Weekly score", "Rating"):
        add_kpi(shop, {"name": name, "kind": "sample"})
    assert suggestion(shop, "Weekly score between 6 and 8 in 2027").kpis == ("weekly-score",)
    assert suggestion(shop, "Score between 6 and 8 every week in 2027").kpis == ("score",)
    assert suggestion(shop, "Weekly score of my rivals below 6 in 2027").kpis != ("weekly-score",)


def test_a_period_in_the_name_of_a_stock_is_no_cadence(shop: Workspace) -> None:
    add_kpi(shop, {"name": "Monthly listeners", "kind": "level"})
    read = suggestion(shop, "Reach five thousand monthly listeners by 31 October").fields
    assert read == {"kpi": "monthly-listeners", "target": "5000", "deadline": "2027-10-31"}


def test_time_is_read_in_the_unit_of_its_kpi_or_asked(shop: Workspace) -> None:
    """Weeks are seven days of a KPI that is named after days; days and months are asked of what is in hours."""
    add_kpi(shop, {"name": "Days to payment", "kind": "sample", "better": "lower"})
    add_kpi(shop, {"name": "Repair time", "kind": "sample", "unit": "h", "better": "lower"})
    assert suggestion(shop, "Days to payment at most 3 weeks by 31 March").fields["target"] == "21"
    assert suggestion(shop, "Days to payment two weeks shorter by 1 July").fields["change"] == "-14"
    assert suggestion(shop, "Days to payment 5 days shorter by 1 July").fields["change"] == "-5"
    for sentence in ("Repair time to 2 days by 1 July", "Days to payment to 2 months by 1 July"):
        asked = [found for found in check(shop, read_draft(shop, {"title": sentence}).draft) if found.field == "target"]
        assert asked[0].severity == "required"


def test_what_is_made_is_not_those_who_get_it(shop: Workspace) -> None:
    """A newsletter that is sent is no subscriber."""
    add_kpi(shop, {"name": "Newsletter subscribers", "kind": "level"})
    for sentence in ("Send a newsletter every month in 2027", "Elke maand een nieuwsbrief versturen in 2027"):
        assert "newsletter-subscribers" not in suggestion(shop, sentence).kpis
    assert suggestion(shop, "1,500 newsletter subscribers by 1 June").kpis == ("newsletter-subscribers",)


def test_words_that_the_kpi_does_not_cover_are_not_used(shop: Workspace) -> None:
    sentence = "60 orders a week, mostly from abroad, until 30 June"
    read = suggestion(shop, sentence)
    assert read.kpis == ("orders",)
    assert read.wish.quoted(sentence, "unused") == ("mostly", "abroad")


def test_fewer_a_week_than_a_stock_has_are_asked_as_so_many_more(shop: Workspace) -> None:
    """18 whole weeks until the end of March: five a week are 90 or so more, and no level that 80 are at already."""
    log(shop, [EntryInput("subscribers", "80", shop.today)])
    read = suggestion(shop, "5 subscribers a week until 31 March")
    assert "change" in read.wish.unsure
    assert {"at_least", "per"}.isdisjoint(read.fields)
    assert suggestion(shop, "100 subscribers a week until 31 March").fields["at_least"] == "100"


@pytest.mark.parametrize(
    ("sentence", "sets"),
    [
        ("gemiddeld 8 bestellingen per week in 2027", {"type": "total", "target": 416.0}),
        ("at most 8 orders a week on average in 2027", {"type": "cap", "target": 416.0}),
        ("8 orders a week in 2027", {}),
    ],
)
def test_so_many_a_period_on_average_are_in_each_of_them_or_in_all(
    shop: Workspace, sentence: str, sets: dict[str, object]
) -> None:
    """Fifty-two weeks of eight are 416; without the word each week is meant."""
    asked = [finding for finding in check(shop, read_draft(shop, {"title": sentence}).draft) if finding.field == "type"]
    taken = [fix.sets for finding in asked for fix in finding.fixes if "target" in fix.sets]
    assert [{name: one[name] for name in ("type", "target")} for one in taken] == ([sets] if sets else [])
