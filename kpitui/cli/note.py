"""`kpitui note`: put a dated remark on the charts of one KPI, or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.core.errors import Refused, mark
from kpitui.i18n import _
from kpitui.i18n.dates import day_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare the text, the KPI and the day."""
    parser.add_argument("text", metavar=_("TEXT"), help=_("what happened"))
    parser.add_argument("--kpi", metavar="KPI", help=_("only on the charts of this KPI"))
    parser.add_argument("--on", dest="day", metavar=_("DATE"), help=_("the day, such as yesterday, mon or 2026-11-20"))
    parser.add_argument(
        "--one-off", action="store_true", help=_("leave that day of the KPI out of limits, trends and forecasts")
    )


def run(arguments: Namespace, console: Console) -> int:
    """Save the note and say where it stands."""
    from kpitui.core.day import parse_day
    from kpitui.services.entering import find_kpi
    from kpitui.services.planning import add_note
    from kpitui.services.signals import set_one_off

    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi) if arguments.kpi else None
    day = parse_day(arguments.day, workspace.today) if arguments.day else workspace.today
    if arguments.one_off and kpi is None:
        raise Refused(mark("A one-off needs the KPI whose day it is: add --kpi"), field="kpi")
    add_note(workspace, kpi, day, arguments.text)
    if arguments.one_off and kpi is not None:
        set_one_off(workspace, kpi, day, left_out=True)
    console.say(_("Noted on {day} for {kpi}").format(day=day_text(day), kpi=kpi.name if kpi else _("all KPIs")))
    return 0
