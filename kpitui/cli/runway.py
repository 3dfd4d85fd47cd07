"""`kpitui runway`: when a balance runs out, as a range, with the chance that it lasts and its planned amounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpitui.i18n import _, capitalised
from kpitui.services.entries import find_kpi
from kpitui.services.planned import balance_of, to_confirm
from kpitui.services.runway import floor_of, runway_view
from kpitui.wording.dates import named
from kpitui.wording.forecasts import basis_sentence, lasting_text, occurrence_row, runway_sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.core.planned import Occurrence
    from kpitui.services.json_documents.today import RunwayJson
    from kpitui.services.runway import RunwayView

MONTHS = (1, 3, 6)
"""After how many months the chance is told that a balance lasts, where no day is named: the ends of these."""

SHOWN = 12
"""Planned amounts still to come that are listed."""


def configure(parser: ArgumentParser) -> None:
    """Declare the balance, its floor, and the day it is to last until."""
    parser.add_argument("kpi", metavar="KPI", help=_("a balance: its name or short name"))
    parser.add_argument(
        "--floor",
        metavar="N",
        help=_("below this amount the balance has run out (default: 0, or its lowest possible value)"),
    )
    parser.add_argument("--until", metavar=_("DATE"), help=_("show the chance that the balance lasts until this day"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Print how long a balance lasts."""
    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi)
    floor = None
    if arguments.floor is not None:
        from kpitui.core.amount import parse_value

        floor = parse_value(arguments.floor, kpi.unit, kpi=kpi.name, style=workspace.settings.numbers).value
    until = workspace.read_day(arguments.until, future=True) if arguments.until else None
    print_runway(console, kpi, floor=floor, until=until, json=arguments.json, plain=arguments.plain)
    return 0


def print_runway(
    console: Console,
    kpi: Kpi,
    *,
    floor: float | None = None,
    until: date | None = None,
    json: bool = False,
    plain: bool = False,
) -> None:
    """Print how long a balance lasts, until it is below *floor*, with the chance that it lasts *until* a day."""
    workspace = console.workspace()
    view = runway_view(workspace, kpi, floor=floor)
    if json:
        console.json(_record(console, view, floor_of(kpi) if floor is None else floor, until))
        return
    style = workspace.settings.numbers
    occurrences = _occurrences(console, kpi)
    rows = [occurrence_row(kpi, occurrence, style) for occurrence in occurrences]
    texts = [runway_sentence(view, style)]
    if view.runway is not None:
        texts.append(basis_sentence(view.runway, style, kpi))
        if not view.runway.is_below:
            days = [until] if until else view.runway.month_ends(MONTHS)
            texts += [lasting_text(view.runway, day) for day in days]
    if console.is_plain(plain):
        from kpitui.cli._plain import say

        say(console, [named(kpi.name, texts[0]), *texts[1:]])
        say(console, (", ".join(filter(None, row[1:])) for row in rows))
        return
    console.say(named(kpi.name, texts[0]))
    for text in texts[1:]:
        console.say(capitalised(text))
    if rows:
        console.say()
        console.say(_("Planned:"))
        console.table([(f"  {row[0]}", *row[1:]) for row in rows], right=(2,))


def _occurrences(console: Console, kpi: Kpi) -> list[Occurrence]:
    """Return the days of planned amounts that are told: what was seen and not confirmed, then what is to come."""
    return [*to_confirm(console.workspace(), kpi), *balance_of(console.workspace(), kpi).coming[:SHOWN]]


def _record(console: Console, view: RunwayView, floor: float, until: date | None) -> RunwayJson:
    runway, kpi = view.runway, view.kpi
    days: list[date] = []
    if runway is not None:
        days = sorted({*runway.month_ends(range(12)), *([until] if until else [])})

    def iso(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "kpi": kpi.key,
        "floor": floor,
        "as_of": iso(runway.as_of if runway else None),
        "value": runway.value if runway else None,
        "below": runway.is_below if runway else None,
        "early": iso(runway.early if runway else None),
        "likely": iso(runway.likely if runway else None),
        "late": iso(runway.late if runway else None),
        "looked_until": iso(runway.last if runway else None),
        "chance": [{"date": day.isoformat(), "share": runway.chance(day)} for day in days] if runway else [],
        "planned": [
            {
                "id": occurrence.planned.id,
                "date": occurrence.day.isoformat(),
                "amount": occurrence.planned.amount,
                "text": occurrence.planned.text,
                "state": occurrence.state,
                "confirmed": occurrence.is_stated,
            }
            for occurrence in _occurrences(console, kpi)
        ],
        "weeks": view.blocks,
        "basis": runway.basis if runway else None,
    }
