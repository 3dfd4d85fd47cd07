"""Charts in words: what they say of values, gaps, limits, periods and running totals; every chart of the table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpitui.charts import CHARTS, draw
from kpitui.charts.spec import Band, Bar, ChartData, Mark
from kpitui.core.figures import NUMBER_STYLES
from kpitui.wording.charts import chart_words, spoken

FIRST = date(2026, 11, 2)
EMPTY = ChartData("Revenue €", FIRST, FIRST + timedelta(days=20), "EUR", NUMBER_STYLES["en"])


def points(*values: float | None) -> tuple[tuple[date, float], ...]:
    """Return values on neighbouring days; None leaves a day out."""
    return tuple((FIRST + timedelta(days=at), value) for at, value in enumerate(values) if value is not None)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_can_be_told(name: str) -> None:
    """Without data, a chart says what it is of and that there are no values."""
    first, *_rest = spoken(name, EMPTY)
    assert first == "Revenue € from Mon 2 Nov to Sun 22 Nov 2026: 0 values"


def test_a_trend_is_told_by_its_ends_extremes_halves_and_gaps() -> None:
    """First, last, highest, lowest, the means of both halves, the gaps, the target and the notes."""
    data = EMPTY._replace(
        points=points(10, 20, None, None, 40, 5), target=15.0, marks=(Mark(FIRST, 1, "market"),), bridge=1
    )
    assert spoken("trend", data)[1:] == [
        "first: € 10 on Mon 2 Nov 2026",
        "last: € 5 on Sat 7 Nov 2026",
        "highest: € 40 on Fri 6 Nov 2026",
        "lowest: € 5 on Sat 7 Nov 2026",
        "the earlier half averages € 15.00, the later half € 22.50",
        "1 gap of 2 days, after Tue 3 Nov 2026",
        "target: € 15",
        "note 1 on Mon 2 Nov 2026: market",
    ]
    assert "no gaps" in spoken("trend", EMPTY._replace(points=points(1, 2)))


def test_limits_say_where_they_are_and_what_was_a_signal() -> None:
    """The limits in force, and the newest signal; a limit that cannot be crossed is not told."""
    band = Band(FIRST, FIRST + timedelta(days=20), 15, 5, 25)
    data = EMPTY._replace(points=points(10, 40), bands=(band,), signals=frozenset({FIRST + timedelta(days=1)}))
    assert spoken("limits", data)[-2:] == [
        "normal range since Mon 2 Nov 2026: € 5 to € 25",
        "1 unusual value, on Tue 3 Nov 2026",
    ]
    open_below = EMPTY._replace(points=points(10, 40), bands=(band._replace(lower=None),))
    assert spoken("limits", open_below)[-1] == "no unusual values"
    assert not any("limits since" in each for each in spoken("limits", open_below))


def test_periods_and_totals() -> None:
    """Each period with its figure, the running one as such; the total with what the pace asks for on that day."""
    bars = (Bar("W45", FIRST, 700, False, bound="at least"), Bar("W46", FIRST + timedelta(days=7), None, True))
    assert spoken("periods", EMPTY._replace(bars=bars, bar_target=650))[1:] == [
        "from Mon 2 Nov 2026: at least € 700",
        "from Mon 9 Nov 2026: no data, so far",
        "target: € 650",
    ]
    total = EMPTY._replace(total=points(10, 30), total_pace=((FIRST, 0.0), (FIRST + timedelta(days=10), 100.0)))
    assert spoken("cumulative", total)[1:] == [
        "running total on Tue 3 Nov 2026: € 30",
        "the pace line is at € 10 on that day",
    ]


@pytest.mark.parametrize("name", ["trend", "periods"])
def test_both_edges_of_a_band_are_told_and_drawn(name: str) -> None:
    """Hours that are to stay between two figures have two edges, in the words and in the legend."""
    data = EMPTY._replace(points=points(10, 20), bars=(Bar("W45", FIRST, 20, partial=False),))
    data = data._replace(target=25.0, target_other=15.0, bar_target=25.0, bar_other=15.0)
    assert "target: between € 15 and € 25" in spoken(name, data)
    drawn = "\n".join(
        "".join(text for text, _role in row) for row in draw(name, data, chart_words(), 70, 15, ascii=True)
    )
    assert "15 - 25" in drawn
