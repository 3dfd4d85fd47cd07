"""Where a person's own files lie on each system."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest
from platformdirs.macos import MacOS

from kpitui.files.folders import own_folder_of


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of somebody on macOS."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)  # platformdirs looks at these, too
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda name, appauthor: MacOS(name, appauthor).user_data_dir)
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda name, appauthor: MacOS(name, appauthor).user_config_dir)
    return tmp_path


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the places of Linux")
def test_the_base_directories_of_linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert own_folder_of("data", "") == str(tmp_path / ".local/share/kpitui")
    assert own_folder_of("config", "relative") == str(tmp_path / ".config/kpitui")
    assert own_folder_of("data", "/srv/data") == "/srv/data/kpitui"


@pytest.mark.parametrize("kind", ["data", "config"])
def test_macos_has_places_of_its_own(kind: str, mac: Path) -> None:
    assert own_folder_of(kind, "") == str(mac / "Library/Application Support/kpitui")
    assert own_folder_of(kind, "/srv/mine") == "/srv/mine/kpitui"


@pytest.mark.parametrize(("kind", "usual"), [("data", ".local/share/kpitui"), ("config", ".config/kpitui")])
def test_files_in_the_place_of_terminal_programs_stay_in_use_on_macos(kind: str, usual: str, mac: Path) -> None:
    (mac / usual).mkdir(parents=True)
    assert own_folder_of(kind, "") == str(mac / usual)


def test_no_home_folder_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "nowhere")
    assert own_folder_of("data", "") is None
