"""`kpitui show KPI --explain` and `kpitui goal show --explain`: figures with where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.kpi_record import kpi_record
from kpitui.i18n import _
from kpitui.services.insight.calculation import calculation_of_goal, calculation_of_kpi
from kpitui.services.reading import newest_day
from kpitui.wording.explanations import explain_goal, explain_kpi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.services.goals import GoalView
    from kpitui.services.json_documents.kpis import ExplanationJson
    from kpitui.wording.explanations import Explanation


def print_explanations(console: Console, kpi: Kpi, *, json: bool) -> None:
    """Print where the figures of a KPI come from, those of its newest day first."""
    workspace = console.workspace()
    calculation = calculation_of_kpi(workspace, kpi, newest_day(workspace, kpi) or workspace.today)
    explanations = explain_kpi(calculation, workspace.settings.numbers)
    if json:
        console.json({"kpi": kpi_record(kpi), "explanations": [_record(explanation) for explanation in explanations]})
    else:
        _print(console, explanations)


def print_goal_explanations(console: Console, view: GoalView, *, json: bool) -> None:
    """Print where the figures of a goal come from."""
    workspace = console.workspace()
    explanations = explain_goal(calculation_of_goal(workspace, view), workspace.settings.numbers)
    if json:
        console.json({"goal": view.goal.id, "explanations": [_record(explanation) for explanation in explanations]})
    else:
        console.say(view.goal.title)
        _print(console, explanations)


def _print(console: Console, explanations: Sequence[Explanation]) -> None:
    for explanation in explanations:
        console.say(f"{explanation.name}: {explanation.value}")
        if explanation.how:
            console.say("    = " + explanation.how)
        if explanation.rests:
            console.say("    " + _("based on") + ": " + explanation.rests)


def _record(explanation: Explanation) -> ExplanationJson:
    return {
        "name": explanation.name,
        "text": explanation.value,
        "value": explanation.number,
        "formula": explanation.how or None,
        "rests_on": explanation.rests or None,
        "n": explanation.n,
    }
