"""Running code of installed packages, so that whatever it does wrong is one sentence and ends nothing.

What it brings to the screen is cleaned by those who show it.
"""

from __future__ import annotations

from kpitui.core.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint
    from typing import TypeVar

    Result = TypeVar("Result")


LONGEST_REASON = 200


def run_package_code(
    call: Callable[[], Result],
    message: str,
    *,
    field: str | None = None,
    interruptible: bool = False,
    **params: object,
) -> Result:
    """Return what *call*, code of a package, returns; raise Refused with *message* and why where it raises anything.

    Also what usually ends a program, such as SystemExit, for it was not the person who asked for that; where it is
    *interruptible*, Ctrl+C is the person's. *message* has ``{reason}`` and what *params* fill.
    """
    try:
        return call()
    except BaseException as error:
        if interruptible and isinstance(error, KeyboardInterrupt):
            raise
        raise Refused(message, field=field, **params, reason=reason_of(error)) from error


def reason_of(error: BaseException) -> str:
    """Return the name and the message of an error in few words, also where it cannot tell its message."""
    try:
        text = str(error)
    except BaseException:
        text = ""
    return f"{type(error).__name__}: {text}".removesuffix(": ")[:LONGEST_REASON]


def package_of(entry: EntryPoint) -> str:
    """Return the name of the package that an entry point is of, or else what it names."""
    return str(getattr(entry.dist, "name", None) or entry.value)
