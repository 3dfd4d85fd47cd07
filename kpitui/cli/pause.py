"""`kpitui pause`: expect nothing for some days, also afterwards; without words, list the pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli.console import UsageError
from kpitui.core.errors import mark
from kpitui.i18n import _
from kpitui.services.entries import find_kpi
from kpitui.services.reading import all_kpis, all_pauses
from kpitui.wording.dates import ends_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare the days, the reason and the KPI."""
    parser.add_argument("start", nargs="?", metavar=_("FIRST"), help=_("the first day"))
    parser.add_argument("end", nargs="?", metavar=_("LAST"), help=_("the last day"))
    parser.add_argument("reason", nargs="?", default="", metavar=_("REASON"), help=_("the reason, such as holiday"))
    parser.add_argument("--kpi", metavar="KPI", help=_("only for this KPI"))
    parser.add_argument("--remove", metavar=_("NUMBER"), help=_("remove this pause; the list shows its number"))
    parser.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(arguments: Namespace, console: Console) -> int:
    """Save a pause, or list those there are."""
    if arguments.remove is not None:
        _remove(arguments, console)
        return 0
    if arguments.start is None:
        _list(console, as_json=arguments.json, plain=arguments.plain)
        return 0
    if arguments.end is None:
        raise UsageError(mark("Write kpitui pause FIRST LAST [REASON]. Type only kpitui pause to list the pauses"))
    from kpitui.services.pauses import add_pause, last_day

    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi) if arguments.kpi else None
    start = workspace.read_day(arguments.start)
    end = last_day(workspace, arguments.end, start)
    add_pause(workspace, kpi, start, end, arguments.reason)
    first, last = ends_text(start, end)
    text = _("Paused from {start} to {end} for {kpi}")
    console.say(text.format(start=first, end=last, kpi=kpi.name if kpi else _("all KPIs")))
    return 0


def _remove(arguments: Namespace, console: Console) -> None:
    from kpitui.services.pauses import find_pause, remove_pause

    if arguments.start is not None:
        raise UsageError(mark("With --remove, type only the number of the pause"))
    pause = find_pause(console.workspace(), arguments.remove)
    remove_pause(console.workspace(), pause)
    removed = _("Removed the pause from {start} to {end}. Those days count again")
    first, last = ends_text(pause.start, pause.end)
    console.say(removed.format(start=first, end=last))


def _list(console: Console, *, as_json: bool, plain: bool) -> None:
    workspace = console.workspace()
    kpis = {kpi.id: kpi for kpi in all_kpis(workspace)}
    pauses = all_pauses(workspace)
    if as_json:
        console.json(
            [
                {
                    "id": pause.id,
                    "start": pause.start.isoformat(),
                    "end": pause.end.isoformat(),
                    "kpi": kpis[pause.kpi].key if pause.kpi else None,
                    "reason": pause.reason,
                }
                for pause in pauses
            ]
        )
        return
    console.is_plain(plain)
    console.table(
        [
            (
                str(pause.id),
                " – ".join(ends_text(pause.start, pause.end)),
                kpis[pause.kpi].name if pause.kpi else _("all KPIs"),
                pause.reason,
            )
            for pause in pauses
        ]
    )
