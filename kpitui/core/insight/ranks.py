"""Ranks: the places of values in ascending order, from 0, equal ones at their mean rank."""

from __future__ import annotations

from collections.abc import Sequence


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each of *values* from 0 on; those that are equal share the mean of their ranks."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    result = [0.0] * len(values)
    begin = 0
    while begin < len(order):
        end = begin
        while end + 1 < len(order) and values[order[end + 1]] == values[order[begin]]:
            end += 1
        for place in range(begin, end + 1):
            result[order[place]] = (begin + end) / 2
        begin = end + 1
    return result
