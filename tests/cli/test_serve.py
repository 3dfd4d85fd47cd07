"""`kpitui serve`: on this machine only, at a secret address, and no app outlives its browser or the server."""

from __future__ import annotations

import base64
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kpitui.extras.serve.command import app_command
from tests.cli.conftest import Shell
from tests.safety import SAFETY_SECONDS


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com", "::", ""])
def test_no_other_machine(shop: Shell, host: str) -> None:
    """The refusal says how to get there all the same."""
    done = shop("serve", "--host", host)
    assert done.status == 1
    assert "ssh -L 8000:127.0.0.1:8000" in done.err


@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_no_port(shop: Shell, port: str) -> None:
    """A port that is none is refused by its number."""
    done = shop("serve", f"--port={port}")
    assert (done.status, f"The port can't be {port}" in done.err) == (1, True)


def test_without_the_extra(shop: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what to install."""
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    monkeypatch.delitem(sys.modules, "kpitui.extras.serve._server", raising=False)
    done = shop("serve")
    assert done.status == 1
    assert "pip install 'kpitui[web]'" in done.err


def test_an_app_without_terminal_or_browser(shop: Shell) -> None:
    """The app opens on a terminal or for a browser, and says so otherwise."""
    assert "needs a terminal" in shop("app").err


def test_the_app_behind_the_page_is_this_program(shop: Shell, tmp_path: Path) -> None:
    """Whatever lies in the folder that it is served from: no module of that folder is loaded."""
    for name in ("kpitui", "argparse", "sqlite3", "sitecustomize"):
        (tmp_path / "shared" / name).mkdir(parents=True)
        (tmp_path / "shared" / name / "__init__.py").write_text("open('PWNED', 'w')\n")
    *command, app = app_command(str(shop.database), "en")
    assert app == "app"
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [*command, "status"], cwd=tmp_path / "shared", env=environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Orders" in done.stdout, done.stderr) == (0, True, "")
    assert sorted(path.name for path in (tmp_path / "shared").iterdir()) == [
        "argparse", "kpitui", "sitecustomize", "sqlite3",
    ]  # fmt: skip


class Served:
    """The server as a process, and the plainest of browsers."""

    def __init__(self, database: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "kpitui", "--db", str(database), "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.path = urlsplit(self.process.stdout.readline().strip()).path

    def ask(self, path: str, **headers: str) -> socket.socket:
        """Ask for *path* and return the connection on which the answer comes."""
        connection = self._connection()
        given = {"Host": f"127.0.0.1:{self.port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        connection.sendall(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
        return connection

    def status(self, path: str, **headers: str) -> int:
        """Return the status that *path* answers with."""
        with self.ask(path, **headers) as connection:
            return int(connection.recv(4096).split()[1])

    def browse(self) -> socket.socket:
        """Open the app as a browser does, wait until it paints, and return the connection."""
        key = base64.b64encode(os.urandom(16)).decode()
        upgrade = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec_WebSocket_Key": key,
            "Sec_WebSocket_Version": "13",
        }
        connection = self.ask(f"{self.path}ws?width=80&height=24", **upgrade)
        heard = b""
        while b"Orders" not in heard:
            part = connection.recv(65536)
            assert part, heard
            heard += part
        return connection

    def apps(self) -> set[int]:
        """Return the processes that the server started."""
        return {
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        }

    def _connection(self) -> socket.socket:
        while self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=SAFETY_SECONDS)
            except ConnectionRefusedError:
                select.select([], [], [], 0.05)  # it says its address a moment before it listens
        raise AssertionError("the server ended")


def ended(pid: int) -> bool:
    """Wait until a process that is no child of ours has ended; return whether it did in time."""
    handle = os.pidfd_open(pid)
    try:
        return bool(select.select([handle], [], [], SAFETY_SECONDS)[0])
    finally:
        os.close(handle)


@pytest.fixture
def served(shop: Shell) -> Iterator[Served]:
    """A running server."""
    pytest.importorskip("textual_serve")
    running = Served(shop.database)
    yield running
    running.process.kill()
    running.process.communicate()


@pytest.mark.slow
def test_only_the_secret_address_answers(served: Served) -> None:
    """Another path, another name of the host, and a page of another site get nothing."""
    assert served.status(served.path) == 200
    assert (served.status("/"), served.status("/ws"), served.status(f"{served.path[:-3]}x/")) == (404, 404, 404)
    assert served.status(served.path, Host="evil.example") == 403
    assert served.status(f"{served.path}ws", Origin="http://evil.example") == 403


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs to watch processes")
@pytest.mark.parametrize("farewell", ["browser", signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_app_is_left(served: Served, farewell: str | signal.Signals) -> None:
    """The app ends when the browser leaves, and when the server ends, in whatever way."""
    connection = served.browse()
    (app,) = served.apps()
    if isinstance(farewell, signal.Signals):
        served.process.send_signal(farewell)
    else:
        connection.close()
    assert ended(app)
    connection.close()
    if farewell != "browser":
        served.process.wait(SAFETY_SECONDS)
    assert (served.process.poll() is None) == (farewell == "browser")


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        ('["stdin", "q"]', True),
        ('["resize", {"width": 80, "height": 24}]', True),
        ('["ping", 5]', True),
        ('["blur"]', True),
        ('["focus"]', True),
        ('["resize", {"width": 80}]', False),
        ('["resize", {"width": "80", "height": 24}]', False),
        ('["resize", {"width": 0, "height": 24}]', False),
        ('["resize", {"width": 1e9, "height": true}]', False),
        ('["resize", [80, 24]]', False),
        ('["resize"]', False),
        ('["stdin", 5]', False),
        ('["stdin", "\\ud800"]', False),
        ('["ping"]', False),
        ('["quit"]', False),
        ('[["stdin"], "q"]', False),
        ("[]", False),
        ("{}", False),
        ('"resize"', False),
        ("7", False),
        ("resize", False),
        ("[" * 100_000, False),
    ],
)
def test_only_what_our_page_sends_arrives(text: str, is_ours: bool) -> None:
    """Anything else is left out, and ends nothing."""
    server = pytest.importorskip("kpitui.extras.serve._server")
    assert server.is_message(text) == is_ours
