"""The person's file of sources: where it is, whether it may be trusted, what it describes, and what the doctor says.

Whoever writes it decides what is run and where secrets are sent, so it is used only when nobody else could have written
it. What the fields of a source accept is checked by `_schema`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kpitui.core.errors import NotFound, Refused, mark
from kpitui.extras.pull.sources._place import read_secret
from kpitui.extras.pull.sources.command import refusal_of
from kpitui.files.folders import config_folder, read_toml
from kpitui.services.health.checks import HINT, WRONG, ExaminedDatabase, HealthFinding

FILE_NAME = "sources.toml"


def sources_file(environ: Mapping[str, str], flag: str | None = None) -> Path:
    """Return where the file of sources is: the flag, else the configuration folder of the user."""
    return Path(flag).expanduser() if flag else Path(config_folder(environ)) / FILE_NAME


def described_sources(path: Path) -> dict[str, Mapping[str, Any]]:
    """Return the sources in the file or stream *path* by name, not checked yet.

    Raises Refused when somebody else could have written it, or when it cannot be read.
    """
    try:
        fields = read_toml(str(path), stream=True)
    except Refused as refused:
        if isinstance(refused.__cause__, FileNotFoundError):
            reason = mark("No sources yet. Describe them in {path}, as docs/automation.md shows")
            raise Refused(reason, field="source", path=str(path)) from refused
        if refused.__cause__ is not None:
            refused.field = "source"
        raise
    sources = fields.get("source", {})
    strange = [name for name in fields if name != "source"]
    if strange or not isinstance(sources, dict) or not all(isinstance(source, dict) for source in sources.values()):
        reason = mark("{path} must have tables such as [source.site], but {value} is not one")
        raise Refused(reason, field="source", path=str(path), value=strange[0] if strange else "source")
    return sources


def chosen_sources(sources: Mapping[str, Mapping[str, Any]], name: str | None) -> dict[str, Mapping[str, Any]]:
    """Return all sources, or only the one called *name*; raise NotFound when there is none of that name."""
    if name is None:
        return dict(sources)
    if name not in sources:
        reason = mark("No source called {value}. You have: {known}")
        raise NotFound(reason, field="source", value=name, known=", ".join(sources) or mark("none"))
    return {name: sources[name]}


def source_findings(database: ExaminedDatabase) -> Iterator[HealthFinding]:
    """Which programs a pull starts, and which may not be started; whether others could have written their file."""
    path = sources_file(database.environ)
    if not os.path.lexists(path):
        return
    advice = mark("Fix that, then check again: kpitui doctor")
    try:
        read_toml = described_sources(path)
    except Refused as error:
        yield HealthFinding(WRONG, error.message, advice, error.params)
        return
    for name, fields in read_toml.items():
        for refusal in _refusals(fields):
            yield HealthFinding(WRONG, refusal.message, advice, refusal.params)
            break
        else:
            if fields.get("kind") == "command":
                message = mark("kpitui pull runs {command} for the source {name}")
                params = {"command": str(fields["command"][0])[:100], "name": name[:60], "path": str(path)}
                yield HealthFinding(HINT, message, mark("Don't want that? Remove the source from {path}"), params)


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
