"""Files and folders of others beside the database and among temporary files: none of them is swept away."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

NOBODY = 1999
"""A number that no process has while the tests run, as the names of others may have."""
STRANGERS = [
    "holiday.2024.partial",
    "movie.mkv.1999.partial",
    "kpitui.db.1999.partial.txt",
    "kpitui.db.bak",
    "kpitui.db.1999",
    "kpitui.db-wal.old",
    "kpitui.db.partial",
    "kpitui.db.x1999.partial",
    "my-kpitui.db.1999.partial",
    ".kpitui.db.swp",
    "kpitui.db~",
    "kpitui-2026.partial",
    "daily-2020-01-01.db.txt",
    "kpitui.csv.1999.partial",
    "KPITUI.DB.1999.PARTIAL",
    "kpitui.db.1999.PARTIAL",
    "kpitui.db.01999.partial ",
    "1999.partial",
    ".partial",
    "kpitui.db.1999.partial.partial.bak",
]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def aged(path: Path, *, folder: bool) -> Path:
    """Make a file, or a folder with a photo, that was last changed three days ago."""
    if folder:
        path.mkdir(parents=True)
        (path / "photo.jpg").write_text("photo")
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text("theirs")
    os.utime(path, (time.time() - 3 * 86400,) * 2)
    return path


@pytest.mark.parametrize("folder", [False, True])
@pytest.mark.parametrize("name", STRANGERS)
def test_what_is_of_others_stays(shop: Shell, temporary: Path, name: str, folder: bool) -> None:
    beside = [aged(shop.database.parent / name, folder=folder), aged(temporary / name, folder=folder)]
    shop.ok("log", "orders", "5")
    shop("doctor", "--fix")
    assert all(path.exists() for path in beside)


@pytest.mark.parametrize(
    "name", ["kpitui-clone", "kpitui-demo-mine", "kpitui-2.0", "kpitui", "kpitui-demo-", "kpitui-merge-1999"]
)
def test_folders_with_our_name_stay(shop: Shell, temporary: Path, name: str) -> None:
    clone = aged(temporary / name, folder=True)
    shop.ok("log", "orders", "5")
    shop("doctor", "--fix")
    assert (clone / "photo.jpg").exists()


def test_a_link_is_not_followed(shop: Shell, temporary: Path, tmp_path: Path) -> None:
    photos = aged(tmp_path / "photos", folder=True)
    for place in (shop.database.parent / f"kpitui.db.{NOBODY}.partial", temporary / "kpitui-demo-x"):
        place.symlink_to(photos)
        os.utime(place, (time.time() - 3 * 86400,) * 2, follow_symlinks=False)
    shop.ok("log", "orders", "5")
    shop("doctor", "--fix")
    assert (photos / "photo.jpg").exists()
