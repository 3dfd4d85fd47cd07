"""Guards every verdict of every kind against a slow, obvious computation over random entries with gaps and pauses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.aggregation import KpiData, Source
from kpitui.core.calendar import STANDARD
from kpitui.core.goal import Baseline, Goal, Target
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import standing
from tests.core.business import totals

FIRST, START = date(2026, 1, 5), date(2026, 3, 2)
"""Mondays: of the first entry, and of the goal."""

DAY = timedelta(days=1)
WEEKDAYS = {"day": range(7), "workday": range(5), "mon,thu": (0, 3)}


def days(first: date, last: date) -> Iterator[date]:
    """Yield the days from *first* to *last*."""
    while first <= last:
        yield first
        first += DAY


class Obvious:
    """A business as a list of days, and what anybody would count on a sheet of paper."""

    def __init__(self, values: dict[date, float], cadence: str, paused: set[date]) -> None:
        self.values, self.cadence, self.paused = values, cadence, paused

    def __repr__(self) -> str:
        shown = {day.isoformat()[5:]: value for day, value in self.values.items()}
        return f"Obvious({shown}, {self.cadence!r}, {sorted(map(str, self.paused))})"

    def known(self, first: date, last: date) -> list[float]:
        return [self.values[day] for day in days(first, last) if day in self.values]

    def expected(self, first: date, last: date, *, anyway: bool = False) -> list[date]:
        """Return the days on which an entry is expected, with *anyway* the paused ones too."""
        weekdays = WEEKDAYS[self.cadence]
        return [
            day for day in days(first, last) if day.weekday() in weekdays and (anyway or day not in self.paused)
        ]  # fmt: skip

    def half(self, first: date, last: date) -> bool:
        expected = self.expected(first, last)
        return 2 * sum(day in self.values for day in expected) >= len(expected)

    def missing(self, first: date, last: date) -> float:
        """Return what the missing days bring: each the mean of its weekday in the quarter before *last*.

        A weekday without any number is closed, and brings nothing, unless a third of all days would be.
        """
        since = min(first, last - 91 * DAY)
        logged = [day for day in self.expected(since, last) if day in self.values]
        due = self.expected(min([first, *logged]), last)
        opened = [day for day in due if any(day.weekday() == other.weekday() for other in logged)]
        amount = 0.0
        for day in due if 3 * len(opened) < 2 * len(due) else opened:
            alike = [other for other in logged if other.weekday() == day.weekday()] or logged
            if day >= first and day not in logged and alike:
                amount += sum(self.values[other] for other in alike) / len(alike)
        return amount

    def is_over(self, start: date, deadline: date, today: date) -> bool:
        """Tell whether the last day is over, or is logged, or nothing is expected any more up to its end.

        Before the last day a pause may still be taken back, so that its days are expected.
        """
        last = self.last_day(min(today, deadline))
        if today > deadline or last is None:
            return today > deadline
        return last == deadline or (last >= start and not self.expected(last + DAY, deadline, anyway=today < deadline))

    def last_day(self, until: date) -> date | None:
        return max((day for day in self.values if day <= until), default=None)


@st.composite
def business(draw: st.DrawFn) -> tuple[Obvious, list[Pause], date]:
    """Make entries from January on with gaps, a pause or two, a cadence, and a day to look from."""
    cadence = draw(st.sampled_from(sorted(WEEKDAYS)))
    last = START + timedelta(days=draw(st.integers(0, 80)))
    values = {
        day: float(draw(st.integers(0, 20)))
        for day in days(FIRST, last)
        if day.weekday() in WEEKDAYS[cadence] and draw(st.integers(0, 9)) > 2
    }
    pauses = []
    for number in range(draw(st.integers(0, 2))):
        begin = START + timedelta(days=draw(st.integers(-10, 60)))
        pauses.append(Pause(number, None, begin, begin + timedelta(days=draw(st.integers(0, 9))), "away"))
    paused = {day for pause in pauses for day in days(pause.start, pause.end)}
    today = last + timedelta(days=draw(st.integers(0, 40)))
    return Obvious(values, cadence, paused), pauses, today


def judged(what: Goal, kind: str, made: tuple[Obvious, list[Pause], date]) -> tuple[object, ...]:
    """Return how the program judges a goal: status, figure, kept and judged."""
    shop, pauses, today = made
    kpi = Kpi(1, "k", "K", kind, cadence=shop.cadence, created=FIRST)
    sources = {"k": Source(kpi, totals(kpi, list(shop.values.items())))}
    until = min(today, what.deadline)
    known = KpiData(kpi, sources, FIRST, until, today=today, calendar=STANDARD, pauses=pauses)
    now = standing(what, known, pauses=pauses)
    return now.status, None if now.actual is None else round(now.actual, 6), now.kept, now.judged


@given(made=business(), length=st.integers(1, 70), target=st.integers(0, 900), cap=st.booleans())
def test_sums(made: tuple[Obvious, list[Pause], date], length: int, target: int, cap: bool) -> None:
    """A total is reached at once, a cap is broken at once, all else at the deadline by half of the entries.

    A total of nothing is there before it begins, and is only reached at its end.
    """
    shop, _pauses, today = made
    deadline = START + timedelta(days=length)
    what = Goal(1, "u", "t", 1, "cap" if cap else "total", START, deadline, (Target(START, float(target)),))
    found, actual, *_rest = judged(what, "flow", made)
    if today < START or shop.last_day(min(today, deadline)) is None:
        return
    total = sum(shop.known(START, min(today, deadline)))
    any_there = bool(shop.known(START, min(today, deadline)))
    assert actual == (total if any_there else None)
    over = shop.is_over(START, deadline, today)
    enough = any_there and shop.half(START, deadline)
    # As usual, and a tenth more of that.
    filled = total + 1.1 * shop.missing(START, deadline) if any_there else total
    turned = filled > target + 1e-6 if cap else filled > target - 1e-6
    if cap and total > target:
        assert found == "missed"
    elif not cap and any_there and total >= target and (over or target > 0):
        assert found == "reached"
    elif over:
        assert found == ("undecided" if not enough or turned else "reached" if cap else "missed")
    else:
        assert found in ("on track", "at risk", "off track", "too early")


@given(made=business(), length=st.integers(1, 70), target=st.integers(0, 20), down=st.booleans())
def test_levels(made: tuple[Obvious, list[Pause], date], length: int, target: int, down: bool) -> None:
    """The mean of the four weeks that end on the last day with data; a verdict at the deadline only.

    At the target it is on track where no number is missing; what others would have been may turn it.
    """
    shop, _pauses, today = made
    deadline = START + timedelta(days=length)
    what = Goal(
        1, "u", "t", 1, "level", START, deadline, (Target(START, float(target)),), Baseline(5.0), down=down
    )  # fmt: skip
    found, actual, *_rest = judged(what, "sample", made)
    anchor = shop.last_day(min(today, deadline))
    if today < START or anchor is None:
        return
    values = shop.known(anchor - 27 * DAY, anchor)
    mean = sum(values) / len(values)
    assert actual == round(mean, 6)
    there = mean <= target if down else mean >= target
    over = shop.is_over(START, deadline, today)
    if over:
        enough = shop.half(anchor - 27 * DAY, anchor) and shop.half(deadline - 27 * DAY, deadline)
        assert found == ("undecided" if not enough else "reached" if there else "missed")
    elif not shop.half(anchor - 27 * DAY, anchor):
        assert found == "too early"
    elif there and all(day in shop.values for day in shop.expected(anchor - 27 * DAY, today - DAY)):
        assert found == "on track"
    else:
        assert found in ("on track", "at risk", "off track", "too early")


def verdict_of_week(  # noqa: PLR0911
    shop: Obvious, monday: date, today: date, low: float | None, high: float | None
) -> str:
    """Return what a week is on paper; nothing where it does not count."""
    sunday = monday + 6 * DAY
    if set(days(monday, sunday)) <= shop.paused:
        return ""
    values = shop.known(monday, min(sunday, today))
    total = sum(values)
    if values and high is not None and total > high:
        return "missed"
    if sunday >= today or not values:
        return ""
    if high is None and total >= (low or 0.0):
        return "kept"
    expected, anyway = (len(shop.expected(monday, sunday, anyway=which)) for which in (False, True))
    if 2 * expected < anyway:
        return ""
    is_met = low is None or total >= low
    if not is_met and anyway > expected and total + (anyway - expected) * max(values) >= (low or 0.0):
        return ""  # the paused days could have brought the rest
    for times in (1.0, 1.1):
        filled = total + times * shop.missing(monday, sunday)
        within = (low is None or filled > low - 1e-6) and (high is None or filled < high + 1e-6)
        if within != is_met:
            return ""
    return ("kept" if is_met else "missed") if shop.half(monday, sunday) else ""


@given(
    made=business(),
    begin=st.integers(0, 9),
    length=st.integers(7, 70),
    edges=st.tuples(st.integers(0, 80), st.integers(0, 80)),
    which=st.sampled_from(["low", "high", "both"]),
)
def test_weeks(
    made: tuple[Obvious, list[Pause], date], begin: int, length: int, edges: tuple[int, int], which: str
) -> None:
    """Every whole week by its own total; what is missing or paused as the manual says."""
    shop, _pauses, today = made
    start = START + begin * DAY
    deadline = start + length * DAY
    low = float(min(edges)) if which != "high" else None
    high = float(max(edges)) if which != "low" else None
    target = Target(start, high if high is not None else low or 0.0, low, high)
    what = Goal(1, "u", "t", 1, "recurring", start, deadline, (target,), per="week")
    found, _actual, kept, known = judged(what, "flow", made)
    if today < start:
        return
    verdicts = [
        verdict
        for monday in days(start, min(deadline - 6 * DAY, today))
        if monday.weekday() == 0 and (verdict := verdict_of_week(shop, monday, today, low, high))
    ]
    assert (kept, known) == (verdicts.count("kept"), len(verdicts))
    if "missed" in verdicts and today <= deadline and shop.last_day(today) != deadline:
        assert found == "off track"
    if today > deadline and "missed" in verdicts and found != "undecided":
        assert found == "missed"
