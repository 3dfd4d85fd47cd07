"""Asking a server over HTTP: bounded in time and size, tried again with back-off, never anywhere else than it was sent.

Only http and https; a secret goes encrypted, or to this machine, and follows no redirect to another host. What an
answer means is told by the modules of the sources.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
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
from kpitui.core.errors import Refused, mark
from kpitui.sources.place import Patience, Place

LARGEST = 5 * 1024 * 1024
"""Bytes of an answer."""
PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that may be different in a moment."""
LONGEST_WAIT = 60.0
"""Seconds before another attempt; a server that asks for more is not waited for."""

CHUNK = 64 * 1024


class _Transient(Exception):
    """A failure that may be gone in a moment, with the refusal to tell when it is not."""

    def __init__(self, refusal: Refused, wait: float | None = None) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.wait = wait


class _Wary(HTTPRedirectHandler):
    """Follows a redirect of a question only within http and https, and with a secret only on the same host."""

    max_redirections = 3

    def __init__(self, *, secret: bool) -> None:
        self._secret = secret

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        """Return the request to make instead; raise Refused when it leads astray."""
        here, there = urlsplit(req.full_url), urlsplit(urljoin(req.full_url, newurl))
        host = there.hostname or "?"
        if there.scheme not in ("http", "https") or (here.scheme == "https" and there.scheme == "http"):
            reason = mark("{host} sent us on to an address that is not asked: {scheme}")
            raise Refused(reason, field="url", host=here.hostname, scheme=there.scheme[:20])
        same = (here.hostname, here.port, here.scheme) == (there.hostname, there.port, there.scheme)
        if req.data is not None or (self._secret and not same):
            reason = mark("{host} sent us on to {other}, and the secret does not go there; correct the url")
            raise Refused(reason, field="url", host=here.hostname, other=host[:100])
        return super().redirect_request(req, fp, code, msg, headers, newurl)


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
        raise Refused(mark("The secret has characters that no header can carry"), field="token")
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
        raise Refused(mark("'{value}' is no http or https address"), field="url", value=address[:100])
    if parts.username or parts.password:
        raise Refused(mark("A secret does not belong in the url; give it as token"), field="url")
    if place.secret and parts.scheme == "http" and not _is_here(host):
        raise Refused(mark("A secret is not sent to {host} unencrypted; use https"), field="url", host=host)
    return host


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _persistently(place: Place, host: str, request: Request, patience: Patience) -> bytes:
    wait = 1.0
    for attempt in range(1, patience.attempts + 1):
        try:
            return _once(place, host, request, patience)
        except _Transient as error:
            pause = max(wait, error.wait or 0.0)
            if attempt == patience.attempts or pause > LONGEST_WAIT:
                raise error.refusal from error
            patience.sleep(pause)
            wait *= 2
    raise AssertionError("at least one attempt is made")


def _once(place: Place, host: str, request: Request, patience: Patience) -> bytes:
    silent = Refused(
        mark("{host} did not answer within {seconds} seconds"), field="url", host=host, seconds=f"{patience.timeout:g}"
    )
    try:
        with _opener(place).open(request, timeout=patience.timeout) as answer:
            return _body(answer, host, patience)
    except HTTPError as error:
        with error:
            refusal = _status(host, error.code)
            if error.code in PASSING:
                raise _Transient(refusal, _asked_wait(error.headers.get("Retry-After"))) from error
        raise refusal from error
    except TimeoutError as error:
        raise _Transient(silent) from error
    except (URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise _Transient(silent) from error
        told = place.secret.hide(getattr(reason, "strerror", None) or str(reason) or type(reason).__name__)[:120]
        refusal = Refused(mark("{host} cannot be reached: {reason}"), field="url", host=host, reason=told)
        if isinstance(reason, socket.gaierror):
            raise refusal from error
        raise _Transient(refusal) from error


def _opener(place: Place) -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _Wary(secret=bool(place.secret)),
    ):
        opener.add_handler(handler)
    return opener


def _body(answer: Any, host: str, patience: Patience) -> bytes:
    """Return the body; raise TimeoutError when it drips in too slowly, Refused when it is too large."""
    until = patience.clock() + 3 * patience.timeout
    parts, size = [], 0
    while part := answer.read1(CHUNK):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            limit = f"{LARGEST // 1024 // 1024} MB"
            raise Refused(mark("{host} answers with more than {limit}"), field="url", host=host, limit=limit)
        if patience.clock() > until:
            raise TimeoutError
    return b"".join(parts)


def _status(host: str, status: int) -> Refused:
    if status in (401, 403):
        reason = mark("{host} does not accept the secret (status {status})")
        return Refused(reason, field="token", host=host, status=status)
    return Refused(mark("{host} answers with status {status}"), field="url", host=host, status=status)


def _asked_wait(text: str | None) -> float | None:
    return float(text) if text and text.isdecimal() and len(text) < 6 else None


def _no_number(name: str) -> float:
    raise ValueError(name)
