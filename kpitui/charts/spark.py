"""A sparkline: a few values as one sign each, for a row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

STEPS = "▁▂▃▄▅▆▇█"
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
