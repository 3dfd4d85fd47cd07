"""The layers that several charts share: lines broken where data is missing, the fan of a forecast, numbered marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kpitui.charts.figure import Frame, Layer
from kpitui.charts.spec import MARK, PARTIAL, ChartData, Point

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
    shown = points if form == "dots" else thinned(points, 2 * width)
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
    """Return where it is likely to go: the edges as dots, the middle as a line."""
    low = [(day, edge) for day, edge, _middle, _high in data.fan]
    middle = [(day, edge) for day, _low, edge, _high in data.fan]
    high = [(day, edge) for day, _low, _middle, edge in data.fan]
    return [
        *line_layers(low, width, PARTIAL, form="dots"),
        *line_layers(middle, width, PARTIAL),
        *line_layers(high, width, PARTIAL, form="dots"),
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


def day_x(day: date) -> float:
    """Return where a day stands on the axis."""
    return float(day.toordinal())


def _value(point: Point) -> float:
    return point[1]
