"""`kpitui due`: what is still to be logged. Made for login messages: silent when nothing is due, never in the way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from kpitui.cli.usage import Usage
from kpitui.core.errors import KpituiError, mark
from kpitui.i18n import _, plural
from kpitui.store.location import database_path

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.services.reading import Due


class Words(NamedTuple):
    """What the words after ``due`` say."""

    only_count: bool = False
    json: bool = False


def configure(parser: ArgumentParser) -> None:
    """Declare the words for the help and for shell completion; `quick` reads them."""
    parser.add_argument("--count", action="store_true", help=_("print only how many"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def quick(words: Sequence[str]) -> Words:
    """Read the words after ``due``; raise Usage for one that is unknown."""
    for word in words:
        if word not in ("--count", "--json"):
            raise Usage(mark("kpitui due does not know {word}; see: kpitui due --help"), word=word)
    return Words("--count" in words, "--json" in words)


def run(words: Words, console: Console) -> int:
    """Print a line for each KPI that is due; a database that is missing or unusable never fails a login."""
    try:
        found = _due(console)
    except KpituiError as error:
        from kpitui.i18n.errors import sentence

        console.tell(sentence(error))
        return 0
    if words.json:
        console.json([{"key": item.kpi.key, "name": item.kpi.name, "for": item.label} for item in found])
    elif words.only_count:
        console.say(str(len(found)))
    elif found:
        console.say(plural("{n} KPI is due:", "{n} KPIs are due:", len(found)).format(n=len(found)))
        console.table([("  " + item.kpi.key, item.kpi.name, item.label) for item in found])
    return 0


def _due(console: Console) -> list[Due]:
    if not os.path.exists(database_path(console.environ, console.database)):
        return []
    from kpitui.services.reading import due

    return due(console.workspace(create=False))
