"""Goals as lines for people: sign, title, how far, status in words, days left."""

from __future__ import annotations

from kpitui.services.reading import all_kpis
from kpitui.wording.goals import GoalFacts
from kpitui.wording.words import STATUS_SIGNS, status_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpitui.cli.console import Console
    from kpitui.services.goals import GoalView
    from kpitui.services.workspace import Workspace


def draw_goals(console: Console, views: Iterable[GoalView]) -> None:
    """Print a line for each goal."""
    workspace = console.workspace()
    ascii = workspace.ascii
    rows = []
    for view in views:
        status, facts = view.standing.status, facts_of(workspace, view)
        sign = f"{STATUS_SIGNS[status][ascii]} {view.goal.id}"
        rows.append((sign, view.goal.title, facts.reached(), status_word(status), facts.days_left(), facts.as_of()))
    console.table(rows, right=(2,))


def goal_details(workspace: Workspace, view: GoalView) -> list[tuple[str, str]]:
    """Return what there is to know about a goal besides its line, as pairs of a name and a text."""
    from kpitui.services.actions.effects import recent_actions
    from kpitui.services.insight.calibrating import calibration
    from kpitui.services.insight.summary import summary_of_goal
    from kpitui.wording.actions import actions_facts
    from kpitui.wording.chances import outlook_facts, stated_facts
    from kpitui.wording.signals import summary_facts

    facts = facts_of(workspace, view)
    foretold = outlook_facts(view.outlook, view.standing.days_left)
    style = workspace.settings.numbers
    now = [*facts.how_it_stands(), *foretold, *summary_facts(summary_of_goal(workspace, view), style)]
    now += actions_facts(recent_actions(workspace, view.goal), style, workspace.today)
    if view.goal.state != "open":
        now += stated_facts(calibration(workspace, view.goal))
    return [*now, *facts.how_it_was_set(), *facts.targets()]


def facts_of(workspace: Workspace, view: GoalView) -> GoalFacts:
    """Return what words the facts of a goal."""
    names = {each.id: each.name for each in all_kpis(workspace)}
    return GoalFacts(view.goal, view.kpi, view.standing, names, workspace.settings.numbers)
