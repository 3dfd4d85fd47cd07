"""The line above a chart: what is drawn, what the signs in it mean, and the texts of the notes as far as they fit."""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.charts.spec import AXIS, LINE, MARK, PACE, TARGET, ChartData, Point, Row, Words

LOWEST = 8
"""Below this height a chart has no line to spare for a legend."""


def legend(
    data: ChartData,
    words: Words,
    width: int,
    height: int,
    *,
    ascii: bool,
    target: bool,
    pace: bool,
    outside: Sequence[Point] = (),
) -> list[Row]:
    """Return the legend as one row, or no row when the chart is too low for it; *outside* is off the scale."""
    if height < LOWEST or width < 20:
        return []
    runs: Row = [(f" {data.title}", LINE)]
    if target:
        level = f"  {'--' if ascii else '──'} {words.target}"
        runs.append((f"{level} {data.written(data.target)}" if data.target is not None else level, TARGET))
    if pace:
        runs.append((f"  {'..' if ascii else '··'} {words.pace}", PACE))
    for day, value in outside:
        sign = "^" if value > 0 else "v"
        runs.append((f"  {sign} {data.written(value)}, {day.day} {words.months[day.month - 1]}", MARK))
    for mark in data.marks:
        if data.first <= mark.day <= data.last:
            runs.append((f"  {mark.number} {mark.text}", MARK))
    return [_cut(runs, width, ascii=ascii)]


def _cut(runs: Row, width: int, *, ascii: bool) -> Row:
    kept: Row = []
    room = width
    for text, role in runs:
        shown = text.replace("€", "EUR").encode("ascii", "replace").decode() if ascii else text
        if len(shown) > room:
            more = "..." if ascii else "…"
            if room > 8:
                kept.append((shown[: room - len(more)] + more, role))
            break
        kept.append((shown, role))
        room -= len(shown)
    return kept or [("", AXIS)]
