"""Breaking text over lines so that figures stay whole: an amount with its currency, a number with its unit, a date."""

from __future__ import annotations

from typing import Any

GLUE = "\N{BRAILLE PATTERN BLANK}"
"""Stands for a space at which no line may end: one cell wide, and white space to nobody who breaks lines."""

_SIGNS = "€$£¥₹"
_UNITS = "pp|%|h|u|min|s|kg|km|EUR|USD|GBP"
_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun|ma|di|wo|do|vr|za|zo"
_MONTHS = (
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec"
    "|January|February|March|April|June|July|August|September|October|November|December"
    "|januari|februari|maart|april|juni|juli|augustus|september|oktober|november|december"
)


def glued(text: str) -> str:
    """Return *text*, as long as it was, with `GLUE` for the spaces within an amount, a number with its unit, a date."""
    if " " not in text or not any(sign.isdigit() for sign in text):
        return text
    import re

    text = re.sub(rf"(?<=[{_SIGNS}]) (?=[-+−]?\d)", GLUE, text)
    text = re.sub(rf"(?<=\d) (?=(?:{_UNITS}|{_MONTHS})(?![\w]))", GLUE, text)
    text = re.sub(rf"\b({_DAYS}) (?=\d|(?:{_MONTHS})\b)", rf"\1{GLUE}", text)
    text = re.sub(rf"\b({_MONTHS}) (?=\d)", rf"\1{GLUE}", text)
    return re.sub(r"(?<=\d,) (?=(?:19|20)\d\d\b)", GLUE, text)


def unglued(text: str) -> str:
    """Return *text* with plain spaces in the place of `GLUE`."""
    return text.replace(GLUE, " ") if GLUE in text else text


def wrap(text: str, width: int, **options: Any) -> list[str]:
    """Return *text* in lines of at most *width*, one at least, as `textwrap.wrap` with *options*; figures whole."""
    import textwrap

    # What is wider than a line as a whole is better broken at a space than within a word.
    words = (unglued(word) if len(word) > width else word for word in glued(text).split(" "))
    return [unglued(line) for line in textwrap.wrap(" ".join(words), max(1, width), **options)]
