"""What is typed into cells of Today over time: texts of last time that wait, and what a cell held before typing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpitui.core.model import Draft, Kpi
from kpitui.services.drafts import drafts_of, drop_draft

if TYPE_CHECKING:
    from kpitui.services.workspace import Workspace
    from kpitui.tui.work.retry import PendingWrites

Cell = tuple[str, str]
"""The key of a KPI and an ISO day."""

CELL_DRAFT = "cell"
"""What a figure is kept under that was being typed when the app was left."""


def cell_of(kpi: Kpi, day: date) -> Cell:
    """Return the cell of a KPI on a day."""
    return kpi.key, day.isoformat()


class LeftTexts:
    """What was being typed when the app was left, by its cell, until it is saved or thrown away there."""

    def __init__(self, workspace: Workspace, pending_writes: PendingWrites) -> None:
        self._workspace = workspace
        self._pending_writes = pending_writes
        self._drafts: dict[Cell, Draft] = {}
        self.resumed: Cell | None = None
        """The cell in which such a text stands now."""

    def load(self) -> dict[Cell, str]:
        """Read the texts there are, and return them."""
        for draft in drafts_of(self._workspace, CELL_DRAFT):
            self._drafts.setdefault((draft.fields.get("kpi", ""), draft.fields.get("day", "")), draft)
        return {cell: draft.fields.get("text", "") for cell, draft in self._drafts.items()}

    def text(self, cell: Cell) -> str | None:
        """Return what waits in *cell*; None for nothing."""
        draft = self._drafts.get(cell)
        return None if draft is None else draft.fields.get("text", "")

    def draft_id(self, cell: Cell) -> int | None:
        """Return the number of the draft of *cell*, None when there is none."""
        draft = self._drafts.get(cell)
        return None if draft is None else draft.id

    def let_go(self, cell: Cell) -> None:
        """Forget what waits in *cell*: it was saved, or thrown away."""
        self.resumed = None
        draft = self._drafts.pop(cell, None)
        if draft is not None:
            self._pending_writes.write_when_free(f"left cell {draft.id}", lambda: drop_draft(self._workspace, draft.id))


class TypedOver:
    """What the cell that is typed into held when that was begun: another program may put something else there."""

    def __init__(self) -> None:
        self._begun: tuple[Cell, float | None] | None = None
        self._agreed: tuple[Cell, float] | None = None
        """What was put into a cell meanwhile, once the person was asked about it."""

    def begin(self, cell: Cell, value: float | None) -> None:
        """Take note of what *cell* holds as typing into it begins; nothing changes while it goes on."""
        if self._begun is None or self._begun[0] != cell:
            self._begun = cell, value

    def end(self) -> None:
        """Forget it: nothing is typed any more."""
        self._begun = self._agreed = None

    def asks(self, cell: Cell, value: float | None) -> bool:
        """Tell whether the person is to be asked before something takes the place of *value*: once for each of them."""
        if value is None or self._begun is None or self._begun[0] != cell:
            return False
        if self._begun[1] == value or self._agreed == (cell, value):
            return False
        self._agreed = cell, value
        return True
