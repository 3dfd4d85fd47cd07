"""Text from outside never carries anything to a terminal but visible characters on one line."""

from __future__ import annotations

import json
import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.i18n.harmless import DANGEROUS, escaped, harmless

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.text("ab\x1b[\n\t\r\x00\x9b\u202e\u2066\ufeff\u2028é€")
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(ANY_TEXT, st.integers(1, 60))
def test_nothing_dangerous_is_left(text: str, limit: int) -> None:
    """No control character, direction mark, line break or broken half is left, within the limit."""
    shown = harmless(text, limit)
    assert len(shown) <= limit
    assert not {"Cc", "Cs", "Zl", "Zp"} & {category(sign) for sign in shown}
    assert not BIDI & set(shown)
    assert len(shown.splitlines()) <= 1


@given(ANY_TEXT)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    """What has been made harmless is not changed a second time."""
    once = harmless(text)
    assert once == harmless(once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Revenue", "Revenue"),
        ("Omzet één · € 12", "Omzet één · € 12"),
        ("two\nlines\tand more", "two lines and more"),
        ("\x1b[2Jgone", "␛[2Jgone"),
        ("\x9b2J", "�2J"),
        ("abc\u202etxt.exe", "abc�txt.exe"),
        ("half \ud83d", "half �"),
        ("", ""),
    ],
)
def test_what_becomes_of_characters(text: str, expected: str) -> None:
    """Breaks become spaces, escape is shown, what is invisible becomes a sign; the rest is left alone."""
    assert expected == harmless(text)


def test_what_is_too_long_ends_in_dots() -> None:
    """A text that is cut says so, within the limit."""
    assert "abcd…" == harmless("abcdefgh", 5)
    assert "abcde" == harmless("abcde", 5)


@pytest.mark.parametrize("text", ["\x9b31m", "\u202ex", "\x7f", "\ud800", "\U000e0041", "plain é\nx", "\x1b["])
def test_json_is_escaped_without_a_loss(text: str) -> None:
    """No dangerous character stands in the document, and whoever reads it gets the same text."""
    document = json.dumps({text: [text]}, ensure_ascii=False, indent=1)
    shown = escaped(document)
    assert {text: [text]} == json.loads(shown)
    assert not re.search(DANGEROUS, shown.replace("\n", ""))
