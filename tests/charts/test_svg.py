"""The picture of a trend: well-formed, within its frame, readable without colour, and harmless."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.charts import picture
from kpitui.charts._svg import HEIGHT, LEFT, WIDTH
from kpitui.charts.spec import ChartData, Mark
from kpitui.core.figures import NUMBER_STYLES
from kpitui.wording.charts import chart_words

FIRST = date(2026, 1, 1)


def data(*values: float | None, **changes: object) -> ChartData:
    """Return values day by day; None is a day without data."""
    points = tuple((FIRST + timedelta(days=at), value) for at, value in enumerate(values) if value is not None)
    last = FIRST + timedelta(days=max(len(values) - 1, 1))
    return ChartData("Revenue <€>", FIRST, last, "EUR", NUMBER_STYLES["en"], points)._replace(**changes)  # type: ignore[arg-type]


def elements(svg: str) -> list[ElementTree.Element]:
    """Return the elements of a picture; fails when it is not well-formed."""
    return list(ElementTree.fromstring(svg).iter())


def test_a_picture_says_what_it_shows() -> None:
    """A title and a description for those who do not see it, both as text."""
    svg = picture(data(1, 2, 3), chart_words(), 'rising & "on pace" <b>')
    texts = {each.tag.rpartition("}")[2]: each.text for each in elements(svg)}
    assert (texts["title"], texts["desc"]) == ("Revenue <€>", 'rising & "on pace" <b>')


def test_lines_are_told_apart_by_their_form() -> None:
    """Values, target and pace have classes of their own, to which a page gives a form each."""
    svg = picture(data(1, 2, 3, target=4.0, pace=((FIRST, 1.0), (FIRST + timedelta(days=2), 4.0))), chart_words(), "x")
    assert {'class="actual"', 'class="target"', 'class="pace"'} <= set(re.findall(r'class="\w+"', svg))


def test_a_gap_is_not_drawn_over_and_a_lone_value_is_a_dot() -> None:
    """Two lines and a dot."""
    svg = picture(data(1, 2, None, 4, 5, None, 7), chart_words(), "x")
    assert (svg.count("<polyline"), svg.count("<circle")) == (2, 1)


def test_notes_are_numbered() -> None:
    """At their day; those outside are left out."""
    marks = (Mark(FIRST + timedelta(days=1), 1, "fair"), Mark(FIRST - timedelta(days=9), 2, "before"))
    svg = picture(data(1, 2, 3, marks=marks), chart_words(), "x")
    assert (svg.count('class="mark"'), ">1</text>" in svg, "fair" in svg) == (1, True, False)


def test_without_values_there_is_no_picture() -> None:
    """Neither an empty frame nor axes."""
    assert picture(data(None, None), chart_words(), "x") == ""


@pytest.mark.parametrize("values", [(0.0,), (5.0, 5.0), (-3.0, 4.0), (1e300, -1e300), (1e-12, 2e-12)])
def test_odd_values_have_a_picture(values: tuple[float, ...]) -> None:
    """One value, equal ones, negative, very large and very small ones."""
    assert elements(picture(data(*values), chart_words(), "x"))


@given(st.lists(st.none() | st.floats(-1e9, 1e9), min_size=1, max_size=40), st.none() | st.floats(-1e9, 1e9))
def test_everything_lies_within_the_frame(values: list[float | None], target: float | None) -> None:
    """Every point of every line, whatever the values."""
    svg = picture(data(*values, target=target), chart_words(), "x")
    for points in re.findall(r'points="([^"]*)"', svg):
        for pair in points.split():
            x, y = map(float, pair.split(","))
            assert LEFT - 0.1 <= x <= WIDTH
            assert 0 <= y <= HEIGHT
