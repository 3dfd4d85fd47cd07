"""The title of a goal after its target or deadline changed: what it states of the old ones becomes the new ones.

A title is the sentence that a goal was typed as. What it states is read again as it was then; a figure or a day that
was the goal's is replaced, and whatever else stands there is a person's own and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from kpitui.core.goal import Goal, Target
from kpitui.core.goal_text import SentenceMark, Wish, read_wish
from kpitui.core.record import Record

ALIKE = 0.005
"""The share up to which a figure in a title is that of the goal: a target may have been rounded."""

_NUMBER = re.compile(r"\d[\d.,]*")


class Retitled(Record):
    """A title that follows its goal."""

    title: str
    conflicts: tuple[str, ...] = ()
    """The words of it that state another figure or day than those of the goal."""


class TitleWords(Record):
    """How a title is read and written."""

    month_first: bool
    figure: Callable[[float], str]
    """Writes a figure as it is typed."""
    until: Callable[[date], str]
    """Writes up to which day a goal lasts."""


def retitled(old: Goal, new: Goal, words: TitleWords) -> Retitled:
    """Return the title of *old* as it is to be for *new*, which has another target or deadline.

    What it stated of *old*, and can't be put in other words, is a conflict.
    """
    typed = old.created if old.created > date.min else old.start
    wish = read_wish(old.title, typed, month_first=words.month_first)
    title, conflicts = old.title, []
    for mark in reversed(wish.marks):
        stated = old.title[mark.start : mark.end]
        other = _other_words(mark, stated, wish, old, new, words)
        if other is None:
            conflicts.append(stated)
        else:
            title = title[: mark.start] + other + title[mark.end :]
    return Retitled(title, tuple(conflicts[::-1]))


def contradictions_of(goal: Goal, today: date, *, month_first: bool) -> tuple[str, ...]:
    """Return the words of a title, typed on *today*, that state another figure or day than those of *goal*."""
    wish = read_wish(goal.title, today, month_first=month_first)
    conflicts = []
    for mark in wish.marks:
        figure = {"target": wish.target, "low": wish.low}.get(mark.part)
        other_day = mark.part == "deadline" and wish.deadline not in (None, goal.deadline)
        if other_day or (figure is not None and goal.targets and _edge_of(goal.targets[-1], figure) is None):
            conflicts.append(goal.title[mark.start : mark.end])
    return tuple(conflicts)


def _other_words(mark: SentenceMark, stated: str, wish: Wish, old: Goal, new: Goal, words: TitleWords) -> str | None:
    """Return what takes the place of the *stated* words; the same where nothing does, None where nothing can."""
    if mark.part in ("deadline", "period") and wish.deadline == old.deadline != new.deadline:
        until = words.until(new.deadline)
        return until[:1].upper() + until[1:] if stated[:1].isupper() else until
    if not old.targets or not new.targets:
        return stated
    was, now = old.targets[-1], new.targets[-1]
    if mark.part == "keep" and wish.keep == was.keep != now.keep:
        return None if now.keep is None or wish.keep is None else _kept(stated, wish.keep, now.keep)
    if mark.part in ("target", "low"):
        return _with_edge(mark.part, stated, wish, (was, now), words)
    if mark.part == "change" and was.value != now.value:
        return _with_change(stated, wish, old, now, words)
    return stated


def _with_edge(part: str, stated: str, wish: Wish, targets: tuple[Target, Target], words: TitleWords) -> str | None:
    """Return the words of a figure of the first of two *targets* with that of the second; None where it has none."""
    was, now = targets
    figure = wish.target if part == "target" else wish.low
    edge = None if figure is None else _edge_of(was, figure, "low" if part == "low" else "")
    if figure is None or edge is None or getattr(was, edge) == getattr(now, edge):
        return stated
    value = getattr(now, edge)
    return None if value is None else _with_figure(stated, figure, value, words)


def _edge_of(target: Target, figure: float, first: str = "") -> str | None:
    """Return which figure of *target* one in a title is: ``high``, ``low`` or ``value``; None for none of them."""
    for edge in (first, "high", "low", "value"):
        value = getattr(target, edge) if edge else None
        if value is not None and abs(value - figure) <= ALIKE * abs(value):
            return edge
    return None


def _with_change(stated: str, wish: Wish, old: Goal, now: Target, words: TitleWords) -> str | None:
    """Return the words of a change by which the baseline comes to the new target; None where they can't say it."""
    was, baseline = old.targets[-1], old.baseline.value if old.baseline else None
    percent, points = wish.change_percent, wish.change_points
    if baseline is None:
        return stated
    if percent is not None and abs(baseline * (1 + percent / 100) - was.value) <= ALIKE * abs(was.value):
        other = round(100 * (now.value / baseline - 1), 1) if baseline else 0.0
        reaches = abs(baseline * (1 + other / 100) - now.value) <= ALIKE * abs(now.value)
        return _with_figure(stated, abs(percent), abs(other), words) if reaches and other * percent > 0 else None
    if points is not None and abs(baseline + points - was.value) <= ALIKE * abs(was.value):
        other = round(now.value - baseline, 2)
        return _with_figure(stated, abs(points), abs(other), words) if other * points > 0 else None
    return stated


def _with_figure(stated: str, figure: float, other: float, words: TitleWords) -> str | None:
    """Return the words with another figure in the place of the only number in them; thousands stay thousands."""
    numbers = list(_NUMBER.finditer(stated))
    if len(numbers) != 1:
        return None
    number, after = numbers[0], stated[numbers[0].end() :]
    digits = re.sub(r"\D", "", number.group())
    written, size = words.figure(other), 1.0
    if digits.rstrip("0") != re.sub(r"\D", "", f"{figure:.10g}").rstrip("0"):
        return None  # it is written in another unit
    if after[:1].casefold() == "k" and figure >= 1000:
        size = 1000.0
        written = words.figure(other / size)
    return stated[: number.start()] + written + after


def _kept(stated: str, was: tuple[int, int], now: tuple[int, int]) -> str | None:
    numbers = list(_NUMBER.finditer(stated))
    if [number.group() for number in numbers] != [str(part) for part in was]:
        return None
    first, second = numbers
    return f"{stated[: first.start()]}{now[0]}{stated[first.end() : second.start()]}{now[1]}{stated[second.end() :]}"
