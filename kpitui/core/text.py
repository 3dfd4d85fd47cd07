"""Text from people and files as it may be stored; showing it harmlessly is `kpitui.i18n.harmless`'s work."""

from __future__ import annotations

from kpitui.core.errors import Refused, mark

UNSTORABLE = "[\ud800-\udfff\x00]"
"""Halves of characters, from a broken encoding, and NUL: SQLite takes the first not at all, the second by half."""


def storable(text: str, limit: int = 2000) -> str:
    """Return *text* without outer white space and with what cannot be stored replaced by ``�``, cut at *limit*."""
    clean = text.strip()
    if clean.isprintable():
        return clean[:limit]
    import re

    return re.sub(UNSTORABLE, "�", clean)[:limit]


def key_of(name: str) -> str:
    """Return the key for a KPI called *name*: lower case, hyphens between words, letters and digits only.

    Accents are dropped, and a name that begins with a digit gets ``kpi-`` in front. Raises Refused when nothing
    is left.
    """
    import re
    from unicodedata import normalize

    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    if not key:
        raise Refused(mark("No key can be made from the name {value}; give one with --key"), field="key", value=name)
    return key if key[0].isalpha() else f"kpi-{key}"


def checked_key(key: str) -> str:
    """Return *key* if it can be typed in a shell and used in a formula; raise Refused when it cannot."""
    import re

    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", key) or len(key) > 60:
        raise Refused(
            mark("{value} cannot be a key; a key has lower-case letters, digits and single hyphens, such as ad-clicks"),
            field="key",
            value=key,
        )
    return key
