"""All notes, the newest day first: found, added, changed and removed."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.model import Kpi, Note
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.notes import notes, remove_note
from kpitui.services.reading import all_kpis
from kpitui.tui.detail_page import DetailPage
from kpitui.tui.dialogs import NoteDialog
from kpitui.tui.kpi_chart import ChartRequest
from kpitui.tui.page import UNDO
from kpitui.tui.widgets.find_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.lines import Columns, Line, Lines, WholeLine
from kpitui.tui.widgets.plain import Heading
from kpitui.wording.dates import day_text

AROUND = 28
"""Days of the chart before and after the day of a note."""


class NotesPage(DetailPage):
    """The list of notes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", mark("new note"), id="notes.new"),
        Binding("delete", "delete", mark("delete"), id="notes.delete"),
        Binding("c", "chart", mark("chart of its KPI"), id="notes.chart"),
        *UNDO,
    ]

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[Note] = []
        self.kpis: dict[int, Kpi] = {}

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("Notes"))
        yield self.beside(Lines(), WholeLine())
        yield FindLine(_("find a note: a word, a KPI or a day"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the notes."""
        self.kpis = {kpi.id: kpi for kpi in all_kpis(self.workspace)}
        self.notes = notes(self.workspace)
        lines = [self._line(note) for note in self.notes]
        empty = _("No notes yet. Press {key} to write one; it shows up as a number in the chart")
        columns = Columns((_("day"), "KPI", _("note")), wide=2)
        self.query_one(Lines).show(lines, columns, empty.format(key=self.key_for("new")))
        self.draw_beside()

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI of the note under the cursor, around its day."""
        note = self._note()
        kpi = self.kpis.get(note.kpi or 0) if note else None
        if note is None or kpi is None:
            return None
        last = min(self.workspace.today, note.date + timedelta(days=AROUND))
        return ChartRequest(kpi, last - timedelta(days=2 * AROUND), last)

    def _line(self, note: Note) -> Line:
        kpi = self.kpis.get(note.kpi or 0)
        whose = harmless(kpi.name, 24) if kpi else _("all KPIs")
        return Line((day_text(note.date), whose, harmless(note.text, 400)), "plain" if kpi else "quiet")

    def _note(self) -> Note | None:
        row = self.query_one(Lines).row
        return self.notes[row] if row < len(self.notes) else None

    def on_lines_opened(self, _message: Lines.Opened) -> None:
        """Change the note under the cursor."""
        note = self._note()
        if note is not None:
            self.app.push_screen(NoteDialog(self.kpis.get(note.kpi or 0), note.date, note))

    def action_new(self) -> None:
        """Ask for a note on today."""
        self.app.push_screen(NoteDialog(None, self.workspace.today))

    def action_delete(self) -> None:
        """Remove the note under the cursor, undoably."""
        note = self._note()
        if note is not None:
            remove_note(self.workspace, note)
            self.app.publish_change()
            self.app.inform(_("Deleted ({key} to undo)").format(key=self.key_for("undo")))

    def action_chart(self) -> None:
        """Open the KPI of the note under the cursor, with its chart."""
        from kpitui.tui.screens.kpi import KpiPage

        note = self._note()
        kpi = self.kpis.get(note.kpi or 0) if note else None
        if kpi is not None:
            self.app.push_screen(KpiPage(kpi.key))
