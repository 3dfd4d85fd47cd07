"""Undo and redo as in any editor, looked at from outside: a list of states and a pointer, in one process and in two."""

from __future__ import annotations

import random
from pathlib import Path
from shutil import copyfile

import pytest

from tests.cli.conftest import Shell


def value(shell: Shell) -> float | None:
    """Return what orders come to on the day of the test."""
    rows = shell.ok("show", "orders", "--by", "day", "--last", "1", "--json").json["periods"]
    return rows[-1]["value"] if rows else None


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", range(20))
def test_a_row_of_steps_is_a_list_with_a_pointer(shop: Shell, seed: int) -> None:
    draw = random.Random(seed)
    states, place = [value(shop)], 0
    for number in range(18):
        step = draw.choice(("log", "log", "undo", "undo", "redo", "redo"))
        if step == "log":
            shop.ok("log", "orders", f"={number + 1}")
            states[place + 1 :] = [float(number + 1)]
            place += 1
        elif step == "undo" and place:
            shop.ok("undo")
            place -= 1
        elif step == "redo":
            done = shop("redo")
            assert (done.status == 0) == (place < len(states) - 1), done.err
            place += done.status == 0
        assert value(shop) == states[place], (step, number)


def test_the_reproduction_with_a_typing_error(shop: Shell) -> None:
    shop.ok("log", "revenue", "99999", "2026-10-15")
    shop.ok("undo")
    shop.ok("log", "revenue", "2")
    shop.ok("undo")
    assert "2" in shop.ok("redo").out
    assert "99999" not in shop.ok("status").out
    assert shop("redo").status != 0


STEPS = (
    ("log", "revenue", "7"), ("log", "orders", "=3"), ("undo",), ("undo",), ("undo", "3"), ("redo",), ("redo",),
    ("kpi", "add", "Extra"), ("log", "extra", "1"), ("kpi", "archive", "orders"),
    ("kpi", "edit", "orders", "--unit", "h"),
    ("kpi", "edit", "revenue", "--name", "Turnover"), ("pause", "add"), ("log", "visitors", "5", "2026-11-02"),
)  # fmt: skip


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", range(20))
def test_steps_of_two_programs_and_a_merge_end_where_they_began(shop: Shell, tmp_path: Path, seed: int) -> None:
    """Whatever was done, undoing all of it gives the database as it was, and the doctor is content all the way."""
    draw = random.Random(1000 + seed)
    other = Shell(tmp_path / "other.db", shop._patch)
    copyfile(shop.database, other.database)
    other.database.chmod(0o600)
    before, length = shop.ok("export").out, len(shop.ok("history", "--json").json)
    for _number in range(12):
        step = draw.choice((*STEPS, ("merge", str(other.database)), ("other",)))
        done = other("log", "revenue", str(draw.randint(1, 9)), "2026-11-05") if step == ("other",) else shop(*step)
        assert done.status in (0, 1, 2), (step, done.err)
        assert "hit a bug" not in done.err
        while len([row for row in shop.ok("history", "--json").json if not row["undone"]]) < length:
            shop.ok("redo")  # what was there before is not undone here
    assert shop("doctor").status == 0
    standing = [row for row in shop.ok("history", "--json").json if not row["undone"]]
    if len(standing) > length:
        shop.ok("undo", str(len(standing) - length))
    assert shop.ok("export").out == before
