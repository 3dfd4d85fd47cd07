"""The themes of the app, made from `palettes`."""

from __future__ import annotations

from textual.theme import Theme

from kpitui.tui.palettes import LIGHT, PALETTES

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
    colours = {part: colour for part, colour in palette.items() if part != "foreground-muted"}
    return Theme(name=name, dark=name not in LIGHT, variables=palette, **colours)  # type: ignore[arg-type]


def _of_terminal(name: str, palette: dict[str, str]) -> Theme:
    """Return the theme of a palette that has names of the terminal's colours, or none at all."""
    parts = ("primary", "secondary", "accent", "success", "warning", "error", "foreground", "background", "surface")
    colours = {part: f"ansi_{palette[part]}" if part in palette else OWN for part in (*parts, "panel", "boost")}
    return Theme(name=name, ansi=True, dark=True, variables=OF_TERMINAL, **colours)  # type: ignore[arg-type]


THEMES = tuple(
    _coloured(name, palette) if "background" in palette else _of_terminal(name, palette)
    for name, palette in PALETTES.items()
)
