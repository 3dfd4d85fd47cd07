"""Asking a server: bounded in time and size, redirects, secrets, and paths into its answer."""

from __future__ import annotations

import itertools
import socket
import sys
from collections.abc import Callable
from threading import Event

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources import _web
from kpitui.extras.pull.sources._place import NO_SECRET, Patience, Secret
from kpitui.extras.pull.sources._web import (
    LARGEST,
    LARGEST_HEAD,
    HttpLimits,
    ask,
    authorised,
    objects_at,
    rows_at,
    value_at,
)
from tests.extras.pull.sources.conftest import SECRET, place
from tests.extras.pull.sources.server import Answer, Web, doing, served

ANSWER = {"data": [{"total": 5}], "0": "x"}


@pytest.mark.parametrize(("path", "found"), [("data.0.total", 5), ("0", "x"), ("", ANSWER)])
def test_what_stands_at_a_path(path: str, found: object) -> None:
    """Names of objects and numbers of lists, with dots between."""
    assert value_at(ANSWER, path) == found


@pytest.mark.parametrize("path", ["none", "data.1", "data.0.total.x", "data.-1", "data.total"])
def test_a_path_to_nothing(path: str) -> None:
    """The refusal names the path."""
    with pytest.raises(Refused, match=f"no {path}"):
        value_at(ANSWER, path)


def test_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a list is rows, and only one of reasonable length."""
    assert rows_at(ANSWER, "data") == [{"total": 5}]
    with pytest.raises(Refused, match=r"no list at data\.0"):
        rows_at(ANSWER, "data.0")
    monkeypatch.setattr("kpitui.extras.pull.sources._web.MOST_FIGURES", 2)
    with pytest.raises(Refused, match="more than 2 rows"):
        rows_at([1, 2, 3], "")


def test_objects() -> None:
    """Rows that are to have names in them are objects, every one."""
    assert objects_at(ANSWER, "data") == [{"total": 5}]
    with pytest.raises(Refused, match="A row of the answer can't be read"):
        objects_at([{}, 5], "")


def test_a_question_and_its_answer(web: Web, patience: Patience) -> None:
    """The query and the secret arrive, the JSON comes back."""
    web.says({"a": [1]})
    here = place("json", {})
    assert ask(here, web.url, patience, query={"q": "x y"}, headers=authorised(here)) == {"a": [1]}
    assert (web.asked[0].method, web.asked[0].query) == ("GET", {"q": ["x y"]})
    assert web.asked[0].headers["authorization"] == f"Bearer {SECRET.value}"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 408])
def test_what_may_pass_is_tried_again(web: Web, patience: Patience, slept: list[float], status: int) -> None:
    """Twice more, waiting longer each time."""
    web.says(Answer(status), Answer(status), {"ok": 1})
    assert ask(place("json", {}), web.url, patience) == {"ok": 1}
    assert slept == [1.0, 2.0]


def test_patience_ends(web: Web, patience: Patience, slept: list[float]) -> None:
    """After the third attempt the status is told."""
    web.says(Answer(503))
    with pytest.raises(Refused, match="returned status 503"):
        ask(place("json", {}), web.url, patience)
    assert (len(web.asked), slept) == (3, [1.0, 2.0])


def test_the_server_says_how_long_to_wait(web: Web, patience: Patience, slept: list[float]) -> None:
    """A reasonable wait is waited, an unreasonable one is not."""
    web.says(Answer(429, headers={"Retry-After": "7"}), {"ok": 1})
    ask(place("json", {}), web.url, patience)
    web.says(Answer(429, headers={"Retry-After": "3600"}))
    with pytest.raises(Refused, match="status 429"):
        ask(place("json", {}), web.url, patience)
    assert slept == [7.0]


@pytest.mark.parametrize(
    ("status", "reason"), [(401, "rejected the token"), (403, "rejected the token"), (404, "status 404"), (400, "400")]
)
def test_what_does_not_pass_is_told_at_once(web: Web, patience: Patience, status: int, reason: str) -> None:
    """A wrong secret or address stays wrong."""
    web.says(Answer(status))
    with pytest.raises(Refused, match=reason):
        ask(place("json", {}), web.url, patience)
    assert len(web.asked) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": NaN}', b"[" * 50_000, b"\xff\xfe\xfd"])
def test_what_is_no_json_is_refused(web: Web, patience: Patience, body: bytes) -> None:
    """A sign-in page, a number that is none, a bomb of brackets."""
    web.says(Answer(body=body))
    with pytest.raises(Refused, match="did not answer with JSON"):
        ask(place("json", {}), web.url, patience)


def test_a_flood_is_cut_off(web: Web, patience: Patience) -> None:
    """No answer takes more memory than its limit."""
    web.says(Answer(body=b" " * (LARGEST + 1)))
    with pytest.raises(Refused, match="larger than 5 MB"):
        ask(place("json", {}), web.url, patience)


ENDLESS = {
    "its status": (b"HTTP/1.1 200 ", b"O"),
    "a header": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X-A: a\r\n"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a chunk size": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
    "a chunk extension": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "small chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "trailers": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", b"X-A: b\r\n"),
    "a body": (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    "the body of a redirect": (b"HTTP/1.1 302 Go\r\nLocation: /b\r\n\r\n", b" "),
    "the body of a failure": (b"HTTP/1.1 500 No\r\n\r\n", b" "),
}
"""What a server may send for ever: how it begins, and what it repeats."""


@pytest.mark.parametrize("what", ENDLESS)
def test_no_drip_goes_beyond_the_deadline(what: str) -> None:
    """A clock that goes on a little at every look ends any exchange after that many looks, whatever still comes."""
    begin, drop = ENDLESS[what]
    looks = itertools.count(0.0, 0.1)

    def drip(connection: socket.socket) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(drop)

    with (
        doing(drip) as url,
        pytest.raises(Refused, match=r"No answer from 127.0.0.1 within 5 seconds|status 500|more than"),
    ):
        ask(place("json", {}), url, Patience(5.0, 1, clock=lambda: next(looks)))
    assert next(looks) < 5.0 + 5 * 0.1


@pytest.mark.parametrize("what", ENDLESS)
def test_no_flood_takes_more_than_its_bytes(what: str, patience: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is as fast as can be is cut off by the number of bytes, before its answer and within it."""
    begin, drop = ENDLESS[what]
    taken = 0
    take = HttpLimits.take

    def counted(limits: HttpLimits, count: int) -> None:
        nonlocal taken
        taken += count
        take(limits, count)

    def flood(connection: socket.socket) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(drop * 10_000)

    monkeypatch.setattr(HttpLimits, "take", counted)
    with (
        doing(flood) as url,
        pytest.raises(
            Refused, match=r"larger than|of headers, but no answer|can't be reached|status 500|No answer from"
        ),
    ):
        ask(place("json", {}), url, patience._replace(attempts=1))
    assert taken <= LARGEST + 2 * LARGEST_HEAD + 65_536


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 302 Go\r\nLocation: http://[\r\nContent-Length: 0",
        f"HTTP/1.1 302 Go\r\nLocation: /b\r\nContent-Length: {10**30}",
        f"HTTP/1.1 200 OK\r\nContent-Length: {10**30}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5",
        "HTTP/9 nonsense",
        "",
    ],
)
def test_what_is_no_answer_is_one_sentence(patience: Patience, head: str) -> None:
    """Addresses, lengths and versions that are none, of which Python's own client raises what it likes."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(f"{head}\r\n\r\n".encode())

    with doing(answer) as url, pytest.raises(Refused, match=r"127\.0\.0\.1 "):
        ask(place("json", {}, NO_SECRET), url, patience._replace(attempts=1))


def test_all_attempts_together_have_a_deadline(web: Web, slept: list[float]) -> None:
    """What a server asks to be waited for is not waited for beyond it, nor tried again."""
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        slept.append(seconds)

    web.says(Answer(503, headers={"Retry-After": "4"}))
    with pytest.raises(Refused, match="status 503"):
        ask(place("json", {}), web.url, Patience(2.0, 3, sleep, lambda: now))
    assert (slept, len(web.asked)) == ([4.0], 2)
    web.says(Answer(503, headers={"Retry-After": "59"}))
    with pytest.raises(Refused, match="status 503"):
        ask(place("json", {}), web.url, Patience(2.0, 3, sleep, lambda: now))
    with pytest.raises(Refused, match="No answer from"):
        ask(place("json", {}), web.url, Patience(2.0, 3, sleep, lambda: now, until=now))
    assert (slept, len(web.asked)) == ([4.0], 3)


def test_silence_is_given_up() -> None:
    """A server that accepts and says nothing is given up after the timeout."""
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(Refused, match="No answer from"):
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        ask(place("json", {}), url, Patience(timeout=0.05, attempts=1))


def test_nobody_there(patience: Patience, slept: list[float]) -> None:
    """A port nobody listens on is tried again, and then told."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    with pytest.raises(Refused, match=r"127\.0\.0\.1 can't be reached"):
        ask(place("json", {}), url, patience)
    assert slept == [1.0, 2.0]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "Not a web address"),
        ("ftp://example.com/x", "Not a web address"),
        ("data:application/json,{}", "Not a web address"),
        ("example.com", "Not a web address"),
        ("http://", "Not a web address"),
        ("http://[::1", "Not a web address"),
        ("http://a b/", "Not a web address"),
        ("http://exämple.com/", "Not a web address"),
        ("https://me:pw@example.com/", "doesn't belong in the url"),
        ("http://example.com/", "unencrypted"),
        ("http://10.0.0.1/", "unencrypted"),
    ],
)
def test_addresses_that_are_not_asked(patience: Patience, url: str, reason: str) -> None:
    """Only http and https, no password in the address, no secret in the clear."""
    with pytest.raises(Refused, match=reason):
        ask(place("json", {}), url, patience)


Target = Callable[[Web, Web], str]


@pytest.mark.parametrize(
    ("secret", "target", "reason"),
    [
        (NO_SECRET, lambda _here, _there: "file:///etc/passwd", "30"),
        (NO_SECRET, lambda _here, _there: "ftp://example.com/", "begins with ftp://. That is not allowed"),
        (SECRET, lambda _here, there: there.url, "That is not allowed"),
        (NO_SECRET, lambda _here, there: f"{there.url}/admin?shutdown=1", "That is not allowed"),
        (NO_SECRET, lambda here, _there: f"http://localhost:{here.port}/", "That is not allowed"),
        (SECRET, lambda _here, _there: "//example.com/", "That is not allowed"),
        (SECRET, lambda here, _there: f"http://127.0.0.1@example.com:{here.port}/", "to example.com:"),
        (SECRET, lambda _here, _there: "http://127.0.0.1:99999/", "That is not allowed"),
    ],
)
def test_redirects_that_are_not_followed(
    web: Web, patience: Patience, secret: Secret, target: Target, reason: str
) -> None:
    """Not to another scheme, and with a secret not to another host; the other host hears nothing."""
    with served() as other:
        web.says(Answer(302, headers={"Location": target(web, other)}))
        here = place("json", {}, secret)
        with pytest.raises(Refused, match=reason):
            ask(here, web.url, patience, headers=authorised(here))
        assert other.asked == []


def test_redirects_that_are_followed(web: Web, patience: Patience) -> None:
    """Within the host, with the secret and the headers that were written for it; not for ever."""
    here = place("json", {})
    web.says(Answer(301, headers={"Location": "/new"}), {"ok": 1})
    assert ask(here, web.url, patience, headers={"X-Auth": "mine", **authorised(here)}) == {"ok": 1}
    assert web.asked[-1].path == "/new"
    assert (web.asked[-1].headers["x-auth"], "authorization" in web.asked[-1].headers) == ("mine", True)
    web.says(Answer(302, headers={"Location": "/again"}))
    with pytest.raises(Refused, match="status 302"):
        ask(here, web.url, patience)


@pytest.mark.parametrize("by_port", [True, False])
def test_to_a_host_that_was_named(web: Web, patience: Patience, by_port: bool) -> None:
    """It is asked, and gets neither the secret nor the headers that were written for the first."""
    with served() as other:
        other.says({"ok": 2})
        web.says(Answer(302, headers={"Location": other.url}))
        here = place("json", {}, redirects=[f"127.0.0.1:{other.port}" if by_port else "127.0.0.1"])
        assert ask(here, web.url, patience, headers={"X-Auth": "mine", **authorised(here)}) == {"ok": 2}
        assert not {"x-auth", "authorization"} & other.asked[0].headers.keys()
        assert other.asked[0].headers["accept"] == "application/json"


@pytest.mark.skipif(sys.platform != "linux", reason="needs a second address of this machine")
@pytest.mark.parametrize("how", ["named", "same name"])
def test_never_from_the_internet_into_this_machine(
    patience: Patience, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Not to a host that was named, and not when the same name leads somewhere else the second time."""
    monkeypatch.setattr(_web, "is_public", lambda address: address == "127.0.0.2")
    with served("127.0.0.2") as outside, served() as inside:
        inside.says({"ok": 1})
        if how == "named":
            outside.says(Answer(302, headers={"Location": f"{inside.url}/admin"}))
            url, named = outside.url, [f"127.0.0.1:{inside.port}"]
        else:
            ways = iter([("127.0.0.2", outside.port), ("127.0.0.1", inside.port)])
            monkeypatch.setattr(_web, "addresses_of", lambda *_question: [(socket.AF_INET, next(ways))])
            outside.says(Answer(302, headers={"Location": "/admin"}))
            url, named = "http://rebound.example", []
        with pytest.raises(Refused, match="to an address on this computer or a private network"):
            ask(place("json", {}, NO_SECRET, redirects=named), url, patience)
        assert (len(outside.asked), inside.asked) == (1, [])


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/"])
def test_nor_through_a_proxy(web: Web, patience: Patience, monkeypatch: pytest.MonkeyPatch, to: str) -> None:
    """Where the addresses are the proxy's to find, the names are looked at."""
    monkeypatch.setenv("http_proxy", web.url)
    monkeypatch.setenv("no_proxy", "")
    web.says(Answer(302, headers={"Location": to}))
    hosts = ["127.0.0.1", "localhost", "::1", "10.0.0.1"]
    with pytest.raises(Refused, match="to an address on this computer or a private network"):
        ask(place("json", {}, NO_SECRET, redirects=hosts), "http://public.example/", patience)
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("64:ff9b::808:808", True), ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.1.1", False), ("172.16.0.1", False), ("0.0.0.0", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("::1", False), ("::", False), ("fe80::1%eth0", False),
        ("fd00::1", False), ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    """Also where one of the old internet is written as one of the new."""
    assert _web.is_public(address) == public


def test_a_name_server_that_does_not_answer(patience: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking up a name is part of the time, though it cannot be interrupted."""
    answered = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_question, **_how: [answered.wait()][1:])
    with pytest.raises(Refused, match="No answer from"):
        ask(place("json", {}, NO_SECRET), "http://example.com", patience._replace(timeout=0.01, attempts=1))
    answered.set()


def test_every_address_of_a_name_gets_its_share(web: Web, patience: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that refuses leaves the rest of the time to the next."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    ways = [(socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET, ("127.0.0.1", web.port))]
    monkeypatch.setattr(_web, "addresses_of", lambda *_question: ways)
    web.says({"ok": 1})
    assert ask(place("json", {}, NO_SECRET), "http://two.example", patience) == {"ok": 1}


def test_a_post_is_not_sent_on(web: Web, patience: Patience) -> None:
    """What is in the body stays with the host it was meant for."""
    web.says(Answer(302, headers={"Location": "/new"}))
    with pytest.raises(Refused, match="Correct the url"):
        ask(place("matomo", {}), web.url, patience, form={"token_auth": SECRET.value})
    assert len(web.asked) == 1


def test_a_secret_that_would_break_the_header() -> None:
    """A line break in a secret makes no second header."""
    with pytest.raises(Refused, match="can't be sent"):
        authorised(place("json", {}, Secret("a\r\nX: y")))


def test_the_header_of_the_secret() -> None:
    """Name and prefix can be chosen; without a secret there is none."""
    token = {"header": "x-umami-api-key", "prefix": ""}
    assert authorised(place("umami", {}, token=token)) == {"x-umami-api-key": SECRET.value}
    assert authorised(place("umami", {}, NO_SECRET)) == {}
