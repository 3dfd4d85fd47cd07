"""What all pages share, pages with a list, and those that tell beside the list what the line under the cursor is.

A page loads what it shows in `reload` and paints it; undo and looking something up are the same on all. It never sees
SQL, and its widgets never see the workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from kpitui.core.errors import KpituiError, mark
from kpitui.core.model import Change
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services import history
from kpitui.tui.pages import PAGES
from kpitui.tui.privacy import hide_figures
from kpitui.tui.screen import KpituiScreen
from kpitui.tui.widgets.chart_view import ChartRequest, ChartView, KpiChart
from kpitui.tui.widgets.form import Form
from kpitui.tui.widgets.hidden_line import FindLine
from kpitui.tui.widgets.region import RegionTitle
from kpitui.tui.widgets.rows import Lines, WholeLine
from kpitui.wording.changes import step_text
from kpitui.wording.dates import day_text

if TYPE_CHECKING:
    from textual.worker import Worker, WorkType

    from kpitui.services.workspace import Workspace


UNDO: tuple[BindingType, ...] = (
    Binding("u", "undo", mark("undo"), id="page.undo"),
    Binding("U,ctrl+r", "redo", mark("redo"), show=False, id="page.redo"),
)
"""For pages on which data is changed and no text is typed."""


QUIT: tuple[BindingType, ...] = (Binding("q", "leave_app", mark("quit"), id="page.quit"),)
"""For pages on which no text is typed."""

OTHER_PAGES: tuple[BindingType, ...] = (
    *QUIT,
    *(
        Binding(page.key, f"app.open('{page.name}')", page.does, id=page.key_id)
        for page in PAGES.values()
        if page.key and page.name not in ("kpi_form", "help")
    ),
)
"""For pages that are read: the keys of the other pages, as on Today, and of leaving."""

EXPLAIN: tuple[BindingType, ...] = (Binding("w", "explain", mark("how it's calculated"), id="page.explain"),)
"""For pages with figures that can be asked where they come from."""

Row = TypeVar("Row")
Worked = TypeVar("Worked")

LARGE = 20_000
"""Entries of a change beyond which stepping over it would hold up the keys."""


class Page(KpituiScreen):
    """A full-screen page."""

    AUTO_FOCUS: ClassVar[str | None] = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("back"), id="page.back"),
        Binding("question_mark,f1", "app.open('help')", mark("help"), key_display="?", id="page.help"),
        Binding("P", "private", mark("hide the numbers"), show=False, id="page.private"),
        Binding("D", "as_of", mark("view an earlier day"), show=False, id="page.as_of"),
    ]

    _was_on_top = False
    """Whether something came on top of this page that may have changed what it shows."""

    def on_mount(self) -> None:
        """Show the page and keep it true: it is loaded again whenever the database changed."""
        self.app.visited.add(type(self).__name__)
        self.app.changed.subscribe(self, lambda _stamp: self._follow_change())
        self.reload()

    def _follow_change(self) -> None:
        """Load again what changed; a page below another one is when it comes on top again, before it is painted."""
        if not self.is_covered:
            self.reload()

    @property
    def step_name(self) -> str:
        """What this page is called in the way to a page that was opened from it."""
        own = f"{type(self).__module__}:{type(self).__name__}"
        return next((_(page.title) for page in PAGES.values() if page.place == own), "")

    @property
    def is_covered(self) -> bool:
        """Whether another page lies on this one, or it was left; below a dialog it is still seen."""
        stack = self.app.screen_stack
        return self not in stack or any(isinstance(screen, Page) for screen in stack[stack.index(self) + 1 :])

    def on_unmount(self) -> None:
        """Be forgotten: the signal would hold a page that was left, and all that is on it, until the next change."""
        self.app.changed.unsubscribe(self)

    def on_screen_suspend(self) -> None:
        """Take note that another page or a dialog comes on top; labels to jump by change nothing of what is shown."""
        from kpitui.tui.jump import JumpOverlay

        self._was_on_top = not isinstance(self.app.screen, JumpOverlay)

    def on_screen_resume(self) -> None:
        """Load again what may have changed while another page was on top."""
        if self.is_mounted and self._was_on_top:
            self.reload()

    @property
    def is_there(self) -> bool:
        """Whether this page can be painted: it was not left, nor is the app ending, which takes its widgets away.

        To be asked by whatever comes later than the key that set it off: a timer, the background, the next paint.
        """
        return self.app.is_running and self in self.app.screen_stack and self.is_attached

    def reload(self) -> None:
        """Load the view of this page and paint it."""

    def run_in_background(
        self, work: Callable[[Workspace], Worked], then: Callable[[Worked], None], *, group: str = ""
    ) -> Worker[None]:
        """Let *work* be done in the background and call *then* with what it gave, unless it was asked for again.

        What was asked for under the same *group* before is forgotten: what is returned is cancelled then. A refusal is
        shown as a sentence.
        """

        async def wait() -> None:
            try:
                result = await self.app.background.run_in_background(work)
            except KpituiError as error:
                self.app.report(error)
            else:
                if self.is_there:
                    then(result)

        # Given as a function: a coroutine that is forgotten before it begins would be complained about.
        begin: WorkType[None] = wait
        return self.run_worker(begin, group=f"background-{group}", exclusive=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the fields where there are any."""
        types = action in ("private", "as_of") and self.query(Form)
        return False if types else super().check_action(action, parameters)

    @property
    def as_of_hint(self) -> tuple[str, str]:
        """The key back to today and what the line of keys says of it; empty where the business is seen as of today."""
        workspace = self.workspace
        if workspace.seen_from is None:
            return "", ""
        day = day_text(workspace.today)
        text = _("what was known on {day}: back to today") if workspace.as_known else _("as of {day}: back to today")
        return self.key_for("as_of"), text.format(day=day)

    def action_as_of(self) -> None:
        """Ask for the day to look back to; go back to today where another one is looked at."""
        if self.workspace.seen_from is not None:
            self.app.look_back(None)
            self.app.inform(_("Back to today"))
            return
        from kpitui.tui.dialogs import AsOfDialog

        self.app.push_screen(AsOfDialog())

    def action_private(self) -> None:
        """Hide the figures on every page, or show them again."""
        self.app.private = not self.app.private
        hide_figures(self.app)
        self.app.clear_notifications()
        for screen in self.app.screen_stack:
            if isinstance(screen, Page):
                screen.clear_figures()
                if screen.is_covered:
                    screen.reload()  # nothing that was to be hidden waits below this page
        self.app.publish_change()
        message = (
            _("Numbers hidden. Press {key} to show them")
            if self.app.private
            else _("Numbers visible. Press {key} to hide them")
        )
        self.app.inform(message.format(key=self.key_for("private")))

    def clear_figures(self) -> None:
        """Take away at once what is only loaded again in the background: it would show figures a moment longer."""
        for chart in self.query(ChartView):
            chart.show(chart.chart, None)

    def action_back(self) -> None:
        """Return to the page before this one."""
        self.app.pop_screen()

    async def action_leave_app(self) -> None:
        """Leave for the shell."""
        await self.app.action_quit()

    def action_undo(self) -> None:
        """Take back the last change, whatever it was."""
        self._step_over(back=True)

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self._step_over(back=False)

    def say(self, text: str) -> None:
        """Say what was done."""
        self.app.inform(text)

    def saved(self, message: str) -> None:
        """Let every page load what was just written, and say what that was."""
        self.app.publish_change()
        self.app.inform(message)

    def deleted(self) -> None:
        """Say that what was under the cursor was deleted, and with which key it comes back."""
        self.saved(_("Deleted ({key} to undo)").format(key=self.key_for("undo")))

    def open_kpi(self, key: str) -> None:
        """Open the page of the KPI with *key*."""
        from kpitui.tui.screens.kpi import KpiPage

        self.app.push_screen(KpiPage(key))

    def open_goal(self, number: int) -> None:
        """Open the page of the goal with *number*."""
        from kpitui.tui.screens.goal import GoalPage

        self.app.push_screen(GoalPage(number))

    def plan_action(self, **about: str) -> None:
        """Open the form for a new action, with what it is about in its fields: a KPI by key, or a goal by number."""
        from kpitui.tui.screens.action_form import ActionFormPage

        self.app.push_screen(ActionFormPage(about=about))

    def _step_over(self, *, back: bool) -> None:
        """Undo, or with *back* False redo, and say what that was; a large import in the background."""
        if history.entries_of_step(self.workspace, back=back) <= LARGE:
            self.say(self.app.undo() if back else self.app.redo())
            return

        def then(change: Change) -> None:
            self.app.publish_change()
            self.say(step_text(change, "undone" if back else "redone", self.workspace.hidden))

        self.say(_("one moment…"))
        take = history.undo if back else history.redo
        self.run_in_background(take, then, group="step")


class ListPage(Page):
    """A page with a list, and a line in which something in it is looked for."""

    AUTO_FOCUS: ClassVar[str | None] = "Lines"
    KEYED = (Lines,)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("slash", "find", mark("find"), id="page.find"), *OTHER_PAGES]

    def under_cursor(self, rows: Sequence[Row]) -> Row | None:
        """Return what the line under the cursor is about, of what *rows* of the list are; None where it is empty."""
        row = self.query_one(Lines).row
        return rows[row] if 0 <= row < len(rows) else None

    def action_find(self) -> None:
        """Open the line in which something on this page is looked for."""
        self.query_one(FindLine).open()

    def on_find_line_sought(self, message: FindLine.Sought) -> None:
        """Put the cursor of the list on what is looked for."""
        self.query_one(Lines).seek(message.text)

    def on_lines_shortened(self, message: Lines.Shortened) -> None:
        """Tell in full what the list had to cut, where the page has a line for it."""
        for whole in self.query(WholeLine):
            whole.show_text(message.text)

    def on_hidden_line_closed(self) -> None:
        """Go on in the list."""
        self.query_one(Lines).focus()


def lines_taken(text: Static, page: Size) -> int:
    """Return how many lines a text takes on a page of this size, its padding and border among them."""
    return text.get_content_height(page, page, page.width - 2) + text.gutter.height


# A page with a list and what is told of the line under the cursor: below the list, beside it on a wide screen.
#
# The chart of what the line is about stands under what is told of it, on a wide screen and wherever a short list leaves
# room; it is drawn once the cursor rests.

WIDE = 110
"""Columns from which the details stand beside the list."""

LIST_SHARE = 0.56
"""How much of a wide page the list takes."""

NARROW = 60
"""Columns from which what is told below a list has a title."""

LOWEST_CHART = 8
"""Lines below a list and its details from which the chart stands there, its title among them."""


class DetailPage(ListPage):
    """The base of such pages."""

    HORIZONTAL_BREAKPOINTS = [(0, "-one-column"), (WIDE, "-beside")]  # noqa: RUF012
    DEFAULT_CSS = """
    DetailPage {
        & #beside { height: 1fr; layout: vertical; }
        & #aside { height: auto; }
        & #aside > Plain { padding: 0 1; }
        & #aside KpiChart, & #aside > RegionTitle { display: none; }
        & #beside > Lines { height: 1fr; min-height: 3; }
        &.-chart-below #beside > Lines { height: auto; }
        &.-chart-below #aside { height: 1fr; }
        &.-chart-below #aside KpiChart { display: block; height: 1fr; margin: 0 1; }
        &.-beside #beside { layout: horizontal; }
        &.-beside #beside > Lines { width: 56%; height: 100%; }
        &.-beside #aside { width: 1fr; height: 100%; border-left: solid $foreground-muted; padding: 0 1 0 1; }
        &.-beside #aside > Plain { padding: 0; }
        &.-beside #aside KpiChart { display: block; height: 1fr; min-height: 8; margin: 1 0 0 0; }
    }
    """

    def beside(self, lines: Lines, *details: Widget) -> Container:
        """Return *lines* with the *details* of the line under the cursor."""
        chart = KpiChart(self, self.chart_request)
        return Container(lines, Container(RegionTitle(""), *details, chart, id="aside"), id="beside")

    def title_below(self) -> str:
        """Return the title of what is told below the list; empty where nothing is, or that begins with its name."""
        return ""

    @property
    def is_wide(self) -> bool:
        """Whether the details stand beside the list."""
        return self.size.width >= WIDE

    @property
    def list_width(self) -> int:
        """How many cells the lines of the list have."""
        return round(LIST_SHARE * self.size.width) if self.is_wide else self.size.width

    @property
    def detail_width(self) -> int:
        """How many cells the lines of the details have."""
        width = self.size.width
        return width - round(LIST_SHARE * width) - 5 if self.is_wide else width - 2

    def chart_request(self) -> ChartRequest | None:
        """Return what the line under the cursor is about, None where that is no KPI."""
        return None

    def draw_beside(self) -> None:
        """Draw the chart of the line under the cursor where there is room for it, once the cursor rests."""
        title = "" if self.is_wide or self.size.width < NARROW else harmless(self.title_below(), 200)
        for rule in self.query("#aside > RegionTitle").results(RegionTitle):
            rule.display = bool(title)
            rule.show_title(title)
        below = not self.is_wide and self._room_below() >= LOWEST_CHART and self.chart_request() is not None
        self.set_class(below, "-chart-below")
        if self.is_wide or below:
            self.query_one(KpiChart).draw_soon()

    def _room_below(self) -> int:
        """Return how many lines the list and what is told of its line leave free."""
        used = self.query_one("#beside").query_one(Lines).needed
        for widget in self.query("#aside > Plain, #aside > RegionTitle, Heading, .hint").results(Static):
            if widget.display:
                used += lines_taken(widget, self.size)
        return self.size.height - used - 1

    def on_lines_pointed(self, _message: Lines.Pointed) -> None:
        """Follow the cursor."""
        self.draw_beside()

    def on_resize(self) -> None:
        """Draw what is seen only now that there is room."""
        self.draw_beside()
