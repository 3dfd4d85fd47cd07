"""All pauses, the newest first, each with the chart of a KPI around its days: added, changed and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.model import Kpi, Pause
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.services.pauses import add_pause, edit_pause, last_day, remove_pause
from kpitui.services.reading import all_kpis, all_pauses, shown_kpis
from kpitui.tui.dialogs import Dialog
from kpitui.tui.page import UNDO, DetailPage
from kpitui.tui.widgets.chart_view import ChartRequest
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines, WholeLine
from kpitui.wording.dates import day_text, ends_text, full_day_text

AROUND = 28
"""Days of the chart before and after a pause."""


class PausesPage(DetailPage):
    """The list of pauses."""

    CSS_PATH = "pauses.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", mark("new pause"), id="pauses.new"),
        Binding("delete", "delete", mark("delete"), id="pauses.delete"),
        *UNDO,
    ]

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[Pause] = []
        self.kpis: dict[int, Kpi] = {}

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("Pauses: days on which nothing is expected"))
        yield self.beside(Lines(), Plain(id="pause"), WholeLine())
        yield FindLine(_("find a pause: a reason, a KPI or a day"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the pauses."""
        self.kpis = {kpi.id: kpi for kpi in all_kpis(self.workspace)}
        self.pauses = all_pauses(self.workspace)[::-1]
        empty = _("No pauses yet. Press {key} to add a holiday or an illness, past ones too")
        columns = Columns((_("first day"), _("last day"), "KPI", _("reason")), wide=3, spare=(2,))
        lines = [self._line(pause) for pause in self.pauses]
        keys = [pause.id for pause in self.pauses]
        self.query_one(Lines).show(lines, columns, empty.format(key=self.key_for("new")), keys)
        self._paint_pause()

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Tell of the pause that the cursor came to."""
        self._paint_pause()

    def _paint_pause(self) -> None:
        """Tell how long the pause under the cursor is and what it does."""
        pause, text = self.under_cursor(self.pauses), ""
        if pause is not None:
            days = (pause.end - pause.start).days + 1
            length = plural("{n} day", "{n} days", days).format(n=days)
            effect = _("On these days you don't have to log anything, and your goals expect nothing")
            text = "\n".join(wrap(f"{length}. {effect}", self.detail_width))
        self.query_one("#pause", Plain).update(text)
        self.draw_beside()

    def on_resize(self) -> None:
        """Fit what is told to the width."""
        self._paint_pause()

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI that is paused, or else the first on Today, around the days of the pause."""
        pause = self.under_cursor(self.pauses)
        if pause is None:
            return None
        kpi = self.kpis.get(pause.kpi or 0) or next(iter(shown_kpis(self.workspace)), None)
        if kpi is None:
            return None
        around = timedelta(days=AROUND)
        last = min(pause.end + around, self.workspace.today)
        return ChartRequest(kpi, min(pause.start, self.workspace.today) - around, last)

    def _line(self, pause: Pause) -> Line:
        kpi = self.kpis.get(pause.kpi or 0)
        whose = harmless(kpi.name, 24) if kpi else _("all KPIs")
        over = pause.end < self.workspace.today
        cells = day_text(pause.start), day_text(pause.end), whose, harmless(pause.reason, 400)
        return Line(cells, "quiet" if over else "plain")

    def on_lines_opened(self, _message: Lines.Opened) -> None:
        """Change the pause under the cursor."""
        pause = self.under_cursor(self.pauses)
        if pause is not None:
            self.app.push_screen(PauseDialog(pause))

    def action_new(self) -> None:
        """Ask for a pause."""
        self.app.push_screen(PauseDialog(None))

    def action_delete(self) -> None:
        """Remove the pause under the cursor, undoably."""
        pause = self.under_cursor(self.pauses)
        if pause is not None:
            remove_pause(self.workspace, pause)
            self.deleted()


class PauseDialog(Dialog):
    """A pause, a new one when *pause* is None."""

    def __init__(self, pause: Pause | None) -> None:
        super().__init__()
        self.pause = pause

    def heading(self) -> str:
        """Return whether it is a new one."""
        return _("New pause") if self.pause is None else _("Pause")

    def draft_name(self) -> str:
        """Return which pause is kept: a new one, or the one that is changed."""
        return f"pause {self.pause.id}" if self.pause else "pause"

    def fields(self) -> Sequence[Field]:
        """Return its days, whose it is, and why."""
        pause = self.pause
        whose = [("", _("all KPIs")), *((kpi.key, harmless(kpi.name, 40)) for kpi in shown_kpis(self.workspace))]
        keys = {kpi.id: kpi.key for kpi in all_kpis(self.workspace)}
        chosen = keys.get(pause.kpi or 0, "") if pause else ""
        days = (
            (full_day_text(pause.start), full_day_text(pause.end))
            if pause
            else (full_day_text(self.workspace.today), "")
        )
        return (
            TextField(
                "start", _("First day"), days[0], hint=_("such as 24 Dec, mon or 2026-12-24. A past day is fine too")
            ),
            TextField("end", _("Last day"), days[1], hint=_("this day is paused too")),
            ChoiceField("kpi", "KPI", whose, chosen),
            TextField("reason", _("Reason"), pause.reason if pause else "", hint=_("the reason, such as holiday")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save the pause."""
        workspace = self.workspace
        start = workspace.read_day(values["start"])
        end = last_day(workspace, values["end"] or values["start"], start)
        kpi = next((kpi for kpi in all_kpis(workspace) if kpi.key == values["kpi"]), None)
        if self.pause is None:
            add_pause(workspace, kpi, start, end, values["reason"])
        else:
            edit_pause(workspace, self.pause, kpi, start, end, values["reason"])
        whose = harmless(kpi.name, 40) if kpi else _("all KPIs")
        first, last = ends_text(start, end)
        return _("Paused from {start} to {end} for {kpi}").format(start=first, end=last, kpi=whose)
