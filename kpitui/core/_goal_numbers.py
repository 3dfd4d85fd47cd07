"""The figures in a wish: a change in percent, points or pieces, a figure to reach, a band, from and to.

Numbers are read the way `amount` reads them, with the decimal mark that the figure itself shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kpitui.core import _goal_words as words
from kpitui.core.amount import LARGEST

_WORDS = "|".join(sorted(words.COUNTS, key=len, reverse=True))
_DIGITS = r"[0-9]+(?:[.,'][0-9]+)*"
_PERCENT = r" ?%| ?(?:percent|procent|pct)\b"
_POINTS = r" ?(?:percentage[- ]?points?|procentpunt(?:en)?|%-?points?|%-?punten?|pp|points?|punten|punt)\b"
_UNIT = (
    r" ?(?:€|\$|£|euros?|eur|dollars?|usd|pounds?|gbp)(?=\s)| (?:hours?|hrs?|uur|uren)(?=\s)| ?(?:minutes?|mins?"
    r"|minuten|minuut)(?=\s)"
    r"| ?(?:seconds?|secs?|seconden|seconde|s)(?=\s)"
)
_UNITS = {
    "EUR": ("€", "euro", "euros", "eur"), "USD": ("$", "dollar", "dollars", "usd"),
    "GBP": ("£", "pound", "pounds", "gbp"),
    "h": ("hour", "hours", "hr", "hrs", "uur", "uren"),
    "min": ("minute", "minutes", "min", "mins", "minuten", "minuut"),
    "s": ("s", "second", "seconds", "sec", "secs", "seconden", "seconde"),
}  # fmt: skip
"""The units by the words for them."""

_SCALE = r" ?(?:k|m|mln|million|miljoen|thousand|duizend)\b"


def _number(name: str) -> str:
    """Return the pattern of a figure with its unit, its parts in groups called after *name*."""
    return (
        rf"(?P<{name}_sign>[+-]?)(?P<{name}_money>[€$£] ?)?(?P<{name}>{_DIGITS}|(?:{_WORDS})(?=\s"
        rf"|%))(?P<{name}_scale>{_SCALE})?"
        rf"(?P<{name}_unit>{_POINTS}|{_PERCENT}|{_UNIT})?"
    )


class Figures(NamedTuple):
    """What the figures of a sentence say; sizes are above 0, which way they go is told by the direction."""

    change_percent: float | None = None
    change_points: float | None = None
    target: float | None = None
    low: float | None = None
    baseline: float | None = None
    unit: str = ""
    limit: bool = False
    unsure: tuple[str, ...] = ()


class _Figure(NamedTuple):
    value: float
    unit: str


_TOWARDS = (
    "to at least|to at most|to more than|to under|to below|to less than|to|towards|naar minstens|naar minimaal"
    "|naar maximaal"
    "|naar minder dan|naar|tot minstens|tot maximaal|tot onder|tot boven|tot|op|at|reach|reaching|hit|hitting"
    "|of at least|of|get|make|earn"
    "|van minstens|van minimaal|bereiken|behalen|halen"
)
_LEAST = (
    "at least|minimaal|minstens|no less than|not less than|ten minste|niet minder dan|above|over|exceed|exceeding"
    "|boven|more than|higher than|meer dan|hoger dan"
    "|niet onder"
)
_MOST = (
    "at most|at max|maximum|max|maximaal|hoogstens|niet meer dan|no more than|not more than|under|below|onder"
    "|less than|minder dan"
    "|fewer than|faster than|quicker than|shorter than|lower than|lager dan|sneller dan|korter dan|within|beneath"
    "|niet boven|hooguit|binnen"
)
_CHANGE = (
    "more|extra|additional|higher|lower|fewer|less|increase|growth|rise|decrease|drop|reduction|faster|cheaper|better"
    "|meer|hogere?|lagere?|minder|stijging|daling|groei|toename|afname|verhoging|verlaging|sneller|erbij|reductie"
    "|omhoog|omlaag|up|down|korter|shorter"
)
_BY = "by|met|with"
_NOUN, _AFTER = r"[^\W\d_]+", "more|extra|fewer|less|meer|minder|erbij"
"""A direction may stand behind what is counted: ``50 orders more``."""

_OF_CHANGE = (
    "(?:increase|growth|rise|decrease|drop|reduction|decline|cut|gain|toename|groei|stijging|daling|afname|verhoging"
    "|verlaging|reductie|plus)"
    "(?: of| van)?"
)


def take_figures(text: str, direction: str) -> tuple[str, Figures]:
    """Return *text* without its figures and the words around them, and what they say; days are taken out before.

    *direction* is what the words say of which way it goes, empty when they say nothing.
    """
    for pattern, read in _FORMS:
        match = pattern.search(text)
        if match is not None:
            figures = read(match, direction)
            if figures is not None:
                noun = match.groupdict().get("noun") or ""
                rest = f"{text[: match.start()]} {noun} {text[match.end() :]}"
                return _other_figures(rest, figures)
    return text, Figures()


def _other_figures(text: str, figures: Figures) -> tuple[str, Figures]:
    """Take out what figures are left; a second one that nothing explains leaves open which of the two is meant."""
    bare = re.compile(rf"(?<=\s){_number('n')}(?=\s)")
    rest = bare.sub(" ", text)
    left = [match for match in bare.finditer(text) if match["n"][0].isdigit()]
    return rest, figures._replace(unsure=(*figures.unsure, "target")) if left else figures


def _band(match: re.Match[str], _direction: str) -> Figures | None:
    low, high = _figure(match, "a"), _figure(match, "b")
    return Figures(target=high.value, low=low.value, unit=high.unit or low.unit) if low.value < high.value else None


def _from_to(match: re.Match[str], _direction: str) -> Figures:
    first, last = _figure(match, "a"), _figure(match, "b")
    return Figures(target=last.value, baseline=first.value, unit=last.unit or first.unit)


def _times(match: re.Match[str], _direction: str) -> Figures:
    word = match[0].strip()
    if re.match(r"trip|verdrie|three|drie", word):
        return Figures(change_percent=200.0)
    if re.search(r"half|halv|helft", word):
        return Figures(change_percent=-50.0)
    return Figures(change_percent=100.0)


def _changed(match: re.Match[str], _direction: str) -> Figures:
    figure = _figure(match, "a")
    sign = -1.0 if match["a_sign"] == "-" else 1.0
    if figure.unit == "%":
        return Figures(change_percent=sign * figure.value)
    return Figures(change_points=sign * figure.value, unit="%" if figure.unit == "pp" else figure.unit)


def _percent_more(match: re.Match[str], direction: str) -> Figures | None:
    """Read a percentage or points with a direction somewhere in the sentence; without one it is a figure to reach."""
    figure = _figure(match, "a")
    if figure.unit not in ("%", "pp"):
        return None
    return _changed(match, direction) if direction in ("more", "less") or match["a_sign"] else None


def _at_most(match: re.Match[str], _direction: str) -> Figures:
    figure = _figure(match, "a")
    return Figures(target=figure.value, unit=figure.unit, limit=True)


def _reached(match: re.Match[str], _direction: str) -> Figures:
    figure = _figure(match, "a")
    return Figures(target=figure.value, unit="%" if figure.unit == "pp" else figure.unit)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Figures | None]], ...] = tuple(
    (re.compile(rf"(?<=\s)(?:{pattern})(?=\s)"), read)
    for pattern, read in (
        (rf"(?:between|tussen) {_number('a')} (?:and|en) {_number('b')}", _band),
        (rf"(?:from|van) {_number('a')} (?:up |down )?(?:to|naar|tot) {_number('b')}", _from_to),
        (
            r"double[sd]?|doubling|twice as (?:many|much)|verdubbel(?:en|t|ing)?|twee ?(?:keer|maal) zo ?veel"
            r"|triple[sd]?|tripling|three times as (?:many|much)|verdrievoudig(?:en|t|ing)?|drie ?(?:keer"
            r"|maal) zo ?veel"
            r"|halve[sd]?|halving|half as (?:many|much)|halveer|halveren|halvering|(?:met )?de helft(?: minder)?"
            r"|cut in half"
            r"|in half|by half",
            _times,
        ),
        (rf"(?:{_BY}) (?:another |nog |at least |minstens |minimaal )?{_number('a')}(?: (?:{_CHANGE}))?", _changed),
        (rf"(?:{_OF_CHANGE}) {_number('a')}", _changed),
        (rf"(?:at least |minstens |minimaal )?{_number('a')} (?:{_CHANGE})", _changed),
        (rf"{_number('a')} (?P<noun>{_NOUN}(?: {_NOUN})?) (?:{_AFTER})(?! (?:dan|than))", _changed),
        (rf"(?:{_TOWARDS} )?(?:{_MOST})(?: the| de| het)? {_number('a')}", _at_most),
        (rf"(?:{_TOWARDS} )?(?:{_LEAST})(?: the| de| het)? {_number('a')}", _reached),
        (rf"(?:{_TOWARDS}) {_number('a')}", _reached),
        (rf"{_number('a')}", _percent_more),
        (rf"{_number('a')}", _reached),
    )
)
"""The forms in the order they are tried: those that say most come first."""


def _figure(match: re.Match[str], name: str) -> _Figure:
    """Return the value of a figure and its unit: ``%``, ``pp``, a currency, a unit of time or nothing."""
    text = match[name]
    value = float(words.COUNTS[text]) if text in words.COUNTS else _value(text)
    scale = (match[f"{name}_scale"] or "").strip()
    value *= 1_000 if scale in ("k", "thousand", "duizend") else 1_000_000 if scale else 1
    value = min(value, LARGEST)  # what is beyond is refused when the target is read, not when the sentence is
    return _Figure(value, _unit((match[f"{name}_money"] or "").strip() or (match[f"{name}_unit"] or "").strip()))


def _value(text: str) -> float:
    """Return a figure whose marks may be decimal or group marks: three digits after a single mark are a group."""
    text = text.replace("'", "")
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return float(text)
    mark, other = text[last], "," if text[last] == "." else "."
    grouped = len(text) - last - 1 == 3 and text[:last].strip("0") != "" and other not in text
    if grouped or (text.count(mark) > 1 and text.count(other) <= 1 and other not in text[text.find(mark) :]):
        return float(text.replace(mark, "").replace(other, "."))
    # The last mark is the decimal one, also where the others make no sense.
    return float(f"{text[:last].replace(other, '').replace(mark, '')}.{text[last + 1 :]}")


def _unit(text: str) -> str:
    if re.fullmatch(_POINTS, text):
        return "pp"
    if text in ("%", "percent", "procent", "pct"):
        return "%"
    for unit, names in _UNITS.items():
        if text in names:
            return unit
    return ""
