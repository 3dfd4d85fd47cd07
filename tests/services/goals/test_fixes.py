"""One key against a finding: what is typed after it, what it does beyond the form, and that this can be undone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kpitui.core.smart import Fix
from kpitui.services.goals.fixes import FixResult, mend, typed_by
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import check
from kpitui.services.workspace import Workspace
from kpitui.store import journal, records
from kpitui.store.records import all_kpis, kpi_by_key


def take(workspace: Workspace, field: str, at: int = 0, **typed: str) -> FixResult:
    """Take what is offered about a field."""
    draft = read_draft(workspace, typed).draft
    finding = next(each for each in check(workspace, draft) if each.field == field and each.fixes)
    kpi = kpi_by_key(workspace.store, draft.kpi) if draft.kpi else None
    return mend(workspace, typed, finding.fixes[at], kpi)


def keys(workspace: Workspace) -> list[str]:
    """Return the keys of all KPIs, in the order they were added."""
    return [kpi.key for kpi in all_kpis(workspace.store)]


def test_a_template_is_added_alone_and_measures_the_goal(workspace: Workspace) -> None:
    """In one undoable change; what was typed stays, and nothing is filled in that nobody asked for."""
    mended = take(workspace, "kpi", title="15% more revenue by the end of Q2", why="rent")
    assert (mended.typed["kpi"], mended.typed["why"]) == ("revenue", "rent")
    assert not mended.typed.get("drivers")
    assert (keys(workspace), mended.names) == (["revenue"], ("Revenue",))
    journal.undo(workspace.store)
    assert keys(workspace) == []


def test_a_driver_comes_with_what_it_is_calculated_from(workspace: Workspace) -> None:
    """Each driver that is not there yet is a key of its own, which names all that it adds; one undo takes it back."""
    typed = take(workspace, "kpi", title="15% more revenue by the end of Q2").typed
    draft = read_draft(workspace, typed).draft
    finding = next(each for each in check(workspace, draft) if each.field == "drivers")
    assert [fix.subject for fix in finding.fixes] == ["orders", "conversion", "site-speed"]
    assert finding.fixes[1].params["new"] == "Orders, Visitors, Conversion"
    mended = mend(workspace, typed, finding.fixes[1], kpi_by_key(workspace.store, "revenue"))
    assert mended.typed["drivers"] == "Conversion"
    assert keys(workspace) == ["revenue", "orders", "visitors", "conversion"]
    journal.undo(workspace.store)
    assert keys(workspace) == ["revenue"]


def test_a_counter_that_is_missing_is_added(shop: Workspace) -> None:
    """Profit comes with what it is computed from, and is named; a counter that was typed stays before it."""
    mended = take(shop, "counters", title="9000 euro revenue by 30 June 2027")
    assert mended.typed["counters"] == "Profit"
    assert "profit" in keys(shop)
    assert keys(shop).count("revenue") == 1


def test_drivers_that_are_there_are_named_and_not_added(shop: Workspace) -> None:
    """By the names they have here."""
    before = keys(shop)
    mended = take(shop, "drivers", title="9000 euro revenue by 30 June 2027")
    assert (mended.typed["drivers"], mended.names) == ("Orders, Conversion, Site speed", ())
    assert keys(shop) == before


def test_a_day_without_a_figure_can_mean_nothing(shop: Workspace) -> None:
    """The KPI itself is changed, undoably."""
    fix = Fix("", does="zero", subject="revenue")
    assert "Revenue" in mend(shop, {}, fix, None).names
    assert kpi_by_key(shop.store, "revenue").blank == "zero"  # type: ignore[union-attr]
    journal.undo(shop.store)
    assert kpi_by_key(shop.store, "revenue").blank == "unknown"  # type: ignore[union-attr]


def test_two_results_become_two_goals(shop: Workspace) -> None:
    """The second is kept as a draft with the days of the whole sentence."""
    sentence = "10% more revenue and 20 percent fewer orders by 30 June 2027"
    findings = check(shop, read_draft(shop, {"title": sentence}).draft)
    (split,) = [fix for finding in findings for fix in finding.fixes if fix.does == "split"]
    mended = mend(shop, {"title": sentence}, split, None)
    (draft,) = records.drafts_of(shop.store, "goal")
    assert mended.typed["title"] == "10% more revenue"
    assert "fewer orders" in draft.fields["title"]
    assert mended.typed["deadline"] == draft.fields["deadline"] == "2027-06-30"


def test_what_cannot_be_measured_can_be_a_note(workspace: Workspace) -> None:
    """The wish is kept among the notes of the day, and there is nothing left to set a goal on."""
    mended = take(workspace, "kpi", 2, title="a better working atmosphere")
    assert mended.over
    assert [note.text for note in records.notes_of(workspace.store, 0)] == ["a better working atmosphere"]


@pytest.mark.parametrize(
    ("sets", "typed"),
    [
        ({"change_percent": 10.0}, {"change": "10%"}),
        ({"change_percent": None, "change_points": 4.0}, {"change": "4pp"}),
        ({"target": 2.94499, "change_percent": None}, {"target": "2.9", "change": ""}),
        ({"settled": ("percent", "total")}, {"settled": "percent total"}),
        ({"drivers": ("a", "b")}, {"drivers": "a, b"}),
    ],
)
def test_what_is_set_is_as_if_it_was_typed(
    shop: Workspace, sets: Mapping[str, object], typed: Mapping[str, str]
) -> None:
    """Each field in the form's own way of writing, so that it can be read back and changed."""
    assert typed_by(shop, Fix("", sets=sets), kpi_by_key(shop.store, "conversion")) == typed
