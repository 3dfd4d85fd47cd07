"""Chances and arrivals in words: always with the number, never with a promise."""

from __future__ import annotations

from datetime import date

import pytest

from kpitui.core.insight.calibration import FEWEST, Calibration, CalibrationRow
from kpitui.core.insight.outlook import WORDS, Arrival, Outlook
from kpitui.i18n import use
from kpitui.wording.forecasts import calibration_texts, chance_text, outlook_facts

FORBIDDEN = ("significan", "prove", "because", "bewijs", "omdat")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.7, "about 7 in 10: likely"),
        (0.75, "about 7 to 8 in 10: likely"),
        (0.9, "about 9 in 10: very likely"),
        (0.95, "more than 9 in 10: very likely"),
        (0.98, "more than 9 in 10: very likely"),
        (0.1, "about 1 in 10: unlikely"),
        (0.05, "less than 1 in 10: very unlikely"),
        (0.02, "less than 1 in 10: very unlikely"),
        (0.5, "about 5 in 10: could go either way"),
    ],
)
def test_a_chance_in_words(chance: float, said: str) -> None:
    """A word of the IPCC with its number, which is always out of ten."""
    assert chance_text(chance) == said


def test_the_facts_of_an_outlook() -> None:
    """When it arrives, with an open end where paths do not; what it rests on; nothing without an outlook."""
    found = Outlook(0.7, Arrival(date(2027, 1, 1), date(2027, 1, 5), None), 60)
    facts = dict(outlook_facts(found, 100))
    assert facts["reached around"] == "Tue 5 Jan 2027 (from Fri 1 Jan 2027 on)"
    assert facts["chance"] == "about 7 in 10: likely (based on 60 values, too few to see seasons)"
    assert dict(outlook_facts(found, 30))["chance"] == "about 7 in 10: likely (based on 60 values)"
    assert outlook_facts(None, 30) == []
    same = date(2027, 1, 31)
    assert dict(outlook_facts(Outlook(0.7, Arrival(same, same, same), 60), 30))["reached around"] == "Sun 31 Jan 2027"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_word_claims_too_much(language: str) -> None:
    """No sentence says significant, proves or because."""
    use(language)
    for least, _word in WORDS:
        for _name, text in outlook_facts(Outlook(max(least, 0.02), Arrival(*[date(2027, 1, 1)] * 3), 60), 99):
            assert not any(each in text.casefold() for each in FORBIDDEN)


def test_few_goals_are_called_few() -> None:
    """Each word has its line, and the last one says how many goals are still missing."""
    found = Calibration((CalibrationRow("likely", 3, 2, 2.1),), 3, 0.2)
    first, last = calibration_texts(found)
    assert '3 goals were "likely": 2 reached' == first
    assert "for 3 closed goals" in last and str(FEWEST) in last


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "8 of 10 goals reached in all. Going by the chances, it should be about 7"),
        ("nl", "in totaal 8 van 10 doelen gehaald. Volgens de kansen horen het er ongeveer 7 te zijn"),
    ],
)
def test_enough_goals_are_held_against_their_chances(language: str, told: str) -> None:
    """3 and 5 were reached, where 2.8 + 4.6 = 7.4 were to be expected."""
    use(language)
    rows = (CalibrationRow("very likely", 3, 3, 2.8), CalibrationRow("likely", 7, 5, 4.6))
    assert calibration_texts(Calibration(rows, FEWEST, 0.2))[2:] == [told]
