"""Running code of installed packages, so that whatever it does wrong is one sentence and ends nothing.

What it returns is cleaned by those who show it. What it prints goes to standard error, cleaned here: standard output is
for data, and a JSON document with a line of somebody else in it is none.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, TextIO, TypeVar

from kpitui.core.errors import Refused
from kpitui.i18n.harmless import harmless

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Result = TypeVar("Result")

LONGEST_REASON = 200
LONGEST_LINE, MOST_LINES = 200, 50
"""Characters of a line that code of a package prints, and how many lines of one run are passed on."""


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
    *interruptible*, Ctrl+C is the person's. *message* has ``{reason}`` and what *params* fill. What *call* prints, and
    what the programs that it starts print, goes to standard error.
    """
    try:
        with _kept_from_standard_output(str(params.get("package", ""))):
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


class _PrintedLines(io.TextIOBase):
    """Passes lines on to another stream, harmless, bounded, and with the name of a package before them."""

    def __init__(self, stream: TextIO | None, package: str) -> None:
        super().__init__()
        self._stream = stream
        self._package = harmless(package, LONGEST_LINE)
        self._line = ""
        self._count = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        for part in str(text).splitlines(keepends=True):
            self._line += part[: LONGEST_LINE + 1 - len(self._line)]
            if part.endswith("\n"):
                self.end_line()
        return len(text)

    def end_line(self) -> None:
        """Pass on what was printed of a line."""
        line, self._line = self._line.strip(), ""
        self._count += bool(line)
        if line and self._stream is not None and self._count <= MOST_LINES:
            words = harmless(line, LONGEST_LINE)
            with suppress(OSError, ValueError):
                self._stream.write(f"{self._package}: {words}\n" if self._package else f"{words}\n")


_LOCK = Lock()
_running = 0
"""How many threads run code of packages now: standard output is that of the whole process."""
_restore: list[Callable[[], object]] = []
"""What puts everything back once the last of them is done, the last thing first."""


@contextmanager
def _kept_from_standard_output(package: str) -> Iterator[None]:
    """Send what is printed in a block to standard error, whether Python or a descriptor is printed to."""
    global _running  # noqa: PLW0603
    with _LOCK:
        _running += 1
        if _running == 1:
            _send_elsewhere(package)
    try:
        yield
    finally:
        with _LOCK:
            _running -= 1
            while not _running and _restore:
                _restore.pop()()


def _send_elsewhere(package: str) -> None:
    out, err = sys.stdout, sys.stderr
    is_own = out is not None and out is sys.__stdout__  # not that of the app, which is on a terminal or in a browser
    with suppress(OSError, ValueError, AttributeError):
        if is_own:
            out.flush()
        if is_own or os.isatty(1):
            stored = os.dup(1)
            _restore.append(lambda: _put_back(stored))
            if is_own:
                os.dup2(2, 1)
            else:
                elsewhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(elsewhere, 1)
                os.close(elsewhere)
    printed = _PrintedLines(err, package)
    sys.stdout = sys.stderr = printed

    def put_back() -> None:
        printed.end_line()
        if sys.stdout is printed:
            sys.stdout = out
        if sys.stderr is printed:
            sys.stderr = err

    _restore.append(put_back)


def _put_back(stored: int) -> None:
    with suppress(OSError, ValueError, AttributeError):
        sys.__stdout__.flush()  # type: ignore[union-attr]  # None raises AttributeError
    os.dup2(stored, 1)
    os.close(stored)
