"""Reading a wish, in English or Dutch, into the parts of a goal: ``15% more revenue by the end of Q2``.

A pure function of the sentence and today. The sentence becomes a line of words with their places; out of it are read,
each with what is left by the one before: how often, what it is compared with, its days, its figures, what must hold
beside it, and what each figure is for. What is left names the thing measured. Every part keeps the letters that it was
read from; what can be read in two ways is named in `unsure`, with the readings as choices, and not guessed.

Which KPI is meant is the work of `kpi_names`; days by themselves are read by `day`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from kpitui.core import _goal_words as words
from kpitui.core._goal_dates import (
    DAYS,
    FEAST,
    SEASON,
    WEEKDAY,
    Days,
    latest_before,
    spell_out_days,
    take_compared,
    take_days,
    take_stretches,
    with_both_mothers_days,
)
from kpitui.core._goal_numbers import (
    FIGURE,
    MEASURES,
    MULTIPLES,
    SCALES,
    SPELLED,
    TIME_UNITS,
    TIMES,
    Quantity,
    take_quantities,
    take_vague_amounts,
)
from kpitui.core._goal_periods import PER, Frequency, take_frequencies, take_one_period, take_pers
from kpitui.core._goal_roles import (
    USED,
    Figures,
    is_plural,
    is_saving,
    take_clauses,
    take_figures,
    take_times_of_day,
)
from kpitui.core._goal_spelling import Speller
from kpitui.core._goal_start_figure import take_start_figure
from kpitui.core._goal_tokens import Sentence, SentenceMark, line_of
from kpitui.core._goal_verbs import take_particles
from kpitui.core._goal_who import who_is_named
from kpitui.core.calendar import month_index, months_from, shifted, stretch_end
from kpitui.core.day import MONTHS, with_day_first

__all__ = [
    "LONGEST",
    "Alternative",
    "Per",
    "SentenceMark",
    "Way",
    "Wish",
    "added_up",
    "come_in",
    "gained",
    "improved",
    "in_unit_of",
    "reached",
    "read_wish",
    "results_in",
]  # fmt: skip

Per: TypeAlias = 'Literal["day", "workday", "week", "month", "quarter", "year", ""]'
"""The period that a figure is for; empty where none is named."""

Way = Literal["more", "less", "keep", ""]
"""Which way a wish goes; empty where no word and no figure tells."""

LONGEST = 400
"""Characters of a wish that are read; a goal is a sentence and not a page."""

_SIGNS = frozenset((DAYS, FIGURE, TIMES, PER, USED, ","))

_NEW_ONES = frozenset(("new", "nieuw", "nieuwe", "extra", "additional", "erbij", "more", "meer"))
"""Words that say of a stock that what is counted is what comes to it."""

_PACED = re.compile(rf"{FIGURE} (?:(?:groei|growth|stijging|toename|increase|rise) )?{PER}|{PER} {FIGURE}")
"""A figure right before its period, which it can be for each time anew: 5% a month."""

_GOES_ON = re.compile(
    r"(?:until+|till?|t/m|tot|through|thru|up to|for|to|during|throughout|gedurende|tijdens|from|vanaf|next|the next"
    r"|the coming|de komende|komende|all|heel|as long|zolang|-|in (?:the|het|de))(?= |$)"
)
"""How the days begin until which something goes on."""

_LEFT_OF_DAYS = (
    "q1",
    "q2",
    "q3",
    "q4",
    *(month for month in MONTHS if month not in ("mar", "may", "mei", "dec", "jan")),
)
"""Words for days; where one is left, the sentence names more of them than a start and an end."""

_AND = re.compile(r"\s+(?:and|en|plus|as well as|alsook|evenals)\s+|\s*[;+&]\s+|,\s+(?:and|en)\s+", re.IGNORECASE)

_WITH = re.compile(r"\s+(?:with|met)\s+(?=[0-9]+[.,]?[0-9]* [^\W\d_]{4})", re.IGNORECASE)
_MONEY = re.compile(r"[€£$]|\b(?:euros?|pounds?|dollars?)\b", re.IGNORECASE)
"""An amount with a number of things is two results: 25,000 euros in Q1 with 600 orders."""

_WAITING = re.compile(
    r"(?<=\s)(?:(?:each|every|all|any|elke|iedere|ieder|alle|elk) (?:[^\W\d_]\S* ){1,2}"
    r"(?P<every>within|in|binnen)(?= \S+ (?:days?|dagen|dag|working days?|werkdagen|business days?|weeks?|weken))"
    r")|(?<=\s)(?:reply|replies|respond|answer(?:ed|s)?|ship(?:ped)?|deliver(?:ed|y)?|resolve[ds]?|pay|paid|call back"
    r"|sent|settled|cleared|collected|refund(?:ed)?|beantwoord\w*|antwoord\w*|reageer\w*|reageren|leveren|geleverd|verzend\w*|verzonden|betaald"
    r"|betalen"
    r"|verstuur\w*|terugbellen|oplossen|opgelost|afgehandeld|afhandelen|solved|process(?:ed)?|back)"
    r" (?:[^,]{0,40} )?(?P<in>within|in|binnen)(?= \S+ (?:days?|dagen|dag|working days?|werkdagen|business days?"
    r"|weeks?|weken))"
    r"|(?<=\s)(?P<nl>binnen)(?= \S+ (?:dagen|dag|werkdagen|werkdag|week|weken) (?:\w+ ){0,2}(?:be)?(?:antwoord"
    r"|reageer|reageren|lever|verzend|verzonden|verstu|betaal|geleverd|afhandel|afgehandeld|oplos|opgelost|gebeld"
    r"|teruggebeld|bezorg|gefactureerd|nagekeken|gerepareerd))"
    # Things that are ready so soon, each of them: repairs, quotes, klussen.
    r"|(?<=\s)[^\W\d_]{3,}(?:en|s) (?:[^\s,]+ ){0,2}?(?P<done>binnen|in)(?= \S+ (?:dagen|dag|werkdagen|werkdag|week"
    r"|weken) (?:(?:al|weer|ook) )?(?:klaar|de deur uit|gereed|afgerond|retour|terug|in huis|gemaakt|gedaan|af"
    r"|opgestuurd)(?= ))"
    r"|(?<=\s)[^\W\d_]{3,}s (?:[^\s,]+ ){0,2}?(?:out|ready|done|fixed|repaired|turned around|finished|around|posted"
    r"|dispatched|collected|returned|handled|dealt with) (?P<ready>within|in)(?= \S+ (?:days?|working days?"
    r"|business days?|weeks?))"
    r"|(?<=\s)(?:[0-9]+ ?(?:%|percent|procent|per cent)|half|de helft) (?:of|van) (?:[^\s,]+ ){1,5}?"
    r"(?P<part>within|binnen)(?= \S+ (?:days?|dagen|dag|working days?|werkdagen|werkdag|business days?))"
)
"""How long somebody waits is no last day of a goal."""


class Alternative(NamedTuple):
    """One way to read a part of a sentence that is left open."""

    part: str
    """``target``, ``change``, ``deadline`` or ``per``."""
    value: float | date | tuple[float, int, int]
    """A figure or a day; of a period the figure, and in how many of how many periods it is to be kept."""
    unit: str = ""
    """Of a change in percent ``%``, in percentage points ``pp``, of a figure its unit, of a period its name."""


class Wish(NamedTuple):
    """The parts of a wish; what the sentence does not say is empty or None."""

    metric: str = ""
    """The words for what is measured, in small letters."""
    direction: Way = ""
    change_percent: float | None = None
    """The relative change that is wanted, below 0 for less."""
    change_points: float | None = None
    """The change in the unit of the KPI, or in percentage points, below 0 for less."""
    target: float | None = None
    """The figure to reach, or the upper edge of a band."""
    low: float | None = None
    """The lower edge of a band."""
    baseline: float | None = None
    """Where it comes from, in ``from 2% to 4%``."""
    unit: str = ""
    """``%``, ``EUR`` and the like, where the sentence names one."""
    per: Per = ""
    """The period that the figure is for, in ``500 a week``."""
    every: bool = False
    """Whether the figure is for each of the periods, in ``every week``."""
    towards: bool = False
    """Whether the figure is where it is to get, in ``to 10,000 a month``."""
    limit: bool = False
    """Whether the figure is one not to pass, in ``at most``."""
    start: date | None = None
    deadline: date | None = None
    unsure: tuple[str, ...] = ()
    """The parts that the sentence leaves open although it speaks of them."""
    period_start: date | None = None
    """The first day of the period whose end is the deadline, in ``by the end of Q2``."""
    keep: tuple[int, int] | None = None
    """In how many of how many periods, in ``9 of 10 weeks`` and ``every other week``."""
    compared: str = ""
    """What a change is measured from: ``last-year``, ``previous``, ``now``, or a first and last day with two dots
    between them."""
    share: bool = False
    """Whether the figure is a part of what is counted: ``30% of orders``, ``3 of 10 offers``."""
    least: bool = False
    """Whether the figure is one not to fall below, in ``at least``."""
    choices: tuple[Alternative, ...] = ()
    """The readings of the parts that are left open."""
    assumed: tuple[str, ...] = ()
    """What was taken for granted: ``middle`` of a month for its fifteenth, a ``ton`` for 100,000 euros."""
    marks: tuple[SentenceMark, ...] = ()
    """The letters of the sentence that gave each part, and those that gave none, in their order."""
    saves: bool = False
    """Whether it is about saving on something, which no gain can be."""
    scored: bool = False
    """Whether its points may be those of a score as well as of a percentage."""
    words: tuple[str, ...] = ()
    """All words that are left beside days and clauses, those that name nothing measured too."""
    asides: tuple[tuple[str, ...], ...] = ()
    """The words for something measured in each clause without a figure, which may only be a remark."""
    things: tuple[str, ...] = ()
    """The words right behind a figure without a unit, which are what it counts, and no verbs: 60 *plaatsen*."""
    counts: str = ""
    """The word right behind its figure for things that are counted, as *invoices* in 8 unpaid invoices; else empty."""
    waits: bool = False
    """Whether its figure is how long somebody waits: paid *within 14 days*."""
    sequence: tuple[str, ...] = ()
    """All that is left in its order, stops as a comma, and an empty text for each part that was read."""
    deeds: tuple[str, ...] = ()
    """The words that stand where a verb does: first, right before a figure, or last behind one in Dutch."""
    improves: bool = False
    """Whether it says that the figure should get better, and not which way that is."""
    counted: bool = False
    """Whether it names a figure at all, be it one that is left open."""
    thousands: bool = False
    """Whether a figure is written in thousands or millions, as money is: 10k."""
    lasts: tuple[int, int] | None = None
    """How many months, or else days, it lasts from its start on, where the sentence says how long, not until when."""
    spans: tuple[tuple[date, date], ...] = ()
    """The first and last days that a stretch of the sentence may mean where it has none of its own: a summer."""
    below: bool = False
    """Whether its figure is not to be reached itself, in ``fewer than``."""
    in_days: bool = False
    """Whether days stand right behind a figure, which are its unit where something takes time."""
    narrowed: bool = False
    """Whether only those count that a clause with a figure of its own holds for: clients *who pay over 500 a month*."""
    measure: str = ""
    """The unit of weight, volume, length or energy right behind its figure, a word of `MEASURES`; else empty."""
    who: tuple[str, ...] = ()
    """The words that only say whose goal it is: a *plumber*, an *ijssalon*."""

    @property
    def names_start(self) -> bool:
        """Whether the sentence says when it begins."""
        return any(mark.part in ("start", "period") for mark in self.marks)

    def is_by_a_day(self, sentence: str) -> bool:
        """Tell whether it names the day *by* which something is so, and not one until which it goes on."""
        days = self.quoted(sentence, "deadline")
        return (
            self.lasts is None
            and "start" not in self.unsure
            and bool(days)
            and not any(_GOES_ON.match(text.casefold()) for text in days)
        )

    def quoted(self, sentence: str, *parts: str) -> tuple[str, ...]:
        """Return the words of *sentence* that gave *parts*, such as ``unused`` and ``condition``."""
        return tuple(sentence[mark.start : mark.end] for mark in self.marks if mark.part in parts)


def read_wish(sentence: str, today: date, *, month_first: bool = False) -> Wish:
    """Return what *sentence* says of a goal, on the day *today*; never raises. *month_first* is as for `parse_day`."""
    wish = _read(sentence[:LONGEST], today, month_first, start_figure=True)
    if wish.baseline is not None and wish.target is None and wish.change_percent is None and wish.change_points is None:
        return _read(sentence[:LONGEST], today, month_first, start_figure=False)
    return wish


def _read(sentence: str, today: date, month_first: bool, *, start_figure: bool) -> Wish:
    """Read a sentence; *start_figure* tells whether one of its figures may be what there is already."""
    line = line_of(sentence)
    if month_first:
        for index, token in enumerate(line.tokens):
            if token.text[0].isdigit() and with_day_first(token.text) != token.text:
                line.replace(index, with_day_first(token.text))
    if not line.tokens:
        return Wish()
    _spell_out(line)
    who = who_is_named(line)
    there = take_start_figure(line) if start_figure else None
    take_times_of_day(line)
    waits = _mask_waiting(line)
    all_in_time = waits is None
    take_frequencies(line)
    take_stretches(line, dated=False)
    compared = take_compared(line, today)
    text = line.text
    days = take_days(line, today)
    days = _on_its_one_day(
        line, days if month_first else with_both_mothers_days(text, days, today), _quoted(sentence, line, "deadline")
    )
    take_stretches(line, dated=True)
    if days.start is not None and not any(
        re.search(r"20[0-9]{2}", text) for text in _quoted(sentence, line, "compared")
    ):
        compared = latest_before(compared, days.start)
    has_ton = any(token.text == "ton" for token in line.tokens)
    take_quantities(line)
    take_one_period(line)
    take_pers(line)
    take_clauses(line)
    _take_remarks(line)
    direction = _direction(line, waits=waits is True) or ("more" if line.beaten else "")
    saves, paced = is_saving(line), _PACED.search(line.text) is not None
    figures = take_figures(line, saves)
    figures = _with_what_is_said_without(line, figures, there)
    if (soon := days.soon) is not None and not direction and figures == Figures():
        # Quotes out within two days: how long each of them takes, or the last day of the goal.
        days = days._replace(deadline=None, unsure=(*days.unsure, "deadline"), choices=(soon,))
    if _note_what_is_left(line):
        days = days._replace(unsure=(*days.unsure, "days"))
    metric = _metric(line)
    figures = _without_repeated_change(line, figures, paced=paced)
    frequencies = _with_misses(line, _frequencies(line), days, today)
    wish = _wish(metric, figures.direction or direction or _implied(figures), days, figures, frequencies)
    if there is not None and wish.per and days.start is not None:
        wish = wish._replace(towards=False)  # it is for each of the periods of a stretch that is named
    assumed = [
        name for name, holds in ((days.assumed, days.assumed), ("ton", has_ton and figures.unit == "EUR")) if holds
    ]
    marks = sorted(set(line.marks), key=lambda mark: (mark.start, mark.end))
    left = tuple(token.text for token in line.tokens if token.text not in _SIGNS)
    unit = wish.unit or _unit_of(metric, left, figures)
    if wish.target is None and wish.change_points is None:
        unit = ""
    deeds = _deeds(line)
    measure = re.search(rf" {USED} ({'|'.join(map(re.escape, MEASURES))}) ", line.text)
    things = () if figures.unit else tuple(re.findall(rf" {USED} ([^\W\d_]\S*) (?![,{DAYS}])(?=\S)", line.text))
    return wish._replace(
        saves=saves,
        who=who,
        narrowed=line.narrowed,
        improves=not words.BETTER.isdisjoint(left),
        words=left,
        waits=all_in_time or bool(waits and figures.limit and not figures.unit),
        deeds=deeds,
        sequence=tuple(token.text if token.text not in _SIGNS or token.text == "," else "" for token in line.tokens),
        things=things,
        measure=measure[1] if measure else "",
        counts="" if figures.unit or measure or _is_fraction(figures) else _things_counted(line),
        in_days=re.search(rf" {USED} (?:(?:working|business|calendar) )?(?:days?|dagen|dag|werkdag(?:en)?) ", line.text)
        is not None,
        thousands=any(isinstance(token.item, Quantity) and token.item.factor >= 1000 for token in line.tokens),
        asides=_asides(line),
        compared=compared,
        assumed=tuple(assumed),
        marks=tuple(marks),
        unit=unit,
    )


def _without_repeated_change(line: Sentence, figures: Figures, *, paced: bool) -> Figures:
    """Return *figures* with a change left open that can be that much more every time: 5% a month.

    It can be in all as well: no goal has the first, and the second is asked. So is so much more than the month before.
    """
    frequencies = _frequencies(line)
    if figures.change_percent is not None and (
        paced or any(frequency.paced or frequency.every for frequency in frequencies)
    ):
        size = Quantity(figures.change_percent, "%")
    elif figures.change_points is not None and any(frequency.paced for frequency in frequencies):
        size = Quantity(figures.change_points, figures.unit)
    else:
        return figures
    return figures._replace(unsure=(*figures.unsure, "change"), choices=(size,))


def _with_what_is_said_without(line: Sentence, figures: Figures, there: Quantity | None) -> Figures:
    """Return *figures* with what a sentence says without a figure of its own, and with what is there already."""
    if figures == Figures() and _occurs(line):
        # "One extra a day" is one more than there is now.
        extra = any(token.text in ("extra", "erbij", "meer") for token in line.tokens) and line.dutch
        figures = Figures(change_points=1.0, direction="more") if extra else Figures(target=1.0)
    if figures == Figures() and line.level:
        figures = Figures(change_percent=0.0)
    if there is not None and (figures.baseline is not None or there.unit not in ("", figures.unit)) and figures.unit:
        figures = figures._replace(unsure=(*figures.unsure, "target"), choices=(*figures.choices, there))
    elif there is not None:
        figures = _from_there(figures, there)
    return figures


def _from_there(figures: Figures, there: Quantity) -> Figures:
    """Return *figures* as measured from what there is already."""
    if "target" in figures.unsure or "change" in figures.unsure:
        return figures
    figures = figures._replace(baseline=there.value, unit=figures.unit or there.unit)
    if figures.target is not None and not figures.direction:
        direction = "more" if figures.target > there.value else "less" if figures.target < there.value else ""
        figures = figures._replace(direction=direction, towards=True)
    return figures


def _with_misses(line: Sentence, frequencies: list[Frequency], days: Days, today: date) -> list[Frequency]:
    """Return *frequencies* with in how many of how many the figure is to be kept, where some may be missed.

    That takes the number of whole periods between the first and the last day; while there is no last day, what may be
    missed is marked as a condition.
    """
    once = next((frequency for frequency in frequencies if frequency.once), None)
    if once is not None and days.deadline is not None:
        total = _whole_periods(once.per, *_counted_days(line, days, days.deadline, once.per, today))
        return [Frequency(once.per), Frequency(once.per, keep=(1, total))] if total > 1 else [once]
    spared = next((frequency for frequency in frequencies if frequency.missed), None)
    if spared is None:
        return frequencies
    others = [frequency for frequency in frequencies if not frequency.missed]
    per = spared.per or next((frequency.per for frequency in others), "")
    total = _whole_periods(per, *_counted_days(line, days, days.deadline, per, today)) if days.deadline and per else 0
    if not spared.missed < total:
        for place, mark in enumerate(line.marks):
            if mark.part == "keep":
                line.marks[place] = mark._replace(part="condition")
        return others
    keeping = Frequency(per, keep=(total - spared.missed, total))
    return [*others, keeping]


def _counted_days(line: Sentence, days: Days, deadline: date, per: str, today: date) -> tuple[date, date]:
    """Return the first and last day whose periods count; ten weeks of which no start is named are ten whole ones."""
    first = days.start or today
    if days.length is None or any(mark.part == "start" for mark in line.marks):
        return first, deadline
    if per == "week":
        first = shifted(first, -first.weekday() % 7)
    elif per in ("month", "quarter") and first.day > 1:
        first = months_from(month_index(first) + 1, 1)[0]
    return first, stretch_end(first, *days.length)


def _whole_periods(per: str, first: date, last: date) -> int:
    """Return how many whole periods lie between two days, both inclusive."""
    if per == "day":
        return (last - first).days + 1
    if per == "workday":
        return sum(shifted(first, day).weekday() < 5 for day in range((last - first).days + 1))
    if per == "week":
        monday = shifted(first, -first.weekday() % 7)
        return max(0, ((last - monday).days + 1) // 7)
    length = {"month": 1, "quarter": 3, "year": 12}[per]
    begin = -(-(month_index(first) + (first.day > 1)) // length)
    end = (month_index(shifted(last, 1))) // length
    return max(0, end - begin)


def _on_its_one_day(line: Sentence, days: Days, quoted: list[str]) -> Days:
    """Return *days* that begin where they end, where a figure is for one day and a feast is named: on that very day."""
    named = line.one_day and days.start is None and any(map(_FEAST_DAY.fullmatch, quoted))
    return days._replace(start=days.deadline) if named else days


_FEAST_DAY = re.compile(rf"(?:(?:on|op|met|at) )?(?:the |de )?(?:{FEAST})(?: 20[2-9][0-9])?", re.IGNORECASE)


def _quoted(sentence: str, line: Sentence, part: str) -> list[str]:
    return [sentence[mark.start : mark.end] for mark in line.marks if mark.part == part]


def improved(wish: Wish, *, lower: bool) -> Wish:
    """Return a *wish* for something better as one for more, or for less of something that is better *lower*.

    So much saved on, or lost of, what is better lower is so much less of it.
    """
    less = wish.saves or not words.LOSING.isdisjoint(wish.words)
    if less and lower and wish.target is not None and not (wish.limit or wish.least or wish.towards or wish.baseline):
        wish = wish._replace(target=None, change_points=-wish.target, direction="less")  # saved, or 6 kilos lost
    sizes = [choice for choice in wish.choices if choice.part == "change" and isinstance(choice.value, float)]
    if not wish.improves or "direction" not in wish.unsure or not sizes:
        return wish
    size = abs(float(sizes[0].value)) * (-1 if lower else 1)  # type: ignore[arg-type]
    return wish._replace(
        direction="less" if lower else "more",
        change_percent=size if sizes[0].unit == "%" else None,
        change_points=None if sizes[0].unit == "%" else size,
        unit="" if sizes[0].unit == "%" else "%" if sizes[0].unit == "pp" else sizes[0].unit,
        unsure=tuple(part for part in wish.unsure if part not in ("change", "direction")),
        choices=tuple(choice for choice in wish.choices if choice.part != "change"),
    )


def in_unit_of(wish: Wish, unit: str) -> Wish:
    """Return a *wish* with its figures in the *unit* of its KPI, where both measure the same: weeks in days, t in kg.

    What is measured in another way than the KPI has that way as its unit, so that it is asked about.
    """
    own = unit.casefold().strip()
    if wish.in_days and not wish.unit and own in _DAYS_OF_TIME and own not in _IN_DAYS:
        # Two days of waiting can be two working days, which are no 48 hours: it is asked.
        return _scaled(wish, 1 / 7)._replace(unit=unit) if own in _IN_WEEKS else wish._replace(unit="days")
    if wish.unit in _DAYS_OF_TIME and own in _IN_DAYS:
        return _scaled(wish, _DAYS_OF_TIME[wish.unit])._replace(unit=unit)
    if wish.unit == "weeks":
        return wish._replace(unit=unit) if own in _IN_WEEKS else wish
    if not wish.measure or wish.unit or own not in MEASURES:
        return wish
    (family, size), (other, whole) = MEASURES[wish.measure], MEASURES[own]
    return _scaled(wish, size / whole) if family == other else wish._replace(unit=wish.measure)


_IN_DAYS = frozenset(("d", "day", "days", "dag", "dagen"))
_IN_WEEKS = frozenset(("week", "weeks", "weken", "wk"))
_DAYS_OF_TIME = {
    **dict.fromkeys(_IN_DAYS, 1.0), **dict.fromkeys(_IN_WEEKS, 7.0), "h": 1 / 24, "min": 1 / 1440, "s": 1 / 86400,
}  # fmt: skip
"""How many days one of a unit of time is."""


def _scaled(wish: Wish, factor: float) -> Wish:
    """Return a *wish* with all its figures in the unit of what is measured multiplied."""
    names = ("target", "low", "baseline", "change_points")
    figures = {name: round(factor * value, 6) for name in names if (value := getattr(wish, name)) is not None}
    choices = tuple(
        choice._replace(value=round(factor * choice.value, 6))
        if isinstance(choice.value, float) and choice.unit != "%" else choice
        for choice in wish.choices
    )  # fmt: skip
    return wish._replace(**figures, choices=choices)


def added_up(wish: Wish, periods: float | None) -> Wish:
    """Return a *wish* that adds so much a period to a stock with what that comes to in *periods* as the reading to ask.

    "50 subscribers a week" of a list is no level of a week: after ten weeks it is 500 more. So are 50 new ones a week.
    """
    added, percent = wish.change_points, wish.change_percent
    if wish.per and percent is not None:
        choice = Alternative("change", percent, "%")
        return wish._replace(
            change_percent=None, per="", unsure=(*wish.unsure, "change"), choices=(*wish.choices, choice)
        )
    if added is None and not wish.limit and wish.low is None and not _NEW_ONES.isdisjoint(wish.words):
        added = wish.target
    if wish.per and periods is not None and "change" in wish.unsure:
        sizes = tuple(
            choice._replace(value=round(choice.value * periods, 2))
            if choice.part == "change" and isinstance(choice.value, float) and choice.unit != "%" else choice
            for choice in wish.choices
        )  # fmt: skip
        return wish._replace(per="", keep=None, choices=sizes)
    if added is None or not wish.per:
        return wish
    totals = () if periods is None else (Alternative("change", round(added * periods, 2)),)
    wish = wish._replace(target=None, keep=None)
    return wish._replace(
        change_points=None, per="", unsure=(*wish.unsure, "change"), choices=(*wish.choices, *totals)
    )  # fmt: skip


def reached(wish: Wish) -> Wish:
    """Return a *wish* for so many a month that are to be reached by a day as one for where it is to get by then."""
    if wish.target is None or not wish.per or wish.every or wish.limit or wish.least or wish.low is not None:
        return wish
    if wish.keep or wish.start is not None or wish.deadline is None or _REACHED.isdisjoint(wish.words):
        return wish
    return wish._replace(towards=True)


_REACHED = frozenset(("reach", "reaching", "hit", "hitting", "bereik", "bereiken"))
"""Verbs whose figure is one to get to."""


def gained(wish: Wish) -> Wish:
    """Return a *wish* for so many new ones of a stock as one for that many more: *40 new members*, *win 15 members*.

    A stock counts those there are, and new ones come to them; those there are to be in all need no such word.
    """
    if (
        wish.target is None
        or wish.per
        or wish.limit
        or wish.towards
        or wish.low is not None
        or wish.baseline is not None
    ):
        return wish
    if wish.share or wish.unit == "%" or wish.direction == "less":
        return wish
    beside = {word for pair in pairwise(wish.sequence) if "" in pair for word in pair}
    if _ADDED.isdisjoint(beside) and _GAINING.isdisjoint(wish.words):
        return wish
    return wish._replace(target=None, change_points=wish.target, direction="more", least=False)


def come_in(wish: Wish, *, counts_new: bool) -> Wish:
    """Return a *wish* for so many more of what adds up as one for that many, where they are what it counts anyhow.

    Eight new clients more are eight, whatever came in before: of a KPI that *counts_new* ones by its name, and of any
    sum where the sentence calls them new. What is held against another period, or is more *than* then, stays a change.
    """
    size = wish.change_points
    if size is None or size <= 0 or wish.compared or wish.baseline is not None or wish.unit:
        return wish
    if not counts_new and _NEWLY.isdisjoint(wish.words):
        return wish
    ways = {word for word in wish.words if words.DIRECTION.fullmatch(f" {word} ")}
    if any(words == ("", "more", "new") for words in _threes(wish.sequence)):
        ways -= {"more"}  # four more new clients are four
    if not ways <= _COMING_IN or not {"than", "dan"}.isdisjoint(wish.words):
        return wish
    return wish._replace(target=size, change_points=None, direction="", towards=False, least=bool(wish.per))


def _threes(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words[place : place + 3] for place in range(len(words) - 2)]


_NEWLY = frozenset(("new", "nieuw", "nieuwe"))
_COMING_IN = frozenset(("add", "adds", "adding", "gain", "gains", "gaining", "another", "erbij", "plus"))
"""Words for more that can say as well that something comes in."""


_ADDED = frozenset(("new", "nieuw", "nieuwe", "extra", "additional", "another", "nog"))
"""Words beside a figure that say of a stock that it is what comes to it, and not how much there is to be."""
_GAINING = frozenset((
    "win", "winning", "gain", "gaining", "recruit", "recruiting", "attract", "attracting", "enrol", "enroll", "werven",
    "werf", "winnen", "aantrekken", "inschrijven", "binnenhalen", "aanmelden", "erbij", "sign",
))  # fmt: skip
"""Verbs that say the same of the figure of a stock."""


def results_in(sentence: str, today: date) -> tuple[str, ...]:
    """Return the results that *sentence* names, in its own words, when there are several; else nothing.

    A part is a result of its own when it names something measured and says which way it should go or how far:
    ``more revenue and fewer returns``, but not ``between 2 and 4`` or ``revenue and orders up``.
    """
    parts = [part.strip(" ,.") for part in _AND.split(sentence[:LONGEST]) if part.strip(" ,.")]
    if len(parts) < 2 and _MONEY.search(sentence):
        parts = [part.strip(" ,.") for part in _WITH.split(sentence[:LONGEST]) if part.strip(" ,.")]
        if any(read_wish(part, today).target is None for part in parts):
            return ()
    if len(parts) < 2:
        return ()
    read = [read_wish(part, today) for part in parts]
    if not all(
        wish.metric and (wish.direction or wish.counted or not words.COMPARED.isdisjoint(wish.words)) for wish in read
    ):
        return ()
    return tuple(_with_period_of(part, wish, parts, read) for part, wish in zip(parts, read, strict=True))


def _with_period_of(part: str, wish: Wish, parts: list[str], read: list[Wish]) -> str:
    """Return a result with the period that stands once for all of them, behind the last: *two videos* a month."""
    shared = read[-1].quoted(parts[-1], "per")
    if wish.per or not wish.counted or wish.deadline is not None or wish.change_percent is not None or len(shared) != 1:
        return part
    return f"{part} {shared[0]}"


def _spell_out(line: Sentence) -> None:
    """Write the words of a line as the other readers know them, and take out amounts that are no figure."""
    _stop_at_dashes(line)
    _spell(line)
    _join_twice_written(line)
    take_vague_amounts(line)
    take_particles(line)
    spell_out_days(line)


def _stop_at_dashes(line: Sentence) -> None:
    """Let a dash with space on both sides be the stop that it is, and no minus: *Photographer - 25 new clients*."""
    tokens = line.tokens
    for index in range(1, len(tokens) - 1):
        before, dash, after = tokens[index - 1 : index + 2]
        if dash.text != "-" or not before.end < dash.start or not dash.end < after.start:
            continue
        if not before.text.isalpha() or _NO_STOP.fullmatch(before.text) or _NO_STOP.fullmatch(after.text):
            continue
        rest = " ".join(token.text for token in tokens[index + 1 :])
        if _BARE_PERCENT.match(rest) is None:
            line.replace(index, ",")


_NO_STOP = re.compile(
    rf"{'|'.join(MONTHS)}|(?:{WEEKDAY})|mon|tue|wed|thu|fri|sat|sun|ma|di|wo|do|vr|za|zo|>|=|q[1-4]|h[12]|week|from|van"
)
"""What stands beside a dash between two days, and beside an arrow."""
_BARE_PERCENT = re.compile(
    r"[0-9][0-9.,]* ?(?:%|percent|procent|pp|point)(?! (?:more|less|fewer|higher|lower|up|down|meer|minder|hogere?"
    r"|lagere?|of|van) )"
)
"""A percentage that a dash before it may make a fall of: returns - 5%."""


@cache
def _speller() -> Speller:
    plain = re.findall(r"[a-zë]{5,}", f"{words.MORE}|{words.LESS}|{words.KEEP}".replace("(?:", "|"))
    ways = {word for word in plain if words.DIRECTION.fullmatch(f" {word} ")}
    numbers = {word for word, number in SPELLED.items() if number <= 20 or number % 10 == 0}
    meant = {*MONTHS, *ways, *words.PERIOD_OF, *numbers, *MULTIPLES, *SCALES, *TIME_UNITS, *words.OFTEN_MISSPELLED}
    listed = {*words.IDLE, *words.OPTIONAL, *words.SOFT, *SPELLED, *words.SPELLED_AS_MEANT}
    unlike = {"between", "through", "tussen", "uiterlijk", *(month for month in MONTHS if len(month) > 6)}
    return Speller((word for word in meant if word.isalpha()), listed, unlike)


def _spell(line: Sentence) -> None:
    """Put right the slips in the words that a sentence is read by."""
    for index, token in enumerate(line.tokens):
        if token.text in words.SHORT_SLIPS:
            line.replace(index, words.SHORT_SLIPS[token.text])
            continue
        following = line.tokens[index + 1].text if index + 1 < len(line.tokens) else ""
        if token.text in ("form", "fomr") and (following[:1].isdigit() or following in MONTHS):
            line.replace(index, "from")
            continue
        if token.text in ("minst", "tenm") and (following[:1].isdigit() or following in SPELLED):
            line.replace(index, "minstens")
            continue
        if words.DIRECTION.fullmatch(f" {token.text} "):
            continue
        if token.text.isalpha() and (corrected := _speller().corrected(token.text)):
            line.replace(index, corrected)
    for match in reversed([*_HALF_DAY.finditer(line.text)]):
        line.put(*line.range_of(match), "0,5")
    for match in reversed([*_BOTTOM_LINE.finditer(line.text)]):
        line.put(*line.range_of(match), "winst")


_HALF_DAY = re.compile(r"(?<=\s)(?:(?:een )?halve(?= (?:dag|ster) )|half an?(?= (?:day|star) ))")
"""Half of one of what is counted, which is no change by half."""
_BOTTOM_LINE = re.compile(r"(?<=\s)(?:onder|onderaan) de streep(?=\s)")
"""What is left over, which is no word for less."""


def _join_twice_written(line: Sentence) -> None:
    """Let a number that is written in words and again in digits be one: fifteen (15) clients."""
    for index in range(2, len(line.tokens)):
        word, stop, digits = line.tokens[index - 2 : index + 1]
        if (
            digits.bracketed
            and digits.text.isdecimal()
            and stop.text == ","
            and SPELLED.get(word.text) == int(digits.text)
        ):
            closed = line.tokens[index + 1 : index + 2]
            line.put(index - 2, index + (2 if closed and closed[0].text == "," else 1), digits.text)
            return


def _mask_waiting(line: Sentence) -> bool | None:
    """Let how long somebody waits not be taken for the last day of the goal: paid *within* 14 days; tell whether.

    None is that they wait for a day or a week, which no figure of the goal is read from.
    """
    match = _WAITING.search(line.text)
    if match is not None:
        index = line.range_of(match, next(name for name, text in match.groupdict().items() if text))[0]
        if line.tokens[index + 1].text in ("a", "an", "een", "one", "één"):
            line.note("condition", index, index + 3)
            line.put(index, index + 3, ",")
            return None
        line.replace(index, "under")
        return True
    return False


def _occurs(line: Sentence) -> bool:
    """Tell whether the sentence asks for one thing a period without a figure: every week a video, weekly posts."""
    pers = [token.item for token in line.tokens if token.text == PER]
    named = any(token.text not in _SIGNS and token.text not in words.IDLE for token in line.tokens)
    once = any(isinstance(item, Frequency) and item.keep is None for item in pers)
    return once and named and not line.vague and not _moves(line)


def _moves(line: Sentence) -> bool:
    match = words.DIRECTION.search(line.text)
    return match is not None and not match["keep"] and match[0].strip() not in ("extra", "add", "another")


def _asides(line: Sentence) -> tuple[tuple[str, ...], ...]:
    """Return the clauses without a figure that do not narrow what is counted, each by the words that name something."""
    clauses: list[list[str]] = [[]]
    for token in line.tokens:
        if token.text in (",", DAYS):
            clauses.append([])
        else:
            clauses[-1].append(token.text)
    return tuple(
        tuple(text for text in clause if text not in words.IDLE)
        for clause in clauses
        if len(clause) > 1 and clause[0] not in _NARROWING and not _SIGNS.intersection(clause)
        and not {"only", "alleen", "just", "enkel"}.intersection(clause)
    )  # fmt: skip


def _deeds(line: Sentence) -> tuple[str, ...]:
    """Return the words that stand where a verb does: *Fill* 60 seats, 60 stoelen *vullen*."""
    texts = [token.text for token in line.tokens]
    deeds = [match[1] for match in (_FIRST_VERB.match(line.text),) if match is not None]
    deeds += [match[1] for match in _VERB_OF_ONE.finditer(line.text)]
    for index, text in enumerate(texts):
        following = next((other for other in texts[index + 1 :] if other not in ("in", "op", "voor", "tot")), ",")
        if (
            line.dutch and text.isalpha() and len(text) > 4 and text.endswith("en") and following in (",", DAYS)
            and index > 1 and not {USED, PER}.isdisjoint(texts[: index - 1]) and texts[index - 1] not in _BEFORE_NOUN
        ):  # fmt: skip
            deeds.append(text)
    return tuple(deeds)


def _is_fraction(figures: Figures) -> bool:
    """Tell whether the figure is no whole number, as one of things that are counted is: a 4.5."""
    return figures.target is not None and not figures.target.is_integer()


def _things_counted(line: Sentence) -> str:
    """Return the word for things behind a figure, with at most two others before it: 8 *unpaid invoices*."""
    for match in re.finditer(rf" {USED}((?: [^\W\d_][^\s{_ANY_SIGN},]*){{1,3}})", line.text):
        for word in match[1].split():
            if word in words.SINKING and _NOT_BELOW.search(line.text[: match.start() + 1]):
                break  # niet onder de 4,5 zakken: it is what the figure must not do
            if word in words.HOLDING:
                break
            if is_plural(word, dutch=line.dutch):
                return word
            if word in words.IDLE or word in words.UNCOUNTED:
                break
    return ""


_FIRST_VERB = re.compile(
    rf"^ (?:(?:i|we|ik|wij) (?:will |want to |would like to |wil |zal )?)?((?!\w+ing )[a-z]{{3,}}) "
    rf"(?:(?:at|least|most|more|than|another|about|up|to|only|minstens|maximaal|hooguit|all|on|out) )*{USED}"
)
_VERB_OF_ONE = re.compile(
    r"(?<=\s)(?:i|we|i'd like to|want to|will|ik|wij) ((?!want|will|would|need|have|had|heb|wil|zou)[a-z]{4,})"
    rf" (?:(?:at|least|most|more|than|about|up|to|only|minstens|maximaal|hooguit) )*(?:{USED}|,) "
)
"""What somebody does with so many of something: I *teach* 18, and want to *teach* 24."""
_PLAIN_BEFORE_NOUN = """
of for from via with per de het een van voor uit met via nieuwe onze mijn en and the a meer minder
"""
_BEFORE_NOUN = frozenset(_PLAIN_BEFORE_NOUN.split())
"""Words behind which stands a noun, and no verb."""


_NOT_BELOW = re.compile(
    r"(?<=\s)(?:not|niet|nooit|mag|mogen|moet|moeten|laat|laten|kan|zal) (?:[^\s,]+ ){0,8}?(?:onder|boven|naar|tot|op)"
    r" (?:(?:de|het|een) )?$"
)
"""What stands before the figure that something must not sink below."""


def _frequencies(line: Sentence) -> list[Frequency]:
    return [token.item for token in line.tokens if isinstance(token.item, Frequency)]


def _direction(line: Sentence, *, waits: bool) -> Way:
    """Return which way the wish goes by the first word that tells, limits left out, and how long somebody *waits*."""
    text = _LIMITS.sub(" ", line.text)
    text = text.replace(f" under {FIGURE}", " ") if waits else text
    match = words.DIRECTION.search(text)
    if match is None:
        return ""
    return "more" if match["more"] else "less" if match["less"] else "keep"


_LIMITS = re.compile(
    r"(?<=\s)(?:no|not|never|niet|nooit)(?: \w+)? (?:more|less|higher|lower|fewer|longer|over|above|below|under"
    r"|drop below|drop"
    r"|meer|minder|hoger|lager|boven|onder|langer)(?: than| dan)?(?=\s)"
    r"|(?<=\s)(?:more|less|fewer|higher|lower|meer|minder|hoger|lager|sneller|faster|quicker|korter|shorter|better"
    r"|beter)"
    r" (?:than|dan)(?=\s)|(?<=\s)(?:or|of) (?:more|less|fewer|higher|lower|meer|minder|hoger|lager)(?=\s)"
)


def _implied(figures: Figures) -> Way:
    """Return the direction of figures that no word says anything of: a limit is not to be passed."""
    return "less" if figures.limit else ""


def _wish(metric: str, direction: str, days: Days, figures: Figures, frequencies: list[Frequency]) -> Wish:
    unsure = [*days.unsure, *figures.unsure]
    choices: list[Alternative] = [Alternative("deadline", day) for day in days.choices]
    part = "change" if "change" in figures.unsure else "target"
    percent, points = figures.change_percent, figures.change_points
    sign = -1 if direction == "less" else 1
    choices += [
        Alternative(part, (choice.sign or sign) * choice.value if part == "change" else choice.value, choice.unit)
        for choice in figures.choices
    ]
    if (percent or points) and not direction:
        size, unit = (
            (percent, "%") if percent is not None else (points or 0.0, "pp" if figures.unit == "%" else figures.unit)
        )
        unsure += ["change", "direction"]
        choices += [Alternative("change", size, unit), Alternative("change", -size, unit)]
    per, every, keep, doubts = _period_of(figures, frequencies)
    unsure += [choice.part for choice in doubts]
    choices += doubts
    arrives = figures.towards and not every and not figures.limit and figures.low is None
    counted = bool(figures.choices) or any(
        value is not None for value in (percent, points, figures.target, figures.low, figures.baseline)
    )
    left_open = {"target", "change"} & set(unsure)
    return Wish(
        metric=metric,
        direction=direction,  # type: ignore[arg-type]
        change_percent=None if percent is None or left_open else sign * abs(percent),
        change_points=None if points is None or left_open else sign * abs(points),
        target=None if left_open else figures.target,
        low=None if left_open else figures.low,
        baseline=None if left_open else figures.baseline,
        unit=figures.unit,
        per=per,
        every=every,
        towards=arrives or (figures.baseline is not None and not every),
        limit=figures.limit,
        below=figures.below,
        start=days.start,
        deadline=days.deadline,
        lasts=days.length,
        spans=days.spans,
        unsure=tuple(dict.fromkeys(unsure)),
        period_start=days.period_start,
        keep=keep,
        share=figures.share,
        scored=figures.scored,
        least=figures.least,
        choices=tuple(dict.fromkeys(choices)),
        counted=counted,
    )


def _period_of(
    figures: Figures, frequencies: list[Frequency]
) -> tuple[Per, bool, tuple[int, int] | None, list[Alternative]]:
    """Return the period of the figure, whether each is meant, in how many of how many, and the readings left open."""
    if not frequencies:
        return "", False, None, []
    keeping = next((frequency.keep for frequency in frequencies if frequency.keep), None)
    named = [frequency for frequency in frequencies if not frequency.keep] or frequencies
    if {frequency.per for frequency in named} == {"day", "workday"}:
        named = [frequency for frequency in named if frequency.per == "workday"]  # a day, on working days
    named = [frequency for frequency in named if not frequency.weekday] or named  # a day, on Tuesdays
    first = named[0]
    per: Per = first.per  # type: ignore[assignment]
    every = any(frequency.every for frequency in named)
    value = figures.target
    doubts: list[Alternative] = []
    count = value if value is not None else 1.0
    if first.once or first.unclear:
        in_a_year = {"day": 365, "week": 52, "month": 12, "quarter": 4}
        once = ((count, 1, in_a_year.get(per, 1)), (count, 1, 1))
        ways = once if first.once else ((2 * count, 1, 1), (count, 1, 2))
        doubts = [Alternative("per", way, per) for way in ways]
        if per == "year" and not first.once:  # each half of it
            doubts[1] = Alternative("per", (count / 2, 1, 1), "quarter")
        return "", every, keeping, doubts
    if len({frequency.per for frequency in named}) > 1:
        periods = dict.fromkeys(frequency.per for frequency in named if frequency.per != "year")
        return "", every, keeping, [Alternative("per", (count, 1, 1), period) for period in periods]
    if first.apart > 1:
        if value == 1 and not figures.limit and figures.low is None:
            return per, False, (1, first.apart), []
        doubts = [
            Alternative("per", (round(count / first.apart, 2), 1, 1), per),
            Alternative("per", (count, 1, first.apart), per),
        ]
        return "", every, keeping, doubts
    return per, every, keeping, []


def _metric(line: Sentence) -> str:
    """Return what is left when every word that names something else is taken away, and mark it."""
    names = []
    for index, token in enumerate(line.tokens):
        text = token.text.strip("'.-")
        counted = text in words.THINGS_TOO and index > 0 and line.tokens[index - 1].text == USED
        if token.text in _SIGNS or not text or (text in words.IDLE and not counted) or not re.search(r"[^\W\d_]", text):
            continue
        if words.DIRECTION.fullmatch(f" {text} ") or text in words.SOFT or text in words.BETTER:
            continue
        names.append(text)
        if not any(mark.part == "unused" and mark.start <= token.start < mark.end for mark in line.marks):
            line.note("metric", index, index + 1)
    return " ".join(names)


def _note_what_is_left(line: Sentence) -> bool:
    """Mark what is left of a comparison or of days, and take it out; tell whether any days are.

    Nothing that a sentence says of when, or of what something is held against, is passed over without a word.
    """
    while (match := _LEFT_OF_COMPARISON.search(line.text)) is not None:
        first, after = line.range_of(match)
        line.note("unused", first, after)
        line.put(first, after, ",")
    dated = False
    while (match := _LEFT_OF_TIME.search(line.text)) is not None:
        first, after = line.range_of(match)
        line.note("unused", first, after)
        line.put(first, after, ",")
        dated = True
    match = _LEFT_BEHIND_WHEN.search(line.text)
    if match is not None:
        line.note("unused", *line.range_of(match))  # its words may name what is measured: visitors since the move
    return dated or match is not None


_ANY_SIGN = "".join((DAYS, FIGURE, TIMES, PER, USED))
_LEFT_OF_COMPARISON = re.compile(
    rf"(?<=\s)(?:than|dan|compared (?:with|to)|vergeleken met|versus|vs|relative to|t\.o\.v\.?|ten opzichte van"
    rf"|tegenover) (?!(?:that|this|dat|dit|ooit|ever|before|voorheen|normal|usual|normaal|then|toen|,) )"
    rf"[^\W\d_{_ANY_SIGN},][^\s]*(?: (?!(?:by|until|in|with|met|voor) )[^\s{_ANY_SIGN},]+)*(?=\s)"
)
"""What something is compared with, that no period was read from."""
_TIME_NAME = (
    rf"(?:{WEEKDAY})s?(?:en)?|weekends?|weekenden|year|month|quarter|jaar|maand|kwartaal|(?:{SEASON})|(?:{FEAST})"
    rf"|{'|'.join(sorted(_LEFT_OF_DAYS))}"
)
_LEFT_OF_TIME = re.compile(
    rf"(?<=\s)(?:(?:in|on|by|during|over|from|for|at|of|op|met|voor|van|tijdens|tot|vanaf|tegen|rond|around|until|till"
    rf"|til|before|after|na|per|sinds|since|throughout|through|t/m) (?:(?:the|de|het|a|een|my|mijn|next|this|last|every"
    rf"|each|elke|iedere|first|second|third|eerste|tweede|derde|vierde) )*(?:{_TIME_NAME})"
    rf"|{'|'.join(sorted(_LEFT_OF_DAYS))}"
    rf"|onwards?|(?:[^\s{_ANY_SIGN},]+ )?(?:weeks|months|years|weken|maanden|jaren))(?=\s)"
)
_LEFT_BEHIND_WHEN = re.compile(
    r"(?<=\s)(?:until|untill|till|til|uiterlijk|vanaf|sinds|since|t/m|throughout|starting|ingaande|startend)"
    rf"(?! (?:{DAYS}|{FIGURE}|{USED}|,))(?: [^\s{_ANY_SIGN},]+)+(?=\s)"
)
"""Words of days that were read into none."""


def _take_remarks(line: Sentence) -> None:
    """Take out the clauses that only say something about the wish.

    A remark has no figure, stands between stops behind the figure, and begins as one does: *no excuses*, *I can't do
    more than that*; in brackets anything is one that does not narrow the thing measured (*workshops only*).
    """
    clauses: list[list[int]] = [[]]
    for index, token in enumerate(line.tokens):
        if token.text in (",", DAYS):
            clauses.append([])
        else:
            clauses[-1].append(index)
    clauses = [clause for clause in clauses if clause]
    figure = next((index for index, token in enumerate(line.tokens) if token.text in (FIGURE, TIMES)), None)
    if figure is None:
        return
    remarks = [
        clause
        for clause in clauses
        if not any(line.tokens[index].text in _SIGNS for index in clause)
        and (
            (clause[0] > figure and _REMARK.match(" ".join(line.tokens[index].text for index in clause)))
            or (
                line.tokens[clause[0]].bracketed
                and line.tokens[clause[0]].text not in _NARROWING
                and not any(line.tokens[index].text in ("only", "alleen") for index in clause)
            )
        )
    ]  # fmt: skip
    for clause in remarks:
        line.note("reason", clause[0], clause[-1] + 1)
        for index in clause:
            line.replace(index, ",")


_REMARK = re.compile(
    r"(?!(?:(?:and|en) )?(?:(?:not|no|niet) (?:more|meer)|meer niet|tops|max|maximum|hooguit|at most)$)"
    r"(?:(?:and |but |en |maar )?(?:i|we|it|that|this|they|he|she|anything|everything|otherwise|no|not|ik|we|wij|het"
    r"|dat|dit|ze|zij|hij|anders|alles|geen|niet|zonder|without|promise|beloofd|seriously|echt|honestly|eerlijk|meer|more"
    r"|then|dan|whatever|wat er ook|come|hoe dan ook|please|graag|alsjeblieft|enough|genoeg)"
    r"|(?:my|our|mijn|onze) \S+ [a-z]+[ts] "
    r"|(?:my|our|mijn|onze|the|de) \S+ (?:says?|thinks?|wants?|insists?|needs?|waits?|zegt|vindt|wil|wacht))\b"
)
"""How a clause begins that says something about a wish, and not what it is."""

_PLAIN_NARROWING = """
only just from of via per excl incl excluding including without not alleen enkel uit van zonder exclusief inclusief
niet geen
"""
_NARROWING = frozenset(_PLAIN_NARROWING.split())
"""Words of brackets that say which part of something is meant."""


def _unit_of(metric: str, left: Sequence[str], figures: Figures) -> str:
    """Return the unit that what is measured is named by: billable hours are hours, and words per hour are not.

    *metric* lacks the small words that *left* still has.
    """
    if figures == Figures() or figures.change_percent is not None or figures.share:
        return ""
    named = set(metric.split()).intersection(_DIVIDED_BY.sub(" ", " ".join(left)).split())
    units = {TIME_UNITS[word] for word in named if word in TIME_UNITS and len(word) > 2 and word != "second"}
    units |= {"h" for word in named if _OF_HOURS.fullmatch(word)}
    return units.pop() if len(units) == 1 else ""


_DIVIDED_BY = re.compile(
    r"(?:\b(?:per|an?|each|every|elke?|iedere?) +|/ *)(?:worked |gewerkte? |billable |declarabele? )?\S+"
)
"""What a quantity is told for each of: words per hour."""


_OF_HOURS = re.compile(r"(?:avond|ochtend|werk|les|over|nacht|reis|kantoor|weekend|zondag|zaterdag)-?uren")
"""Dutch words for hours of some sort."""
