"""The way in: ``kpitui`` and ``python -m kpitui``.

It hands over to the command line and ends the process without the interpreter's long farewell. What the words on
the command line mean is decided by `kpitui.cli.main`; what keeps even that from being imported is a sentence here.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

NO_MEMORY = b"There is not enough memory for KPITUI. Close other programs and try again\n"
UNINSTALLED = "KPITUI or Python is not installed completely ({reason}). Install it again\n"


def run() -> None:
    """Run one command with the words of this process and leave with its exit status."""
    # Nothing that a command makes is worth collecting before it ends; the app turns collecting on again.
    gc.disable()
    wants_traceback = bool(os.environ.get("KPITUI_TRACEBACK"))
    if not wants_traceback:
        sys.unraisablehook = _ignore  # what goes wrong while an object is forgotten changes no answer
    try:
        status = _status()
    except (MemoryError, SystemError):
        if wants_traceback:
            raise
        with suppress(OSError):
            os.write(2, NO_MEMORY)
        status = 1
    except ImportError as error:
        if wants_traceback:
            raise
        with suppress(OSError):
            os.write(2, UNINSTALLED.format(reason=error).encode(errors="replace"))
        status = 1
    # Everything acknowledged is on disk and the streams are flushed; tearing down modules would only take time.
    os._exit(status)


def _status() -> int:
    try:
        from kpitui.cli.main import main

        status = main(sys.argv[1:])
    except KeyboardInterrupt:  # before the command line was there to take it, or as it let go of everything
        os._exit(130)
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        status = status or 1
    with suppress(OSError, ValueError, AttributeError):  # what is said beside the answer changes nothing about it
        sys.stderr.flush()
    return status


def _ignore(_what: object) -> None:
    """Do nothing."""


if __name__ == "__main__":
    run()
