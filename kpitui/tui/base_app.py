"""What pages, dialogs and parts of the app may ask of it; and where what goes wrong in it becomes a sentence.

A refusal is shown and the app goes on, a mistake ends it.

Textual ends the app with a traceback when the handler of a message raises, or what lays out a screen. An action can be
guarded by `run_action`, a handler only where messages are handed out, laying out only where mistakes end the app:
`_dispatch_message` and `_handle_exception` are the private methods that are overridden for it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from kpitui.core.errors import KpituiError, lacks_files, lacks_memory
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import glued
from kpitui.wording.errors import mistake, sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from textual.message import Message
    from textual.signal import Signal

    from kpitui.services.settings import KeyChoices
    from kpitui.services.workspace import Workspace
    from kpitui.tui.work import Background


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


class BaseApp(RefusalGuard, App[None]):
    """What a page sees of the app: the database that is open, what is in force, and short messages."""

    workspace: Workspace
    clock: Callable[[], datetime]
    background: Background
    changed: Signal[object]
    """Published when the data changed."""
    private: bool
    """Whether the figures are hidden, for a screen that others see too."""
    stored_keys: KeyChoices
    """The keys that were moved, as they are stored."""
    moved: KeyChoices
    """Those of them that are in force."""

    visited: set[str]
    """The names of the classes of the pages that were opened."""
    typed_is_kept = False
    """Whether the app ends and what was being typed is kept, so that no page keeps it once more."""
    offers_sample = False
    """Whether the sample business can be opened from an empty Today."""
    wants_sample = False
    """Whether it was asked for, so that it is opened once this app is left."""

    @property
    def ascii(self) -> bool:
        """Whether only plain ASCII may be drawn."""
        return self.workspace.ascii

    def action_open(self, name: str) -> None:
        """Open the page called *name*, once."""
        raise NotImplementedError

    def publish_change(self) -> None:
        """Tell every page that the data changed, at once, after this app itself wrote something."""
        raise NotImplementedError

    def look_back(self, day: date | None, *, as_known: bool = False) -> None:
        """Show every page as of *day*, by what was known then with *as_known*; as of today again when it is None."""
        raise NotImplementedError

    def watch_database(self) -> bool:
        """Reload the pages where another program wrote meanwhile, in their turn; return whether one did."""
        raise NotImplementedError

    def ignore_own_write(self) -> None:
        """Take note that this app wrote something that no page shows, so that none is loaded again for it."""
        raise NotImplementedError

    def undo(self) -> str:
        """Take back the last change, whatever it was, and return what that was as a sentence."""
        raise NotImplementedError

    def redo(self) -> str:
        """Do again what was undone last, and return what that was as a sentence."""
        raise NotImplementedError

    def report(self, error: KpituiError) -> None:
        """Show a refusal as a sentence, with nothing in it taken for markup, unless it is there to be read already."""
        text = sentence(error)
        if all(shown.message != glued(text) for shown in self._notifications):
            self.notify(text, severity="error", markup=False, timeout=8)

    def notify(self, message: str, **options: Any) -> None:
        """Show a short message whose lines end within no amount and no date."""
        super().notify(glued(message), **options)

    def _refresh_notifications(self) -> None:
        """Show the short messages over the keys at the left of the last line, up to those at its right end.

        What is longer goes up from there.
        """
        from textual.widgets._toast import ToastRack

        from kpitui.tui.widgets.key_bar import KeyBar

        if self.screen_stack:
            for bar in self.screen.query(KeyBar):
                for rack in self.screen.query(ToastRack):
                    rack.styles.width = bar.left_width or None
        super()._refresh_notifications()

    def inform(self, text: str) -> None:
        """Show a short message, with nothing in it taken for markup, in place of the one before it."""
        for shown in [shown for shown in self._notifications if shown.severity == "information"]:
            self._unnotify(shown, refresh=False)
        self.notify(harmless(text), markup=False, timeout=4)

    def warn_longer(self, text: str) -> None:
        """Show a message that takes more than a glance, with nothing in it taken for markup."""
        self.notify(harmless(text, 600), severity="warning", markup=False, timeout=15)

    def inform_once(self, text: str) -> None:
        """Show a short message unless it is there to be read already."""
        if all(shown.message != glued(harmless(text)) for shown in self._notifications):
            self.inform(text)

    def _handle_exception(self, error: Exception) -> None:
        """Show a refusal met while a screen was laid out, which then stays empty; everything else is a mistake."""
        if isinstance(error, KpituiError):
            self.report(error)
        elif wants_traceback() or not hasattr(error, "__rich__"):
            super()._handle_exception(error)
        else:  # Textual would show a page of its own about its styles
            self._return_code = 1
            if self._exception is None:
                self._exception = error
                self._exception_event.set()
            self._fatal_error()

    def _fatal_error(self) -> None:
        """End the app after a mistake of its own: with one sentence, and a traceback only when that is asked for."""
        if self._exception is None or wants_traceback():
            super()._fatal_error()
        else:
            self._close_messages_no_wait()

    def tell_mistake(self, tell: Callable[[str], object]) -> None:
        """Tell, once the terminal is the shell's, which mistake ended the app, if one did."""
        if self._exception is not None and not wants_traceback():
            tell(self.sentence_of(self._exception))

    def sentence_of(self, error: Exception) -> str:
        """Return what is said of an *error* that nobody foresaw: that the database is damaged, or that it is ours."""
        if lacks_memory(error) or lacks_files(error):
            return mistake(error)
        from kpitui.services.health import damage_behind

        damage = damage_behind(self.workspace.path)
        return sentence(damage) if damage else mistake(error)


def wants_traceback() -> bool:
    """Return whether whoever started the program wants to see where it went wrong."""
    return bool(os.environ.get("KPITUI_TRACEBACK"))
