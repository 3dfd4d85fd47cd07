"""What a person said about a file, remembered by the names of its columns for the next file that has the same.

It is written as a setting, in the same change as the import it was said for: undoing an import that was mapped wrongly
forgets the mapping too, and a second machine that merges or copies the file knows what this one does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from kpitui.exchange import FileContent, headers_of
from kpitui.services.workspace import Workspace
from kpitui.store.settings import read_settings, write_setting
from kpitui.store.transaction import Transaction

PREFIX = "import."
"""What the key of such a setting begins with; the table of settings knows none that does."""


class Remembered(NamedTuple):
    """What was said about a file with the same columns."""

    mapping: dict[str, str]
    decimal: str | None = None
    dates: str | None = None
    format: str | None = None


def recall(workspace: Workspace, content: FileContent) -> Remembered | None:
    """Return what was said of the latest file with the same columns, or None when nothing was."""
    stored = {key: text for key, text in read_settings(workspace.store).items() if key.startswith(PREFIX)}
    if not stored:
        return None
    for names in headers_of(content):
        stored_text = stored.get(key_for(names))
        if stored_text is not None:
            return _read(stored_text)
    return None


def remember(change: Transaction, names: Iterable[str], choices: Remembered) -> None:
    """Keep what was said of a file with these columns, within *change*; nothing said is nothing kept."""
    if any(choices):
        write_setting(change, key_for(names), json.dumps(choices._asdict(), ensure_ascii=False))


def key_for(names: Iterable[str]) -> str:
    """Return the key under which a file with these columns is remembered."""
    text = "\n".join(name.strip().casefold() for name in names)
    return PREFIX + sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _read(text: str) -> Remembered | None:
    try:
        fields = json.loads(text)
        mapping = {str(old): str(new) for old, new in fields["mapping"].items()}
        return Remembered(mapping, fields["decimal"], fields["dates"], fields["format"])
    except (ValueError, KeyError, TypeError, AttributeError):
        # A setting that somebody else wrote is no reason to refuse a file.
        return None
