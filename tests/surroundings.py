"""Bad surroundings for tests: the program as a user without rights, on a full disk, with a limit on file sizes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.safety import SAFETY_SECONDS

ROOT = Path(__file__).parent.parent
NOBODY = 65534
"""A user without rights; what a superuser may do is no test of permissions."""


def run(
    database: Path | None,
    *words: str,
    given: str = "",
    before: Callable[[], None] | None = None,
    environ: Mapping[str, str] | None = None,
    under: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Run a command on *database* as a user without rights; *before* is called in the new process.

    A command *under* another program, such as a tracer, is run by whoever runs the tests.
    """
    named = ("--db", str(database)) if database else ()
    who = NOBODY if is_superuser() and not under else None
    return subprocess.run(
        [*under, sys.executable, "-m", "kpitui", *named, *words],
        cwd=ROOT,
        env={**os.environ, "KPITUI_TODAY": "2026-11-23", **(environ or {})},
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=SAFETY_SECONDS,
        preexec_fn=before,
        user=who,
        group=who,
        extra_groups=None if who is None else [],
    )


def is_superuser() -> bool:
    """Tell whether permissions mean nothing to this process."""
    return os.name == "posix" and os.getuid() == 0


def give(folder: Path) -> None:
    """Give *folder* and all in it to the user that `run` is."""
    if is_superuser():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def limit_files(most: int) -> Callable[[], None]:
    """Return what makes a process unable to write files of more than *most* bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


def limit_open_files(most: int) -> Callable[[], None]:
    """Return what makes a process unable to have more than *most* files open."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    return limit


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """Mount a disk of *size* bytes at *folder*, which is made; yield whether that could be done."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(folder)]
    try:
        mounted = is_superuser() and subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
