"""N26: ISO days and points, in German files too."""

from __future__ import annotations

from kpitui.exchange.preset import Preset
from kpitui.exchange.presets.bank_account import statement

PRESET = Preset(
    name="n26",
    title="N26",
    date=("booking date", "date", "datum"),
    needs=(
        ("partner name", "payee", "empfänger"),
        ("payment reference", "verwendungszweck"),
        ("amount (eur)", "betrag (eur)"),
    ),
    metrics=statement(("amount (eur)", "betrag (eur)"), unit="EUR"),
    account=("account name",),
    decimal=".",
)
