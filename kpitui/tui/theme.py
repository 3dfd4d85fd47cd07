"""The themes in one table of colours: the app's themes are made from it, and so is what is painted before the app.

Colour never carries meaning alone: every status has a sign of its own, see `kpitui.wording.words`. Good, warning and
bad differ in lightness too, and every text stands out from what is behind it; tests work that out for each palette.

A run of text has the name of a style, see `widgets/runs`; as parameters of an SGR sequence it is
written in the words that Textual would use, so that the app finds the cells as it wants them. A colour that the
terminal has by itself is not named. Textual is imported only for its own themes: the prepaint does without.
"""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.theme import Theme

    from kpitui.services.workspace import Workspace

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


STYLES: dict[str, tuple[str, str, str]] = {
    "heading": ("1", "foreground", "panel"),
    "title": ("", "foreground", "background"),
    "reached": ("", "foreground", "background"),
    "bar": ("", "secondary", "background"),
    "good": ("1", "success", "background"),
    "warn": ("1", "warning", "background"),
    "bad": ("1", "error", "background"),
    "quiet": ("", "foreground-muted", "background"),
    "actions": ("", "warning", "background"),
    "head": ("4", "foreground-muted", "background"),
    "name": ("", "foreground", "background"),
    "due": ("1", "foreground", "background"),
    "cell": ("", "foreground-muted", "background"),
    "now": ("1", "foreground", "background"),
    "cursor": ("1;7", "foreground", "background"),
    "spark": ("", "foreground-muted", "background"),
    "target": ("", "foreground-muted", "background"),
    "echo": ("", "foreground-muted", "background"),
    "plain": ("", "foreground", "background"),
}
"""Every style as ``screens/today/page.tcss`` has it: attributes (1 bold, 4 underlined, 7 reversed), colour, ground."""


def theme_in_force(workspace: Workspace) -> str:
    """Return the theme to paint in: that of the settings, but one without colours where ``$NO_COLOR`` is set."""
    return "mono" if workspace.environ.get("NO_COLOR") else workspace.settings.text("theme")


def color_depth(environ: Mapping[str, str]) -> int:
    """Return how many bits the terminal has for a colour, as Rich finds it out: 24, 8 or 4."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 24
    kind = environ.get("TERM", "").strip().lower().rpartition("-")[2]
    return 8 if kind in ("256color", "kitty") else 4


@lru_cache
def sgr(theme: str, style: str, depth: int) -> str:
    """Return the parameters of the SGR sequence for a *style* in a *theme*, with colours of *depth* bits."""
    attributes, colour, ground = STYLES[style]
    palette = PALETTES[theme]
    parts = [attributes, _code(palette.get(colour, ""), depth), _code(palette.get(ground, ""), depth, ground=True)]
    return ";".join(part for part in parts if part)


@lru_cache
def _code(colour: str, depth: int, *, ground: bool = False) -> str:
    if not colour:
        return ""
    from rich.color import Color, ColorSystem

    systems = {24: ColorSystem.TRUECOLOR, 8: ColorSystem.EIGHT_BIT, 4: ColorSystem.STANDARD}
    return ";".join(Color.parse(colour).downgrade(systems[depth]).get_ansi_codes(foreground=not ground))


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


def _coloured(name: str, palette: dict[str, str]) -> Theme:
    """Return the theme of a palette; its variables see to it that Textual shades no colour of it."""
    from textual.theme import Theme

    colours = {part: colour for part, colour in palette.items() if part != "foreground-muted"}
    return Theme(name=name, dark=name not in LIGHT, variables=palette, **colours)  # type: ignore[arg-type]


def _of_terminal(name: str, palette: dict[str, str]) -> Theme:
    """Return the theme of a palette that has names of the terminal's colours, or none at all."""
    from textual.theme import Theme

    parts = ("primary", "secondary", "accent", "success", "warning", "error", "foreground", "background", "surface")
    colours = {part: f"ansi_{palette[part]}" if part in palette else OWN for part in (*parts, "panel", "boost")}
    return Theme(name=name, ansi=True, dark=True, variables=OF_TERMINAL, **colours)  # type: ignore[arg-type]


def themes() -> list[Theme]:
    """Return the themes of the app, one for each palette."""
    return [
        _coloured(name, palette) if "background" in palette else _of_terminal(name, palette)
        for name, palette in PALETTES.items()
    ]
