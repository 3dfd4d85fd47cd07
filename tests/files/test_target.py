"""Where what is written goes: whole, with mode and owner kept, through links, into folders, straight into streams."""

from __future__ import annotations

import os
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kpitui.core.errors import Refused
from kpitui.files import target
from kpitui.files.target import left_beside, output_target, write_text, written_beside

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs modes, owners, links and pipes")
superuser = pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="is done by the superuser")
NOBODY = 65534


def write(path: Path | str, text: str = "a\né\n", **how: object) -> str:
    """Write *text* to where *path* leads."""
    return write_text(str(path), [text[:1], text[1:]], inside="kpitui-export-2026-11-23.csv", **how)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(each.name for each in folder.iterdir())


def test_a_new_file_is_private(tmp_path: Path) -> None:
    """Only its owner can read it, whatever the umask, and nothing is left beside it."""
    old = os.umask(0)
    try:
        assert write(tmp_path / "out.csv") == str(tmp_path / "out.csv")
    finally:
        os.umask(old)
    assert (tmp_path / "out.csv").read_bytes() == "a\né\n".encode()
    assert os.name != "posix" or 0o600 == stat.S_IMODE((tmp_path / "out.csv").stat().st_mode)
    assert ["out.csv"] == names(tmp_path)


@posix
def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    """A report that others read stays readable; it is a new file, so that a reader of the old one has it whole."""
    file = tmp_path / "out.csv"
    file.write_text("old")
    file.chmod(0o640)
    before = file.stat().st_ino
    write(file)
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("a\né\n", 0o640)
    assert before != file.stat().st_ino


@posix
@superuser
def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    """What belongs to the user of a web server goes on belonging to it."""
    file = tmp_path / "out.html"
    file.write_text("old")
    os.chown(file, NOBODY, NOBODY)
    file.chmod(0o644)
    write(file)
    found = file.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (NOBODY, NOBODY, 0o644)


@posix
@pytest.mark.parametrize("text", ["a much longer text than there was before", "s"])
def test_the_other_names_of_a_file_lead_to_what_was_written(tmp_path: Path, text: str) -> None:
    """A hard link is not cut: the content is written over, and the file ends where the text does."""
    file, other = tmp_path / "out.html", tmp_path / "www.html"
    file.write_text("the old text")
    os.link(file, other)
    write(file, text)
    assert (other.read_text(), file.stat().st_ino) == (text, other.stat().st_ino)
    assert ["out.html", "www.html"] == names(tmp_path)


@posix
def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    """Broken off, refused by the disk, with one name or two: the old file is whole."""

    def parts() -> Iterator[str]:
        yield "new"
        raise RuntimeError

    for linked in (False, True):
        file = tmp_path / f"{linked}.csv"
        file.write_text("old")
        if linked:
            os.link(file, tmp_path / "second.csv")
        before = names(tmp_path)
        with pytest.raises(RuntimeError):
            write_text(str(file), parts(), inside="x.csv")
        assert ("old", before) == (file.read_text(), names(tmp_path))


@posix
def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    """The file it leads to is written, over two links, and one that leads nowhere yet makes the file."""
    (tmp_path / "real").mkdir()
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to(tmp_path / "real" / "out.csv")
    for text in ("first", "second"):
        assert write(tmp_path / "one", text) == str(tmp_path / "real" / "out.csv")
        assert (tmp_path / "real" / "out.csv").read_text() == text
    assert (tmp_path / "one").is_symlink() and (tmp_path / "two").is_symlink()
    (tmp_path / "round").symlink_to("round")
    with pytest.raises(Refused, match="can't be written"):
        write(tmp_path / "round")


@posix
def test_a_folder_gets_a_file_with_the_day(tmp_path: Path) -> None:
    """Also through a link; a second file of the day takes a name of its own."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to("disk")
    write(tmp_path / "disk", "1")
    write(tmp_path / "link", "2")
    assert ["kpitui-export-2026-11-23.csv", "kpitui-export-2026-11-23~2.csv"] == names(tmp_path / "disk")
    with pytest.raises(Refused, match="can't be written"):
        write(f"{tmp_path / 'missing'}/")
    assert ["disk", "link"] == names(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """No folder is made for an export."""
    with pytest.raises(Refused, match="can't be written"):
        write(tmp_path / "missing" / "out.csv")
    assert [] == names(tmp_path)


def test_a_name_may_be_as_long_as_names_are(tmp_path: Path) -> None:
    """The file beside it has a shorter one."""
    name = "é" * 120 + ".csv"
    write(tmp_path / name)
    assert [name] == names(tmp_path)


@posix
def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    """Whoever reads from a FIFO gets it; nothing is read from it, and it is a FIFO afterwards."""
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(fifo.read_text()))
    reader.start()
    write(fifo, "x" * 300_000)
    reader.join()
    assert ["x" * 300_000] == got
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    assert ["pipe"] == names(tmp_path)


@posix
def test_a_pipe_that_nobody_reads_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some seconds that is said; what another program has put into it is not taken away."""
    monkeypatch.setattr(target, "READER_SECONDS", 0.1)
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    with pytest.raises(Refused, match="No program is reading"):
        write(fifo)
    assert stat.S_ISFIFO(fifo.stat().st_mode)


@posix
@superuser
def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    """A node like that of /dev/null takes everything; one of a disk is not written to at all."""
    null, disk = tmp_path / "null", tmp_path / "disk"
    try:
        os.mknod(null, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        os.mknod(disk, stat.S_IFBLK | 0o666, os.makedev(7, 250))
    except OSError:
        pytest.skip("no devices can be made here")
    before = null.stat()
    write(null)
    after = null.stat()
    assert (before.st_ino, before.st_mode, before.st_rdev) == (after.st_ino, after.st_mode, after.st_rdev)
    with pytest.raises(Refused, match="is a disk"):
        write(disk)
    assert stat.S_ISBLK(disk.stat().st_mode)


@posix
def test_a_socket_is_refused_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not replaced."""
    monkeypatch.chdir(tmp_path)
    with closing(socket.socket(socket.AF_UNIX)) as door:
        door.bind("door")
        with pytest.raises(Refused, match="is a socket"):
            write(tmp_path / "door")
        assert stat.S_ISSOCK((tmp_path / "door").stat().st_mode)


@pytest.mark.skipif(not Path("/proc/self/fd").exists() and not Path("/dev/fd").exists(), reason="has no /dev/fd")
def test_what_the_shell_handed_over_is_written_to(tmp_path: Path) -> None:
    """An open file by its number, also through a link; what stood in it before stays, as behind ``>>``."""
    kept = tmp_path / "kept.txt"
    kept.write_text("before\n")
    with kept.open("a") as file:
        write(f"/dev/fd/{file.fileno()}", "one\n")
        (tmp_path / "link").symlink_to(f"/dev/fd/{file.fileno()}")
        write(tmp_path / "link", "two\n")
    assert kept.read_text() == "before\none\ntwo\n"
    assert (tmp_path / "link").is_symlink()
    with pytest.raises(Refused, match="can't be written"):
        write("/dev/fd/987")


@posix
def test_whoever_reads_and_goes_away_ends_it_quietly() -> None:
    """As behind a pipe of the shell: no sentence about it."""
    gone, handle = os.pipe()
    os.close(gone)
    try:
        with pytest.raises(BrokenPipeError):
            write(f"/dev/fd/{handle}", "x" * 100_000)
    finally:
        os.close(handle)


@posix
def test_the_app_writes_to_files_only(tmp_path: Path) -> None:
    """Its own screen, say, is no place for a report."""
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", "/dev/fd/1"):
        with pytest.raises(Refused, match="not a file or a folder"):
            write(place, streams=False)


@posix
def test_a_database_is_never_written_over(tmp_path: Path) -> None:
    """Whatever its name, through a link or an open file; what is called like a journal of nothing is."""
    path = tmp_path / "books.csv"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE a (b)")
    (tmp_path / "link").symlink_to(path)
    before = path.read_bytes()
    with path.open("r+b") as file:
        for place in (path, tmp_path / "link", f"/dev/fd/{file.fileno()}"):
            with pytest.raises(Refused, match="is a database"):
                write(place)
    assert before == path.read_bytes()
    assert ["books.csv", "link"] == names(tmp_path)
    write(tmp_path / "sales-journal", "a diary")
    assert "a diary" == (tmp_path / "sales-journal").read_text()


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_what_sqlite_keeps_with_a_file_is_never_written(tmp_path: Path, end: str) -> None:
    """There or not, empty or not, also of a database that is empty so far, and through a link."""
    (tmp_path / "new.db").touch()
    (tmp_path / "old.db").write_bytes(b"SQLite format 3\0")
    (tmp_path / f"old.db{end}").touch()
    before = names(tmp_path)
    for place in (tmp_path / f"new.db{end}", tmp_path / f"old.db{end}"):
        with pytest.raises(Refused, match="SQLite uses a file called"):
            write(place)
    assert before == names(tmp_path)
    assert not (tmp_path / f"old.db{end}").read_bytes()
    if os.name == "posix":
        (tmp_path / "link").symlink_to(f"new.db{end}")
        with pytest.raises(Refused, match="SQLite uses a file called"):
            write(tmp_path / "link")
        assert not (tmp_path / f"new.db{end}").exists()


@posix
def test_the_open_database_is_known_without_opening_it(tmp_path: Path) -> None:
    """To open and close it would let go of its locks: it is known by what it is, as is what lies beside it."""
    path = tmp_path / "kpitui.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE a (b)")
        connection.execute("BEGIN IMMEDIATE")
        for name in ("kpitui.db", "kpitui.db-wal", "kpitui.db-shm", "kpitui.db-journal"):
            with pytest.raises(Refused, match=r"is a database|SQLite uses a file called"):
                write(tmp_path / name, database=str(path))
        tried = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
        assert 1 == subprocess.run([sys.executable, "-c", tried], capture_output=True, check=False).returncode


@posix
@superuser
def test_nothing_of_a_stranger_is_written_to_where_everybody_can_put_things(tmp_path: Path) -> None:
    """In a folder such as /tmp another user's file or link would get, or overwrite, what is private."""
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    secret = tmp_path / "secret"
    secret.write_text("mine")
    (shared / "file").write_text("theirs")
    os.mkfifo(shared / "pipe")
    (shared / "link").symlink_to(secret)
    for name in ("file", "pipe", "link"):
        os.chown(shared / name, NOBODY, NOBODY, follow_symlinks=False)
        with pytest.raises(Refused, match=r"another user|can't be written"):
            write(shared / name)
    assert ("mine", "theirs") == (secret.read_text(), (shared / "file").read_text())
    write(shared / "new")


def _age(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds,) * 2, follow_symlinks=False)


@posix
def test_what_a_killed_process_left_goes_with_the_next_writing(tmp_path: Path) -> None:
    """An hour old, ours and a regular file: what was half-written beside the same target goes, and nothing else."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f".out.csv.kpitui-{gone.pid}.partial"
    young = tmp_path / f".out.csv.kpitui-{gone.pid}1.partial"
    other = tmp_path / f".other.csv.kpitui-{gone.pid}.partial"
    strange = tmp_path / f"out.csv.{gone.pid}.partial"
    for file in (left, young, other, strange):
        file.write_text("half")
    folder = tmp_path / f".out.csv.kpitui-{gone.pid}2.partial"
    folder.mkdir()
    for file in (left, other, strange, folder):
        _age(file, 4000)
    assert [str(left)] == left_beside(str(tmp_path / "out.csv"))
    write(tmp_path / "out.csv")
    assert not left.exists()
    assert all(file.exists() for file in (young, other, strange, folder))


def test_what_is_written_elsewhere_is_noted_beside_the_database(tmp_path: Path) -> None:
    """While it is, and not afterwards; in the folder of the database itself no note is needed."""
    (tmp_path / "data").mkdir()
    (tmp_path / "disk").mkdir()
    database = str(tmp_path / "data" / "kpitui.db")
    with written_beside(str(tmp_path / "disk" / "copy.db"), database) as partial:
        (note,) = (tmp_path / "data").iterdir()
        assert note.read_text() == f"{target.ELSEWHERE}{partial}\n"
    with written_beside(str(tmp_path / "data" / "out.csv"), database):
        assert 1 == len(names(tmp_path / "data"))
    assert ([], []) == (names(tmp_path / "data"), names(tmp_path / "disk"))


@posix
def test_a_file_in_a_folder_that_cannot_be_written_is_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no file can be made beside it, it gets its content once that is whole."""
    file = tmp_path / "out.csv"
    file.write_text("the old text that is longer")
    monkeypatch.setattr("os.access", lambda path, _how: str(path) != str(tmp_path))
    before = file.stat().st_ino
    write(file)
    assert (file.read_text(), file.stat().st_ino) == ("a\né\n", before)


def test_nothing_is_opened_to_find_out_where_it_leads(tmp_path: Path) -> None:
    """A file, and what is not there yet."""
    assert output_target(str(tmp_path / "x"), "y").is_file
    (tmp_path / "x").write_text("")
    found = output_target(str(tmp_path / "x"), "y")
    assert found.is_file and found.there is not None


@posix
@pytest.mark.process
def test_what_a_signal_ends_leaves_nothing_half_written(tmp_path: Path) -> None:
    """The signal is still what ends the process, and neither the file nor the note about it is left."""
    (tmp_path / "other").mkdir()
    script = (
        "import os, signal, sys\nfrom kpitui.files.target import written_beside\n"
        "with written_beside(sys.argv[1], sys.argv[2]) as partial:\n"
        "    open(partial + '-journal', 'w').close()\n    os.kill(os.getpid(), signal.SIGTERM)\n    print('goes on')\n"
    )
    words = [sys.executable, "-c", script, str(tmp_path / "other" / "x.csv"), str(tmp_path / "kpitui.db")]
    done = subprocess.run(words, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-15, b"", b"")
    assert (names(tmp_path), names(tmp_path / "other")) == (["other"], [])
