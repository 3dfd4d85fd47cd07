"""Prints what CHANGELOG.md says about the version that is stated in `kpitui`, for the notes of a release."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def notes(version: str) -> str:
    """Return the part of the changelog about *version*; raise LookupError when it has none."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(version)}\b[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise LookupError(f"CHANGELOG.md says nothing about {version}")
    return found[1].strip()


def version() -> str:
    """Return the version of the program, from the one place that states it."""
    text = (ROOT / "kpitui" / "__init__.py").read_text(encoding="utf-8")
    return re.findall(r'^__version__ = "(.+)"$', text, re.MULTILINE)[0]


if __name__ == "__main__":
    sys.stdout.write(notes(version()) + "\n")
