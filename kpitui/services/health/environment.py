"""What the doctor looks at in the machine and the session: hooks, sources, terminal, language, byte code, clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import kpitui
from kpitui.core.errors import Refused, mark
from kpitui.i18n import ascii_only
from kpitui.services.health.problems import HINT, WRONG, ExaminedDatabase, HealthFinding
from kpitui.services.hooks import are_off
from kpitui.services.hooks.files import hook_files
from kpitui.store import health

FIRST_YEAR = 2024
"""The clock of a machine that says an earlier year was never set."""


def hooks(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Which programs run after a change, and which may not."""
    off = are_off(patient.environ)
    for file in hook_files(patient.environ):
        if file.there and off:
            message = mark("{path} does not run: KPITUI_HOOKS turns hooks off")
            yield HealthFinding(HINT, message, mark("If you want it: unset KPITUI_HOOKS"), {"path": str(file.path)})
        elif file.refusal is not None:
            advice = mark("Put that right, or remove the hook; then look again: kpitui hooks")
            yield HealthFinding(WRONG, file.refusal.message, advice, file.refusal.params)
        elif file.there:
            message = mark("{path} runs {when}")
            advice = mark("If that is not what you want: remove the file, or set KPITUI_HOOKS=no")
            yield HealthFinding(HINT, message, advice, {"path": str(file.path), "when": file.hook.title})


def sources(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Which programs a pull starts, and which may not be started; whether others could have written their file."""
    from kpitui.services.pulling.sources_file import described_sources, sources_file

    path = sources_file(patient.environ)
    if not os.path.lexists(path):
        return
    advice = mark("Put that right, then look again: kpitui doctor")
    try:
        described = described_sources(path)
    except Refused as error:
        yield HealthFinding(WRONG, error.message, advice, error.params)
        return
    for name, fields in described.items():
        for refusal in _refusals(fields):
            yield HealthFinding(WRONG, refusal.message, advice, refusal.params)
            break
        else:
            if fields.get("kind") == "command":
                message = mark("kpitui pull runs {command} for the source {name}")
                params = {"command": str(fields["command"][0])[:100], "name": name[:60], "path": str(path)}
                yield HealthFinding(HINT, message, mark("If that is not what you want: take it out of {path}"), params)


def _refusals(fields: Mapping[str, Any]) -> Iterator[Refused]:
    """Yield why the program or the secret that a source names would not be used."""
    from kpitui.sources.command import refusal_of
    from kpitui.sources.secret import read_secret

    command, folder, token = fields.get("command"), fields.get("folder"), fields.get("token")
    if fields.get("kind") == "command":
        if not isinstance(command, list) or not command:
            yield Refused(mark("{name} is missing"), field="command", name="command")
        elif (refusal := refusal_of([str(word) for word in command], str(folder) if folder else None)) is not None:
            yield refusal
    if isinstance(token, dict) and isinstance(token.get("file"), str):
        try:
            read_secret({}, file=token["file"])
        except Refused as error:
            yield error


def terminal(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the app knows what terminal it is on."""
    name = patient.environ.get("TERM", "")
    if name in ("", "dumb", "unknown"):
        message = mark("TERM is '{name}', so the app cannot know what your terminal can do")
        advice = mark("Set it to what your terminal is, such as: export TERM=xterm-256color")
        yield HealthFinding(HINT, message, advice, {"name": name})


def language(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the locale speaks UTF-8."""
    if ascii_only(patient.environ):
        variable = next(name for name in ("LC_ALL", "LC_CTYPE", "LANG") if patient.environ.get(name))
        message = mark("{name}={value} is not UTF-8, so the app draws with plain ASCII")
        advice = mark("If your terminal shows UTF-8: export {name}=C.UTF-8")
        yield HealthFinding(HINT, message, advice, {"name": variable, "value": patient.environ[variable]})


def byte_code(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether Python may keep what it compiled, which decides how fast every command starts."""
    if patient.environ.get("PYTHONDONTWRITEBYTECODE"):
        message = mark("PYTHONDONTWRITEBYTECODE is set, so Python compiles the program at every start")
        yield HealthFinding(HINT, message, mark("Start faster: unset PYTHONDONTWRITEBYTECODE"))
        return
    folder = Path(kpitui.__file__).parent
    if not _compiled(folder) and not os.access(folder, os.W_OK):
        message = mark("{path} holds no byte code and cannot be written, so Python compiles the program at every start")
        advice = mark("Let its owner run once: {python} -m compileall -q {path}")
        yield HealthFinding(HINT, message, advice, {"path": str(folder), "python": sys.executable})


def clock(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the clock of the machine was ever set."""
    if patient.now.year < FIRST_YEAR:
        message = mark("The clock of this machine says it is {date}")
        yield HealthFinding(
            WRONG, message, mark("Set the clock of this machine right"), {"date": patient.now.date().isoformat()}
        )


def place(patient: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Whether the time zone in force is one that this system knows: another one is quietly taken for UTC."""
    from kpitui.services.place import is_known, system_zone

    setting = place_settings(patient).get("timezone", "auto")
    advice = mark("Set one such as: kpitui config timezone Europe/Amsterdam")
    if setting != "auto":
        if not is_known(setting):
            message = mark("This system does not know the time zone {zone}, so its own clock counts")
            yield HealthFinding(
                WRONG, message, mark("Install the package tzdata, or choose another time zone"), {"zone": setting}
            )
        return
    zone = system_zone(patient.environ)
    if zone and not is_known(zone) and not _is_rule(zone):
        yield HealthFinding(
            WRONG, mark("TZ is {zone}, which is no time zone, so the clock counts as UTC"), advice, {"zone": zone}
        )


def place_settings(patient: ExaminedDatabase) -> dict[str, str]:
    """Return the settings of the database as they are stored; empty where it cannot be read."""
    return {} if patient.connection is None else health.stored_settings(patient.connection)


def _is_rule(zone: str) -> bool:
    """Tell whether *zone* is a rule of POSIX, such as ``CET-1CEST,M3.5.0,M10.5.0/3``."""
    return any(sign.isdigit() for sign in zone)


def _compiled(folder: Path) -> bool:
    from importlib.util import cache_from_source

    return Path(cache_from_source(str(folder / "__init__.py"))).exists()
