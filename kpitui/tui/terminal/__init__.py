"""The terminal under a Textual app: drivers with one guarded way in and few bytes out, and clean endings. No KPIs.

An app chooses its driver by `driver_class`; `prepaint` shows something before Textual is imported, `shutdown` has an
app end whatever happens. Nothing here imports the rest of the program, and nothing is imported before it is used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textual.driver import Driver

WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""What textual-serve names as Textual's driver, in ``$TEXTUAL_DRIVER``, when it starts an app for a browser."""

LARGEST = (1000, 500)
"""Columns and lines; a terminal or a browser that says it has more is drawn on as if it had so many."""

STATUS = 128
"""What a shell adds to the number of a signal to make an exit status."""

START_SECONDS = 3.0
"""How long an app that is only starting may take to get to its end when it is asked to."""

ENDING_SIGNALS = (
    "SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGABRT", "SIGTRAP", "SIGSYS", "SIGALRM", "SIGVTALRM", "SIGPROF",
    "SIGUSR1", "SIGUSR2", "SIGXCPU", "SIGIO", "SIGPWR", "SIGSTKFLT", "SIGEMT", "SIGBREAK",
)  # fmt: skip
"""The signals that end a program that does not handle them, but for those that are ignored or of a broken processor.

``SIGSEGV``, ``SIGBUS``, ``SIGILL`` and ``SIGFPE`` come back for ever when a handler returns; ``SIGKILL`` has none.
"""


def ending_signals() -> list[int]:
    """Return the numbers of `ENDING_SIGNALS` that this system has, and of those for whatever a program wants."""
    import signal

    numbers = {int(getattr(signal, name)) for name in ENDING_SIGNALS if hasattr(signal, name)}
    if hasattr(signal, "SIGRTMIN"):
        numbers |= {*range(signal.SIGRTMIN, signal.SIGRTMAX + 1)}
    return sorted(numbers)


def bounded_size(columns: int, lines: int) -> tuple[int, int]:
    """Return the size to lay out a page for, of a window that says it has so many *columns* and *lines*."""
    return min(max(columns, 1), LARGEST[0]), min(max(lines, 1), LARGEST[1])


def driver_class(named: str | None, *, differences: bool) -> type[Driver] | None:
    """Return the driver for this terminal or browser; None for Textual's own, where another is *named* or none fits.

    With *differences* only the cells that changed are sent.
    """
    try:
        if named == WEB_DRIVER:
            from kpitui.tui.terminal.browser_driver import BrowserDriver

            return BrowserDriver
        if named:
            return None
        if differences:
            from kpitui.tui.terminal.diff_driver import DiffDriver

            return DiffDriver
        from kpitui.tui.terminal.unix_driver import UnixDriver
    except ImportError:
        return None
    return UnixDriver
