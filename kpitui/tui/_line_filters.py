"""The last look at every line before it is sent: no control character, and nothing but ASCII where that is asked for.

Widgets make text harmless by themselves; this is for what is shown while it is being typed or pasted, and for what
was forgotten. Charts, signs and frames are drawn in ASCII where that is asked for; this is for what people wrote.
"""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from kpitui.i18n.harmless import DANGEROUS
from kpitui.i18n.wrapping import GLUE, unglued
from kpitui.tui.widgets.columns import as_ascii

DANGER = re.compile(f"(?!\u200d){DANGEROUS}")
"""But for the joiner of signs, which does no harm on a terminal and without which a line gets another width."""


class ControlCharFilter(LineFilter):
    """Applied by Textual to every line before it is sent."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return *segments* with every control character shown as what it is not, in as many cells.

        What kept a figure of a short message whole where lines were broken is a space.
        """
        return [
            segment
            if segment.control or (segment.text.isprintable() and GLUE not in segment.text)
            else Segment(DANGER.sub(_shown, unglued(segment.text)), segment.style)
            for segment in segments
        ]


def _shown(match: re.Match[str]) -> str:
    return "�" * cell_len(match[0])


class AsciiFilter(LineFilter):
    """Applied by Textual to every line before it is sent."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return *segments* with nothing but ASCII in them."""
        return [
            segment if segment.text.isascii() else Segment(as_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]
