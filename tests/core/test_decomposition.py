"""Guards that parts add up to a change exactly, whatever joins them, and equal decompositions that were published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from math import fsum, isclose, log, prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpitui.core.decomposition import Term, contributions, leaf, mix_and_rate, rounded_parts, term

FIGURE = st.floats(-1000, 1000).map(lambda value: round(value, 3))
ABOVE_ZERO = st.floats(0.01, 1000)
PAIRS = st.lists(st.tuples(FIGURE, FIGURE), min_size=1, max_size=5)
GROUPS = st.lists(
    st.tuples(st.floats(0, 500), st.floats(0.5, 500), st.floats(0, 500), st.floats(0.5, 500)), min_size=2, max_size=6
)


def product(values: Sequence[float]) -> float:
    """Return the product of *values*."""
    return prod(values)


def division(values: Sequence[float]) -> float:
    """Return the first divided by the second."""
    return values[0] / values[1]


def total(values: Sequence[float]) -> float:
    """Return their sum."""
    return fsum(values)


FUNCTIONS: tuple[Callable[[Sequence[float]], float], ...] = (product, total, min, max, lambda v: abs(v[0]) - v[-1])


def shapley(
    function: Callable[[Sequence[float]], float], before: Sequence[float], after: Sequence[float]
) -> list[float]:
    """Return what each part adds to the change of *function* of all of them."""
    return contributions(term("function", [Term(*pair) for pair in zip(before, after, strict=True)], function))[1:]


def _by_orders(function: Callable[[Sequence[float]], float], old: list[float], new: list[float]) -> list[float]:
    """Return the mean over all orders in which the parts may change, by trying every one."""
    sums = [0.0] * len(old)
    orders = list(permutations(range(len(old))))
    for order in orders:
        values = list(old)
        for part in order:
            before = function(values)
            values[part] = new[part]
            sums[part] += function(values) - before
    return [value / len(orders) for value in sums]


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [
        ((10930, 0.717892), (16591, 0.825974), (4369.913, 1487.262)),
        ((51.78746, 0.45919, 0.52638), (84.90502, 0.75756, 0.51065), (10.4340333, 10.5608476, -0.6670084)),
        ((25.3, 0.214, 0.279, 0.949), (32.7, 0.290, 0.473, 0.986), (0.6889411, 0.8125381, 1.3829055, 0.1047547)),
        (
            (0.58, 0.76, 0.84, 0.66, 16.573),
            (0.72, 0.97, 0.97, 0.56, 16.158),
            (1.0909785, 1.2298438, 0.7278399, -0.8398707, -0.1290187),
        ),
    ],
)
def test_products_equal_das_gupta(
    before: tuple[float, ...], after: tuple[float, ...], published: Sequence[float]
) -> None:
    """The examples 2.1 to 2.4 of Das Gupta (1993), to the digits that are printed there."""
    places = len(str(published[0]).partition(".")[2])
    parts = contributions(term("product", [leaf(*pair) for pair in zip(before, after, strict=True)]))
    assert [round(part, places) for part in parts[1:]] == pytest.approx(published, abs=10**-places)
    assert parts[0] == pytest.approx(prod(after) - prod(before))


def test_factors_of_many_groups_equal_das_gupta() -> None:
    """His example 4.3: births of seven age groups as a sum of products of three factors, Taiwan 1960 and 1970."""
    years = (
        (
            (393, 407, 369, 274, 184, 90, 16),
            (0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800),
            (0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018),
        ),
        (
            (488, 452, 338, 156, 63, 22, 3),
            (0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876),
            (0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019),
        ),
    )

    def births(years_of: Sequence[float]) -> float:
        factors = [years[round(year)][place] for place, year in enumerate(years_of)]
        return fsum(prod(group) for group in zip(*factors, strict=True))

    assert births((0, 0, 0)) == pytest.approx(38.77463, abs=1e-5)
    parts = shapley(births, (0, 0, 0), (1, 1, 1))
    assert parts == pytest.approx([-7.285632, -2.720633, -1.565181], abs=1e-6)


def test_mix_and_rate_of_many_groups_equal_das_gupta() -> None:
    """His example 5.3: deaths of 22 groups by race and age, United States 1970 and 1985."""
    sizes = (
        (2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315,
         535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117),
        (3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472,
         707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236),
    )  # fmt: skip
    rates = (
        (18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837,
         36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205),
        (9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570,
         17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161),
    )  # fmt: skip
    years = [
        [(rate * size, float(size)) for rate, size in zip(rates[year], sizes[year], strict=True)] for year in (0, 1)
    ]
    effects = mix_and_rate(*years)
    assert fsum(effect.mix for effect in effects) == pytest.approx(1.541510, abs=1e-6)
    assert fsum(effect.rate for effect in effects) == pytest.approx(-2.227725, abs=1e-6)


def test_parts_of_a_part_equal_a_published_hierarchy() -> None:
    """Enami, Lustig and Aranda (2018): taxes and transfers in the Gini of five incomes, two taxes within the taxes."""
    market, transfers = (1, 20, 30, 40, 50), (9, 7, 5, 3, 1)
    first, second = (0, -1, -2, -3, -4), (-5, -4, -3, -2, -1)

    def gini(values: Sequence[float]) -> float:
        taxes, transfer = round(values[0]), round(values[1])  # 1 is the first tax, 2 the second, 3 are both
        incomes = sorted(
            own + (one if taxes & 1 else 0) + (two if taxes & 2 else 0) + (more if transfer else 0)
            for own, one, two, more in zip(market, first, second, transfers, strict=True)
        )
        ranks = fsum((2 * rank - 6) * income for rank, income in enumerate(incomes, start=1))
        return ranks / (5 * fsum(incomes))

    root = term("function", [term("sum", [leaf(0, 1), leaf(0, 2)]), leaf(0, 1)], gini)
    assert (round(root.before, 3), round(root.after, 3)) == (0.335, 0.278)
    _total, taxes, tax1, tax2, transfer = contributions(root)
    assert [taxes, tax1, tax2, transfer] == pytest.approx([0.05700719, -0.00575388, 0.06276107, -0.11374478], abs=1e-8)


def test_a_difference_equals_das_gupta() -> None:
    """His example 3.1: births less deaths."""
    assert shapley(lambda v: v[0] - v[1], (19.4, 10.8), (23.7, 9.5)) == pytest.approx([4.3, 1.3])


@pytest.mark.parametrize(
    ("before", "after", "published", "ours"),
    [
        ((1500, 220), (1700, 225), (45_000, 7_500), (44_500, 8_000)),
        ((120, 75 / 120), (135, 90 / 135), (9.4, 5.6), (9.69, 5.31)),
    ],
)
def test_where_texts_value_one_part_at_old_figures_the_total_is_theirs(
    before: tuple[float, ...], after: tuple[float, ...], published: tuple[float, ...], ours: tuple[float, ...]
) -> None:
    """The readme of icanexplain and the bridge of The Excel Bible: each in one order, ours the mean of both."""
    parts = shapley(product, before, after)
    assert fsum(parts) == pytest.approx(prod(after) - prod(before)) == pytest.approx(fsum(published))
    assert [round(part, 2) for part in parts] == list(ours)
    first = ((after[0] - before[0]) * before[1], (after[1] - before[1]) * after[0])
    last = ((after[0] - before[0]) * after[1], (after[1] - before[1]) * before[0])
    assert list(published) in [[round(part, 1) for part in order] for order in (first, last)]
    assert parts == pytest.approx([(one + other) / 2 for one, other in zip(first, last, strict=True)])


def test_two_rows_add_up_to_lmdi() -> None:
    """LMDIR's test data: 80 to 180; ours 74.33, -16.67 and 42.33 against 69.79, -9.46 and 39.67 by its own rule."""
    rows = (((1.0, 10.0, 2.0), (4.0, 5.0, 3.0)), ((4.0, 5.0, 3.0), (5.0, 6.0, 4.0)))
    exact = [shapley(product, *row) for row in rows]
    assert [round(sum(parts), 2) for parts in zip(*exact, strict=True)] == [74.33, -16.67, 42.33]
    means = [_lmdi(*row) for row in rows]
    assert [round(sum(parts), 4) for parts in zip(*means, strict=True)] == [69.7901, -9.4551, 39.6651]


def _lmdi(before: Sequence[float], after: Sequence[float]) -> list[float]:
    old, new = prod(before), prod(after)
    mean = old if isclose(old, new) else (new - old) / log(new / old)
    return [mean * log(b / a) for a, b in zip(before, after, strict=True)]


@pytest.mark.parametrize(
    ("before", "after", "mix", "rate"),
    [
        ([(30, 1500), (600, 10000)], [(95, 5000), (682, 11000)], None, None),
        ([(270, 900), (5, 100)], [(35, 100), (90, 900)], -20.0, 5.0),
        ([(81, 87), (192, 263)], [(234, 270), (55, 80)], 9.94, -5.37),
        ([(512, 825), (137, 417)], [(89, 108), (132, 375)], -16.84, 10.34),
        ([(10, 40), (20, 50), (40, 60), (50, 70)], [(20, 50), (30, 70), (50, 20), (60, 50)], -23.29, 52.96),
        ([(12, 600), (20, 400)], [(19.8, 900), (16.5, 300)], -0.4725, 0.2975),
    ],
)
def test_mix_and_rate_of_published_shares(
    before: list[tuple[float, float]], after: list[tuple[float, float]], mix: float | None, rate: float | None
) -> None:
    """Simpson's paradox as it was published: kidney stones, Berkeley, shift-share; in percentage points."""
    effects = mix_and_rate(before, after)
    old, new = (sum(n for n, _d in groups) / sum(d for _n, d in groups) for groups in (before, after))
    rates, mixes = (fsum(effect.rate for effect in effects), fsum(effect.mix for effect in effects))
    assert rates + mixes == pytest.approx(new - old)
    if mix is not None and rate is not None:
        places = 4 if abs(mix) < 1 else 2
        assert (round(100 * mixes, places), round(100 * rates, places)) == (mix, rate)


def test_marketing_mix_shift() -> None:
    """Visits and percents of three channels: 5.05 to 4.90 %."""
    before = [(30 * 2, 30), (100 * 6, 100), (70 * 5, 70)]
    after = [(50 * 1.9, 50), (110 * 6.2, 110), (75 * 5, 75)]
    effects = mix_and_rate(before, after)
    assert round(fsum(effect.mix for effect in effects), 4) == -0.2265
    assert round(fsum(effect.rate for effect in effects), 4) == 0.0787


def test_volume_alone_is_mix_and_no_rate() -> None:
    """Merkle's example: a source that halves at the same rate has no rate effect."""
    halved = shapley(product, (1000, 0.1), (500, 0.1))
    assert halved == [-50.0, 0.0]


@pytest.mark.parametrize(
    ("before", "after", "quantity", "mix", "price", "published"),
    [
        (((10, 1000), (15, 800), (20, 500)), ((11, 1000), (15, 700), (23, 800)), 2978.20, 1980.90, 2940.90, ()),
        (((20, 8000), (12, 7000), (9, 5000)), ((20, 6000), (12, 7000), (9, 9000)), 27404.55, -31404.55, 0.0, ()),
        (((14, 5500), (3, 7000)), ((14, 3200), (3, 6800)), -17950.0, -14850.0, 0.0, (-19_600.0, -13_200.0)),
    ],
)
def test_volume_mix_and_price(
    before: Sequence[tuple[float, float]],
    after: Sequence[tuple[float, float]],
    quantity: float,
    mix: float,
    price: float,
    published: tuple[float, ...],
) -> None:
    """Price volume mix (Accountancy Index), sales mix (Drury) and the ticket problem; pairs of price and quantity.

    The text of the ticket problem changes the quantity first and the mix after it; the same sum.
    """

    def revenue(chosen: Sequence[float]) -> float:
        sides = (before, after)
        volume = sum(units for _price, units in sides[int(chosen[0])])
        units = [units for _price, units in sides[int(chosen[1])]]
        prices = [price for price, _units in sides[int(chosen[2])]]
        return volume * sum(share * price for share, price in zip(units, prices, strict=True)) / sum(units)

    parts = shapley(revenue, (0, 0, 0), (1, 1, 1))
    assert [round(part, 2) for part in parts] == [quantity, mix, price]
    old, new = (sum(price * units for price, units in side) for side in (before, after))
    assert fsum(parts) == pytest.approx(new - old)
    if published:
        turns = [revenue(chosen) for chosen in ((0, 0, 0), (1, 0, 0), (1, 1, 0))]
        assert (turns[1] - turns[0], turns[2] - turns[1]) == pytest.approx(published)
        assert fsum(published) == new - old


def test_what_cancels_in_a_part_cancels_in_the_tree() -> None:
    """1,000 x 10 % x 1 to 2,000 x 5 % x 1.1: nested the orders, which stayed 100, add exactly nothing."""
    orders = term("product", [leaf(1000, 2000), leaf(0.10, 0.05)])
    parts = contributions(term("product", [orders, leaf(1, 1.1)]))
    assert parts == pytest.approx([10.0, 0.0, 78.75, -78.75, 10.0])
    flat = shapley(product, (1000, 0.10, 1), (2000, 0.05, 1.1))
    assert flat == pytest.approx([78.333333, -79.166667, 10.833333])
    means = _lmdi((1000, 0.10, 1), (2000, 0.05, 1.1))  # the text's own rule, to its digits
    assert [round(part, 2) for part in means] == [72.73, -72.73, 10.00]


def test_the_example_by_hand() -> None:
    """Visitors 4,000 to 3,400, conversion 2.0 to 2.1 %, order value 50 to 49.50, in full and as it is printed."""
    orders = term("product", [leaf(4000, 3400), leaf(0.02, 0.021)])
    parts = contributions(term("product", [orders, leaf(50, 49.5)]))
    assert parts == pytest.approx([-465.7, -427.85, -611.925, 184.075, -37.85])
    assert rounded_parts([parts[2], parts[3], parts[4]], 3534 - 4000, 1) == [-612, 184, -38]


def test_zeros_and_changed_signs() -> None:
    """A conversion that falls to 0, a profit that becomes a loss, and its margin."""
    orders = term("product", [leaf(100, 200), leaf(0.03, 0.0)])
    assert contributions(term("product", [orders, leaf(50, 50)]))[2:] == pytest.approx([75.0, -225.0, 0.0])
    profit = contributions(term("function", [leaf(1000, 1100), leaf(900, 1150)], lambda v: v[0] - v[1]))
    assert profit == pytest.approx([-150.0, 100.0, -250.0])
    margin = shapley(lambda v: 100 * v[0] / v[1], (100, 1000), (-50, 1100))
    assert [round(part, 2) for part in margin] == [-14.32, -0.23]


@given(PAIRS, st.sampled_from(FUNCTIONS))
def test_parts_add_up_and_equal_the_mean_of_all_orders(
    pairs: list[tuple[float, float]], function: Callable[[Sequence[float]], float]
) -> None:
    """The sum of the parts is the change; brute force over every order gives the same."""
    old, new = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    parts = shapley(function, old, new)
    size = max(1.0, *(abs(function(values)) for values in (old, new)), *map(abs, parts))
    assert abs(fsum(parts) - (function(new) - function(old))) <= 1e-9 * size
    assert parts == pytest.approx(_by_orders(function, old, new), abs=1e-9 * size)


@given(PAIRS, st.sampled_from(FUNCTIONS[:4]), st.randoms())
def test_the_order_of_parts_and_of_time_does_not_matter(
    pairs: list[tuple[float, float]], function: Callable[[Sequence[float]], float], random: object
) -> None:
    """Parts in another order get the same; before and after exchanged give the opposite; what is unchanged gets 0."""
    old, new = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    parts = shapley(function, old, new)
    size = max(1.0, *map(abs, parts))
    assert shapley(function, old[::-1], new[::-1])[::-1] == pytest.approx(parts, abs=1e-9 * size)
    assert shapley(function, new, old) == pytest.approx([-part for part in parts], abs=1e-9 * size)
    still = shapley(function, [*old[:-1], new[-1]], new)
    assert still[-1] == 0.0


@given(st.lists(st.tuples(ABOVE_ZERO, ABOVE_ZERO), min_size=2, max_size=5), ABOVE_ZERO)
def test_scaling_a_factor_scales_every_part(pairs: list[tuple[float, float]], factor: float) -> None:
    """Twice one factor, before and after, is twice every contribution of the product."""
    old, new = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    parts = shapley(product, old, new)
    scaled = shapley(product, [old[0] * factor, *old[1:]], [new[0] * factor, *new[1:]])
    size = max(1e-9, *map(abs, parts), abs(prod(old)), abs(prod(new)))
    assert scaled == pytest.approx([part * factor for part in parts], abs=1e-9 * size * factor)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Term:
    """A tree of sums, products and one function, with figures of any sign."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return leaf(draw(FIGURE), draw(FIGURE))
    parts = [draw(trees(depth=depth - 1)) for _ in range(draw(st.integers(2, 3)))]
    joined = (term("sum", parts), term("product", parts), term("function", parts, max))
    return draw(st.sampled_from(joined))


def _general(root: Term) -> Term:
    """Return the same tree with every sum and product as a function, so that no short cut is taken."""
    if not root.parts:
        return root
    functions = {"sum": total, "product": product}
    function = root.function or functions[root.rule]
    return root._replace(rule="function", function=function, parts=tuple(map(_general, root.parts)))


@given(trees())
def test_sub_parts_add_up_and_short_cuts_change_nothing(root: Term) -> None:
    """In any tree the parts of a part add up to it, and the straight way equals the general one."""
    amounts = contributions(root)
    size = max(1.0, abs(root.before), abs(root.after), *map(abs, amounts))
    assert contributions(_general(root)) == pytest.approx(amounts, abs=1e-7 * size)

    def check(node: Term, place: int) -> int:
        own, after, children = amounts[place], place + 1, []
        for part in node.parts:
            children.append(amounts[after])
            after = check(part, after)
        if children:
            assert abs(fsum(children) - own) <= 1e-7 * size
        return after

    assert check(root, 0) == len(amounts)


@given(st.tuples(*[st.tuples(ABOVE_ZERO, ABOVE_ZERO)] * 4))
def test_a_straight_line_is_taken_apart_as_any_function(pairs: tuple[tuple[float, float], ...]) -> None:
    """Abandoned carts: a straight line in the orders, not in the carts; also where the orders are unchanged."""
    carts, *others = [leaf(*pair) for pair in pairs]
    below = [others[0], others[1], leaf(3.0, 3.0)]
    for orders in (term("product", below), term("sum", [*below, others[2]]), term("product", [leaf(2, 2), leaf(5, 5)])):

        def share(values: Sequence[float]) -> float:
            return 100 * (values[0] - values[1]) / values[0]

        plain = contributions(term("function", [carts, orders], share))
        straight = contributions(term("function", [carts, orders], share, frozenset({1})))
        size = max(1.0, *map(abs, plain), 100 * max(orders.before, orders.after) / min(carts.before, carts.after))
        assert straight == pytest.approx(plain, abs=1e-9 * size)


@given(trees(), FIGURE, FIGURE)
def test_a_part_that_is_refined_leaves_the_others_as_they_were(root: Term, first: float, second: float) -> None:
    """A leaf that is replaced by a sum with the same ends changes no other contribution."""
    other = leaf(first, second)
    split = term("sum", [leaf(first / 2, second), leaf(first - first / 2, 0.0)])
    assume(split.before == first and split.after == second)
    plain, refined = contributions(term("product", [root, other])), contributions(term("product", [root, split]))
    assert refined[:-2] == plain


@given(GROUPS)
def test_mix_and_rate_add_up(groups: list[tuple[float, float, float, float]]) -> None:
    """They add up to the change; only shares changed has no rates, only rates changed no mix; a new group no rate."""
    before, after = [group[:2] for group in groups], [group[2:] for group in groups]
    effects = mix_and_rate(before, after)
    old, new = (fsum(n for n, _d in side) / fsum(d for _n, d in side) for side in (before, after))
    size = max(1.0, *(n / d for side in (before, after) for n, d in side))
    assert (
        abs(fsum([*(effect.rate for effect in effects), *(effect.mix for effect in effects)]) - (new - old))
        < 1e-9 * size
    )
    shares = [(n / d * d1, d1) for (n, d), (_n, d1) in zip(before, after, strict=True)]
    assert all(abs(effect.rate) < 1e-9 * size for effect in mix_and_rate(before, shares))
    rates = [(n1, d) for (_n, d), (n1, _d) in zip(before, after, strict=True)]
    assert all(effect.mix == 0.0 for effect in mix_and_rate(before, rates))
    assert mix_and_rate([*before, (0.0, 0.0)], [*after, (3.0, 10.0)])[-1].rate == 0.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.sampled_from((1.0, 0.1, 0.01)))
def test_rounded_parts_add_up_to_the_rounded_total(parts: list[float], unit: float) -> None:
    """Each is off by less than two units, together they are the total; an exact 0 stays 0."""
    whole = round(fsum(parts) / unit) * unit
    rounded = rounded_parts(parts, whole, unit)
    if any(parts):
        assert fsum(rounded) == pytest.approx(whole, abs=1e-6)
    assert all(abs(shown - part) < 2 * unit for shown, part in zip(rounded, parts, strict=True))
    assert all(shown == 0 for shown, part in zip(rounded, parts, strict=True) if part == 0)


@given(st.tuples(*[st.tuples(st.floats(1, 100), st.floats(0.7, 1.3)) for _ in range(3)]))
def test_three_factors_lie_near_the_logarithmic_mean(factors: tuple[tuple[float, float], ...]) -> None:
    """Within 30 % of change the two rules differ by no more than 2.6 % of the largest part."""
    old = [value for value, _change in factors]
    new = [value * change for value, change in factors]
    exact, means = shapley(product, old, new), _lmdi(old, new)
    largest = max(map(abs, exact))
    assert all(abs(a - b) <= 0.026 * largest + 1e-6 for a, b in zip(exact, means, strict=True))


def test_what_has_no_value_in_between_is_refused() -> None:
    """A denominator that is 0 on the way has no contributions."""
    with pytest.raises(ArithmeticError):
        contributions(term("function", [leaf(1, 2), leaf(3, 0)], lambda v: v[0] / v[1] if v[1] else None))
