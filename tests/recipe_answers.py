"""What a copy of the source, in which the recipes were followed, answers: one JSON document on standard output.

It runs in a process of its own, for the copy has the same name as the program.
"""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import date, datetime
from typing import Any

from textual.screen import Screen

from kpitui.charts import CHARTS
from kpitui.charts.spec import ChartData
from kpitui.cli.completion import SHELLS
from kpitui.cli.main import main
from kpitui.core.errors import Refused
from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.keyboard import problems
from kpitui.services.kpi_fields import KpiFields, checked
from kpitui.services.workspace import open_workspace
from kpitui.tui.app import KpituiApp
from kpitui.tui.keymap import all_keys, keys_of, layouts
from kpitui.wording.charts import spoken
from kpitui.wording.errors import sentence

NOW = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  the clock of the app is the one on the wall


def shell(*words: str) -> str:
    """Return what a command printed; it has to succeed."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(list(words))
        except SystemExit as left:
            status = int(left.code or 0)
    if status:
        raise RuntimeError(f"{words}: {err.getvalue()}")
    return out.getvalue() + err.getvalue()


def command() -> dict[str, Any]:
    """Ask for the command ``count``."""
    offered = {name: shell("completion", "--next", name, "") for name in SHELLS}
    flags = {name: shell("completion", "--next", name, "count", "-") for name in SHELLS}
    return {"printed": shell("count"), "help": shell("help"), "commands": offered, "flags": flags}


def chart() -> dict[str, Any]:
    """Ask for the chart ``dots``."""
    days = [date(2026, 11, day) for day in range(1, 11)]
    points = tuple((day, 12.0) for day in days)
    data = ChartData("Revenue", days[0], days[-1], "EUR", NUMBER_STYLES["en"], points)
    return {
        "help": shell("show", "--help"),
        "drawn": shell("show", "revenue", "--chart", "dots", "--ascii"),
        "spoken": spoken("dots", data),
        "in turn": list(CHARTS),
    }


def files() -> dict[str, Any]:
    """Ask for the file to import and the file to export."""
    with open("till.csv", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("Receipt no,Closed at,Paid\n1,2026-11-20 10:04,12.50\n2,2026-11-20 11:30,7.50\n")
    return {
        "imported": shell("import", "till.csv", "--create"),
        "presets": shell("import", "--presets"),
        "exported": shell("export", "--format", "lines"),
        "formats": shell("export", "--help"),
    }


def kind() -> dict[str, Any]:
    """Ask for the kind ``score``, in a database that was made before there was one."""
    here = ("--db", "older.db")
    shell(*here, "kpi", "add", "Survey", "--kind", "score")
    shell(*here, "log", "survey", "3", "--on", "2026-11-22")
    shell(*here, "log", "survey", "5", "--on", "2026-11-22")
    periods = [json.loads(shell(*here, "show", "survey", "--by", by, "--json")) for by in ("day", "week")]
    try:
        checked(KpiFields, {"name": "Odd", "kind": "odd"})
        accepted = "everything"
    except Refused as refused:
        accepted = str(refused.params["accepted"])
    with closing(sqlite3.connect("older.db")) as database:
        return {
            "help": shell("kpi", "add", "--help"),
            "values": [[each["value"] for each in found["periods"] if each["value"] is not None] for found in periods],
            "view": database.execute("SELECT kpi, value FROM daily ORDER BY kpi").fetchall(),
            "explained": shell(*here, "show", "survey", "--explain"),
            "orphans": database.execute("PRAGMA foreign_key_check").fetchall(),
            "ids": database.execute("SELECT id, kind FROM kpi ORDER BY id").fetchall(),
            "accepted": accepted,
        }


async def page() -> dict[str, Any]:
    """Ask for the page ``names``: as it is listed, and as it is opened with its key."""
    (refused,) = problems({"page.find": ("j",)}, [page for page in layouts() if page.title == "Names"]).values()
    assert isinstance(refused, Refused)
    opens = next(row for row in keys_of("today") if row.id == "today.names")
    workspace = open_workspace({}, NOW, database="own.db", language="en")
    app = KpituiApp(workspace, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8")
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen: Screen[Any] = app.screen
        strips = screen._compositor.render_strips()
        palette = [" ".join(command.title.split()) for command in app.get_system_commands(screen)]
    workspace.close()
    return {
        "keys": [row.id for row in keys_of("names")],
        "bound": [bound.id for layout in layouts() if layout.title == "Names" for bound in layout.bound],
        "on today": {"keys": opens.keys, "does": opens.does},
        "help": [title for title, _rows in all_keys()],
        "palette": "page Names F8" in palette,
        "refused": sentence(refused),
        "opened": type(screen).__name__,
        "screen": "\n".join("".join(segment.text for segment in strip) for strip in strips),
    }


def answers() -> dict[str, Any]:
    """Return every answer, by the family it is about."""
    shell("kpi", "add", "Revenue")
    shell("log", "revenue", "12", "--on", "2026-11-19")
    return {
        "command": command(),
        "chart": chart(),
        "page": asyncio.run(page()),
        "files": files(),
        "kind": kind(),
        "template": shell("kpi", "add", "--template", "parking"),
        "language": shell("--lang", "de", "--help"),
    }


if __name__ == "__main__":
    json.dump(answers(), sys.stdout)
