"""Where a file is to be written: twenty places that are no ordinary new file."""

from __future__ import annotations

import os
import socket
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

Prepare = Callable[[Path], Path]
WRITERS = (("export",), ("export", "--format", "json"), ("review", "--format", "md"), ("calendar",))


def written(shell: Shell, words: tuple[str, ...], target: Path) -> tuple[int, str]:
    done = shell(*words, "-o", str(target))
    assert "Traceback" not in done.err
    return done.status, done.err


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_link_stays_a_link(shop: Shell, tmp_path: Path, words: tuple[str, ...]) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("before")
    link.symlink_to(target)
    assert written(shop, words, link)[0] == 0
    assert link.is_symlink()
    assert target.read_text() != "before"


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_link_to_a_folder_is_that_folder(shop: Shell, tmp_path: Path, words: tuple[str, ...]) -> None:
    folder, link = tmp_path / "folder", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    status, _err = written(shop, words, link)
    assert link.is_symlink()
    assert status != 0 or len(list(folder.iterdir())) == 1


def test_a_link_that_leads_nowhere(shop: Shell, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "later.csv")
    status, _err = written(shop, ("export",), link)
    assert link.is_symlink()
    assert (tmp_path / "later.csv").exists() == (status == 0)


def test_links_in_a_circle(shop: Shell, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    assert written(shop, ("export",), one)[0] != 0
    assert one.is_symlink()


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_pipe_gets_the_file(shop: Shell, tmp_path: Path, words: tuple[str, ...]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    status, err = written(shop, words, pipe)
    reader.join()
    assert (status, err) == (0, "") or status == 0
    assert read[0]
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a device node")
@pytest.mark.parametrize("words", (*WRITERS, ("backup",)), ids=" ".join)
def test_a_device_stays_a_device(shop: Shell, tmp_path: Path, words: tuple[str, ...]) -> None:
    node = tmp_path / "null"
    os.mknod(node, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    shop(*words, *((str(node),) if words == ("backup",) else ("-o", str(node))))
    assert stat.S_ISCHR(node.lstat().st_mode)
    assert stat.S_IMODE(node.lstat().st_mode) == node.lstat().st_mode & 0o777


@pytest.mark.parametrize("words", (*WRITERS, ("backup",)), ids=" ".join)
def test_a_socket_stays_a_socket(
    shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        done = shop(*words, *(("socket",) if words == ("backup",) else ("-o", "socket")))
        assert done.status != 0
        assert "Traceback" not in done.err
        assert stat.S_ISSOCK(Path("socket").lstat().st_mode)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o600, 0o664])
def test_a_file_keeps_its_mode(shop: Shell, tmp_path: Path, mode: int) -> None:
    target = tmp_path / "report.md"
    target.write_text("before")
    target.chmod(mode)
    assert written(shop, ("review", "--format", "md"), target)[0] == 0
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_a_new_file_is_private(shop: Shell, tmp_path: Path) -> None:
    os.umask(os.umask(0))
    assert written(shop, ("export",), tmp_path / "new.csv")[0] == 0
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o600


def test_a_file_with_two_names_stays_one(shop: Shell, tmp_path: Path) -> None:
    target, other = tmp_path / "report.md", tmp_path / "shared.md"
    target.write_text("before")
    os.link(target, other)
    assert written(shop, ("review", "--format", "md"), target)[0] == 0
    assert other.read_text() == target.read_text()


@pytest.mark.parametrize("words", (*WRITERS, ("backup",)), ids=" ".join)
@pytest.mark.parametrize("end", ["", "-wal"])
def test_the_database_is_never_the_target(shop: Shell, words: tuple[str, ...], end: str) -> None:
    target = f"{shop.database}{end}"
    Path(target).touch()
    before = shop.database.read_bytes()
    done = shop(*words, *((target,) if words == ("backup",) else ("-o", target)))
    assert done.status != 0
    assert shop.database.read_bytes() == before
    assert shop.ok("status", "--json").json["kpis"]


@pytest.mark.parametrize("content", [b"", b"a text", b"SQLite format 3\x00 but not really", b"\x00" * 5000])
def test_a_backup_takes_the_place_of_no_other_file(shop: Shell, tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "precious.db"
    target.write_bytes(content)
    done = shop("backup", str(target))
    assert done.status != 0 or content == b""
    assert target.read_bytes() == content or content == b""


def test_a_backup_over_another_business(shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Shell(tmp_path / "other.db", monkeypatch)
    other.ok("kpi", "add", "Their own")
    before = other.database.read_bytes()
    assert shop("backup", str(other.database)).status != 0
    assert other.database.read_bytes() == before


def test_a_backup_over_an_earlier_one_of_the_same(shop: Shell, tmp_path: Path) -> None:
    target = tmp_path / "safe.db"
    shop.ok("backup", str(target))
    shop.ok("log", "orders", "77")
    shop.ok("backup", str(target))


def test_a_folder_gets_a_file_with_a_name(shop: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    shop.ok("backup", str(folder))
    (inside,) = folder.iterdir()
    assert inside.is_file()


@pytest.mark.parametrize("target", ["", "no/such/folder/file.csv", "a\nb.csv", "x" * 300, "-"])
def test_names_that_are_none(shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    monkeypatch.chdir(tmp_path)
    done = shop("export", "-o", target)
    assert "Traceback" not in done.err
    assert done.status in (0, 1, 2, 3)
    assert "\n" not in done.err.strip() or done.status == 2


NO_NAME = ("export -o", "review -o", "calendar -o", "backup", "restore", "import", "merge")


@pytest.mark.parametrize("blank", ["", " ", "\t"])
@pytest.mark.parametrize("words", NO_NAME)
def test_no_name_is_no_file(
    shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, blank: str
) -> None:
    """As a script gives it whose variable is not set."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    done = shop(*words.split(), blank)
    assert done.status in (1, 2)
    assert done.err.startswith(("Which ", "The file name is empty", "usage"))
    assert not list(here.iterdir())


OF_SQLITE = ("kpitui.db", "./kpitui.db", "kpitui.db-wal", "kpitui.db-shm", "kpitui.db-journal", "../here/kpitui.db")


@pytest.mark.parametrize("as_link", [False, True], ids=["by name", "through a link"])
@pytest.mark.parametrize("name", OF_SQLITE)
def test_the_database_and_what_is_beside_it(
    shop: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, as_link: bool
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    shop.database = shop.database.rename(here / "kpitui.db")
    monkeypatch.chdir(here)
    before = shop.ok("export").out
    target = name
    if as_link:
        target = "link"
        (here / target).symlink_to(name)
    for words in (("export", "-o"), ("review", "-o"), ("calendar", "-o"), ("backup",)):
        done = shop(*words, target)
        assert done.status == 1, words
        assert "Name another file" in done.err
    assert shop.ok("export").out == before
    assert not (here / "kpitui.db-journal").exists()


@pytest.mark.skipif(not hasattr(os, "mknod") or os.getuid() != 0, reason="only root makes devices")
@pytest.mark.parametrize("minor", [3, 5, 7], ids=["null", "zero", "full"])
def test_a_device_stays_one(shop: Shell, tmp_path: Path, minor: int) -> None:
    device = tmp_path / "device"
    try:
        os.mknod(device, 0o600 | stat.S_IFCHR, os.makedev(1, minor))
        device.open("wb").close()
    except OSError:
        pytest.skip("no devices may be made or opened here")
    for words in (("export", "-o"), ("review", "-o"), ("calendar", "-o"), ("backup",), ("restore",), ("merge",)):
        done = shop(*words, str(device))
        assert done.status in (0, 1, 3), words
        assert (done.status == 0) == (words[-1] == "-o" and minor != 7), (words, done.err)
    assert stat.S_ISCHR(device.lstat().st_mode)
    assert device.lstat().st_rdev == os.makedev(1, minor)
