"""What changed, in sentences: numbers and spans in them, small n in words, and no word that claims too much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kpitui.core.figures import NumberStyle
from kpitui.core.insight.effect import Effect
from kpitui.core.insight.expected_value import Expected
from kpitui.core.insight.links import Link
from kpitui.core.insight.next_step import Advice
from kpitui.core.insight.trend import Direction, Shape, Trend
from kpitui.core.insight.xmr_limits import Limits
from kpitui.core.model import Kpi
from kpitui.i18n import use
from kpitui.wording.signals import (
    ASSURANCES,
    INSIDE,
    NEARS,
    STEPS,
    TOO_MUCH,
    SignalWording,
    advice_text,
    assurance_text,
)
from tests.i18n.catalogue import extracted, translated

pytestmark = pytest.mark.thorough

DAY = date(2026, 3, 3)
TELLER = SignalWording(Kpi(1, "orders", "Orders", "flow"), NumberStyle(".", ","))
RISING = Trend(30, 2.1, 0.03, 12.0, 4.0, 19.0, 11)
CLAIMS = ("significan", "prove", "proof", "because", "bewijs", "bewezen", "omdat", "doordat", "vanwege", "dankzij")


@pytest.fixture(autouse=True)
def english() -> None:
    """Begin in English."""
    use("en", this_year=2026)


def test_a_surprise_names_what_was_to_be_expected() -> None:
    """The value, the day, what is usual, and on how much that rests."""
    said = TELLER.surprise(DAY, 480.0, Expected(48.0, 9.0, 10.0, 60))
    assert said == "Tue 3 Mar: 480, unusually high. Normal would be about 48 (based on 60 values)"
    assert "unusually low" in TELLER.surprise(DAY, 4.0, Expected(48.0, -9.0, 0.1, 60))


def test_an_effect_that_is_clear_and_one_that_is_not() -> None:
    """Since that day, never by that day; a range that holds nothing is no change yet."""
    clear = TELLER.effect(DAY, Effect(14.0, 6.0, 22.0, 28, 10))
    assert clear == "About 14 higher since Tue 3 Mar (between 6 and 22), based on 28 values before and 10 after"
    assert "About 14 lower since Tue 3 Mar (between 6 and 22)" in TELLER.effect(DAY, Effect(-14.0, -22.0, -6.0, 28, 10))
    unclear = TELLER.effect(DAY, Effect(3.0, -5.0, 12.0, 28, 10))
    assert (
        unclear == "No clear change since Tue 3 Mar: the difference is between -5 and +12 "
        "(based on 28 values before and 10 after)"
    )
    assert TELLER.too_early(DAY, "day", 28, 3, 14, 7).endswith("3 of 7 days since Tue 3 Mar")
    assert TELLER.too_early(DAY, "day", 5, 3, 14, 7).endswith("5 of 14")
    assert "rising" in TELLER.already(DAY, 1)
    assert "unusually low" in TELLER.unusual(DAY, -1)


def test_a_trend_with_its_range_and_what_is_too_little_to_tell() -> None:
    """Slope, range, span and share of the level; too few weeks and no clear direction are two things."""
    rising = Direction(RISING, 5, "slope", 200.0, 280.0)
    said = TELLER.trend(rising, "week", 16, 8, 240.0)
    assert said == "Rising by about 12 a week over 11 weeks (likely 4 to 19), that is 5.0% of the usual level"
    assert "%" not in TELLER.trend(rising, "week", 16, 8, 6.0)
    slow = rising._replace(trend=RISING._replace(slope=0.02, low=0.008, high=0.03))
    said = SignalWording(Kpi(1, "rating", "Rating", "sample", decimals=1), TELLER.style).trend(
        slow, "week", 16, 8, None
    )
    assert said.startswith("Rising by about 0.02 "), "a trend that is told is not one of 0.0"
    slow = rising._replace(trend=RISING._replace(slope=0.0021, low=0.001, high=0.004))
    assert "about 0.002 " in SignalWording(Kpi(1, "rating", "Rating", "sample"), TELLER.style).trend(
        slow, "week", 16, 8, None
    )
    assert TELLER.trend(None, "week", 3, 8, None) == "Too early to see a trend: 3 weeks so far, 8 needed"
    assert "No clear trend in 9 weeks" in TELLER.trend(None, "week", 9, 8, 240.0)
    falling = rising._replace(trend=RISING._replace(slope=-12.0, low=-19.0, high=-4.0, values=14))
    assert TELLER.trend(falling, "month", 20, 10, None) == "Falling by about 12 a month over 14 months (likely 4 to 19)"


@pytest.mark.parametrize(
    ("language", "shape", "early", "late", "said"),
    [
        ("en", "open", 100.0, 114.0,
         "Up from about 100 to about 114 in 16 weeks. Too early to tell whether this was gradual or all at once"),
        ("nl", "open", 100.0, 114.0, "Gestegen van ongeveer 100 naar ongeveer 114 in 16 weken. Te vroeg om te zeggen "
         "of dat geleidelijk of in één keer ging"),
        ("en", "step", 100.0, 114.0, "No steady trend in 16 weeks: the level shifted all at once"),
        ("nl", "step", 100.0, 114.0, "Geen gelijkmatige trend in 16 weken: het niveau verschoof in één keer"),
    ],
)  # fmt: skip
def test_a_level_that_moved_but_not_bit_by_bit(
    language: str, shape: Shape, early: float, late: float, said: str
) -> None:
    """It is not told as a trend, in either language."""
    use(language, this_year=2026)
    assert TELLER.trend(Direction(RISING, 5, shape, early, late), "week", 16, 8, 240.0) == said


@pytest.mark.parametrize(
    ("language", "expected", "value", "said"),
    [
        ("en", Expected(3900.0, 4.2, 11.5, 9, sparse=True), 45_000.0,
         "Tue 3 Mar: 45,000, unusually high. On a day with more than 0, about 3,900 is normal (based on 9 days)"),
        ("nl", Expected(3900.0, 4.2, 11.5, 9, sparse=True), 45_000.0,
         "di 3 mrt: 45,000, opvallend hoog. Op een dag met meer dan 0 is ongeveer 3,900 normaal"
         " (gebaseerd op 9 dagen)"),
        ("en", Expected(3900.0, -3.4, None, 126, sparse=True, silence=41, longest_silence=17), 0.0,
         "Tue 3 Mar: nothing for 41 days. The longest gap before was 17 days (based on 126 values)"),
        ("nl", Expected(3900.0, -3.4, None, 126, sparse=True, silence=41, longest_silence=17), 0.0,
         "di 3 mrt: al 41 dagen niets. Het langste gat hiervoor was 17 dagen (gebaseerd op 126 waarden)"),
    ],
)  # fmt: skip
def test_sizes_and_silences(language: str, expected: Expected, value: float, said: str) -> None:
    """What is mostly nothing is told by how large one is, or by how long none came."""
    use(language, this_year=2026)
    assert TELLER.surprise(DAY, value, expected) == said


@pytest.mark.parametrize(
    ("link", "common", "said"),
    [
        (None, 12, "Orders and Revenue: too few values to compare, 12 of 40"),
        (Link(3, 0.1, 0.3, 60), 60, "Orders and Revenue: no clear link in 60 days"),
        (
            Link(3, 0.6, 0.3, 60),
            60,
            "Orders and Revenue rise and fall together, Orders about 3 days earlier (based on 60 days). "
            "That does not say which moves the other",
        ),
        (Link(0, 0.6, 0.3, 60), 60, "Orders and Revenue rise and fall together (based on 60 days). That does"),
        (
            Link(2, -0.6, 0.3, 60),
            60,
            "when Orders rises, Revenue falls about 2 days later (based on 60 days). "
            "That does not say which moves the other",
        ),
        (
            Link(0, -0.6, 0.3, 60),
            60,
            "Orders and Revenue move in opposite directions (based on 60 days). "
            "That does not say which moves the other",
        ),
    ],
)
def test_links(link: Link | None, common: int, said: str) -> None:
    """Which comes first, or that nothing can be said."""
    assert TELLER.link("Revenue", link, "day", common, 40).startswith(said)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (None, "2 more values needed to show a normal range"),
        (Limits(50.0, 40.0, 60.0, 12.0, 9), "Normal range: 40 to 60 (provisional: 9 values so far)"),
        (Limits(50.0, None, 60.0, 12.0, 20), "Normal range: 60 or less (based on 20 values)"),
        (Limits(50.0, 40.0, None, 12.0, 20), "Normal range: 40 or more (based on 20 values)"),
        (Limits(50.0, None, None, 99.0, 20), "Normal range: any value is normal here (based on 20 values)"),
    ],
)
def test_limits(limits: Limits | None, said: str) -> None:
    """How many values are missing, how firm it is, and bounds that cannot be crossed."""
    assert TELLER.limits(limits, 4, 6) == said


def advice_said() -> set[str]:
    """Return every sentence that says what to do next: by step, by what breaks the goal, and by the edge it nears."""
    kpi, style = TELLER.kpi, TELLER.style
    every = [Advice(step) for step in STEPS]
    every += [Advice(step, "ceiling") for step in TOO_MUCH] + [Advice(step, "band") for step in INSIDE]
    every += [Advice(step, "band", edge=15_000.0, upper=upper) for step, upper in NEARS]
    return {
        advice_text(kpi, advice._replace(share=(6, 10)), style) for advice in [*every, Advice("close it", down=True)]
    }


def test_steps_and_assurances_have_sentences_in_both_languages() -> None:
    """Each cell and each place of a target has its own."""
    english = advice_said() | {assurance_text(each) for each in ASSURANCES}
    use("nl", this_year=2026)
    dutch = advice_said() | {assurance_text(each) for each in ASSURANCES}
    count = len(STEPS) + len(TOO_MUCH) + len(INSIDE) + len(NEARS) + 1 + len(ASSURANCES)
    assert len(english) == len(dutch) == count
    assert not english & dutch


@pytest.mark.parametrize(
    ("advice", "english", "dutch"),
    [
        (Advice("act now", "ceiling"), "Too much, and getting worse", "Het is te veel en het wordt slechter"),
        (Advice("act now"), "Not enough, and getting worse", "Het is niet genoeg en het wordt slechter"),
        (Advice("close it", "ceiling", down=True), "aim lower", "mik lager"),
        (Advice("close it"), "aim higher", "mik hoger"),
        (Advice("so many of ten", share=(6, 10)), "(such as 6/10 reached)", "(zoals 6/10 gehaald)"),
        (Advice("fewer of ten", share=(3, 10)), "(such as 3/10 reached)", "(zoals 3/10 gehaald)"),
        (
            Advice("look before it costs", "band", edge=15_000.0, upper=True),
            "nearing the upper limit of 15,000",
            "het cijfer nadert de bovengrens van 15,000",
        ),
        (
            Advice("look before it costs", "band", edge=10_000.0),
            "nearing the lower limit of 10,000",
            "het cijfer nadert de ondergrens van 10,000",
        ),
    ],
)
def test_advice_has_the_words_of_its_goal(advice: Advice, english: str, dutch: str) -> None:
    """A ceiling is too much, a floor not enough; a band names the edge, and a share is one that can still be kept."""
    assert english in advice_text(TELLER.kpi, advice, TELLER.style)
    use("nl", this_year=2026)
    assert dutch in advice_text(TELLER.kpi, advice, TELLER.style)


def sentences() -> Iterator[str]:
    """Yield every sentence the program can say, in English and in Dutch."""
    for catalogue in (extracted(), translated()):
        for message in catalogue:
            for text in (message.id, message.string):
                yield from text if isinstance(text, list | tuple) else [text or ""]


@pytest.mark.slow
def test_no_sentence_claims_too_much() -> None:
    """Nothing the program can say is significant, is proof of anything, or tells why."""
    claiming = [text for text in sentences() if any(claim in text.casefold() for claim in CLAIMS)]
    assert claiming == []
