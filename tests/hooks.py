"""Hooks for tests: real programs in a configuration folder of their own, and what they were told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HEARS = '#!/bin/sh\ncat >> "{heard}"\n'
"""A hook that keeps what it is told."""


class HookShelf:
    """A configuration folder with hooks, beside the files in which they keep what they are told."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.folder = config / "kpitui" / "hooks"
        self.folder.mkdir(parents=True, mode=0o755)

    @property
    def environ(self) -> dict[str, str]:
        """An environment in which these hooks are found."""
        return {"XDG_CONFIG_HOME": str(self.config)}

    def put(self, name: str, script: str = HEARS, mode: int = 0o755) -> Path:
        """Put a program there; ``{heard}`` in it is the file that it keeps what it is told in."""
        path = self.folder / name
        path.write_text(script.replace("{heard}", str(self._file(name))), encoding="utf-8")
        path.chmod(mode)
        return path

    def heard(self, name: str) -> list[Any]:
        """Return what the hook was told so far, oldest first."""
        file = self._file(name)
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []

    def _file(self, name: str) -> Path:
        return self.config / f"{name}.heard"
