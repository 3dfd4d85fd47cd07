"""What a parser says of a text that it cannot read is told in words of both languages, with the line."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from kpitui.core.errors import Refused, mark
from kpitui.core.parser_reasons import parser_reason
from kpitui.i18n import use
from kpitui.wording.errors import sentence


def _query(text: str) -> None:
    sqlite3.connect(":memory:").execute(text)


@pytest.mark.parametrize(
    ("parse", "text", "english", "dutch"),
    [
        (
            tomllib.loads, "a = 1\nb", "an equals sign is missing after a name",
            "na een naam ontbreekt het isgelijkteken",
        ),
        (
            tomllib.loads, "a = 1\nb = x\n", "line 2: a value is missing or not written as it should be",
            "regel 2: een waarde ontbreekt of is niet goed geschreven",
        ),
        (
            json.loads, '{"a": 1,\n b: 2}', "line 2: a name between double quotes is missing",
            "regel 2: er ontbreekt een naam tussen dubbele aanhalingstekens",
        ),
        (json.loads, "[" * 100_000, "it has too many lists inside lists", "er zitten te veel lijsten in elkaar"),
        (ElementTree.fromstring, "<a>\n</b>", "line 2: the XML is damaged", "regel 2: de XML is beschadigd"),
        (_query, "select till", "column till does not exist", "kolom till bestaat niet"),
        (_query, "select 1 from", "the query is not complete", "de query is niet af"),
        (bytes.decode, b"\xff", "it is not UTF-8", "het is geen UTF-8"),
        (_query, "select zz()", "no such function: zz", "no such function: zz"),
    ],
)  # fmt: skip
def test_reasons_of_parsers(parse: Callable[..., object], text: str | bytes, english: str, dutch: str) -> None:
    """By how the words of the parser begin; what has no words here keeps those of the parser."""
    use("en")
    with pytest.raises((ValueError, RecursionError, SyntaxError, sqlite3.Error)) as caught:
        parse(text)
    refusal = Refused(mark("{path} can't be read: {reason}"), path="x", reason=parser_reason(caught.value))
    assert sentence(refusal) == f"x can't be read: {english}"
    use("nl")
    assert sentence(refusal) == f"x kan niet worden gelezen: {dutch}"
