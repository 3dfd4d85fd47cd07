"""The table of commands: what there is, where it lives, and what it does in one line.

A command's module has ``run(arguments, console)``, which returns the exit status, and ``configure(parser)``, which
declares its words for argparse, where it takes any. It may have ``parse_words(words)``, which does without argparse.
"""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.core.record import Record


class Command(Record):
    """One command of the shell."""

    name: str
    module: str
    summary: str
    """One line for the help, untranslated."""
    run: str = "run"
    """The function of the module that does it."""
    parses_itself: bool = False
    """Whether its module reads its words itself, ahead of argparse, because start-up time decides."""


COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("app", "kpitui.cli.app", mark("open Today; also without any command"), parses_itself=True),
        Command("log", "kpitui.cli.log", mark("log one number or several"), parses_itself=True),
        Command("due", "kpitui.cli.due", mark("say what is still to be logged"), parses_itself=True),
        Command("status", "kpitui.cli.status", mark("show goals and KPIs at a glance"), parses_itself=True),
        Command("show", "kpitui.cli.show", mark("show the figures or a chart of one KPI")),
        Command("forecast", "kpitui.cli.forecast", mark("say where one KPI is likely to go")),
        Command("kpi", "kpitui.cli.kpi", mark("add, list, show, edit and archive KPIs")),
        Command("goal", "kpitui.cli.goal", mark("add, list, show, edit and close goals")),
        Command("action", "kpitui.cli.action", mark("plan, list, start, finish and drop corrective actions")),
        Command("note", "kpitui.cli.note", mark("put notes on days, list, change and remove them"), parses_itself=True),
        Command("entry", "kpitui.cli.entry", mark("list, change and delete entries")),
        Command("calendar", "kpitui.cli.calendar", mark("write deadlines, due actions and reviews as a calendar file")),
        Command("pause", "kpitui.cli.pause", mark("expect nothing for some days")),
        Command("import", "kpitui.cli.importing", mark("read entries from a file, as one change")),
        Command("review", "kpitui.cli.review", mark("your weekly review: three questions")),
        Command("check", "kpitui.cli.check", mark("say what stands in the way of good figures")),
        Command("export", "kpitui.cli.export", mark("write entries or everything to a file")),
        Command("merge", "kpitui.extras.merge.command", mark("join the database of another machine, or an export")),
        Command("pull", "kpitui.extras.pull.command", mark("fetch figures from the configured sources")),
        Command("hooks", "kpitui.extras.hooks.command", mark("list your hooks, and try one")),
        Command("undo", "kpitui.cli.undo", mark("take back the last change"), run="run_undo"),
        Command("redo", "kpitui.cli.undo", mark("do once more what was undone"), run="run_redo"),
        Command("history", "kpitui.cli.history", mark("list the latest changes")),
        Command("backup", "kpitui.cli.backup", mark("write a verified copy of the database")),
        Command("restore", "kpitui.cli.restore", mark("put a backup back")),
        Command("doctor", "kpitui.cli.doctor", mark("check the database and repair it")),
        Command("demo", "kpitui.cli.demo", mark("open a sample business on a throw-away copy")),
        Command("serve", "kpitui.extras.serve.command", mark("open the app in a browser of this machine")),
        Command("config", "kpitui.cli.config", mark("show or change settings")),
        Command("completion", "kpitui.cli.completion", mark("print a completion script for the shell")),
        Command("help", "kpitui.cli.main", mark("list the commands"), run="print_help"),
        Command("version", "kpitui.cli.main", mark("print the version"), run="print_version"),
    )
}
