"""Beeminder: the datapoints of a goal as its API gives them; their day is the daystamp."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import Metric, Preset

PRESET = Preset(
    name="beeminder",
    title="Beeminder",
    date=("daystamp",),
    needs=(("value",), ("timestamp",)),
    metrics=(Metric("beeminder", mark("Beeminder goal"), ("value",), "each"),),
    note=("comment",),
    decimal=".",
)
