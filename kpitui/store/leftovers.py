"""Files that a killed process left half-written: beside the database, among its backups, among temporary files."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time

from kpitui.store.location import backup_folder

PARTIAL = re.compile(r"\.(\d+)\.partial(-journal|-wal|-shm)?$")
"""Every file that is written beside its final name is called so, after the process that writes it."""
TEMPORARY = "kpitui-"
"""What the name of every temporary folder of ours begins with."""
LONGEST_WORK = 24 * 3600
"""Seconds after which no process is still working on such a file."""
POSIX = hasattr(os, "getuid")
"""Whether files have owners, and a process can be asked whether it is there: elsewhere the question would end it."""


def leftovers(path: str) -> list[str]:
    """Return the half-written files and temporary folders that nobody works on any more."""
    found = []
    for folder in (os.path.dirname(path), backup_folder(path)):
        for name in _names(folder):
            partial = PARTIAL.search(name)
            whole = os.path.join(folder, name)
            if partial and (not _runs(int(partial[1])) or _age(whole) > LONGEST_WORK):
                found.append(whole)
    temporary = tempfile.gettempdir()
    for name in _names(temporary):
        whole = os.path.join(temporary, name)
        if name.startswith(TEMPORARY) and _is_ours(whole) and _age(whole) > LONGEST_WORK:
            found.append(whole)
    return sorted(found)


def sweep(path: str) -> list[str]:
    """Delete the leftovers of the database at *path* and return what they were."""
    found = leftovers(path)
    for each in found:
        if os.path.isdir(each) and not os.path.islink(each):
            shutil.rmtree(each, ignore_errors=True)
        else:
            os.unlink(each)
    return found


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _is_ours(path: str) -> bool:
    folder = os.path.isdir(path) and not os.path.islink(path)
    return folder and (not POSIX or os.lstat(path).st_uid == os.getuid())


def _age(path: str) -> float:
    try:
        return time.time() - os.lstat(path).st_mtime
    except OSError:
        return 0.0


def _runs(process: int) -> bool:
    if not POSIX:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
