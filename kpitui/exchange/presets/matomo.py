"""Matomo: visits by day from its reporting API, as CSV (in UTF-16) or JSON."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Brings, Preset

PRESET = Preset(
    name="matomo",
    title="Matomo",
    date=("date",),
    needs=(("nb_visits",),),
    brings=(
        Brings("visitors", mark("Visitors"), ("nb_uniq_visitors",), "only", "stamped"),
        Brings("visits", mark("Visits"), ("nb_visits",)),
        Brings("page-actions", mark("Actions on pages"), ("nb_actions",)),
        Brings("bounces", mark("Bounced visits"), ("bounce_count",), better="lower"),
        Brings("visit-time", mark("Time on visits"), ("sum_visit_length",), unit="s"),
        Brings("conversions", mark("Conversions"), ("nb_conversions",)),
        Brings("revenue", mark("Revenue"), ("revenue",), unit=CURRENCY),
        Brings("bounce-rate", mark("Bounce rate"), kind="ratio", unit="%", parts=("bounces", "visits"), better="lower"),
        Brings("visit-duration", mark("Time per visit"), kind="ratio", unit="s", parts=("visit-time", "visits")),
    ),
    decimal=".",
)
