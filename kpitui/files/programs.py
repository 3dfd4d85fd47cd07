"""A program of the person's own that is told something: started without a shell, stopped in time, its failure told.

It gets a document on its standard input. What it prints is not heard; of what it complains the first line is told when
it fails. What it starts and leaves behind, such as a message on a desktop, is left alone unless it is too slow itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from kpitui.core.errors import Refused, mark
from kpitui.files.trust import trusted_program
from kpitui.i18n.harmless import escaped

PATIENCE = 10.0
"""Seconds that a hook may take."""


def run_with_document(program: Path, document: str, environ: Mapping[str, str], patience: float = PATIENCE) -> None:
    """Run *program* in its own folder with *document*, which is JSON, to read as one line.

    Raises Refused when somebody else could have written it, when it fails or takes too long.
    """
    # A file and no pipe: what the program leaves running may hold a pipe open for ever.
    with TemporaryFile() as complaint:
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
            reason = getattr(error, "strerror", None) or str(error)
            raise Refused(
                mark("The hook {path} cannot be started: {reason}"), path=str(program), reason=reason
            ) from error
        try:
            process.communicate(f"{escaped(document)}\n".encode("utf-8", "replace"), timeout=patience)
        except subprocess.TimeoutExpired as error:
            message = mark("The hook {path} did not finish within {seconds} seconds")
            raise Refused(message, path=str(program), seconds=f"{patience:g}") from error
        finally:
            end(process)
        if process.returncode:
            complaint.seek(0)
            first = complaint.read(2000).decode("utf-8", "replace").strip().partition("\n")[0][:200]
            message = mark("The hook {path} failed (status {status}): {reason}")
            raise Refused(message, path=str(program), status=process.returncode, reason=first or "-")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started, and let go of its streams."""
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    if process.returncode is None:  # not waited for yet, so that its number is still its own
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
