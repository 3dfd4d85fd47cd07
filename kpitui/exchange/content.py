"""The bytes of a file, read as often as needed and never held as a whole: from disk, memory, a zip or a gzip.

It finds the encoding, and refuses what is no text, is damaged or is too large, while it is read: a file, what is packed
in it, a line, a stretch of blank lines. What the text says is left to `table`.
"""

from __future__ import annotations

import codecs
import io
import os
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import chain
from typing import IO

from kpitui.core.errors import Refused, lacks_files, lacks_memory, mark
from kpitui.core.system_reasons import system_reason
from kpitui.exchange._encodings import encodings_of
from kpitui.files.opening import kept_stream, opened, read_to_end

LARGEST = 4 << 30
"""Bytes that one file may have once it is unpacked; beyond it is no export of a one-person business."""
MOST_MEMBERS = 500
"""Files that a zip may hold."""
ALWAYS_UNPACKED = 8 << 20
"""Bytes that a file may unpack to, however small it is."""
MOST_UNPACKED = 100
"""Of more than that, how many times its own size a file may unpack to; a long table of zeros comes to fifty."""
LONGEST_LINE = 1 << 20
"""Characters of a line."""
MOST_LINES = 50_000_000

_BLOCK = 1 << 18
_MOST_BLANK = 8
"""Blocks of nothing but white space in a row."""
_SAMPLE = 4096
_SAMPLED = 1 << 15
"""Bytes of lines by which the encoding of a text is told that is not UTF-8."""
_UNREADABLE = mark("No table can be read from this file. Save it as CSV (UTF-8) and try again")
_DAMAGED = mark("{value} is damaged or was cut short: download it again")
_PACKED = mark(
    "{value} becomes more than {limit} times as large when unpacked. That is too much for a "
    "table. Unpack it yourself and look inside"
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FORBIDDEN = "\0"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""What an XLS file begins with."""
_LOST = "\ufffd"


class FileContent:
    """A file with a *name*; *opener* gives its bytes from the beginning each time it is called."""

    def __init__(self, data: bytes = b"", name: str = "", opener: Callable[[], IO[bytes]] | None = None) -> None:
        self.name = name
        """Its name, or nothing when it came through standard input."""
        self.on_block: Callable[[], None] = _nothing
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

    def first_lines(self, count: int) -> list[str]:
        """Return at most *count* of its first lines where it is text in UTF-8, as they stand there; else none."""
        lines = self.head.decode("utf-8-sig", "replace").splitlines()
        if len(self.head) == _SAMPLE:
            lines.pop()  # it may go on
        is_text = not any(sign < 32 and sign not in b"\t\r\n" for sign in self.head)
        return lines[:count] if is_text and "\ufffd" not in "".join(lines) else []

    @cached_property
    def encoding(self) -> str:
        """UTF-8 or UTF-16, with or without a byte order mark, or an older one, after reading all of it once.

        Raises Refused when the file is empty, is no text, is damaged or is too large.
        """
        return self._decoding[0]

    @cached_property
    def odd_line(self) -> int | None:
        """The first line that is not UTF-8, where the rest of the file could be; None when there is none."""
        return self._decoding[2]

    @property
    def is_mended(self) -> bool:
        """Whether it is UTF-8 all the same, with a sign in the place of what was lost."""
        return self._decoding[1] == "replace"

    def pieces(self) -> Iterator[str]:
        """Yield its text in pieces of whole lines; raise Refused for a line or for blank lines without end."""
        encoding, errors, _line = self._decoding
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        rest, lines, blank = "", 0, 0
        for block in self._blocks():
            self.on_block()
            text = rest + decoder.decode(block, final=not block)
            # A carriage return at the very end may be half of the end of a line.
            cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1 if block else len(text)
            piece, rest = text[:cut], text[cut:]
            lines += piece.count("\n") or piece.count("\r")
            blank = 0 if piece.strip() else blank + bool(piece)
            if len(rest) > LONGEST_LINE:
                reason = mark("Line {line} is longer than {limit} characters. Is the file damaged?")
                raise Refused(reason, field="file", line=lines + 1, limit=LONGEST_LINE)
            if blank > _MOST_BLANK:
                reason = mark("Too many blank lines up to line {line}. Is the file damaged?")
                raise Refused(reason, field="file", line=lines)
            if lines > MOST_LINES:
                reason = mark("The file has more than {limit} million lines. Import it in parts")
                raise Refused(reason, field="file", limit=MOST_LINES // 1_000_000)
            if piece:
                yield piece

    def lines(self, watch: Callable[[], None] = lambda: None) -> Iterator[str]:
        """Return its lines with their ends, which are as they are in the file; *watch* is called now and then."""

        def watched() -> Iterator[str]:
            for piece in self.pieces():
                watch()
                yield piece

        return chain.from_iterable(io.StringIO(piece, newline="") for piece in watched())

    def whole(self, limit: int) -> str:
        """Return all of its text, or the first *limit* characters of it, with one more to tell that there is more."""
        encoding, errors, _line = self._decoding
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        parts, size = [], 0
        for block in self._blocks():
            parts.append(decoder.decode(block, final=not block))
            size += len(parts[-1])
            if size > limit:
                break
        return "".join(parts)[: limit + 1]

    def members(self) -> list[FileContent]:
        """Return the files packed in it, itself alone when it is no archive; no path in an archive is ever used.

        Raises Refused for an archive that is damaged, encrypted, too large or no collection of text tables.
        """
        if self.head.startswith(b"PK\x03\x04"):
            return _unzipped(self)
        if self.head.startswith(_OLD_OFFICE):
            return _sheets(self)
        if BEGIN_OF_PAGE.match(self.head):
            return self.tables_of_page
        if self.head.startswith(b"\x1f\x8b"):
            inner = FileContent(name=self.name.removesuffix(".gz"), opener=lambda: _gunzip(self.open(), self.name))
            inner.on_block = self.report_block
            return [inner]
        return [self]

    @cached_property
    def tables_of_page(self) -> list[FileContent]:
        """The tables of a web page that have days, as text; none in any other file."""
        if not BEGIN_OF_PAGE.match(self.head):
            return []
        from kpitui.exchange._html_tables import LARGEST as MOST_OF_PAGE
        from kpitui.exchange._html_tables import tables_in

        tables = tables_in(self.whole(MOST_OF_PAGE))
        # A table alone is called as its file is, which may name the year.
        names = [self.name] if len(tables) == 1 else [f"{self.name} {n}" for n in range(1, len(tables) + 1)]
        return [FileContent(table, name) for table, name in zip(tables, names, strict=True)]

    def report_block(self) -> None:
        """Let whoever waits know that reading goes on."""
        self.on_block()

    def _refuse_empty(self) -> None:
        with self.open() as stream:
            if not any(block.strip() for block in iter(lambda: stream.read(_BLOCK), b"")):
                raise Refused(mark("The file is empty"), field="file")

    @cached_property
    def _decoding(self) -> tuple[str, str, int | None]:
        """The encoding, how to treat what does not fit it, and the first line that is not UTF-8."""
        if not self.head.strip():
            self._refuse_empty()
        marked = _marked(self.head)
        odd = self._first_odd(marked or "utf-8")
        if odd is None:
            return marked or "utf-8", "strict", None
        if marked is not None and not marked.startswith("utf-8"):
            raise Refused(_UNREADABLE, field="file")
        is_damaged, sample = self._is_damaged_utf8(marked=marked is not None)
        if is_damaged:
            return marked or "utf-8", "replace", odd
        for encoding in encodings_of(sample):
            if self._first_odd(encoding) is None:
                return encoding, "strict", odd
        raise Refused(_UNREADABLE, field="file")

    def _first_odd(self, encoding: str) -> int | None:
        """Decode all of it and return the first line that does not fit, None when all do; refuse what is no text."""
        decoder = codecs.getincrementaldecoder(encoding)()
        lines = 1
        for block in self._blocks():
            self.on_block()
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].count(b"\n")
            if _FORBIDDEN in text:
                raise Refused(_UNREADABLE, field="file")
            lines += text.count("\n")
        return None

    def _is_damaged_utf8(self, *, marked: bool) -> tuple[bool, bytes]:
        """Tell whether it is damaged UTF-8: *marked* as that, or with more signs beyond ASCII whole than broken.

        Return lines with such signs too, by which another encoding is told.
        """
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        beyond = lost = size = 0
        lines: list[bytes] = []
        rest = b""
        for block in self._blocks():
            self.on_block()
            text = decoder.decode(block, final=not block)
            if _FORBIDDEN in text:
                raise Refused(_UNREADABLE, field="file")
            if not text.isascii():
                beyond += len(text) - len(text.encode("ascii", "ignore"))
                lost += text.count(_LOST)
            if size < _SAMPLED:
                # What is cut off at the end of a block may be half of a sign.
                piece = rest + block
                if block and piece.isascii():
                    rest = piece[-_SAMPLED:]
                    continue
                *whole, rest = re.split(rb"[\r\n]", piece)
                rest = rest[-_SAMPLED:]
                odd = [line for line in (whole if block else [*whole, rest]) if not line.isascii()]
                lines += odd
                size += sum(map(len, odd))
        return marked or beyond - lost > lost, b"\n".join(lines)

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


def on_disk(path: str) -> FileContent:
    """Return what is at *path*, a file or a stream; raises Refused when it cannot be read."""
    place = dropped_path(os.path.expanduser(path))  # noqa: PTH111  a path that was typed, once
    name = "-" if place.startswith(("/dev/", "/proc/")) else os.path.basename(place)  # noqa: PTH119
    return _kept(opened(place).file, name)


def dropped_path(path: str) -> str:
    """Return the path that a terminal writes when a file is dropped on it, as ``file:///...`` or with backslashes.

    A file that is really called so comes first.
    """
    if os.path.exists(path):  # noqa: PTH110
        return path
    scheme, _separator, rest = path.partition("://")
    if scheme.lower() == "file":
        from urllib.parse import unquote

        return unquote(rest.removeprefix("localhost")).rstrip()
    plain = re.sub(r"\\(.)", r"\1", path.rstrip()) if os.name == "posix" else path
    return plain if os.path.exists(plain) else path  # noqa: PTH110


def from_stream(stream: IO[bytes]) -> FileContent:
    """Return what comes through *stream*, such as standard input; raises Refused when it does not end in time."""
    return _kept(kept_stream(read_to_end(stream), "-"), "-")


def _kept(file: IO[bytes], name: str) -> FileContent:
    """Return the content of an open file, which is closed together with it."""
    from weakref import finalize

    content = FileContent(name=name, opener=lambda: _buffered(_View(file)))
    finalize(content, file.close)
    return content


def _buffered(raw: io.RawIOBase) -> IO[bytes]:
    return io.BufferedReader(raw, _BLOCK)


class _View(io.RawIOBase):
    """A view of an open file with a place of its own; closing it leaves the file open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        start = (0, self._position, self._file.seek(0, 2))[whence]
        self._position = start + offset
        return self._position

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        self._file.seek(self._position)
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self._position += len(block)
        return len(block)


class _Through(io.RawIOBase):
    """Bytes that are read from *inner*, at most so many, with what has to be closed together with it."""

    def __init__(self, inner: IO[bytes], *others: IO[bytes], most: int = LARGEST, name: str = "") -> None:
        self._inner = inner
        self._others = others
        self._left = most
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        block = self._inner.read(len(buffer))
        buffer[: len(block)] = block
        self._left -= len(block)
        if self._left < 0:
            raise Refused(_PACKED, field="file", value=self._name or "-", limit=MOST_UNPACKED)
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


def _gunzip(stream: IO[bytes], name: str) -> IO[bytes]:
    from gzip import GzipFile

    inner: IO[bytes] = GzipFile(fileobj=stream)  # type: ignore[assignment]
    size = stream.seek(0, 2)
    stream.seek(0)
    return _buffered(_Through(inner, inner, stream, most=max(ALWAYS_UNPACKED, MOST_UNPACKED * size), name=name))


def _unzipped(content: FileContent) -> list[FileContent]:
    from zipfile import ZipFile

    try:
        with content.open() as stream, ZipFile(stream) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            names = [info.filename for info in files]
            locked = any(info.flag_bits & 1 for info in files)
            size = sum(info.file_size for info in files)
            packed = stream.seek(0, 2)
    except Exception as error:
        raise _refused(error, content.name) from error
    if not {"[Content_Types].xml", "content.xml"}.isdisjoint(names):
        if size > max(ALWAYS_UNPACKED, MOST_UNPACKED * packed):
            raise Refused(_PACKED, field="file", value=content.name or "-", limit=MOST_UNPACKED)
        return _sheets(content)
    if locked:
        raise Refused(mark("{value} has a password: unpack it first"), field="file", value=content.name)
    if len(files) > MOST_MEMBERS or size > LARGEST:
        reason = mark("{value} is too big: at most {limit} files and 4 GB")
        raise Refused(reason, field="file", value=content.name, limit=MOST_MEMBERS)
    if size > max(ALWAYS_UNPACKED, MOST_UNPACKED * packed):
        raise Refused(_PACKED, field="file", value=content.name or "-", limit=MOST_UNPACKED)
    members = [FileContent(name=name, opener=_member(content, name)) for name in names]
    for member in members:
        member.on_block = content.report_block
    return members


def _sheets(content: FileContent) -> list[FileContent]:
    """Return the sheets of a spreadsheet as text."""
    from kpitui.exchange._spreadsheet import sheets_of

    with content.open() as stream:
        return [FileContent(data, name) for name, data in sheets_of(stream, content.name or "-")]


def _member(content: FileContent, name: str) -> Callable[[], IO[bytes]]:
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
    if lacks_memory(error) or lacks_files(error):
        raise error  # that says nothing about the file
    if isinstance(error, OSError) and error.strerror:
        reason = mark("{value} can't be read: {reason}")
        return Refused(reason, field="file", value=name, reason=system_reason(error))
    return Refused(_DAMAGED, field="file", value=name or "-")


BEGIN_OF_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|body|table|meta)\b", re.IGNORECASE)
"""How a web page begins."""

_KINDS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (rb"%PDF-", mark("{value} is a PDF: no numbers can be read from it. Export the same numbers as CSV or XLSX")),
        (
            rb"BEGIN:VCALENDAR",
            mark("{value} is a calendar file. Export hours from a time tracker as CSV, or log them by hand"),
        ),
        (
            rb"SQLite format 3\0",
            mark("{value} is a database. If it is KPITUI's, use kpitui merge FILE. Otherwise export a table as CSV"),
        ),
        (rb"\x89PNG|\xff\xd8\xff|GIF8", mark("{value} is a picture. Export the numbers behind it as CSV")),
        (
            rb"(?:;[^\n]*\n|[ \t]*\n)*[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2} [^\n,;\t]*\n(?: {2,}|\t)\S[^\n]*\n"
            rb"(?: {2,}|\t)\S",
            mark("{value} is a ledger journal. Write its totals by day: hledger balance --daily --transpose -O csv"),
        ),
    )
)


_PAGE = mark("{value} is a web page without a table of dates. Download the export itself, perhaps after signing in")


def refuse_what_is_no_table(content: FileContent) -> None:
    """Raise Refused, with what it is and the way out, when a file begins as one does that holds no table."""
    for pattern, reason in _KINDS:
        if pattern.match(content.head):
            raise Refused(reason, field="file", value=content.name or "-")
    if BEGIN_OF_PAGE.match(content.head) and not content.tables_of_page:
        raise Refused(_PAGE, field="file", value=content.name or "-")
