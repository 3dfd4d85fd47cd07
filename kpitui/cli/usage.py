"""The error for words that do not fit together; `main` shows it and leaves with exit status 2."""

from __future__ import annotations


class Usage(Exception):
    """The words cannot be read; the message says how they should be, untranslated."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params
