"""One bar for each period; a period that is not over is drawn lighter, one without data stays empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from kpitui.charts.axes import span_of
from kpitui.charts.figure import Frame, Layer, draw_figure
from kpitui.charts.layers import number_layers
from kpitui.charts.legend import legend
from kpitui.charts.spec import BAR, PARTIAL, TARGET, Bar, ChartData, ChartWords, Row
from kpitui.charts.ticks import value_ticks
from kpitui.core.figures import row_decimals

NARROWEST = 2
"""The least cells a bar takes with the room beside it."""

WIDEST = 12


def draw_periods(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the newest bars of *data* that fit; no rows when none has a value."""
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
    room = max(1, width - max((len(label) for _value, label in y_ticks), default=0) - 1)
    step = max(1, min(WIDEST, room // len(shown)))
    layers = _columns(shown, step)
    layers += [Layer("level", [0], [line], TARGET) for line in lines]
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
