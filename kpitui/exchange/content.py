"""The bytes of a file, read as often as needed and never held as a whole: from disk, memory, a zip or a gzip.

It finds the encoding and refuses what is no text, is damaged or is too large; what the text says is left to `table`.
"""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import IO, TextIO

from kpitui.core.errors import Refused, mark
from kpitui.files.opening import blocks_of, kept_stream, opened

LARGEST = 4 << 30
"""Bytes that one file may have once it is unpacked; beyond it is no export of a one-person business."""

MOST_MEMBERS = 500
"""Files that a zip may hold."""

_BLOCK = 1 << 18
_SAMPLE = 4096
_UNREADABLE = mark("The file is no text table: save it as CSV (UTF-8) and try again")
_DAMAGED = mark("{value} is damaged or was cut short: download it again")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FORBIDDEN = "\0"


class Content:
    """A file with a *name*; *opener* gives its bytes from the beginning each time it is called."""

    def __init__(self, data: bytes = b"", name: str = "", opener: Callable[[], IO[bytes]] | None = None) -> None:
        self.name = name
        """Its name, or nothing when it came through standard input."""
        self.pulse: Callable[[], None] = _nothing
        """Called now and then while it is read; what it raises ends the reading."""
        self._data = data
        self._opener = opener

    def open(self) -> IO[bytes]:
        """Return its bytes as a stream, from the beginning."""
        return self._opener() if self._opener is not None else io.BytesIO(self._data)

    @cached_property
    def head(self) -> bytes:
        """Its first bytes."""
        try:
            with self.open() as stream:
                return stream.read(_SAMPLE)
        except Exception as error:
            raise _refused(error, self.name) from error

    @cached_property
    def encoding(self) -> str:
        """UTF-8, UTF-16 or CP1252, with or without a byte order mark, after reading all of it once.

        Raises Refused when the file is empty, is no text, is damaged or is too large.
        """
        if not self.head.strip():
            self._refuse_empty()
        found = _marked(self.head)
        for encoding in (found,) if found else ("utf-8", "cp1252"):
            try:
                self._look_through(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
        raise Refused(_UNREADABLE, field="file")

    def text(self) -> TextIO:
        """Return its text as a stream whose ends of lines are as they are in the file."""
        encoding = self.encoding
        return io.TextIOWrapper(self.open(), encoding=encoding, newline="")

    def members(self) -> list[Content]:
        """Return the files packed in it, itself alone when it is no archive; no path in an archive is ever used.

        Raises Refused for an archive that is damaged, encrypted, too large or no collection of text tables.
        """
        if self.head.startswith(b"PK\x03\x04"):
            return _unzipped(self)
        if self.head.startswith(b"\x1f\x8b"):
            inner = Content(name=self.name.removesuffix(".gz"), opener=lambda: _gunzip(self.open()))
            inner.pulse = self.beat
            return [inner]
        return [self]

    def beat(self) -> None:
        """Let whoever waits know that reading goes on."""
        self.pulse()

    def _refuse_empty(self) -> None:
        with self.open() as stream:
            if not any(block.strip() for block in iter(lambda: stream.read(_BLOCK), b"")):
                raise Refused(mark("The file is empty"), field="file")

    def _look_through(self, encoding: str) -> None:
        """Decode all of it; raises UnicodeDecodeError in another encoding, Refused for what is no text."""
        decoder = codecs.getincrementaldecoder(encoding)()
        for block in self._blocks():
            self.pulse()
            if _FORBIDDEN in decoder.decode(block, final=not block):
                raise Refused(_UNREADABLE, field="file")

    def _blocks(self) -> Iterator[bytes]:
        read = 0
        try:
            with self.open() as stream:
                while block := stream.read(_BLOCK):
                    read += len(block)
                    if read > LARGEST:
                        raise Refused(mark("The file is too large: more than {limit} GB"), field="file", limit=4)
                    yield block
        except Refused:
            raise
        except Exception as error:
            raise _refused(error, self.name) from error
        yield b""


def _nothing() -> None:
    """Do nothing."""


def on_disk(path: str) -> Content:
    """Return what is at *path*, a file or a stream; raises Refused when it cannot be read."""
    place = os.path.expanduser(path)  # noqa: PTH111  a path that was typed, once
    name = "-" if place.startswith(("/dev/", "/proc/")) else os.path.basename(place)  # noqa: PTH119
    return _kept(opened(place).file, name)


def from_stream(stream: IO[bytes]) -> Content:
    """Return what comes through *stream*, such as standard input; raises Refused when it does not end in time."""
    return _kept(kept_stream(blocks_of(stream.read), "-"), "-")


def _kept(file: IO[bytes], name: str) -> Content:
    """Return the content of an open file, which is closed together with it."""
    from weakref import finalize

    content = Content(name=name, opener=lambda: _buffered(_View(file)))
    finalize(content, file.close)
    return content


def _buffered(raw: io.RawIOBase) -> IO[bytes]:
    return io.BufferedReader(raw, _BLOCK)


class _View(io.RawIOBase):
    """A view of an open file with a place of its own; closing it leaves the file open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        start = (0, self._at, self._file.seek(0, 2))[whence]
        self._at = start + offset
        return self._at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        self._file.seek(self._at)
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self._at += len(block)
        return len(block)


class _Through(io.RawIOBase):
    """Bytes that are read from *inner*, with what has to be closed together with it."""

    def __init__(self, inner: IO[bytes], *others: IO[bytes]) -> None:
        self._inner = inner
        self._others = others

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        block = self._inner.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        if not self.closed:
            for other in self._others:
                other.close()
        super().close()


def _marked(head: bytes) -> str | None:
    for start, encoding in _MARKS:
        if head.startswith(start):
            return encoding
    begin = head[:200]
    if begin[1::2].count(0) > len(begin) // 3:
        return "utf-16-le"
    if begin[::2].count(0) > len(begin) // 3:
        return "utf-16-be"
    return None


def _gunzip(stream: IO[bytes]) -> IO[bytes]:
    from gzip import GzipFile

    inner: IO[bytes] = GzipFile(fileobj=stream)  # type: ignore[assignment]
    return _buffered(_Through(inner, inner, stream))


def _unzipped(content: Content) -> list[Content]:
    from zipfile import ZipFile

    try:
        with content.open() as stream, ZipFile(stream) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            names = [info.filename for info in files]
            locked = any(info.flag_bits & 1 for info in files)
            size = sum(info.file_size for info in files)
    except Exception as error:
        raise _refused(error, content.name) from error
    if "[Content_Types].xml" in names:
        reason = mark("{value} is a workbook: save its sheet as CSV (UTF-8) and import that")
        raise Refused(reason, field="file", value=content.name)
    if locked:
        raise Refused(mark("{value} has a password: unpack it first"), field="file", value=content.name)
    if len(files) > MOST_MEMBERS or size > LARGEST:
        reason = mark("{value} holds too much: at most {limit} files and 4 GB")
        raise Refused(reason, field="file", value=content.name, limit=MOST_MEMBERS)
    found = [Content(name=name, opener=_member(content, name)) for name in names]
    for each in found:
        each.pulse = content.beat
    return found


def _member(content: Content, name: str) -> Callable[[], IO[bytes]]:
    from zipfile import ZipFile

    def opener() -> IO[bytes]:
        stream = content.open()
        inner = ZipFile(stream).open(name)  # noqa: SIM115  closed with the stream
        return _buffered(_Through(inner, inner, stream))

    return opener


def _refused(error: Exception, name: str) -> Refused:
    """Return the one sentence for what went wrong while bytes were fetched."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, OSError) and error.strerror:
        reason = mark("{value} cannot be read: {reason}")
        return Refused(reason, field="file", value=name, reason=error.strerror)
    return Refused(_DAMAGED, field="file", value=name or "-")
