"""Google Analytics 4: the report download with its tables by day, free-form explorations, and the Data API.

Days are counted from the start date in the comments, or written as 20261123. Rates are rebuilt from their parts; what
the report gives as a rate is not read.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Metric, Preset

_BRINGS = (
    Metric("visitors", mark("Visitors"), ("active users", "activeusers", "actieve gebruikers"), "only", "stamped"),
    Metric("all-visitors", mark("All visitors"), ("total users", "totalusers"), "only", "stamped"),
    Metric("new-visitors", mark("New visitors"), ("new users", "newusers", "nieuwe gebruikers")),
    Metric("visits", mark("Visits"), ("sessions", "sessies")),
    Metric("engaged-visits", mark("Engaged visits"), ("engaged sessions", "engagedsessions", "betrokken sessies")),
    Metric("pageviews", mark("Page views"), ("views", "screenpageviews", "weergaven")),
    Metric("key-events", mark("Key events"), ("key events", "keyevents", "conversions", "belangrijke gebeurtenissen")),
    Metric("revenue", mark("Revenue"), ("total revenue", "totalrevenue", "totale opbrengst"), unit=CURRENCY),
    Metric("engagement-rate", mark("Engagement rate"), kind="ratio", unit="%", parts=("engaged-visits", "visits")),
)

PRESETS = (
    Preset(
        name="ga4",
        title="Google Analytics 4",
        date=("nth day", "date", "day", "datum", "dag"),
        needs=(),
        metrics=_BRINGS,
        decimal=".",
        days="nth",
        commented=True,
        compares=("date range", "datumbereik"),
    ),
    Preset(
        name="ga4-api",
        title="Google Analytics 4 (Data API)",
        date=("ga4 date",),
        needs=(),
        metrics=tuple(
            metric._replace(of=tuple(f"ga4 {name}" for name in metric.of if " " not in name)) for metric in _BRINGS
        ),
        decimal=".",
    ),
)
