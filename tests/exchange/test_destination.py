"""Where a file is written: whole or not at all, private, never over a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.exchange.destination import write_file


def test_a_file_is_private_and_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """Only its owner can read it, and nothing is left beside it."""
    target = tmp_path / "out.csv"
    target.write_text("old")
    target.chmod(0o644)
    write_file(target, ["a\n", "é\n"])
    assert (target.read_text(encoding="utf-8"), target.stat().st_mode & 0o777) == ("a\né\n", 0o600)
    assert [target] == list(tmp_path.iterdir())


def test_what_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    """The file that was there is untouched when writing is broken off."""
    target = tmp_path / "out.csv"
    target.write_text("old")

    def parts() -> Iterator[str]:
        yield "new"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_file(target, parts())
    assert ([target], "old") == (list(tmp_path.iterdir()), target.read_text())


def test_a_database_is_never_written_over(tmp_path: Path) -> None:
    """Whatever its name and whoever's it is."""
    target = tmp_path / "books.csv"
    connection = sqlite3.connect(target)
    connection.execute("CREATE TABLE a (b)")
    connection.close()
    before = target.read_bytes()
    with pytest.raises(Refused, match="is a database"):
        write_file(target, ["x"])
    assert before == target.read_bytes()


@pytest.mark.parametrize("name", [".", "missing/out.csv"])
def test_a_place_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    """A folder, and a folder that is not there."""
    with pytest.raises(Refused, match="cannot be written"):
        write_file(tmp_path / name, ["x"])
