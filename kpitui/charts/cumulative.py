"""The running total since the first day of the chart, against the pace line and the target."""

from __future__ import annotations

from kpitui.charts.axes import frame_of
from kpitui.charts.figure import Layer, draw_figure
from kpitui.charts.layers import fan_layers, fan_values, line_layers, mark_layers
from kpitui.charts.legend import legend
from kpitui.charts.spec import LINE, PACE, TARGET, ChartData, ChartWords, Row


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
