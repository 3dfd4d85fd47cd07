"""Help: the keys of the page it was asked on, what the signs there mean, what can be typed, then every other key.

Keys are read from the bindings themselves, so that no list of them can fall behind.
"""

from __future__ import annotations

import re
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from kpitui.core.standing import URGENCY
from kpitui.i18n import _
from kpitui.tui.keymap import APP_PAGE, PLACES, KeyRow, all_keys, key_on, keys_of, page_name_of
from kpitui.tui.page import OTHER_PAGES, Page
from kpitui.tui.pages import PAGES
from kpitui.tui.screens.today.texts import NEED_SIGNS, SHEET_SIGNS, sheet_sign_texts
from kpitui.tui.widgets.columns import Styled, beside, labelled_lines
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Heading, Plain
from kpitui.wording.words import STATUS_SIGNS, status_word

KEYS_WIDTH = 14
"""Cells for the keys of a section; longer ones push their text to the right."""

WIDE = 110
"""Columns from which two columns of sections stand side by side."""

MOVING = ("lines.up", "lines.down", "lines.page", "lines.first", "lines.last", "sheet.up", "sheet.down", "goals.up",
          "goals.down", "field.", "choice.")  # fmt: skip
"""What the ids begin with of the keys that move within a list, a sheet or a form."""

OPENS = frozenset(page.key_id for page in PAGES.values() if page.key)
"""The ids of the keys that open a page."""

Section = tuple[str, list[tuple[str, str]]]
"""A title and its pairs of a key, a sign or an example and what it means."""


KEY_SIGNS = {"left": "←", "right": "→", "up": "↑", "down": "↓", "enter": "↵"}


class HelpPage(Page):
    """The help of the page below it."""

    CSS_PATH = "help.tcss"
    KEYED = (VerticalScroll,)
    BINDINGS: ClassVar[list[BindingType]] = [*OTHER_PAGES]

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Heading(id="heading")
        with VerticalScroll():
            yield Plain(id="text")
        yield KeyBar()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer every page but this one."""
        return False if action == "app.open" and parameters == ("help",) else super().check_action(action, parameters)

    @property
    def about(self) -> str:
        """The name of the page, a key of `PLACES`, that help was asked on."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack and stack.index(self) else None
        return page_name_of(type(below)) if below is not None else "today"

    def reload(self) -> None:
        """Write the help in the language in force, and take the keys for scrolling."""
        self.query_one("#heading", Plain).update(_("Help"))
        self.query_one("#text", Plain).update(self._text())
        self.query_one(VerticalScroll).focus()

    def _text(self) -> Content:
        width = max(30, self.size.width - 6)
        here, pages, everywhere, elsewhere = self._keys()
        signs = self._signs()
        typed = [(_("What you can type"), self._accepted()), (_("Days"), self._days())]
        if self.size.width < WIDE:
            lines = [[line] for line in _lines([here, *signs, pages, everywhere, *typed, *elsewhere], width)]
        else:
            half = width // 2 - 2
            lines = beside(
                _lines([here, pages, everywhere], half), _lines([*signs, *typed], half), half, self.app.ascii
            )
            middle = len(elsewhere) // 2
            lines += beside(_lines(elsewhere[:middle], half), _lines(elsewhere[middle:], half), half, self.app.ascii)
        parts: list[str | Styled] = []
        for line in lines:
            parts += [*(run if run[1] else run[0] for run in line), "\n"]
        return Content.assemble(*parts)

    def _keys(self) -> tuple[Section, Section, Section, list[Section]]:
        """Return the keys of the page that help was asked on, those that open pages, those of every page, the rest."""
        about, moved = self.about, self.app.moved
        rows = keys_of(about, moved)
        title, everywhere = _(PLACES[about][0]), _(PLACES[APP_PAGE][0])
        here = self._pairs(own_keys(rows))
        if about == "today":
            here.insert(0, ("0-9 - = +", _("type a number: +3 adds, =3 replaces")))
        shared = {row.id: row for _title, page in [("", rows), *all_keys(moved)] for row in page if _is_shared(row)}
        opening = [row for row in keys_of("today", moved) if row.id in OPENS and row.id != "today.help"]
        others = [
            (_("Keys of {page}").format(page=other), self._pairs(own_keys(rows)))
            for other, rows in all_keys(moved)
            if other not in (title, everywhere)
        ]
        return (
            (_("Keys of {page}").format(page=title), here),
            (_("Pages"), self._pairs(opening)),
            (everywhere, [*self._pairs([*shared.values(), *keys_of(APP_PAGE, moved)]), (_("mouse"), self._mouse())]),
            [(title, pairs) for title, pairs in others if pairs],
        )

    def _mouse(self) -> str:
        """Return what the mouse does, or how it is turned on."""
        if self.app.workspace.settings.text("mouse") == "yes":
            return _("a click selects, a double click opens, the wheel moves")
        return _("off. You can turn it on in the settings ({key}). It works after you open KPITUI again").format(
            key=key_on(self.app, "today", "app.open('settings')")
        )

    def _pairs(self, rows: list[KeyRow]) -> list[tuple[str, str]]:
        """Return keys and what they do; those with a sign that the line of keys has too by that sign."""
        if self.app.ascii:
            return [(row.keys, row.does) for row in rows]
        names = re.compile(rf"\b({'|'.join(KEY_SIGNS)})\b")
        return [(names.sub(lambda match: KEY_SIGNS[match.group()], row.keys), row.does) for row in rows]

    def _signs(self) -> list[Section]:
        """Return what the signs mean: those of the sheet first, on Today."""
        plain = self.app.ascii
        status = (
            _("Symbols of goals"),
            [(STATUS_SIGNS[word][plain].strip() or _("(blank)"), status_word(word)) for word in URGENCY],
        )
        sheet = (_("Symbols in the table"), [(SHEET_SIGNS[sign][plain], text) for sign, text in sheet_sign_texts()])
        needs = (
            _("The last column of Today"),
            [
                (_("a number"), _("needed today to be on track")),
                (NEED_SIGNS["room"][plain], _("room left for today")),
                (NEED_SIGNS["target"][plain], _("the target on the last day, such as 1,000 subscribers")),
            ],
        )
        return [sheet, status, needs] if self.about == "today" else [status, sheet, needs]

    def _days(self) -> list[tuple[str, str]]:
        return [("gisteren, mon", _("also 23/11, last friday, end of Q2, in English or Dutch"))]

    def _accepted(self) -> list[tuple[str, str]]:
        return [
            ("1249,50  1,249.50", _("a number, with point and comma as in your settings")),
            ("€ 12  4,2%  1.2k", _("with its unit, or in thousands")),
            ("1h30  1u30", _("hours and minutes")),
            ("3*45+12", _("a calculation: the answer is saved")),
            ("+3", _("adds to that day's total")),
            ("=3", _("replaces that day's number")),
        ]


def _is_shared(row: KeyRow) -> bool:
    """Tell whether the keys of *row* do the same on every page."""
    return row.id.startswith(("page.", *MOVING))


def own_keys(rows: list[KeyRow]) -> list[KeyRow]:
    """Return the keys that a page does not share with others, those of the list or sheet on it first."""
    own = [row for row in rows if not _is_shared(row) and row.id not in OPENS]
    own = [row for row in own if row[1:] not in [other[1:] for other in own[: own.index(row)]]]
    return sorted(own, key=lambda row: not row.id.startswith(("sheet.", "lines.")))


def _lines(sections: list[Section], width: int) -> list[Styled]:
    """Return *sections* as lines of at most *width* cells with the name of a style, an empty line after each."""
    lines: list[Styled] = []
    for title, pairs in sections:
        names = max(KEYS_WIDTH, *(cell_len(name) + 4 for name, _text in pairs)) if pairs else KEYS_WIDTH
        lines.append((title, "bold"))
        lines += [
            (line, "")
            for line in labelled_lines([(f"  {name}", text) for name, text in pairs], width, name_width=names)
        ]
        lines.append(("", ""))
    return lines
