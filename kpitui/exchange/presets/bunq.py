"""bunq: signed amounts, with a point in new files and a comma in old ones."""

from __future__ import annotations

from kpitui.exchange.preset import Preset
from kpitui.exchange.presets.bank_account import statement

PRESET = Preset(
    name="bunq",
    title="bunq",
    date=("date", "datum"),
    needs=(
        ("interest date", "rentedatum"),
        ("amount", "bedrag"),
        ("account", "rekening"),
        ("counterparty", "tegenrekening"),
    ),
    metrics=statement(("amount", "bedrag"), unit="EUR"),
    account=("account", "rekening"),
)
