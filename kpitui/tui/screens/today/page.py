"""Today, the home page: goals, the sheet in which the day's numbers are typed, the chart of the KPI under the cursor.

Its texts are made by `texts`, where the cursor goes is decided by `view`; saving is the services'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.goals.verdicts import in_order_of, judged, keep_outlooks
from kpitui.tui.page import QUIT, Page
from kpitui.tui.pages import PAGES
from kpitui.tui.screen import Unsaved
from kpitui.tui.screens.today._entry_sheet import EntrySheet
from kpitui.tui.screens.today.view import first_in_sight, first_row, head_at, row_with, sheet_height, view_for
from kpitui.tui.widgets.chart_view import ChartRequest, KpiChart
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.tui.widgets.rows import RowWidget
from kpitui.tui.widgets.runs import GoalLine, Run, goal_runs
from kpitui.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from kpitui.core.groups import KpiGroup
    from kpitui.core.model import Kpi
    from kpitui.services.goals.verdicts import GoalView
    from kpitui.services.today import TodayView
    from kpitui.services.workspace import Workspace


def _pages(*names: str) -> list[Binding]:
    """Return the keys that open other pages, in the order in which the line of keys names them."""
    pages = [PAGES[name] for name in names]
    return [Binding(page.key, f"app.open('{page.name}')", page.does, id=page.key_id) for page in pages]


# The goals on Today, a line each: sign, title, how far it is, a bar and the status in words.
#
# It paints texts it is given; which goals these are and in what order is decided by the services.


class GoalBoard(RowWidget):
    """The goals, with a cursor when it has focus."""

    STYLE = "board"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", mark("up"), show=False, id="goals.up"),
        Binding("down,j", "move(1)", mark("down"), show=False, id="goals.down"),
        Binding("enter", "open", mark("open"), id="goals.open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--title",
        "board--reached",
        "board--bar",
        "board--good",
        "board--warn",
        "board--bad",
        "board--quiet",
        "board--cursor",
    }

    @dataclass
    class Opened(Message):
        """A goal is asked for, by its place in the lines."""

        row: int

    @dataclass
    class LeftBelow(Message):
        """The cursor wants to go below the last line."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: tuple[GoalLine, ...] = ()

    @property
    def count(self) -> int:
        """How many goals there are."""
        return len(self.lines)

    def show(self, lines: tuple[GoalLine, ...]) -> None:
        """Paint *lines*; nothing happens when they are the same."""
        if lines == self.lines:
            return
        self.lines = lines
        self.put_on(self.row)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for every goal."""
        return len(self.lines)

    def action_move(self, step: int) -> None:
        """Move the cursor; below the last line, say so."""
        if self.row + step >= len(self.lines):
            self.post_message(self.LeftBelow())
            return
        self.place(self.row + step)

    def open_clicked(self) -> None:
        """Open the goal that was clicked twice."""
        self.action_open()

    def action_open(self) -> None:
        """Ask for the goal under the cursor."""
        if self.lines:
            self.post_message(self.Opened(self.row))

    def runs(self, y: int) -> list[Run]:
        """Return one goal."""
        row, plain = self.row_at(y), self.app.has_class("-ascii")
        if row >= len(self.lines):
            return []
        return goal_runs(self.lines, row, self.size.width, here=self.has_focus and row == self.row, ascii=plain)


DAILY_PAGES = ("goals", "review", "kpi_form", "wizard")
"""The pages whose keys the line of keys names first."""


class TodayPage(Page):
    """The home page; typing in its sheet is `EntrySheet`'s work."""

    CSS_PATH = "page.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "Sheet"
    KEYED = (Sheet, GoalBoard)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "sample", mark("try the sample business"), id="today.sample"),
        Binding("m", "note", mark("note"), id="today.note"),
        Binding("u", "undo", mark("undo"), id="today.undo"),
        Binding("U,ctrl+r", "redo", mark("redo"), show=False, id="today.redo"),
        *_pages(*DAILY_PAGES),
        Binding("y", "about('why')", mark("why"), id="today.why"),
        Binding("a", "about('act')", mark("plan an action"), id="today.act"),
        Binding("c", "next_chart", mark("chart"), id="today.chart"),
        Binding("slash", "find", mark("find"), id="today.find"),
        Binding("w", "about('explain')", mark("how it's calculated"), id="today.explain"),
        *_pages(*(name for name, page in PAGES.items() if page.key and name not in DAILY_PAGES)),
        Binding("ctrl+left", "today(True)", mark("to the previous missing number"), show=False, id="today.gap"),
        Binding("end", "today", mark("to today"), show=False, id="today.today"),
        *QUIT,
        Binding("escape", "rest", mark("back to the table"), show=False, id="today.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view: TodayView | None = None
        self.last: date | None = None
        """The last day shown, None for today."""
        self._loaded_for = Size(0, 0)
        """The size of the page for which it was loaded last."""
        self._shown: list[int] = []
        """The goals as they are listed until another page was on top: none moves when its chance comes."""

    def compose(self) -> ComposeResult:
        """Lay out the page from top to bottom."""
        yield Plain(id="heading")
        yield GoalBoard()
        yield Plain(id="actions")
        yield EntrySheet(self, self.draw_soon)
        yield Plain(id="empty")
        yield KpiChart(self, self.chart_request)
        yield Plain(id="guide")
        yield FindLine(_("find a KPI"))
        yield KeyBar()

    @property
    def entry_sheet(self) -> EntrySheet:
        """The sheet with the line below it."""
        return self.query_one(EntrySheet)

    def unsaved(self) -> list[Unsaved]:
        """Return what is typed into the cell under the cursor."""
        return self.entry_sheet.unsaved()

    def clear_figures(self) -> None:
        """Take away what is new of the KPIs too."""
        super().clear_figures()
        self.entry_sheet.clear_news()

    def reload(self) -> None:
        """Load the goals and the days that fit, and paint them; the chart follows after."""
        first_time, self._loaded_for = self.view is None, self.size
        last = self.last or self.workspace.today
        width = max(self.size.width, 20)
        self.view = self._listed(view_for(self.workspace, last, width))
        typed_for = self.entry_sheet.typed_for
        if typed_for is not None and typed_for[1] < self.view.sheet.days[0]:
            self.last = typed_for[1]  # what is being typed stays in its cell where fewer days fit
            self.view = self._listed(view_for(self.workspace, self.last, width))
        self._paint(width)
        if first_time:
            sheet = self.entry_sheet.sheet
            sheet.place(first_row(self.view), len(self.view.sheet.days) - 1)
            if self.view.sheet.lines:
                sheet.top = min(sheet.top, first_in_sight(self.view, sheet.row))
            self.entry_sheet.explain_cell()
            self.entry_sheet.resume_cells()
            # What the first paint does not show waits for it.
            self.call_after_refresh(self._follow_up)
        else:
            self.entry_sheet.renew_echo()
            self._follow_up()

    def _listed(self, view: TodayView) -> TodayView:
        goals = in_order_of(view.goals, self._shown)
        self._shown = [goal.goal.id for goal in goals]
        return view._replace(goals=tuple(goals))

    def on_screen_resume(self) -> None:
        """Begin with the goal that needs attention most, when another page was on top; `Page` loads then."""
        if self._was_on_top:
            self._shown = []

    def _follow_up(self) -> None:
        if not self.is_there:
            return
        self.draw_soon()
        self._ask_chances()
        self.entry_sheet.renew_news()

    def _ask_chances(self) -> None:
        """Have the chances worked out that were not kept for the data as they are now; words follow from them."""
        view = self.view
        if view is None or all(goal.fresh for goal in view.goals):
            return

        def show(judged: list[GoalView]) -> None:
            if self.view is not view or view is None:
                return
            if keep_outlooks(self.workspace, judged):
                self.app.ignore_own_write()
            self.view = self._listed(view._replace(goals=tuple(judged)))
            self.query_one(GoalBoard).show(self.entry_sheet.texts.goal_lines(self.view))
            self.entry_sheet.show(self.view, self.entry_sheet.news)

        self.run_in_background(judged_goals, show, group="chances")

    def on_resize(self) -> None:
        """Show the days that fit now."""
        if self.view is not None and self.size != self._loaded_for:
            self.reload()

    def _paint(self, width: int) -> None:
        view = self.view
        assert view is not None
        texts = self.entry_sheet.texts
        empty = not view.sheet.lines
        self.query_one("#heading", Plain).update(texts.heading(view, width))
        board = self.query_one(GoalBoard)
        board.show(texts.goal_lines(view))
        board.display = bool(view.goals)
        self.query_one("#actions", Plain).update(texts.due_actions(view, width))
        self.query_one("#actions", Plain).display = bool(view.actions)
        self.entry_sheet.show(view, self.entry_sheet.news)
        self.entry_sheet.sheet.display = not empty
        self.query_one("#empty", Plain).update(texts.empty(width) if empty else "")
        self.query_one("#empty", Plain).display = empty
        self._show_guide(view)
        height, chart_fits = sheet_height(
            self.size.height, len(view.goals), len(view.sheet.lines), others=texts.other_lines(view)
        )
        self.entry_sheet.sheet.styles.height = height
        self.query_one(KpiChart).display = chart_fits and not empty
        self.set_class(not chart_fits, "-short")

    def _show_guide(self, view: TodayView) -> None:
        """Show the next step of the first minute in the sample business."""
        texts, guide = self.entry_sheet.texts, self.query_one("#guide", Plain)
        guide.display = texts.is_guided
        if texts.is_guided:
            guide.update(texts.guide(view, self.app.visited, self.size.width))

    def on_sheet_moved(self, message: Sheet.Moved) -> None:
        """Follow the cursor, also to days beyond those shown."""
        if message.beyond:
            last = (self.last or self.workspace.today) + timedelta(days=message.beyond)
            self.last = last if last < self.workspace.today else None
            self.reload()
        self.entry_sheet.explain_cell()
        self.entry_sheet.sheet.refresh()
        self.draw_soon()
        self.entry_sheet.ask_news()

    def on_sheet_opened(self, message: Sheet.Opened) -> None:
        """Open the page of the KPI under the cursor, or move it; fold or unfold the group that it is the head of."""
        kpi, head = self.entry_sheet.kpi, head_at(self.view, self.entry_sheet.sheet.row)
        if head is not None:
            self.pending_writes.write_when_free("fold", lambda: _fold(self, head))
        elif kpi is not None and message.step:
            self.pending_writes.write_when_free("place", lambda: _carry(self, kpi, message.step))
        elif kpi is not None:
            self.open_kpi(kpi.key)

    def on_sheet_left_above(self) -> None:
        """Move up to the goals."""
        if self.view and self.view.goals:
            self.query_one(GoalBoard).focus()

    def on_goal_board_left_below(self) -> None:
        """Move down to the sheet."""
        self.entry_sheet.sheet.focus()

    def on_goal_board_opened(self, message: GoalBoard.Opened) -> None:
        """Open the page of a goal."""
        if self.view:
            self.open_goal(self.view.goals[message.row].goal.id)

    def draw_soon(self) -> None:
        """Draw the chart of the KPI under the cursor, where there is room for one, once the cursor rests."""
        if not self.has_class("-short"):
            self.query_one(KpiChart).draw_soon()

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI under the cursor, and as many days as the page is wide."""
        kpi, today = self.entry_sheet.kpi, self.workspace.today
        return ChartRequest(kpi, today - timedelta(days=max(28, self.size.width)), today) if kpi else None

    # -- commands ----------------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Say in the line below the sheet what was done."""
        self.entry_sheet.say(text)

    def action_about(self, what: str) -> None:
        """Explain the figure under the cursor, take its change apart, or plan an action for it."""
        board, kpi = self.query_one(GoalBoard), self.entry_sheet.kpi
        if board.has_focus and self.view and self.view.goals:
            _about_goal(self, self.view.goals[board.row], what)
        elif kpi is not None:
            _about_kpi(self, kpi, what)

    def action_next_chart(self) -> None:
        """Show the next kind of chart."""
        self.query_one(KpiChart).next_kind()

    def action_today(self, gap: bool = False) -> None:
        """Go back to today's column; with *gap* to the number that is missing before the one under the cursor."""
        if gap:
            _to_gap(self)
            return
        self.last = None
        self.reload()
        self.entry_sheet.sheet.place(self.entry_sheet.sheet.row, len(self.entry_sheet.sheet.view.days) - 1)
        self.entry_sheet.explain_cell()

    def action_find(self) -> None:
        """Open the line in which a KPI is looked for."""
        self.query_one(FindLine).open()

    def on_find_line_sought(self, message: FindLine.Sought) -> None:
        """Move to the first KPI whose name or key holds what is looked for."""
        row = row_with(self.view, message.text) if self.view else None
        if row is not None:
            self.entry_sheet.sheet.place(row, self.entry_sheet.sheet.column)
            self.entry_sheet.explain_cell()
            self.draw_soon()

    def on_hidden_line_closed(self) -> None:
        """Go on in the sheet."""
        self.action_rest()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the sample business only where there is nothing of one's own yet."""
        if action == "sample":
            return self.view is not None and not self.view.sheet.lines and self.app.offers_sample
        return super().check_action(action, parameters)

    def action_sample(self) -> None:
        """Open the sample business; leaving it leads back here."""
        self.app.wants_sample = True
        self.app.exit()

    def action_rest(self) -> None:
        """Put the keys back into the sheet; Today itself has nowhere to go back to."""
        self.entry_sheet.sheet.focus()

    def action_note(self) -> None:
        """Ask for a note on the day under the cursor."""
        from kpitui.tui.dialogs import NoteDialog

        if self.entry_sheet.kpi is not None:
            self.app.push_screen(NoteDialog(self.entry_sheet.kpi, self.entry_sheet.day))


def judged_goals(workspace: Workspace) -> list[GoalView]:
    """Return the open goals as they stand, their chances worked out; imported once the page is painted."""
    return judged(workspace)


def _fold(page: TodayPage, group: KpiGroup) -> None:
    """Fold or unfold a group; the cursor stays on its head. Raises Busy."""
    from kpitui.services.today import fold

    fold(page.workspace, group.name)
    page.app.publish_change()
    rows = range(len(page.view.sheet.lines) if page.view else 0)
    page.entry_sheet.sheet.place(next((row for row in rows if head_at(page.view, row) == group), 0))
    page.entry_sheet.explain_cell()


def _carry(page: TodayPage, kpi: Kpi, step: int) -> None:
    """Move a KPI one place within its group, and say where it stands. Raises Busy."""
    from kpitui.services.kpis import move_to

    lines = page.view.sheet.lines if page.view else ()
    row = page.entry_sheet.sheet.row + step
    if not 0 <= row < len(lines) or lines[row].head_of is not None:
        page.entry_sheet.say(_("{kpi} can't be moved further").format(kpi=harmless(kpi.name, 40)))
        return
    place, count = move_to(page.workspace, kpi, lines[row].kpi)
    page.app.publish_change()
    moved = _("{name} is number {place} of {n} on Today").format(name=harmless(kpi.name, 40), place=place, n=count)
    page.entry_sheet.say(moved + ". " + _("{key} to undo").format(key=page.key_for("undo")))


def _to_gap(page: TodayPage) -> None:
    """Go to the number that is missing before this one: on this day further up, or on an earlier day."""
    from kpitui.services.today import all_gaps, gaps

    lines = page.view.sheet.lines if page.view else ()
    rows = {line.kpi.id: row for row, line in enumerate(lines) if line.head_of is None}
    here = (page.entry_sheet.day, page.entry_sheet.sheet.row)
    before: list[tuple[date, int]] = []
    for look in (gaps, all_gaps):  # those of the last months are there at once
        places = [(gap.day, rows[gap.kpi.id]) for gap in look(page.workspace) if gap.kpi.id in rows]
        before = before or [place for place in places if place < here]
    if not before or page.view is None:
        page.entry_sheet.say(_("No numbers are missing further back"))
        return
    day, row = max(before)
    if day not in page.view.sheet.days:
        page.last = day
        page.reload()
    page.entry_sheet.sheet.place(row, page.view.sheet.days.index(day))
    page.entry_sheet.explain_cell()
    page.draw_soon()


def _about_goal(page: TodayPage, view: GoalView, what: str) -> None:
    """Open the calculation of a goal, why its KPI changed, or an action for it."""
    from kpitui.services.why import period_of_goal
    from kpitui.tui.screens.explain import explain_goal_page
    from kpitui.tui.screens.why import open_why

    if what == "why":
        open_why(page, view.kpi, period_of_goal(page.workspace, view.goal, view.kpi), view.goal.id)
    elif what == "act":
        page.plan_action(goal=str(view.goal.id))
    else:
        page.app.push_screen(explain_goal_page(view))


def _about_kpi(page: TodayPage, kpi: Kpi, what: str) -> None:
    """Open the calculation of a KPI on the day under the cursor, why it changed, or an action for it."""
    from kpitui.tui.screens.explain import explain_kpi_page
    from kpitui.tui.screens.why import open_why

    if what == "why":
        open_why(page, kpi)
    elif what == "act":
        page.plan_action(kpi=kpi.key)
    else:
        page.app.push_screen(explain_kpi_page(kpi, page.entry_sheet.day))
