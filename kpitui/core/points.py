"""How a change in points is written in English and Dutch: ``4pp``, ``2 points``, ``3 procentpunt``."""

from __future__ import annotations

import re

POINTS = re.compile(r"(.+?)\s*(?:pp|points?|punten|procentpunt(?:en)?|percentage points?)", re.IGNORECASE)

PERCENTAGE_POINTS = re.compile(r"pp|percentage|procent", re.IGNORECASE)
"""Of points, those of a percentage; others may be those of a score."""
