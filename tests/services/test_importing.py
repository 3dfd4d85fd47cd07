"""Importing: all or nothing, once, undoable; what a person logged is never changed by a file."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.errors import Refused
from kpitui.services.entering import Wish, clear, edit_entry, find_kpi, log
from kpitui.services.importing import Choices, Plan, apply_import, plan_import
from kpitui.services.planning import edit_kpi, fields_of
from kpitui.services.workspace import Workspace
from kpitui.store import entries, journal

FILE = b"date,Orders,Revenue\n2026-11-18,5,100.50\n2026-11-19,6,\n2026-11-20,7,120\n"
WEDNESDAY = date(2026, 11, 18)


def counts(plan: Plan) -> tuple[int, int, int, int, int]:
    """Return how much is new, the same, changed, in conflict and refused."""
    return len(plan.new), plan.same, len(plan.changed), len(plan.conflicts), len(plan.refused)


def bring_in(workspace: Workspace, data: bytes = FILE) -> Plan:
    """Import a file and return what its plan was."""
    plan = plan_import(workspace, data, "file.csv")
    apply_import(workspace, plan)
    return plan


def value_on(workspace: Workspace, key: str, day: date) -> list[float]:
    """Return the values of a KPI on a day."""
    kpi = find_kpi(workspace, key)
    return [entry.value for entry in entries.entries_between(workspace.store, kpi.id, day, day)]


def test_a_file_comes_in_whole_and_a_second_time_adds_nothing(shop: Workspace) -> None:
    """Five figures are new; the same file again finds them all the same and writes nothing."""
    assert counts(bring_in(shop)) == (5, 0, 0, 0, 0)
    before = journal.history(shop.store)
    assert counts(bring_in(shop)) == (0, 5, 0, 0, 0)
    assert journal.history(shop.store) == before
    assert value_on(shop, "revenue", WEDNESDAY) == [100.5]


def test_an_import_is_one_change_that_undo_takes_back(shop: Workspace) -> None:
    """One undo takes all of it back, and redo brings it again."""
    bring_in(shop)
    assert journal.undo(shop.store).what == "entries.imported"
    assert value_on(shop, "orders", WEDNESDAY) == []
    journal.redo(shop.store)
    assert value_on(shop, "orders", WEDNESDAY) == [5.0]
    journal.undo(shop.store)
    assert counts(bring_in(shop)) == (5, 0, 0, 0, 0)


def test_a_corrected_file_corrects(shop: Workspace) -> None:
    """A figure that is different in a newer file takes the place of the imported one, undoably."""
    bring_in(shop)
    assert counts(bring_in(shop, FILE.replace(b"100.50", b"99"))) == (0, 4, 1, 0, 0)
    assert value_on(shop, "revenue", WEDNESDAY) == [99.0]
    journal.undo(shop.store)
    assert value_on(shop, "revenue", WEDNESDAY) == [100.5]


def test_what_a_person_logged_is_kept(shop: Workspace) -> None:
    """A day that was logged by hand with another figure is a conflict; with the same one it is the same."""
    log(shop, [Wish("orders", "4", WEDNESDAY), Wish("revenue", "100,50", WEDNESDAY)])
    plan = bring_in(shop)
    assert counts(plan) == (3, 1, 0, 1, 0)
    assert (plan.conflicts[0].kpi.key, plan.conflicts[0].value, plan.conflicts[0].kept) == ("orders", 5.0, 4.0)
    assert value_on(shop, "orders", WEDNESDAY) == [4.0]


def test_what_a_person_corrected_is_kept(shop: Workspace) -> None:
    """An imported figure that was corrected by hand is the person's from then on."""
    bring_in(shop)
    kpi = find_kpi(shop, "orders")
    (entry,) = entries.entries_between(shop.store, kpi.id, WEDNESDAY, WEDNESDAY)
    edit_entry(shop, kpi, entry, text="50", note="", day=WEDNESDAY)
    assert counts(bring_in(shop)) == (0, 4, 0, 1, 0)
    assert value_on(shop, "orders", WEDNESDAY) == [50.0]


def test_several_figures_of_one_day_are_all_kept(shop: Workspace) -> None:
    """Equal rows of one day are different entries, and each is recognised again."""
    orders = b"date,kpi,value,time\n2026-11-18,orders,1,09:00\n2026-11-18,orders,1,09:00\n2026-11-18,orders,1,10:00\n"
    assert counts(bring_in(shop, orders)) == (3, 0, 0, 0, 0)
    assert counts(bring_in(shop, orders)) == (0, 3, 0, 0, 0)
    assert value_on(shop, "orders", WEDNESDAY) == [1.0, 1.0, 1.0]


def test_one_refused_row_and_nothing_is_imported(shop: Workspace) -> None:
    """A day to come, a computed KPI, an unknown one and a figure beyond all bounds are refused by their lines."""
    data = (
        b"date,kpi,value\n2026-11-18,orders,1\n2026-11-24,orders,1\n2026-11-18,conversion,3\n"
        b"2026-11-18,weather,3\n2026-11-18,orders,9999999999999999\n2026-11-18,orders,many\n"
    )
    plan = plan_import(shop, data, "file.csv")
    assert [row.line for row in plan.refused] == [3, 4, 5, 6, 7]
    assert "--map 'weather=KEY'" in plan.refused[2].reason.format(**plan.refused[2].params)
    with pytest.raises(Refused, match="5 of the rows"):
        apply_import(shop, plan)
    assert value_on(shop, "orders", WEDNESDAY) == []
    assert apply_import(shop, plan, skip_refused=True) is not None
    assert value_on(shop, "orders", WEDNESDAY) == [1.0]


@pytest.mark.parametrize("name", ["orders", "Orders", "ORDERS", " order's "])
def test_kpis_are_found_by_key_or_name(shop: Workspace, name: str) -> None:
    """Case does not matter; another name is mapped by the person."""
    choices = Choices(mapping={name: "orders"} if "'" in name else {})
    plan = plan_import(shop, f"date,kpi,value\n2026-11-18,{name},1\n".encode(), "f", choices)
    assert counts(plan) == (1, 0, 0, 0, 0)


def test_a_cleared_day_can_be_imported_again(shop: Workspace) -> None:
    """A day that was emptied has no figure of a person, so the file fills it."""
    bring_in(shop)
    clear(shop, find_kpi(shop, "orders"), WEDNESDAY)
    assert counts(bring_in(shop)) == (1, 4, 0, 0, 0)


def test_what_a_kpi_can_never_be_is_refused(shop: Workspace) -> None:
    """A figure beyond a natural bound is refused with its line and the bound."""
    kpi = find_kpi(shop, "orders")
    edit_kpi(shop, kpi, {**fields_of(shop, kpi), "floor": 0.0})
    (refused,) = plan_import(shop, b"date,orders\n2026-11-18,-4\n2026-11-19,4\n", "f.csv").refused
    assert (refused.line, refused.params["bound"]) == (2, "0")


def test_ten_thousand_rows_are_one_change(shop: Workspace) -> None:
    """A large file arrives whole, in one transaction."""
    first = date(1999, 1, 1).toordinal()
    rows = (f"{date.fromordinal(first + at).isoformat()},{at % 97}" for at in range(10_000))
    data = ("date,orders\n" + "\n".join(rows)).encode()
    assert counts(bring_in(shop, data)) == (10_000, 0, 0, 0, 0)
    assert counts(bring_in(shop, data)) == (0, 10_000, 0, 0, 0)
    assert len([change for change in journal.history(shop.store) if change.what == "entries.imported"]) == 1
