"""`kpitui` without a command: opens Today. Everything about the app is `kpitui.tui`'s work."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from kpitui.cli.console import UsageError
from kpitui.core.errors import Refused, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.cli.console import Console


HOOK_SECONDS = 2.0
"""How long each hook may still take where a signal ended the app."""

FILES = 16
"""How many files more than the database the app has open: pipes, sockets, its other looks at the database."""

GARBAGE = (5_000, 10, 10)
"""After how many new objects the youngest are looked through for garbage, and after how many such looks those that
were there already."""

LOST = 1
"""The exit status of an app that a person left and that could not keep what was being typed."""


def parse_words(words: Sequence[str]) -> None:
    """Take no words; raise UsageError when there are any."""
    if words:
        raise UsageError(mark("Type nothing after kpitui app. See kpitui --help"))


def run(_words: None, console: Console) -> int:
    """Open the app and stay in it until it is left; raise Refused when there is no terminal to open it on.

    The exit status is 0 when a person left it, 1 after a mistake or where what was being typed could not be kept, and
    that of a shell after a signal or a hang-up.
    """
    from kpitui.files.descriptors import require_descriptors
    from kpitui.tui.prepaint import opening
    from kpitui.tui.terminal import WEB_DRIVER
    from kpitui.tui.terminal.prepaint import forget_stale_size

    served = console.environ.get("TEXTUAL_DRIVER") == WEB_DRIVER
    if not (served or (sys.stdin.isatty() and console.output.isatty())):
        raise Refused(mark("The app needs a terminal. Commands work without one: kpitui --help"))
    if not served:
        forget_stale_size(os.environ)
    workspace = console.workspace(create=True)
    require_descriptors(FILES)
    with opening(workspace, console.tell) as (early, prepaint):
        from kpitui.tui.app import KpituiApp

        # What was imported stays as long as the app does, and need not be looked through again and again; nor what
        # it has worked out and laid out since: looking through all of that would hold up the letter it falls on.
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        gc.enable()
        app = KpituiApp(workspace, clock=console.now, auto_backup=not console.throwaway, prepaint=prepaint)
        app.offers_sample = not served and not console.throwaway
        app.is_throwaway = console.throwaway
        status = app.run_watched(early, mouse=workspace.settings.text("mouse") == "yes")
    status = status or early.status or (LOST if app.lost else 0)
    app.tell_signal(console.tell, status)
    app.tell_mistake(console.tell)
    app.tell_lost(console.tell)
    if app.ending_signal:
        console.hook_patience = HOOK_SECONDS
    for message in app.hook_runner.finish(console.hook_patience, console.tell):
        console.tell(message)
    if app.wants_sample:
        from kpitui.cli.demo import open_sample

        return open_sample(console) or run(None, console)
    return status
