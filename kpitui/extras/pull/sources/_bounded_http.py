"""The wire below `web`: HTTP whose every step is bounded by one deadline and one number of bytes.

Python's client bounds each wait for a piece by itself, so that a server that sends a byte now and then, or interim
answers, chunk sizes or trailers without end, keeps it as long as it likes. Here looking up the address, connecting, the
handshake and every read take what is left of the same time, and what comes before the body is bounded too.
"""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Thread
from typing import Any, NamedTuple, Self
from urllib.request import HTTPHandler, HTTPSHandler, Request

LARGEST = 5 * 1024 * 1024
"""Bytes of the body of an answer."""
LARGEST_HEAD = 256 * 1024
"""Bytes before the body: interim answers, status, headers."""

_TRANSLATED = ip_network("64:ff9b::/96")
"""Where IPv6 reaches IPv4 through a translator (RFC 6052)."""

Address = tuple[socket.AddressFamily, Any]
"""A family, and an address as its sockets take it."""


class TooLarge(OSError):
    """A server sends more than is taken, in its answer or before it."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class LedInside(OSError):
    """A public server sent us on to an address of this machine or of a private network."""


class HttpLimits:
    """What one exchange, with all its redirects, may take; *clock* and *until* are in seconds.

    As a context it closes what the exchange opened, which the standard library leaves open when reading fails midway.
    """

    def __init__(self, clock: Callable[[], float], until: float) -> None:
        self._clock = clock
        self._until = until
        self._allowed = self._left = LARGEST_HEAD
        self._public = False
        self._opened: list[socket.socket | HTTPResponse] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None:
        for opened in reversed(self._opened):
            opened.close()

    def note(self, opened: socket.socket | HTTPResponse) -> None:
        """Remember what is to be closed in the end."""
        self._opened.append(opened)

    def seconds(self) -> float:
        """Return the seconds that are left; raise TimeoutError when there are none."""
        left = self._until - self._clock()
        if left <= 0:
            raise TimeoutError
        return left

    def allow(self, count: int) -> None:
        """Let *count* bytes come from here on."""
        self._allowed = self._left = count

    def take(self, count: int) -> None:
        """Count bytes that came; raise TooLarge when they are too many."""
        self._left -= count
        if self._left < 0:
            raise TooLarge(self._allowed)

    def compare(self, body: int) -> None:
        """Raise TooLarge when most of what came is not the *body* bytes of an answer but sizes of tiny pieces of it."""
        if self._allowed - self._left > 2 * body + LARGEST_HEAD:
            raise TooLarge(self._allowed)

    def connected(self, host: str, port: int, *, guarded: bool) -> socket.socket:
        """Return a connection to *host*; raises OSError.

        Where it is *guarded*, as it is without a proxy, what began at a public address goes to no private one.
        """
        addresses = addresses_of(host, port, self.seconds())
        if guarded and self._public:
            addresses = [address for address in addresses if is_public(address[1][0])]
            if not addresses:
                raise LedInside
        failure: OSError = OSError("-")
        for index, (family, address) in enumerate(addresses):
            connection = socket.socket(family, socket.SOCK_STREAM)
            self.note(connection)
            try:
                connection.settimeout(self.seconds() / (len(addresses) - index))
                connection.connect(address)
            except OSError as error:
                connection.close()
                failure = error
                continue
            self._public = guarded and is_public(address[0])
            connection.settimeout(self.seconds())
            return connection
        raise failure


def addresses_of(host: str, port: int, seconds: float) -> list[Address]:
    """Return the addresses of *host*; raises OSError, and TimeoutError when that takes longer than *seconds*.

    The system's resolver cannot be interrupted: it is left to a thread that nothing waits for.
    """
    outcome: list[list[Address] | OSError] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            outcome.append([(row[0], row[4]) for row in rows])
        except OSError as error:
            outcome.append(error)
        except UnicodeError:  # a name with a part of more than 63 signs
            outcome.append(socket.gaierror(socket.EAI_NONAME, "no such name"))

    thread = Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise TimeoutError
    if isinstance(outcome[0], OSError):
        raise outcome[0]
    return outcome[0]


def is_public(address: str) -> bool:
    """Tell whether *address* is one of the open internet, also where it is an IPv4 address within an IPv6 one."""
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if inner is None and parsed in _TRANSLATED:
            inner = ip_address(int(parsed) & 0xFFFFFFFF)  # type: ignore[assignment]
        if inner is not None:
            return inner.is_global
    return parsed.is_global


def is_proxied(request: Request) -> bool:
    """Tell whether a request goes through a proxy, which then is what is connected to."""
    return bool(getattr(request, "_tunnel_host", None)) or request.has_proxy()


class _Metered(io.RawIOBase):
    """What comes through a socket, within limits."""

    def __init__(self, connection: socket.socket, limits: HttpLimits) -> None:
        self._connection = connection
        self._raw = connection.makefile("rb", buffering=0)
        self._limits = limits

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._connection.settimeout(self._limits.seconds())
        count = self._raw.readinto(buffer)
        self._limits.take(count or 0)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    """An answer within limits."""

    def __init__(self, limits: HttpLimits, connection: socket.socket, *rest: Any, **named: Any) -> None:
        super().__init__(connection, *rest, **named)
        self.fp.close()
        self.fp = io.BufferedReader(_Metered(connection, limits))
        self._limits = limits
        limits.note(self)

    def begin(self) -> None:
        """Read what comes before the body."""
        self._limits.allow(LARGEST_HEAD)
        super().begin()
        self._limits.allow(LARGEST + LARGEST_HEAD)


class _Bound(NamedTuple):
    """How a connection is made within limits."""

    limits: HttpLimits
    guarded: bool

    def prepare(self, connection: HTTPConnection) -> None:
        """Give *connection* its limits."""
        connection.response_class = partial(_Answer, self.limits)  # type: ignore[assignment]
        connection._create_connection = self.create  # type: ignore[attr-defined]

    def create(self, address: tuple[str, int], *_rest: object) -> socket.socket:
        """Return a socket as the standard library makes one, the timeout aside."""
        return self.limits.connected(*address, guarded=self.guarded)


class LimitedHandler(HTTPHandler, HTTPSHandler):
    """Opens http and https addresses within *limits*."""

    def __init__(self, limits: HttpLimits) -> None:
        super().__init__()
        self._limits = limits

    def http_open(self, req: Request) -> HTTPResponse:
        """Ask without encryption."""
        return self._open(HTTPConnection, req)

    def https_open(self, req: Request) -> HTTPResponse:
        """Ask with encryption."""
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        return self._open(partial(HTTPSConnection, context=context), req)

    def _open(self, kind: Callable[..., HTTPConnection], req: Request) -> HTTPResponse:
        bound = _Bound(self._limits, guarded=not is_proxied(req))

        def connection(host: str, **named: Any) -> HTTPConnection:
            made = kind(host, **named)
            bound.prepare(made)
            return made

        return self.do_open(connection, req)
