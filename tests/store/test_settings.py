"""Settings as text: set, changed, forgotten, undone."""

from __future__ import annotations

from pathlib import Path

from kpitui.store import journal
from kpitui.store.connection import open_store
from kpitui.store.settings import read_settings, write_setting


def test_settings_are_set_changed_and_forgotten(tmp_path: Path) -> None:
    """A setting keeps its last text; forgetting it brings back nothing, and undo brings back the text."""
    store = open_store(str(tmp_path / "k.db"))
    for value in ("dark", "light", None):
        with store.write("setting.changed") as change:
            assert write_setting(change, "theme", value)
    assert {} == read_settings(store)
    journal.undo(store)
    assert {"theme": "light"} == read_settings(store)
    with store.write("setting.changed") as change:
        assert not write_setting(change, "theme", "light")
    store.close()
