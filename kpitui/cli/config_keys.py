"""`kpitui config keys`: which key does what, and giving an action other keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from kpitui.cli.console import Console
    from kpitui.tui.keymap import KeyRow


def run_keys(arguments: Namespace, console: Console) -> int:
    """List the keys of every page, show those of one action, or change them; Refused says what stands in the way."""
    from kpitui.services.key_choices import choose_keys, chosen_keys, forget_keys
    from kpitui.tui.keymap import layouts

    action, keys = arguments.value, arguments.keys
    workspace = console.workspace(create=keys is not None)
    if arguments.unset and action is None:
        forget_keys(workspace)
    elif action is not None and (arguments.unset or keys is not None):
        choose_keys(workspace, action, None if arguments.unset else keys, layouts())
    if action is not None:
        from kpitui.core.keyboard import refuse_unknown_action

        refuse_unknown_action(action, layouts())
    _print(console, action, set(chosen_keys(workspace)), json=arguments.json)
    return 0


def _print(console: Console, action: str | None, moved: set[str], *, json: bool) -> None:
    """Print the keys in force, those of one action when *wanted* names it; what was moved says so."""
    rows = _rows(console, action)
    if json:
        console.json([{"id": row.id, "keys": row.keys.split(), "moved": row.id in moved} for row in rows])
        return
    console.table([(row.id, row.keys, row.does, _("moved") if row.id in moved else "") for row in rows])


def _rows(console: Console, action: str | None) -> list[KeyRow]:
    from kpitui.services.key_choices import chosen_keys, usable
    from kpitui.tui.keymap import PLACES, layouts, rows_of

    accepted, refused = usable(chosen_keys(console.workspace()), layouts())
    if refused:
        from kpitui.wording.errors import sentence

        for problem in refused:
            console.tell(sentence(problem))
    rows = {row.id: row for page in PLACES for row in rows_of(page, accepted)}
    return [row for row in rows.values() if action in (None, row.id)]
