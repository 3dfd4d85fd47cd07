"""Hashtags: words with ``#`` before them in the notes of days and of entries, by which these are found again.

They are read from the text itself, so that a note of any age, or from any file, has its tags without being changed.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"(?<![\w#&/])#(?=[\w-]*[^\W\d_])(\w[\w-]*)")
"""``#1`` is a number and no tag, and neither is what follows ``#`` within a word or an address."""


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of *text* in small letters and without ``#``, each once, in the order in which they stand."""
    return tuple(dict.fromkeys(match[1].rstrip("-_").casefold() for match in _TAG.finditer(text)))


def tag_typed(text: str) -> str:
    """Return the tag that somebody typed, with or without ``#``, as `tags_of` has it; empty where it is none."""
    tags = tags_of("#" + text.strip().removeprefix("#"))
    return tags[0] if len(tags) == 1 and tags[0] == text.strip().removeprefix("#").casefold() else ""
