"""What several commands print of a KPI: its record for programs, its change since a day, where figures come from.

Statistics are loaded where they are told: most commands want the record only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _
from kpitui.services.reading import newest_day
from kpitui.wording.dates import named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from kpitui.cli.console import Console
    from kpitui.core.comparison import Comparison
    from kpitui.core.model import Kpi
    from kpitui.core.series import Coverage
    from kpitui.services.goals import GoalView
    from kpitui.services.insight.comparisons import EffectView
    from kpitui.services.json_documents.kpis import (
        BesideJson,
        ComparedJson,
        CoverageJson,
        ExplanationJson,
        KpiHeadJson,
        ToDateJson,
    )
    from kpitui.wording.explanations import Explanation


def kpi_record(kpi: Kpi) -> KpiHeadJson:
    """Return what tells a KPI from others, for programs."""
    return {
        "key": kpi.key,
        "name": kpi.name,
        "kind": kpi.kind,
        "unit": kpi.unit,
        "direction": kpi.direction,
        "cadence": kpi.cadence,
    }


def coverage_record(coverage: Coverage) -> CoverageJson:
    """Return how much of what was expected is there, for programs, counted in expected entries."""
    return {
        "days_with_data": coverage.logged,
        "days_expected": coverage.expected,
        "counted_as_zero": coverage.zeros,
        "one_sided": coverage.one_sided,
        "paused": coverage.paused,
    }


def compared_record(beside: Comparison) -> BesideJson:
    """Return the earlier period of a comparison and how the later one differs from it, for programs."""
    before = beside.before
    return {
        "period": before.period.label,
        "start": before.period.start.isoformat(),
        "end": before.period.end.isoformat(),
        "value": before.value,
        "difference": beside.difference,
        "change": beside.change,
        "bound": beside.bound if beside.difference is not None else None,
        "without_today": beside.without_today is not None,
    }


def to_date_record(beside: Comparison) -> ToDateJson:
    """Return a month, quarter or year up to a day beside that of a year earlier, for programs."""
    now = beside.now
    by: dict[str, Literal["month", "quarter", "year"]] = {"month": "month", "quarter": "quarter", "year": "year"}
    return {
        "by": by[now.period.by],
        "period": now.period.label,
        "start": now.period.start.isoformat(),
        "end": now.period.end.isoformat(),
        "value": now.value,
        "at_least": now.at_least,
        **coverage_record(now.coverage),
        "last_year": compared_record(beside),
    }


def print_effect(console: Console, kpi: Kpi, since: str, *, json: bool) -> None:
    """Print how a KPI did from a day on, compared with before."""
    from kpitui.services.insight.comparisons import effect_since
    from kpitui.wording.signals import comparison_sentences

    workspace = console.workspace()
    view = effect_since(workspace, kpi, workspace.read_day(since))
    sentences = comparison_sentences(kpi, view, workspace.settings.numbers)
    if json:
        console.json({"kpi": kpi_record(kpi), "since": view.day.isoformat(), **effect_record(view, sentences)})
        return
    for sentence in sentences:
        console.say(sentence)


def effect_record(view: EffectView, text: list[str]) -> ComparedJson:
    """Return the difference, its range, and what it rests on; what cannot be told is null."""
    effect = view.effect
    return {
        "difference": effect.difference if effect else None,
        "low": effect.low if effect else None,
        "high": effect.high if effect else None,
        "clear": effect.clear if effect else None,
        "before": view.before,
        "after": view.after,
        "needed_before": view.needed_before,
        "needed_after": view.needed_after,
        "looked_until": view.looked_until.isoformat() if view.looked_until else None,
        "next_look": view.next_look.isoformat() if view.next_look else None,
        "text": text,
    }


def print_explanations(console: Console, kpi: Kpi, *, json: bool) -> None:
    """Print where the figures of a KPI come from, those of its newest day first."""
    from kpitui.services.insight.calculation import calculation_of_kpi
    from kpitui.wording.explanations import explain_kpi

    workspace = console.workspace()
    calculation = calculation_of_kpi(workspace, kpi, newest_day(workspace, kpi) or workspace.today)
    explanations = explain_kpi(calculation, workspace.settings.numbers)
    if json:
        console.json(
            {"kpi": kpi_record(kpi), "explanations": [_explanation_record(explanation) for explanation in explanations]}
        )
    else:
        _print_explanations(console, explanations)


def print_goal_explanations(console: Console, view: GoalView, *, json: bool) -> None:
    """Print where the figures of a goal come from."""
    from kpitui.services.insight.calculation import calculation_of_goal
    from kpitui.wording.explanations import explain_goal

    workspace = console.workspace()
    explanations = explain_goal(calculation_of_goal(workspace, view), workspace.settings.numbers)
    if json:
        console.json(
            {"goal": view.goal.id, "explanations": [_explanation_record(explanation) for explanation in explanations]}
        )
    else:
        console.say(view.goal.title)
        _print_explanations(console, explanations)


def _print_explanations(console: Console, explanations: Sequence[Explanation]) -> None:
    for explanation in explanations:
        console.say(named(explanation.name, explanation.value))
        if explanation.how:
            console.say("    = " + explanation.how)
        if explanation.rests:
            console.say("    " + _("based on") + ": " + explanation.rests)


def _explanation_record(explanation: Explanation) -> ExplanationJson:
    return {
        "name": explanation.name,
        "text": explanation.value,
        "value": explanation.number,
        "formula": explanation.how or None,
        "rests_on": explanation.rests or None,
        "n": explanation.n,
    }
