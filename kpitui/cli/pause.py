"""`kpitui pause`: expect nothing for some days, also afterwards; without words, list the pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.console import UsageError
from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.services.entries import find_kpi
from kpitui.services.reading import all_kpis, all_pauses
from kpitui.wording.dates import day_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare the days, the reason and the KPI."""
    parser.add_argument("start", nargs="?", metavar=_("FIRST"), help=_("the first day"))
    parser.add_argument("end", nargs="?", metavar=_("LAST"), help=_("the last day"))
    parser.add_argument("reason", nargs="?", default="", metavar=_("REASON"), help=_("such as: holiday"))
    parser.add_argument("--kpi", metavar="KPI", help=_("only for this KPI"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Save a pause, or list those there are."""
    if arguments.start is None:
        _list(console, as_json=arguments.json)
        return 0
    if arguments.end is None:
        raise UsageError(mark("Write kpitui pause FIRST LAST [REASON]. Type only kpitui pause to list the pauses"))
    from kpitui.services.kpi_editing import add_pause

    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi) if arguments.kpi else None
    start, end = (workspace.read_day(text) for text in (arguments.start, arguments.end))
    if end < start:
        end = workspace.read_day(arguments.end, today=start, future=True)
    add_pause(workspace, kpi, start, end, arguments.reason)
    console.say(
        _("Paused from {start} to {end} for {kpi}").format(
            start=day_text(start), end=day_text(end), kpi=kpi.name if kpi else _("all KPIs")
        )
    )
    return 0


def _list(console: Console, *, as_json: bool) -> None:
    workspace = console.workspace()
    kpis = {kpi.id: kpi for kpi in all_kpis(workspace)}
    pauses = all_pauses(workspace)
    if as_json:
        console.json(
            [
                {
                    "start": pause.start.isoformat(),
                    "end": pause.end.isoformat(),
                    "kpi": kpis[pause.kpi].key if pause.kpi else None,
                    "reason": pause.reason,
                }
                for pause in pauses
            ]
        )
        return
    console.table(
        [
            (
                f"{day_text(pause.start)} – {day_text(pause.end)}",
                kpis[pause.kpi].name if pause.kpi else _("all KPIs"),
                pause.reason,
            )
            for pause in pauses
        ]
    )
