"""A change taken apart as lines of text that fit a width: for the page that tells why, and for the guided review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from kpitui.i18n.harmless import harmless
from kpitui.wording.why import WATERFALL_RIGHT, waterfall_rows

if TYPE_CHECKING:
    from kpitui.services.why import WhyView
    from kpitui.services.workspace import Workspace


def waterfall_lines(view: WhyView, workspace: Workspace, width: int, *, parts_only: bool = False) -> list[str]:
    """Return the waterfall of a change and what explains its bars; with *parts_only* no parts of parts."""
    rows, legend = waterfall_rows(
        view, workspace.settings.numbers, workspace.today, width, cell_len, ascii=workspace.ascii
    )
    if parts_only:
        rows = [row for row in rows if not row[0].startswith(" ")]
    return [*aligned(rows, WATERFALL_RIGHT), *legend]


def aligned(rows: Sequence[Sequence[str]], right: tuple[int, ...] = ()) -> list[str]:
    """Return rows of cells as lines, those numbered in *right* aligned to the right."""
    clean = [[harmless(cell, 400) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*clean, strict=True)]
    return [
        "  ".join(
            " " * (width - cell_len(cell)) + cell if index in right else cell + " " * (width - cell_len(cell))
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in clean
    ]
