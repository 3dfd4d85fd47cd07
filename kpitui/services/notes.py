"""Notes: dated remarks on one KPI or on all of them, which stand as numbered marks on the charts."""

from __future__ import annotations

from datetime import date

from kpitui.core.errors import NotFound, Refused, mark
from kpitui.core.model import Kpi, Note
from kpitui.core.text import storable, tags_of
from kpitui.services.workspace import Workspace
from kpitui.store import records


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
    words = text.strip().casefold()
    return [
        note
        for note in records.all_notes(workspace.store)
        if (kpi is None or note.kpi in (None, kpi.id))
        and words in note.text.casefold()
        and (not tag or tag in tags_of(note.text))
    ]


def find_note(workspace: Workspace, ident: str) -> Note:
    """Return the note with this number, as it is listed; raise NotFound."""
    for note in records.all_notes(workspace.store):
        if str(note.id) == ident.strip():
            return note
    raise NotFound(mark("No note {value}. kpitui note list shows the numbers"), field="note", value=ident)


def _worded(text: str) -> str:
    """Return the text of a note as it is kept; raise Refused when nothing is left of it."""
    clean = storable(text, what=mark("a note"), field="note")
    if not clean:
        raise Refused(mark("Type a note first"), field="note")
    return clean
