"""Hashtags in texts: which words are one, and which are something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.tags import tag_typed, tags_of


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
