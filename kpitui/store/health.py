"""Looking into a database that may be damaged without changing it, and mending it.

Mending builds indexes again, writes the write-ahead log back, and puts what can be read in a new file. What a finding
means and what to do about it is decided by `kpitui.services.health`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from typing import Any, NamedTuple

from kpitui.core.errors import Busy, CodeInside, DatabaseUnusable, lacks_memory, mark
from kpitui.store.backups import verify
from kpitui.store.connection import Store, explained, open_store
from kpitui.store.copying import opened_to_read
from kpitui.store.journal import Images, NotOurs
from kpitui.store.location import companions, delete
from kpitui.store.schema import integrity_faults, refuse_code
from kpitui.store.transaction import KEYS, MANY, Row
from kpitui.store.troubles import BEING_WRITTEN

INDEX_FAULTS = ("missing from index", "wrong # of entries in index", "non-unique entry in index")
"""How SQLite names faults that are mended by building the index again."""


class Damage(NamedTuple):
    """What an integrity check says."""

    faults: list[str]
    only_indexes: bool
    """Whether all of it is mended by building the indexes again."""


@contextmanager
def looked_into(path: str) -> Iterator[sqlite3.Connection]:
    """Open the database at *path* for reading only; raises DatabaseUnusable, or Damaged, when that cannot be done."""
    with explained(path), closing(opened_to_read(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def damage(connection: sqlite3.Connection, most: int = 20) -> Damage:
    """Return what the integrity check finds, at most *most* faults; none when the file is whole.

    A file that holds code of others is not checked, for SQLite would run what is in it.
    """
    try:
        refuse_code(connection, "")
    except CodeInside:
        return Damage([], False)
    except sqlite3.DatabaseError:
        pass  # it is damaged, and SQLite says how
    try:
        faults = integrity_faults(connection, f"integrity_check({int(most)})")
    except sqlite3.DatabaseError as error:
        if lacks_memory(error):
            raise
        return Damage([str(error)], False)
    return Damage(faults, bool(faults) and all(any(words in fault for words in INDEX_FAULTS) for fault in faults))


def dangling(connection: sqlite3.Connection) -> dict[str, int]:
    """Return by table how many rows refer to a row that is not there."""
    counts: dict[str, int] = {}
    for row in connection.execute("PRAGMA foreign_key_check"):
        counts[row[0]] = counts.get(row[0], 0) + 1
    return counts


def orphaned_goals(connection: sqlite3.Connection) -> list[str]:
    """Return the titles of the goals whose KPI is not there."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(goal)")}
    if not {"title", "kpi"} <= columns:
        return []
    rows = connection.execute("SELECT title FROM goal WHERE kpi NOT IN (SELECT id FROM kpi) ORDER BY id")
    return [str(row[0]) for row in rows]


def lost_rows(connection: sqlite3.Connection) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Return the rows that others refer to and that are not there, by table and number, as the journal has them last.

    Those that the journal does not know are left out.
    """
    lost: dict[tuple[str, int], Mapping[str, Any]] = {}
    reader = Images(connection)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in tables & KEYS.keys():
        for _id, _position, parent, own, theirs, *_rest in connection.execute(f'PRAGMA foreign_key_list("{table}")'):
            if parent not in tables & KEYS.keys() or KEYS[parent] != ("id",) or theirs not in (None, "id"):
                continue
            missing = connection.execute(
                f'SELECT DISTINCT "{own}" FROM "{table}" WHERE "{own}" IS NOT NULL'
                f' AND "{own}" NOT IN (SELECT id FROM "{parent}")'
            )
            for (number,) in missing.fetchall():
                row = _last_image(connection, reader, parent, number)
                if row is not None:
                    lost[parent, number] = row
    return lost


def _last_image(connection: sqlite3.Connection, reader: Images, table: str, number: int) -> Row | None:
    """Return the row of *table* with that number as it was last, by the journal; None where that does not know it."""
    images = connection.execute(
        """SELECT before, after FROM change_row JOIN change ON change.id = change_row.change
           WHERE "table" = ? AND NOT undone AND json_valid(coalesce(after, before))
           AND json_extract(coalesce(after, before), '$.id') = ? ORDER BY change.id DESC, position DESC""",
        (table, number),
    )
    for before, after in images:
        try:
            image = reader.read(table, before, after)
        except NotOurs:
            continue
        return image.after or image.before
    return None


def circles(connection: sqlite3.Connection) -> list[list[str]]:
    """Return the keys of KPIs that are parts, or terms of a ratio, of themselves through others; a list a circle."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(kpi)")}
    if not {"id", "key", "part_of", "numerator", "denominator"} <= columns:
        return []
    rows = connection.execute("SELECT id, key, part_of, numerator, denominator FROM kpi ORDER BY id").fetchall()
    keys = {row[0]: str(row[1]) for row in rows}
    rests_on: dict[int, set[int]] = {number: set() for number in keys}
    for number, _key, whole, *terms in rows:
        if whole in keys:
            rests_on[whole].add(number)
        rests_on[number].update(term for term in terms if term in keys)
    reached = {number: _reached(number, rests_on) for number in keys}
    in_circle = [number for number in keys if number in reached[number]]
    groups = {frozenset(other for other in in_circle if other in reached[number] and number in reached[other]): None
              for number in in_circle}  # fmt: skip
    return [[keys[number] for number in sorted(group)] for group in groups]


def _reached(start: int, rests_on: Mapping[int, set[int]]) -> set[int]:
    """Return what *start* rests on, also through others."""
    reached: set[int] = set()
    waiting = list(rests_on[start])
    while waiting:
        number = waiting.pop()
        if number not in reached:
            reached.add(number)
            waiting += rests_on[number]
    return reached


def rules_of_kpis(connection: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    """Return key, cadence, kind and formula of each KPI, as they are stored."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(kpi)")}
    if not {"key", "cadence", "kind", "formula"} <= columns:
        return []
    rows = connection.execute("SELECT key, cadence, kind, coalesce(formula, '') FROM kpi ORDER BY id")
    return [(str(key), str(cadence), str(kind), str(formula)) for key, cadence, kind, formula in rows]


def used_up(connection: sqlite3.Connection) -> list[str]:
    """Return the tables in which no row can be added, as the highest number there is has been given to one."""
    (numbered,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone()
    if not numbered:
        return []
    rows = connection.execute("SELECT name FROM sqlite_sequence WHERE seq >= 9223372036854775807 ORDER BY name")
    return [str(name) for (name,) in rows]


def journal_faults(connection: sqlite3.Connection) -> int:
    """Return how many rows of the journal belong to no change, name no table of ours, or hold what we never write."""
    changeable, many = (", ".join(f"'{table}'" for table in tables) for tables in (KEYS, MANY))
    (images,) = connection.execute(
        f"""SELECT count(*) FROM change_row WHERE change NOT IN (SELECT id FROM change)
            OR "table" NOT IN ({changeable}) OR coalesce(before, after) IS NULL
            OR CASE WHEN NOT json_valid(coalesce(before, '{{}}')) OR NOT json_valid(coalesce(after, '{{}}')) THEN 1
               ELSE json_type(coalesce(before, '{{}}')) <> 'object'
                 OR json_type(coalesce(after, '{{}}')) NOT IN ('object', 'array')
                 OR json_type(coalesce(after, '{{}}')) = 'array' AND ("table" NOT IN ({many}) OR before IS NOT NULL)
               END"""
    ).fetchone()
    (changes,) = connection.execute(
        """SELECT count(*) FROM change WHERE strftime('%s', at) IS NULL
           OR CASE WHEN json_valid(details) THEN json_type(details) <> 'object' ELSE 1 END"""
    ).fetchone()
    return int(images) + int(changes)


def latest_change_fits(connection: sqlite3.Connection) -> bool:
    """Return whether the rows of the latest change that stands are as the journal says, so that it can be undone."""
    images = connection.execute(
        """SELECT "table", before, after FROM change_row
           WHERE change = (SELECT max(id) FROM change WHERE undone = 0) AND after IS NOT NULL ORDER BY position"""
    ).fetchall()
    last: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {}
    reader = Images(connection)
    try:
        for table, before, after in images:
            image = reader.read(table, before, after)
            rows = [dict(zip(image.columns, row, strict=True)) for row in image.rows] or [image.after or {}]
            for row in rows:
                last[table, tuple(row.get(column) for column in KEYS[table])] = row
    except NotOurs:
        return False
    return all(_stands(_row(connection, table, key), row) for (table, key), row in last.items())


def _stands(current: dict[str, Any] | None, row: dict[str, Any]) -> bool:
    return current is not None and all(current.get(column) == value for column, value in row.items())


def _row(connection: sqlite3.Connection, table: str, key: tuple[Any, ...]) -> dict[str, Any] | None:
    where = " AND ".join(f'"{column}" = ?' for column in KEYS[table])
    record = connection.execute(f'SELECT * FROM "{table}" WHERE {where}', key).fetchone()
    return dict(record) if record else None


def days_ahead(connection: sqlite3.Connection, today: date) -> tuple[int, str | None]:
    """Return how many entries lie after *today*, and the last day of them."""
    row = connection.execute("SELECT count(*), max(date) FROM entry WHERE date > ?", (today.isoformat(),)).fetchone()
    return row[0], row[1]


def latest_moment(connection: sqlite3.Connection) -> str | None:
    """Return the moment (ISO text, UTC) of the latest change."""
    moment: str | None = connection.execute("SELECT max(at) FROM change").fetchone()[0]
    return moment


def stored_settings(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the settings that were ever set, as text by key; none where they cannot be read."""
    try:
        return dict(connection.execute("SELECT key, value FROM setting").fetchall())
    except sqlite3.Error:
        return {}


def drafts_before(connection: sqlite3.Connection, moment: str) -> int:
    """Return how many half-filled forms were last typed into before *moment* (ISO text, UTC)."""
    return int(connection.execute("SELECT count(*) FROM draft WHERE updated < ?", (moment,)).fetchone()[0])


def journal_mode(connection: sqlite3.Connection, path: str) -> str:
    """Return how the file at *path*, open on *connection*, keeps its transactions whole: ``wal`` as ours, or not."""
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode == "wal":
        return "wal"  # the file is not opened once more: closing it would let go of the locks of the connection
    with open(path, "rb") as file:
        file.seek(18)
        return "wal" if file.read(1) == b"\x02" else "delete"


def reindex(store: Store) -> None:
    """Build every index again from its table."""
    with store.transaction():
        store.connection.execute("REINDEX")


def put_back_lost_rows(store: Store) -> int:
    """Put rows back that others refer to and that are gone, as the journal has them last; return how many."""
    count = 0
    with store.transaction():
        store.connection.execute("PRAGMA defer_foreign_keys=ON")
        while lost := lost_rows(store.connection):
            added = 0
            for (table, _number), row in lost.items():
                columns, marks = ", ".join(f'"{column}"' for column in row), ", ".join("?" * len(row))
                # Another row may have taken its short name since.
                insert = f'INSERT OR IGNORE INTO "{table}" ({columns}) VALUES ({marks})'
                added += store.connection.execute(insert, tuple(row.values())).rowcount
            count += added
            if not added:
                break
    return count


def write_back_log(store: Store) -> None:
    """Switch to a write-ahead log, and write what is in it into the database itself; raises Busy where it is in use."""
    with explained(store.path):
        store.connection.execute("PRAGMA journal_mode=WAL")
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def watched(path: str) -> Iterator[Callable[[], None]]:
    """Yield what raises Busy once another program has written to the damaged database at *path* since this began.

    One that SQLite cannot read at all is written to by nobody.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before = _data_version(connection)

        def refuse_if_written_to() -> None:
            if before is not None and _data_version(connection) not in (before, None):
                raise Busy(BEING_WRITTEN, path=path)

        yield refuse_if_written_to


def _data_version(connection: sqlite3.Connection) -> int | None:
    """Return what differs as soon as another connection has written; None where that cannot be read."""
    try:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return None


def rescued(path: str, target: str) -> dict[str, tuple[int, int]]:
    """Make a new database at *target* of what can be read at *path*; return by table the rows saved and let go.

    Let go is what breaks a rule of the schema or belongs to a row that is lost. Raises DatabaseUnusable when nothing
    at all can be read.
    """
    with closing(open_store(target)) as new:
        with looked_into(path) as old:
            old.row_factory = None
            counts = _filled(new, old)
        verify(new.connection, target)
        new.connection.execute("PRAGMA journal_mode=DELETE")
    if not any(saved for saved, _lost in counts.values()):
        raise DatabaseUnusable(mark("Nothing in {path} can be read any more"), path=path)
    return counts


def _filled(new: Store, old: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    new.connection.execute("PRAGMA foreign_keys=OFF")
    with new.transaction():
        for table in _tables(new.connection):
            counts[table] = _copied(new.connection, old, table)
        for table, lost in _without_parents(new.connection).items():
            saved, before = counts[table]
            counts[table] = (saved - lost, before + lost)
    new.connection.execute("PRAGMA foreign_keys=ON")
    return counts


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '[s_]*' OR name = 'setting'"
    )
    return [row[0] for row in rows]


def _copied(new: sqlite3.Connection, old: sqlite3.Connection, table: str) -> tuple[int, int]:
    """Copy the rows of *table* that can be read, from the front and then from the back; return rows saved, refused."""
    expected = [row[1] for row in new.execute(f'PRAGMA table_info("{table}")')]
    try:
        # A view, or a table that runs code of its own, may never end.
        plain = "SELECT 1 FROM sqlite_master WHERE name = ? AND type = 'table' AND rootpage > 0"
        if old.execute(plain, (table,)).fetchone() is None:
            return 0, 0
        there = {row[1] for row in old.execute(f'PRAGMA table_info("{table}")')}
    except sqlite3.DatabaseError:
        return 0, 0
    columns = [column for column in expected if column in there]
    if not columns:
        return 0, 0
    key = ", ".join(f'"{row[1]}"' for row in new.execute(f'PRAGMA table_info("{table}")') if row[5])
    names = ", ".join(f'"{column}"' for column in columns)
    insert = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    seen: set[object] = set()
    refused = 0
    for order in ("", " DESC"):
        ordered = ", ".join(f"{part}{order}" for part in key.split(", "))
        for row in _readable(old, f'SELECT {names} FROM "{table}" ORDER BY {ordered}'):
            if row in seen:
                continue
            seen.add(row)
            try:
                new.execute(insert, row)
            except sqlite3.Error:
                refused += 1
    return len(seen) - refused, refused


def _readable(old: sqlite3.Connection, sql: str) -> Iterator[tuple[object, ...]]:
    """Yield rows until one cannot be read."""
    try:
        yield from old.execute(sql)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return


def _without_parents(new: sqlite3.Connection) -> dict[str, int]:
    """Delete rows that belong to a row that was lost, until none is left; return by table how many."""
    lost: dict[str, int] = {}
    while rows := new.execute("PRAGMA foreign_key_check").fetchall():
        for table in {row[0] for row in rows}:
            parents = new.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
            where = " OR ".join(
                f'("{own}" IS NOT NULL AND "{own}" NOT IN (SELECT "{theirs or "id"}" FROM "{parent}"))'
                for _id, _position, parent, own, theirs, *_rest in parents
            )
            lost[table] = lost.get(table, 0) + new.execute(f'DELETE FROM "{table}" WHERE {where}').rowcount
    return lost


def finished(target: str) -> None:
    """Delete the new file at *target* and what lies beside it, once it was put in place or given up."""
    delete(target, *companions(target))
