"""How a goal stands on a day, as a record: the word for it and every figure behind it.

`pace.standing` works it out with the status by its pace. Where there is a chance (`insight.probability`), the status
follows from that: `status_by_chance`, which `kpitui.services.goals.verdicts` asks for every face.
"""

from __future__ import annotations

from datetime import date

from kpitui.core.record import Record
from kpitui.core.series import Coverage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from kpitui.core.cadence import Span
    from kpitui.core.measure import Measured
    from kpitui.core.recurring import JudgedPeriod

Status: TypeAlias = (
    'Literal["reached", "on track", "at risk", "off track", "too early", "measuring", "no data", "not started",'
    ' "missed", "undecided"]'
)
"""How a goal stands, in one word."""

URGENCY: dict[Status, int] = {
    "off track": 0, "at risk": 1, "undecided": 2, "missed": 3, "no data": 4, "too early": 5, "measuring": 6,
    "on track": 7, "not started": 8, "reached": 9,
}  # fmt: skip
"""The order in which goals ask for attention, lowest first."""

ON_TRACK, OFF_TRACK = 0.6, 0.2
"""The printed chance from which on a goal is on track, and below which it is off track."""

OPEN: tuple[Status, ...] = ("on track", "at risk", "off track", "too early")
"""The words of a goal that is under way: those that a chance decides on where there is one."""


BEYOND = 3.0
"""How many times the recent average each day would have to bring, from which on no plausible rest reaches a total."""


class Standing(Record):
    """How a goal stands; a figure that is not defined is None, which is never the same as 0."""

    as_of: date | None
    """The last day whose data it rests on, never after the deadline; None without data."""
    status: Status
    actual: float | None
    """The sum so far, the level by its measure, or what the running (else the last) period of a recurring goal has."""
    expected: float | None
    """Where it should be as of that day; for a cap, what may have been used; of a recurring goal, in that period."""
    target: float | None
    """What must be reached, in the version that holds today; None while it is being measured."""
    progress: float | None
    """The share of the way from baseline to target, below 0 when moving away; of a sum its share of the target; of a
    recurring goal the share of the periods so far that were kept."""
    gap: float | None
    """How far ahead (above 0) or behind (below 0) of what is expected."""
    needed_per_day: float | None
    """What each remaining day must bring to a sum, or to the running period; None when nothing or no day is left."""
    left_per_day: float | None
    """What a cap, or the "at most" of the running period, leaves for each remaining day; None when it is broken."""
    effort: float | None
    """The needed rate over the recent rate: 1.3 is 1.3 times the recent pace; None when it is too early to say."""
    days_left: int
    """The days from today, when nothing is logged on it yet, or else tomorrow, to the deadline, without paused ones.

    Of a KPI of working days or chosen weekdays only those count, for nothing comes in on the others.
    """
    days_ahead: int
    """The days from today to the deadline, both counted, whatever is logged or paused; 0 once it is over.

    As of a day that has passed they begin with the next one.

    It is told as days left, so that goals with one deadline have one number. Of a KPI of working days only those count.
    """
    days_logged: int
    """The expected entries that are there, among `days_elapsed`: since the start, or of a level within its stretch."""
    days_elapsed: int
    """The entries that are expected up to `as_of`, without paused ones; of a level those of its stretch."""
    cadence: str = "day"
    """What those entries are: those of this cadence; of a derived KPI that of its scarcest part."""
    needed_next: tuple[date, float] | None = None
    """The next day that counts, and what it must bring by its weekday; None where all weekdays weigh the same."""
    needed_per_period: float | None = None
    """Of what is logged by the week, month or quarter: what each that is not over, or has no number yet, must bring to
    the sum, or to the running period; None where nothing is needed, or none is left to be logged."""
    left_per_period: float | None = None
    """What a cap, or the "at most" of the running period, leaves for each of those."""
    entries_left: int | None = None
    """How many of those are left, the running one among them; None where it is logged by the day, and of a level."""
    safe_days: int | None = None
    """For how many days a sum to reach stays on track when nothing more comes in; None when it is not on track."""
    old: bool = False
    """Whether `as_of` lies before yesterday, so that it is told beside what rests on it."""
    missing: int = 0
    """The expected entries between `as_of` and today that are missing: with any, what is said is old."""
    at_target: bool = False
    """Whether a level that is under way is at or beyond its target now."""
    decided: bool = False
    """Whether nothing that can still be logged changes the verdict, so that there is no chance to speak of."""
    lost: bool = False
    """Whether it can be reached no more, whatever is still logged, though its time is not over."""
    kept: int | None = None
    """In how many periods a recurring goal was kept."""
    judged: int | None = None
    """In how many periods it was kept or missed."""
    periods: tuple[JudgedPeriod, ...] = ()
    """All periods of a recurring goal, ascending, but for those that were paused altogether."""
    paused: int = 0
    """How many periods of a recurring goal that have begun were paused altogether."""
    measured: Measured | None = None
    """The measure of a level, or of what is measured first."""
    ending: Measured | None = None
    """Of a level that is undecided its stretch up to the deadline, of which too little is there."""
    days_behind: int | None = None
    """How many days ago it should have been where it is now, a part of one as a whole.

    None when it is not behind or has no line of pace.
    """
    zeros: int = 0
    """How many of `days_logged` have no entry and count as zero."""
    measuring: tuple[date, date] | None = None
    """Of a goal that measures its baseline first, the first and the last day of that."""
    early: bool = False
    """Whether it is decided before its deadline, for no entry can come on the days that are left."""
    at_least: bool = False
    """Whether `actual` is a sum over gaps that they can only make larger, for nothing in it is below zero."""
    gaps_decide: bool = False
    """Whether numbers that are missing decide if a recurring goal can still be reached."""
    silent: bool = False
    """Whether so many numbers are missing that nothing is said of how it will end, and no chance given.

    That is so where less than half is there of what was expected since the start (of a level also of its last stretch,
    which can no longer be half whole), and where what is missing decides, newest or not: see `gaps_decide`.
    """
    no_total: bool = False
    """Whether it was set as a total or a cap of what is never added up, so that nothing can be said of it."""
    share_of: Span | None = None
    """Of a level that is the share of a stock, how long a time it is for: a member lost a day, a week, a month."""
    counted: tuple[date, date] | None = None
    """Of a sum of weeks, months or quarters the first and last day of those that end in the goal, where they are not
    its own; the last day comes before the first where none does."""
    slips: bool = False
    """Whether a level that is in time now will miss its target if what is still to come in its last stretch is as what
    came lately; never where there is a chance."""
    paced_until: date | None = None
    """The day that `expected` is of, where that is not the last one that counts: of a sum in lumps its last lump, of a
    stock its last number."""
    summed_until: date | None = None
    """The last day of the sum so far where that is not the last one that counts: today, of which hours are to come."""
    first_ends: date | None = None
    """The last day of the first period that something is expected in, where none is over yet and nothing is missing."""

    @property
    def coverage(self) -> Coverage:
        """Return how much of what was expected it rests on."""
        one_sided = self.measured.one_sided if self.measured else 0
        logged = self.days_logged - self.zeros
        return Coverage(self.days_elapsed, logged, self.zeros, one_sided, cadence=self.cadence)

    @property
    def stale(self) -> bool:
        """Tell whether entries are missing since `as_of`, so that it says how things were then."""
        return self.missing > 0

    @property
    def lacks_newest(self) -> bool:
        """Tell whether several of the newest entries are missing, so that nothing good can be said of it as it is."""
        return self.old and self.missing > 1


def status_by_chance(status: Status, chance: float | None) -> Status:
    """Return the word for a goal with *status* by its pace, whose printed chance is *chance*: one voice says both."""
    if chance is None or status not in OPEN:
        return status
    return "on track" if chance >= ON_TRACK else "off track" if chance < OFF_TRACK else "at risk"
