"""The words of the glossary in the language in force: statuses, kinds, shapes, cadences, periods, the letters of SMART.

The tables hold marked English words by the names the core knows them under; an unknown name is shown harmlessly.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpitui.core.cadence import WEEKDAYS
from kpitui.core.calendar import PERIOD_NAMES
from kpitui.core.errors import mark
from kpitui.core.figures import NUMBER_STYLES, format_number, unit_sign
from kpitui.core.kinds import KINDS
from kpitui.i18n import _, plural
from kpitui.i18n.harmless import harmless
from kpitui.wording.dates import weekdays

STATUSES = {
    "reached": mark("reached"),
    "on track": mark("on track"),
    "at risk": mark("at risk"),
    "off track": mark("off track"),
    "too early": mark("too early"),
    "measuring": mark("measuring"),
    "no data": mark("no data"),
    "not started": mark("not started"),
    "missed": mark("missed"),
    "undecided": mark("undecided"),
}
CHECKING = {"checking": mark("checking…")}
"""What stands in the place of a status that is not known yet."""
STATUS_SIGNS = {
    "reached": ("✔", "+"),
    "on track": ("●", "o"),
    "at risk": ("▲", "!"),
    "off track": ("▼", "v"),
    "too early": ("◌", "~"),
    "measuring": ("◔", "="),
    "missed": ("✘", "x"),
    "undecided": ("◇", "/"),
    "no data": ("○", "?"),
    "not started": ("·", "."),
    "checking": (" ", " "),
}
"""Each status with its sign, and the sign where only ASCII can be shown."""

DIRECTIONS = {
    "higher": mark("higher is better"),
    "lower": mark("lower is better"),
    "band": mark("stay between two values"),
}
GOAL_TYPES = {
    "total": mark("reach a total"),
    "cap": mark("stay under a total"),
    "level": mark("get to a level"),
    "recurring": mark("every week or month (recurring)"),
}
EVERY = {
    "day": mark("every day"),
    "workday": mark("every working day"),
    "week": mark("every week"),
    "month": mark("every month"),
    "quarter": mark("every quarter"),
}
PER = {
    "day": mark("{value} a day"),
    "workday": mark("{value} a working day"),
    "week": mark("{value} a week"),
    "month": mark("{value} a month"),
    "quarter": mark("{value} a quarter"),
}
OVER = {
    "28d": mark("the last 28 days"),
    "week": mark("the last week"),
    "month": mark("the last month"),
    "quarter": mark("the last quarter"),
    "last": mark("the latest number"),
}
CARRIED = {
    "level": mark("go up to a level, measured over the latest values"),
    "reduce": mark("go down to a level, measured over the latest values"),
    "band": mark("stay between two values on more than half of the days"),
    "cumulative": mark("reach a total"),
    "cap": mark("stay under a total"),
    "share": mark("a share per day or week, whatever the period"),
}
STATES = {"open": mark("open"), "achieved": mark("reached"), "missed": mark("missed"), "dropped": mark("cancelled")}
STATE_SIGNS = {"open": ("·", "."), "achieved": ("✔", "+"), "missed": ("✘", "x"), "dropped": ("–", "-")}
"""Each state of a goal with its sign, and the sign where only ASCII can be shown."""
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
    "auto": mark("automatic"), "yes": mark("yes"), "no": mark("no"), "kpitui-dark": mark("dark"),
    "kpitui-light": mark("light"), "mono": mark("without colour"),
    "okabe-ito": mark("dark, colour-blind friendly"), "blue-orange": mark("light, colour-blind friendly"),
    "own": mark("groups of your own"), "goals": mark("by goal"), "none": mark("none"),
    "high-contrast": mark("high contrast"), "terminal": mark("the colours of the terminal"), "monday": mark("Monday"),
    "tuesday": mark("Tuesday"), "wednesday": mark("Wednesday"), "thursday": mark("Thursday"),
    "friday": mark("Friday"), "saturday": mark("Saturday"), "sunday": mark("Sunday"),
}  # fmt: skip
"""The values of settings that are words."""


def status_word(status: str) -> str:
    """Return how a goal stands, in a word."""
    return _word(STATUSES | CHECKING, status)


def direction_word(direction: str) -> str:
    """Return which way is better."""
    return _word(DIRECTIONS, direction)


def kind_word(kind: str) -> str:
    """Return the name of a kind of KPI."""
    return _(KINDS[kind].title) if kind in KINDS else harmless(kind)


def type_word(kind: str) -> str:
    """Return how a kind of goal is judged."""
    return _word(GOAL_TYPES, kind)


def every_word(per: str) -> str:
    """Return the periods of a recurring goal: ``every week``."""
    return _word(EVERY, per)


def per_text(per: str, value: str) -> str:
    """Return a written figure as that of a period: ``60 a week``."""
    return _(PER[per]).format(value=value) if per in PER else value


def over_word(over: str) -> str:
    """Return what a level is measured over: ``the last 28 days``."""
    return _word(OVER, over)


def carried_word(shape: str) -> str:
    """Return how a goal of an earlier version was judged."""
    return _word(CARRIED, shape)


def keep_text(count: int, periods: int) -> str:
    """Return in how many of how many periods a goal is to be kept: ``in 9 of 10``."""
    return (
        _("in more than half of the periods")
        if (count, periods) == (51, 100)
        else _("in {n} of {m}").format(n=count, m=periods)
    )


def kept_text(count: int, periods: int, per: str) -> str:
    """Return in how many periods a recurring goal was kept: ``7 of 8 weeks reached``."""
    texts = {
        "day": plural("{kept} of {n} day reached", "{kept} of {n} days reached", periods),
        "workday": plural("{kept} of {n} working day reached", "{kept} of {n} working days reached", periods),
        "week": plural("{kept} of {n} week reached", "{kept} of {n} weeks reached", periods),
        "month": plural("{kept} of {n} month reached", "{kept} of {n} months reached", periods),
        "quarter": plural("{kept} of {n} quarter reached", "{kept} of {n} quarters reached", periods),
    }
    return texts[per].format(kept=count, n=periods)


def state_word(state: str) -> str:
    """Return where a goal is in its life."""
    return _word(STATES, state)


def period_word(by: str) -> str:
    """Return the name of a length of period."""
    return _word(PERIOD_NAMES, by)


def weeks_sentence(by: str, cadence: str) -> str:
    """Return where the weeks of a KPI count that is logged by the week, in figures by the month, quarter or year."""
    sentences = {
        "month": _("A week counts in the month it ends in"),
        "quarter": _("A week counts in the quarter it ends in"),
        "year": _("A week counts in the year it ends in"),
    }
    return sentences.get(by, "") if cadence == "week" else ""


def typed_cadence(cadence: str) -> str:
    """Return a cadence as a person would type it: ``month``, ``workday``, or the weekdays, as in ``mon,thu``."""
    if cadence == "workday":
        return _("workday")
    if cadence in PERIOD_NAMES:
        return _(PERIOD_NAMES[cadence])
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
    return _word(LETTERS, letter)


def blank_word(blank: str) -> str:
    """Return what a day without an entry means."""
    return _word(BLANKS, blank)


def likelihood_word(word: str) -> str:
    """Return the word of a chance."""
    return _word(LIKELIHOODS, word)


def setting_word(value: str) -> str:
    """Return a value of a setting as a word; one that is none, such as a number, as it is."""
    return _word(SETTING_WORDS, value)


SETTING_HINTS = {
    "business": mark("The name stands at the top of Today and in reports"),
    "language": mark("The language of the app, the command line and reports. Automatic follows your computer"),
    "region": mark(
        "How dates and numbers look (1 December, 1,234.50), the currency of new KPIs and the first day of the week"
    ),
    "timezone": mark("Your days begin and end in this time zone. Set it when KPITUI runs on a server elsewhere"),
    "numbers": mark("How numbers are shown. You can type both ways. When 1.234 could be two numbers, this decides"),
    "week-start": mark("Weeks in charts, reviews and goals begin on this day"),
    "fiscal-month": mark("Years and quarters of your goals begin in this month"),
    "day-starts": mark("For those who work at night: a number logged before this hour is for the day before"),
    "groups": mark("The rows of Today in groups: your own, one for each goal, or none"),
    "theme": mark("Colours for light and dark terminals, with more contrast, for colour blindness, or none at all"),
    "ascii": mark("For terminals that show question marks in place of lines and dots"),
    "changes-only": mark("Only what changed on the screen is sent, which is quicker over SSH"),
    "paint-ahead": mark("Today is on the screen before the app has started"),
    "plain": mark("Commands answer in whole sentences without tables and signs"),
    "private": mark("Numbers are hidden until you show them, in case somebody looks over your shoulder"),
    "daily-backup": mark("A copy of the database each day that you use it. Old copies are removed automatically"),
    "runway-due": mark("kpitui due also warns of a balance that may run out within this many days"),
    "mouse": mark(
        "After you open KPITUI again, a click selects, a double click opens and the wheel moves. You can't select"
        " text in your terminal then"
    ),
}
"""What each setting on its page does, by its key."""


GROUPS_OF_SETTINGS = {
    "business": mark("You and your business"),
    "counting": mark("How it counts"),
    "looks": mark("How it looks and works"),
    "safety": mark("Backup and warning"),
}
"""The titles of what settings are about."""


def setting_group(name: str) -> str:
    """Return the title of a group of settings."""
    return _word(GROUPS_OF_SETTINGS, name)


def setting_hint(key: str) -> str:
    """Return what a setting does; nothing for one that no page shows."""
    return _word(SETTING_HINTS, key) if key in SETTING_HINTS else ""


def region_text(code: str) -> str:
    """Return what a region decides, by the first of December: ``US 12/1 $ Sun 1,234.50``."""
    from kpitui.core.region import REGIONS

    region = REGIONS[code]
    day = "12/1" if region.month_first else "1/12"
    style = NUMBER_STYLES[region.numbers]
    number, sign = format_number(1234.5, 2, style), unit_sign(region.currency, style)
    return f"{code} {day} {sign} {weekdays()[region.week_start]} {number}"


def _word(words: Mapping[str, str], name: str) -> str:
    # Only marked words are looked up: gettext answers an empty one with the header of its catalogue.
    return _(words[name]) if name in words else harmless(name)
