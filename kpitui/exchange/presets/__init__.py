"""The presets, one file for each program, in the order in which they are tried; generic tables come after them."""

from __future__ import annotations

from kpitui.exchange.preset_days import format_of
from kpitui.exchange.presets import (
    abn_amro,
    beeminder,
    bunq,
    goatcounter,
    google_analytics,
    ing,
    knab,
    loop,
    matomo,
    mollie,
    n26,
    paypal,
    plausible,
    rabobank,
    search_console,
    shopify,
    stripe,
    umami,
    xmrit,
)
from kpitui.exchange.reading import Format

PRESETS: tuple[Format, ...] = (
    *map(format_of, google_analytics.PRESETS),
    format_of(search_console.PRESET),
    *map(format_of, plausible.PRESETS),
    format_of(matomo.PRESET),
    format_of(umami.PRESET),
    *map(format_of, goatcounter.PRESETS),
    *map(format_of, stripe.PRESETS),
    *map(format_of, shopify.PRESETS),
    format_of(mollie.PRESET),
    format_of(paypal.PRESET),
    format_of(ing.PRESET),
    format_of(rabobank.PRESET),
    format_of(knab.PRESET),
    format_of(abn_amro.PRESET),
    format_of(bunq.PRESET),
    format_of(n26.PRESET),
    loop.FORMAT,
    format_of(beeminder.PRESET),
    xmrit.FORMAT,
)
"""Those that ask most of a file come before those that ask less."""
