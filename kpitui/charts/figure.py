"""Drawing on a grid of characters with plotext; the only file that knows it.

plotext is given numbers only, never dates and never text from people in places it measures, and draws with palette
numbers that stand for roles. Values are cut to the window first: it visits every cell of a segment, however far
outside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple, Protocol

from kpitui.charts.spec import AXIS, Row
from kpitui.i18n.lookalikes import SIGNS

SGR = re.compile(r"\x1b\[([0-9;]*)m")
ASCII = str.maketrans({sign: plain for sign, plain in SIGNS.items() if len(plain) == 1})
"""What is drawn instead of a sign: one cell for one, so that the figure keeps its size."""

NARROWEST, LOWEST = 16, 4
"""Below this a figure has no room for its axes."""


SIGN_OF = {"dots": ("·", "."), "edges": ("░", ":"), "middle": ("╌", "*"), "dashes": ("╌", "-")}
"""What lines that are no data are made of, and in ASCII: told apart without colour, also in the legend."""


class Layer(NamedTuple):
    """One thing in the figure: a line or dots through points, columns filled from 0, a level across, or a label."""

    form: str
    """``line``, ``dots``, ``edges``, ``middle``, ``dashes``, ``points``, ``columns``, ``level`` or ``label``."""
    xs: Sequence[float]
    ys: Sequence[float]
    role: int
    text: str = ""
    """What a label says, digits and plain letters of our own, or the sign that columns are filled with."""
    side: str = "left"
    """The axis that its heights are read from."""


class Frame(NamedTuple):
    """The window that the layers are seen through, and the marks on its axes."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]
    right: tuple[float, float] = (0.0, 1.0)
    right_ticks: Sequence[tuple[float, str]] = ()
    """The window and the marks of a second scale, at the right; without marks there is none."""


def draw_figure(frame: Frame, layers: Sequence[Layer], width: int, height: int, *, ascii: bool) -> list[Row]:
    """Return the figure as at most *height* rows of at most *width* cells; no rows when that is too small for it."""
    if width < NARROWEST or height < LOWEST:
        return []
    from plotext._figure import _figure_class

    figure = _figure_class()
    figure._limit_size(False, False)  # else it keeps to the terminal it believes in
    figure.plotsize(width, height)
    figure._set_size(width, height)
    figure.theme("clear")
    figure.xaxes(True, False)
    figure.yaxes(True, bool(frame.right_ticks))
    figure.ticks_color(AXIS)
    figure.xlim(*frame.x)
    figure.ylim(*frame.y)
    figure.xticks([x for x, _label in frame.x_ticks], [label for _x, label in frame.x_ticks])
    figure.yticks([x for x, _label in frame.y_ticks], [label for _x, label in frame.y_ticks])
    if frame.right_ticks:
        figure.ylim(*frame.right, yside="right")
        figure.yticks([y for y, _label in frame.right_ticks], [label for _y, label in frame.right_ticks], yside="right")
    for layer in layers:
        _add(figure, layer, frame, ascii=ascii)
    lines = figure.build().rstrip("\n").split("\n")
    return [_runs(line.translate(ASCII) if ascii else line) for line in lines[:height]]


def _add(canvas: _Canvas, layer: Layer, frame: Frame, *, ascii: bool) -> None:
    finite = [(x, y) for x, y in zip(layer.xs, layer.ys, strict=True) if isfinite(x) and isfinite(y)]
    window = frame.right if layer.side == "right" else frame.y
    xs, ys = [x for x, _y in finite], [_within(y, window) for _x, y in finite]
    if not finite:
        return
    if layer.form == "line":
        canvas.plot(xs, ys, marker="*" if ascii else "braille", color=layer.role)
    elif layer.form in SIGN_OF:
        canvas.plot(xs, ys, marker=SIGN_OF[layer.form][ascii], color=layer.role, yside=layer.side)
    elif layer.form == "points":
        canvas.scatter(xs, ys, marker="O" if ascii else "●", color=layer.role)
    elif layer.form == "columns":
        for x, y in zip(xs, ys, strict=True):
            canvas.plot([x], [y], marker=layer.text, color=layer.role, fillx=True)
    elif layer.form == "level":
        canvas.hline(ys[0], layer.role)
    else:
        canvas.text(layer.text, xs[0], ys[0], color=layer.role)


class _Canvas(Protocol):
    """What the layers use of plotext's figure, which has no types of its own."""

    def plot(self, xs: list[float], ys: list[float], **options: object) -> None: ...
    def scatter(self, xs: list[float], ys: list[float], **options: object) -> None: ...
    def hline(self, y: float, color: int) -> None: ...
    def text(self, label: str, x: float, y: float, **options: object) -> None: ...


def _within(value: float, window: tuple[float, float]) -> float:
    return min(max(value, window[0]), window[1])


def _runs(line: str) -> Row:
    role, row = AXIS, []
    for index, part in enumerate(SGR.split(line)):
        if index % 2:
            role = int(part[5:]) if part.startswith("38;5;") and part[5:].isdigit() else AXIS
        elif part:
            row.append((part, role))
    return row
