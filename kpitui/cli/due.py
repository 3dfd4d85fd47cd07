"""`kpitui due`: what is still to be logged. Made for login messages: silent when nothing is due, never in the way."""

from __future__ import annotations

from kpitui.cli.console import read_flags
from kpitui.core.errors import KpituiError
from kpitui.core.record import Record
from kpitui.i18n import _, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.core.goal import Action
    from kpitui.services.runway import RunwayView
    from kpitui.services.today import Due


class DueWords(Record):
    """What the words after ``due`` say."""

    only_count: bool = False
    json: bool = False
    plain: bool = False


def configure(parser: ArgumentParser) -> None:
    """Declare the words for the help and for shell completion; `parse_words` reads them."""
    parser.add_argument("--count", action="store_true", help=_("print only the count"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))


def parse_words(words: Sequence[str]) -> DueWords:
    """Read the words after ``due``; raise UsageError for one that is unknown."""
    flags = read_flags("due", words, ("--count", "--json", "--plain"))
    return DueWords("--count" in flags, "--json" in flags, "--plain" in flags)


def run(words: DueWords, console: Console) -> int:
    """Print a line for each KPI and each action that is due; an unusable database never fails a login."""
    try:
        kpis, actions, runways = _due(console)
    except KpituiError as error:
        from kpitui.wording.errors import sentence

        console.tell(sentence(error))
        return 0
    if words.json:
        _print_json(console, kpis, actions, runways)
    elif words.only_count:
        console.say(str(len(kpis) + len(actions) + len(runways)))
    elif (kpis or actions or runways) and console.is_plain(words.plain):
        from kpitui.cli._plain import print_due, say

        print_due(console, kpis, actions)
        say(console, _runway_texts(console, runways))
    else:
        _print_text(console, kpis, actions)
        for text in _runway_texts(console, runways):
            console.say(text)
    return 0


def _print_text(console: Console, kpis: Sequence[Due], actions: Sequence[Action]) -> None:
    if not (kpis or actions):
        return
    from kpitui.wording.dates import day_text, period_name

    if kpis:
        console.say(plural("{n} KPI to log:", "{n} KPIs to log:", len(kpis)).format(n=len(kpis)))
        console.table([("  " + item.kpi.key, item.kpi.name, period_name(item.period)) for item in kpis])
    if actions:
        from kpitui.wording.actions import due_actions_text

        console.say(due_actions_text(len(actions)) + ":")
        days = (day_text(due) if due else "" for due in (action.due for action in actions))
        console.table([(f"  {action.id}", action.what, day) for action, day in zip(actions, days, strict=True)])


def _runway_texts(console: Console, runways: Sequence[RunwayView]) -> list[str]:
    """Return how long balances last that may run out soon."""
    if not runways:
        return []
    from kpitui.wording.dates import named
    from kpitui.wording.forecasts import runway_sentence

    style = console.workspace().settings.numbers
    return [named(view.kpi.name, runway_sentence(view, style)) for view in runways]


def _print_json(
    console: Console, kpis: Sequence[Due], actions: Sequence[Action], runways: Sequence[RunwayView]
) -> None:
    """Print what is due as records; those of KPIs have no action, those of actions no key.

    A balance that may run out has its runway, with the earliest day.
    """
    records: list[dict[str, object]] = [
        {"key": item.kpi.key, "name": item.kpi.name, "for": item.period.label, "action": None, "runway": False}
        for item in kpis
    ]
    records += [
        {"key": None, "name": action.what, "for": _day(action), "action": action.id, "runway": False}
        for action in actions
    ]
    for view in runways:
        early = view.runway.early if view.runway else None
        day = early.isoformat() if early else ""
        records.append({"key": view.kpi.key, "name": view.kpi.name, "for": day, "action": None, "runway": True})
    console.json(records)


def _day(action: Action) -> str:
    return action.due.isoformat() if action.due else ""


def _due(console: Console) -> tuple[list[Due], list[Action], list[RunwayView]]:
    if not console.has_database():
        return [], [], []
    from kpitui.services.today import due, due_actions

    workspace = console.workspace()
    runways: list[RunwayView] = []
    if workspace.settings.text("runway-due") != "no":
        from kpitui.services.runway import running_out

        runways = running_out(workspace)
    return due(workspace), due_actions(workspace), runways
