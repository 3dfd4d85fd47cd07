"""The themes. Colour never carries meaning alone: every status has a sign of its own, see `kpitui.i18n.words`.

Good, warning and bad differ in lightness too, and every text stands out from what is behind it; tests work that out
for each theme that brings its own colours.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="kpitui-dark",
    primary="#7aa2f7",
    secondary="#9aa5ce",
    accent="#e0af68",
    foreground="#c8d0e0",
    variables={"foreground-muted": "#98a1b3"},
    background="#16181f",
    surface="#1c1f28",
    panel="#232733",
    success="#a6e3a1",
    warning="#e0af68",
    error="#f0707a",
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
    success="#22732e",
    warning="#704300",
    error="#6e0b18",
    variables={"foreground-muted": "#565c68"},
    dark=False,
)
SAFE_DARK = Theme(
    name="okabe-ito",
    primary="#56b4e9",
    secondary="#9ab3c9",
    accent="#e69f00",
    foreground="#d6dbe2",
    background="#101317",
    surface="#171b21",
    panel="#1f252d",
    success="#7cc7f0",
    warning="#f0e442",
    error="#e8743b",
    variables={"foreground-muted": "#9aa3ae"},
    dark=True,
)
"""After the palette of Okabe and Ito: sky blue, yellow and vermilion are told apart with any colour vision."""

SAFE_LIGHT = Theme(
    name="blue-orange",
    primary="#004f94",
    secondary="#4a5568",
    accent="#8a4b00",
    foreground="#1b1f26",
    background="#fcfcfa",
    surface="#f3f3f0",
    panel="#e8e8e3",
    success="#0067b3",
    warning="#6c4000",
    error="#4d1500",
    variables={"foreground-muted": "#555b66"},
    dark=False,
)
"""Blue against orange and brown, which stay apart without red or green."""

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#8fd3ff",
    secondary="#d0d0d0",
    accent="#ffe14d",
    foreground="#ffffff",
    background="#000000",
    surface="#0d0d0d",
    panel="#1c1c1c",
    success="#c4ffbf",
    warning="#ffcc40",
    error="#ff9494",
    variables={"foreground-muted": "#d8d8d8"},
    dark=True,
)
OWN = "ansi_default"
"""The colour that the terminal has by itself."""

OF_TERMINAL = dict.fromkeys(
    (
        "ansi-background", "ansi-foreground", "border", "border-blurred", "foreground-muted",
        "foreground-disabled", "block-cursor-foreground", "block-cursor-background",
        "input-cursor-background", "input-cursor-foreground", "input-selection-background",
        "input-selection-foreground", "screen-selection-background", "screen-selection-foreground",
        "scrollbar", "scrollbar-hover", "scrollbar-active", "scrollbar-background",
        "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color",
    ),
    OWN,
) | {"input-cursor-text-style": "reverse", "block-cursor-text-style": "reverse"}  # fmt: skip
"""What else has a colour, left to the terminal."""

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
    variables=OF_TERMINAL,
)
TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_magenta",
    foreground=OWN,
    background=OWN,
    surface=OWN,
    panel=OWN,
    boost=OWN,
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    dark=True,
    variables=OF_TERMINAL,
)
"""The sixteen colours as the terminal was set up to show them."""

THEMES = (DARK, LIGHT, SAFE_DARK, SAFE_LIGHT, HIGH_CONTRAST, TERMINAL, MONO)
