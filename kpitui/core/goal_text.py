"""Reading a wish, in English or Dutch, into the parts of a goal: ``15% more revenue by the end of Q2``.

A pure function of the sentence and today: first its days are taken out, then its figures, then the words for a
direction; what is left names the thing measured. What can be read in two ways is named in `unsure` and not guessed.
Which KPI is meant is found by `kpi_names`, days by themselves are read by `day`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from kpitui.core import _goal_words as words
from kpitui.core._goal_dates import Days, take_days
from kpitui.core._goal_numbers import Figures, take_figures
from kpitui.core.calendar import By
from kpitui.core.day import with_day_first

Per: TypeAlias = 'By | Literal[""]'
"""The period that a figure is for; empty where none is named."""

Way = Literal["more", "less", "keep", ""]
"""Which way a wish goes; empty where no word and no figure tells."""

LONGEST = 400
"""Characters of a wish that are read; a goal is a sentence and not a page."""

_TOWARDS = re.compile(r"(?<!\bup)(?<!\blimit)\s(?:to|towards|naar|tot)\s(?:[€$£] ?)?[0-9]")
"""A figure to get to: ``to 10,000``."""

_UNITS = "days?|dag(?:en)?|weeks?|weken|months?|maand(?:en)?|quarters?|kwart(?:aal|alen)|years?|jaar|jaren"
_EARLIER = "last|past|previous|prior|vorige?|afgelopen|verleden|laatste|voorbije"
_COUNT = rf"[0-9]{{1,3}}|{'|'.join(word for word, count in words.COUNTS.items() if count < 100)}"
_STRETCH = re.compile(rf"(?<=\s)over (?:the |de |het )?(?:(?:{_EARLIER}|rolling) )?(?:{_COUNT}) (?:{_UNITS})(?=\s)")
"""What a figure is measured over: ``over the last 28 days``."""

_COMPARED = re.compile(
    r"(?<=\s)(?:over|above|below|under|boven|onder) (?:the |de |het )?"
    rf"(?:(?:same|zelfde|dezelfde|hetzelfde) (?:{_UNITS})|(?:{_EARLIER}) (?:{_UNITS}))(?=\s)"
)
"""What a figure is compared with: ``over last week``."""

_HALF = re.compile(rf"(?<=\s)(?:(?:in|within|binnen|over) )?(?:een )?(?:half|halve) (?:an? )?(?:{_UNITS})(?=\s)")
"""A length of time that holds a word for less: ``half a year``."""

_MINUTES = re.compile(r"(?<=[0-9]) ?min(?=\s)")
"""Minutes, which would be taken for less: ``5 min``."""

_AND = re.compile(r"\s+(?:and|en|plus|as well as|alsook|evenals)\s+|\s*[;+&]\s+|,\s+(?:and|en)\s+", re.IGNORECASE)


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


def read_wish(sentence: str, today: date, *, month_first: bool = False) -> Wish:
    """Return what *sentence* says of a goal, on the day *today*; never raises. *month_first* is as for `parse_day`."""
    text = _plain(sentence[:LONGEST])
    if month_first:
        text = with_day_first(text)
    text, days = take_days(text, today)
    text = _HALF.sub(" ", _STRETCH.sub(" ", text))
    text, per, every = _take_per(text)
    direction = _direction(text)
    towards = _TOWARDS.search(text) is not None
    rest, figures = take_figures(text, direction)
    if figures.target is not None:
        # "7% over last week" is 7% more, but "to 7% over last week" gets there from last week, whichever way that is.
        direction = _direction(_COMPARED.sub(" ", text))
    wish = _wish(_metric(rest), _told_by(figures) or direction or _implied(figures), days, figures, per)
    arrives = not every and not figures.limit and figures.low is None and (towards or figures.baseline is not None)
    return wish._replace(every=every, towards=arrives)


def results_in(sentence: str, today: date) -> tuple[str, ...]:
    """Return the results that *sentence* names, in its own words, when there are several; else nothing.

    A part is a result of its own when it names something measured and says which way it should go or how far:
    ``more revenue and fewer returns``, but not ``between 2 and 4`` or ``revenue and orders up``.
    """
    parts = [part.strip(" ,.") for part in _AND.split(sentence[:LONGEST]) if part.strip(" ,.")]
    read = [read_wish(part, today) for part in parts]
    if len(parts) < 2 or not all(wish.metric and wish.direction for wish in read):
        return ()
    return tuple(parts)


def _told_by(figures: Figures) -> Way:
    """Return the direction that figures leave no doubt about: from one to another, or between two."""
    if figures.low is not None:
        return "keep"
    if figures.baseline is None or figures.target is None or figures.target == figures.baseline:
        return ""
    return "more" if figures.target > figures.baseline else "less"


def _implied(figures: Figures) -> Way:
    """Return the direction of figures that no word says anything of: a sign, a limit, a multiple."""
    change = figures.change_percent or figures.change_points or 0.0
    return "less" if figures.limit or change < 0 else "more" if change > 0 else ""


def _wish(metric: str, direction: Way, days: Days, figures: Figures, per: Per) -> Wish:
    unsure = [*days.unsure, *figures.unsure]
    percent, points = figures.change_percent, figures.change_points
    if (percent or points) and not direction:
        unsure.append("direction")
    sign = -1 if direction == "less" else 1
    return Wish(
        metric=metric,
        direction=direction,
        change_percent=None if percent is None else sign * abs(percent),
        change_points=None if points is None else sign * abs(points),
        target=figures.target,
        low=figures.low,
        baseline=figures.baseline,
        unit=figures.unit,
        per=per,
        limit=figures.limit,
        start=days.start,
        deadline=days.deadline,
        unsure=tuple(dict.fromkeys(unsure)),
        period_start=days.period_start,
    )


def _plain(sentence: str) -> str:
    """Return the sentence in small letters with single spaces, signs of its end and quotes taken away."""
    text = sentence.lower().replace("’", "'").replace("–", "-").replace("—", "-").replace("\u00a0", " ")
    text = re.sub(r"[\"“”„!?;:()]", " ", text)
    text = re.sub(r"\.(?=\s|$)|,(?=\s|$)", " , ", text)
    return " " + " ".join(text.split()) + " "


def _take_per(text: str) -> tuple[str, Per, bool]:
    """Take out what the figure is for: ``per week``, ``a month``, ``weekly``; and tell whether it is for every one."""
    match = words.PER.search(text)
    if match is None:
        return text, "", False
    per = words.PERIOD_OF[match["each"] or match["every"]]
    every = match[0].split()[0] in words.EVERY
    return f"{text[: match.start()]} {text[match.end() :]}", per, every


def _direction(text: str) -> Way:
    """Return which way the wish goes by the first word that tells."""
    match = words.DIRECTION.search(_MINUTES.sub(" ", text))
    if match is None:
        return ""
    return "more" if match["more"] else "less" if match["less"] else "keep"


def _metric(text: str) -> str:
    """Return what is left when every word that names something else is taken away."""
    unread = [word for word in re.split(r"[\s,/]+", text) if word and word not in words.IDLE and not _told(word)]
    return " ".join(word.strip("'.-") for word in unread if word.strip("'.-"))


def _told(word: str) -> bool:
    """Tell whether a word was understood as a direction, or is no word at all."""
    return words.DIRECTION.fullmatch(f" {word} ") is not None or not re.search(r"[^\W\d_]", word)
