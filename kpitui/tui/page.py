"""What all pages share: a heading, a body, one line of keys; reloading when data changed; Esc leads back.

A page loads one immutable view with `load`, and paints it in `paint`. It never sees SQL, and its widgets never see
the workspace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen

from kpitui.core.errors import mark
from kpitui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kpitui.services.workspace import Workspace
    from kpitui.tui.app import KpituiApp


class Page(Screen[None]):
    """A full-screen page."""

    AUTO_FOCUS: ClassVar[str | None] = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("back"), id="page.back"),
        Binding("question_mark,f1", "app.open('help')", mark("help"), key_display="?", id="page.help"),
    ]

    @property
    def desk(self) -> KpituiApp:
        """The app this page is part of."""
        return cast("KpituiApp", self.app)

    @property
    def workspace(self) -> Workspace:
        """The open database with its settings and today's date."""
        return self.desk.workspace

    def on_mount(self) -> None:
        """Show the page and keep it true: it is loaded again whenever the database changed."""
        self.desk.changed.subscribe(self, lambda _stamp: self.reload())
        self.reload()

    def on_screen_resume(self) -> None:
        """Load again what may have changed while another page was on top."""
        if self.is_mounted:
            self.reload()

    def reload(self) -> None:
        """Load the view of this page and paint it."""

    def action_back(self) -> None:
        """Return to the page before this one."""
        self.app.pop_screen()

    def refresh_keys(self) -> None:
        """Show the keys that act now in the line at the bottom."""
        for bar in self.query(KeyBar):
            bar.refresh()
