"""`kpitui planned`: amounts of a balance that are to come: add, list, edit, remove, and say what became of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kpitui.core.amount import parse_value
from kpitui.core.errors import Refused, mark
from kpitui.i18n import _
from kpitui.services.entries import find_kpi
from kpitui.services.planned import (
    add_planned,
    all_planned,
    balance_of,
    edit_planned,
    find_planned,
    kpi_of,
    remove_planned,
    settle,
)
from kpitui.services.reading import all_kpis
from kpitui.wording.dates import day_text
from kpitui.wording.forecasts import how_often, occurrence_state, planned_line, planned_name, signed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.core.planned import Occurrence, Planned, Settled
    from kpitui.services.json_documents.today import PlannedJson

MINUS = "\u2212"
"""The sign that stands for a hyphen before an amount, which argparse takes for a flag."""

BEGINNINGS = tuple("0123456789.,€$£")
"""What an amount begins with after its sign."""


def configure(parser: ArgumentParser) -> None:
    """Declare a sub-command for each thing that can be done."""
    commands = parser.add_subparsers(dest="subcommand", required=True, metavar="add|list|edit|remove|arrived|open|skip")
    add = commands.add_parser("add", help=_("plan an amount that comes in or goes out: rent, tax, an invoice"))
    add.add_argument("kpi", metavar="KPI", help=_("the name or short name of the KPI"))
    add.add_argument("amount", metavar=_("AMOUNT"), help=_("-1200 is money going out, 1200 is money coming in"))
    add.add_argument(
        "first", metavar=_("DATE"), help=_("the day, or the first day if the amount repeats, such as 1 Dec")
    )
    _declare_fields(add)
    add.add_argument("--new", action="store_true", help=_("this amount is new: don't look for it in older numbers"))
    add.add_argument("--json", action="store_true", help=_("print one JSON document"))
    listing = commands.add_parser("list", help=_("list the planned amounts, each with its next day"))
    listing.add_argument("kpi", nargs="?", metavar="KPI", help=_("only for this balance"))
    listing.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    listing.add_argument("--json", action="store_true", help=_("print one JSON document"))
    edit = commands.add_parser("edit", help=_("change a planned amount"))
    edit.add_argument("planned", metavar=_("PLANNED"), help=_("the number of the planned amount, or part of its text"))
    edit.add_argument("--amount", metavar="N", help=_("-1200 is money going out, 1200 is money coming in"))
    edit.add_argument(
        "--on",
        dest="first",
        metavar=_("DATE"),
        help=_("the day, or the first day if the amount repeats, such as 1 Dec"),
    )
    _declare_fields(edit)
    edit.add_argument("--from", dest="since", metavar=_("DATE"), help=_("change it only from this day on"))
    remove = commands.add_parser("remove", help=_("remove a planned amount"))
    remove.add_argument(
        "planned", metavar=_("PLANNED"), help=_("the number of the planned amount, or part of its text")
    )
    for name, what in (
        ("arrived", _("mark a planned amount as paid")),
        ("open", _("mark a planned amount as not paid yet")),
        ("skip", _("mark a planned amount as not coming this time")),
    ):
        words = commands.add_parser(name, help=what)
        words.add_argument(
            "planned", metavar=_("PLANNED"), help=_("the number of the planned amount, or part of its text")
        )
        words.add_argument("--day", metavar=_("DATE"), help=_("which planned day you mean, if the amount repeats"))
        if name == "arrived":
            words.add_argument("--on", metavar=_("DATE"), help=_("the day on which the amount was paid"))


def _declare_fields(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--every", metavar="week|month|quarter|year", help=_("how often the amount comes (default: once)")
    )
    parser.add_argument("--until", metavar=_("DATE"), help=_("the last day on which the amount can come"))
    parser.add_argument("-m", "--text", metavar=_("TEXT"), help=_("what the amount is for, such as rent"))


def parse_words(words: Sequence[str]) -> Namespace:
    """Read the words; an amount below 0 is no flag."""
    from kpitui.cli.commands import COMMANDS
    from kpitui.cli.main import parser_of

    amounts = [MINUS + word[1:] if word[:1] == "-" and word[1:2] in BEGINNINGS else word for word in words]
    return parser_of(COMMANDS["planned"], sys.modules[__name__]).parse_args(amounts or ["--help"])


def run(arguments: Namespace, console: Console) -> int:
    """Do what the sub-command says."""
    subcommands = {"add": _add, "list": _list, "edit": _edit, "remove": _remove}
    subcommands.get(arguments.subcommand, _settle)(arguments, console)
    return 0


def _add(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi)
    typed = {"amount": arguments.amount, "first": arguments.first, "new": "yes" if arguments.new else ""}
    planned = add_planned(workspace, kpi, {**typed, **_fields(arguments)})
    if arguments.json:
        console.json(_record(planned, kpi, balance_of(workspace, kpi).coming))
    else:
        text = planned_line(kpi, planned, workspace.settings.numbers)
        console.say(_("Planned for {kpi}: {planned}").format(kpi=kpi.name, planned=text))
        if parse_value(arguments.amount, kpi.unit, kpi=kpi.name, style=workspace.settings.numbers).ambiguous:
            read = _("Read {text} with {mark} as decimal mark. Wrong? kpitui undo")
            console.tell(
                read.format(text=arguments.amount.replace(MINUS, "-"), mark=workspace.settings.numbers.decimal)
            )


def _fields(arguments: Namespace) -> dict[str, str]:
    named = {"every": arguments.every, "until": arguments.until, "text": arguments.text}
    return {name: value for name, value in named.items() if value is not None}


def _list(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    kpis = {kpi.id: kpi for kpi in all_kpis(workspace)}
    plans = all_planned(workspace, find_kpi(workspace, arguments.kpi) if arguments.kpi else None)
    days: dict[int, list[Occurrence]] = {planned.id: [] for planned in plans}
    for kpi_id in {planned.kpi for planned in plans}:
        balance = balance_of(workspace, kpis[kpi_id])
        seen = [day for day in balance.matching.occurrences if day.state in ("matched", "skipped")]
        for occurrence in (*seen, *balance.coming):
            days[occurrence.planned.id].append(occurrence)
    if arguments.json:
        console.json([_record(planned, kpis[planned.kpi], days[planned.id]) for planned in plans])
        return
    if not plans:
        console.say_empty(_("No planned amounts yet. Add one: kpitui planned add KPI AMOUNT DATE"))
        return
    console.is_plain(arguments.plain)
    style = workspace.settings.numbers
    rows = []
    for planned in plans:
        kpi, own = kpis[planned.kpi], days[planned.id]
        asked = [day for day in own if day.state == "open" or (day.state == "matched" and not day.is_stated)]
        following = next((day for day in own if day.state == "due"), None)
        state = f"{day_text(asked[-1].day)}: {occurrence_state(asked[-1])}" if asked else ""
        rows.append(
            (
                str(planned.id),
                kpi.name,
                planned_name(planned),
                signed(kpi, planned, style),
                how_often(planned),
                _("next: {day}").format(day=day_text(following.day)) if following else "",
                state,
            )
        )
    console.table(rows, right=(0, 3))


def _record(planned: Planned, kpi: Kpi, days: Sequence[Occurrence]) -> PlannedJson:
    own = [day for day in days if day.planned.id == planned.id]
    return {
        "id": planned.id,
        "kpi": kpi.key,
        "amount": planned.amount,
        "date": planned.first.isoformat(),
        "every": planned.every,
        "until": planned.until.isoformat() if planned.until else None,
        "text": planned.text,
        "new": planned.is_new,
        "days": [
            {
                "date": day.day.isoformat(),
                "state": day.state,
                "arrived": day.arrived.isoformat() if day.state == "matched" and day.arrived else None,
                "confirmed": day.is_stated,
            }
            for day in sorted(own, key=lambda day: day.day)
        ],
    }


def _edit(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    planned = find_planned(workspace, arguments.planned)
    typed = {name: value for name in ("amount", "first") if (value := getattr(arguments, name)) is not None}
    typed |= _fields(arguments)
    if not typed:
        raise Refused(
            mark("Nothing to change. Add one of these: --amount, --on, --every, --until, --text"), field="planned"
        )
    since = workspace.read_day(arguments.since, future=True) if arguments.since else None
    changed = edit_planned(workspace, planned, typed, since=since)
    kpi = kpi_of(workspace, changed)
    text = planned_line(kpi, changed, workspace.settings.numbers)
    console.say(_("Changed {planned}").format(planned=text))


def _remove(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    planned = find_planned(workspace, arguments.planned)
    text = planned_line(kpi_of(workspace, planned), planned, workspace.settings.numbers)
    remove_planned(workspace, planned)
    console.say(_("Removed {planned}").format(planned=text))


def _settle(arguments: Namespace, console: Console) -> None:
    """Say what became of a day of a planned amount."""
    workspace = console.workspace()
    states: dict[str, Settled] = {"arrived": "arrived", "open": "open", "skip": "skipped"}
    planned = find_planned(workspace, arguments.planned)
    day = workspace.read_day(arguments.day, future=True) if arguments.day else None
    arrived = workspace.read_day(arguments.on) if arguments.subcommand == "arrived" and arguments.on else None
    settlement = settle(workspace, planned, states[arguments.subcommand], day=day, arrived=arrived)
    templates = {
        "arrived": _("{name} of {day} has been paid"),
        "open": _("{name} of {day} has not been paid yet"),
        "skip": _("{name} of {day} will not come"),
    }
    console.say(templates[arguments.subcommand].format(name=planned_name(planned), day=day_text(settlement.day)))
