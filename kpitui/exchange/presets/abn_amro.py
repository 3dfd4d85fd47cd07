"""ABN AMRO: the .TAB file, which has no header."""

from __future__ import annotations

from kpitui.exchange.preset import Preset
from kpitui.exchange.presets.bank_account import statement

PRESET = Preset(
    name="abn-amro",
    title="ABN AMRO",
    date=("day",),
    needs=(("amount",), ("balance after",)),
    metrics=statement(("amount",), ("balance after",)),
    currency=("currency",),
    account=("account",),
    decimal=",",
    headerless=("account", "currency", "day", "balance before", "balance after", "value day", "amount", "text"),
    pattern=(r"[A-Z0-9]{6,34}", "[A-Z]{3}", "[0-9]{8}", *("-?[0-9.]+,[0-9]{2}",) * 2, "[0-9]{8}", "-?[0-9.]+,[0-9]{2}"),
)
