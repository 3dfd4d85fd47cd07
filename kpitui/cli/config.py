"""`kpitui config`: show or change settings; moving keys is `config_keys`' work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.services.workspace import Workspace


MOST_LISTED = 13
"""Values of a setting that fit beside it."""


def configure(parser: ArgumentParser) -> None:
    """Declare the setting and its value."""
    parser.add_argument("key", nargs="?", metavar=_("SETTING"))
    parser.add_argument("value", nargs="?", metavar=_("VALUE"))
    parser.add_argument(
        "keys", nargs="?", metavar=_("KEYS"), help=_("after `keys ID`: the keys that the action gets, such as n,ctrl+n")
    )
    parser.add_argument("--unset", action="store_true", help=_("bring back the default"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """List the settings, print one, or change one; of keys likewise."""
    from kpitui.services.settings import SETTINGS, change_setting, load_settings

    if arguments.key == "keys":
        from kpitui.cli.config_keys import run_keys

        return run_keys(arguments, console)
    if arguments.keys is not None:
        raise Refused(mark("{value} is one word too many"), field="keys", value=arguments.keys)
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
            mark("There is no setting {key}; there are: {known}"),
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
    from kpitui.services.place import zone_in_force
    from kpitui.services.settings import SETTINGS

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
