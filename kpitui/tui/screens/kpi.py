"""The page of one KPI: its charts, its entries to change, note or delete, and how it is set up.

Its chart data and entries come from the services and the store; setting it up is the form's work.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from kpitui.charts import CHARTS
from kpitui.charts.spec import ChartData
from kpitui.core.errors import mark
from kpitui.core.figures import format_exact, format_value
from kpitui.core.kinds import KINDS
from kpitui.core.model import Entry, Kpi
from kpitui.i18n import _
from kpitui.i18n.dates import day_text
from kpitui.i18n.harmless import harmless
from kpitui.i18n.words import cadence_word, direction_word, kind_word
from kpitui.services import entering
from kpitui.services.charting import chart_data
from kpitui.services.entering import find_kpi
from kpitui.services.planning import archive_kpi
from kpitui.services.reading import history_of
from kpitui.store import entries
from kpitui.tui.page import UNDO, ListPage
from kpitui.tui.widgets.chart_view import ChartView
from kpitui.tui.widgets.find_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.lines import Columns, Line, Lines
from kpitui.tui.widgets.plain import Plain

SHOWN = 500
"""How many of the newest entries are listed."""

SPANS = (28, 91, 182, 365, 730, 1826)
"""How many days a chart may cover."""

WIDE = 110
"""From this many columns on, the entries stand beside the chart."""


class KpiPage(ListPage):
    """The KPI called *key*."""

    CSS_PATH = "kpi.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "next_chart", mark("chart"), id="kpi.chart"),
        Binding("minus", "span(1)", mark("longer"), key_display="-", id="kpi.longer"),
        Binding("plus,equals_sign", "span(-1)", mark("shorter"), key_display="+", id="kpi.shorter"),
        Binding("b", "base", mark("new baseline"), show=False, id="kpi.base"),
        Binding("n", "add", mark("new entry"), id="kpi.add"),
        Binding("delete,d", "delete", mark("delete"), key_display="d", id="kpi.delete"),
        Binding("m", "note", mark("note"), id="kpi.note"),
        Binding("e", "edit", mark("edit the KPI"), id="kpi.edit"),
        Binding("x", "archive", mark("archive"), id="kpi.archive"),
        *UNDO,
    ]

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.kpi: Kpi | None = None
        self.entries: list[Entry] = []
        self.chart_name = "trend"
        self.span = SPANS[1]

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Plain(id="heading", classes="heading")
        yield Plain(id="about", classes="hint")
        with Container(id="body"):
            yield ChartView()
            yield Lines()
        yield FindLine(_("find an entry: a day or a word of its note"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the KPI and its newest entries; the chart follows after."""
        kpi = self.kpi = find_kpi(self.workspace, self.key)
        today = self.workspace.today
        self.entries = []
        if not KINDS[kpi.kind].derived:
            self.entries = entries.entries_between(self.workspace.store, kpi.id, today.min, today, limit=SHOWN)
        joint = " - " if self.desk.ascii else " · "
        unit = f" {harmless(kpi.unit, 20)}" if kpi.unit else ""
        archived = f"  ({_('archived')})" if kpi.archived else ""
        self.query_one("#heading", Plain).update(f"{harmless(kpi.name, 60)}{unit}  [{kpi.key}]{archived}")
        words = [kind_word(kpi.kind), cadence_word(kpi.cadence), direction_word(kpi.direction), kpi.formula or ""]
        words += [harmless(kpi.description, 200)]
        self.query_one("#about", Plain).update(joint.join(word for word in words if word))
        self._list(kpi)
        self.query_one(ChartView).show_soon(self.chart)

    def on_resize(self) -> None:
        """Put the entries beside the chart where there is room."""
        self.set_class(self.size.width >= WIDE, "-wide")

    def chart(self) -> tuple[str, ChartData | None]:
        """Return the chart that is chosen, over the days that are chosen."""
        assert self.kpi is not None
        today = self.workspace.today
        first = today - timedelta(days=self.span)
        return self.chart_name, chart_data(self.workspace, self.kpi, self.chart_name, first, today)

    def _list(self, kpi: Kpi) -> None:
        style = self.workspace.settings.numbers
        lines = self.query_one(Lines)
        if KINDS[kpi.kind].derived:
            today = self.workspace.today
            values = history_of(self.workspace, kpi, today - timedelta(days=SPANS[2]), today)
            computed = [
                Line((day_text(day), format_value(value, kpi.unit, style, kpi.decimals), ""))
                for day, value in zip(reversed(values.days), reversed(values.values), strict=True)
            ]
            lines.show(computed, Columns((_("day"), _("computed"), ""), frozenset({1}), 2), _("nothing to compute yet"))
            return
        rows = [
            Line(
                (
                    day_text(entry.date) + (f" {entry.time}" if entry.time else ""),
                    format_exact(entry.value, kpi.unit, style, kpi.decimals),
                    harmless(entry.note, 200),
                )
            )
            for entry in self.entries
        ]
        columns = Columns((_("day"), _("value"), _("note")), frozenset({1}), 2)
        lines.show(rows, columns, _("no entries yet: n adds one"))

    def _entry(self) -> Entry | None:
        at = self.query_one(Lines).cursor
        return self.entries[at] if at < len(self.entries) else None

    def on_lines_opened(self, _message: Lines.Opened) -> None:
        """Change the entry under the cursor."""
        from kpitui.tui.screens.entry import EntryDialog

        entry = self._entry()
        if self.kpi is not None and entry is not None:
            self.app.push_screen(EntryDialog(self.kpi, entry))

    def action_add(self) -> None:
        """Ask for a new entry."""
        from kpitui.tui.screens.entry import EntryDialog

        if self.kpi is not None:
            self.app.push_screen(EntryDialog(self.kpi, None))

    def action_delete(self) -> None:
        """Delete the entry under the cursor, undoably."""
        entry = self._entry()
        if self.kpi is not None and entry is not None:
            entering.delete_entry(self.workspace, self.kpi, entry)
            self.desk.announce()
            self.desk.inform(_("Deleted; u brings it back"))

    def action_note(self) -> None:
        """Ask for a note on the day under the cursor."""
        from kpitui.tui.screens.note import NoteDialog

        entry = self._entry()
        if self.kpi is not None:
            self.app.push_screen(NoteDialog(self.kpi, entry.date if entry else self.workspace.today))

    def action_edit(self) -> None:
        """Open the form with how the KPI is set up."""
        from kpitui.tui.screens.kpi_form import KpiFormPage

        self.app.push_screen(KpiFormPage(self.key))

    def action_archive(self) -> None:
        """Take the KPI off Today, or bring it back."""
        if self.kpi is not None:
            kpi = archive_kpi(self.workspace, self.kpi, archived=not self.kpi.archived)
            self.desk.announce()
            said = _("Archived {name}; its entries are kept") if kpi.archived else _("{name} is back")
            self.desk.inform(said.format(name=kpi.name))

    def action_next_chart(self) -> None:
        """Show the next kind of chart."""
        names = list(CHARTS)
        self.chart_name = names[(names.index(self.chart_name) + 1) % len(names)]
        self.query_one(ChartView).show(*self.chart())

    def action_base(self) -> None:
        """Let the natural limits begin anew where a run of values says that the level moved."""
        from kpitui.services.insight import base_to_propose, begin_base, limits_of

        if self.kpi is None:
            return
        day = base_to_propose(limits_of(self.workspace, self.kpi))
        if day is None:
            self.desk.inform(_("No lasting change is seen: the limits stay as they are"))
            return
        begin_base(self.workspace, self.kpi, day)
        self.chart_name = "limits"
        self.desk.announce()
        self.desk.inform(_("The limits begin anew on {day}; u takes it back").format(day=day_text(day)))

    def action_span(self, step: int) -> None:
        """Show more days, or fewer."""
        at = max(0, min(len(SPANS) - 1, SPANS.index(self.span) + step))
        self.span = SPANS[at]
        self.query_one(ChartView).show_soon(self.chart)
