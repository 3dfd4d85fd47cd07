"""Where the database is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kpitui.core.errors import DatabaseUnusable
from kpitui.store.location import create_private, database_path


def test_the_flag_wins_then_the_variable_then_the_data_folder(tmp_path: Path) -> None:
    """--db, else KPITUI_DB, else XDG_DATA_HOME."""
    environ = {"KPITUI_DB": "/a/b.db", "XDG_DATA_HOME": str(tmp_path)}
    assert "/c/d.db" == database_path(environ, "/c/d.db")
    assert "/a/b.db" == database_path(environ)
    assert str(tmp_path / "kpitui" / "kpitui.db") == database_path({"XDG_DATA_HOME": str(tmp_path)})


def test_a_relative_data_home_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The XDG specification says to ignore relative paths."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert str(tmp_path / ".local/share/kpitui/kpitui.db") == database_path({"XDG_DATA_HOME": "data"})


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """One sentence names the path."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseUnusable, match="cannot be created"):
        create_private(str(tmp_path / "file" / "kpitui.db"))


@pytest.mark.skipif(os.name != "posix", reason="needs modes")
def test_every_folder_made_on_the_way_is_private(tmp_path: Path) -> None:
    """Also those above the last; one that was there keeps its mode."""
    (there := tmp_path / "there").mkdir(mode=0o755)
    there.chmod(0o755)
    create_private(str(there / "a" / "b" / "kpitui.db"))
    assert [0o755, 0o700, 0o700] == [stat.S_IMODE(path.stat().st_mode) for path in (there, there / "a", there / "a/b")]
