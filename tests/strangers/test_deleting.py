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


@pytest.mark.sampled(8)
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


NAMED_LIKE_OURS = [
    "kpitui-2020-01-01.db", "kpitui-2020-01-01-000000.txt", "k-2020-01-01.db", "kpitui-2020-01-01.db.part",
    "kpitui.db.tmp", "kpitui.db.old", "kpitui.db.lock", "lock", "draft.json", "backup-2020-01-01.db", "daily-2020.db",
    "daily-2020-01-01~2.db", "DAILY-2020-01-01.db", "daily-2020-01-01.db~", "kpitui-20200101T000000.db",
    "before-restore.db", "before-upgrade.db", "kpitui.db-wal.bak", "kpitui (copy).db", "kpitui.db.restoring",
    "kpitui-export-2020-01-01.csv", ".kpitui.part", "kpitui-daily-2020-01-01.db", "kpitui.db-journal2",
]  # fmt: skip


def test_nothing_that_is_named_like_ours_is_touched(shop: Shell, temporary: Path) -> None:
    """Neither what is in a file nor who may read it, beside the database and among its backups."""
    backups = shop.database.parent / "backups"
    theirs = [
        aged(folder / name, folder=False) for folder in (shop.database.parent, backups) for name in NAMED_LIKE_OURS
    ]
    backups.chmod(0o700)
    for path in theirs:
        path.chmod(0o644)
    shop.ok("backup")
    shop.ok("log", "orders", "5")
    shop("doctor", "--fix")
    shop.ok("restore", "--latest")
    shop("doctor", "--fix")
    assert [path.read_text() for path in theirs] == ["theirs"] * len(theirs)
    assert {path.stat().st_mode & 0o777 for path in theirs} == {0o644}


def test_what_a_link_among_the_backups_leads_to_keeps_its_mode(shop: Shell, tmp_path: Path) -> None:
    """Nor is it asked to be changed: a command about the link would change the file."""
    page, folder = tmp_path / "page.html", tmp_path / "site"
    page.write_text("page")
    page.chmod(0o644)
    folder.mkdir(mode=0o755)
    shop.ok("backup")
    backups = shop.database.parent / "backups"
    for name, target in (("kpitui-2020-02-02-000000.db", page), ("site", folder)):
        (backups / name).symlink_to(target)
    done = shop("doctor", "--fix")
    assert "chmod" not in done.out
    assert page.stat().st_mode & 0o777 == 0o644
    assert folder.stat().st_mode & 0o777 == 0o755
