"""Shopify: the report of sales over time, and the export of orders.

Net sales are the revenue: without taxes and shipping, returns already taken off on the day they were processed. In the
export of orders further products of an order repeat its name without a total; what was refunded of an order is taken
off its total where the file says it, and so stands on the day of the order.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Metric, Preset, Where

_BAD = ("voided", "expired")

PRESETS = (
    Preset(
        name="shopify-sales",
        title=mark("Shopify, sales over time"),
        date=("day", "date"),
        needs=(("orders",), ("gross sales",), ("net sales",), ("total sales",)),
        metrics=(
            Metric("orders", mark("Orders"), ("orders",)),
            Metric("revenue", mark("Revenue"), ("net sales",), unit=CURRENCY),
            Metric("discounts", mark("Discounts"), ("discounts",), unit=CURRENCY, times=-1.0, better="lower"),
            Metric(
                "refunds", mark("Refunds"), ("returns", "sales reversals"), unit=CURRENCY, times=-1.0, better="lower"
            ),
        ),
        decimal=".",
    ),
    Preset(
        name="shopify-orders",
        title=mark("Shopify, orders"),
        date=("created at",),
        needs=(("name",), ("financial status",), ("total",), ("lineitem quantity",)),
        metrics=(
            Metric("orders", mark("Orders"), ("name",), "distinct", where=(Where(("total",), ("",), accepts=False),)),
            Metric("revenue", mark("Revenue"), ("total",), unit=CURRENCY, less=("refunded amount",)),
        ),
        only=(Where(("financial status",), _BAD, accepts=False),),
        currency=("currency",),
        decimal=".",
    ),
)
