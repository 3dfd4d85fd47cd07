"""The web server behind `kpitui serve`: textual-serve, which is the extra ``web``, on this machine only.

It has no login, so the page has an address that nobody can guess: neither another user of the machine nor a page of
another site that is open in the same browser can reach it. The page asks nothing of any other host. Each browser gets
an app of its own, which ends when the browser leaves or the server does.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import shlex
import sys
from html import escape
from secrets import token_urlsafe
from socket import create_server
from typing import TYPE_CHECKING, Any, cast

from aiohttp import WSMessage, WSMsgType, web
from textual_serve.server import Server

from kpitui.i18n.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual_serve.app_service import AppService

LARGEST_SIDE = 10_000
"""Cells in a row or a column that a page may say it has."""

HERE = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?")
"""The names under which a browser may ask for the page, directly or through a tunnel."""

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8"><title>KPITUI</title>
<link rel="stylesheet" href="/static/css/xterm.css">
<style>
@font-face {{ font-family: "Roboto Mono"; src: url("/static/fonts/RobotoMono-VariableFont_wght.ttf"); }}
html, body {{ margin: 0; height: 100%; overflow: hidden; background: #0c181f; }}
body {{ color: #eee; font-family: "Roboto Mono", monospace; }}
#terminal {{ width: 100vw; height: 100vh; }}
.closed-dialog {{ display: none; padding: 2em; }}
body.-closed .closed-dialog {{ display: block; }}
body.-closed #terminal {{ display: none; }}
</style>
<script src="/static/js/textual.js"></script>
<script nonce="{nonce}">
const waiting = setInterval(() => {{
  const keys = document.querySelector("#terminal textarea");
  if (keys) {{ clearInterval(waiting); keys.focus(); }}
}}, 100);
</script>
</head>
<body>
<p class="closed-dialog"><a href="">{ended}</a></p>
<button type="button" id="start" hidden></button>
<div id="terminal" class="textual-terminal" data-session-websocket-url="{socket}" data-font-size="16"></div>
</body>
</html>
"""
"""Its own script puts the keyboard into the terminal: who has no mouse need not look for it."""

POLICY = (
    "default-src 'self' data: blob:; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'"
)


class OneLine(logging.Formatter):
    """Says what went wrong without where in the program, and makes harmless what a request brought along."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the message of *record*, with the kind of the error where there is one."""
        error = record.exc_info[1] if record.exc_info else None
        kind = f" ({type(error).__name__})" if error else ""
        return harmless(" ".join(record.getMessage().split()), 200) + kind


class _Checked:
    """A websocket of which only messages arrive that our page could have sent."""

    def __init__(self, websocket: web.WebSocketResponse) -> None:
        self._websocket = websocket

    async def __aiter__(self) -> AsyncIterator[WSMessage]:
        """Yield those messages."""
        async for message in self._websocket:
            if message.type != WSMsgType.TEXT or is_message(message.data):
                yield message

    def __getattr__(self, name: str) -> Any:
        """Do everything else as the websocket itself."""
        return getattr(self._websocket, name)


def is_message(text: str) -> bool:
    """Tell whether *text* is a message as a page sends it: a JSON array with a type and what belongs to that."""
    try:
        kind, *rest = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return False
    if kind == "stdin":
        return len(rest) == 1 and isinstance(rest[0], str) and not re.search("[\ud800-\udfff]", rest[0])
    if kind == "resize":
        size = [rest[0].get(side) for side in ("width", "height")] if rest and isinstance(rest[0], dict) else [None]
        return all(isinstance(side, int) and not isinstance(side, bool) and 0 < side <= LARGEST_SIDE for side in size)
    return kind in ("blur", "focus") or (kind == "ping" and len(rest) == 1)


class PrivateServer(Server):
    """A server of the app whose addresses all have a secret in them."""

    def __init__(self, command: list[str], port: int, *, language: str, ended: str) -> None:
        # The shell is replaced by the app, so that no process stands between the server and it.
        super().__init__(f"exec {shlex.join(command)}", host="127.0.0.1", port=port, title="KPITUI")
        self._language = language
        self._ended = ended
        self._sessions: set[asyncio.Task[Any] | None] = set()
        self.secret_path = f"/{token_urlsafe(16)}"

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        return f"http://127.0.0.1:{self.port}{self.secret_path}/"

    def try_port(self) -> None:
        """Raise OSError where nothing can listen at the port."""
        create_server((self.host, self.port)).close()

    def initialize_logging(self) -> None:
        """Say only what goes wrong, in a line; apps that end together with the server do not."""
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(OneLine())
        logging.basicConfig(level="ERROR", handlers=[handler])

    async def on_startup(self, app: web.Application) -> None:
        """Print nothing: the command says where the page is."""

    async def _make_app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.get(f"{self.secret_path}/", self.handle_page),
                web.get(f"{self.secret_path}/ws", self.handle_private_websocket),
                web.static("/static", self.statics_path),
            ]
        )
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def handle_page(self, request: web.Request) -> web.Response:
        """Return the page, for a browser on this machine or at the other end of a tunnel to it."""
        host = _host(request)
        nonce = token_urlsafe(16)
        socket = escape(f"ws://{host}{self.secret_path}/ws")
        text = PAGE.format(language=self._language, ended=escape(self._ended), socket=socket, nonce=nonce)
        headers = {
            "Content-Security-Policy": POLICY.format(host=host, nonce=nonce),
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def handle_private_websocket(self, request: web.Request) -> Any:
        """Open an app for the page, and for nothing else."""
        if request.headers.get("Origin") not in (None, f"http://{_host(request)}"):
            raise web.HTTPForbidden
        if not web.WebSocketResponse().can_prepare(request):
            raise web.HTTPBadRequest  # otherwise it would be reported as a mistake of the server
        session = asyncio.current_task()
        self._sessions.add(session)
        try:
            return await self.handle_websocket(request)
        finally:
            self._sessions.discard(session)

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        """Pass on what the page sends; what no page of ours sends is left out and ends nothing."""
        await super()._process_messages(cast("web.WebSocketResponse", _Checked(websocket)), app_service)

    async def on_shutdown(self, app: web.Application) -> None:
        """Take leave of the browsers at once, which ends their apps, instead of waiting for them to go."""
        for session in [*self._sessions]:
            if session is not None:
                session.cancel()


def _host(request: web.Request) -> str:
    host: str = request.host
    if not HERE.fullmatch(host):
        raise web.HTTPForbidden
    return host
