"""The charts there are: trend, running total, natural limits, a bar a period, a whole by its parts, what is usual.

A line is broken where data is missing; the running total starts at the first day of the chart; a signal beyond the
natural limits is marked; a period that is not over is drawn lighter, one without data stays empty. Parts are told apart
by their fill and not by hue; their bars lie on their side, so that a period is one row in any width. What is usual by
weekday is a bar with its range and number of days, by hour a bar, and by both a map that is shaded in five steps, which
read without colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from kpitui.charts.figure import NARROWEST, Frame, Layer, draw_figure
from kpitui.charts.layout import (
    day_label,
    day_x,
    fan_layers,
    fan_values,
    frame_of,
    legend,
    line_layers,
    mark_layers,
    number_layers,
    off_scale,
    runs,
    sign_of,
    value_span,
    value_ticks,
)
from kpitui.charts.spec import (
    AXIS,
    BAR,
    LINE,
    MARK,
    PACE,
    PARTIAL,
    TARGET,
    Band,
    Bar,
    ChartData,
    ChartWords,
    Point,
    Row,
    Stack,
)
from kpitui.core.figures import row_decimals
from kpitui.core.kinds import KINDS
from kpitui.i18n.lookalikes import lookalike

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpitui.core.comparison import Bound

OVER_GAPS: tuple[Bound, ...] = ("at least", "incomplete")
"""What a total over gaps can be."""


def draw_trend(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the values of *data* over its days; no rows when there is no value or no room."""
    points = [point for point in data.points if data.first <= point[0] <= data.last]
    if not points:
        return []
    few = len(points) < FEWEST and not data.pace and not data.fan
    if few and data.kpi is not None and KINDS[data.kpi.kind].rule == "sum":
        return draw_periods(_bar_a_day(data, points, words), width, height, words, ascii=ascii, with_values=True)
    if few and points[-1][0] > points[0][0]:
        data = data._replace(first=points[0][0], last=points[-1][0])
    outside = off_scale(points)
    values = [point[1] for point in points if point not in outside]
    values += fan_values(data)
    levels = [level for level in (data.target, data.target_other) if level is not None]
    values += [value for _day, value in data.pace] + levels
    head = legend(
        data,
        words,
        width,
        height,
        ascii=ascii,
        target=data.target is not None,
        pace=bool(data.pace),
        fan=bool(data.fan),
        outside=outside,
    )
    frame = frame_of(data, values, width, height - len(head), words)
    layers = []
    layers += [Layer("level", [0], [level], TARGET) for level in levels]
    layers += line_layers(data.pace, width, PACE, form="dots")
    layers += fan_layers(data, width)
    for run in runs(points, data.bridge):
        form = "points" if few or (len(run) == 1 and len(points) < width) else "line"
        layers += line_layers(run, width, LINE, form=form)
    layers += mark_layers(data, frame, width, height - len(head))
    for day, value in outside:
        edge, sign = (frame.y[1], "^") if value > frame.y[1] else (frame.y[0], "v")
        layers.append(Layer("label", [day_x(day)], [edge], MARK, text=sign))
    return head + draw_figure(frame, layers, width, height - len(head), ascii=ascii)


FEWEST = 8
"""Values below which each is drawn by itself: a line between so few says more than they do."""

FILLED = 14
"""Days between the first and the last of few values up to which those without one keep their place."""


def _bar_a_day(data: ChartData, points: Sequence[Point], words: ChartWords) -> ChartData:
    """Return *data* with a bar for each of the few *points*, and room for the days without one between them."""
    values = dict(points)
    first, last = points[0][0], points[-1][0]
    span = (last - first).days
    days = list(values)
    if data.bridge == 1 and span <= FILLED:
        days = [first + timedelta(days=number) for number in range(span + 1)]
    bars = tuple(Bar(day_label(day, words), day, values.get(day), False) for day in days)
    return data._replace(bars=bars, bar_target=data.target, bar_other=data.target_other)


def draw_cumulative(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the running total of *data*; no rows when there is none, as for a KPI that does not add up."""
    if not data.total:
        return []
    return _running_total(data, width, height, words, ascii=ascii, target=True)


def draw_years(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the running total of this year over that of last year, as dots; no rows without either."""
    if not data.total and not data.total_before:
        return []
    years = data._replace(total_pace=data.total_before, fan=())
    reached = [value for day, value in data.total_before if data.total and day <= data.total[-1][0]]
    words = words._replace(pace=_over_gaps(words.last_year, reached, data.bounds[1:2], data, words) or words.last_year)
    return _running_total(years, width, height, words, ascii=ascii, target=False)


def _running_total(
    data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool, target: bool
) -> list[Row]:
    """Return the running total over that of the pace, as dots; with *target* a line where the pace ends."""
    values = [0.0, *(value for _day, value in data.total), *(value for _day, value in data.total_pace)]
    values += fan_values(data)
    end = data.total_pace[-1][1] if data.total_pace and target else None
    named = data._replace(target=end, target_is="target", target_other=None)
    so_far = _over_gaps(words.so_far, [value for _day, value in data.total], data.bounds[:1], data, words)
    head = legend(
        named, words, width, height, ascii=ascii, target=end is not None, pace=bool(data.total_pace),
        fan=bool(data.fan), explained=[(f"  {so_far}", LINE)] if so_far else [],
    )  # fmt: skip
    frame = frame_of(data, values, width, height - len(head), words, from_zero=True)
    layers = line_layers(data.total_pace, width, PACE, form="dots")
    if end is not None:
        layers.append(Layer("level", [0], [end], TARGET))
    layers += fan_layers(data, width)
    layers += line_layers(data.total, width, LINE)
    layers += mark_layers(data, frame, width, height - len(head))
    return head + draw_figure(frame, layers, width, height - len(head), ascii=ascii)


def _over_gaps(name: str, total: Sequence[float], bound: Sequence[Bound], data: ChartData, words: ChartWords) -> str:
    """Return the newest running total that days are missing from, behind what it is of; empty where none are."""
    if not total or not bound or bound[0] == "exact":
        return ""
    return f"{name}: {words.bound(bound[0], data.written(total[-1]))}"


JUMP = "R"
"""What stands at a value that is a wider step from the one before than the moving range usually takes."""


def draw_limits(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the values of *data* with their limits; no rows when there are no values or no room."""
    points = [point for point in data.points if data.first <= point[0] <= data.last]
    if not points:
        return []
    outside = off_scale(points)
    values = [point[1] for point in points if point not in outside]
    for band in data.bands:
        edges = [edge for edge in (band.lower, band.centre, band.upper) if edge is not None]
        values += [*edges, *(edge + band.rise for edge in edges)]
    explained = _limits_explained(data, words, ascii=ascii)
    head = legend(
        data, words, width, height, ascii=ascii, target=False, pace=False, outside=outside, explained=explained
    )
    frame = frame_of(data, values, width, height - len(head), words)
    layers: list[Layer] = []
    for band in data.bands:
        layers += _edges(band)
    for run in runs(points, data.bridge):
        layers += line_layers(run, width, LINE)
    layers += mark_layers(data, frame, width, height - len(head))
    layers += [
        Layer("label", [float(day.toordinal())], [value], MARK, JUMP) for day, value in points if day in data.jumps
    ]
    signals = [point for point in points if point[0] in data.signals]
    if signals:
        layers.append(
            Layer("points", [float(day.toordinal()) for day, _value in signals], [value for _d, value in signals], MARK)
        )
    return head + draw_figure(frame, layers, width, height - len(head), ascii=ascii)


def _limits_explained(data: ChartData, words: ChartWords, *, ascii: bool) -> Row:
    """Return what the dashes, dots and points of a chart of limits are, of those that it has."""
    dashes, dots, point = sign_of("dashes", ascii=ascii), sign_of("dots", ascii=ascii), "O" if ascii else "●"
    explained: Row = []
    if data.bands:
        explained.append((f"  {dashes} {words.centre}", TARGET))
    if any(band.lower is not None or band.upper is not None for band in data.bands):
        explained.append((f"  {dots} {words.limits}", PACE))
    if data.signals:
        explained.append((f"  {point} {words.signal}", MARK))
    return explained


def _edges(band: Band) -> list[Layer]:
    """Return the centre of a segment as dashes and its limits as dots, from its first to its last day."""
    first, last = float(band.first.toordinal()), float(max(band.last, band.first).toordinal())
    steps = 40
    xs = [first + (last - first) * step / steps for step in range(steps + 1)]
    edges = [("dashes", band.centre, TARGET), ("dots", band.lower, PACE), ("dots", band.upper, PACE)]
    rises = [band.rise * step / steps for step in range(steps + 1)]
    return [Layer(form, xs, [edge + rise for rise in rises], role) for form, edge, role in edges if edge is not None]


LEAST_STEP = 2
"""The least cells a bar takes with the room beside it."""

MOST_STEP = 12


def draw_periods(
    data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool, with_values: bool = False
) -> list[Row]:
    """Return the newest bars of *data* that fit, each *with_values* below its figure; no rows when none has a value."""
    shown = data.bars[-max(1, (width - 10) // LEAST_STEP) :]
    values = [bar.value for bar in shown if bar.value is not None]
    if not values:
        return []
    data = data._replace(bars=shown)
    head = _legend(data, words, width, height, ascii=ascii)
    lines = [level for level in (data.bar_target, data.bar_other) if level is not None]
    levels = [*values, *lines]
    low, high = value_span([0.0, *levels], from_zero=True)
    marked = value_ticks(low, high, max(2, (height - len(head)) // 3))
    decimals = row_decimals(marked, data.unit)
    y_ticks = [(value, data.written(value, decimals)) for value in marked]
    line = (high - low) / max(1, height - len(head) - 4)
    if with_values:
        high += line
    room = max(1, width - max((len(label) for _value, label in y_ticks), default=0) - 1)
    step = max(1, min(MOST_STEP, room // len(shown)))
    layers = _columns(shown, step)
    layers += [Layer("level", [0], [level], TARGET) for level in lines]
    if with_values:
        layers += [
            Layer("label", [index * step + step / 2], [max(bar.value, 0.0) + line], BAR, text=data.written(bar.value))
            for index, bar in enumerate(shown)
            if bar.value is not None
        ]
    frame = Frame((0, max(1, room - 1)), (low, high), _labels(shown, step), y_ticks)
    numbers = [(_place(mark.day, shown, step), mark.number) for mark in data.marks if mark.day >= shown[0].start]
    layers += number_layers(numbers, frame, width, height - len(head))
    return head + draw_figure(frame, layers, width, height - len(head), ascii=ascii)


def _columns(shown: Sequence[Bar], step: int) -> list[Layer]:
    """Return the cells that bars of *step* cells fill, the last of them left free; x counts cells."""
    layers = []
    for role, partial, fill in ((BAR, False, "█"), (PARTIAL, True, "░")):
        xs, ys = [], []
        for index, bar in enumerate(shown):
            if bar.value is not None and bar.partial == partial:
                cells = range(index * step + 1, index * step + max(2, step))
                xs += [float(x) for x in cells]
                ys += [bar.value for _x in cells]
        layers.append(Layer("columns", xs, ys, role, text=fill))
    return layers


def _place(day: date, shown: Sequence[Bar], step: int) -> float:
    """Return the middle of the bar that *day* falls in, counted in cells; the first bar starts on it or before."""
    return max(index for index, bar in enumerate(shown) if bar.start <= day) * step + step / 2


def _labels(shown: Sequence[Bar], step: int) -> list[tuple[float, str]]:
    """Return the labels below the bars, every so many that they do not touch, the newest bar always with its own."""
    longest = max(len(bar.label) for bar in shown)
    every = ceil((longest + 2) / step)
    return [
        (index * step + step / 2, bar.label) for index, bar in enumerate(shown) if (len(shown) - 1 - index) % every == 0
    ]


def _legend(data: ChartData, words: ChartWords, width: int, height: int, *, ascii: bool) -> list[Row]:
    by_period = data._replace(target=data.bar_target, target_other=data.bar_other, first=data.bars[0].start)
    explained: Row = []
    over_gaps = [bar.label for bar in data.bars if bar.bound in OVER_GAPS and bar.value is not None]
    if over_gaps:
        explained.append((f"  {words.over_gaps(over_gaps, len(data.bars))}", PARTIAL))
    rows = legend(
        by_period, words, width, height, ascii=ascii, target=data.bar_target is not None, pace=False,
        explained=explained,
    )  # fmt: skip
    so_far = f"  {':' if ascii else '░'} {words.so_far}"
    if (
        rows
        and data.bars[-1].partial
        and data.bars[-1].value
        and sum(len(text) for text, _role in rows[0]) + len(so_far) <= width
    ):
        rows[0].append((so_far, PARTIAL))
    return rows


def draw_dual(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return two KPIs over the same days, the second as dots on a scale of its own at the right; no rows without both.

    Their heights say nothing of each other: only when they rise and fall does.
    """
    if not data.points or not data.other_points or data.other is None:
        return []
    head = legend(data, words._replace(pace=data.other_name), width, height, ascii=ascii, target=False, pace=True)
    right = value_span([value for _day, value in data.other_points])
    marked = value_ticks(*right, max(2, (height - len(head)) // 3))
    other = data._replace(unit=data.other.unit, kpi=data.other)
    decimals = row_decimals(marked, other.unit)
    ticks = [(value, other.written(value, decimals)) for value in marked]
    room = width - max((len(label) for _value, label in ticks), default=0) - 1
    if room < NARROWEST:
        return []
    frame = frame_of(data, [value for _day, value in data.points], room, height - len(head), words)
    frame = frame._replace(right=right, right_ticks=ticks)
    layers = [
        layer._replace(side="right")
        for run in runs(data.other_points, data.bridge)
        for layer in line_layers(run, width, PACE, form="dots")
    ]
    for run in runs(data.points, data.bridge):
        form = "points" if len(run) == 1 else "line"
        layers += line_layers(run, width, LINE, form=form)
    layers += mark_layers(data, frame, width, height - len(head))
    return head + draw_figure(frame, layers, width, height - len(head), ascii=ascii)


SHADES, PLAIN_SHADES = "·░▒▓█", ".:+%#"
"""From the lowest fifth of the range to the highest; a place without data is blank."""


def draw_weekdays(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return a bar a weekday, with what the middle half of its values is and on how many days; no rows without data."""
    measured = [cell for cell in data.profile if cell.value is not None]
    if not measured or width < NARROWEST or height < len(data.profile):
        return []
    decimals = row_decimals([cell.value for cell in measured if cell.value is not None], data.unit)
    texts = []
    for cell in data.profile:
        value = "-" if cell.value is None else data.written(cell.value, decimals)
        half = ""
        if cell.low is not None and cell.high is not None:
            half = f"{data.written(cell.low, decimals)}–{data.written(cell.high, decimals)}"
        texts.append((value, half.replace("–", "-") if ascii else half, f"n {cell.n}"))
    widths = [max(len(text[column]) for text in texts) for column in range(3)]
    labels = max(len(words.weekdays[index]) for index in range(7))
    show_range = width - labels - sum(widths) - 8 >= NARROWEST // 2
    room = width - labels - (sum(widths) + 7 if show_range else widths[0] + 3)
    highest = max(0.0, *(cell.value for cell in measured if cell.value is not None))
    rows = _titles(data, width, height - len(data.profile), ascii=ascii)
    for index, (cell, (value, half, count)) in enumerate(zip(data.profile, texts, strict=True)):
        length = round(max(0.0, cell.value or 0.0) / highest * room) if highest else 0
        bar = ("=" if ascii else "━") * length
        row: Row = [
            (f" {words.weekdays[index]:<{labels}} ", AXIS),
            (f"{bar:<{room}}", BAR),
            (f" {value:>{widths[0]}}", LINE),
        ]
        if show_range:
            row.append((f"  {half:>{widths[1]}}  {count:>{widths[2]}}", AXIS))
        rows.append(row)
    return rows


def draw_hours(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return a bar an hour of the day; no rows without data."""
    bars = tuple(Bar(f"{hour:02d}", data.first, cell.value, False) for hour, cell in enumerate(data.profile))
    return draw_periods(data._replace(bars=bars, marks=()), width, height, words, ascii=ascii)


def draw_heat(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the hours of the day across and the weekdays down, darker where more is usual; no rows without data."""
    values = [cell.value for cell in data.profile if cell.value is not None]
    labels = max(map(len, words.weekdays))
    step = min(3, (width - labels - 2) // 24)
    if not values or step < 1 or height < 8:
        return []
    low, high = min(values), max(values)
    shades = PLAIN_SHADES if ascii else SHADES
    rows = _titles(data, width, height - 8, ascii=ascii)
    for weekday in range(7):
        cells = ""
        for hour in range(24):
            value = data.profile[weekday * 24 + hour].value
            cells += (" " if value is None else shades[_fifth(value, low, high)]) * step
        rows.append([(f" {words.weekdays[weekday]:<{labels}} ", AXIS), (cells, BAR)])
    every = 3 if step > 1 else 6
    axis = "".join(f"{hour:02d}".ljust(every * step) for hour in range(0, 24, every))
    rows.append([(" " * (labels + 2) + axis, AXIS)])
    if height > len(rows):
        ends = [(shades[0], low), (shades[-1], high)] if low < high else [(shades[-1], high)]
        legend = "  ".join(["", *(f"{shade} {data.written(value)}" for shade, value in ends)])[1:]
        rows.append([(legend[:width], AXIS)])
    return rows


def _fifth(value: float, low: float, high: float) -> int:
    return min(4, int((value - low) / (high - low) * 5)) if high > low else 4


def _titles(data: ChartData, width: int, room: int, *, ascii: bool) -> list[Row]:
    """Return the title of what is usual in at most two rows, and in at most *room*; what has no room is cut."""
    title = data.title
    if ascii:
        title = "".join(map(lookalike, title)).replace("–", "-")
    lines = textwrap.wrap(title, max(1, width - 1)) if min(room, 2) > 1 else [title]
    lines = [*lines[:1], " ".join(lines[1:])] if len(lines) > 1 else lines
    more = "..." if ascii else "…"
    fitting = [line if len(line) < width else line[: width - 1 - len(more)] + more for line in lines]
    return [[(f" {line}", LINE)] for line in fitting[: max(0, room)]]


FILLS, PLAIN_FILLS = "█▒▞░▚▄", "#:=.%-"
"""The fill of each part, and in ASCII; neighbours are as unlike as can be."""

NARROWEST_PARTS, SHORTEST_BAR = 20, 4
WITH_WORDS = 40
"""From this many columns on it is said that the last period runs."""
WITH_COUNTS = 60
"""From this many columns on the days that have all parts are named as such."""


def draw_parts(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the newest periods of *data* that fit, a row each; no rows when none has a value or there is no room."""
    if width < NARROWEST_PARTS or height < 2 or all(stack.whole is None for stack in data.stacks):
        return []
    data = _joined(data, words, ascii=ascii)
    fills = PLAIN_FILLS if ascii else FILLS
    head = legend(data, words, width, height, ascii=ascii, target=False, pace=False)
    head += _part_names(data, width, fills)
    head = head[: height - 1]
    shown = data.stacks[-(height - len(head)) :]
    labels = max(len(stack.label) for stack in shown)
    totals = ["-" if stack.whole is None else data.written(stack.whole) for stack in shown]
    if shown[-1].partial and shown[-1].whole is not None and width >= WITH_WORDS:
        totals[-1] += f" {words.so_far}"
    totals = [total + _covered(stack, width, words) for stack, total in zip(shown, totals, strict=True)]
    numbers = _mark_numbers(data, shown)
    room = width - labels - 3 - max(len(total) + len(number) for total, number in zip(totals, numbers, strict=True))
    if room < SHORTEST_BAR:
        return []
    largest = max(stack.whole for stack in shown if stack.whole is not None) if _any_whole(shown) else 0.0
    rows = []
    for stack, total, number in zip(shown, totals, numbers, strict=True):
        row: Row = [(f" {stack.label:>{labels}} ", AXIS), *_part_bar(stack, room, largest, fills), (f" {total}", AXIS)]
        rows.append([*row, (number, MARK)] if number else row)
    return head + rows


def _covered(stack: Stack, width: int, words: ChartWords) -> str:
    """Return on how many days a period has all parts, with a space before it; empty where it has on all."""
    coverage = stack.coverage
    if stack.whole is None or not coverage.missing:
        return ""
    return f" ({words.covered(coverage)})" if width >= WITH_COUNTS else f" {coverage.there}/{coverage.expected}"


def _any_whole(stacks: Sequence[Stack]) -> bool:
    return any(stack.whole is not None for stack in stacks)


def _joined(data: ChartData, words: ChartWords, *, ascii: bool) -> ChartData:
    """Return *data* with the smallest of its parts taken together where there are more than fills."""
    names = [("".join(map(lookalike, name)) if ascii else name) for name in data.part_names]
    if len(names) <= len(FILLS):
        return data._replace(part_names=tuple(names))
    sizes = [sum(abs(stack.values[index] or 0.0) for stack in data.stacks) for index in range(len(names))]
    largest = sorted(sorted(range(len(names)), key=lambda index: -sizes[index])[: len(FILLS) - 1])
    small = [index for index in range(len(names)) if index not in largest]

    def joined(values: Sequence[float | None]) -> tuple[float | None, ...]:
        small_values = [value for index in small if (value := values[index]) is not None]
        return (*(values[index] for index in largest), sum(small_values) if small_values else None)

    stacks = tuple(stack._replace(values=joined(stack.values)) for stack in data.stacks)
    names = [*(names[index] for index in largest), words.others.format(n=len(small))]
    return data._replace(part_names=tuple(names), stacks=stacks)


def _part_bar(stack: Stack, room: int, largest: float, fills: str) -> Row:
    """Return the bar of one period, *room* cells for the *largest* whole; none where a part is below zero."""
    bar: Row = []
    values = [value or 0.0 for value in stack.values]
    if stack.whole is None or largest <= 0 or min(values, default=0.0) < 0:
        return bar
    drawn, sum_so_far = 0, 0.0
    for value, fill in zip(values, fills, strict=False):
        sum_so_far += value
        end = min(room, round(sum_so_far / largest * room))
        if end > drawn:
            bar.append((fill * (end - drawn), PARTIAL if stack.partial else BAR))
            drawn = end
    return bar


def _mark_numbers(data: ChartData, shown: Sequence[Stack]) -> list[str]:
    """Return the numbers of the marks that fall in each period, with room before each."""
    starts = [stack.start for stack in shown]
    numbers = [""] * len(shown)
    for mark in data.marks:
        place = sum(start <= mark.day for start in starts) - 1
        if place >= 0 and data.first <= mark.day <= data.last:
            numbers[place] += f" {mark.number}"
    return [f" {number}" if number else "" for number in numbers]


def _part_names(data: ChartData, width: int, fills: str) -> list[Row]:
    """Return the fill of each part with its name, in as many rows as they take."""
    rows: list[Row] = [[]]
    left = width
    for name, fill in zip(data.part_names, fills, strict=False):
        text = f" {fill} {name} "
        if len(text) > left and rows[-1]:
            rows.append([])
            left = width
        rows[-1].append((text[:left], BAR))
        left -= len(text)
    return rows
