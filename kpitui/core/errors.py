"""What can be refused, as errors that name the field, the value and what would be accepted.

An error carries its English message untranslated, with parameters beside it; the command line and the app
translate and show it. This file leaves exit statuses to `kpitui.cli` and placing at a field to `kpitui.tui`.
"""

from __future__ import annotations

from errno import EMFILE, ENFILE, ENOMEM


class Marked(str):
    """A sentence of the program, which may be translated; any other text is a person's and is shown as it is."""

    __slots__ = ()


def mark(message: str) -> str:
    """Return *message* unchanged, marking it as a sentence that is translated when it is shown."""
    return Marked(message)


class KpituiError(ValueError):
    """Something KPITUI refuses, told as one sentence; nothing has been changed when it is raised.

    It is a ValueError so that a pydantic model at an edge keeps the original when a check inside it refuses.

    `message` is the English source string with `{name}` placeholders, `params` fills them, and `field` names
    the input that is at fault (``"value"``, ``"date"``, ``"kpi"``...) or is None when no single one is.
    """

    def __init__(self, message: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params

    def __str__(self) -> str:
        """Return the English sentence, for logs and tests."""
        return self.message.format(**self.params)


class Refused(KpituiError):
    """A value, a day, a name or a wish that cannot be accepted (exit status 1)."""


class NotFound(Refused):
    """A KPI, goal, entry or change that does not exist; `params["near"]` may hold close names."""


GONE = mark("This has been deleted in the meantime, so there is nothing to change")
"""Said of what a person changes, once it turns out to be gone."""


class DatabaseUnusable(KpituiError):
    """The database file cannot be used: locked, damaged, newer, read-only, no disk left (exit status 3)."""


class Busy(DatabaseUnusable):
    """Another program is writing: later it can be done."""


class CodeInside(DatabaseUnusable):
    """The database file holds code that no KPITUI made, such as a trigger: a backup may take its place."""


class Damaged(DatabaseUnusable):
    """The database file is damaged or is no database: a backup may take its place."""


MEMORY_WORDS = ("can't start new thread", "failed to map segment", "cannot allocate memory", "without exception set")
"""What errors say that come from too little memory, whatever they are called."""


def lacks_memory(error: BaseException) -> bool:
    """Return whether *error*, or what it came from, is that there was not enough memory."""
    return any(
        isinstance(link, MemoryError)
        or getattr(link, "errno", None) == ENOMEM
        or str(getattr(link, "sqlite_errorname", "")).endswith("NOMEM")
        or (
            isinstance(link, ImportError | RuntimeError | SystemError)
            and any(words in str(link).lower() for words in MEMORY_WORDS)
        )
        for link in _chain(error)
    )


def lacks_files(error: BaseException) -> bool:
    """Return whether *error*, or what it came from, is that no more files may be opened."""
    return any(getattr(link, "errno", None) in (EMFILE, ENFILE) for link in _chain(error))


def _chain(error: BaseException) -> list[BaseException]:
    """Return *error* and what it came from, the first thing that went wrong last."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain and len(chain) < LONGEST_CHAIN:
        chain.append(link)
        worker = getattr(link, "error", None)  # what failed in a worker of Textual
        link = worker if isinstance(worker, BaseException) else link.__cause__ or link.__context__
    return chain


LONGEST_CHAIN = 50
"""Errors that are looked through: more come from a loop."""
