"""Knab: amounts have no sign; a column says credit or debit, by a letter in old files and by a word in new ones."""

from __future__ import annotations

from kpitui.exchange.preset import Preset, Where
from kpitui.exchange.presets.bank_account import statement

PRESET = Preset(
    name="knab",
    title="Knab",
    date=("transactiedatum",),
    needs=(("rekeningnummer",), ("creditdebet",), ("bedrag",)),
    metrics=statement(("bedrag",)),
    minus=Where(("creditdebet",), ("d", "debet", "debit", "afschrijving*", "af")),
    currency=("valutacode",),
    account=("rekeningnummer",),
    order="dmy",
    decimal=",",
)
