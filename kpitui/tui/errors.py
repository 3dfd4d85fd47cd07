"""Where what goes wrong in the app becomes a sentence: a refusal is shown and the app goes on, a mistake ends it.

Textual ends the app with a traceback when the handler of a message raises, or what lays out a screen. An action can be
guarded by `run_action`, a handler only where messages are handed out, laying out only where mistakes end the app:
`_dispatch_message` and `_handle_exception` are the private methods that are overridden for it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import App
from textual.message_pump import MessagePump

from kpitui.core.errors import KpituiError
from kpitui.wording.errors import mistake, sentence

if TYPE_CHECKING:
    from textual.message import Message

    from kpitui.services.workspace import Workspace


class RefusalGuard(MessagePump):
    """Mixed into the app and into every screen, in front of Textual's own class."""

    def report(self, error: KpituiError) -> None:
        """Show a refusal."""
        raise NotImplementedError

    async def _dispatch_message(self, message: Message) -> None:
        """Hand out a message; what the database refuses meanwhile is told, and nothing else stops working."""
        try:
            await super()._dispatch_message(message)
        except KpituiError as error:
            self.report(error)


class AppRefusalGuard(RefusalGuard, App[None]):
    """Mixed into the app."""

    workspace: Workspace

    def _handle_exception(self, error: Exception) -> None:
        """Show a refusal met while a screen was laid out, which then stays empty; everything else is a mistake."""
        if isinstance(error, KpituiError):
            self.report(error)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End the app after a mistake of its own: with one sentence, and a traceback only when that is asked for."""
        error = self._exception
        if error is None or wants_traceback():
            super()._fatal_error()
        else:
            self.panic(Text(self.sentence_of(error)))

    def sentence_of(self, error: Exception) -> str:
        """Return what is said of an *error* that nobody foresaw: that the database is damaged, or that it is ours."""
        from kpitui.services.health import damage_behind

        damage = damage_behind(self.workspace.path)
        return sentence(damage) if damage else mistake(error)


def wants_traceback() -> bool:
    """Return whether whoever started the program wants to see where it went wrong."""
    return bool(os.environ.get("KPITUI_TRACEBACK"))
