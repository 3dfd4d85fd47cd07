"""Text that came from a person or a file, made safe to show: no control character ever reaches a terminal or page."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

DANGEROUS = (
    "[\x00-\x1f\x7f-\x9f"  # control characters, escape among them
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # direction marks, separators and invisible ones
    "\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"  # halves of characters, annotations, tags
)


def harmless(text: str, limit: int = 200) -> str:
    """Return *text* on one line of at most *limit* characters, with dangerous characters shown as what they are not.

    Line breaks and tabs become spaces, escape becomes ``␛``, what is invisible or a broken half becomes ``�``.
    """
    if len(text) > limit:
        text = text[: max(0, limit - 1)] + "…"
    if text.isprintable():  # which nothing dangerous is
        return text
    import re

    return re.sub(DANGEROUS, _shown, text)


def cells(text: str) -> int:
    """Return how many terminal cells *text* takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def escaped(document: str) -> str:
    """Return a JSON document with every dangerous character in its strings as an escape: the same to a reader."""
    if document.isascii() and "\x7f" not in document:
        return document  # the other control characters among ASCII are escaped by JSON itself
    import re

    return re.sub(DANGEROUS, _escape, document)


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    if sign == "\n":
        return sign
    points = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{points[index]:02x}{points[index + 1]:02x}" for index in range(0, len(points), 2))


def _shown(match: re.Match[str]) -> str:
    sign = match[0]
    if sign in "\t\n\r\v\f\u2028\u2029":
        return " "
    return "␛" if sign == "\x1b" else "�"
