"""Planned amounts as use cases, and how long a balance lasts: typed, matched, kept by the state of the data, merged."""

from __future__ import annotations

import math
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpitui.core.errors import KpituiError, Refused
from kpitui.core.model import Kpi
from kpitui.services import planned, runway
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.history import as_of
from kpitui.services.insight.forecasting import forecast_of
from kpitui.services.insight.signals import set_one_off, surprises_in
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from kpitui.store.planned import kept_runways

TODAY = date(2026, 11, 23)


@pytest.fixture
def bank(workspace: Workspace) -> Kpi:
    """A balance of 26 weeks that falls by 50 a day, a little up and down, and by 1,000 of rent on the 1st."""
    kpi = add_kpi(workspace, {"name": "Bank", "key": "bank", "kind": "level", "unit": "EUR"})
    value, inputs = 20_000.0, []
    for step in range(183):
        day = TODAY - timedelta(days=182 - step)
        value += -50 + 30 * math.sin(step) - (1000 if day.day == 1 else 0)
        inputs.append(EntryInput("bank", f"{value:.2f}", day))
    log(workspace, inputs)
    return kpi


def typed(**fields: str) -> dict[str, str]:
    """Return a rent as it is typed, with other *fields*."""
    return {"amount": "-1000", "first": "2026-12-01", "every": "month", "text": "rent", **fields}


def test_what_is_planned_is_typed_changed_removed_and_undone(workspace: Workspace, bank: Kpi) -> None:
    """In either language; every step is one change."""
    plan = planned.add_planned(workspace, bank, typed(every="maand", until="2027-06-30"))
    assert (plan.amount, plan.first, plan.every, plan.until) == (-1000, date(2026, 12, 1), "month", date(2027, 6, 30))
    changed = planned.edit_planned(workspace, plan, {"amount": "-1.100,50", "until": ""})
    assert changed == plan._replace(amount=-1100.5, until=None)
    planned.remove_planned(workspace, changed)
    assert planned.all_planned(workspace) == []
    for expected in ([changed], [plan], []):
        journal.undo(workspace.store)
        assert planned.all_planned(workspace) == expected


def test_a_rent_that_rises_is_another_from_then_on(workspace: Workspace, bank: Kpi) -> None:
    """What was paid before stays as it was; one step takes it back."""
    plan = planned.add_planned(workspace, bank, typed(first="2026-06-01"))
    since = date(2026, 12, 15)
    higher = planned.edit_planned(workspace, plan, {"amount": "-1100"}, since=since)
    assert (higher.first, higher.amount, higher.is_new) == (date(2027, 1, 1), -1100.0, True)
    assert planned.all_planned(workspace)[0].until == date(2026, 12, 14)
    ahead = planned.balance_of(workspace, bank).coming
    assert [(day.day, day.planned.amount) for day in ahead[:3]] == [
        (date(2026, 12, 1), -1000.0),
        (date(2027, 1, 1), -1100.0),
        (date(2027, 2, 1), -1100.0),
    ]
    journal.undo(workspace.store)
    assert planned.all_planned(workspace) == [plan]
    with pytest.raises(Refused):
        planned.edit_planned(workspace, plan, {"amount": "-1100"}, since=plan.first)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "abc"}, "value"),
        ({"amount": "12%"}, "value"),
        ({"first": ""}, "first"),
        ({"first": "someday"}, "first"),
        ({"every": "fortnight"}, "every"),
        ({"until": "2026-11-30"}, "until"),
        ({"every": "", "until": "2027-01-01"}, "until"),
        ({"text": "x" * 301}, "text"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_its_field(
    workspace: Workspace, bank: Kpi, fields: dict[str, str], field: str
) -> None:
    """Nothing is saved."""
    with pytest.raises(KpituiError) as refused:
        planned.add_planned(workspace, bank, typed(**fields))
    assert refused.value.field == field
    assert planned.all_planned(workspace) == []


def test_only_a_balance_has_planned_amounts_and_a_runway(shop: Workspace) -> None:
    """Revenue is a sum, conversion is computed: neither is there on a day."""
    for key in ("revenue", "conversion", "site-speed"):
        with pytest.raises(Refused, match="not a balance"):
            planned.add_planned(shop, find_kpi(shop, key), typed())
        with pytest.raises(Refused, match="not a balance"):
            runway.runway_view(shop, find_kpi(shop, key))


def test_the_forecast_of_a_balance_follows_what_is_planned(workspace: Workspace, bank: Kpi) -> None:
    """A machine that is planned is in paths that were worked out before, and out of them once that is undone."""
    until = workspace.today + timedelta(days=60)
    before = forecast_of(workspace, bank, until)
    planned.add_planned(workspace, bank, typed(amount="-9000", every=""))
    after = forecast_of(workspace, bank, until)
    assert after.range_at(-1)[1] < before.range_at(-1)[1] - 8000
    journal.undo(workspace.store)
    assert forecast_of(workspace, bank, until) == before


@pytest.mark.parametrize(("text", "day"), [("16 nov", date(2026, 11, 16)), ("1 oct", date(2027, 10, 1))])
def test_a_day_without_a_year_is_near(workspace: Workspace, bank: Kpi, text: str, day: date) -> None:
    """An invoice of last week is overdue; a day of longer ago is the next one."""
    assert planned.add_planned(workspace, bank, typed(first=text, every="")).first == day


def test_rent_that_arrives_is_said_confirmed_and_counts_once(workspace: Workspace, bank: Kpi) -> None:
    """Seen in the balance, it is not to come any more; denied, it is; confirmed, it is asked no more."""
    plan = planned.add_planned(workspace, bank, typed())
    before = runway.runway_view(workspace, bank).runway
    assert before is not None
    later = workspace.on(date(2026, 12, 1))
    value = planned.balance_of(workspace, bank).value or 0.0
    workspace.today = date(2026, 12, 1)
    log(workspace, [EntryInput("bank", f"{value - 400:.2f}", date(2026, 11, 30))])
    log(workspace, [EntryInput("bank", f"{value - 1460:.2f}", date(2026, 12, 1))])
    (seen,) = planned.to_confirm(workspace, bank, by=date(2026, 12, 1))
    assert (seen.planned, seen.day, seen.is_stated) == (plan, date(2026, 12, 1), False)
    assert date(2026, 12, 1) not in [day.day for day in planned.balance_of(workspace, bank).coming]
    planned.settle(workspace, plan, "open")
    assert planned.to_confirm(workspace, bank) == []
    assert planned.balance_of(workspace, bank).coming[0].day == date(2026, 12, 1)
    planned.settle(workspace, plan, "arrived")
    assert planned.to_confirm(workspace, bank) == []
    assert planned.balance_of(workspace, bank).coming[0].day == date(2027, 1, 1)
    journal.undo(workspace.store)
    assert planned.balance_of(workspace, bank).coming[0].day == date(2026, 12, 1)
    assert later.today == date(2026, 12, 1)


def test_a_day_that_is_skipped_does_not_come(workspace: Workspace, bank: Kpi) -> None:
    """Without a day it is the next one; a day that the amount does not fall on is refused."""
    plan = planned.add_planned(workspace, bank, typed())
    assert planned.settle(workspace, plan, "skipped").day == date(2026, 12, 1)
    assert planned.balance_of(workspace, bank).coming[0].day == date(2027, 1, 1)
    with pytest.raises(Refused, match="not planned for"):
        planned.settle(workspace, plan, "skipped", day=date(2026, 12, 2))


def test_what_is_planned_is_taken_out_of_the_past(workspace: Workspace, bank: Kpi) -> None:
    """A rent that was always paid changes little; one that is new costs a third of the time."""
    without = runway.runway_view(workspace, bank).runway
    plan = planned.add_planned(workspace, bank, typed())
    planned_too = runway.runway_view(workspace, bank).runway
    planned.edit_planned(workspace, plan, {"new": "yes"})
    twice = runway.runway_view(workspace, bank).runway
    assert without is not None and planned_too is not None and twice is not None
    assert without.likely and planned_too.likely and twice.likely
    assert abs((without.likely - planned_too.likely).days) <= 10
    assert (planned_too.likely - twice.likely).days > 10


def test_a_day_that_does_not_count_leaves_the_runway_as_it_was(workspace: Workspace, bank: Kpi) -> None:
    """A tax of once, marked as such, is not drawn again."""
    log(workspace, [EntryInput("bank", "1500", TODAY, replace=True)])
    dear = runway.runway_view(workspace, bank).runway
    set_one_off(workspace, bank, TODAY, left_out=True)
    once = runway.runway_view(workspace, bank).runway
    assert dear is not None and once is not None
    assert dear.likely is not None and once.likely is not None
    assert once.likely > dear.likely


def test_a_runway_is_kept_by_the_data_and_the_day(
    workspace: Workspace, bank: Kpi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read where it is kept; worked out once more for other data; never kept or read of another day."""
    first = runway.runway_view(workspace, bank)
    assert kept_runways(workspace.store)[bank.id].day == TODAY
    work: list[int] = []
    original = runway._worked_out

    def counted(workspace: Workspace, kpi: Kpi, floor: float) -> runway.RunwayView:
        work.append(1)
        return original(workspace, kpi, floor)

    monkeypatch.setattr(runway, "_worked_out", counted)
    assert runway.runway_view(workspace, bank) == first
    assert runway.runways(workspace) == [first]
    assert work == []
    planned.add_planned(workspace, bank, typed(amount="-9000", every="", first="2026-12-05"))
    stale = runway.runway_view(workspace, bank, foretell=False)
    assert (stale.runway, stale.fresh, work) == (first.runway, False, [])
    changed = runway.runway_view(workspace, bank)
    assert (changed.fresh, work) == (True, [1])
    assert changed.runway != first.runway
    kept = kept_runways(workspace.store)
    assert runway.runway_view(workspace.on(TODAY - timedelta(days=30)), bank).runway is not None
    assert runway.runway_view(workspace, bank, floor=1000).runway != changed.runway
    assert kept_runways(workspace.store) == kept


def test_which_balances_are_told_of_unasked(shop: Workspace) -> None:
    """Money that is there, and what has planned amounts; not subscribers, nor a debt."""
    add_kpi(shop, {"name": "Bank", "kind": "level", "unit": "EUR", "every": "week"})
    add_kpi(shop, {"name": "Loan", "kind": "level", "unit": "EUR", "better": "lower"})
    stock = add_kpi(shop, {"name": "Coffee beans", "kind": "level", "unit": "kg"})
    assert [kpi.key for kpi in runway.balances(shop)] == ["bank"]
    planned.add_planned(shop, stock, typed(amount="25 kg", first="2026-12-01"))
    assert [kpi.key for kpi in runway.balances(shop)] == ["bank", "coffee-beans"]
    views = runway.runways(shop)
    assert [(view.runway, view.blocks) for view in views] == [(None, 0), (None, 0)]


def test_the_floor_is_the_credit_limit(workspace: Workspace) -> None:
    """What no value can be below is where a balance has run out; without it that is 0."""
    bank = add_kpi(workspace, {"name": "Bank", "kind": "level", "unit": "EUR", "floor": -2000, "every": "week"})
    inputs = [EntryInput("bank", str(3000 - 100 * week), TODAY - timedelta(days=7 * (20 - week))) for week in range(21)]
    log(workspace, inputs)
    view = runway.runway_view(workspace, bank)
    assert view.runway is not None
    assert (view.runway.floor, view.runway.basis, view.runway.value) == (-2000, "stretch", 1000)
    # 3,000 to go at 100 a week: 30 weeks later it is at the limit, and in the week after below it.
    assert view.runway.likely == TODAY + timedelta(days=7 * 30 + 1)


def test_planned_amounts_go_along_in_a_merge(workspace: Workspace, bank: Kpi, tmp_path: Path) -> None:
    """With what was said of their days, and once only."""
    from kpitui.extras.merge import merge
    from kpitui.services.workspace import open_workspace
    from tests.databases import empty
    from tests.services.conftest import NOW

    plan = planned.add_planned(workspace, bank, typed())
    planned.settle(workspace, plan, "skipped")
    other = open_workspace({}, NOW, database=str(empty(tmp_path / "other.db")), language="en")
    for _time in range(2):
        merge(other, workspace.path)
    (there,) = planned.all_planned(other)
    assert (there.uid, there.amount, there.text) == (plan.uid, plan.amount, "rent")
    assert planned.balance_of(other, find_kpi(other, "bank")).coming[0].day == date(2027, 1, 1)
    other.close()


def test_a_day_before_it_was_entered_knows_what_was_in_the_balance(workspace: Workspace, bank: Kpi) -> None:
    """A loan of 10 November that is entered on the 23rd is no surprise as of the 11th; what was to come is gone."""
    rows = [(day, 14_600 - 50 * step) for step in range(14) if (day := date(2026, 11, 10) + timedelta(days=step))]
    log(workspace, [EntryInput("bank", str(value), day, replace=True) for day, value in rows])
    came = date(2026, 11, 10)
    with closing(as_of(workspace, date(2026, 11, 11))) as seen:
        assert surprises_in(seen, bank, came, came) != []
    planned.add_planned(workspace, bank, typed(amount="9000", every="", first="2026-11-10"))
    planned.add_planned(workspace, bank, typed())
    planned.add_planned(workspace, bank, typed(amount="-9000", every="", first="2026-12-05"))
    planned.add_planned(workspace, bank, typed(new="yes"))
    with closing(as_of(workspace, date(2026, 11, 11))) as seen:
        assert surprises_in(seen, bank, came, came) == []
        assert [(plan.amount, plan.is_new) for plan in planned.all_planned(seen)] == [(9000, False), (-1000, False)]
