"""Why a KPI changed: its change taken apart into the KPIs that it follows from, as a waterfall that adds up.

It is opened on a KPI, on a goal with its target, or on a line of a review with the days of that. It is worked out by
the services, after the page is painted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.core.levers import NoLevers
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.why import asked_of
from kpitui.tui.page import OTHER_PAGES, WIDE, Page
from kpitui.tui.widgets.chart_view import ChartRequest, KpiChart
from kpitui.tui.widgets.columns import aligned
from kpitui.tui.widgets.hidden_line import FigureLine
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.wording.errors import sentence
from kpitui.wording.levers import (
    LEVERS_RIGHT,
    again_heading,
    again_rows,
    again_sentence,
    left_out_sentences,
    lever_rows,
    levers_heading,
    needed_sentence,
    opposite_sentences,
    other_ways,
    tried_names,
    tried_sentences,
)
from kpitui.wording.why import (
    WATERFALL_RIGHT,
    change_sentence,
    event_rows,
    events_heading,
    headline,
    obstacle_sentence,
    waterfall_rows,
    why_remarks,
    why_title,
)

if TYPE_CHECKING:
    from kpitui.core.calendar import Period
    from kpitui.core.change_parts import ChangeTaken
    from kpitui.core.goal import Goal
    from kpitui.core.levers import Levers
    from kpitui.services.levers import LeversView, Tried
    from kpitui.services.why import WhyAgainst, WhyView
    from kpitui.services.workspace import Workspace


MOST_LEVERS = 6
"""How many levers are listed, the most feasible first; `kpitui goal levers` has all."""

ASIDE_SHARE = 0.33
"""How much of a wide page the chart and the notes take."""

HIGH = 38
"""From this many rows on a wide page also shows the part that changed most."""

LONG_DAYS = 31
"""Days of a period from which on the chart reaches further back."""

AGAINST: tuple[WhyAgainst, ...] = ("previous", "last-year", "target")
"""What ``v`` goes through; the target only where a goal has one in the period."""


class WhyPage(Page):
    """The change of *kpi* in *period*, else in its last whole one; on a goal its number is *goal*."""

    CSS_PATH = "why.tcss"
    KEYED = (VerticalScroll,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "figures", mark("try numbers"), key_display="=", id="why.figures"),
        Binding("enter", "tree", mark("parts"), id="why.tree"),
        Binding("p", "period", mark("period"), id="why.period"),
        Binding("v", "against", mark("compare with"), id="why.against"),
        Binding("a", "act", mark("plan an action"), id="why.act"),
        *OTHER_PAGES,
    ]

    def __init__(self, kpi: Kpi, period: Period | None = None, goal: int | None = None) -> None:
        super().__init__()
        self.kpi = kpi
        self.period = period
        """The one that it was opened on, until another length is asked for."""
        self.goal = goal
        self.turns = 0
        """How many times another length of period was asked for."""
        self.against: WhyAgainst = "previous"
        self.has_target = False
        """Whether a goal asks something of the period that is shown."""
        self.view: WhyView | None = None
        self.alone: Refused | None = None
        """Why there is nothing to take apart, where the KPI follows from no others."""
        self.levers: LeversView | None = None
        self.tried: Tried | None = None
        self.again: Levers | None = None
        """Of a KPI without a goal what it would take to be again what it was."""
        self.typed = ""
        """The figures that were tried last."""
        self.is_working = False
        """Whether the change and what a goal takes are still being worked out."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(_("{kpi}: why").format(kpi=harmless(self.kpi.name, 200)))
        with Container(id="body"):
            with VerticalScroll():
                yield Plain(id="text")
            with Container(id="aside"):
                yield KpiChart(self, self.chart_request)
                yield KpiChart(self, self.part_request, id="part", group="part")
                yield Plain(id="events")
        yield FigureLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the periods of the KPI beside the text where there is room."""
        for chart in self.query(KpiChart):
            chart.kind = "periods"
        self._fit()
        super().on_mount()

    def _fit(self) -> None:
        self.set_class(self.size.width >= WIDE, "-wide")
        self.set_class(self.size.height >= HIGH, "-high")

    def chart_request(self) -> ChartRequest | None:
        """Return the KPI over half a year, or over two years where longer periods than weeks are compared."""
        return self._request(self.kpi)

    def part_request(self) -> ChartRequest | None:
        """Return the part that changed most over the same days; None where no part is a KPI."""
        largest = self.view.taken.largest if self.view is not None else []
        kpi = next((part.branch.kpi for part in largest if part.branch.kpi), None)
        return self._request(kpi) if kpi is not None and kpi.id != self.kpi.id else None

    def _request(self, kpi: Kpi) -> ChartRequest:
        long = self.view is not None and self.view.taken.after.days > LONG_DAYS
        today = self.workspace.today
        asked = asked_of(self.workspace, self.view, kpi) if self.view is not None else None
        return ChartRequest(kpi, today - timedelta(days=730 if long else 182), today, asked=asked)

    def reload(self) -> None:
        """Take the change apart, and take the keys for scrolling."""
        self.query_one(VerticalScroll).focus()
        kpi, period, turns, against, number = self.kpi, self.period, self.turns, self.against, self.goal

        typed = self.typed
        self.is_working = True

        def work(workspace: Workspace) -> _Worked:
            try:
                return work_out(workspace)
            except KpituiError:
                self.is_working = False
                raise

        def work_out(workspace: Workspace) -> _Worked:
            from kpitui.services.goals import find_goal
            from kpitui.services.levers import levers_to_recover
            from kpitui.services.why import (
                has_target_in,
                lengths_of,
                open_goal_of,
                refuse_without_parts,
                whole_period,
                why,
            )

            lengths = lengths_of(workspace, kpi)
            chosen = period or whole_period(workspace, lengths[turns % len(lengths)])
            goal = find_goal(workspace, str(number)) if number is not None else None
            if goal is None or goal.kpi != kpi.id:  # an action for a goal may be on a part of it
                goal = open_goal_of(workspace, kpi, chosen)
            has_target = goal is not None and has_target_in(goal, chosen)
            beside = "previous" if against == "target" and not has_target else against
            view, alone = None, None
            try:
                refuse_without_parts(workspace, kpi)
            except Refused as refused:
                alone = refused
            else:
                view = why(workspace, kpi, chosen, beside, goal if beside == "target" else None)
            again = levers_to_recover(workspace, view) if view is not None and goal is None else None
            return _Worked(view, alone, has_target, *_levers(workspace, goal, typed), again)

        def show(worked: _Worked) -> None:
            self.is_working = False
            self.view, self.alone, self.has_target, self.levers, self.tried, self.again = worked
            self.against = self.view.against if self.view is not None else "previous"
            self._paint()

        self.run_in_background(work, show)

    def clear_figures(self) -> None:
        """Take the numbers away."""
        super().clear_figures()
        self.view = self.alone = self.levers = self.tried = self.again = None
        self.query_one("#text", Plain).update("")
        self.query_one("#events", Plain).update("")

    def on_resize(self) -> None:
        """Fit the bars to the width, and put the chart beside them where there is room."""
        self._fit()
        if not self.is_working:
            self._paint()

    def action_period(self) -> None:
        """Go to the next length of period."""
        self.turns = 0 if self.period is not None else self.turns + 1
        self.period = None
        self.reload()

    def action_against(self) -> None:
        """Compare with the same period of last year, with the target of its goal, or with the one before again."""
        choices = AGAINST if self.has_target else AGAINST[:2]
        self.against = choices[(choices.index(self.against) + 1) % len(choices)]
        self.reload()

    def action_tree(self) -> None:
        """Show what the KPI follows from, to open why one of its parts changed in the same period."""
        from kpitui.tui.screens.tree import TreePage

        shown = self.view.taken.after if self.view is not None else self.period
        self.app.push_screen(TreePage(self.kpi, shown, "last-year" if self.against == "last-year" else "previous"))

    def action_figures(self) -> None:
        """Open the line in which other figures are tried."""
        # Also where nothing can be tried, which is said: letters that were typed on are not to act as keys.
        if not self.is_working:
            self._can_try()
        self.query_one(FigureLine).open(self.typed)

    def awaits(self, action: str) -> bool:
        """Let wait what depends on the goal and on the figures: an action, a comparison, and trying what was typed."""
        return self.is_working and action in ("act", "against", "submit")

    def _can_try(self) -> bool:
        """Tell whether other figures can be tried; say where they cannot."""
        if self.levers is None:
            self.app.inform(_("You can try other numbers only for a KPI with a goal"))
            return False
        if isinstance(self.levers.result, NoLevers):
            self.app.inform(needed_sentence(self.levers, self.workspace.settings.numbers))
            return False
        return True

    def on_figure_line_typed(self, message: FigureLine.Typed) -> None:
        """Try the figures that were typed, or none any more; what can't be read stays in the line."""
        from kpitui.services.levers import figures_typed

        levers, line = self.levers, self.query_one(FigureLine)
        if self.is_working:  # so slow that the key no longer waited: what was typed stays in the line
            return
        if not self._can_try() or levers is None:
            line.action_close()
            return
        if not message.text.strip():
            self.typed, self.tried = "", None
            line.action_close()
            self._paint()
            return
        goal, text = levers.view.goal, message.text

        def work(workspace: Workspace) -> tuple[LeversView, Tried]:
            from kpitui.services.levers import tried

            return tried(workspace, goal, figures_typed(text))

        def show(worked: tuple[LeversView, Tried]) -> None:
            self.levers, self.tried = worked
            self.typed = text
            line.action_close()
            # The letters are keys of the page again, so that it can name the one that makes an action.
            self.set_focus(self.query_one(VerticalScroll))
            self._paint()
            self.query_one(VerticalScroll).scroll_end(animate=False)

        self.run_in_background(work, show, group="tried")

    def on_hidden_line_closed(self) -> None:
        """Take the keys for scrolling again."""
        self.query_one(VerticalScroll).focus()

    def action_act(self) -> None:
        """Plan an action; with the effect that was tried, where figures were."""
        from kpitui.services.levers import as_action

        about = {"kpi": self.kpi.key}
        if self.levers is not None and self.tried is not None:
            about = as_action(self.workspace, self.levers, self.tried)
        elif self.levers is not None:
            about = {"goal": str(self.levers.view.goal.id)}
        self.plan_action(**about)

    def _paint(self) -> None:
        parts: list[str | tuple[str, str]] = []
        if self.view is not None:
            parts += self._change(self.view)
        elif self.alone is not None:
            parts.append(f"{harmless(sentence(self.alone), 400)}\n")
        if self.levers is not None:
            parts += self._what_it_takes(self.levers)
        elif self.again is not None and self.view is not None:
            parts += self._what_it_takes_again(self.again, self.view.taken)
        events = self._events()
        wide = self.size.width >= WIDE
        if events and not wide:
            parts += ["\n", *events]
        self.query_one("#text", Plain).update(Content.assemble(*parts))
        self.query_one("#events", Plain).update(Content.assemble(*events) if wide else "")
        part = self.query_one("#part", KpiChart)
        part.display = wide and self.size.height >= HIGH and self.part_request() is not None
        for chart in self.query(KpiChart) if wide else ():
            if chart.display:
                chart.draw_soon()

    def _events(self) -> list[str | tuple[str, str]]:
        """Return the notes and actions of both periods; nothing where there are none."""
        rows = event_rows(self.view) if self.view is not None else []
        if self.view is None or not rows:
            return []
        return [(f"{events_heading(self.view)}\n", "bold"), *(f"{line}\n" for line in aligned(rows))]

    @property
    def text_width(self) -> int:
        """How many cells the lines of the change have."""
        width = self.size.width
        return max(20, width - (round(ASIDE_SHARE * width) if width >= WIDE else 0) - 4)

    def _change(self, view: WhyView) -> list[str | tuple[str, str]]:
        style = self.workspace.settings.numbers
        parts: list[str | tuple[str, str]] = [(f"{harmless(why_title(view), 400)}\n", "bold")]
        if view.taken.obstacle is not None:
            return [*parts, f"{obstacle_sentence(view)}\n"]
        width = self.text_width
        parts += [f"{change_sentence(view, style)}\n", f"{harmless(headline(view), 2000)}\n\n"]
        parts += [f"{line}\n" for line in waterfall_lines(view, self.workspace, width)]
        parts += [f"{harmless(line, 2000)}\n" for line in why_remarks(view, style)]
        return parts

    def _what_it_takes(self, levers: LeversView) -> list[str | tuple[str, str]]:
        style = self.workspace.settings.numbers
        before = "\n" if self.view is not None or self.alone is not None else ""
        title = harmless(levers.view.goal.title, 300)
        parts: list[str | tuple[str, str]] = [(f"{before}{levers_heading()}: {title}\n", "bold")]
        parts += [f"{line}\n" for line in (needed_sentence(levers, style), *left_out_sentences(levers.result))]
        rows = lever_rows(levers, style, self.text_width, cell_len)[:MOST_LEVERS]
        parts += [f"{line}\n" for line in aligned(rows, LEVERS_RIGHT)] if rows else []
        parts += [f"{line}\n" for line in other_ways(levers, style)]
        if rows and self.view is not None and not isinstance(levers.result, NoLevers):
            parts += [f"{harmless(line, 400)}\n" for line in opposite_sentences(levers.result, self.view.taken)]
        if self.tried is not None:
            parts.append((f"\n{harmless(tried_names(self.tried, style), 400)}\n", "bold"))
            parts += [f"{harmless(line, 400)}\n" for line in tried_sentences(levers, self.tried, style)]
            parts.append(_("{key} to plan this as an action").format(key=self.key_for("act")) + "\n")
        return parts

    def _what_it_takes_again(self, levers: Levers, taken: ChangeTaken) -> list[str | tuple[str, str]]:
        style, width = self.workspace.settings.numbers, self.text_width
        rows = again_rows(levers, style, width, cell_len)[:MOST_LEVERS]
        return [
            (f"\n{again_heading(self.kpi, levers, style)}\n", "bold"),
            *(f"{line}\n" for line in (*left_out_sentences(levers), again_sentence(self.kpi, levers, style))),
            *(f"{line}\n" for line in aligned(rows, LEVERS_RIGHT)),
            *(f"{harmless(line, 400)}\n" for line in opposite_sentences(levers, taken)),
        ]


class _Worked(NamedTuple):
    view: WhyView | None
    alone: Refused | None
    has_target: bool
    levers: LeversView | None
    tried: Tried | None
    again: Levers | None


def _levers(workspace: Workspace, goal: Goal | None, typed: str) -> tuple[LeversView | None, Tried | None]:
    """Return what it would take for an open goal, and what figures that were typed would bring."""
    from kpitui.services.levers import figures_typed, levers_of, tried

    if goal is None or goal.state != "open" or not goal.targets or goal.deadline < workspace.today:
        return None, None
    try:
        return tried(workspace, goal, figures_typed(typed)) if typed else (levers_of(workspace, goal), None)
    except Refused:
        return None, None


def open_why(page: Page, kpi: Kpi, period: Period | None = None, goal: int | None = None) -> None:
    """Open why *kpi* changed on top of *page*; of one that follows from no others it says so, and how to get parts."""
    page.app.push_screen(WhyPage(kpi, period, goal))


def waterfall_lines(view: WhyView, workspace: Workspace, width: int, *, parts_only: bool = False) -> list[str]:
    """Return the waterfall of a change and what explains its bars; with *parts_only* no parts of parts."""
    rows, legend = waterfall_rows(view, workspace.settings.numbers, width, cell_len, ascii=workspace.ascii)
    if parts_only:
        rows = [row for row in rows if not row[0].startswith(" ")]
    return [*aligned(rows, WATERFALL_RIGHT), *legend]
