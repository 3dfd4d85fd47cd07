"""What is said of levers: which moved away from what is needed, and figures that are rounded to the safe side."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.calendar import Period
from kpitui.core.change_parts import Aim, ChangePart, ChangeTaken
from kpitui.core.decomposition import leaf
from kpitui.core.figures import NumberStyle
from kpitui.core.levers import Lever, Levers
from kpitui.core.metric_tree import Branch, TreeFunction
from kpitui.core.model import Kpi
from kpitui.services.levers import Tried
from kpitui.wording.levers import _asked, _now, again_heading, again_rows, opposite_sentences, tried_sentences

ENGLISH = NumberStyle(".", ",")
DAY = date(2026, 11, 16)
WEEK = Period("week", DAY, DAY, "2026-W47")
REVENUE = Branch(Kpi(1, "revenue", "Revenue", "flow", direction="higher", created=DAY))
VISITORS = Branch(Kpi(2, "visitors", "Visitors", "flow", direction="higher", created=DAY))
COSTS = Branch(Kpi(3, "costs", "Costs", "flow", direction="lower", created=DAY))


@pytest.mark.parametrize(
    ("before", "after", "costs", "mark", "names"),
    [
        (100.0, 80.0, 5.0, "news", "Visitors"),
        (100.0, 80.0, 9.0, "news", "Visitors, Costs"),
        (100.0, 120.0, 9.0, "news", "Costs"),
        (100.0, 120.0, 5.0, "news", ""),
        (100.0, 80.0, 9.0, "usual", ""),
    ],
)
def test_a_lever_that_moves_the_other_way_is_named(
    before: float, after: float, costs: float, mark: str, names: str
) -> None:
    """Fewer visitors and higher costs are away from what is needed; said only beyond the usual."""
    parts = (
        ChangePart(REVENUE, 0, 10.0, 8.0, -2.0, mark="news"),
        ChangePart(VISITORS, 1, before, after, after - before, mark=mark),  # type: ignore[arg-type]
        ChangePart(COSTS, 1, 6.0, costs, 6.0 - costs, mark=mark),  # type: ignore[arg-type]
    )
    taken = ChangeTaken(REVENUE, WEEK, WEEK, parts)
    made = (
        Lever(VISITORS, (0,), 90.0, 110.0, up=True, past=None),
        Lever(COSTS, (1,), 6.0, 4.0, up=False, past=None),
    )
    levers = Levers(TreeFunction(REVENUE, leaf(8.0, 8.0)), "week", DAY, 8.0, 10.0, True, made, None)
    expected = [f"Went the wrong way, by more than usual: {names}"] if names else []
    assert opposite_sentences(levers, taken) == expected
    assert opposite_sentences(levers, taken._replace(aim=Aim(10.0))) == []


def levers_of(kpi: Kpi, now: float, needed: float, *, up: bool, other: float | None = None) -> Levers:
    """Return what it takes of a KPI whose one lever is itself."""
    branch = Branch(kpi)
    lever = Lever(branch, (), now, needed, up=up, past=None)
    return Levers(TreeFunction(branch, leaf(now, now)), "week", DAY, now, needed, up, (lever,), None, other)


def figure(text: str) -> float:
    """Return the figure that a text begins with; hours and minutes as hours."""
    words = text.replace(",", "").replace("€ ", "").replace("%", "").split()
    minutes = float(words[2]) / 60 if words[1:2] == ["h"] and words[2:3] != [] and words[2].isdigit() else 0.0
    return float(words[0]) + minutes


@pytest.mark.parametrize("unit", ["", "%", "EUR", "h", "km"])
@pytest.mark.parametrize("decimals", [None, 0, 1])
@given(st.floats(0.5, 50_000), st.floats(0.2, 3.0))
def test_what_a_lever_must_come_to_is_rounded_to_the_safe_side(
    unit: str, decimals: int | None, now: float, share: float
) -> None:
    """A target above is printed as no less, one below as no more, whatever the unit and its decimals."""
    kpi = Kpi(1, "work", "Work", "sample", unit=unit, decimals=decimals, created=DAY)
    target = now * share
    ((_name, _change, way, _word),) = again_rows(levers_of(kpi, now, target, up=share > 1), ENGLISH, 200, len)
    printed = figure(way.partition(" → ")[2])
    dust = 1e-6 * max(1.0, target)
    assert printed >= target - dust if share > 1 else printed <= target + dust


@pytest.mark.parametrize(
    ("unit", "decimals", "now", "needed", "up", "expected"),
    [
        ("km", None, 1025.4, 1025.2, True, "1,025.4 now, 1,025.2 needed"),
        ("km", 0, 25.4, 25.2, True, "25.4 now, 25.2 needed"),
        ("km", 0, 25.4, 24.2, True, "25 now, 25 needed"),
        ("km", 0, 24.6, 24.8, False, "24.6 now, at most 24.8"),
        ("EUR", 0, 25.402, 25.398, True, "€ 25.40 now, € 25.40 needed"),
        ("km", 0, 20.4, 25.2, True, "20 now, 26 needed"),
    ],
)
def test_what_is_enough_reads_as_enough(
    unit: str, decimals: int | None, now: float, needed: float, *, up: bool, expected: str
) -> None:
    """Of 25.4 now and 25.2 needed the second is never rounded up past the first."""
    kpi = Kpi(1, "work", "Work", "sample", unit=unit, decimals=decimals, created=DAY)
    levers = levers_of(kpi, now, needed, up=up)
    assert f"{_now(kpi, levers, ENGLISH)} now, {_asked(kpi, levers, ENGLISH)}".replace(" km", "") == expected


@pytest.mark.parametrize(("now", "expected"), [(3.64, "4.18%"), (4.1796, "4.19%"), (4.05, "4.18%")])
def test_what_it_was_reads_as_it_is_told_above(now: float, expected: str) -> None:
    """3.64% instead of 4.18% is to get back to 4.18%, not to 4.19%, unless 4.18% is there now."""
    kpi = Kpi(1, "conversion", "Conversion", "sample", unit="%", created=DAY)
    heading = again_heading(kpi, levers_of(kpi, now, 4.18118, up=True), ENGLISH)
    assert heading == f"What it would take to get back to {expected}"


def test_a_band_reads_as_what_there_is_now_lies_in_it() -> None:
    """Between 25.1 and 25.9 with 25.2 now: both edges have as many decimals as that takes."""
    kpi = Kpi(1, "work", "Work", "sample", unit="km", decimals=0, created=DAY)
    levers = levers_of(kpi, 25.2, 25.1, up=True, other=25.9)
    assert (_now(kpi, levers, ENGLISH), _asked(kpi, levers, ENGLISH)) == ("25.2 km", "between 25.1 km and 25.9 km")


@pytest.mark.parametrize(
    ("kind", "unit", "decimals", "now", "value", "expected"),
    [
        ("ratio", "%", None, 2.88, 2.88, "Work stays 2.88%"),
        ("ratio", "%", None, 2.8801, 2.8839, "Work 2.884% instead of 2.880% (+0.1%)"),
        ("ratio", "%", 0, 2.88, 3.12, "Work 3.1% instead of 2.9% (+8.3%)"),
        ("ratio", "EUR", None, 812.2, 812.4, "Work € 812.40 instead of € 812.20 (0.0%)"),
        ("ratio", "EUR", None, 812.201, 812.202, "Work stays € 812.20"),
        ("sample", "h", None, 1.5, 1.5001, "Work stays 1 h 30"),
        ("flow", "", None, 210.0, 231.0, "Work 231 a week instead of 210 a week (+10.0%)"),
    ],
)
def test_what_a_try_brings_never_reads_as_instead_of_itself(
    kind: str, unit: str, decimals: int | None, now: float, value: float, expected: str
) -> None:
    """2.88% instead of 2.88% says nothing: a decimal more, or that it stays; so the chance."""
    kpi = Kpi(1, "work", "Work", kind, unit=unit, decimals=decimals, created=DAY)
    tried = Tried((), now, value, "week", None, None, None, None, 0.71, 0.7, beyond=False)
    view = SimpleNamespace(view=SimpleNamespace(kpi=kpi), result=None)
    brings, chance, _else = tried_sentences(view, tried, ENGLISH)  # type: ignore[arg-type]
    assert (brings, chance) == (expected, "Chance about 7 in 10: likely, as now")
    _brings, chance, _else = tried_sentences(view, tried._replace(chance_now=0.4), ENGLISH)  # type: ignore[arg-type]
    assert chance == "Chance about 7 in 10: likely, instead of about 4 in 10 now"


def test_names_of_levers_are_whole_before_the_change_is() -> None:
    """In 64 columns two long names that begin alike are told apart; what each must change by is seen in its cell."""
    names = ("Bezoekers via zoekmachines", "Bezoekers via sociale media")
    kpis = [Kpi(place, name, name, "sample", created=DAY) for place, name in enumerate(names)]
    branches = [Branch(kpi) for kpi in kpis]
    levers = tuple(Lever(branch, (), 100.0, 150.0, up=True, past=None) for branch in branches)
    made = Levers(TreeFunction(branches[0], leaf(200.0, 200.0)), "week", DAY, 200.0, 250.0, True, levers, None)
    wide, narrow = (again_rows(made, ENGLISH, columns, len) for columns in (200, 64))
    assert list(names) == [row[0] for row in wide] == [row[0] for row in narrow]
    assert [True, False] == [bool(rows[0][1]) for rows in (wide, narrow)]
    assert wide[0][2] == narrow[0][2]
