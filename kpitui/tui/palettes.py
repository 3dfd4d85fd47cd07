"""The colours of the themes, in one table: the app's themes are made from it, and so is what is painted before the app.

Colour never carries meaning alone: every status has a sign of its own, see `kpitui.wording.words`. Good, warning and
bad differ in lightness too, and every text stands out from what is behind it; tests work that out for each palette.
"""

from __future__ import annotations

PALETTES: dict[str, dict[str, str]] = {
    "kpitui-dark": {
        "foreground": "#c8d0e0", "foreground-muted": "#98a1b3", "primary": "#7aa2f7", "secondary": "#9aa5ce",
        "accent": "#e0af68", "success": "#a6e3a1", "warning": "#e0af68", "error": "#f0707a",
        "background": "#16181f", "surface": "#1c1f28", "panel": "#232733",
    },
    "kpitui-light": {
        "foreground": "#1e2430", "foreground-muted": "#565c68", "primary": "#1f4fa3", "secondary": "#4a5673",
        "accent": "#8a5200", "success": "#22732e", "warning": "#704300", "error": "#6e0b18",
        "background": "#fbfbf8", "surface": "#f2f2ee", "panel": "#e6e7e2",
    },
    # After the palette of Okabe and Ito: sky blue, yellow and vermilion are told apart with any colour vision.
    "okabe-ito": {
        "foreground": "#d6dbe2", "foreground-muted": "#9aa3ae", "primary": "#56b4e9", "secondary": "#9ab3c9",
        "accent": "#e69f00", "success": "#7cc7f0", "warning": "#f0e442", "error": "#e8743b",
        "background": "#101317", "surface": "#171b21", "panel": "#1f252d",
    },
    # Blue against orange and brown, which stay apart without red or green.
    "blue-orange": {
        "foreground": "#1b1f26", "foreground-muted": "#555b66", "primary": "#004f94", "secondary": "#4a5568",
        "accent": "#8a4b00", "success": "#0067b3", "warning": "#6c4000", "error": "#4d1500",
        "background": "#fcfcfa", "surface": "#f3f3f0", "panel": "#e8e8e3",
    },
    "high-contrast": {
        "foreground": "#ffffff", "foreground-muted": "#d8d8d8", "primary": "#8fd3ff", "secondary": "#d0d0d0",
        "accent": "#ffe14d", "success": "#c4ffbf", "warning": "#ffcc40", "error": "#ff9494",
        "background": "#000000", "surface": "#0d0d0d", "panel": "#1c1c1c",
    },
    "terminal": {
        "primary": "blue", "secondary": "cyan", "accent": "magenta",
        "success": "green", "warning": "yellow", "error": "red",
    },
    "mono": {},
}  # fmt: skip
"""The colours of every theme by its name; what is missing has the colour that the terminal has by itself."""

LIGHT = frozenset({"kpitui-light", "blue-orange"})
"""The themes that write dark on light."""
