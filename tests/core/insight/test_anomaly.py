"""Surprise: what its own past did not lead to expect."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.insight.anomaly import FEWEST, expected_from_past, is_sparse, reference_of


def days(count: int = 60, seed: int = 1) -> list[float]:
    """Return days with a weekly rhythm."""
    random = Random(seed)
    return [100 + 30 * (at % 7 == 0) + random.gauss(0, 6) for at in range(count)]


def test_ten_times_the_usual_is_doubtful() -> None:
    """A shifted decimal mark is asked about, up and down."""
    for value in (1000.0, 10.0):
        found = expected_from_past(value, 60, range(60), days(), 7)
        assert found is not None
        assert found.doubtful
        assert found.surprising
        assert found.usual == pytest.approx(100, abs=8)


@pytest.mark.parametrize(("value", "doubtful"), [(5.0, False), (7.0, False), (60.0, True), (0.5, True)])
def test_what_was_there_before_is_no_typing_error(value: float, doubtful: bool) -> None:
    """Six a day, five or seven on every tenth: 0.83 times a normal Thursday is no doubt, ten times is."""
    values = [5.0 if n % 20 == 3 else 7.0 if n % 20 == 13 else 6.0 + (n % 3) / 100 for n in range(80)]
    expected = expected_from_past(value, 80, range(80), values, 7)
    assert expected is not None
    assert expected.doubtful is doubtful


def test_the_usual_is_no_surprise_and_knows_the_weekday() -> None:
    """A Monday is compared with what Mondays bring."""
    found = expected_from_past(128.0, 63, range(63), days(63), 7)
    assert found is not None
    assert not found.surprising
    assert found.usual == pytest.approx(130, abs=10)


def test_surprises_are_rare_on_noise() -> None:
    """Of ordinary newest values about one in fifty is told of."""
    told = 0
    for seed in range(300):
        values = days(61, seed)
        found = expected_from_past(values[60], 60, range(60), values[:60], 7)
        told += found is not None and found.surprising
    assert told / 300 <= 0.05


@pytest.mark.parametrize("values", [[], [1.0] * (FEWEST - 1), [5.0] * 40])
def test_too_little_or_nothing_to_compare_with(values: list[float]) -> None:
    """Too few values, or a constant, surprise nobody here."""
    assert expected_from_past(9.0, 50, range(len(values)), values, 7) is None


@given(st.lists(st.floats(-1e9, 1e9), max_size=40), st.floats(-1e9, 1e9))
def test_any_value_after_any_series(values: list[float], value: float) -> None:
    """Nothing makes it fail."""
    found = expected_from_past(value, 60, range(len(values)), values, 7)
    assert found is None or found.values == len(values)


# Sparse series: sizes and silences are judged apart, and an ordinary invoice is no surprise.


def rare(days: int, share: float, seed: int, low: float = 2500.0, high: float = 6000.0) -> list[float]:
    """Return days of which a share brings something."""
    random = Random(seed)
    return [random.uniform(low, high) if random.random() < share else 0.0 for _day in range(days)]


@pytest.mark.parametrize(
    ("values", "sparse"),
    [([0.0, 1.0, 0.0], True), ([1.0, 1.0, 0.0, 1.0], False), ([-1.0, 0.0, 0.0], False), ([], False)],
)
def test_which_series_are_sparse(values: list[float], sparse: bool) -> None:
    """From a third of zeros on, and never with values below zero."""
    assert is_sparse(values) is sparse


@pytest.mark.parametrize("share", [0.07, 0.3, 0.5])
def test_what_comes_as_always_is_no_surprise(share: float) -> None:
    """Of a quarter of days, looked at one after the other, hardly any is told of."""
    told = days = 0
    for seed in range(6):
        values = rare(217, share, seed)
        for day in range(126, 217):
            seen = expected_from_past(values[day], day, range(day), values[:day], 7)
            told += seen is not None and seen.surprising
            days += 1
    assert told / days <= 0.01


def test_a_size_that_never_was() -> None:
    """Ten times the usual invoice is told of and asked about; what is usual is the size, not the mean of all days."""
    values = rare(200, 0.1, 1)
    seen = expected_from_past(45_000.0, 200, range(200), values, 7)
    assert seen is not None
    assert seen.surprising
    assert seen.doubtful
    assert seen.sparse
    assert 3000 < seen.usual < 5500
    assert seen.values == sum(value > 0 for value in values)
    reference = reference_of(200, range(200), values, 7, positive=True)
    assert reference is not None
    assert reference.expected(45_000.0) == seen
    assert reference_of(200, range(200), values, 7, positive=False) is None


def test_a_silence_that_never_was() -> None:
    """Nothing for longer than ever is told once it is rare; a silence as usual is not; nobody is asked."""
    values = rare(120, 0.3, 2)
    longest = max(len(run) for run in "".join(str(int(value > 0)) for value in values).split("1"))
    while values[-1] == 0:
        values.pop()
    told = []
    for days in range(1, 41):
        known = [*values, *[0.0] * (days - 1)]
        seen = expected_from_past(0.0, len(known), range(len(known)), known, 7)
        if seen is not None and seen.surprising:
            told.append(days)
            assert not seen.doubtful
            assert (seen.silence, seen.longest_silence) == (days, longest)
    assert told
    assert told[0] > longest
    assert told == list(range(told[0], 41))


def test_too_few_sizes() -> None:
    """Seven invoices say too little of the size of the eighth."""
    values = [0.0] * 20 + [10.0] * 7
    assert expected_from_past(500.0, 27, range(27), values, 7) is None
    assert expected_from_past(500.0, 28, range(28), [*values, 10.0], 7) is not None
    assert expected_from_past(0.0, 14, range(14), [0.0] * 14, 7) is None


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(0, 10_000))
def test_any_counts(values: list[int], value: int) -> None:
    """Nothing makes it fail."""
    seen = expected_from_past(float(value), len(values), range(len(values)), [float(each) for each in values], 7)
    assert seen is None or seen.values <= len(values)
