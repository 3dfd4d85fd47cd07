"""Today, the home page: goals, the sheet in which the day's numbers are typed, the chart of the KPI under the cursor.

Its texts are made by `today_texts`, where the cursor goes is decided by `view`; saving is the services'.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size

from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.services.goals.judging import keep_outlooks
from kpitui.tui.chart_page import Wanted
from kpitui.tui.pages import PAGES
from kpitui.tui.screens.today._cells import SheetPage
from kpitui.tui.screens.today.view import first_row, row_with, sheet_height, view_for
from kpitui.tui.widgets.chart_view import ChartView
from kpitui.tui.widgets.find_line import FindLine
from kpitui.tui.widgets.goal_board import GoalBoard
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from kpitui.core.model import Kpi
    from kpitui.services.goals.judging import GoalView
    from kpitui.services.workspace import Workspace


PORTION = 20
"""KPIs that are looked through for news at a time."""


class TodayPage(SheetPage):
    """The home page; typing in its sheet is `SheetPage`'s work."""

    CSS_PATH = "page.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "Sheet"
    KEYED = (Sheet, GoalBoard)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "note", mark("note"), id="today.note"),
        Binding("u", "undo", mark("undo"), id="today.undo"),
        Binding("U,ctrl+r", "redo", mark("redo"), show=False, id="today.redo"),
        *(
            Binding(page.key, f"app.open('{page.name}')", page.does, show=page.is_shown, id=page.key_id)
            for page in PAGES.values()
            if page.key
        ),
        Binding("c", "next_chart", mark("chart"), id="today.chart"),
        Binding("w", "explain", mark("where it comes from"), show=False, id="today.explain"),
        Binding("slash", "find", mark("find"), id="today.find"),
        Binding("t", "today", mark("to today"), show=False, id="today.today"),
        Binding("q", "app.quit", mark("quit"), id="today.quit"),
        Binding("escape", "rest", mark("to the sheet"), show=False, id="today.back"),
    ]

    _loaded_for = Size(0, 0)
    """The size of the page for which it was loaded last."""

    def compose(self) -> ComposeResult:
        """Lay out the page from top to bottom."""
        yield Plain(id="heading")
        yield GoalBoard()
        yield Plain(id="actions")
        yield Sheet()
        yield Plain(id="echo")
        yield Plain(id="empty")
        yield ChartView()
        yield FindLine(_("find a KPI"))
        yield KeyBar()

    def reload(self) -> None:
        """Load the goals and the days that fit, and paint them; the chart follows after."""
        first_time, self._loaded_for = self.view is None, self.size
        last = self.last or self.workspace.today
        width = max(self.size.width, 20)
        self.view = view_for(self.workspace, last, width)
        self._paint(width)
        if first_time:
            self.sheet.place(first_row(self.view), len(self.view.sheet.days) - 1)
            self._explain_cell()
            self.take_up_cell()
            # What the first paint does not show waits for it.
            self.call_after_refresh(self._follow_up)
        else:
            self.renew_echo()
            self._follow_up()

    def _follow_up(self) -> None:
        if not self.is_there:
            return
        self.draw_soon()
        self._ask_chances()
        top = self.sheet.top
        lines = self.view.sheet.lines if self.view else ()
        self._ask_news([line.kpi for line in (*lines[top:], *lines[:top])])

    def _ask_chances(self) -> None:
        """Have the chances worked out that were not kept for the data as they are now; words follow from them."""
        view = self.view
        if view is None or all(goal.fresh for goal in view.goals):
            return

        def show(judged: list[GoalView]) -> None:
            if self.view is not view or view is None:
                return
            if keep_outlooks(self.workspace, judged):
                self.desk.wrote_quietly()
            self.view = view._replace(goals=tuple(judged))
            self.query_one(GoalBoard).show(self.texts.goal_lines(self.view))

        self.work_out(judged_goals, show, group="chances")

    def _ask_news(self, kpis: list[Kpi]) -> None:
        """Ask what is new of *kpis*, those in sight first, a few at a time: a chart may be wanted in between."""
        asked, rest = kpis[:PORTION], kpis[PORTION:]

        def tell(loaded: tuple[dict[int, str], bool]) -> None:
            news, wrote = loaded
            if wrote:
                self.desk.wrote_quietly()
            others = {number: text for number, text in self.news.items() if all(number != kpi.id for kpi in asked)}
            self._tell_news({**others, **news})
            if rest:
                self.call_later(self._ask_news, rest)

        self.work_out(lambda workspace: _news(workspace, asked), tell, group="news")

    def _tell_news(self, news: dict[int, str]) -> None:
        if news != self.news and self.view is not None:
            self.news = news
            self.sheet.show(self.texts.sheet_view(self.view, news))
            self.renew_echo()

    def on_resize(self) -> None:
        """Show the days that fit now."""
        if self.view is not None and self.size != self._loaded_for:
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
        self.query_one("#actions", Plain).update(texts.due_actions(view, width))
        self.query_one("#actions", Plain).display = bool(view.actions)
        self.sheet.show(texts.sheet_view(view, self.news))
        self.sheet.display = not empty
        self.query_one("#empty", Plain).update(texts.empty() if empty else "")
        self.query_one("#empty", Plain).display = empty
        height, chart_fits = sheet_height(
            self.size.height, len(view.goals), len(view.sheet.lines), actions=bool(view.actions)
        )
        self.sheet.styles.height = height
        self.query_one(ChartView).display = chart_fits and not empty
        self.set_class(not chart_fits, "-short")

    def on_sheet_moved(self, message: Sheet.Moved) -> None:
        """Follow the cursor, also to days beyond those shown."""
        if message.beyond:
            last = (self.last or self.workspace.today) + timedelta(days=message.beyond)
            self.last = last if last < self.workspace.today else None
            self.reload()
        self._explain_cell()
        self.sheet.refresh()
        self.draw_soon()

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
            self.app.push_screen(GoalPage(self.view.goals[message.row].goal.id))

    def draw_soon(self) -> None:
        """Draw the chart of the KPI under the cursor, where there is room for one, once the cursor rests."""
        if not self.has_class("-short"):
            super().draw_soon()

    def wanted(self) -> Wanted | None:
        """Return the KPI under the cursor, and as many days as the page is wide."""
        today = self.workspace.today
        return Wanted(self.kpi, today - timedelta(days=max(28, self.size.width)), today) if self.kpi else None

    # -- commands ----------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take back the last change, whatever it was."""
        self.step_over(self._say, back=True)

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self.step_over(self._say, back=False)

    def action_explain(self) -> None:
        """Tell where the figure under the cursor comes from: of a goal, or of a KPI on a day."""
        from kpitui.tui.screens.explain import explain_goal_page, explain_kpi_page

        board = self.query_one(GoalBoard)
        if board.has_focus and self.view and self.view.goals:
            self.app.push_screen(explain_goal_page(self.view.goals[board.cursor]))
        elif self.kpi is not None:
            self.app.push_screen(explain_kpi_page(self.kpi, self.day))

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
            self._explain_cell()
            self.draw_soon()

    def on_find_line_closed(self) -> None:
        """Go on in the sheet."""
        self.action_rest()

    def action_rest(self) -> None:
        """Put the keys back into the sheet; Today itself has nowhere to go back to."""
        self.sheet.focus()

    def action_note(self) -> None:
        """Ask for a note on the day under the cursor."""
        from kpitui.tui.dialogs import NoteDialog

        if self.kpi is not None:
            self.app.push_screen(NoteDialog(self.kpi, self.day))


def judged_goals(workspace: Workspace) -> list[GoalView]:
    """Return the open goals as they stand, their chances worked out; imported once the page is painted."""
    from kpitui.services.goals.judging import judged

    return judged(workspace)


def _news(workspace: Workspace, kpis: list[Kpi]) -> tuple[dict[int, str], bool]:
    """Return what is new of *kpis*, and whether what is usual for them was kept anew; imported after the paint."""
    from kpitui.services.insight import keep_usual
    from kpitui.services.insight.summary import signals_of
    from kpitui.wording.signals import signal_text

    style = workspace.settings.numbers
    news = {kpi.id: signal_text(kpi, signal, style) for kpi, signal in signals_of(workspace, kpis)}
    return news, keep_usual(workspace, kpis)
