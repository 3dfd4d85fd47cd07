"""Mending what the doctor found, where it can be mended; always after a backup of the database as it is.

What is wrong is found by `kpitui.services.health`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kpitui.core.errors import CodeInside, Damaged, mark
from kpitui.services.health.checks import HealthFinding
from kpitui.store import backups, health
from kpitui.store.connection import open_store
from kpitui.store.stale_files import sweep


class Repair(NamedTuple):
    """One way to mend something."""

    sentence: str
    """What was done, untranslated; *sentence* is formatted with what `do` returns."""
    do: Callable[[str], dict[str, object]]
    """Takes the path of the database."""


class RepairResult(NamedTuple):
    """What was done."""

    message: str
    """Untranslated."""
    params: dict[str, object]


def mend(path: str, findings: Iterable[HealthFinding], now: datetime) -> list[RepairResult]:
    """Make a backup of the database at *path*, then every repair that *findings* ask for; return what was done.

    *now* is local time. Raises DatabaseUnusable, changing nothing more, when a backup or a repair fails.
    """
    needed = {finding.repair for finding in findings}
    todo = [repair for name, repair in REPAIRS.items() if name in needed]
    if not todo:
        return []
    done = [_kept(path, now)]
    for repair in todo:
        done.append(RepairResult(repair.sentence, repair.do(path)))
    return done


def _kept(path: str, now: datetime) -> RepairResult:
    """Keep the database as it is: as a verified backup, or byte for byte where it is damaged."""
    try:
        with closing(open_store(path, create=False)) as store:
            copy = backups.make(store, now, "repair")
        return RepairResult(mark("A verified backup was made first: {path}"), {"path": copy})
    except (Damaged, CodeInside):
        copy = backups.set_aside(path, now)
        return RepairResult(mark("The original file is kept at {path}"), {"path": copy})


def _modes(path: str) -> dict[str, object]:
    count = 0
    for file, mode in backups.belongings(path):
        if not Path(file).is_symlink() and Path(file).stat().st_mode & 0o077:
            Path(file).chmod(mode)
            count += 1
    return {"count": count}


def _leftovers(path: str) -> dict[str, object]:
    swept = sweep(path)
    return {"count": len(swept), "paths": ", ".join(swept)}


def _log(path: str) -> dict[str, object]:
    with closing(open_store(path, create=False)) as store:
        health.write_back_log(store)
    return {}


def _reindex(path: str) -> dict[str, object]:
    with closing(open_store(path, create=False)) as store:
        health.reindex(store)
    return {}


def _put_back(path: str) -> dict[str, object]:
    with closing(open_store(path, create=False)) as store:
        return {"count": health.put_back_lost_rows(store)}


def _rebuild(path: str) -> dict[str, object]:
    target = f"{path}.rescue.{os.getpid()}.partial"
    try:
        with health.watched(path) as refuse_if_written_to:
            counts = health.rescued(path, target)
            backups.replace(path, target, refuse_if_written_to)
    finally:
        health.finished(target)
    lost = sum(lost for _saved, lost in counts.values())
    return {"saved": sum(saved for saved, _lost in counts.values()), "entries": counts["entry"][0], "lost": lost}


REPAIRS: dict[str, Repair] = {
    "rebuild": Repair(
        mark("What could be read is in a new file. Rows: {saved}; entries among them: {entries}; lost: {lost}"),
        _rebuild,
    ),
    "references": Repair(mark("Put back from the history: {count}"), _put_back),
    "reindex": Repair(mark("The lookup lists were made again"), _reindex),
    "log": Repair(mark("Programs no longer wait for each other, and the -wal file is back in the database"), _log),
    "modes": Repair(mark("Files and folders only you can read now: {count}"), _modes),
    "leftovers": Repair(mark("Leftover files deleted: {count} ({paths})"), _leftovers),
}
"""In the order in which they are made."""
