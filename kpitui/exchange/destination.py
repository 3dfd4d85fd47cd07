"""Where a written file goes: whole or not at all, readable by its owner alone, and never over a database."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kpitui.core.errors import Refused, mark

DATABASE = b"SQLite format 3\0"


def write_file(path: Path, parts: Iterable[str]) -> None:
    """Write *parts* to *path* in UTF-8, through a file beside it that takes its place when it is whole.

    Raises Refused, leaving *path* as it was, when it is a database, a folder, or cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        refuse_database(path)
        handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            if hasattr(os, "fchmod"):
                os.fchmod(handle, 0o600)  # whatever the umask
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise Refused(
            mark("{value} cannot be written: {reason}"),
            field="output",
            value=str(path),
            reason=error.strerror or str(error),
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def refuse_database(path: Path) -> None:
    """Refuse to write over a database; raises OSError when *path* is there and cannot be read."""
    if not path.exists():
        return
    with path.open("rb") as file:
        if file.read(len(DATABASE)) == DATABASE:
            raise Refused(
                mark("{value} is a database, and an export does not take its place; name another file"),
                field="output",
                value=str(path),
            )
