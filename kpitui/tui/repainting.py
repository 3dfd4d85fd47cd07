"""Painting the whole screen anew when something else wrote over it; which driver paints it is `app`'s choice."""

from __future__ import annotations

from textual.app import App


class Repaints(App[None]):
    """An app whose screen can be painted anew with any driver."""

    def action_repaint(self) -> None:
        """Paint the whole screen anew, after noise on the line or a stray message from another program."""
        repaint = getattr(self._driver, "repaint", None)
        if repaint is not None:
            repaint()
        else:
            self.refresh(layout=True)
