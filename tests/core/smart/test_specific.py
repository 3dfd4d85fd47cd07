"""S: wishes, activities and double results are told, results with a figure are left in peace."""

from __future__ import annotations

import pytest

from tests.core.smart.drafts import FACTS, found, only


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Be more professional", "professional"),
        ("De website moet beter", "beter"),
        ("Work on the newsletter", "Work on"),
        ("Een cursus opzetten", "opzetten"),
        ("Zoveel mogelijk klanten", "Zoveel mogelijk"),
    ],
)
def test_the_word_that_gives_a_wish_away_is_named(title: str, word: str) -> None:
    """An activity or a weasel word without a figure, in both languages."""
    finding = found(title=title)[0]
    assert finding[:3] == ("S", "warning", "title")
    assert finding.params["word"] == word


def test_two_results_become_two_goals() -> None:
    """The first stays, with the days of the whole sentence; the other is handed on."""
    finding = only(FACTS._replace(results=("10% more revenue", "fewer returns by June")))
    (split,) = finding.fixes
    assert (split.does, split.subject) == ("split", "fewer returns by June")
    assert split.sets["title"] == "10% more revenue"
    assert split.sets["deadline"] is not None
