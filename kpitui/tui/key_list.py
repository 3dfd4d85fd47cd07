"""Every key with what it does, read from the bindings of the pages and widgets; for the help page and the manual.

Keys that a person moved are shown as they are in force; which ones those are is `kpitui.services.key_choices`' work.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode

from kpitui.core.errors import mark
from kpitui.core.keyboard import Bound, Layout, key_of_sign
from kpitui.i18n import _
from kpitui.tui.pages import PAGES
from kpitui.tui.screen import KpituiScreen
from kpitui.tui.widgets.cell_editor import STARTERS
from kpitui.tui.widgets.fields import TextLine
from kpitui.tui.widgets.key_bar import sign_of
from kpitui.tui.widgets.sheet import Sheet

APP = "kpitui.tui.app:KpituiApp"
INTERRUPT = "ctrl+c"
"""Always leaves, whatever else was moved."""

PLACES: dict[str, tuple[str, str]] = {
    **{page.name: (page.title, page.place) for page in PAGES.values()},
    "dialog": (mark("Small forms"), "kpitui.tui.dialogs:Dialog"),
    "app": (mark("Everywhere"), APP),
}
"""Title and class of what has keys, by name: the pages, the small forms over them, the app itself."""

Chosen = Mapping[str, tuple[str, ...]]
"""Names of keys by the id of their action, where they are not those of the program."""


class KeyRow(NamedTuple):
    """One key of a page."""

    id: str
    keys: str
    """As people write them, with spaces between."""
    does: str
    """In the language in force."""


def keys_of(page: str, chosen: Chosen | None = None) -> list[KeyRow]:
    """Return the keys that act on *page* (a key of `PLACES`): its own first, then those of its widgets."""
    return _joined(rows_of(page, chosen))


def rows_of(page: str, chosen: Chosen | None = None) -> list[KeyRow]:
    """Return a row for every action that has keys on *page*, in the order of `keys_of`."""
    rows: dict[str, KeyRow] = {}
    for cls in _classes(page):
        for binding in _bindings(cls):
            if binding.id and binding.description and "." in binding.id:
                keys = (chosen or {}).get(binding.id)
                written = _written(binding) if keys is None else " ".join(map(sign_of, keys))
                rows.setdefault(binding.id, KeyRow(binding.id, written, _(binding.description)))
    return list(rows.values())


def all_keys(chosen: Chosen | None = None) -> list[tuple[str, list[KeyRow]]]:
    """Return the title of every page with its keys, in the order of the table of pages."""
    return [(_(title), keys_of(name, chosen)) for name, (title, _place) in PLACES.items()]


def layouts() -> list[Layout]:
    """Return what the keys of every page do by themselves, for finding out which can be moved where."""
    everywhere = [
        _bound(binding, "") for binding in _bindings(_class_at(APP)) if binding.id and binding.key != INTERRUPT
    ]
    return [_layout(name, everywhere) for name in PLACES]


def _layout(name: str, everywhere: list[Bound]) -> Layout:
    own = _class_at(PLACES[name][1])
    widgets = _keyed(own)
    bound = [_bound(binding, "") for binding in _bindings(own) if binding.id and binding.key != INTERRUPT]
    used = _native(own)
    for widget in widgets:
        bound += [_bound(binding, widget.__name__) for binding in _bindings(widget) if binding.id]
        used |= _native(widget)
    starters = frozenset(key_of_sign(sign) for sign in STARTERS) if Sheet in widgets else frozenset()
    return Layout(
        _(PLACES[name][0]),
        (*bound, *(everywhere if name != "app" else [])),
        frozenset(used - {key for action in bound for key in action.keys}),
        TextLine in widgets,
        starters,
    )


def _classes(page: str) -> list[type[DOMNode]]:
    own = _class_at(PLACES[page][1])
    return [own, *_keyed(own)]


def _keyed(screen: type[DOMNode]) -> tuple[type[DOMNode], ...]:
    return screen.KEYED if issubclass(screen, KpituiScreen) else ()


def _class_at(place: str) -> type[DOMNode]:
    module, _colon, name = place.partition(":")
    cls: type[DOMNode] = getattr(import_module(module), name)
    return cls


def _bound(binding: Binding, owner: str) -> Bound:
    return Bound(binding.id or "", tuple(binding.key.split(",")), owner)


def _native(cls: type[DOMNode]) -> set[str]:
    """Return the keys that a class has from Textual."""
    merged = cls._merge_bindings()
    return {key for key, binding in merged if not (binding.id and "." in binding.id)}


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
    declared: list[Binding] = []
    for base in cls.__mro__:
        if base.__module__.startswith("kpitui."):
            declared += [entry for entry in base.__dict__.get("BINDINGS", ()) if isinstance(entry, Binding)]
    taken: set[str] = set()
    unshadowed = []
    for binding in declared:
        keys = set(binding.key.split(","))
        if not keys <= taken:
            unshadowed.append(binding)
        taken |= keys
    return unshadowed


def _written(binding: Binding) -> str:
    if binding.key_display and "," not in binding.key:
        return binding.key_display
    return " ".join(dict.fromkeys(sign_of(key) for key in binding.key.split(",")))
