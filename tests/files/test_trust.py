"""What decides over programs and secrets is used only when nobody else can have written it, even meanwhile."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.files.trust import open_trusted, trusted_folder, trusted_path, trusted_program

STRANGER = 12345
"""The number of a user who is neither the person nor root."""

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root gives files to others")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A program in a folder of its own: home/bin/hook."""
    folder = tmp_path / "home" / "bin"
    folder.mkdir(parents=True, mode=0o755)
    path = folder / "hook"
    path.write_text('#!/bin/sh\necho "$(basename "$0") $(. "$(dirname "$0")/beside")"\n')
    (folder / "beside").write_text("echo mine\n")
    path.chmod(0o755)
    return path


def printed(path: Path, between: Callable[[], object] = lambda: None) -> str:
    """Start the program at *path*, doing something between the look and the start, and return what it prints."""
    with trusted_program(str(path)) as program:
        between()
        return subprocess.run(
            [path],
            executable=program.executable,
            pass_fds=(program.folder,),
            capture_output=True,
            text=True,
            check=True,
        ).stdout


def test_a_script_knows_its_name_and_what_is_beside_it(script: Path) -> None:
    """Started through a handle, it still finds itself and its neighbours."""
    assert printed(script) == "hook mine\n"


def test_through_a_link_of_ones_own(script: Path, tmp_path: Path) -> None:
    """A relative link, an absolute one, one to a folder, and dots in between lead to the same program."""
    (tmp_path / "relative").symlink_to("home/bin/hook")
    (tmp_path / "absolute").symlink_to(script)
    (tmp_path / "folder").symlink_to("home/bin/../bin/.")
    for path in ("relative", "absolute", "folder/hook", "home/../folder/../bin/./hook"):
        assert trusted_path(str(tmp_path / path)) == str(script)


WRITABLE: dict[str, Callable[[Path], object]] = {
    "the file, by its group": lambda script: script.chmod(0o775),
    "the file, by all": lambda script: script.chmod(0o757),
    "its folder": lambda script: script.parent.chmod(0o777),
    "the folder above": lambda script: script.parent.parent.chmod(0o775),
    "a folder above its link": lambda script: linked(script).parent.chmod(0o777),
    "a sticky folder with a link in it": lambda script: linked(script).parent.chmod(0o1777),
}


def linked(script: Path) -> Path:
    """Move the program elsewhere, put a link to it in its place in a folder above which others may write."""
    elsewhere = script.parent.parent.parent / "elsewhere"
    elsewhere.mkdir()
    script.rename(elsewhere / "hook")
    between = script.parent.parent / "between"
    os.link(elsewhere / "hook", elsewhere / "again")
    between.mkdir()
    (between / "link").symlink_to(elsewhere / "hook")
    os.link(between / "link", between / "link again", follow_symlinks=False)
    script.symlink_to(between / "link")
    return between / "link"


@pytest.mark.parametrize("case", WRITABLE)
def test_what_others_can_write_is_not_used(script: Path, case: str) -> None:
    """Wherever on the way it is, and the refusal says where."""
    WRITABLE[case](script)
    with pytest.raises(Refused, match=r"Others can (write in|change) "):
        printed(script)


@as_root
@pytest.mark.parametrize("whose", ["hook", "bin", "home"])
def test_what_belongs_to_another_user_is_not_used(script: Path, whose: str) -> None:
    """The file, and every folder above it: its owner can change it at any time."""
    place = {"hook": script, "bin": script.parent, "home": script.parent.parent}[whose]
    os.chown(place, STRANGER, STRANGER)
    with pytest.raises(Refused, match="belongs to another user"):
        printed(script)


def test_a_folder_of_ones_own_in_a_sticky_folder(script: Path) -> None:
    """In /tmp others cannot exchange it; what has a second name there may be a stranger's link, and is not used."""
    script.parent.parent.chmod(0o1777)
    assert printed(script) == "hook mine\n"
    script.parent.chmod(0o1777)
    assert printed(script) == "hook mine\n"
    os.link(script, script.parent.parent / "again")
    with pytest.raises(Refused, match="Keep it in a folder of your own"):
        printed(script)


@as_root
def test_a_strangers_folder_in_a_sticky_folder(script: Path) -> None:
    """A name that somebody else put there first."""
    script.parent.parent.chmod(0o1777)
    os.chown(script.parent, STRANGER, STRANGER)
    with pytest.raises(Refused, match="Keep it in a folder of your own"):
        printed(script)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs handles that can be named")
def test_what_is_exchanged_after_the_look_is_not_started(script: Path, tmp_path: Path) -> None:
    """Another folder in the place of the one that was looked at: what was looked at is what runs."""
    evil = tmp_path / "evil"
    evil.mkdir()
    (evil / "hook").write_text("#!/bin/sh\necho theirs\n")
    (evil / "hook").chmod(0o755)

    def exchange() -> None:
        script.parent.rename(tmp_path / "aside")
        evil.rename(script.parent)

    assert printed(script, exchange) == "hook mine\n"


@pytest.mark.parametrize("kind", ["folder", "fifo", "link to itself", "link to nothing", "missing", "no folder"])
def test_what_is_no_program(script: Path, kind: str) -> None:
    """Refused, or not there at all; nothing is waited for."""
    path = script.parent / "other"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path, 0o700)
    elif kind.startswith("link"):
        path.symlink_to("other" if kind == "link to itself" else "nothing")
    elif kind == "no folder":
        path = script / "other"
    with pytest.raises((Refused, OSError)):
        printed(path)


def test_what_cannot_be_executed(script: Path) -> None:
    """The refusal says what to do."""
    script.chmod(0o644)
    with pytest.raises(Refused, match=r"chmod u\+x"):
        printed(script)


def test_reading_through_the_handle(script: Path, tmp_path: Path) -> None:
    """What was looked at is what is read; a private file is read by nobody else."""
    handle = open_trusted(str(script))
    script.rename(tmp_path / "aside")
    script.write_text("theirs")
    assert os.read(handle, 9) == b"#!/bin/sh"
    os.close(handle)
    script.chmod(0o640)
    os.close(open_trusted(str(script)))
    with pytest.raises(Refused, match="chmod 600"):
        open_trusted(str(script), private=True)


def test_streams_only_where_they_are_wanted(tmp_path: Path) -> None:
    """A FIFO or a pipe of the shell, for the file of sources; of others neither."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo, 0o600)
    os.close(open_trusted(str(fifo), stream=True))
    with pytest.raises(Refused, match="not a file"):
        open_trusted(str(fifo))
    fifo.chmod(0o622)
    with pytest.raises(Refused, match="Others can change "):
        open_trusted(str(fifo), stream=True)
    reading, writing = os.pipe()
    os.close(open_trusted(f"/dev/fd/{reading}", stream=True))
    os.close(reading)
    os.close(writing)


def test_a_folder_to_start_in(script: Path) -> None:
    """Others cannot write in it, not even when it is sticky: what a program looks for there could be theirs."""
    assert trusted_folder(str(script.parent)) == str(script.parent)
    script.parent.chmod(0o1777)
    with pytest.raises(Refused, match="Others can write in"):
        trusted_folder(str(script.parent))
    with pytest.raises(NotADirectoryError):
        trusted_folder(str(script))
