"""What the system says is told in words of both languages."""

from __future__ import annotations

import errno
import socket
import sqlite3

from kpitui.core.errors import Refused, mark
from kpitui.core.system_reasons import system_reason
from kpitui.i18n import use
from kpitui.wording.errors import sentence


def test_reasons_in_words_of_the_program() -> None:
    """By its number, by what SQLite says; an unknown one as the system says it, one without words by its name."""
    reasons = {
        "the disk is full": OSError(errno.ENOSPC, "No space left on device"),
        "it is a folder": IsADirectoryError(errno.EISDIR, "Is a directory"),
        "its address can't be found": socket.gaierror(errno.ENOEXEC, "Name or service not known"),
        "the file holds no database": sqlite3.DatabaseError("file is not a database"),
        "Something odd": OSError(99999, "Something odd"),
        "ValueError": ValueError(),
    }
    assert [system_reason(error) for error in reasons.values()] == list(reasons)
    use("nl")
    error = Refused(
        mark("{value} can't be written: {reason}"), value="/dev/full", reason=system_reason(OSError(errno.ENOSPC, ""))
    )
    assert sentence(error) == "/dev/full kan niet worden geschreven: de schijf is vol"
