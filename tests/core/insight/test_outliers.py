"""Accidents: typing errors are left out, rhythms and shifts are not."""

from __future__ import annotations

from random import Random

from kpitui.core.insight.outliers import lasting_jumps, without_outliers


def noisy(count: int) -> list[float]:
    """Return values around a hundred."""
    random = Random(1)
    return [100 + random.gauss(0, 5) for _at in range(count)]


def test_a_factor_of_ten_is_left_out() -> None:
    """The value becomes what its neighbours are, all others stay."""
    values = noisy(40)
    wrong = [*values[:20], 1000.0, *values[21:]]
    cleaned = without_outliers(range(40), wrong, 7)
    assert 85 < cleaned[20] < 115
    assert [*cleaned[:20], *cleaned[21:]] == [*values[:20], *values[21:]]


def test_a_closed_sunday_is_no_accident() -> None:
    """A day that is like its own weekday stays."""
    values = [0.0 if at % 7 == 6 else value for at, value in enumerate(noisy(42))]
    assert without_outliers(range(42), values, 7) == values


def test_a_lasting_shift_is_no_accident() -> None:
    """Values that stay at a new level are kept from the second week on."""
    values = [*noisy(20), *[value + 300 for value in noisy(20)]]
    assert without_outliers(range(40), values, 7)[25:] == values[25:]


def test_little_or_constant_stays_as_it_is() -> None:
    """Too few values, or none that differ, are returned as they are."""
    assert without_outliers(range(3), [1.0, 9.0, 1.0], 7) == [1.0, 9.0, 1.0]
    assert without_outliers(range(20), [5.0] * 19 + [6.0], 7) == [5.0] * 19 + [6.0]


def test_a_factor_of_ten_among_values_that_are_mostly_alike() -> None:
    """Most values equal their neighbours: the few that do not are what a typing error is compared with."""
    trips = [7.0 if at % 7 in (2, 3) else 9.0 for at in range(60)]
    assert without_outliers(range(60), [*trips[:43], 90.0, *trips[44:]], 7) == trips
    weeks = [*[93.6] * 12, 92.3, 85.0, *[87.4] * 12]
    assert without_outliers(range(26), [*weeks[:25], 874.0], 1) == weeks
    assert without_outliers(range(26), weeks, 1) == weeks


def test_one_odd_value_among_ninety_alike_is_an_accident() -> None:
    """Nothing below 10 was ever logged: a day of 25 says nothing of one."""
    calls = [10.0] * 90
    assert without_outliers(range(90), [*calls[:71], 25.0, *calls[72:]], 7) == calls
    often = [25.0 if at % 30 == 5 else 10.0 for at in range(90)]
    assert without_outliers(range(90), often, 7) == often, "three of ninety are no single accident"


def test_a_jump_of_a_stock_that_stays_is_told_apart_from_its_steps() -> None:
    """A list grows by 1 and 2 in turn and is cleaned up of 60 once: 60 or 61 less than its usual step."""
    cleaned = [300 + 1.5 * at + (at % 2) / 2 - (60 if at >= 70 else 0) for at in range(100)]
    jumps = lasting_jumps(cleaned)
    assert list(jumps) == [70]
    assert -61 <= jumps[70] <= -60
    assert lasting_jumps([value + (60 if at >= 70 else 0) for at, value in enumerate(cleaned)]) == {}
    typed_wrong = [value * (10 if at == 80 else 1) for at, value in enumerate(cleaned)]
    assert lasting_jumps(typed_wrong) == {}, "it goes back"
    steps = Random(3)
    assert lasting_jumps([sum(steps.gauss(0, 5) for _step in range(at)) for at in range(100)]) == {}
