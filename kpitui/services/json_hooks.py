"""What hooks read on their standard input, and what `kpitui hooks --json` prints; see `json_shapes`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kpitui.services.json_shape import Number, Shape


class ListedHook(Shape):
    """A hook, whether or not there is a program for it."""

    hook: Literal["on-log", "on-signal"]
    file: str
    there: bool
    runs: bool
    """Whether it is there, may run, and hooks are not turned off."""
    reason: str | None
    """Why it does not run although it is there."""


class HookDocument(Shape):
    """What every hook is told."""

    hook: Literal["on-log", "on-signal"]
    change: int
    """The number of the change in the history."""
    what: str
    """What was done, as a word that never changes, such as entry.logged, entries.imported or day.cleared."""
    step: Literal["done", "undone", "redone"]
    """Whether it was done just now, taken back by undo, or done once more by redo."""
    said: str
    """The same as a sentence, in the language in force."""
    today: date


class TouchedKpi(Shape):
    """A KPI whose figures were logged, corrected or taken away."""

    key: str
    name: str
    unit: str
    first: date
    """The first day that was touched."""
    last: date
    days: int
    """How many days were touched."""
    entries: int


class TouchedDay(Shape):
    """The figure of one day."""

    key: str
    name: str
    unit: str
    day: date
    before: Number
    """Null when there was none, or when somebody else changed the day at the same moment."""
    after: Number
    """Null when there is none any more."""


class OnLog(HookDocument):
    """What on-log is told."""

    kpis: list[TouchedKpi]
    days: list[TouchedDay] | None
    """Null when there are more than five hundred."""


class SignalLimits(Shape):
    """Natural limits; one that cannot be crossed is null."""

    lower: Number
    centre: Number
    upper: Number
    provisional: bool
    """Whether they rest on fewer than twelve values."""


class NewSignal(Shape):
    """A change that is more than noise and was not there before."""

    key: str
    name: str
    unit: str
    signal: Literal["above", "below"]
    kind: Literal["surprise", "shift"]
    """A newest value that was not to be expected, or a level that moved and stayed."""
    day: date
    """Of the surprise, or since when the level moved."""
    value: Number
    """Of the surprise; null for a shift."""
    text: str
    """The signal as a sentence, in the language in force."""
    limits: SignalLimits | None
    """Null while there are too few values."""


class OnSignal(HookDocument):
    """What on-signal is told."""

    text: str
    """Every signal as a line, with the name of its KPI."""
    signals: list[NewSignal]
