"""Fuzz targets for what others send: exports of programs, the file of sources, answers over HTTP.

Each takes something that is right, damages it by chance, and sees that it is read or refused in one sentence, at a cost
in step with its size, and that a secret goes nowhere else.
"""

from __future__ import annotations

import gzip
import io
import json
import socket
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from math import isfinite
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from kpitui.core.errors import KpituiError, Refused
from kpitui.exchange import FileContent, ImportedRow, read
from kpitui.extras.pull._schema import checked_source
from kpitui.extras.pull.sources import SOURCES, _web
from kpitui.extras.pull.sources._place import MOST_FIGURES, Patience, Place, Secret, SourceMetric, Span
from kpitui.extras.pull.sources_file import described_sources
from tests.hostile import STRINGS

FIXTURES = Path(__file__).parent.parent / "exchange" / "fixtures"
MANUAL = Path(__file__).parent.parent.parent / "docs" / "automation.md"
SECRET = "s3cr3t-token-0123456789"
SPAN = Span(date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 23))
CELLS = (
    "",
    "-",
    "0",
    "-1.249,50",
    "1,249.50",
    "1e400",
    "NaN",
    "2026-02-30",
    "31-12-2026",
    "11/23/2026",
    "€ 5",
    '"',
    "#",
)
MOST_TIMES = 14
"""How often a file is gone through at most: to find its encoding, its tables and its marks, and to be read."""


def exports(chance: Random, _folder: Path) -> None:
    """An export that was damaged is read or refused; twice the same, every figure a figure, in a few passes."""
    data = _export(chance)
    count = [0]
    content = FileContent(name="file", opener=lambda: _Counted(data, count))
    with suppress(Refused):
        reading = read(content)
        items = list(reading.items())
        assert items == list(reading.items())
        known = {figure.name for figure in reading.figures}
        for item in items:
            assert item.line >= 1
            if isinstance(item, ImportedRow):
                assert isfinite(item.value) and item.kpi in known and isinstance(item.date, date), item
    if data[:2] not in (b"PK", b"\x1f\x8b"):
        assert count[0] <= MOST_TIMES * len(data) + 500_000, (count[0], len(data))


class _Counted(io.BytesIO):
    """Bytes that count how many of them were read."""

    def __init__(self, data: bytes, count: list[int]) -> None:
        super().__init__(data)
        self.count = count

    def read(self, size: int | None = -1) -> bytes:
        block = super().read(size)
        self.count[0] += len(block)
        return block


@cache
def _fixtures() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(FIXTURES.iterdir()))


def _export(chance: Random) -> bytes:
    data = chance.choice(_fixtures())
    for _time in range(chance.randint(0, 4)):
        data = chance.choice(DAMAGES)(chance, data)
    kind = chance.random()
    if kind < 0.05:
        return gzip.compress(data, mtime=0)
    if kind < 0.1:
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for at in range(chance.randint(1, 3)):
                archive.writestr(f"{at}/Checkmarks.csv" if chance.random() < 0.5 else f"{at}.csv", data)
        return whole.getvalue()
    return data


def _bytes(chance: Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + bytes(chance.choices(range(256), k=chance.randint(1, 4))) + data[at + chance.randint(0, 4) :]


def _cut(chance: Random, data: bytes) -> bytes:
    return data[: chance.randint(0, len(data))]


def _joined(chance: Random, data: bytes) -> bytes:
    return data + chance.choice((b"", b"\n", b"# Start date: 20261101\n")) + chance.choice(_fixtures())


def _rows(chance: Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at = chance.randrange(len(lines))
    kind = chance.randrange(3)
    if kind == 0:
        return b"".join(lines[:at] + lines[at : at + 1] * chance.choice((0, 2, 300)) + lines[at + 1 :])
    if kind == 1:
        lines[at] = chance.choice((b"# note: x\n", b"\n", b"Total,1\n", b'"open', b"\r", b"\0\n"))
        return b"".join(lines)
    chance.shuffle(lines)
    return b"".join(lines)


def _cells(chance: Random, data: bytes) -> bytes:
    separator = chance.choice((b",", b";", b"\t", b'"'))
    parts = data.split(separator)
    text = chance.choice(CELLS) if chance.random() < 0.7 else chance.choice(STRINGS)[:80]
    parts[chance.randrange(len(parts))] = text.encode("utf-8", "replace")
    return separator.join(parts)


def _encoded(chance: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig")), "replace")


DAMAGES: tuple[Callable[[Random, bytes], bytes], ...] = (_bytes, _cut, _joined, _rows, _rows, _cells, _cells, _encoded)


@cache
def _described() -> str:
    """Return the sources of the manual as one file, without the block that describes a till twice."""
    blocks = MANUAL.read_text(encoding="utf-8").split("```toml")[1:]
    return max((block.partition("\n")[2].partition("```")[0] for block in blocks), key=len)


FIELDS = ("timeout", "days", "kpis", "url", "token", "headers", "redirects", "command", "scale", "rows", "site", "x")
VALUES: tuple[Any, ...] = (
    -1, 10**30, float("nan"), float("inf"), True, "", "x", "\0", [], {}, [[]], [{}], {"a": {}}, {"": ""}, {"a": "b"},
    date(2026, 11, 23), "http://" + "a" * 300, ["x"] * 101, {"env": "A", "file": "b"}, {"header": "a\r\nb"},
)  # fmt: skip


def source_files(chance: Random, folder: Path) -> None:
    """A file of sources is understood or refused, source by source; what is accepted is within its bounds."""
    text = _described()
    for _time in range(chance.randint(0, 5)):
        at, kind = chance.randint(0, len(text)), chance.randrange(4)
        if kind == 0:
            text = text[:at] + chance.choice("[]{}=\"'\\#,.\n\x00é0-_") + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + chance.randint(1, 20) :]
        elif kind == 2:
            text = text[:at] + chance.choice(STRINGS)[:60] + text[at:]
        else:
            name = chance.choice(("timeout", "days", "kpis", "url", "token", "headers", "redirects", "command", "x"))
            value = chance.choice(
                ("-1", "1e400", "nan", "[[]]", '"\\u0000"', "{}", "2026-11-23", "9" * 30, '"x"', "true")
            )
            line = text.find("\n", at)
            text = f"{text[:line]}\n{name} = {value}{text[line:]}"
    path = folder / "sources.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    path.chmod(0o600)
    for described in described_sources(path).values():
        changed = dict(described)
        for _time in range(chance.randint(0, 2)):
            changed[chance.choice([*changed, *FIELDS])] = chance.choice(VALUES)
        with suppress(KpituiError):
            source = checked_source(changed)
            assert 0 < source.timeout <= 300 and 1 <= source.days <= 400
            assert source.kind in SOURCES
            assert all(isinstance(word, str) for word in getattr(source, "command", []))


ANSWERS: dict[str, object] = {
    "json": {"days": [{"date": "2026-11-21", "a": {"b": 5}}, {"date": "2026-11-22", "a": {"b": "6.5"}}]},
    "plausible": {"results": [{"metrics": [5], "dimensions": ["2026-11-21"]}]},
    "matomo": {"2026-11-21": {"a": 5}, "2026-11-22": []},
    "umami": {"pageviews": [{"x": "2026-11-21 00:00:00", "y": 5}], "sessions": [{"x": "2026-11-21", "y": 4}]},
    "goatcounter": {"stats": [{"day": "2026-11-21", "daily": 5}]},
}
"""What a server of each kind answers with."""

OPTIONS: dict[str, Any] = {
    "url": "http://127.0.0.1:9", "rows": "days", "date": "date", "headers": {"X-Own": SECRET[::-1]}, "site": "1",
    "method": "A.b", "timezone": "Europe/Amsterdam", "redirects": ["other.example"], "token": None,
}  # fmt: skip
FIGURES = {
    "json": "a.b", "plausible": "visitors", "matomo": "a", "umami": "pageviews", "goatcounter": "daily",
}  # fmt: skip


def http_answers(chance: Random, _folder: Path) -> None:
    """Whatever a server says: figures or one sentence, no secret in it, and none to another host."""
    fetched(chance)


def fetched(chance: Random) -> int:
    """Return how many figures a source brings whose server answers by chance."""
    kind = chance.choice(list(ANSWERS))
    place = Place("fuzz", kind, {FIGURES[kind]: "orders"}, {}, OPTIONS, Secret(SECRET))
    figures: list[SourceMetric] = []
    with _wire(chance, kind) as asked:
        try:
            patience = Patience(5.0, 2, sleep=lambda _seconds: None)
            fetched = SOURCES[kind].fetch(place, SPAN, patience)
            assert not isinstance(fetched, bytes)
            figures = fetched
        except KpituiError as error:
            told = str(place.secret.hide_in(error))
            assert SECRET not in told and "\n" not in told.strip(), told
    assert len(figures) <= MOST_FIGURES
    assert all(figure.kpi == "orders" and isfinite(figure.value) for figure in figures)
    assert asked
    for host, question in asked:
        assert host in ("127.0.0.1", "other.example"), host
        if host != "127.0.0.1":
            _path, _end, headers = question.partition(b"\r\n")  # the path is what a server that knows it sent us to
            assert SECRET.encode() not in headers and SECRET[::-1].encode() not in headers
    return len(figures)


@contextmanager
def _wire(chance: Random, kind: str) -> Iterator[list[tuple[str, bytes]]]:
    """Answer every connection with something by chance; yield what was asked of which host."""
    ends: list[tuple[str, socket.socket]] = []
    asked: list[tuple[str, bytes]] = []

    def connected(limits: _web.HttpLimits, host: str, _port: int, *, guarded: bool) -> socket.socket:
        ours, theirs = _connection()
        theirs.sendall(_answer(chance, kind)[:50_000])
        theirs.shutdown(socket.SHUT_WR)
        ends.append((host, theirs))
        limits.note(ours)
        return ours

    with patch.object(_web.HttpLimits, "connected", connected):
        yield asked
    for host, theirs in ends:
        theirs.settimeout(5)
        with theirs:
            asked.append((host, _all(theirs)))


def _connection() -> tuple[socket.socket, socket.socket]:
    """Return the two ends of a connection over TCP, which is told things that a pair of sockets does not take."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ours = socket.create_connection(listening.getsockname())
        theirs, _address = listening.accept()
    return ours, theirs


def _all(stream: socket.socket) -> bytes:
    data = b""
    with suppress(ConnectionError):
        while part := stream.recv(65536):
            data += part
    return data


def _answer(chance: Random, kind: str) -> bytes:
    body = json.dumps(ANSWERS[kind]).encode()
    for _time in range(chance.choice((0, 0, 1, 3))):
        body = chance.choice((_bytes, _cut, _json))(chance, body)
    status = chance.choice((200, 200, 200, 100, 204, 301, 302, 307, 401, 429, 500, 999))
    to = chance.choice(("/b", "http://127.0.0.1:9/b", "http://other.example/b", "http://evil.example/", "file:///etc/passwd",
                        "//other.example", "http://[", "http://other.example:x/", f"/?{SECRET}", ""))  # fmt: skip
    headers = [
        f"Location: {to}", f"Content-Length: {chance.choice((len(body), 5, -1, 10**30, 'x'))}", "Retry-After: 1",
        "Transfer-Encoding: chunked", "Content-Encoding: gzip", f"X: {chance.choice(STRINGS)[:50]}", f"Y: {SECRET}",
    ]  # fmt: skip
    head = [f"HTTP/1.1 {status} OK", *chance.sample(headers, chance.randint(0, 4))]
    if "Transfer-Encoding: chunked" in head:
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    data = "\r\n".join(head).encode("utf-8", "replace") + b"\r\n\r\n" + body
    return _bytes(chance, data) if chance.random() < 0.3 else data


def _json(chance: Random, body: bytes) -> bytes:
    values = (
        b"NaN",
        b"1e400",
        b"[]",
        b"{}",
        b"null",
        b"true",
        b'"x"',
        b"[" * 3000,
        b"9" * 5000,
        f'"{SECRET}"'.encode(),
    )
    parts = body.split(chance.choice((b"5", b'"', b":", b",")))
    at = chance.randrange(len(parts))
    return b"".join(parts[:at]) + chance.choice(values) + b"".join(parts[at:])


OUTSIDE: dict[str, Callable[[Random, Path], None]] = {
    "exports": exports,
    "sources": source_files,
    "answers": http_answers,
}
