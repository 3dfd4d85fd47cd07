"""The colours of Today before Textual is there to work them out: what it makes of each theme, and what every run takes.

A run of text has the name of a look, see `sheet_lines` and `goal_lines`; here it becomes the parameters of an SGR
sequence, in the words that Textual would use, so that the app finds the cells as it wants them. A colour that the
terminal has by itself is not named.
"""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpitui.services.workspace import Workspace

MADE_OF: dict[str, dict[str, str]] = {
    "kpitui-dark": {
        "foreground": "#c8d0e0", "foreground-muted": "#98a1b3", "secondary": "#9aa5ce", "accent": "#dfaf68",
        "success": "#a6e3a1", "warning": "#dfaf68", "error": "#ef707a", "background": "#16181f", "panel": "#232733",
    },
    "kpitui-light": {
        "foreground": "#1e2430", "foreground-muted": "#565c68", "secondary": "#4a5673", "accent": "#895200",
        "success": "#22732e", "warning": "#6f4300", "error": "#6d0b18", "background": "#fbfbf8", "panel": "#e6e7e2",
    },
    "okabe-ito": {
        "foreground": "#d6dbe2", "foreground-muted": "#9aa3ae", "secondary": "#9ab3c9", "accent": "#e59f00",
        "success": "#7cc7f0", "warning": "#efe442", "error": "#e7743b", "background": "#101317", "panel": "#1f252d",
    },
    "blue-orange": {
        "foreground": "#1b1f26", "foreground-muted": "#555b66", "secondary": "#4a5568", "accent": "#894b00",
        "success": "#0067b3", "warning": "#6b4000", "error": "#4c1500", "background": "#fcfcfa", "panel": "#e8e8e3",
    },
    "high-contrast": {
        "foreground": "#ffffff", "foreground-muted": "#d8d8d8", "secondary": "#d0d0d0", "accent": "#fee14d",
        "success": "#c4ffbf", "warning": "#fecc40", "error": "#fe9494", "background": "#000000", "panel": "#1c1c1c",
    },
    "terminal": {
        "secondary": "cyan", "accent": "magenta", "success": "green", "warning": "yellow", "error": "red",
    },
    "mono": {},
}  # fmt: skip
"""What Textual makes of the colours of each theme, to the last digit; none where it is the terminal's own."""

LOOKS: dict[str, tuple[str, str, str]] = {
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
    "due": ("1", "accent", "background"),
    "cell": ("", "foreground-muted", "background"),
    "now": ("1", "foreground", "background"),
    "cursor": ("1;7", "foreground", "background"),
    "spark": ("", "secondary", "background"),
    "target": ("", "foreground-muted", "background"),
    "echo": ("", "foreground-muted", "background"),
    "plain": ("", "foreground", "background"),
}
"""Every look as `today.tcss` has it: attributes (1 bold, 4 underlined, 7 reversed), colour, the ground behind it."""


def theme_in_force(workspace: Workspace) -> str:
    """Return the theme to paint in: that of the settings, but one without colours where ``$NO_COLOR`` is set."""
    return "mono" if workspace.environ.get("NO_COLOR") else workspace.settings.text("theme")


def depth_of(environ: Mapping[str, str]) -> int:
    """Return how many bits the terminal has for a colour, as Rich finds it out: 24, 8 or 4."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 24
    kind = environ.get("TERM", "").strip().lower().rpartition("-")[2]
    return 8 if kind in ("256color", "kitty") else 4


@lru_cache
def ink(theme: str, look: str, depth: int) -> str:
    """Return the parameters of the SGR sequence for a *look* in a *theme*, with colours of *depth* bits."""
    attributes, colour, ground = LOOKS[look]
    made_of = MADE_OF[theme]
    parts = [attributes, _code(made_of.get(colour, ""), depth), _code(made_of.get(ground, ""), depth, ground=True)]
    return ";".join(part for part in parts if part)


@lru_cache
def _code(colour: str, depth: int, *, ground: bool = False) -> str:
    if not colour:
        return ""
    from rich.color import Color, ColorSystem

    systems = {24: ColorSystem.TRUECOLOR, 8: ColorSystem.EIGHT_BIT, 4: ColorSystem.STANDARD}
    return ";".join(Color.parse(colour).downgrade(systems[depth]).get_ansi_codes(foreground=not ground))
