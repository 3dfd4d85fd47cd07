"""How single fields of a goal or an action are typed: a change in points, and in how many periods a goal is kept.

Apart from the sentence of a goal, whose words are slow to load.
"""

from __future__ import annotations

import re

from kpitui.core.errors import Refused, mark

POINTS = re.compile(r"(.+?)\s*(?:pp|points?|punten|procentpunt(?:en)?|percentage points?)", re.IGNORECASE)
"""``4pp``, ``2 points``, ``3 procentpunt``."""

PERCENTAGE_POINTS = re.compile(r"pp|percentage|procent", re.IGNORECASE)
"""Of points, those of a percentage; others may be those of a score."""

KEEP = re.compile(r"(\d{1,4})\s*(?:/|of|van|op|out of|in)\s*(\d{1,4})", re.IGNORECASE)
"""``9/10``, ``9 of 10``."""


def read_keep(text: str) -> tuple[int, int]:
    """Return in how many of how many periods, as in ``9/10``; raise Refused for anything else."""
    match = KEEP.fullmatch(text.strip())
    if match is None or not 0 < int(match[1]) <= int(match[2]):
        raise Refused(mark("Not possible here: {value}. Try 9/10"), field="keep", value=text)
    return int(match[1]), int(match[2])
