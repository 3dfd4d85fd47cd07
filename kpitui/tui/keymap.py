"""Puts the keys in force that a person moved, and says what stands in the way of those that cannot be had.

Which keys were moved is `kpitui.services.key_choices`' work, what moves where is checked by `kpitui.core.keyboard`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from kpitui.services.key_choices import Chosen, chosen_keys, usable
from kpitui.tui.pages import page_class
from kpitui.tui.widgets.key_bar import sign_of

if TYPE_CHECKING:
    from kpitui.tui.app import KpituiApp


def apply_keymap(app: KpituiApp) -> None:
    """Put the moved keys in force at once; they are checked, which takes every page, once something is painted."""
    chosen = chosen_keys(app.workspace)
    if chosen == app.wanted_keys:
        return
    app.wanted_keys = chosen
    _put_on(app, chosen)
    if chosen:
        app.call_after_refresh(_check, app, chosen)


def opener(app: KpituiApp, page: str) -> str:
    """Return how the key is written that opens *page* from Today; empty when there is none."""
    return key_on(app, "today", f"app.open('{page}')")


def key_on(app: KpituiApp, page: str, action: str) -> str:
    """Return how the key is written that does *action* on *page*, open or not; empty when there is none."""
    for binding in page_class(page).BINDINGS:
        if isinstance(binding, Binding) and binding.action == action:
            keys = app.moved.get(binding.id or "")
            return sign_of(keys[0]) if keys else sign_of(binding.key, binding.key_display)
    return ""


def _put_on(app: KpituiApp, chosen: Chosen) -> None:
    app.moved = chosen
    app.set_keymap({action: ",".join(keys) for action, keys in chosen.items()})


def _check(app: KpituiApp, chosen: Chosen) -> None:
    from kpitui.tui.key_list import layouts

    accepted, refused = usable(chosen, layouts())
    for problem in refused:
        app.report(problem)
    if refused:
        _put_on(app, accepted)
