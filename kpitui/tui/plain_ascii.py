"""What people wrote in nothing but ASCII, for terminals that show no more; charts and signs are drawn in it anyway."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from rich.cells import cell_len

SIGNS = {"€": "E", "£": "L", "·": ".", "…": ".", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "×": "x"}


@lru_cache(maxsize=4096)
def as_ascii(text: str) -> str:
    """Return *text* in ASCII, in as many cells."""
    plain = "".join(sign if sign.isascii() else _replaced(sign) for sign in text)
    width = cell_len(text)  # of what is joined to one sign the parts are wider than the whole
    return plain if len(plain) == width else plain[:width].ljust(width)


def _replaced(sign: str) -> str:
    plain = SIGNS.get(sign) or normalize("NFKD", sign).encode("ascii", "ignore").decode()[:1] or "?"
    width = cell_len(sign)
    return plain.ljust(width, "?")[:width]
