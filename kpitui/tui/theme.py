"""The themes. Colour never carries meaning alone: every status has a sign of its own, see `kpitui.i18n.words`."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="kpitui-dark",
    primary="#7aa2f7",
    secondary="#9aa5ce",
    accent="#e0af68",
    foreground="#c8d0e0",
    background="#16181f",
    surface="#1c1f28",
    panel="#232733",
    success="#8fce8f",
    warning="#e0af68",
    error="#f07f87",
    dark=True,
)
LIGHT = Theme(
    name="kpitui-light",
    primary="#1f4fa3",
    secondary="#4a5673",
    accent="#8a5200",
    foreground="#1e2430",
    background="#fbfbf8",
    surface="#f2f2ee",
    panel="#e6e7e2",
    success="#1f6b2d",
    warning="#8a5200",
    error="#a32232",
    dark=False,
)
MONO = Theme(
    name="mono",
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    success="ansi_default",
    warning="ansi_default",
    error="ansi_default",
    dark=True,
    variables={
        "foreground-muted": "ansi_default",
        "foreground-disabled": "ansi_default",
        "input-cursor-background": "ansi_default",
        "input-selection-background": "ansi_default",
    },
)
THEMES = (DARK, LIGHT, MONO)
