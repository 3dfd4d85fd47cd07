"""Where the database file is, and that nobody else can read it: path, folders and file modes.

Opening the database is `connection`'s work; copies of it are `backups`'.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from kpitui.core.errors import DatabaseUnusable, mark
from kpitui.files.folders import create_folder, own_folder_of

FILE_NAME = "kpitui.db"
POSIX = os.name == "posix"
DAILY = "daily-"
"""What the names of backups begin with that are made by themselves."""


def database_path(environ: Mapping[str, str], flag: str | None = None) -> str:
    """Return the path of the database: the ``--db`` flag, else ``$KPITUI_DB``, else the user's data folder."""
    chosen = flag or environ.get("KPITUI_DB")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    return os.path.join(data_folder(environ), FILE_NAME)


def data_folder(environ: Mapping[str, str]) -> str:
    """Return the data folder: ``$XDG_DATA_HOME/kpitui``, or its usual place on this system.

    Raises DatabaseUnusable when neither a home folder nor ``XDG_DATA_HOME`` is known.
    """
    folder = own_folder_of("data", environ.get("XDG_DATA_HOME", ""))
    if folder is None:
        raise DatabaseUnusable(mark("No home folder for the database. Name a file with --db or KPITUI_DB"))
    return folder


def create_private(path: str) -> None:
    """Create *path* as an empty file that only its owner can read, with private folders where they are missing.

    Raises DatabaseUnusable when the folder or the file cannot be made. A file that exists is left as it is.
    """
    try:
        create_folder(os.path.dirname(path))
        with suppress(FileExistsError):  # another process was quicker
            create_file(path)
    except OSError as error:
        from kpitui.core.system_reasons import system_reason

        raise DatabaseUnusable(
            mark("The database {path} can't be created: {reason}"),
            path=path,
            reason=system_reason(error),
        ) from error


def create_file(path: str) -> None:
    """Create *path* as an empty file that only its owner can read, whatever the umask; raises OSError."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def refuse_strange_folder(folder: str, *, mend: bool = True) -> None:
    """Raise DatabaseUnusable when others own the folder of backups, or can write in it.

    With *mend* one of ours is made private. A folder that is not there is none of others.
    """
    try:
        link, there = os.lstat(folder), os.stat(folder)
    except OSError:
        return
    if not POSIX:
        return
    if not {link.st_uid, there.st_uid} <= {0, os.getuid()}:
        raise DatabaseUnusable(
            mark("The backup folder {folder} belongs to another user, so it is not used. Move it first"),
            folder=folder,
        )
    if mend and there.st_mode & 0o022 and there.st_uid == os.getuid():
        with suppress(OSError):
            os.chmod(folder, 0o700)
            there = os.stat(folder)
    if there.st_mode & 0o022:
        raise DatabaseUnusable(
            mark("Others can write in the backup folder {folder}, so it is not used. First take that permission away"),
            folder=folder,
        )


def only_owner_writes(path: str) -> bool:
    """Return whether nobody but its owner, who is this person or root, can have written the regular file at *path*."""
    try:
        there = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(there.st_mode) and (
        not POSIX or (there.st_uid in (0, os.getuid()) and not there.st_mode & 0o022)
    )


def refuse_foreign(path: str) -> int | None:
    """Return the mode of the file at *path*, None for none.

    Raises DatabaseUnusable when it is a link, no file, somebody else's, or what SQLite keeps with the file beside it.
    """
    for base in (path.removesuffix(end) for end in companions("")):
        if base != path and os.path.isfile(base):
            raise DatabaseUnusable(
                mark("SQLite uses a file called {value} beside {path}. Name another file"),
                value=path,
                path=base,
            )
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        from kpitui.core.system_reasons import system_reason

        raise DatabaseUnusable(
            mark("The database {path} can't be reached: {reason}"),
            path=path,
            reason=system_reason(error),
        ) from error
    if stat.S_ISLNK(status.st_mode):
        raise DatabaseUnusable(mark("{path} is a link. Name the file it points to"), path=path)
    if not stat.S_ISREG(status.st_mode):
        raise DatabaseUnusable(
            mark("{path} is not a file, so it can't be the database. Name a file with --db or KPITUI_DB"), path=path
        )
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        raise DatabaseUnusable(
            mark("{path} belongs to another user of this computer. Name your own file with --db or KPITUI_DB"),
            path=path,
        )
    return status.st_mode


def make_private(path: str, mode: int | None) -> bool:
    """Take the database at *path*, of this *mode*, from everybody but its owner; return whether others had it.

    Where modes cannot be changed, or there are none, nothing is done.
    """
    if mode is None or not mode & 0o077 or not POSIX:
        return False
    for name in (path, *companions(path)):
        with suppress(OSError):
            os.chmod(name, 0o600)
    return not os.lstat(path).st_mode & 0o077


def backup_folder(path: str) -> str:
    """Return the folder of the backups of the database at *path*: one of its own for each database of a folder."""
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    return os.path.join(folder, "backups" if name == FILE_NAME else f"backups-{stem}")


def daily_path(path: str, day: date) -> str:
    """Return where the backup of the database at *path* that is made on *day* by itself has its place."""
    return os.path.join(backup_folder(path), f"{DAILY}{day.isoformat()}.db")


def companions(path: str) -> list[str]:
    """Return the paths at which SQLite may keep more of the database at *path*: log, index of the log, journal."""
    return [path + end for end in ("-wal", "-shm", "-journal")]


def delete(*paths: str) -> None:
    """Delete those files of *paths* that there are; raises OSError."""
    for name in paths:
        if os.path.exists(name):
            os.unlink(name)
