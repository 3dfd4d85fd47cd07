"""The hashtags there are in notes and in the notes of entries, with how often each is used."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from kpitui.core.errors import Refused, mark
from kpitui.core.record import Record
from kpitui.core.text import tag_typed, tags_of
from kpitui.services.workspace import Workspace
from kpitui.store import entries, records

LATELY = timedelta(days=730)
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
    since = workspace.today - LATELY
    counts: list[TagCount] = workspace.kept("tags", lambda: tag_counts(workspace, since))
    return counts


def read_tag(text: str) -> str:
    """Return the tag that was typed, in small letters and without ``#``; raise Refused where it is none."""
    tag = tag_typed(text)
    if not tag:
        message = mark("Not a hashtag: {value}. Type one word with a letter in it, such as #campaign")
        raise Refused(message, field="tag", value=text)
    return tag
