"""`kpitui config keys`: which key does what, and giving an action other keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from kpitui.cli.console import Console
    from kpitui.tui.key_list import KeyRow


def run_keys(arguments: Namespace, console: Console) -> int:
    """List the keys of every page, show those of one action, or change them; Refused says what stands in the way."""
    from kpitui.services.key_choices import choose_keys, chosen_keys, forget_keys
    from kpitui.tui.key_list import layouts

    wanted, keys = arguments.value, arguments.keys
    workspace = console.workspace(create=keys is not None)
    if arguments.unset and wanted is None:
        forget_keys(workspace)
    elif wanted is not None and (arguments.unset or keys is not None):
        choose_keys(workspace, wanted, None if arguments.unset else keys, layouts())
    if wanted is not None:
        from kpitui.core.keyboard import known_action

        known_action(wanted, layouts())
    _print(console, wanted, set(chosen_keys(workspace)), json=arguments.json)
    return 0


def _print(console: Console, wanted: str | None, moved: set[str], *, json: bool) -> None:
    """Print the keys in force, those of one action when *wanted* names it; what was moved says so."""
    rows = _rows(console, wanted)
    if json:
        console.json([{"id": row.id, "keys": row.keys.split(), "moved": row.id in moved} for row in rows])
        return
    console.table([(row.id, row.keys, row.does, _("moved") if row.id in moved else "") for row in rows])


def _rows(console: Console, wanted: str | None) -> list[KeyRow]:
    from kpitui.services.key_choices import chosen_keys, usable
    from kpitui.tui.key_list import PLACES, layouts, rows_of

    kept, refused = usable(chosen_keys(console.workspace()), layouts())
    if refused:
        from kpitui.wording.errors import sentence

        for problem in refused:
            console.tell(sentence(problem))
    rows = {row.id: row for page in PLACES for row in rows_of(page, kept)}
    return [row for row in rows.values() if wanted in (None, row.id)]
