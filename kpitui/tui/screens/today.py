"""Today, the home page: goals, the sheet in which the day's numbers are typed, the chart of the KPI under the cursor.

Its texts are made by `today_texts`, where the cursor goes is decided by `today_plan`; saving is the services'.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kpitui.charts import CHARTS
from kpitui.charts.spec import ChartData
from kpitui.core.errors import KpituiError, mark
from kpitui.core.kinds import KINDS
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.errors import sentence
from kpitui.services import entering
from kpitui.services.charting import chart_data
from kpitui.services.today import TodayView, preview, today_view
from kpitui.store.kpis import all_kpis
from kpitui.tui.page import Page
from kpitui.tui.screens.today_plan import first_row, next_row, row_with, sheet_height
from kpitui.tui.screens.today_texts import Texts
from kpitui.tui.widgets.cell_editor import CellText
from kpitui.tui.widgets.chart_view import ChartView
from kpitui.tui.widgets.find_line import FindLine
from kpitui.tui.widgets.goal_board import GoalBoard
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.tui.widgets.sheet import Sheet
from kpitui.tui.widgets.sheet_lines import days_that_fit


class TodayPage(Page):
    """The home page."""

    CSS_PATH = "today.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "Sheet"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "app.open('wizard')", mark("new goal"), id="today.new_goal"),
        Binding("m", "note", mark("note"), id="today.note"),
        Binding("u", "undo", mark("undo"), id="today.undo"),
        Binding("U,ctrl+r", "redo", mark("redo"), show=False, id="today.redo"),
        Binding("g", "app.open('goals')", mark("goals"), id="today.goals"),
        Binding("a", "app.open('kpi_form')", mark("add KPI"), id="today.add_kpi"),
        Binding("c", "next_chart", mark("chart"), id="today.chart"),
        Binding("slash", "find", mark("find"), id="today.find"),
        Binding("t", "today", mark("to today"), show=False, id="today.today"),
        Binding("H", "app.open('history')", mark("history"), show=False, id="today.history"),
        Binding("S", "app.open('settings')", mark("settings"), show=False, id="today.settings"),
        Binding("question_mark,f1", "app.open('help')", mark("help"), key_display="?", id="today.help"),
        Binding("q", "app.quit", mark("quit"), id="today.quit"),
        Binding("escape", "rest", mark("to the sheet"), show=False, id="today.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view: TodayView | None = None
        self.last: date | None = None
        self.chart_name = "trend"

    def compose(self) -> ComposeResult:
        """Lay out the page from top to bottom."""
        yield Plain(id="heading")
        yield GoalBoard()
        yield Sheet()
        yield Plain(id="echo")
        yield Plain(id="empty")
        yield ChartView()
        yield FindLine(_("find a KPI"))
        yield KeyBar()

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self.query_one(Sheet)

    @property
    def texts(self) -> Texts:
        """What makes the texts of this page, with the settings in force."""
        return Texts(self.workspace, ascii=self.desk.ascii)

    @property
    def kpi(self) -> Kpi | None:
        """The KPI under the cursor, None on an empty sheet."""
        lines = self.view.sheet.lines if self.view else ()
        return lines[self.sheet.row].kpi if lines else None

    @property
    def day(self) -> date:
        """The day under the cursor."""
        days = self.view.sheet.days if self.view else ()
        return days[self.sheet.column] if days else self.workspace.today

    def reload(self) -> None:
        """Load the goals and the days that fit, and paint them; the chart follows after."""
        first_time = self.view is None
        last = self.last or self.workspace.today
        width = max(self.size.width, 20)
        longest = max((len(kpi.name) + 2 for kpi in all_kpis(self.workspace.store)), default=0)
        self.view = today_view(self.workspace, last, days_that_fit(width, longest))
        self._paint(width)
        if first_time:
            self.sheet.place(first_row(self.view), len(self.view.sheet.days) - 1)
            self._explain_cell()
        self.draw_chart_soon()

    def on_resize(self) -> None:
        """Show the days that fit now."""
        if self.view is not None:
            self.reload()

    def _paint(self, width: int) -> None:
        view = self.view
        assert view is not None
        texts = self.texts
        empty = not view.sheet.lines
        self.query_one("#heading", Plain).update(texts.heading(view, width))
        board = self.query_one(GoalBoard)
        board.show(texts.goal_lines(view))
        board.display = bool(view.goals)
        self.sheet.show(texts.sheet_view(view))
        self.sheet.display = not empty
        self.query_one("#empty", Plain).update(texts.empty() if empty else "")
        self.query_one("#empty", Plain).display = empty
        self.query_one(ChartView).display = not empty
        height, chart_fits = sheet_height(self.size.height, len(view.goals), len(view.sheet.lines))
        self.sheet.styles.height = height
        self.set_class(not chart_fits, "-short")

    # -- the cell under the cursor -----------------------------------------------------------------------------------

    def on_sheet_typed(self, message: Sheet.Typed) -> None:
        """Say how the text being typed is understood."""
        if message.text is None:
            self._explain_cell()
        elif self.kpi is not None:
            self._echo_typed(self.kpi, message.text)

    def on_sheet_entered(self, message: Sheet.Entered) -> None:
        """Save what was typed; when it is refused, it stays in its cell."""
        kpi, text = self.kpi, message.text.strip()
        if kpi is None or not text:
            self._explain_cell()
            return
        filled = self._value_under_cursor() is not None
        wish = entering.Wish(kpi.key, text, self.day, replace=filled and not text.startswith("+"))
        try:
            (logged,) = entering.log(self.workspace, [wish], source="app")
        except KpituiError as error:
            self.sheet.resume(CellText(message.text, len(message.text)))
            self._say(sentence(error), problem=True)
            return
        saved = self.texts.saved(logged)
        self.desk.announce()
        self._move_on(message.step)
        self._say(saved)

    def on_sheet_cleared(self, _message: Sheet.Cleared) -> None:
        """Empty the cell under the cursor."""
        kpi = self.kpi
        if kpi is not None and not KINDS[kpi.kind].derived and entering.clear(self.workspace, kpi, self.day):
            self.desk.announce()
            self._say(_("Cleared; u brings it back"))

    def on_sheet_moved(self, message: Sheet.Moved) -> None:
        """Follow the cursor, also to days beyond those shown."""
        if message.beyond:
            last = (self.last or self.workspace.today) + timedelta(days=message.beyond)
            self.last = last if last < self.workspace.today else None
            self.reload()
        self._explain_cell()
        self.draw_chart_soon()

    def on_sheet_opened(self, _message: Sheet.Opened) -> None:
        """Open the page of the KPI under the cursor."""
        from kpitui.tui.screens.kpi import KpiPage

        if self.kpi is not None:
            self.app.push_screen(KpiPage(self.kpi.key))

    def on_sheet_left_above(self) -> None:
        """Move up to the goals."""
        if self.view and self.view.goals:
            self.query_one(GoalBoard).focus()

    def on_goal_board_left_below(self) -> None:
        """Move down to the sheet."""
        self.sheet.focus()

    def on_goal_board_opened(self, message: GoalBoard.Opened) -> None:
        """Open the page of a goal."""
        from kpitui.tui.screens.goal import GoalPage

        if self.view:
            self.app.push_screen(GoalPage(self.view.goals[message.at].goal.id))

    def _move_on(self, step: int) -> None:
        assert self.view is not None
        row, column = self.sheet.row, self.sheet.column
        self.sheet.place(row + step if step else next_row(self.view, row, column, self.workspace.today), column)
        self.draw_chart_soon()

    def _value_under_cursor(self) -> float | None:
        lines = self.view.sheet.lines if self.view else ()
        return lines[self.sheet.row].values[self.sheet.column] if lines else None

    def _echo_typed(self, kpi: Kpi, text: str) -> None:
        if KINDS[kpi.kind].derived:
            self._say(_("{kpi} is computed from other KPIs").format(kpi=kpi.name), problem=True)
            return
        from kpitui.services.insight import expected_value

        try:
            seen = preview(self.workspace, kpi, text, self.day)
            said = self.texts.understood(kpi, text, seen, self.day)
            self._say(self.texts.with_doubt(said, expected_value(self.workspace, kpi, seen.value, self.day), self.day))
        except KpituiError as error:
            self._say(sentence(error) if len(text) > 1 else "", problem=True)

    def _explain_cell(self) -> None:
        if self.view and self.view.sheet.lines:
            self._say(self.texts.cell(self.view.sheet.lines[self.sheet.row], self.day, self._value_under_cursor()))

    def _say(self, text: str, *, problem: bool = False) -> None:
        echo = self.query_one("#echo", Plain)
        echo.set_class(problem, "-problem")
        echo.update(text)

    # -- the chart ---------------------------------------------------------------------------------------------------

    def draw_chart_soon(self) -> None:
        """Draw the chart of the KPI under the cursor once the cursor rests."""
        if not self.has_class("-short"):
            self.query_one(ChartView).show_soon(self.chart)

    def chart(self) -> tuple[str, ChartData | None]:
        """Return the chart of the KPI under the cursor over as many days as the page is wide."""
        if self.kpi is None:
            return self.chart_name, None
        today = self.workspace.today
        first = today - timedelta(days=max(28, self.size.width))
        return self.chart_name, chart_data(self.workspace, self.kpi, self.chart_name, first, today)

    def action_next_chart(self) -> None:
        """Show the next kind of chart."""
        names = list(CHARTS)
        self.chart_name = names[(names.index(self.chart_name) + 1) % len(names)]
        self.query_one(ChartView).show(*self.chart())

    # -- commands ----------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take back the last change, whatever it was."""
        self._say(self.desk.undo())

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self._say(self.desk.redo())

    def action_today(self) -> None:
        """Go back to today's column."""
        self.last = None
        self.reload()
        self.sheet.place(self.sheet.row, len(self.sheet.view.days) - 1)
        self._explain_cell()

    def action_find(self) -> None:
        """Open the line in which a KPI is looked for."""
        self.query_one(FindLine).open()

    def on_find_line_sought(self, message: FindLine.Sought) -> None:
        """Move to the first KPI whose name or key holds what is looked for."""
        row = row_with(self.view, message.text) if self.view else None
        if row is not None:
            self.sheet.place(row, self.sheet.column)
            self.draw_chart_soon()

    def on_find_line_closed(self) -> None:
        """Go on in the sheet."""
        self.action_rest()

    def action_rest(self) -> None:
        """Put the keys back into the sheet; Today itself has nowhere to go back to."""
        self.sheet.focus()

    def action_note(self) -> None:
        """Ask for a note on the day under the cursor."""
        from kpitui.tui.screens.note import NoteDialog

        if self.kpi is not None:
            self.app.push_screen(NoteDialog(self.kpi, self.day))
