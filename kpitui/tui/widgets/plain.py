"""Text on a page exactly as it is: nothing in it is markup, and no control character in it reaches the terminal."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static

from kpitui.i18n.harmless import harmless

LONGEST_LINE = 2000


class Plain(Static):
    """One or more lines of text."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(harmless_lines(text), id=id, classes=classes, markup=False)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text, or content that was put together here, with styles of our own."""
        shown = content if isinstance(content, Content) else harmless_lines(str(content))
        super().update(shown, layout=layout)


def harmless_lines(text: str) -> str:
    """Return *text* with every line made harmless, the ends of lines kept."""
    return "\n".join(harmless(line, LONGEST_LINE) for line in text.split("\n"))
