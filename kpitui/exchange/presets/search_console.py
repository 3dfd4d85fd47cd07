"""Google Search Console: the table of days in the zip of a performance export.

The click-through rate is rebuilt from clicks and impressions; a position is a mean, and never added up.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import Brings, Preset

PRESET = Preset(
    name="search-console",
    title="Google Search Console",
    date=("date", "datum"),
    needs=(("clicks", "klikken"), ("impressions", "vertoningen"), ("ctr",), ("position", "positie")),
    brings=(
        Brings("search-clicks", mark("Clicks in search"), ("clicks", "klikken")),
        Brings("search-impressions", mark("Impressions in search"), ("impressions", "vertoningen")),
        Brings(
            "search-position", mark("Position in search"), ("position", "positie"), "mean", "sample", better="lower"
        ),
        Brings(
            "search-ctr",
            mark("Click-through rate in search"),
            kind="ratio",
            unit="%",
            parts=("search-clicks", "search-impressions"),
        ),
    ),
)
