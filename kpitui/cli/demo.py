"""`kpitui demo`: the sample business on a throw-away copy, in the app or printed."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kpitui.cli.console import Console
from kpitui.core.errors import Refused, mark
from kpitui.i18n import _, language

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

CHART_OF = "revenue"
"""The KPI whose chart is printed."""


def configure(parser: ArgumentParser) -> None:
    """Declare whether it is printed, and how."""
    parser.add_argument(
        "--print", action="store_true", help=_("print the overview and one chart, without opening the app")
    )
    parser.add_argument("--size", metavar=_("WxH"), help=_("columns and lines of the chart, such as 100x20"))
    parser.add_argument("--ascii", action="store_true", help=_("plain characters (ASCII)"))


def run(arguments: Namespace, console: Console) -> int:
    """Fill a database that is thrown away afterwards, and show it."""
    if not arguments.print and not (sys.stdin.isatty() and console.output.isatty()):
        raise Refused(mark("The demo needs a terminal. Without one: kpitui demo --print"))
    if arguments.print:
        with _sample_business(console) as demo:
            _print(demo, arguments)
        return 0
    status = open_sample(console)
    console.tell(_("Nothing was kept: that was the sample business. To start your own:"))
    for command, does in _ways_on():
        console.tell(f"  {command:<14}{does}")
    return status


def open_sample(console: Console) -> int:
    """Open the app on the sample business, until it is left; return its exit status."""
    from kpitui.cli.app import run as run_app

    console.tell(_("Opening the sample business Studio Noord…"))
    console.narration.flush()
    with _sample_business(console) as demo:
        return run_app(None, demo)


def _ways_on() -> list[tuple[str, str]]:
    """Return the commands that come after the sample business, each with what it does."""
    return [
        ("kpitui", _("set a goal or add a KPI of your own")),
        ("kpitui log", _("log the missing numbers, line by line")),
        ("kpitui demo", _("open the sample business again")),
    ]


@contextmanager
def _sample_business(console: Console) -> Iterator[Console]:
    """Yield a console on a filled database in a folder of its own, which is gone afterwards."""
    from tempfile import TemporaryDirectory

    from kpitui.services.demo import DEMO, TODAY, fill, mark_demo

    with TemporaryDirectory(prefix=DEMO) as folder:
        mark_demo(folder)
        environ = {**console.environ, "KPITUI_TODAY": TODAY, "KPITUI_HOOKS": "no"}
        demo = Console(environ, database=str(Path(folder) / "demo.db"), language=console.language)
        demo.throwaway = True
        demo.input, demo.output, demo.narration = console.input, console.output, console.narration
        try:
            fill(demo.workspace(create=True), language())
            demo.workspace().refresh(demo.now())
            demo.workspace().is_demo = True
            yield demo
        finally:
            demo.close()


def _print(demo: Console, arguments: Namespace) -> None:
    from kpitui.cli import status
    from kpitui.cli.show import draw_chart
    from kpitui.services.entries import find_kpi

    status.run(status.parse_words([]), demo)
    demo.say()
    kpi = find_kpi(demo.workspace(), CHART_OF)
    draw_chart(demo, kpi, "trend", days=60, size=arguments.size, ascii=arguments.ascii)
