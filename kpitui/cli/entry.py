"""`kpitui entry`: list entries with their ids, change one, delete one; each undoably."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpitui.cli._argparse_words import count
from kpitui.core.errors import Refused, mark
from kpitui.core.text import tags_of
from kpitui.i18n import _
from kpitui.services.entries import delete_entry, edit_entry, find_entry, find_kpi, listed_entries, moment_typed
from kpitui.services.notes import read_tag
from kpitui.wording.changes import moment_in_words
from kpitui.wording.dates import day_text
from kpitui.wording.numbers import typed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kpitui.cli.console import Console
    from kpitui.core.model import Kpi
    from kpitui.services.entries import ListedEntry
    from kpitui.services.json_documents.kpis import ListedEntryJson


def configure(parser: ArgumentParser) -> None:
    """Declare a sub-command for each thing that can be done."""
    commands = parser.add_subparsers(dest="action", required=True, metavar="list|edit|delete")
    listing = commands.add_parser("list", help=_("list entries, the newest day first"))
    listing.add_argument("kpi", nargs="?", metavar="KPI", help=_("only entries of this KPI"))
    listing.add_argument("--find", default="", metavar=_("TEXT"), help=_("only entries with these words in the note"))
    listing.add_argument("--tag", metavar=_("WORD"), help=_("only entries with this hashtag in the note"))
    listing.add_argument("--last", type=count, metavar="N", help=_("how many entries (default: 20)"))
    listing.add_argument("--plain", action="store_true", help=_("in plain sentences, for a screen reader"))
    listing.add_argument("--json", action="store_true", help=_("print one JSON document"))
    edit = commands.add_parser("edit", help=_("change an entry"))
    edit.add_argument("entry", metavar="ID", help=_("the ID of the entry, or its last characters"))
    edit.add_argument("--value", metavar=_("VALUE"), help=_("another number, such as 12.5 or -3"))
    edit.add_argument("--on", metavar=_("DATE"), help=_("another day, or day and time"))
    edit.add_argument("-m", "--note", metavar=_("TEXT"), help=_('another note; type "" to remove the note'))
    delete = commands.add_parser("delete", help=_("delete an entry"))
    delete.add_argument("entry", metavar="ID", help=_("the ID of the entry, or its last characters"))


def run(arguments: Namespace, console: Console) -> int:
    """Do what the sub-command says."""
    actions = {"list": _list, "edit": _edit, "delete": _delete}
    actions[arguments.action](arguments, console)
    return 0


def print_entries(
    console: Console,
    kpi: Kpi | None,
    *,
    find: str = "",
    tag: str = "",
    last: int | None,
    json: bool,
    plain: bool,
) -> None:
    """Print the newest entries of *kpi*, or of all, with their ids, where they came from and when."""
    workspace = console.workspace()
    entries = listed_entries(workspace, kpi, text=find, tag=tag, limit=last)
    if json:
        console.json([_record(listed) for listed in entries])
        return
    if not entries:
        words = " ".join(filter(None, [find, tag and f"#{tag}"]))
        if words:
            console.say(_("no entry with {text} in its note").format(text=words))
        else:
            console.say(_("no entries yet") if kpi is None else _("{kpi} has no entries yet").format(kpi=kpi.name))
        return
    console.is_plain(plain)
    style, zone = workspace.settings.numbers, workspace.settings.text("timezone")
    rows = [("id", *([] if kpi else ["KPI"]), _("day"), _("value"), _("from"), _("logged"), _("note"))]
    for listed in entries:
        entry = listed.entry
        day = day_text(entry.date) + (f" {entry.time}" if entry.time else "")
        logged = moment_in_words(listed.logged, zone) if listed.logged else ""
        value = typed(listed.kpi, entry.value, style)
        name = [] if kpi else [listed.kpi.name]
        rows.append((listed.short, *name, day, value, listed.file or entry.source, logged, entry.note))
    console.table(rows, right=(2 if kpi else 3,), head=True)


def _record(listed: ListedEntry) -> ListedEntryJson:
    entry = listed.entry
    return {
        "id": entry.id,
        "kpi": listed.kpi.key,
        "date": entry.date.isoformat(),
        "time": entry.time,
        "value": entry.value,
        "note": entry.note,
        "tags": list(tags_of(entry.note)),
        "source": entry.source,
        "file": listed.file or None,
        "logged": listed.logged.isoformat(timespec="seconds") if listed.logged else None,
    }


def _list(arguments: Namespace, console: Console) -> None:
    kpi = find_kpi(console.workspace(), arguments.kpi) if arguments.kpi else None
    tag = read_tag(arguments.tag) if arguments.tag is not None else ""
    print_entries(
        console, kpi, find=arguments.find, tag=tag, last=arguments.last, json=arguments.json, plain=arguments.plain
    )


def _edit(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    listed = find_entry(workspace, arguments.entry)
    if arguments.value is None and arguments.on is None and arguments.note is None:
        raise Refused(mark("Nothing to change. Add --value, --on or --note"), field="value")
    day, time = listed.entry.date, listed.entry.time
    if arguments.on:
        day, typed_time = moment_typed(workspace, listed.kpi.key, arguments.on)
        time = typed_time or time
    note = listed.entry.note if arguments.note is None else arguments.note
    changed = edit_entry(
        workspace, listed.kpi, listed.entry, text=arguments.value, note=note, day=day, time=time, source="shell"
    )
    if not changed:
        console.say(_("Nothing was changed"))
        return
    now = _told(console, find_entry(workspace, listed.entry.id))
    console.say(_("Changed: {entry} (was {before})").format(entry=now, before=_told(console, listed)))


def _delete(arguments: Namespace, console: Console) -> None:
    workspace = console.workspace()
    listed = find_entry(workspace, arguments.entry)
    delete_entry(workspace, listed.kpi, listed.entry)
    console.say(_("Entry deleted: {entry}").format(entry=_told(console, listed)))


def _told(console: Console, listed: ListedEntry) -> str:
    value = typed(listed.kpi, listed.entry.value, console.workspace().settings.numbers)
    note = f" ({listed.entry.note})" if listed.entry.note else ""
    return f"{listed.kpi.name}, {day_text(listed.entry.date)}: {value}{note}"
