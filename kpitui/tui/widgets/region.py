"""A region of a page: its title, a rule with one figure or key at the right end, and the lines below it.

A region that has nothing to tell is not there, nor is its title.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.tui.widgets.columns import fitted
from kpitui.tui.widgets.plain import Plain


class RegionTitle(Static):
    """The title of a region: a rule with the name of what stands below at its left, one figure or key at its right."""

    DEFAULT_CSS = "RegionTitle { height: 1; padding: 0 1; color: $primary; text-style: bold; }"

    def __init__(self, title: str, end: str = "", *, short: str = "", classes: str | None = None) -> None:
        super().__init__(classes=classes, markup=False)
        self.title, self.end = title, end
        self.short = short
        """What the title is where there is no room for the whole one."""

    def show_title(self, title: str, end: str = "") -> None:
        """Show another title."""
        self.title = title
        self.show_end(end)

    def show_end(self, end: str) -> None:
        """Show another figure or key at the right end."""
        self.end = end
        self.refresh()

    def render(self) -> Content:
        """Rule the line from the title to what stands at its end."""
        width, ascii_only = self.content_size.width, self.app.has_class("-ascii")
        title = self.title if cell_len(self.title) + len(RULE) <= width else self.short or self.title
        return Content(ruled(title, self.end, width, ascii=ascii_only))


RULE = "── "


def ruled(title: str, end: str, width: int, *, ascii: bool = False) -> str:
    """Return the title of a region in *width* cells; *end* falls away where there is no room for both."""
    rule = "-" if ascii else "─"
    start = f"{rule * 2} {harmless(title, 200)} " if title else rule * 2
    close = f" {harmless(end, 80)} {rule * 2}" if end else ""
    room = width - cell_len(start) - cell_len(close)
    if close and room < 1:
        return ruled(title, "", width, ascii=ascii)
    return fitted(start + rule * max(0, room) + close if room >= 0 else start.rstrip(), width, ascii=ascii).rstrip()


class PageRegion(Vertical):
    """Lines with a title above them."""

    DEFAULT_CSS = """
    PageRegion {
        height: auto; display: none; padding: 1 0 0 0;
        & > RegionTitle { padding: 0; }
        & > Plain { height: auto; padding: 0; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the title and the lines below it."""
        yield RegionTitle("")
        yield Plain()

    def tell(self, title: str, lines: Sequence[str], end: str = "") -> None:
        """Show *lines* below *title*, which has *end* at its right; show neither where there are no lines."""
        self.display = bool(lines)
        self.query_one(RegionTitle).show_title(title, end)
        self.query_one(Plain).update("\n".join(lines))


class FirstLines(PageRegion):
    """How a file begins, as far as there is room."""

    def show_file(self, lines: Sequence[str], room: int) -> None:
        """Show at most *room* of the *lines* of a file, none longer than the region."""
        width = max(1, self.app.size.width - 4)
        shown = [fitted(harmless(line, 400), width).rstrip() for line in lines[: max(0, room)]]
        self.tell(_("First lines"), shown)
