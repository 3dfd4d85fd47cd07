"""Where what is written goes: one way for exports, reports, calendars and backups, whatever the person named.

A regular file is written beside its place and takes it when it is whole, with the mode and the owner that were there;
what a rename would change (a file with several names, one of another owner) is written over in place, from a copy that
is whole. Links are followed, and a link stays a link. A folder means: in it, under a name with the day. A pipe, a
character device and what the shell handed over (``/dev/stdout``, ``>(...)``) are written to as they are, never read and
never replaced. A database, and what SQLite keeps beside one, is never written over.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.system_reasons import system_reason

DATABASE = b"SQLite format 3\0"
COMPANIONS = ("-wal", "-shm", "-journal")
"""What the names of the files end in that SQLite keeps beside a database."""

READER_SECONDS = 10.0
"""How long somebody is waited for who reads from a FIFO."""
LOOK_SECONDS = 0.05
MOST_LINKS = 40

PARTIAL = re.compile(r"^\..+\.kpitui-(\d+)\.partial(-journal|-wal|-shm)?$")
"""What every file is called that is written beside its place, with the process that writes it."""
ELSEWHERE = "kpitui writes here:\n"
"""What a note beside the database begins with that names a file which is written somewhere else."""

_BINARY = getattr(os, "O_BINARY", 0)


class OutputTarget(NamedTuple):
    """What a person named, followed to where it leads."""

    path: str
    """Without links."""
    there: os.stat_result | None = None
    """What is there; None for nothing."""
    descriptor: int | None = None
    """The open file of this process that it means, such as 1 for standard output."""

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file, or nothing yet."""
        return self.descriptor is None and (self.there is None or stat.S_ISREG(self.there.st_mode))


def output_target(named: str, inside: str) -> OutputTarget:
    """Return where *named* leads; in a folder to a file called *inside*, or so and a number where that is taken.

    Nothing is opened. Raises Refused for what cannot be written to: a socket, a disk, links without end, what SQLite
    would take for a part of the file beside it, somebody else's file or link in a folder in which everybody can write;
    OSError when it cannot be reached.
    """
    with suppress(FileNotFoundError):
        os.stat(named)  # a link that the system does not follow is not followed here either
    path, descriptor = _followed(named)
    if descriptor is not None:
        return OutputTarget(named, os.fstat(descriptor), descriptor)
    _refuse_companion(named, path)
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        if named.endswith(("/", os.sep)):
            raise NotADirectoryError(errno.ENOENT, os.strerror(errno.ENOENT)) from None
        return OutputTarget(path)
    if stat.S_ISDIR(there.st_mode):
        return OutputTarget(_free(path, inside))
    if stat.S_ISSOCK(there.st_mode) or stat.S_ISBLK(there.st_mode):
        kind = mark("socket") if stat.S_ISSOCK(there.st_mode) else mark("disk")
        raise Refused(mark("{value} is a {kind}. Name a file"), field="output", value=named, kind=kind)
    _refuse_stranger(named, path, there)
    return OutputTarget(path, there)


def write_text(
    named: str, parts: Iterable[str], *, inside: str, database: str | None = None, streams: bool = True
) -> str:
    """Write *parts* in UTF-8 to what *named* leads to and return its path; see `output_target` for *inside*.

    *database* is the path of the open one: what is written elsewhere is noted beside it, so that it can be deleted
    should this process be killed. Without *streams* only files and folders will do. Raises Refused, leaving what was
    there as it was, when it cannot be written; BrokenPipeError when whoever reads from the shell's pipe went away.
    """
    try:
        target = output_target(named, inside)
        refuse_database(named, target, database)
        if target.is_file:
            _write_file(target, parts, database)
        elif streams:
            _write_stream(named, target, parts)
        else:
            raise Refused(mark("{value} is not a file or a folder. Name one"), field="output", value=named)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refused(
            mark("{value} can't be written: {reason}"),
            field="output",
            value=named,
            reason=system_reason(error),
        ) from error
    return target.path


def refuse_database(named: str, target: OutputTarget, database: str | None = None) -> None:
    """Refuse to write over a database or what belongs to one; *database* is the path of the one that is open here.

    That one is known by what it is, not by its content: to open and close it would let go of the locks on it.
    """
    ours = [database + end for end in ("", *COMPANIONS)] if database else []
    if any(same_file(path, target.there) for path in ours) or _is_database(target):
        raise Refused(
            mark("{value} is a database, so the export does not overwrite it. Name another file"),
            field="output",
            value=named,
        )


def _refuse_companion(named: str, path: str) -> None:
    """Refuse a file that SQLite would take for the log or the journal of the file beside it, empty or not there yet.

    What is in that file does not matter: a new database is empty, and its log as well.
    """
    for end in COMPANIONS:
        base = path[: -len(end)]
        if path.lower().endswith(end) and os.path.isfile(base):
            raise Refused(
                mark("SQLite uses a file called {value} beside {path}. Name another file"),
                field="output",
                value=named,
                path=base,
            )


def _is_database(target: OutputTarget) -> bool:
    if target.there is None or not stat.S_ISREG(target.there.st_mode):
        return False
    if target.descriptor is not None:
        with suppress(OSError):  # it may be open for writing only
            return os.pread(target.descriptor, len(DATABASE), 0) == DATABASE
        return False
    return head_of(target.path, len(DATABASE)) == DATABASE


def same_file(path: str, there: os.stat_result | None) -> bool:
    """Return whether *path* is the very file that was found *there*."""
    try:
        return there is not None and os.path.samestat(os.stat(path), there)
    except OSError:
        return False


def head_of(path: str, size: int) -> bytes:
    """Return the first *size* bytes of a regular file."""
    with open(path, "rb") as file:
        return file.read(size)


@contextmanager
def written_beside(target: str, database: str | None = None) -> Iterator[str]:
    """Yield the path of a new private file beside *target*, which is deleted afterwards unless it took its place.

    What a killed process left beside *target* is deleted first. See `write_text` for *database*.
    """
    folder, name = os.path.split(target)
    for left in left_beside(target):
        os.unlink(left)
    partial = os.path.join(folder, f"{_beginning(name)}{os.getpid()}.partial")
    with _noted(partial, database), _deleted_when_ended(partial):
        try:
            handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600)
            try:
                if hasattr(os, "fchmod"):
                    os.fchmod(handle, 0o600)  # whatever the umask
            finally:
                os.close(handle)
            yield partial
        finally:
            for end in ("", *COMPANIONS):
                with suppress(FileNotFoundError):
                    os.unlink(partial + end)


def put_in_place(partial: str, target: OutputTarget, *, keep_links: bool = False) -> None:
    """Let the finished file *partial* become *target*, so that it is there also after a power loss.

    Mode and owner of what was there are kept. With *keep_links* so are the other names that it has: its content is
    written over then, and also where its owner could not be kept otherwise.
    """
    _flush(partial, os.O_RDWR)
    there = target.there
    if there is not None and os.name == "posix":
        if (keep_links and there.st_nlink > 1) or not _given(partial, there):
            _write_over(partial, target.path)
            return
        os.chmod(partial, stat.S_IMODE(there.st_mode) & 0o777)
    os.replace(partial, target.path)
    if os.name == "posix":
        _flush(os.path.dirname(target.path) or ".", os.O_RDONLY)


def put_where_nothing_is(partial: str, path: str) -> bool:
    """Let the finished file *partial* be called *path*, as `put_in_place` does, unless something is; return whether.

    Of several programs that choose the same name at once, one gets it. Where files cannot have two names, that rests
    on a look.
    """
    _flush(partial, os.O_RDWR)
    try:
        os.link(partial, path)
    except FileExistsError:
        return False
    except OSError:
        if os.path.lexists(path):
            return False
        os.replace(partial, path)
    if os.name == "posix":
        _flush(os.path.dirname(path) or ".", os.O_RDONLY)
    return True


def left_beside(target: str) -> list[str]:
    """Return what killed processes left half-written beside *target*: an hour old, ours, and nobody works on it."""
    folder, name = os.path.split(target)
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return []
    return [
        os.path.join(folder, sibling)
        for sibling in names
        if sibling.startswith(_beginning(name))
        and (partial := PARTIAL.match(sibling))
        and is_left(os.path.join(folder, sibling), int(partial[1]))
    ]


def _beginning(name: str) -> str:
    """Return what the name of a file begins with that is to be called *name*, however long that is."""
    return f".{name[:40]}.kpitui-"


HOUR, DAY = 3600.0, 24 * 3600.0
POSIX = hasattr(os, "getuid")
"""Whether files have owners, and a process can be asked whether it is there: elsewhere the question would end it."""


def is_left(path: str, process: int) -> bool:
    """Return whether the file at *path*, which *process* wrote here or on another machine, was left behind.

    It has to be a regular file of ours that nobody has written to for an hour, and for a day where such a process runs.
    """
    try:
        there = os.lstat(path)
    except OSError:
        return False
    ours = stat.S_ISREG(there.st_mode) and (not POSIX or there.st_uid == os.getuid())
    age = time.time() - there.st_mtime
    return ours and age > HOUR and (age > DAY or not process_runs(process))


def process_runs(process: int) -> bool:
    """Return whether a process of this number runs here; True where it cannot be asked."""
    if not POSIX:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


@contextmanager
def _noted(partial: str, database: str | None) -> Iterator[None]:
    """Keep a note of *partial* beside *database* while it is written, where it lies in another folder."""
    if not database or os.path.dirname(partial) == os.path.dirname(database):
        yield
        return
    folder, name = os.path.split(database)
    note = os.path.join(folder, f"{_beginning(f'{name}.elsewhere')}{os.getpid()}.partial")
    try:
        handle = os.open(note, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError:  # where nothing can be written, nothing can be noted
        yield
        return
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(f"{ELSEWHERE}{partial}\n")
        with _deleted_when_ended(note):
            yield
    finally:
        with suppress(FileNotFoundError):
            os.unlink(note)


_unfinished: list[str] = []
"""Files that are being written beside their places, and notes about them."""


@contextmanager
def _deleted_when_ended(path: str) -> Iterator[None]:
    """Delete *path* also where a signal ends the process meanwhile, which it still does.

    Not where somebody handles that signal, nor in another thread than the main one: that is the app, which ends by
    itself. What is killed outright leaves the file, see `store.stale_files`.
    """
    import signal

    _unfinished.append(path)
    ours: list[int] = []
    try:
        with suppress(ValueError):  # only the main thread may
            for name in ENDINGS:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                    signal.signal(number, _end)
                    ours.append(number)
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
        _unfinished.remove(path)


ENDINGS = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGXCPU")


def _end(number: int, _frame: object) -> None:
    import signal

    for path in _unfinished:
        for end in ("", *COMPANIONS):
            with suppress(OSError):
                os.unlink(path + end)
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _write_file(target: OutputTarget, parts: Iterable[str], database: str | None) -> None:
    if target.there is not None and not os.access(os.path.dirname(target.path) or ".", os.W_OK):
        _write_in_place(target.path, parts)
        return
    with written_beside(target.path, database) as partial:
        with open(partial, "w", encoding="utf-8", newline="") as file:
            for part in parts:
                file.write(part)
        put_in_place(partial, target, keep_links=True)


def _write_in_place(path: str, parts: Iterable[str]) -> None:
    """Write to a file in a folder in which no other can be made, once everything to be written is there."""
    from tempfile import TemporaryFile

    with TemporaryFile() as whole:
        for part in parts:
            whole.write(part.encode())
        whole.seek(0)
        _pour(whole, path)


def _write_over(partial: str, path: str) -> None:
    with open(partial, "rb") as whole:
        _pour(whole, path)


def _pour(whole: IO[bytes], path: str) -> None:
    """Give the file at *path* the content of *whole*, once there is room for it."""
    from shutil import copyfileobj

    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "wb") as file:
        before, size = os.fstat(handle).st_size, os.fstat(whole.fileno()).st_size
        if size > before and hasattr(os, "posix_fallocate"):
            try:
                os.posix_fallocate(handle, before, size - before)
            except OSError as error:
                os.ftruncate(handle, before)
                if error.errno == errno.ENOSPC:
                    raise
        copyfileobj(whole, file)
        file.flush()
        os.ftruncate(handle, size)
        os.fsync(handle)


def _given(partial: str, there: os.stat_result) -> bool:
    """Give *partial* the owner and the group of what is *there*; return whether that is so now."""
    mine = os.stat(partial)
    if (mine.st_uid, mine.st_gid) == (there.st_uid, there.st_gid):
        return True
    try:
        os.chown(partial, there.st_uid, there.st_gid)
    except OSError:
        return False
    return True


def _write_stream(named: str, target: OutputTarget, parts: Iterable[str]) -> None:
    handle = os.dup(target.descriptor) if target.descriptor is not None else _opened(named, target.path)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        for part in parts:
            file.write(part)


def _opened(named: str, path: str) -> int:
    """Return the FIFO or device at *path* open to write; a FIFO is read by nobody at first, which is waited for."""
    until = time.monotonic() + READER_SECONDS
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    while True:
        try:
            handle = os.open(path, flags)
            break
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > until:
                reason = mark("No program is reading {value}, so nothing was written")
                raise Refused(reason, field="output", value=named) from None
            time.sleep(LOOK_SECONDS)
    os.set_blocking(handle, True)
    return handle


def _followed(named: str) -> tuple[str, int | None]:
    """Return the path that *named* leads to over all links, or the descriptor of this process that it means."""
    path = os.path.abspath(named)
    for _link in range(MOST_LINKS):
        folder, name = os.path.split(path)
        folder = os.path.realpath(folder)
        path = os.path.join(folder, name)
        if name.isdigit() and re.fullmatch(rf"/proc/{os.getpid()}(/task/\d+)?/fd|/dev/fd", folder):
            return path, int(name)
        if not os.path.islink(path):
            return path, None
        _refuse_stranger(named, path, os.lstat(path))
        path = os.path.join(folder, os.readlink(path))
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _refuse_stranger(named: str, path: str, there: os.stat_result) -> None:
    """Refuse what somebody else put into a folder in which everybody can write, as the system does by itself."""
    if not POSIX:
        return
    folder = os.stat(os.path.dirname(path) or ".")
    everybody = stat.S_ISVTX | stat.S_IWOTH
    device = stat.S_ISCHR(there.st_mode)
    if folder.st_mode & everybody == everybody and there.st_uid not in (os.getuid(), folder.st_uid) and not device:
        raise Refused(
            mark("{value} belongs to another user, in a folder that everybody can write in. Name another file"),
            field="output",
            value=named,
        )


def _free(folder: str, name: str) -> str:
    stem, ending = os.path.splitext(name)
    path, number = os.path.join(folder, name), 1
    while os.path.lexists(path):
        number += 1
        path = os.path.join(folder, f"{stem}~{number}{ending}")
    return path


def _flush(path: str, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
