"""Asking a server over HTTP: bounded in time and size, tried again with back-off, never anywhere else than it was sent.

Only http and https. A secret goes encrypted, or to this machine. A redirect is followed within its host; to another one
only where the person named it, and then without the headers that were written for the first; and never from the open
internet to this machine or a private network. What an answer means is told by the modules of the sources, which find
their way in it by a dotted path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException, IncompleteRead
from ipaddress import ip_address
from socket import gaierror
from typing import Any
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

import kpitui
from kpitui.core.errors import Refused, mark
from kpitui.extras.pull.sources._bounded_http import (
    LARGEST,
    HttpLimits,
    LedInside,
    LimitedHandler,
    TooLarge,
    is_proxied,
    is_public,
)
from kpitui.extras.pull.sources._place import MOST_FIGURES, Patience, Place

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


class _Wary(HTTPRedirectHandler):
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
            reason = mark("{host} redirected to an address with {scheme}. That is not followed")
            raise Refused(reason, field="url", host=host, scheme=there.scheme[:20])
        if req.data is not None:
            reason = mark("{host} redirected to {other}. Your token is not sent there. Correct the url")
            raise Refused(reason, field="url", host=host, other=other)
        if not (same or allowed):
            reason = mark("{host} redirected to {other}. That is not followed. Correct the url, or add it to redirects")
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
        raise Refused(mark("A password doesn't belong in the url. Use token for it"), field="url")
    if place.secret and parts.scheme == "http" and not _is_here(host):
        raise Refused(mark("Your token is not sent to {host} unencrypted. Use https"), field="url", host=host)
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
            refusal = _status(host, error.code)
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
            mark("{host} sent too much before its answer began: more than {limit}"), field="url", host=host, limit=limit
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
    message = place.secret.hide(getattr(reason, "strerror", None) or str(reason) or type(reason).__name__)[:120]
    refusal = Refused(mark("{host} cannot be reached: {reason}"), field="url", host=host, reason=message)
    return refusal if isinstance(reason, gaierror) else _Transient(refusal)


def _opener(place: Place, limits: HttpLimits) -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        LimitedHandler(limits),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _Wary(frozenset(place.options.get("redirects") or ())),
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
    reason = mark("{host} redirected to an address on this computer or a private network. That is not followed")
    return Refused(reason, field="url", host=host)


def _status(host: str, status: int) -> Refused:
    if status in (401, 403):
        reason = mark("{host} rejected the token (status {status}). Check the token")
        return Refused(reason, field="token", host=host, status=status)
    return Refused(mark("{host} returned status {status}"), field="url", host=host, status=status)


def _asked_wait(text: str | None) -> float | None:
    return float(text) if text and text.isdecimal() and len(text) < 6 else None


def _no_number(name: str) -> float:
    raise ValueError(name)
