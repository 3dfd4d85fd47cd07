"""What a report of a review needs beside the review itself: whose it is, of which day, and a picture for every goal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kpitui.charts.spec import ChartData
from kpitui.core.goal import SUMS
from kpitui.core.recurring import by_of
from kpitui.services.charts import chart_data, level_chart
from kpitui.services.reviewing import Review, ReviewGoal
from kpitui.services.workspace import Workspace

DAYS_BEFORE = 91
"""How far before the end of the period a picture reaches back at the least."""


class ReviewReport(NamedTuple):
    """A review with what is told beside it in a report."""

    review: Review
    business: str
    """The name of the business; empty where none was given."""
    made: date
    pictures: tuple[ChartData, ...]
    """What is drawn of each goal, in their order."""


def review_report(workspace: Workspace, review: Review) -> ReviewReport:
    """Return what the report of a review is made of."""
    pictures = tuple(_picture(workspace, review, line) for line in review.goals)
    return ReviewReport(review, workspace.settings.values["business"], workspace.today, pictures)


def _picture(workspace: Workspace, review: Review, line: ReviewGoal) -> ChartData:
    """Return what the picture of a goal shows: a total adds up, a level is a line, a recurring one its periods."""
    goal, stretch = line.view.goal, review.stretch
    then = workspace.on(stretch.as_of)
    if goal.type == "recurring":
        data = chart_data(then, line.view.kpi, "periods", goal.start, goal.deadline, goal=goal)
        points = tuple((bar.start, bar.value) for bar in data.bars if bar.value is not None and not bar.partial)
        bridge = {"day": 7, "week": 7, "month": 31, "quarter": 92}[by_of(goal.per or "week")]
        data = data._replace(points=points, target=data.bar_target, bridge=bridge, last=max(stretch.as_of, data.first))
    elif goal.type in SUMS:
        data = chart_data(then, line.view.kpi, "cumulative", goal.start, goal.deadline, goal=goal)
        return data._replace(points=data.total, pace=data.total_pace, target=line.view.standing.target, bridge=10_000)
    else:
        first = min(max(goal.start, stretch.as_of - timedelta(days=DAYS_BEFORE)), stretch.start)
        data = chart_data(then, line.view.kpi, "trend", first, stretch.as_of, goal=goal)
        data = level_chart(then, line.view.kpi, goal, data)
    return data
