"""Importing: all or nothing, once, undoable; what a person logged is never changed by a file."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kpitui.core.errors import Refused
from kpitui.exchange import FileContent
from kpitui.services.entries import EntryInput, clear, edit_entry, find_kpi, log
from kpitui.services.imports import ImportChoices, ImportPlan, carry_out, plan_import
from kpitui.services.imports._comparing import MomentCounts
from kpitui.services.kpis import edit_kpi, fields_of
from kpitui.services.settings import change_setting
from kpitui.services.workspace import Workspace
from kpitui.store import entries, journal
from kpitui.store.records import all_kpis
from tests.services.conftest import NOW

pytestmark = pytest.mark.thorough

FILE = b"date,Orders,Revenue\n2026-11-18,5,100.50\n2026-11-19,6,\n2026-11-20,7,120\n"
STRIPE = (
    b"id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\n"
    b"t,charge,c,20.00,1,19,eur,2026-11-18 09:00,2026-11-20 00:00\n"
)
WEDNESDAY = date(2026, 11, 18)


def counts(plan: ImportPlan) -> tuple[int, int, int, int, int]:
    """Return how much is new, the same, changed, in conflict and refused."""
    return plan.new, plan.same, plan.changed, plan.conflicts, plan.refused


def bring_in(workspace: Workspace, data: bytes = FILE, choices: ImportChoices | None = None) -> ImportPlan:
    """Import a file, which has to do what its preview said, and return what was done."""
    planned = plan_import(workspace, FileContent(data, "file.csv"), choices)
    done = carry_out(workspace, FileContent(data, "file.csv"), choices)
    assert counts(planned) == counts(done)
    return done


def value_on(workspace: Workspace, key: str, day: date) -> list[float]:
    """Return the values of a KPI on a day."""
    kpi = find_kpi(workspace, key)
    return [entry.value for entry in entries.entries_between(workspace.store, kpi.id, day, day)]


def test_a_file_comes_in_whole_and_a_second_time_adds_nothing(shop: Workspace) -> None:
    """Five figures are new; the same file again finds them all the same and writes nothing."""
    assert counts(bring_in(shop)) == (5, 0, 0, 0, 0)
    before = journal.history(shop.store)
    again = bring_in(shop)
    assert (counts(again), again.batch) == ((0, 5, 0, 0, 0), None)
    assert journal.history(shop.store) == before
    assert value_on(shop, "revenue", WEDNESDAY) == [100.5]


def test_a_preview_writes_nothing(shop: Workspace) -> None:
    """What an import would do is found without a trace in the database."""
    stamp = shop.store.stamp()
    assert counts(plan_import(shop, FileContent(FILE, "file.csv"), ImportChoices(create=True))) == (5, 0, 0, 0, 0)
    assert shop.store.stamp() == stamp


def test_an_import_is_one_change_that_undo_takes_back(shop: Workspace) -> None:
    """One undo takes all of it back, and redo brings it again, entry for entry."""
    bring_in(shop)
    kept = [tuple(row) for row in shop.store.rows("SELECT * FROM entry")]
    (change, *_others) = journal.history(shop.store)
    assert (change.what, change.details["count"], change.details["file"]) == ("entries.imported", 5, "file.csv")
    assert journal.undo(shop.store).what == "entries.imported"
    assert (shop.store.rows("SELECT * FROM entry"), shop.store.rows("SELECT * FROM batch")) == ([], [])
    journal.redo(shop.store)
    assert [tuple(row) for row in shop.store.rows("SELECT * FROM entry")] == kept
    journal.undo(shop.store)
    assert counts(bring_in(shop)) == (5, 0, 0, 0, 0)


def test_an_import_that_was_changed_outside_is_not_undone(shop: Workspace) -> None:
    """A row that another program touched is no longer what the journal knows, so that nothing is taken back."""
    bring_in(shop)
    shop.store.connection.execute("UPDATE entry SET value = 1 WHERE date = '2026-11-20'")
    with pytest.raises(Refused, match="another program changed the same data"):
        journal.undo(shop.store)
    assert value_on(shop, "orders", WEDNESDAY) == [5.0]


def test_a_corrected_file_shows_its_differences_and_corrects(shop: Workspace) -> None:
    """A figure that is different in a newer file takes the place of the imported one, undoably."""
    bring_in(shop)
    corrected = FILE.replace(b"100.50", b"99")
    (difference,) = plan_import(shop, FileContent(corrected)).differences
    assert (difference.line, difference.entry.value, difference.as_in_file.value) == (2, 100.5, 99.0)
    assert counts(bring_in(shop, corrected)) == (0, 4, 1, 0, 0)
    assert value_on(shop, "revenue", WEDNESDAY) == [99.0]
    journal.undo(shop.store)
    assert value_on(shop, "revenue", WEDNESDAY) == [100.5]


def test_what_a_person_logged_is_kept(shop: Workspace) -> None:
    """A day that was logged by hand with another figure is a conflict; with the same one it is the same."""
    log(shop, [EntryInput("orders", "4", WEDNESDAY), EntryInput("revenue", "100,50", WEDNESDAY)])
    plan = bring_in(shop)
    assert counts(plan) == (3, 1, 0, 1, 0)
    (clash,) = plan.clashes
    assert (clash.kpi.key, clash.value, clash.own) == ("orders", 5.0, 4.0)
    assert value_on(shop, "orders", WEDNESDAY) == [4.0]


def test_what_a_person_corrected_is_kept(shop: Workspace) -> None:
    """An imported figure that was corrected by hand is the person's from then on."""
    bring_in(shop)
    kpi = find_kpi(shop, "orders")
    (entry,) = entries.entries_between(shop.store, kpi.id, WEDNESDAY, WEDNESDAY)
    edit_entry(shop, kpi, entry, text="50", note="", day=WEDNESDAY)
    assert counts(bring_in(shop)) == (0, 4, 0, 1, 0)
    assert value_on(shop, "orders", WEDNESDAY) == [50.0]


def test_what_a_person_moved_to_another_day_is_kept_there(shop: Workspace) -> None:
    """It is not brought back to its old day; with another figure in the file it is a conflict."""
    bring_in(shop)
    kpi = find_kpi(shop, "orders")
    (entry,) = entries.entries_between(shop.store, kpi.id, WEDNESDAY, WEDNESDAY)
    edit_entry(shop, kpi, entry, text="5", note="", day=date(2026, 11, 17))
    assert counts(bring_in(shop)) == (0, 5, 0, 0, 0)
    plan = bring_in(shop, FILE.replace(b"2026-11-18,5", b"2026-11-18,8"))
    assert counts(plan) == (0, 4, 0, 1, 0)
    assert plan.clashes[0].own == 5.0
    assert (value_on(shop, "orders", WEDNESDAY), value_on(shop, "orders", date(2026, 11, 17))) == ([], [5.0])


def test_several_figures_of_one_day_are_all_kept(shop: Workspace) -> None:
    """Equal rows of one day are different entries, and each is recognised again; two names of one KPI count on."""
    orders = (
        b"date,kpi,value,time\n2026-11-18,orders,1,09:00\n2026-11-18,orders,1,09:00\n2026-11-18,orders,1,10:00\n"
        b"2026-11-18,Orders,1,10:00\n"
    )
    assert counts(bring_in(shop, orders)) == (4, 0, 0, 0, 0)
    assert counts(bring_in(shop, orders)) == (0, 4, 0, 0, 0)
    assert value_on(shop, "orders", WEDNESDAY) == [1.0, 1.0, 1.0, 1.0]


def test_one_refused_row_and_nothing_is_imported(shop: Workspace) -> None:
    """A day to come, a computed KPI, an unknown one and a figure beyond all bounds are refused by their lines."""
    data = (
        b"date,kpi,value\n2026-11-18,orders,1\n2026-11-24,orders,1\n2026-11-18,conversion,3\n"
        b"2026-11-18,weather,3\n2026-11-18,orders,9999999999999999\n2026-11-18,orders,many\n2026-11-19,weather,3\n"
    )
    plan = bring_in(shop, data)
    assert ([row.line for row in plan.refusals], plan.batch) == ([3, 4, 5, 6, 7], None)
    assert "--map 'weather=KPI'" in plan.refusals[2].reason.format(**plan.refusals[2].params)
    assert shop.store.rows("SELECT * FROM entry") == []
    assert carry_out(shop, FileContent(data), skip_refused=True).batch is not None
    assert value_on(shop, "orders", WEDNESDAY) == [1.0]


def test_an_hour_that_the_clock_skips_is_refused(shop: Workspace) -> None:
    """As when it is logged: by its line and with the sentence of that; the hours beside it come in."""
    change_setting(shop, "timezone", "Europe/Amsterdam")
    shop.refresh(NOW)
    data = b"date,kpi,value,time\n2026-03-29,orders,1,01:30\n2026-03-29,orders,2,02:30\n2026-03-29,orders,3,03:30\n"
    (refused,) = bring_in(shop, data).refusals
    sentence = refused.reason.format(**refused.params)
    assert (refused.line, sentence) == (3, "On 2026-03-29 the clock skips 02:30: summer time begins. Type another time")
    assert bring_in(shop, b"date,orders\n2026-03-29 02:30,2\n").refused == 1
    carry_out(shop, FileContent(data), skip_refused=True)
    assert sorted(value_on(shop, "orders", date(2026, 3, 29))) == [1.0, 3.0]
    change_setting(shop, "timezone", "America/New_York")
    shop.refresh(NOW)
    assert bring_in(shop, data[:20] + b"2026-03-29,orders,2,02:30\n").refused == 0


@pytest.mark.parametrize("name", ["orders", "Orders", "ORDERS", " order's "])
def test_kpis_are_found_by_key_or_name(shop: Workspace, name: str) -> None:
    """Case does not matter; another name is mapped by the person."""
    choices = ImportChoices(mapping={name: "orders"} if "'" in name else {})
    plan = plan_import(shop, FileContent(f"date,kpi,value\n2026-11-18,{name},1\n".encode()), choices)
    assert counts(plan) == (1, 0, 0, 0, 0)


def test_a_cleared_day_can_be_imported_again(shop: Workspace) -> None:
    """A day that was emptied has no figure of a person, so the file fills it."""
    bring_in(shop)
    clear(shop, find_kpi(shop, "orders"), WEDNESDAY)
    assert counts(bring_in(shop)) == (1, 4, 0, 0, 0)


def test_an_hour_to_come_is_refused(shop: Workspace) -> None:
    """At half past nine a file with hours of today has those up to now, as it has days up to today."""
    data = b"date,orders\n2026-11-23 08:00,2\n2026-11-23 09:00,3\n2026-11-23 14:00,5\n"
    (refused,) = plan_import(shop, FileContent(data)).refusals
    sentence = refused.reason.format(**refused.params)
    assert (refused.line, sentence) == (
        4,
        "orders: 14:00 on 2026-11-23 is in the future. You can import hours up to now",
    )
    carry_out(shop, FileContent(data), skip_refused=True)
    assert sorted(value_on(shop, "orders", date(2026, 11, 23))) == [2, 3]


def test_what_a_kpi_can_never_be_is_refused(shop: Workspace) -> None:
    """A figure beyond a natural bound is refused with its line and the bound."""
    kpi = find_kpi(shop, "orders")
    edit_kpi(shop, kpi, {**fields_of(shop, kpi), "floor": 0.0})
    (refused,) = plan_import(shop, FileContent(b"date,orders\n2026-11-18,-4\n2026-11-19,4\n")).refusals
    assert (refused.line, refused.params["bound"]) == (2, "0")


def test_missing_kpis_are_added_in_the_same_change(workspace: Workspace) -> None:
    """With create the file brings its KPIs, a rate with its parts, and one undo takes all of it back."""
    data = b"date,visitors,pageviews,bounces,visits,visit_duration\n2026-11-18,61,160,38,70,5670\n"
    plan = bring_in(workspace, data, ImportChoices(create=True))
    assert counts(plan) == (5, 0, 0, 0, 0)
    kinds = {kpi.key: (kpi.name, kpi.kind, kpi.unit) for kpi in all_kpis(workspace.store)}
    assert kinds["visitors"] == ("Visitors", "stamped", "")
    assert kinds["bounce-rate"] == ("Bounce rate", "ratio", "%")
    assert counts(bring_in(workspace, data, ImportChoices(create=True))) == (0, 5, 0, 0, 0)
    journal.undo(workspace.store)
    assert (all_kpis(workspace.store), workspace.store.rows("SELECT * FROM entry")) == ([], [])


def test_what_was_said_of_a_file_holds_for_the_next(shop: Workspace) -> None:
    """Mapping and order of dates are remembered by the columns, also where a name is missing now; undo forgets."""
    said = ImportChoices(mapping={"verkocht": "orders", "weer": "-"}, dates="mdy")
    first = b"datum;kpi;waarde\n11/02/2026;verkocht;5\n11/02/2026;weer;9\n"
    assert counts(bring_in(shop, first, said)) == (1, 0, 0, 0, 0)
    later = b"Datum;KPI;Waarde\n11/03/2026;verkocht;6\n"
    plan = bring_in(shop, later)
    assert (counts(plan), plan.remembered is not None) == ((1, 0, 0, 0, 0), True)
    assert value_on(shop, "orders", date(2026, 11, 3)) == [6.0]
    assert counts(bring_in(shop, later, ImportChoices(mapping={"verkocht": "visitors"}))) == (1, 0, 0, 0, 0)
    assert journal.undo(shop.store).what == "entries.imported"
    assert journal.undo(shop.store).what == "entries.imported"
    journal.undo(shop.store)
    with pytest.raises(Refused, match="--dates"):
        plan_import(shop, FileContent(later))


def test_a_memory_that_somebody_else_wrote_is_no_reason_to_refuse(shop: Workspace) -> None:
    """A remembered mapping that cannot be read is left out."""
    bring_in(shop, FILE, ImportChoices(mapping={"Revenue": "revenue"}))
    for text in ("{", "[]", json.dumps({"mapping": 3})):
        shop.store.connection.execute("UPDATE setting SET value = ? WHERE key LIKE 'import.%'", (text,))
        assert counts(plan_import(shop, FileContent(FILE))) == (0, 5, 0, 0, 0)


def test_two_sources_of_one_kpi_add_up(shop: Workspace) -> None:
    """What two programs, or two accounts, bring on the same day are different entries of the same KPI."""
    shopify = b"Day,Orders,Gross sales,Net sales,Total sales\n2026-11-18,2,30,30,36\n"
    create = ImportChoices(create=True)
    assert counts(bring_in(shop, STRIPE, create)) == (3, 0, 0, 0, 0)
    assert counts(bring_in(shop, shopify, create)) == (2, 0, 0, 0, 0)
    assert sorted(value_on(shop, "revenue", WEDNESDAY)) == [20.0, 30.0]
    assert counts(bring_in(shop, STRIPE)) == (0, 3, 0, 0, 0)


def test_figures_that_do_not_fit_their_kpi(shop: Workspace) -> None:
    """Dollars are not added to euros; different people in a KPI that adds up are warned about."""
    stripe = STRIPE.replace(b"eur", b"usd")
    plan = plan_import(shop, FileContent(stripe), ImportChoices(create=True))
    assert ["Different currencies" in row.reason for row in plan.refusals] == [True]
    plausible = b"date,visitors,pageviews,bounce_rate,visit_duration\n2026-11-18,61,160,55,70\n"
    ((caution, params),) = plan_import(shop, FileContent(plausible), ImportChoices(create=True)).cautions
    assert (params, "a person who comes on two days" in caution) == ({"kpi": "visitors"}, True)


def test_another_source_of_a_balance_takes_its_place(workspace: Workspace) -> None:
    """Two banks in one KPI cannot be added: the second file shows what it would change."""
    rabo = b'IBAN/BBAN,Munt,Volgnr,Datum,Bedrag,Saldo na trn\nNL1,EUR,1,2026-11-18,"1,00","50,00"\n'
    abn = b"123456789\tEUR\t20261118\t1,00\t3,00\t20261118\t2,00\ttext\n"
    create = ImportChoices(create=True)
    assert counts(bring_in(workspace, rabo, create)) == (2, 0, 0, 0, 0)
    plan = bring_in(workspace, abn, create)
    assert (counts(plan), plan.differences[0].kpi.key) == ((1, 0, 1, 0, 0), "bank-balance")
    assert sorted(value_on(workspace, "money-in", WEDNESDAY)) == [1.0, 2.0]


class Stop(Exception):
    """Somebody does not want to wait any longer."""


def test_progress_counts_the_rows_of_a_table_with_several_kpis(shop: Workspace) -> None:
    """Three rows of two KPIs are three of three rows, not six."""
    steps: list[tuple[int, int]] = []
    data = b"date,orders,visitors\n2026-11-16,1,9\n2026-11-17,2,8\n2026-11-18,3,7\n"
    plan_import(shop, FileContent(data), watch=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (3, 3)


@pytest.mark.slow
def test_an_import_that_is_stopped_leaves_nothing(shop: Workspace) -> None:
    """At whatever step it is stopped, the database is as it was, and the next import is complete."""
    first = date(1990, 1, 1).toordinal()
    rows = (f"{date.fromordinal(first + at).isoformat()},{at % 97}" for at in range(12_000))
    data = ("date,orders\n" + "\n".join(rows)).encode()
    before = list(shop.store.connection.iterdump())
    for last in (-1, 0, 5_000, 10_000, 12_000):

        def watch(done: int, total: int, last: int = last) -> None:
            assert total in (0, 12_000)
            if done >= last and (total or last < 0):
                raise Stop

        with pytest.raises(Stop):
            carry_out(shop, FileContent(data), watch=watch)
        assert list(shop.store.connection.iterdump()) == before
    assert counts(bring_in(shop, data)) == (12_000, 0, 0, 0, 0)
    assert counts(bring_in(shop, data)) == (0, 12_000, 0, 0, 0)
    assert len([change for change in journal.history(shop.store) if change.what == "entries.imported"]) == 1
    journal.undo(shop.store)
    assert shop.store.rows("SELECT * FROM entry") == []


def test_a_million_refusals_are_counted_and_not_kept(shop: Workspace) -> None:
    """A file that is wrong from top to bottom does not fill the memory."""
    data = b"date,orders\n2026-11-18,1\n" + b"yesterday,1\n" * 1_500
    plan = bring_in(shop, data)
    assert (plan.refused, len(plan.refusals)) == (1_500, 1_000)


def test_rows_of_a_moment_are_counted_beyond_a_byte() -> None:
    """Each by its day and time; days far apart, and times that none has, do not mix."""
    counts = MomentCounts()
    day, other = date(2026, 11, 2), date(1926, 11, 2)
    assert [counts.add(day, None) for _row in range(300)] == list(range(1, 301))
    assert [counts.add(day, "09:00"), counts.add(other, None), counts.add(day, "09:00")] == [1, 1, 2]
    assert counts.on(day) == {None: 300, "09:00": 2}
    assert (counts.on(other), counts.on(date(2026, 11, 3))) == ({None: 1}, {})


def test_hours_and_the_whole_day_of_one_source_count_once(shop: Workspace) -> None:
    """Neither comes beside the other; the same hours may come again."""
    head = b"# -----\n# Free form\n# 20261118-20261119\n# -----\n\n"
    hours = head + b"Date + hour (YYYYMMDDHH),Sessions\n2026111809,5\n2026111810,7\n"
    days = head + b"Date,Sessions\n20261118,12\n20261119,9\n"
    choices = ImportChoices(mapping={"sessions": "orders"})
    assert counts(bring_in(shop, hours, choices)) == (2, 0, 0, 0, 0)
    assert counts(bring_in(shop, hours, choices)) == (0, 2, 0, 0, 0)
    assert sorted(value_on(shop, "orders", WEDNESDAY)) == [5.0, 7.0]
    refused = bring_in(shop, days, choices)
    assert counts(refused) == (1, 0, 0, 0, 1) and "count twice" in refused.refusals[0].reason
    journal.undo(shop.store)
    assert counts(bring_in(shop, days, choices)) == (2, 0, 0, 0, 0)
    assert counts(bring_in(shop, hours, choices)) == (0, 0, 0, 0, 2)


def test_people_by_the_hour_are_added_up_only_where_somebody_says_so(shop: Workspace) -> None:
    """A second hour of a day is refused with both ways on; a KPI that is a sum takes all of them."""
    data = b"date,hour,Users\n2026-11-18,9,5\n2026-11-18,10,7\n"
    refused = carry_out(shop, FileContent(data, "hours.csv"), ImportChoices(create=True))
    assert counts(refused) == (1, 0, 0, 0, 1) and "--kind sum" in refused.refusals[0].reason
    assert counts(bring_in(shop, data, ImportChoices(mapping={"Users": "orders"}))) == (2, 0, 0, 0, 0)
