"""When an entry of a KPI is expected, which slot is due today, and how long the row of logged days is.

A slot is the stretch one entry is expected for, as its first and last day: a single day, or a whole week,
month or quarter; `Slots` counts them as whole numbers, for statistics. On the hot path of `kpitui due` and `log`. What
the entries add up to is `aggregation`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from kpitui.core.calendar import STANDARD, Calendar, Period, period_of, periods_between, previous_period
from kpitui.core.errors import Refused, mark
from kpitui.core.kinds import is_computed
from kpitui.core.model import Kpi, Pause
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias


Span: TypeAlias = 'Literal["day", "week", "month", "quarter"]'
"""What one entry stands for."""

Slot = tuple[date, date]
"""The first and last day, both inclusive, that one entry is expected for."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as a cadence writes them, Monday first."""

_PERIODS: dict[str, Span] = {"week": "week", "month": "month", "quarter": "quarter"}
_EVERY_DAY = frozenset(range(7))
_WORKDAYS = frozenset(range(5))
_SPELLINGS = {
    "daily": "day", "dag": "day", "dagelijks": "day",
    "workdays": "workday", "werkdag": "workday", "werkdagen": "workday",
    "weekly": "week", "wekelijks": "week",
    "monthly": "month", "maand": "month", "maandelijks": "month",
    "quarterly": "quarter", "kwartaal": "quarter",
}  # fmt: skip
_WEEKDAY_NAMES = (
    ("mon", "monday", "ma", "maandag"),
    ("tue", "tuesday", "di", "dinsdag"),
    ("wed", "wednesday", "wo", "woensdag"),
    ("thu", "thursday", "do", "donderdag"),
    ("fri", "friday", "vr", "vrijdag"),
    ("sat", "saturday", "za", "zaterdag"),
    ("sun", "sunday", "zo", "zondag"),
)
_WEEKDAY_NUMBERS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names}


def parse_cadence(text: str) -> str:
    """Return the cadence that *text* names, in English, weekdays once each and Monday first.

    All seven weekdays are ``day``, Monday to Friday is ``workday``. Raises Refused for anything else.
    """
    word = text.strip().lower()
    word = _SPELLINGS.get(word, word)
    if word in _PERIODS or word in ("day", "workday"):
        return word
    names = word.replace(",", " ").split()
    if not names or any(name not in _WEEKDAY_NUMBERS for name in names):
        raise Refused(
            mark(
                "'{value}' is not possible here. Choose: day, workday, week, month, quarter, or weekdays "
                "such as mon,thu"
            ),
            field="every",
            value=text,
        )
    chosen = frozenset(_WEEKDAY_NUMBERS[name] for name in names)
    if chosen in (_EVERY_DAY, _WORKDAYS):
        return "day" if chosen == _EVERY_DAY else "workday"
    return ",".join(WEEKDAYS[number] for number in sorted(chosen))


def without_weekdays(cadence: str, weekdays: Collection[int]) -> str | None:
    """Return a *cadence* of days without *weekdays* (Monday is 0); None where none is left, or for weeks or longer."""
    left = [] if cadence in _PERIODS else sorted(_weekdays(cadence) - set(weekdays))
    return parse_cadence(",".join(WEEKDAYS[number] for number in left)) if left else None


def cadence_by(cadence: str) -> Span:
    """Return the length of period that one entry of *cadence* stands for; ``day`` for all cadences of days."""
    return _PERIODS.get(cadence, "day")


def pauses_of(kpi: Kpi, pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return those of *pauses* that hold for *kpi*: its own and those of the whole business, in their order."""
    return tuple(pause for pause in pauses if pause.kpi is None or pause.kpi == kpi.id)


def slots(cadence: str, first: date, last: date, calendar: Calendar, pauses: Sequence[Pause] = ()) -> list[Slot]:
    """Return the slots that end from *first* to *last* inclusive, ascending.

    A slot is left out only when all its days are paused; *pauses* are taken to hold for the KPI in question.
    """
    return list(_slots(cadence, first, last, calendar, tuple(pauses)))


@lru_cache(512)
def _slots(cadence: str, first: date, last: date, calendar: Calendar, pauses: tuple[Pause, ...]) -> tuple[Slot, ...]:
    """Return the slots; kept, because a sheet asks for the same days of every KPI."""
    if first > last:
        return ()
    rests = _merged(pauses)
    if cadence in _PERIODS:
        periods = periods_between(_PERIODS[cadence], first, last, calendar)
        whole = [(period.start, period.end) for period in periods if period.end <= last]
        return tuple(slot for slot in whole if not _rested(slot, rests))
    weekdays = _weekdays(cadence)
    every = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return tuple((day, day) for day in every if day.weekday() in weekdays and not _rested((day, day), rests))


def expected_count(cadence: str, first: date, last: date, calendar: Calendar, pauses: Sequence[Pause] = ()) -> int:
    """Return the number of `slots`, for cadences of days by counting weeks rather than days."""
    if first > last:
        return 0
    if cadence in _PERIODS:
        return len(slots(cadence, first, last, calendar, pauses))
    weekdays = _weekdays(cadence)
    paused = sum(_count_weekdays(weekdays, max(start, first), min(end, last)) for start, end in _merged(pauses))
    return _count_weekdays(weekdays, first, last) - paused


def weekday_counts(first: date, last: date, pauses: Sequence[Pause] = ()) -> list[int]:
    """Return how many of the days from *first* to *last* that are not paused fall on each weekday, Monday first."""
    counts = _each_weekday(first, last)
    for start, end in _merged(pauses) if pauses else ():
        paused = _each_weekday(max(start, first), min(end, last))
        counts = [count - out for count, out in zip(counts, paused, strict=True)]
    return counts


def due_slot(
    kpi: Kpi, logged: Callable[[date, date], bool], today: date, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> Slot | None:
    """Return the slot *kpi* should be logged for today, or None when nothing is due.

    *logged* tells whether the KPI has an entry from one day to another, both inclusive. A cadence of days is
    due for today; a week, month or quarter for the previous one while it is empty, else for the running one
    on its last day. Nothing is due when it is paused today, archived, derived, or was not yet created by the
    end of the slot. *pauses* may be those of all KPIs.
    """
    if kpi.archived or is_computed(kpi):
        return None
    rests = _merged(pauses_of(kpi, pauses))
    if _rested((today, today), rests):
        return None
    for start, end in _candidates(kpi.cadence, today, calendar):
        if end >= kpi.created and not _rested((start, end), rests) and not logged(start, end):
            return start, end
    return None


def streak(days: Collection[date], today: date, pauses: Iterable[Pause] = (), *, cadence: str = "day") -> int:
    """Return on how many days in a row something was logged, counting back from today or yesterday.

    *days* are the days with an entry of any KPI, in any order. Days of a pause of the whole business and
    days that *cadence* expects nothing on are skipped, unless something was logged on them: then they count.
    """
    logged = frozenset(days)
    if not logged:
        return 0
    weekdays, rests = _weekdays(cadence), _merged(pause for pause in pauses if pause.kpi is None)
    count, oldest = int(today in logged), min(logged)
    day = today
    while day > oldest:
        day -= timedelta(days=1)
        if day in logged:
            count += 1
        elif day.weekday() in weekdays and not _rested((day, day), rests):
            break
    return count


def _candidates(cadence: str, today: date, calendar: Calendar) -> list[Slot]:
    """List the slots that could be due today, the most pressing first."""
    if cadence not in _PERIODS:
        return [(today, today)] if today.weekday() in _weekdays(cadence) else []
    running = period_of(_PERIODS[cadence], today, calendar)
    before = previous_period(running, calendar)
    ended: list[Period] = [before] if before.end < running.start else []
    if today == running.end:
        ended.append(running)
    return [(period.start, period.end) for period in ended]


def _weekdays(cadence: str) -> frozenset[int]:
    """Return the weekdays an entry can be expected on; for a week, month or quarter that is any."""
    if cadence == "workday":
        return _WORKDAYS
    if cadence == "day" or cadence in _PERIODS:
        return _EVERY_DAY
    return frozenset(map(WEEKDAYS.index, cadence.split(",")))


def _merged(pauses: Iterable[Pause]) -> list[Slot]:
    """Join pauses that overlap or touch into stretches that do not, ascending."""
    stretches: list[Slot] = []
    for start, end in sorted((pause.start, pause.end) for pause in pauses if pause.start <= pause.end):
        if stretches and start.toordinal() <= stretches[-1][1].toordinal() + 1:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
        else:
            stretches.append((start, end))
    return stretches


def _rested(slot: Slot, rests: list[Slot]) -> bool:
    return any(start <= slot[0] and slot[1] <= end for start, end in rests)


def _each_weekday(first: date, last: date) -> list[int]:
    weeks, rest = divmod(max(0, last.toordinal() - first.toordinal() + 1), 7)
    begin = first.weekday()
    return [weeks + ((weekday - begin) % 7 < rest) for weekday in range(7)]


def _count_weekdays(weekdays: frozenset[int], first: date, last: date) -> int:
    """Count the days from *first* to *last* inclusive that fall on *weekdays*; 0 when *first* is later."""
    length = last.toordinal() - first.toordinal() + 1
    if length <= 0:
        return 0
    weeks, rest = divmod(length, 7)
    return weeks * len(weekdays) + sum((first.weekday() + i) % 7 in weekdays for i in range(rest))


# Slots: days, weeks, months or quarters as whole numbers, so that neighbours differ by one and gaps show.
#
# A KPI that is logged on some weekdays only has slots for these alone: to a shop that is closed on Sunday, Monday
# follows Saturday.

SEASON_SLOTS: dict[Span, int] = {"day": 7, "week": 1, "month": 12, "quarter": 4}
"""How many slots a season has, by their length: a week of days, a year of months or quarters; weeks have none."""

MONTHS = {"month": 1, "quarter": 3}
"""The months in a slot."""


class Slots(Record):
    """How the calendar is cut for one KPI."""

    period: Span
    weekdays: tuple[int, ...] = tuple(range(7))
    """Of days: on which weekdays there is a slot, Monday is 0, ascending."""
    begin: int = 0
    """Of weeks the day they begin on, Monday is 0; of quarters the months that the first one of a year begins late."""

    @property
    def season(self) -> int:
        """Return how many slots a season has; a week has one for each day on which something is expected."""
        return len(self.weekdays) if self.period == "day" else SEASON_SLOTS[self.period]

    def of(self, day: date) -> int | None:
        """Return the slot that *day* lies in; None for a day on which nothing is expected."""
        if self.period in MONTHS:
            return (day.year * 12 + day.month - 1 - self.begin) // MONTHS[self.period]
        if self.period == "week":
            return (day.toordinal() - 1 - self.begin) // 7  # 1 January of the year 1 is a Monday
        week = (day.toordinal() - 1) // 7
        if day.weekday() not in self.weekdays:
            return None
        return week * len(self.weekdays) + self.weekdays.index(day.weekday())

    def first_day(self, slot: int) -> date:
        """Return the first day of *slot*, the day itself for a slot of one day."""
        if self.period in MONTHS:
            month = slot * MONTHS[self.period] + self.begin
            return date(month // 12, month % 12 + 1, 1)
        if self.period == "week":
            return date.fromordinal(slot * 7 + 1 + self.begin)
        week, place = divmod(slot, len(self.weekdays))
        return date.fromordinal(week * 7 + 1 + self.weekdays[place])

    def last_day(self, slot: int) -> date:
        """Return the last day of *slot*."""
        if self.period == "day":
            return self.first_day(slot)
        return self.first_day(slot + 1) - timedelta(days=1)

    def between(self, first: date, last: date) -> range:
        """Return the slots that end from *first* to *last*, both inclusive, ascending."""
        begin, end = self._at_or_after(first), self._at_or_after(last)
        while self.last_day(begin) < first:
            begin += 1
        while self.last_day(end) > last:
            end -= 1
        return range(begin, end + 1)

    def _at_or_after(self, day: date) -> int:
        for step in range(7):
            slot = self.of(day + timedelta(days=step))
            if slot is not None:
                return slot
        raise AssertionError("every week has a day on which something is expected")


def slots_of(cadence: str, calendar: Calendar = STANDARD) -> Slots:
    """Return how the *calendar* is cut for a KPI that is logged by *cadence*."""
    by = cadence_by(cadence)
    if by == "day":
        return Slots(by, tuple(sorted(_weekdays(cadence))))
    begin = {"week": calendar.week_start, "month": 0, "quarter": (calendar.fiscal_month - 1) % MONTHS["quarter"]}
    return Slots(by, begin=begin[by])
