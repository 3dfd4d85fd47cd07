"""A command of the person's own: started without a shell, stopped in time, and what it prints read as figures.

With one KPI named, the first word it prints is the figure of today; otherwise what it prints is a file to import.
"""

from __future__ import annotations

import errno
import os
import selectors
import shutil
import subprocess
from collections.abc import Sequence

from kpitui.core.amount import parse_amount
from kpitui.core.errors import Refused, mark
from kpitui.core.system_reasons import system_reason
from kpitui.extras.pull.sources._place import Patience, Place, SourceMetric, Span
from kpitui.files.programs import ended_by_signals, ended_with_us
from kpitui.files.trust import trusted_folder, trusted_program

LARGEST = 5 * 1024 * 1024
"""Bytes that it may print."""
CHUNK = 64 * 1024


def fetch(place: Place, span: Span, patience: Patience) -> list[SourceMetric] | bytes:
    """Return what the command printed as the figure of today, or as the bytes of a file."""
    printed = _printed(place.options["command"], place.options["folder"], patience)
    kpi = place.options["kpi"]
    if kpi is None:
        return printed
    words = printed.decode("utf-8", "replace").split()
    if not words:
        raise Refused(mark("The command gave no output"), field="command")
    amount = parse_amount(words[0], decimal=".")
    return [SourceMetric(kpi, span.today, amount.value * place.scale.get(kpi, 1.0), amount.unit)]


def refusal_of(command: Sequence[str], folder: str | None) -> Refused | None:
    """Return why *command* would not be run in *folder*, as far as that is seen without running it; None if nothing."""
    try:
        with trusted_program(_path_of(command[0], _place(folder))):
            return None
    except Refused as error:
        return error
    except (OSError, ValueError) as error:
        return _not_started(command, error)


def _printed(command: Sequence[str], folder: str | None, patience: Patience) -> bytes:
    with ended_by_signals():
        return _run(command, folder, patience)


def _run(command: Sequence[str], folder: str | None, patience: Patience) -> bytes:
    try:
        place = _place(folder)
        with trusted_program(_path_of(command[0], place)) as program:
            process = subprocess.Popen(
                command,
                executable=program.executable,
                pass_fds=(program.folder,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=place,
                start_new_session=True,
            )
    except Refused:
        raise
    except (OSError, ValueError) as error:
        raise _not_started(command, error) from error
    try:
        with ended_with_us(process):
            until = patience.deadline()
            printed, complaint = _listen(process, patience, until)
            status = process.wait(timeout=max(0.0, until - patience.clock()))
    except subprocess.TimeoutExpired as error:
        raise _too_slow(patience) from error
    if status != 0:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        reason = mark("The command failed (status {status}): {reason}")
        raise Refused(reason, field="command", status=status, reason=last or "-")
    return printed


def _not_started(command: Sequence[str], error: Exception) -> Refused:
    reason = system_reason(error)
    return Refused(
        mark("{command} can't be started: {reason}"), field="command", command=command[0][:100], reason=reason
    )


def _place(folder: str | None) -> str:
    """Return the folder a command starts in, the home folder unless another is named; others cannot write in it."""
    return trusted_folder(os.path.expanduser(folder or "~"))  # noqa: PTH111


def _path_of(name: str, folder: str) -> str:
    """Return the path of the program *name*: from *folder* on, or in a folder of PATH, never in the one we are in."""
    if "/" in name:
        return os.path.join(folder, os.path.expanduser(name))  # noqa: PTH111, PTH118
    places = [place for place in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(place)]  # noqa: PTH117
    path = shutil.which(name, path=os.pathsep.join(places))
    if path is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    return path


def _listen(process: subprocess.Popen[bytes], patience: Patience, until: float) -> tuple[bytes, bytes]:
    """Return what the process printed and the end of what it complained; raise Refused when too much or too slow."""
    assert process.stdout is not None
    assert process.stderr is not None
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
                raise Refused(mark("The command gave more than {limit} of output"), field="command", limit=limit)
    return heard[out], heard[err]


def _too_slow(patience: Patience) -> Refused:
    reason = mark("The command did not finish within {seconds} seconds")
    return Refused(reason, field="command", seconds=f"{patience.timeout:g}")
