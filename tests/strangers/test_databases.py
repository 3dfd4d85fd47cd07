"""Databases with code of others, forged schemas and forged journals, thought up without a look at what admits them.

Whatever is in them, a figure is there as it was typed and once, or nothing happened and it is said why.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from tests.cli.conftest import Shell

Rows = list[tuple[object, ...]]
WRITABLE = "PRAGMA writable_schema=ON;"
ON_ENTRY = "CREATE TRIGGER x AFTER INSERT ON entry BEGIN"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def made_again(table: str, old: str, new: str) -> str:
    """Return what makes a table say *new* where its definition says *old*."""
    return f"{WRITABLE} UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE name = '{table}'"


CODE = {
    "a trigger that deletes": f"{ON_ENTRY} DELETE FROM entry WHERE id = NEW.id; END",
    "a trigger that multiplies": f"{ON_ENTRY} UPDATE entry SET value = value * 1000 WHERE id = NEW.id; END",
    "a trigger that doubles": f"{ON_ENTRY} INSERT INTO entry SELECT kpi, date, id || 'x', time, value, note, source, "
    "batch, import_key FROM entry WHERE id = NEW.id AND NEW.id NOT LIKE '%x'; END",
    "a trigger without end": f"{ON_ENTRY} {ENDLESS}; END",
    "a trigger that ignores": "CREATE TRIGGER x BEFORE INSERT ON entry BEGIN SELECT raise(IGNORE); END",
    "a trigger that refuses": "CREATE TRIGGER x BEFORE INSERT ON entry BEGIN SELECT raise(ABORT, '\x1b[1mpay'); END",
    "a trigger that rolls back": f"{ON_ENTRY} SELECT raise(ROLLBACK, ''); END",
    "a trigger on the journal": "CREATE TRIGGER x AFTER INSERT ON change BEGIN DELETE FROM entry; END",
    "a trigger on settings": "CREATE TRIGGER x AFTER INSERT ON setting BEGIN DELETE FROM kpi; END",
    "a trigger on updates": "CREATE TRIGGER x AFTER UPDATE ON kpi BEGIN UPDATE entry SET value = 0; END",
    "a trigger of an odd name": 'CREATE TRIGGER "\x1b[2J[bold]" AFTER INSERT ON entry BEGIN DELETE FROM entry; END',
    "a trigger on a view": "CREATE TRIGGER x INSTEAD OF INSERT ON daily BEGIN DELETE FROM entry; END",
    "a view for the settings": "CREATE VIEW y AS SELECT key, value FROM setting; DROP TABLE setting; "
    "CREATE VIEW setting AS SELECT 'theme' AS key, 'mono' AS value",
    "a view for the figures": "ALTER TABLE entry RENAME TO figures; CREATE VIEW entry AS SELECT kpi, date, id, time, "
    "value * 2 AS value, note, source, batch, import_key FROM figures",
    "another view of days": "DROP VIEW daily; CREATE VIEW daily (kpi, date, value, entries) AS "
    "SELECT key, '2026-11-22', 999999, 1 FROM kpi",
    "a view of much": "CREATE VIEW more AS SELECT hex(randomblob(1000000000)) AS x",
    "a view without end": f"DROP VIEW daily; CREATE VIEW daily (kpi, date, value, entries) AS SELECT '', '', n, 1 FROM "
    f"({ENDLESS.replace('count(*)', 'count(*) AS n')})",
    "a view that loads": "CREATE VIEW more AS SELECT load_extension('./evil')",
    "a computed column": "ALTER TABLE entry ADD COLUMN much TEXT AS (hex(zeroblob(100000000)))",
    "a default that counts": "ALTER TABLE note ADD COLUMN much INTEGER NOT NULL DEFAULT 5",
    "a rule for conflicts": made_again("entry", "date, id)", "date, id) ON CONFLICT REPLACE"),
    "a rule for doubles": "CREATE UNIQUE INDEX x ON entry(kpi, date)",
    "an index that computes": "CREATE INDEX x ON entry(abs(value), length(note))",
    "an index on a part": "CREATE INDEX x ON entry(value) WHERE value > 5",
    "a check that lets all through": made_again("entry", "abs(value) < 1e16", "1 OR abs(value) < 1e16"),
    "a check without end": made_again("entry", "abs(value) < 1e16", "length(zeroblob(value * 100000000)) >= 0"),
    "a check that takes all memory": made_again("entry", "abs(value) < 1e16", "hex(randomblob(500000000)) <> note"),
    "a check that compares for ever": made_again("entry", "abs(value) < 1e16", "note NOT LIKE ''%a%a%a%a%a%a%a%a%b''"),
    "a default that takes all memory": "ALTER TABLE note ADD COLUMN much TEXT DEFAULT (hex(zeroblob(500000000)))",
    "a check that refuses": made_again("entry", "abs(value) < 1e16", "value < 1"),
    "a column that must be there": made_again("change", "key TEXT,", "key TEXT NOT NULL,"),
    "a rule for doubles in the journal": "CREATE UNIQUE INDEX x ON change(what, details)",
    "a reference that deletes": made_again("entry", "REFERENCES kpi(id)", "REFERENCES kpi(id) ON DELETE CASCADE"),
    "a table for full text": "CREATE VIRTUAL TABLE x USING fts5(text)",
    "a table of an unknown module": f"{WRITABLE} INSERT INTO sqlite_master VALUES "
    "('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING evil(''/etc/passwd'')')",
    "a table of a guest": "CREATE TABLE guest (name TEXT); INSERT INTO guest VALUES ('\x1b[31m')",
    "a table that shadows": "CREATE TABLE sqlitex_sequence (name, seq)",
    "a definition that is none": f"{WRITABLE} UPDATE sqlite_master SET sql = 'CREATE TABLE note (' WHERE name = 'note'",
    "a definition of another": f"{WRITABLE} UPDATE sqlite_master SET rootpage = 3 WHERE name = 'note'",
    "statistics that mislead": "ANALYZE; UPDATE sqlite_stat1 SET stat = '999999999999999999999 x'",
    "numbers at their end": "UPDATE sqlite_sequence SET seq = 9223372036854775807",
    "a version to come": "PRAGMA user_version=2147483647",
    "a version before all": "PRAGMA user_version=-5",
    "another program": "PRAGMA application_id=1",
    "an index that takes all memory": "CREATE INDEX x ON entry(length(printf('%.*c', 1000, 'x') || value))",
    "an index on a part that takes all memory": "CREATE INDEX x ON kpi(name) "
    "WHERE length(printf('%.*c', 1000, 'x')) > 1",
    "an index that computes under a name of ours": "DROP INDEX IF EXISTS entry_batch; "
    "CREATE INDEX entry_batch ON entry(abs(value)) WHERE batch IS NOT NULL",
    "an index that counts letters otherwise": "CREATE INDEX x ON kpi(name COLLATE NOCASE)",
    "changes of no moment": "UPDATE change SET at = '9999-99-99'",
    "changes that call": "UPDATE change SET what = 'os.system', details = '{bad'",
    "changes of nothing": "UPDATE change_row SET before = NULL, after = NULL",
    "no changes": "DELETE FROM change_row; DELETE FROM change",
    "all is undone": "UPDATE change SET undone = 1",
    "no migrations": "DELETE FROM _sqlite_migrations",
    "the first version": "PRAGMA user_version=0",
    "small pages": "PRAGMA journal_mode=DELETE; PRAGMA page_size=512; VACUUM",
    "no log": "PRAGMA journal_mode=TRUNCATE",
}  # fmt: skip


def tampered(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(script)


def rows(path: Path) -> Rows:
    """Return the figures as they lie in the file, through no view and no trigger."""
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.execute("SELECT kpi, date, id, value, note FROM entry").fetchall())


def schema(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name <> 'sqlite_stat1'"))


def names_of(schema: Rows) -> set[tuple[object, object]]:
    return {(kind, name) for kind, name, _sql in schema}


def looks_well(shop: Shell) -> None:
    """Commands that read end in words, whatever there is."""
    for words in (("status",), ("due",), ("history",), ("export",)):
        done = shop(*words)
        assert done.status in (0, 3), words
        assert "hit a bug" not in done.err, (words, done.err)
        assert "\x1b" not in done.out + done.err


def is_logged_as_typed(shop: Shell, before: Rows) -> None:
    """A figure is saved as it is, once and beside all others; or it is refused in words, and nothing happened."""
    done = shop("log", "orders", "7", "2026-11-22")
    assert "hit a bug" not in done.err, done.err
    assert "\x1b" not in done.err
    if done.status == 0:
        after = rows(shop.database)
        assert [row[3] for row in after if row not in before] == [7.0]
        assert len(after) == len(before) + 1
    else:
        assert done.status in (1, 3)
        assert done.err.strip()


@pytest.mark.sampled(20)
@pytest.mark.parametrize("name", CODE)
def test_it_is_opened(shop: Shell, name: str) -> None:
    before = rows(shop.database)
    tampered(shop.database, CODE[name])
    is_logged_as_typed(shop, before)
    looks_well(shop)


@pytest.mark.slow
@pytest.mark.parametrize("name", CODE)
@pytest.mark.parametrize("latest", [False, True], ids=["by name", "as the latest"])
def test_it_is_put_back(shop: Shell, tmp_path: Path, name: str, latest: bool) -> None:
    before, ours = rows(shop.database), schema(shop.database)
    other = (
        tmp_path / "backups" / f"daily-{datetime.now(UTC).astimezone():%Y-%m-%d}.db"
        if latest
        else tmp_path / "other.db"
    )
    other.parent.mkdir(mode=0o700, exist_ok=True)
    copyfile(shop.database, other)
    other.chmod(0o600)
    tampered(other, CODE[name])
    shop.ok("config", "daily-backup", "no")
    shop.ok("log", "orders", "3")
    changed = rows(shop.database)
    done = shop("restore", "--latest") if latest else shop("restore", str(other))
    assert "hit a bug" not in done.err, done.err
    if done.status == 0:
        assert rows(shop.database) == before
        assert set(ours) <= set(schema(shop.database))
        added = [(kind, name) for kind, name, _sql in schema(shop.database) if (kind, name) not in names_of(ours)]
        assert {kind for kind, _name in added} <= {"table", "index"}, added
    else:
        assert done.status in (1, 3)
        assert rows(shop.database) == changed
    is_logged_as_typed(shop, before if done.status == 0 else changed)
    looks_well(shop)


@pytest.mark.slow
@pytest.mark.parametrize("name", CODE)
def test_it_is_merged(shop: Shell, tmp_path: Path, name: str) -> None:
    other = tmp_path / "other.db"
    copyfile(shop.database, other)
    Shell(other, shop._patch).ok("log", "orders", "5", "2026-11-19")
    tampered(other, CODE[name])
    content = other.read_bytes()
    before, ours = rows(shop.database), schema(shop.database)
    done = shop("merge", str(other))
    assert done.status in (0, 1, 3)
    assert "hit a bug" not in done.err, done.err
    assert schema(shop.database) == ours
    assert other.read_bytes() == content
    brought = [row for row in rows(shop.database) if row not in before]
    assert [row[3] for row in brought] == ([5.0] if done.status == 0 else [])
    assert len(rows(shop.database)) == len(before) + len(brought)
    is_logged_as_typed(shop, rows(shop.database))


def image(column: str, value: str) -> str:
    return f"UPDATE change_row SET {column} = {value} WHERE change = (SELECT max(id) FROM change)"


def change(column: str, value: str) -> str:
    return f"UPDATE change SET {column} = {value} WHERE id = (SELECT max(id) FROM change)"


JOURNALS: dict[str, str] = {
    "a table of SQLite": image('"table"', "'sqlite_master'"),
    "the journal itself": image('"table"', "'change'"),
    "a view": image('"table"', "'daily'"),
    "another case": image('"table"', "'ENTRY'"),
    "a name with a quote": image('"table"', "'kpi\" --'"),
    "no name": image('"table"', "''"),
    "a column with a quote": image("after", """'{"id\\" = id OR \\"id": 1}'"""),
    "a row number": image("after", """'{"rowid": 1, "value": 5}'"""),
    "no column": image("after", "'{}'"),
    "a list": image("after", "'[1, 2]'"),
    "lists": image("after", """'[["kpi", "date"], [1, "2026-11-22"], [1]]'"""),
    "no JSON": image("after", "'{'"),
    "two values": image("after", "'{} {}'"),
    "a million deep": image("after", "replace(hex(zeroblob(500000)), '00', '[')"),
    "a number beyond all": image("after", """'{"kpi": 1e999, "date": "2026-11-22", "id": "x", "value": 1}'"""),
    "not a number": image("after", """'{"kpi": 1, "date": "2026-11-22", "id": "x", "value": NaN}'"""),
    "a long number": image("after", f"""'{{"kpi": {"9" * 400}, "date": "2026-11-22", "id": "x", "value": 1}}'"""),
    "an object for a value": image("after", """'{"kpi": {"a": 1}, "date": [], "id": null, "value": true}'"""),
    "a day that is none": image("before", """'{"kpi": 2, "date": "2026-02-30", "id": "x", "value": 1}'"""),
    "a KPI that is none": image("before", """'{"kpi": 999, "date": "2026-11-22", "id": "x", "value": 1}'"""),
    "a blob": image("after", "CAST(zeroblob(20) AS TEXT)"),
    "no images": "DELETE FROM change_row WHERE change = (SELECT max(id) FROM change)",
    "nobody's images": f"PRAGMA foreign_keys=OFF; {image('change', '999')}",
    "a moment that is none": change("at", "'0000-00-00T99:99'"),
    "a moment to come": change("at", "'9999-12-31T23:59:59.999+00:00'"),
    "details of a list": change("details", "'[1]'"),
    "details of no JSON": change("details", "'{'"),
    "details with codes": change("details", """'{"kpi": "\\u001b[1m[bold]", "text": 5, "date": "x", "count": "y"}'"""),
    "details with places": change("details", """'{"kpi": "{0}{kpi.__class__}%s", "text": "", "date": ""}'"""),
    "a deed that is none": change("what", "'rm.-rf'"),
    "a deed with codes": change("what", "char(27) || ']0;x' || char(7)"),
    "undone and not": "UPDATE change SET undone = 1 - undone",
    "all passed over": "UPDATE change SET superseded = 1",
    "all undone and passed over": "UPDATE change SET superseded = 1, undone = 1",
    "numbers from below": "PRAGMA foreign_keys=OFF; UPDATE change SET id = -id; UPDATE change_row SET change = -change",
}  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", JOURNALS)
def test_a_forged_journal(shop: Shell, name: str) -> None:
    tampered(shop.database, JOURNALS[name])
    ours = schema(shop.database)
    for words in (("history",), ("history", "--json"), ("undo",), ("redo",), ("undo", "3"), ("redo", "3"), ("doctor",)):
        before = rows(shop.database)
        done = shop(*words)
        assert done.status in (0, 1, 3), words
        assert "hit a bug" not in done.err, (words, done.err)
        assert "\x1b" not in done.out + done.err
        if done.status and words[-1] != "3":
            assert rows(shop.database) == before, words
    assert schema(shop.database) == ours
    is_logged_as_typed(shop, rows(shop.database))


NEVER_WRITTEN = {
    "a rhythm that is none": "UPDATE kpi SET cadence = 'evil'",
    "a rhythm of nothing": "UPDATE kpi SET cadence = ''",
    "a formula of itself": "UPDATE kpi SET kind = 'formula', formula = 'revenue + 1' WHERE key = 'revenue'",
    "a formula that is none": "UPDATE kpi SET kind = 'formula', formula = '9**9**9**9' WHERE key = 'revenue'",
    "a formula of parentheses": "UPDATE kpi SET kind = 'formula', formula = printf('%.*c', 99999, '(') "
    "WHERE key = 'revenue'",
    "a ratio of itself": "UPDATE kpi SET numerator = id, denominator = id WHERE key = 'conversion'",
    "days at the end of time": "UPDATE entry SET date = '9999-12-31'",
    "a note of twenty million letters": "UPDATE entry SET note = printf('%.*c', 20000000, 'x') "
    "WHERE date = '2026-11-20' AND kpi = 1",
}  # fmt: skip


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", NEVER_WRITTEN)
def test_rows_that_we_never_write(shop: Shell, name: str) -> None:
    """What reads them ends in words, and what has nothing to do with them is logged."""
    tampered(shop.database, NEVER_WRITTEN[name])
    before = rows(shop.database)
    for words in (("status",), ("due",), ("review",), ("check",), ("kpi", "list"), ("export",), ("history",)):
        done = shop(*words)
        assert done.status in (0, 1, 3), words
        assert "hit a bug" not in done.err, (words, done.err)
    done = shop("log", "visitors", "7", "2026-11-21")
    assert "hit a bug" not in done.err
    after = rows(shop.database)
    assert [row[3] for row in after if row not in before] == ([7.0] if done.status == 0 else [])
    assert len(after) - len(before) == (done.status == 0)


TOLD = ("a rhythm that is none", "a rhythm of nothing", "a formula of itself", "a formula that is none",
        "a formula of parentheses", "a ratio of itself", "numbers at their end", "a version before all",
        "an index that takes all memory", "changes of nothing")  # fmt: skip


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", TOLD)
def test_the_doctor_says_what_stands_in_the_way(shop: Shell, name: str) -> None:
    assert shop("doctor").status == 0
    tampered(shop.database, {**CODE, **NEVER_WRITTEN}[name])
    done = shop("doctor")
    assert done.status in (1, 3)
    assert "! " in done.out
