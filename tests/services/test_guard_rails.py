"""The guard rails held against a database: what counts as fresh, as decided, and as behind a goal."""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.measure import expected_in
from kpitui.core.model import Kpi
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.guard_rails import cautions_of
from kpitui.services.kpis import archive_kpi, edit_kpi, fields_of
from kpitui.services.notes import add_note
from kpitui.services.pauses import add_pause
from kpitui.services.reading import data_of
from kpitui.services.workspace import Workspace
from kpitui.store import records

TODAY = date(2026, 11, 23)


def older(workspace: Workspace, days: int) -> None:
    """Let all KPIs have been added that many days ago."""
    with workspace.store.write("kpi.edited", kpi="") as change:
        for kpi in records.all_kpis(workspace.store):
            records.update_kpi(change, kpi, kpi._replace(created=TODAY - timedelta(days=days)))


def rules(workspace: Workspace) -> set[tuple[str, str]]:
    """Return what is told, as pairs of a rule and a KPI."""
    return {(caution.rule, caution.kpi) for caution in cautions_of(workspace)}


def test_figures_that_stay_away_are_told_but_not_during_a_pause(shop: Workspace) -> None:
    """Ten days without orders, four of them paused, are six; a computed KPI has no figures of its own to miss."""
    older(shop, 30)
    log(shop, [EntryInput("orders", "5", TODAY - timedelta(days=11))])
    assert ("stale", "orders") in rules(shop)
    assert ("stale", "conversion") not in rules(shop)
    add_pause(shop, find_kpi(shop, "orders"), TODAY - timedelta(days=9), TODAY - timedelta(days=6), "fair")
    assert ("stale", "orders") not in rules(shop)


def test_what_a_goal_rests_on_is_used_with_all_its_parts(shop: Workspace) -> None:
    """A goal on conversion covers orders and visitors; a driver is covered too, site speed is not."""
    older(shop, 200)
    save_goal(
        shop,
        read_draft(shop, {"title": "conversion to 4% by 30 June 2027", "drivers": "subscribers"}).draft,
    )
    told = {kpi for rule, kpi in rules(shop) if rule == "undecided"}
    assert told == {"site-speed", "order-value"}
    # Revenue is a part of the order value, which speaks for both.
    assert ("undecided", "revenue") not in rules(shop)


def test_a_note_is_a_decision(shop: Workspace) -> None:
    """What was looked at last week is not asked to be archived, only whether there is a goal behind it."""
    older(shop, 200)
    add_note(shop, find_kpi(shop, "site-speed"), TODAY - timedelta(days=7), "new host")
    assert {("without goal", "site-speed")} == {pair for pair in rules(shop) if pair[1] == "site-speed" and
                                                pair[0] != "stale"}  # fmt: skip


def test_an_archived_kpi_is_left_alone(shop: Workspace) -> None:
    """Nothing is said of it any more."""
    older(shop, 200)
    archive_kpi(shop, find_kpi(shop, "site-speed"))
    assert "site-speed" not in {kpi for _rule, kpi in rules(shop)}


def test_a_counter_that_got_worse_since_the_goal_began(shop: Workspace) -> None:
    """Site speed, of which less is better, went from 2 to 4 seconds; the other way round nothing is said."""
    start = TODAY - timedelta(days=30)
    for back in range(60, 0, -1):
        day = TODAY - timedelta(days=back)
        log(shop, [EntryInput("site-speed", f"{(2 if day < start else 4) + back % 3 / 10:.1f}", day)])
    typed = {"title": "9000 visitors by 30 June 2027", "start": start.isoformat(), "counters": "site-speed"}
    save_goal(shop, read_draft(shop, typed).draft)
    (caution,) = [each for each in cautions_of(shop) if each.rule == "tunnel"]
    assert caution.kpi == "site-speed"
    change = caution.params["change"]
    assert isinstance(change, float)
    assert 1.7 < change < 2.3


def test_a_day_that_is_never_logged_is_asked_about_and_set_with_one_command(shop: Workspace) -> None:
    """Twelve weeks of Monday to Saturday: the 2,600 of October are whole once Sunday is closed, and not before."""
    first = TODAY - timedelta(weeks=12)
    logged = [first + timedelta(days=day) for day in range(84)]
    log(shop, [EntryInput("revenue", "100", day) for day in logged if day.weekday() < 6])
    log(shop, [EntryInput("orders", "1", day) for day in logged if day.weekday() < 6 or day == logged[-1]])
    log(shop, [EntryInput("visitors", "1", day) for day in logged[1:] if day.weekday() < 6])
    asked = [caution for caution in cautions_of(shop) if caution.rule == "closed"]
    assert [(caution.kpi, caution.params["weekdays"]) for caution in asked] == [("revenue", (6,))]
    revenue = find_kpi(shop, "revenue")
    october = date(2026, 10, 1), date(2026, 10, 31)
    assert (history_coverage(shop, revenue, *october), asked[0].params["every"]) == (
        (27, 31), "mon,tue,wed,thu,fri,sat",
    )  # fmt: skip
    edit_kpi(shop, revenue, {**fields_of(shop, revenue), "every": str(asked[0].params["every"])})
    assert history_coverage(shop, find_kpi(shop, "revenue"), *october) == (27, 27)
    assert "closed" not in {rule for rule, _kpi in rules(shop)}


def history_coverage(workspace: Workspace, kpi: Kpi, first: date, last: date) -> tuple[int, int]:
    """Return how many of the expected days from *first* to *last* have data, and how many are expected."""
    data = data_of(workspace, kpi, first, last)
    return data.slots_with_data(first, last), expected_in(data, first, last)
