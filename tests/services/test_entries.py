"""Logging: what is understood, saved, refused; all or none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kpitui.core.errors import NotFound, Refused
from kpitui.services import entries
from kpitui.services.entries import EntryInput
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import entries as stored
from kpitui.store import journal

TODAY = date(2026, 11, 23)


def values(workspace: Workspace, key: str, day: date = TODAY) -> list[float]:
    """Return the values logged for a KPI on a day, in the order they were logged."""
    sql = "SELECT value FROM entry JOIN kpi ON kpi.id = entry.kpi WHERE key = ? AND date = ? ORDER BY entry.id"
    return [row["value"] for row in workspace.store.rows(sql, (key, day.isoformat()))]


def test_several_values_are_one_change(shop: Workspace) -> None:
    """Three KPIs logged at once are saved together and undone together."""
    wishes = [
        EntryInput("revenue", "1249,50", TODAY),
        EntryInput("orders", "18", TODAY),
        EntryInput("Visitors", "620", TODAY),
    ]
    logged = entries.log(shop, wishes)
    assert [1249.5, 18.0, 620.0] == [item.total for item in logged]
    journal.undo(shop.store)
    assert [] == values(shop, "revenue") + values(shop, "orders") + values(shop, "visitors")


def test_what_can_be_is_logged_together(shop: Workspace) -> None:
    """The others come back with their reasons; nothing is a change when nothing can be."""
    figures = [
        EntryInput("revenue", "12", TODAY),
        EntryInput("orders", "abc", TODAY),
        EntryInput("visitors", "7", TODAY),
    ]
    logged, refused = entries.log_what_can_be(shop, figures, source="app")
    assert [12.0, 7.0] == [item.value for item in logged]
    assert [("abc", "Orders")] == [(each.typed.text, each.why.params["kpi"]) for each in refused]
    journal.undo(shop.store)
    assert [] == values(shop, "revenue") + values(shop, "visitors")
    before = shop.store.stamp()
    logged, refused = entries.log_what_can_be(shop, figures[1:2], source="app")
    assert ([], 1) == (logged, len(refused))
    assert before == shop.store.stamp()


def test_one_refusal_saves_nothing(shop: Workspace) -> None:
    """When one of several values is refused none is saved, and the refusal names KPI, field and value."""
    with pytest.raises(Refused) as refused:
        entries.log(shop, [EntryInput("revenue", "12", TODAY), EntryInput("orders", "abc", TODAY)])
    assert ("value", "abc", "Orders") == (
        refused.value.field,
        refused.value.params["value"],
        refused.value.params["kpi"],
    )
    assert [] == values(shop, "revenue")


@pytest.mark.parametrize("text", ["abc", "1e999", "nan", "inf", "2026-02-30", "0x10", "1_000", "", " ", "1/0"])
def test_what_is_no_number_is_refused(shop: Workspace, text: str) -> None:
    """Text that is no number is refused and never taken for 0."""
    with pytest.raises(Refused):
        entries.log(shop, [EntryInput("orders", text, TODAY)])
    assert [] == values(shop, "orders")


def test_a_key_makes_a_repeat_do_nothing(shop: Workspace) -> None:
    """The same key logs once; after an undo it may log again."""
    wish = [EntryInput("orders", "3", TODAY)]
    assert 1 == len(entries.log(shop, wish, key="cron-1"))
    assert [] == entries.log(shop, wish, key="cron-1")
    assert [3.0] == values(shop, "orders")
    journal.undo(shop.store)
    assert 1 == len(entries.log(shop, wish, key="cron-1"))


def test_plain_adds_an_entry_and_replace_takes_its_place(shop: Workspace) -> None:
    """A flow's entries of one day add up; ``=`` and replace take the place of all of them."""
    entries.log(shop, [EntryInput("orders", "3", TODAY)])
    (added,) = entries.log(shop, [EntryInput("orders", "+4", TODAY)])
    assert (7.0, [3.0, 4.0]) == (added.total, values(shop, "orders"))
    (replaced,) = entries.log(shop, [EntryInput("orders", "=5", TODAY)])
    assert (5.0, 2, [5.0]) == (replaced.total, replaced.replaced, values(shop, "orders"))
    entries.log(shop, [EntryInput("orders", "6", TODAY, replace=True)])
    assert [6.0] == values(shop, "orders")


def test_a_plus_raises_a_level(shop: Workspace) -> None:
    """``+3`` on a level is the last figure and three more."""
    entries.log(shop, [EntryInput("subscribers", "400", TODAY - timedelta(days=7))])
    (logged,) = entries.log(shop, [EntryInput("subscribers", "+3", TODAY)])
    assert 403.0 == logged.total


def test_computed_and_future_are_refused(shop: Workspace) -> None:
    """Nothing can be logged on a computed KPI, nor on a day that is still to come."""
    with pytest.raises(Refused) as computed:
        entries.log(shop, [EntryInput("conversion", "3", TODAY)])
    with pytest.raises(Refused) as future:
        entries.log(shop, [EntryInput("orders", "3", TODAY + timedelta(days=1))])
    assert ("kpi", "date") == (computed.value.field, future.value.field)


def test_an_unknown_kpi_names_its_neighbours(shop: Workspace) -> None:
    """A key that does not exist is refused with those that come near."""
    with pytest.raises(NotFound) as unknown:
        entries.find_kpi(shop, "revenu")
    assert "revenue" in str(unknown.value)


def test_edit_and_delete_an_entry(shop: Workspace) -> None:
    """An entry can be given another value, note and day, and be deleted; both are undone."""
    kpi = entries.find_kpi(shop, "orders")
    entries.log(shop, [EntryInput("orders", "3", TODAY)])
    (entry,) = stored.entries_between(shop.store, kpi.id, date.min, date.max)
    yesterday = TODAY - timedelta(days=1)
    assert entries.edit_entry(shop, kpi, entry, text="8", note="market", day=yesterday)
    (entry,) = stored.entries_between(shop.store, kpi.id, date.min, date.max)
    assert (8.0, "market", yesterday) == (entry.value, entry.note, entry.date)
    assert entries.delete_entry(shop, kpi, entry)
    journal.undo(shop.store)
    assert [8.0] == values(shop, "orders", yesterday)


def test_clear_empties_a_day(shop: Workspace) -> None:
    """Clearing deletes every entry of the day and tells how many."""
    kpi = entries.find_kpi(shop, "orders")
    entries.log(shop, [EntryInput("orders", "3", TODAY)])
    entries.log(shop, [EntryInput("orders", "4", TODAY)])
    assert (2, []) == (entries.clear(shop, kpi, TODAY), values(shop, "orders"))


def test_hours_become_the_unit_of_the_kpi(shop: Workspace) -> None:
    """1h30 on a KPI in minutes is 90."""
    from kpitui.services.kpis import add_kpi

    add_kpi(shop, {"name": "Worked", "unit": "min"})
    (logged,) = entries.log(shop, [EntryInput("worked", "1u30", TODAY)])
    assert 90.0 == logged.value


def test_a_time_to_come_is_refused_as_a_day_to_come_is(shop: Workspace) -> None:
    """At half past nine 23:00 is refused, logged or moved to; a quarter of an hour ahead is a time that was rounded."""
    for time in ("23:00", "09:46"):
        with pytest.raises(Refused, match="is in the future: it is") as refused:
            entries.log(shop, [EntryInput("orders", "3", TODAY, time=time)])
        assert ("time", time, "09:30") == (
            refused.value.field,
            refused.value.params["value"],
            refused.value.params["now"],
        )
    assert [] == values(shop, "orders")
    entries.log(shop, [EntryInput("orders", "3", TODAY, time="09:45")])
    entries.log(shop, [EntryInput("orders", "5", TODAY - timedelta(days=1), time="23:00")])
    orders = entries.find_kpi(shop, "orders")
    (entry,) = entries.newest_of(shop, orders, 1)
    with pytest.raises(Refused, match="is in the future: it is"):
        entries.edit_entry(shop, orders, entry, text=None, note="", day=TODAY, time="18:00")
    assert [3.0] == values(shop, "orders")


def test_the_clock_is_that_of_the_day_and_the_zone(shop: Workspace) -> None:
    """Where days begin at four, 02:00 of today is of the coming night; in New York it is half past three."""
    change_setting(shop, "day-starts", "4")
    shop.refresh(datetime(2026, 11, 23, 9, 30))  # noqa: DTZ001  the clock on the wall
    assert ("09:30", "") == (shop.clock_before(TODAY, "02:00"), shop.clock_before(TODAY, "09:00"))
    change_setting(shop, "day-starts", "0")
    change_setting(shop, "timezone", "America/New_York")
    shop.refresh(datetime(2026, 11, 23, 8, 30, tzinfo=UTC).astimezone().replace(tzinfo=None))
    assert ("03:30", "") == (shop.clock_before(TODAY, "09:00"), shop.clock_before(TODAY, "03:00"))


def test_a_day_that_was_set_has_no_hours_to_come(shop: Workspace) -> None:
    """With $KPITUI_TODAY the clock tells nothing of that day."""
    pinned = Workspace(shop.store, {"KPITUI_TODAY": "2026-11-23"}, datetime(2026, 12, 1, 3, 0), "en")  # noqa: DTZ001
    assert pinned.today == TODAY
    assert not pinned.clock_before(TODAY, "23:00")
