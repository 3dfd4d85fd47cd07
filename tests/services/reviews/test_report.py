"""A review as a report: its sections and their order, the table of figures, a picture for each goal."""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.exchange.report import WRITERS, Listing, Picture, Report, ReportTable
from kpitui.i18n import use
from kpitui.services.actions import add_action
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.notes import add_note
from kpitui.services.reviews import accept, review, review_period, review_report
from kpitui.services.workspace import Workspace
from kpitui.wording.reviews import report_of

TODAY = date(2026, 11, 23)


def report(workspace: Workspace) -> Report:
    """Return the report of the last full week."""
    return report_of(
        review_report(workspace, review(workspace, review_period(workspace, "week"))), workspace.settings.numbers
    )


def three_weeks(workspace: Workspace) -> None:
    """Log revenue on every day of the last three weeks but two."""
    for back in range(21, 0, -1):
        if back not in (4, 5):
            log(workspace, [EntryInput("revenue", str(100 + back), TODAY - timedelta(days=back))])


def blocks(found: Report, kind: type) -> list[object]:
    """Return all blocks of a kind."""
    return [block for section in found.sections for block in section.blocks if isinstance(block, kind)]


def test_an_empty_database_has_a_report(workspace: Workspace) -> None:
    """Every question is answered in words, in every form."""
    found = report(workspace)
    assert [section.heading for section in found.sections][:3] == [
        "Are you reaching your goals?", "Where do you need to act?", "What is going well, and what isn't?",
    ]  # fmt: skip
    for writer in WRITERS.values():
        assert "Nothing needs action right now." in writer.write(found)


def test_the_table_says_at_least_and_no_data(shop: Workspace) -> None:
    """A sum over gaps, what was never logged, and on how many days each rests."""
    three_weeks(shop)
    table, years = blocks(report(shop), ReportTable)
    assert isinstance(table, ReportTable)
    assert isinstance(years, ReportTable)
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Revenue"] == ("at least € 519", "€ 777", "at least -€ 258", "5 of 7 days")
    assert rows["Orders"][:3] == ("no data", "no data", "-")
    assert years.heading == ("KPI", "Nov 2026", "change", "Q4 2026", "change", "2026", "change")
    assert [row[0] for row in years.rows] == ["Revenue"]


def test_a_note_for_all_kpis_is_told_once(shop: Workspace) -> None:
    """It has one number in every picture and one line below them, however many goals there are."""
    three_weeks(shop)
    for title in ("9000 euro revenue by 31 December", "1000 orders by 31 December"):
        save_goal(shop, read_draft(shop, {"title": title, "start": "2026-11-01"}).draft)
    log(shop, [EntryInput("orders", "5", date(2026, 11, 20))])
    add_note(shop, None, date(2026, 11, 12), "Kings day")
    add_note(shop, find_kpi(shop, "orders"), date(2026, 11, 20), "a fair")
    found = report(shop)
    assert len(blocks(found, Picture)) == 2
    listings = [block for block in blocks(found, Listing) if isinstance(block, Listing)]
    notes = [item.text for block in listings for item in block.items if "Kings day" in item.text]
    assert notes == ["1: Thu 12 Nov 2026, Kings day"]
    pictures = {block.title: block for block in blocks(found, Picture) if isinstance(block, Picture)}
    orders, revenue = pictures["1000 orders by 31 December"], pictures["9000 euro revenue by 31 December"]
    assert ">1<" in revenue.svg
    assert ">2<" not in revenue.svg
    assert ">2<" in orders.svg


def test_a_goal_has_its_picture(shop: Workspace) -> None:
    """The running total of a sum with its target and pace; without figures none."""
    typed = {"title": "9000 euro revenue by 31 December", "start": "2026-11-01"}
    save_goal(shop, read_draft(shop, typed).draft)
    assert blocks(report(shop), Picture) == []
    three_weeks(shop)
    (picture,) = blocks(report(shop), Picture)
    assert isinstance(picture, Picture)
    assert picture.title == "9000 euro revenue by 31 December"
    assert 'class="target"' in picture.svg
    assert 'class="pace"' in picture.svg
    assert picture.described == "line: your numbers, dashes: target, dots: where you should be"


def test_what_was_decided_and_what_is_under_way(shop: Workspace) -> None:
    """A matter that was left as it is says so; an action says what was seen since."""
    three_weeks(shop)
    found = review(shop, review_period(shop, "week"))
    accept(shop, found.matters.open[0], "said")
    add_action(shop, "call customers", started=date(2026, 11, 10))
    text = WRITERS["text"].write(report(shop))
    assert "accepted" in text
    assert "* call customers, since Tue 10 Nov 2026: not linked to a KPI" in " ".join(text.split())


def test_in_dutch(shop: Workspace) -> None:
    """Headings, figures and the language of the page."""
    three_weeks(shop)
    use("nl")
    found = report(shop)
    use("en")
    assert (found.language, found.sections[1].heading) == ("nl", "Waar moet je iets doen?")
    (listing, *_rest) = [block for block in found.sections[1].blocks if isinstance(block, Listing)]
    assert "cijfers nog niet ingevoerd" in listing.items[0].text
