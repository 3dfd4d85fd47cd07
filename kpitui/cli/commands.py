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
    group: str = ""
    """What a person wants to do with it, untranslated: its heading in the help; empty where it is not listed."""
    helps: bool = False
    """Whether it shows its help when it is called without words."""
    parses_itself: bool = False
    """Whether its module reads its words itself, ahead of argparse, because start-up time decides."""
    looks_back: tuple[str, ...] = ()
    """The sub-commands that only read and take ``--as-of``; an empty name is the command itself."""


NEXT = "--next"
"""What a completion script puts before the words of a command line that is being typed."""

ANYWHERE = ("--db", "--lang")
"""The flags of every command, which may stand behind its name too."""

GROUPS = (mark("Every day"), mark("Goals"), mark("Numbers"), mark("Upkeep"))
"""The headings of the help, in their order, untranslated."""

COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command(
            "log",
            "kpitui.cli.log",
            mark("log numbers, or let KPITUI ask for the missing ones"),
            parses_itself=True,
            group="Every day",
        ),
        Command(
            "due",
            "kpitui.cli.due",
            mark("show which numbers are still to log"),
            parses_itself=True,
            group="Every day",
            looks_back=("",),
        ),
        Command(
            "status",
            "kpitui.cli.status",
            mark("goals and KPIs at a glance"),
            parses_itself=True,
            group="Every day",
            looks_back=("",),
        ),
        Command(
            "undo",
            "kpitui.cli.undo",
            mark("undo the last change (see also redo, history)"),
            run="run_undo",
            group="Every day",
        ),
        Command(
            "note",
            "kpitui.cli.note",
            mark("write a note on a day"),
            parses_itself=True,
            group="Every day",
            looks_back=("list", "tags"),
        ),
        Command(
            "pause",
            "kpitui.cli.pause",
            mark("pause logging: holiday, illness"),
            group="Every day",
            looks_back=("",),
        ),
        Command(
            "goal",
            "kpitui.cli.goal",
            mark("set, list, show, change and close goals"),
            group="Goals",
            looks_back=("list", "show", "levers"),
        ),
        Command(
            "review", "kpitui.cli.review", mark("your weekly review: three questions"), group="Goals", looks_back=("",)
        ),
        Command(
            "action",
            "kpitui.cli.action",
            mark("plan, start and tick off actions"),
            group="Goals",
            looks_back=("list", "show"),
        ),
        Command(
            "forecast",
            "kpitui.cli.forecast",
            mark("forecast a KPI: low, middle and high"),
            group="Goals",
            looks_back=("",),
        ),
        Command("runway", "kpitui.cli.runway", mark("how long a balance will last"), group="Goals", looks_back=("",)),
        Command(
            "planned",
            "kpitui.cli.planned",
            mark("planned amounts: rent, taxes, an invoice"),
            parses_itself=True,
            group="Goals",
            helps=True,
            looks_back=("list",),
        ),
        Command(
            "kpi",
            "kpitui.cli.kpi",
            mark("add, list, change and archive KPIs; templates"),
            group="Numbers",
            helps=True,
            looks_back=("list", "show"),
        ),
        Command("show", "kpitui.cli.show", mark("numbers or a chart of one KPI"), group="Numbers", looks_back=("",)),
        Command(
            "why",
            "kpitui.cli.why",
            mark("show which parts of a KPI changed, and by how much"),
            group="Numbers",
            looks_back=("",),
        ),
        Command(
            "entry", "kpitui.cli.entry", mark("list, change and delete entries"), group="Numbers", looks_back=("list",)
        ),
        Command("check", "kpitui.cli.check", mark("find KPIs that need attention"), group="Numbers", looks_back=("",)),
        Command(
            "import", "kpitui.cli.importing", mark("import a CSV, JSON or zip file (preview first)"), group="Numbers"
        ),
        Command("pull", "kpitui.extras.pull.command", mark("fetch numbers from your sources"), group="Numbers"),
        Command("export", "kpitui.cli.export", mark("export as CSV, JSON or SQL"), group="Numbers", looks_back=("",)),
        Command(
            "calendar",
            "kpitui.cli.calendar",
            mark("deadlines and reviews as a calendar file"),
            group="Numbers",
            looks_back=("",),
        ),
        Command("backup", "kpitui.cli.backup", mark("make and check a backup (see also restore)"), group="Upkeep"),
        Command("doctor", "kpitui.cli.doctor", mark("check the database and repair it"), group="Upkeep"),
        Command(
            "merge",
            "kpitui.extras.merge.command",
            mark("merge the database of another computer into this one"),
            group="Upkeep",
        ),
        Command("config", "kpitui.cli.config", mark("show or change settings"), group="Upkeep"),
        Command("hooks", "kpitui.extras.hooks.command", mark("your own programs, run after a change"), group="Upkeep"),
        Command(
            "completion",
            "kpitui.cli.completion",
            mark("tab completion for bash, zsh and fish"),
            parses_itself=True,
            group="Upkeep",
            helps=True,
        ),
        Command("demo", "kpitui.cli.demo", mark("open a sample business; nothing is kept"), group="Upkeep"),
        Command(
            "serve", "kpitui.extras.serve.command", mark("open the app in a browser on this computer"), group="Upkeep"
        ),
        Command("app", "kpitui.cli.app", mark("open Today; or just type kpitui"), parses_itself=True),
        Command("redo", "kpitui.cli.undo", mark("redo what you undid"), run="run_redo"),
        Command("history", "kpitui.cli.history", mark("list the latest changes"), looks_back=("",)),
        Command("restore", "kpitui.cli.restore", mark("restore a backup")),
        Command("help", "kpitui.cli.main", mark("list the commands"), run="print_help"),
        Command("version", "kpitui.cli.main", mark("print the version"), run="print_version"),
    )
}

DUTCH = {
    "doel": "goal",
    "invoeren": "log",
    "evaluatie": "review",
    "actie": "action",
    "notitie": "note",
    "waarom": "why",
}
"""Dutch words for commands, in either language; the help and the manual have the names alone."""
