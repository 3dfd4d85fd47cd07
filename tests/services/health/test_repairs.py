"""Mending: what can be mended is mended after a backup, and afterwards the doctor is content."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.services import health
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import find_goal, goal_views, lost_goals
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.health import examined, status_of
from kpitui.services.health.repairs import REPAIRS, mend
from kpitui.services.kpi_editing import add_kpi, edit_kpi
from kpitui.services.notes import add_note, notes
from kpitui.store import backups
from tests.databases import empty
from tests.services.health.test_health import LATER, SOUND, SPOILT, Spoil, bytes_at, shop
from tests.tui.stage import workspace_at

__all__ = ["shop"]

MENDED = [row for row in SPOILT if row[0] in ("modes", "log", "leftovers")][:5]


def fixed(path: Path) -> tuple[int, list[str]]:
    """Let the doctor mend the database; return the exit status afterwards and what was said."""
    findings = [finding for _check, found in examined(str(path), SOUND, LATER) for finding in found]
    done = mend(str(path), findings, LATER)
    return status_of(examined(str(path), SOUND, LATER)), [each.message.format(**each.params) for each in done]


@pytest.mark.parametrize("spoil", [row[2] for row in MENDED if row[0] != "modes"] + [lambda path: path.chmod(0o644)])
def test_mending_makes_it_well(shop: Path, spoil: Spoil) -> None:
    """Modes, log and leftovers are mended, after a verified backup."""
    spoil(shop)
    status, said = fixed(shop)
    assert 0 == status
    assert 2 == len(said)
    (kept,) = [each for each in backups.listed(str(shop)) if each.kind == "repair"]
    assert backups.is_whole(kept.path)
    assert 0o600 == stat.S_IMODE(shop.stat().st_mode)


def test_nothing_wrong_nothing_done(shop: Path) -> None:
    """A healthy database is not touched, not even by a backup."""
    assert (0, []) == fixed(shop)
    assert ["daily"] == [each.kind for each in backups.listed(str(shop))]


def test_an_index_that_does_not_fit_is_built_again(shop: Path) -> None:
    """An index with too little in it is found, mended and not taken for lost figures."""
    spoil_index(shop)
    status, said = fixed(shop)
    assert "made again" in said[-1]
    assert 0 == status


def spoil_index(path: Path) -> None:
    """Let an index lack a row: it is hidden while one is written."""
    workspace = workspace_at(path)
    connection = workspace.store.connection
    connection.execute("PRAGMA writable_schema=ON")
    (hidden,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'change_undone'").fetchone()
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'change_undone'").fetchone()
    connection.execute("DELETE FROM sqlite_master WHERE name = 'change_undone'")
    workspace.close()
    workspace = workspace_at(path)
    log(workspace, [EntryInput("orders", "7", workspace.today)])
    connection = workspace.store.connection
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(
        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('index', ?, 'change', ?, ?)",
        ("change_undone", root, hidden),
    )
    workspace.close()


@pytest.mark.parametrize("place", [0, 6 * 4096], ids=["header", "page"])
def test_what_can_be_read_is_saved(shop: Path, place: int) -> None:
    """A damaged page costs at most what was on it; a damaged header leaves nothing to read, and the file as it was."""
    bytes_at(place)(shop)
    before = shop.read_bytes()
    if place == 0:
        with pytest.raises(ValueError, match="damaged"):
            fixed(shop)
        assert before == shop.read_bytes()
    else:
        status, said = fixed(shop)
        assert status < 3
        assert "The original file is kept at" in said[0]
    (kept,) = (shop.parent / "backups").glob("damaged-*")
    assert before == kept.read_bytes()
    assert not list(shop.parent.glob("*.partial*"))


def test_every_repair_is_asked_for_by_a_finding() -> None:
    """No repair stands in the table that no check asks for."""
    source = "".join(path.read_text() for path in Path(health.__file__).parent.glob("*.py"))
    assert all(f'"{name}")' in source for name in REPAIRS)


def lose_kpi(path: Path, key: str) -> None:
    """Take the row of a KPI away as only damage can, and leave what refers to it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("DELETE FROM kpi WHERE key = ?", (key,))
    connection.close()


def test_a_goal_whose_kpi_is_gone_is_told_of_and_mended(tmp_path: Path) -> None:
    """The other goals are shown, the lost one is a sentence; the doctor puts its KPI back as the history has it."""
    path = empty(tmp_path / "kpitui.db")
    workspace = workspace_at(path)
    workspace.store.connection.execute("PRAGMA foreign_keys=ON")
    for name in ("Orders", "Visitors"):
        add_kpi(workspace, {"name": name})
        log(workspace, [EntryInput(name.lower(), "5", workspace.today)])
        typed = {"title": f"400 {name} in all", "kpi": name.lower(), "target": "400", "deadline": "31/12/2026"}
        save_goal(workspace, read_draft(workspace, {**typed, "drivers": "orders"}).draft)
    edit_kpi(workspace, find_kpi(workspace, "orders"), {"name": "Orders", "unit": "boxes"})
    add_note(workspace, find_kpi(workspace, "orders"), workspace.today, "a fair")
    workspace.close()
    lose_kpi(path, "orders")
    workspace = workspace_at(path)
    (view,) = goal_views(workspace)
    assert (view.goal.title, view.goal.drivers) == ("400 Visitors in all", ())
    assert ["Goal 1 (400 Orders in all)"] == [str(error).split(" can't")[0] for error in lost_goals(workspace)]
    with pytest.raises(Refused, match="its KPI is gone"):
        find_goal(workspace, "1")
    assert [] == notes(workspace)
    workspace.close()
    status, said = fixed(path)
    assert (status, said[-1]) == (0, "Put back from the history: 1")
    workspace = workspace_at(path)
    assert [5.0, 5.0] == [view.standing.actual for view in goal_views(workspace)]
    assert ("boxes", "a fair") == (find_kpi(workspace, "orders").unit, notes(workspace)[0].text)
    workspace.close()
