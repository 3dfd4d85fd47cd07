"""What marks a database as ours and of this version, and what may be in it besides rows.

Tables, indexes and views that KPITUI makes, and no code of anybody else: a trigger, a view in the place of a table, a
rule for conflicts or doubles can change figures unseen or never end, and an index, a column, a default or a check that
computes can take all memory. None is ours, so a file that has one is not used. A backup is compared with a new database
before it is put back.
"""

from __future__ import annotations

from kpitui.core.errors import CodeInside, DatabaseUnusable, mark
from kpitui.store.transaction import KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


APPLICATION_ID = 0x4B504954
"""``KPIT``: tells our file from any other SQLite database."""

SCHEMA_VERSION = 16
"""Raised by one with every release that changes the schema; a file with a higher one is left alone."""


def application_and_version(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the mark of the program that made the file, and the version of its schema."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


def refuse_newer(version: int, path: str) -> None:
    """Raise DatabaseUnusable when the database at *path* has a schema *version* that this program does not know."""
    if version > SCHEMA_VERSION:
        raise DatabaseUnusable(
            mark("{path} was made by a newer KPITUI (schema {found}; this one knows {known}). Upgrade KPITUI"),
            path=path,
            found=version,
            known=SCHEMA_VERSION,
        )


VIEWS = ("daily", "latest", "goal_board", "action_board", "part_share", "planned_amount")
"""Every view that any version of ours has made."""

RULED = (*KEYS, "change", "change_row")
"""The tables in which nobody else says what may be there twice."""

PARTIAL = ("entry_import_key", "entry_batch", "change_key", "change_redo")
"""The indexes of ours that hold only a part of a table; none computes anything."""

WRITTEN = frozenset((*RULED, "draft", "chance", "outlook", "usual", "runway", "summary", "_sqlite_migrations"))
"""Every table in which we write rows, so that its checks, defaults and computed columns would run."""

OWN_CALLS = (
    "check (", " in (", "primary key (", "unique (", "date(", "length(", "abs(",
    *(f"references {table}(" for table in ("kpi", "goal", "batch", "planned", "change")),
    "glob '[0-2][0-9]:[0-5][0-9]'",
)  # fmt: skip
"""What stands before a parenthesis, or matches a pattern, in our tables; that after a table's name is left."""


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


CODE = f"""
SELECT type, name FROM sqlite_master
WHERE type = 'trigger' OR (type = 'view' AND name NOT IN ({_list(VIEWS)}))
   OR sql LIKE '%CONFLICT%' OR sql LIKE 'CREATE VIRTUAL%'
   OR (sql LIKE 'CREATE UNIQUE%' AND name <> 'entry_import_key' AND tbl_name COLLATE NOCASE IN ({_list(RULED)}))
   OR (type = 'index' AND (sql LIKE '%(%(%' OR (sql LIKE '%WHERE%' AND name NOT IN ({_list(PARTIAL)}))))
LIMIT 1
"""
"""One row where there is code of somebody else but in a table. With the tables a tenth of a millisecond a command."""

MISSING, CHANGED, FOREIGN = "missing", "changed", "foreign"


def refuse_code(connection: sqlite3.Connection, path: str) -> None:
    """Raise CodeInside when the database at *path*, open on *connection*, has code that no KPITUI made."""
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    row = connection.execute(CODE).fetchone() or next(
        (("table", name) for name, sql in tables if name.lower() in WRITTEN and _computes(name, sql)), None
    )
    if row is not None:
        raise CodeInside(
            mark(
                "{path} holds a {what} that KPITUI did not make: it could change your numbers without you noticing. "
                "Nothing was changed. See: kpitui doctor"
            ),
            path=path,
            what=f"{row[0]} {row[1]}",
        )


def _computes(table: str, sql: str) -> bool:
    """Tell whether a *table* of ours calls what it does not in our schema, or changes rows when others are."""
    rest = sql.lower()
    for call in OWN_CALLS:
        rest = rest.replace(call, "")
    if rest.count("(") > 1 or "like" in rest or "glob" in rest:
        return True
    return table.lower() in RULED and ("on delete" in rest or "on update" in rest)


def differences(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield what is not as in a new database of this version: its kind and name, and what is the matter with it.

    Tables and indexes that somebody added are left out: they change nothing.
    """
    expected, there = expected_schema(), schema(connection)
    for name in sorted(expected.keys() | there.keys()):
        if name not in there:
            yield name, MISSING
        elif name in expected:
            if there[name] != expected[name]:
                yield name, CHANGED
        elif name.startswith(("trigger ", "view ")) or "virtualtable" in there[name]:
            yield name, FOREIGN


def refuse_differences(connection: sqlite3.Connection, path: str) -> None:
    """Raise DatabaseUnusable unless *connection*, open on the file *path*, has the schema of this version."""
    for name, fault in differences(connection):
        message = (
            mark("{path} can't be restored: it holds a {name} that KPITUI did not make")
            if fault == FOREIGN
            else mark("{path} can't be restored: its {name} is missing or was changed")
        )
        raise DatabaseUnusable(message, path=path, name=name)


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the statement that made each table, index, view and trigger, by kind and name.

    Spacing, quotes and case are left out: how SQLite writes down a changed table differs between its versions.
    """
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return {
        f"{kind} {name}": _plain(sql or "")
        for kind, name, sql in rows
        if kind == "trigger" or not name.startswith(("sqlite_", "_sqlite_migrations"))
    }


def expected_schema() -> dict[str, str]:
    """Return what `schema` says of a new database."""
    import sqlite3
    from contextlib import closing

    from kpitui.store.migrations import upgrade

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        upgrade(fresh)
        return schema(fresh)


def _plain(sql: str) -> str:
    import re

    return re.sub(r'[\s"`\[\]]+', "", sql).casefold()


def integrity_faults(connection: sqlite3.Connection, check: str) -> list[str]:
    """Return what the pragma *check* finds, such as ``quick_check(1)``; raise MemoryError where SQLite had too little.

    It says that of the page that it had no memory for, as if that could not be read.
    """
    faults = [str(row[0]) for row in connection.execute(f"PRAGMA {check}")]
    if any(fault.endswith(code) for fault in faults for code in NO_MEMORY):
        raise MemoryError(faults[0])
    return [fault for fault in faults if fault != "ok"]


NO_MEMORY = ("error code=7", "error code=3082")
"""``SQLITE_NOMEM`` and ``SQLITE_IOERR_NOMEM``."""
