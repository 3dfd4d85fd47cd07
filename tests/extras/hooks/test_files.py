"""Which programs may run: only what nobody but the person can have written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kpitui.extras.hooks._running import HookFile, hook_files
from tests.hooks import HookShelf


def with_a_folder(path: Path) -> None:
    """Put a folder in its place."""
    path.unlink()
    path.mkdir()


def linked_to(name: str) -> Callable[[Path], object]:
    """Put a link to *name* in its place."""

    def link(path: Path) -> None:
        path.unlink()
        path.symlink_to(name)

    return link


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "the group can write it": (lambda path: path.chmod(0o775), "Others can change "),
    "all can write it": (lambda path: path.chmod(0o757), "Others can change "),
    "it cannot be executed": (lambda path: path.chmod(0o644), "cannot be executed"),
    "others can write in its folder": (lambda path: path.parent.chmod(0o777), "Others can write in"),
    "it is a folder": (with_a_folder, "is not a file"),
    "it is a link to nothing": (linked_to("nothing"), "No such file"),
    "it is a link to itself": (linked_to("on-log"), "is not used"),
}


@pytest.fixture
def shelf(tmp_path: Path) -> HookShelf:
    """Hooks that may run."""
    shelf = HookShelf(tmp_path / "config")
    shelf.put("on-log")
    return shelf


def first(shelf: HookShelf) -> HookFile:
    """Return what is known of on-log."""
    return hook_files(shelf.environ)[0]


def test_what_is_the_persons_own_may_run(shelf: HookShelf, tmp_path: Path) -> None:
    """A file of their own, and a link to one; the other hook is not there."""
    mine, other = hook_files(shelf.environ)
    assert (mine.path, mine.there, mine.refusal) == (shelf.folder / "on-log", True, None)
    assert (other.hook.name, other.there, other.refusal) == ("on-signal", False, None)
    real = tmp_path / "dotfiles"
    mine.path.rename(real)
    mine.path.symlink_to(real)
    assert first(shelf).refusal is None


@pytest.mark.parametrize("case", SPOILT)
def test_what_others_could_have_written_is_refused(shelf: HookShelf, case: str) -> None:
    """Each way to get at it is named in a sentence of its own."""
    spoil, said = SPOILT[case]
    spoil(shelf.folder / "on-log")
    found = first(shelf)
    assert found.there
    assert said in str(found.refusal)


def test_a_link_into_a_folder_of_others_is_refused(shelf: HookShelf, tmp_path: Path) -> None:
    """What the link points to could be exchanged there."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    (shelf.folder / "on-log").rename(shared / "hook")
    (shelf.folder / "on-log").symlink_to(shared / "hook")
    assert f"Others can write in {shared}" in str(first(shelf).refusal)


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files to others")
def test_a_program_of_another_user_is_refused(shelf: HookShelf) -> None:
    """Whoever owns it can change it."""
    os.chown(shelf.folder / "on-log", 12345, 12345)
    assert "belongs to another user" in str(first(shelf).refusal)
