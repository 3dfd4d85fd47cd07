"""The styles of Today before Textual is there to work them out, as parameters of SGR sequences.

A run of text has the name of a style, see `sheet_lines` and `goal_lines`; its colours are those of `palettes`, in the
words that Textual would use, so that the app finds the cells as it wants them. A colour that the terminal has by itself
is not named.
"""

from __future__ import annotations

from functools import lru_cache

from kpitui.tui.palettes import PALETTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpitui.services.workspace import Workspace

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
    "due": ("1", "accent", "background"),
    "cell": ("", "foreground-muted", "background"),
    "now": ("1", "foreground", "background"),
    "cursor": ("1;7", "foreground", "background"),
    "spark": ("", "secondary", "background"),
    "target": ("", "foreground-muted", "background"),
    "echo": ("", "foreground-muted", "background"),
    "plain": ("", "foreground", "background"),
}
"""Every style as `today.tcss` has it: attributes (1 bold, 4 underlined, 7 reversed), colour, the ground behind it."""


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
