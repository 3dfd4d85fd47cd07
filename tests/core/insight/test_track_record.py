"""Guards the chance of a recurring goal whose periods are regular while its days are not: invoices, shifts."""

from __future__ import annotations

import random
from datetime import date
from math import comb

import pytest

from kpitui.core.aggregation import KpiData, Source
from kpitui.core.cadence import Slots
from kpitui.core.goal import Goal, Target
from kpitui.core.insight.probability import outlook
from kpitui.core.insight.track_record import TrackRecord, are_unknown, chance_by_record, has_lumps, track_record
from kpitui.core.pace import standing
from tests.core.business import totals
from tests.core.goals import START, data, each, kpi, on, recurring
from tests.core.insight.test_probability import paths

SHIFTS = kpi(blank="zero", created=START)
AT_LEAST_24 = Target(START, 24, 24)


def shifts(weeks: int, seed: int = 1) -> dict[int, float]:
    """Return weeks of three shifts of eight hours, each week on other days, the others without any."""
    chance = random.Random(seed)
    worked = {7 * week + day for week in range(weeks) for day in chance.sample(range(1, 8), 3)}
    return {number: 8.0 if number in worked else 0.0 for number in range(1, 7 * weeks + 1)}


def test_three_shifts_a_week_are_a_regular_record() -> None:
    what = recurring(low=24)
    record = track_record(what, data(SHIFTS, shifts(6), on(43), last=what.deadline))
    assert record is not None
    assert (record.kept, record.judged, record.regular) == (6, 6, True)
    assert all(before + after == 24 for before, after in record.rests)


def test_periods_before_the_goal_are_judged_by_its_target() -> None:
    what = recurring(low=24, start=on(36))
    record = track_record(what, data(SHIFTS, shifts(6), on(43), last=what.deadline))
    assert record is not None
    assert (record.kept, record.judged) == (6, 6)
    higher = track_record(recurring(low=25, start=on(36)), data(SHIFTS, shifts(6), on(43), last=what.deadline))
    assert higher is not None
    assert (higher.kept, higher.judged) == (0, 6)


def test_days_that_come_independently_are_no_regular_record() -> None:
    """Nor are days that are the same on each weekday: of those, paths know enough."""
    chance = random.Random(3)
    noisy = {number: float(chance.randint(0, 16)) for number in range(1, 85)}
    what = recurring(low=24)
    record = track_record(what, data(SHIFTS, noisy, on(85), last=on(85)))
    assert record is not None
    assert not record.regular
    same = {number: 8.0 if number % 7 in (1, 3, 5) else 0.0 for number in range(1, 85)}
    record = track_record(what, data(SHIFTS, same, on(85), last=on(85)))
    assert record is not None
    assert not record.regular


def test_four_periods_are_the_fewest() -> None:
    what = recurring(low=24)
    assert track_record(what, data(SHIFTS, shifts(3), on(22), last=what.deadline)) is None
    assert track_record(what, data(SHIFTS, shifts(4), on(29), last=what.deadline)) is not None


def test_days_before_the_goal_tell_how_the_few_that_bring_anything_come() -> None:
    """Three weeks of a goal have nine shifts, too few; the ten weeks before it have thirty, and there is a chance."""
    what = recurring(low=24, start=on(71), deadline=on(140))
    history = data(SHIFTS, shifts(13), on(90), last=what.deadline)
    since = KpiData(SHIFTS, {"k": Source(SHIFTS, totals(SHIFTS, _entries(shifts(13), 90)))}, what.start, on(90),
                    today=on(90))  # fmt: skip
    record = track_record(what, history)
    assert record is not None
    assert not are_unknown(since, record)
    assert are_unknown(since, None)


def _entries(values: dict[int, float], last: int) -> list[tuple[date, float]]:
    return [(on(number), value) for number, value in values.items() if number <= last]


def test_only_sums_of_several_entries_come_in_lumps() -> None:
    known = data(SHIFTS, shifts(6), on(43))
    assert has_lumps(recurring(low=24), known)
    assert not has_lumps(recurring("day", low=8), known)
    assert not has_lumps(recurring(low=24), data(kpi("sample"), shifts(6), on(43)))
    assert not has_lumps(recurring(low=24), data(kpi(cadence="week"), {7: 24.0}, on(42)))


def _by_hand(kept: int, judged: int, ahead: int, needed: int) -> float:
    """Integrate over the share that is kept, from Jeffreys' prior, in ten thousand steps of equal weight."""
    steps = 20_000
    below = above = 0.0
    for step in range(steps):
        share = (step + 0.5) / steps
        weight = share ** (kept - 0.5) * (1 - share) ** (judged - kept - 0.5)
        reached = sum(comb(ahead, n) * share**n * (1 - share) ** (ahead - n) for n in range(needed, ahead + 1))
        below, above = below + weight, above + weight * reached
    return above / below


@pytest.mark.parametrize(
    ("kept", "judged", "ahead", "needed"), [(4, 4, 8, 8), (11, 11, 1, 1), (9, 10, 6, 5), (2, 8, 4, 1), (5, 6, 3, 0)]
)
def test_periods_to_come_are_kept_like_those_before(kept: int, judged: int, ahead: int, needed: int) -> None:
    record = TrackRecord(kept, judged, (), regular=True)
    chance = chance_by_record(record, AT_LEAST_24, running=None, drawn=0.5, ahead=ahead, needed=needed)
    assert chance == pytest.approx(_by_hand(kept, judged, ahead, needed), abs=0.01)


def test_the_running_period_ends_as_those_that_were_as_far() -> None:
    rests = ((0.0, 24.0), (0.0, 24.0), (24.0, 0.0), (0.0, 8.0))
    record = TrackRecord(3, 4, rests, regular=True)

    def running(value: float, target: Target = AT_LEAST_24) -> float:
        return chance_by_record(record, target, running=value, drawn=0.25, ahead=0, needed=1)

    # Of the three that had not kept it by now two did, and Jeffreys' prior counts half a one each way.
    assert running(0) == pytest.approx(2.5 / 4)
    assert running(24) == 1
    # None was above 20 by now with 8 more to come: at most 24 is a matter of the paths.
    assert running(30, Target(START, 24, None, 24)) == pytest.approx(0.25)


def test_what_a_refund_can_take_back_is_not_certain() -> None:
    record = TrackRecord(3, 4, ((24.0, 0.0), (24.0, -8.0), (30.0, 0.0), (24.0, 0.0)), regular=True, negative=True)
    chance = chance_by_record(record, AT_LEAST_24, running=24, drawn=0.5, ahead=0, needed=1)
    assert chance == pytest.approx(3.5 / 5)


def test_the_record_speaks_where_paths_know_no_weeks() -> None:
    """On the paths of days most weeks have more or less than three shifts; six of six were kept."""
    what = recurring(low=24)
    known = data(SHIFTS, shifts(6), on(43), last=what.deadline)
    mixed = paths(on(43), 28, *[[8.0] * 4 + [0.0] * 24] * 100)
    now = standing(what, known)
    record = track_record(what, known)
    by_days, by_weeks = outlook(what, now, known, mixed, Slots("day")), outlook(
        what, now, known, mixed, Slots("day"), record
    )  # fmt: skip
    assert by_days is None or by_days.chance == 0.02
    assert by_weeks is not None
    # (6.5 / 7) (7.5 / 8) (8.5 / 9) (9.5 / 10) is 0.78, of the week that runs and three ahead.
    assert by_weeks.chance == pytest.approx(0.8)
    assert by_weeks.values == 6


def test_few_lumps_without_a_record_are_too_early() -> None:
    """Two weeks of three shifts say nothing of each of the next eight; two weeks of work on all days do."""
    what = recurring(low=24)
    future = paths(on(15), 56, *[8.0] * 100)
    few = data(SHIFTS, shifts(2), on(15), last=what.deadline)
    assert outlook(what, standing(what, few), few, future, Slots("day")) is None
    every = data(SHIFTS, each(8, 14), on(15), last=what.deadline)
    seen = outlook(what, standing(what, every), every, future, Slots("day"))
    assert seen is not None


def test_days_that_are_judged_one_by_one_are_foretold_by_paths_and_record_alike() -> None:
    """Paths that miss four days in ten foretell too many misses, where 36 of 39 were kept; a record alone too few."""
    cups = kpi("sample", created=START)
    what = recurring("day", low=80, keep=(9, 10))
    values = {number: (75.0 if number % 13 == 0 else 100.0) + number / 100 for number in range(1, 40)}
    known = data(cups, values, on(40), last=what.deadline)
    days = [[60.0 if (slot + shift) % 5 < 2 else 100.0 for slot in range(31)] for shift in range(5)]
    smeared = paths(on(40), 31, *days)
    now = standing(what, known)
    record = track_record(what, known)
    assert record is not None
    assert (record.kept, record.judged, record.regular) == (36, 39, False)
    by_paths, by_both = (outlook(what, now, known, smeared, Slots("day"), kind) for kind in (None, record))
    assert by_paths is not None
    assert by_both is not None
    alone = chance_by_record(record, what.targets[-1], running=None, drawn=0.0, ahead=31, needed=63 - 36)
    assert alone == pytest.approx(_by_hand(36, 39, 31, 27), abs=0.01)
    # The day that runs is foretold by the paths, and chances are stated in steps of five in a hundred.
    assert by_both.chance == pytest.approx((1 / 7 + alone) / 2, abs=0.05)
    assert by_paths.chance < 0.2 < by_both.chance


WORKDAYS = Slots("day", tuple(range(5)))


def work(weeks: int, usual: float, other: float, odd: int, days: int = 0) -> dict[int, float]:
    """Return working days of *usual* hours, the one numbered *odd* of *other*; *days* of a week more at the end."""
    numbers = [7 * week + day for week in range(weeks) for day in range(1, 6)]
    numbers += range(7 * weeks + 1, 7 * weeks + 1 + days)
    return {number: other if number == odd else usual for number in numbers}


def chances(what: Goal, values: dict[int, float], today: date, noise: float) -> tuple[float, float]:
    """Return the chance on paths around 8 with *noise* that the values do not have: without and with the record."""
    known = data(kpi(cadence="workday", created=START), values, today, last=what.deadline)
    coming = random.Random(5)
    rows = [[8 + coming.gauss(0, noise) for _day in range(40)] for _path in range(100)]
    future = paths(today, 40, *rows, slots=WORKDAYS)
    now, record = standing(what, known), track_record(what, known)
    by_paths, by_record = (outlook(what, now, known, future, WORKDAYS, each) for each in (None, record))
    assert by_paths is not None
    assert by_record is not None
    return by_paths.chance, by_record.chance


def test_figures_on_the_border_are_not_smeared_over_it() -> None:
    """Of 19 weeks of 5 times 8 hours one had a day of 9; one of the next two at most 40 is enough: 1 - (1/19)^2."""
    what = recurring(high=40, keep=(9, 10), deadline=on(21 * 7))
    by_paths, by_record = chances(what, work(19, 8, 9, 45), on(19 * 7 + 1), 0.1)
    assert by_paths < 0.9
    assert by_record == 0.98


def test_a_chance_agrees_with_how_often_weeks_were_kept() -> None:
    """By hand: of 24 weeks 22 were kept and 5 of 6 are needed, 0.92 by that share; of 10 weeks 6, and 3 of 6: 0.82."""
    worked = work(24, 8, 8, 0)
    worked |= dict.fromkeys((3, 59), 9.0) | dict.fromkeys((24, 80, 136), 7.0) | {9: 7.0, 10: 9.0}
    what = recurring(high=40, keep=(7, 10), start=on(24 * 7 + 1), deadline=on(30 * 7))
    by_paths, by_record = chances(what, worked, on(24 * 7 + 1), 0.1)
    assert by_paths < 0.5
    assert by_record == pytest.approx(0.9, abs=0.051)
    fewer = work(10, 8, 8, 0) | dict.fromkeys((3, 24, 38, 59), 9.0)
    half = recurring(high=40, keep=(1, 2), start=on(10 * 7 + 1), deadline=on(16 * 7))
    assert chances(half, fewer, on(10 * 7 + 1), 0.1)[1] == pytest.approx(0.82, abs=0.08)


def test_days_on_the_border_are_foretold_by_the_days_that_were() -> None:
    """Of 27 days of 5 calls one had 4: of the next 23 at least 19 are needed, which 0.99 of such days bring."""
    what = recurring("workday", low=5, keep=(9, 10), deadline=on(10 * 7))
    known = work(5, 5, 4, 22, days=2)
    assert len(known) == 27
    assert chances(what, known, on(37), 0.1)[1] >= 0.95


@pytest.mark.parametrize("odd", [{}, {72: 25.0}, {72: 25.0, 40: 14.0}, {72: 25.0, 40: 14.0, 20: 12.0}])
@pytest.mark.parametrize("gaps", [0, 9])
def test_good_days_out_of_the_ordinary_do_not_lower_a_goal_for_every_day(odd: dict[int, float], gaps: int) -> None:
    """Of 90 days all had 10 or more: 31 more do in sqrt(91 / 122) = 0.86 by the record and in 1 by such days: 0.93."""
    what = recurring("day", low=10, start=on(91), deadline=on(121))
    known = {day: 10.0 for day in range(1, 91) if not gaps or day % gaps} | odd
    daily = data(kpi(created=START), known, on(91), last=what.deadline)
    smeared = paths(on(91), 31, *[[9.9 + 0.1 * (path % 3)] * 31 for path in range(60)]) if len(odd) > 1 else None
    future = smeared or paths(on(91), 31, *[[10.0] * 31 for _path in range(60)])
    foretold = outlook(what, standing(what, daily), daily, future, Slots("day"), track_record(what, daily))
    assert foretold is not None
    assert foretold.chance in (0.9, 0.95)


def test_figures_that_move_or_never_repeat_are_left_to_the_paths() -> None:
    what = recurring(high=40)
    steady = kpi(cadence="workday", created=START)

    def repeats(values: dict[int, float]) -> bool:
        record = track_record(what, data(steady, values, on(71), last=what.deadline))
        return record is not None and record.repeats

    assert repeats(work(10, 8, 9, 3))
    assert not repeats(work(10, 8, 8, 3)), "a figure that is always the same is not smeared"
    assert repeats({**work(10, 8, 8, 3), 5: 20.0})
    assert not repeats({number: 8 + number / 100 for number in work(10, 8, 8, 3)}), "no figure comes again"
    assert not repeats({number: 7.0 if number < 40 else 8.0 for number in work(10, 8, 8, 3)}), "the level moved"


def test_a_balance_has_no_record_beside_its_paths() -> None:
    """It fell by 150 a week and was above 2000 in all weeks so far; the paths alone know that it will not be."""
    bank = kpi("level", cadence="week", created=START)
    values = {7 * week + 1: 6000.0 - 150 * week for week in range(21)}
    what = recurring(low=2000, start=on(141), deadline=on(238))
    known = data(bank, values, on(141), last=what.deadline)
    assert track_record(what, known) is None
