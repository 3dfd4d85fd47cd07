"""A trend as one SVG picture for a page on paper: lines told apart by their form, so that it is read without colour.

No script, no font or file from elsewhere. How a chart is drawn in a terminal is `figure`'s work.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from kpitui.charts.layout import day_ticks, runs, thinned, value_span, value_ticks
from kpitui.charts.spec import ChartData, ChartWords, Point

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 8, 22
"""Room around the lines, for the labels."""

SHORT = 1.5
"""Radius of the dot that stands for a value without neighbours."""


class _Frame(NamedTuple):
    """Where days and values lie on the picture."""

    first: int
    last: int
    low: float
    high: float

    def x(self, day: date) -> float:
        span = max(1, self.last - self.first)
        return LEFT + (day.toordinal() - self.first) / span * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return TOP + (self.high - inside) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def svg_trend(data: ChartData, words: ChartWords, described: str) -> str:
    """Return the values of *data* with target, pace and numbered notes as an ``<svg>`` element; empty without values.

    *described* says in a sentence what is to be seen, for those who do not see it.
    """
    points = [point for point in data.points if data.first <= point[0] <= data.last]
    if not points:
        return ""
    frame = _frame(data, points)
    parts = [
        *_axes(data, frame, words),
        *(_line("pace", frame, data.pace) if data.pace else ()),
        *_target(data, frame),
        *(part for run in runs(points, data.bridge) for part in _line("actual", frame, thinned(run, WIDTH))),
        *_marks(data, frame),
    ]
    head = f'<svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
    return f"{head}<title>{escape(data.title)}</title><desc>{escape(described)}</desc>{''.join(parts)}</svg>"


def _frame(data: ChartData, points: Sequence[Point]) -> _Frame:
    values = [value for _day, value in (*points, *data.pace)]
    values += [level for level in (data.target, data.target_other) if level is not None]
    return _Frame(data.first.toordinal(), data.last.toordinal(), *value_span(values))


def _axes(data: ChartData, frame: _Frame, words: ChartWords) -> list[str]:
    parts = []
    for value in value_ticks(frame.low, frame.high, 4):
        y = frame.y(value)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(_text(LEFT - 6, y + 4, data.written(value), "end"))
    for day, label in day_ticks(data.first, data.last, 64, words.months, words.day):
        x = frame.x(day)
        anchor = "start" if x < LEFT + 20 else "end" if x > WIDTH - RIGHT - 20 else "middle"
        parts.append(_text(x, HEIGHT - 6, label, anchor))
    return parts


def _target(data: ChartData, frame: _Frame) -> list[str]:
    levels = [level for level in (data.target, data.target_other) if level is not None]
    return [f'<path class="target" d="M{LEFT} {frame.y(level):.1f}H{WIDTH - RIGHT}"/>' for level in levels]


def _line(name: str, frame: _Frame, points: Sequence[Point]) -> list[str]:
    if len(points) == 1:
        ((day, value),) = points
        return [f'<circle class="{name}" cx="{frame.x(day):.1f}" cy="{frame.y(value):.1f}" r="{SHORT}"/>']
    path = " ".join(f"{frame.x(day):.1f},{frame.y(value):.1f}" for day, value in points)
    return [f'<polyline class="{name}" points="{path}"/>']


def _marks(data: ChartData, frame: _Frame) -> list[str]:
    marks = [mark for mark in data.marks if data.first <= mark.day <= data.last]
    return [
        f'<path class="mark" d="M{frame.x(mark.day):.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
        + _text(frame.x(mark.day) + 3, TOP + 10, str(mark.number), "start")
        for mark in marks
    ]


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
