"""The entries of a KPI or of all as a list: each with its KPI, the file it came from and when it was logged.

Changing and deleting one is `entries`' work.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from kpitui.core.errors import NotFound, Refused, mark
from kpitui.core.model import Entry, Kpi
from kpitui.services.reading import all_kpis
from kpitui.services.workspace import Workspace
from kpitui.store import entries
from kpitui.store.transaction import moment_of

SHORT = 8
"""The last letters of an id, which tell one entry from another; fewer do where they are of one entry only."""

LISTED = 20
"""Entries that are listed when nobody says how many."""


class ListedEntry(NamedTuple):
    """An entry with what there is to know of it."""

    kpi: Kpi
    entry: Entry
    short: str
    """The end of its id, to be typed."""
    file: str
    """The file it was imported from; empty where it was not."""
    logged: datetime | None
    """When it was logged, by its id."""


def listed_entries(
    workspace: Workspace, kpi: Kpi | None = None, *, text: str = "", tag: str = "", limit: int | None = None
) -> list[ListedEntry]:
    """Return the newest entries, by their days, of *kpi* or of all; with *text* those whose note holds it.

    With *tag* those whose note has that hashtag, as `kpitui.core.text` has it.
    """
    number = kpi.id if kpi else None
    newest = entries.newest_entries(workspace.store, kpi=number, text=text, tag=tag, limit=max(1, limit or LISTED))
    return _listed(workspace, newest)


def newest_of(workspace: Workspace, kpi: Kpi, most: int) -> list[Entry]:
    """Return the newest entries of *kpi* up to today, at most so many, the newest first."""
    today = workspace.today
    return entries.entries_between(workspace.store, kpi.id, today.min, today, limit=most)


def files_of(workspace: Workspace, batches: set[int]) -> dict[int, str]:
    """Return the files of imports, by the numbers of the imports."""
    return entries.files_of(workspace.store, batches)


def find_entry(workspace: Workspace, called: str) -> ListedEntry:
    """Return the entry whose id is, or ends with, *called*; raise NotFound, or Refused where it is of several."""
    tail = called.strip().upper()
    matching = entries.entries_called(workspace.store, tail, limit=2) if tail else []
    if not matching:
        message = mark("No entry {value}. kpitui show KPI --entries lists them with their IDs")
        raise NotFound(message, field="entry", value=called)
    if len(matching) > 1:
        raise Refused(mark("Several entries end with {value}. Type more of the ID"), field="entry", value=called)
    return _listed(workspace, matching)[0]


def _listed(workspace: Workspace, chosen: list[Entry]) -> list[ListedEntry]:
    by_id = {kpi.id: kpi for kpi in all_kpis(workspace)}
    files = entries.files_of(workspace.store, {entry.batch for entry in chosen if entry.batch is not None})
    return [
        ListedEntry(by_id[entry.kpi], entry, entry.id[-SHORT:], files.get(entry.batch or 0, ""), logged_at(entry))
        for entry in chosen
        if entry.kpi in by_id  # else it is of a KPI that is gone from a damaged database
    ]


def logged_at(entry: Entry) -> datetime | None:
    """Return when an entry was logged, by its id; None where that does not tell."""
    seconds = moment_of(entry.id)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
