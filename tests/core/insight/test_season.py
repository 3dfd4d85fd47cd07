"""The rhythm of a series: found where it is, shrunk by doubt, and none in noise."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.cadence import slots_of
from kpitui.core.insight import season
from kpitui.core.insight.season import (
    NO_SEASON,
    Season,
    closed_years,
    recent_season,
    season_of,
    weekday_weights,
    with_holidays,
)
from kpitui.core.insight.small_samples import f_tail, t_tails
from kpitui.core.series import DayValues

WEEK = 7
EFFECTS = (10.0, 5.0, 0.0, 0.0, -5.0, -20.0, 10.0)


def weekly(weeks: int, noise: float, seed: int = 1) -> list[float]:
    """Return weeks with a rhythm and noise."""
    random = Random(seed)
    return [100 + EFFECTS[at % WEEK] + random.gauss(0, noise) for at in range(weeks * WEEK)]


def test_a_rhythm_is_found() -> None:
    """Ten weeks with little noise give nearly the effects they were made of."""
    season = season_of(range(70), weekly(10, 1.0), WEEK)
    assert season.effects == pytest.approx(EFFECTS, abs=2.5)
    assert season.shrunk > 0.9


def test_doubt_shrinks_it() -> None:
    """With more noise less of it is kept."""
    assert season_of(range(70), weekly(10, 8.0), WEEK).shrunk < season_of(range(70), weekly(10, 2.0), WEEK).shrunk


def test_noise_has_hardly_any() -> None:
    """In many series without a rhythm none is seen, and what is seen is small."""
    random = Random(2)
    found = [season_of(range(70), [random.gauss(0, 1) for _at in range(70)], WEEK) for _run in range(200)]
    assert sum(season == NO_SEASON for season in found) > 60
    assert max(max(map(abs, season.effects)) for season in found) < 1.2


@pytest.mark.parametrize(
    ("slots", "values"),
    [(range(0), []), (range(13), [1.0] * 13), (range(70), [5.0] * 70), (range(0, 140, 2), weekly(10, 1.0)[:70])],
)
def test_too_little_or_nothing_to_see(slots: range, values: list[float]) -> None:
    """No values, under two weeks and a constant have no rhythm; every second day has one of its own or none."""
    assert season_of(slots, values, WEEK).length in (1, WEEK)


@given(st.lists(st.integers(0, 200), min_size=14, max_size=60), st.integers(-50, 50))
def test_adding_a_constant_changes_no_effect(whole: list[int], shift: int) -> None:
    """Effects are what is added to the level, wherever that lies; they sum to nothing."""
    one = season_of(range(len(whole)), [float(value) for value in whole], WEEK)
    other = season_of(range(len(whole)), [float(value + shift) for value in whole], WEEK)
    assert one.effects == pytest.approx(other.effects, abs=1e-6)
    assert sum(one.effects) == pytest.approx(0, abs=1e-6)


# Rhythm: found where weekdays differ, with gaps and closed days, and in one of twenty series of noise.


@pytest.mark.parametrize(
    ("above", "below", "ratio", "tail"),
    [(6, 6, 4.2839, 0.05), (6, 72, 2.2274, 0.05), (1, 1, 161.4476, 0.05), (3, 10, 6.5523, 0.01)],
)
def test_the_tail_of_f_against_printed_tables(above: int, below: int, ratio: float, tail: float) -> None:
    """NIST/SEMATECH e-Handbook, 1.3.6.7.3: upper critical values of the F distribution."""
    assert f_tail(ratio, above, below) == pytest.approx(tail, rel=0.001)


def test_the_tails_of_student() -> None:
    """The two-sided 5 % points of Student's t."""
    for freedom, t in ((2, 4.302653), (5, 2.570582), (30, 2.042272)):
        assert t_tails(t, freedom) == pytest.approx(0.05, rel=1e-5)
        assert t_tails(-t, freedom) == pytest.approx(0.05, rel=1e-5)


@pytest.mark.parametrize("days", [14, 28, 56, 91])
def test_noise_has_none(days: int) -> None:
    """A rhythm that is there by chance is claimed of one series in twenty."""
    random = Random(days)
    claims = sum(season.has_rhythm(range(days), [random.gauss(0, 1) for _day in range(days)], 7) for _run in range(400))
    assert claims <= 400 * 0.05 + 2.5 * (400 * 0.05 * 0.95) ** 0.5


def test_a_whole_calendar_of_weeks_is_judged_as_one_with_a_day_missing() -> None:
    """Where every weekday is there in every week its means are taken out at once, else in turn, with the same outcome.

    A weak rhythm in noise, so that about half of the series are claimed to have one.
    """
    random, same, claimed = Random(9), 0, 0
    for _run in range(100):
        values = [0.45 * (day % 7 == 5) + 0.3 * (day % 7 == 2) + random.gauss(0, 0.5) for day in range(91)]
        whole = season.has_rhythm(range(91), values, 7)
        same += whole == season.has_rhythm(range(90), values[:90], 7)
        claimed += whole
    assert 30 <= claimed <= 90
    assert same >= 90


def test_a_rise_is_none() -> None:
    """That every Sunday lies above the Monday before it is a matter of the rise."""
    random = Random(3)
    claims = sum(
        season.has_rhythm(range(56), [day + random.gauss(0, 3) for day in range(56)], 7) for _run in range(200)
    )
    assert claims <= 20


def test_days_that_are_mostly_nothing_have_none() -> None:
    """Invoices on one day in fourteen come on any day."""
    random = Random(5)
    claims = sum(
        season.has_rhythm(range(126), [random.uniform(2500, 6000) * (random.random() < 0.07) for _day in range(126)], 7)
        for _run in range(200)
    )
    assert claims <= 20


def test_a_good_saturday() -> None:
    """It is found from four weeks on, also with gaps, with a closed Sunday, and beside one odd value."""
    random = Random(4)
    days = [100 + 40 * (day % 7 == 5) + random.gauss(0, 10) for day in range(42)]
    slots = list(range(42))
    assert season.has_rhythm(slots, days, 7)
    assert recent_season(slots, days, 7).effect(5) > 20
    some = [day for day in slots if day % 5]
    assert season.has_rhythm(some, [days[day] for day in some], 7)
    open_days = [day for day in slots if day % 7 != 6]
    assert season.has_rhythm(open_days, [days[day] for day in open_days], 7)
    days[10] = 5000.0
    assert season.has_rhythm(slots, days, 7)


def test_too_little_to_tell() -> None:
    """Under two weeks, or without any difference."""
    assert not season.has_rhythm(range(13), [float(day % 7) for day in range(13)], 7)
    assert not season.has_rhythm(range(28), [5.0] * 28, 7)
    assert not season.has_rhythm(range(28), [float(day) for day in range(28)], 1)
    assert recent_season(range(28), [5.0] * 28, 7) == NO_SEASON
    assert season.has_rhythm(range(28), [float(day % 7 == 6) for day in range(28)], 7)


@given(st.lists(st.floats(-1e9, 1e9), max_size=60), st.lists(st.integers(1, 9), min_size=60, max_size=60))
def test_any_series(values: list[float], gaps: list[int]) -> None:
    """No series, with whatever gaps, makes it fail."""
    slots = [sum(gaps[: index + 1]) for index in range(len(values))]
    assert season.has_rhythm(slots, values, 7) in (True, False)


# Holidays: dates that were closed in earlier years, and no others.

CHRISTMAS = date(2026, 12, 25)


def shop(
    years: int, *, closed: tuple[tuple[int, int], ...] = ((12, 25), (12, 26)), sunday: bool = True
) -> dict[date, float]:
    """Return days of 100 up to November 2026, with dates, and maybe Sundays, that bring nothing."""
    last = date(2026, 11, 22)
    days = [last - timedelta(days=back) for back in range(round(365.25 * years))]
    return {
        day: 0.0 if (day.month, day.day) in closed or (not sunday and day.weekday() == 6) else 100.0 for day in days
    }


def test_dates_that_were_closed_are_closed_again() -> None:
    """In as many years as are known; the day after is open, and a day that was open once is not closed."""
    for years in (1, 2, 3):
        assert closed_years(CHRISTMAS, shop(years)) == years
    assert closed_years(date(2026, 12, 27), shop(3)) == 0
    assert closed_years(date(2027, 2, 28), shop(3)) == 0
    assert closed_years(date(2028, 2, 29), shop(3)) == 0
    assert closed_years(CHRISTMAS, {**shop(3), date(2024, 12, 25): 80.0}) == 0
    assert closed_years(CHRISTMAS, {}) == 0


def test_a_closed_weekday_is_no_holiday() -> None:
    """20 December 2024 was a Friday, 2025 a Saturday, 22 December 2024 a Sunday: that it was closed tells nothing."""
    values = shop(2, closed=(), sunday=False)
    assert date(2024, 12, 22).weekday() == 6
    assert closed_years(date(2026, 12, 22), values) == 0
    assert closed_years(date(2026, 12, 21), values) == 0


def test_where_days_are_often_empty_one_more_is_nothing_special() -> None:
    values = {day: value if day.toordinal() % 3 else 0.0 for day, value in shop(3).items()}
    assert closed_years(CHRISTMAS, values) == 0


def test_a_date_that_is_blank_tells_nothing() -> None:
    """What is missing is not 0."""
    values = {day: value for day, value in shop(3).items() if (day.month, day.day) != (12, 25)}
    assert closed_years(CHRISTMAS, values) == 0


@pytest.mark.parametrize(("years", "share"), [(1, 0.5), (2, 1.0)])
def test_paths_have_nothing_on_them(years: int, share: float) -> None:
    """On half of the paths where it was closed in one year only: that counts as a year seen once."""
    days = [CHRISTMAS - timedelta(days=1), CHRISTMAS, CHRISTMAS + timedelta(days=2)]
    paths = with_holidays([(10.0, 10.0, 10.0)] * 10, days, shop(years))
    assert [sum(path[place] == 0 for path in paths) / 10 for place in range(3)] == [0, share, 0]


# Weekday weights: learned from a rhythm, none without one, never negative, mean 1.

MONDAY = date(2026, 8, 24)


def days(values: list[float]) -> DayValues:
    """Return values on successive days from a Monday on."""
    return DayValues(tuple(MONDAY + timedelta(days=at) for at in range(len(values))), tuple(values))


def test_a_closed_sunday_weighs_nothing() -> None:
    """Six days of about 100 and a Sunday of 0."""
    random = Random(1)
    found = weekday_weights(days([0.0 if at % 7 == 6 else random.gauss(100, 5) for at in range(84)]), slots_of("day"))
    assert found is not None
    assert found[6] < 0.05
    assert sum(found) == pytest.approx(7)
    assert found[0] == pytest.approx(7 / 6, abs=0.1)


def test_a_blank_sunday_weighs_nothing_either() -> None:
    """300 on five days, 700 on Saturday, Sunday always blank: a Monday is 300 of 2,200, and alike days are sixths."""
    random = Random(2)
    week = [300.0] * 5 + [700.0]
    numbers = [number for number in range(84) if number % 7 != 6]
    on = tuple(MONDAY + timedelta(days=number) for number in numbers)
    values = tuple(week[number % 7] * random.gauss(1, 0.1) for number in numbers)
    found = weekday_weights(DayValues(on, values), slots_of("day"))
    assert found is not None
    assert found == pytest.approx([7 * 300 / 2200] * 5 + [7 * 700 / 2200, 0], abs=0.1)
    alike = weekday_weights(DayValues(on, (100.0,) * len(on)), slots_of("day"))
    assert alike == pytest.approx([7 / 6] * 6 + [0])
    few = [(day, 3900.0) for day in on[::11]]
    assert weekday_weights(DayValues(*map(tuple, zip(*few, strict=True))), slots_of("day")) is None, "a few invoices"


def test_only_days_on_which_something_is_expected_weigh() -> None:
    """Of a KPI of working days Saturday and Sunday weigh nothing."""
    values = [(300.0 if at % 7 == 0 else 100.0) + at % 3 for at in range(84)]
    found = weekday_weights(days(values), slots_of("workday"))
    assert found is not None
    assert found[5:] == [0.0, 0.0]
    assert found[0] / found[1] == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize("values", [[], [5.0] * 60, [1.0, 9.0] * 13, [-1.0] * 60])
def test_without_a_rhythm_there_are_none(values: list[float]) -> None:
    """Nothing, a constant, less than four weeks, or nothing but losses."""
    assert weekday_weights(days(values), slots_of("day")) is None


@given(st.lists(st.floats(-1e6, 1e6), max_size=91))
def test_weights_are_never_negative_and_share_the_week(values: list[float]) -> None:
    """Whatever the values."""
    found = weekday_weights(days(values), slots_of("day"))
    assert found is None or (min(found) >= 0 and sum(found) == pytest.approx(7))


def test_a_rhythm_of_a_ratio_is_around_the_ratio_of_sums() -> None:
    """5 days of 20 in 1000 and 2 of 4 in 100: 108 in 5200 are 2.08 %, where days alone have a mean of 2.57 %."""
    slots, values = range(7), [2.0] * 5 + [4.0] * 2
    season = Season(tuple(value - 18 / 7 for value in values), 1.0)
    assert season.without(slots, values) == pytest.approx([18 / 7] * 7)
    weighted = season.around(slots, [1000.0] * 5 + [100.0] * 2)
    assert weighted.without(slots, values) == pytest.approx([100 * 108 / 5200] * 7)
    assert season.around(slots, [0.0] * 7) == season
