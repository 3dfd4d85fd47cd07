"""R: why it matters, what drives it, what must not pay for it."""

from __future__ import annotations

from kpitui.core.smart import KpiRef, TemplateFacts
from tests.core.smart.drafts import FACTS, found, only

PROFIT, ORDERS, SPEED = KpiRef("profit", "Profit"), KpiRef("orders", "Orders"), KpiRef("site-speed", "Site speed")


def test_the_trap_of_the_library_names_its_counter() -> None:
    """Without a counter-KPI the usual one is named and one key away; with one nothing is said."""
    facts = FACTS._replace(template_facts=TemplateFacts("it can fall", PROFIT))
    finding = only(facts, counters=())
    assert finding.params == {"trap": "it can fall", "counter": "Profit"}
    assert (finding.fixes[0].does, finding.fixes[0].subject) == ("counter", "profit")
    assert found(facts) == []


def test_what_usually_drives_it_is_one_key_away() -> None:
    """By the names of the KPIs that are there; a KPI the library does not know is only asked about."""
    finding = only(FACTS._replace(template_facts=TemplateFacts(drivers=(ORDERS, SPEED))), drivers=())
    assert finding.params["drivers"] == "Orders, Site speed"
    assert (finding.fixes[0].does, finding.fixes[0].subject) == ("drivers", "orders site-speed")
    assert only(drivers=()).fixes == ()


def test_what_is_not_kept_yet_is_no_example_of_what_is_there() -> None:
    """A driver or counter that would be new is only named by what adds it."""
    new_speed = SPEED._replace(new=("Site speed",))
    finding = only(FACTS._replace(template_facts=TemplateFacts(drivers=(ORDERS, new_speed))), drivers=())
    assert "such as" in finding.repair and finding.params["drivers"] == "Orders"
    assert [fix.subject for fix in finding.fixes] == ["orders", "site-speed"]
    nothing_there = only(FACTS._replace(template_facts=TemplateFacts(drivers=(new_speed,))), drivers=())
    guard = TemplateFacts("it can fall", PROFIT._replace(new=("Profit",)))
    for finding in (nothing_there, only(FACTS._replace(template_facts=guard), counters=())):
        assert "such as" not in finding.repair and finding.fixes


def test_a_figure_that_flatters_gets_the_vanity_question() -> None:
    """What would you do differently if it moved? An answer ends it."""
    vain = FACTS._replace(template_facts=TemplateFacts(vain=True))
    assert "differently" in only(vain, why="").message
    assert "differently" not in only(why="").message
    assert found(vain) == []


TITLES = ("1000 likes by June", "100 orders by June")


def test_a_wish_that_flatters_is_asked_before_it_has_a_kpi() -> None:
    """1000 likes: the question is asked by the words of the sentence, and by none that only resemble."""
    none = FACTS._replace(kpi=None, metric="likes")
    asked = [[each.message for each in found(none, title=title, why="") if each.field == "why"] for title in TITLES]
    assert [["differently" in message for message in messages] for messages in asked] == [[True], [False]]


def test_more_drivers_than_one_person_steers_by() -> None:
    """Six are told, and three are kept by one key."""
    finding = only(drivers=tuple("abcdef"))
    assert finding.fixes[0].sets["drivers"] == ("a", "b", "c")
