"""What the doctor says of sources: which programs a pull starts, and which may not be started."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from kpitui.core.errors import Refused, mark
from kpitui.extras.pull._sources_file import described_sources, sources_file
from kpitui.extras.pull.sources._secret import read_secret
from kpitui.extras.pull.sources.command import refusal_of
from kpitui.services.health.checks import HINT, WRONG, ExaminedDatabase, HealthFinding


def sources(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Which programs a pull starts, and which may not be started; whether others could have written their file."""
    path = sources_file(database.environ)
    if not os.path.lexists(path):
        return
    advice = mark("Fix that, then check again: kpitui doctor")
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
                yield HealthFinding(HINT, message, mark("Don't want that? Take it out of {path}"), params)


def _refusals(fields: Mapping[str, Any]) -> Iterator[Refused]:
    """Yield why the program or the secret that a source names would not be used."""
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
