"""Which KPI a few words mean: names and their synonyms compared with what a sentence calls the thing measured.

Plurals, compounds (``websitebezoekers`` are visitors) and small slips count as near; two that are equally near are both
returned, so that a person can be asked.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from unicodedata import combining, normalize

SHORTEST_PART = 5
"""Letters a part of a compound needs, or every word would be found in some other."""

ENDINGS = ("en", "s", "'s", "e", "n")
"""What Dutch and English plurals end in, in the order in which it is tried."""


def folded(name: str) -> str:
    """Return *name* as names are compared whole: however its letters are composed, its case and its white space."""
    plain = name if name.isascii() else normalize("NFC", name)
    return " ".join(plain.split()).casefold()


def alike(words: str, name: str) -> float:
    """Return how much *words* and *name* mean the same, from 0 to 1, by their words, their parts and their letters."""
    asked, given = _words(words), _words(name)
    if not asked or not given:
        return 0.0
    if asked == given:
        return 1.0
    shared = len(set(asked) & set(given))
    if shared == len(set(given)):
        return 0.6 + 0.3 * shared / len(set(asked))
    if shared == len(set(asked)):
        return 0.5 + 0.3 * shared / len(set(given))
    whole, called = "".join(asked), "".join(given)
    short, long = sorted((whole, called), key=len)
    if len(short) >= SHORTEST_PART and (long.startswith(short) or long.endswith(short)):
        return 0.5 + 0.3 * len(short) / len(long)
    letters = SequenceMatcher(None, whole, called).ratio()
    return 0.7 * letters if letters > 0.85 else 0.0


def _words(text: str) -> list[str]:
    plain = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", plain)]


def _stem(word: str) -> str:
    """Return *word* without the ending of a plural, where enough is left."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
