"""Regular expressions that are compiled when they are first asked: modules with many of them load at once."""

from __future__ import annotations

import re


class Expression:
    """A regular expression without regard to case; it does what `re.Pattern` does by the same names."""

    __slots__ = ("_compiled", "_text")

    def __init__(self, text: str) -> None:
        """Keep the *text*; whether it is an expression shows when it is first asked."""
        self._text = text
        self._compiled: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled; raises re.error for a text that is none."""
        if self._compiled is None:
            self._compiled = re.compile(self._text, re.IGNORECASE)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place in *text* that matches; None without."""
        return self.pattern.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the beginning of *text* if it matches; None without."""
        return self.pattern.match(text)

    def sub(self, replacement: str, text: str) -> str:
        """Return *text* with *replacement* in place of whatever matches."""
        return self.pattern.sub(replacement, text)
