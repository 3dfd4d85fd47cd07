"""Today on the terminal before Textual is imported, which the app takes over as it stands.

Where anything stands in the way, nothing is painted, and the app starts as it does without.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext

from kpitui.tui.privacy import SIGNS, opens_private
from kpitui.tui.terminal import bounded_size
from kpitui.tui.terminal.early_signals import early_signals
from kpitui.tui.terminal.prepaint import Prepaint, descriptors, painted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kpitui.services.workspace import Workspace
    from kpitui.tui.terminal.early_signals import EarlySignals


@contextmanager
def opening(workspace: Workspace, tell: Callable[[str], object]) -> Iterator[tuple[EarlySignals, Prepaint | None]]:
    """Paint Today as it opens, give the terminal back at the end, and note the signals that come meanwhile.

    Yields what stands there; None where nothing does, for the app would not find it as it is: with Textual's own
    driver, in a browser, without a terminal. Where the app does not come to take a signal in time, the terminal is
    given back, the signal told and the process ended.
    """
    prepaint: Prepaint | None = None

    def end(status: int) -> None:
        if prepaint is not None:  # also while it is painted, which may not come to its end: nobody need read it
            prepaint.restore_modes()
            prepaint.restore_terminal()
        from kpitui.tui.terminal.shutdown import signal_of, terminal_is_gone
        from kpitui.wording.entries import ended_text

        if not terminal_is_gone():
            tell(ended_text(signal_of(status), is_kept=False))
        os._exit(status)

    with early_signals(end) as early:
        prepaint = _prepaint(workspace)
        with painted(prepaint) if prepaint is not None else nullcontext():
            yield early, prepaint


def _prepaint(workspace: Workspace) -> Prepaint | None:
    environ = workspace.environ
    is_on = workspace.switch("paint-ahead") and sends_changes(workspace)
    if not is_on or environ.get("TERM", "dumb") == "dumb":
        return None
    try:
        from shutil import get_terminal_size

        from kpitui.tui.screens.today.texts import today_lines
        from kpitui.tui.theme import color_depth, sgr, theme_in_force

        if not all(map(os.isatty, descriptors())):
            return None
        if opens_private(workspace):
            workspace.hide(SIGNS[workspace.ascii])
        columns, rows = bounded_size(*get_terminal_size())
        lines = today_lines(workspace, columns, rows)
        theme, depth = theme_in_force(workspace), color_depth(environ)
        styled = [[(text, sgr(theme, style, depth)) for text, style in line] for line in lines]
        return Prepaint(styled, (columns, rows), sgr(theme, "plain", depth)) if lines else None
    except Exception:
        return None  # whatever it was, the app will meet it too, and say so where it can be read


def sends_changes(workspace: Workspace) -> bool:
    """Tell whether only what changed is to be sent: by ``$KPITUI_CHANGES_ONLY`` (yes or no), else by the setting.

    Never where another driver is named, as for a browser.
    """
    return workspace.switch("changes-only") and not workspace.environ.get("TEXTUAL_DRIVER")
