"""The natural limits: each value against the centre and the limits of its segment, signals marked."""

from __future__ import annotations

from kpitui.charts.axes import frame_of, off_scale
from kpitui.charts.figure import Layer, draw_figure
from kpitui.charts.layers import line_layers, mark_layers, runs
from kpitui.charts.legend import legend
from kpitui.charts.spec import LINE, MARK, PACE, TARGET, Band, ChartData, ChartWords, Row

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
