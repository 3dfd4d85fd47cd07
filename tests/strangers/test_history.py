"""Undo and redo as in any editor, looked at from outside: a list of states and a pointer, in one process and in two."""

from __future__ import annotations

import random

import pytest

from tests.cli.conftest import Shell


def value(shell: Shell) -> float | None:
    """Return what orders come to on the day of the test."""
    rows = shell.ok("show", "orders", "--by", "day", "--last", "1", "--json").json["periods"]
    return rows[-1]["value"] if rows else None


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
