"""The table of pages: what there is, where it lives, and the key that opens it from Today.

Navigation, the keys of Today, the command palette, the help page and the manual's key list are made from these rows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from kpitui.core.errors import mark

if TYPE_CHECKING:
    from kpitui.tui.page import Page


class PageRow(NamedTuple):
    """One page."""

    name: str
    place: str
    """Its class as ``module:name``, imported when the page is first opened."""
    title: str
    """Its name for people, untranslated."""
    key: str = ""
    """The key that opens it from Today, or several with commas; empty for a page that needs a KPI or a goal to show."""
    does: str = ""
    """What that key does, untranslated, on the line of keys and in help."""
    action: str = ""
    """What comes after ``today.`` in the id of that key, where it is not the name of the page."""

    @property
    def key_id(self) -> str:
        """The id by which the key that opens it is moved."""
        return f"today.{self.action or self.name}"


PAGES: dict[str, PageRow] = {
    page.name: page
    for page in (
        PageRow("today", "kpitui.tui.screens.today.page:TodayPage", mark("Today")),
        PageRow(
            "wizard", "kpitui.tui.screens.wizard.page:WizardPage", mark("New goal"),
            "ctrl+n", mark("new goal"), action="new_goal",
        ),
        PageRow("goals", "kpitui.tui.screens.goals:GoalsPage", mark("Goals"), "g", mark("goals")),
        PageRow("goal", "kpitui.tui.screens.goal:GoalPage", mark("Goal")),
        PageRow(
            "kpi_form", "kpitui.tui.screens.kpi_form:KpiFormPage", mark("Add a KPI"),
            "n", mark("new KPI"), action="add_kpi",
        ),
        PageRow("kpi", "kpitui.tui.screens.kpi:KpiPage", mark("KPI")),
        PageRow("explain", "kpitui.tui.screens.explain:ExplainPage", mark("How it's calculated")),
        PageRow("why", "kpitui.tui.screens.why:WhyPage", mark("Why")),
        PageRow("tree", "kpitui.tui.screens.tree:TreePage", mark("Parts")),
        PageRow("runway", "kpitui.tui.screens.runway:RunwayPage", mark("How long will it last?")),
        PageRow("actions", "kpitui.tui.screens.actions:ActionsPage", mark("Actions"), "A", mark("actions")),
        PageRow("action_form", "kpitui.tui.screens.action_form:ActionFormPage", mark("New action")),
        PageRow("notes", "kpitui.tui.screens.notes:NotesPage", mark("Notes"), "M", mark("notes")),
        PageRow(
            "review", "kpitui.tui.screens.review.page:ReviewPage", mark("Review"), "r", mark("review")
        ),
        PageRow("guided", "kpitui.tui.screens.review._guided:GuidedPage", mark("Review, step by step")),
        PageRow(
            "guard_rails", "kpitui.tui.screens.guard_rails:GuardRailsPage", mark("Checks"),
            "C", mark("checks"),
        ),
        PageRow(
            "importing", "kpitui.tui.screens.importing:ImportPage", mark("Import a file"),
            "I", mark("import"), action="import",
        ),
        PageRow("export", "kpitui.tui.screens.export:ExportPage", mark("Export"), "E", mark("export")),
        PageRow("pauses", "kpitui.tui.screens.pauses:PausesPage", mark("Pauses"), "V", mark("pauses")),
        PageRow("history", "kpitui.tui.screens.history:HistoryPage", mark("History"), "H", mark("history")),
        PageRow("settings", "kpitui.tui.screens.settings:SettingsPage", mark("Settings"), "S", mark("settings")),
        PageRow(
            "help", "kpitui.tui.screens.help:HelpPage", mark("Help"), "question_mark,f1", mark("help")
        ),
    )
}  # fmt: skip


def page_class(name: str) -> type[Page]:
    """Return the class of the page called *name*, importing its module."""
    module, _colon, attribute = PAGES[name].place.partition(":")
    cls: type[Page] = getattr(import_module(module), attribute)
    return cls
