"""Text from people and files as it may be stored, and the tags in it.

Showing it harmlessly is `kpitui.i18n.harmless`'s work.
"""

from __future__ import annotations

from kpitui.core.errors import Refused, mark

UNSTORABLE = "[\ud800-\udfff\x00]"
"""Halves of characters, from a broken encoding, and NUL: SQLite takes the first not at all, the second by half."""

LONGEST_TEXT, LONGEST_TITLE = 2000, 300
"""Characters of a note, a reason or a lesson, and of a title, through whatever door it comes."""

TOO_LONG = mark("Too long for {what}: {count} characters. Use at most {most}")


def storable(
    text: str, limit: int = LONGEST_TEXT, *, what: str = mark("a text"), field: str | None = None, kpi: str = ""
) -> str:
    """Return *text* without outer white space and with what cannot be stored replaced by ``�``.

    Raises Refused when it has more than *limit* characters, naming *what* it is to be and the *field* and *kpi* it is
    for: nothing that somebody wrote is cut without a word.
    """
    clean = text.strip()
    if len(clean) > limit:
        raise Refused(TOO_LONG, field=field, what=what, count=len(clean), most=limit, **({"kpi": kpi} if kpi else {}))
    return clean if clean.isprintable() else replaced(clean)


def replaced(text: str) -> str:
    """Return *text* with what cannot be stored replaced by ``�``."""
    import re

    return re.sub(UNSTORABLE, "�", text)


def in_single_quotes(text: str) -> str:
    """Return *text* as it stands between the single quotes of a shell command that is shown to be typed."""
    return text.replace("'", "'\\''")


def shell_word(text: str) -> str:
    """Return *text* as one word of a shell command that is shown to be typed, in quotes where it needs them."""
    from shlex import quote

    return quote(text)


# Hashtags: words with ``#`` before them in the notes of days and of entries, by which these are found again.
#
# They are read from the text itself, so that a note of any age, or from any file, has its tags without being changed.

_TAG = r"(?<![\w#&/])#(?=[\w-]*[^\W\d_])(\w[\w-]*)"
"""``#1`` is a number and no tag, and neither is what follows ``#`` within a word or an address."""


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of *text* in small letters and without ``#``, each once, in the order in which they stand."""
    import re

    return tuple(dict.fromkeys(match[1].rstrip("-_").casefold() for match in re.finditer(_TAG, text)))


def holds(text: str, words: str) -> bool:
    """Tell whether *text* holds the *words* somebody looks for, in any case; a hashtag only as a whole one.

    ``#spring`` is not found in ``#springtime``: a tag names one thing.
    """
    sought = words.strip().casefold()
    tag = tag_typed(sought) if sought.startswith("#") else ""
    return tag in tags_of(text) if tag else sought in text.casefold()


def tag_typed(text: str) -> str:
    """Return the tag that somebody typed, with or without ``#``, as `tags_of` has it; empty where it is none."""
    tags = tags_of("#" + text.strip().removeprefix("#"))
    return tags[0] if len(tags) == 1 and tags[0] == text.strip().removeprefix("#").casefold() else ""
