"""Which KPI a sentence is about: the one that covers all of it; else those that are near, and the person is asked."""

from __future__ import annotations

import pytest

from kpitui.core.goal_text import read_wish
from kpitui.core.kpi_meaning import Naming, meaning_of
from tests.core.goal_sentences import TODAY

KPIS = {
    "revenue": Naming(("Revenue", "Omzet"), ("sales", "turnover", "earn", "verdienen"), "EUR"),
    "visitors": Naming(("Visitors", "Bezoekers"), ("traffic", "website-visitors")),
    "organic-visitors": Naming(("Organic visitors", "Bezoekers via zoekmachines"), ("organic-traffic",)),
    "conversion": Naming(("Conversion", "Conversie"), ("conversion-rate", "conversiepercentage"), "%"),
    "orders": Naming(("Orders", "Bestellingen")),
    "order-value": Naming(("Order value", "Bestelwaarde"), (), "EUR"),
    "new-clients": Naming(("New clients", "Nieuwe klanten"), ("new-customers",)),
    "costs": Naming(("Costs", "Kosten"), ("expenses", "uitgaven"), "EUR", True),
    "hours": Naming(("Hours worked", "Gewerkte uren"), ("work", "werken"), "h"),
    "sleep": Naming(("Sleep", "Slaap")),
}


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("15% more revenue", "revenue"),
        ("meer omzet", "revenue"),
        ("1000 website visitors a day", "visitors"),
        ("20% meer websitebezoekers", "visitors"),
        ("20% more organic visitors", "organic-visitors"),
        ("raise the conversion rate to 3%", "conversion"),
        ("conversiepercentage naar 3%", "conversion"),
        ("order value to 60 euros", "order-value"),
        ("100 orders a week", "orders"),
        ("100 oders a week", "orders"),
        ("20% meer bezoekrs", "visitors"),
        ("win three clients a month", "new-clients"),
        ("weekomzet van 2.500 euro", "revenue"),
        ("at most 36 hours of work a week", "hours"),
        ("40 hours a week at most", "hours"),
        ("earn 5000 euros a month", "revenue"),
        ("10% more sales", "revenue"),
        ("sleep between 7 and 8 hours on average", "sleep"),
    ],
)
def test_the_kpi_that_covers_the_whole_sentence_is_meant(sentence: str, key: str) -> None:
    assert meaning_of(read_wish(sentence, TODAY), KPIS).meant == (key,)


@pytest.mark.parametrize(
    ("sentence", "near"),
    [
        ("no more than 4 order cancellations per month", "orders"),
        ("lose no more than 2 clients", "new-clients"),
        ("serve 80 clients a day", "new-clients"),
        ("5000 euros a month in revenue from workshops", "revenue"),
        ("95% of orders within 24 hours", ""),
        ("3 of 10 orders", ""),
        ("revenue per client to 800 euros", "revenue"),
        ("save 200 euros on travel costs", "costs"),
        ("reiskosten met 80 euro verlagen", "costs"),
        ("100 sales a week", ""),
        ("sell 20 coats a month", ""),
        ("better weather", ""),
        ("cut conversion costs", "conversion"),
        ("20% more revenue from books", "revenue"),
        ("visitors via Instagram to 500 a week", "visitors"),
        ("raise the value of visitors", "visitors"),
        ("10% higher order rate", "orders"),
    ],
)
def test_a_word_that_no_name_covers_makes_it_a_question(sentence: str, near: str) -> None:
    """A part of something, a loss, a qualified noun or another unit: none is meant, the nearest are offered."""
    meaning = meaning_of(read_wish(sentence, TODAY), KPIS)
    assert meaning.meant == ()
    assert not near or near in meaning.near


@pytest.mark.parametrize(
    ("sentence", "key"), [("conversion of 200 euros", "conversion"), ("revenue of 500 hours", "revenue")]
)
def test_a_figure_in_another_unit_leaves_no_doubt_of_the_kpi(sentence: str, key: str) -> None:
    """What is wrong is the unit, and a person is told of that."""
    assert meaning_of(read_wish(sentence, TODAY), KPIS).meant == (key,)


@pytest.mark.parametrize(
    ("sentence", "kpis", "meant"),
    [
        ("at most 85 kg by 1 june", {"weight": ("Weight", "kg")}, ("weight",)),
        ("hoogstens 85 kg op 1 juni", {"weight": ("Gewicht", "kg"), "run": ("Running", "km")}, ("weight",)),
        ("at most 85 kg by 1 june", {"weight": ("Weight", "kg"), "lifted": ("Lifted", "kg")}, ("weight", "lifted")),
        ("at most 85 kg by 1 june", {"run": ("Running", "km")}, ()),
        ("8000 sales in 2026", {"sales": ("Sales", "EUR")}, ("sales",)),
        ("8000 sales in 2026", {"takings": ("Takings", "EUR")}, ()),
    ],
)
def test_a_figure_can_name_its_kpi_by_the_unit(
    sentence: str, kpis: dict[str, tuple[str, str]], meant: tuple[str, ...]
) -> None:
    namings = {key: Naming((name,), (), unit) for key, (name, unit) in kpis.items()}
    assert meaning_of(read_wish(sentence, TODAY), namings).meant == meant


def test_two_that_fit_alike_are_both_returned() -> None:
    """The person is asked rather than guessed for."""
    twins = {"a": Naming(("Sales",)), "b": Naming(("Sales",)), "c": Naming(("Costs",))}
    assert meaning_of(read_wish("10% more sales", TODAY), twins).meant == ("a", "b")


def test_words_beside_the_name_are_told_as_not_covered() -> None:
    meaning = meaning_of(read_wish("100 orders a week, mostly from abroad", TODAY), KPIS)
    assert (meaning.meant, meaning.uncovered) == (("orders",), ("mostly", "abroad"))


def test_a_verb_that_is_no_work_makes_hours_a_question() -> None:
    hours = {"hours": Naming(("Hours",), (), "h")}
    meant = [meaning_of(read_wish(f"{wish} 8 hours a day", TODAY), hours).meant for wish in ("Work", "Sleep", "")]
    assert meant == [("hours",), (), ("hours",)]


def test_more_of_them_can_be_new_ones() -> None:
    clients = {"clients": Naming(("Clients",)), "new": Naming(("New clients",))}
    sentences = ("20% more clients", "meer clients", "clients to 40", "3 new clients")
    meant = [meaning_of(read_wish(sentence, TODAY), clients).meant for sentence in sentences]
    assert meant == [("clients", "new"), ("clients", "new"), ("clients",), ("new",)]
