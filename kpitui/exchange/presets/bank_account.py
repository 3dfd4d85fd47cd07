"""What every bank statement brings: money in, money out and the balance at the end of the day.

What of it is revenue, a statement cannot tell; it is no member of the table of presets by itself.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.exchange.preset import CURRENCY, Column, Metric


def statement(amount: Column, balance: Column = (), *, unit: str = CURRENCY) -> tuple[Metric, ...]:
    """Return what a statement with these columns brings, in *unit*."""
    metrics = (
        Metric("money-in", mark("Money in"), amount, unit=unit, sign="in"),
        Metric("expenses", mark("Expenses"), amount, unit=unit, sign="out", better="lower"),
    )
    if not balance:
        return metrics
    return (*metrics, Metric("bank-balance", mark("Bank balance"), balance, "last", "level", unit))
