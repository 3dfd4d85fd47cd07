"""The change of a figure taken apart into its parts, so that they add up to it exactly, whatever joins them.

The method is the Shapley value: the mean, over all orders in which the parts may have changed, of what each of them
changed (Shapley 1953; of products and rates Das Gupta 1993). In a tree the parts of a part add up to it (Owen 1977).
It does not depend on an order, and works with zeros and with figures that change their sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import comb, floor, fsum, isclose, isfinite, prod

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Rule: TypeAlias = 'Literal["sum", "product", "function"]'
    Worth: TypeAlias = "float | Callable[[float], float]"
    """What a value of a term is worth at the root: so much each, or a function of it."""

Combine = Callable[[Sequence[float]], "float | None"]


class Term(Record):
    """A figure before and after, and the parts that it follows from."""

    before: float
    after: float
    rule: Rule = "sum"
    """How it follows from its parts."""
    parts: tuple[Term, ...] = ()
    function: Combine | None = None
    """Where the rule is "function": its value by those of its parts; None where it has none."""
    straight: frozenset[int] = frozenset()
    """The places of parts in which that is a straight line while the others stay: parts below need no mixtures then."""

    def of(self, values: Sequence[float]) -> float:
        """Return what the term comes to with these *values* of its parts; raise ArithmeticError for none."""
        if self.rule == "sum":
            return fsum(values)
        if self.rule == "product":
            return prod(values)
        value = self.function(values) if self.function else None
        if value is None or not isfinite(value):
            raise ArithmeticError("no value in between")
        return value


class GroupEffect(Record):
    """What one group did to the change of a ratio, in the unit of the ratio."""

    rate: float
    """By its own ratio being another."""
    mix: float
    """By its share of the denominator being another."""


def term(
    rule: Rule, parts: Sequence[Term], function: Combine | None = None, straight: frozenset[int] = frozenset()
) -> Term:
    """Return the term that follows from *parts* by *rule*; raise ArithmeticError where it has no value."""
    blank = Term(0.0, 0.0, rule, tuple(parts), function, straight)
    before, after = (part.before for part in parts), (part.after for part in parts)
    return blank._replace(before=blank.of(tuple(before)), after=blank.of(tuple(after)))


def leaf(before: float, after: float) -> Term:
    """Return a term without parts; the crumbs that dividing leaves are no change."""
    return Term(before, before if isclose(before, after, rel_tol=1e-12) else after)


def contributions(root: Term) -> list[float]:
    """Return what every term adds to the change of *root*, in its unit: the root first, each before its parts.

    The parts of each term add up to it. Raises ArithmeticError where a mixture of before and after has no value.
    """
    return [root.after - root.before, *_below(root, 1.0)]


def mix_and_rate(before: Sequence[tuple[float, float]], after: Sequence[tuple[float, float]]) -> list[GroupEffect]:
    """Return what each group adds to the change of sum(numerators) / sum(denominators), the pairs of *before*, *after*.

    A group that is absent on one side has mix only (Kitagawa 1955, with the shares measured from the overall ratio).
    Raises ZeroDivisionError where all denominators are 0.
    """
    below = [fsum(denominator for _numerator, denominator in groups) for groups in (before, after)]
    above = [fsum(numerator for numerator, _denominator in groups) for groups in (before, after)]
    overall = (above[0] / below[0] + above[1] / below[1]) / 2
    effects = []
    for (n0, d0), (n1, d1) in zip(before, after, strict=True):
        share0, share1 = d0 / below[0], d1 / below[1]
        rate1 = n1 / d1 if d1 else (n0 / d0 if d0 else 0.0)
        rate0 = n0 / d0 if d0 else rate1
        pair, shares = leaf(rate0, rate1), leaf(share0, share1)
        rate = (shares.before + shares.after) / 2 * (pair.after - pair.before)
        mix = ((pair.before + pair.after) / 2 - overall) * (shares.after - shares.before)
        effects.append(GroupEffect(rate, mix))
    return effects


def rounded_parts(parts: Sequence[float], total: float, unit: float) -> list[float]:
    """Return *parts* rounded to *unit* so that they add up to *total*, which is a multiple of it; a 0 stays 0.

    What rounding down leaves goes to the largest fractions (the method of largest remainders).
    """
    units = [floor(part / unit + 1e-9) for part in parts]
    left = round(total / unit) - sum(units)
    order = sorted((i for i, part in enumerate(parts) if part), key=lambda i: units[i] - parts[i] / unit)
    step = 1 if left > 0 else -1
    order = order if step > 0 else order[::-1]
    for turn in range(abs(left) if order else 0):
        units[order[turn % len(order)]] += step
    return [units[i] * unit for i in range(len(parts))]


def _below(node: Term, worth: Worth) -> Iterator[float]:
    """Yield what the parts of *node* add at the root, each before its own parts."""
    for index, part in enumerate(node.parts):
        if part.before == part.after and not part.parts:
            yield 0.0
            continue
        own = _worth_of_part(node, index, worth)
        if isinstance(own, float):
            yield own * (part.after - part.before)
        else:
            yield own(part.after) - own(part.before)
        yield from _below(part, own)


def _worth_of_part(node: Term, index: int, worth: Worth) -> Worth:
    """Return what a value of one part of *node* is worth at the root, the mean of all that the others may be."""
    if isinstance(worth, float) and node.rule == "sum":
        return worth
    others = [part for place, part in enumerate(node.parts) if place != index]
    count = len(others)
    mixtures = []
    for chosen in range(1 << count):
        values = [other.after if chosen >> bit & 1 else other.before for bit, other in enumerate(others)]
        mixtures.append((values, 1 / ((count + 1) * comb(count, chosen.bit_count()))))
    if isinstance(worth, float) and node.rule == "product":
        return worth * fsum(weight * prod(values) for values, weight in mixtures)

    results: dict[float, float] = {}

    def mean(value: float) -> float:
        if value in results:  # parts below ask for the same mixtures of each other
            return results[value]
        terms = []
        for values, weight in mixtures:
            own = node.of([*values[:index], value, *values[index:]])
            terms.append(weight * (worth * own if isinstance(worth, float) else worth(own)))
        results[value] = fsum(terms)
        return results[value]

    if isinstance(worth, float) and index in node.straight:
        first, last = node.parts[index].before, node.parts[index].after
        if abs(last - first) < 1e-3 * abs(first) or first == last:
            last = first + (abs(first) or 1.0)  # far enough apart to tell how steep the line is
        return (mean(last) - mean(first)) / (last - first)
    return mean
