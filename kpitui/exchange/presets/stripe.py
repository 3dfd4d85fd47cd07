"""Stripe: the itemised balance report and the older export of the dashboard.

Revenue is what was charged less what was refunded; refunds and fees stand beside it as well, and money that Stripe pays
out is no revenue.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Brings, Column, Preset, Where


def _brings(category: Column, amount: str) -> tuple[Brings, ...]:
    charged = Where(category, ("charge", "payment"))
    refunded = Where(category, ("refund", "payment_refund", "refund_failure", "payment_failure_refund"))
    return (
        Brings("revenue", mark("Revenue"), (amount,), unit=CURRENCY, where=(charged,), back=(refunded,)),
        Brings("payments", mark("Payments"), how="count", where=(charged,)),
        Brings("refunds", mark("Refunds"), (amount,), unit=CURRENCY, where=(refunded,), times=-1.0, better="lower"),
        Brings("payment-fees", mark("Payment fees"), ("fee",), unit=CURRENCY, better="lower"),
    )


PRESETS = (
    Preset(
        name="stripe-balance",
        title=mark("Stripe, itemised balance"),
        date=("created", "created_utc"),
        needs=(("reporting_category",), ("gross",), ("currency",)),
        brings=_brings(("reporting_category",), "gross"),
        currency=("currency",),
        decimal=".",
    ),
    Preset(
        name="stripe",
        title=mark("Stripe, balance history"),
        date=("created (utc)", "created"),
        needs=(("type",), ("amount",), ("fee",), ("net",), ("currency",), ("available on (utc)", "available on")),
        brings=_brings(("type",), "amount"),
        currency=("currency",),
        decimal=".",
    ),
)
