"""Files that make programs run, laid out as another user of the machine could have left them: none of them is run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.extras.pull.sources.server import served

ROOT_ONLY = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
pytestmark = ROOT_ONLY
OTHER = 65534
"""Somebody else."""


def give(path: Path) -> None:
    os.chown(path, OTHER, OTHER, follow_symlinks=False)


def given_read_only(path: Path) -> None:
    path.chmod(0o555)
    give(path)


def sticky(folder: Path) -> None:
    folder.chmod(0o1777)
    give(folder)


def behind_a_linked_folder(file: Path) -> Path:
    """Put the folder of *file* elsewhere, with a link in its place; return the folder."""
    target = file.parents[3] / "folder"
    file.parent.rename(target)
    file.parent.symlink_to(target)
    return target


def behind_a_link(file: Path) -> Path:
    target = file.parents[3] / "target"
    file.rename(target)
    file.symlink_to(target)
    return target


LAYOUTS: dict[str, Callable[[Path], object]] = {
    "file that all can write": lambda file: file.chmod(0o777),
    "file that its group can write": lambda file: file.chmod(0o770),
    "file that only others can write": lambda file: file.chmod(0o702),
    "file of another user": give,
    "file of another user that nobody can write": given_read_only,
    "folder that all can write": lambda file: file.parent.chmod(0o777),
    "folder that its group can write": lambda file: file.parent.chmod(0o770),
    "folder that is sticky and of another user": lambda file: sticky(file.parent),
    "folder of another user": lambda file: give(file.parent),
    "folder above that all can write": lambda file: file.parents[1].chmod(0o777),
    "folder above of another user": lambda file: give(file.parents[1]),
    "folder above that its group can write": lambda file: file.parents[1].chmod(0o775),
    "third folder above that all can write": lambda file: file.parents[2].chmod(0o777),
    "link to a file that all can write": lambda file: behind_a_link(file).chmod(0o777),
    "link to a file of another user": lambda file: give(behind_a_link(file)),
    "folder that only others can write": lambda file: file.parent.chmod(0o702),
    "folder above that is another user's and nobody can write": lambda file: given_read_only(file.parents[1]),
    "third folder above of another user": lambda file: give(file.parents[2]),
    "link to a folder that all can write": lambda file: behind_a_linked_folder(file).chmod(0o777),
    "link to a folder of another user": lambda file: give(behind_a_linked_folder(file)),
}


BACKUPS_USED = {
    "folder that all can write",
    "folder that its group can write",
    "folder above that all can write",
    "folder above that its group can write",
    "folder above of another user",
    "third folder above that all can write",
    "folder that only others can write",
    "folder above that is another user's and nobody can write",
    "third folder above of another user",
    "link to a folder that all can write",
}
"""Layouts in which a backup is used all the same: others could only move it, and what it is stands in it."""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the configuration, three folders below the one of the test."""
    folder = tmp_path / "one" / "two" / "three"
    (folder / "kpitui" / "hooks").mkdir(parents=True)
    for path in (folder, *folder.parents[:2], folder / "kpitui", folder / "kpitui" / "hooks"):
        path.chmod(0o700)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder


def program(path: Path, mark: Path) -> Path:
    path.write_text(f"#!/bin/sh\ntouch {mark}\necho 12\n")
    path.chmod(0o700)
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_hook_is_not_run(shop: Shell, config: Path, tmp_path: Path, layout: str) -> None:
    mark = tmp_path / "ran"
    hook = program(config / "kpitui" / "hooks" / "on-log", mark)
    LAYOUTS[layout](hook)
    done = shop("log", "orders", "5")
    assert done.status == 0
    assert not mark.exists()
    assert done.err.strip()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_source_is_not_run(shop: Shell, config: Path, tmp_path: Path, layout: str) -> None:
    mark = tmp_path / "ran"
    sources = config / "kpitui" / "sources.toml"
    sources.write_text(
        f'[source.till]\nkind = "command"\ncommand = ["sh", "-c", "touch {mark}; echo 12"]\nkpi = "revenue"\n'
    )
    sources.chmod(0o600)
    LAYOUTS[layout](sources)
    done = shop("pull")
    assert (done.status != 0, mark.exists()) == (True, False)
    assert "Traceback" not in done.err


def test_the_honest_layout_runs(shop: Shell, config: Path, tmp_path: Path) -> None:
    mark, other = tmp_path / "ran", tmp_path / "also"
    program(config / "kpitui" / "hooks" / "on-log", mark)
    sources = config / "kpitui" / "sources.toml"
    sources.write_text(
        f'[source.till]\nkind = "command"\ncommand = ["sh", "-c", "touch {other}; echo 12"]\nkpi = "revenue"\n'
    )
    sources.chmod(0o600)
    shop.ok("log", "orders", "5")
    shop.ok("pull")
    assert mark.exists()
    assert other.exists()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_secret_is_not_used(shop: Shell, config: Path, tmp_path: Path, layout: str) -> None:
    """Whoever could write it could have the questions answered by another account, or has read it."""
    secret = config / "kpitui" / "secrets" / "token"
    secret.parent.mkdir(mode=0o700)
    secret.write_text("hush-hush")
    secret.chmod(0o600)
    LAYOUTS[layout](secret)
    sources = tmp_path / "sources.toml"
    with served() as web:
        web.says({"days": [{"date": "2026-11-19", "count": 5}]})
        sources.write_text(
            f'[source.shop]\nkind = "json"\nurl = "{web.url}"\nrows = "days"\ndate = "date"\n'
            f'kpis = {{ count = "orders" }}\ntoken = {{ file = "{secret}" }}\n'
        )
        sources.chmod(0o600)
        done = shop("pull", "--config", str(sources))
        assert done.status == 1
        assert not web.asked
    assert "hush-hush" not in done.out + done.err
    assert done.err.startswith("shop: ")


@pytest.mark.sampled(8)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_backup_is_not_the_latest(shop: Shell, layout: str) -> None:
    """What another user could have written is not put back by itself."""
    shop.ok("log", "orders", "5")
    folder = shop.database.parent / "one" / "two" / "three"
    folder.mkdir(parents=True, mode=0o700)
    database = folder / "kpitui.db"
    database.write_bytes(shop.database.read_bytes())
    database.chmod(0o600)
    other = Shell(database, shop._patch)
    other.ok("config", "daily-backup", "no")
    other.ok("backup")
    (backup,) = (folder / "backups").glob("kpitui-*.db")
    assert not [*(folder / "backups").glob("daily-*.db")]
    other.ok("log", "orders", "6")
    LAYOUTS[layout](backup)
    done = other("restore", "--latest")
    figures = other.ok("export").out
    if layout in BACKUPS_USED:
        assert done.status == 0
        assert "2026-11-23,orders,5" in figures
    else:
        assert done.status != 0
        assert "2026-11-23,orders,6" in figures
    assert "hit a bug" not in done.err


@pytest.mark.parametrize("package", ["kpitui", "textual", "sqlite3", "json", "encodings", "sitecustomize"])
def test_a_package_in_the_current_folder_is_not_run(
    shop: Shell, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    here = tmp_path / "here"
    (here / package).mkdir(parents=True)
    mark = tmp_path / "ran"
    (here / package / "__init__.py").write_text(f"open({str(mark)!r}, 'w')\n")
    monkeypatch.chdir(here)
    program(config / "kpitui" / "hooks" / "on-log", tmp_path / "hook-ran")
    shop.ok("log", "orders", "5")
    shop.ok("status")
    assert not mark.exists()
