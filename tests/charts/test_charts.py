"""Every chart of the family: any data, any size, in Unicode and ASCII; and what each must show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.charts import CHARTS, draw, to_text
from kpitui.charts.spec import AXIS, BAR, LINE, MARK, PACE, PARTIAL, TARGET, Band, Bar, ChartData, Mark, Stack
from kpitui.core.comparison import Bound
from kpitui.core.figures import NUMBER_STYLES
from kpitui.core.model import Kpi
from kpitui.core.profiles import ProfileCell
from kpitui.wording.charts import chart_words, spoken

pytestmark = pytest.mark.thorough

LAST = date(2026, 11, 22)
VALUES = st.floats(-1e15, 1e15) | st.sampled_from([0.0, 1.0, 1e15, -1e15])


def chart_of(values: list[float | None], **others: Any) -> ChartData:
    """Return the data of a KPI whose last values are *values*, one a day, None where one is missing."""
    days = [LAST - timedelta(days=len(values) - 1 - at) for at in range(len(values))]
    points = tuple((day, value) for day, value in zip(days, values, strict=True) if value is not None)
    data = ChartData("Revenue €", days[0] if days else LAST, LAST, "EUR", NUMBER_STYLES["nl"], points)
    bars = tuple(
        Bar(f"W{at}", day, value, at == len(values) - 1)
        for at, (day, value) in enumerate(zip(days, values, strict=True))
    )
    stacks = tuple(Stack(bar.label, bar.start, bar.value, _halves(bar.value), bar.partial) for bar in bars)
    data = data._replace(total_before=points, part_names=("search", "café"), stacks=stacks)
    other = Kpi(2, "mail", "Mail é", "flow", "%")
    data = data._replace(other=other, other_points=points[::2], other_name="Mail é %", by="week", lag=2)
    return data._replace(bars=bars, total=points, total_pace=((days[0], 0.0), (LAST, 5.0)) if days else ())._replace(
        **others
    )


def _halves(value: float | None) -> tuple[float | None, float | None]:
    return (None, None) if value is None else (value / 4, value * 3 / 4)


def signs(rows: list[list[tuple[str, int]]], role: int) -> str:
    """Return everything drawn in one role."""
    return "".join(text for row in rows for text, each in row if each == role)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", CHARTS)
@given(
    values=st.lists(st.none() | VALUES, max_size=60), width=st.integers(0, 140), height=st.integers(0, 50),
    ascii=st.booleans(), target=st.none() | VALUES,
)  # fmt: skip
def test_any_data_fits_any_size(
    name: str, values: list[float | None], width: int, height: int, ascii: bool, target: float | None
) -> None:
    """A chart never fails and stays within its size; in ASCII it is ASCII."""
    data = chart_of(values, target=target, bar_target=target, marks=(Mark(LAST, 1, "note é"),))
    if name in PROFILES:
        cells = (values or [None]) * 168
        profile = tuple(ProfileCell(value, value, value, 3) for value in cells[: PROFILES[name]])
        data = data._replace(profile=profile, profile_of=name)
    rows = draw(name, data, chart_words(), width, height, ascii=ascii)
    assert len(rows) <= height
    text = to_text(rows, colour=False)
    assert all(len(line) <= width for line in text.split("\n"))
    assert "\x1b" not in text
    assert not ascii or text.isascii()


def test_the_trend_shows_target_pace_and_notes() -> None:
    """Values, target, pace and numbered notes are each drawn, and named above the chart."""
    data = chart_of([5.0, 6.0, 7.0, 6.0] * 5, target=8.0, pace=((LAST - timedelta(days=19), 5.0), (LAST, 7.5)))
    data = data._replace(marks=(Mark(LAST - timedelta(days=3), 1, "market"),))
    rows = draw("trend", data, chart_words(), 80, 14)
    assert all(signs(rows, role).strip() for role in (LINE, TARGET, PACE, MARK))
    assert "target 8" in to_text(rows[:1], colour=False) and "1 market" in to_text(rows[:1], colour=False)


def test_an_unfinished_period_is_drawn_lighter() -> None:
    """The running period has other signs than those that are over, and a missing one has none."""
    rows = draw("periods", chart_of([5.0, None, 7.0, 3.0]), chart_words(), 60, 12)
    assert "█" in signs(rows, BAR) and "█" not in signs(rows, PARTIAL)
    assert "░" in signs(rows, PARTIAL)


def test_no_data_is_said() -> None:
    """Without data, or without room, a chart is one row that says which it is."""
    small = draw("trend", chart_of([5.0, 7.0, 3.0, 4.0] * 4), chart_words(), 30, 2)
    assert "No room for the chart here" == to_text(small, colour=False).strip()
    assert "Nothing to draw yet" == to_text(draw("trend", chart_of([]), chart_words(), 80, 20), colour=False).strip()


def test_colour_is_only_added() -> None:
    """The coloured text is the plain text with escape sequences around it."""
    import re

    rows = draw("cumulative", chart_of([1.0, 2.0, 3.0]), chart_words(), 60, 12)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", to_text(rows, colour=True))
    assert [line.rstrip() for line in plain.split("\n")] == to_text(rows, colour=False).split("\n")


def marked(count: int, *, apart: int = 1) -> ChartData:
    """Return the data of two hundred days with so many numbered marks, the last one on the last day."""
    first = LAST - timedelta(days=apart * (count - 1))
    marks = tuple(Mark(first + timedelta(days=apart * at), at + 1, f"note number {at + 1}") for at in range(count))
    return chart_of([5.0, 6.0, 7.0, 6.0] * 50, marks=marks)


def test_marks_that_do_not_fit_behind_the_title_get_lines_of_their_own() -> None:
    """A high chart names many marks; when there are too many the newest are kept, each of them whole."""
    few, many = (
        to_text(draw("trend", marked(count), chart_words(), 80, 24), colour=False).split("\n") for count in (5, 60)
    )
    assert few[0] == " Revenue €" and "5 note number 5" in few[2] and "1 note number 1" in few[1]
    named = [line for line in many[1:] if "note number" in line]
    assert len(named) == 4 and "60 note number 60" in named[-1]
    assert all(text.split()[-1].isdigit() for line in named for text in line.split("  ") if text.strip())
    assert len(draw("trend", marked(60), chart_words(), 80, 24)) <= 24


def test_marks_on_neighbouring_days_stand_below_each_other() -> None:
    """Three numbers on one place can all be read; a fourth would hide the values."""
    rows = draw("trend", marked(4), chart_words(), 60, 16)
    shown = list(signs(rows[3:], MARK).replace(" ", ""))
    assert sorted(shown) == ["1", "2", "3"]


PROFILES = {"weekday": 7, "hours": 24, "heat": 168}


@pytest.mark.parametrize("name", [name for name in CHARTS if name not in PROFILES])
def test_every_chart_shows_numbered_marks(name: str) -> None:
    """Days, periods, limits and running total alike show the number and name it."""
    marks = (Mark(LAST - timedelta(days=3), 7, "market"),)
    rows = draw(name, chart_of([5.0, 6.0, 7.0, 6.0] * 5, marks=marks), chart_words(), 60, 16)
    text = to_text(rows, colour=False)
    assert "7 market" in text.split("\n")[0]
    assert any("7" in signs([row], MARK) for row in rows[1:])


@pytest.mark.parametrize(("width", "row"), [(70, 0), (40, 1)])
def test_the_signs_of_limits_are_explained(width: int, row: int) -> None:
    """Dots and points are named behind the title, or below it; what is not drawn is not named."""
    band = Band(LAST - timedelta(days=20), LAST, 6.0, 4.0, 8.0)
    data = chart_of([5.0, 6.0, 7.0, 9.0] * 5)._replace(bands=(band,), signals=frozenset({LAST}))
    rows = to_text(draw("limits", data, chart_words(), width, 16), colour=False).split("\n")
    assert "╌╌ average  ·· normal range  ● signal" in rows[row]
    calm = draw("limits", data._replace(signals=frozenset()), chart_words(), width, 16, ascii=True)
    text = to_text(calm, colour=False)
    assert "-- average  .. normal range" in text and "signal" not in text


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("name", CHARTS)
def test_no_two_entries_of_a_legend_look_the_same_without_colour(name: str, ascii: bool) -> None:
    """What each chart explains at its fullest has a sign of its own, and that sign is drawn."""
    fan = tuple((LAST + timedelta(days=days), 4.0, 6.0, 9.0) for days in range(1, 30))
    values: list[float | None] = [5.0, 6.0, 7.0, 9.0] * 5
    data = chart_of(values, fan=fan, target=8.0, bar_target=8.0, pace=((LAST - timedelta(days=19), 1.0), (LAST, 3.0)))
    parts = tuple("abcdefg")
    stacks = tuple(stack._replace(whole=28.0, values=(4.0,) * 7) for stack in data.stacks)
    profile = tuple(ProfileCell(value, 1.0, 9.0, 3) for value in (values * 9)[: PROFILES.get(name, 0)])
    data = data._replace(
        total_before=((data.first, 1.0), (LAST, 2.0)), last=LAST + timedelta(days=30),
        part_names=parts, stacks=stacks, profile=profile, profile_of="",
        bands=(Band(LAST - timedelta(days=20), LAST, 6.0, 4.0, 8.0),), signals=frozenset({LAST}),
    )  # fmt: skip
    rows = draw(name, data, chart_words(), 120, 24, ascii=ascii)
    named = [text for row in rows[:2] if row[0][1] != AXIS for text, _role in row if not text.startswith(" Revenue")]
    entries = [text.split()[0] for text in named]
    if name == "heat":
        entries = rows[-1][0][0].split()[::2]
    assert len(entries) == {"trend": 3, "limits": 3, "cumulative": 3, "periods": 2, "heat": 2, "parts": 6}.get(
        name, len(entries)
    )
    assert len(entries) == len(set(entries)), entries
    drawn = "".join(text for row in rows[1:-1] for text, _role in row)
    assert all(sign[0] in drawn for sign in entries), entries


def test_a_heat_map_of_equal_figures_has_one_shade() -> None:
    """2 at nine and at twenty o'clock on Friday: one entry in the legend, and no least beside the most."""
    cells = [ProfileCell(2.0 if place in (4 * 24 + 9, 4 * 24 + 20) else None, None, None, 1) for place in range(7 * 24)]
    data = chart_of([2.0])._replace(profile=tuple(cells), profile_of="heat")
    assert to_text(draw("heat", data, chart_words(), 80, 16), colour=False).split("\n")[-1] == " █ 2"
    assert spoken("heat", data)[1:] == ["Fri: € 2 at every hour with numbers"]


def test_bars_are_named_by_their_days_and_months() -> None:
    """A week without a number by its first day, a month by its name; a number of a week stays."""
    bars = (Bar("08-30", date(2026, 8, 30), 4.0, False), Bar("2026-09", date(2026, 9, 1), 5.0, False))
    text = to_text(draw("periods", chart_of([1.0])._replace(bars=bars), chart_words(), 60, 12), colour=False)
    assert "30 Aug" in text and "Sep '26" in text and "08-30" not in text
    assert "W36" in to_text(
        draw("periods", chart_of([1.0])._replace(bars=(bars[0]._replace(label="W36"),)), chart_words(), 60, 12),
        colour=False,
    )


def test_a_title_in_ascii_keeps_its_letters() -> None:
    """Where only ASCII can be shown a letter loses its accent and a sign becomes what it reads like."""
    data = chart_of([1, 2, 3])._replace(title="Café €")
    assert "Cafe EUR" in to_text(draw("trend", data, chart_words(), 60, 12, ascii=True), colour=False)


def test_parts_are_told_apart_without_colour() -> None:
    """Each part has its own fill, as long as its share; the largest bar fills the room, the running one says so."""
    stacks = (
        Stack("W1", LAST - timedelta(days=13), 40.0, (10.0, 20.0, 10.0), partial=False),
        Stack("W2", LAST - timedelta(days=6), 20.0, (20.0, 0.0, None), partial=True),
    )
    data = chart_of([1.0])._replace(part_names=("a", "b", "rest"), stacks=stacks, first=LAST - timedelta(days=20))
    for ascii, fills in ((False, "█▒▞"), (True, "#:=")):
        _title, names, full, half = to_text(
            draw("parts", data, chart_words(), 60, 10, ascii=ascii), colour=False
        ).split("\n")
        assert names.split() == [fills[0], "a", fills[1], "b", fills[2], "rest"]
        lengths = [full.count(fill) for fill in fills]
        assert sum(lengths) == 46 and abs(lengths[1] - 2 * lengths[0]) <= 2
        assert half.count(fills[0]) == 23 and half.endswith("20 so far")
    assert to_text(draw("parts", data, chart_words(), 60, 2), colour=False).count("W") == 1


def test_many_small_parts_are_taken_together() -> None:
    """Nine parts have no nine fills: the largest keep theirs, the others are one; one below zero has no bar."""
    values = tuple(float(n) for n in range(1, 10))
    data = chart_of([1.0])._replace(
        part_names=tuple("abcdefghi"),
        stacks=(Stack("W1", LAST, 45.0, values, False), Stack("W2", LAST, 1.0, (-1.0,) * 9, False)),
    )
    rows = to_text(draw("parts", data, chart_words(), 100, 12), colour=False).split("\n")
    assert rows[1].split()[1::2] == ["e", "f", "g", "h", "i", "4"] and rows[1].endswith("4 others")
    assert rows[-1].split() == ["W2", "1"]


def test_a_map_of_hours_reads_without_colour() -> None:
    """Darker where more is usual, blank where nothing was measured, with what the ends of the scale stand for."""
    cells = [ProfileCell(None, None, None, 0)] * 168
    for hour, value in ((9, 0.0), (10, 25.0), (11, 50.0), (12, 75.0), (13, 100.0)):
        cells[24 + hour] = ProfileCell(value, None, None, 2)
    data = chart_of([1.0])._replace(profile=tuple(cells), profile_of="heat", unit="")
    for ascii, shades in ((False, "·░▒▓█"), (True, ".:+%#")):
        rows = to_text(draw("heat", data, chart_words(), 80, 12, ascii=ascii), colour=False).split("\n")
        assert rows[2] == " Tue " + " " * 27 + "".join(shade * 3 for shade in shades)
        assert rows[1].strip() == "Mon" and rows[9] == f" {shades[0]} 0  {shades[-1]} 100"
    narrow = to_text(draw("heat", data, chart_words(), 40, 12), colour=False).split("\n")
    assert narrow[3] == " Tue " + " " * 9 + "·░▒▓█"


def test_a_weekday_has_its_range_and_number_of_days() -> None:
    """A bar a weekday, the middle half of its values, and on how many days it rests."""
    cells = [ProfileCell(10.0 * (day + 1), 5.0, 80.0, 13) for day in range(6)] + [ProfileCell(None, None, None, 0)]
    data = chart_of([1.0])._replace(profile=tuple(cells), profile_of="weekday", unit="")
    rows = to_text(draw("weekday", data, chart_words(), 60, 8), colour=False).split("\n")
    assert [row.count("━") for row in rows[1:]] == [*sorted(row.count("━") for row in rows[1:7]), 0]
    assert rows[6].endswith("60  5–80  n 13") and rows[7].split() == ["Sun", "-", "n", "0"]


def test_few_values_of_a_sum_are_bars_of_their_own_days_from_zero() -> None:
    """Each bar has its value above it; the days before the first one take no room."""
    kpi = Kpi(1, "revenue", "Revenue", "flow", "EUR")
    data = chart_of([1250.0, None, 1300.0], kpi=kpi)._replace(first=LAST - timedelta(days=90))
    text = to_text(draw("trend", data, chart_words(), 60, 14, ascii=False), colour=False)
    assert "█" in text
    assert "1.250" in text
    assert "1.300" in text
    assert "20 Nov" in text
    assert "0┤" in text
    assert "Sep" not in text


def test_few_values_of_a_level_are_points_over_their_own_days() -> None:
    kpi = Kpi(1, "rating", "Rating", "level", "")
    data = chart_of([4.1, 4.3], kpi=kpi)._replace(first=LAST - timedelta(days=90))
    rows = draw("trend", data, chart_words(), 60, 14, ascii=False)
    assert 2 == signs(rows, LINE).count("●")
    assert "Sep" not in to_text(rows, colour=False)


@given(values=st.lists(VALUES, min_size=1, max_size=7), width=st.integers(0, 90), height=st.integers(0, 30))
def test_few_values_of_any_size_fit(values: list[float], width: int, height: int) -> None:
    data = chart_of([*values], kpi=Kpi(1, "revenue", "Revenue", "flow", "EUR"), target=3.0)
    rows = draw("trend", data, chart_words(), width, height, ascii=False)
    assert len(rows) <= height
    assert all(sum(len(text) for text, _role in row) <= width for row in rows)


@pytest.mark.parametrize("height", [4, 5, 7, 8, 20])
def test_a_chart_says_whose_it_is_at_every_height(height: int) -> None:
    rows = draw("trend", chart_of([float(n) for n in range(30)]), chart_words(), 60, height, ascii=False)
    assert "Revenue €" in to_text(rows, colour=False)


def test_two_kpis_have_a_scale_each() -> None:
    """The second is dots, with its own figures at the right, and says how much earlier it is."""
    data = chart_of([10.0, 12.0, 11.0, 14.0])
    data = data._replace(other_points=tuple((day, value * 1000) for day, value in data.points))
    rows = draw("dual", data, chart_words(), 60, 14)
    text = to_text(rows, colour=False).split("\n")
    assert text[0] == " Revenue €  ·· Mail é %, 2 weeks earlier"
    assert any(line.startswith("14┤") and line.endswith("├14.000%") for line in text)
    assert "·" in signs(rows[1:], PACE) and signs(rows[1:], LINE).strip()
    assert to_text(draw("dual", data._replace(other_points=()), chart_words(), 60, 14), colour=False).strip() == (
        "Nothing to draw yet"
    )


@pytest.mark.parametrize(("ascii", "end"), [(False, "…"), (True, "...")])
def test_a_title_that_is_cut_says_so(*, ascii: bool, end: str) -> None:
    """The title of a profile says of which days it is; it takes a second row where there is one, and else is cut."""
    profile = tuple(ProfileCell(5.0, 4.0, 6.0, 9) for _weekday in range(7))
    data = chart_of([5.0])._replace(profile=profile, profile_of="weekday", first=date(2025, 12, 1))
    first, *_rows = to_text(draw("weekday", data, chart_words(), 50, 8, ascii=ascii), colour=False).split("\n")
    assert first.endswith(end) and len(first) <= 50
    first, second, *_rows = to_text(draw("weekday", data, chart_words(), 80, 9, ascii=ascii), colour=False).split("\n")
    days = f"1 Dec '25 {'-' if ascii else '–'} {LAST.day} {LAST:%b} '{LAST:%y}"
    title = first.strip() + " " + second.strip()
    assert title.endswith(f"({days}) per weekday: average, where half of the values lie, number of days")


@pytest.mark.parametrize(("width", "named"), [(80, True), (24, False)])
def test_a_low_chart_names_its_target_where_there_is_room(width: int, *, named: bool) -> None:
    """The one line above a low chart has what fits behind the title, whole, and leaves out the rest."""
    rows = draw("trend", chart_of([1.0, 2.0, 3.0] * 5, target=2.5), chart_words(), width, 6, ascii=False)
    title = "".join(text for text, _role in rows[0])
    assert ("── target" in title) is named
    assert "…" not in title


def test_a_long_title_goes_on_in_the_next_line() -> None:
    """A title that is wider than the chart is not cut, and what its signs mean stands behind its end."""
    data = chart_of([1.0, 2.0, 3.0] * 5, adjusted=True, wide_step=True)
    rows = draw("limits", data, chart_words(), 50, 20, ascii=False)
    text = " ".join(" ".join("".join(part for part, _role in row) for row in rows[:2]).split())
    assert text.startswith("Revenue €, adjusted for the weekday. R marks a bigger jump than normal")
    assert "…" not in text
    data = data._replace(bands=(Band(LAST - timedelta(days=20), LAST, 2.0, 1.0, 3.0),))
    low = draw("limits", data, chart_words(), 80, 7, ascii=False)
    assert "".join(text for text, _role in low[1]) == "  ╌╌ average  ·· normal range"


def test_a_running_total_names_where_it_has_to_end_and_what_is_likely() -> None:
    """The line of the target has its figure, and the fan its name."""
    fan = tuple((LAST + timedelta(days=days), 10.0, 11.0, 12.0) for days in (1, 5))
    rows = draw("cumulative", chart_of([1.0, 2.0, 3.0] * 5, fan=fan), chart_words(), 80, 16, ascii=False)
    title = "".join(text for text, _role in rows[0])
    assert "── target 5" in title and "·· pace line" in title and "░░ forecast" in title


def test_totals_over_gaps_say_so_where_they_are_drawn() -> None:
    """The running total of this year and of last year with its figure, bars by their names, many by their number."""
    data = chart_of([1.0, 2.0, 3.0] * 5, bounds=("at least", "incomplete", "exact"))
    head = [to_text(draw(name, data, chart_words(), 80, 16), colour=False) for name in ("cumulative", "years")]
    assert (
        "so far: at least 3" in head[0] and "·· last year: 3, incomplete" in head[1] and "so far: at least 3" in head[1]
    )
    bounds: tuple[Bound, ...] = ("at least", "incomplete")
    some = "  numbers missing in 5 of 15 bars  "
    for missing, said in (((1, 4), "  numbers missing: W1, W4  "), (range(1, 6), some), ((), "█")):
        for bound in bounds:
            bars = tuple(bar._replace(bound=bound if at in missing else "exact") for at, bar in enumerate(data.bars))
            drawn = to_text(draw("periods", data._replace(bars=bars), chart_words(), 80, 16), colour=False)
            assert said in drawn and ("missing" in drawn) == bool(missing)
