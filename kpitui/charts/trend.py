"""The trend: each day's value as a line that is broken where data is missing, with target, pace and numbered notes."""

from __future__ import annotations

from kpitui.charts.axes import frame_of, off_scale
from kpitui.charts.figure import Layer, draw_figure
from kpitui.charts.layers import day_x, fan_layers, fan_values, line_layers, mark_layers, runs
from kpitui.charts.legend import legend
from kpitui.charts.spec import LINE, MARK, PACE, TARGET, ChartData, ChartWords, Row


def draw_trend(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the values of *data* over its days; no rows when there is no value or no room."""
    points = [point for point in data.points if data.first <= point[0] <= data.last]
    if not points:
        return []
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
        layers += line_layers(run, width, LINE)
    layers += mark_layers(data, frame, width, height - len(head))
    for day, value in outside:
        edge, sign = (frame.y[1], "^") if value > frame.y[1] else (frame.y[0], "v")
        layers.append(Layer("label", [day_x(day)], [edge], MARK, text=sign))
    return head + draw_figure(frame, layers, width, height - len(head), ascii=ascii)
