"""PayPal: the activity download, whose language, dates and decimals follow the account.

Only what was completed is money; holds, memos, conversions and money moved to a bank are no revenue. What was
refunded to a customer is taken off it, on the day of the refund.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Column, Metric, Preset, Where

_TYPE: Column = ("type", "typ", "omschrijving")
_GROSS: Column = ("gross", "bruto", "brutto")
_REFUNDS = (
    "payment refund",
    "refund",
    "terugbetaling*",
    "rückzahlung*",
)
_MOVED = (
    "general withdrawal*",
    "withdrawal*",
    "user initiated withdrawal*",
    "bank deposit*",
    "general credit card deposit*",
    "general currency conversion*",
    "currency conversion*",
    "account hold*",
    "general hold*",
    "hold *",
    "payment hold*",
    "reversal of general account hold*",
    "reserve *",
    "opname*",
    "overboeking*",
    "valutaconversie*",
    "allgemeine währungsumrechnung*",
    "abbuchung*",
    "bankgutschrift*",
)

PRESET = Preset(
    name="paypal",
    title="PayPal",
    date=("date", "datum"),
    needs=(("timezone", "time zone", "tijdzone", "zeitzone"), _TYPE, ("status",), _GROSS, ("net", "netto")),
    metrics=(
        Metric(
            "revenue",
            mark("Revenue"),
            _GROSS,
            unit=CURRENCY,
            where=(Where(_TYPE, _REFUNDS, accepts=False),),
            sign="in",
            back=(Where(_TYPE, _REFUNDS),),
        ),
        Metric(
            "refunds",
            mark("Refunds"),
            _GROSS,
            unit=CURRENCY,
            where=(Where(_TYPE, _REFUNDS),),
            sign="out",
            better="lower",
        ),
        Metric(
            "payment-fees",
            mark("Payment fees"),
            ("fee", "kosten", "gebühr", "entgelt"),
            unit=CURRENCY,
            times=-1.0,
            better="lower",
        ),
    ),
    only=(
        Where(("status",), ("completed", "voltooid", "abgeschlossen")),
        Where(_TYPE, _MOVED, accepts=False),
        Where(("balance impact",), ("memo",), accepts=False),
    ),
    currency=("currency", "valuta", "währung"),
)
