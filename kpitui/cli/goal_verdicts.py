"""`kpitui goal list --closed`: the goals that are over, what was learned, and how stated chances turned out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _
from kpitui.wording.chances import calibration_texts
from kpitui.wording.dates import day_text
from kpitui.wording.words import STATE_SIGNS, state_word

if TYPE_CHECKING:
    from kpitui.cli.console import Console


def print_closed(console: Console, *, json: bool) -> None:
    """Print each closed goal with what it came to and what was learned; or that as JSON."""
    from kpitui.cli.calibration import calibration_record
    from kpitui.cli.goal_lines import facts_of
    from kpitui.cli.goal_record import goal_record
    from kpitui.services.goals import closed_goals
    from kpitui.services.insight.calibrating import calibration

    workspace = console.workspace()
    views, report = closed_goals(workspace), calibration(workspace)
    if json:
        records = [goal_record(workspace, view) for view in views]
        console.json({"goals": records, "calibration": calibration_record(report)})
        return
    if not views:
        console.say(_("No goal is closed yet; close one with: kpitui goal close GOAL"))
        return
    ascii = workspace.ascii
    rows = []
    for view in views:
        goal = view.goal
        sign, closed = STATE_SIGNS[goal.state][ascii], day_text(goal.closed) if goal.closed else ""
        reached = facts_of(workspace, view).reached()
        rows.append((f"{sign} {goal.id}", goal.title, reached, state_word(goal.state), closed, goal.learning))
    console.table(rows, right=(2,))
    console.say()
    for text in calibration_texts(report):
        console.say(text)
