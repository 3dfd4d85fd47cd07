"""Text from people and files as it may be stored; showing it harmlessly is `kpitui.i18n.harmless`'s work."""

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
