"""Matomo: visits by day from its reporting API, as CSV (in UTF-16) or JSON."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Metric, Preset

PRESET = Preset(
    name="matomo",
    title="Matomo",
    date=("date",),
    needs=(("nb_visits",),),
    metrics=(
        Metric("visitors", mark("Visitors"), ("nb_uniq_visitors",), "only", "stamped"),
        Metric("visits", mark("Visits"), ("nb_visits",)),
        Metric("page-actions", mark("Actions on pages"), ("nb_actions",)),
        Metric("bounces", mark("Bounced visits"), ("bounce_count",), better="lower"),
        Metric("visit-time", mark("Time on visits"), ("sum_visit_length",), unit="s"),
        Metric("conversions", mark("Conversions"), ("nb_conversions",)),
        Metric("revenue", mark("Revenue"), ("revenue",), unit=CURRENCY),
        Metric("bounce-rate", mark("Bounce rate"), kind="ratio", unit="%", parts=("bounces", "visits"), better="lower"),
        Metric("visit-duration", mark("Time per visit"), kind="ratio", unit="s", parts=("visit-time", "visits")),
    ),
    decimal=".",
)
