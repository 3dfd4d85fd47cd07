"""The hooks: which there are, in which folder the person keeps them, and whether any is wanted.

A hook is a program in the person's own configuration folder, and off as long as it is not there. None is ever named in
a database or a setting: a database that came from elsewhere must never bring a program along. Whether a program may
run, and running it, is `runner`'s work, and what it is told that of the modules of the table. This is asked after
every change, so nothing that is slow to import is imported here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from kpitui.core.errors import mark
from kpitui.core.record import Record
from kpitui.files.folders import config_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.services.workspace import Workspace


class Hook(Record):
    """One hook."""

    name: str
    """Of its file."""
    title: str
    """When it runs, untranslated."""
    module: str
    """Holds what it is told: ``after`` and ``before`` a step, the ``document`` of both, and an ``example``."""


HOOKS: dict[str, Hook] = {
    hook.name: hook
    for hook in (
        Hook("on-log", mark("after numbers were logged, corrected or deleted"), "kpitui.extras.hooks.on_log"),
        Hook("on-signal", mark("after a change that made a number stand out"), "kpitui.extras.hooks.on_signal"),
    )
}


def hooks_folder(environ: Mapping[str, str]) -> str:
    """Return the folder in which the person keeps hooks: within the configuration folder."""
    return os.path.join(config_folder(environ), "hooks")


def are_off(environ: Mapping[str, str]) -> bool:
    """Tell whether hooks are turned off: by ``$KPITUI_HOOKS``, or on a system where files have no owners."""
    return environ.get("KPITUI_HOOKS", "") not in ("", "yes", "1") or not hasattr(os, "getuid")


def are_wanted(environ: Mapping[str, str]) -> bool:
    """Tell whether there may be a hook to run; one look at the disk."""
    return not are_off(environ) and os.path.isdir(hooks_folder(environ))


def after_command(
    workspace: Workspace,
    environ: Mapping[str, str],
    begin: Callable[[], None],
    tell: Callable[[str], None],
    patience: float | None = None,
) -> None:
    """Run the hooks for what a command changed; *begin* is called before the first, *tell* with what goes wrong.

    Each may take *patience* seconds, where that is said, instead of as long as a hook may take.
    """
    if not are_wanted(environ):
        return
    from kpitui.extras.hooks.runner import run_next
    from kpitui.extras.hooks.wording import sentence
    from kpitui.files.programs import PATIENCE

    begin()
    shown: set[str] = set()
    while workspace.steps:
        wrong = run_next(workspace, workspace.steps, PATIENCE if patience is None else patience)
        messages = dict.fromkeys(map(sentence, wrong))
        for message in messages:
            if message not in shown:
                tell(message)
        shown.update(messages)
