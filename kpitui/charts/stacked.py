"""A whole by its parts: a bar for each period, made up of the parts, which are told apart by their fill and not by hue.

Bars lie on their side, so that a period is one row in any width, with its label, its total and the numbers of the notes
that fall in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpitui.charts.layout import legend
from kpitui.charts.spec import AXIS, BAR, MARK, PARTIAL, ChartData, ChartWords, Row, Stack
from kpitui.i18n.lookalikes import lookalike

FILLS, PLAIN_FILLS = "█▒▞░▚▄", "#:=.%-"
"""The fill of each part, and in ASCII; neighbours are as unlike as can be."""

NARROWEST, SHORTEST_BAR = 20, 4
WITH_WORDS = 40
"""From this many columns on it is said that the last period runs."""


def draw_parts(data: ChartData, width: int, height: int, words: ChartWords, *, ascii: bool) -> list[Row]:
    """Return the newest periods of *data* that fit, a row each; no rows when none has a value or there is no room."""
    if width < NARROWEST or height < 2 or all(stack.whole is None for stack in data.stacks):
        return []
    data = _joined(data, words, ascii=ascii)
    fills = PLAIN_FILLS if ascii else FILLS
    head = legend(data, words, width, height, ascii=ascii, target=False, pace=False)
    head += _names(data, width, fills)
    head = head[: height - 1]
    shown = data.stacks[-(height - len(head)) :]
    labels = max(len(stack.label) for stack in shown)
    totals = ["-" if stack.whole is None else data.written(stack.whole) for stack in shown]
    if shown[-1].partial and width >= WITH_WORDS:
        totals[-1] += f" {words.so_far}"
    numbers = _numbers(data, shown)
    room = width - labels - 3 - max(len(total) + len(number) for total, number in zip(totals, numbers, strict=True))
    if room < SHORTEST_BAR:
        return []
    largest = max(stack.whole for stack in shown if stack.whole is not None) if _any_whole(shown) else 0.0
    rows = []
    for stack, total, number in zip(shown, totals, numbers, strict=True):
        row: Row = [(f" {stack.label:>{labels}} ", AXIS), *_bar(stack, room, largest, fills), (f" {total}", AXIS)]
        rows.append([*row, (number, MARK)] if number else row)
    return head + rows


def _any_whole(stacks: Sequence[Stack]) -> bool:
    return any(stack.whole is not None for stack in stacks)


def _joined(data: ChartData, words: ChartWords, *, ascii: bool) -> ChartData:
    """Return *data* with the smallest of its parts taken together where there are more than fills."""
    names = [("".join(map(lookalike, name)) if ascii else name) for name in data.part_names]
    if len(names) <= len(FILLS):
        return data._replace(part_names=tuple(names))
    sizes = [sum(abs(stack.values[index] or 0.0) for stack in data.stacks) for index in range(len(names))]
    largest = sorted(sorted(range(len(names)), key=lambda index: -sizes[index])[: len(FILLS) - 1])
    small = [index for index in range(len(names)) if index not in largest]

    def joined(values: Sequence[float | None]) -> tuple[float | None, ...]:
        small_values = [value for index in small if (value := values[index]) is not None]
        return (*(values[index] for index in largest), sum(small_values) if small_values else None)

    stacks = tuple(stack._replace(values=joined(stack.values)) for stack in data.stacks)
    names = [*(names[index] for index in largest), words.others.format(n=len(small))]
    return data._replace(part_names=tuple(names), stacks=stacks)


def _bar(stack: Stack, room: int, largest: float, fills: str) -> Row:
    """Return the bar of one period, *room* cells for the *largest* whole; none where a part is below zero."""
    bar: Row = []
    values = [value or 0.0 for value in stack.values]
    if stack.whole is None or largest <= 0 or min(values, default=0.0) < 0:
        return bar
    drawn, sum_so_far = 0, 0.0
    for value, fill in zip(values, fills, strict=False):
        sum_so_far += value
        end = min(room, round(sum_so_far / largest * room))
        if end > drawn:
            bar.append((fill * (end - drawn), PARTIAL if stack.partial else BAR))
            drawn = end
    return bar


def _numbers(data: ChartData, shown: Sequence[Stack]) -> list[str]:
    """Return the numbers of the marks that fall in each period, with room before each."""
    starts = [stack.start for stack in shown]
    numbers = [""] * len(shown)
    for mark in data.marks:
        place = sum(start <= mark.day for start in starts) - 1
        if place >= 0 and data.first <= mark.day <= data.last:
            numbers[place] += f" {mark.number}"
    return [f" {number}" if number else "" for number in numbers]


def _names(data: ChartData, width: int, fills: str) -> list[Row]:
    """Return the fill of each part with its name, in as many rows as they take."""
    rows: list[Row] = [[]]
    left = width
    for name, fill in zip(data.part_names, fills, strict=False):
        text = f" {fill} {name} "
        if len(text) > left and rows[-1]:
            rows.append([])
            left = width
        rows[-1].append((text[:left], BAR))
        left -= len(text)
    return rows
