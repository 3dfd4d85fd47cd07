"""What to import: the newest files in the folder that browsers save to, and those that were imported."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from kpitui.core.errors import KpituiError
from kpitui.exchange.content import on_disk
from kpitui.exchange.recognition import recognised
from kpitui.services.workspace import Workspace
from kpitui.store.entries import newest_batches

FOLDER = "~/Downloads"

ENDINGS = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".zip", ".gz", ".xlsx", ".ofx", ".qif", ".sta", ".xml"})

MOST_LOOKED_AT = 2000
"""Names in the folder that are looked at."""

LARGEST = 2_000_000
"""Bytes of a file beyond which it is listed without being opened."""


class WaitingFile(NamedTuple):
    """A file that could be imported."""

    path: str
    name: str
    saved: date
    title: str
    """What it is, untranslated; empty where that is not certain without being asked."""


def waiting_files(most: int, is_stopped: Callable[[], bool]) -> list[WaitingFile]:
    """Return the newest files, at most so many, the newest first; none where there is no such folder."""
    try:
        with os.scandir(Path(FOLDER).expanduser()) as entries:
            newest = sorted(
                (
                    (entry.stat(follow_symlinks=False), entry.name)
                    for _index, entry in zip(range(MOST_LOOKED_AT), entries, strict=False)
                    if _may_be_table(entry)
                ),
                key=lambda pair: (-pair[0].st_mtime, pair[1]),
            )[:most]
    except (OSError, RuntimeError):
        return []
    waiting = []
    for stat, name in newest:
        if is_stopped():
            break
        path, saved = f"{FOLDER}/{name}", datetime.fromtimestamp(stat.st_mtime, UTC).astimezone().date()
        waiting.append(WaitingFile(path, name, saved, _title(path) if stat.st_size <= LARGEST else ""))
    return waiting


class ImportedFile(NamedTuple):
    """A file that was imported."""

    moment: datetime
    name: str


def imported_files(workspace: Workspace, most: int) -> list[ImportedFile]:
    """Return the files that were imported last, at most so many, the newest first."""
    return [ImportedFile(datetime.fromisoformat(at), file) for at, file in newest_batches(workspace.store, most)]


def _may_be_table(entry: os.DirEntry[str]) -> bool:
    ending = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122  a name, of thousands perhaps
    return not entry.name.startswith(".") and ending in ENDINGS and entry.is_file(follow_symlinks=False)


def _title(path: str) -> str:
    try:
        chosen = recognised(on_disk(path))
    except KpituiError:
        return ""
    return chosen.title if chosen is not None else ""
