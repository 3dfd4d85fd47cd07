"""Mollie: the payments of a settlement or of the dashboard.

What was refunded of a payment is taken off it, and so stands on the day of the payment.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Metric, Preset, Where

_PAID = Where(("status",), ("paid", "paidout", "settled", "betaald", "uitbetaald"))

PRESET = Preset(
    name="mollie",
    title="Mollie",
    date=("date", "datum"),
    needs=(
        ("payment method", "betaalmethode"),
        ("amount", "bedrag"),
        ("status",),
        ("id",),
        ("amount refunded", "bedrag teruggestort"),
    ),
    metrics=(
        Metric(
            "revenue",
            mark("Revenue"),
            ("amount", "bedrag"),
            unit=CURRENCY,
            where=(_PAID,),
            sign="in",
            less=("amount refunded", "bedrag teruggestort"),
        ),
        Metric("payments", mark("Payments"), how="count", where=(_PAID,)),
        Metric(
            "refunds",
            mark("Refunds"),
            ("amount refunded", "bedrag teruggestort"),
            unit=CURRENCY,
            where=(_PAID,),
            better="lower",
        ),
    ),
    currency=("currency", "valuta"),
)
