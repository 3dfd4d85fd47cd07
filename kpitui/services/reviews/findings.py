"""What a review finds, one kind of finding after another: missing days, goals behind, actions due, signals, moves.

Each is a `ReviewItem` with what it was found from, from which the sentences are made. Their order is
`kpitui.core.review`'s work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

from kpitui.core.calendar import By
from kpitui.core.insight.effect import Effect
from kpitui.core.insight.next_step import Advice, change_helps
from kpitui.core.insight.xmr_limits import LIMITS, RANGE_LIMIT
from kpitui.core.kinds import is_computed
from kpitui.core.model import Kpi
from kpitui.core.record import Record
from kpitui.core.review import ReviewItem
from kpitui.core.series import View, ledger_of
from kpitui.services.actions import ActionView, actions
from kpitui.services.goals import GoalView
from kpitui.services.insight import limits_of
from kpitui.services.insight.comparisons import change_since
from kpitui.services.insight.signals import (
    Shifted,
    Surprise,
    TrendView,
    signal_of,
    surprises_in,
    trend_of_kpi,
    value_now,
)
from kpitui.services.reading import sources_of
from kpitui.services.workspace import Workspace
from kpitui.store import records

if TYPE_CHECKING:
    from kpitui.services.reviews import ReviewPeriod

SURE_OF: dict[By, float] = {"day": 0.999, "week": 0.992, "month": 0.967, "quarter": 0.95, "year": 0.95}
"""The share of outcomes within the range of a move, by how often a period of that length is reviewed in a quarter."""

BEHIND = ("no data", "off track", "at risk", "missed", "undecided")


class ReviewedState(Record):
    """A KPI in the period of a review."""

    workspace: Workspace
    then: Workspace
    """The same database, as it is seen on the last day of the period."""
    kpi: Kpi
    period: ReviewPeriod
    serves: bool
    """Whether an open goal rests on it."""
    goals: tuple[GoalView, ...] = ()
    """The open goals that it is the outcome of, as they stood at the end of the period."""


class Missing(Record):
    """Expected days of the period without a figure, and how many were expected."""

    days: tuple[date, ...]
    expected: int


Evidence = Missing | GoalView | ActionView | Surprise | Shifted | TrendView


class ReviewFinding(Record):
    """A matter and what it was found from."""

    matter: ReviewItem
    evidence: Evidence
    advice: Advice | None = None
    """What to do next for a goal; None when its time is over."""


class Moved(Record):
    """How the level of a KPI moved."""

    how: Literal["effect", "shift", "trend"]
    good: bool | None
    """Whether it moved for the better; None where that depends on the band it is to keep, or its goals differ."""
    size: float | None
    """In standard deviations of its own values; None where these are not known."""
    effect: Effect | None = None
    since: date | None = None
    trend: TrendView | None = None

    @property
    def above(self) -> bool | None:
        """Whether it moved upwards."""
        if self.trend is not None:
            return self.trend.trend.slope > 0 if self.trend.trend is not None else None
        return self.effect.difference > 0 if self.effect is not None else None


def missing(seen: ReviewedState) -> Iterator[ReviewFinding]:
    """Yield the expected days of the period without a figure, of a KPI that is logged."""
    kpi, period = seen.kpi, seen.period
    if is_computed(kpi):
        return
    source = sources_of(seen.workspace, [kpi], period.start, period.as_of)[kpi.key]
    view = View(seen.workspace.today, seen.workspace.settings.calendar, records.all_pauses(seen.workspace.store))
    ledger = ledger_of(kpi, source.totals, period.start, period.as_of, view, began=source.began)
    if ledger.missing:
        gap = Missing(ledger.missing, len(ledger.expected))
        key = f"missing:{kpi.key}:{period.end.isoformat()}"
        share = len(gap.days) / gap.expected
        yield ReviewFinding(ReviewItem("missing", key, kpi.id, None, behind_goal=seen.serves, size=share), gap)


def behind(
    views: Iterable[GoalView], period: ReviewPeriod, advise: Callable[[GoalView], Advice | None]
) -> Iterator[ReviewFinding]:
    """Yield the open goals that are not where they should be, each with what *advise* says to do next.

    *views* are in the order of their urgency.
    """
    for rank, view in enumerate(views):
        if view.goal.state == "open" and view.standing.status in BEHIND:
            key = f"goal:{view.goal.uid}:{period.end.isoformat()}"
            matter = ReviewItem("goal", key, view.kpi.id, view.goal.id, size=-float(rank))
            yield ReviewFinding(matter, view, advise(view))


def actions_due(workspace: Workspace, period: ReviewPeriod) -> Iterator[ReviewFinding]:
    """Yield the open actions that are due by the end of the period."""
    for view in actions(workspace):
        action = view.action
        if action.due is not None and action.due <= period.as_of:
            key = f"action:{action.uid}:{period.end.isoformat()}"
            overdue = float((period.as_of - action.due).days)
            kpi = view.kpi.id if view.kpi else None
            yield ReviewFinding(ReviewItem("action", key, kpi, action.goal, action.id, size=overdue), view)


def signals(seen: ReviewedState, move: Moved | None) -> Iterator[ReviewFinding]:
    """Yield what is new of a KPI and not plainly for the better: surprises in the period, and *move* where it lasts."""
    kpi, period = seen.kpi, seen.period
    for surprise in surprises_in(seen.then, kpi, period.start, period.as_of):
        if for_the_better(seen, above=surprise.above) is not True:
            key = f"surprise:{kpi.key}:{surprise.day.isoformat()}"
            yield _signal(seen, "surprise", key, abs(surprise.expected.far), surprise)
    if move is None or move.good is True or move.how == "effect":
        return
    if move.how == "shift" and move.since is not None:
        signal = signal_of(seen.then, kpi)
        if isinstance(signal, Shifted):
            yield _signal(seen, "shift", f"shift:{kpi.key}:{move.since.isoformat()}", move.size or 0.0, signal)
    elif move.trend is not None:
        yield _signal(seen, "trend", f"trend:{kpi.key}:{period.end.isoformat()}", move.size or 0.0, move.trend)


def moved(seen: ReviewedState) -> Moved | None:
    """Return how the level of a KPI moved: a shift that lasts, a steady trend, or this period against those before."""
    kpi, then = seen.kpi, seen.then
    spread = _spread(then, kpi)
    signal = signal_of(then, kpi)
    if isinstance(signal, Shifted):
        effect = signal.shift.effect
        return Moved(
            "shift", for_the_better(seen, above=signal.above), _in(spread, effect.difference), effect, signal.since
        )
    trend = trend_of_kpi(then, kpi)
    if trend.is_trend and trend.trend is not None:
        rise = trend.trend.slope * (trend.trend.values - 1)
        return Moved("trend", for_the_better(seen, above=rise > 0), _in(spread, rise), trend=trend)
    change = change_since(then, kpi, seen.period.start, sure=SURE_OF[seen.period.by or "week"])
    if change is not None and change.clear:
        better = for_the_better(seen, above=change.difference > 0)
        return Moved("effect", better, _in(spread, change.difference), change, seen.period.start)
    return None


def for_the_better(seen: ReviewedState, *, above: bool) -> bool | None:
    """Tell whether a move upwards (*above*) or downwards is good for a KPI, by its goals or else by its direction.

    None for one that is to keep a band without a goal, and where its goals do not agree.
    """
    kpi = seen.kpi
    opinions = {
        change_helps(view.goal, kpi.direction, view.standing, above=above, value=value_now(seen.then, view))
        for view in seen.goals
        if view.goal.targets
    }
    if opinions:
        return opinions.pop() if len(opinions) == 1 else None
    return None if kpi.direction == "band" else above == (kpi.direction == "higher")


def _signal(
    seen: ReviewedState, kind: Literal["surprise", "shift", "trend"], key: str, size: float, evidence: Evidence
) -> ReviewFinding:
    return ReviewFinding(ReviewItem(kind, key, seen.kpi.id, None, behind_goal=seen.serves, size=size), evidence)


def _spread(then: Workspace, kpi: Kpi) -> float | None:
    """Return the standard deviation of a KPI's own values as the natural limits see it; None without limits."""
    chart = limits_of(then, kpi).chart
    limits = chart.segments[-1].limits_now if chart.segments else None
    return limits.range_limit / RANGE_LIMIT * LIMITS / 3 if limits and limits.range_limit > 0 else None


def _in(spread: float | None, change: float) -> float | None:
    return abs(change) / spread if spread else None
