"""The records of a source: figures and days that it gives, and a secret that is shown nowhere."""

from __future__ import annotations

import base64
import json
from datetime import date
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._place import (
    HIDDEN,
    NO_SECRET,
    Secret,
    SourceMetric,
    day_of,
    figure,
    figures_of,
    read_secret,
)
from tests.extras.pull.sources.conftest import place

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(("value", "expected"), [(5, 5.0), ("2541", 2541.0), (0, 0.0), ("-1.5", -1.5)])
def test_a_figure(value: object, expected: float) -> None:
    """A number, or a text that is one."""
    assert figure(place("json", {"a": "orders"}), "a", DAY, value) == SourceMetric("orders", DAY, expected)


@pytest.mark.parametrize("value", [None, ""])
def test_no_figure(value: object) -> None:
    """Nothing is not zero."""
    assert figure(place("json", {"a": "orders"}), "a", DAY, value) is None


def test_a_row_of_figures() -> None:
    """Each under the key of its KPI, in their order, without those that have no value."""
    cells = [("a", DAY, "5"), ("b", DAY, None), ("b", DAY, 0)]
    assert figures_of(place("json", {"a": "orders", "b": "visits"}), cells) == [
        SourceMetric("orders", DAY, 5.0),
        SourceMetric("visits", DAY, 0.0),
    ]


@pytest.mark.parametrize("value", [True, "many", "nan", "1e400", "1_000", [1], {"a": 1}, 10**400, float("inf")])
def test_what_is_no_number(value: object) -> None:
    """It is refused by its name, never taken for 0."""
    with pytest.raises(Refused, match="not a number"):
        figure(place("json", {"a": "orders"}), "a", DAY, value)


def test_a_fraction_becomes_a_percentage() -> None:
    """A figure is multiplied by its scale."""
    assert figure(place("ga4", {"a": "bounce"}, scale={"a": 100.0}), "a", DAY, "0.25") == SourceMetric(
        "bounce", DAY, 25.0
    )


@pytest.mark.parametrize("text", ["2026-11-20", "2026-11-20 00:00:00", "2026-11-20T00:00:00Z", "20261120", 20261120])
def test_a_day(text: object) -> None:
    """With or without a time, with or without hyphens."""
    assert day_of(text) == DAY


@pytest.mark.parametrize("text", ["", None, "yesterday", "2026-02-30", 5, "20-11-2026"])
def test_no_day(text: object) -> None:
    """What is no day is refused."""
    with pytest.raises(Refused, match="Not a date"):
        day_of(text)


SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=40)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A private file with a secret."""
    path = tmp_path / "key"
    path.write_text("  s3cr3t\n")
    path.chmod(0o600)
    return path


def test_from_a_private_file(file: Path) -> None:
    """Outer white space is not part of it; it shows itself to nobody."""
    secret = read_secret({}, file=str(file))
    assert (secret.value, repr(secret), str(secret), f"{[secret]}") == ("s3cr3t", HIDDEN, HIDDEN, f"[{HIDDEN}]")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o666])
def test_a_file_that_others_can_read(file: Path, mode: int) -> None:
    """The refusal says how to make it private, and not what is in it."""
    file.chmod(mode)
    with pytest.raises(Refused, match="chmod 600") as refused:
        read_secret({}, file=str(file))
    assert "s3cr3t" not in str(refused.value)


def test_files_without_a_secret(tmp_path: Path, file: Path) -> None:
    """Missing, empty, a folder, and bytes that are no text."""
    for path, reason in ((tmp_path / "none", "can't be read"), (tmp_path, "can't be read|is not a file")):
        with pytest.raises(Refused, match=reason):
            read_secret({}, file=str(path))
    for content, reason in ((b" \n", "is empty"), (b"\xff\xfe\xfd", "can't be read")):
        file.write_bytes(content)
        with pytest.raises(Refused, match=reason):
            read_secret({}, file=str(file))


def test_from_the_environment() -> None:
    """A variable that is missing or empty is refused by its name."""
    assert read_secret({"KEY": " s3cr3t "}, env="KEY").value == "s3cr3t"
    for environ in ({}, {"KEY": " "}):
        with pytest.raises(Refused, match="KEY is not set"):
            read_secret(environ, env="KEY")


@given(value=SECRETS, around=st.text(max_size=10))
def test_no_form_of_it_is_left(value: str, around: str) -> None:
    """Plain, in an address, in JSON, in base64: none of them stands in what is told."""
    secret = Secret(value)
    forms = [value, quote(value, safe=""), quote(value), quote_plus(value), json.dumps(value), repr(value)]
    forms.append(base64.b64encode(value.encode()).decode())
    told = secret.hide(around + " ".join(forms))
    if value not in around + HIDDEN:
        assert value not in told.replace(HIDDEN, "")


def test_in_an_error() -> None:
    """What is told of an error keeps its message and field and loses the secret."""
    error = Secret("s3cr3t").hide_in(Refused("{a} and {b}", field="url", a="my s3cr3t", b=3))
    assert (str(error), error.field, type(error)) == (f"my {HIDDEN} and 3", "url", Refused)


def test_no_secret_hides_nothing() -> None:
    """Nothing is replaced where there is nothing to hide."""
    assert (NO_SECRET.hide("abc"), bool(NO_SECRET), Secret("a").hide("banana")) == ("abc", False, "banana")


def test_a_key_file_is_hidden_line_by_line() -> None:
    """The private key within a larger secret is a secret too."""
    secret = Secret('{\n"private_key": "abcdefgh"\n}')
    assert "abcdefgh" not in secret.hide('bad line: "private_key": "abcdefgh"')
