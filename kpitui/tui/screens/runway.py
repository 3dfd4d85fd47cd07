"""How long a balance lasts, and the planned amounts that it is counted with: added, changed, confirmed and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.core.errors import KpituiError, mark
from kpitui.core.figures import is_currency
from kpitui.core.model import Kpi
from kpitui.core.planned import EVERY, Occurrence, Planned, Settled
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.services.planned import (
    add_planned,
    all_planned,
    balance_of,
    edit_planned,
    fields_of,
    find_planned,
    remove_planned,
    settle,
    to_confirm,
)
from kpitui.tui.dialogs import Dialog
from kpitui.tui.page import NARROW, UNDO, ListPage, lines_taken
from kpitui.tui.widgets.chart_view import LAST_MONTHS, TALL, ChartRequest, KpiChart
from kpitui.tui.widgets.form import ChoiceField, Field, TextField
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.tui.widgets.rows import Columns, Line, Lines, WholeLine
from kpitui.wording.dates import day_text
from kpitui.wording.forecasts import every_text, how_often, occurrence_state, planned_name, runway_sentences, signed

if TYPE_CHECKING:
    from kpitui.services.runway import RunwayView
    from kpitui.services.workspace import Workspace


LEAST_LIST = 6
"""Lines that the list of a narrow page keeps at least: its head, three rows, and what it has no columns for."""


class RunwayWork(NamedTuple):
    """What the page shows, made in the background."""

    view: RunwayView
    occurrences: tuple[Occurrence, ...]
    """Days of planned amounts: what was seen and not confirmed, then what is to come."""
    others: tuple[Planned, ...]
    """Planned amounts without such a day, as those that are over."""


class RunwayPage(ListPage):
    """The runway of *kpi*."""

    CSS_PATH = "runway.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-roomy")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", mark("new planned amount"), id="runway.new"),
        Binding("e", "edit", mark("edit"), id="runway.edit"),
        Binding("d", "settle('arrived')", mark("has been paid"), id="runway.arrived"),
        Binding("s", "settle('open')", mark("not paid yet"), id="runway.open"),
        Binding("x", "settle('skipped')", mark("skip"), id="runway.skip"),
        Binding("delete", "delete", mark("delete"), id="runway.delete"),
        *UNDO,
    ]

    def __init__(self, kpi: Kpi) -> None:
        super().__init__()
        self.kpi = kpi
        self._sentences: list[str] = []
        """What there is to say of the balance, the most important first."""
        self.rows: list[tuple[Planned, Occurrence | None]] = []
        """The planned amount of each line, and its day where the line is about one."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("{kpi}: how long will it last?").format(kpi=harmless(self.kpi.name, 200)))
        yield Plain(id="lasting")
        yield Lines()
        yield WholeLine()
        yield KpiChart(self, self.chart_request)
        yield FindLine(_("find a planned amount: a word or a day"))
        yield KeyBar()

    def chart_request(self) -> ChartRequest | None:
        """Return the balance over the last three months."""
        today = self.workspace.today
        return ChartRequest(self.kpi, today - timedelta(days=LAST_MONTHS), today)

    def on_resize(self) -> None:
        """Draw and tell what is seen only now that there is room."""
        self._tell()
        if self.size.height >= TALL:
            self.query_one(KpiChart).draw_soon()

    def _tell(self) -> None:
        """Tell how long the balance lasts; on a narrow screen as much of it as leaves the list its rows."""
        sentences, width = self._sentences, self.size.width - 2
        if 0 < self.size.width < NARROW:
            heading = self.query_one(Heading)
            room = self.size.height - 1 - lines_taken(heading, self.size) - LEAST_LIST
            while len(sentences) > 1 and sum(len(wrap(text, width)) for text in sentences) > room:
                sentences = sentences[:-1]
        self.query_one("#lasting", Plain).update("\n".join(sentences))

    def reload(self) -> None:
        """Work out how long the balance lasts."""
        self.on_resize()
        kpi = self.kpi

        def work(workspace: Workspace) -> RunwayWork:
            from kpitui.services.runway import runway_view

            occurrences = (*to_confirm(workspace, kpi), *balance_of(workspace, kpi).coming)
            with_days = {occurrence.planned.id for occurrence in occurrences}
            others = (planned for planned in all_planned(workspace, kpi) if planned.id not in with_days)
            return RunwayWork(runway_view(workspace, kpi), occurrences, tuple(others))

        self.run_in_background(work, self._show)

    def clear_figures(self) -> None:
        """Take the numbers away."""
        super().clear_figures()
        self._sentences = []
        self._tell()

    def _show(self, work: RunwayWork) -> None:
        style = self.workspace.settings.numbers
        self._sentences = runway_sentences(work.view, style)
        self._tell()
        self.rows = [(occurrence.planned, occurrence) for occurrence in work.occurrences]
        self.rows += [(planned, None) for planned in work.others]
        lines = [self._line(planned, occurrence) for planned, occurrence in self.rows]
        empty = (
            _("Nothing planned yet. Press {key} to plan rent, taxes or an invoice")
            if is_currency(self.kpi.unit)
            else _("Nothing planned yet. Press {key} to plan what goes out or comes in")
        )
        columns = Columns((_("day"), _("amount"), _("planned"), _("how often"), ""), frozenset({1}), wide=2, spare=(3,))
        keys = [(planned.id, occurrence and occurrence.day) for planned, occurrence in self.rows]
        self.query_one(Lines).show(lines, columns, empty.format(key=self.key_for("new")), keys)

    def _line(self, planned: Planned, occurrence: Occurrence | None) -> Line:
        day = occurrence.day if occurrence is not None else planned.first
        state = occurrence_state(occurrence) if occurrence is not None else _("over")
        amount = signed(self.kpi, planned, self.workspace.settings.numbers)
        asked = occurrence is not None and occurrence.state in ("open", "matched")
        cells = (day_text(day), amount, harmless(planned_name(planned), 200), how_often(planned), state)
        return Line(cells, "warn" if asked else "plain" if occurrence is not None else "quiet")

    def on_lines_opened(self, _message: Lines.Opened) -> None:
        """Change the planned amount under the cursor."""
        self.action_edit()

    def action_new(self) -> None:
        """Ask for a planned amount."""
        self.app.push_screen(PlannedDialog(self.kpi))

    def action_edit(self) -> None:
        """Change the planned amount under the cursor."""
        row = self.under_cursor(self.rows)
        if row is not None:
            self.app.push_screen(PlannedDialog(self.kpi, row[0]))

    def action_settle(self, state: Settled) -> None:
        """Say what became of the day under the cursor."""
        planned, occurrence = self.under_cursor(self.rows) or (None, None)
        if planned is None or occurrence is None:
            return
        try:
            settle(self.workspace, planned, state, day=occurrence.day)
        except KpituiError as error:
            self.app.report(error)
            return
        texts = {
            "arrived": _("{name} of {day} has been paid"),
            "open": _("{name} of {day} has not been paid yet"),
            "skipped": _("{name} of {day} will not come"),
        }
        name, day = harmless(planned_name(planned), 60), day_text(occurrence.day)
        undo = _("({key} to undo)").format(key=self.key_for("undo"))
        self.saved(f"{texts[state].format(name=name, day=day)} {undo}")

    def action_delete(self) -> None:
        """Remove the planned amount under the cursor with all its days, undoably."""
        row = self.under_cursor(self.rows)
        if row is not None:
            remove_planned(self.workspace, row[0])
            self.deleted()


class PlannedDialog(Dialog):
    """A planned amount of *kpi*; a new one when *planned* is None."""

    def __init__(self, kpi: Kpi, planned: Planned | None = None) -> None:
        super().__init__()
        self.kpi = kpi
        self.planned = planned

    def heading(self) -> str:
        """Return whose amount it is."""
        return _("Planned amount of {kpi}").format(kpi=self.kpi.name)

    def draft_name(self) -> str:
        """Return which one is kept: a new one of its balance, or the one that is changed."""
        return f"planned {self.planned.id}" if self.planned else f"planned of {self.kpi.key}"

    def reload(self) -> bool:
        """Read the planned amount again."""
        if self.planned is None:
            return False
        self.planned = find_planned(self.workspace, str(self.planned.id))
        return True

    def fields(self) -> Sequence[Field]:
        """Return amount, what it is, and when it comes."""
        typed = fields_of(self.workspace, self.planned) if self.planned else {}
        every = [("", _("once")), *((name, every_text(name)) for name in EVERY)]
        new = [("", _("maybe: look for it in earlier numbers")), ("yes", _("no, it is new"))]
        what = _("such as rent, VAT or invoice 12") if is_currency(self.kpi.unit) else _("in a few words")
        return (
            TextField("amount", _("Amount"), typed.get("amount", ""), hint=_("-1200 goes out, 1200 comes in")),
            TextField("text", _("What is it?"), typed.get("text", ""), hint=what),
            TextField("first", _("First day"), typed.get("first", ""), hint=_("such as 1 Dec or tomorrow")),
            ChoiceField("every", _("How often"), every, typed.get("every", "")),
            TextField("until", _("Last day"), typed.get("until", ""), hint=_("may stay empty")),
            ChoiceField("new", _("Paid before"), new, typed.get("new", "")),
        )

    def save(self, values: Mapping[str, str]) -> str:
        """Save the planned amount."""
        if self.planned is None:
            add_planned(self.workspace, self.kpi, values)
        else:
            edit_planned(self.workspace, self.planned, values)
        return _("Saved ({key} to undo)").format(key=self.key_for("undo"))
