"""Names that only resemble each other are two KPIs, in every kind of file and in the shell; what is asked is asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.kpi_names import comparable_name, key_from_name
from kpitui.core.model import Kpi
from kpitui.exchange import FileContent
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.imports import ImportChoices, carry_out, plan_import
from kpitui.services.imports.matching import MAY_BE, RESEMBLES, SEVERAL, KpiNames
from kpitui.services.kpis import add_kpi
from kpitui.services.workspace import Workspace
from kpitui.store import entries, records

pytestmark = pytest.mark.thorough

LONG = "Revenue of the web shop in the Netherlands from returning customers "
PAIRS = [
    ("Margin €", "Margin %"),
    ("Margin %", "Margin #"),
    ("Orders B2B", "Orders (B2B)"),
    ("Cafe", "Café"),
    ("Page-views", "Page views"),
    ("A/B", "A&B"),
    ("R&D hours", "R+D hours"),
    ("Grosse", "Größe"),
    ("Temperature °C", "Temperature (C)"),
    ("2025", "KPI 2025"),
    ("+ Followers", "- Followers"),
    (LONG + "under thirty", LONG + "over thirty"),
]
"""Names of two KPIs of which the same short name would be made."""

FILES: dict[str, Callable[[str], str]] = {
    "wide": lambda name: f'date;"{name}"\n2026-11-01;38\n',
    "long": lambda name: f'date;kpi;value\n2026-11-01;"{name}";38\n',
    "JSON": lambda name: json.dumps([{"date": "2026-11-01", "kpi": name, "value": 38}]),
    "JSON by day": lambda name: json.dumps([{"date": "2026-11-01", name: 38}]),
    "lines of JSON": lambda name: (json.dumps({"date": "2026-11-01", "kpi": name, "value": 38}) + "\n") * 2,
}


def content(kind: str, name: str) -> FileContent:
    """Return a file with 38 for the KPI called *name*."""
    return FileContent(FILES[kind](name).encode(), "file")


def values(workspace: Workspace, key: str) -> list[float]:
    """Return the figures of a KPI."""
    found = entries.entries_between(workspace.store, find_kpi(workspace, key).id, date.min, date.max)
    return [entry.value for entry in found]


@pytest.mark.sampled(15)
@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " / ".join(name[-12:] for name in pair))
def test_a_name_that_resembles_another_is_a_question(workspace: Workspace, kind: str, pair: tuple[str, str]) -> None:
    """Nothing is imported without an answer; a new KPI is one of the answers, and both keep what is theirs."""
    mine, other = pair
    kpi = add_kpi(workspace, {"name": mine})
    plan = carry_out(workspace, content(kind, other))
    assert (plan.batch, plan.refusals[0].reason, plan.refusals[0].params["name"]) == (None, RESEMBLES, mine)
    plan = carry_out(workspace, content(kind, other), ImportChoices(create=True))
    (added,) = plan.added
    assert added.key != kpi.key
    assert values(workspace, added.key)[0] == 38
    assert values(workspace, kpi.key) == []
    again = plan_import(workspace, content(kind, other))
    assert (again.new, again.refused) == (0, 0)
    carry_out(workspace, content(kind, mine))
    assert values(workspace, kpi.key)[0] == 38


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " / ".join(name[-12:] for name in pair))
def test_both_new_in_one_file(workspace: Workspace, pair: tuple[str, str]) -> None:
    """Each becomes a KPI of its own, as one change."""
    data = f'date;"{pair[0]}";"{pair[1]}"\n2026-11-01;38;4\n'.encode()
    plan = carry_out(workspace, FileContent(data, "file"), ImportChoices(create=True))
    assert [kpi.name for kpi in plan.added] == list(pair)
    assert [values(workspace, kpi.key) for kpi in plan.added] == [[38.0], [4.0]]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " / ".join(name[-12:] for name in pair))
def test_the_shell_asks_as_well(workspace: Workspace, pair: tuple[str, str]) -> None:
    """A figure for a name that is not there is refused."""
    add_kpi(workspace, {"name": pair[0]})
    with pytest.raises(Refused, match="No KPI called"):
        log(workspace, [EntryInput(pair[1], "41", workspace.today)])


def test_what_was_answered_is_done(workspace: Workspace) -> None:
    """A mapping says which KPI it is, and holds for the next file of that kind."""
    kpi = add_kpi(workspace, {"name": "Margin €"})
    carry_out(workspace, content("wide", "Margin %"), ImportChoices(mapping={"Margin %": "margin"}))
    assert values(workspace, kpi.key) == [38.0]
    assert plan_import(workspace, content("wide", "Margin %")).same == 1


@pytest.mark.parametrize("name", ["MARGIN €", " margin  € ", "margin\u00a0€", "margin", "Margin"])
def test_the_whole_name_or_the_key_is_the_kpi(workspace: Workspace, name: str) -> None:
    """Whatever its case and its white space."""
    kpi = add_kpi(workspace, {"name": "Margin €"})
    assert find_kpi(workspace, name).key == kpi.key
    carry_out(workspace, content("wide", name))
    assert values(workspace, kpi.key) == [38.0]


def test_letters_are_the_same_however_they_are_composed(workspace: Workspace) -> None:
    """A Mac writes an accent as a sign of its own."""
    kpi = add_kpi(workspace, {"name": "Cafe\u0301"})
    carry_out(workspace, content("long", "Caf\u00e9"))
    assert values(workspace, kpi.key) == [38.0]


def test_two_kpis_with_one_name(workspace: Workspace) -> None:
    """The name alone says nothing then; the short name does."""
    for key in ("orders-a", "orders-b"):
        add_kpi(workspace, {"name": "Parcels", "key": key})
    plan = carry_out(workspace, content("wide", "Parcels"))
    assert (plan.batch, plan.refusals[0].reason, plan.refusals[0].params["known"]) == (
        None, SEVERAL, "orders-a, orders-b",
    )  # fmt: skip
    with pytest.raises(Refused, match="Several KPIs are called Parcels"):
        find_kpi(workspace, "Parcels")
    carry_out(workspace, content("wide", "orders-b"))
    assert (values(workspace, "orders-a"), values(workspace, "orders-b")) == ([], [38.0])


def test_the_library_knows_a_kpi_by_its_template_and_not_by_its_key(workspace: Workspace) -> None:
    """A KPI whose key happens to be that of a template is not called as the template is."""
    add_kpi(workspace, {"name": "Revenue B2B", "key": "revenue"})
    assert carry_out(workspace, content("wide", "Omzet")).batch is None
    add_kpi(workspace, {"name": "Turnover", "key": "turnover", "template": "revenue"})
    carry_out(workspace, content("wide", "Omzet"))
    assert (values(workspace, "revenue"), values(workspace, "turnover")) == ([], [38.0])
    add_kpi(workspace, {"name": "Turnover abroad", "template": "revenue"})
    assert carry_out(workspace, content("long", "Omzet")).refusals[0].reason == SEVERAL


@pytest.mark.parametrize("kind", FILES)
def test_another_word_for_a_kpi_is_a_question(workspace: Workspace, kind: str) -> None:
    """Sales is one word for revenue in the library, and may as well be a number of orders."""
    add_kpi(workspace, {"name": "Revenue", "template": "revenue"})
    plan = carry_out(workspace, content(kind, "Sales"))
    assert (plan.batch, plan.refusals[0].reason, plan.refusals[0].params["name"]) == (None, MAY_BE, "Revenue")
    carry_out(workspace, content(kind, "Sales"), ImportChoices(create=True))
    assert (values(workspace, "revenue"), set(values(workspace, "sales"))) == ([], {38.0})
    carry_out(workspace, content(kind, "Omzet"))
    assert (set(values(workspace, "revenue")), set(values(workspace, "sales"))) == ({38.0}, {38.0})


def test_two_columns_are_never_added_up_unasked(workspace: Workspace) -> None:
    """A translation is the KPI, unless the KPI itself has a column of its own beside it."""
    add_kpi(workspace, {"name": "Revenue"})
    both = FileContent(b"date;Revenue;Omzet\n2026-11-01;38;40\n", "file")
    plan = carry_out(workspace, both)
    assert (plan.batch, plan.refusals[0].reason) == (None, MAY_BE)
    carry_out(workspace, both, ImportChoices(mapping={"Omzet": "-"}))
    assert values(workspace, "revenue") == [38.0]


NAMES = st.text(st.sampled_from("aAé1 -%€#&.ß"), min_size=1, max_size=6)


@given(NAMES, NAMES)
def test_no_name_is_another_unless_it_is_the_same(mine: str, other: str) -> None:
    """Whatever they are: a KPI is found by its whole name or by its key, and by nothing else."""
    try:
        kpi = Kpi(1, key_from_name(mine), mine, "flow")
    except Refused:
        assume(False)
    found = matched_by([kpi], other)
    assert (found == [kpi]) == (comparable_name(mine) == comparable_name(other) or other.strip().casefold() == kpi.key)


def matched_by(every: list[Kpi], name: str) -> list[Kpi]:
    """Return the KPIs that a heading is."""
    return KpiNames(every).by(name)


@pytest.mark.slow
def test_many_new_kpis_are_no_more_work_each_than_a_few(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many columns are twice as many questions to the database, and no KPI is read again for each of them."""
    read: list[Kpi] = []
    row_to_kpi = records._kpi

    def counted(row: sqlite3.Row) -> Kpi:
        read.append(row_to_kpi(row))
        return read[-1]

    def statements(count: int) -> int:
        asked: list[str] = []
        workspace.store.connection.set_trace_callback(asked.append)
        names = ";".join(f"Column {count} {at}" for at in range(count))
        data = f"date;{names}\n2026-11-01{';1' * count}\n".encode()
        assert len(carry_out(workspace, FileContent(data, "file"), ImportChoices(create=True)).added) == count
        workspace.store.connection.set_trace_callback(None)
        return len(asked)

    few = statements(40)
    monkeypatch.setattr(records, "_kpi", counted)
    many = statements(80)
    assert many <= 2 * few
    assert len(read) <= 5 * (40 + 80), len(read)
