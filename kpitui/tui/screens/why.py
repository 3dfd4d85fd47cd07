"""Why a KPI changed: its change taken apart into the KPIs that it follows from, as a waterfall that adds up.

It is opened on a KPI, on a goal with its target, or on a line of a review with the days of that. It is worked out by
the services, after the page is painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from kpitui.core.errors import KpituiError, mark
from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.tui.page import OTHER_PAGES, Page
from kpitui.tui.waterfall_text import aligned, waterfall_lines
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.wording.why import (
    change_sentence,
    event_rows,
    events_heading,
    headline,
    obstacle_sentence,
    why_remarks,
    why_title,
)

if TYPE_CHECKING:
    from kpitui.core.calendar import Period
    from kpitui.services.why import WhyAgainst, WhyView
    from kpitui.services.workspace import Workspace


AGAINST: tuple[WhyAgainst, ...] = ("previous", "last-year", "target")
"""What `v` goes through; the target only where a goal has one in the period."""


class WhyPage(Page):
    """The change of *kpi* in *period*, else in its last whole one; on a goal its number is *goal*."""

    CSS_PATH = "why.tcss"
    KEYED = (VerticalScroll,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "period", mark("period"), id="why.period"),
        Binding("v", "against", mark("compare with"), id="why.against"),
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

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Plain(_("{kpi}: why").format(kpi=harmless(self.kpi.name, 200)), classes="heading")
        with VerticalScroll():
            yield Plain(id="text")
        yield KeyBar()

    def reload(self) -> None:
        """Take the change apart, and take the keys for scrolling."""
        self.query_one(VerticalScroll).focus()
        kpi, period, turns, against, number = self.kpi, self.period, self.turns, self.against, self.goal

        def work(workspace: Workspace) -> tuple[WhyView, bool]:
            from kpitui.services.goals import find_goal
            from kpitui.services.why import goal_in, lengths_of, whole_period, why

            lengths = lengths_of(workspace, kpi)
            chosen = period or whole_period(workspace, lengths[turns % len(lengths)])
            goal = find_goal(workspace, str(number)) if number is not None else goal_in(workspace, kpi, chosen)
            has_target = goal is not None and bool(goal.targets)
            beside = "previous" if against == "target" and not has_target else against
            return why(workspace, kpi, chosen, beside, goal if beside == "target" else None), has_target

        def show(worked: tuple[WhyView, bool]) -> None:
            view, self.has_target = worked
            self.against = view.against
            self._show(view)

        self.run_in_background(work, show)

    def clear_figures(self) -> None:
        """Take the numbers away."""
        self.view = None
        self.query_one("#text", Plain).update("")

    def on_resize(self) -> None:
        """Fit the bars to the width."""
        if self.view is not None:
            self._show(self.view)

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

    def _show(self, view: WhyView) -> None:
        self.view = view
        style, today = self.workspace.settings.numbers, self.workspace.today
        parts: list[str | tuple[str, str]] = [(f"{harmless(why_title(view, today), 400)}\n", "bold")]
        if view.taken.obstacle is not None:
            parts.append(obstacle_sentence(view))
        else:
            width = max(20, self.size.width - 4)
            parts += [f"{change_sentence(view, style)}\n", f"{harmless(headline(view), 2000)}\n\n"]
            parts += [f"{line}\n" for line in waterfall_lines(view, self.workspace, width)]
            parts += [f"\n{harmless(line, 2000)}" for line in why_remarks(view, style)]
            events = event_rows(view)
            if events:
                parts.append(f"\n{events_heading(view)}\n")
                parts += [f"{line}\n" for line in aligned(events)]
        self.query_one("#text", Plain).update(Content.assemble(*parts))


def open_why(page: Page, kpi: Kpi, period: Period | None = None, goal: int | None = None) -> None:
    """Open why *kpi* changed on top of *page*; one that follows from no other KPI is refused in a sentence."""
    from kpitui.services.why import refuse_without_parts

    try:
        refuse_without_parts(page.workspace, kpi)
    except KpituiError as error:
        page.app.report(error)
    else:
        page.app.push_screen(WhyPage(kpi, period, goal))
