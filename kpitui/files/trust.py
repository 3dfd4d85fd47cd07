"""Whether a file that decides what is run or sent may be trusted: nobody but its owner and root can have written it.

The rule is that of sshd and sudo: the file, and every folder on the way to it up to the root, links followed, belongs
to the person or to root, and nobody else can write it. In a sticky folder such as ``/tmp`` others can add names but not
exchange those of the person; what lies in it has to be theirs, and to have no other name, for that may be a stranger's
link to something of theirs. What is checked is what is used: a file is opened once, looked at through that handle and
read through it, a program is started through the handle of the folder in which nobody can exchange it.

A system whose files have no owners, such as Windows, answers none of these questions; there a file is only opened.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.text import shell_word

MOST_LINKS = 40
"""Links that are followed on the way to one file, as Linux does."""
ADMINISTRATORS = 80 if sys.platform == "darwin" else -1
"""The group whose members are root on a Mac whenever they like; Homebrew's folders belong to it."""

_NOT_A_FILE = mark("{path} is not a file, so it is not used")


class Program(NamedTuple):
    """A program that was found to be trusted, while its folder is open."""

    path: str
    """Where it is, without links."""
    folder: int
    """The handle of its folder, which the program needs too."""

    @property
    def executable(self) -> str:
        """What to start: its name in the folder that was looked at, wherever the path to it leads by now.

        A handle of the file itself would do as well, and would hide from a script what it is called and what is
        beside it.
        """
        by_handle = f"/proc/self/fd/{self.folder}/{os.path.basename(self.path)}"
        return by_handle if os.path.exists(by_handle) else self.path


def trusted_path(path: str) -> str:
    """Return *path* without links, having looked at every folder on the way.

    Raises Refused when somebody else can exchange something on the way, OSError when there is no such path.
    """
    if not hasattr(os, "getuid"):
        return os.path.realpath(path)
    ahead = _names(os.path.join(os.getcwd(), path))
    place, folder, links = "/", os.lstat("/"), 0
    _refuse_folder(path, place, folder)
    while ahead:
        name = ahead.pop()
        if name == "..":
            place = os.path.dirname(place)
            folder = os.lstat(place)
            continue
        reached = os.path.join(place, name)
        status = os.lstat(reached)
        if _others_can_write(folder) and not _stays_in_sticky_folder(status):
            raise Refused(
                mark("Others can write in {folder}, so {path} is not used. Keep it in a folder of your own"),
                path=path,
                folder=place,
            )
        if stat.S_ISLNK(status.st_mode):
            links += 1
            if links > MOST_LINKS:
                raise Refused(_NOT_A_FILE, path=path)
            target = os.readlink(reached)
            ahead += _names(target)
            if target.startswith("/"):
                place, folder = "/", os.lstat("/")
            continue
        place = reached
        if stat.S_ISDIR(status.st_mode):
            folder = status
            _refuse_folder(path, place, folder)
        elif ahead:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    return place


def open_trusted(path: str, *, private: bool = False, stream: bool = False) -> int:
    """Return a handle to read the file at *path*, which nobody else can have written, or if *private* even read.

    With *stream* it may be a FIFO as well, or a pipe of the shell. Raises Refused when it is not to be trusted, OSError
    when it cannot be opened.
    """
    handed_over = stream and os.path.realpath(path).startswith("/proc/")  # such a pipe has no folders on its way
    kinds = (stat.S_ISREG, stat.S_ISFIFO) if stream else (stat.S_ISREG,)
    if handed_over and stat.S_ISFIFO(os.stat(path).st_mode):
        return _opened(path, path, os.O_RDONLY, kinds=kinds, follow=True)
    return _opened(path, trusted_path(path), os.O_RDONLY, private=private, kinds=kinds)


@contextmanager
def trusted_program(path: str) -> Iterator[Program]:
    """Open the program at *path*, which nobody else can have written, to be started; raises as `open_trusted`."""
    real = trusted_path(path)
    how = getattr(os, "O_PATH", os.O_RDONLY)  # a program may be one that can be run and not read
    folder = os.open(os.path.dirname(real), how | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        _refuse_folder(path, os.path.dirname(real), os.fstat(folder))
        os.close(_opened(path, os.path.basename(real), how, folder=folder))
        program = Program(real, folder)
        if not os.access(program.executable, os.X_OK):
            raise Refused(
                mark("{path} can't be executed, so it is not used. To fix it: chmod u+x {word}"),
                path=path,
                word=shell_word(path),
            )
        yield program
    finally:
        os.close(folder)


def trusted_folder(path: str) -> str:
    """Return the folder *path* without links; raises Refused when others can write in it, OSError when it is none."""
    real = trusted_path(path)
    status = os.stat(real)
    if not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if hasattr(os, "getuid") and _others_can_write(status):
        raise _writable_folder(path, real)
    return real


def _opened(
    path: str,
    real: str,
    how: int,
    *,
    private: bool = False,
    kinds: Sequence[Callable[[int], bool]] = (stat.S_ISREG,),
    folder: int | None = None,
    follow: bool = False,
) -> int:
    flags = how | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(real, flags | (0 if follow else getattr(os, "O_NOFOLLOW", 0)), dir_fd=folder)
    try:
        status = os.fstat(handle)
        if not any(is_kind(status.st_mode) for is_kind in kinds):
            raise Refused(_NOT_A_FILE, path=path)
        _refuse_file(path, status, private=private)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _refuse_file(path: str, status: os.stat_result, *, private: bool) -> None:
    if not hasattr(os, "getuid"):
        return
    if status.st_uid not in (0, os.getuid()):
        raise Refused(mark("{path} belongs to another user, so it is not used"), path=path)
    if private and status.st_mode & 0o077:
        raise Refused(
            mark("Others can read {path}, so it is not used. To fix it: chmod 600 {word}"),
            path=path,
            word=shell_word(path),
        )
    if _others_can_write(status):
        raise Refused(
            mark("Others can change {path}, so it is not used. To fix it: chmod go-w {word}"),
            path=path,
            word=shell_word(path),
        )


def _refuse_folder(path: str, folder: str, status: os.stat_result) -> None:
    if status.st_uid not in (0, os.getuid()):
        raise Refused(mark("{folder} belongs to another user, so {path} is not used"), path=path, folder=folder)
    if _others_can_write(status) and not status.st_mode & stat.S_ISVTX:
        raise _writable_folder(path, folder)


def _others_can_write(status: os.stat_result) -> bool:
    others = stat.S_IWOTH if status.st_gid == ADMINISTRATORS else stat.S_IWOTH | stat.S_IWGRP
    return bool(status.st_mode & others)


def _stays_in_sticky_folder(status: os.stat_result) -> bool:
    return status.st_uid in (0, os.getuid()) and (stat.S_ISDIR(status.st_mode) or status.st_nlink == 1)


def _writable_folder(path: str, folder: str) -> Refused:
    reason = mark("Others can write in {folder}, so {path} is not used. To fix it: chmod go-w {word}")
    return Refused(reason, path=path, folder=folder, word=shell_word(folder))


def _names(path: str) -> list[str]:
    """Return the names in *path*, the last first, as they are taken off."""
    return [name for name in reversed(path.split("/")) if name not in ("", ".")]
