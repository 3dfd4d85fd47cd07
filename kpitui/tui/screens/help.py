"""Help: what can be typed, what the signs mean, and every key of every page, read from the bindings themselves."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from kpitui.core.standing import URGENCY
from kpitui.i18n import _
from kpitui.tui.keymap import all_keys
from kpitui.tui.page import Page
from kpitui.tui.pairs import paired
from kpitui.tui.screens.today.texts import NEED_SIGNS
from kpitui.tui.widgets.key_bar import KeyBar
from kpitui.tui.widgets.plain import Plain
from kpitui.wording.words import STATUS_SIGNS, status_word

KEYS_WIDTH = 22


class HelpPage(Page):
    """The help."""

    CSS_PATH = "help.tcss"
    KEYED = (VerticalScroll,)

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Plain(_("Help"), classes="heading")
        with VerticalScroll():
            yield Plain(id="text")
        yield KeyBar()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.reload()

    def reload(self) -> None:
        """Write the help in the language in force, and take the keys for scrolling."""
        self.query_one("#text", Plain).update(self._text())
        self.query_one(VerticalScroll).focus()

    def _text(self) -> Content:
        parts: list[str | tuple[str, str]] = []
        width = max(40, self.size.width - 6)

        def section(title: str, rows: list[tuple[str, str]]) -> None:
            parts.append((f"{title}\n", "bold"))
            lines = paired([(f"  {left}", right) for left, right in rows], width, name_width=KEYS_WIDTH)
            parts.extend(f"{line}\n" for line in [*lines, ""])

        section(_("What you can type"), self._accepted())
        section(_("Days"), [("gisteren, mon", _("also 23/11, last friday, end of Q2; English and Dutch"))])
        signs = [(STATUS_SIGNS[status][self.app.ascii], status_word(status)) for status in URGENCY]
        section(_("What the signs mean"), signs)
        needs = [
            (_("a number"), _("needed today to be on track")),
            (NEED_SIGNS["room"][self.app.ascii], _("room left for today")),
            (NEED_SIGNS["target"][self.app.ascii], _("the target of a level")),
        ]
        section(_("The last column of Today"), needs)
        for title, keys in all_keys(self.app.moved):
            section(title, [(row.keys, row.does) for row in keys])
        return Content.assemble(*parts)

    def _accepted(self) -> list[tuple[str, str]]:
        return [
            ("1249,50  1,249.50", _("a number; thousands and decimals as in your settings")),
            ("€ 12  4,2%  1.2k", _("with its unit, or in thousands")),
            ("1h30  1u30", _("hours and minutes")),
            ("3*45+12", _("a sum: the answer is saved")),
            ("+3", _("will be added to that day's total")),
            ("=3", _("replaces that day's number")),
        ]
