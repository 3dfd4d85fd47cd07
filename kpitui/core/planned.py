"""Planned amounts of a balance: on which days they fall, and which of them can be seen in the balance already.

A balance holds no amounts, only what is left: an amount that came is seen as a change of the balance between two logged
days that is more than its usual change. What cannot be decided stays open and is asked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import sqrt

from kpitui.core.calendar import month_index, months_later, shifted
from kpitui.core.quantiles import median
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Every: TypeAlias = 'Literal["week", "month", "quarter", "year"]'
"""After how long a planned amount comes again."""

Settled: TypeAlias = 'Literal["arrived", "open", "skipped"]'
"""What a person said of one day of a planned amount: it came, it has not come yet, or it will not come."""

PlannedState: TypeAlias = 'Literal["due", "open", "matched", "skipped"]'
"""How one day of a planned amount stands: still to come; its day is over and it was not seen; seen in the balance, or
said to be there; or it will not come."""

EVERY: tuple[Every, ...] = ("week", "month", "quarter", "year")
MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}

EARLY, LATE = 5, 10
"""Days before and after its own that an amount is looked for in the balance."""

CLOSE = 0.1
"""The share of an amount by which a change may differ from it, one unit at the least."""

CLEAR = 3.0
"""How many times the usual spread an amount must be to be told from the usual ups and downs."""

FORGOTTEN = 60
"""Days after which an amount that comes again and was not seen is waited for no more."""

OFTEN = 0.4
"""The share of changes with such a day from which on an amount is part of the usual change itself."""

MOST_DAYS = 200_000
"""Steps of a planned amount, more than there are weeks to the end of the calendar."""

SCALE = 1.4826
"""Of a normal distribution: its standard deviation over the median of the absolute deviations."""


class Planned(Record):
    """An amount that is to come in (above 0) or go out (below 0), once or again and again."""

    id: int
    uid: str
    kpi: int
    amount: float
    """In the unit of its KPI."""
    first: date
    """Its first day."""
    every: Every | None = None
    until: date | None = None
    """Up to which day it comes again, inclusive; None for ever."""
    text: str = ""
    is_new: bool = False
    """Whether it never came before its first day; without, one that repeats is looked for before it too."""
    created: date = date.min


class Settlement(Record):
    """What a person said of one day of a planned amount."""

    planned: int
    day: date
    """The day it was planned for."""
    state: Settled
    arrived: date | None = None
    """The day on which it came; None where it is the planned one."""


class BalanceChange(Record):
    """How a balance changed between two days that were logged one after the other."""

    after: date
    """The earlier of the two days, which is not part of it."""
    last: date
    """The later one."""
    change: float
    is_usual: bool = True
    """False where the later day was marked as one that does not count."""

    @property
    def days(self) -> int:
        """Return over how many days it goes."""
        return (self.last - self.after).days


class Occurrence(Record):
    """One day of a planned amount."""

    planned: Planned
    day: date
    """The day it is planned for."""
    state: PlannedState
    arrived: date | None = None
    """Of one that is matched: the logged day by which it was there."""
    is_stated: bool = False
    """Whether a person said so; without, it is what the balance shows."""
    rivals: tuple[tuple[Planned, date], ...] = ()
    """Of one that the balance shows: other amounts that are open, each with its day, that it may be instead."""


class Matching(Record):
    """The days of all planned amounts up to now, and what they are of the changes of the balance."""

    occurrences: tuple[Occurrence, ...]
    """Ascending by day, from their first day on; a few days beyond the last balance, where they came early."""
    taken: tuple[float, ...]
    """For every change of the balance, how much of it were planned amounts."""
    usual: float
    """The usual change of a day, planned amounts aside."""
    spread: float
    """How far the change of a day usually lies from that."""
    seen: tuple[tuple[Planned, date], ...] = ()
    """The amounts that are in the changes, those from before their first day too, each with the logged day by which it
    was there; ascending by day."""


def planned_days(planned: Planned, first: date, last: date, *, before: bool = False) -> Iterator[date]:
    """Yield the days of a planned amount from *first* to *last* inclusive; the 31st of a short month is its last day.

    With *before* also those that it would have had before its first day.
    """
    if planned.every is None:
        if first <= planned.first <= last:
            yield planned.first
        return
    months = MONTHS.get(planned.every)
    apart = (
        (first - planned.first).days // 7
        if months is None
        else (month_index(first) - month_index(planned.first)) // months
    )
    end = min(last, planned.until) if planned.until is not None else last
    for count in range(apart if before else max(0, apart), MOST_DAYS):
        day = shifted(planned.first, 7 * count) if months is None else months_later(planned.first, months * count)
        if day > end or day == date.max:
            return
        if day >= first:
            yield day


def changes_of(days: Sequence[date], values: Sequence[float], left_out: Iterable[date] = ()) -> list[BalanceChange]:
    """Return how a balance changed from each logged day to the next; one that ends on a day *left_out* is not usual."""
    unusual = set(left_out)
    return [
        BalanceChange(days[index - 1], days[index], values[index] - values[index - 1], days[index] not in unusual)
        for index in range(1, len(days))
    ]


def match_planned(
    plans: Sequence[Planned],
    settlements: Mapping[tuple[int, date], Settlement],
    changes: Sequence[BalanceChange],
) -> Matching:
    """Return which planned amounts can be seen in *changes*, ascending; *settlements* are what a person said.

    Each amount is looked for from 5 days before to 10 days after its day (later in a change that is just as much, where
    no other amount is), the nearest first and each once: in a change
    that, the usual one aside, is within a tenth of it, or nearer to it than to nothing where it is more than three
    times the usual spread. One that a person said to have come is looked for first, around the day on which it did. One
    that repeats is looked for before its first day too, as rent was paid before it was
    entered here, unless it is new. What cannot be told from the usual ups and downs, as it is small or comes with
    every change, is taken to have come on its day.
    """
    if not changes:
        return Matching((), (), 0.0, 0.0)
    begin, as_of = changes[0].after + timedelta(days=1), changes[-1].last
    work = _Matcher(changes)
    stated, own, earlier = (list[tuple[Planned, date]]() for _list in range(3))
    for planned in plans:
        for day in planned_days(planned, begin, as_of + timedelta(days=EARLY)):
            settlement = settlements.get((planned.id, day))
            if settlement is None:
                own.append((planned, day))
            elif settlement.state == "arrived":
                stated.append((planned, day))
                work.near[planned.id, day] = settlement.arrived or day
        if planned.every is not None and not planned.is_new:
            eve = min(planned.first - timedelta(days=1), as_of)
            earlier += [(planned, day) for day in planned_days(planned, begin, eve, before=True)]
    over = [
        (planned, day) for planned, day in (*stated, *own, *earlier) if work.near.get((planned.id, day), day) <= as_of
    ]
    work.assume_frequent(over)
    work.learn_usual()
    work.look_for(stated)
    work.look_for([*own, *earlier])
    work.look_for_late(own)
    work.decide_together(earlier)
    work.assume_small(over)
    by_id = {planned.id: planned for planned in plans}
    arrived = sorted((changes[index].last, number) for (number, _day), index in work.seen.items())
    seen = tuple((by_id[number], day) for day, number in arrived)
    return Matching(_occurrences(own, settlements, plans, work), tuple(work.taken), work.usual, work.spread, seen)


class _Matcher:
    """Gives planned amounts to the changes of a balance that they can be seen in."""

    def __init__(self, changes: Sequence[BalanceChange]) -> None:
        self.changes = changes
        self.taken = [0.0] * len(changes)
        self.seen: dict[tuple[int, date], int] = {}
        """By planned amount and day: the change it is in."""
        self.near: dict[tuple[int, date], date] = {}
        """By planned amount and day: the day on which a person said it came."""
        self.absent: set[tuple[int, date]] = set()
        """Days of which it is clear that nothing came."""
        self.usual = self.spread = 0.0
        self._lasts = [change.last for change in changes]

    def learn_usual(self) -> None:
        """Learn what is usual for a day from what the changes are without the amounts that are in them."""
        counted = [
            (change.change - taken, change.days)
            for change, taken in zip(self.changes, self.taken, strict=True)
            if change.is_usual
        ]
        if counted:
            self.usual = median(change / days for change, days in counted)
            self.spread = SCALE * median(abs(change - self.usual * days) / sqrt(days) for change, days in counted)

    def index_of(self, day: date) -> int:
        """Return the change that *day* falls in, the last for a later one."""
        return min(bisect_left(self._lasts, day), len(self._lasts) - 1)

    def take(self, planned: Planned, day: date, index: int) -> None:
        """Note that the amount of *day* is in a change."""
        self.taken[index] += planned.amount
        self.seen[planned.id, day] = index

    def place(self, planned: Planned, day: date) -> int:
        """Return the change that an amount falls in by its day, or by the one on which a person said it came."""
        return self.index_of(self.near.get((planned.id, day), day))

    def rest(self, index: int) -> float:
        """Return what a change is beyond the usual one and the amounts that are in it."""
        change = self.changes[index]
        return change.change - self.usual * change.days - self.taken[index]

    def is_clear(self, amount: float, index: int) -> bool:
        """Tell whether an amount can be told from the usual ups and downs of a change."""
        return abs(amount) > CLEAR * self.spread * sqrt(self.changes[index].days)

    def shows(self, amount: float, index: int, *, apart: bool) -> bool:
        """Tell whether a change shows an amount; *apart* from its own day it must be as close as is usual."""
        off = abs(self.rest(index) - amount)
        if off <= max(CLOSE * abs(amount), 1.0 if abs(amount) >= 10 else 0.0):
            return self.is_clear(amount, index)
        if apart and off > CLEAR * self.spread * sqrt(self.changes[index].days):
            return False
        return off < abs(self.rest(index)) and self.is_clear(amount, index)

    def look_for(self, dated: Sequence[tuple[Planned, date]]) -> None:
        """Give each of *dated* to the nearest change that shows it."""
        pairs = []
        for order, (planned, own) in enumerate(dated):
            day = self.near.get((planned.id, own), own)
            first = self.index_of(day - timedelta(days=EARLY))
            for index in range(first, len(self.changes)):
                change = self.changes[index]
                if change.after >= day + timedelta(days=LATE):
                    break
                if change.last < day - timedelta(days=EARLY):
                    continue
                distance = (day - change.last).days if day > change.last else max(0, (change.after - day).days + 1)
                if distance <= (EARLY if day > change.last else LATE):
                    pairs.append((distance, -abs(planned.amount), own, order, index))
        for distance, _size, day, order, index in sorted(pairs):
            planned = dated[order][0]
            if (planned.id, day) not in self.seen and self.shows(planned.amount, index, apart=distance > 0):
                self.take(planned, day, index)

    def look_for_late(self, dated: Sequence[tuple[Planned, date]]) -> None:
        """Give those of *dated* that were not seen to a later change that is just as much, where no other one fits it.

        Of an amount that comes again one before its next day.
        """
        late: list[tuple[int, int]] = []
        fitting: dict[int, int] = {}
        for order, (planned, day) in enumerate(dated):
            if (planned.id, day) in self.seen:
                continue
            after = next(planned_days(planned, day + timedelta(days=1), date.max), None)
            for index, change in enumerate(self.changes):
                is_late = change.after >= day + timedelta(days=LATE)
                if not is_late or (after is not None and change.last >= after - timedelta(days=EARLY)):
                    continue
                off = abs(self.rest(index) - planned.amount)
                if off <= CLOSE * abs(planned.amount) and self.is_clear(planned.amount, index):
                    late.append((index, order))
                    fitting[index] = fitting.get(index, 0) + 1
        for index, order in sorted(late):
            planned, day = dated[order]
            if fitting[index] == 1 and (planned.id, day) not in self.seen:
                self.take(planned, day, index)

    def rivals_of(
        self, planned: Planned, own: Sequence[tuple[Planned, date]], day: date
    ) -> Iterator[tuple[Planned, date]]:
        """Yield those of *own* that were not seen and that the change of an amount would show in its place as well."""
        index = self.seen[planned.id, day]
        change = self.changes[index]
        self.taken[index] -= planned.amount
        off = abs(self.rest(index) - planned.amount)
        for other, other_day in own:
            is_near = change.after - timedelta(days=LATE) < other_day <= change.last + timedelta(days=EARLY)
            apart = not change.after < other_day <= change.last
            is_close = abs(self.rest(index) - other.amount) <= max(off, CLOSE * abs(other.amount))
            is_free = is_near and is_close and (other.id, other_day) not in self.seen
            if is_free and self.shows(other.amount, index, apart=apart):
                yield other, other_day
        self.taken[index] += planned.amount

    def assume_frequent(self, days: Sequence[tuple[Planned, date]]) -> None:
        """Take amounts to have come on their days where so many changes have one that they are what is usual."""
        for planned, own in self._by_plan(days):
            if len({self.place(planned, day) for day in own}) > OFTEN * len(self.changes):
                for day in own:
                    self.take(planned, day, self.place(planned, day))

    def decide_together(self, earlier: Sequence[tuple[Planned, date]]) -> None:
        """Decide on days before the first of an amount that were not seen one by one.

        They were there when their changes lie on average nearer to the amount than to nothing, and so many can tell.
        """
        for planned, days in self._by_plan(earlier):
            rests = [self.rest(self.index_of(day)) for day in days]
            longest = max(self.changes[self.index_of(day)].days for day in days)
            mean = sum(rests) / len(rests)
            if abs(planned.amount) > CLEAR * self.spread * sqrt(longest / len(days)):
                if abs(mean - planned.amount) < abs(mean):
                    for day in days:
                        self.take(planned, day, self.index_of(day))
                else:
                    self.absent.update((planned.id, day) for day in days)

    def assume_small(self, days: Sequence[tuple[Planned, date]]) -> None:
        """Take amounts that cannot be told from the usual ups and downs to have come on their days."""
        for planned, own in self._by_plan(days):
            for day in own:
                if (planned.id, day) not in self.absent and not self.is_clear(planned.amount, self.place(planned, day)):
                    self.take(planned, day, self.place(planned, day))

    def _by_plan(self, days: Sequence[tuple[Planned, date]]) -> Iterator[tuple[Planned, list[date]]]:
        """Yield every planned amount with those of its *days* that it was not seen on."""
        by_plan: dict[int, tuple[Planned, list[date]]] = {}
        for planned, day in days:
            if (planned.id, day) not in self.seen:
                by_plan.setdefault(planned.id, (planned, []))[1].append(day)
        yield from by_plan.values()


def _occurrences(
    own: Sequence[tuple[Planned, date]],
    settlements: Mapping[tuple[int, date], Settlement],
    plans: Sequence[Planned],
    work: _Matcher,
) -> tuple[Occurrence, ...]:
    """Return the days of planned amounts up to the last balance, and those after it that came early."""
    as_of, by_id = work.changes[-1].last, {planned.id: planned for planned in plans}
    shown = []
    for settlement in settlements.values():
        if settlement.planned in by_id:
            arrived = (settlement.arrived or settlement.day) if settlement.state == "arrived" else None
            state: PlannedState = "matched" if settlement.state == "arrived" else settlement.state
            shown.append(Occurrence(by_id[settlement.planned], settlement.day, state, arrived, is_stated=True))
    for planned, day in own:
        if (planned.id, day) in work.seen:
            rivals = tuple(work.rivals_of(planned, own, day))
            arrived = work.changes[work.seen[planned.id, day]].last
            shown.append(Occurrence(planned, day, "matched", arrived, rivals=rivals))
        elif day <= as_of and _is_waited_for(planned, day, as_of):
            shown.append(Occurrence(planned, day, "open"))
    return tuple(sorted(shown, key=lambda occurrence: (occurrence.day, occurrence.planned.id)))


def _is_waited_for(planned: Planned, day: date, as_of: date) -> bool:
    """Tell whether an amount that was not seen is still to come.

    Of one that repeats it is the newest day, and those since it was entered that are not long past.
    """
    if planned.every is None:
        return True
    if (as_of - day).days > FORGOTTEN:
        return False
    return day >= planned.created or next(planned_days(planned, day + timedelta(days=1), as_of), None) is None


def coming(
    plans: Sequence[Planned],
    settlements: Mapping[tuple[int, date], Settlement],
    matching: Matching,
    as_of: date,
    today: date,
    until: date,
) -> list[Occurrence]:
    """Return what is still to come up to *until*, ascending, each on the day on which it is counted.

    What is open, its day being over, is counted tomorrow; what came early, or will not come, is left out.
    """
    tomorrow = max(today, as_of) + timedelta(days=1)
    over = {
        (occurrence.planned.id, occurrence.day)
        for occurrence in matching.occurrences
        if occurrence.state in ("matched", "skipped")
    }
    result = [
        occurrence for occurrence in matching.occurrences if occurrence.state == "open" and occurrence.day <= as_of
    ]
    for planned in plans:
        for day in planned_days(planned, as_of + timedelta(days=1), until):
            settlement = settlements.get((planned.id, day))
            if (planned.id, day) in over or (settlement is not None and settlement.state != "open"):
                continue
            state: PlannedState = "open" if settlement is not None and day <= today else "due"
            result.append(Occurrence(planned, day, state, is_stated=settlement is not None))
    ascending = sorted(result, key=lambda occurrence: (occurrence.day, occurrence.planned.id))
    return [
        occurrence._replace(arrived=tomorrow if occurrence.state == "open" else occurrence.day)
        for occurrence in ascending
    ]


MEAN_APART: dict[Every, float] = {"week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}
"""How many days lie between two days of an amount that comes again."""


def without_planned(days: Sequence[date], values: Sequence[float], matching: Matching) -> list[float]:
    """Return a balance as it would be if no planned amount came at once: what is no news is not in it.

    An amount that comes again is spread over the days since it last came, one that comes once is left out. *days* are
    logged days, ascending.
    """
    taken = [0.0] * len(days)
    by_plan: dict[int, tuple[Planned, list[date]]] = {}
    for planned, day in matching.seen:
        by_plan.setdefault(planned.id, (planned, []))[1].append(day)
    for planned, arrived in by_plan.values():
        for place, day in enumerate(days):
            taken[place] += planned.amount * (bisect_right(arrived, day) - _due_share(planned, arrived, day))
    return [value - amount for value, amount in zip(values, taken, strict=True)]


def _due_share(planned: Planned, arrived: Sequence[date], day: date) -> float:
    """Return how many times an amount would have come by *day*, were it spread over the days in between."""
    if planned.every is None:
        return 0.0
    apart, count = MEAN_APART[planned.every], bisect_right(arrived, day)
    if count == len(arrived):
        ended = planned.until is not None and (planned.until - arrived[-1]).days < apart / 2
        return count if ended else count + min(1.0, (day - arrived[-1]).days / apart)
    if not count:
        return max(0.0, 1 - (arrived[0] - day).days / apart)
    return count + (day - arrived[count - 1]).days / (arrived[count] - arrived[count - 1]).days
