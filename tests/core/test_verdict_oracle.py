"""Every verdict of every kind of goal against a slow and obvious computation over the raw entries.

The computation shares nothing with the program but its records: it walks the calendar a day at a time and counts. It
holds the figure, and every word that follows from figures and dates; of words by pace only what they must never be.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from kpitui.core.aggregation import KpiData, Source
from kpitui.core.goal import Goal, GoalType, Per, Target
from kpitui.core.model import Kpi, Pause
from kpitui.core.pace import standing
from kpitui.core.standing import Standing
from tests.core.business import totals

pytestmark = pytest.mark.thorough

FIRST = date(2026, 1, 5)
"""A Monday, on which all histories begin."""
START = FIRST + timedelta(days=56)
DAY = timedelta(days=1)
SURELY, SURELY_NOT = 0.6, 0.4
"""Of a KPI that is logged by the week or month the weeks at both ends of a goal may be counted or not: what half of
them is may differ by that much."""

Days = list[date]
Slot = tuple[date, date]


class Scene(NamedTuple):
    """A goal on a KPI, everything that was entered for it, and the day on which it is looked at."""

    goal: Goal
    kpi: Kpi
    entries: dict[str, list[tuple[date, float]]]
    """Per KPI that is logged, in the order in which they were entered."""
    pauses: tuple[Pause, ...]
    today: date

    def logged(self, key: str) -> list[tuple[date, float]]:
        """Return the entries that count, a correction of a day after what it corrects; a blank may be a zero."""
        rows = [row for row in self.entries[key] if row[0] <= self.until]
        if self.kpi.blank == "zero":
            for start, end in expected_slots(self, FIRST, min(self.today - DAY, self.goal.deadline)):
                if not any(start <= day <= end for day, _value in rows):
                    rows.append((end, 0.0))
        return sorted(rows, key=lambda row: row[0])

    def standing(self) -> Standing:
        """Return what the program makes of it."""
        parts = {
            key: Kpi(number, key, key, kind, cadence=self.kpi.cadence, blank=self.kpi.blank, created=FIRST)
            for number, key, kind in ((2, "n", "flow"), (3, "d", self.below))
        }
        known = {key: parts.get(key, self.kpi) for key in self.entries}
        typed = {key: [row for row in self.entries[key] if row[0] <= self.today] for key in self.entries}
        sources = {
            key: Source(kpi, totals(kpi, sorted(typed[key], key=lambda row: row[0]))) for key, kpi in known.items()
        }
        sources.setdefault(self.kpi.key, Source(self.kpi, totals(self.kpi, [])))
        data = KpiData(self.kpi, sources, FIRST - 400 * DAY, self.until, today=self.today, pauses=self.pauses)
        return standing(self.goal, data, pauses=self.pauses)

    @property
    def until(self) -> date:
        """Return the last day whose entries count."""
        return min(self.today, self.goal.deadline)

    @property
    def below(self) -> str:
        """Return the kind of what is divided by: flow, or level for a stock as of members."""
        return self.kpi.source or "flow"

    @property
    def adds_up(self) -> bool:
        """Tell whether it adds up, as the sum of two KPIs that do does."""
        return self.kpi.kind == "flow" or self.kpi.formula == SUM

    @property
    def never_negative(self) -> bool:
        """Tell whether no value of a day can be below 0, or none was so far."""
        if self.kpi.kind in DERIVED:
            return self.kpi.floor == 0
        by_day: dict[date, float] = {}
        for day, value in self.logged("k"):
            by_day[day] = by_day.get(day, 0.0) + value
        return self.kpi.floor == 0 or all(value >= 0 for value in by_day.values())

    def paused(self, day: date) -> bool:
        """Tell whether *day* lies in a pause."""
        return any(pause.start <= day <= pause.end for pause in self.pauses)


def days(first: date, last: date) -> Days:
    """Return every day from *first* to *last*, both inclusive."""
    return [first + number * DAY for number in range((last - first).days + 1)]


def month_of(day: date) -> Slot:
    """Return the first and last day of the month of *day*."""
    return day.replace(day=1), (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def slot_of(cadence: str, day: date) -> Slot | None:
    """Return the days that an entry of *day* stands for; None on a day on which none is expected."""
    if cadence == "week":
        return day - day.weekday() * DAY, day + (6 - day.weekday()) * DAY
    if cadence == "month":
        return month_of(day)
    if cadence == "quarter":
        first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        return first, month_of(first + 70 * DAY)[1]
    weekdays = {"day": range(7), "workday": range(5), "mon,thu": (0, 3)}[cadence]
    return (day, day) if day.weekday() in weekdays else None


def expected_slots(scene: Scene, first: date, last: date) -> list[Slot]:
    """Return the expected entries whose last day lies within the days, but for those that are paused altogether."""
    slots = {slot_of(scene.kpi.cadence, day) for day in days(first, last)}
    return sorted(
        slot for slot in slots
        if slot and first <= slot[1] <= last and not all(scene.paused(day) for day in days(*slot))
    )  # fmt: skip


def has_data(scene: Scene, slot: Slot) -> bool:
    """Tell whether there is an entry in *slot* of everything that is logged for the KPI."""
    return all(any(slot[0] <= when <= slot[1] for when, _value in scene.logged(key)) for key in scene.entries)


def coverage(scene: Scene, first: date, last: date) -> float | None:
    """Return the share of the expected entries that are there; None where none is expected."""
    slots = expected_slots(scene, first, last)
    return sum(has_data(scene, slot) for slot in slots) / len(slots) if slots else None


def value_of(scene: Scene, first: date, last: date) -> float | None:
    """Return what the days come to by the kind of the KPI; None without data."""
    if scene.kpi.kind in DERIVED:
        above = below = 0.0
        common = cells(scene, first, last)
        for slot in common:
            above += sum(value for when, value in scene.logged("n") if slot[0] <= when <= slot[1])
            inside = [value for when, value in scene.logged("d") if slot[0] <= when <= slot[1]]
            below += inside[-1] if scene.below == "level" else sum(inside)  # members count in each of the months
        if scene.kpi.formula == SUM:
            return above + below if common else None
        return above / below if below else None
    values = [value for when, value in scene.logged("k") if first <= when <= last]
    if not values:
        return None
    return {"flow": sum(values), "level": values[-1], "sample": sum(values) / len(values)}[scene.kpi.kind]


def cells(scene: Scene, first: date, last: date) -> list[Slot]:
    """Return the days, weeks, months or quarters in which both parts have data, and that stand within the days.

    One that is over stands on its last day, the running one on today.
    """
    step = "day" if scene.kpi.cadence in DAILY else scene.kpi.cadence
    around = {slot for day in days(first - 95 * DAY, last) if (slot := slot_of(step, day))}
    return sorted(slot for slot in around if first <= min(slot[1], scene.today) <= last and has_data(scene, slot))


DAILY = ("day", "workday", "mon,thu")
DERIVED = ("ratio", "formula")
SUM, SHARE = "n + d", "n / d"


def reaches(scene: Scene, value: float) -> bool:
    """Tell whether the level of the goal is there with *value*."""
    target = scene.goal.targets[0].value
    near = abs(value - target) <= 1e-9 * max(abs(value), abs(target))
    return near or (value < target if scene.goal.down else value > target)


def check_sum(scene: Scene, stands: Standing) -> None:
    """A sum counts from the start to the deadline; a total is reached at once, a cap passed at once.

    Of what is logged by the week or longer all of a week counts that ends within, and nothing of any other.
    """
    goal, counted = scene.goal, days_of_goal(scene)
    total = value_of(scene, counted[0], min(counted[-1], scene.today)) if counted else None
    target = goal.targets[0].value
    if total is not None:
        assert stands.actual is not None and abs(stands.actual - total) < 1e-6
    there = total is not None and total >= target
    passed = total is not None and total > target
    if (
        goal.type == "total"
        and there
        and (scene.never_negative or (scene.today < goal.deadline and not is_over(scene)))
    ):
        assert stands.status == "reached"
    elif goal.type == "cap" and passed and scene.never_negative:
        assert stands.status == "missed"
    elif is_over(scene):
        kept = there if goal.type == "total" else not passed
        share = coverage(scene, goal.start, goal.deadline)
        if total is not None and most_with_missing(scene, counted[0], counted[-1], total) >= target and not passed:
            assert stands.status in ("reached" if kept else "missed", "undecided", "no data")
            return  # by how much what is missing usually brings is held by `test_verdict_properties`
        check_verdict(scene, stands, share and (0.0 if total is None else share), passed=kept)
    elif scene.today < goal.deadline and not is_over(scene) and total is not None:
        assert stands.status not in ("reached", "missed", "undecided", "no data", "not started")


def most_with_missing(scene: Scene, first: date, last: date, value: float) -> float:
    """Return what a sum comes to at the most, where each entry that is missing is a tenth above the best day."""
    slots = expected_slots(scene, first, last)
    best = max((value_of(scene, day, day) or 0.0 for day in days(FIRST, scene.until)), default=0.0)
    best = max([best, *(value_of(scene, *slot) or 0.0 for slot in expected_slots(scene, FIRST, scene.until))])
    return value + 1.1 * best * sum(not has_data(scene, slot) for slot in slots)


def days_of_goal(scene: Scene) -> Days:
    """Return the days whose entries count in a sum: of a week, month or quarter all, where it ends within."""
    around = days(scene.goal.start - 95 * DAY, scene.goal.deadline)
    if scene.kpi.cadence in DAILY:
        return [day for day in around if day >= scene.goal.start]
    slots = {day: slot_of(scene.kpi.cadence, day) for day in around}
    return [day for day, slot in slots.items() if slot and scene.goal.start <= slot[1] <= scene.goal.deadline]


def stretch_before(scene: Scene, day: date) -> Slot:
    """Return the days that a level is measured over as of *day*: four weeks, whole weeks, three months, a quarter."""
    end = day if scene.kpi.cadence in DAILY else (slot_of(scene.kpi.cadence, day) or (day, day))[1]
    if scene.kpi.cadence in ("month", "quarter"):
        first = month_of(end)[0]
        return month_of(month_of(first - DAY)[0] - DAY)[0], end
    return end - 27 * DAY, end


def check_level(scene: Scene, stands: Standing) -> None:  # noqa: C901, PLR0912
    """A level is measured over a stretch up to its last value, or is the last value."""
    if scene.kpi.kind in DERIVED:
        common = cells(scene, FIRST, scene.until)
        if scene.adds_up and scene.kpi.cadence not in DAILY:  # what adds up has no figure of a week that still runs
            common = [slot for slot in common if slot[1] <= scene.today]
        values = [min(slot[1], scene.today) for slot in common]
    else:
        values = [day for day in days(FIRST, scene.until) if has_data(scene, (day, day))]
    if not values:
        return
    anchor = values[-1]
    first, end = (anchor, anchor) if scene.kpi.kind == "level" else stretch_before(scene, anchor)
    level = value_of(scene, first, end)
    if level is None:
        return
    assert stands.actual is not None and abs(stands.actual - level) < 1e-9 * max(1, abs(level))
    there = reaches(scene, level)
    if scene.today < scene.goal.deadline and not is_over(scene):
        assert stands.status not in ("reached", "missed", "undecided", "no data")
        assert stands.at_target == there or stands.status == "too early"
    elif is_over(scene):
        assert stands.status in ("undecided", "reached" if there else "missed")
    if scene.kpi.kind == "level" and is_over(scene):
        since, last = ((slot_of(scene.kpi.cadence, day) or (day, day))[1] for day in (anchor, scene.goal.deadline))
        awaited = len(expected_slots(scene, since + DAY, last))  # one of the last two that are expected is enough
        assert stands.status == ("undecided" if awaited > 1 else "reached" if there else "missed")
    if scene.kpi.kind == "level" or any(scene.paused(day) and has_data(scene, (day, day)) for day in days(first, end)):
        return  # what is entered though it was not expected is there, and whether it counts as expected is no matter
    shares = [share_between(scene, first, end)]
    if is_over(scene):
        shares.append(share_between(scene, *stretch_before(scene, scene.goal.deadline)))
    surely, perhaps = (min(share[which] for share in shares) for which in (0, 1))
    if is_over(scene):
        if surely >= 0.5:
            assert stands.status == ("reached" if there else "missed")
        elif perhaps < 0.5:
            assert stands.status == "undecided"
    elif scene.today < scene.goal.deadline:
        if perhaps < 0.5:
            assert stands.status == "too early"
        elif surely >= 0.5 and there:
            assert stands.status == "on track"


def share_between(scene: Scene, first: date, last: date) -> tuple[float, float]:
    """Return which share of the expected entries is surely there, and which is with the week that is not over yet."""
    slots = expected_slots(scene, first, last)
    if not slots:
        return 1.0, 1.0
    there = [slot for slot in slots if has_data(scene, slot)]
    over = [slot for slot in there if slot[0] == slot[1] or slot[1] <= min(scene.until, scene.today - DAY)]
    return len(over) / len(slots), len(there) / len(slots)


def check_recurring(scene: Scene, stands: Standing) -> None:  # noqa: C901, PLR0912
    """Every whole period is judged by its own figure, and never before its time."""
    goal, target = scene.goal, scene.goal.targets[0]
    kept = missed = unknown = open_periods = 0
    doubtful = 0
    for first, last in whole_periods(scene):
        paused = [scene.paused(day) for day in days(first, last)]
        if all(paused):
            continue
        value = value_of(scene, first, min(last, scene.today))
        over = value is not None and target.high is not None and value > target.high + 1e-9
        within = value is not None and not over and (target.low is None or value >= target.low - 1e-9)
        if first > scene.today:
            open_periods += 1
        elif over and scene.adds_up and scene.never_negative:
            missed += 1
        elif last >= scene.today and not (last == goal.deadline and last_day_is_known(scene)) and not is_over(scene):
            open_periods += 1
        elif value is None:
            unknown += not mostly_paused(scene, first, last)
        elif within and target.high is None and scene.adds_up and scene.never_negative:
            kept += 1
        elif mostly_paused(scene, first, last) or could_be_made_up_for(scene, first, last, value):
            continue
        else:
            share = coverage(scene, first, last)
            enough = share is None or share >= 0.5
            most = most_with_missing(scene, first, last, value) if scene.adds_up else value
            edge = target.high if within else target.low
            if enough and edge is not None and most > value and most > edge - 1e-9:
                doubtful += 1
                continue
            kept += within and enough
            missed += not within and enough
            unknown += not enough
    if doubtful:
        assert stands.kept is not None and stands.judged is not None
        assert kept <= stands.kept <= kept + doubtful
        assert kept + missed <= stands.judged <= kept + missed + doubtful
        return  # what is missing in a week is held by `test_verdict_properties`
    assert (stands.kept, stands.judged) == (kept, kept + missed)
    if is_over(scene):
        needed = (
            kept + missed if target.keep is None else ceil(round((kept + missed) * target.keep[0] / target.keep[1], 9))
        )
        if target.keep is None and missed:
            assert stands.status == "missed"
        elif not unknown:
            assert stands.status == (("reached" if kept >= needed else "missed") if kept + missed else "undecided")
        elif kept + missed < unknown:
            assert stands.status in ("undecided", "no data") or target.keep is not None
    elif scene.today < goal.deadline and not is_over(scene) and value_of(scene, goal.start, scene.today) is not None:
        assert stands.status not in ("reached", "missed", "undecided", "no data")
        if missed and target.keep is None:
            assert stands.status == "off track"


def paused_slots(scene: Scene, first: date, last: date) -> int:
    """Return how many entries would be expected of the days if there were no pause, and are not."""
    without = scene._replace(pauses=())
    return len(expected_slots(without, first, last)) - len(expected_slots(scene, first, last))


def mostly_paused(scene: Scene, first: date, last: date) -> bool:
    """Tell whether less than half of what is expected in the days lies outside of a pause."""
    return len(expected_slots(scene, first, last)) < paused_slots(scene, first, last)


def could_be_made_up_for(scene: Scene, first: date, last: date, value: float) -> bool:
    """Tell whether a sum is too low and the paused entries, each of its best day, would have brought the rest."""
    low, high = scene.goal.targets[0].low, scene.goal.targets[0].high
    paused = paused_slots(scene, first, last)
    if not scene.adds_up or low is None or not paused or value >= low or (high is not None and value > high):
        return False
    by_day: dict[date, float] = {}
    if scene.kpi.formula == SUM:
        by_day = {slot[1]: value_of(scene, *slot) or 0.0 for slot in cells(scene, first, last)}
    else:
        for day, brought in scene.logged("k"):
            if first <= day <= last:
                by_day[day] = by_day.get(day, 0.0) + brought
    return value + paused * max(by_day.values()) >= low


def is_over(scene: Scene) -> bool:
    """Tell whether the deadline has passed, or no day on which an entry is expected lies between the last and it."""
    today, deadline = scene.today, scene.goal.deadline
    if scene.kpi.cadence not in DAILY:
        return today > deadline or nothing_ends_by(scene)
    if today >= deadline:
        return today > deadline
    logged = [day for day in days(FIRST, today) if has_data(scene, (day, day))]
    without = scene._replace(pauses=())
    return bool(logged) and logged[-1] >= scene.goal.start and not expected_slots(without, logged[-1] + DAY, deadline)


def nothing_ends_by(scene: Scene) -> bool:
    """Tell whether no week, month or quarter ends any more until the deadline of a goal on what is logged by those.

    A level has the number of the one that the deadline cuts, too.
    """
    goal, today = scene.goal, scene.today
    if scene.kpi.kind in DERIVED or (goal.type == "level" and today != goal.deadline):
        return False
    logged = [day for day in days(FIRST, today) if has_data(scene, (day, day))]
    if not logged or (goal.type != "level" and scene.kpi.kind != "flow"):
        return False
    slot = slot_of(scene.kpi.cadence, logged[-1])
    assert slot is not None
    known = min(slot[1], today if logged[-1] == today else today - DAY)
    if known < goal.start:
        return False
    if goal.type == "level":
        ending = slot_of(scene.kpi.cadence, goal.deadline)
        if ending is None or not has_data(scene, ending):
            return False
    without = scene if today == goal.deadline else scene._replace(pauses=())
    return known >= goal.deadline or not expected_slots(without, known + DAY, goal.deadline)


def last_day_is_known(scene: Scene) -> bool:
    """Tell whether it is the last day of the goal and nothing is left to wait for: it is logged, or nothing is due."""
    today = scene.today
    if today == scene.goal.deadline and scene.kpi.cadence in DAILY:
        logged = [day for day in days(FIRST, today) if has_data(scene, (day, day))]
        return bool(logged) and (
            logged[-1] == today
            or (logged[-1] >= scene.goal.start and not expected_slots(scene, logged[-1] + DAY, today))
        )
    slow = scene.kpi.kind in DERIVED and scene.kpi.cadence not in DAILY
    slot = slot_of(scene.kpi.cadence, today) if slow else None
    return today == scene.goal.deadline and has_data(scene, slot or (today, today))


def whole_periods(scene: Scene) -> list[Slot]:
    """Return the periods of a recurring goal that lie within it, ascending."""
    goal, cadence = scene.goal, scene.kpi.cadence
    within = days(goal.start, goal.deadline)
    if goal.per in ("day", "workday"):
        wanted = [day for day in within if goal.per == "day" or day.weekday() < 5]
        return [(day, day) for day in wanted if cadence not in DAILY or slot_of(cadence, day)]
    slots = {slot for day in within if (slot := slot_of(goal.per or "week", day))}
    return sorted(slot for slot in slots if goal.start <= slot[0] and slot[1] <= goal.deadline)


def check_verdict(scene: Scene, stands: Standing, share: float | None, *, passed: bool, exact: bool = False) -> None:
    """At the deadline half of what was expected must be there, for reached and missed alike."""
    verdict = "reached" if passed else "missed"
    surely, surely_not = (0.5, 0.5) if exact or scene.kpi.cadence in DAILY else (SURELY, SURELY_NOT)
    if share is None:
        assert stands.status in (verdict, "undecided", "no data")
    elif share >= surely:
        assert stands.status == verdict
    elif share < surely_not:
        assert stands.status in ("undecided", "no data")
    else:
        assert stands.status in (verdict, "undecided")


CHECKS = {"total": check_sum, "cap": check_sum, "level": check_level, "recurring": check_recurring}
KINDS: dict[GoalType, tuple[str, ...]] = {
    "total": ("flow", "formula"),
    "cap": ("flow", "formula"),
    "level": ("level", "sample", "ratio", "formula"),
    "recurring": ("flow", "sample", "ratio", "formula"),
}


@st.composite
def scenes(draw: st.DrawFn, type: GoalType) -> Scene:
    """Draw a goal of *type* with entries, gaps, pauses, corrections that come late, and the day of looking."""
    kind = draw(st.sampled_from(KINDS[type]))
    cadence = draw(st.sampled_from((*DAILY, "week", "month", "quarter")))
    floor = draw(st.sampled_from((0.0, None)))
    formula = None
    if kind == "formula":
        formula = SUM if type in ("total", "cap") else draw(st.sampled_from((SUM, SHARE)))
    kpi = Kpi(
        1, "k", "K", kind, cadence=cadence, floor=floor, numerator=2, denominator=3, formula=formula,
        blank=draw(st.sampled_from(("unknown", "unknown", "zero"))), created=FIRST,
        source=draw(st.sampled_from(("flow", "level"))) if kind == "ratio" or formula == SHARE else "",
    )  # fmt: skip
    start = START + draw(st.integers(-3, 3)) * DAY
    deadline = start + draw(st.integers(6, 100) | st.just(210)) * DAY
    today = start + draw(st.integers(-2, (deadline - start).days + 12)) * DAY
    per: Per | None = None
    low = high = keep = None
    target = float(draw(st.integers(1, 40 if type == "level" else 400)))
    if type == "recurring":
        shorter = {"week": ("week", "month", "quarter"), "month": ("month", "quarter"), "quarter": ("quarter",)}
        per = draw(st.sampled_from(shorter.get(cadence, ("day", "workday", "week", "month", "quarter"))))
        low = draw(st.none() | st.integers(1, 60).map(float))
        high = None if low is not None and draw(st.booleans()) else (low or 0.0) + draw(st.integers(0, 40))
        keep = draw(st.none() | st.sampled_from(((9, 10), (1, 2), (7, 10))))
        target = high if high is not None else low or 0.0
    if kind == "ratio" or formula == SHARE:
        scale = 10.0
        target, low, high = target / scale, low and low / scale, high if high is None else high / scale
    down = draw(st.booleans()) if type == "level" else None
    targets = (Target(start, target, low, high, keep),)
    goal = Goal(1, "u", "t", 1, type, start, deadline, targets, per=per, down=down, created=start)
    pauses = tuple(
        Pause(number, None, first, first + length * DAY, "away")
        for number, (first, length) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(days(FIRST + 20 * DAY, deadline)), st.integers(0, 20)), max_size=2))
        )
    )
    logged = draw(st.sampled_from((1.0, 0.9, 0.6, 0.45, 0.2)))
    random = draw(st.randoms(use_true_random=False))
    lowest = -5 if kind == "flow" and floor is None and draw(st.booleans()) else 0
    keys = ("n", "d") if kind in DERIVED else ("k",)
    entries: dict[str, list[tuple[date, float]]] = {}
    for key in keys:
        slots = sorted({slot for day in days(FIRST, today) if (slot := slot_of(cadence, day))})
        rows = [
            (min(random.choice(days(*slot)), today), float(random.randint(1 if key == "d" else lowest, 20)))
            for slot in slots
            if random.random() < logged or slot == slots[0]
        ]
        # A day that was forgotten is entered later, and a day may be entered twice.
        rows += [(random.choice(rows)[0], float(random.randint(1, 9))) for _number in range(random.randint(0, 2))]
        entries[key] = rows
    return Scene(goal, kpi, entries, pauses, today)


def check(scene: Scene) -> None:
    """Hold what the program says of *scene* to what can be counted."""
    stands = scene.standing()
    event(f"{scene.goal.type}: {stands.status}")
    if scene.today < scene.goal.start:
        assert stands.status == "not started"
        return
    CHECKS[scene.goal.type](scene, stands)


@given(scenes("total"))
def test_totals(scene: Scene) -> None:
    check(scene)


@given(scenes("cap"))
def test_caps(scene: Scene) -> None:
    check(scene)


@given(scenes("level"))
def test_levels(scene: Scene) -> None:
    check(scene)


@given(scenes("recurring"))
def test_recurring(scene: Scene) -> None:
    check(scene)
