"""Text on a page exactly as it is: nothing in it is markup, and no control character in it reaches the terminal."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual, VisualType
from textual.widgets import Static

from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import GLUE, glued, unglued
from kpitui.wording.dates import full_day_text

LONGEST_LINE = 2000


class Plain(Static):
    """One or more lines of text."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(glued(harmless_lines(text)), id=id, classes=classes, markup=False)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text, or content that was put together here, with styles of our own."""
        if isinstance(content, Content):
            shown: VisualType = Content(glued(content.plain), spans=list(content.spans))
        else:
            shown = glued(harmless_lines(str(content)))
        before = self.visual
        super().update(shown, layout=False)
        if layout and self._takes_other_room(before):
            self.refresh(layout=True)

    def _takes_other_room(self, before: Visual) -> bool:
        """Tell whether the page is to be laid out anew now that another text takes the place of *before*.

        Laying out goes through all widgets of a page; most texts take the room that the one before them had.
        """
        if not self.display or not self.styles.auto_dimensions:
            return False  # it is laid out when it comes into sight, or has the room that it is given
        width = self.content_size.width
        if not width or (self.styles.width is not None and self.styles.width.is_auto):
            return True
        rules = self.styles.get_rules()
        return before.get_height(rules, width) != self.visual.get_height(rules, width)

    def render_line(self, y: int) -> Strip:
        """Paint a line; what kept a figure whole where lines were broken is a space on the screen."""
        strip = super().render_line(y)
        if GLUE not in strip.text:
            return strip
        segments = [Segment(unglued(segment.text), segment.style, segment.control) for segment in strip]
        return Strip(segments, strip.cell_length)


class Heading(Plain):
    """The first line of a page: the way here from Today, as far as there is room for all of it, and its title.

    In the sample business its right end says so, and of which day the figures are.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"heading--trail"}
    DEFAULT_CSS = "Heading .heading--trail { color: $foreground-muted; text-style: not bold; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str = "heading") -> None:
        super().__init__(text, id=id, classes=classes)

    def render_line(self, y: int) -> Strip:
        """Paint a line; the first one with the way here before it and the sample business at its right end."""
        strip = super().render_line(y)
        workspace = getattr(self.app, "workspace", None)
        if y or workspace is None:
            return strip
        strip = self._with_trail(strip, cell_len(_("DEMO")) + 2 if workspace.is_demo else 0)
        if not workspace.is_demo:
            return strip
        joint = " - " if self.app.has_class("-ascii") else " · "
        day = _("as of {day}").format(day=full_day_text(workspace.today))
        room = self.content_size.width - cell_len(strip.text.rstrip()) - 2
        for label in (joint.join((_("DEMO"), day)), _("DEMO")):
            size = cell_len(label)
            if size <= room:
                start = self.content_size.width - size
                style = self.visual_style.rich_style
                return Strip.join([strip.adjust_cell_length(start, style), Strip([Segment(label, style)])])
        return strip

    def _with_trail(self, strip: Strip, taken: int) -> Strip:
        """Return the first line with the pages below this one before it, where all of it leaves *taken* cells free.

        A step that the title begins with by itself is not told twice. The steps of the wizard are no title.
        """
        title, width = strip.text.rstrip(), self.content_size.width
        stack = self.app.screen_stack
        below = stack[: stack.index(self.screen)] if self.screen in stack else []
        steps = [step for step in (getattr(screen, "step_name", "") for screen in below) if step]
        if steps and title.startswith(steps[-1]):
            steps.pop()
        joint = " > " if self.app.has_class("-ascii") else " › "
        trail = "".join(step + joint for step in steps)
        fits = self.content_size.height == 1 and cell_len(trail + title) + taken <= width
        if not trail or not fits or not self.has_class("heading"):
            return strip
        style = self.visual_style.rich_style + self.get_component_rich_style("heading--trail", partial=True)
        return Strip([Segment(trail, style), *strip]).crop(0, width)


def harmless_lines(text: str) -> str:
    """Return *text* with every line made harmless, the ends of lines kept."""
    return "\n".join(harmless(line, LONGEST_LINE) for line in text.split("\n"))
