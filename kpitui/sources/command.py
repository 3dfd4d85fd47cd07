"""A command of the person's own: started without a shell, stopped in time, and what it prints read as figures.

With one KPI named, the first word it prints is the figure of today; otherwise what it prints is a file to import.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from kpitui.core.amount import parse_amount
from kpitui.core.errors import Refused, mark
from kpitui.sources.place import Figure, Patience, Place, Span

LARGEST = 5 * 1024 * 1024
"""Bytes that it may print."""
CHUNK = 64 * 1024


def fetch(place: Place, span: Span, patience: Patience) -> list[Figure] | bytes:
    """Return what the command printed as the figure of today, or as the bytes of a file."""
    printed = _printed(place.options["command"], place.options["folder"], patience)
    kpi = place.options["kpi"]
    if kpi is None:
        return printed
    words = printed.decode("utf-8", "replace").split()
    if not words:
        raise Refused(mark("The command printed nothing"), field="command")
    value = parse_amount(words[0], decimal=".").value
    return [Figure(kpi, span.today, value * place.scale.get(kpi, 1.0))]


def _printed(command: list[str], folder: str | None, patience: Patience) -> bytes:
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=Path(folder).expanduser() if folder else None,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(
            mark("{command} cannot be started: {reason}"), field="command", command=command[0][:100], reason=reason
        ) from error
    try:
        printed, complaint = _listen(process, patience)
        status = process.wait(timeout=patience.timeout)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(patience) from error
    finally:
        end(process)
    if status != 0:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        reason = mark("The command ended with status {status}: {reason}")
        raise Refused(reason, field="command", status=status, reason=last or "-")
    return printed


def _listen(process: subprocess.Popen[bytes], patience: Patience) -> tuple[bytes, bytes]:
    """Return what the process printed and the end of what it complained; raise Refused when too much or too slow."""
    assert process.stdout is not None
    assert process.stderr is not None
    until = patience.clock() + patience.timeout
    heard = {process.stdout.fileno(): b"", process.stderr.fileno(): b""}
    out, err = heard
    with selectors.DefaultSelector() as selector:
        for handle in heard:
            selector.register(handle, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(0.0, until - patience.clock()))
            if not ready:
                raise _too_slow(patience)
            for key, _events in ready:
                part = os.read(key.fd, CHUNK)
                if not part:
                    selector.unregister(key.fd)
                heard[key.fd] += part
                heard[err] = heard[err][-CHUNK:]
            if len(heard[out]) > LARGEST:
                limit = f"{LARGEST // 1024 // 1024} MB"
                raise Refused(mark("The command prints more than {limit}"), field="command", limit=limit)
    return heard[out], heard[err]


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started, and let go of its streams."""
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    if process.returncode is None:  # not waited for yet, so that its number is still its own
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _too_slow(patience: Patience) -> Refused:
    reason = mark("The command did not end within {seconds} seconds")
    return Refused(reason, field="command", seconds=f"{patience.timeout:g}")
