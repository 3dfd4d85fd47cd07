"""What pages and dialogs share: the app they are part of, and the database that is open on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from kpitui.services.workspace import Workspace
    from kpitui.tui.app import KpituiApp


class AtDesk(Screen[None]):
    """A screen of KPITUI."""

    @property
    def desk(self) -> KpituiApp:
        """The app this is part of."""
        return cast("KpituiApp", self.app)

    @property
    def workspace(self) -> Workspace:
        """The open database with its settings and today's date."""
        return self.desk.workspace
