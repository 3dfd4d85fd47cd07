"""The doctor: nothing wrong is nothing said; each check finds what it is there for, and looking changes nothing."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.services import health
from kpitui.services.backups import keep_daily
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.goals import find_goal, goal_views, lost_goals
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import save_goal
from kpitui.services.health import REPAIRS, examined, mend, status_of
from kpitui.services.health.checks import CHECKS, HINT, UNUSABLE, WRONG, HealthCheck, HealthFinding
from kpitui.services.kpis import add_kpi, edit_kpi
from kpitui.services.notes import add_note, notes
from kpitui.store import backups
from kpitui.store.connection import open_store
from kpitui.store.schema import SCHEMA_VERSION
from tests.databases import empty
from tests.hooks import HookShelf
from tests.tui.stage import workspace_at

pytestmark = pytest.mark.thorough

SOUND = {"TERM": "xterm", "LANG": "C.UTF-8"}
# The journal has the clock of the machine, and slow machines come to these tests hours after they were collected.
LATER = datetime.now() + timedelta(days=1)  # noqa: DTZ005
Spoil = Callable[[Path], object]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A healthy database with a backup."""
    path = tmp_path / "kpitui" / "kpitui.db"
    workspace = workspace_at(path)
    add_kpi(workspace, {"name": "Orders"})
    log(workspace, [EntryInput("orders", "5", workspace.today)])
    keep_daily(workspace, LATER)
    workspace.close()
    return path


def found(path: Path, name: str, *, environ: dict[str, str] = SOUND, now: datetime = LATER) -> list[HealthFinding]:
    """Return what the check called *name* finds."""
    return next(found for check, found in examined(str(path), environ, now) if check.name == name)


def sql(statement: str) -> Spoil:
    """Spoil a database with a statement."""

    def spoil(path: Path) -> None:
        workspace = workspace_at(path)
        workspace.store.connection.execute("PRAGMA foreign_keys=OFF")
        workspace.store.connection.execute("PRAGMA writable_schema=ON")
        workspace.store.connection.execute(statement)
        workspace.close()

    return spoil


def bytes_at(place: int) -> Spoil:
    """Spoil a database by writing nonsense over a part of it."""

    def spoil(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[place : place + 3000] = b"\xff" * 3000
        path.write_bytes(content)

    return spoil


def text(end: str, content: str = "x") -> Spoil:
    """Put a file beside the database."""
    return lambda path: (path.parent / end).write_text(content)


def linked(path: Path) -> None:
    """Put a link in the place of the database."""
    path.rename(path.with_name("real.db"))
    path.symlink_to(path.with_name("real.db"))


def left_behind(path: Path) -> None:
    """Put a file there that a killed process left two hours ago."""
    left = path.with_name(f".{path.name}.kpitui-999999998.partial")
    left.write_text("half")
    os.utime(left, (time.time() - 7200,) * 2)


SPOILT: tuple[tuple[str, str, Spoil], ...] = (
    ("file", UNUSABLE, Path.unlink),
    ("file", UNUSABLE, bytes_at(0)),
    ("file", UNUSABLE, linked),
    ("modes", WRONG, lambda path: path.chmod(0o644)),
    ("modes", WRONG, lambda path: path.parent.chmod(0o755)),
    ("modes", WRONG, lambda path: path.parent.chmod(0o777)),
    ("marks", UNUSABLE, sql("PRAGMA application_id=7")),
    ("marks", UNUSABLE, sql(f"PRAGMA user_version={SCHEMA_VERSION + 1}")),
    ("marks", HINT, sql(f"PRAGMA user_version={SCHEMA_VERSION - 1}")),
    ("soundness", UNUSABLE, bytes_at(6 * 4096)),
    ("references", WRONG, sql("INSERT INTO entry (kpi, date, id, value) VALUES (9, '2026-01-01', 'y', 1)")),
    ("schema", WRONG, sql("DROP VIEW daily")),
    ("schema", UNUSABLE, sql("CREATE VIEW x AS SELECT 1")),
    ("schema", UNUSABLE, sql("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END")),
    ("journal", WRONG, sql("UPDATE entry SET value = 7")),
    ("journal", WRONG, sql("UPDATE change_row SET after = '{'")),
    ("log", WRONG, sql("PRAGMA journal_mode=DELETE")),
    ("days", HINT, sql("UPDATE entry SET date = '2126-01-01'")),
    ("days", WRONG, sql("UPDATE change SET at = '2126-01-01T00:00:00.000+00:00'")),
    ("drafts", HINT, sql("INSERT INTO draft (form, fields, updated) VALUES ('goal', '{}', '2020-01-01')")),
    ("leftovers", WRONG, left_behind),
    (
        "copies",
        WRONG,
        lambda path: path.with_name(f"{path.stem} (Ann's conflicted copy 2026-11-20).db").write_text("x"),
    ),
    ("copies", WRONG, lambda path: path.with_name(f"{path.stem}.sync-conflict-20261120-101010-ABC.db").write_text("x")),
    ("modes", WRONG, lambda path: path.parent.chmod(0o1777)),
    ("modes", WRONG, lambda path: (path.parent / "backups").chmod(0o777)),
    ("backups", WRONG, lambda path: next((path.parent / "backups").iterdir()).chmod(0o666)),
    ("backups", HINT, text("backups/daily-2126-11-23.db", "of a day to come")),
    ("backups", WRONG, text("backups/kpitui-2026-11-23-120000.db", "no database at all")),
    ("backups", HINT, lambda path: (path.parent / "backups").rename(path.with_name("elsewhere"))),
)


def test_all_is_well(shop: Path) -> None:
    """A healthy database in healthy surroundings is not complained about, and looking does not change the file."""
    before = shop.read_bytes()
    results = examined(str(shop), SOUND, LATER)
    assert [] == [finding for _check, found in results for finding in found]
    assert 0 == status_of(results)
    assert before == shop.read_bytes()


@pytest.mark.sampled(10)
@pytest.mark.parametrize(("name", "level", "spoil"), SPOILT, ids=[f"{row[0]}-{row[1]}" for row in SPOILT])
def test_what_is_wrong_is_found(shop: Path, name: str, level: str, spoil: Spoil) -> None:
    """Each check finds its own ailment at its level, says what to do, decides the status, and changes nothing."""
    spoil(shop)
    before = shop.read_bytes() if shop.exists() else None
    results = examined(str(shop), SOUND, LATER)
    findings = next(found for check, found in results if check.name == name)
    assert level in {finding.level for finding in findings}
    for finding in findings:
        assert finding.message.format(**finding.params) and finding.advice.format(**finding.params)
    assert {UNUSABLE: 3, WRONG: 1}.get(level, 0) <= status_of(results)
    assert before == (shop.read_bytes() if shop.exists() else None)


@pytest.mark.parametrize(
    ("name", "environ"),
    [
        ("terminal", {"TERM": "dumb"}),
        ("terminal", {}),
        ("language", {"LC_ALL": "C"}),
        ("byte-code", {"PYTHONDONTWRITEBYTECODE": "1"}),
    ],
)
def test_surroundings_are_hints(shop: Path, name: str, environ: dict[str, str]) -> None:
    """What only slows or plains the program is a hint that does not count."""
    assert [HINT] == [finding.level for finding in found(shop, name, environ=environ)]
    assert 0 == status_of(examined(str(shop), environ, LATER))


def test_a_clock_that_was_never_set(shop: Path) -> None:
    """A machine that thinks it is 1970 is told so, and that changes were made later than now."""
    now = datetime(1970, 1, 1, 1)  # noqa: DTZ001
    assert [WRONG] == [finding.level for finding in found(shop, "clock", now=now)]
    assert WRONG in [finding.level for finding in found(shop, "days", now=now)]


def test_the_folder_is_left_as_it_was(shop: Path) -> None:
    """No empty log stays beside a file at rest; one that another program has open keeps its own."""
    before = contents(shop.parent)
    examined(str(shop), SOUND, LATER)
    assert before == contents(shop.parent)
    store = open_store(str(shop))
    store.rows("SELECT 1 FROM kpi")
    in_use = contents(shop.parent)
    examined(str(shop), SOUND, LATER)
    assert set(in_use) == set(contents(shop.parent)) > set(before)
    store.close()
    assert before == contents(shop.parent)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in every file of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_an_old_backup_is_a_hint(shop: Path) -> None:
    """Weeks without a backup are told."""
    assert [HINT] == [finding.level for finding in found(shop, "backups", now=LATER + timedelta(days=30))]


def test_a_full_disk_is_told(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little room for a backup is told before it is needed."""
    real = os.statvfs(shop.parent)
    full = os.statvfs_result((*tuple(real)[:4], 10, *tuple(real)[5:]))
    monkeypatch.setattr("os.statvfs", lambda _path: full)
    assert [WRONG] == [finding.level for finding in found(shop, "room")]


def test_a_read_only_file_is_told(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is told with the command that helps."""
    monkeypatch.setattr("os.access", lambda path, _mode: not str(path).endswith("kpitui.db"))
    assert ["chmod u+w"] == [f.advice.split(": ")[1].rpartition(" ")[0] for f in found(shop, "writable")]


def test_a_check_that_fails_is_a_finding(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that cannot be read during one check does not end the others."""

    def broken(_patient: object) -> list[HealthFinding]:
        raise OSError("the disk is on fire")

    monkeypatch.setattr("kpitui.services.health.CHECKS", (HealthCheck("x", "the disk", broken), *CHECKS))  # type: ignore[arg-type]
    results = examined(str(shop), SOUND, LATER)
    assert [UNUSABLE] == [finding.level for finding in results[0][1]]
    assert len(CHECKS) + 1 == len(results)


def test_hooks_are_told(shop: Path, tmp_path: Path) -> None:
    """A program that runs after a change is a hint, one that may not is wrong, one that is turned off says so."""
    shelf = HookShelf(tmp_path / "config")
    environ = {**SOUND, **shelf.environ}
    assert found(shop, "hooks", environ=environ) == []
    shelf.put("on-log")
    (hint,) = found(shop, "hooks", environ=environ)
    assert (hint.level, hint.params["path"]) == (HINT, str(shelf.folder / "on-log"))
    shelf.put("on-signal", mode=0o777)
    wrong = found(shop, "hooks", environ=environ)[1]
    assert (wrong.level, "Others can change " in wrong.message) == (WRONG, True)
    off = found(shop, "hooks", environ={**environ, "KPITUI_HOOKS": "no"})
    assert [(HINT, True)] * 2 == [(each.level, "turns hooks off" in each.message) for each in off]


def test_what_a_pull_runs_is_told(shop: Path, tmp_path: Path) -> None:
    """A program that a source starts is a hint; one, a secret or a file that others could have written is wrong."""
    config = tmp_path / "config" / "kpitui"
    config.mkdir(parents=True, mode=0o700)
    environ = {**SOUND, "XDG_CONFIG_HOME": str(config.parent)}
    assert found(shop, "sources", environ=environ) == []
    file, program, key = config / "sources.toml", tmp_path / "till", config / "key"
    program.write_text("#!/bin/sh\necho 5\n")
    program.chmod(0o755)
    key.write_text("s3cr3t")
    key.chmod(0o644)
    file.write_text(
        f'[source.till]\nkind = "command"\ncommand = ["{program}", "--password=s3cr3t"]\nkpi = "orders"\n'
        f'[source.site]\nkind = "plausible"\nsite = "x"\ntoken = {{ file = "{key}" }}\nkpis = {{ a = "orders" }}\n'
        '[source.odd]\nkind = "command"\n'
    )
    runs, private, missing = found(shop, "sources", environ=environ)
    assert (runs.level, runs.params["command"], runs.params["name"]) == (HINT, str(program), "till")
    assert (private.level, "chmod 600" in private.message, missing.level) == (WRONG, True, WRONG)
    assert "s3cr3t" not in str(runs.params)
    program.chmod(0o777)
    assert found(shop, "sources", environ=environ)[0].level == WRONG
    file.chmod(0o666)
    (wrong,) = found(shop, "sources", environ=environ)
    assert (wrong.level, wrong.params["path"]) == (WRONG, str(file))


def test_every_check_is_tried_here() -> None:
    """A new row in the table needs a case in these tests."""
    tried = {row[0] for row in SPOILT} | {
        "writable",
        "locks",
        "room",
        "terminal",
        "language",
        "byte-code",
        "clock",
        "hooks",
        "sources",
        "place",
    }
    assert {check.name for check in CHECKS} == tried


def test_a_zone_that_nobody_knows_is_wrong(shop: Path) -> None:
    """A mistyped TZ counts as UTC without a word; a zone that was set and is not on this system does not hold."""
    assert found(shop, "place", environ={**SOUND, "TZ": "Europe/Amsterdam"}) == []
    assert found(shop, "place", environ={**SOUND, "TZ": "CET-1CEST,M3.5.0,M10.5.0/3"}) == []
    (mistyped,) = found(shop, "place", environ={**SOUND, "TZ": "Europe/Amsterdm"})
    assert (mistyped.level, mistyped.params["zone"]) == (WRONG, "Europe/Amsterdm")
    sql("INSERT INTO setting (key, value) VALUES ('timezone', 'Mars/Olympus')")(shop)
    (unknown,) = found(shop, "place")
    assert unknown.params["zone"] == "Mars/Olympus"


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
    assert backups.is_restorable(kept.path)
    assert 0o600 == stat.S_IMODE(shop.stat().st_mode)


def test_nothing_wrong_nothing_done(shop: Path) -> None:
    """A healthy database is not touched, not even by a backup."""
    assert (0, []) == fixed(shop)
    assert ["daily"] == [each.kind for each in backups.listed(str(shop))]


def test_an_index_that_does_not_fit_is_built_again(shop: Path) -> None:
    """An index with too little in it is found, mended and not taken for lost figures."""
    spoil_index(shop)
    status, said = fixed(shop)
    assert "rebuilt" in said[-1]
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
    assert (status, said[-1]) == (0, "Rows put back from the history: 1")
    workspace = workspace_at(path)
    assert [5.0, 5.0] == [view.standing.actual for view in goal_views(workspace)]
    assert ("boxes", "a fair") == (find_kpi(workspace, "orders").unit, notes(workspace)[0].text)
    workspace.close()
