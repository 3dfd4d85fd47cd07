"""What people wrote in ASCII and in as many cells, for terminals that show no more; charts are drawn in it anyway.

What stands for a sign is known to `kpitui.i18n.lookalikes`.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len

from kpitui.i18n.lookalikes import lookalike


@lru_cache(maxsize=4096)
def as_ascii(text: str) -> str:
    """Return *text* in ASCII, in as many cells."""
    plain = "".join(sign if sign.isascii() else _replaced(sign) for sign in text)
    width = cell_len(text)  # of what is joined to one sign the parts are wider than the whole
    return plain if len(plain) == width else plain[:width].ljust(width)


def _replaced(sign: str) -> str:
    width = cell_len(sign)
    return lookalike(sign).strip().ljust(width, "?" if width > 1 else " ")[:width]
