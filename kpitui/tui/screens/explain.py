"""Where figures come from: the formula of each filled in, and the rows it rests on. One key on any figure opens it.

What there is to explain is worked out by the services, after the page is painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from kpitui.core.model import Kpi
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.i18n.wrapping import wrap
from kpitui.tui.page import OTHER_PAGES, Page
from kpitui.tui.widgets.columns import Styled, beside
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.wording.dates import named

if TYPE_CHECKING:
    from kpitui.services.goals import GoalView
    from kpitui.services.workspace import Workspace
    from kpitui.wording.explanations import Explanation

INDENT = "    "

WIDE = 110
"""Columns from which the explanations stand in two columns."""


def explain_kpi_page(kpi: Kpi, day: date, above: Sequence[str] = ()) -> ExplainPage:
    """Return the page that explains the figures of a KPI, those of *day* first.

    *above* them stands what the page it is opened from had no room for.
    """

    def find(workspace: Workspace) -> Sequence[Explanation]:
        from kpitui.services.insight.calculation import calculation_of_kpi
        from kpitui.wording.explanations import explain_kpi

        return explain_kpi(calculation_of_kpi(workspace, kpi, day), workspace.settings.numbers)

    return ExplainPage(kpi.name, find, above)


def explain_goal_page(view: GoalView) -> ExplainPage:
    """Return the page that explains the figures of a goal."""

    def find(workspace: Workspace) -> Sequence[Explanation]:
        from kpitui.services.insight.calculation import calculation_of_goal
        from kpitui.wording.explanations import explain_goal

        return explain_goal(calculation_of_goal(workspace, view), workspace.settings.numbers)

    return ExplainPage(view.goal.title, find)


class ExplainPage(Page):
    """The figures of *subject* with where they come from, as *find* works them out, and what stands *above* them."""

    CSS_PATH = "explain.tcss"
    KEYED = (VerticalScroll,)
    BINDINGS: ClassVar[list[BindingType]] = [*OTHER_PAGES]

    def __init__(
        self, subject: str, find: Callable[[Workspace], Sequence[Explanation]], above: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.subject = subject
        self.find = find
        self.above = above
        self.explanations: Sequence[Explanation] = ()

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        title = _("{subject}: how it's calculated").format(subject=harmless(self.subject, 200))
        yield Heading(title)
        with VerticalScroll():
            yield Plain(id="text")
        yield KeyBar()

    def reload(self) -> None:
        """Work the explanations out, and take the keys for scrolling."""
        self.query_one(VerticalScroll).focus()
        self.run_in_background(self.find, self._show)

    def clear_figures(self) -> None:
        """Take the figures away that are explained."""
        self._show(())

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._show(self.explanations)

    def _show(self, explanations: Sequence[Explanation]) -> None:
        self.explanations = explanations
        width = max(20, self.size.width - 8)
        half = width // 2 - 2
        blocks = self._blocks(width if self.size.width < WIDE else half)
        left, right = ([line for block in some for line in block] for some in _halved(blocks))
        rows = [[line] for line in (*left, *right)]
        if self.size.width >= WIDE and right:
            rows = beside(left, right, half, self.app.ascii)
        parts: list[str | Styled] = []
        for row in rows:
            parts += [*(run if run[1] else run[0] for run in row), "\n"]
        self.query_one("#text", Plain).update(Content.assemble(*parts))

    def _blocks(self, width: int) -> list[list[Styled]]:
        """Return what stands above, and each explanation, as lines of *width* cells, an empty one after each."""

        def lines(text: str, lead: str = "", style: str = "") -> list[Styled]:
            parts = wrap(harmless(text, 2000), width, initial_indent=lead, subsequent_indent=" " * len(lead))
            return [(part, style) for part in parts]

        blocks = []
        if self.explanations and self.above:
            blocks.append([line for text in self.above for line in lines(text)])
        for explanation in self.explanations:
            block = lines(named(explanation.name, explanation.value), style="bold")
            if explanation.how:
                block += lines(explanation.how, f"{INDENT[:-2]}= ")
            if explanation.rests:
                block += lines(_("based on") + ": " + explanation.rests, INDENT)
            blocks.append(block)
        return [[*block, ("", "")] for block in blocks]


def _halved(blocks: Sequence[list[Styled]]) -> tuple[Sequence[list[Styled]], Sequence[list[Styled]]]:
    """Return *blocks*, in their order, in two columns of which the longer one is as short as it can be."""
    sizes = [len(block) for block in blocks]
    cut = min(range(len(blocks) + 1), key=lambda cut: max(sum(sizes[:cut]), sum(sizes[cut:])))
    return blocks[:cut], blocks[cut:]
