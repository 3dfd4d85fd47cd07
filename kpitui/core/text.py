"""Text from people and files as it may be stored; showing it harmlessly is `kpitui.i18n.harmless`'s work."""

from __future__ import annotations

UNSTORABLE = "[\ud800-\udfff\x00]"
"""Halves of characters, from a broken encoding, and NUL: SQLite takes the first not at all, the second by half."""


def storable(text: str, limit: int = 2000) -> str:
    """Return *text* without outer white space and with what cannot be stored replaced by ``�``, cut at *limit*."""
    clean = text.strip()
    if clean.isprintable():
        return clean[:limit]
    import re

    return re.sub(UNSTORABLE, "�", clean)[:limit]
