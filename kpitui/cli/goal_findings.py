"""What `kpitui goal add` says of a goal: the findings, each with the flag or the command that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.i18n import _
from kpitui.wording.findings import finding_text, remedy_text
from kpitui.wording.words import letter_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.core.smart import Finding, GoalDraft, Remedy
    from kpitui.services.goals import GoalView
    from kpitui.services.json_documents.goals import FindingJson, RemedyJson

FLAGS = {
    "kpi": "--kpi", "type": "--type", "target": "--target", "per": "--per", "at_least": "--at-least",
    "at_most": "--at-most", "low": "--at-least", "high": "--at-most", "keep": "--keep", "over": "--over",
    "change": "--change", "baseline": "--baseline", "compared": "--compared", "start": "--start",
    "deadline": "--deadline",
    "acceptable": "--acceptable", "why": "--why", "drivers": "--driver", "counters": "--counter",
    "review": "--review", "change_percent": "--change",
}  # fmt: skip
"""The flag that repairs a field, by the field's name."""

SIGNS = {"required": "✘", "warning": "▲", "hint": "·"}

AS_MEANT = {"there": "--as-meant", "negative": "--as-meant", "worse": "--as-meant", "estimate": "--baseline estimate"}
"""The flag that answers a question with what was taken already."""

DEEDS = {
    "add": "kpitui kpi add --template {subject}",
    "describe": "kpitui kpi edit {subject} --source ...",
    "zero": "kpitui kpi edit {subject} --blank zero",
    "note": "kpitui note ...",
}
"""The command that does what a remedy does beyond the goal."""


def print_json(console: Console, saved: GoalView | None, draft: GoalDraft, findings: Sequence[Finding]) -> None:
    """Print one JSON document: the goal when it was saved, and every finding with its remedies."""
    from kpitui.cli.goal_record import goal_record

    records = [_record(console, draft, finding) for finding in findings]
    goal = goal_record(console.workspace(), saved) if saved else None
    console.json({"saved": saved is not None, "goal": goal, "findings": records})


def print_findings(console: Console, saved: GoalView | None, draft: GoalDraft, findings: Sequence[Finding]) -> None:
    """Print the findings as sentences; to standard error as long as the goal cannot be saved."""
    from kpitui.cli.goal_lines import draw_goals, facts_of

    say = console.say if saved else console.tell
    if saved is not None:
        say(_("The goal is set: {title}").format(title=saved.goal.title))
        draw_goals(console, [saved])
        console.table([(f"  {name}", text) for name, text in facts_of(console.workspace(), saved).how_it_was_set()])
    else:
        say(_("Nothing is saved yet: this goal is not SMART enough"))
    kpi, style = _kpi_of(console, draft), console.workspace().settings.numbers
    for finding in findings:
        text, repair = finding_text(finding, kpi.unit if kpi else "", style)
        say(f"  {SIGNS[finding.severity]} {finding.letter} {letter_word(finding.letter)}: {text}")
        flag = FLAGS.get(finding.field, "")
        say(f"      {repair}" + (f"  ({flag})" if flag and not saved else ""))
        for remedy in finding.remedies if not saved else ():
            command = _command(console, remedy, kpi)
            if command:
                say(f"      - {remedy_text(remedy, finding, kpi.unit if kpi else '', style)}: {command}")


def _record(console: Console, draft: GoalDraft, finding: Finding) -> FindingJson:
    from kpitui.services.goals.remedying import typed_by

    workspace, kpi = console.workspace(), _kpi_of(console, draft)
    unit, style = kpi.unit if kpi else "", workspace.settings.numbers
    text, repair = finding_text(finding, unit, style)
    remedies: list[RemedyJson] = [
        {"text": remedy_text(fix, finding, unit, style), "sets": typed_by(workspace, fix, kpi), "command": command}
        for fix in finding.remedies
        if (command := _command(console, fix, kpi))
    ]
    return {
        "letter": finding.letter,
        "severity": finding.severity,
        "field": finding.field,
        "text": text,
        "repair": repair,
        "remedies": remedies,
    }


def _command(console: Console, remedy: Remedy, kpi: Kpi | None) -> str:
    """Return how the shell does what a remedy does: flags, or a command of its own; empty when it has no way."""
    from kpitui.services.goals.remedying import typed_by

    if remedy.does in DEEDS:
        return DEEDS[remedy.does].format(subject=remedy.subject)
    if remedy.does in ("drivers", "counter"):
        return _naming(console, FLAGS["drivers" if remedy.does == "drivers" else "counters"], remedy.subject.split())
    if remedy.sets.get("measure"):
        return "--measure-first"
    settled = remedy.sets.get("settled") or ()
    if settled and settled[-1] in AS_MEANT:
        return AS_MEANT[settled[-1]]
    typed = typed_by(console.workspace(), remedy, kpi)
    return " ".join(f"{FLAGS[field]} {text}" for field, text in typed.items() if text and field in FLAGS)


def _naming(console: Console, flag: str, keys: Sequence[str]) -> str:
    """Return the flags that name KPIs, behind the commands that add those of them which are still templates."""
    from kpitui.services.reading import kpi_by_key

    added = [key for key in keys if kpi_by_key(console.workspace(), key) is None]
    flags = " ".join(f"{flag} {key}" for key in keys)
    if not added:
        return flags
    commands = " && ".join(f"kpitui kpi add --template {key}" for key in added)
    return _("{commands}, then {flags}").format(commands=commands, flags=flags)


def _kpi_of(console: Console, draft: GoalDraft) -> Kpi | None:
    from kpitui.services.reading import kpi_by_key

    return kpi_by_key(console.workspace(), draft.kpi) if draft.kpi else None
