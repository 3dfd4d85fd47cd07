"""Databases that many tests begin with: made once a process, by the program itself, and copied for every test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kpitui.services.demo import TODAY, fill
from kpitui.services.workspace import open_workspace
from kpitui.store.connection import open_store
from kpitui.store.location import create_private


def copied(path: Path, make: Callable[..., object], *words: object) -> Path:
    """Put at *path* what ``make(path, *words)`` makes there, with its backups, and return *path*.

    *make* is called once for the same words and the same name of the file; it has to close the database.
    """
    for name, content in _files(make, words, path.name).items():
        target = path.parent / name
        create_private(str(target))
        target.write_bytes(content)
    return path


@cache
def _files(make: Callable[..., object], words: tuple[object, ...], name: str) -> dict[str, bytes]:
    """Return what *make* leaves behind in a folder, by path."""
    with TemporaryDirectory() as folder:
        make(Path(folder) / name, *words)
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        assert not [path for path in files if path.name.endswith("-wal")], "it is still open"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def empty(path: Path) -> Path:
    """Put a new database at *path* and return *path*."""
    return copied(path, _make_empty)


def _make_empty(path: Path) -> None:
    open_store(str(path)).close()


def sample_business(path: Path, language: str = "en") -> Path:
    """Put the sample business at *path* and return *path*."""
    return copied(path, _make_sample_business, language)


def _make_sample_business(path: Path, language: str) -> None:
    now = datetime.fromisoformat(f"{TODAY}T09:00:00")
    workspace = open_workspace({"KPITUI_TODAY": TODAY}, now, database=str(path), language=language)
    fill(workspace, language)
    workspace.close()
