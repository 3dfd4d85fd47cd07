"""The records about wanting something: a goal with its versioned targets and baseline, and corrective actions.

Plain values without behaviour, apart from `model` because logging a number needs none of them. How a goal stands is
`pace`'s work, whether a wish is SMART `smart`'s.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Shape: TypeAlias = 'Literal["cumulative", "level", "reduce", "cap", "band"]'
"""How a goal is judged: a sum to reach, a level to rise to, one to bring down to, a sum not to pass, a band to keep."""

SUMS = ("cumulative", "cap")
"""The shapes of goals on what comes together over the days; the others are judged by a level."""

GoalState: TypeAlias = 'Literal["open", "achieved", "missed", "dropped"]'
"""Where a goal is in its life; the verdict of a closed goal is frozen."""

ActionState: TypeAlias = 'Literal["planned", "started", "done", "dropped"]'
"""Where a corrective action is in its life."""


class Target(Record):
    """One version of what a goal must reach; the past is judged by the version of its day."""

    since: date
    """The first day on which this version holds."""
    value: float
    """The figure to reach, to stay under, or the upper edge of a band."""
    low: float | None = None
    """The lower edge of a band; None for the other shapes."""
    reason: str = ""
    """Why it was changed; empty for the first version."""


class Baseline(Record):
    """What a change is measured from: a value, and the period it was taken from, frozen with its day count."""

    value: float
    start: date | None = None
    end: date | None = None
    """The last day of the period, inclusive."""
    days: int | None = None
    """On how many days of the period there was data."""


class Goal(Record):
    """A SMART goal on one outcome KPI. Start and deadline are both part of it."""

    id: int
    uid: str
    title: str
    """The one result that is wanted, as a sentence (S)."""
    kpi: int
    """The id of the outcome KPI (M)."""
    shape: Shape
    start: date
    deadline: date
    """The last day that counts (T)."""
    targets: tuple[Target, ...]
    """All versions, oldest first; never empty."""
    baseline: Baseline | None = None
    drivers: tuple[int, ...] = ()
    counters: tuple[int, ...] = ()
    acceptable: str = ""
    """Who agreed, what it takes, what is in one's own hands (A)."""
    why: str = ""
    """Why this result matters (R)."""
    review: str = "week"
    """How often the goal is looked at: week, month or quarter."""
    state: GoalState = "open"
    closed: date | None = None
    verdict: float | None = None
    """The figure the goal was closed at."""
    learning: str = ""
    """One sentence of learning, asked when the goal is closed."""
    created: date = date(1, 1, 1)


class Expectation(Record):
    """What an action is expected to bring about in the KPI it is for."""

    size: float
    """How much higher, negative for lower: in the unit of the KPI, or in percent of what it was before."""
    percent: bool = False
    by: date | None = None
    """The day by which it should show."""


class Action(Record):
    """A corrective action: what, for which KPI or goal, due when, with what expected effect."""

    id: int
    uid: str
    what: str
    kpi: int | None = None
    goal: int | None = None
    due: date | None = None
    expected: Expectation | None = None
    state: ActionState = "planned"
    started: date | None = None
    """The first day on which it could have had an effect."""
    finished: date | None = None
    """The day on which it was done or dropped."""
    reason: str = ""
    """Why it was dropped."""
    created: date = date(1, 1, 1)
