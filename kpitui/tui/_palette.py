"""What the palette finds by name, a line each: the kind of thing, its name, and the key that does the same.

Textual's palette does the searching, by letters in their order; what is listed here is found by any of its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.app import SystemCommand

from kpitui.i18n import _
from kpitui.i18n.harmless import harmless
from kpitui.services.actions import actions
from kpitui.services.goals import all_goals
from kpitui.services.notes import tags_lately
from kpitui.services.reading import shown_kpis
from kpitui.tui.keymap import opener
from kpitui.tui.pages import PAGES
from kpitui.tui.widgets.key_bar import sign_of

if TYPE_CHECKING:
    from textual.screen import Screen

    from kpitui.tui.base_app import BaseApp

KIND = 9
"""Cells for the kind of thing."""

LONGEST = 60
"""Cells of a name, beyond which the key would leave the line."""

OPENED = frozenset(page.key_id for page in PAGES.values() if page.key)


def palette_commands(app: BaseApp, screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Yield the pages, the keys of *screen* that act now, then KPIs, goals, open actions and hashtags."""
    for page in PAGES.values():
        if page.key:
            yield _command(_("page"), _(page.title), partial(app.action_open, page.name), opener(app, page.name))
    listed: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        is_page = binding.id in OPENED or binding.action == "command_palette"
        if binding.show and binding.description and active.enabled and not is_page and binding.action not in listed:
            listed.add(binding.action)
            press = partial(app.run_action, binding.action, active.node)
            yield _command(_("key"), _(binding.description), press, sign_of(binding.key, binding.key_display))
    for kpi in shown_kpis(app.workspace):
        yield _command("KPI", harmless(kpi.name, LONGEST), partial(_open_kpi, app, kpi.key))
    for goal in all_goals(app.workspace):
        yield _command(_("goal"), harmless(goal.title, LONGEST), partial(_open_goal, app, goal.id))
    for view in actions(app.workspace, closed=False):
        yield _command(_("action"), harmless(view.action.what, LONGEST), partial(app.action_open, "actions"))
    for count in tags_lately(app.workspace):
        yield _command(_("hashtag"), harmless(f"#{count.tag}", LONGEST), partial(_open_tag, app, count.tag))


def _command(kind: str, name: str, act: Callable[[], Any], key: str = "") -> SystemCommand:
    padded = kind + " " * max(1, KIND - cell_len(kind))
    return SystemCommand(f"{padded}{name}" + (f"  {key}" if key else ""), "", act)


def _open_kpi(app: BaseApp, key: str) -> None:
    from kpitui.tui.screens.kpi import KpiPage

    app.push_screen(KpiPage(key))


def _open_tag(app: BaseApp, tag: str) -> None:
    from kpitui.tui.screens.notes import NotesPage

    app.push_screen(NotesPage(tag))


def _open_goal(app: BaseApp, number: int) -> None:
    from kpitui.tui.screens.goal import GoalPage

    app.push_screen(GoalPage(number))
