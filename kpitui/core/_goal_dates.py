"""The days in a wish: from when, until when; taken out of the sentence so that what is left is about figures.

Single days are read by `day`; here are the words around them (between, before, within, this year) and whole periods.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from kpitui.core._goal_words import COUNTS
from kpitui.core.calendar import month_index, months_from, months_later, shifted
from kpitui.core.day import MONTHS, QUARTERS, parse_day
from kpitui.core.errors import Refused


class Days(NamedTuple):
    """From when until when, both inclusive, as far as a sentence says."""

    start: date | None = None
    deadline: date | None = None
    unsure: tuple[str, ...] = ()
    period_start: date | None = None
    """The first day of the period whose end the deadline is, in ``by the end of Q2``."""


ORDINALS = QUARTERS | {"last": 4, "laatste": 4}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_COUNT = (
    rf"[0-9]{{1,3}}|{'|'.join(sorted((word for word in COUNTS if COUNTS[word] < 100), key=len, reverse=True))}|an?|een"
)
_NEXT = "next|coming|upcoming|volgende?|komende?|aankomende?"
_THIS = "this|the current|current|dit|deze|het lopende|de lopende"
_UNIT = "calendar year|week|month|maand|quarter|kwartaal|year|kalenderjaar|jaar"
_Y4 = "20[2-4][0-9]"

_DAY = (
    rf"{_Y4}-[0-9]{{1,2}}-[0-9]{{1,2}}|[0-9]{{1,2}}[/-][0-9]{{1,2}}(?:[/-](?:20)?[0-9]{{2}})?"
    rf"|(?:the |de )?[0-9]{{1,2}}(?:st|nd|rd|th|e)?(?: of)? (?:{_MONTH})(?: {_Y4})?"
    rf"|(?:{_MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9%]| ?(?:percent|procent))(?: ?,? ?{_Y4})?"
    r"|tomorrow|morgen|overmorgen|christmas(?: day)?|kerst(?:mis)?|new year's eve|oudjaar"
    r"|(?:next |coming )(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:volgende |komende )(?:maan|dins|woens|donder|vrij|zater|zon)dag"
)
_HALF = (
    r"(?:the |de )?(?:first|second|eerste|tweede) (?:half|helft)"
    rf"(?: (?:of|van)(?: the year| het jaar| {_Y4}| (?:{_THIS}|{_NEXT}) (?:year|jaar)))?"
)
_PERIOD = (
    rf"q[1-4](?: ?(?:of |van |in )?{_Y4})?|h[12](?: {_Y4})?|{_HALF}"
    rf"|(?:the |het )?(?:{_ORDINAL}) (?:quarter|kwartaal)(?: (?:of |van )?(?:{_Y4}|(?:{_NEXT}) (?:year|jaar)))?"
    rf"|(?:(?:{_THIS}|{_NEXT}|the|het|de) )?(?:{_UNIT})(?: {_Y4})?|{_Y4}|(?:{_MONTH})(?: {_Y4})?"
)
_NAMED_PERIOD = rf"q[1-4](?: ?(?:of |van |in )?{_Y4})?|{_HALF}|(?:{_THIS}|{_NEXT}) (?:{_UNIT})|{_Y4}"
"""Periods that are told as such without a word before them."""

_END = r"(?:(?:the |het )?(?:very )?(?:end|einde?|ultimo|close)(?: of| van)?(?: the| het| de)?)"
_ENDED = rf"{_END} (?:{_PERIOD})|(?:the )?(?:year|jaar)[- ]?ein?de?|year[- ]end"
_AT_END = rf"{_END} (?P<rest>.+)|(?:the )?(?:year|jaar)[- ]?ein?de?|year[- ]end"
_VAGUE = (
    r"(?:by|before|in|this|next|voor|tegen|deze|volgende|komende|na|after|de|het|the)(?: the| de| het| next| deze"
    r"| this)?"
    r" (?:summer|spring|autumn|winter|easter|zomer|voorjaar|lente|najaar|herfst|pasen|vakantie)"
    r"|(?:as )?(?:soon|quickly) as possible|asap|zo snel mogelijk|zsm|binnenkort|soon|ooit|someday|some day"
)
_BEFORE = "before|voor|vóór"
_BY = (
    "by|until|till|not later than|no later than|at the latest on|at the latest|on|at|per|tegen|uiterlijk op|uiterlijk"
    "|op|tot en met|t/m|tot|aan|ten|to|through|up to"
)
_FROM = "from|starting on|starting|beginning|as of|since|vanaf|van|met ingang van|per ingang van|sinds|begin"
_TO = "to|until|till|through|up to and including|and|tot en met|t/m|tot|en|-"
_DURING = "in|during|over|for|throughout|gedurende|tijdens|within|binnen|of|van|voor heel|voor|heel|across|all of"
_LEAD = "in|within|binnen|over|during|for|gedurende|after|na"
_AHEAD = "the next|the coming|de komende|komende|the following|next|de volgende"
_UNITS = "days?|dag(?:en)?|weeks?|weken|months?|maand(?:en)?|quarters?|kwart(?:aal|alen)|years?|jaar|jaren"


def take_days(text: str, today: date) -> tuple[str, Days]:
    """Return *text* (small letters, a space at both ends) without what it says of days, and those days."""
    start = deadline = period_start = None
    unsure: list[str] = []
    for _part in range(2):
        reading = _first(text, today, wants_start=start is None, wants_deadline=deadline is None)
        if reading is None:
            break
        place, days = reading
        text = f"{text[: place.start()]} , {text[place.end() :]}"
        if deadline is None:
            period_start = days.period_start
        start, deadline = start or days.start, deadline or days.deadline
        unsure += days.unsure
    if deadline is not None or start is not None:
        unsure = [name for name in unsure if name != "deadline" or deadline is None]
    return text, Days(start, deadline, tuple(unsure), period_start)


def _first(text: str, today: date, *, wants_start: bool, wants_deadline: bool) -> tuple[re.Match[str], Days] | None:
    """Return the first form that tells something that is still wanted."""
    for pattern, read in _FORMS:
        for place in pattern.finditer(text):
            days = read(place, today)
            if days is not None and (
                (days.start and wants_start) or ((days.deadline or days.unsure) and wants_deadline)
            ):
                return place, days
    return None


def _range(match: re.Match[str], today: date) -> Days | None:
    first, last = span_of(match["first"], today), span_of(match["last"], today)
    if first is None or last is None:
        return None
    start, end = first[0], last[1]
    year = re.search(_Y4, match["last"])
    if year and not re.search(_Y4, match["first"]):
        start = months_later(start, 12 * (int(year[0]) - start.year))
    elif start > end:
        # "between 1 January and 31 December", asked in November: this year or the next one, which only a person knows.
        start = months_later(start, -12)
        return Days(start, end, ("year",)) if start <= end else None
    return Days(start, end) if start <= end else None


def _until(match: re.Match[str], today: date) -> Days | None:
    text = match["what"]
    span = span_of(text, today)
    if span is None:
        return None
    word = match["word"] or ""
    if re.fullmatch(_BEFORE, word) and not re.match(_ENDED, text):
        return Days(None, shifted(span[0], -1))
    ended = ended_period(text, today)
    return Days(None, span[1], period_start=ended[0] if ended else None)


def _by_period(match: re.Match[str], today: date) -> Days | None:
    """Read ``by June``, which may mean its first day or its last."""
    return None if span_of(match["what"], today) is None else Days(None, None, ("deadline",))


def _since(match: re.Match[str], today: date) -> Days | None:
    span = span_of(match["what"], today)
    return None if span is None else Days(span[0], None)


def _during(match: re.Match[str], today: date) -> Days | None:
    span = span_of(match["what"], today)
    return None if span is None else Days(*span)


def _within(match: re.Match[str], today: date) -> Days:
    count, unit = _count(match["count"]), match["unit"][0]
    if unit in "dw":
        return Days(None, shifted(today, count * (7 if unit == "w" else 1)))
    return Days(None, months_later(today, {"m": 1, "q": 3, "k": 3, "y": 12, "j": 12}[unit] * count))


def _left_open(_found: re.Match[str], _today: date) -> Days:
    return Days(None, None, ("deadline",))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]], ...] = tuple(
    (re.compile(rf"(?<=\s)(?:{pattern})(?=\s)"), read)
    for pattern, read in (
        (rf"(?:between|from|van|vanaf|tussen) (?P<first>{_DAY}|{_PERIOD})"
         rf" (?:{_TO}) (?P<last>{_DAY}|{_ENDED}|{_PERIOD})",
         _range),
        (rf"(?P<first>{_DAY}) (?:-|t/m|tot en met|until|through|to) (?P<last>{_DAY}|{_ENDED})", _range),
        (rf"(?P<word>{_BEFORE}|{_BY}) (?P<what>{_ENDED}|{_DAY})", _until),
        (rf"(?P<word>)(?P<what>{_ENDED})", _until),
        (rf"(?P<word>{_BEFORE}) (?P<what>{_MONTH}|{_NAMED_PERIOD})", _until),
        (rf"(?:{_LEAD})(?: (?:{_AHEAD}))? (?P<count>{_COUNT}) (?P<unit>{_UNITS})(?: time| tijd)?", _within),
        (rf"(?:{_AHEAD}) (?P<count>{_COUNT}) (?P<unit>{_UNITS})", _within),
        (rf"(?:{_FROM}) (?P<what>{_DAY})", _since),
        (rf"(?:{_DURING})(?: the course of| de loop van)? (?P<what>{_PERIOD})", _during),
        (rf"(?:vanaf|from|starting|as of|since|sinds) (?P<what>{_PERIOD})", _since),
        (rf"(?:by|tegen|tot|until|till) (?P<what>{_PERIOD})", _by_period),
        (rf"(?P<word>)(?P<what>{_DAY})", _until),
        (rf"(?P<what>{_NAMED_PERIOD})", _during),
        (_VAGUE, _left_open),
    )
)  # fmt: skip
"""The forms in the order they are tried: those that say most come first."""


def span_of(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of what a piece of a sentence names; None when it is no day or period."""
    text = text.strip()
    if re.fullmatch(_AT_END, text):
        ended = ended_period(text, today)
        return (ended[1], ended[1]) if ended else None
    return _period(text, today) or _day(text, today)


def ended_period(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of the period that *text* names the end of, ``end of Q2``; None when it does not.

    The quarter that is over by *today* is that of the year to come.
    """
    ended = re.fullmatch(_AT_END, text.strip())
    span = span_of(ended["rest"] or "this year", today) if ended else None
    if span is None or span[1] >= today or re.search(_Y4, text):
        return span
    return months_later(span[0], 12), months_later(span[1], 12)


def _day(text: str, today: date) -> tuple[date, date] | None:
    if text.startswith(("christmas", "kerst")):
        text = "25 december"
    if text in ("new year's eve", "oudjaar"):
        text = "31 december"
    text = re.sub(r"^(?:the|de) | of(?= )", "", text).replace("coming ", "next ")
    try:
        day = parse_day(text, today, future=True)
    except Refused:
        return None
    return day, day


def _period(text: str, today: date) -> tuple[date, date] | None:
    year = re.search(_Y4, text)
    later = re.search(rf"(?:^| )(?:{_NEXT})(?: |$)", text) is not None
    words = re.sub(rf"\b(?:{_Y4}|the|het|de|of|van|in|calendar|{_THIS}|{_NEXT})\b", " ", text).split()
    numbered = int(year[0]) if year else today.year + 1 if later and len(words) > 1 else None
    if not words:
        return (date(int(year[0]), 1, 1), date(int(year[0]), 12, 31)) if year else None
    half = re.fullmatch(r"h([12])|(first|second|eerste|tweede)", words[0])
    if half and (half[1] or words[1:2] in (["half"], ["helft"])):
        return _months(6, int(half[1] or 0) or ORDINALS[half[2]], numbered, today)
    quarter = re.fullmatch(r"q([1-4])", words[0])
    if quarter or (words[0] in ORDINALS and words[1:2] in (["quarter"], ["kwartaal"])):
        return _months(3, int(quarter[1]) if quarter else ORDINALS[words[0]], numbered, today)
    if words[0] in MONTHS and len(words) == 1:
        return _months(1, MONTHS[words[0]], numbered, today)
    return _around(words[0], today, later=later, year=numbered) if len(words) == 1 else None


def _around(unit: str, today: date, *, later: bool, year: int | None) -> tuple[date, date] | None:
    """Return the week, month, quarter or year that *today* is in, or the one after it."""
    if unit == "week":
        monday = shifted(today, (7 if later else 0) - today.weekday())
        return monday, shifted(monday, 6)
    length = {"month": 1, "maand": 1, "quarter": 3, "kwartaal": 3, "year": 12, "jaar": 12, "kalenderjaar": 12}.get(unit)
    if length is None:
        return None
    number = (12 * year if year else month_index(today)) // length + (1 if later and not year else 0)
    return months_from(number * length, length)


def _months(length: int, number: int, year: int | None, today: date) -> tuple[date, date]:
    """Return the part *number* of a year in parts of *length* months: of *year*, else the one not over yet."""
    index = 12 * (year or today.year) + (number - 1) * length
    if year is None and index + length <= month_index(today):
        index += 12
    return months_from(index, length)


def _count(text: str) -> int:
    return int(text) if text.isdigit() else COUNTS.get(text, 1)
