"""Charts that are part of a line of text, without axes and without colour: a sparkline, and the bars of a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, log10
from typing import Literal, NamedTuple

STEPS = "▁▂▃▄▅▆▇"
"""Without the full block: lines of them below each other would grow into a wall."""
ASCII_STEPS = "_.-~=+*#"


def spark(values: Sequence[float | None], width: int, *, ascii: bool) -> str:
    """Return the last *width* values as one sign each, to the right; a value that is missing stays empty.

    The lowest and the highest of them take the lowest and the highest sign; equal values stand in the middle.
    """
    shown = [value if value is not None and isfinite(value) else None for value in values[-width:]] if width > 0 else []
    present = [value for value in shown if value is not None]
    if not present:
        return " " * max(0, width)
    steps = ASCII_STEPS if ascii else STEPS
    low, span = min(present), max(present) - min(present)

    def sign(value: float | None) -> str:
        if value is None:
            return " "
        share = (value - low) / span if span and isfinite(span) else 0.5
        return steps[min(len(steps) - 1, int(share * len(steps)))]

    return "".join(map(sign, shown)).rjust(width)


Fill = Literal["total", "usual", "news"]

_FILLS: dict[Fill, str] = {"total": "█", "usual": "▒", "news": "█"}


class FallBar(NamedTuple):
    """One bar: from where to where it goes, and what it is filled with."""

    start: float
    end: float
    fill: Fill


class Waterfall(NamedTuple):
    """The bars, and the figure that they begin at."""

    bars: list[str]
    """A line for each step, of the width that was asked for at most."""
    base: float


def waterfall(before: float, steps: Sequence[float], news: Sequence[bool], width: int, *, ascii: bool) -> Waterfall:
    """Return the bars of a total *before*, of each step from it, and of the total that they lead to.

    They begin at 0 where that costs less than a third of *width*, else at a round figure below the lowest point.
    In ASCII a total is ``#``, a fall ``-`` and a rise ``+``. A step that is not 0 has one sign at least.
    """
    levels = [before]
    for step in steps:
        levels.append(levels[-1] + step)
    base = _base(levels)
    top = max(*levels, base)
    scale = width / (top - base) if top > base else 0.0

    def bar(step: FallBar) -> str:
        low, high = sorted((step.start, step.end))
        first, last = round((low - base) * scale), round((high - base) * scale)
        if last == first and low != high:
            first, last = (first, first + 1) if first < width else (width - 1, width)
        sign = _FILLS[step.fill]
        if ascii:
            sign = "#" if step.fill == "total" else "-" if step.end < step.start else "+"
        return " " * first + sign * (last - first)

    middle = [
        bar(FallBar(start, start + step, "news" if unusual else "usual"))
        for start, step, unusual in zip(levels, steps, news, strict=False)
    ]
    ground = min(max(0.0, base), top)
    ends = [bar(FallBar(ground, total, "total")) for total in (before, levels[-1])]
    return Waterfall([ends[0], *middle, ends[1]], base)


def _base(levels: Sequence[float]) -> float:
    """Return what the bars begin at."""
    low, high = min(levels), max(levels)
    if low <= 0 <= high:
        return low
    if low > 0 and low < high / 3:
        return 0.0
    if high == low:
        return min(0.0, low)
    # the lowest point keeps about a fifth of the width
    room = low - (high - low) / 4
    unit = 10.0 ** floor(log10(high - low))
    base = floor(room / unit) * unit
    return max(0.0, base) if low > 0 else base
