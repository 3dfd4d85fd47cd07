"""GoatCounter: totals by day from its API, and the export of every hit.

A hit counts as a page view when no robot made it; one that begins a visit counts as a visit. Days are those of UTC.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import Metric, Preset, Where

PRESETS = (
    Preset(
        name="goatcounter",
        title="GoatCounter (API)",
        date=("date",),
        needs=(("goatcounter visits",),),
        metrics=(Metric("visits", mark("Visits"), ("goatcounter visits",)),),
        decimal=".",
    ),
    Preset(
        name="goatcounter-hits",
        title=mark("GoatCounter, export of hits"),
        date=("date",),
        # The version of the export stands glued to the name of its first column.
        needs=(("2path", "1path", "path"), ("bot",), ("firstvisit",), ("session",)),
        metrics=(
            Metric("pageviews", mark("Page views"), how="count"),
            Metric("visits", mark("Visits"), how="count", where=(Where(("firstvisit",), ("true", "1")),)),
        ),
        only=(Where(("bot",), ("0", "")), Where(("event",), ("true", "1"), accepts=False)),
        days="utc",
    ),
)
