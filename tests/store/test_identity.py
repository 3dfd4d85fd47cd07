"""Ids: unique, ascending, of a fixed form."""

from __future__ import annotations

import re

from kpitui.store.identity import ALPHABET, new_id, new_ids


def test_many_ids_are_different_and_ascend() -> None:
    """A batch keeps its order when sorted by id."""
    ids = new_ids(5000)
    assert ids == sorted(set(ids))


def test_the_form_is_that_of_a_ulid() -> None:
    """26 letters and digits of Crockford's alphabet."""
    assert re.fullmatch(f"[{ALPHABET}]{{26}}", new_id())


def test_ids_of_one_process_ascend_within_a_millisecond() -> None:
    """What is logged later counts as later, however fast it follows."""
    ids = [new_id() for _ in range(2000)]
    assert ids == sorted(set(ids))
