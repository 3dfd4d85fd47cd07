"""The targets: what is made up by chance, what is done with it, and what must hold whatever it is.

A target takes a source of chance and a folder, makes one thing up, and raises AssertionError, or anything but
KpituiError, when a promise is broken. What is made up is seeds, taken apart and put together again.
"""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from math import isfinite
from pathlib import Path
from random import Random

from kpitui.cli.main import main
from kpitui.core.amount import LARGEST, parse_amount
from kpitui.core.day import parse_day
from kpitui.core.errors import KpituiError
from kpitui.core.formula import Formula
from kpitui.core.goal_text import read_wish, results_in
from tests.fuzz.outside import OUTSIDE
from tests.fuzz.terminal import terminal_bytes, terminal_pieces
from tests.hostile import STRINGS
from tests.killing import State, state_of
from tests.tui.stage import shop

TODAY = date(2026, 11, 23)
VALUES = (
    "1249,50",
    "1.249,50",
    "1,249.50",
    "€ 12",
    "4,2%",
    "1.2k",
    "1h30",
    "1u30",
    "3*45+12",
    "+3",
    "=3",
    "-0",
    "1e5",
    "1/3",
)
DAYS = (
    "yesterday",
    "mon",
    "last friday",
    "23/11",
    "end of Q2",
    "eind Q2",
    "31 december",
    "2026-11-23",
    "week 47",
    "3 days ago",
)
FORMULAS = (
    "orders / visitors * 100",
    "min(orders, 3)",
    "-(a - b) * max(a, b, 2)",
    "abs(orders)",
    "(1 + 2",
    "a-b - c",
    "1e3*x",
)
WORDS = (
    "15%", "more", "revenue", "by", "the", "end", "of", "Q2", "meer", "omzet", "per", "week", "dan", "vorig", "jaar",
    "at", "least", "20", "orders", "a", "day", "in", "2027", "zonder",
)  # fmt: skip
SIGNS = "0123456789.,-+=*/()%€$kKmMhHu: \t\n'\"eExX<>&;|\\{}[]\x00\x1b\x9b\u202e\ud800é日👍½²١"


def values(chance: Random, _folder: Path) -> None:
    """A value is a finite number of bearable size, or refused; never an error taken for 0."""
    text = _made(chance, VALUES)
    amount = parse_amount(text, decimal=chance.choice(",."))
    assert isfinite(amount.value) and abs(amount.value) <= LARGEST, text
    assert any(sign.isdigit() for sign in text), text


def days(chance: Random, _folder: Path) -> None:
    """A day is a day, whatever day it is today, or refused."""
    today = date.fromordinal(chance.randint(1, date.max.toordinal()))
    day = parse_day(_made(chance, DAYS), today, future=chance.random() < 0.5)
    assert date.min <= day <= date.max


def sentences(chance: Random, _folder: Path) -> None:
    """A sentence is read, however little it says."""
    sentence = " ".join(chance.choices(WORDS, k=chance.randint(0, 14)))
    sentence = sentence if chance.random() < 0.5 else _made(chance, (sentence, *DAYS, *VALUES))
    read_wish(sentence, TODAY)
    results_in(sentence, TODAY)


def formulas(chance: Random, _folder: Path) -> None:
    """A formula gives a finite number or none, and runs no code."""
    formula = Formula.parse(_made(chance, FORMULAS))
    known = {name: chance.choice((0.0, 1.0, -1.5, 1e15, 1e-300)) for name in formula.names}
    result = formula.evaluate(known)
    assert result is None or isfinite(result)


def csv_files(chance: Random, folder: Path) -> None:
    """A file is imported as a whole or not at all, the preview says what is done, and undo brings back what was."""
    path = folder / "figures.csv"
    path.write_bytes(_file(chance, _table(chance)))
    _all_or_nothing(folder, ("import", str(path), *(["--skip-refused"] if chance.random() < 0.5 else [])))


def merge_files(chance: Random, folder: Path) -> None:
    """An export or a database that was tampered with is merged as a whole or refused, and undo brings back what was."""
    seed = folder / "export.json"
    if not seed.exists():
        assert _run(folder, "export", "--format", "json", "-o", str(seed)) == 0
    path = folder / "other.json"
    if chance.random() < 0.5:
        document = json.loads(seed.read_text())
        for _time in range(chance.randint(1, 4)):
            _tamper(chance, document)
        path.write_text(json.dumps(document))
    else:
        content = bytearray((seed if chance.random() < 0.5 else folder / "kpitui.db").read_bytes())
        for _time in range(chance.randint(1, 30)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 8)] = bytes(chance.choices(range(256), k=chance.randint(0, 8)))
        path.write_bytes(content)
    _all_or_nothing(folder, ("merge", str(path)))


IMAGE_PARTS: tuple[object, ...] = (
    None, 0, -1, 2**70, 1e308, True, "", "x", [], {}, [[]], ["kpi"], {"kpi": 1},
    {"kpi": 1, "date": "2026-11-22", "id": "x", "value": 5.0},
    [["kpi", "date", "id", "value"], [1, "2026-11-22", "x", 5.0]],
    {"id": 1, "key": "inj", "name": "Inj", "kind": "flow", "created": "2026-01-01"},
)  # fmt: skip
TABLE_NAMES = (
    "entry", "kpi", "setting", "change", "sqlite_master", "entry_import_key", "daily", "", 'kpi"',
    'kpi" (key,name,kind,created) SELECT \'inj\',\'Inj\',\'flow\',\'2026-01-01\' WHERE 1=?--',
)  # fmt: skip


def forged_journals(chance: Random, folder: Path) -> None:
    """Whatever somebody wrote into the journal, history shows, a step is whole or refused, and none of it is SQL."""
    _content(folder)
    path = folder / "kpitui.db"
    seed = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        for _time in range(chance.randint(1, 4)):
            _forge(chance, connection)
        connection.commit()
        schema = connection.execute("SELECT * FROM sqlite_master").fetchall()
    try:
        for words in chance.sample((("undo",), ("redo",), ("undo", "3"), ("history",), ("history", "--json")), 3):
            before = state_of(path)
            status = _run(folder, *words)
            assert status in (0, 1), (status, words)
            after = state_of(path)
            assert status == 0 or before == after, "refused, and something changed"
        assert _run(folder, "doctor") in (0, 1)
        if chance.random() < 0.3:  # the same journal as evidence, when the file is merged into another
            other = folder / "forged.db"
            other.write_bytes(path.read_bytes())
            path.write_bytes(seed)
            _all_or_nothing(folder, ("merge", str(other)))
            path.write_bytes(other.read_bytes())
        with closing(sqlite3.connect(path)) as connection:
            assert schema == connection.execute("SELECT * FROM sqlite_master").fetchall()
            assert connection.execute("SELECT 1 FROM kpi WHERE key = 'inj' AND id <> 1").fetchone() is None
    finally:
        path.write_bytes(seed)
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)


def _forge(chance: Random, connection: sqlite3.Connection) -> None:
    """Change one thing in the journal, mostly of the changes that the next steps are about."""
    (last,) = connection.execute("SELECT max(id) FROM change").fetchone()
    number = last - chance.choice((0, 0, 0, 1, 2))
    kind = chance.randrange(5)
    if kind == 0:
        column = chance.choice(("details", "at", "what", "key"))
        value = chance.choice(("{", "[1]", "[" * 50_000, "null", "", "0000-00-00", "entry.logged", *STRINGS))
        clean = value.replace("\x00", "").encode("utf-8", "replace").decode()
        connection.execute(f"UPDATE change SET {column} = ? WHERE id = ?", (clean, number))
    elif kind == 1:
        column = chance.choice(("undone", "superseded"))
        connection.execute(f"UPDATE change SET {column} = 1 - {column} WHERE id = ?", (number,))
    elif kind == 2:
        connection.execute('UPDATE change_row SET "table" = ? WHERE change = ?', (chance.choice(TABLE_NAMES), number))
    else:
        column = chance.choice(("before", "after", "after"))
        found = connection.execute(f"SELECT {column} FROM change_row WHERE change = ?", (number,)).fetchone()
        image = None if found is None or found[0] is None else json.loads(found[0])
        if isinstance(image, dict) and image and kind == 4:
            name = chance.choice(list(image))
            if chance.random() < 0.3:
                image[chance.choice((*STRINGS[:40], 'id" = id OR "id'))] = image.pop(name)
            else:
                image[name] = chance.choice((*IMAGE_PARTS, *STRINGS[:60]))
        else:
            image = chance.choice(IMAGE_PARTS)
        dumped = None if image is None and chance.random() < 0.5 else json.dumps(image)
        connection.execute(f"UPDATE change_row SET {column} = ? WHERE change = ?", (dumped, number))


TARGETS: dict[str, Callable[[Random, Path], None]] = {
    "values": values,
    "days": days,
    "sentences": sentences,
    "formulas": formulas,
    "csv": csv_files,
    "merge": merge_files,
    "journal": forged_journals,
    "terminal": terminal_bytes,
    "pieces": terminal_pieces,
    **OUTSIDE,
}


def attempt(name: str, seed: int, folder: Path) -> None:
    """Let the target called *name* make one thing up from *seed*; a refusal is as it should be."""
    try:
        TARGETS[name](Random(seed), folder)
    except KpituiError as error:
        assert str(error)


def _made(chance: Random, seeds: Sequence[str]) -> str:
    """Return a seed with some of it left out, doubled, replaced or mixed with another."""
    text = chance.choice(seeds) if chance.random() < 0.9 else chance.choice(STRINGS)[:200]
    for _time in range(chance.randint(0, 5)):
        at = chance.randint(0, len(text))
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:at] + chance.choice(SIGNS) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + chance.randint(1, 3) :]
        elif kind == 2:
            text = text[:at] + chance.choice(seeds) + text[at:]
        else:
            text = text[:at] + text[:at][-3:] + text[at:]
    return text


def _table(chance: Random) -> list[list[str]]:
    if chance.random() < 0.5:
        head = ["date", "kpi", "value", "time", "note"]
        rows = [
            [f"2026-{chance.randint(1, 11):02}-{chance.randint(1, 30):02}", chance.choice(("revenue", "orders", "x")),
             _made(chance, VALUES), chance.choice(("", "12:00", "25:00")), chance.choice(STRINGS)[:50]]
            for _row in range(chance.randint(0, 8))
        ]  # fmt: skip
    else:
        head = ["Date", "Revenue", chance.choice(("Orders", "", "date", chance.choice(STRINGS)[:40]))]
        rows = [[_made(chance, DAYS), _made(chance, VALUES), "5"] for _row in range(chance.randint(0, 8))]
    return [head, *rows]


def _file(chance: Random, table: list[list[str]]) -> bytes:
    separator = chance.choice(",;\t|")
    text = chance.choice(("\n", "\r\n", "\r")).join(separator.join(row) for row in table)
    content = text.encode(chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")), "replace")
    if chance.random() < 0.3 and content:
        at = chance.randrange(len(content))
        content = content[:at] + bytes(chance.choices(range(256), k=3)) + content[at:]
    return content


def _tamper(chance: Random, document: dict[str, object]) -> None:
    tables = [rows for rows in document.values() if isinstance(rows, list) and rows]
    rows = chance.choice(tables)
    row = chance.choice(rows)
    column = chance.choice(list(row))
    kind = chance.randrange(4)
    if kind == 0:
        del row[column]
    elif kind == 1:
        row[column] = chance.choice((None, 0, -1, 1e308, True, [], {}, 2**70, *STRINGS[:60]))
    elif kind == 2:
        rows.append(dict(row))
    else:
        row[chance.choice(STRINGS)[:30]] = "x"


def _all_or_nothing(folder: Path, words: tuple[str, ...]) -> None:
    before = _content(folder)
    status = _run(folder, *words)
    assert status in (0, 1, 3), (status, words)
    after = _content(folder)
    if status == 3 or (status == 1 and "--skip-refused" not in words):
        assert before == after, "refused, and something changed all the same"
    if before != after:
        assert _run(folder, "undo") == 0
        assert before == _content(folder), "undo did not bring back what was"


def _content(folder: Path) -> State:
    """Return what is in the database, but for the journal, which also knows what was undone."""
    path = folder / "kpitui.db"
    if not path.exists():
        shop(path, days=5)
    return {name: rows for name, rows in state_of(path).items() if name not in ("change", "images")}


def _run(folder: Path, *words: str) -> int:
    _content(folder)
    out, err, streams = io.StringIO(), io.StringIO(), (sys.stdout, sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        status = main(["--db", str(folder / "kpitui.db"), *words])
    finally:
        sys.stdout, sys.stderr = streams
    assert "hit a bug" not in err.getvalue(), err.getvalue()
    return status
