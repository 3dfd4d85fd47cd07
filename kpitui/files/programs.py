"""A program of the person's own that is told something: started without a shell, stopped in time, its failure told.

It gets a document on its standard input. What it prints is not heard; of what it complains the first line is told when
it fails. What it starts and leaves behind, such as a message on a desktop, is left alone unless it is too slow itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from weakref import WeakSet

from kpitui.core.errors import Refused, mark
from kpitui.core.system_reasons import system_reason
from kpitui.files.trust import trusted_program
from kpitui.i18n.harmless import escaped

PATIENCE = 10.0
"""Seconds that a hook may take."""


def run_with_document(program: Path, document: str, environ: Mapping[str, str], patience: float = PATIENCE) -> None:
    """Run *program* in its own folder with *document*, which is JSON, to read as one line.

    Raises Refused when somebody else could have written it, when it fails or takes too long.
    """
    # A file and no pipe: what the program leaves running may hold a pipe open for ever.
    with TemporaryFile() as complaint, ended_by_signals():
        try:
            with trusted_program(str(program)) as trusted:
                process = subprocess.Popen(
                    [program],
                    executable=trusted.executable,
                    pass_fds=(trusted.folder,),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=complaint,
                    cwd=program.parent,
                    env=dict(environ),
                    start_new_session=True,
                )
        except (OSError, ValueError) as error:
            if isinstance(error, Refused):
                raise
            reason = system_reason(error)
            raise Refused(
                mark("The hook {path} can't be started: {reason}"), path=str(program), reason=reason
            ) from error
        try:
            with ended_with_us(process):
                process.communicate(f"{escaped(document)}\n".encode("utf-8", "replace"), timeout=patience)
        except subprocess.TimeoutExpired as error:
            message = mark("The hook {path} did not finish within {seconds} seconds")
            raise Refused(message, path=str(program), seconds=f"{patience:g}") from error
        if process in _stopped:
            raise Refused(mark("The hook {path} was stopped before it was done"), path=str(program))
        if process.returncode:
            complaint.seek(0)
            first = complaint.read(2000).decode("utf-8", "replace").strip().partition("\n")[0][:200]
            message = mark("The hook {path} failed (status {status}): {reason}")
            raise Refused(message, path=str(program), status=process.returncode, reason=first or "-")


_running: set[subprocess.Popen[bytes]] = set()
"""The programs that run now, in whichever thread they are waited for."""

_stopped: WeakSet[subprocess.Popen[bytes]] = WeakSet()
"""Those that were ended by `end_all`."""


@contextmanager
def ended_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End *process* and all that it started when this is left, and when `end_all` is called before."""
    _running.add(process)
    try:
        yield
    finally:
        _running.discard(process)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        if process.returncode is None:
            _kill(process)
            process.wait()


def end_all() -> None:
    """End every program that runs now, with all that it started; whoever waits for it goes on."""
    for process in list(_running):
        _stopped.add(process)
        _kill(process)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let a signal that ends this program end the programs that it runs as well; in its main thread only.

    They are in sessions of their own, where no signal for ours comes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _frame: object) -> None:
        end_all()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)]
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:  # not waited for yet, so that its number is still its own
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
