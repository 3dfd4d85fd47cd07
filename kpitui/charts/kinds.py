"""The charts there are: the trend, the running total, the natural limits, and a bar for each period.

A line is broken where data is missing; the running total starts at the first day of the chart; a signal beyond the
natural limits is marked; a period that is not over is drawn lighter, one without data stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from kpitui.charts.figure import Frame, Layer, draw_figure
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
    span_of,
    value_ticks,
)
from kpitui.charts.spec import BAR, LINE, MARK, PACE, PARTIAL, TARGET, Band, Bar, ChartData, ChartWords, Point, Row
from kpitui.core.figures import row_decimals
from kpitui.core.kinds import KINDS


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
        data, words, width, height, ascii=ascii, target=data.target is not None, pace=bool(data.pace), outside=outside
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
    values = [0.0, *(value for _day, value in data.total), *(value for _day, value in data.total_pace)]
    values += fan_values(data)
    head = legend(data, words, width, height, ascii=ascii, target=False, pace=bool(data.total_pace))
    frame = frame_of(data, values, width, height - len(head), words, from_zero=True)
    layers = line_layers(data.total_pace, width, PACE, form="dots")
    if data.total_pace:
        layers.append(Layer("level", [0], [data.total_pace[-1][1]], TARGET))
    layers += fan_layers(data, width)
    layers += line_layers(data.total, width, LINE)
    layers += mark_layers(data, frame, width, height - len(head))
    return head + draw_figure(frame, layers, width, height - len(head), ascii=ascii)


def draw_years(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the running total of this year over that of last year, as dots; no rows without either."""
    if not data.total and not data.total_before:
        return []
    values = [0.0, *(value for _day, value in data.total), *(value for _day, value in data.total_before)]
    head = legend(
        data,
        words._replace(pace=words.last_year),
        width,
        height,
        ascii=ascii,
        target=False,
        pace=bool(data.total_before),
    )
    frame = frame_of(data, values, width, height - len(head), words, from_zero=True)
    layers = line_layers(data.total_before, width, PACE, form="dots")
    layers += line_layers(data.total, width, LINE)
    layers += mark_layers(data, frame, width, height - len(head))
    return head + draw_figure(frame, layers, width, height - len(head), ascii=ascii)


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
    head = legend(data, words, width, height, ascii=ascii, target=False, pace=False, outside=outside)
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


def _edges(band: Band) -> list[Layer]:
    """Return centre and limits of a segment as dots, from its first to its last day."""
    first, last = float(band.first.toordinal()), float(max(band.last, band.first).toordinal())
    steps = 40
    xs = [first + (last - first) * step / steps for step in range(steps + 1)]
    edges = [(band.centre, TARGET), (band.lower, PACE), (band.upper, PACE)]
    rises = [band.rise * step / steps for step in range(steps + 1)]
    return [Layer("dots", xs, [edge + rise for rise in rises], role) for edge, role in edges if edge is not None]


NARROWEST = 2
"""The least cells a bar takes with the room beside it."""

WIDEST = 12


def draw_periods(
    data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool, with_values: bool = False
) -> list[Row]:
    """Return the newest bars of *data* that fit, each *with_values* below its figure; no rows when none has a value."""
    shown = data.bars[-max(1, (width - 10) // NARROWEST) :]
    values = [bar.value for bar in shown if bar.value is not None]
    if not values:
        return []
    data = data._replace(bars=shown)
    head = _legend(data, words, width, height, ascii=ascii)
    lines = [level for level in (data.bar_target, data.bar_other) if level is not None]
    levels = [*values, *lines]
    low, high = span_of([0.0, *levels], from_zero=True)
    marked = value_ticks(low, high, max(2, (height - len(head)) // 3))
    decimals = row_decimals(marked, data.unit)
    y_ticks = [(value, data.written(value, decimals)) for value in marked]
    line = (high - low) / max(1, height - len(head) - 4)
    if with_values:
        high += line
    room = max(1, width - max((len(label) for _value, label in y_ticks), default=0) - 1)
    step = max(1, min(WIDEST, room // len(shown)))
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
    rows = legend(by_period, words, width, height, ascii=ascii, target=data.bar_target is not None, pace=False)
    so_far = f"  {':' if ascii else '░'} {words.so_far}"
    if rows and data.bars[-1].partial and sum(len(text) for text, _role in rows[0]) + len(so_far) <= width:
        rows[0].append((so_far, PARTIAL))
    return rows
