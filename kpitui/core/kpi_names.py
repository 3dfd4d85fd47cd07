"""The names of KPIs: the key made from one for the shell, and which KPI a few words mean.

Whether a key is taken is told by the services; keys of the keyboard are in `keyboard`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import chain, count
from unicodedata import combining, normalize

from kpitui.core.errors import Refused, mark

LONGEST_KEY = 60
"""Characters of a key."""
UNIT_WORDS = {"%": "pct", "€": "eur", "$": "usd", "£": "gbp"}
"""What signs of units, which no key can have, are called in one."""

RESERVED = frozenset({
    "action", "all", "app", "backup", "calendar", "check", "completion", "config", "demo", "doctor", "due", "entry",
    "export", "forecast", "goal", "help", "history", "hooks", "import", "kpi", "log", "merge", "none", "note", "pause",
    "planned", "pull", "redo", "restore", "review", "runway", "serve", "show", "status", "today", "tomorrow", "undo",
    "version", "why", "yesterday",
})  # fmt: skip
"""Words that mean something else in a command: all commands among them. No new KPI gets one of them as its key."""


LATIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
"""Lower-case letters that Unicode does not take apart into a plain one and an accent, in plain ones."""


def key_from_name(name: str) -> str:
    """Return the key for a KPI called *name*: lower case, hyphens between words, letters and digits only.

    Accents are dropped, ``ø`` is ``o`` and ``ß`` is ``ss``. A name that begins with a digit or is a reserved word gets
    ``kpi-`` in front. Raises Refused when nothing is left.
    """
    plain = normalize("NFKD", name.lower().translate(LATIN)).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-")
    if not key:
        raise Refused(
            mark("The name {value} can't become a short name. Choose one yourself with --key"), field="key", value=name
        )
    return key if key[0].isalpha() and key not in RESERVED else f"kpi-{key}"[:LONGEST_KEY].rstrip("-")


def refuse_reserved(key: str) -> None:
    """Raise Refused for a key that means something else in a command."""
    if key in RESERVED:
        raise Refused(
            mark("{value} already means something on the command line. Choose another short name, such as kpi-{value}"),
            field="key",
            value=key,
        )


def free_key(name: str, unit: str, is_taken: Callable[[str], bool]) -> str:
    """Return a key for a KPI called *name* that is not taken: that of its name, else with its unit or a number behind.

    "Margin %" beside a KPI ``margin`` becomes ``margin-pct``, a second one without a unit ``margin-2``. Raises Refused
    when no key can be made from the name.
    """
    key = key_from_name(name)
    signs = [word for sign, word in UNIT_WORDS.items() if sign in name]
    of_unit = UNIT_WORDS.get(unit, unit.lower())
    words = [*signs, *([of_unit] if re.fullmatch("[a-z0-9]{1,10}", of_unit) else [])]
    ends = chain(words, map(str, count(2)))
    longer = (f"{key[: LONGEST_KEY - 1 - len(end)].rstrip('-')}-{end}" for end in ends)
    return next(candidate for candidate in chain([key], longer) if not is_taken(candidate))


def checked_key(key: str) -> str:
    """Return *key* if it can be typed in a shell and used in a formula; raise Refused when it cannot."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", key) or len(key) > LONGEST_KEY:
        raise Refused(
            mark("{value} can't be a short name. Use small letters, digits and hyphens, such as ad-clicks"),
            field="key",
            value=key,
        )
    return key


# Which KPI a few words mean: names and their synonyms compared with what a sentence calls the thing measured.
#
# Plurals, compounds (``websitebezoekers`` are visitors) and small slips count as near; two that are equally near are
# both returned, so that a person can be asked.

SHORTEST_PART = 5
"""Letters a part of a compound needs, or every word would be found in some other."""

ENDINGS = ("en", "s", "'s", "e", "n")
"""What Dutch and English plurals end in, in the order in which it is tried."""


def comparable_name(name: str) -> str:
    """Return *name* as names are compared whole: however its letters are composed, its case and its white space."""
    plain = name if name.isascii() else normalize("NFC", name)
    return " ".join(plain.split()).casefold()


def name_similarity(words: str, name: str) -> float:
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
    plain = "".join(sign for sign in normalize("NFKD", text.casefold().translate(LATIN)) if not combining(sign))
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", plain)]


def _stem(word: str) -> str:
    """Return *word* without the ending of a plural, where enough is left."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
