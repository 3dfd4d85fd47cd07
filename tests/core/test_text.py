"""Text as it may be stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import Refused
from kpitui.core.text import holds, storable, tag_typed, tags_of


def test_what_cannot_be_stored_is_replaced() -> None:
    """Half characters and NUL become a visible sign, the rest stays."""
    assert "a�b�c é" == storable("  a\udc80b\x00c é \n")


def test_nothing_is_cut_without_a_word() -> None:
    """What is longer than there is room for is refused, with how long it is and what fits."""
    assert "x" * 2000 == storable(f"  {'x' * 2000}  ")
    with pytest.raises(Refused, match=r"Too long for a note: 2001 characters\. Use at most 2000") as refused:
        storable("x" * 2001, what="a note", field="note")
    assert "note" == refused.value.field


@pytest.mark.slow
@given(text=st.text(max_size=50))
def test_stored_text_can_be_encoded(text: str) -> None:
    """Whatever is stored can be written as UTF-8."""
    assert storable(text) == storable(text).encode().decode()


# Hashtags in texts: which words are one, and which are something else.


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#Campaign started", ("campaign",)),
        ("sale (#black-friday), #2026actie.", ("black-friday", "2026actie")),
        ("#één #één #ÉÉN", ("één",)),
        ("order #12, #1-2", ()),
        ("see shop.nl/#top and C#minor and &#x41;", ()),
        ("##double #", ()),
        ("#end- #_x", ("end", "_x")),
        ("", ()),
    ],
)
def test_tags_of_a_text(text: str, tags: tuple[str, ...]) -> None:
    """In small letters, each once; a number, a place in a page and a sign within a word are none."""
    assert tags_of(text) == tags


@given(st.text(max_size=60))
def test_a_tag_of_a_text_can_be_typed(text: str) -> None:
    """Whatever is listed as a tag is taken as one, with and without its sign."""
    for tag in tags_of(text):
        assert (tag_typed(tag), tag_typed("#" + tag)) == (tag, tag)
        assert tag in tags_of(f"before #{tag} after")


@pytest.mark.parametrize("text", ["", "#", "two words", "12", "a#b", "a b#c"])
def test_what_is_no_tag_is_not_taken_as_one(text: str) -> None:
    """Nothing is looked for that no text can have."""
    assert tag_typed(text) == ""


@pytest.mark.parametrize(
    ("text", "words", "there"),
    [
        ("flyers #Spring", "#spring", True),
        ("flyers #springtime", "#spring", False),
        ("flyers #springtime", "spring", True),
        ("flyers #springtime", "#SpringTime ", True),
        ("order #12 of today", "#1", True),
        ("#spring sale", "#spring sale", True),
        ("rain", "#", False),
        ("rain", "", True),
    ],
)
def test_a_hashtag_is_looked_for_as_a_whole_one(text: str, words: str, *, there: bool) -> None:
    """Other words are found anywhere in a text."""
    assert holds(text, words) == there
