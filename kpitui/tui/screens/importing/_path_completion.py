"""Completing the path of a file as a shell does: as far as it is certain, with what could follow."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

MOST = 500
"""Names in a folder that are looked at."""


class Completed(NamedTuple):
    """A path as far as it is certain, and the names that could follow; none when nothing begins so."""

    path: str
    names: tuple[str, ...]


def complete(typed: str) -> Completed:
    """Return how the path that was *typed* goes on; a folder ends with a slash, hidden names only when asked for."""
    folder, slash, begin = typed.rpartition("/")
    try:
        names = _names(Path(folder + slash or ".").expanduser(), begin)
    except (OSError, ValueError, RuntimeError):
        return Completed(typed, ())
    if not names:
        return Completed(typed, ())
    return Completed(folder + slash + _shared(names), tuple(names))


def _shared(names: list[str]) -> str:
    """Return what all *names*, which are sorted, begin with."""
    first, last = names[0], names[-1]
    same = next(
        (index for index, (ours, other) in enumerate(zip(first, last, strict=False)) if ours != other), len(first)
    )
    return first[: min(same, len(last))]


def _names(folder: Path, begin: str) -> list[str]:
    names = []
    with os.scandir(folder) as entries:
        for _index, entry in zip(range(MOST), entries, strict=False):
            if entry.name.startswith(begin) and (begin or not entry.name.startswith(".")):
                names.append(entry.name + ("/" if entry.is_dir() else ""))
    return sorted(names)
