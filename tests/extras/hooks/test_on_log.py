"""What on-log is told: what the days were and became, and of very many only where they lie."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kpitui.core.model import Step
from kpitui.exchange import FileContent
from kpitui.extras.hooks import on_log as hook_log
from kpitui.extras.hooks.runner import CommittedStep
from kpitui.services.entries import EntryInput, clear, find_kpi, log
from kpitui.services.imports import ImportChoices, carry_out
from kpitui.services.workspace import Workspace
from kpitui.store import journal
from kpitui.store.time_travel import touched_days

MONDAY = date(2026, 11, 23)


def told(workspace: Workspace, step: Step, was: hook_log.State | None = None) -> dict[str, Any]:
    """Return the document about a step as the database is now, after what it *was*."""
    change, touched = journal.change_of(workspace.store, step.change), touched_days(workspace.store, step.change)
    assert change is not None
    happened = CommittedStep(step, change, touched)
    found = hook_log.document(workspace, happened, was, hook_log.after(workspace, touched))
    assert found is not None
    return found


def days(document: dict[str, Any]) -> list[tuple[str, str, float | None, float | None]]:
    """Return the days of a document as tuples."""
    return [(day["key"], day["day"], day["before"], day["after"]) for day in document["days"]]


def test_every_day_with_its_figure_before_and_after(shop: Workspace) -> None:
    """By the rule of the kind: a flow adds up, a sample is a mean; days apart from each other are found as well."""
    early = MONDAY - timedelta(days=30)
    log(
        shop,
        [EntryInput("orders", "5", MONDAY), EntryInput("orders", "2", early), EntryInput("site-speed", "2", MONDAY)],
    )
    touched = touched_days(shop.store, shop.steps[-1].change)
    was = hook_log.before(shop, touched)
    log(
        shop,
        [EntryInput("orders", "+3", MONDAY), EntryInput("orders", "1", early), EntryInput("site-speed", "4", MONDAY)],
    )
    assert days(told(shop, shop.steps[-1], was)) == [
        ("orders", early.isoformat(), 2.0, 3.0),
        ("orders", MONDAY.isoformat(), 5.0, 8.0),
        ("site-speed", MONDAY.isoformat(), 2.0, 3.0),
    ]


def test_what_was_taken_away_is_null_after(shop: Workspace) -> None:
    """No figure is null, never 0."""
    log(shop, [EntryInput("orders", "5", MONDAY)])
    was = hook_log.before(shop, touched_days(shop.store, shop.steps[-1].change))
    clear(shop, find_kpi(shop, "orders"), MONDAY)
    document = told(shop, shop.steps[-1], was)
    assert (document["what"], days(document)) == ("day.cleared", [("orders", MONDAY.isoformat(), 5.0, None)])


def test_an_undone_import_names_the_kpi_that_is_gone(shop: Workspace) -> None:
    """A KPI that came with the figures went with them; its name is that of before."""
    carry_out(shop, FileContent(b"date,Parcels\n2026-11-20,4\n", "x.csv"), ImportChoices(create=True))
    touched = touched_days(shop.store, shop.steps[-1].change)
    was = hook_log.before(shop, touched)
    journal.undo(shop.store)
    document = told(shop, shop.steps[-1], was)
    assert (document["step"], days(document)) == ("undone", [("parcels", "2026-11-20", 4.0, None)])
    assert document["said"].startswith("Undone: imported x.csv")


def test_of_very_many_only_the_summary_is_told(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first to the last day, how many days and entries; the list is null, and no figure is read for it."""
    monkeypatch.setattr(hook_log, "MOST_DAYS", 3)
    log(shop, [EntryInput("orders", "5", MONDAY - timedelta(days=back)) for back in (9, 5, 0, 0)])
    assert told(shop, shop.steps[-1])["days"] is not None
    log(shop, [EntryInput("orders", "5", MONDAY - timedelta(days=back)) for back in (9, 5, 2, 0, 0)])
    document = told(shop, shop.steps[-1])
    assert document["days"] is None
    (summary,) = document["kpis"]
    assert ("2026-11-14", "2026-11-23", 4, 5) == (
        summary["first"], summary["last"], summary["days"], summary["entries"],
    )  # fmt: skip
