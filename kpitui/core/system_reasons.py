"""Why the system or SQLite refused something, in words that are translated; what has none here in its own words."""

from __future__ import annotations

import errno

from kpitui.core.errors import mark

MISSING = mark("no such file or folder")
FORBIDDEN = mark("you have no permission")
FULL = mark("the disk is full")
READ_ONLY = mark("the disk can only be read")
FAULT = mark("the disk or device has a fault")
IN_USE = mark("another program is using it")
NO_CONNECTION = mark("no connection")
CUT_OFF = mark("the connection was cut off")
TOO_MANY_FILES = mark("too many files are open")

REASONS = {
    "ENOENT": MISSING,
    "EACCES": FORBIDDEN,
    "EPERM": FORBIDDEN,
    "EISDIR": mark("it is a folder"),
    "ENOTDIR": mark("a part of the path is not a folder"),
    "EEXIST": mark("it already exists"),
    "ELOOP": mark("the path goes through a link, which is not followed"),
    "ENAMETOOLONG": mark("the name is too long"),
    "ENOSPC": FULL,
    "EDQUOT": mark("your share of the disk is full"),
    "EFBIG": mark("the file would be too large"),
    "EROFS": READ_ONLY,
    "EIO": FAULT,
    "EMFILE": TOO_MANY_FILES,
    "ENFILE": TOO_MANY_FILES,
    "EBUSY": IN_USE,
    "ETXTBSY": IN_USE,
    "EADDRINUSE": IN_USE,
    "EBADF": mark("it is not open"),
    "ENOEXEC": mark("this computer can't run such a program"),
    "ECONNREFUSED": mark("nothing answers there"),
    "ENETDOWN": NO_CONNECTION,
    "ENETUNREACH": NO_CONNECTION,
    "EHOSTUNREACH": NO_CONNECTION,
    "ECONNRESET": CUT_OFF,
    "ECONNABORTED": CUT_OFF,
    "EPIPE": CUT_OFF,
}
"""By the name of an error number, for a system may lack some of them."""

SQLITE_REASONS = {
    "file is not a database": mark("the file holds no database"),
    "database disk image is malformed": mark("what is in it is damaged"),
    "disk I/O error": FAULT,
    "unable to open database file": mark("the file can't be opened"),
    "attempt to write a readonly database": mark("the file can only be read"),
    "database or disk is full": FULL,
    "embedded null byte": mark("a file can't have that name"),
}
"""By what SQLite says, and Python of a path."""


def system_reason(error: object) -> str:
    """Return why *error* came, as a marked message where there is one, else in its own words; its name for none."""
    number = getattr(error, "errno", None)
    if type(error).__name__ == "gaierror":  # its numbers are others
        return mark("its address can't be found")
    if isinstance(number, int) and (words := REASONS.get(errno.errorcode.get(number, ""))):
        return words
    text = str(getattr(error, "strerror", None) or error)
    return SQLITE_REASONS.get(text, text[:200]) or type(error).__name__
