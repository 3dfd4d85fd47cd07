"""The themes: every text can be read; good, warning and bad are told apart, whatever the colour vision."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from kpitui.services.settings import SETTINGS, change_setting
from kpitui.tui.app import KpituiApp
from kpitui.tui.theme import themes
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, shop, workspace_at

TEXT = ("foreground", "foreground-muted", "primary", "secondary", "accent", "success", "warning", "error")
BEHIND = ("background", "surface", "panel")
MEANING = ("success", "warning", "error")
COLOURED = [theme for theme in themes() if not theme.ansi]
SAFE = [theme for theme in COLOURED if theme.name in ("okabe-ito", "blue-orange")]
DEUTERANOPE = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
PROTANOPE = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
"""What eyes without green, and without red, see of linear red, green and blue (Machado and others, 2009)."""

Linear = tuple[float, float, float]


def linear(theme: Theme, name: str) -> Linear:
    """Return a colour of a theme as linear red, green and blue."""
    colour = Color.parse(theme.to_color_system().generate()[name])
    assert colour.a == 1, f"{name} of {theme.name} is mixed with what is behind it"
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(colour: Linear) -> float:
    """Return the relative luminance, 0 to 1."""
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def contrast(one: Linear, other: Linear) -> float:
    """Return the contrast of two colours as the web guidelines define it, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: Linear) -> Linear:
    """Return a colour as lightness (0 to 100) and two axes, in which distances are what eyes see."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
def test_every_text_can_be_read(theme: Theme) -> None:
    """Each colour of text has a contrast of 4.5 to each background, of 7 in the theme of high contrast."""
    least = 7.0 if theme.name == "high-contrast" else 4.5
    for text in TEXT:
        for behind in BEHIND:
            found = contrast(linear(theme, text), linear(theme, behind))
            assert found >= least, f"{text} on {behind}: {found:.2f}"
    assert contrast(linear(theme, "background"), linear(theme, "accent")) >= least, "a figure being typed"


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
def test_meaning_differs_in_lightness(theme: Theme) -> None:
    """Good, warning and bad lie at least eight steps of a hundred apart in lightness alone."""
    for one, other in combinations(MEANING, 2):
        apart = abs(lab(linear(theme, one))[0] - lab(linear(theme, other))[0])
        assert apart >= 8, f"{one} and {other}: {apart:.1f}"


@pytest.mark.parametrize("theme", SAFE, ids=lambda theme: theme.name)
@pytest.mark.parametrize("eyes", [DEUTERANOPE, PROTANOPE], ids=["without green", "without red"])
def test_meaning_is_told_apart_without_red_or_green(theme: Theme, eyes: tuple[Linear, ...]) -> None:
    """In the two safe themes, good, warning and bad stay far apart for eyes without green and without red."""

    def seen(name: str) -> Linear:
        colour = linear(theme, name)
        red, green, blue = (sum(part * of for part, of in zip(row, colour, strict=True)) for row in eyes)
        return lab((red, green, blue))

    for one, other in combinations(MEANING, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert apart >= 20, f"{one} and {other}: {apart:.1f}"


def test_every_theme_can_be_chosen() -> None:
    """The setting offers exactly the themes there are."""
    assert {theme.name for theme in themes()} == set(SETTINGS["theme"].accepts)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.name)
def test_the_app_wears_it(tmp_path: Path, theme: Theme) -> None:
    """Today and a form are shown in every theme; without colour, none is sent."""
    path = shop(tmp_path / "shop.db", days=3)
    workspace = workspace_at(path)
    change_setting(workspace, "theme", theme.name)
    workspace.close()

    async def story(pilot: Pilot, app: KpituiApp) -> None:
        assert app.theme == theme.name
        await pilot.press("n")
        assert "Name" in screen_text(app)
        if theme.name == "mono":
            styles = [segment.style for strip in app.screen._compositor.render_strips() for segment in strip]
            colours = {str(style.color.name) for style in styles if style is not None and style.color is not None}
            assert colours <= {"default"}

    play(path, story)
