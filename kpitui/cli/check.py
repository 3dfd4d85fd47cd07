"""`kpitui check`: the guard rails over the whole set of KPIs, and what to do about each; soft, never in the way."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kpitui.i18n import _
from kpitui.services.guard_rails import cautions_of
from kpitui.services.reading import shown_kpis
from kpitui.wording.findings import caution_text, nothing_text, rule_word, together_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from kpitui.cli.console import Console

TOGETHER = ("undecided", "without goal")
"""The rules of which what is found is told in one sentence: said of each KPI it would bury what matters more."""

COMMANDS_FOR = {
    "log": "kpitui log {key} VALUE DATE",
    "days": "kpitui kpi edit {key} --every {every}",
    "open": "kpitui show {key} --chart limits",
    "archive": "kpitui kpi archive {key}",
    "goals": "kpitui goal list",
    "goal": 'kpitui goal add "..." --kpi {key}',
}
"""The command that does something about a caution."""


def configure(parser: ArgumentParser) -> None:
    """Declare JSON."""
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Print what to look at, the most pressing first, each with its command; a clean set is said in one line."""
    workspace = console.workspace()
    by_key = {kpi.key: kpi for kpi in shown_kpis(workspace)}
    records = []
    for caution in cautions_of(workspace):
        text, repair = caution_text(caution, by_key[caution.kpi], workspace.settings.numbers)
        command = COMMANDS_FOR[caution.deed].format(key=caution.kpi, every=caution.params.get("every", ""))
        records.append({"rule": caution.rule, "kpi": caution.kpi, "text": text, "repair": repair, "command": command})
    if arguments.json:
        console.json(records)
        return 0
    plain = console.is_plain(arguments.plain)
    for rule, group in groupby(records, key=lambda record: record["rule"]):
        _print_rule(console, rule, list(group), {key: kpi.name for key, kpi in by_key.items()}, plain=plain)
    if not records:
        console.say(nothing_text())
    return 0


def _print_rule(
    console: Console, rule: str, records: Sequence[Mapping[str, str]], names: Mapping[str, str], *, plain: bool
) -> None:
    """Print what one rule found: each KPI by itself, or all in one sentence where each would say the same."""
    if rule in TOGETHER and len(records) > 1:
        kpis = [names[record["kpi"]] for record in records]
        records = [{**records[0], "text": together_text(rule, kpis)}]
    for record in records:
        if plain:
            from kpitui.cli._plain import say

            say(console, (f"{rule_word(rule)}: {record['text']}", record["repair"]))
            console.say(record["command"])
            continue
        console.say(f"{rule_word(rule)}: {record['text']}")
        console.say(f"    {record['repair']}")
        console.say(f"    {record['command']}")
