"""ING (Netherlands): amounts have no sign, a column says whether money came in (Bij) or went out (Af)."""

from __future__ import annotations

from kpitui.exchange.preset import Preset, Where
from kpitui.exchange.presets.bank_account import statement

PRESET = Preset(
    name="ing",
    title="ING",
    date=("datum", "date"),
    needs=(
        ("naam / omschrijving", "name / description"),
        ("af bij", "debit/credit"),
        ("bedrag (eur)", "amount (eur)"),
        ("mutatiesoort", "transaction type"),
    ),
    metrics=statement(("bedrag (eur)", "amount (eur)"), ("saldo na mutatie", "resulting balance"), unit="EUR"),
    minus=Where(("af bij", "debit/credit"), ("af", "debit")),
    account=("rekening", "account"),
    decimal=",",
)
