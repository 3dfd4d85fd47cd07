"""Servers of this machine for tests: one answers as it is told and remembers what it was asked, another acts freely."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit


class Asked(NamedTuple):
    """One request."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes


class Answer(NamedTuple):
    """One answer."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = {}
    declared: int | None = None
    """The length it claims to have, when that is not so."""


class Web:
    """A server while it runs."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], Answer] = lambda _asked: Answer()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.host}:{self.port}"

    def says(self, *answers: object) -> None:
        """Answer with each of *answers* in turn, the last one from then on; what is no `Answer` is sent as JSON."""
        waiting = [one if isinstance(one, Answer) else Answer(body=json.dumps(one).encode()) for one in answers]
        self.answer = lambda _asked: waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def served(host: str = "127.0.0.1") -> Iterator[Web]:
    """Run a server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, parse_qs(parts.query), headers, body)
            web.asked.append(asked)
            answer = web.answer(asked)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(answer.declared or len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except ConnectionError:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815  the name is that of http.server

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    web = Web(host, server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def doing(act: Callable[[socket.socket], None]) -> Iterator[str]:
    """Run a server that hears a question and then does *act* on the connection, until it is gone; yield its address."""

    def accept() -> None:
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.recv(65536)
                act(connection)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()
