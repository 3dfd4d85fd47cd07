"""The records about wanting something: a goal with its versioned targets and baseline, and corrective actions.

Plain values without behaviour, apart from `model` because logging a number needs none of them. How a goal stands is
`pace`'s work, whether a wish is SMART `smart`'s.
"""

from __future__ import annotations

from datetime import date, timedelta

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

GoalType: TypeAlias = 'Literal["total", "cap", "level", "recurring"]'
"""How a goal is judged: a sum to reach, a sum not to pass, a level to be at by the deadline, or every period anew."""

Per: TypeAlias = 'Literal["day", "workday", "week", "month", "quarter"]'
"""The periods of a recurring goal, and what the figure of a level of something that adds up is for."""

Over: TypeAlias = 'Literal["28d", "week", "month", "quarter", "last"]'
"""The stretch that a level is the figure of: the last four weeks, week, month, quarter, or the last value."""

PERS: tuple[Per, ...] = ("day", "workday", "week", "month", "quarter")
OVERS: tuple[Over, ...] = ("28d", "week", "month", "quarter", "last")

SUMS = ("total", "cap")
"""The goals on what comes together over the days; the others are judged by a level or period by period."""

Keep: TypeAlias = "tuple[int, int]"
"""In how many of how many periods a recurring goal is to be kept: ``(9, 10)``."""

MEASURED_DAYS = 28
"""For how many days a goal measures its baseline first."""

GoalState: TypeAlias = 'Literal["open", "achieved", "missed", "dropped"]'
"""Where a goal is in its life; the verdict of a closed goal is frozen."""

ActionState: TypeAlias = 'Literal["planned", "started", "done", "dropped"]'
"""Where a corrective action is in its life."""


class Target(Record):
    """One version of what a goal must reach; the past is judged by the version of its day."""

    since: date
    """The first day on which this version holds."""
    value: float
    """The figure to reach or to stay under; of a recurring goal what each period is to bring at most, else at least."""
    low: float | None = None
    """What each period of a recurring goal is to bring at least; None for the other kinds and where nothing is."""
    high: float | None = None
    """What each period of a recurring goal is to bring at most."""
    keep: Keep | None = None
    """In how many of how many periods a recurring goal is to be kept; None is in every period."""
    reason: str = ""
    """Why it was changed; empty for the first version."""


class Baseline(Record):
    """What a change is measured from: a value, and the period it was taken from, frozen with its day count."""

    value: float
    start: date | None = None
    end: date | None = None
    """The last day of the period, inclusive."""
    days: int | None = None
    """On how many of the expected days (weeks, months) of the period there was data."""
    expected: int | None = None
    """On how many days (weeks, months) of the period data was expected."""
    low: float | None = None
    high: float | None = None
    """The range of a value that is an estimate, because days were missing; None where it was measured as it stands."""


class Goal(Record):
    """A SMART goal on one outcome KPI. Start and deadline are both part of it."""

    id: int
    uid: str
    title: str
    """The one result that is wanted, as a sentence (S)."""
    kpi: int
    """The id of the outcome KPI (M)."""
    type: GoalType
    start: date
    deadline: date
    """The last day that counts (T)."""
    targets: tuple[Target, ...]
    """All versions, oldest first; empty only while the goal measures its baseline first."""
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
    per: Per | None = None
    """The period of a recurring goal; of a level, what its figure is for, as in "100 a day"."""
    over: Over | None = None
    """What a level is measured over; None is what suits its KPI."""
    down: bool | None = None
    """Whether a level is to fall, by the words of the goal; None leaves it to the direction of the KPI."""
    change: float | None = None
    """The change from the baseline that the target follows from: in the unit of the KPI, or in percent."""
    change_percent: bool = False
    measure_until: date | None = None
    """The last of the days on which the baseline is measured first; None once it was, and for other goals."""
    carried: str = ""
    """How a goal of an earlier version was judged, until its page has said what is judged differently now."""

    @property
    def keep(self) -> Keep | None:
        """Return in how many of how many periods a recurring goal is to be kept now; None is in every period."""
        return self.targets[-1].keep if self.targets else None

    @property
    def measure_from(self) -> date | None:
        """Return the first of the days on which the baseline is measured first; None for other goals."""
        until = self.measure_until
        return None if until is None else until - timedelta(days=MEASURED_DAYS - 1)

    @property
    def agreed(self) -> bool:
        """Tell whether it was said that the goal is acceptable and why it matters."""
        return bool(self.acceptable.strip() and self.why.strip())


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
