"""Setting a goal: the facts that a draft is tested against, and saving it when nothing required is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.core.errors import Refused
from kpitui.core.smart import Finding, complete
from kpitui.services.entering import Typed, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.setting import check, save_goal
from kpitui.services.planning import add_kpi
from kpitui.services.workspace import Workspace

SENTENCE = "15% more revenue by the end of Q2"


def found(workspace: Workspace, **typed: str) -> list[Finding]:
    """Check what was typed."""
    return check(workspace, read_draft(workspace, typed).draft)


def about(workspace: Workspace, field: str, **typed: str) -> Finding:
    """Return the first finding about a field."""
    return next(finding for finding in found(workspace, **typed) if finding.field == field)


def test_on_an_empty_database_the_library_measures_it(workspace: Workspace) -> None:
    """The template that the words mean is named and offered."""
    finding = about(workspace, "kpi", title=SENTENCE)
    assert finding.params == {"metric": "revenue", "template": "revenue"}
    assert [(remedy.does, remedy.subject) for remedy in finding.remedies] == [("add", "revenue")]


def test_what_no_number_shows_is_offered_by_what_does(workspace: Workspace) -> None:
    """The working atmosphere, in both languages: a mark, days of illness, or a note."""
    for title in ("a better working atmosphere", "een betere werksfeer"):
        finding = about(workspace, "kpi", title=title)
        assert [remedy.subject for remedy in finding.remedies] == ["mood", "days-ill", title]


def test_the_library_names_trap_counter_and_drivers_as_they_are_called_here(shop: Workspace) -> None:
    """A KPI that was made from a template is named by the name it has here, one that is missing by the library's."""
    add_kpi(shop, {"name": "Left over", "unit": "EUR", "template": "profit"})
    counter = about(shop, "counters", title=SENTENCE)
    assert (counter.params["counter"], counter.remedies[0].subject) == ("Left over", "left-over")
    drivers = about(shop, "drivers", title=SENTENCE)
    assert drivers.params["drivers"] == "Orders, Conversion, Site speed"


def test_the_target_is_tested_against_the_natural_limits(shop: Workspace) -> None:
    """Four weeks of a conversion around 2 percent: 9 percent is beyond what any good day brings."""
    for back in range(1, 29):
        day = date(2026, 11, 23) - timedelta(days=back)
        log(shop, [Typed("orders", "2" if back % 2 else "3", day), Typed("visitors", "100", day)])
    finding = about(shop, "target", title="conversion to 9% by 30 June 2027")
    assert "natural limit" in finding.message
    assert finding.params["n"] == 28


def test_the_first_thing_that_is_missing_refuses(shop: Workspace) -> None:
    """Nothing is saved, and the field is named; with all that is required the goal is."""
    with pytest.raises(Refused) as refused:
        save_goal(shop, read_draft(shop, {"title": SENTENCE}).draft)
    assert refused.value.field == "baseline"
    typed = {"title": SENTENCE, "baseline": "49870"}
    assert complete(found(shop, **typed))
    goal = save_goal(shop, read_draft(shop, typed).draft)
    assert (goal.start, goal.deadline) == (date(2027, 4, 1), date(2027, 6, 30))
    assert goal.targets[0].value == pytest.approx(57350.5)
