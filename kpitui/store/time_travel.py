"""The database as it was before something was committed: a copy of it, in which steps are taken back again.

The database itself is only read, so that nobody who writes to it has to wait. The copy is gone afterwards.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date

from kpitui.store.connection import NAMELESS, Store, explained
from kpitui.store.copying import copy_pages
from kpitui.store.journal import LATER, Image, Images, NotOurs, undo_since
from kpitui.store.transaction import KEYS

LARGEST_IN_MEMORY = 64_000_000
"""Bytes; the copy of a larger database is a file that SQLite makes for itself alone and that has no name."""

Touched = dict[int, dict[date, int]]
"""By the id of a KPI: the days whose entries were touched, ascending, and how many entries of each."""


@contextmanager
def copied(store: Store) -> Iterator[Store]:
    """Yield a copy of an open database, as it is now."""
    with closing(open_copy(store)) as copy:
        yield copy


def open_copy(store: Store) -> Store:
    """Return a copy of an open database, as it is now, which is gone when it is closed."""
    place = ":memory:" if os.path.getsize(store.path) <= LARGEST_IN_MEMORY else NAMELESS
    connection = sqlite3.connect(place, isolation_level=None)
    try:
        with explained(store.path):
            copy_pages(store.connection, connection)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA trusted_schema=OFF")
        return Store(connection, store.path)
    except BaseException:
        connection.close()
        raise


WITHOUT_LATER = """
DELETE FROM entry WHERE date > :day;
DELETE FROM note WHERE date > :day;
DELETE FROM goal WHERE created > :day;
DELETE FROM goal_kpi WHERE goal NOT IN (SELECT id FROM goal);
DELETE FROM target WHERE goal NOT IN (SELECT id FROM goal)
  OR (since > :day AND since > (SELECT min(since) FROM target AS first WHERE first.goal = target.goal));
UPDATE goal SET state = 'open', closed = NULL, verdict = NULL, learning = '' WHERE closed > :day;
DELETE FROM action WHERE created > :day OR (goal IS NOT NULL AND goal NOT IN (SELECT id FROM goal));
UPDATE action SET state = CASE WHEN started <= :day THEN 'started' ELSE 'planned' END, finished = NULL
  WHERE finished > :day;
UPDATE action SET state = 'planned', started = NULL WHERE started > :day;
DELETE FROM planned WHERE created > :day AND date > :day AND (every IS NULL OR is_new);
DELETE FROM settlement WHERE date > :day OR planned NOT IN (SELECT id FROM planned);
DELETE FROM base WHERE date > :day;
DELETE FROM one_off WHERE date > :day;
DELETE FROM review WHERE day > :day;
DELETE FROM decision WHERE day > :day OR (goal IS NOT NULL AND goal NOT IN (SELECT id FROM goal))
"""
"""What a database loses that is seen as of a day: figures of later days, and what was set, done or decided later.

A planned amount that was entered later but came before, or always came again, is in the balance of that day: it stays,
as a number entered late does.
"""

WORKED_OUT = ("chance", "outlook", "usual", "runway", "summary", "draft")
"""Tables of what was worked out or half typed, which a copy as of another day has no use for."""


def forget_later(copy: Store, day: date) -> None:
    """Take out of a *copy* what is of later days than *day*: numbers, notes, goals, targets, outcomes, decisions."""
    with copy.transaction():
        for statement in WITHOUT_LATER.split(";"):
            copy.connection.execute(statement, {"day": day.isoformat()})
        _forget_worked_out(copy)


CHANGED_LATER = f"""
SELECT "table", before, after FROM change_row JOIN change ON change.id = change_row.change
WHERE NOT undone AND "table" IN ('goal', 'goal_kpi', 'target') AND {LATER}
ORDER BY change.id DESC, position DESC
"""
"""What was changed of goals after a day."""

OUTCOME = ("id", "uid", "kpi", "state", "closed", "verdict", "learning", "created")
"""Columns of a goal that stay: when it was set and how it ended is told by its own days."""


def goals_as_they_were(copy: Store, day: date, moment: str) -> None:
    """Give the goals of a *copy* the words, days, baselines, targets and links that they had at the end of *day*.

    *moment* is that end, an ISO moment in UTC. Goals stay that the journal saw later than their own day: they came from
    another database.
    """
    reader, images = Images(copy.connection), []
    for table, before, after in copy.rows(CHANGED_LATER, {"day": day.isoformat(), "moment": moment}):
        try:
            images.append(reader.read(table, before, after))
        except NotOurs:
            continue
    came = {image.after["id"] for image in images if image.table == "goal" and image.after and image.before is None}
    with copy.transaction():
        for image in images:
            row = image.after or image.before or {}
            if row.get("id" if image.table == "goal" else "goal") not in came:
                _taken_back(copy, image)


def _taken_back(copy: Store, image: Image) -> None:
    """Take one change of a goal, of one of its targets or of a link back."""
    table, before, after = image.table, image.before, image.after
    where = " AND ".join(f'"{column}" = :{column}' for column in KEYS[table])
    if before is not None and after is not None:
        columns = [column for column in before if column not in OUTCOME]
        assigned = ", ".join(f'"{column}" = :{column}' for column in columns)
        copy.connection.execute(f'UPDATE "{table}" SET {assigned} WHERE {where}', before)
    elif after is not None:
        copy.connection.execute(f'DELETE FROM "{table}" WHERE {where}', after)
    elif before is not None and table != "goal":
        names = ", ".join(f'"{column}"' for column in before)
        values = ", ".join(f":{column}" for column in before)
        copy.connection.execute(f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({values})', before)


def take_back_since(copy: Store, moment: str) -> None:
    """Make a *copy* what the database was at the ISO *moment* in UTC: changes made since are taken back, newest first.

    Settings stay as they are. Raises Refused where a row is no longer as a change left it.
    """
    settings = copy.rows("SELECT key, value FROM setting")
    (last,) = copy.rows("SELECT coalesce(max(id), 0) FROM change WHERE at < ?", (moment,))[0]
    undo_since(copy, last)
    with copy.transaction():
        copy.connection.execute("DELETE FROM setting")
        copy.connection.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", map(tuple, settings))
        _forget_worked_out(copy)


def _forget_worked_out(copy: Store) -> None:
    for table in WORKED_OUT:
        copy.connection.execute(f"DELETE FROM {table}")


def touched_days(store: Store, change: int) -> Touched:
    """Return which entries a change of the journal touched."""
    touched: Touched = {}
    images = store.connection.execute(
        "SELECT before, after FROM change_row WHERE change = ? AND \"table\" = 'entry' ORDER BY position", (change,)
    )
    for before, after in images:
        for kpi, day in _days(before, after):
            days = touched.setdefault(kpi, {})
            days[day] = days.get(day, 0) + 1
    return {kpi: dict(sorted(days.items())) for kpi, days in touched.items()}


def _days(before: str | None, after: str | None) -> Iterator[tuple[int, date]]:
    """Yield KPI and day of what one image is about; of an entry that moved to another day both, otherwise one."""
    was, became = (json.loads(image) if image else None for image in (before, after))
    if isinstance(became, list):
        columns, *rows = became
        kpi, day = columns.index("kpi"), columns.index("date")
        yield from ((int(row[kpi]), date.fromisoformat(row[day])) for row in rows)
    else:
        yield from {(int(row["kpi"]), date.fromisoformat(row["date"])) for row in (was, became) if row}
