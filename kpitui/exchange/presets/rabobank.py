"""Rabobank: signed amounts with a decimal comma, in quotes."""

from __future__ import annotations

from kpitui.exchange.preset import Preset
from kpitui.exchange.presets.bank_account import statement

PRESET = Preset(
    name="rabobank",
    title="Rabobank",
    date=("datum",),
    needs=(("iban/bban",), ("volgnr",), ("bedrag",), ("saldo na trn",)),
    metrics=statement(("bedrag",), ("saldo na trn",)),
    currency=("munt",),
    account=("iban/bban",),
    decimal=",",
)
