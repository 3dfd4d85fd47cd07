"""Asking a server over HTTP: bounded in time and size, tried again, never anywhere else than it was sent.

Only http and https. A secret goes encrypted, or to this machine. A redirect is followed within its host; to another one
only where the person named it, and then without the headers that were written for the first; and never from the open
internet to this machine or a private network. What an answer means is told by the sources, which find their way in it
by a dotted path.

Python's client bounds each wait for a piece by itself, so that a server that sends a byte now and then, or interim
answers, chunk sizes or trailers without end, keeps it as long as it likes. Here looking up the address, connecting, the
handshake and every read take what is left of the same time, and what comes before the body is bounded too.
"""

from __future__ import annotations

import io
import json
import socket
import ssl
from collections.abc import Callable, Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from ipaddress import IPv6Address, ip_address, ip_network
from socket import gaierror
from threading import Thread
from typing import Any, NamedTuple, Self
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

import kpitui
from kpitui.core.errors import Marked, Refused, mark
from kpitui.core.system_reasons import system_reason
from kpitui.extras.pull.sources._place import MOST_FIGURES, Patience, Place

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


ODD_ROW = mark("A row of the answer can't be read")
"""Why an answer is refused whose rows are not built as those of its program."""


def value_at(answer: Any, path: str) -> Any:
    """Return what stands in *answer* at a dotted path such as ``data.0.total``; the empty path is the answer itself.

    Raises Refused, naming the path, when there is nothing of that name.
    """
    part = answer
    for step in path.split(".") if path else ():
        if isinstance(part, dict) and step in part:
            part = part[step]
        elif isinstance(part, list) and step.isdecimal() and int(step) < len(part):
            part = part[int(step)]
        else:
            raise Refused(mark("The answer has no {path}"), field="path", path=path)
    return part


def rows_at(answer: Any, path: str) -> list[Any]:
    """Return the list at a dotted path; raise Refused when there is none, or one that is too long."""
    rows = value_at(answer, path)
    if not isinstance(rows, list):
        raise Refused(mark("The answer has no list at {path}"), field="path", path=path or ".")
    if len(rows) > MOST_FIGURES:
        raise Refused(mark("The answer has more than {limit} rows"), field="path", limit=MOST_FIGURES)
    return rows


def objects_at(answer: Any, path: str) -> list[dict[str, Any]]:
    """Return the list of objects at a dotted path; raise Refused when there is none or it holds anything else."""
    rows = rows_at(answer, path)
    if not all(isinstance(row, dict) for row in rows):
        raise Refused(ODD_ROW, field="url")
    return rows


PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that may be different in a moment."""
LONGEST_WAIT = 60.0
"""Seconds before another attempt; a server that asks for more is not waited for."""

HARMLESS = ("user-agent", "accept")
"""Headers that go along to another host."""

CHUNK = 64 * 1024


class _Transient(Exception):
    """A failure that may be gone in a moment, with the refusal to tell when it is not."""

    def __init__(self, refusal: Refused, wait: float | None = None) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.wait = wait


class _GuardedRedirects(HTTPRedirectHandler):
    """Follows a redirect within its host with all that was sent, and to hosts that the person named with none of it."""

    max_redirections = 3

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        """Return the request to make instead; raise Refused when it leads astray."""
        here, there = urlsplit(req.full_url), urlsplit(urljoin(req.full_url, newurl))
        try:
            same, allowed = _origin(here) == _origin(there), not self._allowed.isdisjoint(_names(there))
        except ValueError:  # a port that is none
            same = allowed = False
        host, other = here.hostname, there.netloc.rpartition("@")[2][:100] or "?"
        if there.scheme not in ("http", "https") or (here.scheme == "https" and there.scheme == "http"):
            reason = mark(
                "{host} redirected to an address that begins with {scheme}://. That is not allowed. Correct the url"
            )
            raise Refused(reason, field="url", host=host, scheme=there.scheme[:20])
        if req.data is not None:
            reason = mark("{host} redirected to {other}. Your token is not sent there. Correct the url")
            raise Refused(reason, field="url", host=host, other=other)
        if not (same or allowed):
            reason = mark(
                "{host} redirected to {other}. That is not allowed yet. Correct the url, or add that host to redirects"
            )
            raise Refused(reason, field="url", host=host, other=other)
        if is_proxied(req) and _is_inside(there.hostname or "") and not _is_inside(host or ""):
            raise _led_inside(host or "")
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request is not None and not same:
            request.headers = {name: value for name, value in request.headers.items() if name.lower() in HARMLESS}
        return request


def ask(
    place: Place,
    url: str,
    patience: Patience,
    *,
    query: Mapping[str, object] | None = None,
    form: Mapping[str, object] | None = None,
    body: object = None,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Return the JSON that *url* answers with, to a GET with *query*, or a POST of a *form* or a JSON *body*.

    Raises Refused in one sentence, without the secret, when there is no such answer in the time and size allowed.
    """
    address = f"{url}{'&' if '?' in url else '?'}{urlencode(query)}" if query else url
    sent = {"User-Agent": f"kpitui/{kpitui.__version__}", "Accept": "application/json", **(headers or {})}
    data = None
    if form is not None:
        data = urlencode(form).encode()
    elif body is not None:
        data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
    host = _checked(place, address)
    answer = _persistently(place, host, Request(address, data, sent), patience)
    try:
        return json.loads(answer, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(mark("{host} did not answer with JSON"), field="url", host=host) from error


def authorised(place: Place) -> dict[str, str]:
    """Return the header that carries the secret of *place*, or none when it has none."""
    if not place.secret:
        return {}
    value = place.secret.value
    if not (value.isascii() and value.isprintable()):
        raise Refused(mark("The token has characters that can't be sent"), field="token")
    token = place.options.get("token") or {}
    return {token.get("header") or "Authorization": f"{token.get('prefix', 'Bearer ')}{value}"}


def _checked(place: Place, address: str) -> str:
    """Return the host of *address*; raise Refused for one that may not be asked."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or not address.isascii() or " " in address:
        raise Refused(
            mark("Not a web address: '{value}'. It must begin with http:// or https://"),
            field="url",
            value=address[:100],
        )
    if parts.username or parts.password:
        raise Refused(mark("A password doesn't belong in the url. Use token instead"), field="url")
    if place.secret and parts.scheme == "http" and not _is_here(host):
        raise Refused(mark("Not sent: your token would go to {host} unencrypted. Use https"), field="url", host=host)
    return host


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _persistently(place: Place, host: str, request: Request, patience: Patience) -> bytes:
    last = patience.deadline(patience.attempts)
    wait = 1.0
    for attempt in range(1, patience.attempts + 1):
        try:
            with HttpLimits(patience.clock, min(patience.deadline(), last)) as limits:
                return _once(place, host, request, patience, limits)
        except _Transient as error:
            pause = max(wait, error.wait or 0.0)
            if attempt == patience.attempts or pause > LONGEST_WAIT or patience.clock() + pause >= last:
                raise error.refusal from error
            patience.sleep(pause)
            wait *= 2
    raise AssertionError("at least one attempt is made")


def _once(place: Place, host: str, request: Request, patience: Patience, limits: HttpLimits) -> bytes:
    try:
        with _opener(place, limits).open(request) as answer:
            return _body(answer, limits)
    except HTTPError as error:
        with error:
            refusal = _refused_status(host, error.code)
            if error.code in PASSING:
                raise _Transient(refusal, _asked_wait(error.headers.get("Retry-After"))) from error
        raise refusal from error
    except (HTTPException, OSError) as error:
        cause = getattr(error, "reason", error)  # what went wrong while asking is wrapped, while reading it is not
        raise _failure(place, host, cause, patience) from error
    except Refused:
        raise
    except Exception as error:  # for an address or a length that is none the client raises what it likes
        message = place.secret.hide(str(error))[:120]
        reason = mark("{host} is not a web server: {reason}")
        raise Refused(reason, field="url", host=host, reason=message) from error


def _failure(place: Place, host: str, reason: object, patience: Patience) -> Refused | _Transient:
    """Return the refusal for what went wrong on the way, or for what may be different in a moment."""
    if isinstance(reason, TooLarge) and reason.limit < LARGEST:
        limit = f"{reason.limit // 1024} KB"
        return Refused(
            mark("{host} has sent more than {limit} of headers, but no answer yet. Check the url"),
            field="url",
            host=host,
            limit=limit,
        )
    if isinstance(reason, TooLarge):
        limit = f"{LARGEST // 1024 // 1024} MB"
        return Refused(mark("The answer from {host} is larger than {limit}"), field="url", host=host, limit=limit)
    if isinstance(reason, LedInside):
        return _led_inside(host)
    if isinstance(reason, IncompleteRead):
        return _Transient(Refused(mark("{host} stopped in the middle of its answer"), field="url", host=host))
    if isinstance(reason, TimeoutError):
        seconds = f"{patience.timeout:g}"
        silent = mark("No answer from {host} within {seconds} seconds. Try again later")
        return _Transient(Refused(silent, field="url", host=host, seconds=seconds))
    message = system_reason(reason)
    if not isinstance(message, Marked):
        message = place.secret.hide(message)[:120]
    refusal = Refused(mark("{host} can't be reached: {reason}"), field="url", host=host, reason=message)
    return refusal if isinstance(reason, gaierror) else _Transient(refusal)


def _opener(place: Place, limits: HttpLimits) -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        LimitedHandler(limits),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _GuardedRedirects(frozenset(place.options.get("redirects") or ())),
    ):
        opener.add_handler(handler)
    return opener


def _body(answer: Any, limits: HttpLimits) -> bytes:
    """Return the body; raise TooLarge when it is, and IncompleteRead when less comes than was declared."""
    parts, size, declared = [], 0, answer.length
    while part := answer.read1(CHUNK):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise TooLarge(LARGEST)
        limits.compare(size)
    if declared is not None and size < declared:  # to be read in parts is to be told nothing of it by the client
        raise IncompleteRead(b"", min(declared, LARGEST) - size)
    return b"".join(parts)


def _origin(parts: SplitResult) -> tuple[str | None, int | None]:
    """Return the host and the port of an address, the usual port being none: http and https of a host are the same."""
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.hostname, None if parts.port == usual else parts.port


def _names(parts: SplitResult) -> set[str]:
    """Return how the host of an address may be named under redirects."""
    return {f"{parts.hostname}", f"{parts.hostname}:{parts.port}"}


def _is_inside(host: str) -> bool:
    """Tell whether *host* is by its name one of this machine or of a private network."""
    try:
        return host == "localhost" or host.endswith(".localhost") or not is_public(host)
    except ValueError:
        return False


def _led_inside(host: str) -> Refused:
    reason = mark("{host} redirected to an address on this computer or a private network. That is not allowed")
    return Refused(reason, field="url", host=host)


def _refused_status(host: str, status: int) -> Refused:
    if status in (401, 403):
        reason = mark("{host} rejected the token (status {status}). Check the token")
        return Refused(reason, field="token", host=host, status=status)
    return Refused(mark("{host} returned status {status}"), field="url", host=host, status=status)


def _asked_wait(text: str | None) -> float | None:
    return float(text) if text and text.isdecimal() and len(text) < 6 else None


def _no_number(name: str) -> float:
    raise ValueError(name)
