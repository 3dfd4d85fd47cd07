"""Umami: page views and visitors by day, as its API answers; its own CSV files have no days."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import Brings, Preset

PRESET = Preset(
    name="umami",
    title="Umami",
    date=("date",),
    needs=(("umami pageviews",), ("umami visitors",)),
    brings=(
        Brings("pageviews", mark("Page views"), ("umami pageviews",)),
        Brings("visitors", mark("Visitors"), ("umami visitors",), "only", "stamped"),
    ),
    decimal=".",
)
