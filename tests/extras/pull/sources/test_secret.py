"""A secret is read from private places only, and hidden in every form."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._secret import HIDDEN, NO_SECRET, Secret, read_secret

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
    for path, reason in ((tmp_path / "none", "cannot be read"), (tmp_path, "cannot be read|is not a file")):
        with pytest.raises(Refused, match=reason):
            read_secret({}, file=str(path))
    for content, reason in ((b" \n", "is empty"), (b"\xff\xfe\xfd", "cannot be read")):
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
