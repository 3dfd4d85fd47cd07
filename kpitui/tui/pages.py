"""The table of pages: what there is, where it lives, and the key that opens it from Today.

Navigation, the command palette, the help page and the manual's key list are made from these rows.
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
    """The key that opens it from Today; empty for a page that needs a KPI or a goal to show."""


PAGES: dict[str, PageRow] = {
    page.name: page
    for page in (
        PageRow("today", "kpitui.tui.screens.today:TodayPage", mark("Today")),
        PageRow("kpi", "kpitui.tui.screens.kpi:KpiPage", mark("KPI")),
        PageRow("kpi_form", "kpitui.tui.screens.kpi_form:KpiFormPage", mark("Add a KPI"), "a"),
        PageRow("goals", "kpitui.tui.screens.goals:GoalsPage", mark("Goals"), "g"),
        PageRow("goal", "kpitui.tui.screens.goal:GoalPage", mark("Goal")),
        PageRow("explain", "kpitui.tui.screens.explain:ExplainPage", mark("Where it comes from")),
        PageRow("wizard", "kpitui.tui.screens.wizard:WizardPage", mark("New goal"), "ctrl+n"),
        PageRow("actions", "kpitui.tui.screens.actions:ActionsPage", mark("Actions"), "A"),
        PageRow("action_form", "kpitui.tui.screens.action_form:ActionFormPage", mark("New action")),
        PageRow("notes", "kpitui.tui.screens.notes:NotesPage", mark("Notes"), "N"),
        PageRow("review", "kpitui.tui.screens.review:ReviewPage", mark("Review"), "r"),
        PageRow("guided", "kpitui.tui.screens.guided:GuidedPage", mark("Review, one by one")),
        PageRow("guard_rails", "kpitui.tui.screens.guard_rails:GuardRailsPage", mark("Guard rails"), "G"),
        PageRow("importing", "kpitui.tui.screens.importing:ImportPage", mark("Import a file"), "i"),
        PageRow("history", "kpitui.tui.screens.history:HistoryPage", mark("History"), "H"),
        PageRow("settings", "kpitui.tui.screens.settings:SettingsPage", mark("Settings"), "S"),
        PageRow("help", "kpitui.tui.screens.help:HelpPage", mark("Help"), "question_mark"),
    )
}


def page_class(name: str) -> type[Page]:
    """Return the class of the page called *name*, importing its module."""
    module, _colon, attribute = PAGES[name].place.partition(":")
    found: type[Page] = getattr(import_module(module), attribute)
    return found
