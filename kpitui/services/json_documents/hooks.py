"""What hooks read on their standard input, and what `kpitui hooks --json` prints."""

from __future__ import annotations

from typing import Literal, TypedDict

from kpitui.services.json_documents.values import Day, Number


class ListedHookJson(TypedDict):
    """A hook, whether or not there is a program for it."""

    hook: Literal["on-log", "on-signal"]
    file: str
    there: bool
    runs: bool
    """Whether it is there, may run, and hooks are not turned off."""
    reason: str | None
    """Why it does not run although it is there."""


class HookDocumentJson(TypedDict):
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
    today: Day


class TouchedKpiJson(TypedDict):
    """A KPI whose figures were logged, corrected or taken away."""

    key: str
    name: str
    unit: str
    first: Day
    """The first day that was touched."""
    last: Day
    days: int
    """How many days were touched."""
    entries: int


class TouchedDayJson(TypedDict):
    """The figure of one day."""

    key: str
    name: str
    unit: str
    day: Day
    before: Number
    """Null when there was none, or when somebody else changed the day at the same moment."""
    after: Number
    """Null when there is none any more."""


class OnLogJson(HookDocumentJson):
    """What on-log is told."""

    kpis: list[TouchedKpiJson]
    days: list[TouchedDayJson] | None
    """Null when there are more than five hundred."""


class SignalLimitsJson(TypedDict):
    """Natural limits; one that cannot be crossed is null."""

    lower: Number
    centre: Number
    upper: Number
    provisional: bool
    """Whether they rest on fewer than twelve values."""


class NewSignalJson(TypedDict):
    """A change that is more than noise and was not there before."""

    key: str
    name: str
    unit: str
    signal: Literal["above", "below"]
    kind: Literal["surprise", "shift"]
    """A newest value that was not to be expected, or a level that moved and stayed."""
    day: Day
    """Of the surprise, or since when the level moved."""
    value: Number
    """Of the surprise; null for a shift."""
    text: str
    """The signal as a sentence, in the language in force."""
    limits: SignalLimitsJson | None
    """Null while there are too few values."""


class OnSignalJson(HookDocumentJson):
    """What on-signal is told."""

    text: str
    """Every signal as a line, with the name of its KPI."""
    signals: list[NewSignalJson]
