"""Plain sentences, for people who listen: signs that are skipped or spelled out become words, every line ends.

What is said is the faces' business; a screen reader must be able to say it in one go.
"""

from __future__ import annotations

import re

from kpitui.i18n import _, capitalised, context

_MINUS = re.compile(r"(?<![\w.,])[-\u2212](?=[€$£]?\s?\d)")
_PLUS = re.compile(r"(?<![\w.,])\+(?=[€$£]?\s?\d)")
_ENDS = ".!?:"


def sentence_of(text: str) -> str:
    """Return *text* as one sentence to be read out; empty for nothing."""
    words = _MINUS.sub(context("sign", "minus") + " ", text)
    words = _PLUS.sub(context("sign", "plus") + " ", words)
    for sign, word in ((" – ", " " + _("to") + " "), (" × ", " " + _("times") + " "), (" · ", ", "), ("…", "")):
        words = words.replace(sign, word)
    words = " ".join(words.split())
    if not words:
        return ""
    words = capitalised(words)
    return words if words[-1] in _ENDS else words + "."


def spoken_units() -> tuple[tuple[str, str], ...]:
    """Return the units that are written as words, each with its word: a lone ``s`` is not understood."""
    return (
        ("h", _("hours")),
        ("hours", _("hours")),
        ("min", _("minutes")),
        ("s", _("seconds")),
        ("ms", _("milliseconds")),
    )
