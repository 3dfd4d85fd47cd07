"""What extras do by themselves, each named as ``module:name`` as commands are, and imported only then.

An extra that is taken out takes its line here along.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Thread
    from typing import Protocol

    class BesideApp(Protocol):
        """What runs beside the app."""

        thread: Thread | None
        """The thread that it runs in, or ran in last."""

        def look(self) -> list[str]:
            """Begin with what was changed, and return what is to be told."""

        def finish(self, patience: float | None = None, tell: Callable[[str], object] = ...) -> list[str]:
            """Wait for what runs, for *patience* seconds at most, begin nothing else, and return what is to be told.

            *tell* is called when it takes a while.
            """


AFTER_COMMAND = "kpitui.extras.hooks:after_command"
"""Called once the answer of a command that changed something is on the screen."""

BESIDE_APP = "kpitui.extras.hooks.runner:HookRunner"
"""Looks at what was changed in the app once a second, and runs beside it."""

HEALTH = {
    "hooks": "kpitui.extras.hooks.runner:hook_findings",
    "sources": "kpitui.extras.pull.sources_file:source_findings",
}
"""Checks of the doctor."""
