"""The guard rails over the whole set of KPIs: what to look at, why, and the key that does something about it.

The rules are `kpitui.core.guard_rails`', their words those of `kpitui.wording.findings`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import mark
from kpitui.core.guard_rails import Caution
from kpitui.core.model import Kpi
from kpitui.i18n import _, capitalised
from kpitui.services.guard_rails import cautions_of
from kpitui.services.kpis import archive_kpi, edit_kpi, fields_of
from kpitui.services.reading import shown_kpis
from kpitui.services.workspace import Workspace
from kpitui.tui.page import NARROW, UNDO, DetailPage
from kpitui.tui.widgets.chart_view import ChartRequest
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines
from kpitui.wording.findings import caution_text, nothing_text, rule_word

STYLES = {"contradiction": "bad", "stale": "warn", "closed": "warn", "tunnel": "bad"}


class GuardRailsPage(DetailPage):
    """The list of cautions, and the whole sentence of the one under the cursor."""

    CSS_PATH = "guard_rails.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "archive", mark("archive"), id="guard_rails.archive"),
        Binding("d", "expect_days", mark("expect nothing on those days"), id="guard_rails.days"),
        Binding("ctrl+n", "app.open('wizard')", mark("new goal"), id="guard_rails.goal"),
        *UNDO,
    ]

    def __init__(self) -> None:
        super().__init__()
        self.cautions: list[Caution] = []
        self.kpis: dict[str, Kpi] = {}

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("Checks"))
        yield self.beside(Lines(wraps=True), Plain(id="sentence"))
        yield Plain(_("Everything stays on this computer: no account, no tracking, one file"), classes="hint")
        yield FindLine(_("find a KPI"))
        yield KeyBar()

    def reload(self) -> None:
        """Hold the set against the rails, in the background."""
        self.run_in_background(_load, self.show)

    def show(self, loaded: tuple[list[Caution], dict[str, Kpi]]) -> None:
        """Paint what was found."""
        self.cautions, self.kpis = loaded
        narrow = self.size.width < NARROW  # where a name that is long goes on in the next line, its rule stays whole
        columns = Columns((_("look at"), _("why")), wide=0 if narrow else 1, coloured=frozenset({1}))
        lines = [
            Line((self._subject(caution), rule_word(caution.rule)), STYLES.get(caution.rule, "plain"))
            for caution in self.cautions
        ]
        empty = nothing_text()
        self.query_one(Lines).show(lines, columns, empty, self.cautions)
        self.paint_sentence()

    def _subject(self, caution: Caution) -> str:
        """Return what a caution is about: a KPI, or all of them together."""
        return _("all KPIs") if caution.rule == "many" else self.kpis[caution.kpi].name

    def paint_sentence(self) -> None:
        """Show the whole sentence of the line under the cursor."""
        sentences, caution = "", self.under_cursor(self.cautions)
        if caution is not None:
            text, repair = caution_text(caution, self.kpis[caution.kpi], self.workspace.settings.numbers)
            sentences = f"{capitalised(text)}.\n{capitalised(repair)}."
        self.query_one("#sentence", Plain).update(sentences)
        self.refresh_bindings()
        self.draw_beside()

    def title_below(self) -> str:
        """Return what the caution under the cursor is about."""
        caution = self.under_cursor(self.cautions)
        return self._subject(caution) if caution is not None else ""

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI under the cursor over the last three months."""
        caution, today = self.under_cursor(self.cautions), self.workspace.today
        if caution is None:
            return None
        return ChartRequest(self.kpis[caution.kpi], today - timedelta(days=91), today)

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Tell of the line that the cursor came to."""
        self.paint_sentence()

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """Open the page of the KPI under the cursor."""
        self.open_kpi(self.cautions[message.row].kpi)

    def action_archive(self) -> None:
        """Take the KPI under the cursor off Today; its figures stay, and undo brings it back."""
        caution = self.under_cursor(self.cautions)
        if caution is None:
            return
        kpi = self.kpis[caution.kpi]
        archive_kpi(self.workspace, kpi)
        self.saved(
            _("{kpi} archived. Its numbers are kept ({key} to bring it back)").format(
                kpi=kpi.name, key=self.key_for("undo")
            )
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer other days only of a KPI that is never logged on some."""
        if action == "expect_days" and self._days_caution() is None:
            return False
        return super().check_action(action, parameters)

    def _days_caution(self) -> Caution | None:
        """Return the caution under the cursor where it is of days that are never logged."""
        caution = self.under_cursor(self.cautions)
        return caution if caution is not None and caution.deed == "days" else None

    def action_expect_days(self) -> None:
        """Expect the KPI under the cursor on the weekdays on which it is logged, and no more on the others."""
        caution = self._days_caution()
        if caution is None:
            return
        kpi = self.kpis[caution.kpi]
        edit_kpi(self.workspace, kpi, {**fields_of(self.workspace, kpi), "every": str(caution.params["every"])})
        text = _("From now on, {kpi} is only expected on the days of the week you log it")
        self.saved(text.format(kpi=kpi.name))


def _load(workspace: Workspace) -> tuple[list[Caution], dict[str, Kpi]]:
    return cautions_of(workspace), {kpi.key: kpi for kpi in shown_kpis(workspace)}
