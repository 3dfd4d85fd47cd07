"""Stripe: the itemised balance report and the older export of the dashboard.

Revenue is what was charged less what was refunded; refunds and fees stand beside it as well, and money that Stripe pays
out is no revenue.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Column, Metric, Preset, Where


def _metrics(category: Column, amount: str) -> tuple[Metric, ...]:
    charged = Where(category, ("charge", "payment"))
    refunded = Where(category, ("refund", "payment_refund", "refund_failure", "payment_failure_refund"))
    return (
        Metric("revenue", mark("Revenue"), (amount,), unit=CURRENCY, where=(charged,), back=(refunded,)),
        Metric("payments", mark("Payments"), how="count", where=(charged,)),
        Metric("refunds", mark("Refunds"), (amount,), unit=CURRENCY, where=(refunded,), times=-1.0, better="lower"),
        Metric("payment-fees", mark("Payment fees"), ("fee",), unit=CURRENCY, better="lower"),
    )


PRESETS = (
    Preset(
        name="stripe-balance",
        title=mark("Stripe, itemised balance"),
        date=("created", "created_utc"),
        needs=(("reporting_category",), ("gross",), ("currency",)),
        metrics=_metrics(("reporting_category",), "gross"),
        currency=("currency",),
        decimal=".",
    ),
    Preset(
        name="stripe",
        title=mark("Stripe, balance history"),
        date=("created (utc)", "created"),
        needs=(("type",), ("amount",), ("fee",), ("net",), ("currency",), ("available on (utc)", "available on")),
        metrics=_metrics(("type",), "amount"),
        currency=("currency",),
        decimal=".",
    ),
)
