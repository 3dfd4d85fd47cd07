"""Steady businesses: what is foretold of sums over six weeks, held against what made the series."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from random import Random
from statistics import fmean

import pytest

from kpitui.core.insight.forecast import forecast, quantiles
from kpitui.core.insight.levels import pooled_levels, steadiness
from kpitui.core.insight.season import NO_SEASON, season_of, year_once

pytestmark = pytest.mark.thorough

DAYS, AHEAD = 126, 42


def poisson(random: Random, mean: float) -> float:
    """Return a count of events that come at random (Knuth)."""
    limit, count, product = exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return float(count)


def sundays_off(random: Random, day: int) -> float | None:
    return None if day % 7 == 6 else (700 if day % 7 == 5 else 300) * (1 + random.gauss(0, 0.1))


BUSINESSES: dict[str, tuple[Callable[[Random, int], float | None], float, float]] = {
    "70 % zeros": (lambda random, _day: random.lognormvariate(4.6, 0.5) if random.random() > 0.7 else 0.0, 0.74, 1.5),
    "sundays off": (sundays_off, 0.05, 2.0),
    "counts about 1": (lambda random, _day: poisson(random, 1.1), 0.37, 1.5),
    "counts about 3": (lambda random, _day: poisson(random, 3.0), 0.23, 1.5),
    "skewed": (lambda random, _day: random.lognormvariate(4.6, 1.0), 0.50, 2.0),
    "10 % noise": (lambda random, _day: 100 + 10 * random.gauss(0, 1), 0.04, 2.0),
}
"""What makes a day, the width of the true 80 % range of the sum over its mean, and how many times that is allowed."""


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", BUSINESSES)
def test_a_steady_business_is_foretold_to_stay(name: str) -> None:
    """The range holds, the middle is the mean and the width is near the ideal one; the simulations count many more."""
    make, ideal, times = BUSINESSES[name]
    held, middles, widths = [], [], []
    for seed in range(24):
        random = Random(1000 + seed)
        days = [make(random, day) for day in range(DAYS + AHEAD)]
        known = [(day, value) for day, value in enumerate(days[:DAYS]) if value is not None]
        result = forecast(
            [day for day, _v in known], [value for _d, value in known], range(DAYS, DAYS + AHEAD), floor=0.0
        )
        assert result is not None
        low, middle, high = quantiles(result.sums(), 0.8)
        past = sum(value for _day, value in known) / DAYS * AHEAD
        held.append(low <= sum(value or 0.0 for value in days[DAYS:]) <= high)
        middles.append(middle / past)
        widths.append((high - low) / past)
    assert fmean(held) >= 0.55
    assert fmean(middles) == pytest.approx(1, abs=0.07)
    assert fmean(widths) < ideal * times


def test_closed_weekdays_bring_nothing_and_bend_nothing() -> None:
    """Saturday 700, other days 300, blank Sundays: each day is foretold as it always was, and Sunday as nothing."""
    random = Random(3)
    days = [(day, value) for day in range(63) if (value := sundays_off(random, day)) is not None]
    result = forecast([day for day, _v in days], [value for _d, value in days], range(63, 70), floor=0.0)
    assert result is not None
    assert [result.range_at(place)[1] for place in range(7)] == pytest.approx(
        [300, 300, 300, 300, 300, 700, 0], rel=0.15, abs=1e-9
    )


def test_where_values_do_not_add_up_a_closed_day_has_the_figure_of_the_day_before() -> None:
    """A balance that is never written down on Sunday is not 0 on Sunday."""
    slots = [day for day in range(63) if day % 7 != 6]
    result = forecast(slots, [1000.0 + day for day in slots], range(63, 70), adds_up=False)
    assert result is not None
    assert all(path[6] == path[5] for path in result.paths)


def test_a_rhythm_in_noise_is_rarely_seen() -> None:
    """At 5 % one in twenty; before the test it was more than half."""
    random = Random(9)
    for count in (28, 56, 91):
        series = [[random.gauss(0, 1) for _day in range(count)] for _run in range(200)]
        seen = sum(season_of(range(count), values, 7) is not NO_SEASON for values in series)
        assert seen / 200 < 0.10


def test_a_december_seen_once_comes_back_by_half() -> None:
    """Seventeen months of 100 with one December of 190: half of the 90 is expected again."""
    values = [100.0] * 17
    values[11] = 190.0
    season = year_once(range(17), values, 12)
    assert season.effects[11] - season.effects[5] == pytest.approx(45)
    assert year_once(range(24), [*values, *values[:7]], 12) is NO_SEASON
    assert year_once(range(12), values[:12], 12) is NO_SEASON


def test_what_stays_counts_where_nothing_walks() -> None:
    """Of noise most paths have a constant level, of a random walk hardly any; the weights sum to 1."""
    random = Random(4)
    noise = [random.gauss(100, 10) for _day in range(126)]
    walk = [100.0]
    for _day in range(125):
        walk.append(walk[-1] + random.gauss(0, 5))
    for values, least, most in ((noise, 0.6, 1.0), (walk, 0.0, 0.05)):
        levels = pooled_levels(range(126), values, 42)
        assert sum(level.weight for level in levels) == pytest.approx(1)
        assert least <= sum(level.weight for level in levels if level.constant) <= most
    assert steadiness(walk) == 0


def test_a_list_that_grows_by_itself_goes_on_growing() -> None:
    """Followers rise by about five a day: in four weeks there are some 140 more, not half as many."""
    random = Random(5)
    followers = [1000.0]
    for _day in range(59):
        followers.append(followers[-1] + 5 + random.gauss(0, 0.5))
    result = forecast(range(60), followers, range(60, 88), adds_up=False)
    assert result is not None
    low, middle, high = (value - followers[-1] for value in result.range_at(27))
    assert 110 < middle < 150
    assert 60 < low < 140 < high < 220


def test_a_level_that_moved_last_week_may_stay_or_go_back() -> None:
    """From 100 to 150 a week ago: both are foretold, and without noise, and without any doubt, the new one is."""
    random = Random(7)
    noisy = forecast(range(90), [(100 if day < 83 else 150) + random.gauss(0, 12) for day in range(90)], range(90, 120))
    clean = forecast(range(90), [100.0 if day < 83 else 150.0 for day in range(90)], range(90, 120))
    assert noisy is not None
    assert clean is not None
    low, middle, high = noisy.range_at(14)
    assert low < 115
    assert 130 < middle < 160
    assert high > 150
    assert clean.range_at(14)[1] == pytest.approx(150, abs=3)
