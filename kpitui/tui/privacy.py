"""Privacy: figures are hidden on every page and axis, while names, signs and what is being typed stay.

A figure is hidden where it is written, by the style of numbers that every page and the background get from the
settings, so that no page has to think of it. Fields of forms hold what is to be changed, and show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpitui.services.workspace import Workspace
    from kpitui.tui.base_app import BaseApp

SIGNS = ("•••", "***")
"""What stands in the place of a figure, and where only ASCII can be shown."""


def opens_private(workspace: Workspace) -> bool:
    """Tell whether the app begins with its figures hidden: by ``$KPITUI_PRIVATE``, else by the setting."""
    chosen = workspace.environ.get("KPITUI_PRIVATE", "")
    return chosen not in ("", "0", "no") or (not chosen and workspace.settings.text("private") == "yes")


def hide_figures(app: BaseApp) -> None:
    """Hide the figures, or show them, as the app wants it now; the background does the same at its next work."""
    sign = SIGNS[app.ascii] if app.private else ""
    app.workspace.hide(sign)
    app.background.hidden = sign
