"""What is written beside the numbers of a day: notes and their hashtags, and pauses, when nothing is expected.

A note is of one KPI or of all, and stands as a numbered mark on the charts; a pause may be added afterwards.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from kpitui.core.errors import NotFound, Refused, mark
from kpitui.core.model import Kpi, Note, Pause
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


def add_pause(workspace: Workspace, kpi: Kpi | None, start: date, end: date, reason: str) -> int:
    """Expect nothing from *start* to *end*, both inclusive, of one KPI or of all; return the id of the pause."""
    reason = _checked(start, end, reason)
    with workspace.store.write("pause.added", **_details(kpi, start, end)) as change:
        return records.add_pause(change, kpi.id if kpi else None, start, end, reason)


def edit_pause(workspace: Workspace, pause: Pause, kpi: Kpi | None, start: date, end: date, reason: str) -> Pause:
    """Give a pause another KPI, other days or another reason, and return it; raises Refused as `add_pause`."""
    reason = _checked(start, end, reason)
    changed = pause._replace(kpi=kpi.id if kpi else None, start=start, end=end, reason=reason)
    with workspace.store.write("pause.edited", **_details(kpi, start, end)) as change:
        records.update_pause(change, changed)
    return changed


def remove_pause(workspace: Workspace, pause: Pause) -> None:
    """Delete a pause, undoably: its days are expected again."""
    kpi = next((kpi for kpi in records.all_kpis(workspace.store, archived=True) if kpi.id == pause.kpi), None)
    with workspace.store.write("pause.removed", **_details(kpi, pause.start, pause.end)) as change:
        records.delete_pause(change, pause)


def find_pause(workspace: Workspace, number: str) -> Pause:
    """Return the pause with this number, as it is listed; raise NotFound."""
    for pause in records.all_pauses(workspace.store):
        if str(pause.id) == number.strip():
            return pause
    raise NotFound(mark("No pause {value}. See the list: kpitui pause"), field="remove", value=number)


def last_day(workspace: Workspace, text: str, start: date) -> date:
    """Return the last day of a pause as it was typed: one that lies before its first is the next one of that name."""
    end = workspace.read_day(text)
    return end if end >= start else workspace.read_day(text, today=start, future=True)


def _checked(start: date, end: date, reason: str) -> str:
    if end < start:
        raise Refused(mark("A pause can't end before it starts"), field="end")
    return storable(reason, what=mark("a reason"), field="reason")


def _details(kpi: Kpi | None, start: date, end: date) -> dict[str, str]:
    return {"kpi": kpi.name if kpi else "", "date": start.isoformat(), "end": end.isoformat()}
