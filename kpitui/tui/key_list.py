"""Every key with what it does, read from the bindings of the pages and widgets; for the help page and the manual."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode

from kpitui.i18n import _
from kpitui.tui.pages import PAGES, page_class
from kpitui.tui.widgets.key_bar import sign_of

WIDGETS: dict[str, tuple[str, ...]] = {
    "today": ("kpitui.tui.widgets.sheet:Sheet", "kpitui.tui.widgets.goal_board:GoalBoard"),
    "kpi": ("kpitui.tui.widgets.lines:Lines",),
    "goals": ("kpitui.tui.widgets.lines:Lines",),
    "goal": ("kpitui.tui.widgets.lines:Lines",),
    "actions": ("kpitui.tui.widgets.lines:Lines",),
    "action_form": ("kpitui.tui.widgets.fields:TextLine", "kpitui.tui.widgets.fields:Choice"),
    "notes": ("kpitui.tui.widgets.lines:Lines",),
    "history": ("kpitui.tui.widgets.lines:Lines",),
    "wizard": ("kpitui.tui.widgets.fields:TextLine", "kpitui.tui.widgets.fields:Choice"),
    "kpi_form": ("kpitui.tui.widgets.fields:TextLine", "kpitui.tui.widgets.fields:Choice"),
    "importing": ("kpitui.tui.widgets.fields:TextLine", "kpitui.tui.widgets.fields:Choice"),
    "settings": ("kpitui.tui.widgets.fields:TextLine", "kpitui.tui.widgets.fields:Choice"),
}
"""The widgets with keys of their own, by page."""


class KeyRow(NamedTuple):
    """One key of a page."""

    id: str
    keys: str
    """As people write them, with spaces between."""
    does: str
    """In the language in force."""


def keys_of(page: str) -> list[KeyRow]:
    """Return the keys that act on *page* (a name in `PAGES`): its own first, then those of its widgets."""
    classes: list[type[DOMNode]] = [page_class(page)]
    for place in WIDGETS.get(page, ()):
        module, _colon, name = place.partition(":")
        classes.append(getattr(import_module(module), name))
    rows: dict[str, KeyRow] = {}
    for each in classes:
        for binding in _bindings(each):
            if binding.id and binding.description and "." in binding.id:
                rows.setdefault(binding.id, KeyRow(binding.id, _written(binding), _(binding.description)))
    return _joined(list(rows.values()))


def all_keys() -> list[tuple[str, list[KeyRow]]]:
    """Return the title of every page with its keys, in the order of the table of pages."""
    return [(_(page.title), keys_of(page.name)) for page in PAGES.values()]


def _joined(rows: list[KeyRow]) -> list[KeyRow]:
    """Return *rows* with neighbours that say the same in one: the keys F2 to F9 choose among what is offered."""
    joined: list[KeyRow] = []
    for row in rows:
        if joined and joined[-1].does == row.does:
            joined[-1] = joined[-1]._replace(keys=f"{joined[-1].keys} {row.keys}")
        else:
            joined.append(row)
    return joined


def _bindings(cls: type[DOMNode]) -> list[Binding]:
    """Return the bindings that a class of ours declares, and those of the page it derives from."""
    found: list[Binding] = []
    for base in cls.__mro__:
        if base.__module__.startswith("kpitui."):
            found += [each for each in base.__dict__.get("BINDINGS", ()) if isinstance(each, Binding)]
    taken: set[str] = set()
    kept = []
    for binding in found:
        keys = set(binding.key.split(","))
        if not keys <= taken:
            kept.append(binding)
        taken |= keys
    return kept


def _written(binding: Binding) -> str:
    if binding.key_display and "," not in binding.key:
        return binding.key_display
    return " ".join(dict.fromkeys(sign_of(key) for key in binding.key.split(",")))
