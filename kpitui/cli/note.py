"""`kpitui note`: put dated remarks on the charts of one KPI or of all, list, change and remove them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kpitui.cli.console import UsageError
from kpitui.core.errors import Refused, mark
from kpitui.core.text import tags_of
from kpitui.i18n import _, plural
from kpitui.services.entries import find_kpi
from kpitui.services.notes import add_note, edit_note, find_note, notes, read_tag, remove_note, tag_counts
from kpitui.services.reading import all_kpis
from kpitui.wording.dates import day_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi, Note
    from kpitui.services.json_documents.today import NoteJson

SUBCOMMANDS = ("add", "list", "tags", "edit", "remove")


def configure(parser: ArgumentParser) -> None:
    """Declare a sub-command for each thing that can be done; the word ``add`` may be left out."""
    commands = parser.add_subparsers(dest="subcommand", required=True, metavar="[add]|list|tags|edit|remove")
    add = commands.add_parser("add", help=_("write a note on a day (you can leave out the word add)"))
    add.add_argument(
        "words", nargs="+", metavar=_("WORD"), help=_("KPI TEXT [DATE]; with --all or --kpi KPI, only TEXT [DATE]")
    )
    _declare_place(add)
    add.add_argument(
        "--one-off", action="store_true", help=_("exclude that day from the normal range, the trend and the forecast")
    )
    listing = commands.add_parser("list", help=_("list the notes, newest first"))
    listing.add_argument("text", nargs="?", default="", metavar=_("TEXT"), help=_("only notes with these words"))
    listing.add_argument("--kpi", metavar="KPI", help=_("only notes on the charts of this KPI"))
    listing.add_argument("--tag", metavar=_("WORD"), help=_("only notes with this hashtag"))
    listing.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    listing.add_argument("--json", action="store_true", help=_("print one JSON document"))
    tags = commands.add_parser("tags", help=_("list the hashtags in all notes: those of a day and those of a number"))
    tags.add_argument("--names", action="store_true", help=_("only the hashtags, one per line"))
    tags.add_argument("--json", action="store_true", help=_("print one JSON document"))
    edit = commands.add_parser("edit", help=_("change a note"))
    edit.add_argument("note", metavar=_("NOTE"), help=_("the number of the note in the list"))
    edit.add_argument("--text", metavar=_("TEXT"), help=_("what happened"))
    _declare_place(edit)
    remove = commands.add_parser("remove", help=_("remove a note"))
    remove.add_argument("note", metavar=_("NOTE"), help=_("the number of the note in the list"))


def parse_words(words: Sequence[str]) -> Namespace:
    """Read the words, with ``add`` put in front when no sub-command is there."""
    from kpitui.cli.commands import COMMANDS
    from kpitui.cli.main import parser_of

    given = list(words) if words and words[0] in SUBCOMMANDS else ["add", *words]
    return parser_of(COMMANDS["note"], sys.modules[__name__]).parse_args(given)


def run(arguments: Namespace, console: Console) -> int:
    """Do what the sub-command says."""
    subcommands = {"add": _add, "list": _list, "tags": _tags, "edit": _edit, "remove": _remove}
    subcommands[arguments.subcommand](arguments, console)
    return 0


def _declare_place(parser: ArgumentParser) -> None:
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--kpi", metavar="KPI", help=_("only on the charts of this KPI"))
    whose.add_argument("--all", action="store_true", help=_("on the charts of all KPIs"))
    parser.add_argument("--on", dest="day", metavar=_("DATE"), help=_("the day, such as yesterday, mon or 2026-11-20"))


def _add(arguments: Namespace, console: Console) -> None:
    from kpitui.services.insight.signals import set_one_off

    words = list(arguments.words)
    kpi_name = arguments.kpi or (None if arguments.all else words.pop(0))
    if not words or len(words) > 2 or (len(words) == 2 and arguments.day):
        raise UsageError(mark("Write kpitui note KPI TEXT [DATE], or --all TEXT [DATE]. See kpitui note --help"))
    workspace = console.workspace()
    kpi = find_kpi(workspace, kpi_name) if kpi_name else None
    typed = arguments.day or (words[1] if len(words) == 2 else "")
    day = workspace.read_day(typed) if typed else workspace.today
    if arguments.one_off and kpi is None:
        raise Refused(mark("For which KPI should that day not count? Add --kpi"), field="kpi")
    add_note(workspace, kpi, day, words[0])
    if arguments.one_off and kpi is not None:
        set_one_off(workspace, kpi, day, left_out=True)
    console.say(_("Note on {day} saved for {kpi}").format(day=day_text(day), kpi=kpi.name if kpi else _("all KPIs")))


def _list(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    kpi = find_kpi(workspace, arguments.kpi) if arguments.kpi else None
    tag = read_tag(arguments.tag) if arguments.tag is not None else ""
    matches = notes(workspace, kpi=kpi, text=arguments.text.removeprefix("/"), tag=tag)
    kpis = {kpi.id: kpi for kpi in all_kpis(workspace)}
    if arguments.json:
        console.json([_record(note, kpis.get(note.kpi or 0)) for note in matches])
    elif matches:
        console.is_plain(arguments.plain)
        rows = [
            (str(note.id), day_text(note.date), kpis[note.kpi].name if note.kpi else _("all KPIs"), note.text)
            for note in matches
        ]
        console.table(rows, right=(0,))
    elif tag:
        console.say(_("No notes with #{tag}").format(tag=tag))
    elif notes(workspace):
        console.say(_("No notes match. kpitui note list shows all"))
    else:
        console.say_empty(_("No notes yet. Write one: kpitui note KPI TEXT [DATE]"))


def _record(note: Note, kpi: Kpi | None) -> NoteJson:
    return {
        "id": note.id,
        "date": note.date.isoformat(),
        "kpi": kpi.key if kpi else None,
        "text": note.text,
        "tags": list(tags_of(note.text)),
    }


def _tags(arguments: Namespace, console: Console) -> None:
    counts = tag_counts(console.workspace())
    if arguments.json:
        console.json([{"tag": count.tag, "notes": count.notes, "entries": count.entries} for count in counts])
    elif arguments.names:
        for count in counts:
            console.say(count.tag)
    elif counts:
        rows = [
            (
                f"#{count.tag}",
                plural("{n} note", "{n} notes", count.notes).format(n=count.notes),
                plural("{n} entry", "{n} entries", count.entries).format(n=count.entries),
            )
            for count in counts
        ]
        console.table(rows, right=(1, 2))
    else:
        console.say_empty(_("No hashtags yet. Put one in a note: #campaign"))


def _edit(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    note = find_note(workspace, arguments.note)
    kpi = next((kpi for kpi in all_kpis(workspace) if kpi.id == note.kpi), None)
    if arguments.kpi or arguments.all:
        kpi = find_kpi(workspace, arguments.kpi) if arguments.kpi else None
    day = workspace.read_day(arguments.day) if arguments.day else note.date
    changed = edit_note(workspace, note, kpi, day, note.text if arguments.text is None else arguments.text)
    console.say(_("Changed the note on {day}: {text}").format(day=day_text(changed.date), text=changed.text))


def _remove(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    note = find_note(workspace, arguments.note)
    remove_note(workspace, note)
    console.say(_("Removed the note on {day}: {text}").format(day=day_text(note.date), text=note.text))
