"""Ids that are unique on every machine and sort by the time they were made.

The form is ULID: 48 bits of milliseconds and 80 random bits, as 26 letters and digits of Crockford's base 32. Ids
made by one process ascend, also within a millisecond.
"""

from __future__ import annotations

import os
import time

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_latest = 0
"""The last number made, so that the next one is higher whatever the clock does."""


def new_id() -> str:
    """Return one new id."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """Return *count* new ids in ascending order, all of this moment."""
    global _latest  # noqa: PLW0603  order within a millisecond is a matter of the whole process
    moment = time.time_ns() // 1_000_000
    # The top random bit is left clear so that counting up from it never runs into the time.
    fresh = (moment << 80) | (int.from_bytes(os.urandom(10), "big") >> 1)
    first = fresh if fresh >> 80 > _latest >> 80 else _latest + 1
    _latest = first + count - 1
    return [_letters(first)] if count == 1 else _run_of_letters(first, count)


def moment_of(ident: str) -> float | None:
    """Return when *ident* was made, in seconds since 1970; None where it is no id of this form."""
    head = ident[:10].upper()
    if len(ident) != 26 or any(letter not in ALPHABET for letter in head):
        return None
    number = 0
    for letter in head:
        number = number * 32 + ALPHABET.index(letter)
    return number / 1000


def _letters(number: int) -> str:
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def _run_of_letters(first: int, count: int) -> list[str]:
    """Return the letters of *count* numbers from *first* on, four of them at a time from a table."""
    pairs = [first_letter + second_letter for first_letter in ALPHABET for second_letter in ALPHABET]
    letters: list[str] = []
    number, end = first, first + count
    while number < end:
        block_end = min(end, (number | 0xFFFFF) + 1)
        start = _letters(number)[:-4]
        letters += [
            start + pairs[low_bits >> 10] + pairs[low_bits & 1023]
            for low_bits in range(number & 0xFFFFF, block_end - (number & ~0xFFFFF))
        ]
        number = block_end
    return letters
