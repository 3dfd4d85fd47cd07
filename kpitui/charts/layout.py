"""What charts share: the window with its axes, the layers drawn in it, and the legend above it.

Axes have round values, and days, Mondays, months, quarters or years. Layers are lines broken where data is missing,
the fan of a forecast, and numbered marks. The texts of the marks stand behind the title where they fit; else they get
lines of their own, the newest kept when there are too many.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil, floor, isfinite, log10

from kpitui.charts.figure import SIGN_OF, Frame, Layer
from kpitui.charts.spec import AXIS, LINE, MARK, PACE, PARTIAL, TARGET, ChartData, ChartWords, Point, Row
from kpitui.core.figures import row_decimals
from kpitui.i18n.lookalikes import lookalike


def frame_of(
    data: ChartData, values: Sequence[float], width: int, height: int, words: ChartWords, *, from_zero: bool = False
) -> Frame:
    """Return the window for *values*, at least one, over the days of *data*; with *from_zero* it begins at 0."""
    low, high = value_span(values, from_zero=from_zero)
    marked = value_ticks(low, high, max(2, height // 3))
    decimals = row_decimals(marked, data.unit)
    y_ticks = [(value, data.written(value, decimals)) for value in marked]
    room = width - max((len(label) for _value, label in y_ticks), default=0) - 2
    first, last = data.first.toordinal(), max(data.last.toordinal(), data.first.toordinal() + 1)
    x_ticks = [
        (float(day.toordinal()), label)
        for day, label in day_ticks(data.first, data.last, room, words.months, words.day)
        # One that would run over the edge is left out: plotext would move it onto its neighbour.
        if (day.toordinal() - first) / (last - first) * (room - 1) + len(label) / 2 <= room
    ]
    return Frame((first, last), (low, high), x_ticks, y_ticks)


FENCE = 10.0
"""How many times the spread of the middle half of the values a value may lie beyond it and still set the scale."""

FEWEST, SHARE = 12, 0.03
"""Values needed to speak of a middle half, and the share of them that may be off the scale."""


def off_scale(points: Sequence[Point]) -> list[Point]:
    """Return the few *points* that lie so far out that to show them would flatten all others; often none.

    A typing error of a factor ten must be seen, and must not hide the rest: a chart names these beside its title.
    """
    ordered = sorted(value for _day, value in points)
    if len(ordered) < FEWEST:
        return []
    low, high = ordered[len(ordered) // 4], ordered[-1 - len(ordered) // 4]
    reach = FENCE * (high - low)
    outside = [point for point in points if reach and not low - reach <= point[1] <= high + reach]
    return outside if len(outside) <= max(1, SHARE * len(ordered)) else []


def value_span(values: Sequence[float], *, from_zero: bool = False) -> tuple[float, float]:
    """Return the lowest and the highest value with a little air; from 0 where asked for, and where that is near."""
    finite = [value for value in values if isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    if from_zero or (low >= 0 and low < 0.5 * high):
        low = min(low, 0.0)
    air = (high - low) * 0.06 or abs(high) * 0.06 or 1.0
    return (low if low == 0 else low - air), high + air


LABEL = 8
"""Cells that a day on the axis takes, with the room beside it."""


def value_ticks(low: float, high: float, count: int) -> list[float]:
    """Return about *count* round values from *low* to *high*, ascending: steps of 1, 2 or 5 times a power of ten."""
    if not (isfinite(low) and isfinite(high)) or high <= low:
        return [low] if isfinite(low) else []
    rough = (high - low) / max(count, 1)
    power = 10.0 ** floor(log10(rough))
    step = power * next(times for times in (1, 2, 5, 10) if times * power >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [step_number * step for step_number in range(first, min(last, first + 100) + 1)]


def day_ticks(
    first: date, last: date, room: int, months: Sequence[str], written: str = "{day} {month}"
) -> list[tuple[date, str]]:
    """Return days with their labels, from the finest of five grids that fits in *room* cells.

    *months* are the twelve short names, *written* is how a day has one. Where not even the years fit, only some of them
    are given.
    """
    fits = max(1, room // LABEL)
    for chosen, with_year in _grids(first, last):
        if chosen and len(chosen) <= fits:
            return [(day, _label(day, months, with_year, written)) for day in chosen]
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)] or [first]
    return [(day, str(day.year)) for day in years[:: ceil(len(years) / fits)]]


def _grids(first: date, last: date) -> Iterator[tuple[list[date], bool]]:
    """Yield the grids from fine to coarse, and whether their labels name the year instead of the day."""
    low, high = first.toordinal(), last.toordinal()
    if high - low < 32:
        days = [date.fromordinal(day) for day in range(low, high + 1)]
        yield days, False
        yield days[::2], False
    if high - low < 750:
        monday = low + (-first.weekday()) % 7
        yield [date.fromordinal(day) for day in range(monday, high + 1, 7)], False
        yield [date.fromordinal(day) for day in range(monday, high + 1, 14)], False
    if high - low < 12_000:
        starts = _month_starts(first, last)
        yield starts, True
        yield [day for day in starts if day.month % 3 == 1], True


def _month_starts(first: date, last: date) -> list[date]:
    begin = first.year * 12 + first.month - (first.day == 1)
    return [date(month // 12, month % 12 + 1, 1) for month in range(begin, last.year * 12 + last.month)]


def day_label(day: date, words: ChartWords) -> str:
    """Return how an axis names a day."""
    return _label(day, words.months, False, words.day)


def _label(day: date, months: Sequence[str], with_year: bool, written: str) -> str:
    month = months[day.month - 1]
    return f"{month} '{day.year % 100:02}" if with_year else written.format(day=day.day, month=month)


MARK_ROWS = 3
"""How many marks on one place are shown below each other."""


def runs(points: Sequence[Point], bridge: int) -> Iterator[list[Point]]:
    """Yield *points* in stretches without a gap: neighbours in one lie at most *bridge* days apart."""
    run: list[Point] = []
    for point in points:
        if run and (point[0] - run[-1][0]).days > bridge:
            yield run
            run = []
        run.append(point)
    if run:
        yield run


def line_layers(points: Sequence[Point], width: int, role: int, *, form: str = "line") -> list[Layer]:
    """Return the layer of a line through *points*, thinned to what *width* cells can show; none without points."""
    if not points:
        return []
    shown = points if form in SIGN_OF else thinned(points, 2 * width)
    xs, ys = [float(day.toordinal()) for day, _value in shown], [value for _day, value in shown]
    return [Layer(form, xs, ys, role)]


def thinned(points: Sequence[Point], columns: int) -> Sequence[Point]:
    """Return the lowest and the highest of the points in each of *columns* columns, in their order."""
    if len(points) <= 2 * columns:
        return points
    first, last = points[0][0].toordinal(), points[-1][0].toordinal()
    span = max(1, last - first + 1)
    columns_of: dict[int, list[Point]] = {}
    for point in points:
        columns_of.setdefault((point[0].toordinal() - first) * columns // span, []).append(point)
    extremes: list[Point] = []
    for column in columns_of.values():
        ends = {min(column, key=_value), max(column, key=_value)}
        extremes += sorted(ends)
    return extremes


def fan_layers(data: ChartData, width: int) -> list[Layer]:
    """Return where it is likely to go: its edges, and the middle as a line."""
    low = [(day, edge) for day, edge, _middle, _high in data.fan]
    middle = [(day, edge) for day, _low, edge, _high in data.fan]
    high = [(day, edge) for day, _low, _middle, edge in data.fan]
    return [
        *line_layers(low, width, PARTIAL, form="edges"),
        *line_layers(middle, width, PARTIAL, form="middle"),
        *line_layers(high, width, PARTIAL, form="edges"),
    ]


def fan_values(data: ChartData) -> list[float]:
    """Return the edges of the fan, for the window they must fit into."""
    return [edge for _day, *edges in data.fan for edge in edges]


def mark_layers(data: ChartData, frame: Frame, width: int, height: int) -> list[Layer]:
    """Return the numbers of the marks, at the top of the chart above their days."""
    shown = [(day_x(mark.day), mark.number) for mark in data.marks if data.first <= mark.day <= data.last]
    return number_layers(shown, frame, width, height)


def number_layers(shown: Sequence[tuple[float, int]], frame: Frame, width: int, height: int) -> list[Layer]:
    """Return numbers at the top of the chart above their places, one that would touch another in the row below it."""
    layers = []
    cell = (frame.x[1] - frame.x[0]) / max(1, width - 10)
    row = (frame.y[1] - frame.y[0]) / max(1, height - 3)
    taken = [frame.x[0] - width * cell] * MARK_ROWS
    for x, number in shown:
        reach = (len(str(number)) + 0.5) * cell
        free = next((index for index, end in enumerate(taken) if x - end > reach), None)
        if free is not None:
            taken[free] = x
            layers.append(Layer("label", [x], [frame.y[1] - free * row], MARK, text=str(number)))
    return layers


def sign_of(form: str, *, ascii: bool) -> str:
    """Return how a legend shows a line of this form: a short piece of it."""
    return 2 * SIGN_OF[form][ascii]


def day_x(day: date) -> float:
    """Return where a day stands on the axis."""
    return float(day.toordinal())


def _value(point: Point) -> float:
    return point[1]


LOWEST = 8
"""Below this height a chart has no line to spare for a legend, only for whose it is."""

LEAST_EXPLAINED = 7
"""From this height on a low chart still tells what the signs in it mean, in a line below its title."""

LEAST_TITLED = 4
"""Below this height there is no room for a title and anything under it."""

LINE_EVERY = 6
"""A chart of so many rows gives one to marks that do not fit behind its title, one of twice as many two."""

LEAST_DRAWN = 10
"""Rows of the drawing that a second line of marks does not take the place of."""


def legend(
    data: ChartData,
    words: ChartWords,
    width: int,
    height: int,
    *,
    ascii: bool,
    target: bool,
    pace: bool,
    fan: bool = False,
    outside: Sequence[Point] = (),
    explained: Row | None = None,
) -> list[Row]:
    """Return the legend, or no row when the chart is too low for it; *outside* is off the scale.

    What is *explained* of the signs of one kind of chart stands behind the title, or in a row of its own.
    """
    if height < LEAST_TITLED or width < 12:
        return []
    is_low = height < LOWEST or width < 20
    *above, title = [data.title] if is_low else textwrap.wrap(data.title, width - 1) or [""]
    first: list[Row] = [_cut([(f" {text}", LINE)], width, ascii=ascii) for text in above]
    runs: Row = [(f" {title}", LINE)]
    if target:
        level = f"  {'--' if ascii else '──'} {words.levels[data.target_is]}"
        runs.append((f"{level} {data.level_text()}" if data.target is not None else level, TARGET))
    if pace:
        runs.append((f"  {sign_of('dots', ascii=ascii)} {words.pace}", PACE))
    if fan:
        runs.append((f"  {sign_of('edges', ascii=ascii)} {words.forecast}", PARTIAL))
    for day, value in outside:
        sign = "^" if value > 0 else "v"
        written = _label(day, words.months, False, words.day)
        runs.append((f"  {sign} {data.written(value)}, {written}", MARK))
    explained = explained or []
    if is_low:
        return _low_legend(runs, explained, width, height, ascii=ascii)
    fits = _cells([*runs, *explained], ascii=ascii) <= width
    below = [_cut(explained, width, ascii=ascii)] if explained and not fits else []
    runs += explained if fits else []
    marks = [mark for mark in data.marks if data.first <= mark.day <= data.last]
    numbered: Row = [(f"  {mark.number} {mark.text}", MARK) for mark in marks]
    if _cells([*runs, *numbered], ascii=ascii) <= width:
        return [*first, _cut([*runs, *numbered], width, ascii=ascii), *below]
    lines = _marks(numbered, width, max(1, min(height // LINE_EVERY, height - 1 - LEAST_DRAWN)), ascii=ascii)
    return [*first, _cut(runs, width, ascii=ascii), *below, *lines]


def _low_legend(runs: Row, explained: Row, width: int, height: int, *, ascii: bool) -> list[Row]:
    """Return the legend of a low chart; what has no room behind the title is left out, not cut.

    What is *explained* is told in a line below it where the chart can spare one.
    """
    fitting, below = runs[:1], Row()
    for run in (*runs[1:], *explained):
        if _cells([*fitting, run], ascii=ascii) <= width:
            fitting.append(run)
        elif run in explained and height >= LEAST_EXPLAINED:
            below.append(run)
    return [_cut(row, width, ascii=ascii) for row in (fitting, below) if row]


def _marks(numbered: Row, width: int, most: int, *, ascii: bool) -> list[Row]:
    """Return marks in at most *most* rows, filled from the newest back; older ones that do not fit are left out."""
    rows: list[Row] = [[]]
    room = width
    for text, role in reversed(numbered):
        if rows[0] and len(text) > room:
            if len(rows) == most:
                break
            rows.insert(0, [])
            room = width
        rows[0].insert(0, (text, role))
        room -= len(text)
    return [_cut(row, width, ascii=ascii) for row in rows if row]


def _cells(runs: Row, *, ascii: bool) -> int:
    """Return how wide *runs* are as they are shown."""
    return sum(len("".join(map(lookalike, text)) if ascii else text) for text, _role in runs)


def _cut(runs: Row, width: int, *, ascii: bool) -> Row:
    cut: Row = []
    room = width
    for text, role in runs:
        shown = "".join(map(lookalike, text)) if ascii else text
        if len(shown) > room:
            more = "..." if ascii else "…"
            if room > 8:
                cut.append((shown[: room - len(more)] + more, role))
            break
        cut.append((shown, role))
        room -= len(shown)
    return cut or [("", AXIS)]
