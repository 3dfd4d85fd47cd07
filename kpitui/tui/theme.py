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
OWN = "ansi_default"
"""The colour that the terminal has by itself."""

MONO = Theme(
    name="mono",
    ansi=True,
    primary=OWN,
    secondary=OWN,
    accent=OWN,
    foreground=OWN,
    background=OWN,
    surface=OWN,
    panel=OWN,
    boost=OWN,
    success=OWN,
    warning=OWN,
    error=OWN,
    dark=True,
    variables={
        **dict.fromkeys(
            (
                "ansi-background", "ansi-foreground", "border", "border-blurred", "foreground-muted",
                "foreground-disabled", "block-cursor-foreground", "block-cursor-background",
                "input-cursor-background", "input-cursor-foreground", "input-selection-background",
                "input-selection-foreground", "screen-selection-background", "screen-selection-foreground",
                "scrollbar", "scrollbar-hover", "scrollbar-active", "scrollbar-background",
                "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color",
            ),
            OWN,
        ),
        "input-cursor-text-style": "reverse",
        "block-cursor-text-style": "reverse",
    },
)  # fmt: skip
THEMES = (DARK, LIGHT, MONO)
