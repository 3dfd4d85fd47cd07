"""The programs of hooks: which are there, and why one of them may not run.

Only what nobody but the person can have written is run: the file, and the folders that it could be exchanged in.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.services.hooks import HOOKS, Hook, hooks_folder

OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class HookFile(NamedTuple):
    """The program of one hook."""

    hook: Hook
    path: Path
    there: bool
    refusal: KpituiError | None
    """Why it is not run although it is there."""


def hook_files(environ: Mapping[str, str]) -> list[HookFile]:
    """Return every hook with its program, in the order of the table."""
    folder = Path(hooks_folder(environ))
    found = []
    for hook in HOOKS.values():
        path = folder / hook.name
        there = os.path.lexists(path)
        found.append(HookFile(hook, path, there, next(_refusals(path), None) if there else None))
    return found


def _refusals(path: Path) -> Iterator[KpituiError]:
    """Yield why the program at *path* may not run: somebody else could have written it, or it cannot run at all."""
    try:
        real = path.resolve(strict=True)
        found = real.stat()
    except OSError as error:
        reason = error.strerror or str(error)
        yield Refused(mark("The hook {path} was not run: {reason}"), path=str(path), reason=reason)
        return
    except RuntimeError:  # links in a circle, as older Pythons say it
        yield Refused(mark("The hook {path} was not run: it is not a file"), path=str(path))
        return
    if not stat.S_ISREG(found.st_mode):
        yield Refused(mark("The hook {path} was not run: it is not a file"), path=str(path))
    if found.st_uid != os.getuid():
        yield Refused(mark("The hook {path} was not run: it belongs to another user"), path=str(path))
    if found.st_mode & OTHERS_MAY_WRITE:
        yield Refused(mark("The hook {path} was not run: others can write it; chmod go-w {path}"), path=str(path))
    for folder in dict.fromkeys((path.parent, real.parent)):
        its = folder.stat()
        if its.st_mode & OTHERS_MAY_WRITE or its.st_uid not in (0, os.getuid()):
            said = mark("The hook {path} was not run: others can write in {folder}; chmod go-w {folder}")
            yield Refused(said, path=str(path), folder=str(folder))
    if not os.access(real, os.X_OK):
        yield Refused(mark("The hook {path} was not run: it cannot be executed; chmod u+x {path}"), path=str(path))
