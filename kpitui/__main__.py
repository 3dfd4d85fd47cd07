"""The way in: ``kpitui`` and ``python -m kpitui``.

It hands over to the command line and ends the process without the interpreter's long farewell. What the words on
the command line mean is decided by `kpitui.cli.main`.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress


def run() -> None:
    """Run one command with the words of this process and leave with its exit status."""
    # Nothing that a command makes is worth collecting before it ends; the app turns collecting on again.
    gc.disable()
    try:
        from kpitui.cli.main import main

        status = main(sys.argv[1:])
    except KeyboardInterrupt:  # before the command line was there to take it, or as it let go of everything
        os._exit(130)
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        status = status or 1
    with suppress(OSError, ValueError):  # what is said beside the answer changes nothing about it
        sys.stderr.flush()
    # Everything acknowledged is on disk and the streams are flushed; tearing down modules would only take time.
    os._exit(status)


if __name__ == "__main__":
    run()
