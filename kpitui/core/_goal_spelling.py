"""Slips of the keys in the words that a sentence is read by: months, directions, periods, units.

Only a word that is no word of the sentence language here is looked at, and it is put right only where exactly one word
is a single slip away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

SHORTEST = 5
"""Letters of a word that a slip is looked for in."""


class Speller:
    """Puts right slips in words, by the words that are meant; the first letter is taken to be right."""

    def __init__(self, words: Iterable[str], ignored: Collection[str] = (), unlike: Collection[str] = ()) -> None:
        """Take *words* as what can be meant, and leave *ignored* ones alone.

        Words that are *unlike* any other, such as the longer months, are meant with any letter too many as well.
        """
        self._words = {word for word in words if len(word) >= SHORTEST}
        self._unlike = frozenset(unlike)
        self._known = ignored
        self._near: dict[str, set[str]] = {}
        for word in self._words:
            for shorter in (word, *_without_one(word)):
                self._near.setdefault(shorter, set()).add(word)

    def corrected(self, word: str) -> str | None:
        """Return the one word that *word* is a slip of; None where it is right, or where none or several may be."""
        if len(word) < SHORTEST or word in self._words or word in self._known:
            return None
        candidates = {near for shorter in (word, *_without_one(word)) for near in self._near.get(shorter, ())}
        meant = {
            near for near in candidates if near[0] == word[0] and near != f"{word}s"
            and (is_one_slip(word, near) or (near in self._unlike and near in _without_one(word)))
        }  # fmt: skip
        return meant.pop() if len(meant) == 1 else None


def is_one_slip(word: str, meant: str) -> bool:
    """Tell whether *word* is *meant* with one slip of the keys.

    That is a letter left out, one typed twice, or two that changed places. Of what else one letter tells apart, both
    are mostly words: coats are no costs, werken are no weken, and verlaten is not verlagen.
    """
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    rest, others = word[start:], meant[start:]
    if len(word) < len(meant):
        return rest == others[1:]
    if len(word) > len(meant):
        return rest[1:] == others and word[start] == word[start - 1]
    return rest[2:] == others[2:] and rest[:2] == others[1::-1]


def _without_one(word: str) -> list[str]:
    return [word[:index] + word[index + 1 :] for index in range(len(word))]
