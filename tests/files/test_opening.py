"""One way of opening what a person named: a file, or a stream read once and bounded; never a device."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from kpitui.core.errors import Refused
from kpitui.files.opening import Waiting, content_of, kept_stream, opened, read_blocks, read_stream

SHORT = Waiting(writer=0.01, silence=0.01)


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    """A FIFO."""
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


def writing(path: Path, data: bytes) -> Thread:
    """Write *data* to *path* in a thread, which waits until somebody reads."""
    thread = Thread(target=path.write_bytes, args=(data,))
    thread.start()
    return thread


def test_a_file_is_read_as_often_as_needed(tmp_path: Path) -> None:
    """It is opened once: what takes its place later is not read."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"first")
    found = opened(str(path))
    path.unlink()
    path.write_bytes(b"other")
    with found.file as file:
        assert (file.read(), file.seek(0), file.read(), found.is_stream) == (b"first", 0, b"first", False)


@pytest.mark.parametrize("size", [0, 5, 3_000_000])
def test_a_fifo_is_read_once_and_kept(fifo: Path, size: int) -> None:
    """To the end of its writer, whole, and then as often as needed."""
    writer = writing(fifo, b"x" * size)
    found = opened(str(fifo))
    writer.join()
    with found.file as file:
        assert (len(file.read()), file.seek(0), len(file.read()), found.is_stream) == (size, 0, size, True)


@pytest.mark.parametrize("data", [b"", b"date,orders\n", b"x" * 60_000])
def test_a_pipe_of_the_shell_whose_writer_is_done(data: bytes) -> None:
    """Nobody writes to it any more, and what was written is there."""
    reading, end = os.pipe()
    os.write(end, data)
    os.close(end)
    with opened(f"/dev/fd/{reading}", SHORT).file as file:
        assert file.read() == data
    os.close(reading)


def test_a_fifo_that_nobody_writes_to(fifo: Path) -> None:
    """It is not waited for without end."""
    with pytest.raises(Refused, match="No program is writing to"):
        opened(str(fifo), SHORT)


def test_a_stream_that_falls_silent(fifo: Path) -> None:
    """A writer that neither writes nor goes is given up, after what it has written too."""
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(fifo, os.O_WRONLY)
    os.write(writer, b"begun")
    heard: list[bytes] = []
    with pytest.raises(Refused, match="Nothing more is coming in from"):
        heard.extend(read_stream(reading, str(fifo), SHORT))
    with pytest.raises(Refused, match="Nothing more is coming in from"):
        opened(str(fifo), SHORT)
    assert heard == [b"begun"]
    os.close(writer)
    os.close(reading)


def test_a_stream_that_does_not_end_is_cut_off() -> None:
    """No more is kept than is allowed; a file that is too large is refused in the same words."""
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1000
            yield b"x" * 1000

    with pytest.raises(Refused, match="more than 1 MB"):
        kept_stream(endless(), "-", 1 << 20)
    assert taken <= (1 << 20) + 1000
    with kept_stream(read_blocks(io.BytesIO(b"x" * 600_000).read), "-") as kept:
        assert len(content_of(kept.fileno(), "a", 600_000)) == 600_000
        kept.seek(0)
        with pytest.raises(Refused, match="a is too large"):
            content_of(kept.fileno(), "a", 599_999)


@pytest.mark.skipif(os.getuid() != 0, reason="only root makes devices")
@pytest.mark.parametrize("minor", [3, 5])
def test_a_device_is_not_opened(tmp_path: Path, minor: int) -> None:
    """Neither one that is empty nor one that never ends."""
    node = tmp_path / "node"
    os.mknod(node, 0o20666, os.makedev(1, minor))
    with pytest.raises(Refused, match="is a device"):
        opened(str(node))


@pytest.mark.parametrize("name", ["", ".", "missing", "a\0b"])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    """A folder, nothing, and a name that no file has."""
    with pytest.raises(Refused, match=r"is a folder|can't be read"):
        opened(str(tmp_path) + "/" + name)


def test_a_socket_is_no_file(tmp_path: Path) -> None:
    """It cannot be read as one."""
    import socket

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        with pytest.raises(Refused, match="not an ordinary file"):
            opened(str(tmp_path / "s"))
