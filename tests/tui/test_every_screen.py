"""Every page at every size, in every language and theme, is held to what a script can see of a screen.

No text is hidden below the edge of its place, no page is longer than the screen, no line is wider than the screen, no
column of a list is cut or too narrow to be read, the title tells the way here from Today, every field has room for its
value, the line of keys ends with the way out, a page that has something to show leaves no hole of a third of the
screen, and every text stands out from its ground.
The ordinary run looks at every third page at one size; the slow run at all of them, at all sizes and in every theme.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual.strip import Strip
from textual.widget import Widget

from kpitui.i18n import _
from kpitui.services.settings import change_setting
from kpitui.tui.app import KpituiApp
from kpitui.tui.page import NARROW
from kpitui.tui.pages import PAGES
from kpitui.tui.theme import PALETTES
from kpitui.tui.widgets.form import Field
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.tui.widgets.rows import FALLEN, LEAST_WIDE, Lines
from tests.databases import sample_business
from tests.tui.pilot import Pilot, screen_text
from tests.tui.stage import play, workspace_at
from tests.tui.test_theme import Linear, contrast

STORIES: dict[str, tuple[str, ...]] = {
    "today": ("escape",),
    "kpi": ("enter",),
    "why": ("y",),
    "tree": ("y", "enter"),
    "explain": ("w",),
    "goal": ("g", "enter"),
    "wizard": ("ctrl+n", *"15% more orders in 2027", "enter", "pagedown"),
    "kpi_form": ("n", *"Profit"),
    "action_form": ("A", "n", *"Call ten customers"),
    "guided": ("r", "r"),
    "importing": ("I",),
    "runway": (*["down"] * 20, "enter", "R"),
}
"""The keys that lead from Today to what each page shows, where that is not the one that opens it."""

SIZES = ((40, 20), (80, 24), (120, 40), (200, 50))
WITH_DATA = (
    "today", "goals", "goal", "kpi", "kpi_form", "tree", "runway", "review", "actions", "notes", "guard_rails",
    "guided", "wizard", "export", "history", "pauses",
)  # fmt: skip
"""Pages of which the sample business has enough to fill a screen of any size from 80 by 24."""

LEAST_FIELD = 24
"""Cells that a value of a field has at least."""

LEAST_CONTRAST = {"high-contrast": 7.0}
"""What every text of a theme stands out by, where that is not 4.5 to 1."""


def hidden_texts(app: KpituiApp) -> list[str]:
    """Return the texts of which lines are out of sight and cannot be scrolled to."""
    hidden = []
    for widget in app.screen.query(Plain):
        place = widget.content_size
        if not widget.is_on_screen or not widget.display or not place.area:
            continue
        needed = widget.get_content_height(app.screen.size, app.screen.size, place.width)
        if needed > place.height and str(widget.content).strip():
            hidden.append(f"{widget.id or widget.classes}: {needed} lines in {place.height}: {widget.content}")
    return hidden


def cut_cells(app: KpituiApp) -> list[str]:
    """Return the cells of lists that are cut, in the rows that are in sight.

    On a telephone a long text may end after its lines: it is told in full below the list. No column is a few letters
    wide.
    """
    cut = []
    for lines in app.screen.query(Lines):
        if not lines.is_on_screen or not lines.lines:
            continue
        widths, wide = lines._widths(), lines.columns.wide
        phone = lines.size.width < NARROW
        for row in range(lines.top, min(lines.count, lines.top + lines.room)):
            for index, (cell, width) in enumerate(zip(lines.lines[row].cells, widths, strict=True)):
                parts = lines._taller.get(row, [cell]) if index == wide else [cell]
                if width != FALLEN and any(cell_len(part) > width for part in parts) and not (phone and index == wide):
                    cut.append(f"in {width} cells: {cell}")
        least = 8 if phone else LEAST_WIDE
        if len(lines.columns.titles) > 1 and widths[wide] < min(least, max(map(cell_len, _wide_cells(lines)))):
            cut.append(f"a column of {widths[wide]} cells: {lines.columns.titles[wide]}")
    return cut


def _wide_cells(lines: Lines) -> list[str]:
    return [line.cells[lines.columns.wide] for line in lines.lines]


def cramped_fields(app: KpituiApp) -> list[str]:
    """Return the fields that have no room for a value."""
    return [
        f"{field.label}: {inner.size.width} cells"
        for field in app.screen.query(Field)
        for inner in field.query("TextLine, Choice").results(Widget)
        if inner.size.width < LEAST_FIELD
    ]


def fallen_first_keys(app: KpituiApp) -> list[str]:
    """Return the key that comes first on the line of keys, where it is not on it."""
    bar = app.screen.query_one(KeyBar)
    keys = bar._keys_now()
    return [hint.key for hint in keys.left[:1] if hint not in [placed for placed, _x in bar._placed(*keys).left]]


def longest_hole(text: str) -> int:
    """Return the most lines without ink under each other, between the first and the last line of a screen."""
    lines = [bool(line.strip()) for line in text.splitlines()]
    return max((len(list(group)) for inked, group in groupby(lines) if not inked), default=0)


def strips(app: KpituiApp) -> list[Strip]:
    """Return the lines of the screen with their styles."""
    return app.screen._compositor.render_strips()


def look(app: KpituiApp, name: str, size: tuple[int, int]) -> list[str]:
    """Return what is wrong with the screen that is shown."""
    text = screen_text(app)
    lines = text.splitlines()
    wrong = [f"text out of sight: {what}" for what in hidden_texts(app)]
    wrong += ["the page is longer than the screen"] * app.screen.show_vertical_scrollbar
    wrong += [f"{cell_len(line)} cells: {line}" for line in lines if cell_len(line) > size[0]]
    wrong += [f"cut {what}" for what in cut_cells(app)]
    wrong += [f"no room for {what}" for what in cramped_fields(app)]
    if size[0] >= 60:
        if " · " not in lines[-1] or "^p" not in lines[-1]:
            wrong.append(f"the line of keys ends with: {lines[-1]}")
    elif not lines[-1].rstrip().startswith(" ") or "^p" not in lines[-1]:
        wrong.append(f"the line of keys is: {lines[-1]}")
    wrong += [f"no room for the first key, {key}" for key in fallen_first_keys(app)]
    if name not in ("today", "wizard") and size[0] >= 80 and not lines[0].startswith(f" {_('Today')} › "):
        wrong.append(f"no way here: {lines[0]}")
    if name in WITH_DATA and size[1] >= 24 and longest_hole(text) > size[1] // 3:
        wrong.append(f"a hole of {longest_hole(text)} lines")
    return wrong


def faint_texts(app: KpituiApp, least: float) -> set[str]:
    """Return the texts that do not stand out enough from what is behind them."""
    faint = set()
    for strip in strips(app):
        for segment in strip:
            style = segment.style
            if style is None or not any(sign.isalnum() for sign in segment.text):
                continue
            ink, ground = _linear(style.color), _linear(style.bgcolor)
            if ink is None or ground is None:
                continue
            if style.reverse:
                ink, ground = ground, ink
            if contrast(ink, ground) < least:
                faint.add(f"{contrast(ink, ground):.1f}: {segment.text.strip()[:40]}")
    return faint


def _linear(colour: Color | None) -> Linear | None:
    if colour is None or colour.triplet is None:
        return None
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.triplet.normalized
    )
    return red, green, blue


async def visit(pilot: Pilot, app: KpituiApp, name: str) -> None:
    """Open a page from Today."""
    await pilot.press(*STORIES.get(name, (PAGES[name].key.split(",")[0],)))
    assert app.screen_stack


def held(path: Path, language: str, size: tuple[int, int], pages: Iterable[str] = PAGES) -> None:
    """Hold *pages* to the rules, each in an app of its own."""
    wrong: list[str] = []
    for name in pages:

        async def story(pilot: Pilot, app: KpituiApp, name: str = name) -> None:
            await visit(pilot, app, name)
            wrong.extend(f"{name}: {what}" for what in look(app, name, size))

        play(path, story, size=size, language=language)
    assert not wrong, "\n".join(wrong)


def test_pages_keep_to_the_rules_of_a_screen(tmp_path: Path) -> None:
    """Every sixth page at the common size, in the language with the longer words; all of them are in the slow run."""
    held(sample_business(tmp_path / "demo.db", "nl"), "nl", (80, 24), [*PAGES][::6])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_keeps_to_them_at_every_size(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    """On a telephone and on a wall, in both languages."""
    held(sample_business(tmp_path / "demo.db", language), language, size)


COLOURED = [name for name, palette in PALETTES.items() if "background" in palette]


@pytest.mark.slow
@pytest.mark.parametrize("theme", COLOURED)
def test_every_text_of_every_page_stands_out(tmp_path: Path, theme: str) -> None:
    """What is painted, and not only what the table of colours says."""
    path = sample_business(tmp_path / "demo.db")
    workspace = workspace_at(path)
    change_setting(workspace, "theme", theme)
    workspace.close()
    faint: set[str] = set()
    for name in PAGES:

        async def story(pilot: Pilot, app: KpituiApp, name: str = name) -> None:
            await visit(pilot, app, name)
            faint.update(f"{name}: {what}" for what in faint_texts(app, LEAST_CONTRAST.get(theme, 4.5)))

        play(path, story, size=(120, 40))
    assert not faint, "\n".join(sorted(faint))
