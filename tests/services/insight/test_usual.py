"""What is usual, kept for `kpitui log`: the same as the app says while a value is typed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kpitui.i18n import use
from kpitui.services import entries
from kpitui.services.entries import EntryInput, log
from kpitui.services.insight import expected_value, keep_usual
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from kpitui.store.records import all_kpis
from kpitui.wording.entries import far_text


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"name": "Takings", "unit": "EUR"}, 1),
        ({"name": "Calls", "every": "workday"}, 1),
        ({"name": "Balance", "kind": "level", "every": "week"}, 7),
        ({"name": "Speed", "kind": "sample", "unit": "s"}, 1),
        ({"name": "Result", "floor": None}, 1),
    ],
)
@pytest.mark.parametrize("value", [1.0, 95.0, 100000.0, -40.0, 0.0])
def test_the_shell_says_what_the_app_says(
    workspace: Workspace, fields: dict[str, object], step: int, value: float
) -> None:
    """What is kept gives the same expectation as what the app works out, for every kind of KPI and any value."""
    kpi = add_kpi(workspace, fields)
    days = [workspace.today - timedelta(days=step * back) for back in range(1, 60)]
    log(
        workspace,
        [
            EntryInput(kpi.key, str(100 + (day.toordinal() * 7) % 23), day)
            for day in days
            if day.weekday() < 5 or step == 7
        ],
    )
    assert keep_usual(workspace, all_kpis(workspace.store))
    assert not keep_usual(workspace, all_kpis(workspace.store)), "once a day"
    here = expected_value(workspace, kpi, value, workspace.today)
    (logged,) = log(workspace, [EntryInput(kpi.key, f"={value:g}", workspace.today)])
    assert entries.expected_of(workspace, logged) == here


@pytest.mark.parametrize(
    ("value", "asked"), [(3900.0, False), (2500.0, False), (6000.0, False), (0.0, False), (45000.0, True), (90.0, True)]
)
def test_an_invoice_is_asked_about_by_its_size(workspace: Workspace, value: float, asked: bool) -> None:
    """Nothing on most days: an ordinary invoice, or a day without one, is not asked about; a slip of the comma is."""
    kpi = add_kpi(workspace, {"name": "Invoices", "unit": "EUR", "blank": "zero"})
    days = range(5, 190, 13)
    log(
        workspace,
        [EntryInput(kpi.key, str(3000 + back * 11), workspace.today - timedelta(days=back)) for back in days],
    )
    assert keep_usual(workspace, all_kpis(workspace.store))
    here = expected_value(workspace, kpi, value, workspace.today)
    (logged,) = log(workspace, [EntryInput(kpi.key, f"={value:g}", workspace.today)])
    expected = entries.expected_of(workspace, logged)
    assert (expected is not None and expected.doubtful) == asked
    if value:
        assert expected == here
        assert expected is not None
        assert expected.sparse
    if asked:
        assert expected is not None
        use("nl")
        text = far_text(kpi, workspace.today, expected, workspace.settings.numbers)
        use("en")
        assert "keer de gewone grootte" in text
        assert "times the usual size" in far_text(kpi, workspace.today, expected, workspace.settings.numbers)


def test_a_sum_of_a_month_is_not_held_against_anything(workspace: Workspace) -> None:
    """One of several sales in a month is not the month: neither the app nor the shell asks."""
    kpi = add_kpi(workspace, {"name": "Invoices", "unit": "EUR", "every": "month"})
    for back in range(1, 20):
        log(workspace, [EntryInput(kpi.key, "1000", workspace.today - timedelta(days=30 * back))])
    assert not keep_usual(workspace, [kpi])
    (logged,) = log(workspace, [EntryInput(kpi.key, "99999", workspace.today)])
    assert entries.expected_of(workspace, logged) is None


def test_what_is_usual_goes_with_its_kpi(workspace: Workspace) -> None:
    """It is no change of anybody's: undoing the KPI takes it along, and the history has no line of it."""
    kpi = add_kpi(workspace, {"name": "Takings"})
    for back in range(1, 30):
        log(workspace, [EntryInput(kpi.key, str(100 + back * back % 11), workspace.today - timedelta(days=back))])
    before = len(journal.history(workspace.store, 1000))
    assert keep_usual(workspace, [kpi])
    assert len(journal.history(workspace.store, 1000)) == before
    for _change in range(before):
        journal.undo(workspace.store)
    assert workspace.store.rows("SELECT * FROM usual") == []
