"""Goals as lines for people (sign, title, how far, status in words, days left) and as the record that programs read.

`status`, `goal list` and `goal show` give the same record, with stable names; a figure that is not known is null.
"""

from __future__ import annotations

from kpitui.i18n import _
from kpitui.services.reading import all_kpis
from kpitui.wording.goals import GoalFacts, goal_facts
from kpitui.wording.words import STATUS_SIGNS, status_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpitui.cli.console import Console
    from kpitui.core.insight.next_step import Step
    from kpitui.services.goals import GoalView
    from kpitui.services.json_documents.goals import GoalJson, KeptJson
    from kpitui.services.workspace import Workspace


LEFT_TO_DO: dict[Step | None, str] = {
    "so many of ten": "kpitui goal edit {number} --keep {share} --reason ...",
    "fewer of ten": "kpitui goal edit {number} --keep {share} --reason ...",
    "raise or close": "kpitui goal edit {number} --target ... --reason ...",
    "extend or lower": "kpitui goal edit {number} --deadline ...",
}
"""The commands that change a goal that can be reached no more, by what is left to do."""


def draw_goals(console: Console, views: Iterable[GoalView]) -> None:
    """Print a line for each goal."""
    workspace = console.workspace()
    ascii = workspace.ascii
    rows = []
    for view in views:
        status, facts = view.standing.status, facts_of(workspace, view)
        sign = f"{STATUS_SIGNS[status][ascii]} {view.goal.id}"
        rows.append((sign, view.goal.title, facts.in_list(), status_word(status), facts.days_left(), facts.as_of()))
    console.table(rows, right=(2,))


def goal_details(workspace: Workspace, view: GoalView) -> list[tuple[str, str]]:
    """Return what there is to know about a goal besides its line, as pairs of a name and a text."""
    from kpitui.services.actions.effects import recent_actions
    from kpitui.services.insight.calibration import calibration
    from kpitui.services.insight.comparisons import summary_of_goal
    from kpitui.wording.actions import actions_facts
    from kpitui.wording.forecasts import outlook_facts, stated_facts
    from kpitui.wording.signals import summary_facts

    facts = facts_of(workspace, view)
    style = workspace.settings.numbers
    summary = summary_of_goal(workspace, view)
    foretold = outlook_facts(view.outlook, view.standing.days_left, summary.basis)
    now = [*facts.how_it_stands(), *foretold, *summary_facts(summary, style)]
    command = LEFT_TO_DO.get(summary.advice.step) if summary.advice is not None else None
    if summary.advice is not None and command is not None:
        share = summary.advice.share
        filled = command.format(number=view.goal.id, share=f"{share[0]}/{share[1]}" if share else "")
        now.append((_("command"), filled))
    now += actions_facts(recent_actions(workspace, view.goal), style, workspace.today)
    if view.goal.state != "open":
        now += stated_facts(calibration(workspace, view.goal))
    return [*now, *facts.how_it_was_set(), *facts.targets()]


def facts_of(workspace: Workspace, view: GoalView) -> GoalFacts:
    """Return what words the facts of a goal."""
    names = {kpi.id: kpi.name for kpi in all_kpis(workspace)}
    return goal_facts(view, workspace.settings.numbers, names)


def goal_record(workspace: Workspace, view: GoalView) -> GoalJson:
    """Return a goal and how it stands; days are ISO text, figures in the unit of the KPI."""
    from kpitui.core.insight.next_step import is_lost
    from kpitui.core.pace import level_over
    from kpitui.services.goals.verdicts import goal_data
    from kpitui.services.insight.signals import step_of

    goal, standing, outlook = view.goal, view.standing, view.outlook
    following = standing.needed_next
    arrival = outlook.arrival.middle.isoformat() if outlook is not None and outlook.arrival is not None else None
    over = level_over(goal, goal_data(workspace, goal, view.kpi)) if goal.type == "level" else None
    kept_periods: KeptJson | None = None
    if standing.kept is not None:
        kept_periods = {
            "kept": standing.kept,
            "judged": standing.judged or 0,
            "of": list(goal.keep) if goal.keep else None,
        }
    newest = goal.targets[-1] if goal.targets else None
    return {
        "id": goal.id,
        "title": goal.title,
        "kpi": view.kpi.key,
        "type": goal.type,
        "per": goal.per,
        "at_least": newest.low if newest else None,
        "at_most": newest.high if newest else None,
        "kept": kept_periods,
        "over": over,
        "state": goal.state,
        "baseline": goal.baseline.value if goal.baseline else None,
        "target": standing.target,
        "actual": standing.actual,
        "actual_at_least": standing.at_least,
        "progress": standing.progress,
        "expected": standing.expected,
        "gap": standing.gap,
        "status": standing.status,
        "as_of": standing.as_of.isoformat() if standing.as_of else None,
        "stale": standing.stale,
        "coverage": standing.days_logged / standing.days_elapsed if standing.days_elapsed else None,
        "first_ends": standing.first_ends.isoformat() if standing.first_ends else None,
        "agreed": goal.agreed,
        "chance": outlook.chance if outlook else None,
        "arrival": arrival,
        "needed_per_day": standing.needed_per_day,
        "needed_next": {"date": following[0].isoformat(), "value": following[1]} if following else None,
        "effort": standing.effort,
        "safe_days": standing.safe_days,
        "days_behind": standing.days_behind,
        "next_step": step_of(workspace, view),
        "lost": is_lost(goal, standing, outlook.chance if outlook else None),
        "start": goal.start.isoformat(),
        "deadline": goal.deadline.isoformat(),
        "closed": goal.closed.isoformat() if goal.closed else None,
        "verdict": goal.verdict,
        "learning": goal.learning or None,
    }
