"""Guards the chance of a recurring goal whose periods are regular while its days are not: invoices, shifts."""

from __future__ import annotations

import random
from math import comb

import pytest

from kpitui.core.cadence import Slots
from kpitui.core.goal import Target
from kpitui.core.insight.probability import outlook
from kpitui.core.insight.track_record import TrackRecord, chance_by_record, has_lumps, track_record
from kpitui.core.pace import standing
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
    values = {number: 75.0 if number % 13 == 0 else 100.0 for number in range(1, 40)}
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
