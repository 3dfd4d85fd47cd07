"""Databases with damaged pages, as a failing disk leaves them: each command says so in words, doctor misses none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.cli.conftest import Shell

PAGE = 4096
Damage = Callable[[bytearray, int, Random], None]


def overwritten(page: bytearray, _number: int, _chance: Random) -> None:
    page[:] = b"\xff" * PAGE


def emptied(page: bytearray, _number: int, _chance: Random) -> None:
    page[:] = bytes(PAGE)


def half_written(page: bytearray, _number: int, chance: Random) -> None:
    page[PAGE // 2 :] = chance.randbytes(PAGE // 2)


def flipped(page: bytearray, number: int, chance: Random) -> None:
    """Turn bits in the head of the page, which says what is where."""
    for _time in range(3):
        page[(100 if number == 0 else 0) + chance.randrange(12)] ^= 1 << chance.randrange(8)


def moved(page: bytearray, _number: int, chance: Random) -> None:
    far = chance.randrange(8, PAGE - 8)
    page[:] = page[far:] + page[:far]


DAMAGES: tuple[Damage, ...] = (overwritten, emptied, half_written, flipped, moved)
READING = (("status",), ("due",), ("history",), ("export", "--format", "json"), ("show", "orders"), ("review",))
WRITING = (("log", "orders", "5"), ("undo",), ("redo",))


def is_broken(path: Path) -> bool:
    """Tell whether SQLite itself finds the file damaged, or cannot read all of it."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            return connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return True


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_pages(shop: Shell, damage: Damage) -> None:
    shop.ok("log", "orders", "7")
    shop.ok("undo")
    sound, chance, broken = shop.database.read_bytes(), Random(7), 0
    for number in range(len(sound) // PAGE):
        content = bytearray(sound)
        page = content[number * PAGE : (number + 1) * PAGE]
        damage(page, number, chance)
        content[number * PAGE : (number + 1) * PAGE] = page
        for words in (*READING, *WRITING, ("doctor",)):
            for end in ("", "-wal", "-shm"):
                shop.database.with_name(shop.database.name + end).unlink(missing_ok=True)
            shop.database.write_bytes(content)
            shop.database.chmod(0o600)
            done = shop(*words)
            assert done.status in (0, 1, 3), (number, words)
            assert "Traceback" not in done.err, (number, words)
            assert "hit a bug" not in done.err, (number, words, done.err)
            if words == ("doctor",):
                assert shop.database.read_bytes() == content, number
        if is_broken(shop.database):
            broken += 1
            assert done.status != 0, (number, done.out)
    assert broken >= 12


@pytest.mark.sampled(5)
@pytest.mark.parametrize("table", ["pause", "note", "action", "goal", "setting", "entry"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_rows_of_another_table(shop: Shell, table: str, language: str) -> None:
    """What is read is then no day and no number; it is damage, and not a mistake of the program."""
    content = bytearray(shop.database.read_bytes())
    with closing(sqlite3.connect(shop.database)) as connection:
        pages = dict(connection.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'").fetchall())
    place, source = ((pages[name] - 1) * PAGE for name in (table, "kpi"))
    content[place : place + PAGE] = content[source : source + PAGE]
    shop.database.write_bytes(content)
    for words in (*READING, *WRITING):
        done = shop("--lang", language, *words)
        assert done.status in (0, 1, 3), words
        assert "KPITUI_TRACEBACK" not in done.err, (words, done.err)
    assert shop("doctor").status == 3
