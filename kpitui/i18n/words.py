"""The words of the glossary in the language in force: statuses, kinds, shapes, cadences, periods, the letters of SMART.

The tables hold marked English words by the names the core knows them under; an unknown name is shown harmlessly.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpitui.core.cadence import WEEKDAYS
from kpitui.core.errors import mark
from kpitui.core.kinds import KINDS
from kpitui.i18n import _
from kpitui.i18n.dates import weekdays
from kpitui.i18n.harmless import harmless

STATUSES = {
    "reached": mark("reached"),
    "on pace": mark("on pace"),
    "at risk": mark("at risk"),
    "off pace": mark("off pace"),
    "no data": mark("no data"),
    "not started": mark("not started"),
    "missed": mark("missed"),
}
STATUS_SIGNS = {
    "reached": ("✔", "+"),
    "on pace": ("●", "o"),
    "at risk": ("▲", "!"),
    "off pace": ("▼", "v"),
    "missed": ("✘", "x"),
    "no data": ("○", "?"),
    "not started": ("·", "."),
}
"""Each status with its sign, and the sign where only ASCII can be shown."""

DIRECTIONS = {
    "higher": mark("higher is better"),
    "lower": mark("lower is better"),
    "band": mark("keep within a band"),
}
SHAPES = {
    "cumulative": mark("a total to reach"),
    "level": mark("a level to rise to"),
    "reduce": mark("a level to bring down to"),
    "cap": mark("a total not to pass"),
    "band": mark("a band to keep"),
}
STATES = {"open": mark("open"), "achieved": mark("achieved"), "missed": mark("missed"), "dropped": mark("dropped")}
STATE_SIGNS = {"open": ("·", "."), "achieved": ("✔", "+"), "missed": ("✘", "x"), "dropped": ("–", "-")}
"""Each state of a goal with its sign, and the sign where only ASCII can be shown."""
PERIODS = {
    "day": mark("day"),
    "week": mark("week"),
    "month": mark("month"),
    "quarter": mark("quarter"),
    "year": mark("year"),
}
CADENCES = {
    "day": mark("every day"),
    "workday": mark("every working day"),
    "week": mark("every week"),
    "month": mark("every month"),
    "quarter": mark("every quarter"),
}
LETTERS = {
    "S": mark("Specific"),
    "M": mark("Measurable"),
    "A": mark("Acceptable"),
    "R": mark("Results-oriented"),
    "T": mark("Time-bound"),
}
BLANKS = {"unknown": mark("no data"), "zero": mark("zero")}

LIKELIHOODS = {
    "very likely": mark("very likely"), "likely": mark("likely"),
    "could go either way": mark("could go either way"), "unlikely": mark("unlikely"),
    "very unlikely": mark("very unlikely"),
}  # fmt: skip
"""The words of a chance."""

SETTING_WORDS = {
    "auto": mark("by itself"), "yes": mark("yes"), "no": mark("no"), "kpitui-dark": mark("dark"),
    "kpitui-light": mark("light"), "mono": mark("without colour"),
    "okabe-ito": mark("dark, for any colour vision"), "blue-orange": mark("light, for any colour vision"),
    "high-contrast": mark("high contrast"), "terminal": mark("the colours of the terminal"), "monday": mark("Monday"),
    "tuesday": mark("Tuesday"), "wednesday": mark("Wednesday"), "thursday": mark("Thursday"),
    "friday": mark("Friday"), "saturday": mark("Saturday"), "sunday": mark("Sunday"),
}  # fmt: skip
"""The values of settings that are words."""


def status_word(status: str) -> str:
    """Return how a goal stands, in a word."""
    return _said(STATUSES, status)


def direction_word(direction: str) -> str:
    """Return which way is better."""
    return _said(DIRECTIONS, direction)


def kind_word(kind: str) -> str:
    """Return the name of a kind of KPI."""
    return _(KINDS[kind].title) if kind in KINDS else harmless(kind)


def shape_word(shape: str) -> str:
    """Return how a goal is judged."""
    return _said(SHAPES, shape)


def state_word(state: str) -> str:
    """Return where a goal is in its life."""
    return _said(STATES, state)


def period_word(by: str) -> str:
    """Return the name of a length of period."""
    return _said(PERIODS, by)


def typed_cadence(cadence: str) -> str:
    """Return a cadence as a person would type it: ``month``, ``workday``, or the weekdays, as in ``mon,thu``."""
    if cadence == "workday":
        return _("workday")
    if cadence in PERIODS:
        return _(PERIODS[cadence])
    names = dict(zip(WEEKDAYS, weekdays(), strict=True))
    return ",".join(names.get(day, harmless(day)).lower() for day in cadence.split(","))


def cadence_word(cadence: str) -> str:
    """Return when an entry is expected: ``every day``, ``every week``, or the weekdays, as in ``Mon, Thu``."""
    if cadence in CADENCES:
        return _(CADENCES[cadence])
    names = dict(zip(WEEKDAYS, weekdays(), strict=True))
    return ", ".join(names.get(day, harmless(day)) for day in cadence.split(","))


def letter_word(letter: str) -> str:
    """Return what a letter of SMART stands for."""
    return _said(LETTERS, letter)


def blank_word(blank: str) -> str:
    """Return what a day without an entry means."""
    return _said(BLANKS, blank)


def likelihood_word(word: str) -> str:
    """Return the word of a chance."""
    return _said(LIKELIHOODS, word)


def setting_word(value: str) -> str:
    """Return a value of a setting as a word; one that is none, such as a number, as it is."""
    return _said(SETTING_WORDS, value)


def _said(words: Mapping[str, str], name: str) -> str:
    # Only marked words are looked up: gettext answers an empty one with the header of its catalogue.
    return _(words[name]) if name in words else harmless(name)
