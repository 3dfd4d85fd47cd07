"""Answers of servers to `kpitui pull`, thought up without a look at the client: figures, or one sentence, in time."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.cli.conftest import Shell
from tests.extras.pull.sources.server import doing

Act = Callable[[socket.socket], None]
SECRET = "t0ken-of-the-shop"
CODES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]")


def answer(body: bytes, *headers: str, status: str = "200 OK", length: object = None) -> bytes:
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join(head).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def rows(*figures: object, **more: object) -> bytes:
    days = [{"date": f"2026-11-{16 + number}", "count": figure} for number, figure in enumerate(figures)]
    return json.dumps({"days": days, **more}).encode()


def sending(*parts: bytes) -> Act:
    def act(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)

    return act


def for_ever(first: bytes, again: bytes, pause: float = 0.0) -> Act:
    """Send without end, until the other side is gone."""
    wait = Event()

    def act(connection: socket.socket) -> None:
        connection.sendall(first)
        while not wait.wait(pause):
            connection.sendall(again)

    return act


def silent(first: bytes) -> Act:
    def act(connection: socket.socket) -> None:
        connection.sendall(first)
        connection.recv(1)  # until the other side is gone

    return act


OK = "HTTP/1.1 200 OK\r\n"
DEEP = b'{"days":' + b"[" * 100_000 + b"]" * 100_000 + b"}"

REFUSED: dict[str, Act] = {
    "nothing": sending(b""),
    "a greeting of another protocol": sending(b"220 mail.example ESMTP\r\n"),
    "bytes": sending(bytes(range(256)) * 20),
    "a status that is none": sending(b"HTTP/1.1 two hundred\r\n\r\n"),
    "a status of seven digits": sending(answer(rows(5), status="2000000 OK")),
    "a version of its own": sending(b"HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    "a negative length": sending(answer(rows(5), length=-5), b"x"),
    "a length that is longer than the body": sending(answer(rows(5), length=10_000)),
    "a length beyond every number": sending(answer(rows(5), length=10**400)),
    "a length in words": sending(answer(rows(5)[:20], length="many")),
    "a body that is cut off": sending(answer(rows(5, 6, 7), length=30)),
    "chunks of a size that is none": sending(f"{OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n".encode()),
    "a chunk of a negative size": sending(f"{OK}Transfer-Encoding: chunked\r\n\r\n-5\r\n{{}}\r\n0\r\n\r\n".encode()),
    "chunks that break off": sending(f"{OK}Transfer-Encoding: chunked\r\n\r\nff\r\n{{}}".encode()),
    "a million headers": sending(OK.encode(), b"X: y\r\n" * 1_000_000),
    "a header without end": for_ever(f"{OK}X: ".encode(), b"y" * 65536),
    "a header that drips": for_ever(f"{OK}X: ".encode(), b"y", 0.1),
    "a body that drips": for_ever(f"{OK}Content-Length: 100000\r\n\r\n".encode(), b" ", 0.1),
    "a body without end": for_ever(f"{OK}\r\n[".encode(), b"1," * 32768),
    "chunks without end": for_ever(f"{OK}Transfer-Encoding: chunked\r\n\r\n".encode(), b"1\r\n1\r\n" * 9000),
    "a size of a chunk without end": for_ever(f"{OK}Transfer-Encoding: chunked\r\n\r\n".encode(), b"0" * 65536),
    "an extension of a chunk without end": for_ever(f"{OK}Transfer-Encoding: chunked\r\n\r\n1;".encode(), b"x" * 9000),
    "trailers without end": for_ever(f"{OK}Transfer-Encoding: chunked\r\n\r\n0\r\n".encode(), b"X: y\r\n" * 9000),
    "interim answers without end": for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000),
    "early hints without end": for_ever(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 0.01),
    "silence": silent(b""),
    "silence after the status": silent(OK.encode()),
    "silence within the body": silent(f"{OK}Content-Length: 90\r\n\r\n{{".encode()),
    "a redirect to itself": sending(answer(b"", "Location: /api", status="302 Found")),
    "a redirect that grows": sending(answer(b"", "Location: x/x", status="302 Found")),
    "a redirect to a file": sending(answer(b"", "Location: file:///etc/passwd", status="302 Found")),
    "a redirect to a program": sending(answer(b"", "Location: data:application/json,{}", status="302 Found")),
    "a redirect to another port": sending(answer(b"", "Location: http://127.0.0.1:1/x", status="307 Moved")),
    "a redirect to the cloud's own address": sending(
        answer(b"", "Location: http://169.254.169.254/latest/meta-data/", status="301 Moved")
    ),
    "a redirect to a name that leads here": sending(
        answer(b"", "Location: http://localhost.localdomain:1/", status="301 Moved")
    ),
    "a redirect with a line break": sending(answer(b"", "Location: /x\r\n y: z\x1b[31m", status="302 Found")),
    "a redirect without a place": sending(answer(b"", status="302 Found")),
    "a redirect with a name and a word": sending(
        answer(b"", f"Location: http://{SECRET}@127.0.0.1/x", status="302 Found")
    ),
    "to come back in a hundred years": sending(answer(b"", "Retry-After: 3153600000", status="503 Busy")),
    "to come back at a day that is none": sending(answer(b"", "Retry-After: Feb 30", status="429 Busy")),
    "a gzip nobody asked for": sending(answer(gzip.compress(rows(5)), "Content-Encoding: gzip")),
    "a gzip that unpacks to a gigabyte": sending(
        answer(gzip.compress(b" " * 50_000_000), "Content-Encoding: gzip", "Content-Type: application/json")
    ),
    "an encoding that nobody knows": sending(answer(rows(5)[::-1], "Content-Encoding: rot13")),
    "a page": sending(answer(b"<html><script>alert(1)</script><title>[bold]Log in</title>")),
    "no text at all": sending(answer(b"\xff\xfe\x80\x81")),
    "another encoding": sending(answer(rows(5).decode().encode("utf-32"), "Content-Type: application/json")[:-3]),
    "JSON that breaks off": sending(answer(rows(5)[:-2])),
    "two documents": sending(answer(rows(5) * 2)),
    "JSON a hundred thousand deep": sending(answer(DEEP)),
    "a list in place of an object": sending(answer(b"[[[[]]]]")),
    "a number of a million digits": sending(
        answer(b'{"days":[{"date":"2026-11-20","count":' + b"9" * 1_000_000 + b"}]}")
    ),
    "not a number": sending(answer(b'{"days":[{"date":"2026-11-20","count":NaN}]}')),
    "infinity": sending(answer(b'{"days":[{"date":"2026-11-20","count":-Infinity}]}')),
    "more than any number": sending(answer(b'{"days":[{"date":"2026-11-20","count":1e999}]}')),
    "figures that are objects": sending(answer(rows({"a": 1}, [5]))),
    "figures that are true": sending(answer(rows(True))),
    "figures of markup": sending(answer(rows("[bold]5[/]", "<b>5</b>"))),
    "figures of escape codes": sending(answer(rows("\x1b[31m5", "\x9b5", "\x1b]0;x\x07"))),
    "figures of arithmetic": sending(answer(rows("3*45+12", "__import__('os')"))),
    "a status with escape codes": sending(answer(b"", status="500 \x1b[2J\x1b]0;x\x07 [bold]no[/bold]")),
    "a refusal with the secret": sending(answer(SECRET.encode(), f"X: {SECRET}", status=f"401 {SECRET}")),
}
"""What brings no figure: one sentence."""

READ: dict[str, tuple[Act, int]] = {
    "as it should be": (sending(answer(rows(5, 6))), 2),
    "a byte at a time": (sending(*(bytes([byte]) for byte in answer(rows(5, 6)))), 2),
    "in chunks": (
        sending(
            f"{OK}Transfer-Encoding: chunked\r\n\r\n{len(rows(5)):x};a=b\r\n".encode(),
            rows(5),
            b"\r\n0\r\nX: y\r\n\r\n",
        ),
        1,
    ),
    "until the end": (sending(f"{OK}\r\n".encode(), rows(5)), 1),
    "after an interim answer": (sending(b"HTTP/1.1 100 Continue\r\n\r\n", answer(rows(5))), 1),
    "with more than was declared": (sending(answer(rows(5)), b"rubbish" * 100), 1),
    "as another kind of content": (sending(answer(rows(5), "Content-Type: text/html; charset=utf-7")), 1),
    "with names twice": (
        sending(answer(b'{"days":[{"date":"2026-11-20","count":1,"count":5}]}')),
        1,
    ),
    "with odd neighbours": (sending(answer(rows(5, extra="\x1b[31m[bold]\u202e", more=[None] * 1000))), 1),
    "no days": (sending(answer(rows())), 0),
}
"""What can be read, and how many figures it brings."""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Make the file of sources for an address."""
    monkeypatch.setenv("SHOP_TOKEN", SECRET)

    def described(url: str) -> Path:
        path = tmp_path / "sources.toml"
        path.write_text(
            f'[source.shop]\nkind = "json"\nurl = "{url}/api"\nrows = "days"\ndate = "date"\ntimeout = 1\n'
            'kpis = { count = "orders" }\ntoken = { env = "SHOP_TOKEN" }\n'
        )
        path.chmod(0o600)
        return path

    yield described


def figures(shell: Shell) -> str:
    return shell.ok("export").out


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer_is_one_sentence(shop: Shell, config: Callable[[str], Path], name: str) -> None:
    before = figures(shop)
    with doing(REFUSED[name]) as url:
        done = shop("pull", "--config", str(config(url)))
    assert done.status == 1, done.out
    (sentence,) = done.err.strip().splitlines()
    assert sentence.startswith("shop: ")
    assert len(sentence) < 400
    assert not CODES.search(done.out + done.err)
    assert "Traceback" not in sentence
    assert "hit a bug" not in sentence
    assert SECRET not in done.out + done.err
    assert figures(shop) == before


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read(shop: Shell, config: Callable[[str], Path], name: str) -> None:
    act, count = READ[name]
    with doing(act) as url:
        done = shop("pull", "--config", str(config(url)), "--json")
    assert done.status == 0, done.err
    (source,) = done.json["sources"]
    assert source["new"] + source["same"] + source["conflicts"] == count
    assert not CODES.search(done.out + done.err)


def test_what_a_server_says_of_a_day_that_was_typed_is_not_taken(shop: Shell, config: Callable[[str], Path]) -> None:
    before = figures(shop)
    body = json.dumps({"days": [{"date": "2026-11-20", "count": 9999}]}).encode()
    with doing(sending(answer(body))) as url:
        shop("pull", "--config", str(config(url)))
    assert figures(shop) == before


def test_days_beside_those_that_were_asked_for(shop: Shell, config: Callable[[str], Path]) -> None:
    """Days of the past and of the future that nobody asked for are no figures of ours."""
    before = figures(shop)
    days = ["0001-01-01", "1999-01-01", "9999-12-31", "2026-12-24"]
    body = json.dumps({"days": [{"date": day, "count": 5} for day in days]}).encode()
    with doing(sending(answer(body))) as url:
        done = shop("pull", "--config", str(config(url)))
    assert "Traceback" not in done.err
    assert figures(shop) == before
