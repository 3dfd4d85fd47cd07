"""The order of a review: what needs a decision and what does not, which points are strong and which weak.

Everything that is found comes in as matters and points; here they are ordered, cut to what one person reads, and held
against what was decided before. Finding them is `kpitui.services.reviews`'s work, saying them `kpitui.wording`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from kpitui.core.record import Record

Kind = Literal["missing", "goal", "action", "surprise", "shift", "trend"]
"""What a matter is about: days without data, a goal that is behind, an action that is due, or a signal."""

Choice = Literal["act", "note", "accept", "snooze"]
"""What was decided about a matter: an action, a remark, to leave it as it is, or to look again later."""

ORDER: tuple[Kind, ...] = ("missing", "goal", "action", "surprise", "shift", "trend")
"""Missing data comes before bad data; then what the goals need, then news, then slow movements."""

SIGNALS: tuple[Kind, ...] = ("surprise", "shift", "trend")
MOST_SIGNALS = 3
"""Signals that are told at once: with many KPIs some are always due to chance, and attention is scarce."""

MOST_POINTS = 5
"""Strong points, and as many weak ones, that are told."""

LIKELY, UNLIKELY = 0.66, 0.33
"""The chances from which on a goal is a strong point, and up to which it is a weak one."""


class ReviewItem(Record):
    """One thing that asks for a decision."""

    kind: Kind
    key: str
    """What it is known by: its kind, what it is about, and the day it happened or the last of the period that is
    reviewed: ``goal:3:2026-11-22``, ``surprise:revenue:2026-11-20``."""
    kpi: int | None
    goal: int | None
    action: int | None = None
    behind_goal: bool = True
    """Whether an open goal rests on it."""
    size: float = 0.0
    """How far it is from what is usual, in standard deviations of the KPI's own values."""


class Decision(Record):
    """What was decided about a matter in a review."""

    id: int
    uid: str
    matter: str
    """The key of the matter."""
    day: date
    """The day on which it was decided."""
    choice: Choice
    until: date | None
    """The first day on which it is asked about again, for a matter that was put off."""
    said: str
    """The sentence that was decided about, in the words of that day."""
    remark: str = ""
    """What was written beside it."""
    kpi: int | None = None
    goal: int | None = None
    action: str | None = None
    """The uid of the action that was planned."""


class HeldReview(Record):
    """A review that was held: the period it was of, both days inclusive, and the day on which."""

    start: date
    end: date
    day: date


class ReviewItems(Record):
    """What asks for a decision, in the order in which it is asked."""

    open: tuple[ReviewItem, ...]
    decided: tuple[ReviewItem, ...]
    """Those about which this period has a decision already."""
    put_off: tuple[ReviewItem, ...]
    """Those that are to be asked about later."""
    untold: int
    """How many signals are left out, because the most that are told are there."""


class Point(Record):
    """A strong or a weak point: a goal by its chance, or a KPI by how far its level moved."""

    kpi: int
    goal: int | None
    good: bool
    chance: float | None
    """Of a goal, 0 to 1; None when it is decided, and of a KPI."""
    size: float
    """Of a KPI: how far it moved, in standard deviations of its own values, so that euros and percents compare."""


def in_order(matters: Iterable[ReviewItem], decisions: Sequence[Decision], today: date) -> ReviewItems:
    """Return the matters of a period as they are asked about on *today*; *decisions* are in the order they were made.

    Within a kind those come first that a goal rests on, then the larger ones. A decision settles its matter; one to
    look later puts off everything about the same goal, action or signal of the same KPI until that day.
    """
    newest = {decision.matter: decision for decision in decisions}
    by_subject = {_subject(decision.matter): decision for decision in decisions}
    opened, decided, put_off, untold = list[ReviewItem](), list[ReviewItem](), list[ReviewItem](), 0
    for matter in sorted(matters, key=lambda matter: (ORDER.index(matter.kind), not matter.behind_goal, -matter.size)):
        decision = newest.get(matter.key)
        later = by_subject.get(_subject(matter.key))
        if later is not None and later.until is not None and later.until > today:
            put_off.append(matter)
        elif decision is not None and decision.choice != "snooze":
            decided.append(matter)
        elif matter.kind in SIGNALS and sum(other.kind in SIGNALS for other in opened) >= MOST_SIGNALS:
            untold += 1
        else:
            opened.append(matter)
    return ReviewItems(tuple(opened), tuple(decided), tuple(put_off), untold)


def last_time(matter: ReviewItem, decisions: Sequence[Decision]) -> Decision | None:
    """Return what was decided last about the same goal, action or signal of the same KPI; None when nothing was."""
    subject = _subject(matter.key)
    return next((decision for decision in reversed(decisions) if _subject(decision.matter) == subject), None)


def strong_and_weak(points: Sequence[Point]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Return the strong and the weak points: goals by how sure they are, then KPIs by how far they moved."""

    def of_sort(good: bool) -> tuple[Point, ...]:
        goals = [point for point in points if point.goal is not None and point.good is good]
        goals.sort(key=_sureness, reverse=True)
        with_goal = {point.kpi for point in goals}
        moved = [point for point in points if point.goal is None and point.good is good and point.kpi not in with_goal]
        moved.sort(key=lambda point: point.size, reverse=True)
        return tuple((goals + moved)[:MOST_POINTS])

    return of_sort(good=True), of_sort(good=False)


def is_strong(chance: float) -> bool | None:
    """Tell whether a goal with this chance is a strong point (True), a weak one (False), or neither (None)."""
    return True if chance >= LIKELY else False if chance <= UNLIKELY else None


def _sureness(point: Point) -> float:
    """Return how far a chance is from an even one; a goal that is decided is surest of all."""
    return 1.0 if point.chance is None else abs(point.chance - 0.5)


def _subject(key: str) -> str:
    """Return what a matter is about without its day, by which earlier decisions about the same are found."""
    return key.rpartition(":")[0]
