"""Asking a server: bounded, persistent, and never telling the secret to anybody else."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable

import pytest

from kpitui.core.errors import Refused
from kpitui.sources.place import Patience
from kpitui.sources.secret import NO_SECRET, Secret
from kpitui.sources.web import LARGEST, ask, authorised
from tests.sources.conftest import SECRET, place
from tests.sources.server import Answer, Web, served


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
    with pytest.raises(Refused, match="answers with status 503"):
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


@pytest.mark.parametrize(("status", "reason"), [(401, "secret"), (403, "secret"), (404, "status 404"), (400, "400")])
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
    with pytest.raises(Refused, match="more than 5 MB"):
        ask(place("json", {}), web.url, patience)


def test_a_drip_is_cut_off(web: Web, slept: list[float]) -> None:
    """An answer that never ends is given up by the clock, however steadily it comes."""
    ticks = itertools.count(0.0, 100.0)
    web.says(Answer(body=b"[1]"))
    with pytest.raises(Refused, match="did not answer within 5 seconds"):
        ask(place("json", {}), web.url, Patience(5.0, 2, slept.append, lambda: next(ticks)))
    assert slept == [1.0]


def test_silence_is_given_up() -> None:
    """A server that accepts and says nothing is given up after the timeout."""
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(Refused, match="did not answer within"):
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        ask(place("json", {}), url, Patience(timeout=0.05, attempts=1))


def test_nobody_there(patience: Patience, slept: list[float]) -> None:
    """A port nobody listens on is tried again, and then told."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    with pytest.raises(Refused, match=r"127\.0\.0\.1 cannot be reached"):
        ask(place("json", {}), url, patience)
    assert slept == [1.0, 2.0]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "no http or https"),
        ("ftp://example.com/x", "no http or https"),
        ("data:application/json,{}", "no http or https"),
        ("example.com", "no http or https"),
        ("http://", "no http or https"),
        ("http://[::1", "no http or https"),
        ("http://a b/", "no http or https"),
        ("http://exämple.com/", "no http or https"),
        ("https://me:pw@example.com/", "does not belong in the url"),
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
        (NO_SECRET, lambda _here, _there: "ftp://example.com/", "not asked: ftp"),
        (SECRET, lambda _here, there: there.url, "the secret does not go there"),
        (SECRET, lambda here, _there: f"http://localhost:{here.port}/", "the secret does not go there"),
        (SECRET, lambda _here, _there: "//example.com/", "the secret does not go there"),
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
    """Within the host with the secret, and elsewhere without one; not for ever."""
    here, open_place = place("json", {}), place("json", {}, NO_SECRET)
    web.says(Answer(301, headers={"Location": "/new"}), {"ok": 1})
    assert ask(here, web.url, patience, headers=authorised(here)) == {"ok": 1}
    assert web.asked[-1].path == "/new"
    with served() as other:
        other.says({"ok": 2})
        web.says(Answer(302, headers={"Location": other.url}))
        assert ask(open_place, web.url, patience) == {"ok": 2}
    web.says(Answer(302, headers={"Location": "/again"}))
    with pytest.raises(Refused, match="status 302"):
        ask(here, web.url, patience)


def test_a_post_is_not_sent_on(web: Web, patience: Patience) -> None:
    """What is in the body stays with the host it was meant for."""
    web.says(Answer(302, headers={"Location": "/new"}))
    with pytest.raises(Refused, match="correct the url"):
        ask(place("matomo", {}), web.url, patience, form={"token_auth": SECRET.value})
    assert len(web.asked) == 1


def test_a_secret_that_would_break_the_header() -> None:
    """A line break in a secret makes no second header."""
    with pytest.raises(Refused, match="no header can carry"):
        authorised(place("json", {}, Secret("a\r\nX: y")))


def test_the_header_of_the_secret() -> None:
    """Name and prefix can be chosen; without a secret there is none."""
    token = {"header": "x-umami-api-key", "prefix": ""}
    assert authorised(place("umami", {}, token=token)) == {"x-umami-api-key": SECRET.value}
    assert authorised(place("umami", {}, NO_SECRET)) == {}
