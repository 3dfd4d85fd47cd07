"""Opening what a person named, whatever is there: a file, or a stream that is read once to its end, and nothing else.

A stream is a pipe of the shell (``<(...)``), a FIFO, or standard input. It is kept in a file without a name, so that it
can be read as often as a file can, and is gone however this process ends. A stream that nobody writes to, that falls
silent or does not end is refused; so is a device, which has no end and does something when it is opened.
"""

from __future__ import annotations

import os
import select
import stat
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from kpitui.core.errors import Refused, mark
from kpitui.core.system_reasons import system_reason

LARGEST_STREAM = 1 << 30
"""Bytes of a stream that are kept; a file may be larger."""

BLOCK = 1 << 18
"""Bytes that are read at once."""

_NO_FILE = mark("{value} is not an ordinary file")


class Waiting(NamedTuple):
    """How long a stream is waited for, in seconds."""

    writer: float = 10.0
    """Until somebody begins to write to it."""
    silence: float = 300.0
    """Between two pieces of it."""


WAITING = Waiting()


class Opened(NamedTuple):
    """What a person named, open to be read from its beginning."""

    file: IO[bytes]
    is_stream: bool
    """Whether it was read from a stream, so that its path leads nowhere any more."""


def opened(path: str, waiting: Waiting = WAITING) -> Opened:
    """Return what is at *path*; the caller closes its file.

    Raises Refused for a folder, a device, a stream that does not end, and what cannot be read.
    """
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise Refused(mark("{value} is a folder. Name a file in it"), field="file", value=path)
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            raise Refused(mark("{value} is a device. Name a file"), field="file", value=path)
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise Refused(_NO_FILE, field="file", value=path)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | _BINARY)
        try:
            return _looked_at(handle, path, waiting)
        except BaseException:
            os.close(handle)
            raise
    except (OSError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise _unreadable(path, error) from error


_BINARY = getattr(os, "O_BINARY", 0)


def _looked_at(handle: int, path: str, waiting: Waiting) -> Opened:
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return Opened(os.fdopen(handle, "rb", buffering=0), is_stream=False)
    if not stat.S_ISFIFO(mode):
        raise Refused(_NO_FILE, field="file", value=path)
    stream = kept_stream(read_stream(handle, path, waiting), path)
    os.close(handle)
    return Opened(stream, is_stream=True)


def read_stream(handle: int, path: str, waiting: Waiting = WAITING) -> Iterator[bytes]:
    """Yield what comes through the pipe *handle*, opened without blocking, until its last writer closes it."""
    begun = False
    while True:
        try:
            block = os.read(handle, BLOCK)
        except BlockingIOError:
            if not select.select([handle], [], [], waiting.silence)[0]:
                reason = mark("Nothing more is coming in from {value}")
                raise Refused(reason, field="file", value=path) from None
            begun = True
            continue
        if block:
            begun = True
            yield block
        elif begun:
            return
        else:
            # Nobody has it open for writing, or not yet: a pipe of the shell is at its end then, a FIFO may begin.
            begun = True
            if _has_name(path) and not select.select([handle], [], [], waiting.writer)[0]:
                raise Refused(mark("No program is writing to {value}"), field="file", value=path)


def content_of(handle: int, path: str, largest: int) -> bytes:
    """Return all that the open file or FIFO *handle* gives; raise Refused when that is more than *largest* bytes."""
    if stat.S_ISFIFO(os.fstat(handle).st_mode):
        blocks = read_stream(handle, path)
    else:
        blocks = read_blocks(lambda size: os.read(handle, size))
    data = bytearray()
    for block in blocks:
        data += block
        if len(data) > largest:
            raise too_large(path, largest)
    return bytes(data)


def kept_stream(blocks: Iterator[bytes], path: str, largest: int = LARGEST_STREAM) -> IO[bytes]:
    """Return *blocks* as a file without a name, at its beginning; raise Refused when they are too many."""
    stream = TemporaryFile(buffering=0)  # noqa: SIM115  the caller closes it
    try:
        size = 0
        for block in blocks:
            size += len(block)
            if size > largest:
                raise too_large(path, largest)
            stream.write(block)
        stream.seek(0)
    except BaseException:
        stream.close()
        raise
    return stream


def read_blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield what *read* gives, such as the read of a standard input, until there is no more."""
    return iter(lambda: read(BLOCK), b"")


def read_to_end(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what the buffered *stream* of standard input gives, to its end: at a terminal one Ctrl+D is the end.

    Raises Refused when it cannot be read.
    """
    block = b"!" * BLOCK
    while len(block) == BLOCK:
        try:
            block = stream.read(BLOCK) or b""
        except OSError as error:
            raise input_unreadable(error) from error
        yield block


def input_unreadable(error: OSError) -> Refused:
    """Return the refusal of a standard input that cannot be read, as one that was opened to be written."""
    reason = mark("Standard input can't be read: {reason}")
    return Refused(reason, field="file", reason=system_reason(error))


def too_large(path: str, largest: int) -> Refused:
    """Return the refusal of what has more than *largest* bytes."""
    reason = mark("{value} is too large: more than {limit} MB")
    return Refused(reason, field="file", value=path, limit=largest >> 20)


def _has_name(path: str) -> bool:
    """Tell whether a FIFO is a name on a disk, and not a pipe that the shell has put under /dev/fd."""
    return not os.path.realpath(path).startswith(("/proc/", "/dev/"))


def _unreadable(path: str, error: OSError | ValueError) -> Refused:
    reason = system_reason(error)
    return Refused(mark("{value} can't be read: {reason}"), field="file", value=path, reason=reason)
