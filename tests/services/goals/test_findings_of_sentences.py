"""What is found about goals as people write them: each sentence with the findings that it is to get, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kpitui.services.entries import EntryInput, log
from kpitui.services.goals.form import read_draft
from kpitui.services.goals.saving import check, save_goal, unreadable
from kpitui.services.templates import add_from_library
from kpitui.services.workspace import Workspace, open_workspace
from tests.databases import copied, empty
from tests.services.conftest import NOW

KEYS = "revenue orders visitors conversion articles followers newsletter site-speed satisfaction offers worked-hours"
DAYS = 200

NAMES = {
    "vague": ("is something you do, not a result you can see", "can't be counted"),
    "deed": "is something you do again and again",
    "several": "your sentence has two results",
    "unread": "but the goal ignores that",
    "kpi": ("you have no KPI for", "no KPI measures exactly", "no single number", "no KPIs yet",
            "fits several KPIs", "doesn't mention a KPI"),
    "unmeasurable": "no single number shows this result",
    "percent": "percentage points bring it to",
    "record": ("would be a new record", "you have never reached"),
    "pace": "times as much per day as in the last four weeks",
    "there": "is already reached",
    "vain": "can grow without earning you anything",
    "figure": "your sentence has more than one number",
    "change": "doesn't say how much more or less",
    "per": "doesn't say how often",
    "band": "doesn't say how often, so",
    "target": "no target yet",
    "last day": ("no deadline yet", "doesn't say which day is the last", "and which is the last"),
    "order": "must be after the start",
    "past": "has already passed",
    "short": ("the time is too short", "to tell a real change"),
    "late": "this goal starts in the past",
    "middle": "the middle of the month was read as",
    "days": "has more than two dates",
    "unit": ("is an amount in", "is a duration"),
}  # fmt: skip
"""The findings by a word for each, with what their messages hold."""

IGNORED = {"short", "record", "pace"}
"""What rests on the figures is only looked at where a sentence is to get it."""

GOALS = """
Better customer service by the end of Q2 | vague kpi target unmeasurable
Be more professional in 2027 | vague kpi target
Een professionelere website in 2027 | vague kpi target
Mijn website vernieuwen voor 1 maart | vague kpi target
20% meer bestellingen en tevredener klanten in Q1 2027 | several kpi
Grow my business by 1 July | vague target
Be the best coach in town | vague kpi target last day
Happier customers by 30 June | vague kpi target unmeasurable
Revenue of 20,000 from 1 June 2027 to 1 March 2027 | order
Revenue of 500 hours by 30 June | unit
Omzet naar 500 uur voor 1 juli | unit
Work on the newsletter | vague kpi target last day
Meer klanten op een betere manier in 2027 | vague kpi target
Double orders of our strong coffee by the end of March | kpi
Verdubbel wat we aan omzet draaien voor eind maart |
2000 orders of high quality by 30 June | kpi
15% more revenue by the end of Q2 |
60 orders a week by the end of March |
Conversion from 2.5% to 3% by 30 June |
Post 3 times a week on LinkedIn until 31 March | deed kpi
Call 10 customers every week until the end of June | deed kpi
3x per week posten op LinkedIn tot eind maart | deed kpi
Elke week 10 klanten bellen tot eind juni | deed kpi
Publish two articles a week until the end of June | deed
2 articles a week until 30 June | deed
Schrijf elke week een artikel in 2027 | deed
Write 1000 words a day until 28 February | deed kpi
Make € 75,000 revenue in 2027 |
Win 25 orders a week until 31 March |
Lower site speed to 1.5 seconds by 30 June |
More revenue and fewer returns in Q1 | several kpi target
10% more visitors and 5% more orders by 30 June | several kpi change unread
2 tot 3 artikelen per week tot eind maart | deed
Between 10 and 15 orders a day in Q1 |
Site speed between 1 and 2 seconds in 2027 | per band
Orders between 10 and 20 until 30 June | per
12 orders of at least €1,000 each by 1 June | unread
15% more revenue by 30 June without raising prices | unread
20% meer omzet in 2027 zonder extra kosten | unread
15% more revenue by 30 June because rent goes up |
Better working atmosphere by 30 June | vague kpi target unmeasurable
Meer werksfeer in 2027 | kpi target unmeasurable
No more than 4 client cancellations a month in 2027 | kpi
Lose no more than 2 clients this year | kpi late
Revenue per client of €800 by 1 July | kpi
95% of orders within 24 hours in 2027 | kpi unread
Save €200 a month on tools in 2027 | kpi
Conversion up 4% by 30 June | percent
Conversie met 4 procent omhoog voor 30 juni | percent
Conversion up 0.4 percentage points by 30 June |
10,000 followers by 30 June | vain
20% more visitors in 2027 | vain
Revenue to $20,000 in 2027 | unit
Orders 100 200 in 2027 | figure unread
5-8% more orders in Q2 | change
Revenue by 15% in 2027 | change
8 orders per fortnight in 2027 | per
Revenue in Q2 | target
15% more revenue | last day
15% more revenue by March | last day
50 orders a day before summer | last day
30% more orders during Ramadan | last day
50 orders a day by 2020-01-01 | order past
50 orders a day from 1 June 2027 to 30 June 2027 |
Revenue of 160,000 this year | late pace
Omzet van 160.000 dit jaar | late pace
Revenue of 200 by 31 December |
3000 orders by mid-March | middle
10 orders a day in March 2027 and in April 2027 | figure days unread
Begin een podcast voor 1 maart | vague kpi target
Begin maart 2027 meer bestellingen | target last day
Send 5 offers a week until the end of June | deed
Email subscribers up 12 per cent by 30 June | vain
Mail abonnees 12% omhoog voor 30 juni | kpi
60 orders a week if the new shop opens in March | unread last day
15% more revenue by the end of Q2, closed in August | unread
A few more orders by 30 June | unread target
Revenue in the high five figures in 2027 | unread target
Conversie 10% omhoog in Q1 2027 | percent
Orders: 12 a day in Q1 2027 |
10% more orders than last year in January 2027 |
Revenue of 50,000 by 1 June 2026 | past order
"""
"""Sentences, each with the findings that it is to get, besides those that every draft gets that says no more."""


@pytest.fixture(scope="module")
def business(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two hundred days of a shop with about 400 a day, and its other KPIs."""
    path = copied(tmp_path_factory.mktemp("findings") / "kpitui.db", _make)
    opened = open_workspace({}, NOW, database=str(path), language="en")
    yield opened
    opened.close()


def _make(path: Path) -> None:
    workspace = open_workspace({}, NOW, database=str(empty(path)), language="en")
    for key in KEYS.split():
        add_from_library(workspace, key)
    figures = {"revenue": 400, "orders": 10, "visitors": 400, "site-speed": 2, "satisfaction": 8}
    entries = [
        EntryInput(key, str(value + (back % 5) * value // 20), workspace.today - timedelta(days=back))
        for back in range(1, DAYS)
        for key, value in figures.items()
    ]
    log(workspace, entries)
    workspace.close()


def found(business: Workspace, sentence: str) -> set[str]:
    """Return the findings about a sentence, by the words for them."""
    reading = read_draft(business, {"title": sentence})
    findings = [each for each in check(business, reading.draft) if each.field not in reading.problems]
    texts = [finding.message for finding in [*findings, *unreadable(reading.problems)]]
    names = set()
    for name, parts in NAMES.items():
        if any(part in text for text in texts for part in ((parts,) if isinstance(parts, str) else parts)):
            names.add(name)
    return names


def expected(names: str) -> set[str]:
    """Return the findings that a row names."""
    return {name for name in NAMES if name in names.replace("last day", "last-day").split() or (
        name == "last day" and "last day" in names
    )}  # fmt: skip


def test_each_sentence_gets_the_findings_that_are_due_and_no_others(business: Workspace) -> None:
    wrong = []
    for line in GOALS.strip().splitlines():
        sentence, names = (part.strip() for part in line.split("|"))
        due, got = expected(names), found(business, sentence)
        missed, false = due - got, got - due - IGNORED
        if missed or false:
            wrong.append(f"{sentence}: missed {sorted(missed)}, false {sorted(false)}")
    assert wrong == []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("100,000 revenue by 30 June", "een ton omzet voor 1 juli", 'you already have this goal, as "{goal}"'),
        (
            "10 orders a week until 30 June",
            "elke week 10 bestellingen tot 30 juni",
            'you already have this goal, as "{goal}"',
        ),
        ("100,000 revenue by 30 June", "200.000 euro omzet in 2027", 'you already have the goal "{goal}" for {kpi}'),
        ("at most 90 orders a week until 30 June", "at least 40 orders a week until 30 June", ""),
        ("10 orders a week until 31 December", "12 orders a week in 2027", ""),
        ("100,000 revenue by 30 June", "10 orders a week until 30 June", ""),
    ],
)
def test_a_goal_that_is_there_already_is_told_in_either_language(
    tmp_path: Path, first: str, second: str, same: str
) -> None:
    """By its KPI, its kind and its days, and not by its words."""
    path = copied(tmp_path / "kpitui.db", _make)
    workspace = open_workspace({}, NOW, database=str(path), language="en")
    save_goal(workspace, read_draft(workspace, {"title": first, "settled": "there"}).draft)
    findings = check(workspace, read_draft(workspace, {"title": second}).draft)
    workspace.close()
    assert [
        finding.message for finding in findings if "you already have" in finding.message and "goal" in finding.params
    ] == ([same] if same else [])
