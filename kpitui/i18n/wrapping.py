"""Breaking text over lines so that a figure stays whole: an amount with its currency, a number with its unit."""

from __future__ import annotations

from typing import Any

GLUE = "\N{BRAILLE PATTERN BLANK}"
"""Stands for a space at which no line may end: one cell wide, and white space to nobody who breaks lines."""

_SIGNS = "€$£¥₹"
_UNITS = "pp|%|h|u|min|s|kg|km|EUR|USD|GBP"


def glued(text: str) -> str:
    """Return *text*, as long as it was, with `GLUE` between a currency and its figure, and a figure and its unit."""
    if " " not in text or not any(sign.isdigit() for sign in text):
        return text
    import re

    text = re.sub(rf"(?<=[{_SIGNS}]) (?=[-+−]?\d)", GLUE, text)
    return re.sub(rf"(?<=\d) (?=(?:{_UNITS})(?![\w]))", GLUE, text)


def unglued(text: str) -> str:
    """Return *text* with plain spaces in the place of `GLUE`."""
    return text.replace(GLUE, " ") if GLUE in text else text


def wrap(text: str, width: int, **options: Any) -> list[str]:
    """Return *text* in lines of at most *width* as `textwrap.wrap` does, with its options, figures kept whole."""
    import textwrap

    return [unglued(line) for line in textwrap.wrap(glued(text), width, **options)]
