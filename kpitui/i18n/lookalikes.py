"""What stands for a sign where a terminal cannot show it: plain ASCII that looks or reads alike.

Whether it can is decided by `kpitui.services.character_set`; a stream that only lacks some signs keeps those it has.
"""

from __future__ import annotations

import codecs

from kpitui.i18n import lacks_signs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

NAME = "kpitui.lookalikes"
"""Under which Python knows how a stream writes what it cannot."""

SIGNS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "·": ".", "•": "*", "…": "...", "–": "-", "—": "-", "−": "-", "’": "'",
    "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "×": "x", "÷": "/", "±": "+/-", "≈": "~", "≥": ">=",
    "≤": "<=", "≠": "!=", "∞": "inf", "°": " deg", "⁄": "/", "→": "->", "←": "<-", "↑": "^", "↓": "v", "▲": "^",
    "▼": "v", "▶": ">", "▸": ">", "◀": "<", "●": "*", "○": "o", "◆": "*", "✔": "+", "✓": "+", "✘": "x", "✗": "x",
    "━": "=", "─": "-", "═": "=", "│": "|", "┃": "|", "┄": "-", "┌": "+", "┐": "+", "└": "+", "┘": "+", "┬": "+",
    "┴": "+", "├": "+", "┤": "+", "┼": "+", "█": "#", "▓": "#", "▒": ":", "░": ":", "▁": "_", "▂": "_", "▃": ".",
    "▄": "-", "▅": "-", "▆": "=", "▇": "#", "␛": "^[", "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe",
    "╌": "-", "\xa0": " ", "\u202f": " ",
}  # fmt: skip


def lookalike(sign: str) -> str:
    """Return ASCII for one *sign*: what is known to look like it, its letter without accent, or a question mark.

    A mark that belongs to the sign before it is nothing by itself.
    """
    if sign in SIGNS:
        return SIGNS[sign]
    from unicodedata import combining, normalize

    plain = normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return plain or ("" if combining(sign) else "?")


def fit(stream: IO[str], *, ascii: bool) -> None:
    """Make *stream* write a lookalike for what its encoding lacks; with *ascii*, of a terminal, for all but ASCII.

    What is read by a program and no terminal keeps its encoding: a file holds what it is about.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    codecs.register_error(NAME, _replaced)
    if ascii and not lacks_signs(stream) and stream.isatty():
        reconfigure(encoding="ascii", errors=NAME)
    elif not ascii and _is_ours(stream):
        reconfigure(encoding="utf-8", errors="replace")
    elif lacks_signs(stream):
        reconfigure(errors=NAME)


def fitting(text: str, stream: IO[str]) -> str:
    """Return *text* as *stream* will show it, so that its cells can be counted."""
    if text.isascii() or not lacks_signs(stream):
        return text
    codecs.register_error(NAME, _replaced)
    encoding = str(getattr(stream, "encoding", "ascii"))
    return text.encode(encoding, NAME).decode(encoding)


def _is_ours(stream: IO[str]) -> bool:
    """Return whether *stream*, a terminal, was held to ASCII here."""
    held = getattr(stream, "encoding", None), getattr(stream, "errors", None)
    return held == ("ascii", NAME) and stream.isatty()


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(lookalike, error.object[error.start : error.end])), error.end
