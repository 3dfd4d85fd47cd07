"""What marks a database as ours, and that one of a newer version is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.store.connection import open_store
from kpitui.store.version import APPLICATION_ID, SCHEMA_VERSION, application_and_version, refuse_newer


def test_a_new_database_is_ours_and_of_this_version(tmp_path: Path) -> None:
    """The file that is made carries our mark and the version that this program knows."""
    store = open_store(str(tmp_path / "kpitui.db"))
    assert (APPLICATION_ID, SCHEMA_VERSION) == application_and_version(store.connection)
    store.close()


def test_only_a_newer_version_is_refused() -> None:
    """Ours and older ones pass; one that is newer is refused with both versions."""
    refuse_newer(SCHEMA_VERSION, "x.db")
    with pytest.raises(DatabaseUnusable) as refused:
        refuse_newer(SCHEMA_VERSION + 1, "x.db")
    assert {"path": "x.db", "found": SCHEMA_VERSION + 1, "known": SCHEMA_VERSION} == refused.value.params
