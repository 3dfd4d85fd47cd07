"""The programs of hooks: which are there, and why one of them may not run.

Only what nobody but the person can have written is run, by the rule of `kpitui.files.trust`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.files.trust import trusted_program
from kpitui.services.hooks import HOOKS, Hook, hooks_folder


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
    files = []
    for hook in HOOKS.values():
        path = folder / hook.name
        there = os.path.lexists(path)
        files.append(HookFile(hook, path, there, _refusal(str(path)) if there else None))
    return files


def _refusal(path: str) -> KpituiError | None:
    try:
        with trusted_program(path):
            return None
    except KpituiError as error:
        return error
    except OSError as error:
        reason = error.strerror or str(error)
        return Refused(mark("The hook {path} was not run: {reason}"), path=path, reason=reason)
