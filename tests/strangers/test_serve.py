"""`kpitui serve` with what a mistyping, a hostile folder or a hostile page gives it: refused in words, or served."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from kpitui.store.schema import SCHEMA_VERSION
from tests.cli.conftest import Shell
from tests.cli.test_serve import Served, ended
from tests.killing import ROOT
from tests.safety import SAFETY_SECONDS

HOSTS = (
    "127.0.0.1.evil.example", "127.1", "2130706433", "0x7f000001", "0", "127.0.0.2", "[::1]", "::ffff:127.0.0.1",
    "localhost.evil.example", "localhost@evil.example", "LOCALHOST.", " 127.0.0.1", "127.0.0.1\n", "127.0.0.1:8000",
    "http://127.0.0.1", "*", "0.0.0.0", "\x1b[31mlocalhost", "[bold]localhost", "{port}", "%s", "-", "../run/x.sock",
    "unix:/tmp/x.sock", "a" * 5000,
)  # fmt: skip
PORTS = ("0", "-1", "65536", "99999999999999999999", "80.5", "0x50", "http", "", "8000 8001", "8000/udp", "nan", "1e3")


@pytest.fixture(autouse=True)
def nothing_is_served(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not refused ends the test at once instead of serving."""
    server = pytest.importorskip("textual_serve.server")
    monkeypatch.setattr(server.Server, "serve", lambda _self: pytest.fail("it is served"))


def refused(shop: Shell, *words: str, status: int) -> str:
    done = shop(*words)
    assert (done.status, done.out) == (status, "")
    assert len(done.err) < 900
    assert "\x1b" not in done.err
    assert "bug" not in done.err
    return done.err


@pytest.mark.parametrize("host", HOSTS, ids=repr)
def test_a_host_that_only_resembles_this_machine(shop: Shell, host: str) -> None:
    assert "ssh -L 8000:127.0.0.1:8000" in refused(shop, "serve", f"--host={host}", status=1)


@pytest.mark.parametrize("port", PORTS)
def test_a_port_that_is_none(shop: Shell, port: str) -> None:
    err = refused(shop, "serve", f"--port={port}", status=1 if port.lstrip("-").isdigit() else 2)
    assert port[:20] in err


@pytest.mark.parametrize(
    "words", [["8000"], ["--port"], ["--host"], ["--open"], ["--bind=0.0.0.0"], ["--host", "localhost", "x.db"]]
)
def test_words_that_are_none_of_serve(shop: Shell, words: list[str]) -> None:
    refused(shop, "serve", *words, status=2)


def _letter(path: Path) -> None:
    path.write_text("Dear aunt, " * 2000)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    path.rename(path.with_name("other.db"))
    path.symlink_to("other.db")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE passwords (x)")


def _trigger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END")


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
@pytest.mark.parametrize("spoil", [_letter, _folder, _link, _newer, _foreign, _trigger, _fifo])
def test_a_database_that_cannot_be_used(shop: Shell, spoil: Callable[[Path], None]) -> None:
    """It is said before anything is served, and not in the browser."""
    spoil(shop.database)
    assert str(shop.database) in refused(shop, "serve", status=3)


def test_a_port_that_is_taken(shop: Shell) -> None:
    """No address is given out that somebody else answers at."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        err = refused(shop, "serve", f"--port={port}", status=1)
    assert f"Port {port} can't be used" in err


class Place:
    """A hostile place to serve from: whatever could be taken for a program of ours leaves a mark when it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = folder / "ran"
        self.programs = folder / "programs"
        self.here = folder / "here"
        for package in ("kpitui", "textual", "textual_serve", "aiohttp", "sqlite3", "sitecustomize", "json"):
            (self.here / package).mkdir(parents=True, exist_ok=True)
            (self.here / package / "__init__.py").write_text(f"open({str(self.mark)!r}, 'w')\n")
        for name in ("python", "python3", Path(sys.executable).name, "kpitui", "textual", "textual-serve", "sh", "env"):
            self._program(self.programs / name)
            self._program(self.here / name)

    def _program(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_dir():
            path.write_text(f"#!/bin/sh\n: > {self.mark}\n")
            path.chmod(0o755)


@contextmanager
def serving(
    place: Place,
    database: str,
    *words: str,
    program: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """Serve the *database*, named as somebody would in that place, until the block ends."""
    running = object.__new__(Served)
    with socket.create_server(("127.0.0.1", 0)) as free:
        running.port = free.getsockname()[1]
    start = program or [sys.executable, "-P", "-m", "kpitui"]
    running.process = subprocess.Popen(
        [*start, f"--db={database}", *words, "serve", f"--port={running.port}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=place.here,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KPITUI_TODAY": "2026-11-23", **(environ or {})},
    )
    assert running.process.stdout is not None
    address = running.process.stdout.readline().strip()
    running.path = address.partition(str(running.port))[2]
    try:
        yield running
    finally:
        running.process.terminate()
        _out, err = running.process.communicate(timeout=SAFETY_SECONDS)
        assert "Traceback" not in err, err
        assert "\x1b" not in err


NAMES = (
    b"--lang", b"-rf.db", b"--db=x.db", b"$(touch ran).db", b"`touch ran`.db", b"a;touch ran;.db", b"a b.db",
    b"'\".db", b"x\ny.db", b"\xff\xfe.db", b"[bold].db", b"%s{0}.db",
)  # fmt: skip
slow = pytest.mark.slow
posix = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs to watch processes")


def opened(place: Place, running: Served) -> None:
    """Open the page: the app of the shop paints, nothing else ran, and the app ends with the browser."""
    connection = running.browse()
    apps = running.apps()
    assert apps
    connection.close()
    for app in apps:
        with suppress(ProcessLookupError):  # that of a window before has ended by now
            assert ended(app)
    assert not place.mark.exists()
    assert not (place.here / "ran").exists()


@slow
@posix
@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_database_of_an_odd_name(shop: Shell, tmp_path: Path, name: bytes) -> None:
    place = Place(tmp_path / "place")
    shutil.copyfile(shop.database, place.here / os.fsdecode(name))
    with serving(place, os.fsdecode(b"./" + name)) as running:
        opened(place, running)


@slow
@posix
@pytest.mark.parametrize(
    ("words", "environ"),
    [
        ((), {}),
        (("--lang=nl",), {}),
        ((), {"PATH": "HERE"}),
        ((), {"PATH": "PROGRAMS"}),
        ((), {"PATH": ""}),
        ((), {"PATH": ".:"}),
        ((), {"LC_ALL": "C", "LANG": "C"}),
        ((), {"TERM": "dumb", "COLUMNS": "3", "LINES": "2", "NO_COLOR": "1"}),
        ((), {"PYTHONSTARTUP": "HERE/kpitui/__init__.py", "PYTHONINSPECT": ""}),
        ((), {"KPITUI_DB": "/nowhere/at/all.db"}),
        ((), {"SHELL": "PROGRAMS/sh", "BASH_ENV": "PROGRAMS/sh", "ENV": "PROGRAMS/sh"}),
    ],
    ids=str,
)
def test_a_hostile_environment(shop: Shell, tmp_path: Path, words: tuple[str, ...], environ: dict[str, str]) -> None:
    """Whatever programs and packages lie about, and whatever the environment says: this program is what is served."""
    place = Place(tmp_path / "place")
    given = {
        name: value.replace("HERE", str(place.here)).replace("PROGRAMS", str(place.programs))
        for name, value in environ.items()
    }
    with serving(place, str(shop.database), *words, environ=given) as running:
        opened(place, running)


@slow
@posix
@pytest.mark.parametrize("how", ["link to the script", "link to a folder", "script in a strange folder"])
def test_a_program_by_another_name(shop: Shell, tmp_path: Path, how: str) -> None:
    """The app is this very program, under whatever name it was started."""
    place = Place(tmp_path / "place")
    script = tmp_path / "bin" / "kpitui"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable} -P\nfrom kpitui.__main__ import run\nrun()\n")
    script.chmod(0o755)
    start = {
        "link to the script": tmp_path / "k",
        "link to a folder": tmp_path / "folder" / "kpitui",
        "script in a strange folder": place.here / "k-p-i",
    }[how]
    if how == "link to a folder":
        (tmp_path / "folder").symlink_to(script.parent)
    elif how == "link to the script":
        start.symlink_to(script)
    else:
        shutil.copy(script, start)
    with serving(place, str(shop.database), program=[str(start)]) as running:
        opened(place, running)


REQUESTS: dict[str, tuple[str, str, dict[str, str], set[int]]] = {
    "the root": ("GET", "/", {}, {404}),
    "a guess": ("GET", "/AAAAAAAAAAAAAAAAAAAAAA/", {}, {404}),
    "without the last slash": ("GET", "SECRET-1", {}, {404}),
    "with a letter more": ("GET", "SECRETx", {}, {404}),
    "in capitals": ("GET", "UPPER", {}, {404}),
    "a path out of the statics": ("GET", "/static/../../../../etc/passwd", {}, {400, 403, 404}),
    "a path out of the statics in code": ("GET", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd", {}, {400, 403, 404}),
    "a path from the root in the statics": ("GET", "/static//etc/passwd", {}, {400, 403, 404}),
    "the list of the statics": ("GET", "/static/", {}, {403, 404}),
    "a path with a null": ("GET", "/static/%00", {}, {400, 403, 404}),
    "a download of textual-serve": ("GET", "/download/x", {}, {404}),
    "a delivery": ("POST", "SECRET", {}, {405}),
    "a method of its own": ("BREW", "SECRET", {}, {400, 405}),
    "another host": ("GET", "SECRET", {"Host": "evil.example"}, {403}),
    "a host with our name before it": ("GET", "SECRET", {"Host": "127.0.0.1.evil.example"}, {403}),
    "a host with our name behind it": ("GET", "SECRET", {"Host": "evil.example:127.0.0.1"}, {400, 403}),
    "a host of markup": ("GET", "SECRET", {"Host": '127.0.0.1"><script>'}, {400, 403}),
    "no host": ("GET", "SECRET", {"Host": ""}, {400, 403}),
    "a forwarded host": ("GET", "SECRET", {"X-Forwarded-Host": "evil.example"}, {200}),
    "a socket of another page": ("GET", "SECRETws", {"Origin": "http://evil.example"}, {403}),
    "a socket of no page": ("GET", "SECRETws", {"Origin": "null"}, {403}),
    "a socket of the same name and another port": ("GET", "SECRETws", {"Origin": "http://127.0.0.1:1"}, {403}),
    "a socket over another scheme": ("GET", "SECRETws", {"Origin": "file://"}, {403}),
    "a socket that is none": ("GET", "SECRETws", {}, {400, 426}),
    "a header that is too long": ("GET", "SECRET", {"X": "y" * 20_000}, {400, 431}),
    "an address that is too long": ("GET", "SECRET?" + "x" * 20_000, {}, {400, 414}),
}


@slow
@posix
def test_odd_requests(shop: Shell, tmp_path: Path) -> None:
    """Nothing but the page at its secret address is given, and the page is there after all of them."""
    place = Place(tmp_path / "place")
    with serving(place, str(shop.database)) as running:
        running.browse().close()
        for name, (method, path, headers, statuses) in REQUESTS.items():
            place_of = path.replace("SECRET-1", running.path[:-1]).replace("SECRET", running.path)
            place_of = place_of.replace("UPPER", running.path.swapcase())
            given = {"Host": f"127.0.0.1:{running.port}", **headers}
            lines = "".join(f"{header}: {value}\r\n" for header, value in given.items())
            with socket.create_connection(("127.0.0.1", running.port), timeout=SAFETY_SECONDS) as connection:
                connection.sendall(f"{method} {place_of} HTTP/1.1\r\n{lines}\r\n".encode())
                answer = connection.recv(65536).decode("latin-1")
            assert answer, name
            assert int(answer.split()[1]) in statuses, (name, answer)
            assert "root:" not in answer, name
            assert "evil.example" not in answer.partition("\r\n\r\n")[2], name
            if "SECRET" not in path:
                assert running.path.strip("/") not in answer, name
        opened(place, running)


SIZES = ("width=0&height=0", "width=-5&height=-5", "width=99999999&height=99999999", "width=x&height=y", "", "width=80")


@slow
@posix
@pytest.mark.parametrize("size", SIZES)
def test_a_window_of_an_odd_size(shop: Shell, tmp_path: Path, size: str) -> None:
    """The app of such a window is none or a small one, and the next window is served as if nothing had been."""
    place = Place(tmp_path / "place")
    with serving(place, str(shop.database)) as running:
        running.browse().close()
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Key": "MDEyMzQ1Njc4OWFiY2RlZg=="}
        path = f"{running.path}ws?{size}"
        with running.ask(path, Sec_WebSocket_Version="13", **upgrade) as connection, suppress(OSError):
            answer = connection.recv(4096).decode("latin-1")
            assert re.match(r"HTTP/1.1 (101|400|500)", answer), answer
        opened(place, running)
