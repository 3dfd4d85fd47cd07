"""S: wishes, activities and double results are told, results with a figure are left in peace."""

from __future__ import annotations

import pytest

from kpitui.core.smart._specific import deed_in
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


DEEDS = """
Email subscribers up 12 per cent by 30 June | m |
Email subscribers to 500 by 30 June | m |
Blog readers up 50% | m |
Blog readers 200 a week | o |
Call duration below 4 minutes | m |
Call centre costs under 500 every month | o |
Review score to 4.5 by June | m |
Visit value from 12 to 15 euros | m |
Practice revenue of 20k every month | o |
Run rate to 10k a month by June | om |
Hold time below 2 minutes every week | o |
Contact requests 20 a week | o |
Post 3 reels a week | o | Post
Post three times a week on LinkedIn | o | Post
Call 20 prospects every week | o | Call
Call 10% more prospects | m | Call
Call customers twice a week | o | Call
Email my list every week | o | Email
Exercise 3 times a week | o | Exercise
Network with 5 people a month | o | Network
I want to call at least 5 customers a day | o | call
Write 1000 words a day | o | Write
Publish two articles a week | o | Publish
Mail abonnees 12% omhoog | m |
Bezoek aan de winkel 20% omhoog | m |
Sport omzet naar 5000 | m |
Bel elke dag 5 klanten | o | Bel
Bel 5 klanten per dag | o | Bel
Bezoek 4 klanten per maand | o | Bezoek
Mail mijn lijst elke week | o | Mail
60 plaatsen verkopen per maand | o |
20 leren tassen per maand verkopen | o |
3x per week posten op LinkedIn | o | posten
Elke week 10 klanten bellen | o | bellen
10% meer artikelen schrijven | m | schrijven
Elke week 2 reels plaatsen | o | plaatsen
Call customers every week | o1 | Call
"""
"""Sentences, whether they say how often (o, once: 1) and that something moves (m), and the verb of what is done."""


def test_a_verb_that_begins_a_name_is_no_deed() -> None:
    """Email subscribers are no activity, and an email to them every week is one."""
    wrong = []
    for row in DEEDS.strip().splitlines():
        title, says, verb = (part.strip() for part in row.split("|"))
        got = deed_in(title, often="o" in says, moves="m" in says, once="1" in says)
        if got != verb:
            wrong.append((title, got))
    assert wrong == []
