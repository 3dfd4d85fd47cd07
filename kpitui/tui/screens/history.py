"""The latest changes, newest first, with the numbers of each before and after; undo takes back the last one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.figures import format_exact
from kpitui.core.model import Change, Kpi
from kpitui.i18n import _, plural
from kpitui.i18n.wrapping import wrap
from kpitui.services.history import ChangedEntry, changed_entries, changes
from kpitui.services.reading import all_kpis
from kpitui.tui.page import NARROW, DetailPage
from kpitui.tui.widgets.chart_view import LAST_MONTHS, ChartRequest
from kpitui.tui.widgets.columns import aligned
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines, WholeLine
from kpitui.wording.changes import described, moment_text
from kpitui.wording.dates import day_text

SHOWN = 500

MOST_ENTRIES, MOST_BELOW = 12, 3
"""Numbers of a change that are shown beside the list, and below it."""


class HistoryPage(DetailPage):
    """The history."""

    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", mark("undo"), id="history.undo"),
        Binding("U,ctrl+r", "redo", mark("redo"), id="history.redo"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[Change] = []
        self.kpis: dict[str, Kpi] = {}
        """By name, as a change knows them."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("History"))
        yield self.beside(Lines(opens=False, wraps=True), Plain(id="change"), WholeLine())
        yield FindLine(_("find a change"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the latest changes."""
        self.kpis = {kpi.name: kpi for kpi in all_kpis(self.workspace)}
        self.changes = changes(self.workspace, SHOWN)
        columns = Columns((_("when"), _("change"), ""), wide=1)
        lines = [self._line(change) for change in self.changes]
        shown = self.query_one(Lines)
        newest = not shown.row
        shown.show(lines, columns, _("no changes yet"), [change.id for change in self.changes])
        if newest:
            shown.place(0)  # a history is read from its newest change on
        self._paint_change()

    def clear_figures(self) -> None:
        """Take away the numbers of the change too."""
        super().clear_figures()
        self.query_one("#change", Plain).update("")

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Tell of the change that the cursor came to."""
        self._paint_change()

    def on_resize(self) -> None:
        """Tell as much as there is room for now."""
        self._paint_change()

    def title_below(self) -> str:
        """Return when the change under the cursor was made."""
        change = self.under_cursor(self.changes)
        return moment_text(change, self.workspace.settings.text("timezone")) if change is not None else ""

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI that the change under the cursor is about, over the last three months."""
        change, today = self.under_cursor(self.changes), self.workspace.today
        kpi = self.kpis.get(str(change.details.get("kpi"))) if change is not None else None
        return ChartRequest(kpi, today - timedelta(days=LAST_MONTHS), today) if kpi is not None else None

    def _paint_change(self) -> None:
        change, text = self.under_cursor(self.changes), ""
        if change is not None and self.size.width >= NARROW:
            width = self.detail_width
            lines = [*wrap(described(change, self.workspace.hidden), width), ""] if self.is_wide else []
            lines += self._numbers(change, width)
            text = "\n".join([*lines, *wrap(self._way_back(change), width)])
        self.query_one("#change", Plain).update(text)
        self.draw_beside()

    def _numbers(self, change: Change, width: int) -> list[str]:
        """Return the numbers of a change before and after it, as many as there is room for; none where there are none.

        Where they do not fit in *width* cells, the change is told by its sentence alone.
        """
        most = MOST_ENTRIES if self.is_wide else MOST_BELOW
        changed = changed_entries(self.workspace, change, most + 1)
        if not changed:
            return []
        rows = [("", _("before"), _("after")), *(self._row(entry) for entry in changed[:most])]
        lines = aligned(rows, right=(1, 2))
        if any(len(line) > width for line in lines):
            return []
        return [*lines, *([_("and more")] if len(changed) > most else []), *([""] if self.is_wide else [])]

    def _row(self, entry: ChangedEntry) -> Sequence[str]:
        kpi, style = entry.kpi, self.workspace.settings.numbers
        figures = (
            "-" if value is None else format_exact(value, kpi.unit, style, kpi.decimals)
            for value in (entry.before, entry.after)
        )
        return (f"{kpi.name}, {day_text(entry.day)}", *figures)

    def _way_back(self, change: Change) -> str:
        """Return what undoing a change, or doing it again, takes."""
        if change.undone:
            return _("Undone. Press {key} to redo it").format(key=self.key_for("redo"))
        newer = sum(not other.undone for other in self.changes[: self.changes.index(change)])
        if not newer:
            return _("Press {key} to undo it").format(key=self.key_for("undo"))
        text = plural(
            "First undo {n} newer change, then this one", "First undo {n} newer changes, then this one", newer
        )
        return text.format(n=newer)

    def _line(self, change: Change) -> Line:
        state = _("undone") if change.undone else ""
        return Line(
            (
                moment_text(change, self.workspace.settings.text("timezone")),
                described(change, self.workspace.hidden),
                state,
            ),
            "quiet" if change.undone else "plain",
        )
