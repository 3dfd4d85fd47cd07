"""What the doctor looks at in the machine and the session: hooks, terminal, language, byte code, clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import kpitui
from kpitui.core.errors import mark
from kpitui.i18n import ascii_only
from kpitui.services.ailments import HINT, WRONG, Finding, Patient
from kpitui.services.hook_files import hook_files
from kpitui.services.hooks import are_off

FIRST_YEAR = 2024
"""The clock of a machine that says an earlier year was never set."""


def hooks(patient: Patient) -> Iterator[Finding]:
    """Which programs run after a change, and which may not."""
    off = are_off(patient.environ)
    for file in hook_files(patient.environ):
        if file.there and off:
            said = mark("{path} does not run: KPITUI_HOOKS turns hooks off")
            yield Finding(HINT, said, mark("If you want it: unset KPITUI_HOOKS"), {"path": str(file.path)})
        elif file.refusal is not None:
            advice = mark("Put that right, or remove the hook; then look again: kpitui hooks")
            yield Finding(WRONG, file.refusal.message, advice, file.refusal.params)
        elif file.there:
            said = mark("{path} runs {when}")
            advice = mark("If that is not what you want: remove the file, or set KPITUI_HOOKS=no")
            yield Finding(HINT, said, advice, {"path": str(file.path), "when": file.hook.title})


def terminal(patient: Patient) -> Iterator[Finding]:
    """Whether the app knows what terminal it is on."""
    name = patient.environ.get("TERM", "")
    if name in ("", "dumb", "unknown"):
        said = mark("TERM is '{name}', so the app cannot know what your terminal can do")
        advice = mark("Set it to what your terminal is, such as: export TERM=xterm-256color")
        yield Finding(HINT, said, advice, {"name": name})


def language(patient: Patient) -> Iterator[Finding]:
    """Whether the locale speaks UTF-8."""
    if ascii_only(patient.environ):
        found = next(name for name in ("LC_ALL", "LC_CTYPE", "LANG") if patient.environ.get(name))
        said = mark("{name}={value} is not UTF-8, so the app draws with plain ASCII")
        advice = mark("If your terminal shows UTF-8: export {name}=C.UTF-8")
        yield Finding(HINT, said, advice, {"name": found, "value": patient.environ[found]})


def byte_code(patient: Patient) -> Iterator[Finding]:
    """Whether Python may keep what it compiled, which decides how fast every command starts."""
    if patient.environ.get("PYTHONDONTWRITEBYTECODE"):
        said = mark("PYTHONDONTWRITEBYTECODE is set, so Python compiles the program at every start")
        yield Finding(HINT, said, mark("Start faster: unset PYTHONDONTWRITEBYTECODE"))
        return
    folder = Path(kpitui.__file__).parent
    if not _compiled(folder) and not os.access(folder, os.W_OK):
        said = mark("{path} holds no byte code and cannot be written, so Python compiles the program at every start")
        advice = mark("Let its owner run once: {python} -m compileall -q {path}")
        yield Finding(HINT, said, advice, {"path": str(folder), "python": sys.executable})


def clock(patient: Patient) -> Iterator[Finding]:
    """Whether the clock of the machine was ever set."""
    if patient.now.year < FIRST_YEAR:
        said = mark("The clock of this machine says it is {date}")
        yield Finding(
            WRONG, said, mark("Set the clock of this machine right"), {"date": patient.now.date().isoformat()}
        )


def _compiled(folder: Path) -> bool:
    from importlib.util import cache_from_source

    return Path(cache_from_source(str(folder / "__init__.py"))).exists()
