"""`kpitui hooks`: which hooks there are, an example of what one is told, and trying one with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.console import UsageError
from kpitui.core.errors import NotFound, Refused, mark
from kpitui.extras.hooks import HOOKS, are_off, hooks_folder
from kpitui.extras.hooks.runner import example, hook_files, run_hook
from kpitui.i18n import _
from kpitui.wording.errors import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.extras.hooks.runner import HookFile


def configure(parser: ArgumentParser) -> None:
    """Declare what is done, and with which hook."""
    parser.epilog = _(
        "A hook is your own program in ~/.config/kpitui/hooks, with the name of the hook.\n"
        "examples:\n  kpitui hooks\n  kpitui hooks example on-log\n  kpitui hooks try on-log"
    )
    parser.add_argument(
        "act",
        nargs="?",
        choices=("list", "example", "try"),
        default="list",
        help=_("list: show the hooks; example: show what a hook receives; try: run a hook with that example"),
    )
    parser.add_argument("hook", nargs="?", choices=tuple(HOOKS), help=_("which hook"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """List the hooks, print an example, or run a hook with it; 1 when the hook may not run, or fails."""
    workspace = console.workspace()
    files = hook_files(console.environ)
    if arguments.act == "list":
        _list(console, files, as_json=arguments.json)
        return 0
    if arguments.hook is None:
        raise UsageError(
            mark("Something is missing after {word}. See kpitui --help"), word=f"kpitui hooks {arguments.act}"
        )
    document = example(workspace, arguments.hook)
    if arguments.act == "example":
        console.json(document)
        return 0
    (file,) = [hook_file for hook_file in files if hook_file.hook.name == arguments.hook]
    if not file.there:
        raise NotFound(mark("No hook at {path}"), field="hook", path=str(file.path))
    if _are_off(console):
        raise Refused(mark("KPITUI_HOOKS turns hooks off, so {path} was not run"), field="hook", path=str(file.path))
    run_hook(workspace, file, document)
    console.say(_("{path} ran without errors").format(path=str(file.path)))
    return 0


def _list(console: Console, files: list[HookFile], *, as_json: bool) -> None:
    off = _are_off(console)
    rows = []
    for file in files:
        reason = _reason(file, off=off)
        rows.append(
            {
                "hook": file.hook.name,
                "file": str(file.path),
                "there": file.there,
                "runs": file.there and reason is None,
                "reason": reason,
            }
        )
    if as_json:
        console.json(rows)
        return
    console.say(hooks_folder(console.environ))
    states = (_("runs") if row["runs"] else _("does not run") if row["there"] else _("is not there") for row in rows)
    console.table(
        [
            (file.hook.name, state, str(row["reason"] or _(file.hook.title)))
            for file, row, state in zip(files, rows, states, strict=True)
        ]
    )


def _reason(file: HookFile, *, off: bool) -> str | None:
    if file.there and off:
        return _("KPITUI_HOOKS turns hooks off")
    return sentence(file.refusal) if file.refusal is not None else None


def _are_off(console: Console) -> bool:
    return are_off(console.environ)
