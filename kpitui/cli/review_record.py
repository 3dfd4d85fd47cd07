"""A review as `kpitui review --format json` gives it to programs: one documented object, stable names.

A figure that is not known is null, never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.goal_record import goal_record
from kpitui.cli.kpi_record import coverage_record
from kpitui.wording.reviews import ReviewWording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from kpitui.core.review import Matter, Point
    from kpitui.services.json_documents.goals import MatterJson, PointJson, ReviewFigureJson, ReviewJson
    from kpitui.services.reviews import Review, ReviewFigure
    from kpitui.services.workspace import Workspace


def review_record(workspace: Workspace, review: Review) -> ReviewJson:
    """Return a review: its days, the three questions, what changed since the last one, and the figures."""
    period, matters, wording = review.period, review.matters, ReviewWording(review, workspace.settings.numbers)
    keys = {number: kpi.key for number, kpi in review.kpis.items()}
    then = workspace.on(period.as_of)
    records: list[MatterJson] = []
    groups: tuple[tuple[Literal["open", "decided", "put off"], Sequence[Matter]], ...] = (
        ("open", matters.open),
        ("decided", matters.decided),
        ("put off", matters.put_off),
    )
    for state, group in groups:
        for matter in group:
            worded = wording.matter(matter.key)
            records.append(
                {
                    "id": matter.key,
                    "kind": matter.kind,
                    "state": state,
                    "kpi": keys.get(matter.kpi or 0),
                    "goal": matter.goal,
                    "action": matter.action,
                    "text": worded.text,
                    "step": worded.step,
                }
            )
    return {
        "period": period.label,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "as_of": period.as_of.isoformat(),
        "goals": [{**goal_record(then, line.view), "text": wording.goal(line)} for line in review.goals],
        "matters": records,
        "signals_left_out": matters.untold,
        "strong": [_point(point, keys, wording) for point in review.strong],
        "weak": [_point(point, keys, wording) for point in review.weak],
        "actions": wording.actions(),
        "changed": wording.changed(),
        "last_review": review.last.day.isoformat() if review.last else None,
        "kpis": [_figure(figure) for figure in review.figures],
    }


def _point(point: Point, keys: dict[int, str], wording: ReviewWording) -> PointJson:
    return {
        "kpi": keys.get(point.kpi),
        "goal": point.goal,
        "chance": point.chance,
        "size": point.size if point.goal is None else None,
        "text": wording.point(point),
    }


def _figure(figure: ReviewFigure) -> ReviewFigureJson:
    compared = figure.compared
    now, before = compared.now, compared.before
    return {
        "key": figure.kpi.key,
        "name": figure.kpi.name,
        "unit": figure.kpi.unit,
        "value": now.value,
        "before": before.value,
        "before_start": before.period.start.isoformat(),
        "before_end": before.period.end.isoformat(),
        "difference": compared.difference,
        "difference_bound": compared.bound if compared.difference is not None else None,
        "entries": now.entries,
        **coverage_record(now.coverage),
        "at_least": now.at_least,
        "refused": now.refused,
    }
