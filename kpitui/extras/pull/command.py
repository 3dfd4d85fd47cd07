"""`kpitui pull`: fetch figures from the configured sources, each as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.i18n import _
from kpitui.wording.errors import sentence
from kpitui.wording.imports import counts_text, outcome_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping
    from typing import Any

    from kpitui.cli.console import Console
    from kpitui.extras.pull import Outcome
    from kpitui.services.json_documents.files import PulledSourceJson
LONGEST_TIMEOUT = 86_400


def configure(parser: ArgumentParser) -> None:
    """Declare the source and the file that describes it."""
    parser.add_argument("source", nargs="?", metavar=_("SOURCE"), help=_("only this source (default: all)"))
    parser.add_argument(
        "--config", metavar=_("FILE"), help=_("the file with your sources (default: ~/.config/kpitui/sources.toml)")
    )
    parser.add_argument(
        "--timeout",
        type=int,
        default=600,
        metavar="N",
        help=_("how many seconds all sources together may take (default: 600)"),
    )
    parser.add_argument("--list", action="store_true", help=_("list the sources, fetch nothing"))
    parser.add_argument("--dry-run", action="store_true", help=_("show what would happen, change nothing"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Ask the sources, say of each what it brought or why it failed, and return 1 when one did."""
    if not 1 <= arguments.timeout <= LONGEST_TIMEOUT:
        reason = mark("The time-out can't be {value} seconds. Choose 1 to {most}")
        raise Refused(reason, field="timeout", value=arguments.timeout, most=LONGEST_TIMEOUT)
    workspace = console.workspace()
    from kpitui.extras.pull import pull
    from kpitui.extras.pull.sources_file import chosen_sources, described_sources, sources_file

    sources = described_sources(sources_file(console.environ, arguments.config))
    chosen = chosen_sources(sources, arguments.source)
    if arguments.list:
        _list(console, chosen, as_json=arguments.json)
        return 0
    outcomes = []
    for outcome in pull(workspace, chosen, dry_run=arguments.dry_run, seconds=arguments.timeout):
        outcomes.append(outcome)
        if not arguments.json:
            _tell(console, outcome)
    if arguments.json:
        console.json({"dry_run": arguments.dry_run, "sources": [_record(outcome) for outcome in outcomes]})
    elif arguments.dry_run:
        console.tell(outcome_text(dry_run=True, saved=False))
    return int(any(outcome.error for outcome in outcomes))


def _list(console: Console, sources: Mapping[str, Mapping[str, Any]], *, as_json: bool) -> None:
    from kpitui.extras.pull.sources import SOURCES

    if as_json:
        console.json([{"source": name, "kind": settings.get("kind")} for name, settings in sources.items()])
        return
    kinds = {name: SOURCES.get(str(settings.get("kind"))) for name, settings in sources.items()}
    console.table([(name, _(kind.title) if kind else "?") for name, kind in kinds.items()])


def _tell(console: Console, outcome: Outcome) -> None:
    if outcome.error is not None:
        console.tell(f"{outcome.source}: {sentence(outcome.error)}")
        return
    assert outcome.plan is not None
    console.say(f"{outcome.source}: {counts_text(outcome.plan._replace(refused=0))}")


def _record(outcome: Outcome) -> PulledSourceJson:
    plan = outcome.plan
    return {
        "source": outcome.source,
        "kind": outcome.kind,
        "batch": outcome.batch,
        "new": plan.new if plan else None,
        "same": plan.same if plan else None,
        "changed": plan.changed if plan else None,
        "conflicts": plan.conflicts if plan else None,
        "error": sentence(outcome.error) if outcome.error else None,
    }
