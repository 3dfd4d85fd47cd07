"""Files that a killed process left half-written: beside the database, among its backups, and where it was to write.

Only what is provably ours is ever named or deleted: regular files of this user, called as nothing but KPITUI calls
them, that nobody has written to for an hour, for another machine may be writing on a shared disk. Folders are left
alone, but for that of a demo, which has a mark in it.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time

from kpitui.files.target import DAY, ELSEWHERE, PARTIAL, POSIX, is_left, process_runs
from kpitui.store.location import backup_folder, companions

DEMO = "kpitui-demo-"
"""What the name of the folder of a demo begins with, among temporary files."""
DEMO_MARK = ".kpitui-demo"
"""The file in such a folder that says which process made it."""
LONGEST_NOTE = 5000
"""Bytes of a note about a file that is written elsewhere."""


def find_stale_files(path: str) -> list[str]:
    """Return the half-written files, and folders of demos, that nobody works on any more."""
    paths: set[str] = set()
    for folder in (os.path.dirname(path), backup_folder(path)):
        for name in _names(folder):
            process = _writer(name, os.path.basename(path))
            whole = os.path.join(folder, name)
            if process is not None and is_left(whole, process):
                paths.add(whole)
                paths.update(_noted(whole, process))
    temporary = tempfile.gettempdir()
    paths.update(
        os.path.join(temporary, name)
        for name in _names(temporary)
        if name.startswith(DEMO) and _is_left_demo(os.path.join(temporary, name))
    )
    return sorted(paths)


def delete_stale_files(path: str) -> list[str]:
    """Delete the leftovers of the database at *path* and return what they were."""
    swept: list[str] = []
    for leftover in find_stale_files(path):
        try:
            if os.path.isdir(leftover):
                shutil.rmtree(leftover)
            else:
                os.unlink(leftover)
        except OSError:
            continue
        swept.append(leftover)
    return swept


def mark_demo(folder: str) -> None:
    """Say in the *folder* of a demo that it is one, and which process works in it."""
    with open(os.path.join(folder, DEMO_MARK), "w", encoding="ascii") as file:
        file.write(str(os.getpid()))


def _writer(name: str, database: str) -> int | None:
    """Return the process that wrote a file called *name* half, None when it is none of ours."""
    match = PARTIAL.match(name) or re.fullmatch(
        # As versions before wrote them: the database, its rescue, a backup.
        rf"(?:{re.escape(database)}(?:\.rescue)?|(?:kpitui|daily|before|damaged)-[a-z0-9~-]+\.db)"
        r"\.(\d+)\.partial(-journal|-wal|-shm)?",
        name,
    )
    return int(match[1]) if match and len(match[1]) < 10 else None


def _noted(note: str, process: int) -> list[str]:
    """Return the half file in another folder that a *note* of the same process names, and what lies beside it."""
    try:
        if os.path.getsize(note) > LONGEST_NOTE:
            return []
        with open(note, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
    except OSError:
        return []
    path = text.removeprefix(ELSEWHERE).removesuffix("\n")
    match = PARTIAL.match(os.path.basename(path))
    ours = text.startswith(ELSEWHERE) and os.path.isabs(path) and match is not None and int(match[1]) == process
    # What SQLite keeps beside a half-written copy is killed with it.
    return [file for file in (path, *companions(path)) if is_left(file, process)] if ours else []


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _is_left_demo(folder: str) -> bool:
    """Tell whether *folder* is that of a demo whose process is gone: ours, marked, and a day old."""
    mark = os.path.join(folder, DEMO_MARK)
    try:
        there, marked = os.lstat(folder), os.lstat(mark)
        if not (stat.S_ISDIR(there.st_mode) and stat.S_ISREG(marked.st_mode)):
            return False
        if POSIX and {there.st_uid, marked.st_uid} != {os.getuid()}:
            return False
        with open(mark, encoding="ascii") as file:
            process = int(file.read(20))
    except (OSError, ValueError):
        return False
    return time.time() - marked.st_mtime > DAY and not process_runs(process)
