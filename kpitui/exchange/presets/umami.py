"""Umami: page views and visitors by day, as its API answers; its own CSV files have no days."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import Metric, Preset

PRESET = Preset(
    name="umami",
    title="Umami",
    date=("date",),
    needs=(("umami pageviews",), ("umami visitors",)),
    metrics=(
        Metric("pageviews", mark("Page views"), ("umami pageviews",)),
        Metric("visitors", mark("Visitors"), ("umami visitors",), "only", "stamped"),
    ),
    decimal=".",
)
