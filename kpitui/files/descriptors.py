"""How many files this process may still open, and standard streams that are closed."""

from __future__ import annotations

import errno
import io
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

_PLACES: list[object] = []
"""What stands at the number of a closed standard stream, so that no database is opened there and written over."""


class ClosedStream(io.TextIOBase):
    """Standard output where it is closed: it takes nothing."""

    encoding = "utf-8"

    def write(self, text: str, /) -> int:
        """Raise OSError, as the system does."""
        if not text:
            return 0
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def closed_stream(name: str) -> IO[str]:
    """Return what stands for the standard stream called *name*, which is closed: "stdin", "stdout" or "stderr".

    Nothing is read from it. What is written to standard output is refused, by its number and its path as well; what is
    told on standard error is dropped.
    """
    if name == "stdin":
        return open(os.devnull)
    try:
        from socket import AF_UNIX, socket

        _PLACES.append(socket(AF_UNIX))  # nothing can be written to it, nor can it be opened
    except (ImportError, OSError):
        _PLACES.append(open(os.devnull))  # noqa: SIM115  it is to stay open
    return ClosedStream() if name == "stdout" else open(os.devnull, "w")  # type: ignore[return-value]


def require_descriptors(count: int) -> None:
    """Raise OSError (EMFILE) unless this process may open *count* files more."""
    handles: list[int] = []
    try:
        while len(handles) < count:
            handles.append(os.open(os.devnull, os.O_RDONLY))
    finally:
        for handle in handles:
            os.close(handle)


def may_open(count: int) -> bool:
    """Return whether this process may open *count* files more."""
    try:
        require_descriptors(count)
    except OSError as error:
        return error.errno not in (errno.EMFILE, errno.ENFILE)
    return True
