"""Google Search Console: the table of days in the zip of a performance export.

The click-through rate is rebuilt from clicks and impressions; a position is a mean, and never added up.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import Metric, Preset

PRESET = Preset(
    name="search-console",
    title="Google Search Console",
    date=("date", "datum"),
    needs=(("clicks", "klikken"), ("impressions", "vertoningen"), ("ctr",), ("position", "positie")),
    metrics=(
        Metric("search-clicks", mark("Clicks in search"), ("clicks", "klikken")),
        Metric("search-impressions", mark("Impressions in search"), ("impressions", "vertoningen")),
        Metric(
            "search-position", mark("Position in search"), ("position", "positie"), "mean", "sample", better="lower"
        ),
        Metric(
            "search-ctr",
            mark("Click-through rate in search"),
            kind="ratio",
            unit="%",
            parts=("search-clicks", "search-impressions"),
        ),
    ),
)
