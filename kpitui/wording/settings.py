"""A region in a few words: its code, a day in its order, its currency, the first day of its week, a number."""

from __future__ import annotations

from kpitui.core.figures import NUMBER_STYLES, format_number, unit_sign
from kpitui.core.region import REGIONS
from kpitui.wording.dates import weekdays


def region_text(code: str) -> str:
    """Return what a region decides, by the first of December: ``US 12/1 $ Sun 1,234.50``."""
    region = REGIONS[code]
    day = "12/1" if region.month_first else "1/12"
    number = format_number(1234.5, 2, NUMBER_STYLES[region.numbers])
    return f"{code} {day} {unit_sign(region.currency)} {weekdays()[region.week_start]} {number}"
