"""The view of parts says what `kpitui show --parts` says, in a new file and in one of the version before."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from kpitui.core.cadence import cadence_by
from kpitui.core.calendar import periods_between
from kpitui.core.model import Kpi
from kpitui.extras.merge import merge
from kpitui.services import backups, kpis, parts
from kpitui.services.entries import EntryInput, find_kpi, log
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace, open_workspace
from kpitui.store import entries, journal, records
from kpitui.store._part_view import REST
from kpitui.store.migrations import PARTS
from kpitui.store.schema import SCHEMA_VERSION, application_and_version
from tests.databases import empty
from tests.services.conftest import NOW

TODAY = NOW.date()


def _opened(path: Path) -> Workspace:
    return open_workspace({}, NOW, database=str(path), language="en")


def _rows(workspace: Workspace) -> dict[tuple[str, str, str], tuple[float, float, float | None]]:
    """Return value, whole and share by the whole, the part and the day."""
    rows = workspace.store.rows("SELECT kpi, part, date, value, whole, share FROM part_share")
    by_day = {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in rows}
    assert len(by_day) == len(rows)
    return by_day


def _with_parts(path: Path) -> Workspace:
    """Open a file with 100 visitors a day before a split, of which 60 and 10 are known, and a third part since."""
    workspace = _opened(empty(path))
    for name in ("Visitors", "Organic", "Social"):
        kpis.add_kpi(workspace, {"name": name})
    with workspace.store.write("kpi.changed") as change:
        for kpi in all_kpis(workspace):
            records.update_kpi(change, kpi, kpi._replace(created=TODAY - timedelta(days=9)))
    for back in (3, 2, 1):
        day = TODAY - timedelta(days=back)
        log(workspace, [EntryInput(key, text, day) for key, text in ORDINARY.items()])
    parts.split_kpi(workspace, find_kpi(workspace, "visitors"), ["organic", "social", "direct"], way="computed")
    log(workspace, [EntryInput("direct", "20", TODAY - timedelta(days=1))])
    return workspace


ORDINARY = {"visitors": "100", "organic": "60", "social": "10"}


def _checked(workspace: Workspace) -> None:
    """Check what is of `_with_parts`, by hand: before Direct began the rest of 100 is 30, with it the whole is 90."""
    days = [(TODAY - timedelta(days=back)).isoformat() for back in (3, 2, 1)]
    assert _rows(workspace) == {
        ("visitors", "organic", days[2]): (60, 90, 60 / 90),
        ("visitors", "social", days[2]): (10, 90, 10 / 90),
        ("visitors", "direct", days[2]): (20, 90, 20 / 90),
        **{
            ("visitors", name, day): (value, 100, value / 100)
            for day in days[:2]
            for name, value in (("organic", 60), ("social", 10), (REST, 30))
        },
    }


def test_the_whole_keeps_what_was_logged_before_a_part(tmp_path: Path) -> None:
    _checked(_with_parts(tmp_path / "kpitui.db"))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("seed", range(24))
def test_the_view_says_what_show_says(tmp_path: Path, seed: int) -> None:
    """Rows, wholes and shares, of days, weeks, months and quarters, with gaps, pauses, zeros and parts of parts."""
    workspace = _random(empty(tmp_path / "kpitui.db"), random.Random(seed))
    first = date.fromisoformat(workspace.store.rows("SELECT min(created) FROM kpi")[0][0])
    shown = {}
    for kpi in [kpi for kpi in all_kpis(workspace) if kpi.split]:
        by = cadence_by(kpi.cadence)
        stretches = periods_between(by, first, TODAY - timedelta(days=1), workspace.settings.calendar)
        for split in parts.split_in(workspace, kpi, stretches):
            for part in [part for part in split.parts if part.value is not None]:
                key = (kpi.key, part.kpi.key if part.kpi else REST, split.period.end.isoformat())
                shown[key] = (part.value, split.whole, part.share)
    view = {key: row for key, row in _rows(workspace).items() if key[2] in {day for _kpi, _part, day in shown}}
    # What is blank is zero once its month is over, and the view goes by the clock of the machine for that.
    view = {key: row for key, row in view.items() if key in shown or key[2] < TODAY.isoformat()}
    # A whole that keeps own numbers on some days only is shown with a rest of 0 on the others.
    shown = {key: row for key, row in shown.items() if key in view or key[1] != REST or row[0]}
    assert view == {key: pytest.approx(row) for key, row in shown.items()}


def _random(path: Path, chosen: random.Random) -> Workspace:
    workspace = _opened(path)
    kind, cadence = chosen.choice(["flow", "flow", "level"]), chosen.choice(list(RATES))
    start = date(2025, 1, 1) if cadence in ("month", "quarter") else date(2026, 8, 1)
    with workspace.store.write("kpi.added") as change:
        if chosen.random() < 0.4:
            records.write_setting(change, "week-start", chosen.choice(["sunday", "wednesday", "saturday"]))
            records.write_setting(change, "fiscal-month", chosen.choice(["2", "3", "11"]))
        every: list[Kpi] = []

        def added(name: str, whole: int | None, split: Any) -> Kpi:
            blank: Any = "unknown" if split == "computed" else chosen.choice(["unknown", "unknown", "zero"])
            every.append(
                records.add_kpi(
                    change,
                    Kpi(
                        0, name, name, kind, cadence=cadence, blank=blank, part_of=whole, split=split,
                        created=start + timedelta(days=chosen.choice([0, 0, 20, 60])),
                        archived=whole is not None and chosen.random() < 0.15,
                    ),
                )
            )  # fmt: skip
            return every[-1]

        top = added("top", None, chosen.choice(["computed", "logged"]))
        for number in range(chosen.randint(1, 3)):
            part = added(f"p{number}", top.id, chosen.choice([None, None, "computed", "logged"]))
            for below in range(chosen.randint(1, 2) if part.split else 0):
                added(f"{part.key}-{below}", part.id, None)
        for kpi in every:
            often = RATES[cadence] * chosen.choice([0.5, 0.9, 1])
            begin = start + timedelta(days=chosen.choice([0, 0, 10, 50]))
            end = date(2026, 11, chosen.choice([1, 20, 22]))
            for number in range((end - begin).days + 1):
                if chosen.random() < often:
                    entries.add_entry(change, kpi.id, begin + timedelta(days=number), float(chosen.randint(-1, 50)))
        for _pause in range(chosen.choice([0, 2])):
            begin = start + timedelta(days=chosen.randint(0, 90))
            row = {"kpi": chosen.choice([None, *(kpi.id for kpi in every)]), "start": begin.isoformat()}
            change.insert("pause", {**row, "end": (begin + timedelta(days=chosen.randint(3, 40))).isoformat()})
    workspace.close()
    return _opened(path)


RATES = {"day": 1.0, "workday": 0.8, "mon,thu,sat": 0.45, "week": 0.15, "month": 0.04, "quarter": 0.02}
"""How many numbers a day there are of each rhythm."""


def _as_before(path: Path) -> Path:
    """Make the file at *path* one of the version before, with the view that it had."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP VIEW part_share")
        Database(connection).execute(PARTS[PARTS.index("CREATE VIEW") :].strip().rstrip(";"))
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm017_part_share'")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def test_a_file_of_before_is_brought_up_undone_merged_and_put_back(tmp_path: Path) -> None:
    """It says the same from then on; what was done before is undone and done again; a backup of either comes back."""
    _with_parts(tmp_path / "kpitui.db").close()
    old = _as_before(tmp_path / "kpitui.db")
    copy = shutil.copy(old, tmp_path / "old.db")
    workspace = _opened(old)
    _checked(workspace)
    assert application_and_version(workspace.store.connection)[1] == SCHEMA_VERSION
    new = shutil.copy(backups.make(workspace, NOW), tmp_path / "new.db")
    journal.undo(workspace.store)
    assert not [part for _kpi, part, _day in _rows(workspace) if part == "direct"]
    journal.redo(workspace.store)
    _checked(workspace)
    for backup in (copy, new):
        log(workspace, [EntryInput("organic", "1", TODAY - timedelta(days=1))])
        workspace.close()
        backups.put_back(str(old), str(backup), NOW)
        workspace = _opened(old)
        _checked(workspace)
    workspace.close()
    for number, backup in enumerate((copy, new)):
        other = _opened(empty(tmp_path / f"other-{number}.db"))
        for _time in range(2):
            merge(other, str(backup))
            _checked(other)
        other.close()
