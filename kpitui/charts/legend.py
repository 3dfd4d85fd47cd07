"""The lines above a chart: what is drawn, what the signs in it mean, and the texts of the numbered marks.

Marks stand behind the title where they fit; else they get lines of their own, the newest kept when there are too many.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.charts.spec import AXIS, LINE, MARK, PACE, TARGET, ChartData, ChartWords, Point, Row
from kpitui.i18n.lookalikes import lookalike

LOWEST = 8
"""Below this height a chart has no line to spare for a legend."""

LINE_EVERY = 6
"""A chart of so many rows gives one to marks that do not fit behind its title, one of twice as many two."""


def legend(
    data: ChartData,
    words: ChartWords,
    width: int,
    height: int,
    *,
    ascii: bool,
    target: bool,
    pace: bool,
    outside: Sequence[Point] = (),
) -> list[Row]:
    """Return the legend, or no row when the chart is too low for it; *outside* is off the scale."""
    if height < LOWEST or width < 20:
        return []
    runs: Row = [(f" {data.title}", LINE)]
    if target:
        level = f"  {'--' if ascii else '──'} {words.levels[data.target_is]}"
        runs.append((f"{level} {data.level_text()}" if data.target is not None else level, TARGET))
    if pace:
        runs.append((f"  {'..' if ascii else '··'} {words.pace}", PACE))
    for day, value in outside:
        sign = "^" if value > 0 else "v"
        runs.append((f"  {sign} {data.written(value)}, {day.day} {words.months[day.month - 1]}", MARK))
    marks = [mark for mark in data.marks if data.first <= mark.day <= data.last]
    numbered: Row = [(f"  {mark.number} {mark.text}", MARK) for mark in marks]
    if sum(len(text) for text, _role in [*runs, *numbered]) <= width:
        return [_cut([*runs, *numbered], width, ascii=ascii)]
    lines = _marks(numbered, width, max(1, height // LINE_EVERY), ascii=ascii)
    return [_cut(runs, width, ascii=ascii), *lines]


def _marks(numbered: Row, width: int, most: int, *, ascii: bool) -> list[Row]:
    """Return marks in at most *most* rows, filled from the newest back; older ones that do not fit are left out."""
    rows: list[Row] = [[]]
    room = width
    for text, role in reversed(numbered):
        if rows[0] and len(text) > room:
            if len(rows) == most:
                break
            rows.insert(0, [])
            room = width
        rows[0].insert(0, (text, role))
        room -= len(text)
    return [_cut(row, width, ascii=ascii) for row in rows if row]


def _cut(runs: Row, width: int, *, ascii: bool) -> Row:
    cut: Row = []
    room = width
    for text, role in runs:
        shown = "".join(map(lookalike, text)) if ascii else text
        if len(shown) > room:
            more = "..." if ascii else "…"
            if room > 8:
                cut.append((shown[: room - len(more)] + more, role))
            break
        cut.append((shown, role))
        room -= len(shown)
    return cut or [("", AXIS)]
