"""The person's file of sources: where it is, whether it may be trusted, what it describes.

Whoever writes it decides what is run and where secrets are sent, so it is used only when nobody else could have written
it. What the fields of a source accept is said by `_schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from os import fdopen
from pathlib import Path
from typing import Any

from kpitui.core.errors import NotFound, Refused, mark
from kpitui.files.folders import config_folder
from kpitui.files.opening import content_of
from kpitui.files.trust import open_trusted

FILE_NAME = "sources.toml"
LARGEST = 1 << 20
"""Bytes."""


def sources_file(environ: Mapping[str, str], flag: str | None = None) -> Path:
    """Return where the file of sources is: the flag, else the configuration folder of the user."""
    return Path(flag).expanduser() if flag else Path(config_folder(environ)) / FILE_NAME


def described_sources(path: Path) -> dict[str, Mapping[str, Any]]:
    """Return the sources in the file or stream *path* by name, not checked yet.

    Raises Refused when somebody else could have written it, or when it cannot be read.
    """
    import tomllib

    try:
        handle = open_trusted(str(path), stream=True)
        with closing(fdopen(handle, "rb", buffering=0)):
            described = tomllib.loads(content_of(handle, str(path), LARGEST).decode("utf-8-sig"))
    except FileNotFoundError as error:
        reason = mark("No sources yet. Describe them in {path}; docs/automation.md shows how")
        raise Refused(reason, field="source", path=str(path)) from error
    except (OSError, UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        message = getattr(error, "strerror", None) or str(error)
        reason = mark("{path} cannot be read: {reason}")
        raise Refused(reason, field="source", path=str(path), reason=message[:200]) from error
    sources = described.get("source", {})
    strange = [name for name in described if name != "source"]
    if strange or not isinstance(sources, dict) or not all(isinstance(fields, dict) for fields in sources.values()):
        reason = mark("{path} must have tables such as [source.site]; {value} is not one")
        raise Refused(reason, field="source", path=str(path), value=strange[0] if strange else "source")
    return sources


def chosen_sources(sources: Mapping[str, Mapping[str, Any]], name: str | None) -> dict[str, Mapping[str, Any]]:
    """Return all sources, or only the one called *name*; raise NotFound when there is none of that name."""
    if name is None:
        return dict(sources)
    if name not in sources:
        reason = mark("No source {value}. You have: {known}")
        raise NotFound(reason, field="source", value=name, known=", ".join(sources) or "-")
    return {name: sources[name]}
