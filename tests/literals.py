"""The words that a name for a choice of literals stands for; in modules of quick commands that name is a text."""

from __future__ import annotations

from typing import Literal, get_args


def choices(name: object) -> tuple[str, ...]:
    """Return the words of *name*, such as `kpitui.core.standing.Status`."""
    found: tuple[str, ...] = get_args(eval(name, {"Literal": Literal}) if isinstance(name, str) else name)
    return found
