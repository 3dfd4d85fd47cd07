"""Forecasts: what they see, how wide they are, that they never fail, never flicker, and survive a typing error."""

from __future__ import annotations

import itertools
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.forecast import FEWEST, PATHS, Forecast, forecast, linearised, quantiles
from kpitui.core.insight.levels import ALPHAS, scale_of, smoothed, smoothed_twice
from kpitui.core.insight.simulation import MOST_BLOCK, fitted_level, half_drift, in_blocks, season_paths

AHEAD = range(90, 118)


def shop(days: int = 90, seed: int = 1, noise: float = 8.0) -> list[float]:
    """Return the orders of a shop that sells more on Saturdays."""
    random = Random(seed)
    return [100 + 40 * (at % 7 == 5) + random.gauss(0, noise) for at in range(days)]


def found(values: list[float], ahead: range = AHEAD, **options: object) -> Forecast:
    """Return a forecast that must be there."""
    given_slots = range(ahead[0] - len(values), ahead[0])
    result = forecast(given_slots, values, ahead, **options)  # type: ignore[arg-type]
    assert result is not None
    return result


def test_one_clean_up_of_a_list_does_not_rule_where_it_goes() -> None:
    """A list of 390 grows by 1.5 a day, was cleaned up of 60 once in 100 days: 1.8 such days are to come in 180 more.

    390 + 180 x 1.5 - 1.8 x 61.5 = 549 on average; 180 days without any (one in six) bring 660.
    """
    list_of_days = [300 + 1.5 * at + (at % 2) / 2 - (60 if at >= 70 else 0) for at in range(100)]
    ahead = range(100, 280)
    result = found(list_of_days, ahead, adds_up=False, stock=True)
    last = [path[-1] for path in result.paths]
    assert fmean(last) == pytest.approx(390 + 180 * 1.5 - 1.8 * 61.5, abs=25)
    assert result.range_at(179)[2] == pytest.approx(660, abs=35)
    assert found(list_of_days, ahead, adds_up=False).range_at(179)[1] < 480, "as of a series that wanders"


def test_it_sees_the_weekday() -> None:
    """Saturdays are foretold higher than other days, about by what they were."""
    result = found(shop())
    saturday = next(at for at, slot in enumerate(AHEAD) if slot % 7 == 5)
    others = fmean(result.range_at(at)[1] for at, slot in enumerate(AHEAD) if slot % 7 != 5)
    assert result.range_at(saturday)[1] - others == pytest.approx(40, abs=10)
    assert others == pytest.approx(100, abs=6)


def test_most_of_what_comes_lies_inside() -> None:
    """On plain noise an 80 % interval holds at least that many: on real series it has to be wider than noise needs."""
    held = []
    for seed in range(40):
        values = shop(118, seed)
        result = found(values[:90])
        edges = [result.range_at(at) for at in range(28)]
        held += [low <= value <= high for value, (low, _middle, high) in zip(values[90:], edges, strict=True)]
    assert 0.78 <= fmean(held) <= 0.97


def test_the_same_every_time() -> None:
    """The seed is fixed: a screen that is painted again shows the same."""
    assert found(shop()) == found(shop())


def test_a_typing_error_hardly_moves_it() -> None:
    """One value ten times too high leaves the forecast about where it was."""
    values = shop()
    wrong = [*values[:60], values[60] * 10, *values[61:]]
    clean, after = found(values), found(wrong)
    apart = fmean(abs(clean.range_at(at)[1] - after.range_at(at)[1]) for at in range(len(AHEAD)))
    assert apart < 5


def test_too_little_to_say() -> None:
    """Below ten values, of days below two weeks, or with nothing ahead there is no forecast."""
    assert forecast(range(9), [1.0] * 9, range(9, 12)) is None
    assert forecast(range(FEWEST), [1.0] * FEWEST, range(20, 22)) is None
    assert forecast(range(90), shop(), []) is None
    assert forecast([], [], range(5)) is None
    assert forecast(range(FEWEST), [float(at) for at in range(FEWEST)], range(10, 12), period="month") is not None


@pytest.mark.parametrize(
    "values",
    [
        [5.0] * 40,
        [0.0] * 40,
        [-3.0, 3.0] * 20,
        [0.0] * 39 + [1.0],
        [1e12 + at for at in range(40)],
        [10.0 ** (at % 5) for at in range(40)],
        [-50.0 + at for at in range(40)],
        shop(3650),
    ],
    ids=["constant", "zero", "zero mean", "one sale", "huge", "factors", "negative", "ten years"],
)
@pytest.mark.parametrize("period", ["day", "week", "month", "quarter"])
def test_no_series_makes_it_fail(values: list[float], period: str) -> None:
    """Odd series give paths of finite figures."""
    result = found(values, range(len(values), len(values) + 12), period=period)
    assert len(result.paths) == PATHS
    assert all(abs(value) < 1e15 for path in result.paths for value in path)


def test_a_constant_stays_constant() -> None:
    """Nothing ever changed, so nothing is foretold to."""
    assert found([5.0] * 40).range_at(27) == (5.0, 5.0, 5.0)


def test_gaps_are_no_zeros() -> None:
    """A series with every third day missing is foretold at its level."""
    pairs = [(at, value) for at, value in enumerate(shop()) if at % 3]
    result = forecast([at for at, _value in pairs], [value for _at, value in pairs], AHEAD)
    assert result is not None
    assert fmean(result.range_at(at)[1] for at in range(28)) == pytest.approx(105, abs=12)


def test_natural_bounds_hold() -> None:
    """No path of a count goes below nothing."""
    values = [float(max(0, round(value))) for value in shop(90, 4, 3.0)]
    low = found([value / 30 for value in values], floor=0.0, ceiling=4.0)
    assert all(0 <= value <= 4 for path in low.paths for value in path)


def test_sums_are_of_paths() -> None:
    """The sum over four weeks is narrower than the sum of the edges and wider than for independent days."""
    result = found(shop())
    low, middle, high = quantiles(result.sums(), 0.8)
    edges = sum(result.range_at(at)[2] - result.range_at(at)[0] for at in range(28))
    assert low < middle < high
    assert high - low < edges
    assert result.sums(0, 1) == [path[0] for path in result.paths]


@given(st.lists(st.integers(100, 150), min_size=20, max_size=40), st.integers(1, 40), st.integers(2, 9))
def test_adding_shifts_and_scaling_scales(whole: list[int], shift: int, scale: int) -> None:
    """Unit and zero of the measure do not matter to the shape of a forecast."""
    values = [float(value) for value in whole]
    one, other = found(values), found([scale * (value + shift) for value in values])
    for at in (0, 13, 27):
        assert other.range_at(at) == pytest.approx([scale * (edge + shift) for edge in one.range_at(at)], rel=1e-6)


def test_a_typing_error_does_not_decide_for_logarithms() -> None:
    """Whether values vary by factors is told by all of them but for accidents."""
    values = shop()
    wrong = [*values[:60], values[60] * 10, *values[61:]]
    assert not found(values).logarithmic
    assert not found(wrong).logarithmic
    assert found([value * 1.03**at for at, value in enumerate(values)]).logarithmic


@pytest.mark.parametrize("place", [10, 36, 39])
def test_a_typing_error_in_a_series_that_hardly_varies(place: int) -> None:
    """A list that loses or wins one now and then is foretold as it was, the newest value among them."""
    weeks = [16.0 if at % 9 else 15.0 for at in range(40)]
    wrong = [*weeks[:place], 160.0, *weeks[place + 1 :]]
    result = found(wrong, range(40, 46), period="week")
    assert result.range_at(5) == pytest.approx(found(weeks, range(40, 46), period="week").range_at(5), abs=0.5)


# Components: ratios that are foretold by what they are divided by.


def test_a_day_with_many_counts_for_more() -> None:
    """20 of 100, 20 of 100 and 90 of 300: 130 of 500 is 26 %, and so is the mean of what is foretold by."""
    values = linearised([0.2, 0.2, 0.3], [100, 100, 300], [500 / 3] * 3)
    assert sum(values) / 3 == pytest.approx(130 / 500)
    assert values[0] == pytest.approx(0.26 - 0.06 * 0.6)
    assert values[2] == pytest.approx(0.26 + 0.04 * 1.8)


def test_even_days_stay_as_they_are() -> None:
    """Five visitors every day, or nothing to divide by."""
    assert linearised([0.2, 0.4], [5, 5], [5, 5]) == pytest.approx([0.2, 0.4])
    assert linearised([0.2], [0], [5]) == [0.2]
    assert linearised([], [], []) == []


# The parts of a forecast: levels that follow, drift that is doubted, errors drawn as they came.


def test_a_level_follows_a_shift() -> None:
    """After a lasting change the level is at the new one, not between the two."""
    values = [10.0 + at % 2 for at in range(30)] + [50.0 + at % 2 for at in range(30)]
    assert fitted_level(range(60), values, scale_of(values), 14).now == pytest.approx(50.5, abs=2)


def test_more_is_followed_after_a_gap() -> None:
    """A value after a long silence says more about the level than one of the day after."""
    near = smoothed([0, 1, 2], [0.0, 0.0, 10.0], 0.2, None)[-1]
    far = smoothed([0, 1, 20], [0.0, 0.0, 10.0], 0.2, None)[-1]
    assert near == pytest.approx(2.0)
    assert far > 9


def test_a_clipped_error_moves_the_level_less() -> None:
    """An accident moves a robust level by its clip only."""
    assert smoothed([0, 1], [0.0, 100.0], 0.5, 3.0)[-1] == pytest.approx((0.0 + 0.5 * 3.0) + 50 - 48.5, abs=60)
    values = [10.0] * 20 + [1000.0] + [10.0] * 5
    assert smoothed(range(26), values, 0.3, 3.0)[-1] < 12


@given(
    st.lists(st.tuples(st.integers(1, 3), st.floats(-100, 100)), min_size=2, max_size=60),
    st.floats(0, 60),
)
def test_the_short_ways_of_smoothing_lead_to_the_same_levels(steps: list[tuple[int, float]], clip: float) -> None:
    """Without gaps, and without an error that is clipped, the levels are to the last digit those of the long way."""
    slots = list(itertools.accumulate(gap for gap, _value in steps))
    values = [value for _gap, value in steps]
    robust, plain = smoothed_twice(slots, values, clip)
    apart = 2 * max(map(abs, values)) + 1
    for at, alpha in enumerate(ALPHAS):
        assert robust[at] == smoothed(slots, values, alpha, clip)
        assert plain[at] == smoothed(slots, values, alpha, apart) == smoothed(slots, values, alpha, None)


def test_drift_is_half_and_doubted() -> None:
    """Of a plain rise half is believed; of noise nearly nothing; below 24 values nothing at all."""
    rise, _doubt = half_drift(range(40), [2.0 * at + (at % 3) for at in range(40)])
    random = Random(1)
    noise, doubt = half_drift(range(40), [random.gauss(0, 5) for _at in range(40)])
    assert rise == pytest.approx(1.0, abs=0.1)
    assert abs(noise) < 0.05
    assert doubt > 0
    assert half_drift(range(20), [float(at) for at in range(20)]) == (0.0, 0.0)


def test_errors_are_drawn_in_the_order_they_came() -> None:
    """Neighbours stay neighbours within a block, and there are as many as asked for."""
    errors = [float(at) for at in range(50)]
    for drawn in in_blocks(errors, 30, Random(1), 5):
        assert len(drawn) == 30
        steps = [later - value for value, later in itertools.pairwise(drawn)]
        assert steps.count(1.0) >= 30 * (MOST_BLOCK - 1) / MOST_BLOCK - 4


def test_every_error_is_drawn_as_often_as_any_other() -> None:
    """One of 50 is 49 and the others are -1, so that their mean is 0: at each step the mean of 400 paths is about 0.

    The first one begins a stretch in 8 of them, one more or less at most: 50 / 400 is the largest distance.
    """
    for place in (0, 25, 49):
        errors = [49.0 if number == place else -1.0 for number in range(50)]
        paths = in_blocks(errors, 9, Random(1), 400)
        assert [fmean(path[step] for path in paths) for step in range(9)] == pytest.approx([0] * 9, abs=0.126)


def test_an_accident_of_the_last_season_is_not_repeated() -> None:
    """A Black Friday does not come back every Friday."""
    values = [100.0 + at % 7 for at in range(70)]
    values[-3] = 5000.0
    paths = season_paths(range(70), values, 7, 14, Random(1), 50)
    assert max(max(path) for path in paths) < 1000


def test_a_straight_line_is_believed_early() -> None:
    """A debt that fell by 250 in each of 15 weeks, to 16,500, is at 15,000 in six weeks: (16500 - 15000) / 250."""
    debt = [20_000.0 - 250 * week for week in range(15)]
    result = forecast(range(15), debt, range(15, 26), period="week", adds_up=False)
    assert result is not None
    assert result.range_at(5) == pytest.approx((15_000, 15_000, 15_000))
    assert result.range_at(10) == pytest.approx((13_750, 13_750, 13_750))
    random = Random(4)
    near = forecast(range(15), [value + random.uniform(-60, 60) for value in debt], range(15, 26), period="week")
    assert near is not None
    low, middle, high = near.range_at(5)
    assert 14_800 < low < middle < high < 15_200
    far = forecast(range(15), [value + random.gauss(0, 500) for value in debt], range(15, 26), period="week")
    assert far is not None
    low, _middle, high = far.range_at(5)
    assert high - low > 500
