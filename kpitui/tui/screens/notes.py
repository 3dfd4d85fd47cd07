"""All notes, the newest day first: found, added, changed and removed; or what has one hashtag, entries among it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.figures import format_exact
from kpitui.core.model import Kpi, Note
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.entries import ListedEntry, delete_entry, listed_entries
from kpitui.services.notes import notes, remove_note
from kpitui.services.reading import all_kpis
from kpitui.tui.dialogs import EntryDialog, NoteDialog
from kpitui.tui.page import UNDO, DetailPage
from kpitui.tui.widgets.chart_view import ChartRequest
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading
from kpitui.tui.widgets.rows import Columns, Line, Lines, WholeLine
from kpitui.wording.dates import day_text

MOST = 500
"""How many of the newest entries with a hashtag are listed."""

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

    def __init__(self, tag: str = "") -> None:
        super().__init__()
        self.tag = tag
        """The hashtag of which the notes and the entries are listed, without ``#``; empty for all notes."""
        self.rows: list[Note | ListedEntry] = []
        self.kpis: dict[int, Kpi] = {}

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(harmless(f"{_('Notes')} #{self.tag}", 80) if self.tag else _("Notes"))
        yield self.beside(Lines(wraps=True), WholeLine())
        yield FindLine(_("find a note: a word, a KPI or a day"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the notes."""
        self.kpis = {kpi.id: kpi for kpi in all_kpis(self.workspace)}
        self.rows = [*notes(self.workspace, tag=self.tag)]
        if self.tag:
            self.rows += listed_entries(self.workspace, tag=self.tag, limit=MOST)
            self.rows.sort(key=_day_of, reverse=True)
        lines = [self._line(row) for row in self.rows]
        empty = _("No notes yet. Press {key} to write one. It gets a number in the chart")
        columns = Columns((_("day"), "KPI", _("note")), wide=2, spare=(1,))
        keys = [(type(row), row.id if isinstance(row, Note) else row.entry.id) for row in self.rows]
        self.query_one(Lines).show(lines, columns, empty.format(key=self.key_for("new")), keys)
        self.draw_beside()

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI of the line under the cursor, around its day."""
        row = self.under_cursor(self.rows)
        kpi = self._kpi_of(row)
        if row is None or kpi is None:
            return None
        last = min(self.workspace.today, _day_of(row) + timedelta(days=AROUND))
        return ChartRequest(kpi, last - timedelta(days=2 * AROUND), last)

    def _line(self, row: Note | ListedEntry) -> Line:
        kpi = self._kpi_of(row)
        whose = harmless(kpi.name, 24) if kpi else _("all KPIs")
        text = row.text if isinstance(row, Note) else self._entry_text(row)
        return Line((day_text(_day_of(row)), whose, harmless(text, 400)), "plain" if kpi else "quiet")

    def _entry_text(self, row: ListedEntry) -> str:
        value = format_exact(row.entry.value, row.kpi.unit, self.workspace.settings.numbers, row.kpi.decimals)
        return f"{value}: {row.entry.note}"

    def _kpi_of(self, row: Note | ListedEntry | None) -> Kpi | None:
        if row is None:
            return None
        return self.kpis.get(row.kpi or 0) if isinstance(row, Note) else row.kpi

    def on_lines_opened(self, _message: Lines.Opened) -> None:
        """Change the note or the entry under the cursor."""
        row = self.under_cursor(self.rows)
        if isinstance(row, Note):
            self.app.push_screen(NoteDialog(self.kpis.get(row.kpi or 0), row.date, row))
        elif row is not None:
            self.app.push_screen(EntryDialog(row.kpi, row.entry))

    def action_new(self) -> None:
        """Ask for a note on today."""
        self.app.push_screen(NoteDialog(None, self.workspace.today))

    def action_delete(self) -> None:
        """Remove the note or the entry under the cursor, undoably."""
        row = self.under_cursor(self.rows)
        if row is None:
            return
        if isinstance(row, Note):
            remove_note(self.workspace, row)
        else:
            delete_entry(self.workspace, row.kpi, row.entry)
        self.deleted()

    def action_chart(self) -> None:
        """Open the KPI of the line under the cursor, with its chart."""
        kpi = self._kpi_of(self.under_cursor(self.rows))
        if kpi is not None:
            self.open_kpi(kpi.key)


def _day_of(row: Note | ListedEntry) -> date:
    return row.date if isinstance(row, Note) else row.entry.date
