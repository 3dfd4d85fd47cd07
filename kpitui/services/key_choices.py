"""The keys that a person moved: which action has which instead of its own, kept with the settings in the database.

They are kept there, and not in a file beside it, so that every session on the server agrees, `undo` takes a choice
back, and a copy of the database brings the keys along. What keys there are is told by the app.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kpitui.core.errors import KpituiError
from kpitui.core.keyboard import Layout, problems, read_keys, refuse_unknown_action
from kpitui.store.records import read_settings, write_setting

if TYPE_CHECKING:
    from kpitui.services.workspace import Workspace

BEFORE = "keys."
"""What the names of these settings begin with; the id of the action follows."""

Chosen = dict[str, tuple[str, ...]]
"""Names of keys by the id of their action."""


def chosen_keys(workspace: Workspace) -> Chosen:
    """Return the keys that were moved; what is no key any more is left out."""
    chosen: Chosen = {}
    for key, value in read_settings(workspace.store).items():
        if key.startswith(BEFORE):
            try:
                chosen[key.removeprefix(BEFORE)] = read_keys(value)
            except KpituiError:
                continue
    return chosen


def usable(chosen: Mapping[str, tuple[str, ...]], pages: Sequence[Layout]) -> tuple[Chosen, list[KpituiError]]:
    """Return the keys that can be had on *pages*, and for each that cannot the reason; its action keeps its own."""
    usable_keys, refused = dict(chosen), []
    while refusals := problems(usable_keys, pages):
        action, problem = next(iter(refusals.items()))
        refused.append(problem)
        del usable_keys[action]
    return usable_keys, list[KpituiError](refused)


def choose_keys(workspace: Workspace, action: str, text: str | None, pages: Sequence[Layout]) -> bool:
    """Give the *action* the keys in *text*, or its own back when that is None; return whether that is new.

    Raises Refused for an action that does not exist, and for keys that cannot be had on one of *pages*.
    """
    chosen = chosen_keys(workspace)
    before = problems(chosen, pages)
    if text is None:
        refuse_unknown_action(action, pages)
        chosen.pop(action, None)
    else:
        chosen[action] = read_keys(text)
    after = problems(chosen, pages)
    for key, problem in after.items():
        if key == action or key not in before:
            raise problem
    what = "setting.reset" if text is None else "setting.changed"
    value = None if text is None else ",".join(chosen[action])
    with workspace.store.write(what, setting=BEFORE + action, value=value) as change:
        return write_setting(change, BEFORE + action, value)


def forget_keys(workspace: Workspace) -> bool:
    """Give every action its own keys back; return whether there were others."""
    moved = [key for key in read_settings(workspace.store) if key.startswith(BEFORE)]
    if not moved:
        return False
    with workspace.store.write("setting.reset", setting="keys") as change:
        for key in moved:
            write_setting(change, key, None)
    return True
