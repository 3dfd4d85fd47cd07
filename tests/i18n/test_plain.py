"""Plain sentences: signs become words, every text ends as a sentence, what people typed stays what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.i18n import use
from kpitui.i18n.plain import sentence_of, spoken_units


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("off pace: Conversion, 2.8% of 6.8%", "Off pace: Conversion, 2.8% of 6.8%."),
        ("difference -€ 470.16", "Difference minus € 470.16."),
        ("(-1.8 points to +1.3 points)", "(minus 1.8 points to plus 1.3 points)."),
        ("2026-11-23 and follow-up-2", "2026-11-23 and follow-up-2."),
        ("1 Oct – 30 Jun", "1 Oct to 30 Jun."),
        ("0.89 × the pace · now", "0.89 times the pace, now."),
        ("Reached?", "Reached?"),
        ("  two   spaces ", "Two spaces."),
        ("", ""),
    ],
)
def test_signs_become_words(text: str, said: str) -> None:
    """A minus is said, a dash between days is not one, columns and dots are gone."""
    assert said == sentence_of(text)


def test_in_dutch_too() -> None:
    """The words are those of the language in force."""
    use("nl")
    assert sentence_of("verschil -12 – 3") == "Verschil min 12 t/m 3."
    assert dict(spoken_units())["h"] == "uur"
    use("en")


@given(st.text())
def test_a_sentence_stays_one(text: str) -> None:
    """Whatever the text, it is one line that ends as a sentence, and saying it again changes nothing more."""
    said = sentence_of(text)
    assert len(said.splitlines()) <= 1
    assert not said or said[-1] in ".!?:"
