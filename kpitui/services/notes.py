"""What is written beside the numbers of a day: notes and their hashtags.

A note is of one KPI or of all, and stands as a numbered mark on the charts.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from kpitui.core.errors import NotFound, Refused, mark
from kpitui.core.model import Kpi, Note
from kpitui.core.record import Record
from kpitui.core.text import holds, storable, tag_typed, tags_of
from kpitui.services.workspace import Workspace
from kpitui.store import entries, records


def add_note(workspace: Workspace, kpi: Kpi | None, day: date, text: str) -> int:
    """Put a note on a day, for one KPI or for all; return its id. Raises Refused for an empty one."""
    text = _worded(text)
    with workspace.store.write("note.added", kpi=kpi.name if kpi else "", date=day.isoformat()) as change:
        return records.add_note(change, kpi.id if kpi else None, day, text)


def edit_note(workspace: Workspace, note: Note, kpi: Kpi | None, day: date, text: str) -> Note:
    """Give a note another KPI, day or text and return it; raises Refused for an empty one."""
    changed = note._replace(kpi=kpi.id if kpi else None, date=day, text=_worded(text))
    with workspace.store.write("note.edited", kpi=kpi.name if kpi else "", date=day.isoformat()) as change:
        records.update_note(change, note, changed)
    return changed


def remove_note(workspace: Workspace, note: Note) -> None:
    """Delete a note, undoably."""
    names = {kpi.id: kpi.name for kpi in records.all_kpis(workspace.store, archived=True)}
    with workspace.store.write("note.removed", kpi=names.get(note.kpi or 0, ""), date=note.date.isoformat()) as change:
        records.delete_note(change, note)


def notes(workspace: Workspace, *, kpi: Kpi | None = None, text: str = "", tag: str = "") -> list[Note]:
    """Return the notes, the newest day first: of all, or those on the charts of *kpi*, that hold *text* and *tag*.

    The tag is a hashtag as `kpitui.core.text` has it; empty for any.
    """
    return [
        note
        for note in records.all_notes(workspace.store)
        if (kpi is None or note.kpi in (None, kpi.id))
        and holds(note.text, text)
        and (not tag or tag in tags_of(note.text))
    ]


def find_note(workspace: Workspace, ident: str) -> Note:
    """Return the note with this number, as it is listed; raise NotFound."""
    for note in records.all_notes(workspace.store):
        if str(note.id) == ident.strip():
            return note
    raise NotFound(mark("No note {value}. See the list: kpitui note list"), field="note", value=ident)


def _worded(text: str) -> str:
    """Return the text of a note as it is kept; raise Refused when nothing is left of it."""
    clean = storable(text, what=mark("a note"), field="note")
    if not clean:
        raise Refused(mark("Type a note first"), field="note")
    return clean


TAG_DAYS = timedelta(days=730)
"""How far the app looks back for the tags of entries, so that any database opens its palette at once."""


class TagCount(Record):
    """A tag and how often it is used."""

    tag: str
    """In small letters, without ``#``."""
    notes: int
    """Notes on days that have it."""
    entries: int
    """Entries whose note has it."""


def tag_counts(workspace: Workspace, since: date = date.min) -> list[TagCount]:
    """Return the tags in alphabetical order; of entries those on *since* or later."""
    notes = Counter(tag for note in records.all_notes(workspace.store) for tag in tags_of(note.text))
    texts = entries.notes_with_mark(workspace.store, "#", since)
    logged = Counter(tag for text in texts for tag in tags_of(text))
    return [TagCount(tag, notes[tag], logged[tag]) for tag in sorted(notes.keys() | logged.keys())]


def tags_lately(workspace: Workspace) -> list[TagCount]:
    """Return the tags of all notes and of the entries of two years, worked out once for each state."""
    since = workspace.today - TAG_DAYS
    counts: list[TagCount] = workspace.cached("tags", lambda: tag_counts(workspace, since))
    return counts


def read_tag(text: str) -> str:
    """Return the tag that was typed, in small letters and without ``#``; raise Refused where it is none."""
    tag = tag_typed(text)
    if not tag:
        message = mark("Not a hashtag: {value}. Type one word with a letter in it, such as #campaign")
        raise Refused(message, field="tag", value=text)
    return tag
