"""Every key with what it does, read from the bindings of the pages and widgets, and the keys that a person moved.

The help page and the manual are made from it. Which keys were moved is `kpitui.services.settings`' work, what moves
where is checked by `kpitui.core.keyboard`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode

from kpitui.core.errors import mark
from kpitui.core.keyboard import Bound, Layout, key_of_sign
from kpitui.i18n import _
from kpitui.services.settings import KeyChoices, chosen_keys, usable_keys
from kpitui.tui.pages import PAGES, page_class
from kpitui.tui.screen import KpituiScreen
from kpitui.tui.widgets.cell_text import STARTERS
from kpitui.tui.widgets.form import TextLine
from kpitui.tui.widgets.key_bar import sign_of
from kpitui.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from kpitui.tui.base_app import BaseApp

APP = "kpitui.tui.app:KpituiApp"
INTERRUPT = "ctrl+c"
"""Always leaves, whatever else was moved."""

APP_PAGE = "app"
"""The name under which `PLACES` has what acts everywhere."""

PLACES: dict[str, tuple[str, str]] = {
    **{page.name: (page.title, page.place) for page in PAGES.values()},
    "dialog": (mark("Dialogs"), "kpitui.tui.dialogs:Dialog"),
    APP_PAGE: (mark("Everywhere"), APP),
}
"""Title and class of what has keys, by name: the pages, the small forms over them, the app itself."""


class KeyRow(NamedTuple):
    """One key of a page."""

    id: str
    keys: str
    """As people write them, with spaces between."""
    does: str
    """In the language in force."""


def page_name_of(screen: type[object]) -> str:
    """Return the name in `PLACES` of the page that *screen* is; of a small form over a page ``dialog``."""
    own = f"{screen.__module__}:{screen.__name__}"
    return next((name for name, (_title, place) in PLACES.items() if place == own), "dialog")


def keys_of(page: str, chosen: KeyChoices | None = None) -> list[KeyRow]:
    """Return the keys that act on *page* (a key of `PLACES`): its own first, then those of its widgets."""
    return _joined(key_rows(page, chosen))


def key_rows(page: str, chosen: KeyChoices | None = None) -> list[KeyRow]:
    """Return a row for every action that has keys on *page*, in the order of `keys_of`."""
    rows: dict[str, KeyRow] = {}
    for cls in _classes(page):
        for binding in _bindings(cls):
            if binding.id and binding.description and "." in binding.id:
                keys = (chosen or {}).get(binding.id)
                written = _written(binding) if keys is None else " ".join(map(sign_of, keys))
                rows.setdefault(binding.id, KeyRow(binding.id, written, _(binding.description)))
    return list(rows.values())


def all_keys(chosen: KeyChoices | None = None) -> list[tuple[str, list[KeyRow]]]:
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


def apply_keymap(app: BaseApp) -> None:
    """Put the moved keys in force at once; they are checked, which takes every page, once something is painted."""
    chosen = chosen_keys(app.workspace)
    if chosen == app.stored_keys:
        return
    app.stored_keys = chosen
    _set_keymap(app, chosen)
    if chosen:
        app.call_after_refresh(_check, app, chosen)


def opener(app: BaseApp, page: str) -> str:
    """Return how the key is written that opens *page* from Today; empty when there is none."""
    return key_on(app, "today", f"app.open('{page}')")


def key_on(app: BaseApp, page: str, action: str) -> str:
    """Return how the key is written that does *action* on *page*, open or not; empty when there is none."""
    for binding in page_class(page).BINDINGS:
        if isinstance(binding, Binding) and binding.action == action:
            keys = app.moved.get(binding.id or "")
            return sign_of(keys[0]) if keys else sign_of(binding.key, binding.key_display)
    return ""


def _set_keymap(app: BaseApp, chosen: KeyChoices) -> None:
    app.moved = chosen
    app.set_keymap({action: ",".join(keys) for action, keys in chosen.items()})


def _check(app: BaseApp, chosen: KeyChoices) -> None:
    accepted, refused = usable_keys(chosen, layouts())
    for problem in refused:
        app.report(problem)
    if refused:
        _set_keymap(app, accepted)
