"""The line below a list that tells in full what the list had to cut; it takes no room when nothing is cut.

What is cut is known to the list (`Lines.Shortened`); a page with a list only has to hold one of these.
"""

from __future__ import annotations

from kpitui.tui.widgets.plain import Plain


class WholeLine(Plain):
    """The cut texts of the line under the cursor."""

    DEFAULT_CSS = """
    WholeLine { height: auto; max-height: 6; padding: 0 1; display: none; }
    """

    def tell(self, text: str) -> None:
        """Show *text*, or nothing when it is empty."""
        self.update(text)
        self.display = bool(text)
