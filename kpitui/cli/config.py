"""`kpitui config`: show or change settings, and which key does what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.core.keyboard import refuse_unknown_action
from kpitui.i18n import _
from kpitui.services.settings import (
    SETTINGS,
    change_setting,
    choose_keys,
    chosen_keys,
    forget_keys,
    load_settings,
    usable_keys,
)
from kpitui.services.time_zones import zone_in_force
from kpitui.wording.errors import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.services.workspace import Workspace
    from kpitui.tui.keymap import KeyRow

MOST_LISTED = 13
"""Values of a setting that fit beside it."""


def configure(parser: ArgumentParser) -> None:
    """Declare the setting and its value."""
    parser.add_argument(
        "key", nargs="?", metavar=_("SETTING"), help=_("the setting to show or change (default: show them all)")
    )
    parser.add_argument("value", nargs="?", metavar=_("VALUE"), help=_("the new value of the setting"))
    parser.add_argument("keys", nargs="?", metavar=_("KEYS"), help=_("after `keys ID`: the new keys, such as n,ctrl+n"))
    parser.add_argument("--unset", action="store_true", help=_("reset to default"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """List the settings, print one, or change one; of keys likewise."""
    if arguments.key == "keys":
        return _run_keys(arguments, console)
    if arguments.keys is not None:
        raise Refused(mark("One word too many: {value}"), field="keys", value=arguments.keys)
    changes = arguments.value is not None or arguments.unset
    workspace = console.workspace(create=changes)
    values = load_settings(workspace.store)
    if arguments.key is None:
        _list(workspace, console, values, as_json=arguments.json)
        return 0
    if changes:
        change_setting(workspace, arguments.key, None if arguments.unset else arguments.value)
        values = load_settings(workspace.store)
    elif arguments.key not in SETTINGS:
        raise Refused(
            mark("No setting called {key}. Choose: {known}"),
            field="key",
            key=arguments.key,
            known=", ".join(SETTINGS),
        )
    if arguments.json:
        console.json({arguments.key: values[arguments.key]})
    else:
        console.say(values[arguments.key])
    return 0


def _list(workspace: Workspace, console: Console, values: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        console.json(values)
        return
    by_itself = {
        "region": workspace.settings.region_code,
        "timezone": zone_in_force(workspace.environ, "auto"),
    }
    shown = {key: f"auto: {by_itself[key]}" for key in by_itself if values[key] == "auto" and by_itself[key]}
    console.table(
        [
            (
                setting.key,
                shown.get(setting.key, values[setting.key]) or "-",
                _(setting.title),
                _accepted(setting.accepts),
            )
            for setting in SETTINGS.values()
        ]
    )


def _accepted(values: tuple[str, ...]) -> str:
    """Return what a setting accepts, of many values the first ones."""
    return " | ".join(values if len(values) <= MOST_LISTED else (*values[:MOST_LISTED], "…"))


def _run_keys(arguments: Namespace, console: Console) -> int:
    """List the keys of every page, show those of one action, or change them; Refused says what stands in the way."""
    from kpitui.tui.keymap import layouts

    action, keys = arguments.value, arguments.keys
    workspace = console.workspace(create=keys is not None)
    if arguments.unset and action is None:
        forget_keys(workspace)
    elif action is not None and (arguments.unset or keys is not None):
        choose_keys(workspace, action, None if arguments.unset else keys, layouts())
    if action is not None:
        refuse_unknown_action(action, layouts())
    _print(console, action, set(chosen_keys(workspace)), json=arguments.json)
    return 0


def _print(console: Console, action: str | None, moved: set[str], *, json: bool) -> None:
    """Print the keys in force, those of one when *action* names it; what was moved says so."""
    rows = _rows(console, action)
    if json:
        console.json([{"id": row.id, "keys": row.keys.split(), "moved": row.id in moved} for row in rows])
        return
    console.table([(row.id, row.keys, row.does, _("changed") if row.id in moved else "") for row in rows])


def _rows(console: Console, action: str | None) -> list[KeyRow]:
    from kpitui.tui.keymap import PLACES, key_rows, layouts

    accepted, refused = usable_keys(chosen_keys(console.workspace()), layouts())
    if refused:
        for problem in refused:
            console.tell(sentence(problem))
    rows = {row.id: row for page in PLACES for row in key_rows(page, accepted)}
    return [row for row in rows.values() if action in (None, row.id)]
